"""Who held a request, how long, and how much of it was overdue."""

from __future__ import annotations

from datetime import timedelta

from effort import examples
from hypothesis import given
from hypothesis import strategies as st
from worked_example import ALWAYS, DESK, FIRST, HOUR, MINUTE, on, opened

from slacalc import Holder, SlaClock, SupportLevel
from slacalc.holdings import by_holder

ZERO = timedelta(0)
SECOND = Holder("second line")
THIRD = Holder("third line", "agent 7")


def told(clock: object, text: str) -> list[tuple[Holder | None, timedelta, timedelta]]:
    """Return holders, what they held and what of it was overdue."""
    return [(one.holder, one.held, one.overdue) for one in clock.held(on(text))]  # type: ignore[attr-defined]


def test_each_holder_has_what_was_held_and_overdue() -> None:
    """Eight hours from Monday 10:00 are due on Tuesday 10:00; what runs on is the holder's."""
    clock = opened().assign(on("2 12:00"), group="second line")
    clock = clock.assign(on("3 09:00"), group="third line", employee="agent 7")

    assert told(clock, "3 12:00") == [
        (None, 2 * HOUR, ZERO),
        (SECOND, 5 * HOUR, ZERO),
        (THIRD, 3 * HOUR, 2 * HOUR),
    ]


def test_time_waiting_is_held_and_never_overdue() -> None:
    """A wait after the breach is held by whoever holds; an hour before and one after are late."""
    clock = opened().assign(on("2 10:00"), group="second line")
    clock = clock.pause(on("3 11:00")).resume(on("3 15:00"))

    assert told(clock, "3 16:00") == [(SECOND, 13 * HOUR, 2 * HOUR)]


def test_closed_time_is_held_by_nobody() -> None:
    """From the end to the reopening nobody holds; who held before holds again."""
    clock = opened().assign(on("2 11:00"), group="second line").resolve(on("2 15:00"))
    again = clock.reopen(on("3 10:00"))

    assert told(clock, "4 10:00") == [(None, HOUR, ZERO), (SECOND, 3 * HOUR, ZERO)]
    assert told(again, "3 12:00")[1:] == [(SECOND, 3 * HOUR, ZERO), (SECOND, 2 * HOUR, ZERO)]
    assert by_holder(again.held(on("3 12:00")))[SECOND] == (5 * HOUR, ZERO)


def test_before_the_registration_nobody_held_anything() -> None:
    """There is nothing to tell before the start, nor at it."""
    assert opened().held(on("2 09:00")) == ()
    assert opened().held(on("2 10:00")) == ()


def test_the_target_says_what_is_overdue() -> None:
    """Overdue time is that of the target asked about."""
    clock = opened().assign(on("2 10:00"), group="second line")

    (held,) = clock.held(on("2 13:00"), target="response")
    assert held.overdue == 2 * HOUR


@examples(60)
@given(st.lists(st.tuples(st.integers(0, 4000), st.sampled_from("ab")), max_size=8))
def test_the_sums_are_the_whole(hand_overs: list[tuple[int, str]]) -> None:
    """What all held is the working time since the start; what was overdue, the time overdrawn."""
    level = SupportLevel("L", calendar=DESK, resolution="8h")
    clock = opened(level)
    at = clock.started
    for minutes, group in hand_overs:
        at += timedelta(minutes=minutes)
        clock = clock.assign(at, group=group)
    later = at + timedelta(days=1)
    sums = by_holder(clock.held(later)).values()

    assert sum((held for held, _ in sums), ZERO) == DESK.elapsed(clock.started, later)
    over = -min(clock.target().remaining(later), ZERO)
    assert sum((overdue for _, overdue in sums), ZERO) == over


def test_hazard_an_hour_that_comes_twice_is_held_once() -> None:
    """Readings of a clock that goes back say nothing of what was first."""
    level = SupportLevel("L", calendar=ALWAYS, resolution="45m")
    start, later = FIRST, FIRST.replace(minute=15, fold=1)
    clock = SlaClock.start(level, at=start).assign(later, group="second line")
    held = [(one.held, one.overdue) for one in clock.held(FIRST.replace(minute=45, fold=1))]
    assert held == [(45 * MINUTE, ZERO), (HOUR / 2, HOUR / 2)]
    first, second = FIRST - 30 * MINUTE, FIRST
    clock = SlaClock.start(SupportLevel("M", calendar=ALWAYS, resolution="15m"), at=first)
    other = SupportLevel("N", calendar=ALWAYS, resolution="15m")
    clock = clock.assign(second, group="second line").change_level(other, later, how="carry")
    held = [(one.held, one.overdue) for one in clock.held(later)]
    assert held == [(HOUR / 2, 15 * MINUTE), (45 * MINUTE, 45 * MINUTE)]


def test_hazard_an_hour_that_comes_twice_is_overdue_once() -> None:
    """Whoever takes over after the breach has what was overdue from then on."""
    level = SupportLevel("L", calendar=ALWAYS, resolution="30m")
    late = SlaClock.start(level, at=ALWAYS.at("2025-10-26 01:00"))
    before = late.assign(ALWAYS.at("2025-10-26 01:45"), group="a").assign(FIRST, group="b")
    held = before.held(FIRST.replace(minute=15, fold=1))
    assert [one.overdue for one in held] == [15 * MINUTE, 45 * MINUTE, 45 * MINUTE]
    again = FIRST.replace(minute=15, fold=1)
    after = late.assign(FIRST, group="a").assign(again, group="b")
    held = after.held(FIRST.replace(minute=45, fold=1))
    assert [one.overdue for one in held] == [HOUR, 45 * MINUTE, HOUR / 2]


def test_what_happens_at_the_instant_holds_for_no_time_yet() -> None:
    """Whoever has just been given a request, or ended it, held nothing of it."""
    clock = opened().assign(on("2 12:00"), group="second line")
    assert told(clock, "2 12:00") == [(None, 2 * HOUR, ZERO)]
    assert told(clock.resolve(on("2 12:00")), "2 15:00") == [(None, 2 * HOUR, ZERO)]
