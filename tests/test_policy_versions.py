from __future__ import annotations

import datetime as dt
import json
import zoneinfo
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import slacalc
from slacalc import (
    Archive,
    Calendar,
    Edition,
    LevelChain,
    Policy,
    PolicyError,
    SlaClock,
    StateError,
    SupportLevel,
    UnknownVersionError,
)

SAID: dict[str, Any] = {
    "slacalc": 1,
    "calendars": {
        "moscow": {
            "time_zone": "Europe/Moscow",
            "week": "Mon-Fri 09:00-18:00",
            "versions": [{"valid_from": "2027-01-01", "week": "Mon-Fri 10:00-19:00"}],
        },
        "tokyo": {
            "time_zone": "Asia/Tokyo",
            "week": "Mon-Fri 09:00-18:00",
            "versions": [{"valid_from": "2027-01-01", "week": "Mon-Sat 09:00-18:00"}],
        },
        "world": {"any_of": ["moscow", "tokyo"]},
    },
    "levels": [
        {
            "name": "VIP",
            "calendar": "moscow",
            "resolution": "8h",
            "conditions": {"client": "vip"},
            "versions": [{"valid_from": "2027-03-01", "resolution": "6h"}],
        }
    ],
    "default": {"name": "Default", "calendar": "world", "resolution": "16h"},
}
VIP = {"client": "vip"}


def said(**changed: Any) -> dict[str, Any]:
    """Give the tables anew, with some keys changed."""
    return deepcopy(SAID) | changed


def moscow(wall: str) -> datetime:
    """Give an instant on Moscow's clock."""
    return Calendar("Mon 09:00-10:00", time_zone="Europe/Moscow").at(wall)


def test_5_20_a_request_gets_the_version_in_force_at_its_registration() -> None:
    """A calendar and a level change from the start of a day on the calendar's clock."""
    policy = Policy.from_dict(SAID)
    hours = {
        "2026-12-31 23:59:59": "09:00-18:00",
        "2027-01-01 00:00": "10:00-19:00",
    }
    for wall, wanted in hours.items():
        level = policy.level_for(VIP, at=moscow(wall))
        assert str(level.calendar.day("2026-06-01").hours) == wanted
    for wall, length in (("2027-02-28 23:59:59", 8), ("2027-03-01 00:00", 6)):
        clock = policy.open(VIP, at=moscow(wall))
        assert clock.resolution
        assert clock.resolution.target.duration == timedelta(hours=length)


def test_a_combined_calendar_is_made_of_the_versions_in_force() -> None:
    """A calendar that is made of others changes when one of them does, each on its own clock."""
    policy = Policy.from_dict(SAID)
    assert [str(edition.since) for edition in policy.editions] == [
        "None",
        "2026-12-31 15:00:00+00:00",
        "2026-12-31 21:00:00+00:00",
        "2027-02-28 21:00:00+00:00",
    ]
    saturday = moscow("2027-01-09 05:00")
    told = [edition.calendars["world"].is_open(saturday) for edition in policy.editions]
    assert told == [False, True, True, True]


def test_as_of_is_a_policy_without_versions() -> None:
    """The policy of an instant says what was in force then, and nothing else."""
    policy = Policy.from_dict(SAID)
    then = policy.as_of(moscow("2027-05-01 12:00"))
    assert len(then.editions) == 1
    assert then.chain == policy.editions[-1].chain
    assert then.as_of(moscow("2020-01-01 12:00")) == then
    assert policy.as_of(moscow("2020-01-01 12:00")).chain == policy.chain


def test_a_policy_with_versions_is_dumped_and_loaded() -> None:
    """What has versions reads back to an equal policy, with the days that were said."""
    policy = Policy.from_dict(SAID)
    told = policy.to_dict()
    assert Policy.from_dict(json.loads(json.dumps(told))) == policy
    assert told["calendars"]["moscow"]["versions"] == SAID["calendars"]["moscow"]["versions"]
    assert told["levels"][0]["versions"] == SAID["levels"][0]["versions"]
    assert "versions" not in told["calendars"]["world"]


def test_5_20_a_stored_clock_finds_its_version() -> None:
    """A clock that was promised on December's version counts its January wait on it."""
    policy = Policy.from_dict(SAID)
    registered = moscow("2026-12-31 17:00")
    clock = policy.open(VIP, at=registered).pause(moscow("2026-12-31 17:30"))
    restored = policy.restore(json.loads(json.dumps(clock.to_dict())))
    assert restored == clock
    later = restored.resume(moscow("2027-01-11 12:00"))
    assert later.resolution
    assert str(later.level.calendar.day("2027-01-11").hours) == "09:00-18:00"


