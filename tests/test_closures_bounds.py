"""Closures at their bounds: the ends of time and of a stretch, the longest text, how many."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from slacalc import Calendar, Closure, HoursError, Span
from slacalc import closures as floor
from slacalc.closures import ClosedTime
from slacalc.zones import EPOCH

HOUR, MICROSECOND = timedelta(hours=1), timedelta(microseconds=1)
FIRST, LAST = (one.replace(tzinfo=UTC) for one in (datetime.min, datetime.max))


def at(hour: int, year: int = 2026) -> datetime:
    """Name an hour of March 2."""
    return datetime(year, 3, 2, tzinfo=UTC) + hour * HOUR


def calendar(*closures: Any) -> Calendar:
    """Build a calendar that is open from 9 to 18, but for its closures."""
    return Calendar("Mon-Sun 09:00-18:00", time_zone="UTC", closures=closures)


def told(said: Calendar, start: datetime, end: datetime) -> list[tuple[int, bool, str]]:
    """Tell what a calendar explains: from which hour, whether it works, and why."""
    return [(one.start.hour, one.working, one.reason) for one in said.explain(start, end)]


def test_closures_of_other_instants_differ() -> None:
    """Each end is part of what a closure says."""
    one = Closure(at(9), at(10), "drill")

    assert one != Closure(at(8), at(10), "drill")
    assert one != Closure(at(9), at(11), "drill")
    assert one != Closure(None, at(10), "drill")
    assert len({one, Closure(at(9), at(10), "drill"), Closure(at(9), None, "drill")}) == 2


def test_5_9_a_closure_is_explained_from_its_start_to_its_end() -> None:
    """Working time around it is told as such, and where two meet both reasons are."""
    said = calendar((Span(at(10), at(13)), "drill"), (Span(at(12), at(14)), "fire"))

    assert told(said, at(9), at(18)) == [
        (9, True, "working"),
        (10, False, "drill"),
        (12, False, "drill; fire"),
        (13, False, "fire"),
        (14, True, "working"),
    ]
    assert told(said, at(10), at(12)) == [(10, False, "drill")]


@pytest.mark.parametrize("year", [2026, 1969, 1900])
def test_5_9_a_closure_is_the_reason_up_to_its_end(year: int) -> None:
    """A long closure goes on alone after a short one within it, before 1970 too."""
    long, short = Span(at(9, year), at(16, year)), Span(at(11, year), at(13, year))
    late = Span(at(17, year), at(18, year))
    said = calendar((long, "long"), (short, "short"), (late, "late"))

    assert told(said, at(13, year), at(18, year)) == [
        (13, False, "long"),
        (16, True, "working"),
        (17, False, "late"),
    ]
    assert told(said, at(17, year), at(18, year)) == [(17, False, "late")]


def test_closed_time_is_found_near_a_stretch() -> None:
    """Only the closures that touch a stretch are looked at, however many there are."""
    closures = [Closure(at(24 * n), at(24 * n + 2), f"day {n}") for n in range(9)]
    closed = ClosedTime([*closures, Closure(at(24 * 4), at(24 * 4 + 5), "long")])
    start, end = at(24 * 4 + 2) - EPOCH, at(24 * 5 + 1) - EPOCH

    assert closed.between(start, end) == [
        (at(24 * 4) - EPOCH, at(24 * 4 + 5) - EPOCH),
        (at(24 * 5) - EPOCH, at(24 * 5 + 2) - EPOCH),
    ]
    assert [one.reason for one in closed.said(start, end)] == ["long", "day 5"]
    assert closed.between(at(24 * 5 + 2) - EPOCH, at(24 * 6) - EPOCH) == []
    assert closed.said(at(24 * 5 + 2) - EPOCH, at(24 * 6) - EPOCH) == []


def test_so_many_closures_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """One more than the most is refused, and the message says how many there were."""
    monkeypatch.setattr(floor, "_MOST", 2)
    spans = [Span(at(n), at(n + 1)) for n in (9, 11, 13)]

    assert len(calendar(*spans[:2]).closures) == 2
    with pytest.raises(HoursError) as caught:
        calendar(*spans)
    assert str(caught.value) == "closures=3: are more than 2; join some of them"


def test_a_closure_is_said_in_100_characters() -> None:
    """Blanks count too, and one more character is refused."""
    text = "2026-03-02 10:00" + " " * 66 + "..2026-03-02 11:00"

    assert len(text) == 100
    assert calendar(text).closures == (Closure(at(10), at(11)),)
    with pytest.raises(HoursError, match="names no time"):
        calendar(text.replace("..", " .."))


def test_closures_of_the_first_and_the_last_instant() -> None:
    """The ends of time are instants like others, in text and in tables."""
    assert calendar("0001-01-01").closures == (Closure(FIRST, FIRST + 24 * HOUR),)
    assert calendar("9999-12-31..").closures == (Closure(LAST - 24 * HOUR + MICROSECOND, None),)
    assert Closure(FIRST, LAST).to_dict() == {
        "start": "0001-01-01T00:00:00Z",
        "end": "9999-12-31T23:59:59.999999Z",
    }
