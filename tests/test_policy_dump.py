from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from policy_strategies import policies
from sample_policy import TOML, good
from strategies import fresh

from slacalc import Calendar, LevelChain, LevelError, Policy, PolicyError, SupportLevel

ROOT = Path(__file__).parents[1]
slow_draws = settings(
    deadline=None,
    max_examples=40,
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
    "policy": "slacalc1:9efaf5bb44b20bdbaad52af86a1ae40a",
    "default": "slacalc1:eb282349b9dd7f1e1adb889a9f25c94c",
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
