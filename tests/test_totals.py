"""Taking over from totals: one wait as long as all, and the due instant to the microsecond."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worked_example import DESK, HOUR, MINUTE, ZERO, on, resolution, response

from slacalc import SlaClock, SupportLevel, Target
from slacalc.errors import ArgumentTypeError, DurationError, EventError, LevelError
from slacalc.interop.totals import REASON, clock_from_totals
from slacalc.profiles import PROFILES

LEVEL = SupportLevel("Standard", calendar=DESK, response="1h", resolution="8h")
DAYS = SupportLevel("Days", calendar=DESK, resolution="2 working days")


def lives(most: int) -> st.SearchStrategy[list[int]]:
    """Draw the minutes, after the registration, at which a request goes to wait and comes back."""
    minutes = st.lists(st.integers(1, 3 * 24 * 60), min_size=0, max_size=most, unique=True)
    return minutes.map(sorted).map(lambda times: times[: len(times) // 2 * 2])


def waited_clock(level: SupportLevel, registered: datetime, times: list[int]) -> SlaClock:
    """Tell a request that waits from each even instant to the next."""
    clock = SlaClock.start(level, at=registered)
    for number, minute in enumerate(times):
        at = registered + minute * MINUTE
        clock = clock.resume(at) if number % 2 else clock.pause(at)
    return clock


def test_the_worked_example_comes_over_to_the_minute() -> None:
    """Four hours of waiting, of which nobody knows when they were, make it due at 15:00."""
    taken = clock_from_totals(LEVEL, on("2 10:00"), 4 * HOUR, due=on("3 15:00"))

    assert taken.due == on("3 15:00")
    assert taken.exact
    assert taken.off == ZERO
    assert resolution(taken.clock).waited == 4 * HOUR


def test_the_wait_is_marked() -> None:
    """Whoever reads the clock later sees that the wait stands for all of them."""
    taken = clock_from_totals(LEVEL, on("2 10:00"), 4 * HOUR)

    assert [event.reason for event in taken.clock.events[1:]] == [REASON, REASON]
    assert taken.clock == SlaClock.from_dict(taken.clock.to_dict(), level=LEVEL)


def test_what_was_due_alone_tells_the_sum() -> None:
    """Where no sum is stored, what is due later than promised was waited."""
    taken = clock_from_totals(LEVEL, on("2 10:00"), due=on("3 15:00"))

    assert resolution(taken.clock).waited == 4 * HOUR
    assert taken.exact


def test_a_difference_is_told_in_working_time() -> None:
    """A clock that is due otherwise than was stored says by how much, and is not bent to it."""
    later = clock_from_totals(LEVEL, on("2 10:00"), 4 * HOUR, due=on("4 05:00"))
    sooner = clock_from_totals(LEVEL, on("2 10:00"), due=on("2 18:00"))
    same_time = clock_from_totals(LEVEL, on("2 09:00"), ZERO, due=on("3 09:00"))

    assert (later.exact, later.off) == (False, -3 * HOUR)
    assert (sooner.exact, sooner.off) == (False, HOUR)
    assert (same_time.exact, same_time.off) == (False, ZERO)
    assert same_time.due == on("2 18:00")


def test_nothing_waited_is_no_wait() -> None:
    """A request that never waited is just registered."""
    taken = clock_from_totals(LEVEL, on("2 10:00"), ZERO)

    assert taken.clock == SlaClock.start(LEVEL, at=on("2 10:00"))
    assert (taken.exact, taken.off) == (True, ZERO)


def test_what_is_known_as_events_is_told_too() -> None:
    """A reply has its instant, and the wait that goes on is a wait of its own."""
    events = [("respond", on("2 10:30")), ("pause", on("3 11:00"))]
    taken = clock_from_totals(LEVEL, on("2 10:00"), 4 * HOUR, due=on("3 15:00"), events=events)

    assert taken.clock.state == "waiting"
    assert response(taken.clock).met_at == on("2 10:30")
    assert resolution(taken.clock).due_if_resumed(on("3 12:00")) == on("3 16:00")


def test_an_event_within_the_wait_is_refused() -> None:
    """A wait that the sum holds already is not told twice."""
    with pytest.raises(EventError, match="lies within the wait taken over"):
        clock_from_totals(LEVEL, on("2 10:00"), 4 * HOUR, events=[("pause", on("2 11:00"))])


def test_working_days_come_over_too() -> None:
    """A promise of working days is moved by the working time waited, as by a real wait."""
    real = SlaClock.start(DAYS, at=on("2 10:00")).pause(on("2 16:00")).resume(on("3 11:00"))
    taken = clock_from_totals(DAYS, on("2 10:00"), 4 * HOUR)

    assert taken.due == resolution(real).due


def test_the_target_that_waited_is_chosen() -> None:
    """Another target, which waits for its own kind, can be the one that the sum is of."""
    repair = Target("repair", "8h", pauses_on="pause:vendor")
    level = SupportLevel("Repair", calendar=DESK, targets=[repair])
    taken = clock_from_totals(level, on("2 10:00"), 4 * HOUR, target="repair")

    assert taken.due == on("3 15:00")
    assert taken.clock.events[1].kind == "pause:vendor"


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({}, DurationError, "waited=None: is missing, and due too"),
        ({"waited": -HOUR}, DurationError, "is negative"),
        ({"waited": 4}, ArgumentTypeError, "a timedelta"),
        ({"due": "2026-03-02"}, ArgumentTypeError, "due"),
        ({"waited": HOUR, "due": "2026-03-02"}, ArgumentTypeError, "due"),
        ({"waited": HOUR, "target": "resolutio"}, LevelError, "did you mean 'resolution'"),
        ({"waited": HOUR, "target": "response"}, LevelError, "nothing waited can be taken over"),
    ],
)
def test_what_cannot_be_taken_over_is_refused(
    arguments: dict[str, object], error: type[Exception], words: str
) -> None:
    """Bad totals are refused by the name of the argument, with the way out."""
    with pytest.raises(error, match=words):
        clock_from_totals(LEVEL, on("2 10:00"), **arguments)  # type: ignore[arg-type]


def test_a_target_that_starts_later_tells_no_sum() -> None:
    """What is due of a target that has not started is no measure of the waits."""
    level = SupportLevel("Replies", calendar=DESK, targets=[Target.next_reply("2h")])
    with pytest.raises(LevelError, match="has not started at the registration"):
        clock_from_totals(level, on("2 10:00"), due=on("3 15:00"), target="next reply")


@given(start=st.integers(0, 7 * 24 * 60), times=lives(6), level=st.sampled_from([LEVEL, DAYS]))
def test_waits_before_the_breach_come_over_exactly(
    start: int, times: list[int], level: SupportLevel
) -> None:
    """However many waits there were, one of their sum gives what they gave, if none was late."""
    registered = on("2 00:00") + timedelta(minutes=start)
    told = resolution(waited_clock(level, registered, times))
    last = registered + times[-1] * MINUTE if times else registered
    taken = clock_from_totals(level, registered, told.waited, due=told.due)

    assert resolution(taken.clock).waited == told.waited
    if not told.breached(last):
        assert told.due is not None
        assert told.due in (taken.due, last)  # due no earlier than the wait ended
        assert taken.off == ZERO


@pytest.mark.parametrize("name", PROFILES)
def test_every_profile_can_be_taken_over(name: str) -> None:
    """The wait before any breach counts alike in each profile that lets a resolution wait."""
    level = SupportLevel("Any", calendar=DESK, resolution="8h", profile=name)

    assert clock_from_totals(level, on("2 10:00"), 4 * HOUR).due == on("3 15:00")
