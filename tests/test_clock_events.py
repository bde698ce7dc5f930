"""Events of a clock: their order, their instants, and what is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from itertools import permutations
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from worked_example import (
    ALWAYS,
    BERLIN,
    DESK,
    FIRST,
    HOUR,
    KEEP,
    LEVEL,
    MINUTE,
    SECOND,
    on,
    opened,
    resolution,
    response,
)

from slacalc import (
    ArgumentTypeError,
    Calendar,
    Event,
    EventError,
    NaiveDatetimeError,
    NoWorkingTimeError,
    OutOfRangeError,
    SlacalcError,
    SlaClock,
    SupportLevel,
    TargetClock,
)

# 5.18: events


@pytest.mark.parametrize(
    ("history", "kind"),
    [
        ([], "resume"),
        ([("pause", "2 11:00")], "pause"),
        ([("pause", "2 11:00"), ("resume", "2 12:00")], "resume"),
        ([("resolve", "2 11:00")], "resolve"),
        ([("cancel", "2 11:00")], "cancel"),
    ],
    ids=lambda case: case if isinstance(case, str) else " ".join(kind for kind, _ in case) or "new",
)
def test_5_18_the_state_that_holds_already_changes_nothing(
    history: list[tuple[str, str]], kind: str
) -> None:
    """An event that sets what holds already gives back the same clock, later too."""
    clock = opened()
    for earlier, at in history:
        clock = clock.after(earlier, on(at))
    for later in (clock.events[-1].at, on("9 12:00")):
        same = clock.after(kind, later)
        assert same == clock
        assert same.targets == clock.targets


@pytest.mark.parametrize("kind", ["pause", "resume", "respond", "resolve", "cancel"])
def test_5_18_an_event_before_the_last_is_refused(kind: str) -> None:
    """The clock takes events in order, names the last one, and points to `replay`."""
    clock = opened().pause(on("2 12:00"))
    with pytest.raises(EventError, match=r"before the last event, pause.*replay"):
        clock.after(kind, on("2 11:59"))
    with pytest.raises(EventError):
        opened().after(kind, on("2 09:59"))


@pytest.mark.parametrize("end", ["resolve", "cancel"])
@pytest.mark.parametrize("kind", ["pause", "resume", "respond", "resolve", "cancel"])
def test_5_18_nothing_comes_after_the_end(end: str, kind: str) -> None:
    """After resolving or cancelling, any other event is refused, and the error says why."""
    clock = opened().after(end, on("2 12:00"))
    if kind != end:
        with pytest.raises(EventError, match="after the request was"):
            clock.after(kind, on("2 12:00"))
    assert clock.after(end, on("2 13:00")) == clock


def test_5_18_replay_sorts_events() -> None:
    """Events in any order replay to the clock that got them in theirs."""
    told = [
        ("start", "2 10:00"),
        ("respond", "2 10:30"),
        ("pause", "2 16:00"),
        ("resume", "3 11:00"),
    ]
    events = [(kind, on(at)) for kind, at in told]
    clock = opened().respond(on("2 10:30")).pause(on("2 16:00")).resume(on("3 11:00"))
    for order in permutations(events):
        assert SlaClock.replay(LEVEL, order) == clock


def test_5_18_replay_reads_events_of_every_kind() -> None:
    """Events can be values, pairs, or mappings with text, and keep their reasons."""
    clock = SlaClock.replay(
        LEVEL,
        [
            {"event": "start", "at": "2026-03-02T10:00:00+03:00"},
            ("pause", on("2 16:00")),
            Event("cancel", on("3 11:00"), "merged"),
        ],
    )
    assert clock == opened().pause(on("2 16:00")).cancel(on("3 11:00"), reason="merged")


@pytest.mark.parametrize(
    "events",
    [
        [],
        [("pause", "2 10:00")],
        [("pause", "2 09:00"), ("start", "2 10:00")],
        [("start", "2 10:00"), ("start", "2 11:00")],
        [("start", "2 10:00"), ("resolve", "2 11:00"), ("pause", "2 12:00")],
    ],
    ids=lambda events: " ".join(kind for kind, _ in events) or "none",
)
def test_5_18_replay_refuses_what_is_no_history(events: list[tuple[str, str]]) -> None:
    """A history begins with its only start and ends with its end."""
    with pytest.raises(EventError):
        SlaClock.replay(LEVEL, [(kind, on(at)) for kind, at in events])


def test_hazard_30_events_at_one_instant() -> None:
    """A wait of no length, and an answer at the end, are told in their order."""
    clock = opened().pause(on("2 12:00")).resume(on("2 12:00"))
    assert (clock.state, len(clock.events)) == ("open", 3)
    assert resolution(clock).due == on("3 10:00")
    assert resolution(clock).phase(on("2 12:00")) == "running"
    done = clock.respond(on("2 12:00")).resolve(on("2 12:00"))
    assert response(done).verdict(on("2 12:00")) == "breached"
    assert resolution(done).verdict(on("2 12:00")) == "met"


# 5.1: instants


def test_5_1_a_clock_in_another_zone_is_the_same_clock() -> None:
    """Results come back in the zone of the registration, and the instants are the same."""
    told = [("start", on("2 10:00")), ("pause", on("2 16:00")), ("resume", on("3 11:00"))]
    here = SlaClock.replay(LEVEL, told)
    for zone in (UTC, ZoneInfo("America/New_York"), timezone(5.75 * HOUR)):
        there = SlaClock.replay(LEVEL, [(kind, at.astimezone(zone)) for kind, at in told])
        assert (there, hash(there)) == (here, hash(here))
        assert resolution(there) == resolution(here)
        due = resolution(there).due
        assert due is not None
        assert due.tzinfo == zone
        assert resolution(there).due == on("3 15:00")


def test_5_1_a_resumption_in_another_zone_comes_back_in_the_registrations() -> None:
    """A due instant that is a resumption's is written in the zone of the registration too."""
    clock = SlaClock.start(LEVEL, at=on("2 09:00")).pause(on("2 18:00"))
    clock = clock.resume(on("2 21:00").astimezone(UTC))
    assert str(resolution(clock).due) == "2026-03-02 21:00:00+03:00"


