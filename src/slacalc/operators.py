"""Operators: what each asks of a value, what it can be given, and how it is said."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Any

from attrs import frozen

from slacalc import doors
from slacalc.algebra import AnyCalendar
from slacalc.errors import LevelError, SlacalcError
from slacalc.values import (
    DATE,
    INSTANT,
    LIST,
    MISSING,
    NUMBER,
    PLAIN,
    TEXT,
    reading,
    shown,
    shown_list,
)
from slacalc.zones import EPOCH

_LONGEST_NUMBER = 1_000  # bits; Python writes no integer of more than 4,300 digits
_ENDS = 2
_DATE = len("2026-03-02")

Reading = tuple[str, Any]
"""The kind of a value, and the key by which it is compared."""


@frozen
class Operator:
    """What one operator does.

    `operand(place, value)` checks the value of a condition; `prepared(value, read)` is that
    value as `holds` wants it; `holds(prepared, kind, key)` judges the reading of a field;
    `words(value)` says what the field must be, after "is"; `kinds(value)` are those of which
    the field must be; `folds` says whether it can compare text without regard to case.
    """

    operand: Callable[[str, Any], Any]
    prepared: Callable[[Any, Callable[[object], Reading]], Any]
    holds: Callable[[Any, str, Any], bool]
    words: Callable[[Any], str]
    kinds: Callable[[Any], frozenset[str]]
    folds: bool = False


def folded(value: object) -> Reading:
    """Return the reading of a value, its text without regard to case."""
    kind, key = reading(value)
    return kind, key.casefold() if kind == TEXT else key


def _one(place: str, value: Any) -> Any:
    """Return a value that can be compared: no list, no NaN, no number of endless digits."""
    kind, key = reading(value)
    too_long = isinstance(key, int) and key.bit_length() > _LONGEST_NUMBER
    if kind not in PLAIN or too_long:
        remedy = "give text, a number, true, false or a date"
        raise LevelError(place, value, "can't be compared", remedy)
    return value


def _several(place: str, value: Any) -> tuple[Any, ...]:
    """Return a list of values as a tuple; a set has no order, so it gets one."""
    if isinstance(value, str | bytes) or not isinstance(value, Collection):
        raise LevelError(place, value, "is no list", "give a list of values")
    values = sorted(value, key=repr) if isinstance(value, set | frozenset) else value
    return tuple(_one(place, each) for each in values)


def _text(place: str, value: Any) -> Any:
    if reading(value)[0] != TEXT:
        raise LevelError(place, value, "is no text", "give the text that it starts with")
    return value


def _number(place: str, value: Any) -> Any:
    if reading(value)[0] != NUMBER:
        raise LevelError(place, value, "is no number", "give a number")
    return _one(place, value)


def _moment(place: str, value: Any) -> date:
    """Return a date, or an instant; ISO text is read."""
    at = _iso(value) if isinstance(value, str) else value
    if not isinstance(at, date) or reading(at)[0] not in (DATE, INSTANT):
        problem = "is no date, and no instant with an offset"
        remedy = "write '2026-03-02', or '2026-03-02T10:00:00+03:00'"
        raise LevelError(place, value, problem, remedy)
    return at


def _iso(text: str) -> date | datetime | None:
    try:
        return doors.day("value", text) if len(text) <= _DATE else doors.moment(text)
    except ValueError:
        return None


def _range(place: str, value: Any) -> tuple[Any, Any]:
    """Return the two ends of a range, of one kind and in order."""
    if not isinstance(value, list | tuple) or len(value) != _ENDS:
        raise LevelError(place, value, "is no range", "give its two ends, the lower one first")
    numbers = all(reading(each)[0] == NUMBER for each in value)
    low, high = (_number(place, each) if numbers else _moment(place, each) for each in value)
    (kind, first), (other, last) = reading(low), reading(high)
    if kind != other:
        problem = f"goes from {kind} to {other}"
        raise LevelError(place, value, problem, "give two ends of one kind")
    if last < first:
        raise LevelError(place, value, "ends before it begins", "give the lower end first")
    return low, high


def _flag(place: str, value: Any) -> bool:
    if not isinstance(value, bool):
        remedy = "give true, or false for the opposite"
        raise LevelError(place, value, "is not true or false", remedy)
    return value


def _calendar(place: str, value: Any) -> AnyCalendar:
    if not isinstance(value, AnyCalendar):
        remedy = "give a calendar, or in a policy the name of one"
        raise LevelError(place, value, "is no calendar", remedy)
    return value


def _readings(value: Any, read: Callable[[object], Reading]) -> tuple[frozenset[str], Any]:
    pairs = frozenset(map(read, value))
    return frozenset(kind for kind, _ in pairs), pairs


def _kinds(values: Any) -> frozenset[str]:
    return frozenset(reading(value)[0] for value in values)


def _kind(value: Any) -> frozenset[str]:
    return _kinds([value])


def _is_one_of(wanted: Any, kind: str, key: Any) -> bool:
    return kind in wanted[0] and (kind, key) in wanted[1]


def _differs(wanted: Any, kind: str, key: Any) -> bool:
    return kind in wanted[0] and (kind, key) not in wanted[1]


def _contains(wanted: Any, kind: str, key: Any) -> bool:
    read, (wanted_kind, wanted_key) = wanted
    if kind == TEXT:
        return wanted_kind == TEXT and wanted_key in key
    return kind == LIST and any(read(each) == wanted[1] for each in key)


def _works(calendar: Any, kind: str, key: Any) -> bool:
    try:
        return kind == INSTANT and bool(calendar.is_open(EPOCH + key))
    except (SlacalcError, OverflowError, Warning):  # a calendar may refuse what it does not know
        return False


def _other(values: Any) -> str:
    return f"{' or '.join(sorted(_kinds(values))) or 'anything'} other than {shown_list(values)}"


def _than(words: str, operand: Any, holds: Callable[[Any, Any], bool]) -> Operator:
    """Return an operator that orders: the field against one value of its kind."""
    return Operator(
        operand,
        lambda value, _: reading(value),
        lambda wanted, kind, key: kind == wanted[0] and holds(key, wanted[1]),
        lambda value: f"{words} {shown(value)}",
        _kind,
    )


def _presence(*, there: bool) -> Operator:
    return Operator(
        _flag,
        lambda value, _: value is there,
        lambda wanted, kind, _: (kind != MISSING) is wanted,
        lambda value: "there" if value is there else "missing",
        lambda _: frozenset(),
    )


OPERATORS = {
    "is": Operator(
        _one,
        lambda value, read: _readings([value], read),
        _is_one_of,
        shown,
        _kind,
        folds=True,
    ),
    "is_not": Operator(
        _one,
        lambda value, read: _readings([value], read),
        _differs,
        lambda value: _other([value]),
        _kind,
        folds=True,
    ),
    "in": Operator(
        _several,
        _readings,
        _is_one_of,
        lambda value: f"one of {shown_list(value)}",
        _kinds,
        folds=True,
    ),
    "not_in": Operator(_several, _readings, _differs, _other, _kinds, folds=True),
    "contains": Operator(
        _one,
        lambda value, read: (read, read(value)),
        _contains,
        lambda value: f"{'text or ' * (_kind(value) == {TEXT})}a list with {shown(value)} in it",
        lambda value: frozenset((LIST, TEXT) if _kind(value) == {TEXT} else (LIST,)),
        folds=True,
    ),
    "starts_with": Operator(
        _text,
        lambda value, read: read(value)[1],
        lambda wanted, kind, key: kind == TEXT and key.startswith(wanted),
        lambda value: f"text that starts with {shown(value)}",
        lambda _: frozenset((TEXT,)),
        folds=True,
    ),
    "less": _than("less than", _number, lambda key, wanted: key < wanted),
    "at_most": _than("at most", _number, lambda key, wanted: key <= wanted),
    "more": _than("more than", _number, lambda key, wanted: key > wanted),
    "at_least": _than("at least", _number, lambda key, wanted: key >= wanted),
    "between": Operator(
        _range,
        lambda value, _: (*reading(value[0]), reading(value[1])[1]),
        lambda wanted, kind, key: kind == wanted[0] and wanted[1] <= key <= wanted[2],
        lambda value: f"between {shown(value[0])} and {shown(value[1])}",
        _kinds,
    ),
    "before": _than("before", _moment, lambda key, wanted: key < wanted),
    "after": _than("after", _moment, lambda key, wanted: key > wanted),
    "exists": _presence(there=True),
    "missing": _presence(there=False),
    "during": Operator(
        _calendar,
        lambda value, _: value,
        _works,
        lambda value: f"in the working time of {value}",
        lambda _: frozenset((INSTANT,)),
    ),
}
