"""Days from iCalendar as a caller chooses: filters, rules, a window of years."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from slacalc import ArgumentTypeError, DateError, HoursError, SlacalcError
from slacalc.errors import FeedError, UnknownTimeZoneError

pytest.importorskip("icalendar", reason="the extra [ical] is not installed")

from ical_text import MASTER, NEW_YEAR, SOME_YEARS, days, event, feed, lines, one

from slacalc.interop.icalendar import FeedEvent, parse_ical, read_ical

OBSERVED = feed(
    event("SUMMARY:New Year", NEW_YEAR, "CATEGORIES:Holidays,Public\\, paid"),
    event("SUMMARY:Mother's Day", "DTSTART:20260510", "CATEGORIES:Observance"),
    event("SUMMARY:Eve", "DTSTART:20261231", "CATEGORIES:Other", "CATEGORIES:OBSERVANCE"),
)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param({"skip": ["observance"]}, ["New Year"], id="a category"),
        pytest.param({"keep": ["Public, paid"]}, ["New Year"], id="one of several"),
        pytest.param({"skip": ["mother's"]}, ["New Year", "Eve"], id="a part of the summary"),
        pytest.param({"keep": ["Observance"], "skip": ["eve"]}, ["Mother's Day"], id="both"),
        pytest.param(
            {"keep": lambda event: "Other" not in event.categories},
            ["New Year", "Mother's Day"],
            id="a callable",
        ),
        pytest.param({"skip": iter(["eve", "new"])}, ["Mother's Day"], id="an iterator"),
        pytest.param({"keep": []}, [], id="nothing"),
    ],
)
def test_filters_choose_events(said: dict[str, Any], expected: list[str]) -> None:
    """Events are kept and skipped by category, by a part of the summary or by a callable."""
    found = parse_ical(OBSERVED, **said)

    assert list(found.holidays.values()) == expected
    assert len(lines(found)) == 3


def test_filters_see_the_whole_event() -> None:
    """A callable gets what the event says, and the lines of it that are not read here."""
    seen: list[FeedEvent] = []
    said = ["DESCRIPTION:a\\nb", "LOCATION:Here", "STATUS:TENTATIVE", "X-KIND;X=Y:free"]

    def look(event: FeedEvent) -> bool:
        seen.append(event)
        return False

    one(NEW_YEAR, *said, skip=look)

    assert [event.place for event in seen] == ["feed:3 'A day'"]
    assert (seen[0].start, seen[0].end) == (date(2026, 1, 1), date(2026, 1, 2))
    assert (seen[0].description, seen[0].location, seen[0].status) == ("a\nb", "Here", "TENTATIVE")
    assert seen[0].properties["X-KIND"] == "free"
    assert seen[0].all_day


RULED = feed(
    event("SUMMARY:* Сокращённый  день (Новый год)", "DTSTART:20261231"),
    event("SUMMARY:Рабочий день", "DTSTART:20260214"),
    event("SUMMARY:Новый год", NEW_YEAR),
)


def by_callable(event: FeedEvent) -> str | None:
    """Answer as the mapping of the test does."""
    if event.summary.startswith("*"):
        return "short 1h"
    return "as fri" if "Рабочий" in event.summary else ""


@pytest.mark.parametrize(
    "rules",
    [{"сокращённый день": "short 1h", "РАБОЧИЙ": "as fri"}, by_callable],
    ids=["mapping", "callable"],
)
def test_rules_make_shortened_and_working_days(rules: Any) -> None:
    """A rule for a part of the summary makes an exception of the day, for the event's reason."""
    found = parse_ical(RULED, rules=rules)
    desk = found.calendar("Mon-Thu 09:00-18:00; Fri 09:00-17:00", time_zone="Europe/Moscow")

    assert days(found) == ["2026-01-01"]
    assert str(desk.day("2026-12-31")) == (
        "Thu 2026-12-31 09:00-17:00 (* Сокращённый день (Новый год))"
    )
    assert str(desk.day("2026-02-14")) == "Sat 2026-02-14 09:00-17:00 (Рабочий день)"
    assert [line.what for line in found.report[:3]] == ["shortened", "working day", "holiday"]


