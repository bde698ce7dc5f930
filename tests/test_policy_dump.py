from __future__ import annotations

import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any

import pytest
from effort import examples, seconds
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from policy_strategies import policies
from sample_policy import TOML, good
from strategies import fresh

from slacalc import Calendar, LevelChain, LevelError, Policy, PolicyError, SupportLevel

ROOT = Path(__file__).parents[1]
slow_draws = settings(
    examples(40),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a policy takes minutes to shrink
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
DESK = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow", name="Desk")


@slow_draws
@given(fresh(policies()), st.sampled_from(["policy.json", "policy.toml"]))
def test_a_dumped_policy_is_loaded_as_it_was(tmp_path: Path, policy: Policy, name: str) -> None:
    """What is written reads back to an equal policy with an equal fingerprint."""
    if name.endswith("toml"):
        pytest.importorskip("tomli_w", reason="writing TOML needs the extra [toml]")
    read = Policy.load(policy.dump(tmp_path / name))
    assert read == policy
    assert read.fingerprint == policy.fingerprint
    assert hash(read) == hash(policy)


def _shuffled(draw: st.DataObject, table: Any) -> Any:
    """Return a table with its keys in another order, conditions apart, where order is told."""
    if isinstance(table, Mapping):
        keys = draw.draw(st.permutations(list(table)))
        return {
            key: table[key] if key == "conditions" else _shuffled(draw, table[key]) for key in keys
        }
    return [_shuffled(draw, one) for one in table] if isinstance(table, list) else table


@slow_draws
@given(fresh(policies()), st.data())
def test_the_order_of_keys_matters_not(policy: Policy, draw: st.DataObject) -> None:
    """A policy with its keys in another order is equal, and has the same fingerprint."""
    read = Policy.from_dict(_shuffled(draw, policy.to_dict()))
    assert read.fingerprint == policy.fingerprint
    assert read == policy


@slow_draws
@given(fresh(policies()), st.data())
def test_a_fingerprint_tells_what_differs(policy: Policy, draw: st.DataObject) -> None:
    """A policy with one text changed is another one, with another fingerprint."""
    table = json.loads(json.dumps(policy.to_dict()))
    level = draw.draw(st.sampled_from([*table["levels"], table["default"]]))
    level["name"] += "x"
    calendar = draw.draw(st.sampled_from([*table["calendars"].values()]))
    one = Policy.from_dict(table)
    assert one != policy
    assert one.fingerprint != policy.fingerprint
    calendar["name"] = "another"
    assert Policy.from_dict(table).fingerprint not in (policy.fingerprint, one.fingerprint)


@pytest.mark.parametrize("name", ["support.toml", "volvo.toml"])
def test_the_examples_come_back(tmp_path: Path, name: str) -> None:
    """The policies of the examples are dumped and loaded."""
    policy = Policy.load(ROOT / "examples" / name)
    assert Policy.load(policy.dump(tmp_path / "policy.json")) == policy


GOLDEN = {
    "policy": "slacalc1:529908a24747eb23d36798ab76901ffe",
    "default": "slacalc1:698ca5276e60e08225e627e8bd3855bf",
    "desk": "slacalc1:34ca0f7dcc4397a859f4182ef5463904",
    "duty": "slacalc1:07392dc7f03241c0d0e7e9e526f668d2",
}


def test_fingerprints_stay_the_same() -> None:
    """Fingerprints are stored with clocks, so no release may change one."""
    policy = Policy.from_dict(good())
    assert {
        "policy": policy.fingerprint,
        "default": policy.chain.default.fingerprint,
        "desk": policy.calendars["desk"].fingerprint,
        "duty": policy.calendars["duty"].fingerprint,
    } == GOLDEN


def test_calendars_that_nobody_named_get_names() -> None:
    """A policy made in Python names the calendars of its levels by their own names."""
    other = Calendar("Sat 09:00-18:00", time_zone="Europe/Moscow", name="Desk")
    unnamed = Calendar("Sun 09:00-18:00", time_zone="Europe/Moscow")
    levels = [
        SupportLevel(str(number), calendar=calendar, resolution="1h")
        for number, calendar in enumerate((DESK, other, unnamed))
    ]
    policy = Policy(LevelChain(levels[1:], default=levels[0]))
    assert policy.calendars == {"Desk": other, "calendar": unnamed, "Desk 2": DESK}
    assert Policy.from_dict(json.loads(json.dumps(policy.to_dict()))) == policy


def test_a_callable_can_not_be_saved(tmp_path: Path) -> None:
    """A condition that is a function is named when it stands in the way, and nothing is written."""

    def is_big(ticket: Mapping[str, Any]) -> bool:
        return len(ticket) > 2

    level = SupportLevel("Big", calendar=DESK, resolution="1h", conditions=[is_big])
    policy = Policy(LevelChain([level], default=SupportLevel("D", calendar=DESK)))
    with pytest.raises(LevelError, match="is_big"):
        policy.dump(tmp_path / "policy.json")
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("name", ["policy.yaml", "policy", "missing/policy.json", ".json/x.json"])
def test_a_place_that_can_not_be_written_is_refused(tmp_path: Path, name: str) -> None:
    """Another suffix, or no folder, is an error, and leaves nothing behind."""
    with pytest.raises(PolicyError, match="path="):
        Policy.from_dict(good()).dump(tmp_path / name)
    assert not [*tmp_path.iterdir()]


def test_a_dump_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    """A file is written whole or not at all."""
    file = tmp_path / "policy.json"
    Policy.from_dict(good()).dump(file)
    before = file.read_bytes()
    strange = SupportLevel("\ud800", calendar=DESK, resolution="1h")
    with pytest.raises(PolicyError):
        Policy(LevelChain([], default=strange)).dump(file)
    assert file.read_bytes() == before
    assert [*tmp_path.iterdir()] == [file]


def test_json_and_toml_say_the_same(tmp_path: Path) -> None:
    """A policy may be written in either."""
    toml, plain = tmp_path / "support.toml", tmp_path / "support.json"
    toml.write_text(TOML, encoding="utf-8")
    plain.write_text(json.dumps(Policy.load(toml).to_dict()), encoding="utf-8")
    assert Policy.load(plain) == Policy.load(toml)


ORDERS = [
    ({"x": 1, "any_of": [{"a": 1}, {"b": 2}]}, {"any_of": [{"b": 2}, {"a": 1}], "x": 1}),
    ({"any_of": [{"a": 1, "b": 2}, {"c": 1}]}, {"any_of": [{"c": 1}, {"b": 2, "a": 1}]}),
    ({"x": 1}, {"x": {"is": 1.0}}),
    ({"x": 0.0}, {"x": -0.0}),
    ({"x": {"is": {"decimal": "2.50"}}}, {"x": {"is": {"fraction": "5/2"}}}),
    (
        {"x": {"is": {"instant": "2026-03-02T10:00:00+03:00"}}},
        {"x": {"is": {"instant": "2026-03-02T07:00:00Z"}}},
    ),
    ({"x": {"date": "2026-03-02"}}, {"x": {"is": {"date": "2026-03-02"}}}),
]


@pytest.mark.parametrize(("one", "other"), ORDERS, ids=repr)
def test_a_fingerprint_minds_no_order_and_no_spelling(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    """Conditions that are the same have one fingerprint, and those that differ have two."""
    levels = [SupportLevel("L", calendar=DESK, conditions=said) for said in (one, other)]
    assert levels[0].fingerprint == levels[1].fingerprint
    assert levels[0].fingerprint != SupportLevel("L", calendar=DESK).fingerprint


def changed_from(first: dict[str, Any], **later: Any) -> dict[str, Any]:
    """Give a policy of one level with a version."""
    level = {"name": "L", "calendar": "desk", "resolution": "1h", **first}
    version = {"valid_from": "2027-01-01", **later}
    desk = {"time_zone": "UTC", "week": "Mon-Fri 09:00-18:00", "name": "N"}
    twin = desk | {"versions": [{"valid_from": "2027-01-01", "week": "Mon 09:00-10:00"}]}
    return {
        "slacalc": 1,
        "calendars": {
            "desk": desk,
            "a": twin,
            "tokyo": {"time_zone": "Asia/Tokyo", "week": "Mon 09:00-10:00"},
            "both": {"any_of": ["tokyo", "desk"]},
        },
        "levels": [level | {"versions": [version]}],
        "default": {"name": "D", "calendar": "both", "resolution": "1h"},
    }


INLINE = {"time_zone": "Asia/Tokyo", "week": "Tue 09:00-10:00"}
VERSIONS = {
    "true for one": changed_from({"conditions": {"x": 1}}, conditions={"x": True}),
    "an inline calendar comes": changed_from({}, calendar=INLINE),
    "an inline calendar goes": changed_from({"calendar": INLINE}, calendar="desk"),
}


@pytest.mark.parametrize("said", VERSIONS.values(), ids=VERSIONS)
def test_versions_that_were_hard_to_write_come_back(said: dict[str, Any]) -> None:
    """True is not 1, and calendars may be said in versions, or be equal for a while."""
    policy = Policy.from_dict(said)
    assert len(policy.editions) in (2, 3)
    assert Policy.from_dict(json.loads(json.dumps(policy.to_dict()))) == policy
    later = datetime(2027, 6, 1, tzinfo=UTC)
    assert policy.as_of(later).fingerprint != policy.fingerprint


def test_what_shares_a_name_or_its_hours_has_one_fingerprint() -> None:
    """Schedules that say the same are the same, whichever of them a level names."""
    told = []
    for names in (("x", "y"), ("y", "x")):
        table = changed_from({"schedule": names[0]}, resolution="2h")
        table["schedules"] = dict.fromkeys(names, "10:00-16:00")
        told.append(Policy.from_dict(table))
    assert told[0] == told[1]
    assert told[0].fingerprint == told[1].fingerprint


def test_a_calendar_made_of_one_many_times_costs_little() -> None:
    """Fingerprints and archived promises say each calendar once."""
    big = Calendar(
        "Mon-Fri 09:00-18:00",
        time_zone="UTC",
        holidays={f"20{n // 12:02}-{n % 12 + 1:02}-05": "x" * 400 for n in range(1200)},
    )
    many = reduce(or_, [big] * 900)
    started = time.process_time()
    level = SupportLevel("L", calendar=many, resolution="1h")
    assert len(level.fingerprint) == len(DESK.fingerprint)
    assert time.process_time() - started < seconds(1)
