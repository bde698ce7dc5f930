"""Calendars with all that can be said, drawn at random: dates of every kind, rotas, closures.

A drawn calendar is said twice, as in `strategies`: in the library's words, and as hours of
dates, which are ranked here on their own, and minutes of a grid.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import attrs
from date_strategies import RANGE, RECURRING, SINGLE, Key, distinct, keys, on_weekdays
from grid import Grid, Worked, opened, utc
from hypothesis import strategies as st
from strategies import (
    DAY,
    DAY_NAMES,
    MINUTE,
    ZONES,
    Hours,
    Said,
    Texts,
    _exceptions,
    _hours_named,
    _shift_texts,
    _shortenings,
    _week_text,
    _weeks,
    day_hours,
    transitions,
)

from slacalc import Calendar, Closure, DaySchedule, Rota, Span
from slacalc.timeline import PAGE
from slacalc.zones import EPOCH

LENGTH = 17 * DAY
Week = dict[int, Hours]


# Where to look


@attrs.frozen
class Window:
    """A stretch of time to ask about, an instant in it that is aimed at, and its date."""

    start: datetime
    end: datetime
    middle: datetime
    aim: date

    @property
    def grid(self) -> Grid:
        """The minutes of the stretch."""
        return Grid(self.start, self.end)


AIMS = ("transition", "transition", "seam", "new year", "leap day", "settled", "far", "any")
FAR = (2150, 2390, 2411, 2500, 2613, 2800, 3400, 3777)


@st.composite
def windows(draw: st.DrawFn, zone: str, *, aims: Sequence[str] = AIMS) -> Window:
    """Draw a stretch with something at its aim that is apt to go wrong."""
    aim, year = draw(st.sampled_from(aims)), draw(st.integers(1991, 2036))
    middle = datetime(year, 1, 1, tzinfo=UTC)
    if aim == "transition" and transitions(zone):
        middle = draw(st.sampled_from(transitions(zone)))
    elif aim == "seam":
        middle = EPOCH + draw(st.integers(40, 130)) * PAGE
    elif aim == "leap day":
        middle = datetime(year - year % 4, 2, 29, tzinfo=UTC)
    elif aim == "settled":  # where pages begin to repeat
        middle = EPOCH + draw(st.integers(250, 254)) * PAGE
    elif aim in {"far", "old"}:
        years = st.integers(1601, 1799) if aim == "old" else st.sampled_from(FAR)
        middle = datetime(draw(years), 1, 1, tzinfo=UTC) + draw(st.integers(0, 365)) * DAY
    elif aim == "any":
        middle += draw(st.integers(0, 364)) * DAY
    return _window(zone, middle, draw(st.integers(3, 14)), draw(st.integers(-60, 60)))


def _window(zone: str, middle: datetime, days: int, minutes: int) -> Window:
    clock = ZoneInfo(zone)
    offset = middle.astimezone(clock).utcoffset() or timedelta(0)
    start = middle - days * DAY + minutes * MINUTE - offset % MINUTE  # whole on this clock
    return Window(start, start + LENGTH, start + days * DAY, middle.astimezone(clock).date())


# What a calendar's first argument says


@attrs.frozen
class Pattern:
    """A week or a rota: in words, and as the hours of a date, and of the weekdays around it."""

    kind: str
    said: Any
    hours: Callable[[date], Hours]
    around: Callable[[date], Week]


@st.composite
def _week_patterns(draw: st.DrawFn) -> Pattern:
    """Draw a week."""
    week = draw(_weeks(never_empty=False))
    texts = {day: draw(_shift_texts(hours)) for day, hours in week.items()}
    said = _week_said(texts, in_a_line=draw(st.booleans()))
    return Pattern("week", said, lambda day: week[day.weekday()], lambda _: week)


def _week_said(texts: dict[int, Texts], *, in_a_line: bool) -> str | dict[str, DaySchedule]:
    if in_a_line and any(texts.values()):
        return _week_text(texts)
    return {DAY_NAMES[day]: DaySchedule(*said) for day, said in texts.items() if said}


@st.composite
def _rotas_of_days(draw: st.DrawFn, near: date) -> Pattern:
    """Draw days that take turns, from an anchor before or after."""
    turns = draw(st.lists(day_hours(), min_size=1, max_size=9))
    texts = [" ".join(draw(_shift_texts(hours))) or "closed" for hours in turns]
    anchor = near + draw(st.integers(-3000, 300)) * DAY
    said: Any = Rota(texts, anchor=anchor)
    if draw(st.booleans()):
        said = f"{' | '.join(texts)} from {anchor}"
    return Pattern(
        "rota of days", said, lambda day: turns[(day - anchor).days % len(turns)], lambda _: {}
    )


@st.composite
def _rotas_of_weeks(draw: st.DrawFn, near: date) -> Pattern:
    """Draw weeks that take turns; the anchor is any day of the first one."""
    weeks = draw(st.lists(_weeks(never_empty=True), min_size=2, max_size=4))
    texts = [
        _week_text({day: draw(_shift_texts(hours)) for day, hours in week.items()})
        for week in weeks
    ]
    anchor = near + draw(st.integers(-3000, 300)) * DAY
    monday = anchor - anchor.weekday() * DAY
    said: Any = Rota(texts, anchor=anchor)
    if draw(st.booleans()):
        said = f"{' | '.join(texts)} from {anchor}"

    def around(day: date) -> Week:
        return weeks[(day - monday).days // 7 % len(weeks)]

    return Pattern("rota of weeks", said, lambda day: around(day)[day.weekday()], around)


def patterns(near: date) -> st.SearchStrategy[Pattern]:
    """Draw a week or a rota."""
    return st.one_of(
        _week_patterns(), _week_patterns(), _rotas_of_days(near), _rotas_of_weeks(near)
    )


# A calendar


@attrs.frozen
class Plan:
    """A calendar with days of its own, as the library and as the oracle are told of it."""

    zone: str
    pattern: Pattern
    holidays: list[Key]
    named: bool  # whether the holidays come with names
    exceptions: list[tuple[Key, Said]]
    closures: list[tuple[datetime, datetime, str]]
    closed_as: str
    name: str

    def calendar(self, **said: Any) -> Calendar:
        """Build the library's calendar."""
        names = {key.said: f"off on {key.said}" for key in self.holidays}
        rules = {
            key.said: rule if isinstance(rule, str) else DaySchedule(*rule)
            for key, (rule, _) in self.exceptions
        }
        return Calendar(
            self.pattern.said,
            time_zone=self.zone,
            name=self.name,
            holidays=names if self.named else list(names),
            exceptions=rules,
            closures=self._closures_said(),
            **{"outside": "assume", **said},
        )

    def _closures_said(self) -> Any:
        if self.closed_as == "pairs":
            return [(Span(start, end), reason) for start, end, reason in self.closures]
        if self.closed_as == "closures":
            return [Closure(start, end, reason) for start, end, reason in self.closures]
        return {Span(start, end): reason for start, end, reason in self.closures}

    def hours(self, day: date) -> Hours:
        """Work out the hours of a date: the week, a holiday, exceptions from rank to rank."""
        hours = self.pattern.hours(day)
        if any(key.holds(day) for key in self.holidays):
            hours = []
        for rank in (RECURRING, RANGE, SINGLE):
            said = [said for key, said in self.exceptions if key.rank == rank and key.holds(day)]
            if said:
                _, change = said[0]
                hours = change(self.pattern.around(day), list(hours))
        return hours

    def worked(self, grid: Grid) -> list[Worked]:
        """Return the shifts of each date, less the closures."""
        closed = self.closed(grid)
        return [
            one._replace(bits=one.bits & ~closed)
            for day in grid.dates(self.zone)
            for one in grid.shifts(self.zone, day, self.hours(day))
        ]

    def closed(self, grid: Grid) -> int:
        """Return the minutes of the closures."""
        bits = 0
        for start, end, _ in self.closures:
            bits |= grid.between(utc(start), utc(end))
        return bits

    def bits(self, grid: Grid) -> int:
        """Return the open minutes."""
        return opened(self.worked(grid))

    @property
    def leaves(self) -> list[Plan]:
        """The calendar itself: it is not made of others."""
        return [self]

    @property
    def kinds(self) -> set[str]:
        """Return what the calendar is made of."""
        said = {key.kind for key in self.holidays} | {key.kind for key, _ in self.exceptions}
        return {self.pattern.kind, *said, *(["closure"] if self.closures else [])}


