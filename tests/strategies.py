"""Calendars, instants and durations drawn at random, aimed at where the clock changes.

A drawn case is said twice: as the constructor arguments of `slacalc.Calendar`, and as the plain
data of the oracle. What exceptions do to a day is worked out here minute by minute, on its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import groupby
from typing import TypeVar
from zoneinfo import ZoneInfo

import attrs
from hypothesis import strategies as st

from slacalc import Calendar, DayRule, DaySchedule
from slacalc.testing.oracle import Oracle
from slacalc.testing.strategies.zones import transitions as changes
from slacalc.timeline import PAGE  # working time is compiled in pages, which meet at seams
from slacalc.zones import EPOCH

Hours = list[tuple[int, int]]
"""Shifts as (start, end) in minutes from the midnight at which their day begins."""

Texts = tuple[str, ...]
"""The texts of one DaySchedule."""

Drawn = TypeVar("Drawn")

ZONES = (
    "UTC",
    "America/New_York",
    "Europe/Berlin",
    "Europe/Moscow",
    "Australia/Lord_Howe",
    "Antarctica/Troll",
    "Africa/Casablanca",
    "America/St_Johns",
    "Pacific/Apia",
    "Asia/Kathmandu",
    "America/Santiago",
    "Pacific/Kwajalein",
)
DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FIRST, LAST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2038, 1, 1, tzinfo=UTC)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
MICROSECOND = timedelta(microseconds=1)
LENGTH = 17 * DAY  # of the stretch that is asked about


@attrs.frozen
class Case:
    """One calendar, as the library and as the oracle are told of it, and a stretch to ask about."""

    zone: str
    said_week: str | dict[str, Texts]
    said_holidays: dict[date, str] | list[date]
    said_exceptions: dict[date, str | Texts]
    week: dict[int, Hours]
    day_rules: dict[date, Hours]
    start: datetime
    end: datetime

    def calendar(self) -> Calendar:
        """Build the library's calendar."""
        week: str | dict[str, DaySchedule] = (
            self.said_week
            if isinstance(self.said_week, str)
            else {name: DaySchedule(*texts) for name, texts in self.said_week.items()}
        )
        exceptions: dict[date, str | DaySchedule | DayRule] = {
            day: said if isinstance(said, str) else DaySchedule(*said)
            for day, said in self.said_exceptions.items()
        }
        return Calendar(
            week, time_zone=self.zone, holidays=self.said_holidays, exceptions=exceptions
        )

    def oracle(self) -> Oracle:
        """Build the oracle's table."""
        return Oracle(self.zone, self.week, self.day_rules, self.start, self.end)

    @property
    def never_changes(self) -> bool:
        """Tell whether the week is all closed or all open, so that changes come to an end."""
        minutes = {
            (day * 24 * 60 + minute) % (7 * 24 * 60)
            for day, hours in self.week.items()
            for start, end in hours
            for minute in range(start, end)
        }
        return len(minutes) in {0, 7 * 24 * 60}

    def hours(self, day: date) -> Hours:
        """Look up the hours of one date."""
        return self.day_rules.get(day, self.week.get(day.weekday(), []))


# Where the clock changes


def transitions(zone: str) -> list[datetime]:
    """Find the instants of 1990-2037 at which a zone's offset changes."""
    return list(changes(zone, FIRST.year, LAST.year - 1))


# Hours of a day


def shortened(hours: Hours, minutes: int) -> Hours:
    """Take minutes away from the end of a day's hours, one by one."""
    worked = [minute for start, end in hours for minute in range(start, end)]
    return _stretches(worked[: max(0, len(worked) - minutes)])


def _stretches(minutes: Sequence[int]) -> Hours:
    """Join minutes that follow one another."""
    runs = groupby(enumerate(minutes), key=lambda pair: pair[1] - pair[0])
    members = [[minute for _, minute in run] for _, run in runs]
    return [(run[0], run[-1] + 1) for run in members]


def clock_text(minute: int) -> str:
    """Write a minute of the day, 24:00 and beyond too."""
    return f"{minute // 60:02}:{minute % 60:02}"


@st.composite
def _shift_texts(draw: st.DrawFn, hours: Hours) -> Texts:
    """Write shifts, those across midnight in either of the two ways."""
    texts = []
    for start, end in hours:
        wraps = start < 24 * 60 < end < start + 24 * 60  # "22:00-06:00" says it as well
        back = 24 * 60 if wraps and draw(st.booleans()) else 0
        texts.append(f"{clock_text(start)}-{clock_text(end - back)}")
    return tuple(texts)


