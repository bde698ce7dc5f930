"""What of iCalendar is refused: events, feeds cut off, feeds that imply too much."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from effort import seconds

from slacalc import SlacalcError
from slacalc.errors import FeedError

pytest.importorskip("icalendar", reason="the extra [ical] is not installed")

from ical_text import MASTER, NEW_YEAR, SOME_YEARS, ZONE, days, event, feed, one

from slacalc.interop.icalendar import parse_ical

LONGEST = 30.0  # seconds for the worst of the hostile feeds on a busy machine; most take none

BAD = {
    "no start": (["SUMMARY:x"], 3, "has no DTSTART"),
    "bare start": (["DTSTART"], 5, "is no line of iCalendar"),
    "bad start": (["DTSTART:20261301"], 5, "is malformed"),
    "time of day": (["DTSTART:100000"], 5, "is no day and no time"),
    "period": (["DTSTART:20260101T000000Z/PT1H"], 5, "is no day and no time"),
    "two starts": ([NEW_YEAR, NEW_YEAR], 6, "is given twice"),
    "bad end": ([NEW_YEAR, "DTEND:soon"], 6, "is malformed"),
    "backwards": ([NEW_YEAR, "DTEND:20251231"], 6, "lies before DTSTART"),
    "hours backwards": (
        ["DTSTART:20260101T100000Z", "DTEND:20260101T090000Z"],
        6,
        "lies before DTSTART",
    ),
    "negative": ([NEW_YEAR, "DURATION:-P1D"], 6, "is negative"),
    "bad duration": ([NEW_YEAR, "DURATION:1 day"], 6, "is malformed"),
    "endless": (["DTSTART:99991231", "DURATION:P9D"], 5, "outside the years 1 to 9999"),
    "before all": (
        ["DTSTART;TZID=Asia/Tokyo:00010101T000000", "DURATION:PT1H"],
        5,
        "outside the years",
    ),
    "bad rule": ([NEW_YEAR, "RRULE:FREQ=SOMETIMES"], 6, "does not recur by days"),
    "hourly": ([NEW_YEAR, "RRULE:FREQ=HOURLY;COUNT=3"], 6, "does not recur by days"),
    "secondly": ([NEW_YEAR, "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30"], 6, "by days or more"),
    "never": ([NEW_YEAR, "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"], 6, "gives no day"),
    "no rule": ([NEW_YEAR, "RRULE:"], 6, "is no recurrence rule"),
    "bad until": ([NEW_YEAR, "RRULE:FREQ=DAILY;UNTIL=20269999T000000Z"], 6, "recurrence rule"),
    "bad exdate": ([NEW_YEAR, "EXDATE:20260102", "EXDATE:x"], 7, "is malformed"),
    "bad rdate": ([NEW_YEAR, "RDATE:20260102,2026"], 6, "is malformed"),
    "exrule": ([NEW_YEAR, "EXRULE:FREQ=YEARLY"], 6, "is no part of RFC 5545"),
    "range": ([NEW_YEAR, "RECURRENCE-ID;RANGE=THISANDFUTURE:20260101"], 6, "replaces a range"),
    "bad id": ([NEW_YEAR, "RECURRENCE-ID:first"], 6, "is malformed"),
    "bad zone": (["DTSTART;TZID=Europe/Berln:20260101T100000"], 5, "did you mean 'Europe/Berlin'"),
    "parameters": (['DTSTART;TZID="Europe:20260101T100000'], 5, "is no line of iCalendar"),
    "two names": ([NEW_YEAR, "SUMMARY:another"], 6, "is given twice"),
}


@pytest.mark.parametrize("said", BAD.values(), ids=BAD)
def test_errors_name_feed_line_and_event(said: tuple[list[str], int, str]) -> None:
    """What matters and can't be read is an error with the place, or a line of the report."""
    given, number, problem = said
    name = [] if problem == "has no DTSTART" else ["SUMMARY:Bad day"]
    expected = f"feed:{number} '{'x' if not name else 'Bad day'}'"
    text = feed(event(*name, *given), event("SUMMARY:Good day", NEW_YEAR))
    with pytest.raises(FeedError) as caught:
        parse_ical(text, **SOME_YEARS)
    found = parse_ical(text, on_error="report", **SOME_YEARS)

    assert caught.value.argument == expected
    assert problem in str(caught.value)
    assert list(found.holidays.values()) == ["Good day"]
    assert found.report[0].place == expected
    assert found.report[0].what == "skipped"
    assert found.report[0].why.startswith("can't be read: ")


def test_lines_that_do_not_matter_are_only_noted() -> None:
    """A line that is none, or one that is not read here, spoils no event."""
    found = one(NEW_YEAR, "a line that was broken", "CREATED:yesterday", "X-ODD;:")

    assert days(found) == ["2026-01-01"]
    assert found.report[0].why == (
        "2026-01-01; line 6 can't be read, and is left out; line 8 can't be read, and is left out"
    )


