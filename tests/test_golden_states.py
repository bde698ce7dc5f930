"""Stored states of every version: each is read as what it was, or refused by name."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from effort import seconds
from golden_lives import GOLDEN, LIVES, policy_of
from hypothesis import given
from hypothesis import strategies as st

from slacalc import (
    AnyCalendar,
    Policy,
    SlacalcError,
    SlaClock,
    StateError,
    SupportLevel,
    tzdata_version,
)
from slacalc.clock_state import VERSION

FILES = sorted(GOLDEN.glob("*.json"))
POLICIES = {version: policy_of(version) for version in LIVES}
STATES = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in FILES}


def policy_for(name: str) -> Policy:
    """Return what the clock of a file was promised."""
    return POLICIES[int(name.partition(" ")[0])]


def life_of(name: str) -> SlaClock:
    """Tell the life of a file once more."""
    version, _, title = name.partition(" ")
    return LIVES[int(version)][title](policy_for(name))


def restored(name: str, state: Any) -> SlaClock:
    """Read a state on the levels and calendars of its policy."""
    policy = policy_for(name)
    known: list[SupportLevel | AnyCalendar] = [*policy.chain.levels, policy.chain.default]
    known += policy.calendars.values()
    level = policy.chain.named(STATES[name]["level"])
    return SlaClock.from_dict(state, level=level, known=known)


def by_policy(name: str, state: Any) -> SlaClock:
    """Read a state with the policy alone."""
    return policy_for(name).restore(state)


READERS: tuple[Callable[[str, Any], SlaClock], ...] = (restored, by_policy)


def test_there_is_a_file_for_every_life_of_every_version() -> None:
    """No version of state was written that is not kept."""
    assert set(LIVES) == set(range(1, VERSION + 1))
    names = {f"{version} {title}" for version, lives in LIVES.items() for title in lives}
    assert names == STATES.keys()
    assert all(state["slacalc"] == int(name[0]) for name, state in STATES.items())


@pytest.mark.parametrize("name", STATES)
def test_a_golden_state_is_read(name: str) -> None:
    """It gives the clock that the same life gives today, with the due instants that it stores."""
    state, told = STATES[name], life_of(name)
    for read in READERS:
        clock = read(name, state)
        assert (clock, clock.targets) == (told, told.targets)
        due = {one.target.name: one.due for one in clock.targets}
        stored = {target: at and at.replace("+00:00", "Z") for target, at in state["due"].items()}
        assert {target: at and _zulu(at) for target, at in due.items()} == stored


@pytest.mark.parametrize("name", STATES)
def test_a_golden_state_is_written_as_the_newest_version(name: str) -> None:
    """What is read is stored as the newest version then, and is the same clock again."""
    clock = restored(name, STATES[name])
    written = json.loads(json.dumps(clock.to_dict(), allow_nan=False))
    assert written["slacalc"] == VERSION
    assert {key: written[key] for key in ("level", "zone", "events", "due")} == {
        key: STATES[name][key] for key in ("level", "zone", "events", "due")
    }
    for read in READERS:
        again = read(name, written)
        assert (again, again.targets, again.to_dict()) == (clock, clock.targets, written)
    if STATES[name]["slacalc"] == VERSION:
        assert written | {"tzdata": ""} == STATES[name] | {"tzdata": ""}


@pytest.mark.parametrize("name", STATES)
def test_a_newer_version_is_refused_by_name(name: str) -> None:
    """State of a release to come is not guessed at: the error tells which versions are known."""
    for version in (VERSION + 1, 10**6, 10**5000):
        with pytest.raises(StateError, match=f"slacalc=.*unknown version.*knows {VERSION}$"):
            restored(name, STATES[name] | {"slacalc": version})


def test_other_rules_of_zones_are_named_where_they_move_what_is_due() -> None:
    """A deadline that new rules of a zone move is refused, and both versions of the rules said."""
    name = "3 kinds of waits"
    state = STATES[name] | {"tzdata": "tzdata package (1999a)"}
    assert restored(name, state) == life_of(name)
    moved = state | {"due": state["due"] | {"we work": "2026-03-03T09:00:00+00:00"}}
    for read in READERS:
        with pytest.raises(
            StateError, match=r"is not what the level .* gives now, by the zones"
        ) as e:
            read(name, moved)
        assert tzdata_version() in e.value.problem
        assert "tzdata package (1999a)" in e.value.remedy
    with pytest.raises(StateError) as e:
        restored(name, moved | {"tzdata": tzdata_version()})
    assert "zones" not in f"{e.value.problem} {e.value.remedy}"


# What somebody has tampered with

DEEP: list[Any] = []
for _ in range(5_000):
    DEEP = [DEEP]
ODD: list[Any] = [None, True, 0, -1, 1.5, float("nan"), float("inf"), 10**18, 2**63]
ODD += ["", " ", "x", "vendor\n", "9" * 100_000, "\ud800", "start", "2026-03-02T07:00:00+00:00"]
ODD += ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.999999-12:00", "2026-03-02T07:00:00"]
ODD += [[], {}, [[]], {"a": {}}, b"bytes", ("a", "b"), {1, 2}, object()]
WORST = [*ODD, [None] * 100_000, DEEP, 10**5000]  # which can't even be shown
KEYS = sorted(
    {"", "x", "group", "employee", "calendar", "level", "reason", "how", "id", "sequence"}
)


def places(table: Any) -> Iterator[tuple[Any, Any]]:
    """Go through all places of a state, as what holds them and their key."""
    for key in table if isinstance(table, dict) else range(len(table)):
        yield table, key
        if isinstance(table[key], dict | list):
            yield from places(table[key])


def read_or_refused(name: str, state: Any) -> None:
    """Let both readers read a state; what they return says what the state says."""
    for read in READERS:
        begun = time.process_time()
        clock = _unless_refused(read, name, state)
        if clock is not None:
            written = clock.to_dict()
            assert written["due"] == state["due"]
            assert len(written["events"]) <= len(state["events"])
            assert restored(name, written) == clock
        assert time.process_time() - begun < seconds(2)


@pytest.mark.parametrize("name", ["1 waited", "2 urgent", "3 handed over", "3 relaid, restated"])
def test_each_key_can_be_spoilt(name: str) -> None:
    """Each key of the state and of each event, taken away or replaced, is read or refused."""
    count = len([*places(STATES[name])])
    for number in range(count):
        for odd in WORST:
            state = copy.deepcopy(STATES[name])
            table, key = [*places(state)][number]
            table[key] = odd
            read_or_refused(name, state)
        state = copy.deepcopy(STATES[name])
        table, key = [*places(state)][number]
        del table[key]
        read_or_refused(name, state)


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[str, Any]:
    """Draw a golden state and spoil it at some places."""
    name = draw(st.sampled_from([*STATES]))
    state = copy.deepcopy(STATES[name])
    others = st.sampled_from(ODD).map(copy.deepcopy)
    for _ in range(draw(st.integers(1, 3))):
        table, key = draw(st.sampled_from([*places(state)]))
        elsewhere, other = draw(st.sampled_from([*places(state)]))
        what = draw(st.sampled_from(["replace", "delete", "add", "move", "nest", "repeat"]))
        if what == "replace":
            table[key] = draw(others)
        elif what == "delete":
            del table[key]
        elif what == "move":
            table[key] = copy.deepcopy(elsewhere[other])
        elif what == "nest":
            table[key] = [table[key]]
        elif isinstance(table, list):
            table.insert(draw(st.integers(0, len(table))), copy.deepcopy(table[key]))
        else:
            extra = st.one_of(st.sampled_from(KEYS), st.sampled_from((0, None, ("a",))))
            table[draw(extra)] = draw(others)
    return name, state


@given(spoilt())
def test_a_spoilt_state_is_read_or_refused(case: tuple[str, Any]) -> None:
    """Whatever is spoilt, it is our error or a clock that says what the state says, and soon."""
    read_or_refused(*case)


@pytest.mark.parametrize("key", [10**5000, None, ("a", 1), b"level"], ids=type)
def test_keys_that_are_no_text_are_refused(key: Any) -> None:
    """A state or an event with a key that JSON does not have is none."""
    name = "3 relaid, restated"
    odd = copy.deepcopy(STATES[name])
    odd["events"][2][key] = 1
    for state in ({key: 1}, STATES[name] | {key: 1}, odd):
        for read in READERS:
            assert _unless_refused(read, name, state) is None


@pytest.mark.parametrize("state", WORST, ids=range(len(WORST)))
def test_what_is_no_state_is_refused(state: Any) -> None:
    """What is no mapping at all is refused, however deep."""
    for read in READERS:
        assert _unless_refused(read, "3 new", state) is None


def test_many_events_cost_bounded_time() -> None:
    """Twenty thousand events that change nothing are read in seconds."""
    state = copy.deepcopy(STATES["3 new"])
    state["events"] += [{"event": "resume", "at": "2026-03-02T08:00:00+00:00"}] * 20_000
    begun = time.process_time()
    assert len(restored("3 new", state).events) == 1
    assert time.process_time() - begun < seconds(10)


def test_the_files_are_plain_text() -> None:
    """A golden file is JSON that any program reads, with one line for each value."""
    for file in FILES:
        assert Path(file).read_bytes().endswith(b"}\n")


def _unless_refused(read: Callable[[str, Any], SlaClock], name: str, state: Any) -> SlaClock | None:
    """Return what a reader reads, None where it refuses with an error of ours, in few words."""
    refused: SlacalcError
    try:
        return read(name, state)
    except SlacalcError as error:
        refused = error
    assert len(str(refused)) < 2_000
    return None


def _zulu(at: datetime) -> str:
    return str(at.astimezone(UTC).isoformat().replace("+00:00", "Z"))
