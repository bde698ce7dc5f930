"""Fuzz what reads from outside: ``python tests/fuzz/run.py [TARGET ...] [--seconds N]``.

Each target runs for five minutes by default, in a process of its own, from its own seeds and
words; `spoilt` is the one whose policies are spoilt by their structure. Needs atheris. Only our
own errors may come out, in less than a second, and the memory must not grow.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
NAMES = sorted(folder.name for folder in (HERE / "seeds").iterdir())
SPOILT = "spoilt"
MOST_MEGABYTES = 1_000
MOST_GROWTH = 250
HANGS = 300  # seconds of the wall clock, for the machine may be busy
_COVERED = re.compile(r"^#\d+\s+\w+\s+cov: (\d+)", re.MULTILINE)


def dictionary(words: tuple[str, ...]) -> str:
    """Write words the way libFuzzer reads them."""
    return "".join(f'"{"".join(f"{chr(92)}x{byte:02x}" for byte in w.encode())}"\n' for w in words)


def python(*words: str, folder: Path, **how: Any) -> subprocess.CompletedProcess[str]:
    """Run a module of the fuzz in the interpreter of this one; it leaves files in the folder."""
    paths = [str(HERE.parent), os.environ.get("PYTHONPATH", "")]
    env = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths)), "TMPDIR": str(folder)}
    command = [sys.executable, "-m", *words]
    return subprocess.run(command, env=env, text=True, errors="replace", check=False, **how)


def fuzzed(name: str, seconds: int, seed: int, folder: Path) -> int:
    """Fuzz one target and print what came of it; return the number of faults."""
    sys.path.insert(0, str(HERE.parent))
    from fuzz.targets import TARGETS

    target = TARGETS[name]
    corpus = folder / "corpus"
    corpus.mkdir(parents=True)
    (folder / "words").write_text(dictionary(target.words), encoding="ascii")
    options = (
        f"-max_total_time={seconds}", f"-seed={seed}", f"-max_len={target.longest}",
        f"-dict={folder / 'words'}", f"-rss_limit_mb={MOST_MEGABYTES}", f"-timeout={HANGS}",
        f"-artifact_prefix={folder}/finding-", str(corpus), str(HERE / "seeds" / name),
    )  # fmt: skip
    with (folder / "log").open("w", encoding="utf-8") as log:
        done = python(
            "fuzz.child", name, str(folder), *options, folder=folder, stdout=log, stderr=log
        )
    return told(name, seconds, folder, done.returncode)


def told(name: str, seconds: int, folder: Path, code: int) -> int:
    """Print what a run came to, judging its findings anew without instruments."""
    log = (folder / "log").read_text("utf-8", "replace")
    if not (folder / "seen.json").exists():
        print(f"{name}: did not begin\n{log[-2_000:]}")  # noqa: T201
        return 1
    seen = json.loads((folder / "seen.json").read_text("utf-8"))
    covered = [int(count) for count in _COVERED.findall(log)] or [0]
    grown = seen["megabytes"] - seen["warm_megabytes"]
    again = python("fuzz.replay", name, str(folder / "slowest"), folder=folder, capture_output=True)
    slowest = cost[0] if (cost := re.findall(r": ([0-9.]+ s)", again.stdout)) else "unknown"
    ends = ", ".join(f"{count:,} {end}" for end, count in sorted(seen["ends"].items()))
    print(  # noqa: T201
        f"{name}: {seen['runs']:,} runs ({ends}), {seen['runs'] / seconds:,.0f} a second; "
        f"branches {covered[0]:,} to {covered[-1]:,}; slowest {seen['slowest']:.2f} s, "
        f"{slowest} without instruments; memory {seen['megabytes']:.0f} MB, grew by {grown:.0f}",
        flush=True,
    )
    found = [file for file in sorted(folder.glob("finding-*")) if file.suffix != ".txt"]
    faults = sum(judged_anew(name, file, seen["faults"]) for file in found)
    if grown > MOST_GROWTH or code:  # libFuzzer ended it: it hung, or took too much memory
        print(f"  ended with {code}: {log[-1_000:]}")  # noqa: T201
        faults += 1
    return faults


def judged_anew(name: str, file: Path, faults: dict[str, str]) -> bool:
    """Print how an input that was kept ends in a plain interpreter; return whether badly."""
    again = python("fuzz.replay", name, str(file), folder=file.parent, capture_output=True)
    what = next((fault for fault, kept in faults.items() if kept == file.name), "libFuzzer")
    verdict = "FAULT" if again.returncode else "ends well in a plain interpreter"
    print(f"  {verdict}: {what}: {file.read_bytes()[:200]!r}\n  {again.stdout.strip()}")  # noqa: T201
    return bool(again.returncode)


def main() -> int:
    """Fuzz the targets asked for, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join([*NAMES, SPOILT]))
    parser.add_argument("--seconds", type=int, default=300, help="for each target")
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(3), "big") + 1)
    asked = parser.parse_args()
    wanted = asked.targets or [*NAMES, SPOILT]
    if unknown := set(wanted) - {*NAMES, SPOILT}:
        parser.error(f"no target {', '.join(unknown)}; use {', '.join([*NAMES, SPOILT])}")
    if find_spec("atheris") is None:
        parser.error("atheris is not installed: pip install --group proof")
    folder = Path(tempfile.mkdtemp(prefix="slacalc-fuzz-"))
    print(f"{asked.seconds} s each, seed {asked.seed}", flush=True)  # noqa: T201
    faults = 0
    for name in wanted:
        if name == SPOILT:
            words = ("--seconds", str(asked.seconds), "--seed", str(asked.seed))
            faults += bool(python("fuzz.spoilt", *words, folder=folder).returncode)
        else:
            faults += fuzzed(name, asked.seconds, asked.seed, folder / name)
    if not faults:
        shutil.rmtree(folder)
        return 0
    print(f"{faults} faults; what was found is kept in {folder}: once mended, put the inputs")  # noqa: T201
    print("into tests/fuzz/seeds under names that say what they were")  # noqa: T201
    return 1


if __name__ == "__main__":
    sys.exit(main())
