"""Policies spoilt in quantity: each must end in a policy, or in an error that names the place.

Run as ``python -m fuzz.spoilt [N] [--seconds N] [--seed SEED]`` in the folder of the tests; N is
the number of files, without which it goes on for some seconds.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from fuzz.files import case, seeds, shared_files
from fuzz.findings import Findings, peak

KEPT_LINES = 400
MOST_MEGABYTES = 600


def run(count: int | None, seconds: int, seed: int, folder: Path) -> Findings:
    """Load so many spoilt policies, or for some seconds; keep those that end badly."""
    tables, findings, started = seeds(), Findings(), time.monotonic()
    names = shared_files(folder)
    for number in range(sys.maxsize if count is None else count):
        if count is None and time.monotonic() - started > seconds:
            break
        draw = random.Random(f"{seed}/{number}")
        name, raw = case(draw, tables, names)
        before = len(findings.faults)
        findings.add(folder, name, raw)
        if len(findings.faults) > before:
            findings.faults[-1] = f"case {seed}/{number}: {findings.faults[-1]}"
            (folder / f"fault-{number}-{name}").write_bytes(raw)
    return findings


def told(findings: Findings, grown: float) -> Iterator[str]:
    """Write the findings, line by line."""
    ends = ", ".join(f"{count} {end}" for end, count in findings.ends.most_common())
    yield f"spoilt: {ends}; slowest {findings.slowest:.2f} s; memory grew by {grown:.0f} MB"
    yield from findings.faults[:KEPT_LINES]


def main() -> int:
    """Run as many cases as asked for, and print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int)
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="slacalc-fuzz-"))
    length = f"{asked.seconds} s" if asked.count is None else f"{asked.count} policies"
    print(f"spoilt: {length}, seed {asked.seed}, faults are kept in {folder}", flush=True)  # noqa: T201
    before = peak()
    findings = run(asked.count, asked.seconds, asked.seed, folder)
    grown = peak() - before
    for line in told(findings, grown):
        print(line)  # noqa: T201
    return bool(findings.faults) or grown > MOST_MEGABYTES


if __name__ == "__main__":
    sys.exit(main())
