"""A small run of the fuzz: spoilt policies end in a policy or in an error that names the place.

`make fuzz` runs it in quantity.
"""

from __future__ import annotations

import json
import random
import re
import sys
from pathlib import Path

import interpreters
import pytest
from effort import EFFORT
from fuzz.files import case, seeds, shared_files
from fuzz.findings import Findings
from fuzz.tables import spoilt
from jsonschema import Draft7Validator

from slacalc import Policy, PolicyError
from slacalc.policy_schema import policy_schema

CASES = 400 if EFFORT.is_whole else 60


@pytest.mark.slow
def test_hazard_33_whatever_is_in_a_file_it_ends_well() -> None:
    """No spoilt file crashes, takes long, fills the memory, or hides where it is wrong."""
    done = interpreters.told(sys.executable, None, "-m", "fuzz.spoilt", str(CASES), "--seed", "1")
    said = (done.stdout + done.stderr).decode()

    assert done.returncode == 0, said
    ends = {end: int(count) for count, end in re.findall(r"(\d+) (policy|error)", said)}
    assert ends["policy"] + ends["error"] == CASES
    assert ends["policy"] > CASES // 20


def test_the_cases_are_many_and_the_same_for_a_seed(tmp_path: Path) -> None:
    """A case can be drawn again by its number, and no two are alike."""
    tables, names = seeds(), shared_files(tmp_path)
    drawn = [case(random.Random(f"1/{n}"), tables, names) for n in range(40)]
    again = [case(random.Random(f"1/{n}"), tables, names) for n in range(40)]

    assert drawn == again
    assert len(set(drawn)) > 35


def test_a_crash_and_a_place_that_is_missing_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fuzz itself tells a crash, and an error without a place, from a good end."""
    (tmp_path / "inside").mkdir()
    findings = Findings()

    def crash(_: object) -> None:
        raise RuntimeError("crash")

    def nowhere(_: object) -> None:
        raise PolicyError("somewhere", 1, "is wrong", "mend it")

    for load in (crash, nowhere):
        monkeypatch.setattr(Policy, "load", load)
        findings.add(tmp_path, "policy.toml", b"")
    assert len(findings.faults) == 2
    assert findings.ends == {"crash": 1, "error": 1}


@pytest.mark.slow
def test_what_the_schema_refuses_the_library_refuses() -> None:
    """An editor never marks as wrong what the library reads."""
    validator, tables, read = Draft7Validator(policy_schema()), seeds(), 0
    for number in range(CASES):
        table = spoilt(random.Random(f"schema/{number}"), tables[number % len(tables)])
        try:
            Policy.from_dict(table)
        except PolicyError:
            continue
        read += 1
        plain = json.loads(json.dumps(table, default=str))
        assert [error.message for error in validator.iter_errors(plain)] == [], table
    assert read > CASES // 20


@pytest.mark.parametrize("number", range(len(seeds())))
def test_what_a_policy_writes_fits_the_schema(number: int) -> None:
    """The tables of every policy at hand, written by the library, are right for editors too."""
    validator = Draft7Validator(policy_schema())
    table = Policy.from_dict(seeds()[number]).to_dict()

    assert [error.message for error in validator.iter_errors(table)] == []
