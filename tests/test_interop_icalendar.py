"""Days from iCalendar: what each kind of event becomes, once and again."""

from __future__ import annotations

from datetime import date

import pytest

from slacalc.errors import FeedError, UnknownTimeZoneError

pytest.importorskip("icalendar", reason="the extra [ical] is not installed")

from ical_text import MASTER, NEW_YEAR, SOME_YEARS, ZONE, closures, days, event, feed, lines, one

from slacalc.interop.icalendar import parse_ical


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param(["DTSTART:20260101"], ["2026-01-01"], id="no end"),
        pytest.param([NEW_YEAR, "DTEND;VALUE=DATE:20260102"], ["2026-01-01"], id="a day"),
        pytest.param(
            [NEW_YEAR, "DTEND:20260104"], ["2026-01-01", "2026-01-02", "2026-01-03"], id="three"
        ),
        pytest.param([NEW_YEAR, "DURATION:P2D"], ["2026-01-01", "2026-01-02"], id="duration"),
        pytest.param([NEW_YEAR, "DURATION:PT36H"], ["2026-01-01", "2026-01-02"], id="in hours"),
        pytest.param([NEW_YEAR, "DURATION:PT0S"], ["2026-01-01"], id="of nothing"),
        pytest.param(["DTSTART;VALUE=DATE;TZID=X/Y:20260101"], ["2026-01-01"], id="with a zone"),
        pytest.param(["DTSTART", " ;VALUE=DATE", "\t:2026", " 0101"], ["2026-01-01"], id="folded"),
        pytest.param(["dtstart;value=date:20260101"], ["2026-01-01"], id="in small letters"),
    ],
)
def test_events_of_whole_days_are_holidays(said: list[str], expected: list[str]) -> None:
    """Each day of an event is a holiday; the day on which it ends is not."""
    found = one(*said)

    assert days(found) == expected
    assert set(found.holidays.values()) == {"A day"}
    assert (found.exceptions, found.closures) == ({}, ())


@pytest.mark.parametrize(
    ("said", "expected", "note"),
    [
        pytest.param("DTEND:20260101", 1, "ends on the day on which it starts", id="no longer"),
        pytest.param("DTEND:20260103T000000", 2, "ends at a time", id="a midnight"),
        pytest.param("DTEND:20260102T180000Z", 2, "ends at a time", id="an evening"),
        pytest.param("DTEND;TZID=No/Zone:20260102T180000", 2, "ends at a time", id="no zone"),
    ],
)
def test_odd_ends_are_mended_and_noted(said: str, expected: int, note: str) -> None:
    """A day that ends at a time lasts to the end of that day, and the report says so."""
    found = one(NEW_YEAR, said)

    assert len(found.holidays) == expected
    assert note in found.report[0].why


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param(
            ["DTSTART:20260105T100000Z", "DTEND:20260105T113000Z"],
            "2026-01-05 10:00 2026-01-05 11:30",
            id="UTC",
        ),
        pytest.param(
            ["DTSTART;TZID=Europe/Berlin:20260705T100000", "DURATION:PT2H"],
            "2026-07-05 08:00 2026-07-05 10:00",
            id="IANA",
        ),
        pytest.param(
            ['DTSTART;TZID="Sri Lanka Standard Time":20260105T100000', "DURATION:PT1H"],
            "2026-01-05 04:30 2026-01-05 05:30",
            id="Windows",
        ),
        pytest.param(
            ["DTSTART;TZID=/mozilla.org/20070129_1/Africa/Nairobi:20260105T100000", "DURATION:P1D"],
            "2026-01-05 07:00 2026-01-06 07:00",
            id="Mozilla",
        ),
        pytest.param(
            ["DTSTART;TZID=europe/berlin:20260105T100000", "DTEND:20260105T100000Z"],
            "2026-01-05 09:00 2026-01-05 10:00",
            id="small letters, two clocks",
        ),
        pytest.param(
            ["DTSTART;TZID=Europe/Berlin:20260328T120000", "DURATION:P1DT1H"],
            "2026-03-28 11:00 2026-03-29 11:00",
            id="a day of 23 hours and one more",
        ),
        pytest.param(
            ["DTSTART;TZID=Europe/Berlin:20260705T100000", "DTEND;VALUE=DATE:20260706"],
            "2026-07-05 08:00 2026-07-05 22:00",
            id="ends on a day",
        ),
    ],
)
def test_events_with_hours_are_closures(said: list[str], expected: str) -> None:
    """An event with hours is a closure between two instants, under its name."""
    found = one(*said)

    assert closures(found) == [expected]
    assert found.closures[0][2] == "A day"
    assert found.holidays == {}


