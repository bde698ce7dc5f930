"""Reasons piece by piece: cut, chosen and joined, through folds and gaps, in combined calendars."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from slacalc import AnyCalendar, Calendar, DayRule, Span, Stretch
from slacalc.reasons import cut_at, reason_in
from slacalc.words import words_of

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
BERLIN = "Europe/Berlin"
EMEA = Calendar("Mon-Fri 09:00-17:00", time_zone=BERLIN, name="EMEA")
EARLY = Calendar("Mon-Sun 06:00-10:00", time_zone=BERLIN, name="early")

Told = list[tuple[str, str, str, str, str]]


def told(said: AnyCalendar, start: str | datetime, end: str | datetime) -> Told:
    """Tell what a calendar explains: from, to, the kind, the note, what becomes of the day."""
    first, last = (said.at(one) if isinstance(one, str) else one for one in (start, end))
    found = list(said.explain(first, last))
    assert (found[0].start, found[-1].end) == (first, last)
    for one, following in pairwise(found):
        assert one.end == following.start
        assert not one.is_like(following)
    for one in found:
        assert one.length > 0 * HOUR
        assert one.working == (one.kind == "working")
        assert type(one.working) is bool
        assert one.start.tzinfo == one.end.tzinfo == said.zone
    return [
        (f"{one.start:%d %H:%M}", f"{one.end:%d %H:%M}", one.kind, one.note, one.day)
        for one in found
    ]


# Pieces


def test_stretches_are_cut_at_instants() -> None:
    """Each instant within a stretch cuts it once, on the stretch's clock; the others do nothing."""
    zone = ZoneInfo(BERLIN)
    one, two, three = (datetime(2026, 3, 2, hour, tzinfo=zone) for hour in (9, 12, 18))
    stretches = [
        Stretch(one, two, working=True, kind="working"),
        Stretch(two, three, working=False, kind="outside hours", note="drill"),
    ]
    hours = [5, 8, 10, 10, 11, 15, 17, 20]  # on the clock of UTC
    cut = list(cut_at(stretches, [datetime(2026, 3, 2, hour, tzinfo=UTC) for hour in hours]))

    assert [(f"{one.start:%H}-{one.end:%H}", one.kind, one.note) for one in cut] == [
        ("09-11", "working", ""),
        ("11-12", "working", ""),
        ("12-16", "outside hours", "drill"),
        ("16-18", "outside hours", "drill"),
    ]
    assert [one.length for one in cut_at(stretches[:1], [one + HOUR])] == [HOUR, 2 * HOUR]
    assert {one.start.tzinfo for one in cut} | {one.end.tzinfo for one in cut} == {zone}


def test_several_notes_are_told_in_their_order() -> None:
    """Notes have a semicolon between them, and none is told where there is none."""
    english = words_of("en")

    assert reason_in(english, "holiday", "Eve", "", "drill", known=True) == "Eve; drill"
    assert reason_in(english, "working", "Eve", "drill", known=True) == "working (Eve; drill)"
    assert reason_in(english, "day off", known=True) == "day off"
    assert reason_in(english, "day off", known=False) != "day off"


# Combined calendars


def test_5_21_a_calendar_without_itself_is_closed_by_itself() -> None:
    """What is taken out is named, be it the first calendar once more."""
    for none in (EMEA - EMEA, EMEA - EARLY - EMEA):
        assert told(none, "2026-03-02 11:00", "2026-03-02 18:00") == [
            ("02 11:00", "02 17:00", "closed", "EMEA", ""),
            ("02 17:00", "02 18:00", "outside hours", "", ""),
        ]


def test_5_21_what_is_taken_out_matters_where_the_first_is_open() -> None:
    """Before its hours the first calendar is outside its hours, whoever else works."""
    assert told(EMEA - EARLY, "2026-03-02 05:00", "2026-03-02 18:00") == [
        ("02 05:00", "02 09:00", "outside hours", "", ""),
        ("02 09:00", "02 10:00", "closed", "early", ""),
        ("02 10:00", "02 17:00", "working", "", ""),
        ("02 17:00", "02 18:00", "outside hours", "", ""),
    ]


