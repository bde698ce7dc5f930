"""The floors of the house: who may import whom, and how large a room may grow."""

import ast
import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "slacalc"

FLOORS: list[set[str]] = [  # from the top; neighbours share a floor
    {"__main__"},
    {"cli"},
    {"batch", "reports", "interop", "check", "notebook", "testing"},
    {"policy"},
    {"policy_writing", "policy_diff", "policy_overview"},
    {"archive", "policy_tables", "policy_schema"},
    {"policy_files", "editions"},
    {"table_files"},
    {"marks", "versions", "policy_levels", "policy_keys"},
    {"policy_calendars"},
    {"log_columns"},
    {"fields", "statuses"},
    {"agenda", "worklist"},
    {"work_items"},
    {"clock"},
    {"clock_timeline"},
    {"clock_state", "escalations", "holdings", "proof", "snapshot"},
    {"target_clock", "fold"},
    {"cycles"},
    {"legs"},
    {"chain"},
    {"chain_index"},
    {"levels"},
    {"terms", "escalation"},
    {"targets", "condition_tables"},
    {"conditions"},
    {"operators"},
    {"durations", "events", "profiles", "values"},
    {"ledger", "notice"},
    {"calendar"},
    {"algebra"},
    {"combined_pages"},
    {"drawn_time"},
    {"dated_time"},
    {"views"},
    {"compiler"},
    {"closures"},
    {"reasons"},
    {"working_days"},
    {"days"},
    {"dates"},
    {"recurrence"},
    {"rota"},
    {"schedule"},
    {"working_time"},
    {"local"},
    {"horizon"},
    {"pages"},
    {"timeline"},
    {"spans"},
    {"zones"},
    {"words"},
    {"text", "drawing", "canonical"},
    {"doors"},
    {"errors"},
]
ROOF = {"__main__", "cli"}
GUESTS = ROOF | {"testing"}  # who use the package's face, as its users do
LIBRARIES = {"attrs", "dateutil", "tzdata"}
ROOF_LIBRARIES = LIBRARIES | {"click", "rich"}
EXTRAS = {
    "interop": {"holidays", "icalendar"},
    "policy_writing": {"tomli_w"},
    "words": {"babel"},
    "notebook": {"altair"},
    "testing": {"hypothesis", "pytest"},
}
OPTIONAL = {"batch", "reports", "interop", "check", "notebook", "testing"}
NOT_LOADED = {
    "click",
    "rich",
    "hypothesis",
    "holidays",
    "icalendar",
    "tomli_w",
    "babel",
    "altair",
    "pandas",
    "numpy",
    "dateutil",
    "tomllib",
}
LONGEST_FILE = 400
LONGEST_FUNCTION = 40

DEPTH = {room: depth for depth, rooms in enumerate(FLOORS) for room in rooms}
FILES = sorted(PACKAGE.rglob("*.py"))

pytestmark = pytest.mark.skipif(not FILES, reason="only an installed package, no sources")


def room_of(path: Path) -> str:
    """The first name below `slacalc`; `__init__` for the package's own face."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imported_names(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of each import in a file, lazy ones too."""
    package = ("slacalc", *path.relative_to(PACKAGE).parts[:-1])
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) + 1 - node.level] if node.level else ()
            base = ".".join((*above, node.module) if node.module else above)
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def may_enter(room: str, target: str) -> bool:
    """Whether a room may import from another: from itself, or from a lower floor."""
    if room == "__init__":
        return target in DEPTH and target not in ROOF
    if target not in DEPTH:  # a name of the package's face
        return room in GUESTS
    return room == target or DEPTH[room] < DEPTH[target]


def functions(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Name and length of each function, its docstring and decorators not counted."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if ast.get_docstring(node) is not None:
                docstring = node.body[0]
                length -= (docstring.end_lineno or docstring.lineno) - docstring.lineno + 1
            yield node.name, length


def test_every_file_has_a_floor() -> None:
    """No file stands outside the list of floors."""
    strangers = {room_of(path) for path in FILES} - DEPTH.keys() - {"__init__"}
    assert strangers == set()


def test_imports_point_down() -> None:
    """Each import inside the package goes to a lower floor, never up or sideways."""
    wrong = []
    for path in FILES:
        for line, name in imported_names(path):
            top, _, rest = name.partition(".")
            if top == "slacalc" and not may_enter(room_of(path), rest.partition(".")[0]):
                wrong.append(f"{path.relative_to(PACKAGE)}:{line} imports {name}")
    assert wrong == []


def test_few_libraries_are_imported() -> None:
    """Below the roof only the standard library and the declared dependencies are used."""
    wrong = []
    for path in FILES:
        room = room_of(path)
        known = (ROOF_LIBRARIES if room in ROOF else LIBRARIES) | EXTRAS.get(room, set())
        for line, name in imported_names(path):
            top = name.partition(".")[0]
            if top not in known | {"slacalc"} and top not in sys.stdlib_module_names:
                wrong.append(f"{path.relative_to(PACKAGE)}:{line} imports {name}")
    assert wrong == []


def test_files_stay_short() -> None:
    """A file that outgrows its noun is to be split."""
    lengths = {
        str(path.relative_to(PACKAGE)): len(path.read_text(encoding="utf-8").splitlines())
        for path in FILES
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_functions_stay_short() -> None:
    """A function fits on a screen, its docstring not counted."""
    long = [
        f"{path.relative_to(PACKAGE)}: {name} has {length} lines"
        for path in FILES
        for name, length in functions(ast.parse(path.read_text(encoding="utf-8")))
        if length > LONGEST_FUNCTION
    ]
    assert long == []


def test_import_loads_nothing_heavy() -> None:
    """`import slacalc`, with every public name, loads no extra, no dateutil and no tomllib."""
    code = (
        "import json, sys; before = set(sys.modules); from slacalc import *; "
        "print(json.dumps(sorted({name.partition('.')[0] for name in set(sys.modules) - before})))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(json.loads(done.stdout))
    assert "slacalc" in loaded
    assert loaded & NOT_LOADED == set()


def test_the_linter_knows_the_same_floors() -> None:
    """The contract of import-linter lists the floors of this file, in the same order."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers, core = settings["tool"]["importlinter"]["contracts"]
    stated = [{room.strip(" ()") for room in layer.split("|")} for layer in layers["layers"]]
    assert stated == FLOORS
    rooms = {name.removeprefix("slacalc.") for name in core["source_modules"]}
    assert rooms == DEPTH.keys() - ROOF - OPTIONAL
