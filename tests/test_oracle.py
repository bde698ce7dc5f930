"""The oracle against facts that were worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from strategies import ZONES, shortened, transitions

from slacalc import Calendar, DaySchedule
from slacalc.testing import oracle as public
from slacalc.testing.oracle import Oracle

WORKDAYS = range(5)
EVERY_DAY = range(7)
NIGHT = [(22 * 60, 30 * 60)]
HALVES = [(9 * 60, 13 * 60), (14 * 60, 18 * 60)]
NO_TIME = timedelta(0)
NO_DAY_RULES: dict[date, list[tuple[int, int]]] = {}


def at(text: str, zone: str) -> datetime:
    """Read a wall time on a zone's clock, its first occurrence where it has two."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def on_one_date(zone: str, day: str, *shifts: tuple[int, int]) -> Oracle:
    """Ask about a calendar that is open on a single date, with three days around it."""
    middle = datetime.fromisoformat(day).replace(tzinfo=UTC)
    around = timedelta(days=3)
    rules = {middle.date(): list(shifts)}
    return Oracle(zone, {}, rules, middle - around, middle + around)


def total(oracle: Oracle) -> timedelta:
    """Count all the open time of a table."""
    return oracle.elapsed(oracle.start, oracle.end)


def utc(*parts: int) -> datetime:
    """Name an instant in UTC."""
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.fixture(scope="module")
def desk() -> Oracle:
    """Two weeks of 09:00-13:00 and 14:00-18:00, Monday to Friday, in Moscow."""
    week = dict.fromkeys(WORKDAYS, HALVES)
    return Oracle("Europe/Moscow", week, NO_DAY_RULES, utc(2026, 3, 1), utc(2026, 3, 15))


