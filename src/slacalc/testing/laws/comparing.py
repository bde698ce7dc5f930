"""Holding answers against what is expected: instants in UTC, and breaches told in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

Held = TypeVar("Held")

RELATIONS: dict[str, tuple[str, Callable[[Any, Any], bool]]] = {
    "==": ("", lambda one, other: one == other),
    "<": ("less than ", lambda one, other: one < other),
    "<=": ("at most ", lambda one, other: one <= other),
    ">": ("more than ", lambda one, other: one > other),
    ">=": ("at least ", lambda one, other: one >= other),
    "in": ("one of ", lambda one, other: one in other),
}
_OF_INSTANTS = {"<": "before ", "<=": "at the latest ", ">": "after ", ">=": "at the earliest "}


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
        return told.get(self.relation, RELATIONS[self.relation][0])


class PassedOver(Exception):  # noqa: N818 - not for users
    """A case that says nothing of the law, and why: a refusal, or a condition that did not come."""


def only(condition: Held | None) -> Held:
    """Pass a case over in which the condition of a law does not hold, else return what does."""
    if not condition:
        raise PassedOver("its condition never came")
    return condition


def holds(answered: Any, relation: str, expected: Any) -> None:
    """Hold an answer against what is expected; instants are compared in UTC."""
    if isinstance(answered, datetime) and isinstance(expected, datetime):
        expected = expected.astimezone(answered.tzinfo)
    if not RELATIONS[relation][1](exact(answered), exact(expected)):
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
