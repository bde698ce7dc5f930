"""Events: what happened to a request, and when; the truth that totals are derived from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from attrs import field, frozen

from slacalc import doors
from slacalc.errors import (
    ArgumentTypeError,
    EventError,
    OutOfRangeError,
    SlacalcError,
)

KINDS = ("start", "pause", "resume", "respond", "resolve", "cancel")
ENDS = ("resolve", "cancel")
_LONGEST_KIND = 80


def kind_of(argument: str, value: object) -> str:
    """Return the kind of an event: one of `KINDS`, or another short text in one line."""
    if not isinstance(value, str):
        raise EventError(argument, value, "is no kind of event", f"use one of {', '.join(KINDS)}")
    bare = value.strip() == value and value.isprintable()
    if not bare or not 0 < len(value) <= _LONGEST_KIND:
        problem = f"is no kind of event: it is not 1 to {_LONGEST_KIND} characters in one line"
        raise EventError(argument, value, problem, "give a short text without blanks around it")
    return str(value)


def instant_key(at: datetime) -> datetime:
    """Return what an instant is compared and hashed by.

    Python compares two datetimes that share a zone by the wall clock, blind to folds.
    """
    return at.astimezone(UTC)


def checked_key(argument: str, value: object) -> datetime:
    """Return the key of an instant that comes from outside, which must have one."""
    at = doors.instant(argument, value)
    try:
        return instant_key(at)
    except OverflowError:
        raise OutOfRangeError.of(argument, at) from None


@frozen
class Event:
    """One event in the life of a request, at an instant of any zone.

    Its kind is one that every request has (`KINDS`), or one that a target of its level names.

    >>> Event.of(("pause", datetime(2026, 3, 2, 16, tzinfo=UTC))).kind
    'pause'
    """

    kind: str
    at: datetime = field(eq=instant_key)
    reason: str = ""

    def __attrs_post_init__(self) -> None:
        """Refuse a kind that is no short text, a naive instant, and a reason that is no text."""
        object.__setattr__(self, "kind", kind_of("event", self.kind))
        if not isinstance(self.reason, str):
            raise ArgumentTypeError.expected("reason", self.reason, "text")
        checked_key("at", self.at)
        object.__setattr__(self, "at", doors.instant("at", self.at))

    @classmethod
    def of(cls, said: Event | tuple[str, datetime] | Mapping[str, Any]) -> Event:
        """Read an event: an `Event`, (kind, at), or a mapping with `event`, `at`, `reason`."""
        if isinstance(said, Event):
            return said
        if isinstance(said, Mapping) and {"event", "at"} <= set(said) <= {"event", "at", "reason"}:
            return cls(said["event"], _read(said["at"]), said.get("reason", ""))
        if isinstance(said, tuple) and len(said) == len(("kind", "at")):
            return cls(*said)
        wanted = "an Event, a pair (kind, at), or a mapping with event and at"
        raise ArgumentTypeError.expected("event", said, wanted)


def in_order(events: Iterable[Any]) -> list[Event]:
    """Return events sorted by instant; at one instant the start is first, the rest as they came."""
    told = (Event.of(said) for said in events)
    return sorted(told, key=lambda event: (instant_key(event.at), event.kind != "start"))


def _read(at: Any) -> datetime:
    if not isinstance(at, str):
        return doors.instant("at", at)
    try:
        return doors.instant("at", doors.moment(at))
    except ValueError as error:
        if isinstance(error, SlacalcError):
            raise
        remedy = "write ISO text with an offset, such as '2026-03-02T10:00:00+03:00'"
        raise EventError("at", at, "is no instant", remedy) from None