def test_5_1_a_wait_across_a_fold_is_physical() -> None:
    """A wait from the first 02:30 to the second lasts an hour, and so it extends."""
    level = SupportLevel("L", calendar=ALWAYS, resolution="2h")
    start = datetime(2025, 10, 26, 1, 45, tzinfo=BERLIN)
    clock = SlaClock.start(level, at=start).pause(FIRST).resume(SECOND)
    target = resolution(clock)
    assert target.waited == HOUR
    assert target.due is not None
    assert target.due.astimezone(UTC) == start.astimezone(UTC) + 3 * HOUR
    assert target.elapsed(FIRST) == target.elapsed(SECOND) == 45 * MINUTE
    assert (target.phase(FIRST), target.phase(SECOND)) == ("waiting", "running")


def test_5_1_fold_twins_are_two_clocks() -> None:
    """Clocks whose events lie an hour apart in a fold differ, and so do their targets."""
    level = SupportLevel("L", calendar=ALWAYS, resolution="2h")
    one, other = SlaClock.start(level, at=FIRST), SlaClock.start(level, at=SECOND)
    assert one != other
    assert resolution(one) != resolution(other)
    assert len({one, other}) == 2
    in_utc = SlaClock.start(level, at=SECOND.astimezone(UTC))
    assert (in_utc, hash(in_utc)) == (other, hash(other))


def test_5_1_a_breach_in_a_fold_is_one_instant() -> None:
    """Targets breached in a fold are equal in every zone, and differ by the hour."""
    level = SupportLevel("L", calendar=ALWAYS, resolution="1h")

    def breached(at: datetime) -> TargetClock:
        return resolution(SlaClock.start(level, at=at).resolve(at.astimezone(UTC) + 5 * HOUR))

    start = datetime(2025, 10, 26, 1, 30, tzinfo=BERLIN)
    later = FIRST  # an hour later: due at the second 02:30
    assert breached(start).breached_at == FIRST
    assert breached(start) == breached(start.astimezone(UTC))
    assert hash(breached(later)) == hash(breached(later.astimezone(UTC)))
    assert breached(later) == breached(later.astimezone(UTC))
    assert breached(start) != breached(later)


def test_5_18_order_is_that_of_instants_in_a_fold() -> None:
    """The second 02:15 comes after the first 02:30, and the other way is refused."""
    level = SupportLevel("L", calendar=ALWAYS, resolution="2h")
    clock = SlaClock.start(level, at=FIRST)
    assert clock.pause(SECOND.replace(minute=15)).state == "waiting"
    with pytest.raises(EventError):
        SlaClock.start(level, at=SECOND.replace(minute=15)).pause(FIRST)


# Bad input


