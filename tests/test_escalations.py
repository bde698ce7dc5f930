"""5.19: what falls due, in working time, once a cycle, and never in a stretch that was polled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from worked_example import ALWAYS, DESK, HOUR, MICROSECOND, MINUTE, on

from slacalc import (
    Calendar,
    Escalation,
    EventError,
    NaiveDatetimeError,
    SlaClock,
    SupportLevel,
    Target,
)
from slacalc.escalations import overrun

LONG_AGO, FAR = datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)
OFFICE = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow")


def level(*marks: str, name: str = "Standard", **said: Any) -> SupportLevel:
    """Promise eight hours, with escalations such as "75%" or "response 50%" at it."""
    promised: dict[str, Any] = {"calendar": DESK, "resolution": "8h"} | said
    return SupportLevel(name, escalations=escalations(marks), **promised)


def escalations(marks: Iterable[str]) -> list[Escalation]:
    """Read texts such as "-1h", of the resolution, or "response 50%"."""
    parted = (mark.rpartition(" ") for mark in marks)
    return [Escalation(target or "resolution", at) for target, _, at in parted]


def opened(*marks: str, at: str = "2 10:00", **said: Any) -> SlaClock:
    """Register a request on Monday at 10:00, unless said, which is due on Tuesday at 10:00."""
    return SlaClock.start(level(*marks, **said), at=on(at))


def instants(clock: SlaClock) -> list[str]:
    """Say when the escalations of a request come, as "3 10:00" of March 2026 in Moscow."""
    found = (one.at.astimezone(DESK.zone) for one in clock.escalations(LONG_AGO, FAR))
    return [f"{at.day} {at:%H:%M}" for at in found]


def told(clock: SlaClock) -> list[tuple[str, str, int]]:
    """Say when which escalation comes in which cycle."""
    found = zip(instants(clock), clock.escalations(LONG_AGO, FAR), strict=True)
    return [(when, one.escalation.at, one.cycle) for when, one in found]


# 5.19: the instants


@pytest.mark.parametrize(
    ("mark", "comes"),
    [
        ("-1h", "3 09:00"),  # not Monday 18:00, and not at midnight
        ("-2h", "2 17:00"),
        ("0%", "2 10:00"),
        ("50%", "2 15:00"),
        ("75%", "2 17:00"),
        ("87.5%", "3 09:00"),  # an hour left, as -1h
        ("100%", "3 10:00"),
        ("+30m", "3 10:30"),
        ("+3h", "3 13:00"),  # after it the first instant: not 14:00, when the break is over
        ("-5h", "2 14:00"),  # before it the last: not 13:00, when the break begins
        ("150%", "3 15:00"),
        ("-8h", "2 10:00"),
        ("-20h", "2 10:00"),  # none before the start
    ],
)
def test_5_19_an_hour_before_tuesday_ten_is_tuesday_nine(mark: str, comes: str) -> None:
    """Before the due instant it is the last instant with so much time left; after it, the first."""
    assert instants(opened(mark)) == [comes]


@pytest.mark.parametrize(
    ("mark", "comes"), [("0%", "9 09:00"), ("-8h", "9 09:00"), ("-9h", "7 12:00")]
)
def test_5_19_a_start_in_closed_time(mark: str, comes: str) -> None:
    """With all the time left it is the opening; with more than that left, the start itself."""
    assert instants(opened(mark, at="7 12:00")) == [comes]


def test_5_19_a_share_is_rounded_up_to_a_microsecond() -> None:
    """A third of ten microseconds is used after four."""
    third = Escalation("resolution", at="33.3%")
    assert overrun(third, 10 * MICROSECOND) == -6 * MICROSECOND
    assert overrun(third, 1_000 * MICROSECOND) == -667 * MICROSECOND
    assert overrun(Escalation("resolution", at="150%"), 3 * MICROSECOND) == 2 * MICROSECOND
    assert overrun(Escalation("resolution", at="100%"), 7 * HOUR) == timedelta(0)


def test_5_19_a_due_instant_at_a_closing() -> None:
    """100 % is the due instant; half an hour later in working time is the next morning."""
    clock = opened("100%", "+30m", "-1m", at="2 09:00")
    assert instants(clock) == ["2 17:59", "2 18:00", "3 09:30"]


def test_5_19_working_days_have_shares_too() -> None:
    """Two working days from Monday 10:00 hold 8 + 9 + 9 hours; half of them is used after 13."""
    clock = opened("50%", "100%", "-1h", "+1h", resolution="2 working days", calendar=OFFICE)
    assert instants(clock) == ["3 14:00", "4 17:00", "4 18:00", "5 10:00"]


def test_5_19_around_the_clock() -> None:
    """It comes by night too."""
    clock = opened("50%", "-1h", "+30m", resolution="24h around the clock")
    assert instants(clock) == ["2 22:00", "3 09:00", "3 10:30"]


def test_5_19_each_target_on_its_own_hours() -> None:
    """An escalation is counted on the calendar of its target."""
    updates = Target("update", "2h", calendar=ALWAYS)
    clock = opened("update -1h", "response 50%", response="1h", targets=[updates], at="2 20:00")
    assert instants(clock) == ["2 21:00", "3 09:30"]


@pytest.mark.parametrize(
    ("name", "marks", "comes"),
    [
        ("reminders at half and three quarters", ["50%", "75%"], ["2 14:30", "2 16:45"]),
        ("an hour before, across a night", ["-1h"], ["3 09:00"]),
        (
            "three, two and one hours before",
            ["-1h", "-3h", "-2h"],
            ["2 16:00", "2 17:00", "3 09:00"],
        ),
    ],
)
def test_5_19_what_helpdesks_got_wrong(name: str, marks: list[str], comes: list[str]) -> None:
    """None of the reminders that were asked for is at midnight, in the break or on a weekend."""
    hours: dict[str, Any] = {"calendar": OFFICE, "resolution": "9h"} if "half" in name else {}
    assert instants(opened(*marks, **hours)) == comes
    assert all(DESK.is_open(on(each)) for each in comes)


def test_5_19_a_weekend_lies_between() -> None:
    """An hour before Monday 09:30 is Friday 17:30, and half an hour before it Monday 09:00."""
    clock = opened("-1h", "-30m", resolution="2h", at="6 16:30")
    assert instants(clock) == ["6 17:30", "9 09:00"]


def test_5_19_the_hour_that_comes_twice() -> None:
    """An hour before the second 02:30 is the first one."""
    always = Calendar("Mon-Sun 00:00-24:00", time_zone="Europe/Berlin")
    start = always.at("2025-10-25 23:30")
    clock = SlaClock.start(level("-1h", "100%", resolution="4h", calendar=always), at=start)
    found = [one.at for one in clock.escalations(LONG_AGO, FAR)]
    assert [str(at) for at in found] == ["2025-10-26 02:30:00+02:00", "2025-10-26 02:30:00+01:00"]
    assert [at.fold for at in found] == [0, 1]


# Waiting


def test_5_19_a_wait_moves_only_those_after_its_beginning() -> None:
    """Half came before the wait, the rest come later by the four hours of it."""
    clock = opened("50%", "-1h", "100%", "+30m").pause(on("2 16:00"))
    assert instants(clock) == ["2 15:00"]  # while it waits, nothing is ahead
    assert clock.next_escalation(on("2 15:01")) is None
    clock = clock.resume(on("3 11:00"))
    assert instants(clock) == ["2 15:00", "3 14:00", "3 15:00", "3 15:30"]


def test_5_19_a_wait_over_a_closed_night() -> None:
    """A wait that holds no working time moves nothing, and loses nothing."""
    before = opened("-1h", "50%", "-2h")
    after = before.pause(on("2 18:00")).resume(on("3 08:00"))
    assert instants(before) == instants(after) == ["2 15:00", "2 17:00", "3 09:00"]


def test_5_19_a_wait_that_begins_at_the_instant_holds_it_back() -> None:
    """What would come as a wait begins comes as it ends."""
    clock = opened("-2h").pause(on("2 17:00"))
    assert instants(clock) == []
    assert instants(clock.resume(on("3 10:30"))) == ["3 10:30"]


def test_5_19_a_request_that_was_created_waiting() -> None:
    """The start is where the wait ends."""
    clock = SlaClock.start(level("0%", "-8h"), at=on("2 10:00"), waiting=True)
    assert instants(clock) == []
    assert instants(clock.resume(on("2 12:00"))) == ["2 12:00", "2 12:00"]


def test_5_19_a_wait_after_the_breach_moves_what_is_after_it() -> None:
    """Three hours late is time used: an hour of waiting puts it off, frozen due instant or not."""
    for profile in ("1c", "servicenow"):
        clock = opened("+3h", "100%", profile=profile)
        clock = clock.pause(on("3 11:00")).resume(on("3 12:00"))
        assert instants(clock) == ["3 10:00", "3 15:00"]


# Ends, cycles, changes


def test_5_19_nothing_comes_after_the_end() -> None:
    """Resolved at the due instant is on time: nothing is told of it, nor later."""
    clock = opened("-1h", "100%", "+30m")
    assert instants(clock.resolve(on("3 10:00"))) == ["3 09:00"]
    assert instants(clock.cancel(on("2 12:00"))) == []
    assert instants(clock.resolve(on("3 10:01"))) == ["3 09:00", "3 10:00"]


@pytest.mark.parametrize(
    ("how", "again", "comes"),
    [
        ("resume", "3 09:00", ["2 15:00", "3 11:00"]),
        ("count", "3 10:00", ["2 15:00", "3 10:00"]),  # at 09:00 it lay with nobody
        ("restart", "3 09:00", ["2 15:00", "3 14:00", "3 17:00"]),
        ("first_close", "3 09:00", ["2 15:00"]),
    ],
)
def test_5_16_reopened(how: str, again: str, comes: list[str]) -> None:
    """A reopened request goes on where it was, has its time used up, begins anew, or is free."""
    clock = opened("50%", "-1h").resolve(on("2 16:00")).reopen(on(again), how=how)
    assert instants(clock) == comes


def test_5_19_each_cycle_escalates_anew() -> None:
    """The reply to each customer message has an escalation of its own."""
    clock = opened("next reply 50%", targets=[Target.next_reply("2h")])
    assert instants(clock) == []
    clock = clock.customer_replied(on("2 11:00")).respond(on("2 12:30"))
    assert told(clock) == [("2 12:00", "50%", 1)]
    clock = clock.customer_replied(on("3 09:00"))
    assert told(clock) == [("2 12:00", "50%", 1), ("3 10:00", "50%", 2)]


@pytest.mark.parametrize("how", ["carry", "retroactive"])
def test_5_15_a_change_of_level_fires_what_is_past(how: str) -> None:
    """What the new level has due before the change comes at the change, what came does not."""
    urgent = level("50%", "75%", "-1h", name="Urgent", resolution="4h")
    clock = opened("50%").change_level(urgent, on("2 16:00"), how=how)  # 5 h used
    assert told(clock) == [("2 15:00", "50%", 1), ("2 16:00", "75%", 1), ("2 16:00", "-1h", 1)]


def test_5_15_what_only_the_new_level_wants_comes_at_the_change() -> None:
    """A poller that has passed the instant is told at the change, also where nothing else moved."""
    watched = level("25%", "75%", name="Watched")
    clock = opened("50%").change_level(watched, on("2 16:00"), how="carry")
    assert told(clock) == [("2 15:00", "50%", 1), ("2 16:00", "25%", 1), ("2 17:00", "75%", 1)]


def test_5_15_what_only_the_old_level_wanted_does_not_come_at_the_change() -> None:
    """Though the change makes it due, nobody wants it any more."""
    urgent = level("100%", name="Urgent", resolution="4h")
    clock = opened("75%").change_level(urgent, on("2 16:00"), how="carry")
    assert told(clock) == [("2 16:00", "100%", 1)]


def test_5_15_what_is_late_already_comes_at_the_change() -> None:
    """Two hours late, a new level's half hour after the due instant is past."""
    watched = level("+30m", "+3h", name="Watched")
    clock = opened().change_level(watched, on("3 12:00"), how="carry")
    assert told(clock) == [("3 12:00", "+30m", 1), ("3 13:00", "+3h", 1)]


