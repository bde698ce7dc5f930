"""The laws of reopening and of changes of level and calendar, on drawn histories."""

from __future__ import annotations

from datetime import timedelta

import attrs
from effort import examples
from hypothesis import assume, given
from hypothesis import strategies as st
from lives import ANSWERS, ENDS, WAITS, Life, Step, exact, lives, rewrites, steps
from retelling import CHANGES
from same_answers import described
from strategies import MINUTE

from slacalc import DayCount, SlaClock, SupportLevel
from slacalc.events import KINDS
from slacalc.profiles import Profile

ZERO = timedelta(0)
PLAIN = (*WAITS, "resume", *ANSWERS)

lawful = examples(12)


@st.composite
def open_lives(draw: st.DrawFn, kinds: tuple[str, ...] = PLAIN) -> Life:
    """Draw a request that is open, to which no change has come."""
    life = draw(lives(numbered=False))
    for step in draw(st.lists(steps(kinds), max_size=8)):
        life.happen(step)
    assume(life.clock.state in {"open", "waiting"})
    return life


def at_work(life: Life) -> SlaClock:
    """Give the clock of a request that waits no longer."""
    return life.clock.resume(life.instant(life.now))


class TestChangeOfLevel:
    """5.17: four ways, each by its own law."""

    @lawful
    @given(open_lives((*PLAIN, *ENDS, "reopen")), st.integers(0, 4000))
    def test_5_17_retroactive_is_as_if_from_registration(self, life: Life, later: int) -> None:
        """What is used, left and waited is what it would be had the level always held."""
        change, at = life.instant(life.now), life.instant(life.now + later)
        level = life.levels[1]
        changed = life.clock.change_level(level, change, how="retroactive")
        anew = SlaClock.replay(level, life.clock.events)
        for other in anew.targets:
            target = changed.target(other.target.name)
            assert target.elapsed(at) == other.elapsed(at)
            assert target.remaining(at) == other.remaining(at)
            assert target.waited_by(at) == other.waited_by(at)
            assert target.phase(at) == other.phase(at)
            assert target.verdict(at) == other.verdict(at)
            assert target.due_if_resumed(at) == other.due_if_resumed(at)
            assert len(target.cycles(at)) == len(other.cycles(at))

    @lawful
    @given(open_lives())
    def test_5_17_carry_keeps_what_was_used(self, life: Life) -> None:
        """What was used and waited stays, and what is left is the new promise less that."""
        at = life.instant(life.now)
        changed = life.clock.change_level(life.levels[1], at, how="carry")
        for before in life.clock.targets:
            name = before.target.name
            after = changed.target(name)
            assert (after.elapsed(at), after.waited_by(at)) == (
                before.elapsed(at),
                before.waited_by(at),
            )
            if after.phase(at) in {"running", "waiting"}:
                promised = next(one for one in life.deals[1].promises if one.name == name)
                assert after.remaining(at) == promised.minutes * MINUTE - before.elapsed(at)
                late = after.remaining(at) < ZERO
                assert after.breached(at) == (before.breached(at) or late)

    @lawful
    @given(open_lives(), st.integers(0, 3000))
    def test_5_17_frozen_changes_nothing(self, life: Life, later: int) -> None:
        """The change is known, and the promise that holds is the old one."""
        change, at = life.instant(life.now), life.instant(life.now + later)
        changed = life.clock.change_level(life.levels[1], change, how="frozen")
        assert changed.level == life.clock.level
        assert len(changed.events) == len(life.clock.events) + 1
        for before, after in zip(life.clock.targets, changed.targets, strict=True):
            assert after.cycles(at) == before.cycles(at)
            assert (after.due, after.phase(at)) == (before.due, before.phase(at))

    @lawful
    @given(open_lives())
    def test_5_17_restart_begins_with_nothing_used(self, life: Life) -> None:
        """What runs or waits begins anew at the change; what was stopped keeps its verdict."""
        at = life.instant(life.now)
        changed = life.clock.change_level(life.levels[1], at, how="restart")
        for before in life.clock.targets:
            after = changed.target(before.target.name)
            if after.phase(at) in {"running", "waiting"}:
                assert exact(after.started) == at
                assert (after.elapsed(at), after.waited_by(at)) == (ZERO, ZERO)
                assert not after.breached(at)
                assert len(after.cycles(at)) == len(before.cycles(at)) + 1
            elif before.phase(at) == "stopped":
                assert described(after) == described(before)


