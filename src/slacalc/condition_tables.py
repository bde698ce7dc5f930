"""Conditions as tables: the short form of a mapping, and plain data for files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from fractions import Fraction
from math import isfinite
from typing import Any

from slacalc.algebra import AnyCalendar
from slacalc.canonical import canonical
from slacalc.conditions import (
    DEEPEST,
    GROUPS,
    MOST,
    AnyCondition,
    CalendarName,
    Condition,
    ConditionGroup,
    CustomCondition,
)
from slacalc.errors import ArgumentTypeError, LevelError, did_you_mean
from slacalc.operators import OPERATORS
from slacalc.values import NUMBER, TAGS, reading, value_of


def conditions_of(
    said: Mapping[str, Any] | Iterable[Any], *, calendars: Mapping[str, AnyCalendar] | None = None
) -> tuple[AnyCondition, ...]:
    """Read conditions: a mapping in short form, or an iterable of conditions and callables.

    In a mapping, a value is what the field must be, a list what it may be, a table holds
    operators, and a callable is asked about the field's value; `all_of`, `any_of` and `none_of`
    hold lists of such mappings. `calendars` are those that `during` can name.

    Raises LevelError with the place of what it can't read.

    >>> print(*conditions_of({"client": ["a", "b"], "users": {"at_least": 5, "less": 9}}))
    client is one of 'a', 'b' users is at least 5 users is less than 9
    """
    if isinstance(said, Mapping):
        told: list[AnyCondition] = []
        for each in _of_table(said, calendars or {}, 1):
            flat = isinstance(each, ConditionGroup) and each.how == "all_of"
            told += each.members if flat and isinstance(each, ConditionGroup) else [each]
        return _bounded(tuple(told))
    if not isinstance(said, Iterable) or isinstance(said, str | bytes):
        raise ArgumentTypeError.expected("conditions", said, "a mapping of fields")
    return _bounded(tuple(_condition(each) for each in said))


def _bounded(conditions: tuple[AnyCondition, ...]) -> tuple[AnyCondition, ...]:
    """Refuse more conditions than one group could hold, for they may have to be written as one."""
    count = sum(one.count if isinstance(one, ConditionGroup) else 1 for one in conditions)
    if count > MOST:
        problem = f"are more than {MOST:,}"
        raise LevelError("conditions", count, problem, "say it with fewer")
    return conditions


def _condition(said: Any) -> AnyCondition:
    if isinstance(said, Condition | ConditionGroup | CustomCondition):
        return said
    if callable(said):
        return CustomCondition(said)
    raise ArgumentTypeError.expected("conditions", said, "a mapping of fields, or conditions")


def _of_table(
    said: Mapping[str, Any], calendars: Mapping[str, AnyCalendar], depth: int
) -> list[AnyCondition]:
    told: list[AnyCondition] = []
    for name, value in said.items():
        if name in GROUPS:
            told.append(_of_group(name, value, calendars, depth))
        else:
            told += _of_field(name, value, calendars)
    return told


def _of_group(
    how: str, said: Any, calendars: Mapping[str, AnyCalendar], depth: int
) -> ConditionGroup:
    place = f"conditions.{how}"
    if not isinstance(said, list | tuple):
        remedy = "give a list of tables of conditions"
        raise LevelError(place, said, "is no list", remedy)
    if depth > DEEPEST:
        problem = f"nests more than {DEEPEST} groups"
        raise LevelError(place, depth, problem, "say it with fewer")
    members: list[AnyCondition] = []
    for each in said:
        if not isinstance(each, Mapping):
            members.append(_condition(each))
            continue
        parts = _of_table(each, calendars, depth + 1)
        if not parts:
            raise LevelError(place, {}, "has a table without conditions", "put one in")
        members.append(parts[0] if len(parts) == 1 else ConditionGroup("all_of", tuple(parts)))
    return ConditionGroup(how, tuple(members))


def _of_field(name: str, said: Any, calendars: Mapping[str, AnyCalendar]) -> list[AnyCondition]:
    """Read what one field must be."""
    place = f"conditions.{name}"
    if callable(said):
        return [CustomCondition(said, name)]
    if not isinstance(said, Mapping) or (len(said) == 1 and said.keys() <= TAGS):
        several = isinstance(said, Collection) and not isinstance(said, str | bytes | Mapping)
        operator = "in" if several else "is"
        return [Condition(name, operator, _values(place, said))]
    asked = {key: value for key, value in said.items() if key != "ignore_case"}
    if not asked:
        remedy = f"use one of {', '.join(OPERATORS)}"
        raise LevelError(place, dict(said), "is no condition", remedy)
    ignore_case = said.get("ignore_case", False)
    folding = [key for key in asked if key in OPERATORS and OPERATORS[key].folds] or [*asked]
    return [
        Condition(
            name,
            key,
            _operand(f"{place}.{key}", key, value, calendars),
            ignore_case if key in folding else False,
        )
        for key, value in asked.items()
    ]


def _operand(place: str, operator: str, said: Any, calendars: Mapping[str, AnyCalendar]) -> Any:
    """Return a value as an operator takes it, the calendar of a name too."""
    if operator == "during" and isinstance(said, str):
        if said not in calendars:
            known = f"use one of {', '.join(calendars)}" if calendars else "give a calendar"
            way_out = did_you_mean(said, calendars) or known
            raise LevelError(place, said, "is no calendar that is known here", way_out)
        return calendars[said]
    return _values(place, said)


def _values(place: str, said: Any) -> Any:
    """Return a value or a list of them, what tables stand for in their place."""
    if isinstance(said, list | tuple):
        return [value_of(place, each) for each in said]
    return value_of(place, said)


def conditions_to_dict(
    conditions: Iterable[AnyCondition], calendar_name: CalendarName | None = None
) -> dict[str, Any]:
    """Return conditions as plain data that JSON can hold; `conditions_of` reads them back.

    An entry for each field where that says them in this order, also after a writer of TOML has
    put its tables behind the plain values; else a list of tables under `all_of`.
    `calendar_name` says what to write for a calendar of "during", by default its table; only where
    it writes names can these be read back.

    >>> conditions_to_dict(conditions_of({"client": "vip", "type": ["a", "b"]}))
    {'client': 'vip', 'type': ['a', 'b']}
    >>> conditions_to_dict(conditions_of({"client": "vip", "users": {"more": 5, "less": 9}}))
    {'client': {'is': 'vip'}, 'users': {'more': 5, 'less': 9}}
    """
    tables = [condition.to_dict(calendar_name) for condition in conditions]
    told: dict[str, Any] = {}
    for table in tables:
        ((name, said),) = table.items()
        if name in told and not _joins(told, name, said):
            return {"all_of": tables}
        told[name] = told[name] | said if name in told else said
    steady = _steady(told)
    return {"all_of": tables} if steady is None else steady


def _joins(told: Mapping[str, Any], name: str, said: Any) -> bool:
    """Say whether the operators of a table can stand in that of the entry before it."""
    before = told[name]
    if name != [*told][-1] or not isinstance(before, dict) or not isinstance(said, dict):
        return False
    if any(isinstance(value, dict) for value in before.values()):  # which TOML puts last
        return False
    return not {*before, "ignore_case"} & {*said} and "ignore_case" not in before


def _steady(told: dict[str, Any]) -> dict[str, Any] | None:
    """Return entries whose order no writer changes, or None where there are none such."""
    tables = [name for name, said in told.items() if isinstance(said, dict)]
    groups = [name for name in told if name in GROUPS]
    if groups:
        alone = not tables and groups == [*told][-1:] and groups != ["all_of"]
        return told if alone else None
    if not tables:
        return told
    return {name: _long(said) for name, said in told.items()}


def _long(said: Any) -> dict[str, Any]:
    if isinstance(said, dict):
        return said
    return {"in" if isinstance(said, list) else "is": said}


def settled(conditions: Iterable[AnyCondition]) -> list[Any]:
    """Return what conditions say as plain data in an order of its own, for fingerprints.

    Equal conditions give equal data, however they are ordered, grouped in tables or written.

    >>> settled(conditions_of({"users": 5.0, "client": "vip"}))
    [['client', 'is', False, ['text', 'vip']], ['users', 'is', False, ['a number', '5']]]
    """
    return sorted(map(_settled, conditions), key=canonical)


def _settled(condition: AnyCondition) -> list[Any]:
    if isinstance(condition, ConditionGroup):
        return [condition.how, settled(condition.members)]
    if isinstance(condition, CustomCondition):
        condition.to_dict()  # refuses, and says why
    assert isinstance(condition, Condition)  # noqa: S101 - there is no fourth kind
    value = condition.value
    several = isinstance(value, tuple)
    told = [_settled_value(one) for one in value] if several else _settled_value(value)
    return [condition.field, condition.operator, condition.ignore_case, told]


def _settled_value(value: Any) -> list[str]:
    if isinstance(value, AnyCalendar):
        return ["calendar", value.fingerprint]
    kind, key = reading(value)
    if isinstance(key, timedelta):
        return [kind, str(key // timedelta(microseconds=1))]
    if kind == NUMBER and isfinite(key):
        key = Fraction(key)
    return [kind, str(key)]
