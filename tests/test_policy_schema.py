"""The schema of policy files: what it says is what the library reads, no more and no less."""

from __future__ import annotations

import copy
import json
import re
import shutil
import subprocess
import sys
import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from sample_policy import TOML, good

import slacalc
from slacalc import Policy, PolicyError, policy_keys
from slacalc.operators import OPERATORS
from slacalc.policy_schema import policy_schema, schema_text
from slacalc.values import value_of

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = Path(slacalc.__file__).with_name("policy.schema.json")
EXAMPLES = sorted((ROOT / "examples").glob("*.toml"))
VALIDATOR = Draft7Validator(policy_schema())
TAPLO = shutil.which("taplo", path=Path(sys.executable).parent) or shutil.which("taplo")
needs_taplo = pytest.mark.skipif(not TAPLO, reason="taplo is not installed: pip install taplo")
FENCES = [
    pytest.param(body, id=f"{page.stem}{number}")
    for page in sorted((ROOT / "docs").rglob("*.md"))
    for number, body in enumerate(
        re.findall(
            r"^```toml\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
        )
    )
]


def faults(table: object) -> list[str]:
    """Return what the schema refuses in tables, whose dates are text as in JSON."""
    plain = json.loads(json.dumps(table, default=str))
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(plain)]


def test_the_shipped_schema_is_the_generated_one() -> None:
    """The file in the package says what the code says; `make schema` writes it anew."""
    assert SHIPPED.read_text(encoding="utf-8") == schema_text()
    assert json.loads(schema_text()) == policy_schema()


def test_the_schema_is_a_schema() -> None:
    """It is a proper one, every reference leads somewhere, and every key is explained."""
    schema = policy_schema()
    Draft7Validator.check_schema(schema)
    text = json.dumps(schema)
    tables = [schema, *(one for one in schema["definitions"].values() if "properties" in one)]

    assert set(re.findall(r'"#/definitions/(\w+)"', text)) <= set(schema["definitions"])
    for table in tables:
        assert table.get("additionalProperties") is not None
    for key in (key for table in tables[:1] for key in table["properties"].values()):
        assert key["description"].endswith(".")


def test_the_operators_are_those_of_conditions() -> None:
    """Every operator of the library is in the schema, and nothing else is."""
    keys = policy_schema()["definitions"]["operation"]["properties"]
    assert [*keys] == [*OPERATORS, "ignore_case"]
    assert set(policy_keys._OPERANDS) == set(OPERATORS)
    assert policy_schema()["properties"]["slacalc"]["const"] == slacalc.policy.FORMAT


def test_the_values_are_those_of_conditions() -> None:
    """The tables that stand for dates and numbers are those that conditions read."""
    samples = {
        "date": "2026-03-02",
        "instant": "2026-03-02T10:00:00+03:00",
        "wall_time": "2026-03-02T10:00:00",
        "decimal": "2.50",
        "fraction": "1/3",
    }
    assert set(samples) == set(policy_schema()["definitions"]["value"]["properties"])
    for name, said in samples.items():
        assert value_of("value", {name: said}) != said


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.name)
def test_the_examples_fit_the_schema(file: Path) -> None:
    """What the examples say, the schema allows."""
    assert faults(tomllib.loads(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("body", [*FENCES, pytest.param(TOML, id="sample")])
def test_the_pages_fit_the_schema(body: str) -> None:
    """What the pages show as a policy, the schema allows."""
    assert faults(tomllib.loads(body)) == []


def strange(*path: str | int) -> list[str]:
    """Return the keys that the library offers in place of an unknown one, at a place."""
    table = copy.deepcopy(whole())
    inner: Any = table
    for key in path:
        inner = inner[key]
    inner["zzzzzzzzzz"] = 1
    with pytest.raises(PolicyError, match=r"zzzz|level_for") as caught:
        Policy.from_dict(table)
    known = caught.value.remedy.removeprefix("use ").removeprefix("one of ")
    return sorted(re.findall(r"[a-z_]+", known))


def whole() -> dict[str, Any]:
    """Give tables in which every table of a policy occurs."""
    table = good()
    desk = table["calendars"]["desk"]
    desk["closures"] = [{"start": "2026-12-24 18:00", "end": "2026-12-25 00:00", "reason": "x"}]
    desk["exceptions"] = {"2026-03-06": {"rule": "short 1h", "reason": "x"}}
    table["calendars"]["crew"] = {
        "time_zone": "UTC",
        "week": {"turns": ["Tue 08:00-20:00", {"mon": "08:00-20:00"}], "anchor": "2026-01-05"},
    }
    table["calendars"]["both"] = {"any_of": ["desk", "duty"], "without": [desk]}
    table["calendars"]["moved"] = {"before": "desk", "changes_on": "2027-01-01", "after": desk}
    table["levels"][0]["targets"] = {"reply": {"duration": "2h", "starts_on": "asked"}}
    return table


@pytest.mark.parametrize(
    ("path", "tables"),
    [
        (("calendars", "desk"), [(policy_keys.CALENDAR_NAME,), policy_keys.DAYS]),
        (("calendars", "both"), [(policy_keys.CALENDAR_NAME,), policy_keys.MADE]),
        (("calendars", "moved"), [(policy_keys.CALENDAR_NAME,), policy_keys.CHANGED]),
        (("calendars", "desk", "closures", 0), [policy_keys.CLOSURE]),
        (("calendars", "desk", "exceptions", "2026-03-06"), [policy_keys.EXCEPTION]),
        (("calendars", "crew", "week"), [policy_keys.ROTA]),
        (("levels", 0), [policy_keys.LEVEL]),
        (("levels", 0, "targets", "reply"), [policy_keys.TARGET]),
        (("levels", 0, "profile"), [policy_keys.PROFILE]),
        (("levels", 0, "escalations", 0), [policy_keys.ESCALATION]),
        (("log",), [policy_keys.LOG]),
    ],
    ids=lambda said: ".".join(map(str, said)) if isinstance(said, tuple) else None,
)
def test_the_keys_are_those_that_the_library_reads(
    path: tuple[str | int, ...], tables: list[tuple[policy_keys.Key, ...]]
) -> None:
    """For each table, the library's own list of its keys is that of the schema."""
    assert faults(whole()) == []
    assert strange(*path) == sorted(key.name for table in tables for key in table)


def test_the_required_keys_are_those_that_the_library_misses() -> None:
    """A policy without one of the keys that are marked as required is refused by both."""
    needed = [
        (),
        ("levels", 0),
        ("default",),
        ("calendars", "desk", "exceptions", "2026-03-06"),
        ("calendars", "crew", "week"),
        ("levels", 0, "targets", "reply"),
        ("levels", 0, "escalations", 0),
    ]
    tables = [
        policy_keys.POLICY,
        policy_keys.LEVEL,
        policy_keys.LEVEL,
        policy_keys.EXCEPTION,
        policy_keys.ROTA,
        policy_keys.TARGET,
        policy_keys.ESCALATION,
    ]
    for path, keys in zip(needed, tables, strict=True):
        for key in keys:
            table: Any = whole()
            inner = table
            for step in path:
                inner = inner[step]
            if inner.pop(key.name, None) is not None and key.required:
                assert faults(table), (path, key.name)
                with pytest.raises(PolicyError, match=r"missing|calendar"):
                    Policy.from_dict(table)


BAD = {
    "an unknown key": ('name = "D"', 'nmae = "D"', ":23:"),
    "a misspelt table": ("[log]", "[lgo]", ":35:"),
    "a number for text": ('resolution = "8h"', "resolution = 8", ":16:"),
    "a text for a list": ("[[levels]]", "[levels]", ":12:"),
    "a misspelt operator": ('{ is = "vip" }', '{ iz = "vip" }', ":17:"),
    "a misspelt group": ("any_of = [{", "anyof = [{", ":18:"),
    "an operand of another type": ("less = 5", 'less = "five"', ":18:"),
    "a range of three": ("[1, 9]", "[1, 5, 9]", ":18:"),
    "an unknown way": ('outside = "raise"', 'outside = "rise"', ":9:"),
    "another format": ("slacalc = 1", "slacalc = 2", ":1:"),
    "an include outside": ('"shared.toml"', '"/etc/shared.toml"', ":2:"),
    "a delimiter of two": ('delimiter = ";"', 'delimiter = ";;"', ":36:"),
    "a closure's misspelt end": ("end = 2026", "and = 2026", ":10:"),
    "a target without a duration": ('duration = "2h", ', "", ":19:"),
    "no name": ('name = "VIP"\n', "", ":12:"),
    "an unknown profile": ('profile = "zammad"', 'profile = "zamad"', ":20:"),
    "an unknown way of a profile": ('waits = "all"', 'waits = "some"', ":28:"),
    "an escalation of a number": ('at = "75%"', "at = 75", ":21:"),
    "an escalation's misspelt key": ("action =", "act =", ":21:"),
    "a version without a day": ("valid_from = 2027-01-01", "outside = 'warn'", ":26:"),
}
FULL = """slacalc = 1
include = ["shared.toml"]
name = "Helpdesk"

[calendars.desk]
time_zone = "UTC"
week = "Mon-Fri 09:00-18:00"
holidays = [2026-01-01]
outside = "raise"
closures = [{ start = 2026-07-01T10:00:00, end = 2026-07-01T11:00:00Z }]

[[levels]]
name = "VIP"
calendar = "desk"
response = { urgent = "15m", "*" = "4h" }
resolution = "8h"
conditions.client = { is = "vip" }
conditions.any_of = [{ users = { less = 5 } }, { users = { between = [1, 9] } }]
targets.reply = { duration = "2h", starts_on = "asked", stops_on = ["respond"] }
profile = "zammad"
escalations = [{ target = "reply", at = "75%", action = "call" }, { target = "reply", at = "+1h" }]

[default]
name = "D"
calendar = { time_zone = "UTC", week = { mon = "09:00-10:00" } }
versions = [{ valid_from = 2027-01-01, calendar = "desk" }]
resolution = "2 working days"
profile = { name = "jira", waits = "all" }

[statuses]
"Open" = []
"Done" = "resolve"
"Asked" = ["asked", "pause:client"]

[log]
delimiter = ";"
"""


def linted(folder: Path, text: str) -> tuple[int, str]:
    """Return what taplo says about a file: its exit code and its findings."""
    file = folder / "policy.toml"
    file.write_text(text, encoding="utf-8")
    command = [str(TAPLO), "lint", "--no-auto-config", "--colors", "never"]
    schema = ["--schema", SHIPPED.as_uri(), str(file)]
    done = subprocess.run([*command, *schema], capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


@needs_taplo
@pytest.mark.parametrize("body", [*FENCES, pytest.param(TOML, id="sample"), FULL])
def test_editors_accept_what_is_right(tmp_path: Path, body: str) -> None:
    """The linter of TOML files, given the shipped schema, has nothing to say of good ones."""
    code, said = linted(tmp_path, body)
    assert (code, "error" in said) == (0, False), said


@needs_taplo
@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.name)
def test_editors_accept_the_examples(tmp_path: Path, file: Path) -> None:
    """The same for the examples."""
    code, said = linted(tmp_path, file.read_text(encoding="utf-8"))
    assert (code, "error" in said) == (0, False), said


@pytest.mark.parametrize(("right", "wrong", "place"), BAD.values(), ids=BAD)
def test_what_is_wrong_is_refused(right: str, wrong: str, place: str) -> None:
    """Unknown keys, wrong types and misspelt words are faults of the schema."""
    assert place
    assert FULL.count(right) >= 1
    assert faults(tomllib.loads(FULL)) == []
    assert faults(tomllib.loads(FULL.replace(right, wrong)))


@needs_taplo
@pytest.mark.parametrize(("right", "wrong", "place"), BAD.values(), ids=BAD)
def test_editors_show_where_it_is_wrong(tmp_path: Path, right: str, wrong: str, place: str) -> None:
    """The same faults, shown by the linter at their line."""
    code, said = linted(tmp_path, FULL.replace(right, wrong))
    assert code != 0
    assert f"policy.toml{place}" in said


def test_dates_are_text_in_the_schema() -> None:
    """Dates of TOML fit where the schema wants text, as editors see them."""
    assert faults({"slacalc": 1, "default": whole()["default"], "calendars": {
        "desk": {"time_zone": "UTC", "week": "Mon 09:00-10:00", "known_from": date(2026, 1, 1),
                 "closures": [{"start": datetime(2026, 1, 1, 10)}]},
    }}) == []  # fmt: skip
