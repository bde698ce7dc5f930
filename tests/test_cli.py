"""The command line: what it prints, plain when piped, as JSON for programs; its errors."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("click", reason="the command line needs the extra [cli]")
pytest.importorskip("rich", reason="the command line needs the extra [cli]")

from click.testing import CliRunner, Result

from slacalc.cli import commands

EXAMPLES = Path(__file__).parents[1] / "examples"
POLICY = str(EXAMPLES / "support.toml")
LOG = str(EXAMPLES / "requests.csv")


def run(*words: str) -> Result:
    """Run a command and return its result."""
    return CliRunner().invoke(commands, words)


def test_deadline_prints_the_level_both_deadlines_and_the_proof() -> None:
    """The worked vector, with its wait, is due on Tuesday at 15:00, and the ledger sums."""
    result = run(
        "deadline", POLICY, "--at", "2026-03-02 10:00", "client=vip", "type=incident",
        "--wait", "2026-03-02 16:00", "2026-03-03 11:00",
    )  # fmt: skip

    assert result.exit_code == 0, result.output
    assert "Outage: type is 'incident', not 'outage'" in result.output
    assert "response    Mon 2026-03-02 10:30 MSK" in result.output
    assert "resolution  Tue 2026-03-03 15:00 MSK" in result.output
    assert "waited 4h" in result.output
    assert "8h  counted in all" in result.output


def test_deadline_as_json_holds_the_same() -> None:
    """JSON has the level, what was tried, and each target with its ledger."""
    result = run("deadline", POLICY, "--at", "2026-03-02T10:00:00+03:00", "client=acme", "--json")
    told = json.loads(result.output)

    assert told["level"] == "По умолчанию"
    assert [tried["holds"] for tried in told["tried"]] == [False, False]
    assert told["targets"]["response"]["due"] == "2026-03-02T15:00:00+03:00"
    assert told["targets"]["resolution"]["ledger"][0]["counted"] == "3h"


def test_a_field_can_be_given_as_json() -> None:
    """`name:=value` gives a number, `name=value` a text; a text is no number."""
    typed = run("deadline", POLICY, "--at", "2026-03-02 10:00", "type:=1", "--json")

    first = json.loads(typed.output)["tried"][0]

    assert first["verdicts"] == ["no: type is 1 (a number), not 'outage'"]


def test_output_that_is_piped_has_no_colours() -> None:
    """A pipe gets plain text: no escape codes, no line wrapped."""
    words = [sys.executable, "-m", "slacalc", "deadline", POLICY, "--at", "2026-03-02 10:00"]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout

    assert "\x1b" not in told
    assert "┃" not in told
    assert max(map(len, told.splitlines())) < 200


def test_replay_writes_a_row_a_request_and_prints_the_report(tmp_path: Path) -> None:
    """The file has each request once; the report has each level, and the dirty rows."""
    out = tmp_path / "results.csv"
    result = run("replay", POLICY, LOG, "--out", str(out))

    assert result.exit_code == 0, result.output
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["request"] for row in rows] == [f"R-{number}" for number in range(1, 8)]
    assert rows[0]["due"] == "2026-03-03T15:00:00+03:00"
    assert "fulfilment: response" in result.output
    assert "По умолчанию" in result.output
    assert "no dirty rows" in result.output


def test_replay_as_json_counts_the_same() -> None:
    """The report as JSON has the counts of each level, and the dirty rows by kind."""
    told = json.loads(run("replay", POLICY, LOG, "--json").output)

    assert told["requests"] == 7
    assert told["levels"][-1]["resolution_met"] == 3
    assert told["levels"][-1]["resolution_breached"] == 2
    assert told["dirty"] == {}


def test_replay_takes_columns_and_the_judgement_from_options(tmp_path: Path) -> None:
    """Columns of another name, and another instant of judgement, go over the policy's."""
    log = tmp_path / "other.csv"
    log.write_text("id,when,state\nA,2026-03-02 10:00,Зарегистрировано\n", encoding="utf-8")
    words = ["--request", "id", "--at", "when", "--status", "state",
             "--as-of", "2026-03-12T10:00:00+03:00"]  # fmt: skip
    told = json.loads(run("replay", POLICY, str(log), *words, "--json").output)

    assert told["levels"][-1]["resolution_breached"] == 1


def test_dirty_rows_are_reported_by_kind(tmp_path: Path) -> None:
    """What could not be used is in the report, with its lines."""
    log = tmp_path / "dirty.csv"
    text = "request,at,status\nA,2026-03-02 10:00,Неизвестно\nB,soon,В работе\n"
    log.write_text(text, encoding="utf-8")
    result = run("replay", POLICY, str(log))

    assert "the instant can't be read" in result.output
    assert "the policy does not know the status" in result.output


def test_demo_runs_the_main_job() -> None:
    """The demo shows a deadline with a wait, and a report."""
    result = run("demo")

    assert result.exit_code == 0, result.output
    assert "Tue 2026-03-03 15:00 MSK" in result.output
    assert "fulfilment: resolution" in result.output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        pytest.param(["--at", "soon"], "is no date and time", id="no instant"),
        pytest.param(["--at", "2026-03-02 10:00", "vip"], "is no field", id="no field"),
        pytest.param(["--at", "2026-03-02 10:00", "n:=x"], "is no JSON", id="no JSON"),
        pytest.param(["--at", "9999-12-31 10:00"], "outside the years", id="end of time"),
        pytest.param([], "Missing option '--at'", id="no registration"),
        pytest.param(
            ["--at", "2026-03-02 10:00", "--wait", "2026-03-01 10:00", "2026-03-03 10:00"],
            "comes before the last event", id="a wait before the registration"),
    ],
)  # fmt: skip
def test_errors_are_one_line_and_no_traceback(words: list[str], says: str) -> None:
    """A wrong word ends the command with its message and a non-zero code."""
    result = run("deadline", POLICY, *words)

    assert result.exit_code in (1, 2)
    assert says in result.output
    assert isinstance(result.exception, SystemExit)


