"""Instants near what can go wrong, and durations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import MINYEAR, UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Any
from warnings import catch_warnings, simplefilter
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from slacalc import AnyCalendar, Calendar, DateRange, HorizonError
from slacalc.testing.strategies.checking import Years, longest_of, one_of_kind, years_of
from slacalc.testing.strategies.choices import pick
from slacalc.testing.strategies.dates import DAY, YEARS, dates
from slacalc.testing.strategies.zones import FIRST, LAST, Zones, transitions, zone_names

_ZERO = timedelta(0)
_HOUR, _MINUTE, _TICK = timedelta(hours=1), timedelta(minutes=1), timedelta(microseconds=1)
_KINDS = st.sampled_from(("hour", "edge", "midnight", "change", "edge", "listed", "change", "any"))
_NUMBER = st.integers(-9, 14)  # the hour, counted from nine; or which of the edges
_ANY = st.integers(0, DAY // _TICK - 1).map(lambda count: count * _TICK)
_BESIDE = st.sampled_from([_ZERO] * 3 + [-_TICK, _TICK, -_MINUTE, _MINUTE])
_AROUND = st.integers(-180, 180)
_GUESTS = (UTC, ZoneInfo("America/New_York"), timezone(timedelta(hours=5, minutes=45)))
_MOST_DATES = 400


def instants(
    *,
    calendar: AnyCalendar | None = None,
    years: Years | None = None,
    zones: Zones = None,
) -> st.SearchStrategy[datetime]:
    """Draw an instant, an aware datetime: mostly a minute, or a microsecond, beside one.

    Args:
        calendar: whose openings, closings, holidays, exceptions and closures to come near, beside
            the midnights and the changes of its clock; without one, those of the zone drawn.
        years: the first and the last year, 2024 and 2027 unless said; what a calendar lists is
            come near in other years too. The first and the last day of time, which not all
            clocks can read, are left out.
        zones: names of the zones of the datetimes, or a strategy of them; with a calendar, its
            own for most, and others.

    Wall times in a fold come with either reading, those in a gap do not come. Shrinks to Monday
    2026-01-05 09:00 in the calendar's zone, or the first one. Refused at once are what is no
    calendar, no list of names or no two years (`ArgumentTypeError`), zones that do not exist
    (`UnknownTimeZoneError`), and years out of order or not from 1 to 9999 (`DateError`). What a
    calendar of millennia lists is compiled when an instant is drawn near it.

    >>> from hypothesis import find
    >>> print(find(instants(), lambda at: at.day > 5))
    2026-01-06 09:00:00+00:00
    >>> office = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Berlin")
    >>> print(find(instants(calendar=office), lambda at: True))
    2026-01-05 09:00:00+01:00
    """
    given = one_of_kind("calendar", calendar, AnyCalendar, "a calendar")
    own = given.zone if given and zones is None else None
    clocks = _clocks(own) if own else zone_names(zones).map(ZoneInfo)
    spoken = YEARS if years is None else years_of(years)
    return _instants(calendar=given, years=spoken, clocks=clocks)


@st.composite
def _instants(
    draw: st.DrawFn,
    *,
    calendar: AnyCalendar | None,
    years: Years,
    clocks: st.SearchStrategy[tzinfo],
) -> datetime:
    clock = calendar.zone if calendar else draw(clocks)
    at = _moment(draw, calendar, str(clock), years)
    return min(max(at, FIRST), LAST).astimezone(draw(clocks) if calendar else clock)


@lru_cache(maxsize=256)
def _clocks(own: ZoneInfo) -> st.SearchStrategy[tzinfo]:
    return st.sampled_from((*[own] * 7, *_GUESTS))


def _moment(draw: st.DrawFn, calendar: AnyCalendar | None, zone: str, years: Years) -> datetime:
    """Draw an instant, in UTC; near what is not there it is an hour of the day instead."""
    kind, day, clock = draw(_KINDS), draw(dates(years, zone)), ZoneInfo(zone)
    number, beside = draw(_NUMBER), draw(_BESIDE)
    if kind == "listed" and (listed := _listed(calendar)):
        day, kind = pick(draw, listed), pick(draw, ("hour", "midnight", "edge"))
    midnight = _instant(day, clock)
    if kind == "change" and (changes := transitions(zone, *years)):
        change = next((at for at in changes if at >= midnight), changes[-1])
        return change + beside + (_MINUTE * draw(_AROUND) if number < 0 else _ZERO)
    if kind == "edge" and calendar and (edges := edges_after(calendar, midnight)):
        return edges[number % len(edges)] + beside
    if kind == "midnight":
        return midnight + beside
    return _instant(day, clock, draw(_ANY) if kind == "any" else (number + 9) * _HOUR)


def _instant(day: date, clock: ZoneInfo, reading: timedelta = _ZERO) -> datetime:
    """Return what a reading of the clock means, in UTC, where a gap can't hide."""
    wall = datetime(day.year, day.month, day.day) + reading  # noqa: DTZ001 - of the clock
    try:
        return wall.replace(tzinfo=clock).astimezone(UTC)
    except OverflowError:  # at the ends of time
        return FIRST if day.year == MINYEAR else LAST


def edges_after(calendar: AnyCalendar, start: datetime) -> list[datetime]:
    """Return the openings and closings of four days, none where the calendar knows them not."""
    with catch_warnings(), suppress(HorizonError):
        simplefilter("ignore")
        start = min(start, LAST - 4 * DAY)
        spans = list(calendar.spans(start, start + 4 * DAY))
        return [at for span in spans for at in (span.start, span.end) if at]
    return []


def _listed(calendar: AnyCalendar | None) -> Sequence[date]:
    """Return the dates that a calendar lists, of what it is made of too."""
    parts = [calendar] if calendar else []
    for part in parts:
        parts += part.made_of
    found = (day for part in parts if isinstance(part, Calendar) for day in _own_dates(part))
    return tuple(dict.fromkeys(found))[:_MOST_DATES]


def _own_dates(calendar: Calendar) -> Iterator[date]:
    keys: Iterable[Any] = (*calendar.holidays, *calendar.exceptions)
    for key in keys:
        if isinstance(key, DateRange):
            yield from (key.first, key.last + DAY if key.last < date.max else key.last)
        elif isinstance(key, date):
            yield key
    for closure in calendar.closures:
        ends = (at for at in (closure.start, closure.end) if at)
        yield from (at.astimezone(calendar.zone).date() for at in ends)


def durations(
    *, longest: timedelta = timedelta(days=30), zero: bool = False
) -> st.SearchStrategy[timedelta]:
    """Draw a duration above zero: whole hours, a day's worth mostly, minutes, or microseconds.

    None is longer than `longest`; with `zero`, some are zero. Shrinks to an hour. A `longest`
    that leaves nothing to draw raises `DurationError` at once, one that is no timedelta
    `ArgumentTypeError`.

    >>> from hypothesis import find
    >>> print(find(durations(), lambda duration: duration > timedelta(hours=8)))
    9:00:00
    """
    longest = longest_of(longest, zero=zero)
    hours, minutes, ticks = (longest // unit for unit in (_HOUR, _MINUTE, _TICK))
    found = [
        st.integers(1, min(most, usual)).map(unit.__mul__)
        for unit, most, usual in (
            (_HOUR, hours, 12),
            (_HOUR, hours, hours),
            (_MINUTE, minutes, minutes),
            (_MINUTE, minutes, 600),
            (_TICK, ticks, ticks),
        )
        if most
    ]
    return st.one_of(*found, *([st.booleans().map(lambda _: _ZERO)] if zero else []))
