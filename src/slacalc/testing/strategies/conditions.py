"""Conditions on the fields of requests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from numbers import Number
from typing import Any

from hypothesis import strategies as st

from slacalc import Calendar, Condition, ConditionGroup
from slacalc.testing.strategies.checking import Fields, comparable, fields_of
from slacalc.testing.strategies.choices import pick

FIELDS: Mapping[str, tuple[Any, ...]] = {
    "client": ("vip", "acme", "Acme Ltd", ""),
    "priority": ("urgent", "high", "normal", "low"),
    "users": (100, 5, 1, 0, 250.5),
    "contract.tier": ("gold", "silver"),
    "outage": (True, False),
    "signed": (date(2026, 1, 5), date(2024, 2, 29)),
    "tags": ("network", "mail"),
}
"""Fields that requests have, and values in them."""

AnyCondition = Condition | ConditionGroup

_OFFICE = Calendar("Mon-Fri 09:00-18:00", time_zone="UTC")
_GROUPS = st.sampled_from(("all_of", "any_of", "none_of"))
_FLAG = st.booleans()
_FEW = st.integers(1, 3)
_IS_GROUP = st.sampled_from((False, False, False, True))
_OF_ALL = ("is", "is_not", "in", "not_in", "contains", "exists", "missing")
_ORDERED = ("more", "at_least", "less", "at_most", "between")
_DATED = ("after", "before", "between")


def conditions(
    *, fields: Fields | None = None, groups: bool = True
) -> st.SearchStrategy[AnyCondition]:
    """Draw a condition on a field, or with `groups` a group of up to three, at most two deep.

    `fields` are the names of fields and for each the values that conditions compare it with, text,
    numbers, booleans, dates or instants; those of `tickets` unless said. Every operator comes,
    ``during`` with office hours in UTC. Shrinks to that the first field is its first value.
    Refused at once are fields without names or values (`ArgumentTypeError`), and values that no
    condition compares with (`LevelError`).

    >>> from hypothesis import find
    >>> print(find(conditions(fields={"team": ["north"]}), lambda condition: True))
    team is 'north'
    """
    known = FIELDS if fields is None else fields_of(fields)
    comparable(known)
    return _conditions(fields=known, depth=2 if groups else 0)


@st.composite
def _conditions(
    draw: st.DrawFn, *, fields: Mapping[str, tuple[Any, ...]], depth: int
) -> AnyCondition:
    if depth and draw(_IS_GROUP):
        one = _conditions(fields=fields, depth=depth - 1)
        return ConditionGroup(draw(_GROUPS), tuple(draw(one) for _ in range(draw(_FEW))))
    name = pick(draw, [*fields])
    value = pick(draw, fields[name])
    operator, flag = pick(draw, _operators(value)), draw(_FLAG)
    if operator in {"exists", "missing"}:
        return Condition(name, operator, not flag)
    folds = isinstance(value, str) and operator in {"is", "in", "starts_with", "contains"}
    operand = _operand(draw, operator, value, fields[name])
    return Condition(name, operator, operand, ignore_case=folds and flag)


def _operators(value: Any) -> tuple[str, ...]:
    """Return the operators that can compare a value."""
    if isinstance(value, str):
        return (*_OF_ALL, "starts_with")
    if isinstance(value, date):
        instant = isinstance(value, datetime) and value.tzinfo is not None
        dated = isinstance(value, datetime) <= instant
        return (*_OF_ALL, *(_DATED if dated else ()), "during")
    ordered = isinstance(value, Number) and not isinstance(value, bool)
    return (*_OF_ALL, *(_ORDERED if ordered else ()))


def _operand(draw: st.DrawFn, operator: str, value: Any, values: tuple[Any, ...]) -> Any:
    if operator == "during":
        return _OFFICE
    if operator in {"in", "not_in"}:
        others = [pick(draw, values) for _ in range(draw(_FEW) - 1)]
        return (value, *(other for other in others if other != value))
    if operator == "between":
        alike = [other for other in values if type(other) is type(value)]
        return tuple(sorted((value, pick(draw, alike))))
    return value[:1] if operator == "starts_with" else value
