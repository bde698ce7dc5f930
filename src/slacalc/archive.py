"""An archive of promises: what levels said when requests were registered, by fingerprint."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from attrs import field, frozen

from slacalc.algebra import AnyCalendar
from slacalc.canonical import canonical
from slacalc.errors import ArgumentTypeError, PolicyError, UnknownVersionError
from slacalc.fields import Fields
from slacalc.levels import SupportLevel
from slacalc.policy_calendars import read_calendars
from slacalc.policy_levels import Named, read_level
from slacalc.profiles import WAYS

_FINGERPRINT = re.compile(r"slacalc1:[0-9a-f]{32}")
_LARGEST = 4_000_000


def _folder(path: str | Path) -> Path:
    if not isinstance(path, str | Path):
        raise ArgumentTypeError.expected("folder", path, "the path of a folder")
    return Path(path)


@frozen
class Archive:
    """A folder of promises, one JSON file each, named by its fingerprint.

    Files are only ever added: a promise keeps its fingerprint, and a changed one gets another.
    A file whose content is not that of its name is refused.
    """

    folder: Path = field(converter=_folder)
    _read: dict[str, SupportLevel] = field(init=False, factory=dict, eq=False, repr=False)

    @classmethod
    def beside(cls, policy: str | Path) -> Archive:
        """Return the archive of a policy file: ``support.toml`` has ``support.archive``."""
        return cls(Path(policy).with_suffix(".archive"))

    def add(self, levels: Iterable[SupportLevel]) -> list[str]:
        """Keep what levels promise; return the fingerprints that are new here.

        A file that was spoilt is written anew. Several programs may add at the same time.
        """
        added = []
        for level in levels:
            promise = level.promise
            if promise.fingerprint not in added and self._write(promise):
                added.append(promise.fingerprint)
        return added

    def _write(self, promise: SupportLevel) -> bool:
        """Write a promise, whole or not at all, unless it is there as it should be."""
        file, said = self._file(promise.fingerprint), f"{canonical(_told(promise))}\n".encode()
        if len(said) > _LARGEST:
            problem = f"of {promise.name!r} is larger than {_LARGEST} bytes"
            raise PolicyError("promise", len(said), problem, "say less in its calendars")
        try:
            if file.is_file() and file.read_bytes() == said:
                return False
            self.folder.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=self.folder, suffix=".part", delete=False) as aside:
                aside.write(said)
            _put(Path(aside.name), file)
        except OSError as error:
            problem = f"can't be written: {error.strerror or error}"
            raise PolicyError("archive", str(self.folder), problem, "give another place") from None
        return True

    @staticmethod
    def missing(wanted: object, where: str) -> UnknownVersionError:
        """Return the error for a promise that is nowhere."""
        problem = f"is in no edition of the policy, nor in {where}"
        remedy = "run 'slacalc archive' on the policy that made the promise"
        return UnknownVersionError("fingerprint", wanted, problem, remedy)

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
        table = _table(file)
        if table is None:
            raise self.missing(wanted, self.folder.name)
        fields = Fields(file.name, table)
        tables = fields.table("calendars").items()
        calendars = read_calendars({k: (fields.at(f"calendars.{k}"), one) for k, one in tables})
        level = read_level(fields.at("level"), fields.need("level", dict), Named(calendars))
        if level.fingerprint != wanted:
            problem = "is not what its name says: it was changed"
            raise PolicyError(file.name, wanted, problem, "restore the file")
        return level

    def _file(self, wanted: str) -> Path:
        return self.folder / f"{wanted.partition(':')[2]}.json"


def _told(promise: SupportLevel) -> dict[str, Any]:
    """Return a promise and the calendars that it counts on, each once, by their fingerprints."""
    calendars: dict[str, Any] = {}

    def name(calendar: AnyCalendar) -> str:
        if calendar.fingerprint not in calendars:
            calendars[calendar.fingerprint] = {"name": calendar.name} | calendar.to_dict(name)
        return calendar.fingerprint

    said = promise.to_dict(name)
    if "profile" in said:  # whole, for a later release may change what a name means
        profile = promise.profile
        said["profile"] = {"name": profile.name} | {way: getattr(profile, way) for way in WAYS}
    return {"level": said, "calendars": calendars}


def _put(aside: Path, file: Path) -> None:
    """Put a file in its place, and leave nothing where that can't be done."""
    try:
        aside.replace(file)
    except OSError:
        aside.unlink()
        raise


def _table(file: Path) -> Any:
    """Return what a file of the archive says, None where there is none."""
    try:
        if not file.is_file():
            return None
        with file.open("rb") as stream:
            raw = stream.read(_LARGEST + 1)
        if len(raw) > _LARGEST:
            problem = f"is larger than {_LARGEST} bytes"
            raise PolicyError(file.name, len(raw), problem, "restore the file")
        return json.loads(raw.decode("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        if isinstance(error, PolicyError):
            raise
        raise PolicyError(file.name, str(file), f"can't be read: {error}", "restore it") from None
