"""Stored clocks: they come back as they were, or not at all."""

from __future__ import annotations

import datetime as dt
import json
import pickle
import zoneinfo
from datetime import UTC, datetime, timezone
from typing import Any

import pytest
from worked_example import (
    ALWAYS,
    BERLIN,
    DESK,
    HOUR,
    LEVEL,
    MICROSECOND,
    SECOND,
    on,
    opened,
    resolution,
)

from slacalc import (
    Calendar,
    Event,
    OutOfRangeError,
    SlacalcError,
    SlaClock,
    StateError,
    SupportLevel,
    tzdata_version,
)

# Stored state

HISTORIES = {
    "new": opened(),
    "in Berlin": SlaClock.start(LEVEL, at=on("2 10:00").astimezone(BERLIN)),
    "in UTC": SlaClock.start(LEVEL, at=on("2 10:00").astimezone(UTC)),
    "at an offset": SlaClock.start(LEVEL, at=on("2 10:00").astimezone(timezone(-3.5 * HOUR))),
    "to the microsecond": SlaClock.start(LEVEL, at=on("2 10:00") + MICROSECOND),
    "waiting": opened().pause(on("2 16:00")),
    "resumed": opened().pause(on("2 16:00")).resume(on("3 11:00")),
    "breached": opened().respond(on("2 10:30")).pause(on("4 11:00")),
    "resolved": opened().pause(on("2 16:00")).resolve(on("3 11:00")),
    "cancelled": opened().cancel(on("2 16:00"), reason="слияние"),
    "in a fold": SlaClock.start(LEVEL, at=SECOND).pause(SECOND.replace(minute=45)),
}


@pytest.mark.parametrize("clock", HISTORIES.values(), ids=HISTORIES)
def test_a_clock_is_a_value(clock: SlaClock) -> None:
    """A clock survives JSON, pickle and `repr`, and its targets with it."""
    stored = json.loads(json.dumps(clock.to_dict(), allow_nan=False))
    names = {each.__name__: each for each in (SlaClock, SupportLevel, Calendar, Event)}
    modules = {"datetime": dt, "zoneinfo": zoneinfo}
    for copy in (
        SlaClock.from_dict(stored, level=LEVEL),
        pickle.loads(pickle.dumps(clock)),  # noqa: S301 - our own
        eval(repr(clock), names | modules),  # noqa: S307 - our own
    ):
        assert (copy, hash(copy), copy.targets) == (clock, hash(clock), clock.targets)
        assert copy.to_dict() == clock.to_dict()
        assert str(resolution(copy).due) == str(resolution(clock).due)
    with pytest.raises(AttributeError):
        clock.waiting = True  # type: ignore[misc]


def test_a_stored_clock_is_plain_and_in_utc() -> None:
    """What is stored is text, lists and mappings, in UTC, with the zone beside it."""
    assert opened().pause(on("2 16:00")).to_dict() == {
        "slacalc": 3,
        "level": "Standard",
        "fingerprint": LEVEL.promise.fingerprint,
        "calendar": DESK.fingerprint,
        "row": None,
        "zone": "Europe/Moscow",
        "tzdata": tzdata_version(),
        "events": [
            {"event": "start", "at": "2026-03-02T07:00:00+00:00"},
            {"event": "pause", "at": "2026-03-02T13:00:00+00:00"},
        ],
        "due": {
            "response": "2026-03-02T08:00:00+00:00",
            "resolution": "2026-03-03T07:00:00+00:00",
        },
    }


FIRST_VERSION = {  # as the first release wrote it
    "slacalc": 1,
    "level": "Standard",
    "zone": "Europe/Moscow",
    "events": [
        {"event": "start", "at": "2026-03-02T07:00:00+00:00"},
        {"event": "pause", "at": "2026-03-02T13:00:00+00:00"},
        {"event": "resume", "at": "2026-03-03T08:00:00+00:00"},
        {"event": "cancel", "at": "2026-03-03T09:00:00+00:00", "reason": "merged"},
    ],
    "due": {
        "response": "2026-03-02T08:00:00+00:00",
        "resolution": "2026-03-03T12:00:00+00:00",
    },
}


