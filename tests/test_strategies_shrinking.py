"""The public strategies shrink to what a person would draw."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, find, settings
from hypothesis import strategies as st

from slacalc import (
    Calendar,
    Condition,
    ConditionGroup,
    DaySchedule,
    Event,
    LevelChain,
    Rota,
    Shift,
    SupportLevel,
    WeekSchedule,
)
from slacalc.testing.strategies import (
    calendars,
    chains,
    clocks,
    conditions,
    day_schedules,
    durations,
    histories,
    instants,
    levels,
    policies,
    shifts,
    tickets,
    week_schedules,
)

SEARCH = settings(max_examples=2000, database=None, phases=(Phase.generate, Phase.shrink))
HOUR = timedelta(hours=1)
USUAL = "Mon-Fri 09:00-18:00"
OFFICE = Calendar(USUAL, time_zone="UTC")
BERLIN = Calendar(USUAL, time_zone="Europe/Berlin")
STANDARD = SupportLevel("Standard", calendar=OFFICE, response="1h", resolution="8h")


def smallest(strategy: st.SearchStrategy[Any], condition: Callable[[Any], object]) -> Any:
    """Return what hypothesis shows of all that meets a condition."""
    return find(strategy, lambda it: bool(condition(it)), settings=SEARCH, random=Random(0))


def anything(_: object) -> bool:
    """Say yes."""
    return True


def night(day: DaySchedule) -> bool:
    """Say whether hours reach over midnight."""
    return day.shifts[-1].end > 24 * HOUR


HOURS: list[tuple[Any, Any, Any]] = [
    (shifts(), anything, Shift.parse("09:00-18:00")),
    (shifts(), lambda it: it.end > 24 * HOUR, Shift.parse("22:00-06:00")),
    (shifts(), lambda it: it.end - it.start > 10 * HOUR, Shift.parse("08:00-20:00")),
    (shifts(), lambda it: it.start % HOUR, Shift.parse("09:01-18:00")),
    (day_schedules(), anything, DaySchedule("09:00-18:00")),
    (day_schedules(empty=True), lambda it: not it, DaySchedule()),
    (
        day_schedules(),
        lambda it: len(it.shifts) == 2,
        DaySchedule("09:00-13:00", "14:00-18:00"),
    ),
    (week_schedules(), anything, WeekSchedule(USUAL)),
    (week_schedules(), lambda it: it[5], WeekSchedule("Mon-Sat 09:00-18:00")),
    (week_schedules(), lambda it: it.never_closes, WeekSchedule("Mon-Sun 00:00-24:00")),
    (
        week_schedules(),
        lambda it: all(night(day) for day in it.days if day),
        WeekSchedule("Mon-Fri 22:00-06:00"),
    ),
    (week_schedules(empty=True), lambda it: not it, WeekSchedule("Mon-Sun closed")),
]


@pytest.mark.parametrize(("strategy", "condition", "expected"), HOURS)
def test_hours_shrink_to_office_hours(
    strategy: st.SearchStrategy[Any], condition: Callable[[Any], object], expected: object
) -> None:
    """Hours shrink to 09:00-18:00, nights to 22:00-06:00, weeks to Monday to Friday."""
    assert smallest(strategy, condition) == expected


MONDAY = date(2026, 1, 5)
CALENDARS: list[tuple[Any, Any, Any]] = [
    (calendars(), anything, OFFICE),
    (calendars(combined=True, horizons=True), anything, OFFICE),
    (calendars(zones=["Europe/Berlin"]), anything, BERLIN),
    (
        calendars(),
        lambda it: isinstance(it.week, WeekSchedule) and it.day("2026-01-10").hours,
        Calendar("Mon-Sat 09:00-18:00", time_zone="UTC"),
    ),
    (
        calendars(),
        lambda it: it.holidays,
        Calendar(USUAL, time_zone="UTC", holidays=[MONDAY]),
    ),
    (
        calendars(),
        lambda it: it.exceptions,
        Calendar(USUAL, time_zone="UTC", exceptions={MONDAY: "closed"}),
    ),
    (
        calendars(),
        lambda it: isinstance(it.week, Rota),
        Calendar(Rota(["09:00-18:00"], anchor=MONDAY), time_zone="UTC"),
    ),
    (
        calendars(horizons=True),
        lambda it: it.known_until,
        Calendar(USUAL, time_zone="UTC", known_until="2027-12-31", outside="assume"),
    ),
    (calendars(combined=True), lambda it: it.made_of, OFFICE | OFFICE),
]


@pytest.mark.parametrize(("strategy", "condition", "expected"), CALENDARS)
def test_calendars_shrink_to_an_office_in_the_first_zone(
    strategy: st.SearchStrategy[Any], condition: Callable[[Any], object], expected: object
) -> None:
    """A calendar shrinks to office hours without holidays, but for what it must have."""
    assert smallest(strategy, condition) == expected


INSTANTS: list[tuple[Any, Any, Any]] = [
    (instants(), anything, "2026-01-05 09:00:00+00:00"),
    (instants(calendar=BERLIN), anything, "2026-01-05 09:00:00+01:00"),
    (instants(years=(2011, 2012)), anything, "2011-01-03 09:00:00+00:00"),
    (instants(calendar=BERLIN), lambda it: it.fold, "2026-10-25 02:00:00+01:00"),
    (instants(calendar=BERLIN), lambda it: it.hour == 18, "2026-01-05 18:00:00+01:00"),
    (instants(calendar=BERLIN), lambda it: it.microsecond, "2026-01-05 08:59:59.999999+01:00"),
    (instants(), lambda it: it.year == 2027, "2027-01-01 09:00:00+00:00"),
]


@pytest.mark.parametrize(("strategy", "condition", "expected"), INSTANTS)
def test_instants_shrink_to_a_monday_morning(
    strategy: st.SearchStrategy[datetime], condition: Callable[[Any], object], expected: str
) -> None:
    """An instant shrinks to Monday 09:00 on the calendar's clock, to the hour."""
    assert str(smallest(strategy, condition)) == expected


