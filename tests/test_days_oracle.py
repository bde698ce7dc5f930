"""The second opinion on dates against facts that were worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest
from day_oracle import (
    Counted,
    Holds,
    around_easter,
    both,
    day_number,
    days_between,
    each_year,
    is_in_month,
    is_in_week,
    is_month_day,
    is_nth_of_weekdays,
    is_nth_weekday,
    is_nth_weekday_of_year,
    is_weekday,
    is_year_day,
    orthodox_easter,
    week_number,
    western_easter,
)


def of_year(holds: Holds, year: int) -> list[str]:
    """List the days of a year on which something holds, without the year."""
    days = days_between(date(year, 1, 1), date(year, 12, 31))
    return [f"{day:%m-%d}" for day in days if holds(day)]


class TestEaster:
    """Easter Sundays that can be looked up."""

    @pytest.mark.parametrize(
        ("year", "western", "orthodox"),
        [
            (1818, "03-22", "04-26"),
            (1943, "04-25", "04-25"),
            (2008, "03-23", "04-27"),
            (2013, "03-31", "05-05"),
            (2024, "03-31", "05-05"),
            (2025, "04-20", "04-20"),
            (2026, "04-05", "04-12"),
            (2038, "04-25", "04-25"),
        ],
    )
    def test_it_falls_on_the_sunday_that_the_churches_name(
        self, year: int, western: str, orthodox: str
    ) -> None:
        """Both are on the Gregorian date; the earliest and the latest possible are among them."""
        assert f"{western_easter(year):%m-%d}" == western
        assert f"{orthodox_easter(year):%m-%d}" == orthodox

    def test_days_around_it_reach_into_other_months(self) -> None:
        """Good Friday to Easter Monday of 2024."""
        holds = around_easter(-2, 1, orthodox=False)

        assert of_year(holds, 2024) == ["03-29", "03-30", "03-31", "04-01"]


class TestEachYear:
    """Days of the year."""

    def test_they_go_on_over_its_end(self) -> None:
        """The last day of a year and the first."""
        assert of_year(each_year((12, 31), (1, 1)), 2026) == ["01-01", "12-31"]

    def test_the_leap_day_comes_in_leap_years(self) -> None:
        """Alone it does not come in 2026, and as an end it leaves the rest in place."""
        assert of_year(each_year((2, 29), (2, 29)), 2026) == []
        assert of_year(each_year((2, 29), (2, 29)), 2028) == ["02-29"]
        assert of_year(each_year((2, 28), (2, 29)), 2026) == ["02-28"]
        assert of_year(each_year((2, 29), (3, 1)), 2026) == ["03-01"]


class TestRules:
    """Each kind of rule in a year that can be looked up."""

    @pytest.mark.parametrize(
        ("holds", "days"),
        [
            (both(is_nth_weekday(1, 0), is_in_month(1, 2, 3)), ["01-05", "02-02", "03-02"]),
            (both(is_nth_weekday(-1, 4), is_in_month(7, 10)), ["07-31", "10-30"]),
            (is_nth_weekday(5, 6), ["03-29", "05-31", "08-30", "11-29"]),
            (both(is_month_day(-1), is_in_month(2, 4)), ["02-28", "04-30"]),
            (both(is_month_day(13), is_weekday(4)), ["02-13", "03-13", "11-13"]),
            (both(is_nth_of_weekdays(-1, *range(5)), is_in_month(2, 5)), ["02-27", "05-29"]),
            (is_year_day(60), ["03-01"]),
            (is_year_day(-1), ["12-31"]),
            (is_nth_weekday_of_year(1, 3), ["01-01"]),
            (is_nth_weekday_of_year(-1, 3), ["12-31"]),
            (is_in_week(1, 3), ["01-01"]),
            (is_in_week(1, 0), []),
            (is_in_week(-1, 0), ["12-28"]),
            (is_in_week(53, 3), ["12-31"]),
        ],
    )
    def test_it_holds_on_these_days_of_2026(self, holds: Holds, days: list[str]) -> None:
        """The year begins on a Thursday, and its weeks are 53."""
        assert of_year(holds, 2026) == days

    def test_an_interval_counts_from_the_anchor_and_not_before(self) -> None:
        """Every third day from the 30th of January."""
        rule = Counted(lambda _: True, day_number, date(2026, 1, 30), 3)

        days = days_between(date(2026, 1, 25), date(2026, 2, 6))
        assert [day.day for day in days if rule(day)] == [30, 2, 5]

    def test_weeks_are_counted_from_their_first_day(self) -> None:
        """RFC 5545's example: every other week on Tuesday and Sunday, from 1997-08-05."""
        anchor, days = date(1997, 8, 5), list(days_between(date(1997, 8, 1), date(1997, 8, 31)))
        from_monday = Counted(is_weekday(1, 6), week_number(0), anchor, 2)
        from_sunday = Counted(is_weekday(1, 6), week_number(6), anchor, 2)

        assert [day.day for day in days if from_monday(day)] == [5, 10, 19, 24]
        assert [day.day for day in days if from_sunday(day)] == [5, 17, 19, 31]

    def test_a_number_of_times_ends_with_the_last(self) -> None:
        """Three Mondays, and no fourth."""
        rule = Counted(is_weekday(0), week_number(0), date(2026, 3, 1)).times(3, date(2026, 5, 1))

        assert of_year(rule, 2026) == ["03-02", "03-09", "03-16"]
