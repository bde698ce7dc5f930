"""The public strategies refuse what can't be meant when they are made, and say the way out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import Phase, find, settings
from hypothesis import strategies as st

from slacalc import (
    ArgumentTypeError,
    Calendar,
    DateError,
    DurationError,
    LevelError,
    NaiveDatetimeError,
    SlacalcError,
    SupportLevel,
    UnknownTimeZoneError,
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
    tickets,
)

OFFICE = Calendar("Mon-Fri 09:00-18:00", time_zone="UTC")
STANDARD = SupportLevel("Standard", calendar=OFFICE, response="1h")
DAY = timedelta(days=1)
FIRST = settings(phases=[Phase.generate])  # what is found is not made smaller
Strategy = Callable[..., st.SearchStrategy[Any]]


@pytest.mark.parametrize("strategy", [calendars, instants])
@pytest.mark.parametrize(
    ("zones", "kind", "way_out"),
    [
        ("Europe/Berlin", ArgumentTypeError, "['Europe/Berlin']"),
        (["Nope"], UnknownTimeZoneError, "IANA"),
        (["europe/berlin "], UnknownTimeZoneError, "did you mean 'Europe/Berlin'?"),
        ([3], ArgumentTypeError, "the name of a time zone"),
        (3, ArgumentTypeError, "names of time zones"),
        ([], ArgumentTypeError, "names of time zones"),
    ],
)
def test_zones_are_names_that_exist(
    strategy: Strategy, zones: object, kind: type[SlacalcError], way_out: str
) -> None:
    """What are no names of zones is refused, with what to give."""
    refused(lambda: strategy(zones=zones), kind, "zones", way_out)


def test_a_strategy_of_zones_is_checked_when_it_draws() -> None:
    """A name that a strategy draws is known only then."""
    with pytest.raises(UnknownTimeZoneError, match=r"^zones='Nope': is no time zone"):
        find(calendars(zones=st.just("Nope")), lambda _: True)


def test_names_are_read_once() -> None:
    """An iterator of names serves every example, not the first alone."""
    strategy = instants(zones=iter(["Asia/Kathmandu"]))
    drawn = [find(strategy, lambda _: True) for _ in range(2)]
    assert [str(at.tzinfo) for at in drawn] == ["Asia/Kathmandu"] * 2


@pytest.mark.parametrize("strategy", [calendars, instants])
@pytest.mark.parametrize(
    ("years", "kind"),
    [
        ([2024, 2025], ArgumentTypeError),
        ((2024,), ArgumentTypeError),
        ((2024, 2025, 2026), ArgumentTypeError),
        ((), ArgumentTypeError),
        ("2024-2027", ArgumentTypeError),
        (2024, ArgumentTypeError),
        ((2024, 2025.0), ArgumentTypeError),
        ((True, 2025), ArgumentTypeError),
        ((2027, 2024), DateError),
        ((0, 2024), DateError),
        ((2024, 10_000), DateError),
        ((10**30, 10**30), DateError),
    ],
)
def test_years_are_the_first_and_the_last(
    strategy: Strategy, years: object, kind: type[SlacalcError]
) -> None:
    """What are no two years in order is refused, and an example of some is given."""
    refused(lambda: strategy(years=years), kind, "years", "(2024, 2027)")


@pytest.mark.parametrize("strategy", [calendars, instants])
def test_years_that_do_not_exist_are_told_from_those_that_do(strategy: Strategy) -> None:
    """The years that can be drawn are named."""
    with pytest.raises(DateError, match="not of the years from 1 to 9999"):
        strategy(years=(1, 10_000))


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({"longest": timedelta(0)}, DurationError),
        ({"longest": -DAY}, DurationError),
        ({"longest": -DAY, "zero": True}, DurationError),
        ({"longest": 3}, ArgumentTypeError),
        ({"longest": "1h"}, ArgumentTypeError),
    ],
)
def test_the_longest_duration_is_one(said: dict[str, Any], kind: type[SlacalcError]) -> None:
    """A longest duration is above zero, or zero where zero may be drawn."""
    refused(lambda: durations(**said), kind, "longest", "timedelta(")


def test_no_duration_is_longer_than_zero_where_that_is_the_longest() -> None:
    """Zero is all that is drawn where it is the longest, and may be drawn."""
    zero = timedelta(0)
    assert find(durations(longest=zero, zero=True), lambda _: True) == zero


@pytest.mark.parametrize(("strategy", "least"), [(day_schedules, 1), (histories, 0), (clocks, 0)])
@pytest.mark.parametrize("most", [-1, "x", None, 1.5, True])
def test_the_most_is_a_number(strategy: Strategy, least: int, most: object) -> None:
    """How many there may be at most is a whole number, and not below what there always is."""
    refused(lambda: strategy(most=most), ArgumentTypeError, "most", f"a whole number from {least}")


def test_a_day_has_a_shift_at_least() -> None:
    """A day of no shifts at most is refused."""
    refused(lambda: day_schedules(most=0), ArgumentTypeError, "most", "a whole number from 1")


@pytest.mark.parametrize("strategy", [conditions, tickets])
@pytest.mark.parametrize(
    "fields",
    [{}, 3, "team", ["team"], {3: ["north"]}, {"team": []}, {"team": 3}, {"team": "north"}],
)
def test_fields_have_names_and_values(strategy: Strategy, fields: object) -> None:
    """Fields without names, or without values to compare with, are refused."""
    with pytest.raises(ArgumentTypeError, match=r"'team': \['north', 'south'\]") as told:
        strategy(fields=fields)
    assert told.value.argument in {"fields", "fields['team']"}


@pytest.mark.parametrize("value", [None, float("nan"), ["north"], timedelta(1)])
def test_conditions_compare_with_what_can_be_compared(value: object) -> None:
    """A value that no condition can hold is refused, with its field."""
    with pytest.raises(LevelError, match=r"^fields\.conditions\.team\.is=.*can't be compared"):
        conditions(fields={"team": ["north", value]})


@pytest.mark.parametrize(
    ("strategy", "argument", "wanted"),
    [
        (tickets, "chain", "a LevelChain"),
        (chains, "levels", "a strategy of levels"),
        (clocks, "levels", "a strategy of levels"),
        (policies, "chains", "a strategy of chains"),
        (levels, "calendars", "calendars, or a strategy of them"),
        (instants, "calendar", "a calendar"),
        (histories, "level", "a SupportLevel"),
        (histories, "start", "an aware datetime"),
    ],
)
@pytest.mark.parametrize("given", [3, "x", [], [3], False])
def test_what_is_of_another_type_is_refused(
    strategy: Strategy, argument: str, wanted: str, given: object
) -> None:
    """An argument of another type is refused, with what to give."""
    refused(lambda: strategy(**{argument: given}), ArgumentTypeError, argument, wanted)


def test_a_start_without_a_zone_is_refused() -> None:
    """A history starts at an instant."""
    refused(lambda: histories(start=datetime(2026, 1, 5)), NaiveDatetimeError, "start", "calendar")


def test_what_can_be_meant_is_drawn() -> None:
    """One calendar, a level, a chain and the smallest numbers are no errors."""
    start = datetime(2026, 1, 5, 9, tzinfo=UTC)
    for strategy in (
        levels(calendars=iter([OFFICE])),
        histories(level=STANDARD, start=start, most=0),
        day_schedules(most=1),
        conditions(fields={"team": iter(["north"])}),
        tickets(fields={"team": iter([None])}),
        durations(longest=timedelta(microseconds=1)),
    ):
        assert [find(strategy, lambda _: True, settings=FIRST) for _ in range(2)]


def refused(make: Callable[[], object], kind: type[Exception], argument: str, way_out: str) -> None:
    """Expect that a strategy can't be made, of which argument, and with which remedy."""
    with pytest.raises(kind) as told:
        make()
    assert isinstance(told.value, SlacalcError)
    assert told.value.argument.startswith(argument)
    assert way_out in told.value.remedy
