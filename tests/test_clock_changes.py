"""Changes of level and calendar, reopenings, and records: vectors worked by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from worked_example import ALWAYS, DESK, HOUR, on

from slacalc import (
    Calendar,
    EventError,
    HorizonError,
    LevelError,
    SlaClock,
    StateError,
    SupportLevel,
    Target,
)

START = ALWAYS.at("2026-03-02 00:00")


def at(hours: float) -> datetime:
    """Return an instant so many hours after the registration."""
    return START + timedelta(hours=hours)


def level(name: str = "L", *targets: Target, **said: Any) -> SupportLevel:
    """Return a level around the clock."""
    return SupportLevel(name, calendar=ALWAYS, targets=targets, **said)


HAND_OVER = Target.hand_over("1h")
NEXT_REPLY = Target.next_reply("1h")


def opened(said: SupportLevel) -> SlaClock:
    """Register a request at midnight."""
    return SlaClock.start(said, at=START)


def test_5_17_a_target_that_is_promised_no_longer_never_starts() -> None:
    """Its own start is nothing to it, whether it had run before or not."""
    bare = level("B", resolution="4h")
    never = opened(level("A", HAND_OVER)).change_level(bare, at(1), how="carry")
    once = opened(level("A", NEXT_REPLY)).customer_replied(at(1)).respond(at(1.5))
    over = once.change_level(bare, at(2), how="carry").customer_replied(at(3))

    assert never.assign(at(3), group="second line").target("hand-over").phase(at(4)) == "cancelled"
    assert len(over.target("next reply").cycles(at(4))) == 1
    assert over.target("next reply").verdict(at(4)) == "met"


def test_5_17_a_target_that_was_left_out_can_be_promised_later() -> None:
    """A response that a reply had answered is left out, and a further change is no error."""
    one = opened(level("A", resolution="8h")).respond(at(1))
    two = one.change_level(level("B", response="2h", resolution="8h"), at(2), how="carry")
    three = two.change_level(level("C", response="3h", resolution="9h"), at(3), how="carry")

    assert two.response is None
    assert three.response is None
    assert three.resolution is not None
    assert three.resolution.due == at(9)


def test_5_17_a_target_in_cycles_is_added_though_an_earlier_one_would_be_over() -> None:
    """The next message of the customer is promised an answer."""
    clock = opened(level("A", resolution="8h")).customer_replied(at(1)).respond(at(2))
    added = clock.change_level(level("B", NEXT_REPLY, resolution="8h"), at(3), how="carry")

    assert added.target("next reply").phase(at(3)) == "not started"
    assert added.customer_replied(at(4)).target("next reply").due == at(5)


def test_5_15_a_frozen_change_proves_a_breach_like_any_event() -> None:
    """What the change proves is on record."""
    clock = opened(level(resolution="4h")).change_level(level("B", resolution="9h"), at(5))

    assert clock.level.name == "L"
    assert clock.target().breached_at == at(4)


@pytest.mark.parametrize("starts", [("start", "reopen"), ("assign", "reopen")])
def test_5_16_a_target_that_reopening_starts_begins_a_cycle(starts: tuple[str, str]) -> None:
    """Whether it had run until the end or had never started."""
    clock = opened(level("A", Target("again", "2h", starts_on=starts)))
    target = clock.resolve(at(1)).reopen(at(3)).target("again")

    assert (target.started, target.due, target.phase(at(3))) == (at(3), at(5), "running")
    assert len(target.cycles(at(4))) == (2 if "start" in starts else 1)


def test_5_15_the_record_keeps_every_verdict_that_could_be_seen() -> None:
    """A breach before a cancellation, and one that a retroactive change judges away."""
    late = opened(level(resolution="4h"))
    cancelled = late.cancel(at(6)).target().record
    judged = late.change_level(level("B", resolution="8h"), at(6), how="retroactive").target()

    assert cancelled == ((at(0), "open"), (at(4), "breached"), (at(6), "cancelled"))
    assert judged.record == ((at(0), "open"), (at(4), "breached"), (at(6), "open"))
    assert (judged.breached(at(5)), judged.breached(at(7))) == (True, False)


def test_5_18_a_way_that_is_none_is_refused_wherever_it_is_said() -> None:
    """Also where the event would change nothing, or goes no ways."""
    clock = opened(level(resolution="4h"))
    calls: tuple[Callable[[], object], ...] = (
        lambda: clock.reopen(at(1), how="twice"),
        lambda: clock.change_level(clock.level, at(1), how="twice"),
        lambda: clock.change_calendar(ALWAYS, at(1), how="carry"),
    )
    for call in calls:
        with pytest.raises(LevelError, match="is no such way"):
            call()
    with pytest.raises(EventError, match="says nothing of respond"):
        clock.after("respond", at(1), how="resume")


def test_5_18_changes_without_end_are_refused() -> None:
    """Each may tell the whole history anew, so there is a limit."""
    clock, levels = opened(level(resolution="4h")), [level("A"), level("B")]
    for number in range(100):
        clock = clock.change_level(levels[number % 2], at(1 + number), how="restart")
    with pytest.raises(EventError, match="after 100 changes"):
        clock.change_level(levels[0], at(200), how="restart")


def test_5_20_a_calendar_that_knows_nothing_of_the_past_is_not_asked_about_it() -> None:
    """The rest of a promise is laid on the new year's hours; the wait before is on the old ones."""
    old = Calendar(
        "Mon-Fri 09:00-18:00",
        time_zone="Europe/Moscow",
        known_until="2026-12-31",
        outside="raise",
    )
    new = Calendar(
        "Mon-Fri 10:00-16:00",
        time_zone="Europe/Moscow",
        known_from="2027-01-01",
        outside="raise",
    )
    said = SupportLevel("L", calendar=old, resolution="8h")
    clock = SlaClock.start(said, at=old.at("2026-12-30 12:00")).pause(old.at("2026-12-30 13:00"))
    clock = clock.change_calendar(new, new.at("2027-01-01 00:00"), how="prospective")
    clock = clock.resume(new.at("2027-01-04 11:00"))

    assert clock.target().waited == (5 + 9 + 6 + 1) * HOUR
    assert clock.target().due == new.at("2027-01-05 12:00")


