"""Calendars with a bug planted in each, and the laws that find it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from wrong_subjects import (
    ALWAYS,
    AUCKLAND,
    BREAK,
    MOVED,
    NIGHTS,
    OFFICE,
    UTC_OFFICE,
    WEEKS,
    Wrong,
)

from slacalc import Calendar, Span
from slacalc.testing import Pair

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
MICROSECOND = timedelta(microseconds=1)


class Around:
    """A calendar that answers as the right one, but for what its bug changes."""

    def __init__(self, right: Calendar) -> None:
        """Take the calendar that is answered wrongly."""
        self.right = right
        self.time_zone = right.time_zone

    def __getattr__(self, name: str) -> Any:
        """Answer rightly what the bug leaves alone."""
        return getattr(self.right, name)


class MinuteAtMidnight(Around):
    """Loses a minute at each midnight."""

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Count, and take a minute away for each date that passes."""
        zone = self.right.zone
        nights = end.astimezone(zone).toordinal() - start.astimezone(zone).toordinal()
        return self.right.elapsed(start, end) - nights * MINUTE


class NextOpening(Around):
    """Names the next opening where a time ends with the day."""

    def deadline(self, start: datetime, duration: timedelta) -> datetime:
        """Roll a closing to the next opening."""
        return self.right.roll_forward(self.right.deadline(start, duration))


