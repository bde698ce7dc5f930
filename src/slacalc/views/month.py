"""A month of a calendar: a page of a wall calendar, the hours in each day's cell."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from attrs import field, frozen

from slacalc import drawing
from slacalc.errors import DateError
from slacalc.views.shown_days import HasDays, ShownDay, legend, longest, shown_days
from slacalc.views.year import meanings, sign_of, weekdays, year_bounds
from slacalc.words import Words, words_of

_MONTHS = 12
_WEEK = 7
_LONGEST = 60  # letters of a calendar's name
_CELL = 11  # letters of a cell in the terminal: a blank, "23h 59m", a blank, a sign


@frozen
class CalendarMonth:
    """The days of one month of a calendar; a notebook shows a page with the hours of each.

    `rows` gives a plain row a day, `str` a page for the terminal.

    >>> from slacalc import Calendar
    >>> desk = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow")
    >>> desk.month(2026, 3).rows()[1]["hours"]
    '09:00-18:00'
    """

    calendar: HasDays
    year: int
    month: int
    days: tuple[ShownDay, ...] = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        """Look up the days."""
        year_bounds("year", self.year)
        given = self.month
        if not isinstance(given, int) or isinstance(given, bool) or not 1 <= given <= _MONTHS:
            raise DateError("month", given, "is no month", "give a number from 1 to 12")
        first = date(self.year, given, 1)
        last = first.replace(day=28)
        while last != date.max and (last + timedelta(1)).month == given:
            last += timedelta(1)
        object.__setattr__(self, "days", tuple(shown_days(self.calendar, first, last)))

    def rows(self, language: str = "en") -> list[dict[str, Any]]:
        """Return a flat row a day: date, weekday, kind, hours, worked, reason.

        All are text but `worked`, a timedelta of the time on the wall clock. Raises
        `LanguageError` for a language without words. O(days).
        """
        words = words_of(language)
        return [day.row(words) for day in self.days]

    def html(self, language: str = "en") -> str:
        """Draw the month as a page; SVG in the colours of the page around it.

        Raises `LanguageError` for a language without words. O(days).
        """
        words, most = words_of(language), longest(list(self.days))
        return drawing.month_grid(
            [day.cell(words, most) for day in self.days],
            self.title(words),
            weekdays=weekdays(words),
            legend=legend(list(self.days), words),
        )

    def _repr_html_(self) -> str:
        """Draw the month, as notebooks do."""
        return self.html()

    def title(self, words: Words) -> str:
        """Say what is shown: the calendar, the month, and the time that it holds."""
        worked = sum((day.worked for day in self.days), timedelta(0))
        month = words.date("month and year", self.days[0].day.date)
        told = words("worked", time=words.duration(worked))
        return f"{drawing.harmless(self.calendar, _LONGEST)}, {month}: {told}"

    def __str__(self) -> str:
        """Write the month as a page, a row each week."""
        words = words_of("en")
        cells = [["", ""]] * self.days[0].day.date.weekday() + [_cell(day) for day in self.days]
        lines = [self.title(words), "".join(f"{name:<{_CELL}}" for name in weekdays(words))]
        for start in range(0, len(cells), _WEEK):
            week = cells[start : start + _WEEK]
            lines += ["".join(f"{cell[row]:<{_CELL}}" for cell in week) for row in (0, 1)]
        lines.append(meanings(list(self.days), words).strip())
        return "\n".join(line.rstrip() for line in lines)


def _cell(day: ShownDay) -> list[str]:
    """Write a day in two short lines: its number, and its time with the sign of its kind."""
    worked = words_of("en").duration(day.worked) if day.worked else ""
    sign = "" if day.kind == "working" else sign_of(day.kind)
    return [f"{day.day.date.day:>2}", f" {worked} {sign}".rstrip()]
