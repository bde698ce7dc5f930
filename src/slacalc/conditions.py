"""Conditions: what a field of a request must be, and what was found in it instead."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from numbers import Number
from typing import Any

from attrs import field as attr_field
from attrs import frozen

from slacalc.errors import LevelError, did_you_mean

OPERATORS = ("is", "in", "missing")
_LONGEST_NUMBER = 1_000  # bits; Python writes no integer of more than 4,300 digits
_FAMILIES = (
    (bool, "true or false"),
    (str, "text"),
    (Number, "a number"),
    (datetime, "a date and time"),
    (date, "a date"),
)


def _typed(value: object) -> object:
    """Return what a value is compared by: 1, true and "1" are three values."""
    return tuple(map(_typed, value)) if isinstance(value, tuple) else (_family(value), value)


@frozen
class Condition:
    """What one field of a request must be: a value, one of several, or missing.

    A missing field, or a value of another type, makes a condition false, never an error.

    >>> str(Condition("client", "is", "vip"))
    "client is 'vip'"
    """

    field: str
    operator: str
    value: Any = attr_field(eq=_typed)

    @classmethod
    def of(cls, name: str, said: Any) -> Condition:
        """Read the short form: a value, a list of values, or ``{"missing": True}``."""
        if isinstance(said, Mapping):
            return cls._of_operator(name, said)
        if isinstance(said, Collection) and not isinstance(said, str | bytes):
            return cls(name, "in", said)
        return cls(name, "is", said)

    @classmethod
    def _of_operator(cls, name: str, said: Mapping[str, Any]) -> Condition:
        operator, value = next(iter(said.items()), ("", None))
        if len(said) != 1:
            remedy = f"use one of {', '.join(OPERATORS)}"
            raise LevelError(f"conditions.{name}", dict(said), "is no condition", remedy)
        return cls(name, operator, value)

    def __attrs_post_init__(self) -> None:
        """Refuse an unknown operator, and a value that it can't compare."""
        place = f"conditions.{self.field}"
        if not isinstance(self.field, str):
            raise LevelError(place, self.field, "is no name of a field", "give text")
        if self.operator not in OPERATORS:
            near = did_you_mean(self.operator, OPERATORS)
            way_out = near or f"use one of {', '.join(OPERATORS)}"
            raise LevelError(place, self.operator, "is no condition", way_out)
        if self.operator == "missing" and not isinstance(self.value, bool):
            remedy = "give true, or false for a field that must be there"
            raise LevelError(f"{place}.missing", self.value, "is not true or false", remedy)
        if self.operator == "in":
            object.__setattr__(self, "value", _listed(f"{place}.in", self.value))
        for value in self.value if self.operator == "in" else (self.value,):
            _check_comparable(place, value)

    def holds(self, ticket: Mapping[str, Any]) -> bool:
        """Say whether the condition holds for a request."""
        seen = ticket.get(self.field)
        if self.operator == "missing":
            return (seen is None) is self.value
        wanted = self.value if self.operator == "in" else (self.value,)
        return any(_family(seen) == _family(value) and _equal(seen, value) for value in wanted)

    @property
    def holds_for_text(self) -> bool:
        """Whether any text can meet the condition."""
        wanted = self.value if self.operator == "in" else (self.value,)
        return any(isinstance(value, str) for value in wanted)

    def verdict(self, ticket: Mapping[str, Any]) -> Verdict:
        """Return whether the condition holds for a request, and what it saw, in words."""
        seen, holds = ticket.get(self.field), self.holds(ticket)
        found = "missing" if seen is None else _shown(seen)
        if holds or self.operator == "missing":
            return Verdict(self, holds, f"{self.field} is {found}")
        wanted = self.value if self.operator == "in" else (self.value,)
        strange = seen is not None and _family(seen) not in map(_family, wanted)
        kind = f" ({_family(seen)})" if strange else ""
        return Verdict(self, holds, f"{self.field} is {found}{kind}, not {self._wanted()}")

    def _wanted(self) -> str:
        if self.operator == "in":
            return f"one of {', '.join(map(_shown, self.value))}"
        return _shown(self.value)

    def __str__(self) -> str:
        """Write the condition for people."""
        if self.operator == "missing":
            return f"{self.field} is {'missing' if self.value else 'there'}"
        return f"{self.field} is {self._wanted()}"


@frozen
class Verdict:
    """What a condition found in a request."""

    condition: Condition
    holds: bool
    words: str

    def __str__(self) -> str:
        """Write the finding for people."""
        return f"{'yes' if self.holds else 'no'}: {self.words}"


def _family(value: object) -> str:
    """Return the kind of a value; values of different kinds are never equal."""
    found = (name for kind, name in _FAMILIES if isinstance(value, kind))
    return next(found, type(value).__name__)


def _equal(one: object, other: object) -> bool:
    """Say whether two values are equal; a signalling NaN is equal to nothing, itself too."""
    try:
        return bool(one == other)
    except ArithmeticError:
        return False


def _shown(value: object) -> str:
    """Return what to show of a value; Python writes no integer of thousands of digits."""
    try:
        return repr(value)
    except ValueError:
        return "a number too long to show"


def _listed(place: str, value: object) -> tuple[Any, ...]:
    """Return a list of values as a tuple; a set has no order, so it gets one."""
    if isinstance(value, str | bytes) or not isinstance(value, Collection):
        raise LevelError(place, value, "is no list", "give a list of values")
    return tuple(sorted(value, key=repr) if isinstance(value, set | frozenset) else value)


def _check_comparable(place: str, value: object) -> None:
    too_long = isinstance(value, int) and value.bit_length() > _LONGEST_NUMBER
    if too_long or not (isinstance(value, bool | str | Number | date) and _equal(value, value)):
        remedy = "give text, a number, true, false or a date"
        raise LevelError(place, value, "can't be compared", remedy)
