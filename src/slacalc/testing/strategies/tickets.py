"""Requests as helpdesks give them: mappings of fields to values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from numbers import Number
from typing import Any

from hypothesis import strategies as st

from slacalc import AnyCalendar, Condition, ConditionGroup, LevelChain, SupportLevel
from slacalc.testing.strategies.checking import Fields, fields_of, one_of_kind
from slacalc.testing.strategies.choices import pick
from slacalc.testing.strategies.conditions import FIELDS

Ticket = dict[str, Any]
_Wish = tuple[Condition, bool]

_ODD = st.sampled_from(
    (None, "", "VIP", 0, -1, True, 10**20, float("nan"), date(2026, 1, 5), [], ["vip", 5])
)
_IS_ODD = st.sampled_from((False, False, False, True))
_KEPT = st.sampled_from((*[True] * 8, False, *[True] * 8))
_AIMED = st.sampled_from((False, *[True] * 7))
_NESTED = st.sampled_from((False, False, True))
_DAY = timedelta(days=1)
_NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)


def tickets(
    *, fields: Fields | None = None, chain: LevelChain | None = None
) -> st.SearchStrategy[Ticket]:
    """Draw a request: some fields, and in each a value that is known of it, or an odd one.

    Args:
        fields: the names of fields and the values in them; those of `conditions` unless said.
        chain: whose levels to aim at: most requests are made for the conditions of a
            level of it, of which one is broken now and then, and have a row of its tables.

    A dotted field lies flat in some and nested in others. Shrinks to a request without fields.
    Fields without names or values, and what is no chain, raise `ArgumentTypeError` at once.

    >>> from hypothesis import find
    >>> find(tickets(), lambda ticket: "client" in ticket)
    {'client': 'vip'}
    """
    known = None if fields is None else fields_of(fields)
    return _tickets(fields=known, chain=one_of_kind("chain", chain, LevelChain, "a LevelChain"))


@st.composite
def _tickets(draw: st.DrawFn, *, fields: Fields | None, chain: LevelChain | None) -> Ticket:
    if chain and chain.levels and draw(_AIMED):
        ticket = _for_level(draw, pick(draw, chain.levels))
    else:
        ticket = _any(draw, fields or (_asked(chain) if chain else FIELDS))
    for level in (*chain.levels, chain.default) if chain else ():
        if level.rows and level.by not in ticket:
            ticket[level.by] = pick(draw, (*level.rows, "none of them"))
    return _nested(ticket) if any("." in name for name in ticket) and draw(_NESTED) else ticket


def _any(draw: st.DrawFn, fields: Fields) -> Ticket:
    """Draw some of the fields with values."""
    if not fields:
        return {}
    names = draw(st.lists(st.sampled_from([*fields]), max_size=4, unique=True))
    return {name: draw(_ODD) if draw(_IS_ODD) else pick(draw, [*fields[name]]) for name in names}


def _asked(chain: LevelChain) -> Fields:
    """Return the fields that the conditions of a chain speak of, with values near theirs."""
    wishes = [wish for level in chain.levels for wish in _wishes(level.conditions, holds=True)]
    return _by_field(wishes)


def _for_level(draw: st.DrawFn, level: SupportLevel) -> Ticket:
    """Draw a request that meets the conditions of a level, or breaks one."""
    wishes = [(one, holds is draw(_KEPT)) for one, holds in _wishes(level.conditions, holds=True)]
    ticket = {}
    for name, values in _by_field(wishes).items():
        mine = [(one, holds) for one, holds in wishes if one.field == name]
        met = (v for v in values if all(one.holds({name: v}) is holds for one, holds in mine))
        ticket[name] = next(met, draw(_ODD) if draw(_IS_ODD) else None)
    return {name: value for name, value in ticket.items() if value is not None}


def _wishes(conditions: Iterable[Any], *, holds: bool) -> Iterator[_Wish]:
    """Go through the plain conditions, and whether each is to hold so that all hold, or none."""
    for one in conditions:
        if isinstance(one, ConditionGroup):
            members = one.members[:1] if one.how == "any_of" and holds else one.members
            yield from _wishes(members, holds=holds is (one.how != "none_of"))
        elif isinstance(one, Condition):
            yield one, holds


def _by_field(wishes: Iterable[_Wish]) -> dict[str, list[Any]]:
    """Return for each field the values of its conditions, and what lies beside them."""
    found: dict[str, list[Any]] = {}
    for one, _ in wishes:
        values = one.value if isinstance(one.value, tuple) else (one.value,)
        near = [each for value in (*values, "other") for each in (value, *_beside(value))]
        found.setdefault(one.field, [None]).extend(near)
    return found


def _beside(value: Any) -> Iterator[Any]:
    """Go through the values near one: a bit more, a bit less, a list with it."""
    if isinstance(value, AnyCalendar):
        yield from (at for at in (value.next_opening(_NOW), value.next_closing(_NOW)) if at)
        return
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, str):
        yield from (f"{value}x", value.upper())
    elif isinstance(value, Number):
        yield from (value + 1, value - 1)  # type: ignore[operator]
    elif isinstance(value, date):
        for step in (_DAY, -_DAY):
            with suppress(OverflowError):
                yield value + step
    yield [value]


def _nested(ticket: Ticket) -> Ticket:
    """Return a request with its dotted fields in mappings, where nothing else has their name."""
    flat = {name: value for name, value in ticket.items() if "." not in name}
    for name, value in ticket.items():
        outer, dot, inner = name.partition(".")
        if dot and outer not in ticket:
            flat.setdefault(outer, {})[inner] = value
        elif dot:
            flat[name] = value
    return flat