def _minutes_of_day() -> st.SearchStrategy[int]:
    """Draw whole hours first, then any minute of the day, of the small hours, of the next day."""
    return st.one_of(
        st.integers(0, 24).map(lambda hour: hour * 60),
        st.integers(0, 24 * 60),
        st.integers(0, 4 * 60),
        st.integers(22 * 60, 48 * 60),
    )


def day_hours(*, fewest: int = 0) -> st.SearchStrategy[Hours]:
    """Draw up to three shifts that don't overlap, and may touch."""
    return st.lists(_minutes_of_day(), min_size=2 * fewest, max_size=6).map(_paired)


def _paired(minutes: list[int]) -> Hours:
    """Sort minutes and take them two by two, without the pairs that hold no time."""
    minutes = sorted(minutes)
    pairs = zip(minutes[::2], minutes[1::2], strict=False)
    return [(start, end) for start, end in pairs if start < end]


# Weeks


@st.composite
def _weeks(draw: st.DrawFn, *, never_empty: bool) -> dict[int, Hours]:
    """Draw up to three kinds of days and spread them over the week; one week in ten is empty."""
    kinds = [draw(day_hours(fewest=1)), *draw(st.lists(day_hours(), max_size=2))]
    if draw(st.integers(0, 9)) == 9 and not never_empty:
        kinds = [[]]
    week = {day: draw(st.sampled_from(kinds)) for day in range(7)}
    if never_empty and not any(week.values()):
        week[0] = [(9 * 60, 17 * 60)]
    return week


def _week_text(texts: Mapping[int, Texts]) -> str:
    """Write a week in a line, days in a row that have the same hours as a range."""
    entries = []
    for hours, run in groupby(sorted(texts), key=lambda day: texts[day]):
        days = [DAY_NAMES[day].capitalize() for day in run]
        names = days[0] if len(days) == 1 else f"{days[0]}-{days[-1]}"
        if hours:
            entries.append(f"{names} {' '.join(hours)}")
    return "; ".join(entries)


# Holidays and exceptions

Said = tuple[str | Texts, Callable[[dict[int, Hours], Hours], Hours]]
"""What is said of a date, and what that makes of the week and of the date's own hours."""


@st.composite
def _hours_named(draw: st.DrawFn) -> Said:
    """Draw "10:00-14:00 15:00-16:00" or the DaySchedule of it."""
    hours = draw(day_hours())
    texts = draw(_shift_texts(hours))
    in_a_line = draw(st.booleans())
    return " ".join(texts) if texts and in_a_line else texts, lambda _week, _own: hours


@st.composite
def _as_weekday(draw: st.DrawFn) -> Said:
    """Draw "as mon"."""
    day = draw(st.integers(0, 6))
    return f"as {DAY_NAMES[day]}", lambda week, _own: week[day]


def _short_minutes() -> st.SearchStrategy[int]:
    """Draw how much a day is shortened by, more than it has too."""
    return st.one_of(st.sampled_from([60, 30, 90]), st.integers(1, 12 * 60))


