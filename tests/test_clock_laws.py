"""The laws of the clock, on drawn calendars and histories, and agreement with a second telling.

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

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from lives import LAST, OTHERS, Life, Step, exact, histories, lives, steps
from retelling import ENDS
from strategies import CLOCKS, DAY, MINUTE, cases

from slacalc import (
    Calendar,
    DayCount,
    Event,
    NoWorkingTimeError,
    SlaClock,
    SupportLevel,
    TargetClock,
)

ZERO = timedelta(0)

thorough = settings(max_examples=80, deadline=None)
lawful = settings(max_examples=25, deadline=None)


class TestAgreement:
    """Not one answer that the second telling would give otherwise."""

    @thorough
    @given(lives(), st.lists(steps(), max_size=10), st.integers(0, 3000))
    def test_every_answer_agrees_after_every_event(
        self, life: Life, history: list[Step], later: int
    ) -> None:
        """Due, used, waited, breach, verdict and ledger are those of a minute-by-minute walk."""
        life.check(life.now)
        for step in history:
            life.happen(step.kind, life.find(step), step.clock)
            life.check(life.now)
        life.check(life.now + later)


class TestBreach:
    """5.15: a breach comes when it can be seen, and stays."""

    @lawful
    @given(lives(), st.lists(steps(), max_size=10))
    def test_5_15_a_breach_never_unhappens(self, life: Life, history: list[Step]) -> None:
        """What was breached at an instant is so in every later telling of that instant."""
        seen: set[tuple[str, int, datetime]] = set()
        for step in history:
            life.happen(step.kind, life.find(step), step.clock)
            for target in life.clock.targets:
                breach = target.breach(life.instant(life.now))
                if breach:
                    seen.add((target.target.name, life.now, exact(breach)))
            for name, minute, breach in seen:
                assert life.clock.target(name).breached(life.instant(minute))
                assert life.clock.target(name).breach(life.instant(life.now)) == breach

    @lawful
    @given(lives(), st.lists(steps(), max_size=10))
    def test_5_15_a_poller_misses_no_breach(self, life: Life, history: list[Step]) -> None:
        """A breach never lies before an instant at which a poller found none."""
        polled: dict[str, datetime] = {}
        for step in history:
            life.happen(step.kind, life.find(step), step.clock)
            now = life.instant(life.now)
            for target in life.clock.targets:
                breach = target.breach(now)
                if breach is None:
                    polled[target.target.name] = now
                else:
                    assert exact(breach) >= polled.get(target.target.name, exact(breach))


class TestWorkingDays:
    """5.12: a count of working days has a life like that of working time."""

    @lawful
    @given(lives(), st.lists(steps(), max_size=10), st.integers(0, 3), st.booleans())
    def test_5_12_a_count_that_ends_with_a_day_is_worth_its_working_time(
        self, life: Life, history: list[Step], days: int, same_time: bool
    ) -> None:
        """Waits, breaches and ends are those of a target of the working time until the due."""
        for step in history:
            life.happen(step.kind, life.find(step), step.clock)
        count = DayCount(days, same_time=same_time and days > 0)
        start = life.said[0][1]
        try:
            due = count.due(life.calendar, start)
        except NoWorkingTimeError:
            assume(False)
        worth = life.calendar.elapsed(start, due)
        events = [event for event in life.said if event[0] not in OTHERS]
        told = [
            SlaClock.replay(SupportLevel("L", calendar=life.calendar, resolution=one), events)
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
                assert by_days.legs == by_time.legs
            elif by_days.phase(at) == "running" and not by_days.breached(at):
                assert by_days.remaining(at) == life.calendar.elapsed(at, exact(by_days.due))


class TestEvents:
    """5.18: events are the truth, and their order is that of time."""

    @lawful
    @given(histories(), st.randoms(use_true_random=False))
    def test_5_18_replay_is_the_clock(self, life: Life, random: Random) -> None:
        """Events of any order, those of one instant in theirs, replay to the same clock."""
        groups = [list(group) for _, group in groupby(life.said, key=lambda said: said[1])]
        random.shuffle(groups)
        replayed = SlaClock.replay(life.level, [event for group in groups for event in group])
        assert_same(replayed, life.clock)

    @lawful
    @given(histories())
    def test_5_18_events_told_twice_change_nothing(self, life: Life) -> None:
        """A history in which each event after the start is told twice gives the same clock."""
        first, *rest = life.said
        assert_same(SlaClock.replay(life.level, [first, *twice(rest)]), life.clock)

    @lawful
    @given(histories())
    def test_5_18_a_stored_clock_comes_back(self, life: Life) -> None:
        """A clock survives JSON and pickle, with all that follows from its events."""
        stored = json.loads(json.dumps(life.clock.to_dict()))
        assert_same(SlaClock.from_dict(stored, level=life.level), life.clock)
        assert_same(pickle.loads(pickle.dumps(life.clock)), life.clock)  # noqa: S301 - our own

    @lawful
    @given(lives(), st.lists(steps(), max_size=6), steps(), st.booleans())
    def test_5_18_answers_at_one_instant_have_no_order(
        self, life: Life, history: list[Step], step: Step, pauses: bool
    ) -> None:
        """A response and a wait that begins or ends at one instant come in either order."""
        for earlier in history:
            if earlier.kind not in ENDS:
                life.happen(earlier.kind, life.find(earlier), earlier.clock)
        at, wait = life.instant(life.find(step)), "pause" if pauses else "resume"
        one = life.clock.respond(at).after(wait, at)
        other = life.clock.after(wait, at).respond(at)
        assert [described(target) for target in one.targets] == [
            described(target) for target in other.targets
        ]


def twice(said: list[tuple[str, datetime]]) -> Iterator[tuple[str, datetime]]:
    """Say each event twice in a row."""
    for event in said:
        yield from (event, event)


def described(target: TargetClock) -> tuple[object, ...]:
    """Say what a target's events amount to."""
    last = target.legs[-1]
    return last.phase, last.due and exact(last.due), last.used, last.waited, target.breached_at


