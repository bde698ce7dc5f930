"""Conditions, requests and chains drawn at random, and a plain evaluator that shares no code.

Requests are aimed at the values that conditions name and at their neighbours, and hold what
comes from outside at its worst.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from slacalc import Calendar, SupportLevel
from slacalc.chain import LevelChain
from slacalc.conditions import AnyCondition, Condition, ConditionGroup

OFFICE = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow")
FIELDS = ("a", "b", "c.d")
NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
EAST = dt.timezone(dt.timedelta(hours=3))
WEST = dt.timezone(dt.timedelta(hours=-3))
TEXTS = ("", "v", "vip", "VIP", "vip\0", "vi\U0010ffff", "vj", "straße", "STRASSE", "5")
NUMBERS = (-1, 0, 1, 5, 5.0, 5.5, Decimal("5.50"), Fraction(11, 2), 2**70, float("inf"), 0.1)
DATES = (dt.date(2026, 3, 1), NOON.date(), dt.date.max)
INSTANTS = (NOON, NOON.astimezone(EAST), NOON + dt.timedelta(microseconds=1), NOON.replace(hour=5))
WALL_TIMES = (dt.datetime(2026, 3, 2, 12), dt.datetime(2026, 3, 2, 15))
COMPARABLE = (*TEXTS, *NUMBERS, True, False, *DATES, *INSTANTS, *WALL_TIMES)


class Hostile:
    """What raises whatever is asked of it."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        raise ValueError

    def __repr__(self) -> str:
        raise RuntimeError

    def __bool__(self) -> bool:
        raise TypeError

    @property  # type: ignore[misc]
    def __class__(self) -> Any:
        raise OSError


