"""A state machine over all events and options, checked after each step with a second telling."""

from __future__ import annotations

import json
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from lives import ANSWERS, ENDS, LAST, ODD, WAITS, Life, Step, exact, lives, steps
from retelling import CHANGES
from same_answers import answers, assert_same, check

from slacalc import EventError, NaiveDatetimeError, SlaClock


class ClockMachine(RuleBasedStateMachine):
    """Events in any order, at any distance, checked after each against the second telling."""

    life: Life

    @initialize(life=lives())
    def register(self, life: Life) -> None:
        """Register a request."""
        self.life = life
        self.said: dict[tuple[str, int], tuple[Any, ...]] = {}

    @rule(minutes=st.one_of(st.integers(0, 90), st.integers(0, 3000)))
    def work(self, minutes: int) -> None:
        """Let time pass."""
        self.life.now = max(min(self.life.now + minutes, LAST), self.life.now)

    @rule(step=steps((*WAITS, "resume", "resume")))
    def wait(self, step: Step) -> None:
        """Let a wait begin or end."""
        self.life.happen(step)

    @rule(step=steps((*ANSWERS, *ODD)))
    def answer(self, step: Step) -> None:
        """Let someone write, work, or hand the request over."""
        self.life.happen(step)

    @rule(step=steps(CHANGES))
    def change(self, step: Step) -> None:
        """Change the level or the calendar."""
        self.life.happen(step)

    @rule(step=steps((*ENDS, "reopen", "reopen")))
    def end(self, step: Step) -> None:
        """Resolve or cancel, or reopen what ended."""
        self.life.happen(step)

    @invariant()
    def agrees(self) -> None:
        """Every answer, now and later, is that of the second telling."""
        check(self.life, self.life.now)
        check(self.life, self.life.now + 777)

    @invariant()
    def comes_back(self) -> None:
        """The clock can be stored and replayed at any time."""
        life = self.life
        state = json.loads(json.dumps(life.clock.to_dict()))
        assert_same(SlaClock.from_dict(state, level=life.levels[0], known=life.known), life.clock)
        assert_same(SlaClock.replay(life.levels[0], life.clock.events), life.clock)
        assert_same(SlaClock.replay(life.levels[0], shuffled(life)), life.clock)

    @invariant()
    def refuses(self) -> None:
        """What can't be is refused, and what was told already is nothing."""
        life, clock = self.life, self.life.clock
        now = life.instant(life.now)
        with pytest.raises(NaiveDatetimeError):
            clock.after("respond", now.replace(tzinfo=None))
        with pytest.raises(EventError):
            clock.after("respond", exact(clock.events[-1].at) - timedelta(microseconds=1))
        with pytest.raises(EventError):
            clock.after("start", now + timedelta(minutes=1))
        with pytest.raises(EventError):
            clock.after("no such kind", now)
        assert clock.after(clock.events[-1]) == clock or len(clock.events) == 1

    @invariant()
    def stands_by_its_word(self) -> None:
        """What was said of an earlier instant is said again."""
        life = self.life
        for (name, minute), said in self.said.items():
            if minute < life.now:
                assert answers(life.clock.target(name), life.instant(minute)) == said
        for target in life.clock.targets:
            at = life.instant(life.now)
            self.said[target.target.name, life.now] = answers(target, at)


def shuffled(life: Life) -> list[Any]:
    """Tell the events in another order, where their sequences tell the true one."""
    said = list(life.said)
    if life.numbered:
        Random(len(said)).shuffle(said)
    return said


def test_any_life_agrees() -> None:
    """A request that anything may happen to agrees with the second telling all along."""
    run_state_machine_as_test(ClockMachine, settings=settings(examples(50), stateful_step_count=20))


@examples(30)
@given(lives(), st.lists(steps(), max_size=10), st.integers(0, 3000))
def test_every_answer_agrees_after_every_event(life: Life, history: list[Step], later: int) -> None:
    """All that a clock answers is what a minute-by-minute walk tells."""
    check(life, life.now)
    for step in history:
        life.happen(step)
        check(life, life.now)
    check(life, life.now + later)