def assert_same(one: SlaClock, other: SlaClock) -> None:
    """Compare two clocks, and what follows from their events."""
    assert one == other
    assert hash(one) == hash(other)
    assert one.targets == other.targets
    assert one.state == other.state


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
        after_breach=draw(st.sampled_from(("extend", "keep"))),
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
        assert exact(after.due) == (exact(target.due) if target.after_breach == "keep" else moved)
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


class ClockMachine(RuleBasedStateMachine):
    """Events in any order, at any distance, checked after each against the second telling."""

    life: Life

    @initialize(life=lives())
    def register(self, life: Life) -> None:
        """Register a request."""
        self.life = life

    @rule(minutes=st.one_of(st.integers(0, 90), st.integers(0, 3000)))
    def work(self, minutes: int) -> None:
        """Let time pass."""
        self.life.now = max(min(self.life.now + minutes, LAST), self.life.now)

    @rule(step=steps())
    @precondition(lambda self: not self.life.ended)
    def jump(self, step: Step) -> None:
        """Let time pass until an edge or a due instant."""
        self.life.now = self.life.find(step)

    @rule(
        kind=st.sampled_from(("pause", "resume", "respond", *OTHERS)),
        zone=st.integers(0, len(CLOCKS) - 1),
    )
    def move(self, kind: str, zone: int) -> None:
        """Let a wait begin or end, or an answer be given."""
        self.life.happen(kind, self.life.now, zone)

    @rule(kind=st.sampled_from(tuple(ENDS)), zone=st.integers(0, len(CLOCKS) - 1))
    def end(self, kind: str, zone: int) -> None:
        """Resolve or cancel."""
        self.life.happen(kind, self.life.now, zone)

    @invariant()
    def agrees(self) -> None:
        """Every answer now is that of the second telling."""
        self.life.check(self.life.now)

    @invariant()
    def comes_back(self) -> None:
        """The clock can be stored and replayed at any time."""
        clock = self.life.clock
        assert_same(SlaClock.from_dict(clock.to_dict(), level=self.life.level), clock)
        assert_same(SlaClock.replay(self.life.level, self.life.said), clock)
        assert all(isinstance(event, Event) for event in clock.events)


def test_any_life_agrees() -> None:
    """A request that anything may happen to agrees with the second telling all along."""
    run_state_machine_as_test(
        ClockMachine, settings=settings(max_examples=15, stateful_step_count=15, deadline=None)
    )