def test_a_calendar_is_closed_in_them() -> None:
    """The calendar that is made of a feed is closed while an event with hours lasts."""
    found = one("DTSTART:20260105T100000Z", "DTEND:20260105T113000Z")
    desk = found.calendar("Mon-Fri 09:00-18:00", time_zone="UTC")

    assert [desk.is_open(desk.at(f"2026-01-05 {at}")) for at in ("09:59", "10:00", "11:30")] == [
        True,
        False,
        True,
    ]


def test_floating_times_need_a_zone() -> None:
    """A time without a zone is refused, unless the caller says whose clock it is on."""
    floating = ["DTSTART:20260705T100000", "DTEND:20260705T120000"]
    with pytest.raises(FeedError, match="no zone; say which with time_zone="):
        one(*floating)

    assert closures(one(*floating, time_zone="Europe/Berlin")) == [
        "2026-07-05 08:00 2026-07-05 10:00"
    ]


@pytest.mark.parametrize(
    ("start", "end", "zone"),
    [
        pytest.param(";TZID=Europe/Berlin:20260329T000000", ":20260329T220000Z", None, id="own"),
        pytest.param(":20260328T230000Z", ":20260329T220000Z", "Europe/Berlin", id="UTC"),
        pytest.param(":20260329T000000", ":20260330T000000", "Europe/Berlin", id="floating"),
    ],
)
def test_midnight_to_midnight_is_a_day(start: str, end: str, zone: str | None) -> None:
    """An event from midnight to midnight is a holiday, on a day of 23 hours too."""
    assert days(one(f"DTSTART{start}", f"DTEND{end}", time_zone=zone)) == ["2026-03-29"]


def test_an_event_without_length_is_left_out() -> None:
    """A time alone closes nothing, and the report says why."""
    assert lines(one("DTSTART:20260105T100000Z")) == ["feed:3 'A day': skipped (takes no time)"]


@pytest.mark.parametrize("hour", range(24))
@pytest.mark.parametrize("day", ["20260101", "20260329", "20260701", "20261025", "20261231"])
def test_a_zone_that_the_feed_defines_is_that_zone(day: str, hour: int) -> None:
    """A VTIMEZONE with Berlin's rules gives Berlin's instants, in gaps and folds too."""
    start = f"{day}T{hour:02}3000"
    berlin, own = (
        parse_ical(feed(*ZONE, event(f"DTSTART;TZID={name}:{start}", "DURATION:PT1H")))
        for name in ("Europe/Berlin", "Customized")
    )

    assert own.closures == berlin.closures


def test_a_zone_is_looked_for_by_name_first() -> None:
    """The caller's name for a TZID goes before all, and X-LIC-LOCATION before the rules."""
    zone = ["BEGIN:VTIMEZONE", "TZID:Here", "X-LIC-LOCATION:Asia/Tokyo", "END:VTIMEZONE"]
    text = feed(*zone, event("DTSTART;TZID=Here:20260105T100000", "DURATION:PT1H"))

    assert closures(parse_ical(text)) == ["2026-01-05 01:00 2026-01-05 02:00"]
    assert closures(parse_ical(text, zones={"Here": "Europe/Berlin"})) == [
        "2026-01-05 09:00 2026-01-05 10:00"
    ]
    with pytest.raises(UnknownTimeZoneError, match=r"zones\['Here'\]='Europe/Berln'"):
        parse_ical(text, zones={"Here": "Europe/Berln"})


