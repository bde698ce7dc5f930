"""A table of a policy file, read key by key, so that every error names its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from slacalc.errors import ArgumentTypeError, PolicyError, SlacalcError, did_you_mean

_KINDS = {
    str: "text",
    dict: "a table",
    list: "a list",
    bool: "true or false",
    int: "a whole number",
    date: "a date",
}
_LONGEST_NAME = 60
_T = TypeVar("_T")


class Fields:
    """The keys of one table; those that nobody asked for are an error at the end."""

    def __init__(self, place: str, table: object) -> None:
        if not isinstance(table, Mapping):
            raise of_another_kind(place, table, "a table")
        _check_keys(place, table)
        self.place = place
        self._table = table
        self._asked: set[str] = set()

    def take(self, key: str, *kinds: type[_T], default: Any = None) -> Any:
        """Return the value of a key, which must be of one of some kinds; default if missing."""
        self._asked.add(key)
        value = self._table.get(key, default)
        if key in self._table and not _is_one_of(value, kinds):
            wanted = " or ".join(_KINDS[kind] for kind in kinds)
            raise of_another_kind(self.at(key), value, wanted)
        return value

    def need(self, key: str, *kinds: type[_T]) -> Any:
        """Return the value of a key that must be there."""
        if key not in self._table:
            strange = [name for name in self._table if name not in self._asked]
            if near := next((name for name in strange if did_you_mean(name, [key])), None):
                way_out = did_you_mean(near, [key])
                raise PolicyError(self.at(near), self._table[near], "is an unknown key", way_out)
            way_out = f"add it; the keys here are {some_of(self._table) or 'none'}"
            raise PolicyError(self.at(key), None, "is missing", way_out)
        return self.take(key, *kinds)

    def table(self, key: str) -> dict[str, Any]:
        """Return the table of a key, whose own keys are names; empty if missing."""
        named: dict[str, Any] = self.take(key, dict, default={})
        _check_keys(self.at(key), named)
        return named

    def at(self, key: str) -> str:
        """Return the place of a key."""
        return f"{self.place}.{key}"

    def done(self) -> None:
        """Refuse keys that nobody asked for."""
        for key in self._table:
            if key not in self._asked:
                known = sorted(self._asked)
                way_out = did_you_mean(key, known) or f"use one of {', '.join(known)}"
                raise PolicyError(self.at(str(key)), self._table[key], "is an unknown key", way_out)


def some_of(names: Iterable[str], most: int = 12) -> str:
    """Return the first of some names for a message, and how many more there are.

    >>> some_of(["a", "b", "c", "d"], most=2)
    'a, b and 2 more'
    """
    told = [name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}..." for name in names]
    return ", ".join(told[:most]) + (f" and {len(told) - most} more" if len(told) > most else "")


def _check_keys(place: str, table: Mapping[Any, Any]) -> None:
    for key in table:
        if not isinstance(key, str):
            raise PolicyError(place, key, "is a key that is no text", "write it as text")


def _is_one_of(value: object, kinds: tuple[type, ...]) -> bool:
    """Say whether a value is of one of some kinds; true and false are no numbers."""
    return isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool))


def of_another_kind(place: str, value: object, wanted: str) -> PolicyError:
    """Return the error for a value that is of another kind than what is wanted."""
    return PolicyError(*ArgumentTypeError.expected(place, value, wanted).args)


def misread(place: str, error: SlacalcError) -> PolicyError:
    """Return the error for a value of a policy file that the library refused."""
    return PolicyError(f"{place}.{error.argument}", error.value, error.problem, error.remedy)
