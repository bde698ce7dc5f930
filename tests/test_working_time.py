"""The neighbours of an instant where a calendar does not know all of time, or has none left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

import pytest

from slacalc import Calendar, HorizonError, NaiveDatetimeError, Span

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
AHEAD: list[Callable[[Calendar], Any]] = [
    lambda desk: desk.next_opening(MONDAY),
    lambda desk: desk.next_closing(MONDAY),
]
BEHIND: list[Callable[[Calendar], Any]] = [
    lambda desk: desk.previous_opening(MONDAY),
    lambda desk: desk.previous_closing(MONDAY),
]


def never(**known: str) -> Calendar:
    """Build a calendar without hours that knows some days."""
    return Calendar({}, time_zone="UTC", outside="raise", **known)  # type: ignore[arg-type]


def test_nothing_ahead_is_certain_only_where_the_future_is_known() -> None:
    """A calendar that knows all days to come has no opening, one that does not can't tell."""
    from_now, until_then = never(known_from="2026-01-01"), never(known_until="2026-12-31")
    for ask in AHEAD:
        assert ask(from_now) is None
        with pytest.raises(HorizonError):
            ask(until_then)
    for ask in BEHIND:
        assert ask(until_then) is None
        with pytest.raises(HorizonError):
            ask(from_now)


def test_the_end_of_what_is_known_is_no_instant_inside() -> None:
    """Open or in a span is asked of what follows an instant, a neighbour of the instant alone."""
    desk = Calendar(
        "Mon-Sun 09:00-24:00", time_zone="UTC", known_until="2026-03-31", outside="raise"
    )
    end = datetime(2026, 4, 1, tzinfo=UTC)
    assert desk.previous_opening(end) == end - timedelta(hours=15)
    assert desk.elapsed(end - timedelta(hours=1), end) == timedelta(hours=1)
    for ask in (desk.is_open, desk.span_at):
        with pytest.raises(HorizonError):
            ask(end)
    begins = Calendar({}, time_zone="UTC", known_from="2026-04-01", outside="raise")
    assert begins.span_at(end) is None
    with pytest.raises(HorizonError):
        begins.span_at(end - timedelta(microseconds=1))
    closed = Calendar({}, time_zone="UTC", known_until="2026-03-31", outside="raise")
    with pytest.raises(HorizonError):
        closed.span_at(end)
    assert closed.previous_opening(end) is None


def test_a_span_without_ends_is_written_with_dots() -> None:
    """An endless end has no instant to write."""
    assert str(Span(None, None)) == "... to ..."


class Lost(tzinfo):
    """The time zone of a clock that does not know its offset."""

    def utcoffset(self, at: datetime | None) -> timedelta | None:  # noqa: ARG002
        """Return no offset."""
        return None

    dst = utcoffset

    def tzname(self, at: datetime | None) -> None:  # noqa: ARG002
        """Return no name."""
        return


@pytest.mark.parametrize("compiled", [False, True])
def test_6_an_instant_without_an_offset_is_refused_by_name(*, compiled: bool) -> None:
    """Also where its zone says that it has one."""
    lost = MONDAY.replace(tzinfo=Lost())
    asks: list[tuple[str, Callable[[Calendar], Any]]] = [
        ("start", lambda desk: desk.deadline(lost, timedelta(0))),
        ("start", lambda desk: desk.deadline(lost, timedelta(hours=1))),
        ("due", lambda desk: desk.latest_start(lost, timedelta(hours=1))),
        ("start", lambda desk: desk.elapsed(lost, MONDAY)),
        ("end", lambda desk: desk.elapsed(MONDAY, lost)),
        ("start", lambda desk: desk.elapsed(lost, lost)),
    ]
    for name, ask in asks:
        desk = Calendar("Mon-Fri 09:00-18:00", time_zone="UTC")
        if compiled:
            desk.is_open(MONDAY)
        with pytest.raises(NaiveDatetimeError) as refused:
            ask(desk)
        assert (refused.value.argument, refused.value.value) == (name, lost)
