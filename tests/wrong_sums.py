"""Calendars that are wrong where they add, go back or count."""

from __future__ import annotations

from datetime import datetime, timedelta

from wrong_calendars import HOUR, Around
from wrong_subjects import NIGHTS, OFFICE, Wrong

from slacalc import Calendar


class CutToTheHour(Around):
    """Names the hour in which a request is due."""

    def deadline(self, start: datetime, duration: timedelta) -> datetime:
        """Cut the minutes."""
        return self.right.deadline(start, duration).replace(minute=0, second=0, microsecond=0)


class FromTheMorning(Around):
    """Counts what comes after hours from the opening before it."""

    def deadline(self, start: datetime, duration: timedelta) -> datetime:
        """Go back to the morning."""
        opening = None if self.right.is_open(start) else self.right.previous_opening(start)
        return self.right.deadline(opening or start, duration)


class AWeekAtMost(Around):
    """Gives no request more than a week."""

    def deadline(self, start: datetime, duration: timedelta) -> datetime:
        """Cut what is longer."""
        return self.right.deadline(start, min(duration, 45 * HOUR))


class BackInWholeHours(Around):
    """Goes back by whole hours."""

    def latest_start(self, due: datetime, duration: timedelta) -> datetime:
        """Round up."""
        return self.right.latest_start(due, -(-duration // HOUR) * HOUR)


class RolledBackZero(Around):
    """Moves what it was not asked to move."""

    def latest_start(self, due: datetime, duration: timedelta) -> datetime:
        """Roll the end of no time back to open time."""
        return self.right.latest_start(self.right.roll_back(due), duration)


class FoldBlindBack(Around):
    """Takes the second of two readings for the first."""

    def latest_start(self, due: datetime, duration: timedelta) -> datetime:
        """Forget the fold."""
        return self.right.latest_start(due.replace(fold=0), duration)


class EarlyBirds(Around):
    """Counts the work of those who come early."""

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Begin a quarter of an hour before the opening."""
        early = Calendar("Mon-Fri 08:45-18:00", time_zone=self.right.time_zone)
        return early.elapsed(start, end)


WRONG_SUMS = (
    Wrong("due cut to the hour", CutToTheHour(OFFICE), ("no deadline before its start",)),
    Wrong(
        "counted from the morning",
        FromTheMorning(OFFICE),
        ("a later start is not due earlier",),
    ),
    Wrong("a week at most", AWeekAtMost(OFFICE), ("more work is due later",)),
    Wrong(
        "back in whole hours",
        BackInWholeHours(OFFICE),
        ("latest start in two steps", "latest start then elapsed"),
    ),
    Wrong("no time rolled back", RolledBackZero(OFFICE), ("nothing less changes nothing",)),
    Wrong(
        "the second of two readings taken for the first on the way back",
        FoldBlindBack(NIGHTS),
        ("the latest start is the same on all clocks",),
    ),
    Wrong(
        "a quarter of an hour before the opening counted",
        EarlyBirds(OFFICE),
        ("closed time counts nothing",),
    ),
)
