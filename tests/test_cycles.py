"""Cycles: the runs of a target, as values, and what they come to together."""

from __future__ import annotations

from datetime import UTC

from attrs import evolve
from worked_example import HOUR, on

from slacalc import Calendar, SlaClock, SupportLevel, Target
from slacalc.cycles import Cycles

DESK = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow")
LEVEL = SupportLevel("L", calendar=DESK, targets=[Target.next_reply("2h")])


def replies() -> Cycles:
    """Answer one message in time, one late, and leave one open."""
    clock = SlaClock.start(LEVEL, at=on("2 09:00"))
    for asked, answered in (("10:00", "11:00"), ("12:00", "15:00")):
        clock = clock.customer_replied(on(f"2 {asked}")).respond(on(f"2 {answered}"))
    clock = clock.customer_replied(on("2 16:00"))
    return clock.target("next reply").cycles(on("2 17:00"))


def test_a_run_in_words() -> None:
    """Its number, from when to when, and the verdict; what goes on lasts until now."""
    assert list(map(str, replies())) == [
        "1: 2026-03-02 10:00:00+03:00 to 2026-03-02 11:00:00+03:00, met",
        "2: 2026-03-02 12:00:00+03:00 to 2026-03-02 15:00:00+03:00, breached",
        "3: 2026-03-02 16:00:00+03:00 to now, open",
    ]


def test_runs_are_a_sequence() -> None:
    """A part of them is runs again."""
    runs = replies()
    assert (len(runs), [one.number for one in runs]) == (3, [1, 2, 3])
    assert runs[1] is runs.runs[1]
    assert runs[:2] == Cycles(runs.runs[:2])
    assert runs[1:].used == 4 * HOUR
    assert (runs.first, runs.last, runs.longest) == (runs[0], runs[2], runs[1])
    assert (runs.used, runs.breached) == (5 * HOUR, 1)
    assert (runs[0].met_at, runs[1].met_at, runs[2].met_at) == (on("2 11:00"), None, None)


def test_before_the_first_run_there_is_none() -> None:
    """Neither a first, nor a last, nor a longest."""
    none = Cycles(())
    assert (none.first, none.last, none.longest, none.breached, len(none)) == (
        None,
        None,
        None,
        0,
        0,
    )


def test_runs_are_equal_by_their_instants() -> None:
    """Whatever zone they are said in; another end or breach is another run."""
    one = replies()[1]
    assert one.stopped_at is not None
    assert one == evolve(one, stopped_at=one.stopped_at.astimezone(UTC))
    assert one != evolve(one, stopped_at=one.stopped_at + HOUR)
    assert one != evolve(one, breached_at=None)
    assert one != evolve(one, breached_at=on("2 14:30"))
