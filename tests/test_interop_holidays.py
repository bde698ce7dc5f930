"""Days from the holidays library: what is taken, and which objects are refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from slacalc import ArgumentTypeError, DateError, HoursError
from slacalc.errors import FeedError
from slacalc.interop.holidays import from_holidays

holidays = pytest.importorskip("holidays", reason="the extra [holidays] is not installed")

WEEK = "Mon-Thu 09:00-18:00; Fri 09:00-17:00"
TRANSFER = date(2024, 4, 27)  # a Saturday worked in Russia


def russia(**how: Any) -> Any:
    """An object of the library for Russia."""
    return holidays.country_holidays("RU", **{"years": [2024, 2025], **how})


def test_days_off_are_those_of_the_object() -> None:
    """Every date of the object is a holiday under its name, and its years are known."""
    source = russia(language="ru")
    days = from_holidays(source)

    assert days.holidays == dict(source)
    assert (days.known_from, days.known_until) == (date(2024, 1, 1), date(2025, 12, 31))
    assert (days.name, days.source) == ("RU", f"holidays {holidays.__version__}")


def test_weekend_days_worked_take_the_hours_of_a_weekday() -> None:
    """A weekend day on which people work has a Friday's hours, or another day's that is named."""
    calendar = from_holidays(russia()).calendar(WEEK, time_zone="Europe/Moscow")
    monday = from_holidays(russia(), weekday="Monday")

    assert str(calendar.day(TRANSFER).hours) == "09:00-17:00"
    assert str(monday.exceptions[TRANSFER]) == "as mon"
    assert monday.exceptions.keys() == russia().weekend_workdays - set(russia())


def test_a_day_off_is_never_worked() -> None:
    """A holiday that the library counts among the weekend days worked stays a holiday."""
    source = russia()
    source.weekend_workdays.add(date(2024, 1, 7))
    days = from_holidays(source)

    assert date(2024, 1, 7) in days.holidays
    assert date(2024, 1, 7) not in days.exceptions


def test_39_an_object_without_years_is_refused() -> None:
    """A lazy object copies as empty, so it is refused; asked for a date before, it is not."""
    lazy = holidays.country_holidays("RU")
    with pytest.raises(FeedError, match="has no years"):
        from_holidays(lazy)
    assert date(2024, 1, 1) in lazy

    assert from_holidays(lazy).known_until == date(2024, 12, 31)


def test_a_code_makes_the_object() -> None:
    """A country's or a market's code, a part of it and a language name what the library has."""
    bavaria = from_holidays("DE", subdiv="BY", years=2026, language="en_US")

    assert bavaria.holidays == dict(
        holidays.country_holidays("DE", subdiv="BY", years=2026, language="en_US")
    )
    assert bavaria.name == "DE-BY"
    assert from_holidays("DE", subdiv="Bayern", years=2026, name="x").name == "x"
    assert from_holidays("NYSE", years=2026).holidays == dict(
        holidays.financial_holidays("NYSE", years=2026)
    )


def test_names_do_not_depend_on_where_the_program_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A code without a language has the country's own names, whatever the locale is."""
    monkeypatch.setenv("LANGUAGE", "uk")

    assert from_holidays("DE", years=2026).holidays[date(2026, 1, 1)] == "Neujahr"


def test_half_days_are_shortened_by_the_rule_that_is_given() -> None:
    """A half day is an exception with the caller's rule, and no holiday."""
    days = from_holidays("GR", years=2026, half_days="short 4h", language="en_US")
    eve = date(2026, 12, 24)

    assert days.exceptions[eve].rule == "short 4h"
    assert days.exceptions[eve].reason == "Christmas Eve"
    assert eve not in days.holidays
    assert days.holidays == from_holidays("GR", years=2026, language="en_US").holidays


def test_half_days_of_an_object_need_a_rule() -> None:
    """An object with half days is refused without a rule for them, a rule without half days too."""
    greece = holidays.country_holidays("GR", years=2026, categories=("public", "half_day"))
    with pytest.raises(FeedError, match="has half days"):
        from_holidays(greece)
    with pytest.raises(FeedError, match="was made without half days"):
        from_holidays(russia(), half_days="short 4h")
    with pytest.raises(FeedError, match="has no half days"):
        from_holidays("RU", years=2026, half_days="short 4h")

    assert len(from_holidays(greece, half_days="short 4h").exceptions) == 2


def test_a_whole_day_off_beats_a_half_one() -> None:
    """A day that another category gives too is no half day."""
    both = holidays.country_holidays("GR", years=2026, categories=("public", "half_day"))
    half = holidays.country_holidays("GR", years=2026, categories=("half_day",))
    half_days = from_holidays(half, half_days="short 4h").exceptions.keys()

    assert half_days == set(half)
    assert from_holidays(both, half_days="short 4h").holidays.keys() == set(both) - set(half)


