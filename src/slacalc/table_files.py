"""One file of tables, TOML or JSON: read within bounds of size, depth and numbers."""

from __future__ import annotations

import math
import re
from functools import cached_property
from pathlib import Path
from typing import Any

from attrs import field, frozen

from slacalc.errors import PolicyError
from slacalc.fields import of_another_kind
from slacalc.marks import Mark, json_marks, overlong_key, repeated_key, toml_marks

_LARGEST = 1_000_000
_DEEPEST = 100
_MOST_DIGITS = 1_000
_LINE = re.compile(r"line ([0-9]+)")
_HALF = re.compile(r"\\u[dD][89a-fA-F]")


@frozen(slots=False, eq=False)
class TableFile:
    """A file of tables: its name as errors say it, its text, and its tables."""

    name: str
    text: str = field(repr=False)
    tables: dict[str, Any] = field(repr=False)
    is_json: bool = False

    @cached_property
    def marks(self) -> Mark:
        """Where its keys stand; found when they are first asked for."""
        return json_marks(self.text) if self.is_json else toml_marks(self.text)

    def place(self, path: str) -> str:
        """Return the place of a key path in this file: ``support.toml:12: levels[0].name``."""
        return f"{self.name}:{self.marks.find(path).line}: {path}"


def read_file(path: Path, name: str, *, asked: str = "path") -> TableFile:
    """Read a file of tables, TOML or (by its suffix) JSON, of at most a megabyte.

    Errors are `PolicyError`; they begin with the file's name, or with the place that asked for
    the file where there is none or it is too large.
    """
    is_json = path.suffix.lower() == ".json"
    raw = _bounded(path, asked)
    try:
        text = raw.decode("utf-8-sig")
        tables = (_json if is_json else _toml)(name, text)
    except (ValueError, RecursionError) as error:  # what is no UTF-8 and too long a number too
        if isinstance(error, PolicyError):
            raise
        kind = "JSON" if is_json else "TOML"
        place = f"{name}:{found[1]}" if (found := _LINE.search(str(error))) else name
        raise PolicyError(place, str(path), f"is no {kind}: {error}", "mend it there") from None
    if not isinstance(tables, dict):
        raise of_another_kind(name, tables, "a table")
    if _is_deep(tables):
        problem = f"is nested deeper than {_DEEPEST} levels"
        raise PolicyError(name, str(path), problem, "use fewer tables in tables")
    return TableFile(name, text, tables, is_json)


def _bounded(path: Path, asked: str) -> bytes:
    try:
        with path.open("rb") as stream:
            raw = stream.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or str(error)
        raise PolicyError(asked, str(path), problem, "give a TOML or JSON file") from None
    if len(raw) > _LARGEST:
        raise PolicyError(asked, str(path), "is larger than a megabyte", "split it")
    return raw


def _toml(name: str, text: str) -> Any:
    import tomllib  # only here, for import slacalc is to be quick

    if line := overlong_key(text):
        said = text.split("\n")[line - 1].strip()
        raise PolicyError(f"{name}:{line}", said, "has a key of too many parts", "use fewer dots")
    return tomllib.loads(text)


def _json(name: str, text: str) -> Any:
    import json  # only here, for import slacalc is to be quick

    again: list[str] = []
    tables = json.loads(
        text,
        object_pairs_hook=lambda pairs: _table(pairs, again),
        parse_int=_whole,
        parse_float=_finite,
        parse_constant=_finite,
    )
    if again:
        key, line = repeated_key(text)
        raise PolicyError(f"{name}:{line}", key, "is a key given twice", "leave one of them out")
    if _HALF.search(text):
        json.dumps(tables, ensure_ascii=False).encode()  # half a character is a ValueError
    return tables


def _table(pairs: list[tuple[str, Any]], again: list[str]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        again.append("")
    return table


def _whole(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        problem = f"a number of more than {_MOST_DIGITS} digits"
        raise ValueError(problem)
    return int(digits)


def _finite(said: str) -> float:
    number = float(said)
    if not math.isfinite(number):
        problem = f"{said[:20]} is no finite number"
        raise ValueError(problem)
    return number


def _is_deep(tables: Any) -> bool:
    """Say whether tables and lists are nested too deep."""
    inner = [tables]
    for _ in range(_DEEPEST):
        inner = [
            value
            for table in inner
            for value in (table.values() if isinstance(table, dict) else table)
            if isinstance(value, dict | list)
        ]
        if not inner:
            return False
    return True
