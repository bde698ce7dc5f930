"""An archive of promises: what levels said when requests were registered, by fingerprint."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from attrs import field, frozen

from slacalc.canonical import canonical, fingerprint
from slacalc.errors import PolicyError, UnknownVersionError
from slacalc.levels import SupportLevel
from slacalc.policy_levels import Named, read_level

_FINGERPRINT = re.compile(r"slacalc1:[0-9a-f]{32}")
_LARGEST = 2_000_000


@frozen
class Archive:
    """A folder of promises, one JSON file each, named by its fingerprint.

    Files are only ever added: a promise keeps its fingerprint, and a changed one gets another.
    A file whose content is not that of its name is refused.
    """

    folder: Path = field(converter=Path)
    _read: dict[str, SupportLevel] = field(init=False, factory=dict, eq=False, repr=False)

    @classmethod
    def beside(cls, policy: str | Path) -> Archive:
        """Return the archive of a policy file: ``support.toml`` has ``support.archive``."""
        return cls(Path(policy).with_suffix(".archive"))

    def add(self, levels: Iterable[SupportLevel]) -> list[str]:
        """Keep what levels promise; return the fingerprints that are new here."""
        added = []
        for level in levels:
            promise = level.promise
            file = self._file(promise.fingerprint)
            if not file.exists():
                self.folder.mkdir(parents=True, exist_ok=True)
                aside = file.with_suffix(".part")
                aside.write_text(canonical(promise.to_dict()) + "\n", encoding="utf-8")
                aside.replace(file)
                added.append(promise.fingerprint)
        return added

    def find(self, wanted: str) -> SupportLevel:
        """Return what was promised under a fingerprint. Reads each file once.

        Raises `UnknownVersionError` where the archive has no such file, and `PolicyError` where
        the file can't be read or is not what its name says.
        """
        if not isinstance(wanted, str) or not _FINGERPRINT.fullmatch(wanted):
            remedy = "give one as to_dict() wrote it"
            raise UnknownVersionError("fingerprint", wanted, "is no fingerprint", remedy)
        if wanted not in self._read:
            self._read[wanted] = self._load(wanted)
        return self._read[wanted]

    def _load(self, wanted: str) -> SupportLevel:
        file = self._file(wanted)
        if not file.is_file():
            problem = f"is in no edition of the policy, nor in {self.folder.name}"
            remedy = "run 'slacalc archive' on the policy that made the promise"
            raise UnknownVersionError("fingerprint", wanted, problem, remedy)
        table = _table(file)
        if fingerprint("level", table) != wanted:
            problem = "is not what its name says: it was changed"
            raise PolicyError(file.name, wanted, problem, "restore the file")
        return read_level(file.name, table, Named())

    def _file(self, wanted: str) -> Path:
        return self.folder / f"{wanted.partition(':')[2]}.json"


def _table(file: Path) -> Any:
    try:
        with file.open("rb") as stream:
            raw = stream.read(_LARGEST + 1)
        if len(raw) > _LARGEST:
            raise PolicyError(file.name, len(raw), "is larger than 2 MB", "restore the file")
        return json.loads(raw.decode("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        if isinstance(error, PolicyError):
            raise
        raise PolicyError(file.name, str(file), f"is no JSON: {error}", "restore it") from None
