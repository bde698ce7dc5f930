"""A law: what must hold of any calendar or clock, as an object that can be asked and read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from inspect import signature
from typing import Any

from attrs import field, frozen

Check = Callable[..., None]

_RELATIONS: dict[str, tuple[str, Callable[[Any, Any], bool]]] = {
    "==": ("", lambda one, other: one == other),
    "<": ("less than ", lambda one, other: one < other),
    "<=": ("at most ", lambda one, other: one <= other),
    ">": ("more than ", lambda one, other: one > other),
    ">=": ("at least ", lambda one, other: one >= other),
}
_OF_INSTANTS = {"<": "before ", "<=": "at the latest ", ">": "after ", ">=": "at the earliest "}


@frozen
class Law:
    """What must hold, whatever is asked.

    Args:
        name: what it is called, such as ``"add then elapsed"``.
        sentence: the same for people.
        formula: the same in the names of the methods.
        needs: the methods that it asks; ``"like"`` where it compares with another calendar.
        check: a function of what is asked and of what is drawn, by the names of its arguments;
            it raises `Disagreement`, which is an `AssertionError`, where the law is broken.

    >>> from slacalc.testing import LAWS
    >>> law = next(law for law in LAWS if law.name == "add then elapsed")
    >>> law.formula, law.draws
    ('elapsed(a, deadline(a, d)) == d', ('a', 'd'))
    """

    name: str
    sentence: str
    formula: str
    needs: tuple[str, ...]
    check: Check = field(repr=False)

    @property
    def draws(self) -> tuple[str, ...]:
        """The names of what is drawn for it."""
        return tuple(signature(self.check).parameters)[1:]

    def __str__(self) -> str:
        """Write the law in a line."""
        return f"{self.name}: {self.sentence}"


class Laws(list[Law]):
    """Laws in the order in which they were written down."""

    def law(self, name: str, formula: str, needs: str) -> Callable[[Check], Check]:
        """Write down the law that the function below it checks; its docstring is the sentence."""

        def write(check: Check) -> Check:
            sentence = (check.__doc__ or name).strip().rstrip(".")
            self.append(Law(name, sentence, formula, tuple(needs.split()), check))
            return check

        return write


class Disagreement(AssertionError):  # noqa: N818 - no error, but an answer that breaks a law
    """An answer that breaks a law: what was answered, and what was expected instead."""

    def __init__(self, answered: object, expected: object, relation: str = "==") -> None:
        super().__init__(answered, expected, relation)
        self.answered = answered
        self.expected = expected
        self.relation = relation

    @property
    def bound(self) -> str:
        """How the answer should lie to what was expected, in words."""
        told = _OF_INSTANTS if isinstance(self.expected, datetime) else {}
        return told.get(self.relation, _RELATIONS[self.relation][0])


class Refused(Exception):  # noqa: N818 - not for users: the case is passed over
    """The subject says that a question has no answer, as a calendar without hours may."""


def holds(answered: Any, relation: str, expected: Any) -> None:
    """Hold an answer against what is expected; instants are compared in UTC."""
    if isinstance(answered, datetime) and isinstance(expected, datetime):
        expected = expected.astimezone(answered.tzinfo)
    if not _RELATIONS[relation][1](exact(answered), exact(expected)):
        raise Disagreement(answered, expected, relation)


def same(answered: Any, expected: Any) -> None:
    """Hold an answer against the only right one."""
    holds(answered, "==", expected)


def exact(value: Any) -> Any:
    """Take instants to UTC, where equal means the same; Python compares wall clocks in a zone."""
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    if isinstance(value, tuple | list):
        return type(value)(exact(part) for part in value)
    return value


def apart(start: datetime, end: datetime) -> timedelta:
    """Return the time that passes between two instants, on whatever clocks they are written."""
    length: timedelta = exact(end) - exact(start)
    return length


def later(at: datetime, length: timedelta) -> datetime:
    """Return the instant that lies a time after another, on the same clock."""
    moved: datetime = exact(at) + length
    return moved.astimezone(at.tzinfo)
