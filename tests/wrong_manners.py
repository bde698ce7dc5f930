"""Calendars that are wrong on a few days, far away, or in what they should refuse."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from wrong_calendars import Around
from wrong_subjects import NIGHTS, OFFICE, Wrong

from slacalc import Calendar, Span
from slacalc.testing import Pair

ZERO, HOUR, DAY = timedelta(0), timedelta(hours=1), timedelta(days=1)
HOLIDAYS = {
    f"{year}-{day}": "a holiday"
    for year in range(2024, 2028)
    for day in ("01-08", "02-23", "03-08", "05-01", "05-09", "06-12", "08-14", "11-04", "12-30")
}
LACKING = {day: name for day, name in HOLIDAYS.items() if day != "2026-05-01"}
JULY = {f"2026-07-{number:02}": "closed" for number in range(1, 32)}


def office(**said: Any) -> Calendar:
    """Return the office with other days."""
    return Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow", **said)


class WinterOnly(Around):
    """Knows no change of the clock from 2026 on."""

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Count in winter time."""
        found: timedelta = self.right.elapsed(self._moved(start), self._moved(end))
        return found

    def _moved(self, at: datetime) -> datetime:
        if at.astimezone(UTC).year < 2026:
            return at
        summer = at.astimezone(self.right.zone).dst() or ZERO
        return (at.astimezone(UTC) + summer).astimezone(at.tzinfo)


class LateWhenLong(Around):
    """Is a day late where it adds much."""

    def deadline(self, start: datetime, duration: timedelta) -> datetime:
        """Add a day to what takes more than 300 hours."""
        due: datetime = self.right.deadline(start, duration)
        return self.right.deadline(due, 9 * HOUR) if duration > 300 * HOUR else due


class ShortWayBack(Around):
    """Goes no further back than 150 hours."""

    def latest_start(self, due: datetime, duration: timedelta) -> datetime:
        """Cut what is longer."""
        found: datetime = self.right.latest_start(due, min(duration, 150 * HOUR))
        return found


class AnswersInUtc(Around):
    """Answers on no clock but that of UTC."""

    def deadline(self, start: datetime, duration: timedelta) -> datetime:
        """Answer in UTC."""
        return self.right.deadline(start, duration).astimezone(UTC)

    def latest_start(self, due: datetime, duration: timedelta) -> datetime:
        """Answer in UTC."""
        return self.right.latest_start(due, duration).astimezone(UTC)

    def next_opening(self, at: datetime) -> datetime | None:
        """Answer in UTC."""
        found = self.right.next_opening(at)
        return found and found.astimezone(UTC)

    def spans(self, start: datetime, end: datetime) -> list[Span]:
        """Answer in UTC."""
        return list(self.right.spans(start.astimezone(UTC), end))


class BothWays(Around):
    """Takes a time below zero as the way back."""

    def deadline(self, start: datetime, duration: timedelta) -> datetime:
        """Go back."""
        found: datetime = self.right.deadline(start, abs(duration))
        return found

    def latest_start(self, due: datetime, duration: timedelta) -> datetime:
        """Go forward."""
        found: datetime = self.right.latest_start(due, abs(duration))
        return found


class Guesses(Around):
    """Takes a datetime without a zone as one of its own."""

    def _read(self, at: datetime) -> datetime:
        return at if at.tzinfo else at.replace(tzinfo=self.right.zone)

    def deadline(self, start: datetime, duration: timedelta) -> datetime:
        """Guess the zone."""
        return self.right.deadline(self._read(start), duration)

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Guess both zones."""
        return self.right.elapsed(self._read(start), self._read(end))

    def is_open(self, at: datetime) -> bool:
        """Guess the zone."""
        return self.right.is_open(self._read(at))


class SpansEitherWay(Around):
    """Does not mind which end is named first."""

    def spans(self, start: datetime, end: datetime) -> Iterator[Span]:
        """Put the ends in order."""
        first, last = sorted((start, end), key=lambda at: at.astimezone(UTC))
        return self.right.spans(first, last)


DAYS = "each day as the minutes count"
DUE = "each day's deadline as the minutes count"
OPEN_DAYS = "each day open as the minutes count"
FULL = office(holidays=HOLIDAYS)
WRONG_MANNERS = (
    Wrong("one holiday of many", office(holidays=LACKING), (DAYS, DUE, OPEN_DAYS), FULL),
    Wrong(
        "one holiday of many in a sum", Pair(add=office(holidays=LACKING).deadline), (DUE,), FULL
    ),
    Wrong("no 29 February", office(exceptions={"2024-02-29": "closed"}), (DAYS, DUE), OFFICE),
    Wrong("no July", office(exceptions=JULY), (DAYS, OPEN_DAYS), OFFICE),
    Wrong("no summer time any more", WinterOnly(NIGHTS), (DAYS,), NIGHTS),
    Wrong("late after 300 hours", LateWhenLong(OFFICE), ("add then elapsed",)),
    Wrong("back by 150 hours at most", ShortWayBack(OFFICE), ("latest start then elapsed",)),
    Wrong(
        "answers in UTC",
        AnswersInUtc(OFFICE),
        (
            "a deadline is told on the clock of its start",
            "a latest start is told on the clock of its end",
            "the next opening is told on the clock of the question",
            "spans are told on the clock of their start",
        ),
    ),
    Wrong(
        "a time below zero taken for one above",
        BothWays(OFFICE),
        ("no deadline of less than no time", "no latest start of less than no time"),
    ),
    Wrong(
        "a zone that is guessed",
        Guesses(OFFICE),
        (
            "no deadline from no instant",
            "no time between no instants",
            "no instant is neither open nor closed",
        ),
    ),
    Wrong("spans in either order", SpansEitherWay(OFFICE), ("no spans backwards",)),
)