@st.composite
def _ruled(draw: st.DrawFn, window: Window, *, weekdays: bool) -> list[tuple[Key, Said]]:
    """Draw exceptions; those of one rank that may meet say the same."""
    words = _exceptions() if weekdays else st.one_of(_closed(), _hours_named(), _shortenings())
    found = distinct(draw(st.lists(keys(window.aim, window.end.date()), max_size=4)))
    if draw(st.booleans()):  # rules that never meet, and may say different things
        days = draw(st.lists(st.integers(0, 6), max_size=3, unique=True))
        apart = [draw(on_weekdays(day)) for day in days]
        found = [key for key in found if key.rank != RECURRING]
        return [(key, draw(words)) for key in _apart(found) + apart]
    shared = draw(words)
    return [(key, shared if key.rank == RECURRING else draw(words)) for key in _apart(found)]


def _apart(found: list[Key]) -> list[Key]:
    """Return keys without the ranges that overlap earlier ones."""
    kept: list[Key] = []
    ends: list[tuple[str, str]] = []
    for key in found:
        if key.rank == RANGE:
            first, last = key.text.split("..")
            if any(first <= other_last and other <= last for other, other_last in ends):
                continue
            ends.append((first, last))
        kept.append(key)
    return kept


def _closed() -> st.SearchStrategy[Said]:
    closed: Said = ("closed", lambda _week, _own: [])
    return st.just(closed)


