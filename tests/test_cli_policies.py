"""The commands about policies: check, level, diff, archive, schema."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("click", reason="the command line needs the extra [cli]")
pytest.importorskip("rich", reason="the command line needs the extra [cli]")

from click.testing import CliRunner, Result

from slacalc import Policy
from slacalc.check import CODES
from slacalc.cli import commands

TESTS = Path(__file__).parent
EXAMPLES = TESTS.parent / "examples"
POLICY = str(EXAMPLES / "support.toml")


def run(*words: str) -> Result:
    """Run a command and return its result."""
    return CliRunner().invoke(commands, words)


def changed(folder: Path, old: str, new: str) -> str:
    """Write the example with some words changed, and return the path."""
    text = (EXAMPLES / "support.toml").read_text(encoding="utf-8")
    assert old in text
    file = folder / "changed.toml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    return str(file)


@pytest.mark.parametrize("name", ["support.toml", "volvo.toml"])
def test_check_prints_nothing_for_a_sound_policy(name: str) -> None:
    """Nothing printed is nothing found, and the exit code is 0."""
    result = run("check", str(EXAMPLES / name))
    assert (result.exit_code, result.output) == (0, "")


def test_check_prints_each_kind_of_finding_once() -> None:
    """Two bad policies give every code once: one read alone, one tried on a sample."""
    alone = run("check", str(TESTS / "bad_policy.toml"), "--until", "2027-06-30")
    sample = str(TESTS / "bad_fit.csv")
    tried = run("check", str(TESTS / "bad_fit.toml"), "--sample", sample, "--until", "2026-01-01")
    lines = [*alone.output.splitlines(), *tried.output.splitlines()]
    told = filter(None, lines)  # an old rich leaves an empty line where it showed its progress
    assert sorted(line.split()[2] for line in told) == sorted(CODES)
    assert (alone.exit_code, tried.exit_code) == (1, 0)


def test_check_names_the_line_of_each_finding(tmp_path: Path) -> None:
    """A finding begins with the file and the line of its place."""
    policy = changed(tmp_path, 'resolution = "4h"', 'resolution = "5m"')
    result = run("check", policy)
    assert result.exit_code == 1
    assert result.output.startswith(f"{policy}:30 error resolution-first at levels[0].")
    line = Path(policy).read_text(encoding="utf-8").splitlines()[29]
    assert line == 'resolution = "5m"'


def test_check_as_json_is_for_programs() -> None:
    """Each finding has its code, severity, place, file, line, words, remedy and witness."""
    result = run("check", str(TESTS / "bad_policy.toml"), "--until", "2027-06-30", "--json")
    found = json.loads(result.output)["findings"]
    assert result.exit_code == 1
    bad = str(TESTS / "bad_policy.toml")
    assert all(one["file"] == bad and one["line"] > 0 for one in found)
    shadowed = next(one for one in found if one["code"] == "unreachable")
    policy = Policy.load(TESTS / "bad_policy.toml")
    number = int(shadowed["place"].removeprefix("levels[").partition("]")[0])
    level = policy.chain.levels[number]
    assert level.matches(shadowed["witness"])
    assert policy.chain.level_for(shadowed["witness"]) != level


def test_check_sees_what_a_later_version_breaks(tmp_path: Path) -> None:
    """Every edition is checked, and a finding says from which day it is so."""
    later = '\n[[default.versions]]\nvalid_from = 2027-01-01\nresolution = "1h"\n\n[statuses]'
    policy = changed(tmp_path, "\n[statuses]", later)
    result = run("check", policy)
    assert result.exit_code == 1
    (line,) = result.output.splitlines()
    assert "resolution-first at default.versions[0].resolution: from 2027-01-01: " in line
    number = int(line.removeprefix(f"{policy}:").split()[0])
    said = Path(policy).read_text(encoding="utf-8").splitlines()
    assert said[number - 1] == 'resolution = "1h"'


def test_level_says_which_level_and_why() -> None:
    """The table has each condition that was tried, with what it saw."""
    result = run("level", POLICY, "client=vip", "type=question")
    assert result.exit_code == 0
    assert result.output.startswith("level       VIP")
    assert "Outage" in result.output
    told = json.loads(run("level", POLICY, "client=vip", "type=question", "--json").output)
    assert told == Policy.load(POLICY).explain({"client": "vip", "type": "question"}).to_dict()


def test_level_of_an_instant_is_that_of_its_edition() -> None:
    """With --at the edition in force is asked, on the calendar's clock without an offset."""
    at = "2027-01-01T00:00:00+03:00"
    assert run("level", POLICY, "--at", at).output.startswith("level       По умолчанию")
    refused = run("level", POLICY, "--at", "today")
    assert refused.exit_code == 2
    assert "offset" in refused.output
    assert run("level", POLICY, "--at", "2027-01-01 00:00").exit_code == 0


def test_diff_says_what_changed_and_whom_it_touches(tmp_path: Path) -> None:
    """A changed promise is a line; two equal policies print nothing."""
    new = changed(tmp_path, 'resolution = "16h"', 'resolution = "12h"')
    result = run("diff", POLICY, new)
    words = "levels.По умолчанию.resolution: is 12h, was 16h (levels: По умолчанию)\n"
    assert (result.exit_code, result.output) == (0, words)
    assert run("diff", POLICY, POLICY).output == ""
    (change,) = json.loads(run("diff", POLICY, new, "--json").output)["changes"]
    assert change["place"] == "levels.По умолчанию.resolution"


def test_diff_over_a_span_gives_the_days(tmp_path: Path) -> None:
    """With two days the hours are compared day by day; one day alone is refused."""
    new = changed(tmp_path, 'week = "Mon-Fri 09:00-18:00"', 'week = "Mon-Thu 09:00-18:00"')
    result = run("diff", POLICY, new, "--since", "2026-03-01", "--until", "2026-03-14")
    assert "(days: 2026-03-06, 2026-03-13)" in result.output
    assert run("diff", POLICY, new, "--since", "2026-03-01").exit_code == 2


def test_archive_keeps_each_promise_once(tmp_path: Path) -> None:
    """The second run adds nothing, and a changed promise is added beside the old one."""
    policy = changed(tmp_path, "slacalc = 1", "slacalc = 1")
    first = run("archive", policy)
    assert first.exit_code == 0
    assert first.output.count(" new") == 3
    folder = tmp_path / "changed.archive"
    assert len([*folder.iterdir()]) == 3
    assert run("archive", policy).output.count(" kept") == 3
    changed(tmp_path, 'resolution = "16h"', 'resolution = "12h"')
    told = json.loads(run("archive", policy, "--json").output)
    assert [level["added"] for level in told["levels"]] == [False, False, True]
    assert len([*folder.iterdir()]) == 4


def test_schema_prints_the_schema_for_editors() -> None:
    """The command prints what is shipped."""
    shipped = TESTS.parent / "src" / "slacalc" / "policy.schema.json"
    told = json.loads(run("schema").output)
    assert told == json.loads(shipped.read_text(encoding="utf-8"))
