"""The laws of the horizon: what lies outside the known days is never used in silence."""

from __future__ import annotations

import warnings
from bisect import bisect_left
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any

import attrs
import pytest
from agreement import QUESTIONS, Question, exact, instant
from calendar_strategies import AIMS, Plan, Window, plans, windows
from effort import examples
from grid import DAY as MINUTES
from grid import MINUTE, Grid
from hypothesis import given
from hypothesis import strategies as st
from strategies import ZONES, fresh

from slacalc import Calendar, HorizonError, HorizonWarning
from slacalc.algebra import AnyCalendar
from slacalc.testing.oracle import Oracle

DAY = timedelta(days=1)
lawful = examples(20)
MODES = ("assume", "warn", "raise")


@attrs.frozen
class Known:
    """A calendar that knows some days, and what to do about others."""

    plan: Plan
    first: date | None
    last: date | None
    outside: str

    def calendar(self, outside: str = "") -> AnyCalendar:
        """Build the library's calendar."""
        return self.plan.calendar(
            known_from=self.first, known_until=self.last, outside=outside or self.outside
        )

    def covers(self, grid: Grid, at: datetime) -> bool:
        """Tell whether an instant lies in the known days, or at their very end."""
        readings = grid.furthest(self.plan.zone)
        low = _begins(grid, readings, self.first) if self.first else None
        high = _begins(grid, readings, self.last + DAY) if self.last else None
        return (low is None or low <= exact(at)) and (high is None or exact(at) <= high)


def _begins(grid: Grid, readings: list[int], day: date) -> datetime:
    return grid.origin + bisect_left(readings, day.toordinal() * MINUTES) * MINUTE


@st.composite
def knowing(draw: st.DrawFn, zone: str, window: Window) -> Known:
    """Draw a calendar without Easter, and the days that it knows, near the aim."""
    plan = draw(plans(zone, window))
    keys = [*plan.holidays, *(key for key, _ in plan.exceptions)]
    days = sorted(draw(st.lists(st.integers(-4, 5), min_size=2, max_size=2)))
    first, last = (window.middle.date() + day * DAY for day in days)
    ends = draw(st.integers(0, 3))
    if any("easter" in key.kind for key in keys):
        plan = attrs.evolve(plan, holidays=[], exceptions=[])
    first_or, last_or = (first if ends != 1 else None), (last if ends != 2 else None)
    return Known(plan, first_or, last_or, draw(st.sampled_from(MODES)))


@st.composite
def known_plans(draw: st.DrawFn) -> tuple[Window, Known]:
    """Draw a stretch and a calendar that knows a part of it."""
    zone = draw(st.sampled_from(ZONES))
    window = draw(windows(zone, aims=AIMS[:4]))
    return window, draw(knowing(zone, window))


def asked(
    calendar: AnyCalendar, oracle: Oracle, at: datetime, other: datetime, duration: timedelta
) -> Iterable[tuple[list[datetime], Callable[[], Any]]]:
    """List questions that the table can answer: the instants, and how it is asked."""
    yield [at, other], lambda: calendar.elapsed(at, other)
    yield [at], lambda: calendar.is_open(at)
    if oracle.deadline(at, duration):
        yield [at], lambda: calendar.deadline(at, duration)
    if oracle.latest_start(at, duration):
        yield [at], lambda: calendar.latest_start(at, duration)
    if any(edge > exact(at) for edge in oracle.openings()):
        yield [at], lambda: calendar.next_opening(at)
        yield [at], lambda: calendar.roll_forward(at)
    if any(edge > exact(at) for edge in oracle.closings()):
        yield [at], lambda: calendar.next_closing(at)
    if any(edge < exact(at) for edge in oracle.openings()):
        yield [at], lambda: calendar.previous_opening(at)
    if any(edge < exact(at) for edge in oracle.closings()):
        yield [at], lambda: calendar.previous_closing(at)
        yield [at], lambda: calendar.roll_back(at)