def test_a_bad_policy_names_the_file_and_the_key(tmp_path: Path) -> None:
    """An unknown key is named with its path and the nearest right one."""
    policy = tmp_path / "bad.toml"
    text = Path(POLICY).read_text(encoding="utf-8").replace("resolution =", "resolutoin =", 1)
    policy.write_text(text, encoding="utf-8")
    result = run("deadline", str(policy), "--at", "2026-03-02 10:00")

    assert result.exit_code == 1
    assert "bad.toml:30: levels[0].resolutoin" in result.output
    assert "did you mean 'resolution'?" in result.output


def test_without_its_extra_the_command_says_what_to_install() -> None:
    """Where click is missing the console script names the extra, and fails."""
    code = "import sys; sys.modules['click'] = None; from slacalc.__main__ import main; main()"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert told.returncode != 0
    assert 'pip install "slacalc[cli]"' in told.stderr
    assert "Traceback" not in told.stderr


def test_replay_does_not_write_over_what_it_reads(tmp_path: Path) -> None:
    """The log and the policy are refused as a place for the results, before any work."""
    log, policy = tmp_path / "log.csv", tmp_path / "policy.toml"
    log.write_bytes(Path(LOG).read_bytes())
    policy.write_bytes(Path(POLICY).read_bytes())

    for over in (log, policy):
        result = run("replay", str(policy), str(log), "--out", str(over))
        assert result.exit_code == 2
        assert "name another file" in result.output
    assert log.read_bytes() == Path(LOG).read_bytes()
    assert policy.read_bytes() == Path(POLICY).read_bytes()


def test_replay_needs_a_folder_to_write_to(tmp_path: Path) -> None:
    """A folder that is not there is named before the work, in one line."""
    result = run("replay", POLICY, LOG, "--out", str(tmp_path / "none" / "results.csv"))

    assert result.exit_code == 2
    assert "is no folder" in result.output


def test_a_log_without_a_row_that_can_be_used_is_an_error(tmp_path: Path) -> None:
    """Where every row is dirty there is no report, and the command fails."""
    log = tmp_path / "log.csv"
    log.write_text("request,at,status\nA,soon,В работе\n", encoding="utf-8")
    result = run("replay", POLICY, str(log))

    assert result.exit_code == 1
    assert "has no row that can be used" in result.output


def test_conditions_that_no_cell_can_meet_are_named(tmp_path: Path) -> None:
    """A condition on a number never holds in a log, whose cells are text: the report says so."""
    policy = tmp_path / "numbers.toml"
    text = Path(POLICY).read_text(encoding="utf-8").replace('type = "outage"', "type = 1")
    policy.write_text(text, encoding="utf-8")

    assert "Outage: type is 1" in run("replay", str(policy), LOG).output
    told = json.loads(run("replay", str(policy), LOG, "--json").output)
    assert told["never_holding"] == ["Outage: type is 1"]


def test_control_characters_of_a_policy_do_not_reach_the_terminal(tmp_path: Path) -> None:
    """A level's name can't forge a line or send an escape code."""
    policy = tmp_path / "forged.toml"
    forged = 'name = "VIP\\u001b[2J\\nresolution  Fri 2099-01-01"'
    text = Path(POLICY).read_text(encoding="utf-8").replace('name = "VIP"', forged)
    policy.write_text(text, encoding="utf-8")
    words = ["deadline", str(policy), "--at", "2026-03-02 10:00", "client=vip", "type=incident"]
    result = run(*words)

    assert result.exit_code == 0, result.output
    assert "\x1b" not in result.output
    assert not any(line.startswith("resolution  Fri") for line in result.output.splitlines())


def test_a_stream_that_cannot_write_the_letters_gets_their_codes() -> None:
    """Piped into an encoding without Russian the command still answers whole."""
    words = [sys.executable, "-m", "slacalc", "demo"]
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    told = subprocess.run(words, capture_output=True, text=True, check=True, env=environment)

    assert "Tue 2026-03-03 15:00 MSK" in told.stdout


def test_an_answer_outside_what_is_known_is_a_line(tmp_path: Path) -> None:
    """A warning of the library is one line, without the place in the code."""
    policy = tmp_path / "policy.toml"
    policy.write_text(
        """
slacalc = 1
[calendars.desk]
time_zone = "UTC"
week = "Mon-Fri 09:00-18:00"
known_until = 2026-12-31
[default]
name = "Default"
calendar = "desk"
resolution = "8h"
""",
        encoding="utf-8",
    )
    words = [sys.executable, "-m", "slacalc", "deadline", str(policy), "--at", "2026-12-31 17:00"]
    result = subprocess.run(words, capture_output=True, text=True, check=False)

    assert result.returncode == 0
    told = [line for line in result.stderr.splitlines() if "Warning" in line]
    assert told
    assert all(line.startswith("Warning: the answer used time outside") for line in told)
    assert "beyond the known days" in result.stdout