def test_other_components_are_noted() -> None:
    """Tasks and such are no days; alarms inside of events are passed over."""
    alarm = ["BEGIN:VALARM", "TRIGGER:-PT10M", "SUMMARY:Wake up", "END:VALARM"]
    text = feed(event(NEW_YEAR, *alarm), "BEGIN:VTODO", "SUMMARY:x", "END:VTODO")
    found = parse_ical(text, name="x")

    assert found.holidays == {date(2026, 1, 1): "no name"}
    assert str(found.report[0]) == "feed:10: note (VTODO is not read)"


CUT = feed(event("SUMMARY:x", NEW_YEAR))


@pytest.mark.parametrize(
    ("text", "match"),
    [
        pytest.param("", "^feed=0: holds no calendar", id="empty"),
        pytest.param("\r\n\r\n", "holds no calendar", id="blank"),
        pytest.param("<html>", "^feed:1='<html>': stands outside of any calendar", id="html"),
        pytest.param(event(NEW_YEAR), "^feed:1='BEGIN:VEVENT': stands outside", id="no calendar"),
        pytest.param(CUT[:-16], "^feed:1='BEGIN:VCALENDAR': is never ended", id="cut at the end"),
        pytest.param(CUT[:80], "^feed:3='BEGIN:VEVENT': is never ended", id="cut in an event"),
        pytest.param(CUT + "VERSION:2.0", "^feed:8='VERSION:2.0': stands outside", id="tail"),
        pytest.param(CUT + "END:VCALENDAR", "does not end what is open there, nothing", id="ends"),
        pytest.param(
            CUT.replace("END:VEVENT\r\n", ""),
            "does not end what is open there, BEGIN:VEVENT",
            id="x",
        ),
        pytest.param(
            feed("BEGIN:VEVENT", event(NEW_YEAR), "END:VEVENT"), "is never ended", id="in an event"
        ),
        pytest.param("\ud800", "is no text", id="no text"),
    ],
)
@pytest.mark.parametrize("on_error", ["raise", "report"])
def test_feeds_that_are_cut_off_are_refused(text: str, match: str, on_error: str) -> None:
    """A feed that is not whole is never read in part, whatever is said of bad events."""
    with pytest.raises(FeedError, match=match):
        parse_ical(text, on_error=on_error)


def test_bytes_have_an_encoding() -> None:
    """Bytes are UTF-8, with a mark or folded inside of a character, or what the caller says."""
    text = CUT.replace("SUMMARY:x", "SUMMARY:Año")
    folded = text.encode().replace(b"\xc3\xb1", b"\xc3\r\n \xb1")
    latin = text.encode("latin-1")

    cases: list[tuple[bytes, dict[str, Any]]] = [
        (folded, {}),
        (text.encode("utf-8-sig"), {}),
        (latin, {"encoding": "latin-1"}),
        (text.encode("utf-16"), {"encoding": "utf-16"}),
        (text.replace("\r\n", "\n").encode(), {}),
        (text.replace("\r\n", "\r").encode(), {}),
    ]
    for data, how in cases:
        assert parse_ical(data, **how).holidays == {date(2026, 1, 1): "Año"}
    assert parse_ical("\N{BOM}" + text).holidays == {date(2026, 1, 1): "Año"}
    with pytest.raises(FeedError, match=r"^feed:4=b'SUMMARY:A\\xf1o': is not UTF-8"):
        parse_ical(latin)
    with pytest.raises(FeedError, match="encoding='ut8'"):
        parse_ical(latin, encoding="ut8")
    with pytest.raises(FeedError, match="is not in ascii"):
        parse_ical(latin, encoding="ascii")


def test_endless_rules_need_a_window() -> None:
    """A rule without an end is laid out no further than the caller says."""
    with pytest.raises(FeedError, match=r"^feed:7 'A day'='FREQ=DAILY': recurs without an end"):
        one("DTSTART:00010101", "X-A:b", "RRULE:FREQ=DAILY")
    assert len(one("DTSTART:00010101", "RRULE:FREQ=DAILY", first=2026, last=2026).holidays) == 365


def several(count: int, *lines: str) -> str:
    """Write a feed of many like events."""
    return feed(*[event(*lines)] * count)


SOUND = feed(
    *ZONE,
    MASTER,
    event("UID:1", "RECURRENCE-ID:20270101", "DTSTART:20270104", "SUMMARY:Moved"),
    event(
        "DTSTART;TZID=Customized:20260105T100000",
        "DTEND;TZID=Customized:20260105T110000",
        "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU;UNTIL=20270101T000000Z",
        "EXDATE;TZID=Customized:20260106T100000",
        "RDATE;VALUE=PERIOD:20260107T100000Z/PT3H",
    ),
    event(NEW_YEAR, "DURATION:P1DT2H", "CATEGORIES:a,b\\,c", "STATUS:CONFIRMED"),
)


