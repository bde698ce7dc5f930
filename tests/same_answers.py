"""What a clock answers, compared with the second telling of the same request."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lives import Life, exact
from retelling import CHANGES, Told
from story import Story
from strategies import CLOCKS, MINUTE

from slacalc import SlaClock, TargetClock


def check(life: Life, minute: int) -> None:
    """Compare every answer at a minute, now or later, with the second telling."""
    at = life.instant(minute).astimezone(CLOCKS[minute % len(CLOCKS)])
    story = life.told(minute)
    check_request(life, story)
    for told in story.told.values():
        target = life.clock.target(told.promise.name)
        check_times(life, target, told, at)
        check_verdicts(life, target, told, at)
        check_record(life, target, told)
        check_cycles(life, target, told, at)
        check_ledger(life, told, at)


def check_request(life: Life, story: Story) -> None:
    """Compare what holds for the request."""
    clock = life.clock
    waiting = story.wait is not None
    assert clock.state == story.state
    assert (clock.waiting, clock.wait) == (waiting, story.wait)
    assert (clock.reopened, clock.unpromised) == (story.reopened, story.unpromised)
    assert clock.holder == story.holder
    assert {target.target.name for target in clock.targets} == set(story.told)
    assert len(clock.events) == len(story.past)
    assert [event.kind for event in clock.events] == [event.kind for event in story.past]
    assert clock.level.name == story.deal.name
    assert clock.level.calendar == life.calendars[story.deal.table]


def check_times(life: Life, target: TargetClock, told: Told, at: datetime) -> None:
    """Compare what is used, left, waited and due."""
    run = told.run
    assert target.elapsed(at) == (run.used if run else 0) * MINUTE
    assert target.elapsed(at) + target.remaining(at) == target.budget(at)
    assert target.waited_by(at) == (run.waited if run else 0) * MINUTE
    if run is None:
        assert (target.due, target.started, target.first_due) == (None, None, None)
        assert target.budget(at) == told.promise.minutes * MINUTE
        return
    assert target.budget(at) == run.budget * MINUTE
    assert target.waited == (run.waited - run.wait) * MINUTE
    assert exact(target.started) == life.instant(run.started)
    check_due(life, target.due, run.due)
    check_due(life, target.first_due, run.first_due)
    assert target.due_at(at) == target.due
    foretold = run.due_after(run.wait, life.minute(at)) if run.phase == "waiting" else run.due
    check_due(life, target.due_if_resumed(at), foretold)
    assert target.due is not None
    assert target.due.tzinfo == life.said[0].at.tzinfo


def check_due(life: Life, found: datetime | None, due: int | None) -> None:
    """Compare an instant with a minute, which is None after the table."""
    if due is None:
        assert exact(found) > life.oracle.end
    else:
        assert exact(found) == life.instant(due)


def minute_of(life: Life, at: datetime | None) -> int | None:
    """Name the minute of an instant, if there is one."""
    return None if at is None else life.minute(at)


def check_verdicts(life: Life, target: TargetClock, told: Told, at: datetime) -> None:
    """Compare the phase, the breach and the verdict."""
    run = told.run
    assert target.phase(at) == told.phase
    breach = run.breach if run else None
    assert target.breached(at) == (breach is not None)
    assert minute_of(life, target.breach(at)) == breach
    assert minute_of(life, target.breached_at) == (run.proven if run else None)
    assert target.verdict(at) == told.verdict
    stopped = run.stopped if run else None
    if run:
        assert minute_of(life, target.stopped_at) == stopped
        assert minute_of(life, target.met_at) == (stopped if run.verdict == "met" else None)


def check_record(life: Life, target: TargetClock, told: Told) -> None:
    """Compare the verdicts as they were known; time alone adds none."""
    record = [(life.minute(at), verdict) for at, verdict in target.record]
    assert record == told.record


def check_cycles(life: Life, target: TargetClock, told: Told, at: datetime) -> None:
    """Compare the cycles."""
    cycles = target.cycles(at)
    assert len(cycles) == len(told.runs)
    for cycle, run in zip(cycles, told.runs, strict=True):
        assert cycle.number == run.number
        assert exact(cycle.started) == life.instant(run.started)
        assert minute_of(life, cycle.stopped_at) == run.stopped
        check_due(life, cycle.due, run.due)
        assert (cycle.used, cycle.waited) == (run.used * MINUTE, run.waited * MINUTE)
        assert minute_of(life, cycle.breached_at) == run.breach
        assert cycle.verdict == run.verdict
        met = run.stopped if run.verdict == "met" else None
        assert minute_of(life, cycle.met_at) == met


def check_ledger(life: Life, told: Told, at: datetime) -> None:
    """Compare the proof with the sums, with the table, and look for gaps."""
    ledger = life.clock.explain(at, target=told.promise.name)
    run, entries = told.run, list(ledger)
    assert ledger.elapsed == (run.used if run else 0) * MINUTE
    assert ledger.waited == (run.waited if run else 0) * MINUTE
    since = {exact(life.said[0].at), life.instant(told.record[0][0])}  # promised later, if so
    edges = [*(exact(entry.start) for entry in entries), exact(at)]
    assert edges[0] in since | {exact(at)}
    assert [exact(entry.end) for entry in entries] == edges[1:]
    assert all(exact(entry.start) < exact(entry.end) for entry in entries)
    if any(event.kind in CHANGES for event in life.happened):
        return  # the tables have changed
    for entry in entries:
        if entry.kind not in {"not started", "earlier run", "done"}:
            start, end = life.minute(entry.start), life.minute(entry.end)
            assert sum(told.table[start:end]) == (end - start if entry.working else 0)


def answers(target: TargetClock, at: datetime) -> tuple[Any, ...]:
    """Give all that a target says of an instant, to be said again later."""
    return (
        target.due_at(at),
        target.elapsed(at),
        target.remaining(at),
        target.budget(at),
        target.waited_by(at),
        target.breach(at),
        target.phase(at),
        target.verdict(at),
        target.cycles(at),
    )


def assert_same(one: SlaClock, other: SlaClock) -> None:
    """Compare two clocks, and what follows from their events."""
    assert one == other
    assert hash(one) == hash(other)
    assert one.targets == other.targets
    assert one.level == other.level
    assert (one.state, one.wait, one.holder) == (other.state, other.wait, other.holder)
    assert (one.reopened, one.unpromised) == (other.reopened, other.unpromised)


def described(target: TargetClock) -> tuple[object, ...]:
    """Say what a target's events amount to."""
    last = target.legs[-1]
    due = last.due and exact(last.due)
    return last.phase, due, last.used, last.waited, last.cycle, target.breached_at
