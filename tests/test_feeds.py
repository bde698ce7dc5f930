"""Fifty real feeds of holidays, dirty as found: each loads whole or says where it can't."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from slacalc.errors import FeedError
from slacalc.interop.day_list import DayList
from slacalc.interop.holidays import from_holidays
from slacalc.interop.production import ProductionCalendar

pytest.importorskip("icalendar", reason="the extra [ical] is not installed")

from slacalc.interop.icalendar import read_ical

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("SLACALC_SHARED", ROOT.parent / "shared"))
DATA = SHARED / "data"
FEEDS = sorted((DATA / "ics").glob("*.ics"))

pytestmark = pytest.mark.skipif(not FEEDS, reason="the real feeds are not beside the checkout")
each_feed = pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.stem)

WINDOW: dict[str, Any] = {"first": 1899, "last": 2100}
IN_LATIN = {"MexicanHolidays.ics": "latin-1"}
NAMED = re.compile(r"^(?P<file>[^:]+\.ics):(?P<line>[0-9]+)")


def load(path: Path, **how: Any) -> DayList:
    """Read a feed in its encoding."""
    return read_ical(path, **{"encoding": IN_LATIN.get(path.name, "utf-8"), **how})


@cache
def text_of(path: Path) -> str:
    """Return a feed's text, unfolded, by nothing but text handling."""
    text = path.read_bytes().decode(IN_LATIN.get(path.name, "utf-8-sig"))
    return re.sub(r"\n[ \t]", "", text.replace("\r\n", "\n"))


def plain_days(path: Path) -> tuple[set[tuple[str, date]], int]:
    """Return the names and dates of plain events of whole days, and how many are not plain.

    Plain is what has a date for its start and its end, and neither recurs nor replaces.
    """
    found: set[tuple[str, date]] = set()
    others = 0
    for block in re.findall(
        r"^BEGIN:VEVENT$(.*?)^END:VEVENT$", text_of(path), re.MULTILINE | re.DOTALL
    ):
        block = block.split("BEGIN:VALARM")[0]  # noqa: PLW2901 - alarms say nothing of the day
        said = dict(re.findall(r"^([A-Z-]+)[^:\n]*:(.*)$", block, re.MULTILINE))
        start, end = said.get("DTSTART", ""), said.get("DTEND", "")
        plain = re.fullmatch(r"\d{8}", start) and re.fullmatch(r"\d{8}", end)
        if not plain or said.keys() & {"RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"}:
            others += 1
            continue
        name = re.sub(r"\\([,;])", r"\1", said.get("SUMMARY", "")).replace("\\n", " ")
        name = " ".join(name.replace("\\\\", "\\").split()) or "no name"
        day, last = date.fromisoformat(start), date.fromisoformat(end)
        for step in range(max(1, (last - day).days)):
            found.add((name, day + timedelta(step)))
    return found, others


def events_of(days: DayList) -> list[str]:
    """Return what became of each event, without the notes."""
    return [line.what for line in days.report if line.what != "note"]


def refusal(path: Path) -> FeedError | None:
    """Return the error that a feed is refused with, where it is."""
    try:
        read_ical(path)
    except FeedError as error:
        return error
    return None


def test_there_are_fifty_feeds() -> None:
    """The feeds are those that the figures here were taken from."""
    starts = [len(re.findall(r"^BEGIN:VEVENT$", text_of(path), re.MULTILINE)) for path in FEEDS]

    assert (len(FEEDS), sum(starts)) == (50, 3_289)


@each_feed
def test_each_loads_or_says_where_it_can_not(path: Path) -> None:
    """Without a word from the caller, a feed loads, or its error names the line of the fault."""
    error = refusal(path)
    if error is None:
        assert read_ical(path).holidays
        return
    place = NAMED.match(error.argument)
    assert place
    assert place["file"] == path.name
    line = path.read_bytes().splitlines()[int(place["line"]) - 1]
    assert line.startswith(b"RRULE") or (error.value == line and not line.isascii())


def test_most_load_without_a_word() -> None:
    """Of the fifty, 32 load as they are, 17 recur without an end, and one is not UTF-8."""
    refused = [refusal(path) for path in FEEDS]
    kinds = Counter(error.problem if error else "loads" for error in refused)

    assert kinds == {"loads": 32, "recurs without an end": 17, "is not UTF-8": 1}


@each_feed
def test_each_loads_whole_in_a_window(path: Path) -> None:
    """In a window, each feed loads, and each of its events has one line in the report."""
    days = load(path, **WINDOW)

    assert len(events_of(days)) == len(re.findall(r"^BEGIN:VEVENT$", text_of(path), re.MULTILINE))
    assert set(events_of(days)) <= {"holiday", "closure", "skipped"}
    assert (days.known_from, days.known_until) == (date(1899, 1, 1), date(2100, 12, 31))