def _short_text(minutes: int) -> str:
    """Write "short 1h 30m"."""
    parts = [(minutes // 60, "h"), (minutes % 60, "m")]
    return f"short {' '.join(f'{count}{unit}' for count, unit in parts if count)}"


@st.composite
def _shortenings(draw: st.DrawFn) -> Said:
    """Draw "short 1h"."""
    minutes = draw(_short_minutes())
    return _short_text(minutes), lambda _week, own: shortened(own, minutes)


@st.composite
def _as_weekday_shortened(draw: st.DrawFn) -> Said:
    """Draw "as mon, short 1h"."""
    day, minutes = draw(st.integers(0, 6)), draw(_short_minutes())
    said = f"as {DAY_NAMES[day]}, {_short_text(minutes)}"
    return said, lambda week, _own: shortened(week[day], minutes)


def _exceptions() -> st.SearchStrategy[Said]:
    """Draw any of the things that can be said of a date."""
    closed: Said = ("closed", lambda _week, _own: [])
    return st.one_of(
        st.just(closed),
        _hours_named(),
        _as_weekday(),
        _shortenings(),
        _as_weekday_shortened(),
    )


# Cases


@st.composite
def _windows(draw: st.DrawFn, zone: str) -> tuple[datetime, datetime, date]:
    """Draw a stretch and a date in it: half at a transition, a quarter at a seam of pages."""
    aims = transitions(zone)
    kind = draw(st.integers(0, 3))
    if aims and kind < 2:
        aim = draw(st.sampled_from(aims))
    elif kind == 2:
        aim = EPOCH + draw(st.integers((FIRST - EPOCH) // PAGE + 1, (LAST - EPOCH) // PAGE)) * PAGE
    else:
        aim = FIRST + draw(st.integers(20, (LAST - FIRST) // DAY - 20)) * DAY
    before = draw(st.integers(3, LENGTH // DAY - 3)) * DAY + draw(st.integers(-60, 60)) * MINUTE
    return aim - before, aim - before + LENGTH, aim.astimezone(ZoneInfo(zone)).date()


@st.composite
def cases(draw: st.DrawFn, *, zones: Sequence[str] = ZONES, never_empty: bool = False) -> Case:
    """Draw a calendar and a stretch of time to ask it about."""
    zone = draw(st.sampled_from(zones))
    start, end, aim = draw(_windows(zone))
    week = draw(_weeks(never_empty=never_empty))
    texts = {day: draw(_shift_texts(hours)) for day, hours in week.items()}
    near = st.integers(-2, 1).map(lambda days: aim + days * DAY)
    anywhere = st.integers(-1, LENGTH // DAY).map(lambda days: start.date() + days * DAY)
    dates = st.one_of(near, anywhere)
    holidays = draw(st.lists(dates, max_size=3, unique=True))
    # an exception falls on a holiday now and then
    excepted = st.one_of(dates, st.sampled_from(holidays)) if holidays else dates
    exceptions = draw(st.dictionaries(excepted, _exceptions(), max_size=4))

    day_rules: dict[date, Hours] = {day: [] for day in holidays}
    for day, (_, change) in exceptions.items():
        day_rules[day] = change(week, day_rules.get(day, week[day.weekday()]))
    in_text = any(texts.values()) and draw(st.booleans())
    named = draw(st.booleans())
    return Case(
        zone=zone,
        said_week=_week_text(texts)
        if in_text
        else {DAY_NAMES[day]: said for day, said in texts.items() if said},
        said_holidays={day: f"holiday {day}" for day in holidays} if named else holidays,
        said_exceptions={day: said for day, (said, _) in exceptions.items()},
        week=week,
        day_rules=day_rules,
        start=start,
        end=end,
    )


# Questions

OFFSETS = [-14 * 60, -4 * 60, -(3 * 60 + 30), 45, 5 * 60 + 45, 14 * 60]
CLOCKS = [UTC, *(ZoneInfo(zone) for zone in ZONES), *(timezone(at * MINUTE) for at in OFFSETS)]
_ANYWHERE = st.integers(0, LENGTH // MICROSECOND - 1)
_EDGES = st.tuples(
    st.integers(0, LENGTH // DAY),  # the day
    st.integers(0, 7),  # which end of which shift, or else one of the hours when clocks change
    st.integers(0, 1),  # which of two readings
    st.integers(-1, 1),  # microseconds beside it
)
_PLACES = st.one_of(_ANYWHERE, _EDGES)
_CLOCKS = st.one_of(st.none(), st.sampled_from(CLOCKS))
_DURATIONS = st.one_of(
    st.integers(1, 60).map(lambda hours: hours * HOUR),
    st.integers(1, 4 * 24 * 60).map(lambda minutes: minutes * MINUTE),
    st.integers(1, 2 * DAY // MICROSECOND).map(lambda count: count * MICROSECOND),
)


def durations() -> st.SearchStrategy[timedelta]:
    """Draw a duration above zero: whole hours, whole minutes, or any number of microseconds."""
    return _DURATIONS


@st.composite
def instants(draw: st.DrawFn, case: Case) -> datetime:
    """Draw an instant of a case's stretch, half of them at an end of a shift, on some clock."""
    place = draw(_PLACES)
    moment = case.start + place * MICROSECOND if isinstance(place, int) else _edge(case, *place)
    moment = min(max(moment, case.start), case.end - MICROSECOND)
    return moment.astimezone(draw(_CLOCKS) or ZoneInfo(case.zone))


def _edge(case: Case, days: int, which: int, fold: int, beside: int) -> datetime:
    """Name the wall time of a shift's end, either of two where it is in a gap or a fold."""
    day = case.start.date() + days * DAY
    minutes = [*(minute for shift in case.hours(day) for minute in shift), 0, 60, 120, 180]
    wall = datetime.combine(day, time()) + minutes[which % len(minutes)] * MINUTE
    moment = wall.replace(tzinfo=ZoneInfo(case.zone), fold=fold).astimezone(UTC)
    return moment + beside * MICROSECOND


@st.composite
def questions(draw: st.DrawFn, case: Case) -> tuple[datetime, datetime, timedelta]:
    """Draw two instants in either order and a duration."""
    return draw(instants(case)), draw(instants(case)), draw(durations())


def fresh(things: st.SearchStrategy[Drawn]) -> st.SearchStrategy[Drawn]:
    """Draw each example anew: hypothesis varies an example in parts, but no unique collection."""
    return st.lists(things, min_size=1, max_size=1, unique_by=id).map(lambda found: found[0])