@pytest.mark.parametrize(
    ("zone", "match"),
    [
        pytest.param([], "no zone 'Customized' is known", id="missing"),
        pytest.param(ZONE[:2] + ZONE[-1:], "no change of offset", id="empty"),
        pytest.param([line.replace("-1SU", "6SU") for line in ZONE], "can't be read", id="rule"),
        pytest.param(
            [line.replace("YEARLY", "DAILY") for line in ZONE], "is not yearly", id="daily"
        ),
        pytest.param(
            [line.replace("+0100", "+1") for line in ZONE], "'[+]1' is no offset", id="offset"
        ),
    ],
)
def test_a_zone_that_says_no_time_is_refused(zone: list[str], match: str) -> None:
    """A TZID without a meaning is an error with the line of the event, and never UTC."""
    text = feed(*zone, event("DTSTART;TZID=Customized:20260105T100000", "DURATION:PT1H"))

    with pytest.raises(FeedError, match=rf"^feed:{len(zone) + 4} ''=.*{match}"):
        parse_ical(text)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param(
            [NEW_YEAR, "RRULE:FREQ=YEARLY"], ["2026-01-01", "2027-01-01"], id="from the start on"
        ),
        pytest.param(
            ["DTSTART:20000101", "RRULE:FREQ=YEARLY;BYDAY=1MO;BYMONTH=5"],
            ["2025-05-05", "2026-05-04", "2027-05-03"],
            id="from long ago",
        ),
        pytest.param(
            [NEW_YEAR, "RRULE:FREQ=YEARLY;UNTIL=20260101"], ["2026-01-01"], id="until a day"
        ),
        pytest.param([NEW_YEAR, "RRULE:FREQ=DAILY;COUNT=2"], ["2026-01-01", "2026-01-02"], id="2"),
        pytest.param(
            [NEW_YEAR, "RRULE:FREQ=YEARLY", "EXDATE;VALUE=DATE:20260101"], ["2027-01-01"], id="less"
        ),
        pytest.param(
            [NEW_YEAR, "RRULE:FREQ=YEARLY", "EXDATE:20260101T000000,20270101T000000Z"],
            [],
            id="less, by times",
        ),
        pytest.param(
            [NEW_YEAR, "RDATE:20260301,20260302", "RDATE;VALUE=DATE:20260303", "RDATE:"],
            ["2026-01-01", "2026-03-01", "2026-03-02", "2026-03-03"],
            id="more",
        ),
        pytest.param(
            ["DTSTART:20251230", "DTEND:20260102", "RRULE:FREQ=YEARLY;UNTIL=20251231"],
            ["2025-12-30", "2025-12-31", "2026-01-01"],
            id="over the year's end",
        ),
        pytest.param(
            [NEW_YEAR, "RRULE:FREQ=YEARLY;COUNT=2", "RRULE:FREQ=DAILY;COUNT=2"],
            ["2026-01-01", "2026-01-02", "2027-01-01"],
            id="two rules",
        ),
        pytest.param([NEW_YEAR, "RRULE:FREQ=YEARLY;UNTIL=20200101"], ["2026-01-01"], id="over"),
    ],
)
def test_recurring_days_are_laid_out(said: list[str], expected: list[str]) -> None:
    """A rule gives days in the window, with the dates that are added and left out."""
    assert days(one(*said, **SOME_YEARS)) == expected


def test_days_before_the_window_reach_into_it() -> None:
    """An occurrence that starts before the window counts with its days inside."""
    said = ["DTSTART:20201225", "DTEND:20210103", "RRULE:FREQ=YEARLY"]

    assert days(one(*said, first="2026-01-01", last=date(2026, 6, 30))) == [
        "2026-01-01",
        "2026-01-02",
    ]


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        pytest.param("", ["2026-01-01", "2026-05-04", "2027-05-03"], id="endless"),
        pytest.param(";COUNT=2", ["2026-01-01", "2026-05-04"], id="two"),
        pytest.param(";COUNT=1", ["2026-01-01"], id="one"),
    ],
)
def test_the_first_occurrence_always_counts(count: str, expected: list[str]) -> None:
    """DTSTART is the first occurrence where its rule leaves it out too, and that is noted."""
    found = one(NEW_YEAR, f"RRULE:FREQ=YEARLY;BYDAY=1MO;BYMONTH=5{count}", **SOME_YEARS)

    assert days(found) == expected
    assert "which counts all the same" in found.report[0].why


def test_recurring_closures_keep_the_wall_time() -> None:
    """A weekly window is at the same time of its own clock in summer and in winter."""
    weekly = [
        "DTSTART;TZID=Europe/Berlin:20260322T220000",
        "DTEND;TZID=Europe/Berlin:20260323T0600",
    ]
    found = one(weekly[0], weekly[1] + "00", "RRULE:FREQ=WEEKLY;COUNT=2")

    assert closures(found) == [
        "2026-03-22 21:00 2026-03-23 05:00",
        "2026-03-29 20:00 2026-03-30 04:00",
    ]


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        pytest.param("20260107T090000Z", 3, id="its start in UTC"),
        pytest.param("20260107T085959Z", 2, id="a second before"),
        pytest.param("20260107T100000", 3, id="its start on its own clock"),
        pytest.param("20260107", 3, id="a day"),
    ],
)
def test_until_is_a_time_for_events_with_hours(until: str, expected: int) -> None:
    """An occurrence that starts at UNTIL is the last one."""
    start = "DTSTART;TZID=Europe/Berlin:20260105T100000"

    assert len(one(start, "DURATION:PT1H", f"RRULE:FREQ=DAILY;UNTIL={until}").closures) == expected