def test_a_state_of_the_first_version_is_read() -> None:
    """What the first release stored comes back, and is stored as the newest version then."""
    clock = SlaClock.from_dict(FIRST_VERSION, level=LEVEL)
    held = opened().pause(on("2 16:00")).resume(on("3 11:00"))
    assert clock == held.cancel(on("3 12:00"), reason="merged")
    assert clock.to_dict()["slacalc"] == 3
    with pytest.raises(StateError):
        SlaClock.from_dict(FIRST_VERSION | {"row": None}, level=LEVEL)


def test_a_level_with_tables_is_stored_with_its_row() -> None:
    """The row that held for the request is stored, and chosen again."""
    level = SupportLevel("L", calendar=DESK, resolution={"urgent": "1h", "*": "8h"})
    clock = SlaClock.start(level, at=on("2 10:00"), ticket={"priority": "urgent"})
    stored = json.loads(json.dumps(clock.to_dict()))
    assert (stored["row"], stored["fingerprint"]) == ("urgent", level.fingerprint)
    back = SlaClock.from_dict(stored, level=level)
    assert (back, back.level.row) == (clock, "urgent")
    for row in ("low", None, 5):
        with pytest.raises(SlacalcError):
            SlaClock.from_dict(stored | {"row": row}, level=level)
    with pytest.raises(StateError, match="is not what the level"):
        SlaClock.from_dict(stored | {"row": "*"}, level=level)


def test_a_level_that_can_not_be_written_has_clocks_that_can() -> None:
    """What is stored is what was promised, not to whom: a callable is no hindrance."""
    level = SupportLevel("L", calendar=DESK, resolution="8h", conditions=[bool])
    clock = SlaClock.start(level, at=on("2 10:00"))
    assert SlaClock.from_dict(clock.to_dict(), level=level) == clock


START = {"event": "start", "at": "2026-03-02T07:00:00+00:00"}


@pytest.mark.parametrize(
    "change",
    [
        {"slacalc": 1},
        {"slacalc": 4},
        {"slacalc": 0},
        {"slacalc": "1"},
        {"slacalc": True},
        {"slacalc": 1.0},
        {"slacalc": None},
        {"level": "VIP"},
        {"level": None},
        {"level": []},
        {"row": "urgent"},
        {"row": "*"},
        {"row": []},
        {"fingerprint": None},
        {"zone": "Europe/Mosco"},
        {"zone": "../etc/passwd"},
        {"zone": "+99:00"},
        {"zone": "-"},
        {"zone": ""},
        {"zone": None},
        {"zone": []},
        {"events": []},
        {"events": {}},
        {"events": None},
        {"events": "start"},
        {"events": [5]},
        {"events": [START | {"event": "pause"}]},
        {"events": [START | {"event": []}]},
        {"events": [START | {"at": "2026-03-02T07:00:01+00:00"}]},  # another due instant
        {"events": [START | {"at": "2026-03-02"}]},
        {"events": [START | {"at": 5}]},
        {"events": [START | {"at": "0001-01-01T00:00:00+10:00"}]},
        {"events": [START | {"reason": 5}]},
        {"events": [START | {"by": "me"}]},
        {"events": [START, {"event": "resolve", "at": "2026-03-01T07:00:00+00:00"}]},
        {"due": {}},
        {"due": None},
        {"due": {"resolution": "2026-03-03T07:00:00+00:00"}},
        {"due": {"response": "2026-03-02T08:00:00+00:00", "resolution": "never"}},
        {"more": 1},
        {5: 1},
    ],
    ids=repr,
)
def test_a_state_that_was_tampered_with_is_refused(change: dict[Any, Any]) -> None:
    """State of an unknown version, of another level, or at odds with itself gets our error."""
    with pytest.raises(SlacalcError):
        SlaClock.from_dict(opened().to_dict() | change, level=LEVEL)


@pytest.mark.parametrize("state", [None, 5, [], "{}", {}, {"slacalc": 1}, {5: 1, "a": 2}], ids=repr)
def test_what_is_no_stored_clock_is_refused(state: Any) -> None:
    """What `to_dict` never returned is refused, with the keys that it returns."""
    with pytest.raises(StateError, match="is no stored clock"):
        SlaClock.from_dict(state, level=LEVEL)


