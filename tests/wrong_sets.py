"""Calendars of another make, with set operators that are wrong."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Self

from wrong_subjects import BREAK, NIGHTS, OFFICE, UTC_OFFICE, Wrong

from slacalc import AnyCalendar, Calendar


class Sets:
    """A calendar with operators of its own, which are right but for what a bug changes."""

    def __init__(self, right: AnyCalendar) -> None:
        """Take the calendar that answers."""
        self.right = right

    def is_open(self, at: datetime) -> bool:
        """Answer rightly."""
        return self.right.is_open(at)

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Answer rightly."""
        return self.right.elapsed(start, end)

    def __or__(self, other: Self) -> Sets:
        """Take what is in either."""
        return type(self)(self.right | other.right)

    def __and__(self, other: Self) -> Sets:
        """Take what is in both."""
        return type(self)(self.right & other.right)

    def __sub__(self, other: Self) -> Sets:
        """Take the other away."""
        return type(self)(self.right - other.right)


class OneAlone(Sets):
    """Takes either for one of the two alone."""

    def __or__(self, other: Self) -> Sets:
        """Leave out what is in both."""
        return OneAlone((self.right | other.right) - (self.right & other.right))


class NothingTakenAway(Sets):
    """Does not take away."""

    def __sub__(self, other: Self) -> Sets:
        """Take nothing away."""
        return self


class BothIsEither(Sets):
    """Takes both for either."""

    def __and__(self, other: Self) -> Sets:
        """Take what is in either."""
        return BothIsEither(self.right | other.right)


class InOurZone(Sets):
    """Reads the hours of the other calendar on its own clock."""

    def _near(self, other: Self) -> Calendar:
        assert isinstance(other.right, Calendar)
        assert isinstance(self.right, Calendar)
        return Calendar(other.right.week, time_zone=self.right.time_zone)

    def __or__(self, other: Self) -> Sets:
        """Take either, both here."""
        return Sets(self.right | self._near(other))

    def __and__(self, other: Self) -> Sets:
        """Take both, both here."""
        return Sets(self.right & self._near(other))


class FirstOfEither(Sets):
    """Sees of two that were put together the first alone."""

    def __init__(self, right: AnyCalendar, first: AnyCalendar | None = None) -> None:
        """Take the calendar that answers, and what it shows to others."""
        super().__init__(right)
        self.first = first or right

    def __or__(self, other: Self) -> Sets:
        """Remember the first."""
        return FirstOfEither(self.right | other.right, self.right)

    def __and__(self, other: Self) -> Sets:
        """Look at the first of the other."""
        return FirstOfEither(self.right & other.first)

    def __sub__(self, other: Self) -> Sets:
        """Take away the first of the other."""
        return FirstOfEither(self.right - other.first)


def wrong(bug: str, kind: type[Any], *laws: str) -> Wrong:
    """Plant a bug in an office, and give it others of the same make to be combined with."""
    return Wrong(bug, kind(OFFICE), laws, others=(kind(NIGHTS), kind(BREAK), kind(UTC_OFFICE)))


WRONG_SETS = (
    wrong(
        "either means one alone",
        OneAlone,
        "either is open",
        "with itself nothing changes",
        "both together are either and both",
    ),
    wrong(
        "nothing taken away",
        NothingTakenAway,
        "nothing without itself",
        "cut in two",
        "one without the other",
    ),
    wrong("both means either", BothIsEither, "both are open"),
    wrong("hours of the other in our zone", InOurZone, "either in any order", "both in any order"),
    wrong(
        "of either the first alone",
        FirstOfEither,
        "both distributes over either",
        "without either is without both",
    ),
)