def test_added_periods_have_their_own_length() -> None:
    """RDATE adds times with the event's length, periods with theirs; EXDATE takes by instant."""
    found = one(
        "DTSTART:20260105T100000Z",
        "DURATION:PT1H",
        "RDATE:20260106T100000Z,20260108T100000Z",
        "RDATE;VALUE=PERIOD:20260107T100000Z/PT3H,20260109T100000Z/20260109T103000Z",
        "EXDATE;TZID=Europe/Berlin:20260108T110000",
        "EXDATE;TZID=Europe/Berlin:20260106T100000",
    )

    assert closures(found) == [
        "2026-01-05 10:00 2026-01-05 11:00",
        "2026-01-06 10:00 2026-01-06 11:00",
        "2026-01-07 10:00 2026-01-07 13:00",
        "2026-01-09 10:00 2026-01-09 10:30",
    ]


def test_periods_added_to_a_day_are_days() -> None:
    """A period that is added to an event of whole days gives the days that it touches."""
    period = "RDATE;VALUE=PERIOD:20260301T100000Z/P1D,20260401T100000Z/20260401T110000Z"

    assert days(one(NEW_YEAR, period)) == ["2026-01-01", "2026-03-01", "2026-03-02", "2026-04-01"]


@pytest.mark.parametrize("identifier", ["20270101", "20270101T000000"])
def test_an_occurrence_can_be_moved(identifier: str) -> None:
    """An event with RECURRENCE-ID takes the place of that occurrence, wherever it stands."""
    moved = event("UID:1", "SUMMARY:Moved", f"RECURRENCE-ID:{identifier}", "DTSTART:20270104")

    for text in (feed(MASTER, moved), feed(moved, MASTER)):
        assert parse_ical(text, **SOME_YEARS).holidays == {
            date(2026, 1, 1): "Yearly",
            date(2027, 1, 4): "Moved",
        }


def test_an_occurrence_can_be_cancelled() -> None:
    """A cancelled event is no holiday, and a cancelled occurrence is gone."""
    gone = event(
        "UID:1", "SUMMARY:Off", "RECURRENCE-ID:20270101", "DTSTART:20270101", "STATUS:CANCELLED"
    )
    found = parse_ical(feed(MASTER, gone, event(NEW_YEAR, "STATUS:cancelled")), **SOME_YEARS)

    assert days(found) == ["2026-01-01"]
    assert lines(found) == [
        "feed:3 'Yearly': holiday (2026-01-01)",
        "feed:9 'Off': skipped (cancelled)",
        "feed:16 '': skipped (cancelled)",
    ]


def test_an_occurrence_with_hours_is_replaced_by_its_instant() -> None:
    """The occurrence that is replaced is named by its instant, on any clock, or by its day."""
    master = event(
        "UID:1",
        "DTSTART;TZID=Europe/Berlin:20260105T100000",
        "DURATION:PT1H",
        "RRULE:FREQ=DAILY;COUNT=3",
    )
    replaced = [
        event("UID:1", f"RECURRENCE-ID{said}", "DTSTART:20260201T100000Z", "DURATION:PT1H")
        for said in (":20260106T090000Z", ";VALUE=DATE:20260107")
    ]

    assert closures(parse_ical(feed(master, *replaced))) == [
        "2026-01-05 09:00 2026-01-05 10:00",
        "2026-02-01 10:00 2026-02-01 11:00",
    ]


def test_a_calendar_can_withdraw_its_events() -> None:
    """The events of a calendar that is sent to cancel them are cancelled."""
    assert lines(parse_ical(feed("METHOD:CANCEL", event(NEW_YEAR)))) == [
        "feed:4 '': skipped (cancelled)"
    ]


def test_several_calendars_are_one_list() -> None:
    """A file of several calendars gives the days of all, and one name for a day is enough."""
    both = feed(event("SUMMARY:A", NEW_YEAR)) + feed(
        event("SUMMARY:A", NEW_YEAR), event("SUMMARY:B\\, too", NEW_YEAR)
    )
    found = parse_ical(both)

    assert found.holidays == {date(2026, 1, 1): "A; B, too"}
    assert len(lines(found)) == 3
