"""The page of the command line says what click knows, and what it shows is what is printed."""

import json
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("click", reason="the command line needs the extra [cli]")
pytest.importorskip("rich", reason="the command line needs the extra [cli]")

import click
from click.testing import CliRunner, Result

from slacalc.batch.replay import COLUMNS
from slacalc.cli import commands

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "command-line.md"
TEXT = PAGE.read_text(encoding="utf-8")
SECTIONS = {part.partition("\n")[0]: part for part in re.split(r"^## ", TEXT, flags=re.MULTILINE)}
NAMES = sorted(commands.commands)
SHOWING = [page for page in ROOT.glob("docs/**/*.md") if "\n$ slacalc" in page.read_text("utf-8")]
WAITED = ["--at", "2026-03-02 10:00", "client=vip", "type=incident"]
JSON = {
    "deadline": ["support.toml", *WAITED],
    "explain": ["support.toml", *WAITED],
    "level": ["support.toml", "client=vip"],
    "calendar": ["support.toml", "--year", "2026", "--compare", "duty"],
    "check": ["desk.toml"],
    "diff": ["desk.toml", "desk_2027.toml"],
    "archive": ["desk.toml"],
    "replay": ["support.toml", "dirty.csv"],
}
FREE = {"targets", "ledgers", "dirty"}  # tables whose keys are names
WHOLE = {"targets.*.ledger[]", "ledgers.*[]", "findings[].witness"}  # told elsewhere

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SHOWN = re.compile(r"^\$ (slacalc(?:.*\\\n)*.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


def run(*words: str) -> Result:
    """Run a command and return its result."""
    return CliRunner().invoke(commands, words, prog_name="slacalc")


def options_of(name: str) -> dict[str, int]:
    """Return the options of a command, and how many values each takes."""
    known = [one for one in commands.commands[name].params if isinstance(one, click.Option)]
    return {one.opts[0]: 0 if one.is_flag else one.nargs for one in known}


def cells(section: str, header: str) -> Iterator[list[str]]:
    """Go through the code in the first cells of the tables of a section that have a header."""
    for table in re.findall(rf"^\| {header} \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", section, re.MULTILINE):
        for row in table.splitlines():
            yield re.findall(r"`([^`]+)`", row.split("|")[1])


def documented(section: str) -> set[str]:
    """Return the paths of the keys that a section names; `.end` follows its neighbour."""
    paths: list[str] = []
    for names in cells(section, "key"):
        for name in names:
            parent = paths[-1].rpartition(".")[0] if name.startswith(".") else ""
            paths.append(parent + name)
    return set(paths)


def leaves(value: Any, path: str = "") -> Iterator[str]:
    """Go through the paths of all that a value in JSON holds."""
    if path in WHOLE:
        yield path
    elif isinstance(value, dict):
        for key, inner in value.items():
            name = "*" if path in FREE else key
            yield from leaves(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for inner in value:
            yield from leaves(inner, f"{path}[]")
    else:
        yield path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder that holds the sample, and a log with a row that can't be read."""
    monkeypatch.chdir(tmp_path)
    for name in ("support.toml", "requests.csv"):
        shutil.copy(ROOT / "examples" / name, name)
    log = Path("requests.csv").read_text(encoding="utf-8")
    Path("dirty.csv").write_text(f"{log}R-9,yesterday,В работе,acme,question\n", encoding="utf-8")
    write_policies(TEXT)
    return tmp_path


def write_policies(text: str) -> None:
    """Write the TOML fences of a page that begin with the name of a file."""
    for language, body in _FENCE.findall(text):
        if language == "toml" and (named := re.match(r"# (\S+\.toml)\n", body)):
            Path(named[1]).write_text(body, encoding="utf-8")


def test_the_page_has_a_section_for_each_command_and_for_no_other() -> None:
    """A heading `slacalc NAME` for each command, and a line in the first table."""
    headings = [name.removeprefix("slacalc ") for name in SECTIONS if name.startswith("slacalc ")]
    listed = re.findall(r"^\| \[`(\w+)`\]\(#slacalc-(\w+)\)", TEXT, re.MULTILINE)

    assert sorted(headings) == NAMES
    assert sorted(listed) == [(name, name) for name in NAMES]


@pytest.mark.parametrize("name", NAMES)
def test_a_section_says_the_usage(name: str) -> None:
    """The first fence of a section is the usage that the command prints."""
    usage = run(name, "--help").output.partition("\n\n")[0]

    assert f"```text\n{usage.removeprefix('Usage: ')}\n```" in SECTIONS[f"slacalc {name}"]


@pytest.mark.parametrize("name", NAMES)
def test_a_section_has_each_option_and_no_other(name: str) -> None:
    """Each option is in the table, with as many values as it takes."""
    told = [code for codes in cells(SECTIONS[f"slacalc {name}"], "option") for code in codes]
    written = {option: len(values) for option, *values in map(str.split, told)}
    written = {option: count for option, count in written.items() if option.startswith("--")}

    assert written == options_of(name)


def test_no_option_is_named_that_does_not_exist() -> None:
    """Whatever on the page begins with two dashes is an option of some command."""
    known = {option for name in NAMES for option in options_of(name)} | {"--help", "--version"}
    prose = _FENCE.sub("", TEXT)

    assert set(re.findall(r"`(--[\w-]+)", prose)) <= known


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["check", "support.toml"], 0),
        (["check", "desk.toml"], 1),
        (["level", "dirty.csv", "client=vip"], 1),
        (["replay", "support.toml", "support.toml"], 1),
        (["level", "support.toml", "client"], 2),
        (["level", "nowhere.toml"], 2),
        (["calendar", "support.toml"], 2),
    ],
)
@pytest.mark.usefixtures("folder")
def test_exit_codes_are_those_of_the_page(words: list[str], code: int) -> None:
    """0 is well, 1 a refusal or an error found, 2 words that were not understood."""
    assert run(*words).exit_code == code