class TestOrdinaryDays:
    """Days without a change of the clock."""

    def test_eight_hours_from_monday_ten_are_due_tuesday_ten(self, desk: Oracle) -> None:
        """The lunch break and the night do not count."""
        due = desk.deadline(at("2026-03-02 10:00", "Europe/Moscow"), timedelta(hours=8))

        assert due == at("2026-03-03 10:00", "Europe/Moscow")

    def test_a_wait_moves_the_due_instant_by_its_working_time(self, desk: Oracle) -> None:
        """A wait from Monday 16:00 to Tuesday 11:00 is 4 h and moves Tuesday 10:00 to 15:00."""
        waited = desk.elapsed(
            at("2026-03-02 16:00", "Europe/Moscow"), at("2026-03-03 11:00", "Europe/Moscow")
        )

        assert waited == timedelta(hours=4)
        due = desk.deadline(at("2026-03-03 10:00", "Europe/Moscow"), waited)
        assert due == at("2026-03-03 15:00", "Europe/Moscow")

    def test_a_full_day_is_due_at_its_close(self, desk: Oracle) -> None:
        """The deadline is the first instant by which the time is worked, not the next opening."""
        due = desk.deadline(at("2026-03-02 09:00", "Europe/Moscow"), timedelta(hours=8))

        assert due == at("2026-03-02 18:00", "Europe/Moscow")

    def test_latest_start_of_a_full_day_is_its_opening(self, desk: Oracle) -> None:
        """The latest start is the last instant from which the time fits."""
        start = desk.latest_start(at("2026-03-03 18:00", "Europe/Moscow"), timedelta(hours=8))

        assert start == at("2026-03-03 09:00", "Europe/Moscow")

    def test_latest_start_waits_until_the_opening(self, desk: Oracle) -> None:
        """Nine hours before Friday 10:00 is Thursday 09:00, not Wednesday 18:00."""
        start = desk.latest_start(at("2026-03-06 10:00", "Europe/Moscow"), timedelta(hours=9))

        assert start == at("2026-03-05 09:00", "Europe/Moscow")

    def test_a_request_at_night_counts_from_the_next_opening(self, desk: Oracle) -> None:
        """A second after Saturday midnight is due a second after Monday 09:00."""
        due = desk.deadline(at("2026-03-07 00:00", "Europe/Moscow"), timedelta(seconds=1))

        assert due == at("2026-03-09 09:00:01", "Europe/Moscow")

    @pytest.mark.parametrize("hour", ["03:00", "09:00", "10:00:00.000001", "13:30", "18:00"])
    def test_no_time_gives_the_instant_back(self, desk: Oracle, hour: str) -> None:
        """Neither the deadline nor the latest start of no time moves, in closed time too."""
        asked = at(f"2026-03-03 {hour}", "Europe/Moscow")

        for answer in (desk.deadline(asked, NO_TIME), desk.latest_start(asked, NO_TIME)):
            assert answer == asked.astimezone(UTC)

    def test_no_time_outside_the_table_is_refused(self, desk: Oracle) -> None:
        """What lies outside is no instant of it."""
        for answer in (desk.deadline, desk.latest_start):
            with pytest.raises(ValueError, match="outside the table"):
                answer(desk.end + timedelta.resolution, NO_TIME)

    def test_a_time_below_zero_is_refused(self, desk: Oracle) -> None:
        """The way back is the other question."""
        for answer in (desk.deadline, desk.latest_start):
            with pytest.raises(ValueError, match=r"^duration=.*is below zero; turn the question"):
                answer(at("2026-03-03 10:00", "Europe/Moscow"), -timedelta.resolution)

    def test_microseconds_inside_a_minute_are_exact(self, desk: Oracle) -> None:
        """Open time is counted to the microsecond, not to the step."""
        start = at("2026-03-02 12:59:59.999998", "Europe/Moscow")

        assert desk.elapsed(start, start + timedelta(hours=1)) == timedelta(microseconds=2)
        due = desk.deadline(start, timedelta(microseconds=3))
        assert due == at("2026-03-02 14:00:00.000001", "Europe/Moscow")

    def test_shifts_are_half_open(self, desk: Oracle) -> None:
        """Open at the opening, closed at the closing."""
        assert desk.is_open(at("2026-03-02 09:00", "Europe/Moscow"))
        assert desk.is_open(at("2026-03-02 12:59:59.999999", "Europe/Moscow"))
        assert not desk.is_open(at("2026-03-02 13:00", "Europe/Moscow"))

    def test_a_table_too_short_gives_no_answer(self, desk: Oracle) -> None:
        """What lies outside the table is unknown, not guessed."""
        assert desk.deadline(desk.start, timedelta(hours=81)) is None
        assert desk.latest_start(desk.end, timedelta(hours=81)) is None

    def test_all_of_the_table_can_be_worked(self, desk: Oracle) -> None:
        """Two weeks of eight hours are 80 h, from the first opening to the last closing."""
        assert total(desk) == timedelta(hours=80)
        assert desk.deadline(desk.start, timedelta(hours=80)) == at(
            "2026-03-13 18:00", "Europe/Moscow"
        )
        assert desk.latest_start(desk.end, timedelta(hours=80)) == at(
            "2026-03-02 09:00", "Europe/Moscow"
        )

    def test_a_day_rule_replaces_the_day(self) -> None:
        """A closed Tuesday and an open Sunday."""
        rules = {date(2026, 3, 3): [], date(2026, 3, 8): [(600, 660)]}
        oracle = Oracle(
            "UTC", dict.fromkeys(WORKDAYS, HALVES), rules, utc(2026, 3, 2), utc(2026, 3, 9)
        )

        assert total(oracle) == timedelta(hours=33)
        assert not oracle.is_open(utc(2026, 3, 3, 10))
        assert oracle.is_open(utc(2026, 3, 8, 10))

    def test_hours_that_overlap_the_next_day_count_once(self) -> None:
        """22:00-06:00 on Monday and 05:00-07:00 on Tuesday are nine hours."""
        oracle = Oracle("UTC", {0: NIGHT, 1: [(300, 420)]}, {}, utc(2026, 3, 2), utc(2026, 3, 9))

        assert oracle.spans() == [(utc(2026, 3, 2, 22), utc(2026, 3, 3, 7))]
        assert total(oracle) == timedelta(hours=9)

    def test_a_night_shift_belongs_to_the_day_on_which_it_starts(self) -> None:
        """A closed Tuesday closes its night into Wednesday, not Monday's into Tuesday."""
        oracle = Oracle(
            "UTC",
            dict.fromkeys(EVERY_DAY, NIGHT),
            {date(2026, 3, 3): []},
            utc(2026, 3, 2),
            utc(2026, 3, 9),
        )

        assert oracle.is_open(utc(2026, 3, 3, 5))
        assert not oracle.is_open(utc(2026, 3, 3, 23))
        assert not oracle.is_open(utc(2026, 3, 4, 5))

    def test_a_shift_can_start_after_midnight_of_its_day(self) -> None:
        """26:00-27:00 on Monday is 02:00-03:00 on Tuesday."""
        oracle = Oracle("UTC", {0: [(26 * 60, 27 * 60)]}, {}, utc(2026, 3, 2), utc(2026, 3, 9))

        assert oracle.spans() == [(utc(2026, 3, 3, 2), utc(2026, 3, 3, 3))]

    def test_a_shift_that_began_before_the_table_is_open_in_it(self) -> None:
        """The walk begins early enough to know Sunday's 24 h long tail on Monday."""
        oracle = Oracle("UTC", {6: [(0, 2880)]}, {}, utc(2026, 3, 2, 12), utc(2026, 3, 4))

        assert oracle.spans() == [(utc(2026, 3, 2, 12), utc(2026, 3, 3))]

    def test_openings_and_closings_leave_out_the_ends_of_the_table(self) -> None:
        """Where the table cuts a span nothing opens or closes."""
        oracle = Oracle("UTC", {0: NIGHT}, {}, utc(2026, 3, 2, 23), utc(2026, 3, 9, 23))

        assert oracle.closings() == [utc(2026, 3, 3, 6)]
        assert oracle.openings() == [utc(2026, 3, 9, 22)]


