"""Counts of working days where there is nothing for long, no end, or no date."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from slacalc import (
    AnyCalendar,
    Calendar,
    Closure,
    DayCount,
    NoWorkingTimeError,
    OutOfRangeError,
)

ALWAYS, OFFICE = "Mon-Sun 00:00-24:00", "Mon-Fri 09:00-18:00"
DAY, HOUR, PART = timedelta(days=1), timedelta(hours=1), timedelta(seconds=0.5)
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def due(calendar: AnyCalendar, days: int, registered: str) -> str:
    """Return the close of the last of some working days."""
    told = DayCount(days).due(calendar, calendar.at(registered))
    return told.isoformat(" ", "minutes")[:16]


@pytest.mark.parametrize(
    ("registered", "days", "expected"),
    [
        ("2011-12-28 12:00", 1, "2011-12-31 00:00"),  # the 29th closes when the 31st begins
        ("2011-12-28 12:00", 2, "2012-01-01 00:00"),  # the 31st
        ("2011-12-28 12:00", 3, "2012-01-02 00:00"),
        ("2011-12-29 12:00", 1, "2012-01-01 00:00"),
    ],
)
def test_5_12_a_date_that_was_skipped_is_no_working_day(
    registered: str, days: int, expected: str
) -> None:
    """Around the clock in Apia, which had no 30th of December 2011, the days before and after."""
    for closures in ([], ["2012-06-01..2012-06-02"]):
        clock = Calendar(ALWAYS, time_zone="Pacific/Apia", closures=closures)
        assert due(clock, days, registered) == expected


def test_5_12_after_closed_days_each_day_of_an_endless_span_counts() -> None:
    """Open without an end from some day on: the first day of it is the first that counts."""
    later = Calendar(ALWAYS, time_zone="UTC", closures=["..2026-06-30"])
    assert due(later, 0, "2026-03-02 12:00") == "2026-07-02 00:00"
    assert due(later, 2, "2026-03-02 12:00") == "2026-07-04 00:00"


def test_5_12_after_closed_days_each_day_of_a_long_span_counts() -> None:
    """Open for ten days on end: the first day of them is the first that counts."""
    ten = Calendar(
        "Mon-Sun closed",
        time_zone="UTC",
        exceptions={"2026-06-01..2026-06-10": "00:00-24:00"},
    )
    assert due(ten, 0, "2026-03-02 12:00") == "2026-06-02 00:00"
    assert due(ten, 9, "2026-03-02 12:00") == "2026-06-11 00:00"


@pytest.mark.parametrize("year", [40, 2026, 5000, 9000])
def test_5_12_closed_days_are_passed_in_any_year(year: int) -> None:
    """Of a calendar that was never asked before, made of two others."""
    monday, tuesday = (Calendar(f"{day} 09:00-18:00", time_zone="UTC") for day in ("Mon", "Tue"))
    either = monday | tuesday
    wednesday = date(year, 3, 1) + ((2 - date(year, 3, 1).weekday()) % 7) * DAY
    at = datetime.combine(wednesday, time(12), UTC)
    assert DayCount(1).due(either, at) == at + 6 * DAY + 6 * HOUR  # Monday receives, Tuesday ends


def test_5_12_the_first_date_of_all_is_a_working_day() -> None:
    """What comes on the first of January of the year 1, a Monday, is received on it."""
    office = Calendar(OFFICE, time_zone="UTC")
    assert due(office, 0, "0001-01-01 10:00") == "0001-01-01 18:00"
    assert due(office, 1, "0001-01-01 10:00") == "0001-01-02 18:00"


def test_5_12_a_cutoff_of_a_night_is_after_midnight() -> None:
    """By 06:00 of a shift until 06:00: the whole night receives; by 22:00, its opening alone."""
    nights = Calendar("Mon-Fri 22:00-06:00", time_zone="UTC", exceptions={"2026-03-04": "short 1h"})
    for by, registered, expected in [
        ("06:00", "2026-03-02 23:00", "2026-03-03 06:00"),
        ("06:00", "2026-03-03 05:59", "2026-03-03 06:00"),
        ("06:00", "2026-03-03 06:00", "2026-03-04 06:00"),  # closed by then
        ("05:59", "2026-03-03 05:59", "2026-03-03 06:00"),
        ("05:58", "2026-03-03 05:59", "2026-03-04 06:00"),
        ("22:00", "2026-03-02 22:00", "2026-03-03 06:00"),
        ("22:00", "2026-03-02 22:01", "2026-03-04 06:00"),
        ("06:01", "2026-03-02 23:00", "2026-03-03 06:00"),
        ("21:59", "2026-03-02 23:00", "2026-03-03 06:00"),
        ("06:00", "2026-03-04 23:00", "2026-03-05 05:00"),  # a short night
    ]:
        count = DayCount(0, received_by=time.fromisoformat(by))
        assert f"{count.due(nights, nights.at(registered)):%Y-%m-%d %H:%M}" == expected


@pytest.mark.parametrize(
    ("hours", "by", "received"),
    [
        ("14:00-24:00", "00:00", False),  # a day that ends at midnight does not go on past it
        ("00:01-24:00", "00:00", False),
        ("09:00-18:00", "08:00", False),
        ("09:00-17:00", "18:00", True),
        ("14:00-00:01", "00:00", True),
        ("14:00-00:01", "15:00", False),
        ("09:00-12:00 22:00-02:00", "01:00", True),
    ],
)
def test_5_12_a_cutoff_of_a_day_is_on_its_date(hours: str, by: str, *, received: bool) -> None:
    """Of a day that ends by midnight; a request of 16:00 is received in time or not."""
    desk = Calendar(f"Mon-Sun {hours}", time_zone="UTC")
    at = desk.at("2026-03-02 16:00")
    told = DayCount(0, received_by=time.fromisoformat(by)).due(desk, at)
    assert (told == DayCount(0).due(desk, at)) is received


def test_5_12_a_night_with_a_gap_receives_like_others() -> None:
    """In Berlin's night to 2026-03-29 the clock skips 02:30, when the shift closes."""
    nights = Calendar("Mon-Sun 22:00-02:30", time_zone="Europe/Berlin")
    for by in ("02:29", "02:59", "03:00"):
        for night in ("2026-03-27", "2026-03-28", "2026-10-24"):
            at = nights.at(f"{night} 23:00")
            assert DayCount(0, received_by=time.fromisoformat(by)).due(nights, at) == (
                DayCount(0).due(nights, at)
            )


