"""Working days at their bounds: the ends of time, the most rules, the years compared, cycles."""

from __future__ import annotations

from datetime import date

import pytest

from slacalc import Calendar, DateRange, DayRule, EasterDays, HoursError, Recurrence, Rota
from slacalc import working_days as floor
from slacalc.dates import EASTER_KNOWN, Dates
from slacalc.schedule import WeekSchedule
from slacalc.working_days import WorkingDays

OFFICE = WeekSchedule("Mon-Fri 09:00-18:00")
CLOSED = WeekSchedule("")
TURNS = Rota("2 x 08:00-20:00 | 2 x closed", anchor="2026-01-05")
THIRD_YEARS = Recurrence("FREQ=YEARLY;INTERVAL=3 from 2026-03-09")


def calendar(**said: object) -> Calendar:
    """Build a calendar of office hours."""
    return Calendar(OFFICE, time_zone="UTC", **said)  # type: ignore[arg-type]


def hours(said: Calendar, *days: str) -> list[str]:
    """List the hours of some days."""
    return [str(said.day(day).hours) for day in days]


def test_5_9_the_first_and_the_last_day_are_days_like_others() -> None:
    """What is said of the ends of time, once or each year, holds on them."""
    once = calendar(holidays=["0001-01-01", "9999-12-31"])
    yearly = calendar(holidays=["01-01", "12-31"])
    ranges = calendar(holidays=["0001-01-01..0001-01-02", "9999-12-30..9999-12-31"])
    for said in (once, yearly, ranges):
        assert hours(said, "0001-01-01", "9999-12-31") == ["closed", "closed"]
        assert hours(said, "0001-01-03", "9999-12-29") == ["09:00-18:00", "09:00-18:00"]


def test_a_day_is_the_same_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when more days were asked about than are remembered."""
    monkeypatch.setattr(floor, "_REMEMBERED", 2)
    said = WorkingDays(OFFICE, [(date(2026, 3, 3), "feast")], [])
    days = [date(2026, 3, number) for number in (2, 3, 4, 5, 7)]
    for _ in range(3):
        assert [str(said.on(day).hours) for day in days] == [
            "09:00-18:00",
            "closed",
            "09:00-18:00",
            "09:00-18:00",
            "closed",
        ]


def test_a_hundred_rules_recur() -> None:
    """So many holidays and exceptions may recur together, and one more is refused."""
    days = [f"{month:02}-{day:02}" for month in range(1, 11) for day in range(1, 11)]

    assert hours(calendar(holidays=days), "2026-10-09", "2026-10-12") == ["closed", "09:00-18:00"]
    with pytest.raises(HoursError, match="are more than 100 that recur"):
        calendar(holidays=days, exceptions={"12-24": "short 1h"})


@pytest.mark.parametrize("day", ["01-01", "01-31", "12-31"])
def test_5_9_rules_are_compared_on_each_day_of_a_year(day: str) -> None:
    """A contradiction on the first day or the last one of a year is told at once."""
    with pytest.raises(HoursError, match=f"2020-{day}"):
        calendar(exceptions={day: "closed", "FREQ=DAILY": "09:00-10:00"})


def test_5_9_so_many_days_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the years after, a contradiction is told when the day is asked about."""
    said = {"FREQ=DAILY": "09:00-10:00", "FREQ=DAILY;COUNT=1 from 2021-06-01": "closed"}
    later = {"FREQ=DAILY": "09:00-10:00", "FREQ=DAILY;COUNT=1 from 2023-06-01": "closed"}
    monkeypatch.setattr(floor, "_MOST_COMPARED", 366)  # the days of 2020
    with pytest.raises(HoursError, match="2021-06-01"):
        calendar(exceptions=said)
    monkeypatch.setattr(floor, "_MOST_COMPARED", 365)
    assert hours(calendar(exceptions=said), "2021-06-02") == ["09:00-10:00"]
    monkeypatch.setattr(floor, "_MOST_COMPARED", 400)
    with pytest.raises(HoursError, match="2023-06-01"):
        calendar(exceptions=later).day("2023-06-01")


def test_5_9_dates_settle_what_ranges_leave_open_to_the_last_day() -> None:
    """Three ranges that differ are no contradiction where each date in common is said alone."""
    exceptions = {
        "2026-03-01..2026-03-05": "closed",
        "2026-03-05..2026-03-09": "10:00-11:00",
        "2026-03-06..2026-03-09": "closed",
        **{f"2026-03-0{day}": "12:00-13:00" for day in range(5, 10)},
    }
    said = calendar(exceptions=exceptions)

    assert hours(said, "2026-03-04", "2026-03-05", "2026-03-09", "2026-03-10") == [
        "closed",
        "12:00-13:00",
        "12:00-13:00",
        "09:00-18:00",
    ]
    for day in range(5, 10):
        with pytest.raises(HoursError, match=f"2026-03-0{day}"):
            calendar(exceptions={k: v for k, v in exceptions.items() if k != f"2026-03-0{day}"})


def test_all_that_recurs_comes_round_together() -> None:
    """Turns of four days and every third year repeat after twelve times 400 years."""
    assert WorkingDays(TURNS, [], []).cycles == 4
    assert WorkingDays(OFFICE, [(THIRD_YEARS, "fair")], []).cycles == 3
    assert WorkingDays(TURNS, [], [(THIRD_YEARS, DayRule("closed"))]).cycles == 12


def test_easter_makes_years_irregular() -> None:
    """While Easter is known, no year is like another; else all that recurs does so exactly."""
    easter = EasterDays(0, 1)

    assert WorkingDays(OFFICE, [(easter, "Easter")], []).irregular == EASTER_KNOWN
    assert WorkingDays(OFFICE, [(THIRD_YEARS, "fair")], []).irregular is None


def test_a_closed_week_is_open_between_its_exceptions() -> None:
    """Dates and ranges with hours are all that opens it; a week with hours has no bounds."""
    opened: list[tuple[Dates, DayRule]] = [
        (date(2026, 3, 2), DayRule("09:00-10:00")),
        (DateRange("2026-03-05", "2026-03-09"), DayRule("09:00-10:00")),
        (date(2026, 4, 1), DayRule("closed")),
        (date(2026, 5, 1), DayRule("short 1h")),
    ]

    assert WorkingDays(CLOSED, [], opened).open_between == (date(2026, 3, 2), date(2026, 3, 9))
    assert WorkingDays(CLOSED, [], opened[2:]).open_between is None
    assert WorkingDays(OFFICE, [], opened).open_between == (date.min, date.max)
    assert WorkingDays(CLOSED, [], [(THIRD_YEARS, DayRule("09:00-10:00"))]).open_between == (
        date(2026, 3, 9),
        date.max,
    )


def test_5_9_a_closed_day_that_stays_closed_has_no_reason() -> None:
    """Where hours hold on working days alone, the week is why the others are closed."""
    said = calendar(exceptions={"2026-07-01..2026-07-31": "on working days 09:00-15:00"})

    assert str(said.day("2026-07-12")) == "Sun 2026-07-12 closed"
    assert said.day("2026-07-12").reason == ""
    assert str(said.day("2026-07-13").hours) == "09:00-15:00"
