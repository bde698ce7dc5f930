"""What every calendar is asked, and the oracle's answers beside the library's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

from hypothesis import strategies as st
from strategies import CLOCKS, DAY, MICROSECOND, durations

from slacalc import NoWorkingTimeError
from slacalc.testing.oracle import Oracle
from slacalc.working_time import WorkingTime


def exact(at: datetime) -> datetime:
    """Take an instant to UTC, where equal means the same instant."""
    return at.astimezone(UTC)


class Place(NamedTuple):
    """An instant to ask about: beside an edge of working time, or anywhere."""

    edge: int
    beside: int  # microseconds
    anywhere: int | None  # microseconds from the start
    clock: tzinfo


class Question(NamedTuple):
    """Two instants in any order, and a duration."""

    first: Place
    second: Place
    duration: timedelta


_EDGES = st.integers(0, 60)
_BESIDE = st.sampled_from((0, 0, -1, 1, -30_000_000, 3_600_000_000))
_ANYWHERE = st.one_of(st.none(), st.integers(0, 17 * DAY // MICROSECOND - 1))
_PLACES = st.builds(Place, _EDGES, _BESIDE, _ANYWHERE, st.sampled_from(CLOCKS))
QUESTIONS = st.lists(st.builds(Question, _PLACES, _PLACES, durations()), min_size=4, max_size=4)


def instant(oracle: Oracle, place: Place) -> datetime:
    """Find the instant that is meant in a table."""
    moment = oracle.start + (place.anywhere or 0) * MICROSECOND
    if place.anywhere is None and oracle.edges:
        moment = oracle.edges[place.edge % len(oracle.edges)] + place.beside * MICROSECOND
    moment = min(max(moment, oracle.start), oracle.end - MICROSECOND)
    return moment.astimezone(place.clock)


def check_all(
    calendar: WorkingTime, oracle: Oracle, questions: list[Question], *, beyond: bool
) -> None:
    """Compare all the spans of a calendar, then the answers to each question.

    Questions whose answer lies `beyond` the table are asked where the search for it is short.
    """
    check_spans(calendar, oracle)
    for question in questions:
        start, end = instant(oracle, question.first), instant(oracle, question.second)
        assert calendar.elapsed(start, end) == oracle.elapsed(start, end)
        assert calendar.is_open(start) == oracle.is_open(start)
        if beyond or oracle.deadline(start, question.duration):
            check_deadline(calendar, oracle, start, question.duration)
        if beyond or oracle.latest_start(end, question.duration):
            check_latest_start(calendar, oracle, end, question.duration)
        check_neighbours(calendar, oracle, start, beyond=beyond)


def check_spans(calendar: WorkingTime, oracle: Oracle) -> None:
    """Compare the spans of the whole table."""
    spans = []
    for span in calendar.spans(oracle.start, oracle.end):
        assert span.start
        assert span.end
        spans.append((exact(span.start), exact(span.end)))
    assert spans == oracle.spans()


def check_deadline(
    calendar: WorkingTime, oracle: Oracle, start: datetime, duration: timedelta
) -> None:
    """Compare a due instant; where the oracle's table ends first, it lies after the table."""
    expected = oracle.deadline(start, duration)
    try:
        answer = exact(calendar.deadline(start, duration))
    except NoWorkingTimeError:
        assert expected is None
    else:
        assert answer == expected if expected else answer > oracle.end


def check_latest_start(
    calendar: WorkingTime, oracle: Oracle, due: datetime, duration: timedelta
) -> None:
    """Compare a latest start; where the oracle's table begins later, it lies before the table."""
    expected = oracle.latest_start(due, duration)
    try:
        answer = exact(calendar.latest_start(due, duration))
    except NoWorkingTimeError:
        assert expected is None
    else:
        assert answer == expected if expected else answer < oracle.start


def check_neighbours(calendar: WorkingTime, oracle: Oracle, at: datetime, *, beyond: bool) -> None:
    """Compare the openings and closings next to an instant, or see that they lie outside."""
    opens, closes, moment = oracle.openings(), oracle.closings(), exact(at)
    pairs = [
        (calendar.next_opening, [edge for edge in opens if edge > moment][:1]),
        (calendar.next_closing, [edge for edge in closes if edge > moment][:1]),
        (calendar.previous_opening, [edge for edge in opens if edge < moment][-1:]),
        (calendar.previous_closing, [edge for edge in closes if edge < moment][-1:]),
    ]
    for ask, expected in pairs:
        answer = ask(at) if expected or beyond else None
        if expected:
            assert answer is not None
            assert exact(answer) == expected[0]
        else:
            assert answer is None or not oracle.start < exact(answer) < oracle.end