@pytest.mark.parametrize("name", [name for name in NAMES if "--json" in options_of(name)])
@pytest.mark.usefixtures("folder")
def test_a_section_has_each_key_of_the_json_and_no_other(name: str) -> None:
    """The keys in the tables of a section are those that the command prints as JSON."""
    told = json.loads(run(name, *JSON[name], "--json").stdout)

    assert documented(SECTIONS[f"slacalc {name}"]) == set(leaves(told))


@pytest.mark.usefixtures("folder")
def test_the_keys_of_a_ledger_are_those_of_the_page() -> None:
    """The section of the entries of a ledger has each of their keys."""
    told = json.loads(run("deadline", *JSON["deadline"], "--json").stdout)
    (entry, *_) = told["targets"]["resolution"]["ledger"]

    assert documented(SECTIONS["Entries of a ledger"]) == set(entry)


def test_the_columns_of_a_replay_are_those_of_the_page() -> None:
    """The table of columns names each column that a replay writes, in order."""
    told = [code for codes in cells(SECTIONS["slacalc replay"], "column") for code in codes]

    assert tuple(told) == COLUMNS


@pytest.mark.parametrize("page", SHOWING, ids=lambda page: page.relative_to(ROOT).as_posix())
@pytest.mark.usefixtures("folder")
def test_a_page_shows_what_is_printed(page: Path) -> None:
    """What stands behind `$ slacalc` in a fence is what the command prints.

    A line `...` stands for any lines.
    """
    text = page.read_text(encoding="utf-8")
    write_policies(text)
    shown = [
        one
        for kind, body in _FENCE.findall(text)
        if kind == "console"
        for one in _SHOWN.findall(body)
    ]
    assert shown
    for command, expected in shown:
        printed = run(*shlex.split(command.replace("\\\n", " "))[1:]).output
        lines = "".join(f"{line.rstrip()}\n" for line in printed.splitlines())
        pattern = re.escape(expected).replace("\\.\\.\\.\\\n", "(?:.*\n)*?")
        assert re.fullmatch(pattern, lines), f"{command}\n{lines}"