class TestChangesOfTheClock:
    """Gaps, folds and dates that a zone skipped."""

    def test_a_night_shift_is_seven_hours_in_spring(self) -> None:
        """Berlin went from 02:00 to 03:00 in the night of 2025-03-29."""
        assert total(on_one_date("Europe/Berlin", "2025-03-29", *NIGHT)) == timedelta(hours=7)

    def test_a_night_shift_is_nine_hours_in_autumn(self) -> None:
        """Berlin went from 03:00 to 02:00 in the night of 2025-10-25."""
        assert total(on_one_date("Europe/Berlin", "2025-10-25", *NIGHT)) == timedelta(hours=9)

    def test_a_shift_that_starts_in_a_gap_opens_after_it(self) -> None:
        """02:30-03:15 is open from 03:00 to 03:15 where 02:00 jumped to 03:00."""
        oracle = on_one_date("Europe/Berlin", "2025-03-30", (150, 195))

        assert oracle.spans() == [(utc(2025, 3, 30, 1), utc(2025, 3, 30, 1, 15))]

    def test_a_shift_that_ends_in_a_gap_closes_at_it(self) -> None:
        """01:30-02:45 is open from 01:30 to 02:00 where 02:00 jumped to 03:00."""
        oracle = on_one_date("Europe/Berlin", "2025-03-30", (90, 165))

        assert oracle.spans() == [(utc(2025, 3, 30, 0, 30), utc(2025, 3, 30, 1))]

    def test_a_shift_inside_a_gap_is_empty(self) -> None:
        """02:10-02:50 holds no time where 02:00 jumped to 03:00."""
        assert on_one_date("Europe/Berlin", "2025-03-30", (130, 170)).spans() == []

    def test_a_shift_that_ends_in_a_fold_ends_at_the_first_occurrence(self) -> None:
        """01:00-02:30 is over at the first 02:30, and does not open again at the second 02:00."""
        oracle = on_one_date("Europe/Berlin", "2025-10-26", (60, 150))

        assert oracle.spans() == [(utc(2025, 10, 25, 23), utc(2025, 10, 26, 0, 30))]

    def test_a_shift_that_starts_in_a_fold_goes_on_through_the_repeated_hour(self) -> None:
        """02:30-03:30 opens at the first 02:30 and is open for two hours."""
        oracle = on_one_date("Europe/Berlin", "2025-10-26", (150, 210))

        assert oracle.spans() == [(utc(2025, 10, 26, 0, 30), utc(2025, 10, 26, 2, 30))]

    def test_a_shift_inside_a_fold_is_open_once(self) -> None:
        """02:10-02:50 is forty minutes, not eighty."""
        oracle = on_one_date("Europe/Berlin", "2025-10-26", (130, 170))

        assert oracle.spans() == [(utc(2025, 10, 26, 0, 10), utc(2025, 10, 26, 0, 50))]

    def test_a_shift_that_ends_with_a_fold_holds_the_repeated_hour(self) -> None:
        """02:00-03:00 is two hours, as the clock shows 03:00 only after the repeated hour."""
        oracle = on_one_date("Europe/Berlin", "2025-10-26", (120, 180))

        assert oracle.spans() == [(utc(2025, 10, 26, 0), utc(2025, 10, 26, 2))]

    def test_a_half_hour_fold_repeats_half_an_hour(self) -> None:
        """On Lord Howe 02:00 went back to 01:30, so 01:00-02:30 is two hours."""
        oracle = on_one_date("Australia/Lord_Howe", "2025-04-06", (60, 150))

        assert total(oracle) == timedelta(hours=2)

    def test_a_two_hour_gap_skips_two_hours(self) -> None:
        """At Troll 01:00 became 03:00, so 00:00-05:00 is three hours and 01:10-02:50 none."""
        assert total(on_one_date("Antarctica/Troll", "2025-03-30", (0, 300))) == timedelta(hours=3)
        assert total(on_one_date("Antarctica/Troll", "2025-03-30", (70, 170))) == timedelta(0)

    def test_a_fold_can_lie_on_the_previous_date(self) -> None:
        """At St John's 00:01 went back to 23:01, and the new day's hours go on meanwhile."""
        old = on_one_date("America/St_Johns", "2010-11-06", (23 * 60 + 30, 24 * 60))
        new = on_one_date("America/St_Johns", "2010-11-07", (0, 30))

        assert old.spans() == [(utc(2010, 11, 7, 2), utc(2010, 11, 7, 2, 30))]
        assert new.spans() == [(utc(2010, 11, 7, 2, 30), utc(2010, 11, 7, 4))]

    def test_a_day_without_a_midnight_begins_at_one(self) -> None:
        """In Santiago 2025-09-07 began at 01:00, so 00:00-02:00 is one hour."""
        oracle = on_one_date("America/Santiago", "2025-09-07", (0, 120))

        assert oracle.spans() == [(utc(2025, 9, 7, 4), utc(2025, 9, 7, 5))]

    @pytest.mark.parametrize(
        ("zone", "day"), [("Pacific/Apia", "2011-12-30"), ("Pacific/Kwajalein", "1993-08-21")]
    )
    def test_a_skipped_date_holds_no_shift(self, zone: str, day: str) -> None:
        """Neither its daily hours nor the part of its night that lies on the next date."""
        assert on_one_date(zone, day, (540, 1020), (1320, 1800)).spans() == []

    def test_the_night_before_a_skipped_date_ends_with_it(self) -> None:
        """Apia's 22:00-06:00 of 2011-12-29 has two hours, as the clock went on to the 31st."""
        oracle = on_one_date("Pacific/Apia", "2011-12-29", *NIGHT)

        assert oracle.spans() == [(utc(2011, 12, 30, 8), utc(2011, 12, 30, 10))]

    @pytest.mark.parametrize("zone", ZONES)
    def test_all_day_every_day_is_one_span(self, zone: str) -> None:
        """Nothing is lost at midnight, in a gap, in a fold or on a skipped date."""
        week = dict.fromkeys(EVERY_DAY, ((0, 1440),))
        for moment in transitions(zone)[:4] + transitions(zone)[-4:]:
            start, end = moment - timedelta(days=2), moment + timedelta(days=2)
            oracle = Oracle(zone, week, {}, start, end)
            assert oracle.spans() == [(start, end)]

    def test_seconds_in_an_offset_are_exact(self) -> None:
        """Monrovia at -0:44:30 opens at 09:44:30 UTC, and lost 44 min 30 s on 1972-01-07."""
        week = dict.fromkeys(EVERY_DAY, ((0, 60), (540, 600)))
        oracle = Oracle("Africa/Monrovia", week, {}, utc(1972, 1, 6, 3), utc(1972, 1, 8))

        assert oracle.spans() == [
            (utc(1972, 1, 6, 9, 44, 30), utc(1972, 1, 6, 10, 44, 30)),
            (utc(1972, 1, 7, 0, 44, 30), utc(1972, 1, 7, 1)),
            (utc(1972, 1, 7, 9), utc(1972, 1, 7, 10)),
        ]