class Word(str):
    """A text that is compared with nothing."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        raise ValueError

    def __hash__(self) -> int:
        raise ValueError


class Colour(str, Enum):  # noqa: UP042 - the older way, whose `str` is another text
    """A text of an enumeration."""

    VIP = "vip"


class Zoneless(dt.tzinfo):
    """A zone that knows no offset."""

    def utcoffset(self, _: object) -> None:
        """Return no offset."""

    dst = tzname = utcoffset


EQUAL_TEXTS = (Word("vip"), Colour.VIP)
ODD = (
    None, float("nan"), Decimal("NaN"), Decimal("sNaN"), Decimal("1E+999999"), Decimal("Infinity"),
    -(10**5000), 10**5000, 1j, b"vip", object, Hostile(), dt.time(9),
    NOON.replace(tzinfo=Zoneless()), dt.datetime.max.replace(tzinfo=WEST),
    {"d": "vip"}, ["vip", 5], ("VIP",), {5.0, "v"}, [Hostile()], [[1]],
    *EQUAL_TEXTS,
)  # fmt: skip


def conditions(*, depth: int = 2) -> st.SearchStrategy[AnyCondition]:
    """Draw a condition, and groups of them to some depth."""
    leaves = st.one_of(_valued(), _listed(), _text(), _limits(), _moments(), _flags())
    if not depth:
        return leaves
    members = st.lists(conditions(depth=depth - 1), min_size=1, max_size=3).map(tuple)
    groups = st.builds(ConditionGroup, st.sampled_from(("all_of", "any_of", "none_of")), members)
    return st.one_of(leaves, leaves, groups)


def _fields() -> st.SearchStrategy[str]:
    return st.sampled_from(FIELDS)


def _fold(value: Any) -> st.SearchStrategy[bool]:
    values = value if isinstance(value, tuple) else (value,)
    texts = any(isinstance(each, str) for each in values)
    return st.booleans() if texts else st.just(value=False)


@st.composite
def _valued(draw: st.DrawFn) -> Condition:
    operator = draw(st.sampled_from(("is", "is_not", "contains")))
    value = draw(st.sampled_from(COMPARABLE))
    return Condition(draw(_fields()), operator, value, draw(_fold(value)))


@st.composite
def _listed(draw: st.DrawFn) -> Condition:
    operator = draw(st.sampled_from(("in", "not_in")))
    values = tuple(draw(st.lists(st.sampled_from(COMPARABLE), max_size=4)))
    return Condition(draw(_fields()), operator, values, draw(_fold(values)))


def _text() -> st.SearchStrategy[Condition]:
    given = (_fields(), st.just("starts_with"), st.sampled_from(TEXTS), st.booleans())
    return st.builds(Condition, *given)


@st.composite
def _limits(draw: st.DrawFn) -> Condition:
    operator = draw(st.sampled_from(("less", "at_most", "more", "at_least", "between")))
    numbers = st.sampled_from(NUMBERS)
    value = draw(numbers)
    if operator == "between":
        return Condition(
            draw(_fields()), operator, tuple(sorted((value, draw(numbers)), key=exact))
        )
    return Condition(draw(_fields()), operator, value)


@st.composite
def _moments(draw: st.DrawFn) -> Condition:
    moments = st.sampled_from(draw(st.sampled_from((DATES, INSTANTS))))
    operator = draw(st.sampled_from(("before", "after", "between", "during")))
    value: Any = draw(moments)
    if operator == "between":
        value = tuple(sorted((value, draw(moments))))
    return Condition(draw(_fields()), operator, OFFICE if operator == "during" else value)


def _flags() -> st.SearchStrategy[Condition]:
    given = (_fields(), st.sampled_from(("exists", "missing")), st.booleans())
    return st.builds(Condition, *given)


def tickets() -> st.SearchStrategy[dict[str, Any]]:
    """Draw a request: its fields hold what conditions name, what lies beside it, or anything."""
    values = st.one_of(
        st.sampled_from(COMPARABLE),
        st.integers(0, len(ODD) - 1).map(ODD.__getitem__),  # which hypothesis can't look at
        st.sampled_from(TEXTS).map(lambda text: text + "\0"),
        st.sampled_from(NUMBERS[:6]).map(lambda number: number + 1),
        st.text(max_size=3),
        st.integers(-1, 6),
    )
    names = st.sampled_from((*FIELDS, "c"))
    flat = st.dictionaries(names, values, max_size=4)
    return st.one_of(flat, flat.map(_nested))


def _nested(ticket: dict[str, Any]) -> dict[str, Any]:
    """Return the same request with its dotted field in a mapping."""
    outer = {name: value for name, value in ticket.items() if name != "c.d"}
    return outer | ({"c": {"d": ticket["c.d"]}} if "c.d" in ticket else {})


def levels(*, most: int = 12) -> st.SearchStrategy[list[SupportLevel]]:
    """Draw levels of up to three conditions, with names in order."""
    said = st.lists(conditions(depth=1), max_size=3)
    return st.lists(said, max_size=most).map(
        lambda told: [
            SupportLevel(f"L{n}", calendar=OFFICE, response="1h", conditions=each)
            for n, each in enumerate(told)
        ]
    )


def chain_of(levels: list[SupportLevel]) -> LevelChain:
    """Return a chain of some levels."""
    return LevelChain(levels, default=SupportLevel("none", calendar=OFFICE))


def exact(number: Any) -> Any:
    """Return a number that can be compared with any other."""
    whole = not isinstance(number, float) and abs(number) != float("inf")
    return Fraction(number) if whole else float(number)


def plainly(condition: AnyCondition, ticket: Mapping[str, Any]) -> bool:
    """Say whether a condition holds, by its definition."""
    if isinstance(condition, ConditionGroup):
        found = [plainly(member, ticket) for member in condition.members]
        return {"all_of": all(found), "any_of": any(found), "none_of": not any(found)}[
            condition.how
        ]
    assert isinstance(condition, Condition)
    seen = ticket.get(condition.field)
    if seen is None and condition.field == "c.d":
        inner = ticket.get("c")
        seen = inner.get("d") if type(inner) is dict else None
    if condition.operator in ("exists", "missing"):
        return ((seen is None) == (condition.operator == "missing")) is condition.value
    if condition.operator == "during":
        return _open(seen)
    return _compared(condition, seen)


def _open(seen: object) -> bool:
    if type(seen) is not dt.datetime or _sort(seen) != "instant":
        return False
    try:
        local = seen.astimezone(dt.timezone(dt.timedelta(hours=3)))
    except OverflowError:
        return False
    return local.weekday() < 5 and 9 <= local.hour < 18


def _compared(condition: Condition, seen: Any) -> bool:
    operator, value = condition.operator, condition.value
    sort, known = _known(seen, fold=condition.ignore_case)
    wanted = [
        _known(each, fold=condition.ignore_case)
        for each in (value if isinstance(value, tuple) else (value,))
    ]
    if operator == "contains" and sort == "list":
        return any(_known(each, fold=condition.ignore_case) == wanted[0] for each in known)
    if not any(sort == other for other, _ in wanted):
        return False
    keys = [key for other, key in wanted if other == sort]
    if operator == "contains":
        return sort == "text" and keys[0] in known
    return {
        "is": lambda: known in keys,
        "in": lambda: known in keys,
        "is_not": lambda: known not in keys,
        "not_in": lambda: known not in keys,
        "starts_with": lambda: bool(known[: len(keys[0])] == keys[0]),
        "less": lambda: bool(known < keys[0]),
        "before": lambda: bool(known < keys[0]),
        "at_most": lambda: bool(known <= keys[0]),
        "more": lambda: bool(known > keys[0]),
        "after": lambda: bool(known > keys[0]),
        "at_least": lambda: bool(known >= keys[0]),
        "between": lambda: bool(keys[0] <= known <= keys[-1]),
    }[operator]()


def _known(value: Any, *, fold: bool) -> tuple[str, Any]:
    sort = _sort(value)
    if sort == "text":
        text = "".join(map(chr, map(ord, value)))
        return sort, text.casefold() if fold else text
    if sort == "number":
        return sort, exact(value)
    return sort, value


def _sort(value: Any) -> str:
    kind = type(value)
    if kind in (str, Word, Colour):
        return "text"
    if kind in (bool, dt.date):
        return kind.__name__
    if kind in (list, tuple, set):
        return "list"
    if kind is dt.datetime:
        return "wall time" if value.tzinfo is None or type(value.tzinfo) is Zoneless else "instant"
    usual = kind in (int, Fraction) or (kind is float and value == value)  # noqa: PLR0124 - NaN
    small = kind is Decimal and not value.is_nan() and (abs(value) < 10**100 or value.is_infinite())
    return "number" if usual or small else "odd"