def test_5_16_time_that_burns_while_closed_is_due_at_the_reopening() -> None:
    """The due instant passed while nobody asked: it is told when the request is open again."""
    clock = opened("100%", "+30m").resolve(on("2 16:00")).reopen(on("3 12:00"), how="count")
    assert instants(clock) == ["3 12:00", "3 12:00"]


def test_5_20_working_days_that_are_counted_again() -> None:
    """What is late is counted from the due instant, not from the hours of another calendar."""
    noon = Calendar("Mon-Fri 12:00-14:00", time_zone="Europe/Moscow")
    clock = opened("100%", "+30m", "-1h", resolution="1 working day")
    assert instants(clock) == ["3 17:00", "3 18:00", "4 09:30"]
    clock = clock.change_calendar(noon, on("2 16:00"), how="prospective")  # 5 h used, of 4
    assert instants(clock) == ["3 13:00", "3 14:00", "4 12:30"]


def test_5_17_a_new_promise_escalates_anew() -> None:
    """A level change that restarts the promise begins another cycle."""
    urgent = level("50%", name="Urgent", resolution="4h")
    clock = opened("50%").change_level(urgent, on("2 16:00"), how="restart")
    assert told(clock) == [("2 15:00", "50%", 1), ("3 09:00", "50%", 2)]