def test_5_20_a_promise_that_left_the_policy_is_found_in_the_archive(tmp_path: Path) -> None:
    """The archive keeps what was promised, long after it left the policy."""
    file = tmp_path / "support.json"
    old = said(default={"name": "Default", "calendar": "moscow", "resolution": "16h"})
    file.write_text(json.dumps(old), encoding="utf-8")
    policy = Policy.load(file)
    levels = [level for edition in policy.editions for level in edition.levels]
    assert len(Archive.beside(file).add(levels)) == 5
    assert Archive.beside(file).add(levels) == []
    state = policy.open({}, at=moscow("2026-06-01 10:00")).pause(moscow("2026-06-01 11:00"))

    file.write_text(json.dumps(SAID), encoding="utf-8")
    restored = Policy.load(file).restore(state.to_dict())
    assert restored == state
    assert restored.level.calendar.name == "moscow"


def test_5_20_a_missing_version_is_an_error_with_a_name(tmp_path: Path) -> None:
    """A promise that is nowhere is refused, and no other one is taken for it."""
    state = Policy.from_dict(SAID).open({}, at=moscow("2026-06-01 10:00")).to_dict()
    changed = said(default={"name": "Default", "calendar": "world", "resolution": "15h"})
    file = tmp_path / "support.json"
    file.write_text(json.dumps(changed), encoding="utf-8")
    for policy in (Policy.from_dict(changed), Policy.load(file)):
        with pytest.raises(UnknownVersionError, match="slacalc archive") as caught:
            policy.restore(state)
        assert caught.value.value == state["fingerprint"]


def test_a_changed_condition_orphans_no_clock() -> None:
    """Conditions choose, they promise nothing: a clock is restored when only they changed."""
    state = Policy.from_dict(SAID).open(VIP, at=moscow("2026-06-01 10:00")).to_dict()
    table = said()
    table["levels"][0]["conditions"] = {"client": ["vip", "board"]}
    assert Policy.from_dict(table).restore(state).level.name == "VIP"


def test_a_file_of_the_archive_that_was_changed_is_refused(tmp_path: Path) -> None:
    """A promise is what its fingerprint says, or it is an error."""
    archive = Archive(tmp_path / "support.archive")
    level = Policy.from_dict(SAID).chain.default
    (wanted,) = archive.add([level])
    assert archive.find(wanted) == level.promise
    (file,) = archive.folder.iterdir()
    file.write_text(file.read_text(encoding="utf-8").replace("16h", "17h"), encoding="utf-8")
    with pytest.raises(PolicyError, match="it was changed"):
        Archive(archive.folder).find(wanted)
    for content in (b"\xff", b"[", b"[" * 100_000):
        file.write_bytes(content)
        with pytest.raises(PolicyError):
            Archive(archive.folder).find(wanted)


@pytest.mark.parametrize("wanted", ["", "slacalc1:../../etc", "slacalc1:" + "0" * 32, 5, None])
def test_a_strange_fingerprint_is_nowhere(tmp_path: Path, wanted: Any) -> None:
    """What is no fingerprint, or of no file, is the same error, and no path is followed."""
    with pytest.raises(UnknownVersionError):
        Archive(tmp_path).find(wanted)


def test_state_without_a_fingerprint_goes_to_the_version_of_its_registration() -> None:
    """What an older release stored names no version: it is the one in force at the start."""
    policy = Policy.from_dict(SAID)
    clock = policy.open(VIP, at=moscow("2027-05-03 10:00"))
    state = clock.to_dict()
    first = ("slacalc", "level", "zone", "events", "due")
    old = {key: state[key] for key in first} | {"slacalc": 1}
    assert policy.restore(old) == clock


