"""The laws of what falls due, on drawn calendars, levels and histories, and a walk by minutes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from effort import examples
from hypothesis import given
from hypothesis import strategies as st
from lives import LAST, Life, Step, exact, lives, steps
from retelling import Run
from story import Story, fold
from strategies import MICROSECOND, MINUTE

from slacalc import AnyCalendar, Escalated, Escalation, SlaClock, SupportLevel
from slacalc.escalations import overrun

LONG_AGO, FAR = datetime(1980, 1, 1, tzinfo=UTC), datetime(2050, 1, 1, tzinfo=UTC)
ZERO = timedelta(0)
SHARES = ("0%", "25%", "50%", "75%", "90%", "100%", "110%", "200%", "33.3%")
OFFSETS = ("-1h", "-15m", "-1m", "-5h", "+1m", "+30m", "+2h", "-20s", "+90s")

KINDS = ("pause", "pause:vendor", "resume", "respond", "customer reply", "resolve", "reopen")
CHANGING = (*KINDS, "change level", "change level", "change level", "change calendar", "cancel")

Came = tuple[datetime, Escalation]
thorough = examples(80)
lawful = examples(30)


class Poll(NamedTuple):
    """A poller asks, so many minutes after what happened last; it may have been restarted."""

    minutes: int
    restored: bool


def polls() -> st.SearchStrategy[Poll]:
    """Draw a poll, soon or days later."""
    minutes = st.one_of(st.integers(0, 5), st.integers(0, 600), st.integers(0, 3000))
    return st.builds(Poll, minutes, st.booleans())


@st.composite
def escalated(draw: st.DrawFn) -> Life:
    """Draw a request whose levels have escalations, shares of them the same."""
    life = draw(lives())
    marks = draw(
        st.lists(st.sampled_from((*SHARES, *OFFSETS)), min_size=1, max_size=5, unique=True)
    )
    own = st.lists(st.sampled_from(marks), unique=True)
    life.levels = tuple(_armed(level, marks, draw(own)) for level in life.levels)
    life.clock = SlaClock.replay(life.levels[0], life.clock.events)
    return life


def _armed(level: SupportLevel, marks: list[str], left_out: list[str]) -> SupportLevel:
    """Give a level the escalations of each target that are not left out of it."""
    return SupportLevel(
        level.name,
        calendar=level.calendar,
        targets=level.promised,
        profile=level.profile,
        escalations=[
            Escalation(target.name, mark)
            for mark in marks
            for target in level.promised
            if mark not in left_out
        ],
    )


def seen(found: tuple[Escalated, ...]) -> list[Came]:
    """Say when which escalation came, in UTC, where equal means the same instant."""
    return [(exact(one.at), one.escalation) for one in found]


def in_any_order(came: list[Came]) -> list[tuple[datetime, str]]:
    """Sort what came by the instants, then by name."""
    return sorted((at, str(escalation)) for at, escalation in came)


class Poller:
    """A poller that keeps one timestamp, and what it has seen."""

    def __init__(self, life: Life) -> None:
        """Begin at the registration."""
        self.life = life
        self.since = life.instant(life.start)
        self.came: list[Came] = []

    def poll(self, minute: int, *, restored: bool = False) -> None:
        """Ask for what fell due since the last time, of a clock that may have been stored."""
        until, clock = self.life.instant(minute), self.life.clock
        if restored:
            known: list[SupportLevel | AnyCalendar] = [*self.life.levels, *self.life.calendars]
            clock = SlaClock.from_dict(clock.to_dict(), level=clock.first_level, known=known)
        self.came += seen(clock.escalations(self.since, until))
        self.since = until
        self.life.now = max(self.life.now, minute)

    def do(self, step: Step | Poll) -> None:
        """Let something happen, or poll."""
        if isinstance(step, Step):
            self.life.happen(step)
        else:
            self.poll(min(self.life.now + step.minutes, LAST), restored=step.restored)


class TestPoller:
    """5.15, 5.19: a poller that keeps one timestamp misses nothing and doubles nothing."""

    @thorough
    @given(escalated(), st.lists(st.one_of(steps(CHANGING), steps(CHANGING), polls()), max_size=16))
    def test_any_polls_see_what_one_poll_at_the_end_sees(
        self, life: Life, history: list[Step | Poll]
    ) -> None:
        """However time is parted, and though later events are not known yet, the sum is one."""
        poller = Poller(life)
        for step in history:
            poller.do(step)
        poller.poll(LAST + 2 * 24 * 60)
        at_once = seen(life.clock.escalations(LONG_AGO, poller.since))
        assert poller.came == at_once

    @lawful
    @given(escalated(), st.lists(steps(CHANGING), max_size=10), st.integers(0, LAST))
    def test_the_next_is_the_first_that_a_poll_sees(
        self, life: Life, history: list[Step], after: int
    ) -> None:
        """Asked one after another, the next ones are all that a stretch without end holds."""
        for step in history:
            life.happen(step)
        start = life.instant(after)
        found = []
        one = life.clock.next_escalation(start)
        while one is not None:
            found.append((exact(one.at), one.escalation))
            one = life.clock.next_escalation(exact(one.at) + MICROSECOND)
        ahead = seen(life.clock.escalations(start, FAR))
        firsts = dict(reversed(ahead))
        assert found == list(reversed(firsts.items()))

    @lawful
    @given(escalated(), st.lists(steps(CHANGING), max_size=12))
    def test_none_comes_twice_in_a_cycle_nor_outside_it(
        self, life: Life, history: list[Step]
    ) -> None:
        """A target that does not run has nothing to come, and a cycle each escalation once."""
        for step in history:
            life.happen(step)
        found = life.clock.escalations(LONG_AGO, FAR)
        cycles = []
        for one in found:
            target = life.clock.target(one.escalation.target)
            assert target.phase(one.at) == "running"
            cycle = target.cycles(one.at)[-1]
            assert cycle.number == one.cycle
            assert exact(cycle.started) <= exact(one.at)
            cycles.append((one.escalation, exact(cycle.started)))
        assert len(cycles) == len(set(cycles))


class Watch:
    """A second opinion: somebody who watches the request minute by minute, and keeps a list."""

    def __init__(self, life: Life) -> None:
        """Take what happened, and what the levels want to be told."""
        self.life = life
        self.wanted = {level.name: level.escalations for level in life.levels}
        self.done: set[tuple[str, Escalation, int]] = set()

    def until(self, end: int) -> Iterator[Came]:
        """Walk the minutes."""
        life = self.life
        story = fold(life.deals[0], life.tables, life.happened, life.start)
        ahead = [event for event in life.happened if event.minute > life.start]
        for minute in range(life.start, end):
            while ahead and ahead[0].minute == minute:
                story.happen(ahead.pop(0))
            story.walk(minute)
            yield from self._at(story, minute)

    def _at(self, story: Story, minute: int) -> Iterator[Came]:
        for escalation in self.wanted[story.deal.name]:
            told = story.told.get(escalation.target)
            run = told.run if told else None
            if run is None or run.phase != "running":
                continue
            mark = (escalation.target, escalation, run.started)
            after = None if mark in self.done else _within(run, escalation, minute)
            if after is not None:
                self.done.add(mark)
                yield self.life.instant(minute) + after, escalation


def _within(run: Run, escalation: Escalation, minute: int) -> timedelta | None:
    """Say how far into a minute in which a target runs an escalation comes, None if it does not.

    Before the due instant it comes when less than its rest is left, or when just that is left and
    begins to be used; after it, as soon as so much is used.
    """
    extra = overrun(escalation, run.budget * MINUTE)
    if extra == ZERO:
        return ZERO if run.due is not None and minute >= run.due else None
    wait = (run.budget - run.used) * MINUTE + extra
    if wait < ZERO or (wait == ZERO and extra > ZERO):
        return ZERO
    return wait if run.table[minute] and wait < MINUTE else None


class TestWalk:
    """Not one instant that somebody who watches by the minute would give otherwise."""

    @lawful
    @given(escalated(), st.lists(steps(CHANGING), max_size=10))
    def test_every_instant_agrees_with_a_walk_by_minutes(
        self, life: Life, history: list[Step]
    ) -> None:
        """The walk knows no calendars and no legs, only which minutes are open."""
        for step in history:
            life.happen(step)
        end = min(life.now + 3 * 24 * 60, LAST + 2 * 24 * 60)
        expected = list(Watch(life).until(end))
        found = seen(life.clock.escalations(LONG_AGO, life.instant(end)))
        assert in_any_order(found) == in_any_order(expected)
