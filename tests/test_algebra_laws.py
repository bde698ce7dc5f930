"""Calendars made of others: agreement with minutes, the laws of sets, and what they say."""

from __future__ import annotations

import datetime as dt
import pickle
import zoneinfo
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from agreement import QUESTIONS, Question, check_all, exact, instant
from calendar_strategies import Window, plans, windows
from calendar_trees import Combined, Tree, planted
from effort import EFFORT, examples
from grid import opened
from hypothesis import given
from hypothesis import strategies as st
from strategies import ZONES, fresh

import slacalc
from slacalc import Calendar, SlaClock, SupportLevel
from slacalc.algebra import AnyCalendar, CombinedCalendar
from slacalc.zones import EPOCH

DAY, ZERO = timedelta(days=1), timedelta(0)
EXAMPLES = 30
thorough = examples(EXAMPLES + 5)
lawful = examples(12)
KINDS = {"|", "&", "-", "from_date", "closure", "rota of days", "rota of weeks", "range", "yearly"}


class TestAgreement:
    """Not one answer that the minutes of the operands would give otherwise."""

    @pytest.mark.slow
    def test_every_answer_agrees(self) -> None:
        """Unions, intersections, differences and changes, nested, are those of their minutes."""
        kinds: Counter[str] = Counter()
        seen = set()

        @thorough
        @given(fresh(planted()), QUESTIONS)
        def agree(drawn: tuple[Window, Tree], questions: list[Question]) -> None:
            window, tree = drawn
            seen.add(repr(tree))
            kinds.update(tree.kinds)
            oracle = window.grid.answers(tree.bits(window.grid))
            check_all(tree.calendar(), oracle, questions, beyond=False)

        agree()
        if EFFORT.is_whole:
            assert len(seen) >= EXAMPLES
            assert min(kinds[kind] for kind in KINDS) > 0

    @pytest.mark.slow
    @thorough
    @given(fresh(planted()))
    def test_5_21_time_belongs_to_the_date_on_which_its_shift_began(
        self, drawn: tuple[Window, Tree]
    ) -> None:
        """The time of each date of the left clock is that of the shifts that began on it."""
        window, tree = drawn
        grid, calendar = window.grid, tree.calendar()
        calendar._compiled(window.start)
        worked = tree.worked(grid)
        for day in grid.dates(tree.zone)[5:-4]:
            spans = [(EPOCH + start, EPOCH + end) for start, end in calendar._day_spans(day)]
            bits = 0
            for start, end in spans:
                bits |= grid.between(start, end)
            assert bits == opened(one for one in worked if one.day == day), day

    @lawful
    @given(fresh(planted()))
    def test_5_21_the_hours_of_all_days_are_all_the_working_time(
        self, drawn: tuple[Window, Tree]
    ) -> None:
        """Where no clock changes, what `day` says of all dates is open, and nothing else is."""
        window, tree = drawn
        grid, calendar = window.grid, tree.calendar()
        zone = calendar.zone
        days = grid.dates(tree.zone)
        if any(_moves(leaf.zone, window) for leaf in tree.leaves):
            return
        bits = 0
        for day in days[1:-3]:
            for one in grid.shifts(tree.zone, day, _minutes(calendar, day)):
                bits |= one.bits
        first, last = (datetime(d.year, d.month, d.day, tzinfo=zone) for d in (days[5], days[-4]))
        inside = grid.between(first, last)
        assert bits & inside == tree.bits(grid) & inside


def _moves(zone: str, window: Window) -> bool:
    clock = ZoneInfo(zone)
    days = range(-6, (window.end - window.start).days + 2)
    return len({(window.start + day * DAY).astimezone(clock).utcoffset() for day in days}) > 1