class TestACalendar:
    """What the oracle reads of a calendar, and what it refuses."""

    def test_it_reads_the_zone_and_the_days_of_a_calendar(self) -> None:
        """Holidays, exceptions and closures come with the days, nights before the start too."""
        calendar = Calendar(
            "Mon-Sun 22:00-06:00",
            time_zone="Europe/Berlin",
            holidays=["2025-03-28"],
            exceptions={"2025-03-29": "short 1h"},
            closures=["2025-03-31 00:00..2025-03-31 01:00"],
        )
        oracle = public.of(calendar, utc(2025, 3, 28), utc(2025, 4, 1))

        assert oracle.spans() == [
            (utc(2025, 3, 28), utc(2025, 3, 28, 5)),
            (utc(2025, 3, 29, 21), utc(2025, 3, 30, 3)),
            (utc(2025, 3, 30, 20), utc(2025, 3, 30, 22)),
            (utc(2025, 3, 30, 23), utc(2025, 3, 31, 4)),
            (utc(2025, 3, 31, 20), utc(2025, 4, 1)),
        ]

    def test_it_reads_a_combined_calendar_by_the_zone_of_its_days(self) -> None:
        """A combined calendar has no zone of its own, and the days of its left one."""
        berlin = Calendar("Mon-Fri 09:00-17:00", time_zone="Europe/Berlin")
        tokyo = Calendar("Mon-Fri 09:00-17:00", time_zone="Asia/Tokyo")
        oracle = public.of(berlin | tokyo, utc(2026, 3, 2), utc(2026, 3, 3))

        assert oracle.spans() == [(utc(2026, 3, 2), utc(2026, 3, 2, 16))]

    def test_it_asks_no_more_than_the_days_around(self) -> None:
        """Whatever has a zone and days with shifts is a calendar."""
        asked: list[date] = []

        class Desk:
            time_zone = "UTC"

            def day(self, day: date) -> Any:
                asked.append(day)
                return SimpleNamespace(hours=DaySchedule("09:00-10:00"))

        oracle = public.of(Desk(), utc(2026, 3, 2, 12), utc(2026, 3, 3, 12))

        assert oracle.spans() == [(utc(2026, 3, 3, 9), utc(2026, 3, 3, 10))]
        assert (min(asked), max(asked)) == (date(2026, 2, 26), date(2026, 3, 4))

    def test_hours_can_have_seconds(self) -> None:
        """The walk goes by seconds then, and finds the half minute."""
        calendar = Calendar("Mon 09:00:30-09:01", time_zone="UTC")
        oracle = public.of(calendar, utc(2026, 3, 2), utc(2026, 3, 3))

        assert oracle.step == timedelta(seconds=1)
        assert oracle.spans() == [(utc(2026, 3, 2, 9, 0, 30), utc(2026, 3, 2, 9, 1))]

    def test_a_walk_begins_and_ends_at_whole_minutes(self) -> None:
        """Its steps would miss every end of a shift."""
        for odd in (utc(2026, 3, 2, 0, 0, 1), utc(2026, 3, 2, 0, 0, 0, 1)):
            with pytest.raises(ValueError, match=r"^start=.*is no whole minute"):
                Oracle("UTC", {}, {}, odd, utc(2026, 3, 3))
            with pytest.raises(ValueError, match=r"^end=.*is no whole minute"):
                Oracle("UTC", {}, {}, utc(2026, 3, 1), odd)

    def test_the_step_can_be_shorter_but_no_longer_than_it_must(self) -> None:
        """Half minutes find what minutes find; two minutes could walk past an opening."""
        start, end = utc(2026, 3, 2), utc(2026, 3, 3)
        fine = Oracle("UTC", {0: NIGHT}, {}, start, end, step=timedelta(seconds=30))
        assert fine.spans() == Oracle("UTC", {0: NIGHT}, {}, start, end).spans()
        assert len(fine.open) == 2 * 24 * 60
        for step in (timedelta(minutes=2), timedelta(seconds=7), timedelta(milliseconds=500)):
            with pytest.raises(ValueError, match="walks past"):
                Oracle("UTC", {0: NIGHT}, {}, start, end, step=step)
        with pytest.raises(ValueError, match="walks past"):
            Oracle("UTC", {0: [(0, Fraction(1, 60))]}, {}, start, end, step=timedelta(minutes=1))

    def test_hours_finer_than_a_second_are_refused(self) -> None:
        """They could not be walked."""
        with pytest.raises(ValueError, match="finer than a second"):
            Oracle("UTC", {0: [(0, Fraction(1, 61))]}, {}, utc(2026, 3, 2), utc(2026, 3, 3))

    def test_a_naive_instant_is_refused(self, desk: Oracle) -> None:
        """It would be read on the clock of the machine."""
        with pytest.raises(ValueError, match="is naive"):
            desk.is_open(datetime(2026, 3, 2, 10))
        with pytest.raises(ValueError, match="is naive"):
            Oracle("UTC", {}, {}, datetime(2026, 3, 2), utc(2026, 3, 3))

    def test_what_lies_outside_the_table_is_refused(self, desk: Oracle) -> None:
        """Nothing is known there; its end is the last instant that can be asked about."""
        assert desk.elapsed(desk.end, desk.end) == timedelta(0)
        for at in (desk.start - timedelta.resolution, desk.end + timedelta.resolution):
            with pytest.raises(ValueError, match="outside the table"):
                desk.deadline(at, timedelta(hours=1))
        with pytest.raises(ValueError, match="outside the table"):
            desk.is_open(desk.end)


