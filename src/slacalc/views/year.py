"""A year of a calendar: a map of its days, with hours and reasons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from attrs import field, frozen

from slacalc import drawing
from slacalc.errors import DateError
from slacalc.views.shown_days import HasDays, ShownDay, legend, longest, shown_days
from slacalc.words import Words, words_of

_DAY = timedelta(days=1)
_MONDAY = date(2024, 1, 1)
_MONTHS = 12
_WEEK = 7
_LONGEST = 60  # letters of a calendar's name
_SIGNS = {"working": "▪", "transferred": "+", "shortened": "-", "other hours": "~", "holiday": "*"}


@frozen
class CalendarYear:
    """The days of one year of a calendar; a notebook shows a map, with reasons on hover.

    `rows` gives a plain row a day, `str` a map for the terminal. O(days).

    >>> from slacalc import Calendar
    >>> desk = Calendar(
    ...     "Mon-Fri 09:00-18:00", time_zone="Europe/Moscow", holidays={"11-04": "Unity Day"}
    ... )
    >>> desk.year(2026).rows()[307]["reason"]
    'Unity Day'
    """

    calendar: HasDays
    year: int
    days: tuple[ShownDay, ...] = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        """Look up the days."""
        first, last = year_bounds("year", self.year)
        object.__setattr__(self, "days", tuple(shown_days(self.calendar, first, last)))

    @property
    def worked(self) -> timedelta:
        """The working time on the wall clock of the whole year."""
        return sum((day.worked for day in self.days), timedelta(0))

    def rows(self, language: str = "en") -> list[dict[str, Any]]:
        """Return a flat row a day: date, weekday, kind, hours, worked, reason.

        All are text but `worked`, a timedelta of the time on the wall clock. Raises
        `LanguageError` for a language without words. O(days).
        """
        words = words_of(language)
        return [day.row(words) for day in self.days]

    def html(self, language: str = "en") -> str:
        """Draw the year as a map: a column each week; SVG in the colours of the page.

        Raises `LanguageError` for a language without words. O(days).
        """
        words, most = words_of(language), longest(list(self.days))
        return drawing.year_map(
            [day.cell(words, most) for day in self.days],
            self.title(words),
            weekdays=weekdays(words),
            months=months(words),
            legend=legend(list(self.days), words),
        )

    def _repr_html_(self) -> str:
        """Draw the year, as notebooks do."""
        return self.html()

    def title(self, words: Words) -> str:
        """Say what is shown: the calendar, the year, and the time that it holds."""
        worked = words("worked", time=words.duration(self.worked))
        return f"{drawing.harmless(self.calendar, _LONGEST)}, {self.year}: {worked}"

    def __str__(self) -> str:
        """Write the year as a map of signs, a line each weekday, and what they mean."""
        words = words_of("en")
        return "\n".join(
            [self.title(words), *_map(self.days, words), f"    {meanings(list(self.days), words)}"]
        )


def year_bounds(argument: str, number: object) -> tuple[date, date]:
    """Return the first and the last date of a year; raise `DateError` where there is none."""
    if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= date.max.year:
        raise DateError(argument, number, "is no year", "give a whole number from 1 to 9999")
    return date(number, 1, 1), date(number, 12, 31)


def weekdays(words: Words) -> list[str]:
    """Return the short names of the weekdays, Monday first."""
    return [words.date("weekday", _MONDAY + n * _DAY) for n in range(_WEEK)]


def months(words: Words) -> list[str]:
    """Return the short names of the months."""
    return [words.date("month", date(2024, n + 1, 1)) for n in range(_MONTHS)]


def _map(days: tuple[ShownDay, ...], words: Words) -> Iterator[str]:
    """Go through the lines of a map: the months, then a line each weekday."""
    before = days[0].day.date.weekday()
    columns = -(-(len(days) + before) // _WEEK)
    heads = [" "] * (columns + 3)
    for number, name in enumerate(months(words), 1):
        place = (date(days[0].day.date.year, number, 1) - days[0].day.date).days + before
        heads[-(-place // _WEEK) : -(-place // _WEEK) + 3] = name
    yield f"    {''.join(heads).rstrip()}"
    signs = [" "] * before + [sign_of(day.kind) for day in days]
    for row, name in enumerate(weekdays(words)):
        yield f"{name} {''.join(signs[row::_WEEK])}".rstrip()


def sign_of(kind: str) -> str:
    """Return the sign of a kind of day."""
    return _SIGNS.get(kind, "·")


def meanings(days: list[ShownDay], words: Words) -> str:
    """Say what the signs of some days mean."""
    return "  ".join(f"{sign_of(kind)} {said}" for kind, said in legend(days, words))