class TestReopening:
    """5.16: four ways, each by its own law."""

    @lawful
    @given(open_lives(), st.integers(0, 3000), st.integers(0, 3000))
    def test_5_16_resume_is_a_wait(self, life: Life, closed: int, later: int) -> None:
        """What is due after closed time is what it would be had the request waited."""
        clock, end, back = at_work(life), life.instant(life.now), life.instant(life.now + closed)
        at = back + later * MINUTE
        one = clock.resolve(end).reopen(back, how="resume")
        other = clock.pause(end).resume(back)
        for target in other.targets:
            name = target.target.name
            heeds = target.legs[-1].terms.pauses >= {"pause"} and one.target(name).phase(at)
            if heeds == "running" and "reopen" not in target.target.starts_on:
                assert one.target(name).due == target.due
                assert one.target(name).elapsed(at) == target.elapsed(at)
                assert one.target(name).breach(at) == target.breach(at)
                assert one.target(name).waited == clock.target(name).waited

    @lawful
    @given(open_lives(), st.integers(0, 3000), st.integers(0, 3000))
    def test_5_16_count_is_as_if_it_had_never_closed(
        self, life: Life, closed: int, later: int
    ) -> None:
        """Closed time is used, and what is due stays."""
        clock, end, back = at_work(life), life.instant(life.now), life.instant(life.now + closed)
        at = back + later * MINUTE
        one = clock.resolve(end).reopen(back, how="count")
        for target in clock.targets:
            after = one.target(target.target.name)
            if after.phase(at) == "running" and "reopen" not in target.target.starts_on:
                assert after.due == target.due
                assert after.elapsed(at) == target.elapsed(at)
                assert after.breached(at) == target.breached(at)

    @lawful
    @given(open_lives(), st.lists(steps((*PLAIN, *CHANGES)), max_size=4))
    def test_5_16_first_close_is_the_last_word(self, life: Life, history: list[Step]) -> None:
        """After it no target moves, whatever happens, unless the past is rewritten."""
        end = life.instant(life.now)
        clock = life.clock.cancel(end).reopen(end, how="first_close")
        told = [described(target) for target in clock.targets]
        for step in history:
            event = attrs.evolve(life.event(step, life.now)[0], at=end, sequence=None)
            known = event.kind in clock.level.kinds or event.kind.partition(":")[0] in KINDS
            if known and not rewrites(event, clock):
                clock = clock.after(event)
        assert clock.unpromised
        assert [described(target) for target in clock.targets] == told


class TestChangeOfCalendar:
    """5.20: nothing moves silently."""

    @lawful
    @given(open_lives())
    def test_5_20_prospective_keeps_what_was_used(self, life: Life) -> None:
        """What was used stays, and what is left is laid on the new hours."""
        at = life.instant(life.now)
        other = life.calendars[1 - life.deals[0].table]
        changed = life.clock.change_calendar(other, at, how="prospective")
        for before, after in zip(life.clock.targets, changed.targets, strict=True):
            left = before.remaining(at)
            assert after.elapsed(at) == before.elapsed(at)
            assert after.remaining(at) == left
            if after.phase(at) == "running" and left > ZERO:
                assert exact(after.due) == after.calendar.deadline(at, left)

    @lawful
    @given(open_lives(), st.integers(0, 3000))
    def test_5_20_restated_is_retroactive(self, life: Life, later: int) -> None:
        """Restated on another calendar is told as a level on that calendar, from registration."""
        change, at = life.instant(life.now), life.instant(life.now + later)
        other = life.calendars[1 - life.deals[0].table]
        restated = life.clock.change_calendar(other, change, how="restated")
        level = restated.level
        again = life.clock.change_level(level, change, how="retroactive")
        for one, two in zip(restated.targets, again.targets, strict=True):
            assert one.cycles(at) == two.cycles(at)
            assert one.due == two.due


class TestWorkingDays:
    """5.12: where days are counted again."""

    @lawful
    @given(open_lives((*WAITS, "resume")), st.integers(0, 3), st.integers(0, 3000))
    def test_5_20_days_are_counted_again_from_the_same_start(
        self, life: Life, days: int, closed: int
    ) -> None:
        """On other hours the days are counted anew, and waits and free closed time are added."""
        here, there = life.calendars
        count, start = DayCount(days), life.said[0].at
        level = SupportLevel("L", calendar=here, resolution=count)
        clock = SlaClock.replay(level, life.said)
        end, at = life.instant(life.now), life.instant(life.now + closed)
        clock = clock.resolve(end).reopen(at, how="resume")
        before = clock.change_calendar(here, at).targets[0]
        changed = clock.change_calendar(there, at, how="prospective").targets[0]
        due = there.deadline(count.due(there, start), before.waited_by(at) + here.elapsed(end, at))
        assert exact(changed.due) == exact(due)
        assert changed.elapsed(at) == before.elapsed(at)
        if not before.breached(at):
            late = exact(changed.due) < exact(at)
            assert changed.breached_at == (at if late else None)
        else:
            assert changed.breached_at == before.breach(at)


class TestKindsOfWaits:
    """5.14: waits of different kinds that follow one another."""

    @lawful
    @given(open_lives(("respond",)), st.lists(st.integers(0, 2000), min_size=3, max_size=3))
    def test_5_14_waits_of_all_kinds_are_one_wait(self, life: Life, minutes: list[int]) -> None:
        """A target that waits in all kinds is moved by them as by one wait."""
        level = SupportLevel(
            "L", calendar=life.calendars[0], resolution="4h", profile=Profile(waits="all")
        )
        start, *ends = (life.instant(life.now + sum(minutes[:count])) for count in range(4))
        clock = SlaClock.start(level, at=start)
        whole = clock.pause(start).resume(ends[-1])
        parts = clock.pause(start, kind="vendor").pause(ends[0], kind="customer").pause(ends[1])
        parts = parts.resume(ends[-1])
        assert described(parts.targets[0]) == described(whole.targets[0])
        assert (whole.wait, parts.wait) == (None, None)
