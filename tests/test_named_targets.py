"""Named targets: their whole lives, on hours and events of their own."""

from __future__ import annotations

import json
from typing import Any

import pytest
from worked_example import DESK, HOUR, MINUTE, ZERO, on, opened

from slacalc import Calendar, EventError, LevelError, SlaClock, SupportLevel, Target

REPLY = {"duration": "2h", "starts_on": "customer reply", "stops_on": ["respond", "hand over"]}
LEVEL = SupportLevel(
    "Full",
    calendar=DESK,
    response="1h",
    resolution="2 working days",
    targets={"next reply": REPLY, "update": "12h around the clock"},
)


def told(clock: SlaClock, name: str, at: str) -> tuple[Any, ...]:
    """Say how a target stands at an instant: phase, due, used and left in hours."""
    target, when = clock.target(name), on(at)
    due = target.due_at(when)
    used, left = target.elapsed(when) / HOUR, target.remaining(when) / HOUR
    return target.phase(when), due and f"{due:%d %H:%M}", used, left


class TestStarts:
    """A target that starts on another event than the registration."""

    def test_before_its_event_it_has_not_started(self) -> None:
        """It has used nothing, nothing is due, and all of its time is left."""
        clock = opened(LEVEL)
        assert [target.target.name for target in clock.targets] == [
            "response",
            "resolution",
            "next reply",
            "update",
        ]
        reply = clock.target("next reply")
        assert told(clock, "next reply", "4 12:00") == ("not started", None, 0, 2)
        assert (reply.due, reply.first_due, reply.started, reply.stopped_at) == (None,) * 4
        assert reply.due_if_resumed(on("4 12:00")) is None
        assert (reply.verdict(on("4 12:00")), reply.breached_at) == ("open", None)
        ledger = clock.explain(on("4 12:00"), target="next reply")
        assert [(one.kind, one.counted) for one in ledger] == [("not started", False)]
        assert "next reply not started" in str(clock)

    def test_its_event_starts_it(self) -> None:
        """From its event on it runs, is due, is breached, and is stopped by its own events."""
        clock = opened(LEVEL).after("customer reply", on("3 12:00"))
        assert told(clock, "next reply", "3 11:59") == ("not started", None, 0, 2)
        assert told(clock, "next reply", "3 12:30") == ("running", "03 15:00", 0.5, 1.5)
        assert told(clock, "next reply", "3 16:00") == ("running", "03 15:00", 3, -1)
        assert clock.target("next reply").started == on("3 12:00")
        kept = clock.after("hand over", on("3 14:30")).target("next reply")
        late = clock.respond(on("3 15:01")).target("next reply")
        verdicts = [one.verdict(on("9 12:00")) for one in (kept, late)]
        assert verdicts == ["met", "breached"]
        assert late.breached_at == on("3 15:00")
        ledger = clock.explain(on("3 16:00"), target="next reply")
        assert (ledger.elapsed, ledger.entries[0].end) == (3 * HOUR, on("3 12:00"))

    def test_a_second_start_is_a_new_cycle_after_the_stop_alone(self) -> None:
        """While it runs the oldest start counts; after it stopped, the next one begins anew."""
        clock = opened(LEVEL).after("customer reply", on("3 12:00"))
        again = clock.after("customer reply", on("3 12:30"))
        assert again.target("next reply") == clock.target("next reply")
        stopped = again.after("hand over", on("3 14:30"))
        anew = stopped.after("customer reply", on("3 15:00")).target("next reply")
        assert (anew.started, anew.legs[-1].cycle) == (on("3 15:00"), 2)
        first, second = anew.cycles(on("9 12:00"))
        assert (first.met_at, first.used) == (on("3 14:30"), 1.5 * HOUR)
        assert (second.started, second.verdict) == (on("3 15:00"), "breached")

    def test_5_14_it_starts_waiting_where_the_request_waits(self) -> None:
        """A wait that began before its start holds it, and is no time waited before it."""
        clock = opened(LEVEL).pause(on("2 11:00")).after("customer reply", on("2 12:00"))
        assert clock.state == "waiting"
        assert told(clock, "next reply", "2 15:00") == ("waiting", "02 15:00", 0, 2)
        clock = clock.resume(on("2 16:00"))
        assert told(clock, "next reply", "2 17:00") == ("running", "02 18:00", 1, 1)
        assert clock.target("next reply").waited == 3 * HOUR

    def test_a_wait_that_ended_before_its_start_is_nothing_to_it(self) -> None:
        """It runs from its start where nothing waits then."""
        clock = opened(LEVEL).pause(on("2 11:00")).resume(on("2 12:00"))
        clock = clock.after("customer reply", on("2 15:00"))
        assert told(clock, "next reply", "2 16:00") == ("running", "02 17:00", 1, 1)

    def test_an_event_that_starts_and_resumes_starts_it_running(self) -> None:
        """A reply of the customer ends the wait for it, also at its start."""
        target = {"duration": "2h", "starts_on": "reply", "resumes_on": "reply"}
        level = SupportLevel("L", calendar=DESK, targets={"answer": target})
        clock = opened(level).pause(on("2 11:00")).after("reply", on("2 12:00"))
        assert told(clock, "answer", "2 12:30")[0] == "running"
        again = clock.pause(on("2 12:30")).after("reply", on("2 14:30"))
        assert told(again, "answer", "2 14:30") == ("running", "02 16:00", 0.5, 1.5)

    def test_5_1_it_is_due_in_the_zone_of_the_registration(self) -> None:
        """An event from another zone starts it, and the answers come back in the first one."""
        utc = on("3 12:00").astimezone(Calendar("", time_zone="UTC").zone)
        clock = opened(LEVEL).after("customer reply", utc)
        assert str(clock.target("next reply").due) == "2026-03-03 15:00:00+03:00"

    def test_registered_and_started_at_one_instant(self) -> None:
        """An event at the registration starts it there."""
        clock = opened(LEVEL).after("customer reply", on("2 10:00"))
        assert told(clock, "next reply", "2 10:00") == ("running", "02 12:00", 0, 2)
        assert told(clock, "next reply", "2 09:00") == ("not started", None, 0, 2)


