"""The snapshot: a clock as flat records of plain values."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from lives import Life, lives

from slacalc import Calendar, NaiveDatetimeError, SlaClock, SupportLevel, Target, TargetClock
from slacalc.snapshot import snapshot

DESK = Calendar("Mon-Fri 09:00-13:00 14:00-18:00", time_zone="Europe/Moscow")
HOUR = 3_600_000_000  # in microseconds


def at(text: str) -> datetime:
    """Read a wall-clock time of March 2026 in Moscow: "2 10:00" is a Monday."""
    day, wall = text.split()
    return DESK.at(f"2026-03-{int(day):02} {wall}")


def utc(text: str) -> str:
    """Write such a time as a snapshot does."""
    return at(text).astimezone(UTC).isoformat()


def opened(**said: Any) -> SlaClock:
    """Register a request with a day of work to do."""
    level = SupportLevel("L", calendar=DESK, response="1h", resolution="8h", **said)
    return SlaClock.start(level, at=at("2 10:00"))


def record(clock: SlaClock, then: str, target: str = "resolution") -> dict[str, Any]:
    """Return the record of a target."""
    return next(one for one in clock.snapshot(at(then)) if one["target"] == target)


def test_5_worked_vector_as_a_record() -> None:
    """The worked example, waiting and done, with its wait in working and in wall time."""
    clock = opened().pause(at("2 16:00"))
    assert record(clock, "3 10:00") == {
        "target": "resolution",
        "cycle": 1,
        "phase": "waiting",
        "verdict": "open",
        "started": utc("2 10:00"),
        "stopped": None,
        "paused": utc("2 16:00"),
        "used": 5 * HOUR,
        "waited": 3 * HOUR,
        "waited_wall": 18 * HOUR,
        "first_due": utc("3 10:00"),
        "due": utc("3 10:00"),
        "breached_at": None,
        "met_at": None,
        "percent": 62,
    }
    done = record(clock.resume(at("3 11:00")).resolve(at("3 15:00")), "9 10:00")
    assert done | {
        "phase": "stopped",
        "verdict": "met",
        "stopped": utc("3 15:00"),
        "met_at": utc("3 15:00"),
        "due": utc("3 15:00"),
        "paused": None,
        "used": 8 * HOUR,
        "waited": 4 * HOUR,
        "waited_wall": 19 * HOUR,
        "percent": 100,
    } == done  # fmt: skip


def test_the_percent_is_cut_and_goes_on() -> None:
    """A moment before the whole it is 99, and after the breach it goes beyond 100."""
    clock = opened()
    assert record(clock, "3 09:59")["percent"] == 99
    assert record(clock, "3 10:00")["percent"] == 100
    late = record(clock, "3 15:00")
    assert (late["percent"], late["breached_at"]) == (150, utc("3 10:00"))


def test_a_wait_that_just_began_is_known() -> None:
    """At its very instant a wait has lasted no time, and a wait that ends is none."""
    clock = opened().pause(at("2 12:00"))
    now = record(clock, "2 12:00")
    assert (now["phase"], now["paused"], now["waited_wall"]) == ("waiting", utc("2 12:00"), 0)
    after = record(clock.resume(at("2 12:30")), "2 12:30")
    assert (after["paused"], after["waited_wall"]) == (None, HOUR // 2)


def test_a_wait_that_other_events_fall_into_is_one() -> None:
    """What happens in a wait does not begin it anew."""
    clock = opened().pause(at("2 12:00")).customer_replied(at("2 15:00"))
    clock = clock.assign(at("2 16:00"), group="L2")
    assert record(clock, "2 17:00")["paused"] == utc("2 12:00")


def test_before_the_registration_there_is_nothing_to_tell() -> None:
    """A record of an instant before all events has no instants and no time."""
    early = record(opened(), "2 09:00")
    assert {early[key] for key in ("started", "due", "first_due", "stopped", "paused")} == {None}
    assert {early[key] for key in ("used", "waited", "waited_wall", "percent", "cycle")} == {0}
    assert (early["phase"], early["verdict"]) == ("not started", "open")


def test_the_latest_run_is_told() -> None:
    """A target in cycles has the number and the times of its latest run by the instant."""
    clock = opened(targets=[Target.next_reply("2h")])
    assert record(clock, "2 11:00", "next reply")["cycle"] == 0
    clock = clock.customer_replied(at("2 11:00")).respond(at("2 12:00"))
    clock = clock.customer_replied(at("3 09:00"))
    first, second = (record(clock, then, "next reply") for then in ("2 12:30", "3 09:30"))
    assert (first["cycle"], first["verdict"], first["met_at"]) == (1, "met", utc("2 12:00"))
    assert (second["cycle"], second["started"], second["used"]) == (2, utc("3 09:00"), HOUR // 2)


def test_a_naive_instant_is_refused() -> None:
    """The instant must name one."""
    with pytest.raises(NaiveDatetimeError):
        opened().snapshot(datetime(2026, 3, 2, 12))


@given(lives(), st.integers(-60, 20_000))
def test_a_record_says_what_the_target_says(life: Life, minutes: int) -> None:
    """Over drawn lives, records are the targets' own answers, no wait longer than the wall."""
    clock = life.clock
    now = clock.started.astimezone(UTC) + timedelta(minutes=minutes)
    for target, told in zip(clock.targets, clock.snapshot(now), strict=True):
        assert json.loads(json.dumps(told)) == told
        assert not any(isinstance(value, float) for value in told.values())
        assert told["used"] * timedelta(microseconds=1) == target.elapsed(now)
        assert told["waited"] * timedelta(microseconds=1) == target.waited_by(now)
        assert told["waited"] <= told["waited_wall"]
        assert (told["phase"], told["verdict"]) == (target.phase(now), target.verdict(now))
        assert (told["paused"] is None) == (told["phase"] != "waiting")
        assert (told["met_at"] is None) == (told["verdict"] != "met")
        due = target.due_at(now)
        assert told["due"] == (due and due.astimezone(UTC).isoformat())
        if told["cycle"] and (budget := target.budget(now)):
            assert told["percent"] * budget <= 100 * target.elapsed(now)
            assert 100 * target.elapsed(now) < (told["percent"] + 1) * budget