def test_5_17_a_frozen_change_leaves_the_escalations() -> None:
    """Where the promise stays, its escalations stay."""
    urgent = level("25%", name="Urgent", resolution="4h")
    clock = opened("50%", "75%").change_level(urgent, on("2 12:00"), how="frozen")
    assert told(clock) == [("2 15:00", "50%", 1), ("2 17:00", "75%", 1)]


def test_5_17_what_was_told_by_the_old_level_stays_told() -> None:
    """A change of level takes nothing back that came before it, and drops what was ahead."""
    plain = level("75%", name="Plain")
    clock = opened("50%", "-1h").change_level(plain, on("2 16:00"), how="carry")
    assert told(clock) == [("2 15:00", "50%", 1), ("2 17:00", "75%", 1)]
    back = clock.change_level(level("50%", "-1h"), on("2 17:30"), how="carry")
    assert told(back) == [*told(clock), ("3 09:00", "-1h", 1)]


def test_5_20_a_changed_calendar_lays_what_is_ahead_on_the_new_hours() -> None:
    """The time used is kept, the rest is counted where the request is now."""
    late = Calendar("Mon-Fri 12:00-20:00", time_zone="Europe/Moscow")
    clock = opened("50%", "-1h").change_calendar(late, on("2 16:00"), how="prospective")
    assert instants(clock) == ["2 15:00", "2 18:00"]


