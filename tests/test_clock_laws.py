"""The laws of the clock, on drawn calendars and histories: waits, breaches, days and events.

Instants are compared in UTC: Python's own comparison of two datetimes that share a `tzinfo` is
one of wall clocks, and blind to folds.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from random import Random
from typing import NamedTuple

import pytest
from effort import examples
from hypothesis import assume, given
from hypothesis import strategies as st
from lives import ENDS, WAITS, Life, Step, exact, histories, lives, rewrites, steps
from same_answers import assert_same, described
from strategies import DAY, MINUTE, cases

from slacalc import (
    Calendar,
    DayCount,
    Event,
    EventError,
    NoWorkingTimeError,
    SlaClock,
    SupportLevel,
)
from slacalc.profiles import Profile

ZERO = timedelta(0)

lawful = examples(12)


class TestBreach:
    """5.15: a breach comes when it can be seen, and stays."""

    @lawful
    @given(lives(), st.lists(steps(), max_size=10))
    def test_5_15_a_breach_never_unhappens(self, life: Life, history: list[Step]) -> None:
        """What was breached stays so, in its cycle, unless the past is rewritten."""
        seen: dict[tuple[str, int, int], datetime] = {}
        for step in history:
            before = len(life.happened)
            life.happen(step)
            if len(life.happened) > before and rewrites(life.clock.events[-1], life.clock):
                seen.clear()
            now = life.instant(life.now)
            for target in life.clock.targets:
                for cycle in target.cycles(now):
                    breach = seen.get((target.target.name, cycle.number, life.start))
                    assert breach is None or cycle.breached_at == breach
                    if cycle.breached_at:
                        key = target.target.name, cycle.number, life.start
                        seen[key] = exact(cycle.breached_at)

    @lawful
    @given(lives(), st.lists(steps(), max_size=10))
    def test_5_15_a_poller_misses_no_breach(self, life: Life, history: list[Step]) -> None:
        """A breach never lies before an instant at which a poller found none."""
        polled: dict[tuple[str, datetime], datetime] = {}
        for step in history:
            life.happen(step)
            now = life.instant(life.now)
            for target in life.clock.targets:
                breach = target.breach(now)
                place = target.target.name, exact(target.started or now)
                if breach is None:
                    polled[place] = now
                else:
                    assert exact(breach) >= polled.get(place, exact(breach))


class TestWorkingDays:
    """5.12: a count of working days has a life like that of working time."""

    @lawful
    @given(
        lives(),
        st.lists(steps((*WAITS, "resume", *ENDS)), max_size=10),
        st.integers(0, 3),
        st.booleans(),
    )
    def test_5_12_a_count_that_ends_with_a_day_is_worth_its_working_time(
        self, life: Life, history: list[Step], days: int, same_time: bool
    ) -> None:
        """Waits, breaches and ends are those of a target of the working time until the due."""
        for step in history:
            life.happen(step)
        count = DayCount(days, same_time=same_time and days > 0)
        start, calendar = life.said[0].at, life.calendars[0]
        try:
            due = count.due(calendar, start)
        except NoWorkingTimeError:
            assume(False)
        worth = calendar.elapsed(start, due)
        told = [
            SlaClock.replay(SupportLevel("L", calendar=calendar, resolution=one), life.said)
            for one in (count, worth)
        ]
        by_days, by_time = (clock.targets[0] for clock in told)
        assert by_days.first_due == due
        for minutes in (0, 600, 5000):
            at = life.instant(life.now) + minutes * MINUTE
            assert by_days.elapsed(at) == by_time.elapsed(at)
            assert by_days.remaining(at) == by_time.remaining(at)
            assert by_days.waited_by(at) == by_time.waited_by(at)
            if not same_time:
                assert described(by_days) == described(by_time)
            elif by_days.phase(at) == "running" and not by_days.breached(at):
                assert by_days.remaining(at) == calendar.elapsed(at, exact(by_days.due))


class TestEvents:
    """5.18: events are the truth, and their order is that of time."""

    @lawful
    @given(histories(), st.randoms(use_true_random=False))
    def test_5_18_replay_is_the_clock(self, life: Life, random: Random) -> None:
        """Events of any order, those of one instant in theirs, replay to the same clock."""
        groups = [list(group) for _, group in groupby(life.said, key=lambda said: said.key)]
        random.shuffle(groups)
        replayed = SlaClock.replay(life.levels[0], [event for group in groups for event in group])
        assert_same(replayed, life.clock)

    @lawful
    @given(histories())
    def test_5_18_events_told_twice_change_nothing(self, life: Life) -> None:
        """A history in which each event after the start is told twice gives the same clock."""
        first, *rest = life.said
        assert_same(SlaClock.replay(life.levels[0], [first, *twice(rest)]), life.clock)

    @lawful
    @given(histories())
    def test_5_18_a_stored_clock_comes_back(self, life: Life) -> None:
        """A clock survives JSON and pickle, with all that follows from its events."""
        stored = json.loads(json.dumps(life.clock.to_dict()))
        assert_same(SlaClock.from_dict(stored, level=life.levels[0], known=life.known), life.clock)
        assert_same(pickle.loads(pickle.dumps(life.clock)), life.clock)  # noqa: S301 - our own

    @lawful
    @given(histories())
    def test_5_18_an_id_names_one_event(self, life: Life) -> None:
        """An event whose id is known is nothing when told again, and refused with other content."""
        for event in life.clock.events:
            if event.id is not None:
                assert life.clock.after(event) == life.clock
                with pytest.raises(EventError):
                    life.clock.after(Event(event.kind, event.at, "another", id=event.id))

    @lawful
    @given(lives(numbered=False), st.lists(steps(), max_size=6), steps(), st.booleans())
    def test_5_18_answers_at_one_instant_have_no_order(
        self, life: Life, history: list[Step], step: Step, pauses: bool
    ) -> None:
        """A response and a wait that begins or ends at one instant come in either order."""
        for earlier in history:
            if earlier.kind not in ENDS:
                life.happen(earlier)
        at, wait = life.instant(life.find(step)), "pause" if pauses else "resume"
        one = life.clock.respond(at).after(wait, at)
        other = life.clock.after(wait, at).respond(at)
        assert [described(target) for target in one.targets] == [
            described(target) for target in other.targets
        ]


def twice(said: list[Event]) -> Iterator[Event]:
    """Say each event twice in a row."""
    for event in said:
        yield from (event, event)


class Waited(NamedTuple):
    """A clock with a resolution target alone, and three instants in order from its start on."""

    clock: SlaClock
    calendar: Calendar
    begins: datetime
    between: datetime
    ends: datetime


@st.composite
def waits(draw: st.DrawFn, *, overdue: bool = False) -> Waited:
    """Draw a wait, and an instant inside it; one that begins after the breach if told so."""
    case = draw(cases(never_empty=True))
    calendar = case.calendar()
    level = SupportLevel(
        "drawn",
        calendar=calendar,
        resolution=draw(st.integers(1, 600)) * MINUTE,
        profile=Profile(after_breach=draw(st.sampled_from(("extend", "keep")))),
    )
    spans = list(calendar.spans(case.start, case.end))
    edges = [exact(at) for span in spans for at in (span.start, span.end) if at]
    places = st.integers(0, 12 * DAY // MINUTE).map(lambda count: case.start + count * MINUTE)
    near = st.sampled_from(edges) if edges else places
    chosen = st.lists(st.one_of(places, near), min_size=4, max_size=4).map(sorted)
    start, *rest = draw(chosen)
    clock = SlaClock.start(level, at=start)
    due = exact(clock.targets[0].due)
    if overdue:
        rest = [max(at, due) + MINUTE for at in rest]
    elif draw(st.booleans()):  # the wait begins when it is due
        rest[0] = due
    begins, between, ends = sorted(rest)
    return Waited(clock, calendar, begins, between, ends)


class TestWaits:
    """5.14: waits commute with working time."""

    @lawful
    @given(waits())
    def test_5_14_a_wait_is_worth_its_working_time(self, waited: Waited) -> None:
        """A wait of w before the due instant makes it that of a target longer by w."""
        clock, calendar, begins, _, ends = waited
        target = clock.targets[0]
        assume(target.remaining(begins) > ZERO)
        wait = calendar.elapsed(begins, ends)
        due = clock.pause(begins).resume(ends).targets[0].due
        assert exact(due) == calendar.deadline(exact(clock.started), target.budget(begins) + wait)
        assert exact(due) == calendar.deadline(ends, target.remaining(begins))

    @lawful
    @given(st.one_of(waits(), waits(overdue=True)))
    def test_5_14_a_wait_can_be_split(self, waited: Waited) -> None:
        """Two waits that touch are one, breached before or not."""
        clock, _, begins, between, ends = waited
        split = clock.pause(begins).resume(between).pause(between).resume(ends).targets[0]
        whole = clock.pause(begins).resume(ends).targets[0]
        assert described(split) == described(whole)

    @lawful
    @given(st.one_of(waits(), waits(overdue=True)))
    def test_5_14_a_wait_over_closed_time_moves_nothing_but_to_the_resumption(
        self, waited: Waited
    ) -> None:
        """A wait without working time leaves what is due, or moves it to its own end."""
        clock, calendar, _, _, ends = waited
        assume(not calendar.is_open(ends) and calendar.elapsed(clock.started, ends) > ZERO)
        begins = exact(calendar.roll_back(ends))  # the closing before
        before, after = clock.targets[0], clock.pause(begins).resume(ends).targets[0]
        kept = before.breached(begins)
        assert exact(after.due) == (
            exact(before.due) if kept else max(exact(before.due), exact(ends))
        )
        assert after.elapsed(ends) == before.elapsed(ends)

    @lawful
    @given(waits())
    def test_5_14_what_a_resumption_would_give_is_what_it_gives(self, waited: Waited) -> None:
        """`due_if_resumed` foretells `due`, and `due` itself stands while the wait lasts."""
        clock, _, begins, between, ends = waited
        paused = clock.pause(begins)
        assert paused.targets[0].due == clock.targets[0].due
        assert paused.targets[0].remaining(between) == paused.targets[0].remaining(ends)
        for end in (between, ends):
            foretold = paused.targets[0].due_if_resumed(end)
            assert foretold is not None
            assert exact(foretold) == exact(paused.resume(end).targets[0].due)
            assert exact(foretold) == exact(paused.resolve(end).targets[0].due)

    @lawful
    @given(waits(overdue=True))
    def test_5_15_a_wait_after_the_breach_extends_or_keeps(self, waited: Waited) -> None:
        """A wait after the breach moves what is due by its working time, or not, as was said."""
        clock, calendar, begins, _, ends = waited
        target = clock.targets[0]
        assert target.breached(begins)
        after = clock.pause(begins).resume(ends).targets[0]
        wait = calendar.elapsed(begins, ends)
        moved = calendar.deadline(exact(target.due), wait)
        keeps = clock.level.profile.after_breach == "keep"
        assert exact(after.due) == (exact(target.due) if keeps else moved)
        assert after.breached_at == target.due

    @lawful
    @given(waits())
    def test_5_14_what_is_due_never_comes_earlier(self, waited: Waited) -> None:
        """No wait brings a due instant forward."""
        clock, _, begins, between, ends = waited
        told = [clock, clock.pause(begins).resume(between)]
        told += [told[-1].pause(between).resume(ends)]
        dues = [exact(each.targets[0].due) for each in told]
        assert all(one <= other for one, other in pairwise(dues))
