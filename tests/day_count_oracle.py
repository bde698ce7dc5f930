"""A second opinion on counts of working days, which walks a grid of minutes date by date.

It shares no code with slacalc: the shifts of each date come from the grid, closes and openings
are its last and first bits, and readings of the wall clock are looked up minute by minute.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

import attrs
from grid import DAY, Grid, Worked, opened


class WorkingDate(NamedTuple):
    """A date with working time: its ordinal, its first open minute, and when it has closed."""

    number: int
    opening: int
    close: int


@attrs.frozen
class Count:
    """What is promised: how many days, whether at the same time, and the cutoff in minutes."""

    days: int
    same_time: bool
    cutoff: int | None


LONGEST_SHIFT = timedelta(days=3)  # 48 hours, and those between the clocks of two zones


def working_dates(worked: list[Worked], until: date) -> Iterator[WorkingDate]:
    """Go through the dates that have time, while all of it lies in the grid."""
    close = 0
    for day in sorted({one.day for one in worked if one.bits and one.day <= until}):
        bits = opened(one for one in worked if one.day == day)
        close = max(close, bits.bit_length())
        yield WorkingDate(day.toordinal(), (bits & -bits).bit_length() - 1, close)


def due(grid: Grid, zone: str, worked: list[Worked], at: int, count: Count) -> int | None:
    """Find the minute in which a request of some minute is due, None where the grid ends."""
    readings, is_open = grid.furthest(zone), opened(worked)
    dates = list(working_dates(worked, grid.dates(zone)[-1] - LONGEST_SHIFT))
    received = [one for one in dates if one.close > at and _in_time(readings, one, at, count)]
    if len(received) <= count.days:
        return None
    first, last = received[0], dates[dates.index(received[0]) + count.days :][:1]
    if not last or not count.same_time:
        return last[0].close if last else None
    begins = _open_from(is_open, max(at, first.opening))
    if begins is None:
        return None
    minutes = readings[begins] - first.number * DAY
    return _open_from(is_open, bisect_left(readings, last[0].number * DAY + minutes))


def _in_time(readings: list[int], one: WorkingDate, at: int, count: Count) -> bool:
    """Tell whether a request comes before the cutoff of a date, after midnight if it must be."""
    if count.cutoff is None:
        return True
    wanted = one.number * DAY + count.cutoff
    cutoffs = [bisect_left(readings, reading) for reading in (wanted, wanted + DAY)]
    midnight = bisect_left(readings, (one.number + 1) * DAY)
    return at <= cutoffs[cutoffs[0] < one.opening and one.close > midnight]


def _open_from(is_open: int, bit: int) -> int | None:
    """Find the first open minute that is not before another."""
    rest = is_open >> bit
    return bit + (rest & -rest).bit_length() - 1 if rest else None