def test_5_16_a_rewritten_account_fires_nothing_twice() -> None:
    """A restart is undone by a retroactive change: what came in the first cycle came.

    The second cycle after it is another one than the second before it, and has its own.
    """
    names = ("First", "Second", "Third", "Fourth")
    first, second, third, fourth = (level("25%", name=name) for name in names)
    clock = SlaClock.start(first, at=on("2 10:00"))
    clock = clock.change_level(second, on("2 14:00"), how="restart")
    assert told(clock) == [("2 12:00", "25%", 1), ("2 16:00", "25%", 2)]
    clock = clock.change_level(third, on("2 17:00"), how="retroactive")
    clock = clock.change_level(fourth, on("3 09:00"), how="restart")
    came = [("2 12:00", "25%", 1), ("2 16:00", "25%", 2), ("3 11:00", "25%", 2)]
    assert told(clock) == came


# Questions


def test_escalations_are_half_open_and_in_order() -> None:
    """One at the beginning of a stretch is in it, one at its end is not."""
    clock = opened("-1h", "87.5%", "50%", "100%")
    found = clock.escalations(on("2 15:00"), on("3 10:00"))
    assert [one.escalation.at for one in found] == ["50%", "-1h", "87.5%"]  # as the level has them
    assert clock.escalations(on("2 15:00") + MICROSECOND, on("3 09:00")) == ()
    assert clock.escalations(on("3 10:00"), on("3 10:00")) == ()
    with pytest.raises(EventError, match="comes before since"):
        clock.escalations(on("3 10:00"), on("2 10:00"))