def _minutes(calendar: AnyCalendar, day: dt.date) -> list[tuple[int, int]]:
    minute = timedelta(minutes=1)
    return [(one.start // minute, one.end // minute) for one in calendar.day(day).hours]


# The laws of sets


class Sets(NamedTuple):
    """Three calendars, one that never closes and one that never opens, all in any zones."""

    a: AnyCalendar
    b: AnyCalendar
    c: AnyCalendar
    all: AnyCalendar
    none: AnyCalendar


LAWS: dict[str, tuple[Callable[[Sets], AnyCalendar], Callable[[Sets], AnyCalendar]]] = {
    "| commutes": (lambda s: s.a | s.b, lambda s: s.b | s.a),
    "& commutes": (lambda s: s.a & s.b, lambda s: s.b & s.a),
    "| associates": (lambda s: (s.a | s.b) | s.c, lambda s: s.a | (s.b | s.c)),
    "& associates": (lambda s: (s.a & s.b) & s.c, lambda s: s.a & (s.b & s.c)),
    "& distributes": (lambda s: s.a & (s.b | s.c), lambda s: (s.a & s.b) | (s.a & s.c)),
    "| distributes": (lambda s: s.a | (s.b & s.c), lambda s: (s.a | s.b) & (s.a | s.c)),
    "| absorbs": (lambda s: s.a | (s.a & s.b), lambda s: s.a),
    "& absorbs": (lambda s: s.a & (s.a | s.b), lambda s: s.a),
    "| is idempotent": (lambda s: s.a | s.a, lambda s: s.a),
    "& is idempotent": (lambda s: s.a & s.a, lambda s: s.a),
    "- is & of the rest": (lambda s: s.a - s.b, lambda s: s.a & (s.all - s.b)),
    "the rest of the rest": (lambda s: s.all - (s.all - s.a), lambda s: s.a),
    "De Morgan |": (lambda s: s.all - (s.a | s.b), lambda s: (s.all - s.a) & (s.all - s.b)),
    "De Morgan &": (lambda s: s.all - (s.a & s.b), lambda s: (s.all - s.a) | (s.all - s.b)),
    "- of both": (lambda s: s.a - s.b - s.c, lambda s: s.a - (s.b | s.c)),
    "- and - back": (lambda s: s.a - (s.a - s.b), lambda s: s.a & s.b),
    "| none": (lambda s: s.a | s.none, lambda s: s.a),
    "& none": (lambda s: s.a & s.none, lambda s: s.none),
    "- none": (lambda s: s.a - s.none, lambda s: s.a),
    "none -": (lambda s: s.none - s.a, lambda s: s.none),
    "| all": (lambda s: s.a | s.all, lambda s: s.all),
    "& all": (lambda s: s.a & s.all, lambda s: s.a),
    "- all": (lambda s: s.a - s.all, lambda s: s.none),
    "- itself": (lambda s: s.a - s.a, lambda s: s.none),
    "| the rest": (lambda s: s.a | (s.all - s.a), lambda s: s.all),
    "& the rest": (lambda s: s.a & (s.all - s.a), lambda s: s.none),
}


@st.composite
def drawn_sets(draw: st.DrawFn) -> tuple[Window, Sets]:
    """Draw calendars in any zones, for one stretch."""
    zones = st.sampled_from(ZONES)
    window = draw(windows(draw(zones)))
    a, b, c = (draw(plans(draw(zones), window)).calendar() for _ in range(3))
    always = Calendar("Mon-Sun 00:00-24:00", time_zone=draw(zones))
    return window, Sets(a, b, c, always, Calendar({}, time_zone=draw(zones)))


class TestLawsOfSets:
    """5.21: the laws of sets hold under `equivalent`."""

    @pytest.mark.slow
    @thorough
    @given(fresh(drawn_sets()))
    def test_5_21_both_sides_have_the_same_working_time(self, drawn: tuple[Window, Sets]) -> None:
        """Two ways to say one set agree over three pages of time, whatever the zones."""
        window, sets = drawn
        start, end = window.start - 200 * DAY, window.end + 200 * DAY
        for law, (one, other) in LAWS.items():
            mine, others = one(sets), other(sets)
            assert mine.equivalent(others, start, end), law
            assert mine.elapsed(start, end) == others.elapsed(start, end), law

    @lawful
    @given(fresh(drawn_sets()), st.data())
    def test_5_21_both_sides_give_the_same_answers(
        self, drawn: tuple[Window, Sets], data: st.DataObject
    ) -> None:
        """Where there is time to work in the stretch, deadlines and neighbours are the same."""
        window, sets = drawn
        one, other = LAWS[data.draw(st.sampled_from(sorted(LAWS)))]
        mine, others = one(sets), other(sets)
        spans = list(mine.spans(window.start, window.end))
        at = window.start + data.draw(st.integers(0, 9 * 24 * 60)) * timedelta(minutes=1)
        left = mine.elapsed(at, window.end)
        if left:
            assert mine.deadline(at, left / 2) == others.deadline(at, left / 2)
        for span in spans[1:-1]:
            assert span.start
            assert span.end
            assert mine.next_closing(span.start) == others.next_closing(span.start) == span.end
            assert mine.previous_opening(span.end) == others.previous_opening(span.end)
            assert mine.span_at(span.start) == others.span_at(span.start) == span

    def test_what_never_opens_is_known_at_once_or_found_out(self) -> None:
        """A set less itself has no opening, and what fills a gap to all of time no closing."""
        desk = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Berlin")
        always = Calendar("Mon-Sun 00:00-24:00", time_zone="Asia/Tokyo")
        at = datetime(2026, 3, 2, tzinfo=ZoneInfo("UTC"))

        assert (desk - desk).next_opening(at) is None
        assert (desk & (always - desk)).previous_closing(at) is None
        assert ((always - desk) | desk).next_closing(at) is None
        assert (desk | always).previous_opening(at) is None
        with pytest.raises(slacalc.NoWorkingTimeError):
            (desk - always).deadline(at, DAY)


class TestCovering:
    """Which operands are open."""

    @lawful
    @given(fresh(planted(depth=1)), QUESTIONS)
    def test_5_21_those_that_cover_an_instant_are_named(
        self, drawn: tuple[Window, Tree], questions: list[Question]
    ) -> None:
        """The operands whose minutes hold the instant, where the union's do."""
        window, tree = drawn
        if not isinstance(tree, Combined) or tree.operator != "|":
            return
        calendar = tree.calendar()
        assert isinstance(calendar, CombinedCalendar)
        left, right = (window.grid.answers(x.bits(window.grid)) for x in (tree.left, tree.right))
        names = [str(one) for one in calendar.operands]
        for question in questions:
            at = instant(left, question.first)
            opens = (left.is_open(at), right.is_open(at))
            expected = [name for name, is_open in zip(names, opens, strict=True) if is_open]
            assert list(calendar.covering(at)) == list(expected)


class TestValues:
    """A calendar is a value."""

    @lawful
    @given(fresh(planted()))
    def test_a_calendar_comes_back_from_its_repr_and_from_a_pickle(
        self, drawn: tuple[Window, Tree]
    ) -> None:
        """Equal, of equal hash, with the same time; two that were said alike are equal too."""
        window, tree = drawn
        calendar, again = tree.calendar(), tree.calendar()
        names = {**vars(slacalc), **{name: getattr(slacalc, name) for name in slacalc.__all__}}
        names |= {"datetime": dt, "zoneinfo": zoneinfo}
        read = eval(repr(calendar), names)  # noqa: S307 - our own text
        loaded = pickle.loads(pickle.dumps(calendar))  # noqa: S301 - our own

        for other in (again, read, loaded):
            assert other == calendar
            assert hash(other) == hash(calendar)
            assert repr(other) == repr(calendar)
        assert read.equivalent(calendar, window.start, window.end)
        assert loaded.equivalent(calendar, window.start, window.end)
        assert calendar.named("other") != calendar.named("one")
        assert str(calendar.named("other")) == "other"

    @lawful
    @given(fresh(planted(depth=1)), fresh(planted(depth=1)))
    def test_equality_is_of_what_was_said(
        self, one: tuple[Window, Tree], other: tuple[Window, Tree]
    ) -> None:
        """Two calendars are equal where their texts are."""
        mine, others = one[1].calendar(), other[1].calendar()

        assert (mine == others) == (repr(mine) == repr(others))


class TestAccounts:
    """5.7 and 5.21: why time is open or closed."""

    @pytest.mark.slow
    @thorough
    @given(fresh(planted()), st.integers(0, 9 * 86_400), st.integers(0, 8 * 86_400_000_000))
    def test_an_account_is_without_gap_and_its_working_time_is_the_spans(
        self, drawn: tuple[Window, Tree], first: int, length: int
    ) -> None:
        """From start to end, on the calendar's clock, no two alike together, open as it is open."""
        window, tree = drawn
        calendar = tree.calendar()
        start = window.start + timedelta(seconds=first)
        end = start + timedelta(microseconds=length)
        told = list(calendar.explain(start, end))
        edges = [exact(at) for one in told for at in (one.start, one.end)]
        spans = [(s.start, s.end) for s in calendar.spans(exact(start), exact(end))]

        assert edges[:1] + edges[-1:] == ([exact(start), exact(end)] if length else [])
        assert all(one < other for one, other in zip(edges[::2], edges[1::2], strict=True))
        assert all(one == other for one, other in zip(edges[1:-1:2], edges[2::2], strict=True))
        assert all(at.tzinfo == calendar.zone for one in told for at in (one.start, one.end))
        assert not any(one.is_like(other) for one, other in pairwise(told))
        assert _merged([(one.start, one.end) for one in told if one.working]) == spans
        assert {one.working == (one.kind == "working") for one in told} <= {True}

    @lawful
    @given(fresh(planted()), st.integers(1, 4000), st.integers(0, 4000), st.integers(0, 4000))
    def test_a_ledger_sums_to_what_is_elapsed_and_waited(
        self, drawn: tuple[Window, Tree], pause: int, wait: int, rest: int
    ) -> None:
        """The counted entries of a request's ledger are its time used, the waited ones its wait."""
        window, tree = drawn
        calendar, minute = tree.calendar(), timedelta(minutes=1)
        waits = window.start + pause * minute
        resumes = waits + wait * minute
        end = resumes + rest * minute
        level = SupportLevel("drawn", calendar=calendar, response="1m", resolution="1m")
        try:
            clock = SlaClock.start(level, at=window.start).pause(waits).resume(resumes)
        except (slacalc.NoWorkingTimeError, slacalc.OutOfRangeError):
            return
        ledger = clock.explain(end)
        entries = list(ledger)

        assert ledger.elapsed == clock.target("resolution").elapsed(end)
        used = calendar.elapsed(window.start, waits) + calendar.elapsed(resumes, end)
        assert ledger.elapsed == used
        assert ledger.waited == calendar.elapsed(waits, resumes)
        assert all(exact(a.end) == exact(b.start) for a, b in pairwise(entries))
        assert (exact(entries[0].start), exact(entries[-1].end)) == (window.start, end)


def _merged(pieces: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    merged: list[tuple[datetime, datetime]] = []
    for start, end in ((exact(a), exact(b)) for a, b in pieces):
        if merged and merged[-1][1] == start:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged
