"""Legs: what a target's life is made of, and what events, waits and changes add to it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from slacalc import Calendar, NoWorkingTimeError, SlaClock, SupportLevel, Target, TargetClock

DESK = Calendar("Mon-Fri 09:00-18:00", time_zone="UTC")
BOTH = SupportLevel("both", calendar=DESK, response="1h", resolution="4h")
ONE = SupportLevel("one", calendar=DESK, resolution="8h")
REPLY = SupportLevel(
    "reply",
    calendar=DESK,
    resolution="4h",
    targets=[Target("reply", "1h", starts_on="customer reply")],
)


def at(text: str) -> datetime:
    """Read a wall-clock time of Monday, 2 March 2026."""
    return DESK.at(f"2026-03-02 {text}")


def target(clock: SlaClock, name: str) -> TargetClock:
    """Return a target that is promised, or was."""
    return next(one for one in clock.targets if one.target.name == name)


def test_5_17_a_target_that_runs_ends_where_it_is_promised_no_longer() -> None:
    """It is cancelled at the change, with the time that it used and the due instant it had."""
    for how in ("carry", "retroactive", "restart"):
        clock = SlaClock.start(BOTH, at=at("10:00")).change_level(ONE, at("10:15"), how=how)
        response = target(clock, "response")

        assert response.phase(at("10:14")) == "running"
        assert response.phase(at("10:15")) == response.phase(at("12:00")) == "cancelled"
        assert response.verdict(at("12:00")) == "cancelled"
        assert response.stopped_at == at("10:15")
        assert response.elapsed(at("12:00")) == timedelta(minutes=15)
        assert response.due == at("11:00")


def test_5_17_a_target_that_was_met_stays_met_where_it_is_promised_no_longer() -> None:
    """Its verdict and the instant of its stop stand, and later events move nothing."""
    clock = SlaClock.start(BOTH, at=at("10:00")).respond(at("10:30"))
    changed = clock.change_level(ONE, at("11:00"), how="carry").pause(at("12:00"))
    response = target(changed.resume(at("13:00")), "response")

    assert response.phase(at("14:00")) == "stopped"
    assert response.verdict(at("14:00")) == "met"
    assert response.stopped_at == at("10:30")
    assert response.elapsed(at("14:00")) == timedelta(minutes=30)


def test_5_17_a_target_that_never_started_ends_where_it_is_promised_no_longer() -> None:
    """What had not started is cancelled at the change, and never starts."""
    clock = SlaClock.start(REPLY, at=at("10:00"))
    assert target(clock, "reply").phase(at("10:00")) == "not started"
    changed = clock.change_level(ONE, at("11:00"), how="carry").customer_replied(at("12:00"))
    reply = target(changed, "reply")

    assert reply.phase(at("10:30")) == "not started"
    assert reply.phase(at("13:00")) == "cancelled"
    assert reply.stopped_at == at("11:00")
    assert reply.due is None


def test_5_14_a_wait_says_what_would_be_due() -> None:
    """If a wait ended now, the due instant would move by the working time waited."""
    clock = SlaClock.start(BOTH, at=at("10:00")).pause(at("11:00"))
    resolution = target(clock, "resolution")

    assert resolution.due == at("14:00")
    assert resolution.due_if_resumed(at("12:30")) == at("15:30")


def test_5_14_a_wait_that_leaves_no_time_says_so() -> None:
    """Where the hours end for good, what would be due after a wait is an error, never a guess."""
    once = Calendar("", time_zone="UTC", exceptions={"2026-03-02": "09:00-18:00"})
    level = SupportLevel("L", calendar=once, resolution="8h")
    waiting = target(SlaClock.start(level, at=at("09:00")).pause(at("10:00")), "resolution")

    assert waiting.due_if_resumed(at("11:00")) == at("18:00")
    with pytest.raises(NoWorkingTimeError):
        waiting.due_if_resumed(at("12:00"))
