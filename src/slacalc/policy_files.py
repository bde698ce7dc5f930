"""The files of a policy: its own and those that it includes, put together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from attrs import define, field, frozen

from slacalc.errors import PolicyError, did_you_mean
from slacalc.fields import of_another_kind
from slacalc.table_files import TableFile, read_file

SHARED = ("slacalc", "include", "calendars", "schedules")
"""The keys that an included file can have."""

_MERGED = ("calendars", "schedules")
_LARGEST_OF_ALL = 2_000_000
_MOST_FILES = 20
_DEEPEST_INCLUDE = 5
_REMEDY = "give the path of a file in the policy's folder or below it, with slashes"


@frozen(eq=False)
class Source:
    """The tables of a policy, put together from its own file and those that it includes."""

    tables: dict[str, Any] = field(repr=False)
    files: tuple[TableFile, ...]

    @property
    def name(self) -> str:
        """The name of the policy's own file."""
        return self.files[0].name

    def position(self, path: str) -> tuple[str, int]:
        """Return the file and the line of a key path, such as ``levels[0].response``.

        A key that is missing is on the line of the table that should have it. Linear in the
        size of the files when first asked, then in the number of keys along the path.
        """
        trails = [(file.marks.trail(path), file.name) for file in self.files]
        trail, name = max(trails, key=lambda told: sum(len(said) for said, _ in told[0]))
        return name, trail[-1][1].line if trail else 1

    def place(self, path: str) -> str:
        """Return the place of a key path: ``support.toml:12: levels[0].response``."""
        name, line = self.position(path)
        return f"{name}:{line}: {path}"


def located(error: PolicyError, source: Source) -> PolicyError:
    """Return an error about a policy's tables with the file and the line of its key path."""
    path = error.argument.removeprefix(f"{source.name}.")
    if path == error.argument:
        return error
    return PolicyError(source.place(path), error.value, error.problem, error.remedy)


def read_tables(path: Path) -> Source:
    """Read a policy's file, TOML or (by its suffix) JSON, and the files that it includes.

    Each file is at most a megabyte large, all of them two; there are at most 20, included at
    most 5 deep. Included files are in the folder of the policy or below it, links followed, and
    hold calendars and schedules; these come before those of the file that includes them.

    Raises `PolicyError` naming the file, the line where it is known, and what to do.
    """
    own = read_file(path, path.name)
    if "include" not in own.tables:
        return Source(own.tables, (own,))
    whole = path.resolve()
    reading = _Reading(whole.parent, [own])
    reading.follow(own, whole, (own.name,))
    tables = {key: value for key, value in own.tables.items() if key != "include"}
    return Source(tables | reading.merged, tuple(reading.files))


@define
class _Reading:
    """The files of a policy while they are read, and what they gave so far."""

    _root: Path
    files: list[TableFile]
    merged: dict[str, Any] = field(factory=dict)
    _givers: dict[tuple[str, str], TableFile] = field(factory=dict)
    _done: set[Path] = field(factory=set)
    _open: list[Path] = field(factory=list)

    def follow(self, file: TableFile, path: Path, trail: tuple[str, ...]) -> None:
        """Read what a file includes, then add what it has itself."""
        self._open.append(path)
        for place, said in _included(file):
            target = self._target(place, path.parent, said)
            names = (*trail, target.relative_to(self._root).as_posix())
            if target in self._open:
                circle = " > ".join(names[self._open.index(target) :])
                raise PolicyError(place, said, f"is a circle: {circle}", "leave it out")
            if target not in self._done:
                self.follow(self._opened(place, target, names), target, names)
        self._open.pop()
        self._done.add(path)
        self._add(file)

    def _target(self, place: str, folder: Path, said: Any) -> Path:
        """Return the file that an include means, which must be one of the policy's folder."""
        if not isinstance(said, str) or not said:
            raise PolicyError(place, said, "is no path of a file", _REMEDY)
        pure = PurePosixPath(said)
        if pure.is_absolute() or ".." in pure.parts or any(sign in said for sign in "\\:"):
            raise PolicyError(place, said, "is no path inside the policy's folder", _REMEDY)
        try:
            target = (folder / said).resolve()
            if target.is_relative_to(self._root) and target.is_file():
                return target
        except (OSError, ValueError, RuntimeError):  # too long, of strange signs, links in a circle
            pass
        raise PolicyError(place, said, "is no file in the policy's folder", _REMEDY)

    def _opened(self, place: str, target: Path, names: tuple[str, ...]) -> TableFile:
        """Read one more file."""
        if len(names) > _DEEPEST_INCLUDE + 1:
            problem = f"is included more than {_DEEPEST_INCLUDE} deep"
            raise PolicyError(place, names[-1], problem, "include it earlier")
        if len(self.files) >= _MOST_FILES:
            problem = f"is one more than the {_MOST_FILES} files of a policy"
            raise PolicyError(place, names[-1], problem, "put some of them together")
        file = read_file(target, names[-1], asked=place)
        self.files.append(file)
        if sum(len(one.text.encode()) for one in self.files) > _LARGEST_OF_ALL:
            problem = "makes the files of the policy larger than two megabytes"
            raise PolicyError(place, names[-1], problem, "leave some of them out")
        _check_shared(file, self.files[0].tables.get("slacalc"))
        return file

    def _add(self, file: TableFile) -> None:
        """Add the calendars and the schedules of a file to those of the others."""
        for section in _MERGED:
            said = file.tables.get(section, {})
            if not isinstance(said, dict):
                raise of_another_kind(file.place(section), said, "a table")
            for key, value in said.items():
                if giver := self._givers.get((section, key)):
                    place, problem = file.place(f"{section}.{key}"), f"is in {giver.name} too"
                    raise PolicyError(place, key, problem, "rename one of them")
                self._givers[section, key] = file
                self.merged.setdefault(section, {})[key] = value


def _included(file: TableFile) -> Iterator[tuple[str, Any]]:
    """Go through what a file includes, each with its place."""
    said = file.tables.get("include", [])
    if not isinstance(said, list):
        raise of_another_kind(file.place("include"), said, "a list of paths")
    yield from ((file.place(f"include[{number}]"), one) for number, one in enumerate(said))


def _check_shared(file: TableFile, own_format: Any) -> None:
    """Check that an included file is of the policy's format, and holds only what can be shared."""
    for key, value in file.tables.items():
        if key not in SHARED:
            way_out = did_you_mean(key, SHARED) or "say it in the policy's own file"
            problem = "can't be in an included file"
            raise PolicyError(file.place(key), value, problem, way_out)
    if (said := file.tables.get("slacalc")) is None:
        raise PolicyError(file.place("slacalc"), None, "is missing", "add slacalc = 1")
    if said != own_format or type(said) is not type(own_format):
        problem, way_out = "is another format than the policy's", f"give {own_format!r}"
        raise PolicyError(file.place("slacalc"), said, problem, way_out)