def test_a_wait_that_a_change_falls_into_is_one() -> None:
    """What is laid anew goes on waiting since before; two waits are two."""
    clock = opened(profile={"level_change": "carry"}).pause(at("2 10:30")).resume(at("2 11:00"))
    other = SupportLevel("M", calendar=DESK, resolution="9h", profile={"level_change": "carry"})
    clock = clock.pause(at("2 12:00")).change_level(other, at("2 15:00"))
    for then, wall in (("2 15:00", 3.5), ("2 17:00", 5.5)):
        told = record(clock, then)
        assert (told["paused"], told["waited_wall"]) == (utc("2 12:00"), wall * HOUR)


def test_what_was_cancelled_was_not_met() -> None:
    """It stopped, and has no instant at which the promise was kept."""
    told = record(opened().cancel(at("2 12:00")), "2 13:00")
    assert (told["verdict"], told["stopped"], told["met_at"]) == (
        "cancelled",
        utc("2 12:00"),
        None,
    )


def test_a_promise_without_working_time_is_used_up() -> None:
    """Days that hold no hours any more leave nothing to use."""
    leg = opened().targets[1].legs[0]
    assert leg.run is not None
    empty = TargetClock((leg._replace(run=evolve(leg.run, budget=timedelta(0))),))
    assert snapshot([empty], at("2 10:00"))[0]["percent"] == 100


def test_instants_are_in_utc_on_any_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a record nor a stored clock minds the zone of the machine."""
    monkeypatch.setenv("TZ", "XYZ-5:30")
    time.tzset()
    told = record(opened(), "2 11:00")["started"], opened().to_dict()["due"]["resolution"]
    monkeypatch.undo()
    time.tzset()
    assert told == ("2026-03-02T07:00:00+00:00", "2026-03-03T07:00:00+00:00")
