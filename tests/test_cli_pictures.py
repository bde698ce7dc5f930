"""The command line draws calendars and requests: in a terminal, as JSON, as a page."""

import json
from pathlib import Path

import pytest

pytest.importorskip("click", reason="the command line needs the extra [cli]")
pytest.importorskip("rich", reason="the command line needs the extra [cli]")

from click.testing import CliRunner, Result
from rich.console import Console

from slacalc.cli import commands, show

POLICY = str(Path(__file__).parents[1] / "examples" / "support.toml")
WAITED = (
    "explain", POLICY, "--at", "2026-03-02 10:00", "client=vip", "type=incident",
    "--event", "pause", "2026-03-02 16:00", "--event", "resume", "2026-03-03 11:00",
)  # fmt: skip


def run(*words: str) -> Result:
    """Run a command and return its result."""
    return CliRunner().invoke(commands, words)


def test_a_year_is_a_map_within_80_columns() -> None:
    """Seven lines of days under their months, a holiday and a shortened day among them."""
    lines = run("calendar", POLICY, "--year", "2026").output.splitlines()
    assert lines[0] == "Moscow desk, 2026: 2321h worked"
    assert lines[2].startswith("Mon  ▪▪▪▪▪▪▪*▪*")
    assert lines[3].count("-") == 1
    assert max(map(len, lines)) <= 80


def test_a_month_tells_each_days_time() -> None:
    """The page of a month has the hours of each day, and a sign for each that is not as usual."""
    lines = run("calendar", POLICY, "--month", "2026-11").output.splitlines()
    assert lines[0] == "Moscow desk, November 2026: 179h worked"
    assert lines[5].split()[:4] == ["9h", "8h", "-", "*"]
    assert lines[-1] == "▪ working  - shortened  * holiday  · day off"
    assert max(map(len, lines)) <= 80


def test_two_calendars_are_compared() -> None:
    """A line each day that differs, both hours on it."""
    output = run("calendar", POLICY, "--year", "2026", "--compare", "duty").output
    assert output.startswith("365 days differ\nThu 2026-01-01 09:00-18:00 | 00:00-24:00\n")


def test_a_calendar_as_json_has_a_row_a_day() -> None:
    """JSON has each day with its kind, hours and reason."""
    days = json.loads(run("calendar", POLICY, "--year", "2026", "--json").output)["days"]
    assert len(days) == 365
    assert days[306]["kind"] == "shortened"


def test_a_calendar_is_written_as_a_page(tmp_path: Path) -> None:
    """`--html` writes the picture to a file."""
    page = tmp_path / "year.html"
    result = run("calendar", POLICY, "--year", "2026", "--html", str(page))
    assert result.exit_code == 0
    assert page.read_text(encoding="utf-8").count("<title>") == 366


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "give --year 2026 or --month 2026-11, one of them"),
        (("--year", "2026", "--month", "2026-11"), "one of them"),
        (("--month", "soon"), "'soon' is no month; write it as 2026-11"),
        (("--month", "2026-13"), "month=13: is no month"),
        (("--year", "0"), "year=0: is no year"),
        (("--year", "2026", "--calendar", "dutie"), "did you mean 'duty'?"),
        (("--month", "2026-11", "--compare", "duty"), "--compare compares years"),
    ],
)
def test_what_cannot_be_drawn_is_said(words: tuple[str, ...], says: str) -> None:
    """A wrong word is named, with what to write instead."""
    result = run("calendar", POLICY, *words)
    assert result.exit_code != 0
    assert says in result.output
    assert "Traceback" not in result.output


def test_explain_draws_the_timeline_and_proves_it() -> None:
    """The worked request: a track each target, then the ledgers, which sum to eight hours."""
    output = run(*WAITED).output
    lines = output.splitlines()
    assert lines[2].startswith("resolution   ")
    assert lines[2].endswith("due Tue 15:00")
    assert "waiting since Mon 16:00" in output
    assert output.rstrip().endswith("8h  counted in all")
    assert max(map(len, lines)) <= 80


def test_explain_as_json_holds_the_same() -> None:
    """JSON has the stretches of the timeline and each ledger, until the instant asked for."""
    told = json.loads(run(*WAITED, "--until", "2026-03-02 17:00", "--json").output)
    assert told["until"] == "2026-03-02T17:00:00+03:00"
    rows = [row["kind"] for row in told["timeline"] if row["target"] == "resolution"]
    assert rows == ["working", "off", "working", "waiting"]
    assert [row["kind"] for row in told["ledgers"]["resolution"]][-1] == "waiting"


def test_events_before_the_registration_are_refused() -> None:
    """An event out of order is an error that names the option."""
    words = (*WAITED, "--event", "respond", "2026-03-01 10:00")
    assert "--event" in run(*words).output


def test_signs_are_coloured_in_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Signs among their like have a colour; the same letters in a title have none."""
    out = Console(force_terminal=True, color_system="standard", record=True, width=80)
    monkeypatch.setattr(show, "console", lambda: out)
    show.coloured("a-b ▪▪-▪*\n", show.SIGNS)
    drawn = out.export_text(styles=True)
    assert drawn.startswith("a-b ")
    assert "\x1b[34m▪▪" in drawn
    assert "\x1b[35m-" in drawn
    assert "\x1b[31m*" in drawn