DURATIONS: list[tuple[Any, Any, Any]] = [
    (durations(), anything, HOUR),
    (durations(zero=True), anything, HOUR),
    (durations(zero=True), lambda it: not it, timedelta(0)),
    (durations(), lambda it: it > 8 * HOUR, 9 * HOUR),
    (durations(), lambda it: it % HOUR, timedelta(minutes=1)),
    (durations(longest=timedelta(minutes=5)), anything, timedelta(minutes=1)),
]


@pytest.mark.parametrize(("strategy", "condition", "expected"), DURATIONS)
def test_durations_shrink_to_an_hour(
    strategy: st.SearchStrategy[timedelta],
    condition: Callable[[Any], object],
    expected: timedelta,
) -> None:
    """A duration shrinks to an hour, to whole hours where it must be longer."""
    assert smallest(strategy, condition) == expected


VIP = Condition("client", "is", "vip")
REQUESTS: list[tuple[Any, Any, Any]] = [
    (conditions(), anything, VIP),
    (conditions(), lambda it: isinstance(it, ConditionGroup), ConditionGroup("all_of", [VIP])),
    (tickets(), anything, {}),
    (tickets(), bool, {"client": "vip"}),
    (tickets(chain=LevelChain([], default=STANDARD)), anything, {}),
    (levels(), anything, STANDARD),
    (
        levels(),
        lambda it: it.conditions,
        SupportLevel("Standard", calendar=OFFICE, response="1h", resolution="8h", conditions=[VIP]),
    ),
    (chains(), anything, LevelChain([], default=STANDARD)),
]


@pytest.mark.parametrize(("strategy", "condition", "expected"), REQUESTS)
def test_requests_and_levels_shrink_to_the_usual_ones(
    strategy: st.SearchStrategy[Any], condition: Callable[[Any], object], expected: object
) -> None:
    """A level shrinks to 1 h and 8 h without conditions, a request to no fields."""
    assert smallest(strategy, condition) == expected


def told(history: list[Event]) -> list[str]:
    """Return a history in words."""
    return [f"{event.kind} {event.at.astimezone(UTC):%a %H:%M}" for event in history]


HISTORIES: list[tuple[Any, list[str]]] = [
    (anything, ["start Mon 09:00"]),
    (
        lambda it: {"pause", "resume"} <= {event.kind for event in it},
        ["start Mon 09:00", "pause Mon 10:00", "resume Mon 11:00"],
    ),
    (
        lambda it: "reopen" in {event.kind for event in it},
        ["start Mon 09:00", "resolve Mon 10:00", "reopen Mon 11:00"],
    ),
]


@pytest.mark.parametrize(("condition", "expected"), HISTORIES)
def test_histories_shrink_to_the_few_events_that_matter(
    condition: Callable[[Any], object], expected: list[str]
) -> None:
    """A history shrinks to what must have happened, an hour apart."""
    assert told(smallest(histories(), condition)) == expected


def test_clocks_and_policies_shrink_to_the_usual_level() -> None:
    """A clock shrinks to one that was just started, a policy to a default level alone."""
    clock = smallest(clocks(), anything)
    assert (clock.first_level, told(clock.events)) == (STANDARD, ["start Mon 09:00"])
    policy = smallest(policies(), anything)
    assert policy.chain == LevelChain([], default=STANDARD)
    assert policy.calendars == {"calendar 1": OFFICE}