def test_rules_can_leave_out_and_override() -> None:
    """None leaves an event out; a rule, or "holiday", makes whole days of an event with hours."""
    text = feed(
        event("SUMMARY:Party", NEW_YEAR),
        event("SUMMARY:Short", "DTSTART:20260105T140000Z", "DTEND:20260106T170000Z"),
        event("SUMMARY:Off", "DTSTART:20260107T140000Z"),
    )
    found = parse_ical(text, rules={"party": None, "short": "short 2h", "off": "holiday"})

    assert days(found) == ["2026-01-07"]
    assert {str(day): str(rule) for day, rule in found.exceptions.items()} == {
        "2026-01-05": "short 2h",
        "2026-01-06": "short 2h",
    }
    assert lines(found)[0] == "feed:3 'Party': skipped (left out by rules)"


def test_rules_that_contradict_each_other_are_refused() -> None:
    """Two rules for one day are an error with both places; equal ones are not."""
    text = feed(event("SUMMARY:a", NEW_YEAR), event("SUMMARY:b", NEW_YEAR))

    with pytest.raises(
        FeedError, match=r"^feed:7 'b'='b': makes 2026-01-01 'short 2h', while feed:3"
    ):
        parse_ical(text, rules={"a": "short 1h", "b": "short 2h"})
    assert len(parse_ical(text, rules={"a": "short 1h", "b": "short 1h"}).exceptions) == 1


@pytest.mark.parametrize("on_error", ["raise", "report"])
def test_a_bad_rule_is_the_callers(on_error: str) -> None:
    """A rule that can't be read is raised, whatever is said of bad events."""
    with pytest.raises(HoursError, match=r"^rules\..*='shorter'"):
        one(NEW_YEAR, rules={"day": "shorter"}, on_error=on_error)


def listed(*years: int) -> str:
    """Write a feed with a day in each of some years."""
    return feed(*(event(f"DTSTART:{year}0601") for year in years))


@pytest.mark.parametrize(
    ("years", "how", "expected", "notes"),
    [
        pytest.param([2025, 2026], {}, (2025, 2026), ["known: 2025-2026, the longest"], id="run"),
        pytest.param(
            [1970, 2024, 2025, 2099],
            {},
            (2024, 2025),
            ["known: 2024-2025, the longest run of years with days; days of 1970, 2099 are listed"],
            id="strays",
        ),
        pytest.param([2020, 2026], {}, (2026, 2026), ["known: 2026"], id="the later of two"),
        pytest.param([], {}, None, ["no event gives a day, so nothing is known"], id="none"),
        pytest.param([2025, 2027], SOME_YEARS, (2025, 2027), ["no event in 2026"], id="window"),
        pytest.param([2024, 2025, 2026, 2027, 2028], SOME_YEARS, (2025, 2027), [], id="cut"),
    ],
)
def test_the_known_stretch(
    years: list[int], how: Any, expected: tuple[int, int] | None, notes: list[str]
) -> None:
    """The window is known; without one, the longest run of years that have days."""
    found = parse_ical(listed(*years), **how)
    said = [line.why for line in found.report if line.what == "note"]
    ends = found.known_from, found.known_until

    assert ends == (
        (date(expected[0], 1, 1), date(expected[1], 12, 31)) if expected else (None,) * 2
    )
    assert [line.startswith(note) for line, note in zip(said, notes, strict=True)] == [True] * len(
        notes
    )


def test_years_that_only_rules_reach_are_noted() -> None:
    """A window is known as asked, with a note of the years that rules alone reach."""
    text = feed(event("SUMMARY:Easter", "DTSTART:20250420"), MASTER)
    notes = [line.why for line in parse_ical(text, **SOME_YEARS).report if line.what == "note"]

    assert notes == ["only recurring events in 2026-2027"]


