"""Days as they are shown: of which kind, and how they are told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from attrs import frozen

from slacalc.drawing import Cell, harmless
from slacalc.reasons import DAY_OFF, HOLIDAY, WORKING, change_of
from slacalc.schedule import DaySchedule

if TYPE_CHECKING:
    from slacalc.days import Day
    from slacalc.words import Words

_DAY = timedelta(days=1)
_ZERO = timedelta(0)
_FEW = 2
KINDS = (WORKING, "transferred", "shortened", "other hours", HOLIDAY, DAY_OFF)


class HasDays(Protocol):
    """What has days of its own, with hours and reasons."""

    def day(self, day: date) -> Day:
        """Return the hours in force on a date, and the reason for them."""

    def _usual_hours(self, day: date) -> DaySchedule | None:
        """Return the hours that the week gives a date, None where there is no week."""


@frozen
class ShownDay:
    """A day, of which kind it is, and how much time it holds."""

    day: Day
    kind: str

    @property
    def worked(self) -> timedelta:
        """The working time on the wall clock."""
        return self.day.hours.total

    def row(self, words: Words) -> dict[str, Any]:
        """Return the day as a flat row."""
        return {
            "date": self.day.date.isoformat(),
            "weekday": words.date("weekday", self.day.date),
            "kind": self.kind,
            "hours": str(self.day.hours) if self.day.hours else "",
            "worked": self.worked,
            "reason": words.note(self.day.reason),
        }

    def cell(self, words: Words, longest: timedelta, *, marked: bool = False) -> Cell:
        """Return the day as a cell, the stronger the longer it is."""
        strength = 1.0 if not self.worked else self.worked / (longest or self.worked)
        return Cell(self.day.date, self.kind, strength, self.told(words), self.lines(words), marked)

    def told(self, words: Words) -> str:
        """Say the day in a line: its date, hours and reason."""
        hours = str(self.day.hours) if self.day.hours else words(self.kind)
        reason = harmless(words.note(self.day.reason))
        return f"{words.date('day', self.day.date)} {hours}{f' ({reason})' if reason else ''}"

    def lines(self, words: Words) -> tuple[str, ...]:
        """Say the day in short lines: its shifts and its reason, first where they are many."""
        told, reason = [*map(str, self.day.hours.shifts)], words.note(self.day.reason)
        place = 0 if len(told) > _FEW else len(told)
        return (*told[:place], *([reason] if reason else []), *told[place:])


def shown_days(calendar: HasDays, first: date, last: date) -> list[ShownDay]:
    """Return the days from one date to another."""
    return [ShownDay(day, _kind(day, calendar)) for day in _days(calendar, first, last)]


def _days(calendar: HasDays, first: date, last: date) -> Iterator[Day]:
    for number in range((last - first).days + 1):
        yield calendar.day(first + number * _DAY)


def _kind(day: Day, calendar: HasDays) -> str:
    if not day.hours:
        return HOLIDAY if day.reason else DAY_OFF
    usual = calendar._usual_hours(day.date)  # noqa: SLF001 - one of the family of calendars
    return WORKING if usual is None else change_of(day, lambda _: usual) or WORKING


def longest(days: list[ShownDay]) -> timedelta:
    """Return the time of the longest of some days."""
    return max((day.worked for day in days), default=_ZERO)


def legend(days: list[ShownDay], words: Words) -> list[tuple[str, str]]:
    """Return the kinds of some days with their words, in a steady order."""
    met = {day.kind for day in days}
    return [(kind, words(kind)) for kind in KINDS if kind in met]