def test_5_21_the_first_that_is_closed_is_named() -> None:
    """Where all are open nobody is named, and the first calendar tells its own reasons."""
    assert told(EMEA & EARLY, "2026-03-02 05:00", "2026-03-02 12:00") == [
        ("02 05:00", "02 09:00", "outside hours", "", ""),
        ("02 09:00", "02 10:00", "working", "", ""),
        ("02 10:00", "02 12:00", "outside hours", "early", ""),
    ]


def test_5_21_a_combined_day_is_no_day_of_one_calendar() -> None:
    """What an exception makes of one calendar's day is not told of all of them."""
    short = Calendar(
        "Mon-Fri 09:00-17:00",
        time_zone=BERLIN,
        name="short",
        exceptions={"2026-03-02": "short 2h", "2026-03-07": "10:00-11:00"},
    )
    saturdays = Calendar("Sat 09:00-17:00", time_zone=BERLIN, name="Saturdays")

    assert told(short | EARLY, "2026-03-02 05:00", "2026-03-02 18:00") == [
        ("02 05:00", "02 06:00", "outside hours", "", ""),
        ("02 06:00", "02 09:00", "working", "early", ""),
        ("02 09:00", "02 10:00", "working", "short: short 2h, early", ""),
        ("02 10:00", "02 15:00", "working", "short: short 2h", ""),
        ("02 15:00", "02 18:00", "outside hours", "", ""),
    ]
    assert told(EMEA & short, "2026-03-02 14:00", "2026-03-02 17:00")[1] == (
        *("02 15:00", "02 17:00", "outside hours"),
        *("short: short 2h", ""),
    )
    assert told(saturdays & short, "2026-03-07 09:00", "2026-03-07 10:00") == [
        ("07 09:00", "07 10:00", "outside hours", "short: 10:00-11:00", "")
    ]
    assert told(short - saturdays, "2026-03-07 10:00", "2026-03-07 12:00") == [
        ("07 10:00", "07 11:00", "closed", "Saturdays", ""),
        ("07 11:00", "07 12:00", "outside hours", "10:00-11:00", "transferred"),
    ]


def test_5_21_where_all_have_the_day_off_their_reasons_are_named() -> None:
    """One kind of all is told as such, several kinds with names as a holiday."""
    feast = Calendar("Mon-Fri 09:00-17:00", time_zone=BERLIN, name="A", holidays={"03-02": "feast"})
    fair = Calendar("Mon-Fri 09:00-17:00", time_zone=BERLIN, name="B", holidays={"03-02": "fair"})
    start, end = (EMEA.at(f"2026-03-0{day} 00:00") for day in (2, 3))
    closed = [
        Calendar(
            "Mon-Sun 00:00-24:00", time_zone=BERLIN, name=name, closures={Span(start, end): why}
        )
        for name, why in (("C", "drill"), ("D", "fire"))
    ]

    def whole(said: AnyCalendar) -> list[tuple[str, str]]:
        return [(kind, note) for _, _, kind, note, _ in told(said, start, end)]

    assert whole(feast | fair) == [("holiday", "A: feast, B: fair")]
    assert whole(closed[0] | closed[1]) == [("closed", "C: drill, D: fire")]
    assert whole(feast | closed[0]) == [("holiday", "A: feast, C: drill")]


# Changes of calendars


def test_5_9_a_change_leaves_out_the_night_before_it() -> None:
    """Hours that neither calendar has in force lie outside hours, to the asked end."""
    days = Calendar("Mon-Sun 00:00-08:00", time_zone=BERLIN)
    nights = Calendar("Mon-Sun 22:00-06:00", time_zone=BERLIN)
    said = days.from_date("2026-03-04", nights)

    assert told(said, "2026-03-03 06:00", "2026-03-04 23:00") == [
        ("03 06:00", "03 08:00", "working", "", ""),
        ("03 08:00", "04 22:00", "outside hours", "", ""),
        ("04 22:00", "04 23:00", "working", "", ""),
    ]
    assert told(said, "2026-03-03 23:00", "2026-03-04 05:00") == [
        ("03 23:00", "04 05:00", "outside hours", "", "")
    ]


# Nights and clocks


