"""The public strategies draw what the library accepts, and keep to what they were told."""

import datetime as dt
import subprocess
import sys
import zoneinfo
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.vendor.pretty import pretty

import slacalc
from slacalc import (
    AnyCalendar,
    Calendar,
    Condition,
    ConditionGroup,
    DaySchedule,
    Event,
    LevelChain,
    Policy,
    Shift,
    SlaClock,
    SupportLevel,
    WeekSchedule,
)
from slacalc.condition_tables import conditions_of, conditions_to_dict, settled
from slacalc.testing import _register, strategies

FEW = examples(25)
DAY, HOUR, ZERO = timedelta(days=1), timedelta(hours=1), timedelta(0)
OFFICE = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Berlin")
MINUTE = timedelta(minutes=1)


@FEW
@given(strategies.shifts(nights=False), strategies.day_schedules(nights=False, most=2))
def test_no_shift_crosses_midnight_unless_nights_are_asked_for(
    shift: Shift, day: DaySchedule
) -> None:
    """Without nights, hours end at 24:00 at the latest, and lie on whole minutes."""
    assert all(one.end <= DAY and not one.start % MINUTE for one in (shift, *day))


@FEW
@given(st.integers(1, 4).flatmap(lambda most: st.tuples(st.just(most), _day_of(most))))
def test_a_day_has_as_many_shifts_as_were_asked_for(drawn: tuple[int, DaySchedule]) -> None:
    """A day has one to `most` shifts."""
    most, day = drawn
    assert 1 <= len(day.shifts) <= most


def _day_of(most: int) -> st.SearchStrategy[DaySchedule]:
    return strategies.day_schedules(most=most)


@FEW
@given(strategies.week_schedules())
def test_a_week_has_hours_unless_it_may_be_empty(week: WeekSchedule) -> None:
    """Every week has hours."""
    assert week


@FEW
@given(strategies.calendars(combined=True, zones=["Asia/Kathmandu", "America/New_York"]))
def test_a_calendar_has_working_time_ahead_and_behind(calendar: AnyCalendar) -> None:
    """A calendar works before and after any instant, in the zones that were given."""
    far = datetime(2040, 6, 1, tzinfo=UTC)
    assert calendar.deadline(far, HOUR) - far >= HOUR
    assert far - calendar.latest_start(far, HOUR) >= HOUR
    assert {one.zone.key for one in _leaves(calendar)} <= {"Asia/Kathmandu", "America/New_York"}


def _leaves(calendar: AnyCalendar) -> Iterator[AnyCalendar]:
    yield from [one for part in calendar.made_of for one in _leaves(part)] or [calendar]


@FEW
@given(strategies.calendars(holidays=False, exceptions=False, nights=False, years=(2011, 2011)))
def test_a_calendar_lists_only_what_it_was_asked_for(calendar: Calendar) -> None:
    """Holidays, exceptions, closures and nights can be left out."""
    listed = [*calendar.holidays, *calendar.exceptions, *calendar.closures]
    assert not listed
    assert not calendar.week.crosses_midnight
    assert calendar.known_from is calendar.known_until is None


@FEW
@given(strategies.calendars(zones=st.just("Pacific/Apia"), years=(2011, 2011)))
def test_listed_dates_lie_in_the_years_that_were_asked_for(calendar: Calendar) -> None:
    """Dates of holidays and exceptions are of the years, those of a skipped day too."""
    days = [str(key)[:4] for key in (*calendar.holidays, *calendar.exceptions)]
    assert all(year == "2011" for year in days if year.startswith("20"))
    assert calendar.time_zone == "Pacific/Apia"


@FEW
@given(strategies.calendars(combined=True, horizons=True, empty=True))
def test_what_is_drawn_can_be_written_and_read(calendar: AnyCalendar) -> None:
    """The `repr` of a calendar makes an equal one, of the same fingerprint."""
    known = {name: getattr(slacalc, name) for name in slacalc.__all__}
    again = _evaluated(repr(calendar), known)
    assert again == calendar
    assert again.fingerprint == calendar.fingerprint
    assert pretty(calendar) == repr(calendar)


def _evaluated(text: str, known: dict[str, object]) -> Any:
    return eval(text, {"datetime": dt, "zoneinfo": zoneinfo, **known})  # noqa: S307 - our own


@FEW
@given(
    strategies.instants(years=(1999, 2001), zones=["Europe/Moscow"]),
    strategies.instants(calendar=OFFICE, zones=["UTC"]),
    strategies.durations(longest=3 * MINUTE),
)
def test_instants_and_durations_keep_to_what_was_asked_for(
    at: datetime, near: datetime, duration: timedelta
) -> None:
    """Instants are aware, of the years and in the zone; durations are above zero and bounded."""
    assert at.tzinfo == ZoneInfo("Europe/Moscow")
    assert 1998 <= at.year <= 2002
    assert near.tzinfo == ZoneInfo("UTC")
    assert ZERO < duration <= 3 * MINUTE