def test_5_12_counts_near_the_first_and_the_last_date_are_refused_or_right() -> None:
    """Where the clock of a zone has no such date, and where the days that are left are too few."""
    office = Calendar(OFFICE, time_zone="America/New_York")
    with pytest.raises(OutOfRangeError):
        DayCount(0).due(office, datetime(1, 1, 1, 2, tzinfo=UTC))
    mondays = Calendar("Mon-Sun closed", time_zone="America/New_York") | Calendar(
        "Mon 01:00-02:00", time_zone="UTC"
    )
    told = DayCount(0).due(mondays, datetime(1, 1, 1, 6, tzinfo=UTC))
    assert told == datetime(1, 1, 8, 2, tzinfo=UTC)
    days, evenings = "Mon-Sun 09:00-18:00", "Mon-Sun 10:00-19:00"
    either = Calendar(days, time_zone="UTC") | Calendar(evenings, time_zone="UTC")
    with pytest.raises(NoWorkingTimeError):
        DayCount(30).due(either, datetime(9999, 12, 20, 10, tzinfo=UTC))


def test_5_12_the_hours_of_a_day_are_whole_seconds() -> None:
    """A closure that ends within a second leaves the hours that a clock can show."""
    cut = Calendar(
        "Mon-Sun 09:00-18:00",
        time_zone="UTC",
        closures=[Closure(MONDAY + 3 * HOUR + PART, MONDAY + 4 * HOUR + PART)],
    )
    assert str(cut.day("2026-03-02").hours) == "09:00-12:00 13:00-18:00"
    most = Calendar(
        "Mon-Sun 09:00-18:00",
        time_zone="UTC",
        closures=[Closure(MONDAY + PART, MONDAY + 9 * HOUR)],
    )
    assert str(most.day("2026-03-02").hours) == "closed"