def test_next_escalation_is_the_first_at_or_after() -> None:
    """It is None where nothing is ahead."""
    clock = opened("-1h", "50%")
    first = clock.next_escalation(LONG_AGO)
    assert first is not None
    assert (first.at, first.escalation.at, first.cycle) == (on("2 15:00"), "50%", 1)
    assert clock.next_escalation(on("2 15:00")) == first
    later = clock.next_escalation(on("2 15:00") + MICROSECOND)
    assert later is not None
    assert later.at == on("3 09:00")
    assert clock.next_escalation(on("3 09:01")) is None
    assert str(first) == "2026-03-02 15:00:00+03:00: resolution at 50%"


def test_instants_come_back_in_the_zone_of_the_registration() -> None:
    """Whatever zone an event was told in, the answers are in that of the request."""
    clock = opened("-1h", "+30m", "-8h")
    clock = clock.pause(on("2 11:00").astimezone(UTC)).resume(on("2 12:00").astimezone(UTC))
    zones = {one.at.tzinfo for one in clock.escalations(LONG_AGO, FAR)}
    assert zones == {DESK.zone}


def test_a_calendar_that_runs_out_has_no_such_instant() -> None:
    """What can't come is left out, and is no error."""
    day = Calendar({}, time_zone="UTC", exceptions={"2026-03-02": "09:00-18:00"})
    said = level("-1h", "-8h", "+30m", "+3h", calendar=day, resolution="7h")
    clock = SlaClock.start(said, at=day.at("2026-03-02 09:00"))
    found = clock.escalations(LONG_AGO, FAR)
    assert [one.escalation.at for one in found] == ["-8h", "-1h", "+30m"]
    assert clock.next_escalation(day.at("2026-03-02 17:00")) is None


def test_a_level_without_escalations() -> None:
    """There is nothing to come."""
    assert (instants(opened()), opened().next_escalation(LONG_AGO)) == ([], None)


def test_naive_instants_are_refused() -> None:
    """An instant without a zone is refused, as everywhere."""
    naive = on("2 10:00").replace(tzinfo=None)
    with pytest.raises(NaiveDatetimeError):
        opened("50%").escalations(LONG_AGO, naive)
    with pytest.raises(NaiveDatetimeError):
        opened("50%").next_escalation(naive)


def test_a_restored_clock_has_the_same_escalations() -> None:
    """What is stored is enough, with the levels that its changes name."""
    urgent = level("50%", "75%", name="Urgent", resolution="4h")
    first = level("50%", "-1h")
    clock = SlaClock.start(first, at=on("2 10:00")).change_level(urgent, on("2 16:00"), how="carry")
    again = SlaClock.from_dict(clock.to_dict(), level=first, known=[urgent])
    assert again.escalations(LONG_AGO, FAR) == clock.escalations(LONG_AGO, FAR)


def test_a_long_history() -> None:
    """Five hundred waits of a minute lose and double nothing."""
    clock, at = opened("99%", "+30m", resolution="400h"), on("2 10:00")
    for _ in range(500):
        clock = clock.pause(at + MINUTE).resume(at + 2 * MINUTE)
        at += 10 * MINUTE
    assert [one.escalation.at for one in clock.escalations(LONG_AGO, FAR)] == ["99%", "+30m"]
    assert clock.escalations(at, at + HOUR) == ()
