"""The notice outside hours: when the customer will hear from us."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import Case, cases, instants

from slacalc import Calendar, Closure, NaiveDatetimeError, NoWorkingTimeError
from slacalc.notice import out_of_hours
from slacalc.words import words_of

DESK = Calendar(
    "Mon-Fri 09:00-13:00 14:00-18:00",
    time_zone="Europe/Moscow",
    holidays={"2027-01-01..2027-01-08": "New Year", "2026-11-04": "Unity Day"},
    exceptions={"2026-11-07": "as fri, short 1h"},
)
VECTORS = [
    ("2026-03-06 20:00", "on Monday from 09:00", "в понедельник с 09:00"),
    ("2026-03-02 13:30", "today from 14:00", "сегодня с 14:00"),
    ("2026-03-02 18:00", "tomorrow from 09:00", "завтра с 09:00"),
    ("2026-03-02 00:00", "today from 09:00", "сегодня с 09:00"),
    ("2026-03-08 23:59", "tomorrow from 09:00", "завтра с 09:00"),
    ("2026-11-03 19:00", "on Thursday from 09:00", "в четверг с 09:00"),
    ("2026-11-06 19:00", "tomorrow from 09:00", "завтра с 09:00"),
    ("2026-12-31 19:00", "on 11 January from 09:00", "11 января с 09:00"),
    ("2027-01-05 12:00", "on Monday from 09:00", "в понедельник с 09:00"),
    ("2027-01-04 12:00", "on 11 January from 09:00", "11 января с 09:00"),
]


@pytest.mark.parametrize(("at", "english", "_russian"), VECTORS)
def test_the_next_real_opening_is_named(at: str, english: str, _russian: str) -> None:
    """Today, tomorrow, a weekday within a week, or a date; after holidays and transfers."""
    assert out_of_hours(DESK, DESK.at(at)) == f"We'll answer {english}"


@pytest.mark.parametrize(("at", "_english", "russian"), VECTORS)
def test_the_same_in_russian(at: str, _english: str, russian: str) -> None:
    """A weekday stands in the accusative, a month in the genitive."""
    pytest.importorskip("babel")
    assert out_of_hours(DESK, DESK.at(at), language="ru") == f"Мы ответим {russian}"


@pytest.mark.parametrize(
    ("weekday", "said"),
    [
        ("mon", "в понедельник"),
        ("tue", "во вторник"),
        ("wed", "в среду"),
        ("thu", "в четверг"),
        ("fri", "в пятницу"),
        ("sat", "в субботу"),
        ("sun", "в воскресенье"),
    ],
)
def test_each_weekday_has_its_preposition(weekday: str, said: str) -> None:
    """Tuesday takes another preposition than the others."""
    pytest.importorskip("babel")
    desk = Calendar(f"{weekday} 10:00-11:00", time_zone="Europe/Moscow")
    opening = desk.next_opening(desk.at("2026-03-02 12:00"))
    assert opening is not None
    before = opening - timedelta(days=3)
    assert out_of_hours(desk, before, language="ru") == f"Мы ответим {said} с 10:00"


@pytest.mark.parametrize("at", ["2026-03-02 09:00", "2026-03-02 12:59:59"])
def test_nothing_is_said_while_open(at: str) -> None:
    """While somebody is there, there is no notice."""
    assert out_of_hours(DESK, DESK.at(at)) is None


def test_the_clock_is_the_calendars() -> None:
    """Whoever asks in Tokyo on Tuesday is told of Moscow's Monday evening."""
    at = DESK.at("2026-03-02 19:00").astimezone(ZoneInfo("Asia/Tokyo"))
    assert out_of_hours(DESK, at) == "We'll answer tomorrow from 09:00"


def test_what_lies_far_ahead_is_told_with_its_year() -> None:
    """A date half a year ahead has its year."""
    closed = Closure(DESK.at("2026-03-01 00:00"), DESK.at("2027-04-05 00:00"))
    desk = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow", closures=[closed])
    assert out_of_hours(desk, DESK.at("2026-03-02 10:00")) == (
        "We'll answer on 5 April 2027 from 09:00"
    )


def test_what_never_opens_is_refused() -> None:
    """A calendar without hours ahead promises nothing."""
    with pytest.raises(NoWorkingTimeError):
        out_of_hours(Calendar("", time_zone="UTC"), DESK.at("2026-03-02 10:00"))


def test_a_naive_instant_is_refused() -> None:
    """The instant must name one."""
    with pytest.raises(NaiveDatetimeError):
        out_of_hours(DESK, datetime(2026, 3, 2, 20))


@given(st.data())
def test_it_is_the_next_opening_on_any_calendar(data: st.DataObject) -> None:
    """A notice names the time of the next opening, and its day by how far it is."""
    case: Case = data.draw(cases(never_empty=True))
    calendar, at = case.calendar(), data.draw(instants(case))
    said, opening = out_of_hours(calendar, at), calendar.next_opening(at)
    if calendar.is_open(at):
        assert said is None
        return
    assert said is not None
    assert opening is not None
    there = opening.astimezone(calendar.zone)
    days = (there.date() - at.astimezone(calendar.zone).date()).days
    far = words_of("en").date("told", there)
    day = ["today", "tomorrow", *[f"on {there:%A}"] * 5][days] if days < 7 else f"on {far}"
    assert said.startswith(f"We'll answer {day} ")
    assert f"from {there:%H:%M}" in said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (6, "on Sunday"),
        (7, "on 9 March"),
        (179, "on 28 August"),
        (180, "on 29 August 2026"),
    ],
)
def test_how_far_ahead_says_how_a_day_is_named(days: int, said: str) -> None:
    """Within a week by its weekday, within half a year by its date, then with the year."""
    closed = Closure(DESK.at("2026-03-01 00:00"), DESK.at("2026-03-02 00:00") + timedelta(days))
    desk = Calendar("Mon-Sun 09:00-18:00", time_zone="Europe/Moscow", closures=[closed])
    assert out_of_hours(desk, DESK.at("2026-03-02 10:00")) == f"We'll answer {said} from 09:00"
