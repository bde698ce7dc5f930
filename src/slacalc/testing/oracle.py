"""A second opinion on working time: walk the wall clock minute by minute, and count.

A shift is open while the furthest reading that the wall clock has reached so far lies in it, and
a date that the clock never showed holds no shift. Nothing else is known here, and nothing of
slacalc is used: only the standard library, which the lines below show whole. `of` alone asks a
calendar, for the hours of each date; what rules gave a date those hours is not walked again.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Any
from zoneinfo import ZoneInfo

Hours = Iterable[tuple[int | Fraction, int | Fraction]]
"""Shifts as (start, end) in minutes from the midnight at which their day begins, up to 2880."""
Seconds = list[tuple[int, int]]

DAY = 24 * 60 * 60
ZERO = timedelta(0)
MINUTE, SECOND, HOUR = timedelta(minutes=1), timedelta(seconds=1), timedelta(hours=1)
LEAD = timedelta(days=3)  # walked before the table begins, for the furthest reading and last shifts


class Oracle:
    """The answers for one calendar between two instants, read from a table of open steps.

    `week` maps weekdays (Monday is 0) to hours, `day_rules` dates to the hours that they have
    instead; what is not named is closed. The walk goes by minutes; where the zone's offset or an
    hour has seconds, by seconds. `start` and `end` are aware, and whole minutes. Answers are in
    UTC and exact to the microsecond, but nothing is known outside the table: O(its steps). A
    naive datetime, what lies outside the table, hours finer than a second and a step that walks
    past hours raise ValueError.

    >>> nights = {day: [(22 * 60, 30 * 60)] for day in range(7)}
    >>> start, end = (
    ...     datetime(2025, 3, 29, 12, tzinfo=UTC),
    ...     datetime(2025, 3, 30, 12, tzinfo=UTC),
    ... )
    >>> berlin = Oracle("Europe/Berlin", nights, {}, start, end)
    >>> print(berlin.elapsed(start, end))  # the night of the change to summer time
    7:00:00
    >>> print(berlin.deadline(start, timedelta(hours=7)))
    2025-03-30 04:00:00+00:00
    """

    def __init__(
        self,
        zone: str,
        week: Mapping[int, Hours],
        day_rules: Mapping[date, Hours],
        start: datetime,
        end: datetime,
        *,
        step: timedelta | None = None,
    ) -> None:
        """Walk from shortly before `start` to `end`, and fill the table."""
        start, end = _whole("start", start), _whole("end", end)
        weekly = {weekday: _in_seconds(hours) for weekday, hours in week.items()}
        dated = {day: _in_seconds(hours) for day, hours in day_rules.items()}
        said = [*weekly.values(), *dated.values()]
        longest = _step(zone, start - LEAD, end, said)
        step = step or longest
        if step % SECOND or longest % step:
            raise ValueError(f"step={step!r}: walks past hours; give none, or a second")
        readings = _readings(zone, start - LEAD, end, step)
        dates = {date.fromordinal(reading // DAY) for reading in readings}
        shifts = {day: dated.get(day, weekly.get(day.weekday(), [])) for day in dates}
        is_open = _open_readings(shifts, step // SECOND)
        table = [furthest in is_open for furthest in accumulate(readings, max)]
        self._fill(start, step, table[LEAD // step :])

    def _fill(self, start: datetime, step: timedelta, table: Sequence[bool]) -> None:
        self.start: datetime = start
        self.step: timedelta = step
        self.open: Sequence[bool] = table
        self.end: datetime = start + len(table) * step
        sums = accumulate(table, initial=0)
        self.sums: list[timedelta] = [steps * step for steps in sums]  # by each step
        changes = enumerate(pairwise([False, *table, False]))
        edges = (self._instant(index) for index, (a, b) in changes if a != b)
        self.edges: list[datetime] = list(edges)

    def is_open(self, at: datetime) -> bool:
        """Tell whether the microsecond that begins `at` is worked.

        The end of the table raises ValueError too: what comes after it is not known.
        """
        index, _ = self._place(at)
        if index == len(self.open):
            raise self._outside(at)
        return self.open[index]

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Count the open time from `start` to `end`, below zero when they are the other way.

        Either outside the table raises ValueError. O(1).
        """
        return self._worked_by(end) - self._worked_by(start)

    def deadline(self, start: datetime, duration: timedelta) -> datetime | None:
        """Find the first instant by which `duration` is worked, None where the table ends first.

        No time gives back `start`; a duration below zero, or a start outside the table, raises
        ValueError. O(log n).
        """
        goal = self._worked_by(start) + _not_negative(duration)
        if not duration:
            return _utc("start", start)
        index = bisect_left(self.sums, goal)
        if index == len(self.sums):
            return None
        return self._instant(index) - (self.sums[index] - goal)

    def latest_start(self, due: datetime, duration: timedelta) -> datetime | None:
        """Find the last instant from which `duration` fits, None where the table begins later.

        No time gives back `due`; a duration below zero, or a due instant outside the table,
        raises ValueError. O(log n).
        """
        goal = self._worked_by(due) - _not_negative(duration)
        if not duration:
            return _utc("due", due)
        if goal < ZERO:
            return None
        index = bisect_right(self.sums, goal) - 1
        return self._instant(index) + (goal - self.sums[index])

    def spans(self) -> list[tuple[datetime, datetime]]:
        """List the open stretches of the whole table, cut to it."""
        return list(zip(self.edges[::2], self.edges[1::2], strict=True))

    def openings(self) -> list[datetime]:
        """List the instants inside the table at which closed turns into open."""
        return [start for start, _ in self.spans() if start != self.start]

    def closings(self) -> list[datetime]:
        """List the instants inside the table at which open turns into closed."""
        return [end for _, end in self.spans() if end != self.end]

    def _worked_by(self, at: datetime) -> timedelta:
        index, rest = self._place(at)
        return self.sums[index] + (rest if rest and self.open[index] else ZERO)

    def _place(self, at: datetime) -> tuple[int, timedelta]:
        at = _utc("at", at)
        if not self.start <= at <= self.end:
            raise self._outside(at)
        return divmod(at - self.start, self.step)

    def _outside(self, at: datetime) -> ValueError:
        table = f"the table, which goes from {self.start} to {self.end}"
        return ValueError(f"at={at!s}: lies outside {table}; walk a longer stretch")

    def _instant(self, index: int) -> datetime:
        return self.start + index * self.step


