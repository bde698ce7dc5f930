"""One target under atheris, in a process of its own, which `run.py` starts.

libFuzzer ends the process by itself, so what was seen is written down as it goes on.
"""

from __future__ import annotations

import json
import pkgutil
import random
import sys
import time
import traceback
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

import atheris  # type: ignore[import-not-found,import-untyped,unused-ignore]
from attrs import asdict, define, field

_SKIPPED = ("slacalc.cli", "slacalc.__main__", "slacalc.testing")
_MOST_FINDINGS = 20


def import_all() -> None:
    """Import every module of the library that a target can reach, so that it is watched."""
    import slacalc

    for module in pkgutil.walk_packages(slacalc.__path__, "slacalc."):
        if not module.name.startswith(_SKIPPED):
            import_module(module.name)


with atheris.instrument_imports(include=["slacalc"]):
    import_all()
    from fuzz.findings import peak
    from fuzz.tables import plain, spoilt
    from fuzz.target import Target, judged
    from fuzz.targets import TARGETS


@define
class Seen:
    """What came of the inputs so far, and the files of those that ended badly."""

    folder: Path
    target: Target
    runs: int = 0
    ends: dict[str, int] = field(factory=dict)
    slowest: float = 0.0
    faults: dict[str, str] = field(factory=dict)
    warm_megabytes: float = 0.0
    megabytes: float = 0.0
    written: float = field(factory=time.monotonic)

    def take(self, data: bytes) -> None:
        """Judge one input; keep it where the library is at fault, and go on."""
        self.target.prepare()
        started, end = time.process_time(), "fault"
        try:
            end = judged(self.target, data)
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            self._keep(data, error)
        took = time.process_time() - started
        self.runs += 1
        self.ends[end] = self.ends.get(end, 0) + 1
        if took > self.slowest:
            self.slowest = took
            (self.folder / "slowest").write_bytes(data)
        now = time.monotonic()
        if now - self.written > 1:
            self.written, self.megabytes = now, peak()
            self._write()

    def warmed(self) -> None:
        """Remember the memory of now, from which growth is counted."""
        self.warm_megabytes = self.megabytes = peak()
        self._write()

    def _keep(self, data: bytes, error: Exception) -> None:
        """Keep an input whose fault is at another place than all before."""
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"
        place = str(error) if last.name == "check" else place
        name = self.faults.get(place)
        if name is None and len(self.faults) < _MOST_FINDINGS:
            name = self.faults[place] = f"finding-{sha256(data).hexdigest()[:12]}"
            (self.folder / f"{name}.txt").write_text(traceback.format_exc(), "utf-8", "replace")
        file = self.folder / str(name)
        if name is not None and not (file.exists() and len(data) >= file.stat().st_size):
            file.write_bytes(data)  # the smallest so far
        self._write()

    def _write(self) -> None:
        told = asdict(self, filter=lambda one, _: one.name not in ("folder", "target", "written"))
        (self.folder / "seen.json").write_text(json.dumps(told), encoding="utf-8")


def mutated(data: bytes, longest: int, seed: int) -> bytes:
    """Change JSON: by half in its tables, by half in its bytes."""
    draw = random.Random(seed)
    try:
        table: Any = json.loads(data) if draw.random() < 0.5 else None
        raw = plain(spoilt(draw, table)).encode("utf-8", "surrogatepass") if table else b""
    except (AttributeError, RecursionError, TypeError, ValueError):
        raw = b""
    changed: bytes = raw if 0 < len(raw) <= longest else atheris.Mutate(data, longest)
    return changed


def main() -> None:
    """Fuzz the target named first, keep what is seen in the folder named second."""
    name, folder, *options = sys.argv[1:]
    target = TARGETS[name]
    seen = Seen(Path(folder), target)
    for seed in target.seeds:
        seen.take(seed.read_bytes())
    seen.warmed()
    mutate = {"custom_mutator": mutated} if target.tables else {}
    atheris.Setup([sys.argv[0], *options], seen.take, **mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
