"""Production calendars of Russia and Kazakhstan, held against the law and against other sources."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from slacalc.interop.production import ProductionCalendar

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("SLACALC_SHARED", ROOT.parent / "shared"))
PUBLISHED = SHARED / "data" / "calendars"
with_published = pytest.mark.skipif(
    not PUBLISHED.exists(), reason="the published calendars are not beside the checkout"
)
HOUR = timedelta(hours=1)

# Working hours of a week of 40 hours, as the ministry of labour gives them for each year; 2020
# and 2021 are those from before the decrees that added days off to these years.
NORMS = {
    2013: 1970,
    2014: 1970,
    2015: 1971,
    2016: 1974,
    2017: 1973,
    2018: 1970,
    2019: 1970,
    2020: 1979,
    2021: 1972,
    2022: 1973,
    2023: 1973,
    2024: 1979,
    2025: 1972,
    2026: 1972,
}
# Non-working days by decree of the president in the pandemic, and for the vote of 2020; they stand
# in the published files, change the norm, and are neither holidays by law nor moved.
DECREED = {
    2020: [
        (date(2020, 3, 30), date(2020, 4, 30)),
        (date(2020, 5, 6), date(2020, 5, 8)),
        (date(2020, 6, 24), date(2020, 6, 24)),
        (date(2020, 7, 1), date(2020, 7, 1)),
    ],
    2021: [(date(2021, 5, 4), date(2021, 5, 7)), (date(2021, 10, 30), date(2021, 11, 3))],
}
# The eves among them, which had been an hour shorter: 30 April and 8 May, 3 November.
DECREED_EVES = {2020: 2, 2021: 1}
# Of the January holidays on weekends, two are moved (Labour Code, article 112); these are third.
THIRD_IN_JANUARY = {date(2017, 1, 8), date(2022, 1, 8), date(2023, 1, 7)}
# Holidays of Kazakhstan that stay where they are: Christmas and the first day of Kurban-ait.
RELIGIOUS = re.compile("Рождество|Курбан")
# Holidays of Kazakhstan on weekends that are moved by law, and that the published files do not
# move. In 2022 the move of 7 May is said to go onto a Sunday; 1 and 17 December are listed though
# they are holidays no more; the files of 2024 and 2025 were made before their transfers were known.
NOT_MOVED = {
    2022: ["2022-05-07", "2022-12-17"],
    2023: ["2023-12-17"],
    2024: ["2024-03-23", "2024-07-06", "2024-12-01"],
    2025: ["2025-03-08", "2025-03-22", "2025-03-23", "2025-07-06", "2025-08-30", "2025-10-25"],
}
# Moved in two steps: from Saturday, 9 May to Monday, 11 May, and from there to Friday, 8 May.
MOVED_TWICE = {date(2020, 5, 9)}
# Days off in Kazakhstan that were moved from a Saturday or Sunday which the files do not mark as
# worked: each leaves the year a day short.
WORKED_UNSAID = {
    2016: ["2016-03-05"],
    2017: ["2017-03-18", "2017-07-01"],
    2018: ["2018-03-03", "2018-04-28", "2018-05-05", "2018-08-25", "2018-12-29"],
    2019: ["2019-05-04"],
    2020: ["2020-01-05", "2020-12-20"],
    2021: ["2021-07-03"],
}


def published(country: str) -> ProductionCalendar:
    """Load all published years of a country."""
    return ProductionCalendar.load(*(PUBLISHED / country).glob("*.xml"), name=country)


def dates(first: date, last: date) -> Iterator[date]:
    """Go through the dates from one to another, both included."""
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


def decreed(year: int) -> list[date]:
    """List the days that decrees made non-working in a year."""
    return [day for first, last in DECREED.get(year, []) for day in dates(first, last)]


def is_weekend(day: date) -> bool:
    """Say whether a date is a Saturday or a Sunday."""
    return day.isoweekday() >= 6


def test_the_shipped_calendar_of_russia() -> None:
    """Russia from 2024 to 2026 has fourteen holidays a year and the official hours."""
    russia = ProductionCalendar.shipped("ru")
    days = russia.day_list()

    assert (days.name, russia.years) == ("Russia", (2024, 2025, 2026))
    assert (days.known_from, days.known_until) == (date(2024, 1, 1), date(2026, 12, 31))
    assert "Labour Code" in days.source
    assert [
        sum(day.is_holiday and day.date.year == y for day in russia.days) for y in russia.years
    ] == [
        14,
        14,
        14,
    ]
    assert {str(day): rule.rule for day, rule in days.exceptions.items() if is_weekend(day)} == {
        "2024-04-27": "as mon",
        "2024-11-02": "as tue, short 1h",
        "2024-12-28": "as mon",
        "2025-11-01": "as mon, short 1h",
    }
    assert len(days.report) == len(russia.days) == 71
    for year in russia.years:
        check = russia.check(year)
        assert check.working_days == check.implied_days
        assert check.norm == russia.norm(year) == NORMS[year] * HOUR
        assert check.loose == ()


@with_published
def test_all_published_calendars_load() -> None:
    """Fourteen Russian years and twelve Kazakh ones load, and no marked day is lost."""
    files = sorted(PUBLISHED.glob("*/*.xml"))
    assert len(files) == 26
    for path in files:
        said = re.findall(r'<day d="(..)\.(..)" t="(.)"', path.read_text(encoding="utf-8"))
        days = ProductionCalendar.load(path).day_list()
        marked = {date(int(path.stem), int(month), int(day)): kind for month, day, kind in said}
        assert {day for day, kind in marked.items() if kind == "1"} == set(days.holidays)
        assert {day for day, kind in marked.items() if kind != "1"} == set(days.exceptions)


@with_published
def test_the_shipped_days_are_the_published_ones() -> None:
    """What comes with the library says the same days, titles and moves as the published files."""
    shipped = ProductionCalendar.shipped("ru")
    paths = [PUBLISHED / "ru" / f"{year}.xml" for year in shipped.years]
    loaded = ProductionCalendar.load(*paths, name=shipped.name)

    assert shipped.days == loaded.days
    assert shipped.day_list().arguments() == loaded.day_list().arguments()


@with_published
@pytest.mark.parametrize("year", NORMS)
def test_russian_norms(year: int) -> None:
    """Each year has the official working hours, less the days that decrees took from it."""
    check = published("ru").check(year, stay={*decreed(year), *THIRD_IN_JANUARY})
    taken = [day for day in decreed(year) if not is_weekend(day)]
    lost = 8 * len(taken) - DECREED_EVES.get(year, 0)

    assert check.norm == (NORMS[year] - lost) * HOUR
    assert check.norm == (8 * check.working_days - check.shortened_days) * HOUR
    assert check.working_days == check.implied_days


@with_published
def test_norms_are_a_sum_that_can_be_done_by_hand() -> None:
    """The norm is eight hours for each working day less one for each short one, as counted."""
    for path in sorted(PUBLISHED.glob("*/*.xml")):
        year = int(path.stem)
        said = re.findall(r'<day d="(..)\.(..)" t="(.)"', path.read_text(encoding="utf-8"))
        kinds = {date(year, int(month), int(day)): kind for month, day, kind in said}
        every = {day: kinds.get(day, "") for day in dates(date(year, 1, 1), date(year, 12, 31))}
        worked = [
            day for day, kind in every.items() if kind in "23" and (kind or not is_weekend(day))
        ]
        shortened = [day for day, kind in every.items() if kind == "2"]

        assert ProductionCalendar.load(path).norm(year) == (8 * len(worked) - len(shortened)) * HOUR


@with_published
def test_only_years_without_moves_have_loose_ends_in_russia() -> None:
    """The files of 2016 and 2018 don't say from where days were moved; no other has loose ends."""
    russia = published("ru")
    loose = {year: russia.check(year).loose for year in russia.years}

    assert {year: len(lines) for year, lines in loose.items() if lines} == {2016: 1, 2018: 3}
    assert all("no day is said to be off" in line for lines in loose.values() for line in lines)


