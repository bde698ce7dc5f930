"""A second opinion on working time, which walks the wall clock and shares no code with slacalc.

A shift is open while the furthest reading that the wall clock has reached so far lies in it,
and a date that the wall clock never showed holds no shift. Nothing else is known here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate, pairwise
from zoneinfo import ZoneInfo

Hours = Iterable[tuple[int, int]]
"""Shifts as (start, end) in minutes from the midnight at which their day begins."""

DAY = 24 * 60
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
LEAD = timedelta(days=3)  # walked before the table begins, for the furthest reading and last shifts


class Oracle:
    """The answers for one calendar between two instants, read from a table of open steps."""

    def __init__(
        self,
        zone: str,
        week: Mapping[int, Hours],
        day_rules: Mapping[date, Hours],
        start: datetime,
        end: datetime,
    ) -> None:
        """Walk from shortly before `start` to `end`, both whole minutes, and fill the table."""
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        first = start - LEAD
        step = _step(zone, first, end)
        readings = _readings(zone, first, end, step)
        furthest = list(accumulate(readings, max))
        dates = {reading // DAY for reading in readings}
        minutes = _open_minutes(week, day_rules, dates)
        table = [reading in minutes for reading in furthest]
        self._fill(start, step, table[LEAD // step :])

    @classmethod
    def of_table(cls, start: datetime, step: timedelta, table: Sequence[bool]) -> Oracle:
        """Answer from a table of open steps that was filled elsewhere."""
        oracle = cls.__new__(cls)
        oracle._fill(start.astimezone(UTC), step, table)
        return oracle

    def _fill(self, start: datetime, step: timedelta, table: Sequence[bool]) -> None:
        """Take a table, and count its open steps."""
        self.start, self.step, self.open = start, step, table
        self.end = start + len(table) * step
        self.sums = [0, *accumulate(table)]  # open steps before each step, and before the end
        self.edges = [
            self._instant(index)
            for index, (before, after) in enumerate(pairwise([False, *self.open, False]))
            if before != after
        ]

    def is_open(self, at: datetime) -> bool:
        """Tell whether work is done in the step that holds `at`."""
        return self.open[(at.astimezone(UTC) - self.start) // self.step]

    def worked(self, start: datetime, end: datetime) -> timedelta:
        """Count the open time from `start` to `end`, below zero when they are the other way."""
        return self._worked_by(end) - self._worked_by(start)

    def deadline(self, start: datetime, duration: timedelta) -> datetime | None:
        """Find the first instant by which `duration` is worked, None where the table ends first."""
        goal = self._worked_by(start) + duration
        index = bisect_left(self.sums, goal, key=self._time)
        if index == len(self.sums):
            return None
        return self._instant(index) - (self._time(self.sums[index]) - goal)

    def latest_start(self, due: datetime, duration: timedelta) -> datetime | None:
        """Find the last instant from which `duration` fits, None where the table begins later."""
        goal = self._worked_by(due) - duration
        if goal < timedelta(0):
            return None
        index = bisect_right(self.sums, goal, key=self._time) - 1
        return self._instant(index) + (goal - self._time(self.sums[index]))

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
        """Count the open time from the start of the table to `at`."""
        index, rest = divmod(at.astimezone(UTC) - self.start, self.step)
        is_open = bool(rest) and self.open[index]
        return self._time(self.sums[index]) + (rest if is_open else timedelta(0))

    def _instant(self, index: int) -> datetime:
        """Name the instant at which a step begins."""
        return self.start + index * self.step

    def _time(self, steps: int) -> timedelta:
        """Turn a number of steps into time."""
        return steps * self.step


def _step(zone: str, first: datetime, last: datetime) -> timedelta:
    """Choose seconds where the zone's offset has seconds at any hour of the walk, else minutes."""
    clock = ZoneInfo(zone)
    hours = [first + hour * HOUR for hour in range((last - first) // HOUR + 1)]
    offsets = [hour.astimezone(clock).utcoffset() or timedelta(0) for hour in hours]
    return SECOND if any(offset % MINUTE for offset in offsets) else MINUTE


def _readings(zone: str, first: datetime, last: datetime, step: timedelta) -> list[int]:
    """Read the wall clock at each step, as a number of whole minutes that grows with the days."""
    clock = ZoneInfo(zone)
    seconds = range(int(first.timestamp()), int(last.timestamp()), step // SECOND)
    walls = (datetime.fromtimestamp(second, clock) for second in seconds)
    return [wall.toordinal() * DAY + wall.hour * 60 + wall.minute for wall in walls]


def _open_minutes(
    week: Mapping[int, Hours], day_rules: Mapping[date, Hours], ordinals: set[int]
) -> set[int]:
    """Collect the readings that lie in a shift of one of the dates that the wall clock showed."""
    minutes: set[int] = set()
    for ordinal in ordinals:
        day = date.fromordinal(ordinal)
        for start, end in day_rules.get(day, week.get(day.weekday(), ())):
            minutes.update(range(ordinal * DAY + start, ordinal * DAY + end))
    return minutes
