"""Samples of values: for every class that conditions on a field can tell apart, one of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from itertools import pairwise
from typing import Any

from slacalc.algebra import AnyCalendar
from slacalc.check.quiet import quietly
from slacalc.check.writings import PATTERNS, cases, operands
from slacalc.conditions import Condition
from slacalc.values import DATE, INSTANT, NUMBER, TEXT, WALL_TIME, reading
from slacalc.zones import EPOCH

_INFINITE = (float("inf"), -float("inf"))
_TICK = timedelta(microseconds=1)
_SOME_DAY = datetime(2026, 1, 7, 12, tzinfo=UTC)
_OTHER_TEXT = "something else"


def samples(conditions: Sequence[Condition], sign: str) -> list[Any]:
    """Return values of every class, the plainest first; None stands for a missing field.

    Not complete are the texts and lists of conditions that look inside them, see `writings`,
    those of conditions of mixed case, and the instants that calendars tell apart.
    """
    by_kind: dict[str, list[Any]] = {}
    for condition in conditions:
        for value in operands(condition):
            by_kind.setdefault(reading(value)[0], []).append(value)
    named = by_kind.get(TEXT, [])
    folds = any(condition.ignore_case for condition in conditions)
    found = [None, _OTHER_TEXT, *named, sign]
    found += [each for text in named for each in cases(text)] if folds else []
    found += _numbers(by_kind.get(NUMBER, []))
    found += [True, False]
    found += _neighbours(by_kind.get(DATE, []), timedelta(days=1))
    found += _neighbours(by_kind.get(INSTANT, []), _TICK)
    found += _neighbours(by_kind.get(WALL_TIME, []), _TICK)
    found += [at for each in _calendars(conditions) for at in _moments(each, by_kind)]
    return _apart([*found, [], {}])


def looks_inside(condition: Condition) -> bool:
    """Say whether a condition looks inside of texts or lists."""
    return condition.operator in PATTERNS


def _apart(values: Iterable[Any]) -> list[Any]:
    """Return values without those that are compared alike."""
    found: dict[Any, Any] = {}
    for value in values:
        kind, key = reading(value)
        found.setdefault((kind, repr(key) if isinstance(key, list | dict) else key), value)
    return list(found.values())


_EAST = timedelta(hours=14)


def _numbers(named: Sequence[Any]) -> Iterator[Any]:
    """Return numbers: those that are named, between them, below and above all."""
    yield from named
    keys = {reading(value)[1] for value in named}
    known = sorted({Fraction(key) for key in keys if key not in _INFINITE})
    if known:
        middles = [(one + other) / 2 for one, other in pairwise(known)]
        yield from map(_plainly, [known[0] - 1, *middles, known[-1] + 1])
    else:
        yield 0  # a finite one, where only infinities are named
    yield from _INFINITE


def _plainly(number: Fraction) -> Any:
    """Return a number as people write it, where that is exact."""
    if number.denominator == 1:
        return int(number)
    try:
        return float(number) if Fraction(float(number)) == number else number
    except OverflowError:
        return number


def _neighbours(named: Iterable[date], step: timedelta) -> Iterator[date]:
    """Return moments: those that are named, and right before and after each."""
    for moment in named:
        yield moment
        for distance in (-step, step):
            try:
                yield moment + distance
            except OverflowError:  # an instant beyond the last has its wall time on another clock
                if isinstance(moment, datetime) and moment.tzinfo:
                    yield moment.replace(tzinfo=timezone(_EAST if distance == -step else -_EAST))


def _calendars(conditions: Iterable[Condition]) -> list[AnyCalendar]:
    return [condition.value for condition in conditions if condition.operator == "during"]


def _moments(calendar: AnyCalendar, by_kind: dict[str, list[Any]]) -> list[datetime]:
    """Return some instants in a calendar's working time, and some outside it."""
    found = [_SOME_DAY]
    for at in [*by_kind.get(INSTANT, [])[:2], _SOME_DAY]:
        for ask in (calendar.next_opening, calendar.next_closing, calendar.previous_opening):
            with quietly():
                answer = ask(at)
                found += [EPOCH + (answer - EPOCH)] if answer else []
    return found