def test_5_14_a_ledger_names_each_kind_of_a_wait() -> None:
    """A wait that becomes one of another kind is cut there."""
    clock = SlaClock.start(SupportLevel("L", calendar=DESK, resolution="8h"), at=on("2 10:00"))
    clock = clock.pause(on("2 11:00"), kind="customer").pause(on("2 12:00"), kind="vendor")
    told = [(one.kind, one.about) for one in clock.explain(on("2 13:00"))]

    assert told == [("working", ""), ("waiting", "customer"), ("waiting", "vendor")]


@pytest.mark.parametrize("how", ["carry", "restart"])
def test_5_17_a_wait_goes_on_at_a_change_however_the_request_was_reopened(how: str) -> None:
    """The new level's way of reopening does not judge what was reopened before it."""
    first = SupportLevel("Z", calendar=ALWAYS, resolution="6h", profile="zammad")
    clock = opened(level(resolution="8h")).resolve(at(1)).reopen(at(2)).pause(at(3))
    changed = clock.change_level(first, at(4), how=how)

    assert (changed.state, changed.target().phase(at(5))) == ("waiting", "waiting")
    assert not changed.unpromised


def test_what_was_held_is_counted_on_the_hours_of_its_time() -> None:
    """A change of level does not change who held how long before it."""
    short = Calendar("Mon-Fri 09:00-11:00", time_zone="Europe/Moscow")
    clock = SlaClock.start(SupportLevel("A", calendar=DESK, resolution="2h"), at=on("2 09:00"))
    later = SupportLevel("B", calendar=short, resolution="2h")
    changed = clock.change_level(later, on("3 09:00"), how="carry")

    assert changed.held(on("2 18:00")) == clock.held(on("2 18:00"))
    assert changed.held(on("3 18:00"))[0].held == (8 + 2) * HOUR