def test_5_9_a_day_that_begins_at_midnight_ends_the_night() -> None:
    """Hours from 00:00 on are those of their own day, though a night goes on into it."""
    said = Calendar(
        "Mon-Sun 22:00-06:00",
        time_zone=BERLIN,
        exceptions={"2026-03-03": "00:00-08:00", "2026-03-05": "closed"},
    )

    assert told(said, "2026-03-02 21:00", "2026-03-03 12:00") == [
        ("02 21:00", "02 22:00", "outside hours", "", ""),
        ("02 22:00", "03 00:00", "working", "", ""),
        ("03 00:00", "03 08:00", "working", "00:00-08:00", "other hours"),
        ("03 08:00", "03 12:00", "outside hours", "00:00-08:00", "other hours"),
    ]


def test_5_9_where_a_shift_ends_within_a_night_the_night_goes_on() -> None:
    """Time that two shifts hold is of the later day, and from that shift's end of the night."""
    said = Calendar("Mon-Sun 20:00-04:00", time_zone=BERLIN, exceptions={"03-03": "01:00-02:10"})

    assert told(said, "2026-03-03 02:00", "2026-03-03 04:00") == [
        ("03 02:00", "03 04:00", "working", "01:00-02:10", "shortened")
    ]
    assert told(said, "2026-03-03 02:10", "2026-03-03 04:00") == [
        ("03 02:10", "03 04:00", "working", "", "")
    ]


def test_5_8_an_hour_that_comes_twice_is_of_the_shift_that_holds_both() -> None:
    """From 02:45 on to 04:00 the clock shows 02:10 once more, and it is the shift's day."""
    said = Calendar(
        "",
        time_zone=BERLIN,
        exceptions={
            "2026-10-24": DayRule("22:00-26:10", reason="night"),
            "2026-10-25": DayRule("02:45-04:00", reason="morning"),
        },
    )
    again = datetime(2026, 10, 25, 1, 10, tzinfo=UTC).astimezone(said.zone)

    assert told(said, again, "2026-10-25 04:00") == [
        ("25 02:10", "25 04:00", "working", "morning", "transferred")
    ]


def test_5_9_a_night_of_two_days_keeps_its_reason_whole() -> None:
    """A day that a closed night would have filled is off for its reason, and not the next one."""
    said = Calendar("Mon 12:00-48:00", time_zone=BERLIN, holidays={"2026-03-02": "feast"})

    assert told(said, "2026-03-02 00:00", "2026-03-05 00:00") == [
        ("02 00:00", "04 00:00", "holiday", "feast", ""),
        ("04 00:00", "05 00:00", "day off", "", ""),
    ]


def test_5_9_a_night_that_works_as_usual_leaves_nothing_out() -> None:
    """Where a night with a reason ends when it usually does, the morning is the next day's."""
    said = Calendar("Mon-Fri 22:00-06:00", time_zone=BERLIN, exceptions={"03-05": "20:00-06:00"})

    assert told(said, "2026-03-05 19:00", "2026-03-06 12:00") == [
        ("05 19:00", "05 20:00", "outside hours", "20:00-06:00", "other hours"),
        ("05 20:00", "06 06:00", "working", "20:00-06:00", "other hours"),
        ("06 06:00", "06 12:00", "outside hours", "", ""),
    ]


def test_5_9_days_without_a_night_leave_the_morning_alone() -> None:
    """Neither hours that end at midnight nor shorter ones reach into the next day."""
    for week in ("Mon-Fri 14:00-24:00", "Mon-Fri 14:00-20:00"):
        said = Calendar(week, time_zone=BERLIN, holidays={"2026-03-05": "feast"})
        assert told(said, "2026-03-05 00:00", "2026-03-06 10:00") == [
            ("05 00:00", "06 00:00", "holiday", "feast", ""),
            ("06 00:00", "06 10:00", "outside hours", "", ""),
        ]


def test_5_8_a_missing_night_ends_by_the_clock_that_runs_twice() -> None:
    """It is over at the first 02:30 of the two, though the clock shows 02:15 after it."""
    said = Calendar("Sat 22:00-02:30", time_zone=BERLIN, holidays={"2026-10-24": "feast"})
    quarter_past = datetime(2026, 10, 25, 1, 15, tzinfo=UTC)  # for the second time

    assert told(said, "2026-10-24 22:00", quarter_past.astimezone(said.zone)) == [
        ("24 22:00", "25 02:30", "holiday", "feast", ""),
        ("25 02:30", "25 02:15", "day off", "", ""),
    ]


