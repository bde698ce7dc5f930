"""Policies: named calendars, schedules and levels, and each fault named with its place."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from sample_policy import SMALL, TOML, changed, good, loaded

from slacalc import (
    ArgumentTypeError,
    LevelError,
    LogColumns,
    Policy,
    PolicyError,
    SlacalcError,
    StateError,
)


class TestGoodPolicies:
    """What a policy says is what its levels, calendars and statuses do."""

    def test_a_file_is_read(self, tmp_path: Path) -> None:
        """Every key of the file is in force."""
        policy = loaded(tmp_path, TOML)
        assert policy == Policy.from_dict(good())
        assert policy.name == "Helpdesk"
        assert set(policy.calendars) == {"desk", "duty"}
        assert [policy.calendars[key].name for key in ("desk", "duty")] == ["Moscow desk", "duty"]
        assert str(policy.calendars["desk"].day("2026-03-06")) == (
            "Fri 2026-03-06 09:00-17:00 (short 1h)"
        )
        assert policy.calendars["desk"].day("2026-03-07").hours
        assert not policy.calendars["desk"].day("2026-03-09").hours
        assert not policy.calendars["duty"].day("2026-01-02").hours
        assert policy.statuses.events("В работе", "звонок") == ("respond", "resume")
        assert policy.log == LogColumns(
            "ID", "When", ("Status", "Sub-status"), ";", "Europe/Moscow"
        )

    def test_a_request_gets_its_level_and_its_clock(self) -> None:
        """`open` chooses the level by the fields and starts its clock."""
        policy = Policy.from_dict(good())
        at = policy.calendars["desk"].at("2026-03-02 10:00")
        vip = policy.open({"client": "vip", "type": "outage"}, at=at)
        ways = vip.level.profile.name, vip.level.profile.after_breach
        assert (vip.level.name, *ways) == ("VIP", "ours", "keep")
        assert [*map(str, vip.level.escalations)] == [
            "response at 75%",
            "resolution at -1h: tell the lead",
        ]
        assert [str(target.due) for target in vip.targets] == [
            "2026-03-02 10:30:00+03:00",
            "2026-03-03 10:00:00+03:00",
        ]
        seen = {"type": "outage", "count": 2.5, "seen": date(2026, 3, 2)}
        outage = policy.open(seen, at=at)
        assert [str(target.due) for target in outage.targets] == ["2026-03-02 14:00:00+03:00"]
        default = policy.open({}, at=at)
        assert [str(target.due) for target in default.targets] == ["2026-03-02 14:00:00+03:00"]
        assert policy.explain({}).by_default
        assert str(policy.explain({})).startswith("VIP: ")

    def test_a_stored_clock_comes_back(self) -> None:
        """`restore` finds the level that the state names."""
        policy = Policy.from_dict(good())
        clock = policy.open({}, at=policy.calendars["desk"].at("2026-03-02 10:00"))
        assert policy.restore(json.loads(json.dumps(clock.to_dict()))) == clock

    @pytest.mark.parametrize("name", ["Nobody", None, [], 5], ids=repr)
    def test_a_stored_clock_of_no_level_is_refused(self, name: object) -> None:
        """A state that names another level than it was promised on is refused, and any other."""
        policy = Policy.from_dict(good())
        clock = policy.open({}, at=policy.calendars["desk"].at("2026-03-02 10:00"))
        state = clock.to_dict() | {"level": name}
        with pytest.raises(StateError, match="is another level"):
            policy.restore(state)
        with pytest.raises(LevelError, match="no level of this chain"):
            policy.restore(state | {"fingerprint": None})

    @pytest.mark.parametrize("state", [None, [], {}, "{}"], ids=repr)
    def test_what_is_no_state_is_not_restored(self, state: Any) -> None:
        """What names no level at all is refused by type."""
        with pytest.raises(ArgumentTypeError, match="state"):
            Policy.from_dict(good()).restore(state)

    def test_the_least_is_enough(self) -> None:
        """A calendar and a default level are a policy; all else has a default."""
        policy = Policy.from_dict(SMALL)
        assert (policy.name, policy.log, policy.statuses.known) == ("", LogColumns(), ())
        assert policy.chain.levels == ()

    def test_json_says_the_same(self) -> None:
        """A policy that came through JSON is the same policy."""
        table = good()
        table["calendars"]["duty"]["holidays"] = ["2026-01-01", "2026-01-02"]
        table["levels"][1]["conditions"].pop("seen")
        assert Policy.from_dict(json.loads(json.dumps(table))) == Policy.from_dict(table)

    def test_a_policy_is_a_value(self) -> None:
        """Policies that say the same are equal, hash alike, and survive pickle."""
        one, other = Policy.from_dict(good()), Policy.from_dict(good())
        assert (one, hash(one)) == (other, hash(other))
        assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 - our own
        assert one != Policy.from_dict(SMALL)
        one.calendars.clear()
        assert one == other
        with pytest.raises(AttributeError):
            one.name = "x"  # type: ignore[misc]

    def test_reading_leaves_the_tables_alone(self) -> None:
        """The tables that were given are not changed."""
        table, before = good(), good()
        Policy.from_dict(table)
        assert table == before


DESK, VIP = ("calendars", "desk"), ("levels", 0)
FAULTS: list[tuple[tuple[str | int, ...], object, str, str]] = [
    # where, what is said there, the place in the error, and what the error says
    (("slacalc",), 2, "policy.slacalc", "unknown format"),
    (("slacalc",), True, "policy.slacalc", "bool"),
    (("slacalc",), "1", "policy.slacalc", "is a str"),
    (("slacalc",), 1.0, "policy.slacalc", "is a float"),
    (("name",), 5, "policy.name", "give text"),
    (("name",), None, "policy.name", "give text"),
    (("level",), [], "policy.level", "did you mean 'levels'"),
    (("zzz",), 1, "policy.zzz", "use one of"),
    (("schedules",), [], "policy.schedules", "give a table"),
    (("schedules", "office"), "9-18", "policy.schedules.office", "no time of day"),
    (("schedules", "office"), "09:00-12:00 11:00-13:00", "policy.schedules.office", "overlaps"),
    (("schedules", "office"), "09:00-09:00", "policy.schedules.office", "24 hours"),
    (("schedules", "office"), 5, "policy.schedules.office", "is an int"),
    (("calendars",), [], "policy.calendars", "give a table"),
    (("calendars", "desk"), "Mon-Fri", "policy.calendars.desk", "give a table"),
    ((*DESK, "time_zone"), "Europe/Mosco", "policy.calendars.desk.time_zone", "'Europe/Moscow'"),
    ((*DESK, "time_zone"), "../etc/passwd", "policy.calendars.desk.time_zone", "no time zone"),
    ((*DESK, "time_zone"), 3, "policy.calendars.desk.time_zone", "give text"),
    ((*DESK, "timezone"), "UTC", "policy.calendars.desk.timezone", "did you mean 'time_zone'"),
    ((*DESK, "week"), "Mon-Fri", "policy.calendars.desk.", "not days and hours"),
    ((*DESK, "week"), "Mon-Fri 09:00-18:00; Fri closed", "policy.calendars.desk.", "twice"),
    ((*DESK, "week"), "Mon 09:00-12:00 11:00-13:00", "policy.calendars.desk.", "overlaps"),
    ((*DESK, "week"), "Mun 09:00-18:00", "policy.calendars.desk.", "did you mean"),
    ((*DESK, "week"), "Mon " * 50_000, "policy.calendars.desk.", "longer than"),
    ((*DESK, "week"), {"mon": 5}, "policy.calendars.desk.", "DaySchedule"),
    ((*DESK, "week"), ["Mon"], "policy.calendars.desk.week", "give text or a table"),
    ((*DESK, "holidays"), "2026-01-01", "policy.calendars.desk.holidays", "or a list"),
    ((*DESK, "holidays"), ["2026-02-30"], "policy.calendars.desk.", "is no date"),
    ((*DESK, "holidays"), [5], "policy.calendars.desk.", "is an int"),
    ((*DESK, "holidays"), [[]], "policy.calendars.desk.", "is a list"),
    ((*DESK, "holidays"), [{}], "policy.calendars.desk.", "is a dict"),
    ((*DESK, "holidays"), {"2026-01-01": 5}, "policy.calendars.desk.", "is an int"),
    ((*DESK, "exceptions"), {"2026-01-01": "shorter"}, "policy.calendars.desk.", "2026-01-01"),
    ((*DESK, "exceptions"), {"2026-01-01": 5}, "policy.calendars.desk.", "2026-01-01"),
    ((*DESK, "exceptions"), {"soon": "closed"}, "policy.calendars.desk.", "is no date"),
    ((*DESK, "exceptions"), ["2026-01-01"], "policy.calendars.desk.exceptions", "give a table"),
    (("levels",), {}, "policy.levels", "give a list"),
    (("levels",), ["VIP"], "policy.levels[0]", "give a table"),
    ((*VIP, "name"), "Outage", "policy.levels", "twice"),
    ((*VIP, "name"), "По умолчанию", "policy.levels", "twice"),
    ((*VIP, "name"), "", "policy.levels[0].name", "is no name"),
    ((*VIP, "name"), 5, "policy.levels[0].name", "give text"),
    ((*VIP, "calendar"), "dest", "policy.levels[0].calendar", "did you mean 'desk'"),
    ((*VIP, "calendar"), "moon", "policy.levels[0].calendar", "the calendars here are desk, duty"),
    ((*VIP, "calendar"), 5, "policy.levels[0].calendar", "give text"),
    ((*VIP, "schedule"), "offise", "policy.levels[0].schedule", "did you mean 'office'"),
    ((*VIP, "response"), "-30m", "policy.levels[0].response", "is no duration"),
    ((*VIP, "response"), "0m", "policy.levels[0].response", "promises nothing"),
    ((*VIP, "response"), "1d", "policy.levels[0].response", "ambiguous"),
    ((*VIP, "response"), 30, "policy.levels[0].response", "give text"),
    ((*VIP, "resolution"), "soon", "policy.levels[0].resolution", "is no duration"),
    ((*VIP, "resolution"), False, "policy.levels[0].resolution", "give text"),
    ((*VIP, "resolutoin"), "8h", "policy.levels[0].resolutoin", "did you mean 'resolution'"),
    ((*VIP, "conditions"), ["vip"], "policy.levels[0].conditions", "give a table"),
    ((*VIP, "conditions"), {"a": {"iz": 1}}, "policy.levels[0].conditions.a", "is, is_not, in, "),
    ((*VIP, "conditions"), {"a": {}}, "policy.levels[0].conditions.a", "is, is_not, in, "),
    ((*VIP, "conditions"), {"a": [[1]]}, "policy.levels[0].conditions.a", "compared"),
    ((*VIP, "conditions"), {"a": time(9)}, "policy.levels[0].conditions.a", "compared"),
    ((*VIP, "conditions"), {"a": float("nan")}, "policy.levels[0].conditions.a", "compared"),
    ((*VIP, "profile"), "jra", "policy.levels[0].profile", "did you mean 'jira'"),
    ((*VIP, "profile"), 5, "policy.levels[0].profile", "give text or a table"),
    ((*VIP, "profile", "after_breach"), "stop", "policy.levels[0].profile.after_", "extend, keep"),
    ((*VIP, "profile", "reopens"), "count", "policy.levels[0].profile.reopens", "'reopen'"),
    ((*VIP, "profile", "name"), " ", "policy.levels[0].profile", "has no name"),
    ((*VIP, "after_breach"), "keep", "policy.levels[0].after_breach", "unknown key"),
    ((*VIP, "escalations"), {}, "policy.levels[0].escalations", "give a list"),
    ((*VIP, "escalations"), ["75%"], "policy.levels[0].escalations[0]", "a mapping"),
    ((*VIP, "escalations", 1, "at"), "1h", "policy.levels[0].escalations[1].at", "'-1h'"),
    ((*VIP, "escalations", 1, "at"), 0.75, "policy.levels[0].escalations[1].at", "give text"),
    ((*VIP, "escalations", 1, "target"), "reply", "policy.levels[0].escalations[1].t", "no target"),
    ((*VIP, "escalations", 1, "act"), "x", "policy.levels[0].escalations[1].act", "unknown key"),
    (
        (*VIP, "targets"),
        {"a": {"duration": "1h", "stops_on": "cancel"}},
        "policy.levels[0].targets.a.stops_on",
        "cancels all",
    ),
    (("default",), "VIP", "policy.default", "give a table"),
    (("default", "conditions"), {"a": 1}, "policy.default.conditions", "leave them out"),
    (("statuses",), ["В работе"], "policy.statuses", "give a table"),
    (("statuses", "В работе"), "pauze", "policy.statuses.В работе", "did you mean 'pause'"),
    (("statuses", "В работе"), ["start"], "policy.statuses.В работе", "is no event"),
    (("statuses", "В работе"), ["assign"], "policy.statuses.В работе", "more than a status can"),
    (("statuses", "В работе"), "pause:", "policy.statuses.В работе", "did you mean 'pause'"),
    (("statuses", "В работе"), 5, "policy.statuses.В работе", "is no event"),
    (("log",), "ID", "policy.log", "give a table"),
    (("log", "delimiter"), "::", "policy.log.delimiter", "a comma, a semicolon"),
    (("log", "delimiter"), "", "policy.log.delimiter", "a comma, a semicolon"),
    (("log", "delimiter"), 5, "policy.log.delimiter", "give text"),
    (("log", "status"), [], "policy.log.status", "name one or several"),
    (("log", "status"), [5], "policy.log.status", "write it as text"),
    (("log", "time_zone"), "Mars", "policy.log.time_zone", "no time zone"),
    (("log", "separator"), ";", "policy.log.separator", "unknown key"),
]


class TestFaults:
    """Each fault is a PolicyError that names its place, and there is no policy."""

    @pytest.mark.parametrize(
        ("path", "value", "place", "says"),
        FAULTS,
        ids=[f"{'.'.join(map(str, path))}={value!r:.30}" for path, value, _, _ in FAULTS],
    )
    def test_a_fault_is_named_with_its_place(
        self, path: tuple[str | int, ...], value: object, place: str, says: str
    ) -> None:
        """The error names the key path and what is wrong or what to do."""
        with pytest.raises(PolicyError) as caught:
            Policy.from_dict(changed(*path, value=value))
        assert caught.value.argument.startswith(place)
        assert says in str(caught.value)

    @pytest.mark.parametrize(
        ("path", "place"),
        [
            (("slacalc",), "policy.slacalc"),
            (("calendars",), "policy.calendars"),
            (("default",), "policy.default"),
            (("calendars", "desk", "week"), "policy.calendars.desk.week"),
            (("calendars", "duty", "time_zone"), "policy.calendars.duty.time_zone"),
            (("levels", 1, "name"), "policy.levels[1].name"),
            (("levels", 1, "calendar"), "policy.levels[1].calendar"),
            (("default", "name"), "policy.default.name"),
        ],
        ids=str,
    )
    def test_what_must_be_there_is_missed_by_name(
        self, path: tuple[str | int, ...], place: str
    ) -> None:
        """A key that is missing is named with its place."""
        table: dict[str, Any] = good()
        inner: Any = table
        for key in path[:-1]:
            inner = inner[key]
        del inner[path[-1]]
        with pytest.raises(PolicyError, match="is missing") as caught:
            Policy.from_dict(table)
        assert caught.value.argument == place

    def test_a_misspelt_key_that_is_missing_is_recognised(self) -> None:
        """Where a needed key was misspelt, the error names the one that is there."""
        table = copy.deepcopy(SMALL)
        table["calendar"] = table.pop("calendars")
        with pytest.raises(PolicyError, match=r"policy.calendar=.*did you mean 'calendars'"):
            Policy.from_dict(table)

    @pytest.mark.parametrize(
        "table",
        [
            None,
            [],
            "slacalc = 1",
            5,
            {},
            {5: 1},
            SMALL | {5: 1},
            SMALL | {"schedules": {5: "09:00-18:00"}},
            SMALL | {"calendars": {5: SMALL["calendars"]}},
            SMALL | {"statuses": {5: "pause"}},
            SMALL | {"default": {5: 1}},
            SMALL | {"levels": [{5: 1}]},
            SMALL | {"log": {5: 1}},
        ],
        ids=lambda table: repr(table)[-40:],
    )
    def test_what_is_no_table_is_refused(self, table: Any) -> None:
        """Neither other types nor keys that are no text are read."""
        with pytest.raises(PolicyError):
            Policy.from_dict(table)


def test_a_naive_instant_opens_nothing() -> None:
    """A request is registered at an instant, not at a wall-clock time."""
    with pytest.raises(SlacalcError, match="no time zone"):
        Policy.from_dict(SMALL).open({}, at=datetime(2026, 3, 2, 10))