def test_hazard_14_a_stored_clock_in_a_zone_that_can_not_name_it_is_refused() -> None:
    """An instant near the ends of time, in a zone that lies beyond them, is out of range."""
    level = SupportLevel("L", calendar=ALWAYS)
    clock = SlaClock.start(level, at=datetime.min.replace(tzinfo=UTC))
    with pytest.raises(OutOfRangeError):
        SlaClock.from_dict(clock.to_dict() | {"zone": "America/New_York"}, level=level)


@pytest.mark.parametrize(
    "changed",
    [
        SupportLevel("Standard", calendar=DESK, response="1h", resolution="9h"),
        SupportLevel("Standard", calendar=DESK, resolution="8h"),
        SupportLevel("Standard", calendar=ALWAYS, response="1h", resolution="8h"),
        SupportLevel(
            "Standard",
            calendar=Calendar(DESK.week, time_zone="Europe/Moscow", holidays=["2026-03-03"]),
            response="1h",
            resolution="8h",
        ),
    ],
    ids=["another target", "a target gone", "another calendar", "a new holiday"],
)
def test_5_20_a_changed_calendar_never_silently_moves_a_deadline(changed: SupportLevel) -> None:
    """Restored where it would be due at another instant, a clock is refused by name."""
    state = opened().to_dict()
    with pytest.raises(StateError, match="is of another promise than that of the level 'Standard'"):
        SlaClock.from_dict(state, level=changed)
    nameless = {key: state[key] for key in ("level", "zone", "events", "due")} | {"slacalc": 1}
    with pytest.raises(StateError, match="is not what the level 'Standard' gives now"):
        SlaClock.from_dict(nameless, level=changed)


def test_a_change_comes_back_with_all_that_was_said_of_it() -> None:
    """Its reason, its id, its place among the events of its instant, its way, and its row."""
    table = SupportLevel("T", calendar=DESK, resolution={"high": "1h", "*": "8h"})
    said = {"reason": "moved", "id": "T-9", "sequence": 2}
    clock = opened().after(
        "change level", on("2 11:00"), how="carry", about=table.at_row("*"), **said
    )
    clock = clock.after("change calendar", on("2 12:00"), how="restated", about=ALWAYS)
    stored = clock.to_dict()
    assert (
        stored["events"][1]
        == {
            "event": "change level",
            "at": "2026-03-02T08:00:00+00:00",
            "level": {"name": "T", "fingerprint": table.promise.fingerprint, "row": "*"},
            "how": "carry",
        }
        | said
    )
    back = SlaClock.from_dict(stored, level=LEVEL, known=[ALWAYS, table])
    assert back.events == clock.events
    assert back == clock


def test_what_no_change_names_is_not_looked_at() -> None:
    """Levels that are known cost nothing where a state has no change."""
    costly = (LEVEL.on(DESK) for _ in range(3))
    assert SlaClock.from_dict(opened().to_dict(), level=LEVEL, known=costly) == opened()
    assert len(list(costly)) == 3


@pytest.mark.parametrize(
    ("at", "zone"),
    [
        (on("2 10:00"), "Europe/Moscow"),
        (on("2 10:00").astimezone(UTC), "+00:00"),
        (on("2 10:00").astimezone(timezone(-3.5 * HOUR)), "-03:30"),
        ((on("2 10:00") + MICROSECOND).astimezone(timezone(-3.5 * HOUR)), "-03:30"),
        (on("2 10:00").astimezone(timezone(HOUR + HOUR * 17 / 3600)), "+01:00:17"),
    ],
    ids=str,
)
def test_the_zone_of_the_registration_is_stored(at: datetime, zone: str) -> None:
    """By its name, or as an offset to the second."""
    clock = SlaClock.start(LEVEL, at=at)
    state = clock.to_dict()
    assert state["zone"] == zone
    assert str(SlaClock.from_dict(state, level=LEVEL).started) == str(at)