def test_events_outside_of_the_window_are_left_out() -> None:
    """Days and times outside of the window are not taken, and the report says so."""
    text = feed(event(NEW_YEAR), event("DTSTART:20260101T100000Z", "DURATION:PT1H"))

    assert {line.why for line in parse_ical(text, first=2027, last=2027).report[:2]} == {
        "outside of the window"
    }


@pytest.mark.parametrize(
    ("how", "kind", "match"),
    [
        pytest.param({"first": 2025}, DateError, "last=None: is missing", id="no last"),
        pytest.param({"last": 2025}, DateError, "first=None: is missing", id="no first"),
        pytest.param({"first": 2026, "last": 2025}, DateError, "lies before", id="backwards"),
        pytest.param({"first": 0, "last": 2025}, DateError, "is no year", id="year 0"),
        pytest.param({"first": True, "last": 2025}, ArgumentTypeError, "first=", id="boolean"),
        pytest.param(
            {"first": datetime(2025, 1, 1, tzinfo=UTC), "last": 2025},
            ArgumentTypeError,
            "first=",
            id="a time",
        ),
        pytest.param({"keep": "Holidays"}, ArgumentTypeError, "keep=", id="text for a list"),
        pytest.param({"keep": [5]}, ArgumentTypeError, "keep=5", id="a number in a list"),
        pytest.param({"skip": 5}, ArgumentTypeError, "skip=", id="number"),
        pytest.param({"rules": "short 1h"}, ArgumentTypeError, "rules=", id="rules"),
        pytest.param({"rules": {"day": 5}}, ArgumentTypeError, "rules", id="no rule"),
        pytest.param({"name": 5}, ArgumentTypeError, "name=", id="name"),
        pytest.param({"where": None}, ArgumentTypeError, "where=", id="where"),
        pytest.param({"encoding": None}, ArgumentTypeError, "encoding=", id="encoding"),
        pytest.param({"zones": ["x"]}, ArgumentTypeError, "zones=", id="zones"),
        pytest.param({"time_zone": "Mars"}, UnknownTimeZoneError, "time_zone=", id="zone"),
        pytest.param({"on_error": "ignore"}, FeedError, "on_error=", id="on_error"),
    ],
)
def test_bad_arguments_are_refused(
    how: dict[str, Any], kind: type[SlacalcError], match: str
) -> None:
    """Each argument is checked before the feed is believed."""
    with pytest.raises(kind, match=match):
        one(NEW_YEAR, **how)


def test_a_feed_is_text_or_bytes() -> None:
    """A path is for another function, which the error names."""
    with pytest.raises(ArgumentTypeError, match="read_ical reads a file"):
        parse_ical(Path("days.ics"))  # type: ignore[arg-type]


CUT = feed(event("SUMMARY:x", NEW_YEAR))


def test_a_file_is_called_by_its_name(tmp_path: Path) -> None:
    """A file gives the same days as its text, under its own name."""
    path = tmp_path / "days.ics"
    path.write_bytes(CUT.encode())

    assert read_ical(path).holidays == parse_ical(CUT).holidays
    assert read_ical(str(path)).report[0].place == "days.ics:3 'x'"
    assert read_ical(path).name == "days.ics"
    assert read_ical(path, where="feed") == parse_ical(CUT)
    with pytest.raises(FeedError, match=r"can't be read: No such file"):
        read_ical(tmp_path / "no.ics")
    with pytest.raises(FeedError, match="can't be read"):
        read_ical("no\0file")
    with pytest.raises(ArgumentTypeError, match="path="):
        read_ical(CUT.encode())  # type: ignore[arg-type]


def test_the_name_is_the_calendars() -> None:
    """A list is called as the caller says, else as the calendars do if they agree."""
    assert parse_ical(feed("X-WR-CALNAME:Utopia", event(NEW_YEAR))).name == "Utopia"
    assert parse_ical(feed("NAME:Utopia") + feed("X-WR-CALNAME:Utopia")).name == "Utopia"
    assert parse_ical(feed("NAME:Utopia") + feed("NAME:Erewhon"), where="a.ics").name == "a.ics"
    assert parse_ical(feed("NAME:Utopia"), name="mine").name == "mine"
