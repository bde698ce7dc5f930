"""Dates on which calendars and requests are drawn."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from slacalc.testing.strategies.checking import Years
from slacalc.testing.strategies.zones import transitions

YEARS = (2024, 2027)
DAY = timedelta(days=1)
_USUAL = date(2026, 1, 5)
_NEAR = 14
_MOST = 60


def usual_day(years: Years) -> date:
    """Return the day to which dates shrink: Monday 2026-01-05, or the first Monday of the years.

    >>> str(usual_day((2024, 2027))), str(usual_day((2011, 2012)))
    ('2026-01-05', '2011-01-03')
    """
    first, last = years
    if first <= _USUAL.year <= last:
        return _USUAL
    day = date(first, 1, 1)
    return day + -day.weekday() % 7 * DAY


def some_days_later(day: date, days: int) -> date:
    """Return the date some days after another, at most the last of time."""
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))


@lru_cache(maxsize=256)
def dates(years: Years, zone: str) -> st.SearchStrategy[date]:
    """Draw a date of some years: half of them telling ones of a zone, half of them any."""
    first, last = date(years[0], 1, 1), date(years[1], 12, 31)
    usual, telling = usual_day(years), telling_dates(years, zone)
    count, after = (last - first).days + 1, (last - usual).days + 1

    def pick(number: int) -> date:
        """Return a telling date, a day after the usual one, a day before, or a telling date."""
        if not 0 <= number - len(telling) < count:
            return telling[number % len(telling)]
        place = number - len(telling)
        return usual + place * DAY if place < after else first + (place - after) * DAY

    return st.integers(0, 2 * count + len(telling) - 1).map(pick)


@lru_cache(maxsize=256)
def telling_dates(years: Years, zone: str) -> tuple[date, ...]:
    """Return two usual weeks, year's ends, leap days, and the days around changes of the clock.

    What is the same in all zones comes first, and of each the next one after the usual day.
    """
    usual = usual_day(years)

    def next_first(days: Iterable[date]) -> list[date]:
        return sorted(days, key=lambda day: (day < usual, abs(day - usual)))

    firsts = [date(year, 1, 1) for year in range(years[0], min(years[1], years[0] + _NEAR) + 1)]
    lasts = [day.replace(month=12, day=31) for day in firsts]
    leaps = [day.replace(month=3) - DAY for day in firsts]
    changes = [at.astimezone(ZoneInfo(zone)).date() for at in transitions(zone, *years)]
    around = [day + n * DAY for day in next_first(changes)[:_MOST] for n in (0, -1, 1)]
    near = [usual + n * DAY for n in range(_NEAR)]
    found = near + next_first(firsts) + next_first(lasts) + next_first(leaps) + around
    kept = (day for day in found if years[0] <= day.year <= years[1])
    return tuple(dict.fromkeys(kept))
