"""What earlier runs found, in `.mutants/` at the root of the project."""

from __future__ import annotations

import hashlib
import json
import pickle
from pathlib import Path
from typing import Any

from mutants.making import Function, Made, Mutant, make
from mutants.trying import Reach

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / ".mutants"
READ = (".py", ".txt", ".json", ".toml")  # what tests are made of


class Kept:
    """Verdicts on mutants, and what each test costs and calls.

    A killed mutant stays killed while its function and the file of the test that killed it are as
    they were; any other is tried again as soon as anything in `tests/` has changed. What a test
    reaches holds while its file and all of the library are as they were.
    """

    def __init__(self, files: list[str], *, fresh: bool) -> None:
        """Read what is known, unless all is to be found anew."""
        KEPT.mkdir(exist_ok=True)
        self.stamps = {file: _stamp(ROOT / file) for file in files}
        self.tests = _stamp(ROOT / "tests") + _hash(repr(self.stamps).encode())
        self.verdicts: dict[str, list[str]] = {} if fresh else _read("verdicts")
        self.source = _stamp(ROOT / "src" / "slacalc")
        before = {} if fresh else _read("stamps")
        before = before if before.get("source") == self.source else {}
        self.reaches = {
            nodeid: Reach(*reach)
            for nodeid, reach in _read("reached").items()
            if before.get(_file(nodeid)) == self.stamps.get(_file(nodeid))
        }

    def verdict(self, mutant: Mutant) -> str:
        """Return what became of a mutant."""
        return self.verdicts.get(_ident(mutant), ["not tried"])[0]

    def holds(self, mutant: Mutant) -> bool:
        """Tell whether a mutant needs no new trial."""
        verdict, killer, stamp = self.verdicts.get(_ident(mutant), ["", "", ""])
        return stamp == self._stamp(verdict, killer)

    def killer(self, mutant: Mutant) -> str:
        """Return the test that killed a mutant before, if one did."""
        return self.verdicts.get(_ident(mutant), ["", ""])[1]

    def note(self, mutant: Mutant, verdict: str, killer: str) -> None:
        """Take the verdict on a mutant."""
        self.verdicts[_ident(mutant)] = [verdict, killer, self._stamp(verdict, killer)]

    def _stamp(self, verdict: str, killer: str) -> str:
        """Return what a verdict rests on: a test, or all of them where none was needed to kill."""
        by_a_test = verdict == "killed" and _file(killer) in self.stamps
        return self.stamps[_file(killer)] if by_a_test else self.tests

    def save(self) -> None:
        """Write everything down."""
        _write("verdicts", self.verdicts)
        _write("reached", {nodeid: list(reach) for nodeid, reach in self.reaches.items()})
        _write("stamps", self.stamps | {"source": self.source})


def made_of(floor: str) -> Made:
    """Return the mutants of a floor; they are made once for each state of its file."""
    path = ROOT / "src" / "slacalc" / f"{floor}.py"
    makers = [Path(__file__).with_name(name) for name in ("making.py", "statements.py")]
    known = KEPT / f"{_hash(b''.join(one.read_bytes() for one in (path, *makers)))}.made"
    if not known.exists():
        KEPT.mkdir(exist_ok=True)
        functions, mutants, outside = make(path)
        pairs = [(functions.index(one.function), *one[1:]) for one in mutants]
        known.write_bytes(pickle.dumps(([tuple(one) for one in functions], pairs, outside)))
    told, pairs, outside = pickle.loads(known.read_bytes())  # noqa: S301 - written by this file
    functions = [Function(*one) for one in told]
    return Made(functions, [Mutant(functions[i], *rest) for i, *rest in pairs], outside)


def _ident(mutant: Mutant) -> str:
    """Identify a mutant by its whole source."""
    return _hash((mutant.key + mutant.source).encode())


def _file(nodeid: str) -> str:
    return nodeid.partition("::")[0]


def _stamp(path: Path) -> str:
    """Return what changes when a test file does, or anything in the folder of its name."""
    folder = path if path.is_dir() else path.with_name(path.stem.removeprefix("test_"))
    files = sorted(file for file in folder.rglob("*") if file.suffix in READ)
    return _hash(b"".join(file.read_bytes() for file in [path, *files] if file.is_file()))


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:20]


def _read(name: str) -> dict[str, Any]:
    path = KEPT / f"{name}.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def _write(name: str, what: dict[str, Any]) -> None:
    path = KEPT / f"{name}.json"
    path.with_suffix(".new").write_text(json.dumps(what), encoding="utf-8")
    path.with_suffix(".new").replace(path)