def test_days_of_ones_own_are_kept() -> None:
    """Days that were added to the object or taken from it count, and nothing is changed in it."""
    source = holidays.country_holidays("DE", years=2026, language="de")
    source.append({"2026-05-15": "Brückentag"})
    source.pop_named("Neujahr")
    before = dict(source)
    days = from_holidays(source)

    assert days.holidays[date(2026, 5, 15)] == "Brückentag"
    assert date(2026, 1, 1) not in days.holidays
    assert dict(source) == before
    assert source.years == {2026}


def test_years_can_be_some_of_the_object() -> None:
    """Of an object with more years, those that are asked for are taken."""
    days = from_holidays(russia(), years=[2025])

    assert {day.year for day in (*days.holidays, *days.exceptions)} == {2025}
    assert days.known_from == date(2025, 1, 1)


def test_the_report_has_a_line_for_each_day() -> None:
    """Each day has one line, which says what it became."""
    days = from_holidays(russia(language="ru"), years=2024)
    said = {line.place: (line.what, line.why) for line in days.report}

    assert len(days.report) == len(days.holidays) + len(days.exceptions)
    assert said["RU 2024-01-07"] == ("holiday", "Рождество Христово")
    assert said[f"RU {TRANSFER}"] == ("working day", "as fri")


@pytest.mark.parametrize(
    ("said", "match"),
    [
        pytest.param({"years": [2023, 2024]}, "2023: is no year that the object", id="not there"),
        pytest.param({"subdiv": "BY"}, "subdiv='BY': is the object's own", id="subdiv"),
        pytest.param({"language": "ru"}, "language='ru': is the object's own", id="language"),
    ],
)
def test_an_object_is_taken_as_it_is(said: dict[str, Any], match: str) -> None:
    """What an object was not made with can't be asked of it."""
    with pytest.raises(FeedError, match=match):
        from_holidays(russia(), **said)


@pytest.mark.parametrize(
    ("source", "said", "match"),
    [
        pytest.param("DE", {"years": [2024, 2026]}, "have a hole at 2025", id="hole"),
        pytest.param("DE", {"years": 2200}, "is not known for DE; take years", id="too late"),
        pytest.param("DE", {"years": 1800}, "is not known for DE; take years", id="too early"),
        pytest.param("DDE", {"years": 2026}, "did you mean 'DE'", id="code"),
        pytest.param("../RU", {"years": 2026}, "is no country", id="path"),
        pytest.param("DE", {"years": 2026, "subdiv": "Bayer"}, "did you mean 'Bay", id="subdiv"),
        pytest.param("DE", {"years": 2026, "language": "xx"}, "is not known for DE", id="language"),
    ],
)
def test_what_the_library_does_not_know_is_refused(
    source: str, said: dict[str, Any], match: str
) -> None:
    """Nothing that the library would give out as empty comes through."""
    with pytest.raises(FeedError, match=match):
        from_holidays(source, **said)


@pytest.mark.parametrize("years", [None, "2026", True, [True], [2026.0], ["2026"]], ids=repr)
def test_years_are_whole_numbers(years: Any) -> None:
    """A code needs years, and they are numbers."""
    with pytest.raises(ArgumentTypeError, match="years="):
        from_holidays("DE", years=years)


@pytest.mark.parametrize("years", [[], range(10**9)], ids=repr)
def test_years_are_some_and_not_too_many(years: Any) -> None:
    """No years, and a thousand million of them, are refused at once."""
    with pytest.raises(DateError, match="years="):
        from_holidays("DE", years=years)


@pytest.mark.parametrize("source", [None, {}, {date(2026, 1, 1): "x"}, 5, ["DE"]], ids=repr)
def test_other_sources_are_refused(source: Any) -> None:
    """A source is an object of the library or a code."""
    with pytest.raises(ArgumentTypeError, match="source="):
        from_holidays(source, years=2026)


def test_sums_and_working_holidays_are_refused() -> None:
    """A sum has lost the weekend days worked, and a category of working days is no day off."""
    with pytest.raises(FeedError, match="join lists of days"):
        from_holidays(russia() + holidays.country_holidays("KZ", years=[2024, 2025]))
    workday = next(
        code
        for code in holidays.list_supported_countries()
        if "workday" in holidays.country_holidays(code).supported_categories
    )
    with pytest.raises(FeedError, match="'workday'"):
        from_holidays(
            holidays.country_holidays(workday, years=2026, categories=("public", "workday"))
        )


def test_bad_rules_are_refused() -> None:
    """The weekday and the rule for half days are checked even where no day needs them."""
    with pytest.raises(HoursError, match="weekday="):
        from_holidays("DE", years=2026, weekday="workday")
    with pytest.raises(HoursError):
        from_holidays("GR", years=2026, half_days="half")


def test_years_in_parts_come_together() -> None:
    """Two lists of years in a row make the list of both."""
    parts = from_holidays(russia(), years=2024) | from_holidays(russia(), years=2025)

    assert parts == from_holidays(russia())
