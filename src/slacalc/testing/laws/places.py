"""Where to ask: the edges and odd days of a calendar, the transitions of its zone, and walks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from attrs import frozen

from slacalc import AnyCalendar, Calendar
from slacalc.testing.laws.days import dates, known, midnight
from slacalc.testing.laws.subjects import Subject
from slacalc.testing.oracle import Oracle, of
from slacalc.testing.strategies.zones import transitions

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
WALK = 16 * DAY  # the length of a walk by minutes
_SECONDS_WALK = 2 * DAY  # of one by seconds, where a clock has odd ones
_MOST_TRANSITIONS, _MOST_DAYS, _MOST_EDGES, _MOST_SPREAD = 3, 6, 12, 9
_LEAD, _TRAIL = 5, 2  # days that a walk looks at before it begins and after it ends


@frozen
class Stretch:
    """A stretch of time to ask about, in UTC, and where in it calendars go wrong."""

    zone: ZoneInfo
    first: datetime
    last: datetime
    edges: tuple[datetime, ...]
    odd: tuple[datetime, ...]  # transitions, and midnights of odd days

    @property
    def days(self) -> int:
        """How many whole days it has."""
        return max(1, (self.last - self.first) // DAY)

    def at(self, day: int, minute: int) -> datetime:
        """Return a minute of the wall clock, so many days after the first one."""
        midnight = datetime.combine(self.first.astimezone(self.zone).date(), time())
        wall = midnight + day % self.days * DAY + minute * MINUTE
        return self.inside(wall.replace(tzinfo=self.zone).astimezone(UTC))

    def near(self, aims: tuple[datetime, ...], number: int, minutes: int) -> datetime:
        """Return an instant so many minutes beside an aim, or any where there is none."""
        if not aims:
            return self.at(number, minutes)
        return self.inside(aims[number % len(aims)] + minutes * MINUTE)

    def inside(self, at: datetime) -> datetime:
        """Return the nearest minute of the stretch."""
        return min(max(at, self.first), self.last - MINUTE)


@frozen(slots=False, eq=False)
class Walk:
    """A stretch of a calendar, walked minute by minute when it is first asked about."""

    like: Calendar | Oracle
    first: datetime
    whole: Stretch

    @cached_property
    def oracle(self) -> Oracle:
        """The table of its minutes."""
        return self.like if isinstance(self.like, Oracle) else walked(self.like, self.first)

    @cached_property
    def stretch(self) -> Stretch:
        """The stretch of the table."""
        first, last = self.oracle.start, self.oracle.end
        inside = tuple(edge for edge in self.oracle.edges if first < edge < last)
        odd = [at for at in self.whole.odd if first <= at < last]
        beside = [edge for edge in inside for at in odd if at < edge < at + DAY]
        return Stretch(self.whole.zone, first, last, inside, (*odd, *beside))


@lru_cache(maxsize=16)
def whole(subject: Subject) -> Stretch:
    """Return all of the years that are asked about, from their first Monday on."""
    first = _first_monday(subject)
    last = midnight(date(subject.years[1] + 1, 1, 1), subject.zone)
    odd = {midnight(day, subject.zone) for day in odd_days(subject)}
    odd |= {*transitions(subject.zone, *subject.years)}
    known = tuple(sorted({*edges(subject)}))
    return Stretch(ZoneInfo(subject.zone), first, last, known, tuple(sorted(odd)))


@lru_cache(maxsize=16)
def walks(subject: Subject) -> list[Walk]:
    """Return stretches to walk: around transitions and odd days, and some all over the years."""
    around = whole(subject)
    if isinstance(subject.like, Oracle):
        return [Walk(subject.like, subject.like.start, around)]
    aims = [*transitions(subject.zone, *subject.years)[:_MOST_TRANSITIONS]]
    days = odd_days(subject)
    aims += [midnight(day, subject.zone) for day in days[:: max(1, -(-len(days) // _MOST_DAYS))]]
    starts = {around.first, *(aim.replace(minute=0, second=0) - WALK // 2 for aim in aims)}
    step = max(WALK, around.days // _MOST_SPREAD * DAY)
    starts |= {around.first + n * step for n in range((around.last - around.first) // step)}
    knows = [start for start in sorted(starts) if _knows(subject, start)]
    return [Walk(subject.like, start, around) for start in knows]


def edges(subject: Subject) -> list[datetime]:
    """Return the first openings and closings as the subject tells them, where it can."""
    start = _first_monday(subject).astimezone(ZoneInfo(subject.zone))
    known = (subject.methods.get(name) for name in ("next_opening", "next_closing"))
    return [at.astimezone(UTC) for method in known if method for at in _steps(method, start)]


@lru_cache(maxsize=16)
def odd_days(subject: Subject) -> list[date]:
    """Return the days that have a reason: holidays, exceptions, transfers."""
    calendar = subject.like if isinstance(subject.like, AnyCalendar) else subject.told
    if not isinstance(calendar, AnyCalendar):
        return []
    told = known(calendar, subject.years)
    return [day for day in dates(subject.years) if day in told and told[day].reason]


@lru_cache(maxsize=64)
def walked(calendar: Calendar, start: datetime) -> Oracle:
    """Walk a calendar from an instant on."""
    return of(calendar, start, start + _length(calendar.zone, start))


def _length(zone: ZoneInfo, start: datetime) -> timedelta:
    offset = start.astimezone(zone).utcoffset() or timedelta(0)
    return _SECONDS_WALK if offset % MINUTE else WALK


def _knows(subject: Subject, start: datetime) -> bool:
    """Whether `like` knows all days that a walk would look at."""
    first = start.toordinal() - _LEAD
    days = range(first, first + _LEAD + WALK // DAY + _TRAIL + 1)
    return known(subject.like, subject.years).keys() >= {*map(date.fromordinal, days)}


def _first_monday(subject: Subject) -> datetime:
    """Return the midnight of the first Monday after New Year's day."""
    days = (date(subject.years[0], 1, number) for number in range(2, 9))
    return midnight(next(day for day in days if day.weekday() == 0), subject.zone)


def _steps(method: Callable[[datetime], Any], at: datetime) -> Iterator[datetime]:
    """Step from edge to edge; a subject that fails here will be told so by a law."""
    for _ in range(_MOST_EDGES):
        try:
            at = method(at)
        except Exception:  # noqa: BLE001 - of any make
            return
        if not isinstance(at, datetime) or at.utcoffset() is None:
            return
        yield at
