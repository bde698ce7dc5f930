"""Where the days that a calendar knows end within a day, a night or a jump of the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from slacalc import AnyCalendar, Calendar, HorizonError, HorizonWarning

ALWAYS, OFFICE = "Mon-Sun 00:00-24:00", "Mon-Fri 09:00-18:00"


def known_stretches(calendar: AnyCalendar, start: str, end: str) -> list[tuple[str, str, bool]]:
    """Return from when to when each stretch between two wall times lasts, and whether known."""
    return [
        (f"{stretch.start:%d %H:%M}", f"{stretch.end:%d %H:%M}", stretch.known)
        for stretch in calendar.explain(calendar.at(start), calendar.at(end))
    ]


def test_5_11_stretches_are_cut_where_the_days_known_end() -> None:
    """On the clock of another zone that is in the middle of a day, or of a night."""
    moscow = Calendar(ALWAYS, time_zone="Europe/Moscow")
    york = Calendar(
        ALWAYS,
        time_zone="America/New_York",
        known_from="2026-03-02",
        known_until="2026-03-03",
        outside="warn",
    )
    both = moscow & york
    assert known_stretches(both, "2026-03-01 12:00", "2026-03-05 12:00") == [
        ("01 12:00", "02 08:00", False),
        ("02 08:00", "04 08:00", True),
        ("04 08:00", "05 12:00", False),
    ]


def test_5_11_a_night_is_cut_where_the_days_known_end() -> None:
    """What of it lies after midnight is not known."""
    nights = Calendar(
        "Mon-Sun 22:00-06:00", time_zone="Europe/Berlin", known_until="2026-03-03", outside="warn"
    )
    assert known_stretches(nights, "2026-03-03 12:00", "2026-03-04 06:00") == [
        ("03 12:00", "03 22:00", True),
        ("03 22:00", "04 00:00", True),
        ("04 00:00", "04 06:00", False),
    ]


def test_5_11_what_is_known_ends_where_a_clock_jumps_over_midnight() -> None:
    """Toronto's clock went from 23:30 to 00:30 on 1919-03-30: the next day begins there."""
    desk = Calendar(
        "Mon-Sun 09:00-18:00",
        time_zone="America/Toronto",
        known_until="1919-03-30",
        outside="warn",
    )
    start, end = desk.at("1919-03-30 12:00"), desk.at("1919-03-31 12:00")
    known = [stretch for stretch in desk.explain(start, end) if stretch.known]
    unknown = [stretch for stretch in desk.explain(start, end) if not stretch.known]
    jump = datetime(1919, 3, 31, 4, 30, tzinfo=UTC)
    assert [known[-1].end, unknown[0].start] == [jump, jump]


def test_5_11_no_time_at_all_is_explained_beyond_the_days_known() -> None:
    """Between an instant and itself there is nothing, so nothing is unknown."""
    known = Calendar(OFFICE, time_zone="UTC", known_until="2026-03-31", outside="raise")
    beyond = known.at("2026-05-01 12:00")
    assert list(known.explain(beyond, beyond)) == []
    with pytest.raises(HorizonError):
        list(known.explain(beyond, beyond + timedelta(microseconds=1)))


def test_5_11_a_warning_points_at_the_first_line_outside_the_library() -> None:
    """However deep inside the library the question was asked."""
    known = Calendar(OFFICE, time_zone="UTC", known_until="2026-03-31", outside="warn")
    names = {
        "__name__": "slacalc.inner.deep",
        "ask": known.is_open,
        "at": known.at("2026-05-01 12:00"),
    }
    with pytest.warns(HorizonWarning) as caught:
        exec("ask(at)", names)  # noqa: S102 - a module of the library, as far as it says
    assert [warning.filename for warning in caught] == [__file__]
