"""Why time is open or closed: the stretches that a calendar explains."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import Case, cases, instants

from slacalc import AnyCalendar, Calendar, HorizonError, HoursError, Stretch

HOUR = timedelta(hours=1)
BERLIN = "Europe/Berlin"
EMEA = Calendar("Mon-Fri 09:00-17:00", time_zone=BERLIN, name="EMEA")
APAC = Calendar(
    "Mon-Fri 09:00-17:00",
    time_zone="Asia/Tokyo",
    name="APAC",
    holidays={"2026-03-03": "Doll Festival"},
)
UPGRADE = Calendar("Wed 10:00-11:00", time_zone="UTC", name="upgrade")


def told(said: AnyCalendar, start: str, end: str) -> list[str]:
    """Tell what a calendar explains, as (from, reason), on its own clock."""
    stretches = said.explain(said.at(start), said.at(end))
    return [f"{one.start:%d %H:%M} {one.reason}" for one in stretches]


def test_5_9_the_night_of_a_holiday_keeps_its_reason() -> None:
    """The morning in which a closed night would have worked is closed for the holiday."""
    nights = Calendar("Mon-Fri 22:00-06:00", time_zone=BERLIN, holidays={"2026-12-24": "Eve"})

    assert told(nights, "2026-12-24 12:00", "2026-12-25 22:00") == [
        "24 12:00 Eve",
        "25 06:00 outside hours",
    ]


def test_5_9_the_end_of_a_shortened_night_keeps_its_reason() -> None:
    """What a shortening takes from a night lies outside hours, for the shortening."""
    late = Calendar("Mon-Fri 18:00-02:00", time_zone=BERLIN, exceptions={"2026-12-23": "short 3h"})

    assert told(late, "2026-12-23 20:00", "2026-12-24 12:00") == [
        "23 20:00 working (short 3h)",
        "23 23:00 outside hours (short 3h)",
        "24 02:00 outside hours",
    ]


def test_5_21_who_covers_is_named() -> None:
    """A joint calendar names who is open, and who has the day off where nobody is."""
    world = EMEA | APAC

    assert told(world, "2026-03-02 08:00", "2026-03-03 18:00") == [
        "02 08:00 working (APAC)",
        "02 09:00 working (EMEA)",
        "02 17:00 outside hours (APAC: Doll Festival)",
        "03 09:00 working (EMEA)",
        "03 17:00 outside hours",
    ]
    for stretch in world.explain(world.at("2026-03-02 00:00"), world.at("2026-03-03 00:00")):
        names = world.covering(stretch.start)
        assert stretch.note == ", ".join(names) if stretch.working else names == ()


def test_5_21_covering_looks_into_what_is_made_of_others() -> None:
    """Whoever covers is named, also inside a named join, and what is taken out is not."""
    world = (EMEA | APAC).named("world")
    at = EMEA.at("2026-03-04 09:30")

    assert (world - UPGRADE).covering(at) == (world & EMEA).covering(at) == ("EMEA",)
    assert (world - UPGRADE).covering(EMEA.at("2026-03-04 11:30")) == ()
    assert EMEA.covering(at) == ("EMEA",)
    assert told(world | UPGRADE, "2026-03-04 09:30", "2026-03-04 12:00") == [
        "04 09:30 working (EMEA)",
        "04 11:00 working (EMEA, upgrade)",
    ]


def test_5_21_what_closes_is_named() -> None:
    """A difference names what is taken out, an intersection who is closed; so does the day."""
    assert told(EMEA - UPGRADE, "2026-03-04 10:00", "2026-03-04 13:00") == [
        "04 10:00 working",
        "04 11:00 upgrade",
        "04 12:00 working",
    ]
    assert str((EMEA - UPGRADE).day("2026-03-04")).endswith("(upgrade: taken out)")
    assert told(EMEA & APAC, "2026-03-04 08:30", "2026-03-04 10:00") == [
        "04 08:30 outside hours",
        "04 09:00 outside hours (APAC)",
    ]


def test_5_11_explaining_what_is_not_known_is_refused_where_the_calendar_says_so() -> None:
    """With "raise" no stretch outside is explained; with "warn" it is marked."""
    for outside in ("raise", "warn"):
        said = Calendar(
            "Mon-Sun 00:00-24:00", time_zone="UTC", known_until="2026-12-31", outside=outside
        )
        inside = said.at("2026-12-31 00:00"), said.at("2027-01-01 00:00")
        beyond = said.at("2026-12-31 00:00"), said.at("2027-01-01 01:00")
        assert [one.known for one in said.explain(*inside)] == [True]
        if outside == "raise":
            with pytest.raises(HorizonError):
                said.explain(*beyond)
        else:
            assert [one.known for one in said.explain(*beyond)] == [True, False]


def test_a_stretch_reads_as_a_line() -> None:
    """A stretch says from when to when, and why; its length is the time that passes."""
    start = EMEA.at("2026-10-25 00:00")
    stretch = Stretch(
        start, EMEA.at("2026-10-26 09:00"), working=False, kind="day off", note="fair"
    )

    assert str(stretch) == "Sun 2026-10-25 00:00 - Mon 09:00  fair"
    assert stretch.length == 34 * HOUR
    assert (EMEA.span_at(EMEA.at("2026-03-02 10:00")) or stretch).length == 8 * HOUR


def test_nothing_is_explained_where_the_end_is_not_after_the_start() -> None:
    """Two instants the other way round have no stretch between them."""
    noon = EMEA.at("2026-03-02 12:00")
    assert list(EMEA.explain(noon, noon)) == list(EMEA.explain(noon, noon - HOUR)) == []


def test_5_21_hours_of_another_zone_are_told_whole() -> None:
    """Two days in Tokyo that begin on New York's Sunday last beyond its Tuesday's 48:00."""
    long = EMEA.named("Berlin") - EMEA | Calendar("Mon 00:00-48:00", time_zone="Asia/Tokyo")
    hours = (Calendar("", time_zone="America/New_York") | long).day("2026-03-01").hours

    assert str(hours) == "10:00-58:00"
    with pytest.raises(HoursError, match="last beyond 48:00"):
        Calendar("", time_zone="UTC", exceptions={"2026-03-01": hours}).next_opening(
            EMEA.at("2026-03-01 00:00")
        )


def kinds(said: AnyCalendar, start: str, end: str) -> list[tuple[str, str]]:
    """Return the kinds that a calendar explains, and what an exception makes of the day."""
    stretches = said.explain(said.at(start), said.at(end))
    return [(one.kind, one.day) for one in stretches]


def test_5_21_days_off_that_have_a_name_are_holidays() -> None:
    """In a combined calendar too a day off with a name is told apart from a weekend."""
    week = "2026-03-07 00:00", "2026-03-09 00:00"
    fair = Calendar("Mon-Fri 09:00-17:00", time_zone=BERLIN, holidays={"2026-03-07": "fair"})

    assert kinds(EMEA, *week) == [("day off", "")]
    assert kinds(fair, *week) == [("holiday", ""), ("day off", "")]
    assert kinds(fair | EMEA, *week) == [("holiday", ""), ("day off", "")]
    assert told(EMEA & fair, "2026-03-07 00:00", "2026-03-08 00:00") == ["07 00:00 day off"]
    closed = EMEA & Calendar("Sat 09:00-17:00", time_zone=BERLIN, name="Saturdays")
    assert told(closed, "2026-03-02 09:00", "2026-03-02 17:00") == ["02 09:00 Saturdays: day off"]
    assert kinds(closed, "2026-03-02 09:00", "2026-03-02 17:00") == [("holiday", "")]
    assert kinds(EMEA - UPGRADE, "2026-03-04 11:00", "2026-03-04 12:00") == [("closed", "")]


def test_5_9_what_an_exception_makes_of_a_day_is_a_key() -> None:
    """Whichever way it was written, a day works less, other hours, or instead of a day off."""
    said = Calendar(
        "Mon-Fri 09:00-17:00",
        time_zone=BERLIN,
        exceptions={
            "2026-03-02": "short 1h",
            "2026-03-03": "10:00-15:00",
            "2026-03-04": "10:00-18:00",
            "2026-03-07": "as mon, short 1h",
            "2026-03-08": "10:00-11:00",
        },
    )
    days = {one.start.day: one.day for one in said.explain(at_noon(said, 1), at_noon(said, 9))}

    assert days | {2: "shortened", 3: "shortened", 4: "other hours", 5: ""} == days
    assert days | {6: "", 7: "transferred", 8: "transferred", 9: ""} == days


def at_noon(said: AnyCalendar, day: int) -> datetime:
    """Name noon of a day of March 2026."""
    return said.at(f"2026-03-{day:02} 12:00")


def test_a_stretch_is_said_in_russian() -> None:
    """Kinds and rules are put into Russian, and names stay."""
    pytest.importorskip("babel")
    said = Calendar(
        "Mon-Fri 09:00-17:00",
        time_zone=BERLIN,
        holidays={"2026-03-02": "праздник весны"},
        exceptions={"2026-03-03": "short 1h"},
    )
    stretches = said.explain(said.at("2026-03-01 00:00"), said.at("2026-03-03 12:00"))
    words = [one.words("ru").replace("\N{NO-BREAK SPACE}", " ") for one in stretches]

    assert words == [
        "выходной",
        "праздник весны",
        "нерабочее время (короче на 1 ч)",
        "рабочее время (короче на 1 ч)",
    ]


@given(st.data())
def test_the_keys_agree_with_the_days(data: st.DataObject) -> None:
    """On drawn calendars kinds say what is open, and names go with what is not the week."""
    case: Case = data.draw(cases())
    calendar = case.calendar()
    start = data.draw(instants(case))
    for one in calendar.explain(start, start + 200 * HOUR):
        assert one.working == (one.kind == "working")
        assert one.kind in {"working", "break", "outside hours", "day off", "holiday"}
        assert one.note or one.kind != "holiday"
        assert not (one.note and one.kind in {"break", "day off"})
        assert not (one.day and (one.is_off or not one.note))