class TestDrawnData:
    """What the strategies hand to the oracle."""

    def test_shortening_takes_minutes_from_the_end(self) -> None:
        """An hour, then the afternoon and more; the break stays, and none is left at last."""
        assert shortened(HALVES, 60) == [(540, 780), (840, 1020)]
        assert shortened(HALVES, 300) == [(540, 720)]
        assert shortened(HALVES, 480) == []
        assert shortened(HALVES, 600) == []

    def test_transitions_are_found_to_the_minute(self) -> None:
        """Berlin's of 2025, and the date that Apia skipped."""
        assert utc(2025, 3, 30, 1) in transitions("Europe/Berlin")
        assert utc(2025, 10, 26, 1) in transitions("Europe/Berlin")
        assert utc(2011, 12, 30, 10) in transitions("Pacific/Apia")
        assert transitions("Asia/Kathmandu") == []


def test_openness_is_of_the_instant_in_a_fold() -> None:
    """In an hour that comes twice the second one is asked about as itself, in any zone's words."""
    start, end = utc(2025, 10, 25), utc(2025, 10, 27)
    oracle = Oracle("Europe/Berlin", {day: [(150, 160)] for day in EVERY_DAY}, {}, start, end)
    second = at("2025-10-26 02:15", "Europe/Berlin").replace(fold=1)
    assert not oracle.is_open(second)
    assert not oracle.is_open(second.astimezone(UTC))
    assert oracle.is_open(utc(2025, 10, 26, 0, 30))


def test_the_end_of_the_table_is_not_in_it() -> None:
    """What comes after the end is not known, so whether it is open is no question."""
    oracle = on_one_date("UTC", "2026-03-02", (540, 1080))
    with pytest.raises(ValueError, match="lies outside the table"):
        oracle.is_open(oracle.end)