@each_feed
def test_no_plain_day_is_lost(path: Path) -> None:
    """Every plain event that plain text handling finds is a holiday of that name on that date."""
    found, others = plain_days(path)
    days = load(path, **WINDOW)
    named = {(name, day) for day, names in days.holidays.items() for name in names.split("; ")}
    inside = {(name, day) for name, day in found if 1899 <= day.year <= 2100}
    lost = {
        (name, day) for name, day in inside if f"; {name};" not in f"; {days.holidays.get(day)};"
    }

    assert lost == set()
    if not others:
        assert {day for _, day in named} == {day for _, day in inside}


def test_what_is_left_out_has_a_reason() -> None:
    """Of 3,289 events, those that give no day are left out for one of two reasons."""
    reasons: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for path in FEEDS:
        days = load(path, **WINDOW)
        kinds.update(events_of(days))
        reasons.update(line.why for line in days.report if line.what == "skipped")

    assert kinds == {"holiday": 3_249, "closure": 23, "skipped": 17}
    assert reasons == {
        "takes no time": 16,
        "every occurrence is replaced or left out": 1,
    }


def test_overrides_give_the_official_days() -> None:
    """The feed of Northern Ireland, rules with moved days, says what the government says."""
    official = json.loads((DATA / "calendars" / "uk_bank-holidays_govuk.json").read_text())
    expected = {event["date"] for event in official["northern-ireland"]["events"]}
    days = load(DATA / "ics" / "UKHolidays-NIreland.ics", first=2024, last=2027)

    assert {str(day) for day in days.holidays} == expected


def test_shortened_days_are_recognised() -> None:
    """With a rule for its shortened days, the feed for Russia is the production calendar.

    Only the Saturdays worked are missing, for the feed does not list them.
    """
    rules = {"Сокращённый день": "short 1h"}
    days = load(DATA / "ics" / "ru_production_kerigard.ics", rules=rules)
    years = [DATA / "calendars" / "ru" / f"{year}.xml" for year in range(2013, 2025)]
    official = ProductionCalendar.load(*years).day_list()
    shortened = {day for day, rule in official.exceptions.items() if "short" in rule.rule}
    weekdays_off = {day for day in days.holidays if day.weekday() < 5}

    assert weekdays_off == {day for day in official.holidays if day.weekday() < 5}
    assert days.exceptions.keys() == shortened
    assert {rule.rule for rule in days.exceptions.values()} == {"short 1h"}
    assert (days.known_from, days.known_until) == (date(2013, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize(
    ("name", "codes", "years"),
    [
        pytest.param("de_nrw_he_geoengine", ["DE-NW", "DE-HE"], range(2022, 2029), id="Germany"),
        pytest.param("autogen__DenmarkHolidays", ["DK"], range(2025, 2028), id="Denmark"),
        pytest.param("autogen__IcelandHolidays", ["IS"], range(2025, 2028), id="Iceland"),
    ],
)
def test_feeds_agree_with_the_holidays_library(name: str, codes: list[str], years: range) -> None:
    """Two sources that know nothing of each other give the same days."""
    pytest.importorskip("holidays", reason="the extra [holidays] is not installed")
    expected: set[date] = set()
    for code in codes:
        country, _, part = code.partition("-")
        expected |= from_holidays(country, subdiv=part or None, years=years).holidays.keys()

    assert load(DATA / "ics" / f"{name}.ics").holidays.keys() == expected


def test_filters_work_on_real_feeds() -> None:
    """The observances of a feed are left out by what its descriptions say of them."""
    canada = DATA / "ics" / "autogen__CanadaHolidays.ics"
    days = load(canada, keep=lambda event: event.description.startswith("Statutory Holiday"))
    reasons = Counter(line.why for line in days.report if line.what == "skipped")

    assert set(reasons) == {"not in keep"}
    assert len(events_of(days)) == 139
    assert "Christmas Day" in days.holidays[date(2026, 12, 25)]
    assert date(2026, 2, 14) not in days.holidays


def test_outlooks_days_in_utc_are_days() -> None:
    """Events that last a whole day in Colombo are holidays there, though they are said in UTC."""
    path = DATA / "ics" / "SriLankaHolidays.ics"

    assert date(1970, 1, 1) in load(path, time_zone="Asia/Colombo", **WINDOW).holidays
    assert date(1970, 1, 1) not in load(path, **WINDOW).holidays
