"""Promises: targets that contradict one another, or the working time that they count on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import islice
from typing import Any

from attrs import evolve

from slacalc import doors
from slacalc.algebra import AnyCalendar
from slacalc.check.finding import Finding
from slacalc.check.hours import known_until
from slacalc.check.places import place_of
from slacalc.check.quiet import quietly
from slacalc.durations import AroundTheClock, DayCount, duration_text
from slacalc.levels import SupportLevel
from slacalc.targets import OTHERWISE, DurationTable, Target

_SOME_DAY = date(2024, 12, 31)  # of a leap year, the longest
_YEAR = timedelta(days=366)
_SOME_DAYS = timedelta(days=10)
_SPANS = 30
_TICK = timedelta(microseconds=1)
_FEW_DAYS = 50


def promised(place: str, level: SupportLevel, until: date | None) -> Iterator[Finding]:
    """Find what is wrong with the targets of one level."""
    yield from _in_wrong_order(place, level)
    for target in level.promised:
        where = place_of(place, target)
        if isinstance(target.duration, DurationTable) and OTHERWISE not in target.duration.keys:
            keys = ", ".join(map(repr, target.duration.keys))
            told = f"the {target.name} is promised only where {level.by!r} is one of {keys}"
            yield Finding.of("open-table", where, told)
        yield from _too_long(where, level, target, until)
    yield from _too_early(place, level)


def rows(target: Target) -> tuple[str | None, ...]:
    """Return the rows of a target's table; None alone for a target without one."""
    return target.duration.keys if isinstance(target.duration, DurationTable) else (None,)


def _in_wrong_order(place: str, level: SupportLevel) -> Iterator[Finding]:
    response = next((one for one in level.promised if one.name == "response"), None)
    resolution = next((one for one in level.promised if one.name == "resolution"), None)
    if response is None or resolution is None:
        return
    if not response.starts_on & resolution.starts_on:
        return
    for row in dict.fromkeys([*rows(response), *rows(resolution)]):
        first, last = response.at(row), resolution.at(row)
        if not first or not last or not _comes_first(level.hours, last, first):
            continue
        where = "" if row is None else f" where {level.by!r} is {row!r}"
        alike = _are_alike(level.hours, last, first)
        when = "whenever a request comes" if alike else "from every start that was tried"
        told = f"the {last} is due before the {first}{where}, {when}"
        found = Finding.of("resolution-first", place_of(place, resolution), told)
        yield found if alike else evolve(found, severity="warning")
        return


def _are_alike(hours: AnyCalendar, one: Target, other: Target) -> bool:
    """Say whether two targets are of working time on one calendar, so that one can be shorter."""
    lengths = all(isinstance(target.duration, timedelta) for target in (one, other))
    return lengths and one.counted_on(hours) == other.counted_on(hours)


def _comes_first(hours: AnyCalendar, one: Target, other: Target) -> bool:
    """Say whether one target is due before another: always, or from every start that is tried."""
    mine, theirs = one.counted_on(hours), other.counted_on(hours)
    if _are_alike(hours, one, other):
        return one.duration < other.duration  # type: ignore[operator]
    dues = [
        (_due(one, mine, at), _due(other, theirs, at))
        for at in [*_starts(mine), *(_starts(theirs) if theirs != mine else ())]
    ]
    judged = [first < last for first, last in dues if first and last]
    return bool(judged) and all(judged)


def _starts(calendar: AnyCalendar) -> list[datetime]:
    """Return instants of some days: openings, closings, between them, and right before a close."""
    first = datetime.combine(_last_day(calendar, None) - _YEAR / 2, time(), UTC)
    last, found = first + _SOME_DAYS, list[datetime]()
    with quietly():
        for span in islice(calendar.spans(first, last), _SPANS):
            start, end = span.start or first, span.end or last
            found += [start, start + (end - start) / 2, end - _TICK, end]
    return found


def _due(target: Target, calendar: AnyCalendar, at: datetime) -> datetime | None:
    duration = target.duration
    assert not isinstance(duration, DurationTable)  # noqa: S101 - it is one row's, see `at`
    with quietly():
        if isinstance(duration, DayCount):
            return duration.due(calendar, at).astimezone(UTC)
        length = duration.length if isinstance(duration, AroundTheClock) else duration
        return calendar.deadline(at, length).astimezone(UTC)
    return None


def _too_long(
    place: str, level: SupportLevel, target: Target, until: date | None
) -> Iterator[Finding]:
    year = _Year(target.counted_on(level.hours), until)
    for row in rows(target):
        found = target.at(row)
        worked = year.less_than(found.duration) if found else ""
        if found and worked:
            where = "" if row is None else f" where {level.by!r} is {row!r}"
            told = f"the {found}{where} is more than {year.calendar} works in a year: {worked}"
            yield Finding.of("longer-than-a-year", place, told)
            return


def _too_early(place: str, level: SupportLevel) -> Iterator[Finding]:
    """Find the escalations that lie before the start of their target, at some row of its table."""
    targets = {target.name: target for target in level.promised}
    for number, one in enumerate(level.escalations):
        target, offset = targets[one.target], one.offset or doors.ZERO
        for row in rows(target):
            found = target.at(row)
            length = _length(found.duration) if found else None
            if found and length is not None and -offset > length:
                where = "" if row is None else f" where {level.by!r} is {row!r}"
                told = f"the {found}{where} has not begun at {one.at}"
                yield Finding.of("escalates-too-early", f"{place}.escalations[{number}]", told)
                break


def _length(duration: Any) -> timedelta | None:
    """Return the working time that is promised, None where days are counted."""
    duration = duration.length if isinstance(duration, AroundTheClock) else duration
    return duration if isinstance(duration, timedelta) else None


class _Year:
    """How much is worked in a year of a calendar: the last one that is asked for or known."""

    def __init__(self, calendar: AnyCalendar, until: date | None) -> None:
        self.calendar = calendar
        self._end = _last_day(calendar, until)

    def less_than(self, duration: Any) -> str:
        """Return what is worked, in words, where that is something, and less than a duration."""
        if isinstance(duration, timedelta):
            return duration_text(self._time) if doors.ZERO < self._time < duration else ""
        if isinstance(duration, DayCount) and duration.days > _FEW_DAYS:
            return f"{self._days} working days" if 0 < self._days < duration.days else ""
        return ""

    @cached_property
    def _time(self) -> timedelta:
        start = datetime.combine(self._end - _YEAR, time(), UTC)
        with quietly():
            return self.calendar.elapsed(start, start + _YEAR)
        return doors.ZERO

    @cached_property
    def _days(self) -> int:
        days = [self._end - timedelta(days=number) for number in range(_YEAR.days)]
        with quietly():
            return sum(1 for day in days if self.calendar.day(day).hours.total)
        return 0


def _last_day(calendar: AnyCalendar, until: date | None) -> date:
    """Return the last day of the year to look at: the one asked for, or the last one known."""
    ends = [day for day in (until, known_until(calendar)) if day is not None]
    return max(min(ends, default=_SOME_DAY), date.min + _YEAR)