def test_versions_must_keep_names_and_be_in_order() -> None:
    """Editions made in Python keep the levels and calendars of the first, in order of time."""
    desk = Calendar("Mon-Fri 09:00-18:00", time_zone="UTC", name="Desk")
    chain = LevelChain([], default=SupportLevel("D", calendar=desk, resolution="8h"))
    other = LevelChain([], default=SupportLevel("E", calendar=desk, resolution="8h"))
    since = datetime(2027, 1, 1, tzinfo=UTC)
    shorter = LevelChain([], default=SupportLevel("D", calendar=desk, resolution="6h"))
    assert len(Policy(chain, changes=[Edition(since, {}, shorter)]).editions) == 2
    assert Policy(chain, changes=[Edition(since, {}, chain)]) == Policy(chain)
    for changes in (
        [Edition(since, {}, other)],
        [Edition(since, {"more": desk.named("More")}, chain)],
        [Edition(None, {}, chain)],
        [Edition(since, {}, chain), Edition(since, {}, chain)],
    ):
        with pytest.raises(PolicyError):
            Policy(chain, changes=changes)


def test_a_change_in_the_middle_of_a_day_can_not_be_written() -> None:
    """A file says days, so an edition from Python that begins at noon is refused by to_dict."""
    desk = Calendar("Mon-Fri 09:00-18:00", time_zone="UTC", name="Desk")
    chains = [
        LevelChain([], default=SupportLevel("D", calendar=desk, resolution=hours))
        for hours in ("8h", "6h")
    ]
    noon = Edition(datetime(2027, 1, 1, 12, tzinfo=UTC), {}, chains[1])
    policy = Policy(chains[0], changes=[noon])
    assert policy.as_of(datetime(2027, 1, 1, 12, tzinfo=UTC)).chain == chains[1]
    with pytest.raises(PolicyError, match="middle of a day"):
        policy.to_dict()


def test_too_many_versions_are_refused_at_once() -> None:
    """Versions times calendars and levels are bounded."""
    zones = ["UTC", "Asia/Tokyo", "Europe/Moscow", "America/New_York"]
    later = [
        {"valid_from": str(date(2027, 1, 1) + timedelta(n)), "resolution": f"{n + 1}h"}
        for n in range(150)
    ]
    table = said(
        calendars={z: {"time_zone": z, "week": "Mon 09:00-10:00"} for z in zones},
        levels=[
            {"name": str(n), "calendar": zones[n % 4], "resolution": "1h", "versions": later}
            for n in range(80)
        ],
        default={"name": "D", "calendar": "UTC", "resolution": "1h"},
    )
    with pytest.raises(PolicyError, match="too often"):
        Policy.from_dict(table)


def test_a_policy_is_its_pickle_and_its_repr_names_all() -> None:
    """Policies with versions pickle, and tell their editions."""
    import pickle

    policy = Policy.from_dict(SAID)
    assert pickle.loads(pickle.dumps(policy)) == policy  # noqa: S301 - made here
    names = {name: getattr(slacalc, name) for name in slacalc.__all__}
    known = names | {"datetime": dt, "zoneinfo": zoneinfo}
    assert eval(repr(policy), known) == policy  # noqa: S307 - our own


def test_the_clock_of_a_policy_is_a_plain_clock() -> None:
    """Opening by a policy is starting a clock on the level in force."""
    policy = Policy.from_dict(SAID)
    at = moscow("2027-05-03 10:00")
    assert policy.open(VIP, at=at) == SlaClock.start(policy.level_for(VIP, at=at), at=at)


def test_a_spoilt_file_of_the_archive_is_written_anew(tmp_path: Path) -> None:
    """While the promise is at hand, adding it mends its file."""
    archive = Archive(tmp_path / "support.archive")
    level = Policy.from_dict(SAID).chain.default
    (wanted,) = archive.add([level])
    (file,) = archive.folder.iterdir()
    file.write_text("{}", encoding="utf-8")
    assert archive.add([level, level]) == [wanted]
    assert Archive(archive.folder).find(wanted) == level.promise
    assert [*archive.folder.iterdir()] == [file]