@st.composite
def _closures(draw: st.DrawFn, window: Window) -> list[tuple[datetime, datetime, str]]:
    """Draw stretches of whole minutes, with ends on any clock, near the aim."""
    found = []
    for number in range(draw(st.sampled_from((0, 0, 1, 2, 3)))):
        midnights = st.integers(-4, 4).map(lambda days: days * 24 * 60)
        place = draw(st.one_of(st.integers(-4 * 24 * 60, 4 * 24 * 60), midnights))
        length = draw(st.one_of(st.integers(1, 600), st.integers(1, 9 * 24 * 60)))
        start, clock = window.middle + place * MINUTE, ZoneInfo(draw(st.sampled_from(ZONES)))
        end = start + length * MINUTE
        found.append((start.astimezone(clock), end.astimezone(UTC), f"works {number}"))
    return found


@st.composite
def plans(draw: st.DrawFn, zone: str, window: Window, *, listed: bool = True) -> Plan:
    """Draw a calendar with anything in it, or without what was listed as dates and closures."""
    pattern = draw(patterns(window.aim))
    holidays = distinct(draw(st.lists(keys(window.aim, window.end.date()), max_size=3)))
    exceptions = draw(_ruled(window, weekdays=pattern.kind != "rota of days"))
    closures = draw(_closures(window))
    if not listed or draw(st.integers(0, 2)) == 0:  # then no page of time is like no other
        holidays = [key for key in holidays if key.rank == RECURRING]
        exceptions = [(key, said) for key, said in exceptions if key.rank == RECURRING]
        closures = []
    return Plan(
        zone=zone,
        pattern=pattern,
        holidays=holidays,
        named=draw(st.booleans()),
        exceptions=exceptions,
        closures=closures,
        closed_as=draw(st.sampled_from(("mapping", "pairs", "closures"))),
        name=draw(st.sampled_from(("", "", "desk", "team"))),
    )


@st.composite
def planned(
    draw: st.DrawFn,
    *,
    zones: Sequence[str] = ZONES,
    aims: Sequence[str] = AIMS,
    listed: bool = True,
) -> tuple[Window, Plan]:
    """Draw a stretch and a calendar."""
    zone = draw(st.sampled_from(zones))
    window = draw(windows(zone, aims=aims))
    return window, draw(plans(zone, window, listed=listed))
