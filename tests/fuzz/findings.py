"""What comes of files that are loaded: how they end, and what should not have been."""

from __future__ import annotations

import re
import sys
import time
import traceback
import warnings
from collections import Counter
from pathlib import Path

from attrs import define, field

from slacalc import Policy, PolicyError

SECONDS = 1.0
BYTES_A_SECOND = 250_000
LONGEST = 2_000
_WHOLE = "is no (TOML|JSON)|is nested|is a |has (no|more)|is no finite|is larger"
_PLACED = re.compile(rf"^([\w/.-]+\.(toml|json):\d+|(path|[\w/.-]+\.(toml|json))=.*: ({_WHOLE}))")
"""A file and a line; or the file alone, of what is about all of it."""


@define
class Findings:
    """What came of the files, and what should not have."""

    ends: Counter[str] = field(factory=Counter)
    slowest: float = 0.0
    faults: list[str] = field(factory=list)

    def add(self, folder: Path, name: str, raw: bytes) -> None:
        """Load one file, and note how it ends."""
        file = folder / "inside" / name
        file.write_bytes(raw)
        started, policy = time.process_time(), None
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                policy = Policy.load(file)
            end = "policy"
        except PolicyError as error:
            end = "error"
            said = str(error)
            if not _PLACED.search(said) or len(said) > LONGEST:
                self.faults.append(f"no place, or no end: {said[:300]}")
        except Exception:  # noqa: BLE001 - that is what is looked for
            end = "crash"
            self.faults.append(traceback.format_exc(limit=-6))
        took = time.process_time() - started
        if policy is not None:
            self._write(policy)
        if took > SECONDS + len(raw) / BYTES_A_SECOND:
            self.faults.append(f"took {took:.1f} s: {raw[:200]!r}")
        self.slowest = max(self.slowest, took)
        self.ends[end] += 1

    def _write(self, policy: Policy) -> None:
        """Note where a policy that was read does not come back from its tables."""
        try:
            again = Policy.from_dict(policy.to_dict())
        except Exception:  # noqa: BLE001 - that is what is looked for
            self.faults.append(traceback.format_exc(limit=-6))
            return
        if again != policy or again.fingerprint != policy.fingerprint:
            self.faults.append("does not come back from its tables")


def peak() -> float:
    """Return the most memory that this process has had, in megabytes."""
    import resource  # which not every system has

    unit = 1_024 if sys.platform == "darwin" else 1
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit / 1_024
