"""A target by itself: its legs as a value, its account and its record."""

from __future__ import annotations

from datetime import UTC

from worked_example import ALWAYS, DESK, HOUR, on

from slacalc import SlaClock, SupportLevel, Target, TargetClock
from slacalc.cycles import verdicts_of
from slacalc.legs import Leg

RUNS = TargetClock.start(Target.resolution("4h"), DESK, on("2 10:00"))
LEG = RUNS.legs[0]


def like(**said: object) -> TargetClock:
    """Return the target with something else in its only leg."""
    return TargetClock((LEG._replace(**said),))  # type: ignore[arg-type]


def level(name: str, length: str, *targets: Target) -> SupportLevel:
    """Return a level around the clock."""
    return SupportLevel(name, calendar=ALWAYS, resolution=length, targets=targets)


def test_targets_are_equal_by_their_instants() -> None:
    """Whatever zone they are said in; any other leg, and what explains it, is another target."""
    same = like(since=LEG.since.astimezone(UTC), past=(LEG,))
    assert same == like(past=(LEG._replace(since=LEG.since.astimezone(UTC)),))
    assert hash(same) == hash(like(past=(LEG,)))
    others = (like(burnt=True), like(held=True), like(past=(LEG,)), like(used=HOUR))
    assert len({RUNS, *others}) == 5


def test_a_life_is_told_in_pieces() -> None:
    """Of the latest run; none before the start, nor of no time."""
    clock = SlaClock.start(level("L", "4h", Target.next_reply("1h")), at=on("2 10:00"))
    clock = clock.customer_replied(on("2 11:00")).respond(on("2 12:00"))
    reply = clock.customer_replied(on("2 14:00")).target("next reply")
    told = [(one.phase, one.start, one.end) for one in reply.pieces(on("2 15:00"))]
    assert told == [
        ("not started", on("2 10:00"), on("2 11:00")),
        ("earlier run", on("2 11:00"), on("2 12:00")),
        ("earlier run", on("2 12:00"), on("2 14:00")),
        ("running", on("2 14:00"), on("2 15:00")),
    ]
    assert [one.phase for one in reply.pieces(on("2 13:00"))] == ["not started", "running", "done"]
    assert list(reply.pieces(on("2 10:00"))) == list(reply.pieces(on("2 09:00"))) == []
    assert [one.phase for one in reply.pieces(on("2 11:00"))] == ["not started"]


def test_an_account_that_was_rewritten_explains_what_follows() -> None:
    """Before the change it is as it was, from then on as if the new level had held all along."""
    clock = SlaClock.start(level("A", "4h"), at=on("2 10:00")).pause(on("2 11:00"))
    none = SupportLevel("B", calendar=ALWAYS, resolution="8h", profile={"waits": "none"})
    changed = clock.change_level(none, on("2 12:00"), how="retroactive").resolve(on("2 13:00"))
    phases = [
        [(leg.phase, leg.since) for leg in changed.target().account(on(at))]
        for at in ("2 11:30", "2 12:30", "2 13:00")
    ]
    assert phases[0] == [("running", on("2 10:00")), ("waiting", on("2 11:00"))]
    assert phases[1] == [("running", on("2 10:00")), ("running", on("2 12:00"))]
    assert phases[2] == [*phases[1], ("stopped", on("2 13:00"))]


def test_a_leg_has_the_verdicts_that_hold_in_it() -> None:
    """From its beginning, and from the breach on."""
    assert list(verdicts_of(LEG, on("2 14:00"))) == [(on("2 10:00"), "open")]
    late = [(on("2 10:00"), "open"), (on("2 15:00"), "breached")]
    assert list(verdicts_of(LEG, on("2 15:01"))) == late
    known: Leg = LEG._replace(breached_at=on("2 09:00"))
    assert list(verdicts_of(known, on("2 16:00"))) == [(on("2 10:00"), "breached")]
