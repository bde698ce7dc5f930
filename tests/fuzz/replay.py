"""Read inputs once more, in a plain interpreter: ``python -m fuzz.replay TARGET FILE...``."""

from __future__ import annotations

import sys
import time
import traceback
from pathlib import Path

from fuzz.target import Target, judged
from fuzz.targets import TARGETS


def ended(target: Target, data: bytes) -> str:
    """Return how an input ends and what it costs; on a busy machine the second time counts."""
    started = time.process_time()
    try:
        end = judged(target, data)
    except Exception:  # noqa: BLE001 - what it is comes out once more below
        started = time.process_time()
        end = judged(target, data)
    return f"{time.process_time() - started:.3f} s, {end}"


def main() -> int:
    """Print how each input ends and what it costs; return 1 where one ends badly."""
    name, *files = sys.argv[1:]
    judged(TARGETS[name], TARGETS[name].seeds[0].read_bytes())  # what is loaded late is loaded now
    bad = 0
    for file in files:
        try:
            end = ended(TARGETS[name], Path(file).read_bytes())
        except Exception:  # noqa: BLE001 - that is what is looked for
            bad, end = 1, traceback.format_exc(limit=-4)
        print(f"{file}: {end}")  # noqa: T201
    return bad


if __name__ == "__main__":
    sys.exit(main())