@pytest.mark.parametrize(
    "ask",
    [
        lambda at: SlaClock.start(LEVEL, at=at),
        lambda at: opened().pause(at),
        lambda at: opened().resolve(at),
        lambda at: opened().explain(at),
        lambda at: resolution(opened()).elapsed(at),
        lambda at: resolution(opened()).breached(at),
        lambda at: resolution(opened()).due_at(at),
        lambda at: resolution(opened().pause(on("2 12:00"))).due_if_resumed(at),
        lambda at: resolution(opened()).verdict(at),
    ],
    ids=["start", "pause", "resolve", "explain", "elapsed", "breached", "due_at", "if", "verdict"],
)
@pytest.mark.parametrize(
    ("at", "error"),
    [
        (datetime(2026, 3, 2, 12), NaiveDatetimeError),
        ("2026-03-02T12:00:00+03:00", ArgumentTypeError),
        (None, ArgumentTypeError),
        (dt.date(2026, 3, 2), ArgumentTypeError),
        (datetime.max.replace(tzinfo=ZoneInfo("America/New_York")), OutOfRangeError),
    ],
    ids=["naive", "text", "None", "date", "hazard 14"],
)
def test_bad_instants_are_refused(
    ask: Callable[[Any], object], at: object, error: type[SlacalcError]
) -> None:
    """Every door refuses what is no aware instant, with the library's own error."""
    with pytest.raises(error):
        ask(at)


def test_hazard_14_a_ledger_that_no_zone_can_write_is_refused() -> None:
    """An instant that the calendar's zone can't name is out of range, not a crash."""
    clock = SlaClock.start(SupportLevel("L", calendar=ALWAYS, resolution="2h"), at=FIRST)
    with pytest.raises(OutOfRangeError):
        clock.explain(datetime.max.replace(tzinfo=UTC))


def test_a_deadline_where_no_working_time_is_ahead_is_refused() -> None:
    """A level whose calendar has no hours can't start a clock, and says so at once."""
    never = Calendar("Mon closed", time_zone="UTC")
    with pytest.raises(NoWorkingTimeError):
        opened(SupportLevel("L", calendar=never, resolution="1h"))


def test_only_a_level_starts_a_clock() -> None:
    """What is no level is refused by type."""
    with pytest.raises(ArgumentTypeError, match="level"):
        SlaClock.start("Standard", at=on("2 10:00"))  # type: ignore[arg-type]


def test_a_target_that_was_not_promised_is_none() -> None:
    """A level may promise one thing, or nothing; asking for another names what it promises."""
    assert opened(KEEP).response is None
    assert [target.target.name for target in opened(KEEP).targets] == ["resolution"]
    with pytest.raises(EventError, match="it promises resolution"):
        opened(KEEP).target("response")
    with pytest.raises(EventError, match="it promises none"):
        opened(SupportLevel("L", calendar=DESK)).explain(on("3 10:00"))
    assert opened(SupportLevel("L", calendar=DESK)).pause(on("3 10:00")).state == "waiting"


@pytest.mark.parametrize("end", ["resolve", "cancel"])
def test_5_16_a_request_can_end_where_no_working_time_is_left(end: str) -> None:
    """Where a wait can't be made up, ending still works, resuming is refused."""
    days = {"2026-03-02": "09:00-18:00", "2026-03-03": "09:00-18:00"}
    project = Calendar({}, time_zone="UTC", exceptions=days)
    level = SupportLevel("Visit", calendar=project, resolution="15h")
    clock = SlaClock.start(level, at=project.at("2026-03-02 09:00"))
    waiting = clock.pause(project.at("2026-03-02 10:00"))
    evening = project.at("2026-03-03 19:00")

    with pytest.raises(NoWorkingTimeError):
        waiting.resume(evening)
    ended = waiting.after(end, evening).resolution

    assert ended is not None
    assert ended.due == evening
    assert ended.waited == timedelta(hours=17)
    assert ended.breached_at is None


def test_5_18_a_pause_told_before_the_start_at_its_instant_is_a_wait_from_the_start() -> None:
    """Replay puts the start first among events of one instant: a request created waiting."""
    level = SupportLevel("Visit", calendar=Calendar("Mon 09:00-18:00", time_zone="UTC"),
                         resolution="4h")  # fmt: skip
    at = level.calendar.at("2026-03-02 10:00")

    assert SlaClock.replay(level, [("pause", at), ("start", at)]).state == "waiting"