@with_published
@pytest.mark.parametrize("year", range(2015, 2027))
def test_kazakh_years(year: int) -> None:
    """Each Kazakh year is what the law implies, but for the moves that the files leave out."""
    kazakhstan = published("kz")
    religious = {day.date for day in kazakhstan.days if RELIGIOUS.search(day.title)}
    check = kazakhstan.check(year, stay=religious)
    unsaid, unmoved = WORKED_UNSAID.get(year, []), NOT_MOVED.get(year, [])

    assert check.working_days - check.implied_days == len(unmoved) - len(unsaid)
    assert [line.partition(" is off for ")[2][:10] for line in check.loose] == unsaid
    moved = {day.moved_from for day in kazakhstan.days if not is_weekend(day.date)}
    left = [day.date for day in kazakhstan.days if day.is_holiday and day.is_weekend]
    left = [day for day in left if day.year == year and day not in moved | religious | MOVED_TWICE]
    assert [str(day) for day in left] == unmoved


@with_published
def test_russia_as_the_holidays_package_has_it() -> None:
    """Working days are those of the package `holidays` but for decrees and a move that it lacks.

    It leaves out the non-working days of the pandemic and of the vote of 2020, which were decreed
    for these years alone. For 2014 it lacks the Monday off for Saturday, 8 March: without it the
    year would have 248 working days, and the official number is 247.
    """
    holidays = pytest.importorskip("holidays")
    russia = published("ru")
    days = russia.day_list()
    ours = days.calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow")
    theirs = holidays.country_holidays("RU", years=russia.years)
    if theirs.is_working_day(date(2026, 12, 31)):
        pytest.skip("this release of holidays is older than the moves of 2026")
    differing = [
        day
        for day in dates(date(2013, 1, 1), date(2026, 12, 31))
        if bool(ours.day(day).hours) != theirs.is_working_day(day)
    ]
    by_decree = [day for year in DECREED for day in decreed(year) if not is_weekend(day)]

    assert differing == [date(2014, 3, 10), *by_decree]
    assert len(by_decree) == 29 + 7
    assert not any(ours.day(day).hours for day in differing)
    assert {day for day in days.exceptions if is_weekend(day)} == theirs.weekend_workdays
