"""The proof of an answer: where it begins, how its waits are told, and how long it may be."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat

import pytest
from worked_example import ALWAYS, FIRST, HOUR, MINUTE, SECOND, on

import slacalc.proof
from slacalc import OutOfRangeError, SlaClock, SupportLevel, Target
from slacalc.proof import proof

LEVEL = SupportLevel("L", calendar=ALWAYS, resolution="4h")
CLOCK = SlaClock.start(LEVEL, at=on("2 10:00"))


def test_a_wait_is_cut_where_it_becomes_another() -> None:
    """Each part says what it is for, whatever else was told at its beginning."""
    clock = CLOCK.pause(on("2 11:00"), kind="customer").assign(on("2 11:00"), group="x")
    clock = clock.pause(on("2 12:00"), kind="vendor")
    clock = clock.pause(on("2 13:00"), kind="board").resume(on("2 15:00"))
    told = [(one.kind, one.length, one.about) for one in clock.explain(on("2 16:00"))]
    assert told == [
        ("working", HOUR, ""),
        ("waiting", HOUR, "customer"),
        ("waiting", HOUR, "vendor"),
        ("waiting", 2 * HOUR, "board"),
        ("working", HOUR, ""),
    ]


def test_a_wait_that_no_pause_began_is_for_nothing_named() -> None:
    """Other events make some targets wait."""
    handed = Target("resolution", "4h", pauses_on="assign", resumes_on="acknowledge")
    level = SupportLevel("L", calendar=ALWAYS, targets=[handed])
    clock = SlaClock.start(level, at=on("2 10:00")).assign(on("2 11:00"), group="x")
    told = [(one.kind, one.about) for one in clock.explain(on("2 12:00"))]
    assert told == [("working", ""), ("waiting", "")]


def test_a_proof_can_begin_before_the_registration() -> None:
    """Until the registration, or until the instant where that is earlier; no stretch is empty."""
    starts = [one.start for one in CLOCK.explain(on("2 11:00"), since=on("2 09:00"))]
    assert starts == [on("2 09:00"), on("2 10:00")]
    (early,) = CLOCK.explain(on("2 09:30"), since=on("2 09:00"))
    assert (early.kind, early.end) == ("before registration", on("2 09:30"))
    reply = SupportLevel("L", calendar=ALWAYS, targets=[Target.next_reply("1h")])
    later = SlaClock.start(reply, at=on("2 10:00")).customer_replied(on("2 11:00"))
    told = [one.kind for one in later.explain(on("2 12:00"), target="next reply")]
    assert told == ["not started", "working"]
    carried = CLOCK.change_level(
        SupportLevel("M", calendar=ALWAYS, response="9h", resolution="4h"),
        on("2 11:00"),
        how="carry",
    )
    told = [one.kind for one in carried.explain(on("2 12:00"), target="response")]
    assert told == ["not started", "working"]


def test_hazard_an_hour_that_comes_twice_is_before_and_after_the_registration() -> None:
    """Readings of a clock that goes back say nothing of what was first."""
    clock = SlaClock.start(LEVEL, at=FIRST)
    at = SECOND.replace(minute=15)
    told = [(one.kind, one.length) for one in clock.explain(at, since=FIRST - 30 * MINUTE)]
    assert told == [("before registration", HOUR / 2), ("working", 45 * MINUTE)]


def test_as_many_stretches_as_may_be_are_no_more_read_than_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One more than that is refused, without going on to all others."""
    target = CLOCK.targets[0]
    waits = CLOCK.pause(on("2 11:00")).targets[0]
    assert len(list(proof(waits, CLOCK.events, on("2 12:00"), most=2))) == 2
    with pytest.raises(OutOfRangeError, match="more than 1 stretches"):
        proof(waits, CLOCK.events, on("2 12:00"), most=1)
    (entry,) = proof(target, CLOCK.events, on("2 11:00"))
    read = []

    def endless(_: object) -> Iterator[object]:
        for one in repeat(entry, 100):
            read.append(one)
            yield one

    monkeypatch.setattr(slacalc.proof, "entries_of", endless)
    with pytest.raises(OutOfRangeError, match="more than 5 stretches"):
        proof(target, CLOCK.events, on("2 11:00"), most=5)
    assert len(read) == 6
