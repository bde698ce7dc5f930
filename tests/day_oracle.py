"""A second opinion on which dates recur, told day by day, which shares no code with slacalc.

Easter is computed here, and each kind of rule is a small question about one date; nothing is
expanded, and dateutil is not asked.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache

import attrs

Holds = Callable[[date], bool]
ONE_DAY = timedelta(days=1)
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@cache
def western_easter(year: int) -> date:
    """Find Easter Sunday of the Gregorian calendar, by the anonymous algorithm."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leaps, left = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leaps - correction + 15) % 30
    fourth, last = divmod(rest, 4)
    weekday = (32 + 2 * left + 2 * fourth - moon - last) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def orthodox_easter(year: int) -> date:
    """Find Easter Sunday of the Julian calendar, by Meeus, on its Gregorian date."""
    moon = (19 * (year % 19) + 15) % 30
    weekday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + weekday + 114, 31)
    behind = year // 100 - year // 400 - 2  # days, after February
    return date(year, month, day + 1) + behind * ONE_DAY


def around_easter(start: int, end: int, *, orthodox: bool) -> Holds:
    """Tell whether a date lies so many days around an Easter Sunday."""
    easter = orthodox_easter if orthodox else western_easter
    return lambda day: any(
        start <= (day - easter(year)).days <= end for year in (day.year - 1, day.year, day.year + 1)
    )


def each_year(start: tuple[int, int], end: tuple[int, int]) -> Holds:
    """Tell whether a date lies between two days of the year, over its end where they say so."""

    def holds(day: date) -> bool:
        here = (day.month, day.day)
        if start <= end:
            return start <= here <= end
        return here >= start or here <= end

    return holds


# Rules: what a date must be


def month_length(day: date) -> int:
    """Count the days of a date's month."""
    return monthrange(day.year, day.month)[1]


def is_weekday(*weekdays: int) -> Holds:
    """Tell whether a date is one of some days of the week."""
    return lambda day: day.weekday() in weekdays


def is_nth_weekday(nth: int, weekday: int) -> Holds:
    """Tell whether a date is the nth such weekday of its month, from the end below zero."""

    def holds(day: date) -> bool:
        before, after = (day.day - 1) // 7, (month_length(day) - day.day) // 7
        return day.weekday() == weekday and nth in {before + 1, -after - 1}

    return holds


def is_nth_weekday_of_year(nth: int, weekday: int) -> Holds:
    """Tell whether a date is the nth such weekday of its year, from the end below zero."""

    def holds(day: date) -> bool:
        before = (day - date(day.year, 1, 1)).days // 7
        after = (date(day.year, 12, 31) - day).days // 7
        return day.weekday() == weekday and nth in {before + 1, -after - 1}

    return holds


def is_month_day(*numbers: int) -> Holds:
    """Tell whether a date is one of some days of the month, from the end below zero."""
    return lambda day: day.day in numbers or day.day - month_length(day) - 1 in numbers


def is_year_day(number: int) -> Holds:
    """Tell whether a date is such a day of the year, from the end below zero."""

    def holds(day: date) -> bool:
        after = (date(day.year, 12, 31) - day).days
        return number in {(day - date(day.year, 1, 1)).days + 1, -after - 1}

    return holds


def is_nth_of_weekdays(nth: int, *weekdays: int) -> Holds:
    """Tell whether a date is the nth in its month of those that are such weekdays."""

    def holds(day: date) -> bool:
        of_month = [day.replace(day=number) for number in range(1, month_length(day) + 1)]
        chosen = [one for one in of_month if one.weekday() in weekdays]
        return chosen[nth - 1 if nth > 0 else nth] == day

    return holds


def is_in_week(number: int, weekday: int) -> Holds:
    """Tell whether a date is such a weekday of such a week of ISO 8601."""

    def holds(day: date) -> bool:
        year, week, _ = day.isocalendar()
        weeks = date(year, 12, 28).isocalendar().week
        return day.weekday() == weekday and number in {week, week - weeks - 1}

    return holds


def is_in_month(*months: int) -> Holds:
    """Tell whether a date lies in one of some months."""
    return lambda day: day.month in months


def both(one: Holds, other: Holds) -> Holds:
    """Tell whether two things hold."""
    return lambda day: one(day) and other(day)


# Rules: from when, how often, until when

Period = Callable[[date], int]


def day_number(day: date) -> int:
    """Number the days."""
    return day.toordinal()


def week_number(first_weekday: int) -> Period:
    """Number the weeks that begin on a weekday."""
    return lambda day: (day.toordinal() - (day.weekday() - first_weekday) % 7 + 6) // 7


def month_number(day: date) -> int:
    """Number the months."""
    return day.year * 12 + day.month


def year_number(day: date) -> int:
    """Number the years."""
    return day.year


@attrs.frozen
class Counted:
    """A rule that counts from an anchor: every so many periods, until a date, or so often."""

    holds: Holds
    period: Period
    anchor: date
    interval: int = 1
    until: date = date.max

    def __call__(self, day: date) -> bool:
        """Tell whether the rule holds on a date."""
        if not self.anchor <= day <= self.until or not self.holds(day):
            return False
        return (self.period(day) - self.period(self.anchor)) % self.interval == 0

    def times(self, count: int, last: date) -> Counted:
        """Return the rule that holds so often only, if that is over by a date."""
        found = (day for day in days_between(self.anchor, last) if self(day))
        ended = [day for _, day in zip(range(count), found, strict=False)]
        return attrs.evolve(self, until=ended[-1]) if len(ended) == count else self


def days_between(first: date, last: date) -> Iterator[date]:
    """Go through dates, both included."""
    return (date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1))
