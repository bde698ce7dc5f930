"""Working time that shows itself: the views of a calendar of any kind."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from slacalc.dated_time import DatedTime
from slacalc.errors import ArgumentTypeError

if TYPE_CHECKING:
    from slacalc.schedule import DaySchedule
    from slacalc.views import CalendarComparison, CalendarMonth, CalendarYear, DeadlineWalk


_MOST_DRAWN = 6  # calendars that one picture shows


class DrawnTime(DatedTime):
    """Working time whose year, month and walks to a deadline are values that draw themselves."""

    __slots__ = ()

    @property
    @abstractmethod
    def made_of(self) -> Sequence[DrawnTime]:
        """The calendars that this one is made of."""

    def year(self, year: int) -> CalendarYear:
        """Return a year's days: a map in a notebook, rows for a DataFrame, text in a terminal.

        On the calendar's clock. Raises `DateError` for what is no year. O(days in it).

        >>> from slacalc import Calendar
        >>> desk = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow")
        >>> desk.year(2026).worked
        datetime.timedelta(days=97, seconds=75600)
        """
        from slacalc.views import CalendarYear

        return CalendarYear(self, year)

    def month(self, year: int, month: int) -> CalendarMonth:
        """Return a month's days with their hours: a page of a wall calendar in a notebook.

        On the calendar's clock. Raises `DateError` for what is no month. O(days in it).

        >>> from slacalc import Calendar
        >>> desk = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow")
        >>> len(desk.month(2026, 2).rows())
        28
        """
        from slacalc.views import CalendarMonth

        return CalendarMonth(self, year, month)

    def compared(self, other: DrawnTime, year: int) -> CalendarComparison:
        """Return a year of two calendars side by side, and the days whose hours differ.

        Each on its own clock. Raises `DateError` for what is no year, `ArgumentTypeError` for what
        is no calendar. O(days in it).

        >>> from slacalc import Calendar
        >>> desk = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow")
        >>> len(desk.compared(desk.with_hours("Mon-Fri 09:00-17:00"), 2026).rows())
        261
        """
        from slacalc.views import CalendarComparison

        if not isinstance(other, DrawnTime):
            raise ArgumentTypeError.expected("other", other, "a calendar")
        return CalendarComparison(self, other, year)

    def walk(self, start: datetime, duration: timedelta) -> DeadlineWalk:
        """Return how a deadline is found: the open stretches on the way, and their picture.

        Raises what `deadline` raises. O(open stretches on the way), 200 at most.

        >>> from slacalc import Calendar
        >>> desk = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow")
        >>> str(desk.walk(desk.at("2026-03-02 10:00"), timedelta(hours=9)).due)
        '2026-03-03 10:00:00+03:00'
        """
        from slacalc.views import DeadlineWalk

        return DeadlineWalk(self, start, duration)

    def _shown_year(self) -> int | None:
        """Return the latest year of which something is listed, None where nothing is."""
        return None

    def _repr_html_(self) -> str:
        """Draw the calendar, as notebooks do: its hours, and the latest year that it lists."""
        from slacalc import drawing

        year = self._shown_year()
        parts = [*self._pictures(), *([self.year(year).html()] if year else [])]
        return f"<figure><figcaption>{drawing.escaped(self)}</figcaption>{''.join(parts)}</figure>"

    def _pictures(self) -> Iterator[str]:
        """Go through the pictures of the first plain calendars that this one is made of."""
        return (one._repr_html_() for one in islice(_plain(self.made_of), _MOST_DRAWN))

    def _usual_hours(self, day: date) -> DaySchedule | None:  # noqa: ARG002 - there is no week
        """Return the hours that the week gives a date, None where there is no week."""
        return None


def _plain(calendars: Sequence[DrawnTime]) -> Iterator[DrawnTime]:
    """Go through the calendars that are made of no others, from left to right."""
    for one in calendars:
        yield from _plain(one.made_of) if one.made_of else (one,)