def test_5_8_shifts_are_found_where_the_clock_leaves_others_out() -> None:
    """At 03:00 after the gap a late shift begins, though one of the day was to end then."""
    said = Calendar(
        "",
        time_zone=BERLIN,
        exceptions={
            "2026-03-28": DayRule("27:00-30:00", reason="late"),
            "2026-03-29": DayRule("02:00-03:00", reason="left out"),
        },
    )
    assert told(said, "2026-03-29 00:00", "2026-03-29 07:00") == [
        ("29 00:00", "29 03:00", "outside hours", "left out", "transferred"),
        ("29 03:00", "29 06:00", "working", "late", "transferred"),
        ("29 06:00", "29 07:00", "outside hours", "left out", "transferred"),
    ]


def test_5_8_a_break_goes_up_to_a_shift_that_the_clock_leaves_out() -> None:
    """Nuuk's clock leaves the hour before midnight out, in which the second shift would lie."""
    said = Calendar("Sat 20:00-22:00 23:00-24:00", time_zone="America/Nuuk")

    assert told(said, "2024-03-30 21:00", "2024-03-31 12:00") == [
        ("30 21:00", "30 22:00", "working", "", ""),
        ("30 22:00", "31 00:00", "break", "", ""),
        ("31 00:00", "31 12:00", "day off", "", ""),
    ]


def test_5_8_a_break_is_one_from_the_repeated_hour_on() -> None:
    """Asked from the second 02:00 on, the time between the shifts is a break like any."""
    said = Calendar("Sun 02:00-02:30 05:00-06:00", time_zone=BERLIN)
    again = datetime(2026, 10, 25, 1, tzinfo=UTC).astimezone(said.zone)

    assert told(said, again, "2026-10-25 06:00") == [
        ("25 02:00", "25 05:00", "break", "", ""),
        ("25 05:00", "25 06:00", "working", "", ""),
    ]


def test_5_8_a_clock_that_jumps_over_midnight_ends_where_it_was_asked_to() -> None:
    """Toronto went from 23:30 to 00:30 in 1919, and ten minutes later is the end."""
    said = Calendar("Mon-Sun 09:00-17:00", time_zone="America/Toronto")
    end = datetime(1919, 3, 31, 4, 40, tzinfo=UTC).astimezone(said.zone)

    assert told(said, "1919-03-30 17:00", end) == [
        ("30 17:00", "31 00:40", "outside hours", "", "")
    ]


def test_5_8_pieces_follow_one_another_through_the_repeated_hour() -> None:
    """Two calendars of one clock change within the hour that it shows twice, in their order."""
    first, second = (
        Calendar("Mon-Sun 00:00-24:00", time_zone=BERLIN, name=name, closures=[closure])
        for name, closure in (
            ("A", Span(None, datetime(2026, 10, 25, 0, 30, tzinfo=UTC))),  # the first 02:30
            ("B", Span(datetime(2026, 10, 25, 1, 15, tzinfo=UTC), None)),  # the second 02:15
        )
    )
    for said, names in ((first | second, ("B", "A, B", "A")), (second | first, ("B", "B, A", "A"))):
        found = list(said.explain(said.at("2026-10-25 00:00"), said.at("2026-10-25 06:00")))
        assert [(one.length, one.note) for one in found] == [
            (150 * MINUTE, names[0]),
            (45 * MINUTE, names[1]),
            (225 * MINUTE, names[2]),
        ]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_are_explained(day: str) -> None:
    """The ends of time have breaks and hours like any other day."""
    said = Calendar("Mon-Sun 09:00-12:00 13:00-18:00", time_zone="UTC")
    start, end = (said.at(f"{day} {hour}") for hour in ("00:00", "23:00"))

    assert [(one.start.hour, one.kind) for one in said.explain(start, end)] == [
        (0, "outside hours"),
        (9, "working"),
        (12, "break"),
        (13, "working"),
        (18, "outside hours"),
    ]