@FEW
@given(strategies.conditions(), strategies.tickets())
def test_conditions_judge_any_ticket(
    condition: Condition | ConditionGroup, ticket: dict[str, object]
) -> None:
    """A verdict says what `holds` says, and the condition is read back from its table."""
    named: dict[str, AnyCalendar] = {}

    def name(calendar: AnyCalendar) -> str:
        named[calendar.fingerprint] = calendar
        return calendar.fingerprint

    table = conditions_to_dict([condition], calendar_name=name)
    assert condition.verdict(ticket).holds is condition.holds(ticket)
    assert settled(conditions_of(table, calendars=named)) == settled([condition])


@FEW
@given(strategies.conditions(fields={"team": ["north"], "size": [1, 2.5]}, groups=False))
def test_conditions_are_of_the_fields_given(condition: Condition | ConditionGroup) -> None:
    """Without groups, every condition is on one of the fields."""
    assert isinstance(condition, Condition)
    assert condition.field in {"team", "size"}


@FEW
@given(st.data())
def test_a_history_can_be_replayed_on_its_level(data: st.DataObject) -> None:
    """A history starts, goes on in order and is told by the clock as it was drawn."""
    level = data.draw(strategies.levels(working_days=True, tables=True))
    history = data.draw(strategies.histories(level=level, most=8, changes=True))
    clock = SlaClock.replay(level.at_row("*") if level.rows else level, history)
    assert history[0] == clock.events[0]
    assert len(clock.events) <= len(history) <= 9
    assert all(a.key <= b.key for a, b in pairwise(history))


@FEW
@given(strategies.histories(start=OFFICE.at("2026-03-28 17:00")))
def test_a_history_of_no_level_can_be_replayed_on_any(history: list[Event]) -> None:
    """A history starts when it was told to, and holds what every level knows."""
    level = SupportLevel("night", calendar=Calendar("Sun 02:00-03:00", time_zone="UTC"))
    assert SlaClock.replay(level, history).started == OFFICE.at("2026-03-28 17:00")


@FEW
@given(strategies.clocks(changes=True))
def test_a_clock_can_be_stored(clock: SlaClock) -> None:
    """A drawn clock is equal to the one that is replayed from its events."""
    assert SlaClock.replay(clock.first_level, clock.events) == clock


@FEW
@given(strategies.levels(calendars=[OFFICE], conditions=False))
def test_levels_keep_to_what_was_asked_for(level: SupportLevel) -> None:
    """Levels are on the calendars given, without conditions, days and tables unless asked for."""
    assert level.calendar == OFFICE
    assert not level.conditions
    assert not level.rows
    assert all(not isinstance(one.duration, slacalc.DayCount) for one in level.targets)


@FEW
@given(strategies.chains(levels=strategies.levels(calendars=[OFFICE])))
def test_chains_are_of_the_levels_given(chain: LevelChain) -> None:
    """Levels of a chain have names of their own, and its default asks nothing."""
    levels = (*chain.levels, chain.default)
    assert len({level.name for level in levels}) == len(levels)
    assert all(level.calendar == OFFICE for level in levels)


@FEW
@given(strategies.policies())
def test_a_policy_can_be_written_and_read(policy: Policy) -> None:
    """A drawn policy is equal to the one that is read from its tables."""
    assert Policy.from_dict(policy.to_dict()) == policy


@FEW
@given(strategies.policies(versions=False, chains=strategies.chains()))
def test_a_policy_has_no_versions_unless_asked_for(policy: Policy) -> None:
    """Without versions there is one edition."""
    assert len(policy.editions) == 1


DRAWN = (
    Shift,
    DaySchedule,
    WeekSchedule,
    Calendar,
    Condition,
    SupportLevel,
    LevelChain,
    SlaClock,
    Policy,
)


@pytest.mark.parametrize("kind", DRAWN)
def test_a_registered_type_is_drawn_by_its_type(kind: type) -> None:
    """Hypothesis finds a strategy for the type, and what it draws is of the type."""
    _register.register()

    @settings(max_examples=5)
    @given(st.from_type(kind))
    def draws(value: object) -> None:
        assert isinstance(value, kind)
        assert pretty(value) == repr(value)

    draws()


def test_hypothesis_finds_the_strategies_by_itself() -> None:
    """In a fresh interpreter that imports nothing of the kit, `from_type` draws calendars."""
    program = """
from hypothesis import find, strategies as st
from slacalc import Calendar
print(find(st.from_type(Calendar), lambda calendar: True))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "Mon-Fri 09:00-18:00 (UTC)"