@pytest.mark.parametrize("seed", range(100))
def test_a_spoilt_feed_is_read_or_refused(seed: int) -> None:
    """Letters and lines lost, doubled or changed end in a list of days or in an error of ours."""
    draw = random.Random(seed)
    text = SOUND
    for _ in range(draw.randint(1, 3)):
        at, to = (draw.randrange(len(text)) for _ in range(2))
        spoilt = [
            text[:at] + text[at + 1 :],
            text[:at] + draw.choice(';:,="\\/ \t\r\n0129ZTP-+\0é') + text[at:],
            text[:at] + text[min(at, to) : max(at, to)] + text[at:],
        ]
        text = draw.choice(spoilt)
    how: dict[str, Any] = draw.choice([{}, SOME_YEARS, {"on_error": "report", **SOME_YEARS}])
    with contextlib.suppress(SlacalcError):
        assert parse_ical(text, **how).report


HOSTILE: dict[str, tuple[Callable[[], str], str]] = {
    "10^9 times": (
        lambda: several(1, NEW_YEAR, "RRULE:FREQ=DAILY;COUNT=1000000000"),
        "COUNT=1000000000",
    ),
    "all time": (lambda: several(1, "DTSTART:00010101", "DTEND:99991231"), "more than 100000 days"),
    "every day of all time": (
        lambda: several(1, "DTSTART:00010101", "RRULE:FREQ=DAILY;UNTIL=99981231"),
        "more than 100000 days",
    ),
    "many long events": (
        lambda: several(5_000, NEW_YEAR, "DTEND:20261231"),
        "more than 100000 days",
    ),
    "many rules": (
        lambda: several(2_000, NEW_YEAR, "RRULE:FREQ=YEARLY;COUNT=2"),
        "one rule too many, with 500 at most",
    ),
    "a long line": (lambda: several(1, "SUMMARY:" + "a" * 9_000_000), "more than 1000000 bytes"),
    "a long folded line": (lambda: several(1, "SUMMARY:" + "a\n " * 900_000), "1000000 bytes"),
    "10^6 events": (lambda: several(1_000_000, NEW_YEAR), "more than 10000000 bytes"),
    "10^5 events": (lambda: several(100_000, NEW_YEAR), "one event too many, with 20000 at most"),
    "blank lines": (lambda: "\n" * 9_000_000, "more than 500000 lines"),
    "nesting": (lambda: "BEGIN:VCALENDAR\n" * 500_000, "nests more than 8 deep"),
}


@pytest.mark.parametrize("said", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("on_error", ["raise", "report"])
def test_36_hostile_feeds_are_refused_soon(
    said: tuple[Callable[[], str], str], on_error: str
) -> None:
    """A feed that implies too much is an error in bounded time, and never left out silently."""
    write, match = said
    text = write()
    started = time.process_time()
    if "COUNT=1000000000" in text and on_error == "report":
        assert "COUNT" in parse_ical(text, on_error=on_error).report[0].why
    else:
        with pytest.raises(FeedError, match=match):
            parse_ical(text, on_error=on_error)

    assert time.process_time() - started < seconds(LONGEST)


def test_36_many_left_out_days_cost_no_product() -> None:
    """Ten thousand dates that are left out of ten thousand occurrences are looked up."""
    left_out = "EXDATE:" + ",".join(["20260101"] * 10_000)
    started = time.process_time()
    found = one("DTSTART:20000101", "RRULE:FREQ=DAILY;COUNT=10000", left_out)

    assert len(found.holidays) == 9_999
    assert time.process_time() - started < seconds(LONGEST)


def test_36_an_offset_of_days_is_no_zone() -> None:
    """A VTIMEZONE with an impossible offset is an error at the event that needs it."""
    zone = [line.replace("TZOFFSETTO:+0100", "TZOFFSETTO:+9900") for line in ZONE]
    told = event("DTSTART;TZID=Customized:20260101T090000")
    with pytest.raises(FeedError, match="offset of a day or more"):
        parse_ical(feed(*zone, told))
    (taken, *_) = parse_ical(feed(*zone, told), on_error="report").report
    assert taken.what == "skipped"


def test_36_the_days_that_one_event_lists_are_bounded() -> None:
    """Hundreds of thousands of EXDATE lines in one event are refused soon."""
    started = time.process_time()
    with pytest.raises(FeedError, match="lists more than 20000 days"):
        parse_ical(feed(event(NEW_YEAR, *["EXDATE:20260101"] * 400_000)))
    assert time.process_time() - started < seconds(LONGEST)


def test_what_met_no_event_is_noted() -> None:
    """A rule or a filter that meets nothing is told, for it may be misspelt."""
    read = parse_ical(
        feed(event(NEW_YEAR, "SUMMARY:Short day")),
        rules={"Shrot": "short 1h", "Short": "short 2h"},
        skip=["Xmass"],
    )
    notes = [taken.why for taken in read.report if taken.what == "note"]
    assert "rules 'Shrot' met no event" in notes
    assert "skip 'Xmass' met no event" in notes
    assert not any("'Short'" in note for note in notes)
