"""The wall clock of a zone, walked step by step; nothing here comes from slacalc.

A transition is found by looking at offsets day by day, then closer. A shift is open while the
furthest reading so far lies in it, and a date that the clock never showed holds no shift.
Instants are seconds since 1970-01-01 00:00 UTC, readings of a wall clock seconds from 1970-01-01
00:00 on that clock, and days are numbered from there. Spans are in microseconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo
from itertools import accumulate
from math import gcd
from operator import itemgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

MINUTE, HOUR, DAY = 60, 3600, 86_400
SECOND = 1_000_000  # in microseconds
LEAD = 48 * HOUR  # walked before what is asked about: no shift lasts longer
REACH = 48 * HOUR  # asked about on either side of a transition
THURSDAY = 3  # 1970-01-01
_FIRST_ORDINAL = 719_163  # of 1970-01-01

Hours = tuple[tuple[int, int], ...]
Week = tuple[Hours, ...]
Spans = list[tuple[int, int]]


class Said(NamedTuple):
    """What is said of a calendar: the hours of its week, and of single days."""

    week: Week
    rules: tuple[tuple[int, Hours], ...] = ()


class Change(NamedTuple):
    """A transition: its instant, and the offsets of the clock before and after it."""

    at: int
    before: int
    after: int

    @property
    def low(self) -> int:
        """The first reading that is skipped, or shown twice."""
        return self.at + min(self.before, self.after)

    @property
    def high(self) -> int:
        """The first reading behind those that are skipped, or shown twice."""
        return self.at + max(self.before, self.after)

    @property
    def is_gap(self) -> bool:
        """Whether readings are skipped."""
        return self.after > self.before

    @property
    def step(self) -> int:
        """The longest step, a minute at most, in which a walk meets all that can change here."""
        return gcd(MINUTE, self.at, self.before, self.after)


def changes(name: str, since: int, until: int) -> list[Change]:
    """Find a zone's transitions from one instant until another, looking once a day, then closer."""
    clock = ZoneInfo(name)
    return [
        Change(second, _offset(clock, second - 1), _offset(clock, second))
        for day in _changed(clock, since - 1, until - 1, DAY)
        for hour in _changed(clock, max(day - DAY, since - 1), day, HOUR)
        for minute in _changed(clock, max(hour - HOUR, since - 1), hour, MINUTE)
        for second in _changed(clock, max(minute - MINUTE, since - 1), minute, 1)
    ]


def _changed(clock: tzinfo, start: int, end: int, step: int) -> Iterator[int]:
    """Step from `start` to `end` and yield each instant whose offset differs from the last."""
    before = _offset(clock, start)
    while start < end:
        start = min(start + step, end)
        after = _offset(clock, start)
        if after != before:
            yield start
        before = after


def _offset(clock: tzinfo, at: int) -> int:
    offset = datetime.fromtimestamp(at, clock).utcoffset()
    assert offset is not None
    return offset.days * DAY + offset.seconds


def changes_once(name: str, change: Change) -> bool:
    """Tell whether the clock of a zone changes so, and in no other way in all hours around."""
    clock = ZoneInfo(name)
    before = range(change.at - REACH - LEAD, change.at, HOUR)
    after = range(change.at, change.at + REACH, HOUR)
    return {_offset(clock, at) for at in (*before, change.at - 1)} == {change.before} and {
        _offset(clock, at) for at in after
    } == {change.after}


# The walk


class Walk:
    """The wall clock of a zone around a transition, read step by step."""

    def __init__(self, name: str, change: Change) -> None:
        """Read the clock from `LEAD + REACH` before the transition to `REACH` after it."""
        clock = ZoneInfo(name)
        self.step = change.step
        self.start, self.end = change.at - REACH, change.at + REACH
        self.instants = range(self.start - LEAD, self.end, self.step)
        walls = (datetime.fromtimestamp(at, clock) for at in self.instants)
        self.readings = [
            (wall.toordinal() - _FIRST_ORDINAL) * DAY
            + wall.hour * HOUR
            + wall.minute * MINUTE
            + wall.second
            for wall in walls
        ]
        self.days = sorted({reading // DAY for reading in self.readings})
        self.origin = min(self.readings)
        furthest = [(reading - self.origin) // self.step for reading in self.readings]
        furthest = list(accumulate(furthest, max))
        self.pick = itemgetter(*furthest[LEAD // self.step :])
        self.size = furthest[-1] + 1

    def spans(self, said: Said) -> Spans:
        """Return the working time in what is asked about, in microseconds."""
        mask = bytearray(self.size)
        rules = dict(said.rules)
        for day in self.days:
            for shift in rules.get(day, said.week[(day + THURSDAY) % 7]):
                first, last = (self._index(day * DAY + end) for end in shift)
                mask[first:last] = b"\1" * (last - first)
        table = bytes(self.pick(mask))
        return [(self._instant(start), self._instant(end)) for start, end in _ones(table)]

    def shown(self, reading: int) -> list[int]:
        """List the instants, in microseconds, at which the clock shows a reading."""
        found: list[int] = []
        while reading in self.readings[(first := found[-1] + 1 if found else 0) :]:
            found.append(self.readings.index(reading, first))
        return [self.instants[index] * SECOND for index in found]

    def _index(self, reading: int) -> int:
        return min(max((reading - self.origin) // self.step, 0), self.size)

    def _instant(self, index: int) -> int:
        return (self.start + index * self.step) * SECOND


def _ones(table: bytes) -> Iterator[tuple[int, int]]:
    """Yield where runs of ones begin and end."""
    end = 0
    while (start := table.find(1, end)) >= 0:
        end = table.find(0, start)
        end = len(table) if end < 0 else end
        yield start, end