class TestHours:
    """Targets on other hours than the level's."""

    def test_around_the_clock_counts_nights_and_waits_too(self) -> None:
        """It counts every hour on the clock of the level's zone, waited ones likewise."""
        clock = opened(LEVEL)
        assert told(clock, "update", "2 20:00") == ("running", "02 22:00", 10, 2)
        clock = clock.pause(on("2 20:00")).resume(on("3 01:00"))
        assert told(clock, "update", "3 02:00") == ("running", "03 03:00", 11, 1)
        assert clock.target("update").waited == 5 * HOUR
        night = clock.explain(on("3 02:00"), target="update")
        assert (night.elapsed, night.waited) == (11 * HOUR, 5 * HOUR)

    def test_a_calendar_of_its_own_counts_all_of_it(self) -> None:
        """Time used, waits and the ledger are those of the target's calendar, not the level's."""
        nights = Calendar("Mon-Sun 20:00-24:00", time_zone="Europe/Moscow", name="nights")
        watch = Target("watch", "6h", calendar=nights)
        level = SupportLevel("L", calendar=DESK, schedule="09:00-18:00", targets=[watch])
        clock = opened(level)
        assert told(clock, "watch", "2 22:00") == ("running", "03 22:00", 2, 4)
        clock = clock.pause(on("2 22:00")).resume(on("3 12:00"))
        assert told(clock, "watch", "3 21:00") == ("running", "04 00:00", 3, 3)

    def test_5_12_waits_move_a_count_of_days_by_working_time(self) -> None:
        """What is due is the close as it was stored; a wait moves it by its working time."""
        clock = opened(LEVEL)
        assert told(clock, "resolution", "2 12:00") == ("running", "04 18:00", 2, 21)
        waits = clock.pause(on("3 10:00"))
        for at in ("3 10:00", "3 17:00", "9 12:00"):
            assert told(waits, "resolution", at) == ("waiting", "04 18:00", 8, 15)
        clock = waits.resume(on("3 12:00"))
        assert told(clock, "resolution", "5 12:00") == ("running", "05 11:00", 24, -1)
        assert clock.resolve(on("5 12:00")).target().breached_at == on("5 11:00")

    def test_5_12_a_stored_opening_stands(self) -> None:
        """A same time that is rolled into hours is due at the opening, not at the close before."""
        level = SupportLevel("L", calendar=DESK, resolution="1 working day, same time")
        clock = SlaClock.start(level, at=on("2 13:30"))  # in a break: counts from 14:00
        assert clock.target().due == on("3 14:00")
        evening = SlaClock.start(level, at=on("6 20:00"))
        assert evening.target().due == on("10 09:00")
        assert evening.target().remaining(on("9 18:00")) == ZERO
        assert not evening.target().breached(on("10 09:00"))
        assert evening.target().breached(on("10 09:00") + MINUTE)

    def test_a_count_that_has_not_started_has_left_what_a_start_would_give(self) -> None:
        """Before its start, what is left of a count of days is that of a start there and then."""
        target = {"duration": "1 working day", "starts_on": "hand over"}
        clock = opened(SupportLevel("L", calendar=DESK, targets={"back office": target}))
        assert told(clock, "back office", "2 17:00") == ("not started", None, 0, 9)
        started = clock.after("hand over", on("3 17:00"))
        assert told(started, "back office", "3 17:30") == ("running", "04 18:00", 0.5, 8.5)


