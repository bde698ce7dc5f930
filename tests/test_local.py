"""What a calendar remembers of the clocks that it is asked on, and that it asks nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slacalc import Calendar, Closure, HorizonError, local
from slacalc.local import LocalTimeline
from slacalc.timeline import Timeline

HOUR = timedelta(hours=1)
BERLIN, TOKYO = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo")
EAST = timezone(timedelta(hours=3))
QUESTIONS: dict[str, Callable[[Calendar, datetime], Any]] = {
    "deadline": lambda desk, at: desk.deadline(at, 3 * HOUR),
    "latest_start": lambda desk, at: desk.latest_start(at, 3 * HOUR),
    "elapsed": lambda desk, at: desk.elapsed(at, at + 5 * HOUR),
    "is_open": lambda desk, at: desk.is_open(at),
}


def desk(**said: Any) -> Calendar:
    """Build an office in Berlin."""
    return Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Berlin", **said)


def refuse(*_: Any, **__: Any) -> Any:
    """Stand in for what must not be asked."""
    raise AssertionError


@pytest.mark.parametrize("zone", [BERLIN, TOKYO, UTC, EAST], ids=str)
@pytest.mark.parametrize("question", QUESTIONS)
def test_known_days_are_answered_by_one_look_up(
    question: str, zone: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked again, neither the timeline is asked nor a slot built, and nothing is converted."""
    calendar, at = desk(), datetime(2026, 3, 4, 14, tzinfo=zone)
    first = QUESTIONS[question](calendar, at)
    for name in ("worked", "when", "last", "pieces"):
        monkeypatch.setattr(Timeline, name, refuse)
    for name in ("day", "work"):
        monkeypatch.setattr(LocalTimeline, name, refuse)
    monkeypatch.setattr(local, "combine", refuse)
    monkeypatch.setattr(local, "_in_zone", refuse)

    assert QUESTIONS[question](calendar, at) == first


@pytest.mark.parametrize("zone", [BERLIN, TOKYO, UTC, EAST], ids=str)
def test_days_and_work_are_built_once(zone: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other instants of the same days and hours need no further slot."""
    calendar, at = desk(), datetime(2026, 3, 4, 12, tzinfo=BERLIN).astimezone(zone)
    calendar.deadline(at, HOUR)
    for name in ("_day_slot", "_work_slot"):
        monkeypatch.setattr(LocalTimeline, name, refuse)

    later = at + timedelta(minutes=20)
    assert calendar.deadline(later, HOUR) == later + HOUR
    assert calendar.elapsed(at, later) == later - at


def test_equal_offsets_share_a_clock() -> None:
    """The answer is in the zone of the argument, though another like it was asked before."""
    calendar = desk()
    again = timezone(timedelta(hours=3))
    one = calendar.deadline(datetime(2026, 3, 4, 12, tzinfo=EAST), HOUR)
    other = calendar.deadline(datetime(2026, 3, 4, 12, tzinfo=again), HOUR)

    assert one == other
    assert (one.tzinfo, other.tzinfo) == (EAST, again)
    assert other.tzinfo is again


def test_so_many_clocks_are_kept() -> None:
    """Asked in twenty zones, a calendar keeps the clocks of a few."""
    calendar = desk()
    for hours in range(-10, 10):
        at = datetime(2026, 3, 4, 12, tzinfo=timezone(timedelta(hours=hours)))
        assert calendar.elapsed(at, at) == timedelta(0)
        assert calendar._clocks is not None
        assert len(calendar._clocks._locals) <= local._ZONES


@pytest.mark.parametrize("zone", [TOKYO, UTC, EAST], ids=str)
def test_what_is_known_is_known_on_every_clock(zone: Any) -> None:
    """An instant outside the known days is refused, whatever zone it is told in."""
    known = desk(known_from="2026-01-01", known_until="2026-03-31", outside="raise")
    for at in (datetime(2026, 4, 2, 12, tzinfo=zone), datetime(2025, 12, 30, 12, tzinfo=zone)):
        for ask in QUESTIONS.values():
            with pytest.raises(HorizonError):
                ask(known, at)
    with pytest.raises(HorizonError):
        known.deadline(datetime(2025, 12, 31, 17, tzinfo=BERLIN).astimezone(zone), 2 * HOUR)
    with pytest.raises(HorizonError):
        known.deadline(datetime(2026, 3, 31, 17, tzinfo=BERLIN).astimezone(zone), 2 * HOUR)


def test_little_working_time_costs_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two seconds a week are not gathered over the centuries that 24 hours of them take."""
    calendar = Calendar("Mon 09:00:00-09:00:01; Thu 09:00:00-09:00:01", time_zone="UTC")
    extend, grown = Timeline._extend, []

    def counted(*said: Any) -> Any:
        grown.append(said)
        return extend(*said)

    monkeypatch.setattr(Timeline, "_extend", counted)
    monday = datetime(2026, 3, 2, tzinfo=UTC)

    assert calendar.deadline(monday, timedelta(seconds=1)) == monday + timedelta(hours=9, seconds=1)
    assert calendar.deadline(monday, timedelta(seconds=104)) == datetime(
        2027, 2, 25, 9, 0, 1, tzinfo=UTC
    )
    assert len(grown) < 8
    assert calendar.latest_start(monday, timedelta(seconds=1)) == datetime(
        2026, 2, 26, 9, tzinfo=UTC
    )


def test_5_1_an_opening_in_the_second_of_two_hours_is_kept() -> None:
    """A closure ends in Berlin's second 02:30; what is due soon after lies in that hour."""
    opens = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    desk = Calendar(
        "Sun 01:00-06:00",
        time_zone="Europe/Berlin",
        closures=[Closure(opens - timedelta(days=1), opens)],
    )
    for minutes in (0, 15, 29, 30, 45):
        worked = timedelta(minutes=minutes, seconds=1)
        assert desk.deadline(desk.at("2026-10-24 12:00"), worked).astimezone(UTC) == opens + worked
