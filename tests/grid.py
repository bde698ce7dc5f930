"""Working time as a row of bits, a minute each, in which calendars are added and taken away.

The wall clock of each zone is walked as in the oracle. A shift is the run of minutes in which
the furthest reading so far lies in its hours; what is taken out of it later leaves its day and
its beginning as they were.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple
from zoneinfo import ZoneInfo

import attrs

from slacalc.testing.oracle import Oracle

DAY = 24 * 60
MINUTE = timedelta(minutes=1)
Hours = Iterable[tuple[int, int]]  # shifts as minutes from the midnight at which their day begins
LEAD = 5 * DAY  # walked before the start


class Worked(NamedTuple):
    """A shift: the date on which it began, its first minute, and the minutes left of it."""

    day: date
    first: int
    bits: int


@attrs.frozen
class Grid:
    """The minutes between two instants, and some days before them."""

    start: datetime
    end: datetime

    @property
    def origin(self) -> datetime:
        """The instant of the first bit."""
        return self.start - LEAD * MINUTE

    @property
    def size(self) -> int:
        """The number of bits."""
        return (self.end - self.origin) // MINUTE

    def furthest(self, zone: str) -> list[int]:
        """Return the furthest reading of a zone's clock in each minute."""
        return _furthest(zone, self.origin, self.size)

    def dates(self, zone: str) -> list[date]:
        """Return the dates that a zone's clock shows, in order."""
        return _dates(zone, self.origin, self.size)

    def date_at(self, zone: str, bit: int) -> date:
        """Return the date of the furthest reading in a minute."""
        return date.fromordinal(self.furthest(zone)[bit] // DAY)

    def shifts(self, zone: str, day: date, hours: Hours) -> Iterator[Worked]:
        """Go through the shifts of a date, those that touch as one."""
        readings, midnight = self.furthest(zone), day.toordinal() * DAY
        for start, end in _joined(hours):
            first, last = (bisect_left(readings, midnight + minute) for minute in (start, end))
            if first < last:
                yield Worked(day, first, run(first, last))

    def between(self, start: datetime, end: datetime) -> int:
        """Return the bits of the minutes from one instant to another."""
        first, last = ((at - self.origin) // MINUTE for at in (start, end))
        return run(*(min(max(bit, 0), self.size) for bit in (first, last)))

    def answers(self, bits: int) -> Oracle:
        """Return the oracle that answers from bits."""
        table = [bit == "1" for bit in reversed(f"{bits:0{self.size}b}")]
        return of_table(self.start, table[LEAD:])


def of_table(start: datetime, table: Sequence[bool]) -> Oracle:
    """Return the oracle that answers from a table of open minutes."""
    answers = Oracle.__new__(Oracle)
    answers._fill(start.astimezone(UTC), MINUTE, table)
    return answers


def opened(worked: Iterable[Worked]) -> int:
    """Return all the minutes of some shifts."""
    bits = 0
    for one in worked:
        bits |= one.bits
    return bits


def run(first: int, last: int) -> int:
    """Return the bits from one to another, the last not included."""
    return (1 << last) - (1 << first) if first < last else 0


def _joined(hours: Hours) -> Hours:
    """Join hours that touch."""
    result: list[tuple[int, int]] = []
    for start, end in sorted(hours):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


@lru_cache(maxsize=64)
def _furthest(zone: str, origin: datetime, size: int) -> list[int]:
    clock = ZoneInfo(zone)
    first = int(origin.timestamp())
    walls = [datetime.fromtimestamp(first + 60 * bit, clock) for bit in range(size)]
    assert not any(wall.second for wall in walls)  # the origin is a whole minute of this clock
    readings = (wall.toordinal() * DAY + wall.hour * 60 + wall.minute for wall in walls)
    return list(accumulate(readings, max))


@lru_cache(maxsize=64)
def _dates(zone: str, origin: datetime, size: int) -> list[date]:
    shown = {reading // DAY for reading in _furthest(zone, origin, size)}
    return [date.fromordinal(number) for number in sorted(shown)]


def utc(at: datetime) -> datetime:
    """Take an instant to UTC."""
    return at.astimezone(UTC)