class TestEnds:
    """5.16: the end of a request is the end of all its targets."""

    def test_resolving_stops_a_target_that_names_other_stops(self) -> None:
        """A target that only a hand-over stops is stopped by the resolution too."""
        clock = opened(LEVEL).after("customer reply", on("2 12:00")).resolve(on("2 14:30"))
        reply = clock.target("next reply")
        assert (reply.verdict(on("9 12:00")), reply.stopped_at) == ("met", on("2 14:30"))

    @pytest.mark.parametrize("end", ["resolve", "cancel"])
    def test_what_never_started_is_cancelled(self, end: str) -> None:
        """A promise that was never made is neither met nor breached, nor open for ever."""
        reply = opened(LEVEL).after(end, on("2 12:00")).target("next reply")
        assert reply.verdict(on("9 12:00")) == reply.phase(on("9 12:00")) == "cancelled"
        assert (reply.due, reply.elapsed(on("9 12:00"))) == (None, ZERO)


class TestKinds:
    """Events that a clock knows are those of every request, and those that its targets name."""

    def test_a_kind_that_nothing_names_is_refused(self) -> None:
        """The nearest name is offered, one of a target too."""
        for wrong, near in (("customer reply!", "customer reply"), ("pauze", "pause")):
            with pytest.raises(EventError, match=f"did you mean '{near}'"):
                opened(LEVEL).after(wrong, on("2 12:00"))
        with pytest.raises(EventError, match="is no kind of event"):
            opened().after("hand over", on("2 12:00"))

    def test_the_state_is_that_of_the_built_in_events(self) -> None:
        """An event of another kind neither begins a wait of the request nor ends one."""
        level = SupportLevel(
            "L", calendar=DESK, targets={"x": {"duration": "4h", "pauses_on": "hold"}}
        )
        clock = opened(level).after("hold", on("2 11:00"))
        assert (clock.state, told(clock, "x", "2 12:00")[0]) == ("open", "waiting")
        assert clock.pause(on("2 11:30")).after("hold", on("2 12:00")).state == "waiting"

    def test_5_18_events_of_other_kinds_are_stored_and_replayed(self) -> None:
        """They are events like others, in state and in replays of any order."""
        clock = opened(LEVEL).pause(on("2 11:00")).after("customer reply", on("2 12:00"))
        clock = clock.resume(on("2 16:00")).after("hand over", on("3 09:00"), reason="to L2")
        stored = json.loads(json.dumps(clock.to_dict()))
        assert stored["due"]["next reply"] == "2026-03-02T15:00:00+00:00"
        assert SlaClock.from_dict(stored, level=LEVEL) == clock
        assert SlaClock.replay(LEVEL, reversed(clock.events)).targets == clock.targets
        waiting = SlaClock.from_dict(opened(LEVEL).to_dict(), level=LEVEL)
        assert waiting.to_dict()["due"]["next reply"] is None

    def test_a_target_that_is_not_promised_is_refused_by_name(self) -> None:
        """The nearest name is offered."""
        with pytest.raises(EventError, match="did you mean 'next reply'"):
            opened(LEVEL).target("next replay")

    def test_a_table_without_a_row_can_not_be_started(self) -> None:
        """A level with tables needs the request's fields, and says so."""
        level = SupportLevel("L", calendar=DESK, resolution={"urgent": "1h", "*": "8h"})
        with pytest.raises(LevelError, match="give the ticket, or a row"):
            opened(level)
        assert opened(level.at_row("*")).target().due == on("3 10:00")
        urgent = SlaClock.start(level, at=on("2 10:00"), ticket={"priority": "urgent"})
        assert urgent.target().due == on("2 11:00")