def of(calendar: Any, start: datetime, end: datetime) -> Oracle:
    """Walk a calendar of which no more is asked than its zone and the hours of each date.

    These are `calendar.time_zone`, the name of a zone, and the shifts of
    `calendar.day(date).hours.shifts`, each with `start` and `end` as timedeltas from midnight.
    So it is a second opinion on instants, and none on which hours a date has. What `Oracle`
    refuses raises ValueError. O(the steps of the walk).

    >>> from slacalc import Calendar
    >>> desk = Calendar("Mon-Fri 09:00-13:00 14:00-18:00", time_zone="Europe/Moscow")
    >>> monday, friday = desk.at("2026-03-02 00:00"), desk.at("2026-03-06 00:00")
    >>> print(
    ...     of(desk, monday, friday).deadline(monday, timedelta(hours=9)).astimezone(desk.zone)
    ... )
    2026-03-03 10:00:00+03:00
    """
    first, last = _utc("start", start) - LEAD - 24 * HOUR, _utc("end", end) + 24 * HOUR
    dates = map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
    shifts = {day: calendar.day(day).hours.shifts for day in dates}
    hours = {
        day: [(_minutes(shift.start), _minutes(shift.end)) for shift in shifts[day]]
        for day in shifts
    }
    zone = getattr(calendar, "time_zone", None) or str(calendar.zone)
    return Oracle(zone, {}, hours, start, end)


# The walk


def _utc(name: str, at: datetime) -> datetime:
    if at.utcoffset() is None:
        raise ValueError(f"{name}={at!s}: is naive, so it names no instant; give it a tzinfo")
    return at.astimezone(UTC)


def _not_negative(duration: timedelta) -> timedelta:
    if duration < ZERO:
        raise ValueError(f"duration={duration!r}: is below zero; turn the question around")
    return duration


def _whole(name: str, at: datetime) -> datetime:
    instant = _utc(name, at)
    if instant.second or instant.microsecond:
        raise ValueError(f"{name}={at!s}: is no whole minute; begin and end the walk at one")
    return instant


def _minutes(distance: timedelta) -> Fraction:
    return Fraction(distance // timedelta.resolution, MINUTE // timedelta.resolution)


def _in_seconds(hours: Hours) -> Seconds:
    exact = [(start * 60, end * 60) for start, end in hours]
    if any(end % 1 for shift in exact for end in shift):
        raise ValueError(f"hours={hours!r}: are finer than a second; give whole seconds")
    return [(int(start), int(end)) for start, end in exact]


def _step(zone: str, first: datetime, last: datetime, said: list[Seconds]) -> timedelta:
    """Choose seconds where an hour said or the offset at any hour of the walk has them."""
    clock = ZoneInfo(zone)
    hours = [first + hour * HOUR for hour in range((last - first) // HOUR + 1)]
    offsets = [hour.astimezone(clock).utcoffset() or ZERO for hour in hours]
    odd = any(end % 60 for hours in said for shift in hours for end in shift)
    return SECOND if odd or any(offset % MINUTE for offset in offsets) else MINUTE


def _readings(zone: str, first: datetime, last: datetime, step: timedelta) -> list[int]:
    """Read the wall clock at each step, as a number of seconds that grows with the days."""
    clock = ZoneInfo(zone)
    instants = range(int(first.timestamp()), int(last.timestamp()), step // SECOND)
    walls = (datetime.fromtimestamp(instant, clock) for instant in instants)
    return [w.toordinal() * DAY + w.hour * 3600 + w.minute * 60 + w.second for w in walls]


def _open_readings(shifts: Mapping[date, Seconds], step: int) -> set[int]:
    """Collect the readings that lie in a shift of the dates that the wall clock showed."""
    readings: set[int] = set()
    for day, hours in shifts.items():
        midnight = day.toordinal() * DAY
        for start, end in hours:
            readings.update(range(midnight + start, midnight + end, step))
    return readings