def outcome(ask: Callable[[], Any]) -> tuple[Any, bool]:
    """Ask, and tell what came, an error too, and whether there was a warning of the horizon."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            answer = ask()
        except (ValueError, OverflowError, LookupError) as error:
            answer = type(error)
    return answer, any(one.category is HorizonWarning for one in caught)


def check(known: Known, grid: Grid, oracle: Oracle, question: Question) -> None:
    """Compare the three ways, question by question, with what is known."""
    at, other = instant(oracle, question.first), instant(oracle, question.second)
    ways = [asked(known.calendar(way), oracle, at, other, question.duration) for way in MODES]
    for (instants, assume), (_, warn), (_, refuse) in zip(*ways, strict=True):
        answer, silent = outcome(assume)
        used = [*instants, *([answer] if isinstance(answer, datetime) else [])]
        inside = all(known.covers(grid, each) for each in used)
        assert not silent
        assert outcome(warn) == (answer, not inside)
        assert outcome(refuse)[0] == (answer if inside else HorizonError)


class TestOneCalendar:
    """5.11: a calendar that knows some days."""

    @lawful
    @given(fresh(known_plans()), QUESTIONS)
    def test_5_11_an_answer_from_outside_is_told_and_no_other(
        self, drawn: tuple[Window, Known], questions: list[Question]
    ) -> None:
        """A warning or an error where an instant asked or answered lies outside, else none."""
        window, known = drawn
        oracle = window.grid.answers(known.plan.bits(window.grid))
        for question in questions:
            check(known, window.grid, oracle, question)


OPERATORS: dict[str, Callable[[AnyCalendar, AnyCalendar], AnyCalendar]] = {
    "|": lambda a, b: a | b,
    "&": lambda a, b: a & b,
    "-": lambda a, b: a - b,
}


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Window, Known, Known]:
    """Draw two calendars for one stretch."""
    zones = st.sampled_from(ZONES)
    window = draw(windows(draw(zones), aims=AIMS[:4]))
    return window, draw(knowing(draw(zones), window)), draw(knowing(draw(zones), window))


class TestAlgebra:
    """5.11: the known stretch is the intersection, and the strictest way wins."""

    @lawful
    @given(fresh(pairs()), st.sampled_from(sorted(OPERATORS)), QUESTIONS)
    def test_5_11_what_one_does_not_know_neither_do_both(
        self, drawn: tuple[Window, Known, Known], operator: str, questions: list[Question]
    ) -> None:
        """An instant is known where each operand knows it, and the strictest way is taken."""
        window, one, other = drawn
        calendar = OPERATORS[operator](one.calendar(), other.calendar())
        strictest = max((one.outside, other.outside), key=MODES.index)
        for question in questions:
            at = window.start + (question.first.anywhere or 0) * timedelta(microseconds=1)
            known = one.covers(window.grid, at) and other.covers(window.grid, at)
            answer, warned = outcome(lambda at=at: calendar.is_open(at))  # type: ignore[misc]
            assert (answer is HorizonError) == (strictest == "raise" and not known)
            assert warned == (strictest == "warn" and not known)

    @lawful
    @given(fresh(pairs()), st.integers(-4, 4), QUESTIONS)
    def test_5_11_after_a_change_the_later_calendar_is_to_know(
        self, drawn: tuple[Window, Known, Known], shift: int, questions: list[Question]
    ) -> None:
        """What neither knows in its time is never used in silence."""
        window, before, after = drawn
        after = attrs.evolve(after, plan=attrs.evolve(after.plan, zone=before.plan.zone))
        change = window.aim + shift * DAY
        calendar = before.calendar("raise").from_date(change, after.calendar("raise"))
        begins = _begins(window.grid, window.grid.furthest(before.plan.zone), change)
        for question in questions:
            at = window.start + (question.first.anywhere or 0) * timedelta(microseconds=1)
            known = (before if exact(at) < begins else after).covers(window.grid, at)
            answer, _ = outcome(lambda at=at: calendar.is_open(at))  # type: ignore[misc]
            assert known or answer is HorizonError

    def test_5_11_a_calendar_knows_no_easter_before_1583_and_after_4099(self) -> None:
        """With a day around Easter, instants of these years alone are known."""
        desk = Calendar(
            "Mon-Sun 09:00-18:00", time_zone="UTC", holidays=["easter"], outside="raise"
        )
        for inside in ("1583-01-01 12:00", "4099-12-31 12:00"):
            assert desk.is_open(desk.at(inside))
        for outside in ("1582-12-31 12:00", "4100-01-01 12:00"):
            with pytest.raises(HorizonError):
                desk.is_open(desk.at(outside))
