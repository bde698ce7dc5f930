"""Every question, to every kind of calendar, at both ends of time."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from effort import seconds

from slacalc import (
    AnyCalendar,
    Calendar,
    NoWorkingTimeError,
    OutOfRangeError,
    Rota,
    SlacalcError,
)

HOUR = timedelta(hours=1)
NIGHTS = "Mon-Sun 22:00-06:00"
TODAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
FAR = datetime(9990, 5, 5, 12, tzinfo=UTC)


def nights(zone: str, **said: Any) -> Calendar:
    """Build a calendar of nights."""
    return Calendar(NIGHTS, time_zone=zone, **said)


EAST, WEST = nights("Pacific/Kiritimati"), nights("America/Los_Angeles")
KINDS: dict[str, AnyCalendar] = {
    "east": EAST,
    "west": WEST,
    "either": EAST | WEST,
    "both": WEST & EAST,
    "without": EAST - WEST,
    "changed late": EAST.from_date("9999-12-30", EAST.with_hours("09:00-10:00")),
    "changed early": EAST.from_date("0001-01-01", EAST.with_hours("09:00-10:00")),
    "closed": nights("Asia/Tokyo", closures=["9999-12-30..9999-12-31", "0001-01-01"]),
    "known": nights("Asia/Tokyo", known_from="0001-01-01", known_until="9999-12-31"),
    "rota": Calendar(Rota("2 x 20:00-32:00 | closed", anchor="9999-12-31"), time_zone="Asia/Tokyo"),
    "recurring": nights(
        "America/Los_Angeles", holidays=["12-31", "FREQ=DAILY;INTERVAL=3 from 0001-01-01"]
    ),
}
ENDS = (
    datetime.max.replace(tzinfo=UTC),
    datetime(9999, 12, 31, tzinfo=UTC),
    datetime(9999, 12, 30, 3, tzinfo=UTC),
    datetime(1, 1, 2, tzinfo=UTC),
    datetime.min.replace(tzinfo=UTC),
)
QUESTIONS: dict[str, Callable[[AnyCalendar, datetime, datetime, datetime], Any]] = {
    "deadline": lambda said, at, _, __: said.deadline(at, HOUR),
    "latest_start": lambda said, at, _, __: said.latest_start(at, HOUR),
    "elapsed": lambda said, _, a, b: said.elapsed(a, b),
    "is_open": lambda said, at, _, __: said.is_open(at),
    "span_at": lambda said, at, _, __: said.span_at(at),
    "next_opening": lambda said, at, _, __: said.next_opening(at),
    "next_closing": lambda said, at, _, __: said.next_closing(at),
    "previous_opening": lambda said, at, _, __: said.previous_opening(at),
    "previous_closing": lambda said, at, _, __: said.previous_closing(at),
    "roll_forward": lambda said, at, _, __: said.roll_forward(at),
    "roll_back": lambda said, at, _, __: said.roll_back(at),
    "covering": lambda said, at, _, __: said.covering(at),
    "spans": lambda said, _, a, b: list(said.spans(a, b)),
    "explain": lambda said, _, a, b: list(said.explain(a, b)),
}


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("kind", KINDS)
def test_hazard_14_the_ends_of_time_are_answered_or_refused(kind: str, question: str) -> None:
    """An answer, or an error of ours, whatever is asked within days of the years 1 and 9999."""
    answers = 0
    for at in ENDS:
        near = at + timedelta(days=3 if at.year == 1 else -3)
        try:
            QUESTIONS[question](KINDS[kind], at, min(at, near), max(at, near))
        except SlacalcError as error:
            assert isinstance(error, OutOfRangeError | NoWorkingTimeError)  # noqa: PT017
        else:
            answers += 1
    if kind in ("east", "west", "known"):
        assert answers


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("day", ["0001-01-01", "0001-01-02", "9999-12-30", "9999-12-31"])
def test_the_first_and_the_last_days_have_hours(kind: str, day: str) -> None:
    """The first and the last dates are days like others."""
    assert KINDS[kind].day(day).date == date.fromisoformat(day)


FOR_EVER: dict[str, dict[str, Any]] = {
    "a range": {"exceptions": {"2026-01-01..9999-12-31": "short 1h"}},
    "a rule that ends": {"exceptions": {"FREQ=MONTHLY;BYDAY=1MO;UNTIL=99981231": "short 1h"}},
    "a closure": {"closures": ["2027-01-01.."]},
    "Easter": {"holidays": {"easter-2": "Good Friday"}, "outside": "assume"},
    "a single date": {"holidays": ["9980-01-01"]},
}


@pytest.mark.parametrize("said", FOR_EVER.values(), ids=FOR_EVER)
def test_2_a_far_instant_costs_little(said: dict[str, Any]) -> None:
    """Where something begins or ends far away, pages still repeat on both sides of it."""
    calendar = Calendar("Mon-Fri 09:00-13:00 14:00-18:00", time_zone="Europe/Berlin", **said)
    started = time.process_time()
    calendar.elapsed(TODAY, FAR)
    assert time.process_time() - started < seconds(10)


def test_5_11_holidays_without_an_end_leave_no_time() -> None:
    """A calendar whose holidays last until the last date says at once that it has no time."""
    closed = Calendar(
        "Mon-Fri 09:00-18:00", time_zone="Europe/Berlin", holidays=["2026-01-01..9999-12-31"]
    )
    with pytest.raises(NoWorkingTimeError):
        closed.deadline(TODAY, HOUR)
    assert closed.next_opening(TODAY) is None


def test_days_of_deep_joins_across_zones_cost_little() -> None:
    """The days of calendars that are joined to the right, zone by zone, take time in proportion."""
    zones = ("Europe/Berlin", "Asia/Tokyo", "America/New_York", "Pacific/Kiritimati", "Etc/GMT+12")
    joined: AnyCalendar = Calendar("Mon-Sun 09:00-17:00", time_zone=zones[0])
    for number in range(1, 25):
        joined = Calendar("Mon-Sun 09:00-17:00", time_zone=zones[number % 5]) | joined.named("x")
    started = time.process_time()
    assert joined.day("2026-03-02").hours
    changed = joined.from_date("2026-03-03", joined)

    assert changed.equivalent(joined, TODAY, TODAY + timedelta(days=4))
    assert time.process_time() - started < seconds(20)