class FoldBlind(Around):
    """Takes the second of two readings for the first."""

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Forget the fold."""
        return self.right.elapsed(start.replace(fold=0), end.replace(fold=0))


class ClosingCounts(Around):
    """Is still open at its closing."""

    def is_open(self, at: datetime) -> bool:
        """Count the closing in."""
        return self.right.is_open(at) or self.right.is_open(at - MICROSECOND)


class WholeSeconds(Around):
    """Cuts what is shorter than a second."""

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Truncate."""
        return timedelta(seconds=self.right.elapsed(start, end) // timedelta(seconds=1))


class FloatHours(Around):
    """Counts in hours with two decimals."""

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Round to hundredths."""
        return timedelta(hours=round(self.right.elapsed(start, end) / HOUR, 2))


class NeverNegative(Around):
    """Knows no way back."""

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Drop the sign."""
        return abs(self.right.elapsed(start, end))


class FirstStart(Around):
    """Gives the first instant from which a time fits, as far as the closing before."""

    def latest_start(self, due: datetime, duration: timedelta) -> datetime:
        """Go back over closed time."""
        start = self.right.latest_start(due, duration)
        before = self.right.previous_closing(start)
        return before if before and not self.right.elapsed(before, start) else start


class NaiveDeadline(Around):
    """Adds on the wall clock, as if no clock ever changed."""

    def deadline(self, start: datetime, duration: timedelta) -> datetime:
        """Count on a clock without changes, then put the zone back."""
        plain = Calendar(self.right.week, time_zone="UTC")
        due = plain.deadline(start.astimezone(self.right.zone).replace(tzinfo=UTC), duration)
        return due.replace(tzinfo=self.right.zone)


class StaleCache(Around):
    """Remembers what was open by the weekday and the wall clock, of whatever zone."""

    def __init__(self, right: Calendar) -> None:
        """Start with nothing remembered."""
        super().__init__(right)
        self.known: dict[tuple[int, int, int], bool] = {}

    def is_open(self, at: datetime) -> bool:
        """Look it up."""
        return self.known.setdefault((at.weekday(), at.hour, at.minute), self.right.is_open(at))


class NotRolled(Around):
    """Counts from the instant itself, in closed time too."""

    def deadline(self, start: datetime, duration: timedelta) -> datetime:
        """Add to what comes outside hours as if time ran."""
        if self.right.is_open(start):
            return self.right.deadline(start, duration)
        return (start.astimezone(UTC) + duration).astimezone(start.tzinfo)


class RolledZero(Around):
    """Moves what it was not asked to move."""

    def deadline(self, start: datetime, duration: timedelta) -> datetime:
        """Roll the start of no time to open time."""
        return self.right.deadline(self.right.roll_forward(start), duration)


class OpeningForClosing(Around):
    """Takes one edge for the other."""

    def next_closing(self, at: datetime) -> datetime | None:
        """Name the next opening."""
        return self.right.next_opening(at)


class SameOpening(Around):
    """Finds the instant that it was asked to look before."""

    def previous_opening(self, at: datetime) -> datetime | None:
        """Find an opening at the instant too."""
        return self.right.previous_opening(at + MICROSECOND)


class NoSpanAtItsStart(Around):
    """Begins spans a moment too late."""

    def span_at(self, at: datetime) -> Span | None:
        """Look a microsecond earlier."""
        return self.right.span_at(at - MICROSECOND)


class UncutSpans(Around):
    """Gives whole spans."""

    def spans(self, start: datetime, end: datetime) -> Iterator[Span]:
        """Leave the first span as long as it is."""
        for span in self.right.spans(start, end):
            yield self.right.span_at(span.start or start) or span


class DoubledSpans(Around):
    """Gives each shift that overlaps another one."""

    def spans(self, start: datetime, end: datetime) -> Iterator[Span]:
        """Give the first span twice."""
        for place, span in enumerate(self.right.spans(start, end)):
            yield from [span] * (2 if place == 0 else 1)


class StaysClosed(Around):
    """Rolls an instant that is open."""

    def roll_forward(self, at: datetime) -> datetime:
        """Go to the next opening always."""
        found = self.right.next_opening(at)
        assert found
        return found


class Raises(Around):
    """Fails at weekends."""

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Divide by the hours of the day."""
        return self.right.elapsed(start, end) * (5 // (5 - start.weekday()) and 1)


def wall_add(start: datetime, duration: timedelta) -> datetime:
    """Add as Python does, on the wall clock."""
    return start + duration


def wall_elapsed(start: datetime, end: datetime) -> timedelta:
    """Subtract as Python does, on the wall clock of two that share a zone."""
    return end - start


def lossy_add(start: datetime, duration: timedelta) -> datetime:
    """Add whole hours only."""
    return OFFICE.deadline(start, max(HOUR, duration // HOUR * HOUR))


MINUTES = "elapsed as the minutes count"
WRONG_CALENDARS = (
    Wrong(
        "24:00 written as 23:59",
        Calendar("Mon-Sun 00:00-23:59", time_zone="Europe/Berlin"),
        (MINUTES, "open as the minutes count"),
        ALWAYS,
    ),
    Wrong(
        "a minute lost at midnight",
        MinuteAtMidnight(OFFICE),
        ("add then elapsed", "never below zero", MINUTES),
        OFFICE,
    ),
    Wrong(
        "wall-clock subtraction across a change of the clock",
        Pair(elapsed=wall_elapsed, zone="Europe/Berlin"),
        ("never faster than the clock", "elapsed is the same on all clocks"),
    ),
    Wrong(
        "wall-clock addition across a change of the clock",
        Pair(add=wall_add, elapsed=ALWAYS.elapsed, zone="Europe/Berlin"),
        ("the deadline is the same on all clocks",),
    ),
    Wrong(
        "the next opening instead of the closing",
        NextOpening(OFFICE),
        (
            "the deadline is the first instant",
            "back and there",
            "deadline as the minutes count",
        ),
        OFFICE,
    ),
    Wrong("the break dropped", OFFICE, (MINUTES, "spans as the minutes count"), BREAK),
    Wrong(
        "a holiday on the date in UTC",
        Calendar(
            "Mon-Fri 09:00-17:00",
            time_zone="Pacific/Auckland",
            holidays=["2026-02-05"],
            exceptions={"2026-04-01": "closed"},
        ),
        (MINUTES, "open as the minutes count"),
        AUCKLAND,
    ),
    Wrong(
        "a holiday ignored",
        Calendar(
            "Mon-Fri 09:00-17:00", time_zone="Pacific/Auckland", exceptions={"2026-04-01": "closed"}
        ),
        (MINUTES, "previous closing as the minutes count"),
        AUCKLAND,
    ),
    Wrong(
        "an exception ignored",
        Calendar("Mon-Fri 09:00-17:00", time_zone="Pacific/Auckland", holidays=["2026-02-06"]),
        ("deadline as the minutes count", MINUTES),
        AUCKLAND,
    ),
    Wrong(
        "a transferred day with another weekday's hours",
        Calendar(
            WEEKS,
            time_zone="Europe/Moscow",
            exceptions={"2026-03-07": "as mon", "2026-04-30": "short 1h"},
        ),
        (MINUTES, "next closing as the minutes count"),
        MOVED,
    ),
    Wrong(
        "a day shortened at its beginning",
        Calendar(
            WEEKS,
            time_zone="Europe/Moscow",
            exceptions={"2026-03-07": "as fri", "2026-04-30": "10:00-18:00"},
        ),
        ("open as the minutes count", "rolls forward as the minutes count"),
        MOVED,
    ),
    Wrong(
        "the second of two readings taken for the first",
        FoldBlind(NIGHTS),
        ("elapsed is the same on all clocks", MINUTES),
        NIGHTS,
    ),
    Wrong(
        "a night shift cut at midnight",
        Calendar("Mon-Sun 22:00-24:00", time_zone="Europe/Berlin"),
        (MINUTES, "latest start as the minutes count"),
        NIGHTS,
    ),
    Wrong("the closing counted in", ClosingCounts(OFFICE), ("open until just before the closing",)),
    Wrong(
        "cut to seconds",
        WholeSeconds(OFFICE),
        ("whole microseconds", "elapsed adds up to the microsecond"),
    ),
    Wrong("hours as floats", FloatHours(OFFICE), ("add then elapsed",)),
    Wrong("no sign", NeverNegative(OFFICE), ("backwards is negative", "elapsed adds up")),
    Wrong(
        "the first start instead of the last",
        FirstStart(OFFICE),
        (
            "the latest start is the last instant",
            "there and back",
            "latest start as the minutes count",
        ),
        OFFICE,
    ),
    Wrong(
        "naive arithmetic on the wall clock",
        NaiveDeadline(NIGHTS),
        ("deadline as the minutes count",),
        NIGHTS,
    ),
    Wrong("a cache by the wall clock", StaleCache(OFFICE), ("open is the same on all clocks",)),
    Wrong(
        "not rolled into hours",
        NotRolled(OFFICE),
        ("closed time before a start is free", "a deadline lies in open time or at its end"),
    ),
    Wrong("no time rolled", RolledZero(OFFICE), ("adding nothing changes nothing",)),
    Wrong(
        "the opening for the closing",
        OpeningForClosing(OFFICE),
        ("open time counts whole", "open until just before the closing"),
    ),
    Wrong("the same opening again", SameOpening(OFFICE), ("the previous one lies behind",)),
    Wrong("no span at its start", NoSpanAtItsStart(OFFICE), ("the span at an instant holds it",)),
    Wrong(
        "spans not cut",
        UncutSpans(OFFICE),
        ("spans sum to elapsed", "spans are in order and apart"),
    ),
    Wrong("overlaps counted twice", DoubledSpans(OFFICE), ("spans are in order and apart",)),
    Wrong("rolled while open", StaysClosed(OFFICE), ("rolling forward leads to open time",)),
    Wrong("hours of another zone", UTC_OFFICE, (MINUTES,), OFFICE),
    Wrong(
        "whole hours only",
        Pair(add=lossy_add, elapsed=OFFICE.elapsed, zone="Europe/Moscow"),
        ("add then elapsed", "add in two steps"),
    ),
    Wrong("an exception at weekends", Raises(OFFICE), ("no time in no time",), raises=True),
)
