"""What is due, used, left and breached: the rows of the design that one clock answers for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from worked_example import (
    DESK,
    HOUR,
    KEEP,
    LEVEL,
    MICROSECOND,
    ZERO,
    on,
    opened,
    resolution,
    response,
)

from slacalc import (
    DaySchedule,
    SlaClock,
    SupportLevel,
)


def test_5_worked_vector() -> None:
    """Eight hours from Monday 10:00 are due Tuesday 10:00, after a wait of four at 15:00."""
    clock = opened()
    assert resolution(clock).due == on("3 10:00")
    waited = clock.pause(on("2 16:00")).resume(on("3 11:00"))
    assert resolution(waited).due == on("3 15:00")
    assert resolution(waited).due != on("4 05:00")  # the wall clock's 19 hours added
    assert resolution(waited).due != on("3 18:00")  # the start shifted
    assert resolution(waited).waited == 4 * HOUR
    assert resolution(waited).first_due == on("3 10:00")
    assert resolution(waited).elapsed(on("3 15:00")) == 8 * HOUR


# 5.13: deadlines are fixed at registration


@pytest.mark.parametrize(
    ("registered", "responds", "resolves"),
    [
        ("2 10:00", "2 11:00", "3 10:00"),
        ("2 09:00", "2 10:00", "2 18:00"),  # the first instant, not Tuesday 09:00
        ("2 12:00", "2 13:00", "3 12:00"),
        ("2 12:30", "2 14:30", "3 12:30"),
        ("2 13:15", "2 15:00", "3 13:00"),
        ("2 20:00", "3 10:00", "3 18:00"),
        ("6 17:30", "9 09:30", "9 17:30"),
        ("7 12:00", "9 10:00", "9 18:00"),
    ],
)
def test_5_13_deadlines_are_fixed_at_registration(
    registered: str, responds: str, resolves: str
) -> None:
    """Both targets are due when their time has been worked, from the next opening if closed."""
    clock = SlaClock.start(LEVEL, at=on(registered))
    assert response(clock).due == response(clock).first_due == on(responds)
    assert resolution(clock).due == resolution(clock).first_due == on(resolves)
    assert resolution(clock).started == on(registered)


def test_5_10_the_levels_own_schedule_counts() -> None:
    """A target runs in the hours of its level's schedule, not in its calendar's."""
    level = SupportLevel("L", calendar=DESK, schedule=DaySchedule("09:00-18:00"), resolution="8h")
    assert resolution(opened(level)).due == on("2 18:00")


# 5.14: waiting


def test_5_14_a_wait_straight_to_done_still_counts() -> None:
    """Resolved from a wait, the target is extended by it and met, however late."""
    done = opened().pause(on("2 16:00")).resolve(on("5 12:00"))
    assert resolution(done).verdict(on("6 12:00")) == "met"
    assert resolution(done).due == on("5 16:00")
    assert resolution(done).elapsed(on("6 12:00")) == 5 * HOUR
    assert resolution(done).waited == 21 * HOUR


def test_5_14_time_waited_is_never_time_used() -> None:
    """While it waits, what is left stands still, and what is due is what was stored."""
    waiting = opened().pause(on("2 16:00"))
    for at in (on("2 16:00"), on("2 17:00"), on("20 17:00")):
        assert resolution(waiting).remaining(at) == 3 * HOUR
        assert resolution(waiting).due == on("3 10:00")
        assert not resolution(waiting).breached(at)
        assert resolution(waiting).phase(at) == "waiting"
    assert waiting.state == "waiting"


def test_5_14_waits_add_up() -> None:
    """Each wait extends the target by its own working time."""
    clock = opened()
    for begins, ends in (("2 11:00", "2 12:00"), ("2 12:30", "2 14:30"), ("2 17:00", "3 10:00")):
        clock = clock.pause(on(begins)).resume(on(ends))
    assert resolution(clock).waited == 4 * HOUR
    assert resolution(clock).due == on("3 15:00")
    assert resolution(clock).due_at(on("2 11:30")) == on("3 10:00")
    assert resolution(clock).due_at(on("2 13:30")) == on("3 11:00")
    assert resolution(clock).due_at(on("2 16:00")) == on("3 12:00")
    assert resolution(clock).due_at(on("2 09:59")) is None


def test_5_14_from_wait_to_wait_counts_once() -> None:
    """A second pause inside a wait changes nothing, and the wait is from the first."""
    waiting = opened().pause(on("2 16:00"))
    assert waiting.pause(on("2 17:00")) == waiting
    twice = waiting.pause(on("2 17:00")).resume(on("3 11:00"))
    assert resolution(twice).due == on("3 15:00")


def test_5_14_a_request_can_be_created_waiting() -> None:
    """A wait from the instant of registration on uses nothing and moves what is due."""
    created = opened().pause(on("2 10:00"))
    assert created.state == "waiting"
    assert resolution(created).elapsed(on("3 12:00")) == ZERO
    resumed = created.resume(on("3 12:00"))
    assert resolution(resumed).due == on("4 12:00")
    assert response(resumed).due == on("2 11:00")
    replayed = SlaClock.replay(LEVEL, [("start", on("2 10:00")), ("pause", on("2 10:00"))])
    assert replayed == created


def test_5_14_a_response_runs_on_while_waiting() -> None:
    """By default a wait pauses the resolution and lets the response run."""
    waiting = opened().pause(on("2 10:30"))
    assert response(waiting).phase(on("2 10:45")) == "running"
    assert response(waiting).elapsed(on("2 11:00")) == HOUR
    assert response(waiting).breached(on("2 11:01"))
    assert response(waiting.resume(on("2 12:00"))).due == on("2 11:00")


@pytest.mark.parametrize(
    ("begins", "ends", "due"),
    [
        ("2 18:00", "3 09:00", "3 10:00"),  # due later anyway
        ("2 18:00", "3 08:00", "3 10:00"),
        ("2 13:00", "2 14:00", "3 10:00"),
        ("2 18:30", "2 19:00", "3 10:00"),
    ],
)
def test_5_14_a_wait_over_closed_time_moves_nothing(begins: str, ends: str, due: str) -> None:
    """A wait without working time leaves what is due later than its end."""
    clock = opened().pause(on(begins)).resume(on(ends))
    assert resolution(clock).due == on(due)
    assert resolution(clock).waited == ZERO


@pytest.mark.parametrize(
    ("ends", "due"),
    [
        ("2 18:00", "2 18:00"),
        ("2 21:00", "2 21:00"),
        ("3 08:59", "3 08:59"),
        ("3 09:00", "3 09:00"),
        ("3 10:00", "3 10:00"),
        ("3 13:30", "3 13:30"),
    ],
)
def test_5_14_a_wait_begun_when_due_moves_it_to_the_resumption(ends: str, due: str) -> None:
    """A wait that begins exactly at due, over a closed night too, makes it due at its end."""
    clock = SlaClock.start(LEVEL, at=on("2 09:00")).pause(on("2 18:00"))
    assert not resolution(clock).breached(on("5 12:00"))
    clock = clock.resume(on(ends))
    assert resolution(clock).due == on(due)
    assert resolution(clock).remaining(on(due)) == ZERO
    assert not resolution(clock).breached(on(due))
    assert resolution(clock).breached(on(due) + MICROSECOND)
    assert resolution(clock.resolve(on(due))).verdict(on(due)) == "met"
    assert resolution(clock.resolve(on("4 12:00"))).breached_at == on(due)


def test_5_14_due_if_resumed_foretells_due() -> None:
    """It is what a resumption would give now, and what is due where nothing waits."""
    waiting = opened().pause(on("2 16:00"))
    foretold = [resolution(waiting).due_if_resumed(on(at)) for at in ("2 16:00", "3 11:00")]
    assert foretold == [on("3 10:00"), on("3 15:00")]
    assert resolution(waiting).due_if_resumed(on("2 15:00")) == on("3 10:00")
    assert resolution(waiting).due_if_resumed(on("1 15:00")) is None
    assert response(waiting).due_if_resumed(on("3 11:00")) == on("2 11:00")


# 5.15: breach


def test_5_15_breach_compares_instants() -> None:
    """Resolved hours after due but with no work between, it is breached with nothing left."""
    late = SlaClock.start(LEVEL, at=on("2 09:00")).resolve(on("2 20:00"))
    assert resolution(late).due == on("2 18:00")
    assert resolution(late).remaining(on("2 20:00")) == ZERO
    assert resolution(late).verdict(on("2 20:00")) == "breached"
    assert resolution(late).breached_at == on("2 18:00")


@pytest.mark.parametrize(
    ("resolved", "verdict"),
    [(ZERO, "met"), (-MICROSECOND, "met"), (MICROSECOND, "breached")],
    ids=["at due", "before", "after"],
)
def test_5_4_at_due_is_on_time(resolved: timedelta, verdict: str) -> None:
    """On time means at or before the due instant, to the microsecond."""
    done = opened().resolve(on("3 10:00") + resolved)
    assert resolution(done).verdict(on("9 10:00")) == verdict


def test_5_15_breached_is_asked_of_a_time_and_breached_at_proved_by_events() -> None:
    """A running clock is breached at a later time, but only an event proves it."""
    clock = opened()
    assert not resolution(clock).breached(on("3 10:00"))
    assert resolution(clock).breached(on("3 10:01"))
    assert resolution(clock).breached_at is None
    assert resolution(clock.resolve(on("3 10:01"))).breached_at == on("3 10:00")


@pytest.mark.parametrize(
    ("kind", "target"), [("pause", "response"), ("respond", "resolution"), ("cancel", "resolution")]
)
def test_5_15_any_event_proves_a_breach(kind: str, target: str) -> None:
    """An event that finds a target running after its due instant puts the breach on record."""
    clock = opened().after(kind, on("4 10:00")).target(target)
    assert clock.breached_at == clock.due


def test_5_15_remaining_goes_on_below_zero() -> None:
    """After the breach, what is left falls on in working time."""
    clock = resolution(opened())
    ats = ["3 10:00", "3 11:00", "3 13:30", "3 20:00", "4 09:30"]
    left = [clock.remaining(on(at)) for at in ats]
    assert left == [ZERO, -HOUR, -3 * HOUR, -7 * HOUR, -7.5 * HOUR]


def test_5_15_before_its_start_a_target_has_used_nothing() -> None:
    """Before registration nothing is used, waited, breached or due."""
    clock = resolution(opened())
    before = on("2 09:30")
    assert (clock.elapsed(before), clock.remaining(before)) == (ZERO, 8 * HOUR)
    assert (clock.phase(before), clock.verdict(before)) == ("not started", "open")
    assert (clock.breached(before), clock.due_at(before)) == (False, None)


def test_5_15_a_wait_at_the_due_instant_prevents_the_breach() -> None:
    """A target that waits when its stored due instant passes is not breached."""
    waiting = opened().pause(on("3 09:30"))
    assert not resolution(waiting).breached(on("9 12:00"))
    resumed = waiting.resume(on("9 12:00"))
    assert resolution(resumed).due == on("9 12:30")
    assert resolution(resumed).breached_at is None


@pytest.mark.parametrize(
    ("level", "due"), [(LEVEL, "3 11:00"), (KEEP, "3 10:00")], ids=["extend", "keep"]
)
def test_5_15_a_wait_after_the_breach(level: SupportLevel, due: str) -> None:
    """A wait that begins after the breach moves what is due or not; the breach stands."""
    clock = opened(level).pause(on("3 12:00")).resume(on("3 14:00"))
    assert resolution(clock).due == on(due)
    assert resolution(clock).breached_at == on("3 10:00")
    assert resolution(clock).breached(on("3 10:30"))
    assert resolution(clock).remaining(on("3 14:00")) == -2 * HOUR
    assert resolution(clock).verdict(on("3 14:00")) == "breached"
    assert resolution(clock.resolve(on("3 15:00"))).verdict(on("3 15:00")) == "breached"


def test_5_15_a_wait_before_the_breach_is_extended_under_keep_too() -> None:
    """Under keep, it is about waits after the breach; those before it extend as ever."""
    clock = opened(KEEP).pause(on("2 16:00")).resume(on("3 11:00"))
    assert resolution(clock).due == on("3 15:00")


def test_5_15_the_past_stays_as_it_was_told() -> None:
    """Answers about an instant before the last event are those that held then."""
    clock = opened().pause(on("2 16:00")).resume(on("3 11:00")).resolve(on("3 14:30"))
    target = resolution(clock)
    phases = [target.phase(on(at)) for at in ("2 15:00", "2 16:00", "3 11:00", "3 14:30")]
    assert phases == ["running", "waiting", "running", "stopped"]
    used = [target.elapsed(on(at)) for at in ("2 15:00", "2 17:00", "3 12:00", "9 14:30")]
    assert used == [4 * HOUR, 5 * HOUR, 6 * HOUR, 7.5 * HOUR]
    assert target.due_at(on("3 10:30")) == on("3 10:00")


# 5.16: ends


def test_5_16_resolving_stops_an_open_response() -> None:
    """Without an answer before, the resolution is the first answer."""
    early, late = opened().resolve(on("2 10:30")), opened().resolve(on("2 12:00"))
    assert response(early).verdict(on("2 12:00")) == "met"
    assert response(late).verdict(on("2 12:00")) == "breached"
    assert response(late).stopped_at == resolution(late).stopped_at == on("2 12:00")
    assert late.state == "resolved"


def test_5_16_a_stopped_response_keeps_its_verdict() -> None:
    """What happens after the first answer is nothing to the response."""
    answered = opened().respond(on("2 10:30"))
    later = answered.pause(on("2 11:00")).resume(on("2 12:00")).cancel(on("9 12:00"))
    assert response(answered) == response(later)
    assert response(later).verdict(on("9 12:00")) == "met"
    assert response(later).stopped_at == on("2 10:30")


def test_5_16_cancel_gives_no_verdict_and_keeps_the_breach_on_record() -> None:
    """What runs or waits is cancelled, overdue or not, and `breached_at` stays."""
    running = opened().cancel(on("2 12:00"), reason="spam")
    waiting = opened().pause(on("2 10:30")).cancel(on("4 12:00"))
    overdue = opened().cancel(on("4 12:00"))
    for clock, breached_at in ((running, None), (waiting, None), (overdue, on("3 10:00"))):
        assert clock.state == "cancelled"
        assert resolution(clock).verdict(on("9 12:00")) == "cancelled"
        assert resolution(clock).breached_at == breached_at
    assert running.events[-1].reason == "spam"
    assert response(overdue).verdict(on("9 12:00")) == "cancelled"


@pytest.mark.parametrize("end", ["resolve", "cancel"])
def test_5_16_a_stopped_target_stands_still(end: str) -> None:
    """After the end nothing is used any more."""
    target = resolution(opened().after(end, on("2 12:00")))
    assert target.elapsed(on("9 12:00")) == 2 * HOUR
    assert target.remaining(on("9 12:00")) == 6 * HOUR
    assert target.due_at(on("9 12:00")) == on("3 10:00")
    assert target.due_if_resumed(on("9 12:00")) == on("3 10:00")
