"""Calendars with all that can be said, of which the usual ones come first."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Literal, overload
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from slacalc import (
    AnyCalendar,
    Calendar,
    Closure,
    DaySchedule,
    Rota,
    WeekSchedule,
)
from slacalc.testing.strategies.checking import Years, years_of
from slacalc.testing.strategies.combined import combined_calendars
from slacalc.testing.strategies.dates import YEARS, dates, some_days_later
from slacalc.testing.strategies.day_rules import exceptions_on, holidays_on
from slacalc.testing.strategies.hours import week_schedules
from slacalc.testing.strategies.zones import Zones, zone_names

_LENGTH = st.integers(0, 9)
_MIDDAY = st.integers(8, 20)
_ONE_IN_TEN = st.sampled_from([*[False] * 9, True])
_EASTER_YEARS = 1583, 4099  # as far as Easter is known
_TURNS = st.sampled_from([*["week"] * 9, "days", "weeks"])


@overload
def calendars(
    *,
    zones: Zones = None,
    years: Years = YEARS,
    nights: bool = True,
    exceptions: bool = True,
    holidays: bool = True,
    empty: bool = False,
    combined: Literal[False] = False,
    horizons: bool = False,
) -> st.SearchStrategy[Calendar]: ...


@overload
def calendars(
    *,
    zones: Zones = None,
    years: Years = YEARS,
    nights: bool = True,
    exceptions: bool = True,
    holidays: bool = True,
    empty: bool = False,
    combined: bool,
    horizons: bool = False,
) -> st.SearchStrategy[AnyCalendar]: ...


def calendars(
    *,
    zones: Zones = None,
    years: Years = YEARS,
    nights: bool = True,
    exceptions: bool = True,
    holidays: bool = True,
    empty: bool = False,
    combined: bool = False,
    horizons: bool = False,
) -> st.SearchStrategy[AnyCalendar]:
    """Draw a calendar: a zone, a week or a rota, holidays, exceptions, closures.

    Args:
        zones: the names of the zones, or a strategy of them; those of all sorts of clocks.
        years: the first and the last year in which dates lie; many lie where a clock changes.
        nights: whether hours may reach over midnight.
        exceptions: whether dates may have rules of their own, and there may be closures.
        holidays: whether there may be holidays, on dates and what recurs.
        empty: whether a calendar may have no working time; without, it has some ahead of every
            instant and behind it.
        combined: whether some are made of others by ``|``, ``&``, ``-`` and `from_date`.
        horizons: whether some know only the days of the years.

    Shrinks to Mon-Fri 09:00-18:00 in the first zone, UTC. Refused at once, not when it draws, are
    zones that do not exist (`UnknownTimeZoneError`), no list of names and what are no two years
    (`ArgumentTypeError`), and years out of order or not from 1 to 9999 (`DateError`). A calendar
    takes a millisecond or two to draw.

    >>> from hypothesis import find
    >>> find(calendars(), lambda calendar: bool(calendar.exceptions)).exceptions
    {datetime.date(2026, 1, 5): DayRule('closed')}
    """
    said = {"holidays": holidays, "exceptions": exceptions, "horizons": horizons}
    names, years = zone_names(zones), years_of(years)
    one = _calendars(names=names, years=years, nights=nights, empty=empty, **said)
    return combined_calendars(one, years=years, empty=empty) if combined else one


@st.composite
def _calendars(
    draw: st.DrawFn,
    *,
    names: st.SearchStrategy[str],
    years: Years,
    nights: bool,
    empty: bool,
    holidays: bool,
    exceptions: bool,
    horizons: bool,
) -> Calendar:
    zone = draw(names)
    on = dates(years, zone)
    week = _week(draw, week_schedules(nights=nights, empty=empty), on)
    closed = holidays_on(draw, on) if holidays else []
    ruled = exceptions_on(draw, on, week, nights=nights) if exceptions else {}
    shut = [_closure(draw, on, zone)] if exceptions and draw(_ONE_IN_TEN) else []
    known: dict[str, Any] = draw(_horizons(years)) if horizons else {}
    if any("easter" in str(key) for key in (*closed, *ruled)):
        in_them = _EASTER_YEARS[0] <= years[0] and years[1] <= _EASTER_YEARS[1]
        known = {"outside": "assume"} | (known if in_them else {})
    return Calendar(
        week,
        time_zone=zone,
        holidays=dict.fromkeys(closed, "holiday"),
        exceptions=ruled,
        closures=shut,
        **known,
    )


def _week(
    draw: st.DrawFn, weeks: st.SearchStrategy[WeekSchedule], on: st.SearchStrategy[date]
) -> WeekSchedule | Rota:
    """Draw a week, or now and then weeks or days that take turns."""
    week, turns = draw(weeks), draw(_TURNS)
    if turns == "week":
        return week
    if turns == "weeks":
        return Rota([week, draw(weeks)], anchor=draw(on))
    hours = next((day for day in week.days if day), DaySchedule())
    worked, free = 1 + draw(_LENGTH), draw(_LENGTH)
    return Rota([hours] * worked + [DaySchedule()] * free, anchor=draw(on))


def _closure(draw: st.DrawFn, on: st.SearchStrategy[date], zone: str) -> Closure:
    """Draw a closure between two hours by day, which no clock repeats."""
    first, length, hours = draw(on), draw(_LENGTH), sorted((draw(_MIDDAY), draw(_MIDDAY)))
    ends = zip((first, some_days_later(first, length)), hours, strict=True)
    start, end = (datetime(d.year, d.month, d.day, h, tzinfo=ZoneInfo(zone)) for d, h in ends)
    return Closure(start, end + timedelta(hours=1), "works")


@lru_cache
def _horizons(years: Years) -> st.SearchStrategy[dict[str, Any]]:
    first, last = date(years[0], 1, 1), date(years[1], 12, 31)
    ends = (
        {"known_until": last},
        {"known_from": first},
        {"known_from": first, "known_until": last},
    )
    ways = [end | {"outside": way} for end in ends for way in ("assume", "warn", "raise")]
    return st.sampled_from([*[{}] * 6, *ways])
