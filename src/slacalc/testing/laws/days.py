"""Each day of the years that are asked about, and its open time by the walk of its minutes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from attrs import evolve, frozen

from slacalc import AnyCalendar, Calendar
from slacalc.errors import HorizonError
from slacalc.testing.laws.subjects import Subject
from slacalc.testing.laws.words import words
from slacalc.testing.oracle import Oracle, of
from slacalc.testing.strategies.zones import transitions

DAY = timedelta(days=1)
_BEFORE, _AFTER = 5, 3  # days beside a day that its walk may look at
Pieces = tuple[tuple[timedelta, timedelta], ...]


@frozen
class Day:
    """A date, the instants at which it begins and ends, and its open stretches in between."""

    date: date
    begin: datetime
    end: datetime
    spans: tuple[tuple[datetime, datetime], ...]
    then: tuple[datetime, datetime] | None = None  # the first open stretch of a later day

    @property
    def open(self) -> timedelta:
        """How much of it is open."""
        return sum((end.astimezone(UTC) - start for start, end in self._exact), timedelta(0))

    @property
    def _exact(self) -> list[tuple[datetime, datetime]]:
        return [(start.astimezone(UTC), end.astimezone(UTC)) for start, end in self.spans]

    def __str__(self) -> str:
        """Say when the day begins, and how much of it is open."""
        return f"from {words(self.begin)} on, {words(self.open)} open"


def midnight(day: date, zone: str) -> datetime:
    """Return the minute in which a day begins, in UTC: some offsets have odd seconds."""
    begins = datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
    return begins.replace(second=0, microsecond=0)


def dates(years: tuple[int, int], *, before: int = 0, after: int = 0) -> list[date]:
    """Return the days of some years, and some days beside them."""
    first, last = date(years[0], 1, 1).toordinal(), date(years[1] + 1, 1, 1).toordinal()
    return [*map(date.fromordinal, range(first - before, last + after))]


@lru_cache(maxsize=16)
def known(calendar: AnyCalendar, years: tuple[int, int]) -> Mapping[date, Any]:
    """Return the days of some years that a calendar knows."""
    told = {day: _told(calendar, day) for day in dates(years, before=16, after=16)}
    return {day: one for day, one in told.items() if one is not None}


@lru_cache(maxsize=16)
def each_day(subject: Subject) -> Sequence[Day]:
    """Return all days that `like` knows, each walked; alike days are walked once."""
    like, years, zone = subject.like, subject.years, ZoneInfo(subject.zone)
    found = _of_table(like, subject) if isinstance(like, Oracle) else _of_calendar(like, years)
    then, days = None, []
    for day in reversed([_in_zone(day, zone) for day in found]):
        days.append(evolve(day, then=then if then and then[0] >= day.end else None))
        then = day.spans[0] if day.spans else then
    return days[::-1]


def _told(calendar: AnyCalendar, day: date) -> Any:
    try:
        return calendar.day(day)
    except HorizonError:
        return None


def _in_zone(day: Day, zone: ZoneInfo) -> Day:
    spans = tuple((one.astimezone(zone), other.astimezone(zone)) for one, other in day.spans)
    return Day(day.date, day.begin.astimezone(zone), day.end.astimezone(zone), spans)


def _of_table(table: Oracle, subject: Subject) -> list[Day]:
    """Cut a table into days; those that it does not hold whole are left out."""
    found = []
    for day in dates(subject.years):
        begin, end = midnight(day, subject.zone), midnight(day + DAY, subject.zone)
        if table.start <= begin and end <= table.end:
            cut = [(max(one, begin), min(other, end)) for one, other in table.spans()]
            found.append(Day(day, begin, end, tuple(span for span in cut if span[0] < span[1])))
    return found


def _of_calendar(calendar: Calendar, years: tuple[int, int]) -> list[Day]:
    """Walk each day; those with the same hours, far from a change of the clock, once."""
    told, walked, found = known(calendar, years), dict[Any, Pieces](), []
    changes = {change.date() for change in transitions(calendar.time_zone, *years)}
    for day in dates(years):
        beside = [day + n * DAY for n in range(-_BEFORE, _AFTER + 1)]
        if not told.keys() >= {*beside}:
            continue
        begin = midnight(day, calendar.time_zone)
        end = midnight(day + DAY, calendar.time_zone)
        hours = tuple(tuple(told[one].hours.shifts) for one in beside)
        place = day if changes & {*beside} else begin.astimezone(calendar.zone).utcoffset()
        shape = (place, end - begin, hours)
        if shape not in walked:
            spans = of(calendar, begin, end).spans()
            walked[shape] = tuple((one - begin, other - begin) for one, other in spans)
        pieces = tuple((begin + one, begin + other) for one, other in walked[shape])
        found.append(Day(day, begin, end, pieces))
    return found