def test_a_policy_without_an_archive_looks_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is in no edition, and of no archive, is missing, whatever lies in the folder."""
    state = Policy.from_dict(SAID).open({}, at=moscow("2026-06-01 10:00")).to_dict()
    changed = said(default={"name": "Default", "calendar": "world", "resolution": "15h"})
    monkeypatch.chdir(tmp_path)
    Archive("no archive").add([Policy.from_dict(SAID).chain.default])
    with pytest.raises(UnknownVersionError, match="it has none"):
        Policy.from_dict(changed).restore(state)


def test_a_policy_with_versions_asks_for_the_instant() -> None:
    """Why a level is chosen depends on when, where there is more than one edition."""
    policy = Policy.from_dict(SAID)
    with pytest.raises(PolicyError, match="has versions"):
        policy.explain(VIP)
    assert policy.explain(VIP, at=moscow("2027-05-03 10:00")).level.name == "VIP"
    assert policy.as_of(moscow("2027-05-03 10:00")).explain(VIP).level.name == "VIP"


def test_a_level_at_a_row_is_no_level_of_a_chain() -> None:
    """A request chooses the row; a level that has one already is refused, and said so."""
    desk = Calendar("Mon-Fri 09:00-18:00", time_zone="UTC", name="Desk")
    table = SupportLevel("T", calendar=desk, response={"urgent": "15m", "*": "1h"})
    with pytest.raises(slacalc.LevelError, match="at its row 'urgent'"):
        LevelChain([], default=table.at_row("urgent"))


@pytest.mark.parametrize(
    "said",
    [{"calendars": 5}, {"changes": [5]}, {"name": 5}, {"statuses": {5: "pause"}}],
    ids=lambda said: next(iter(said)),
)
def test_what_a_policy_can_not_be_made_of_is_refused(said: dict[str, Any]) -> None:
    """Arguments of another type are errors of ours."""
    desk = Calendar("Mon-Fri 09:00-18:00", time_zone="UTC", name="Desk")
    chain = LevelChain([], default=SupportLevel("D", calendar=desk, resolution="8h"))
    with pytest.raises(slacalc.SlacalcError):
        Policy(chain, **said)


@pytest.mark.parametrize(
    "said",
    [
        {"delimiter": "xx"},
        {"time_zone": "Nowhere"},
        {"status": "status"},
        {"status": ()},
        {"at": 5},
    ],
    ids=repr,
)
def test_columns_that_can_not_be_meant_are_refused(said: dict[str, Any]) -> None:
    """The columns of a log are checked wherever they come from."""
    with pytest.raises(slacalc.SlacalcError):
        slacalc.LogColumns(**said)


def test_5_20_an_archived_promise_escalates_as_its_level_does_now(tmp_path: Path) -> None:
    """Escalations are no part of a promise: a poller does not forget requests on an old one."""
    file = tmp_path / "support.json"
    default = SAID["default"] | {"escalations": [{"target": "resolution", "at": "50%"}]}
    file.write_text(json.dumps(said(default=default)), encoding="utf-8")
    old = Policy.load(file)
    clock = old.open({}, at=moscow("2026-06-01 10:00"))
    Archive.beside(file).add([clock.level])
    file.write_text(json.dumps(said(default=default | {"resolution": "9h"})), encoding="utf-8")
    restored = Policy.load(file).restore(clock.to_dict())

    assert restored == clock
    assert restored.next_escalation(clock.started) == clock.next_escalation(clock.started)
    assert restored.next_escalation(clock.started) is not None


def test_5_20_a_calendar_of_a_change_can_be_given() -> None:
    """One that is in no edition is named, and found among those that the caller knows."""
    policy = Policy.from_dict(
        {
            "slacalc": 1,
            "calendars": {"desk": {"week": "Mon-Fri 09:00-18:00", "time_zone": "Europe/Moscow"}},
            "default": {"name": "Default", "calendar": "desk", "resolution": "8h"},
        }
    )
    short = Calendar("Mon-Fri 09:00-13:00", time_zone="Europe/Moscow")
    at = short.at("2026-03-02 09:00")
    clock = policy.open({}, at=at).change_calendar(short, at, how="prospective")

    with pytest.raises(StateError, match="known="):
        policy.restore(clock.to_dict())
    assert policy.restore(clock.to_dict(), known=[short]) == clock


def test_a_status_told_to_a_clock_is_told_as_a_replay_would() -> None:
    """A return to work opens a resolved request again; an unknown status is an error."""
    statuses = {"work": ["respond", "resume"], "done": "resolve", "closed": []}
    policy = Policy.from_dict(said(statuses=statuses))
    clock = policy.open({}, at=moscow("2026-06-01 10:00"))
    done = policy.tell(clock, "done", moscow("2026-06-01 12:00"))
    again = policy.tell(done, ["work", "by phone"], moscow("2026-06-01 13:00"))

    assert (done.state, again.state, again.reopened) == ("resolved", "open", True)
    assert policy.tell(done, "closed", moscow("2026-06-01 13:00")) is done
    with pytest.raises(PolicyError, match="did you mean 'done'"):
        policy.tell(clock, "doen", moscow("2026-06-01 12:00"))