def test_5_15_the_record_is_in_order_after_a_cancelled_breach_is_opened_again() -> None:
    """What is breached again is so from the reopening."""
    record = opened(level(resolution="4h")).cancel(at(6)).reopen(at(9)).target().record

    assert [one[1] for one in record] == ["open", "breached", "cancelled", "breached"]
    assert [one[0] for one in record] == [at(0), at(4), at(6), at(9)]


def test_5_16_only_closed_time_is_called_closed() -> None:
    """Work after a reopening that counts is work, also when an event proves the breach."""
    counts = level(resolution="2h", profile={"reopen": "count"})
    clock = opened(counts).resolve(at(1)).reopen(at(2)).customer_replied(at(5))
    told = [(one.kind, one.length) for one in clock.explain(at(6))]

    assert told == [("working", HOUR), ("burnt", HOUR), ("working", 4 * HOUR)]


def test_5_19_a_mark_beyond_the_known_days_silences_no_poller() -> None:
    """It is no part of a stretch that lies before what is due; a stretch after it is refused."""
    known = Calendar(
        "Mon-Fri 09:00-18:00", time_zone="Europe/Moscow", known_until="2026-12-31", outside="raise"
    )
    marks = [{"target": "resolution", "at": mark} for mark in ("-1h", "+16h")]
    said = SupportLevel("L", calendar=known, resolution="8h", escalations=marks)
    start = known.at("2026-12-30 09:00")
    clock = SlaClock.start(said, at=start)

    (warning,) = clock.escalations(start, known.at("2026-12-30 17:00"))
    assert warning.at == known.at("2026-12-30 16:00")
    with pytest.raises(HorizonError):
        clock.escalations(start, known.at("2026-12-31 10:00"))


def test_5_19_a_mark_beyond_days_that_were_known_silences_no_poller_after_a_change() -> None:
    """Once the request is laid on the next year's calendar, what it says comes then."""
    hours, zone = "Mon-Fri 09:00-18:00", "Europe/Moscow"
    old = Calendar(hours, time_zone=zone, known_until="2026-12-31", outside="raise")
    new = Calendar(hours, time_zone=zone, known_from="2026-12-31", outside="raise")
    marks = [{"target": "resolution", "at": "+16h"}]
    said = SupportLevel("L", calendar=old, resolution="8h", escalations=marks)
    clock = SlaClock.start(said, at=old.at("2026-12-30 09:00"))
    laid = clock.change_calendar(new, new.at("2026-12-31 10:00"), how="prospective")

    (mark,) = laid.escalations(new.at("2026-12-31 12:00"), new.at("2027-02-01 00:00"))
    assert mark.at == new.at("2027-01-01 15:00")
    assert laid.escalations(clock.started, new.at("2027-02-01 00:00")) == (mark,)


def test_5_20_a_promise_with_days_to_come_of_its_own_is_refused() -> None:
    """A calendar that differs only later is another promise."""
    clock = opened(level(resolution="4h")).pause(at(1))
    other = Calendar(
        "Mon-Sun 00:00-24:00", time_zone="Europe/Berlin", holidays=["2030-01-01"], name=ALWAYS.name
    )
    with pytest.raises(StateError, match="of another promise"):
        SlaClock.from_dict(clock.to_dict(), level=clock.level.on(other))


def test_5_15_a_late_wait_that_keeps_moves_no_working_days_at_a_change() -> None:
    """Whether it ended before the change or is ended by it, the days are counted alike."""
    later = Calendar("Mon-Sat 10:00-16:00", time_zone="Europe/Moscow")
    keeps = SupportLevel(
        "K", calendar=DESK, resolution="1 working day", profile={"after_breach": "keep"}
    )
    waits = SlaClock.start(keeps, at=on("2 10:00")).pause(on("4 10:00"))
    ended = waits.resume(on("4 15:00")).change_calendar(later, on("4 16:00"), how="prospective")
    going = waits.change_calendar(later, on("4 15:00"), how="prospective")

    assert (ended.target().due, going.target().due) == (on("3 16:00"), on("3 16:00"))
    assert ended.target().breached_at == going.target().breached_at == on("3 18:00")
