"""The public strategies draw at both ends of time too."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta
from typing import Any

import pytest
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from slacalc import AnyCalendar, Calendar, HorizonError, SupportLevel
from slacalc.testing.strategies import calendars, histories, instants
from slacalc.testing.strategies.dates import dates, telling_dates
from slacalc.testing.strategies.zones import transitions

ENDS = [(1, 1), (1, 2), (9998, 9999), (9999, 9999), (1, 9999)]
ZONES = ("Pacific/Kiritimati", "America/Los_Angeles", "Europe/Berlin", "Asia/Manila")
MANY, FEW = examples(150), examples(60)
MIDDLE = datetime(5000, 2, 1, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.filterwarnings("ignore::slacalc.HorizonWarning")
@pytest.mark.parametrize("years", ENDS)
def test_calendars_are_drawn_at_the_ends_of_time(years: tuple[int, int]) -> None:
    """Every calendar answers in the middle of time, unless that is beyond the days it knows."""

    @FEW
    @given(calendars(years=years, zones=ZONES, combined=True, empty=True, horizons=True))
    def draws(calendar: AnyCalendar) -> None:
        assert calendar.zone.key in ZONES
        try:
            spans = list(calendar.spans(MIDDLE, MIDDLE + DAY))
        except HorizonError:
            assert "outside='raise'" in repr(calendar)  # of one of those that it is made of
        else:
            worked = sum((span.length or DAY for span in spans), timedelta())
            assert calendar.elapsed(MIDDLE, MIDDLE + DAY) == worked <= DAY

    draws()


@pytest.mark.parametrize("years", ENDS)
def test_combined_calendars_have_working_time_at_the_ends_of_time(years: tuple[int, int]) -> None:
    """A calendar made of others works in the middle of time, unless it may be empty."""

    @FEW
    @given(calendars(years=years, zones=ZONES, combined=True))
    def draws(calendar: AnyCalendar) -> None:
        assert any(True for _ in calendar.spans(MIDDLE, MIDDLE + timedelta(days=60)))

    draws()


OFFICES = [
    Calendar(
        "Mon-Sun 22:00-06:00",
        time_zone=zone,
        holidays=["0001-01-01", "9999-12-31"],
        closures=["0001-01-02", "9999-12-30..9999-12-31"],
    )
    for zone in ZONES
]


@pytest.mark.parametrize("years", ENDS)
def test_instants_are_drawn_at_the_ends_of_time(years: tuple[int, int]) -> None:
    """Instants near any day of time can be read on every clock, and are of the years."""

    @MANY
    @given(
        instants(years=years, zones=ZONES),
        st.sampled_from(OFFICES).flatmap(lambda it: instants(calendar=it, years=years)),
    )
    def draws(at: datetime, near: datetime) -> None:
        assert years[0] - 1 <= at.year <= years[1] + 1
        assert str(at.tzinfo) in ZONES
        assert near.utcoffset() is not None

    draws()


@pytest.mark.parametrize("years", ENDS)
@pytest.mark.parametrize("zone", ZONES)
def test_dates_are_of_the_years(years: tuple[int, int], zone: str) -> None:
    """Dates are of the years, and every year's ends are among the telling ones."""

    @MANY
    @given(dates(years, zone))
    def draws(day: Any) -> None:
        assert years[0] <= day.year <= years[1]

    draws()
    assert {(day.month, day.day) for day in telling_dates(years, zone)} >= {(1, 1), (12, 31)}


def test_changes_of_clocks_are_found_in_the_last_years() -> None:
    """Clocks change in the last year of time as they do in others, and in none of the first."""
    found = {zone: len(transitions(zone, MAXYEAR, MAXYEAR)) for zone in ZONES}
    assert found == dict.fromkeys(ZONES, 0) | {"America/Los_Angeles": 2, "Europe/Berlin": 2}
    assert [transitions(zone, MINYEAR, MINYEAR) for zone in ZONES] == [()] * len(ZONES)


@pytest.mark.parametrize("day", [datetime(9999, 12, 20, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC)])
def test_histories_go_on_to_the_end_of_time(day: datetime) -> None:
    """A history near the end of time stays in it, where its targets are due before."""
    level = SupportLevel("quick", calendar=Calendar("Mon-Sun 00:00-24:00", time_zone="UTC"))

    @FEW
    @given(histories(level=level, start=day))
    def draws(history: list[Any]) -> None:
        assert history[0].at == day

    draws()
