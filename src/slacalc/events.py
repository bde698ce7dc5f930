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

KINDS = (
    "start",
    "pause",
    "resume",
    "respond",
    "automatic reply",
    "acknowledge",
    "customer reply",
    "resolve",
    "reopen",
    "cancel",
    "assign",
    "change level",
    "change calendar",
)
USUAL = frozenset(KINDS)
ENDS = ("resolve", "cancel")
CHANGES = ("change level", "change calendar")
ABOUT = (*CHANGES, "assign")  # that say more than their kind: a level, a calendar, a holder
_LONGEST_KIND = 80
_LARGEST = 2**63
_KEYS = {"event", "at", "reason", "id", "sequence", "how", "group", "employee"}


def kind_of(argument: str, value: object) -> str:
    """Return the kind of an event: one of `KINDS`, or another short text in one line."""
    if not isinstance(value, str):
        raise EventError(argument, value, "is no kind of event", f"use one of {', '.join(KINDS)}")
    bare = value.strip() == value and value.isprintable()
    if not bare or not 0 < len(value) <= _LONGEST_KIND:
        problem = f"is no kind of event: it is not 1 to {_LONGEST_KIND} characters in one line"
        raise EventError(argument, value, problem, "give a short text without blanks around it")
    wait = value.removeprefix("pause:")
    if wait != value and (not wait or wait[0].isspace()):
        remedy = "write it as 'pause:vendor'"
        raise EventError(argument, value, "names no kind of wait", remedy)
    return str(value)


def pause_of(kind: str | None) -> str:
    """Return the event that begins a wait of a kind.

    >>> pause_of("vendor"), pause_of(None)
    ('pause:vendor', 'pause')
    """
    if kind is None:
        return "pause"
    if is_pause(doors.text("kind", kind)):
        raise EventError("kind", kind, "is the event itself", "give the kind alone, as 'vendor'")
    return f"pause:{kind}"


def is_pause(kind: str) -> bool:
    """Say whether an event begins a wait, of whatever kind.

    >>> is_pause("pause:vendor"), is_pause("pauses")
    (True, False)
    """
    return kind == "pause" or kind.startswith("pause:")


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
class Holder:
    """Who holds a request: a group, an employee, or both; nobody where both are None.

    >>> str(Holder("second line")), str(Holder("second line", "agent 7"))
    ('second line', 'second line: agent 7')
    """

    group: str | None = None
    employee: str | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse names that are no text."""
        for key in ("group", "employee"):
            if not isinstance(getattr(self, key), str | None):
                raise ArgumentTypeError.expected(key, getattr(self, key), "text or None")

    def __str__(self) -> str:
        """Name the holder."""
        return ": ".join(one for one in (self.group, self.employee) if one) or "nobody"


@frozen
class Event:
    """One event in the life of a request, at an instant of any zone.

    Args:
        kind: one that every request has (`KINDS`), or one that a target of its level names;
            ``"pause:vendor"`` begins a wait of the kind vendor.
        at: the instant.
        reason: why, in the words of whoever told it.
        id: what the event is known by elsewhere; the same one twice is told once.
        sequence: the place among the events of one instant.
        how: the way of a reopening or a change, where it is not that of the profile.
        about: the new level or calendar of a change, the `Holder` of an assignment.

    >>> Event.of(("pause", datetime(2026, 3, 2, 16, tzinfo=UTC))).kind
    'pause'
    """

    kind: str
    at: datetime = field(eq=instant_key)
    reason: str = ""
    id: str | None = None
    sequence: int | None = None
    how: str | None = None
    about: Any = None
    key: datetime = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Refuse a kind that is no short text, a naive instant, and other things of odd types."""
        if type(self.kind) is not str or self.kind not in USUAL:
            object.__setattr__(self, "kind", kind_of("event", self.kind))
        at = doors.instant("at", self.at)
        if at is not self.at:
            object.__setattr__(self, "at", at)
        try:
            object.__setattr__(self, "key", at.astimezone(UTC))
        except OverflowError:
            raise OutOfRangeError.of("at", at) from None
        if self.reason != "":
            doors.text("reason", self.reason)
        if self.id is not None or self.sequence is not None or self.how is not None:
            _check_rest(self)
        if self.kind == "assign":
            object.__setattr__(self, "about", _holder(self.about))
        elif self.about is not None and self.kind not in ABOUT:
            raise EventError("about", self.about, f"says nothing of {self.kind}", "leave it out")

    @classmethod
    def of(cls, said: Event | tuple[str, datetime] | Mapping[str, Any]) -> Event:
        """Read an event: an `Event`, (kind, at), or a mapping with `event`, `at` and the rest.

        The rest are `reason`, `id`, `sequence`, `how`, and `group` and `employee` of an
        assignment.
        """
        if isinstance(said, Event):
            return said
        if isinstance(said, Mapping) and {"event", "at"} <= set(said) <= _KEYS:
            rest = {key: said[key] for key in ("reason", "id", "sequence", "how") if key in said}
            holder = Holder(said.get("group"), said.get("employee"))
            about = None if holder == Holder() else holder
            return cls(said["event"], _read(said["at"]), **rest, about=about)
        if isinstance(said, tuple) and len(said) == len(("kind", "at")):
            return cls(*said)
        wanted = "an Event, a pair (kind, at), or a mapping with event and at"
        raise ArgumentTypeError.expected("event", said, wanted)

    @property
    def order(self) -> tuple[datetime, bool, int]:
        """What events are sorted by: the instant, the start first, then the sequence."""
        return self.key, self.kind != "start", self.sequence or 0


def in_order(events: Iterable[Any]) -> list[Event]:
    """Return events in order, each id once; those that nothing orders come as they came."""
    if not isinstance(events, Iterable):
        raise ArgumentTypeError.expected("events", events, "events, in any order")
    by_id: dict[str, Event] = {}
    told = []
    for event in map(Event.of, events):
        if event.id is not None and by_id.setdefault(event.id, event) is not event:
            check_same(by_id[event.id], event)
        else:
            told.append(event)
    return sorted(told, key=lambda event: event.order)


def check_same(known: Event, event: Event) -> None:
    """Refuse an event that has the id of another one."""
    if known != event:
        problem = f"is the id of another event, {known.kind} at {known.at}"
        raise EventError("id", event.id, problem, "give each event an id of its own")


def _check_rest(event: Event) -> None:
    """Refuse what an event is known by, and its way, of odd types; most events go one way."""
    if event.how is not None and event.kind not in (*CHANGES, "reopen"):
        raise EventError("how", event.how, f"says nothing of {event.kind}", "leave it out")
    for name in ("id", "how"):
        if getattr(event, name) is not None:
            doors.text(name, getattr(event, name))
    number = event.sequence
    if number is None:
        return
    if isinstance(number, bool) or not isinstance(number, int):
        raise ArgumentTypeError.expected("sequence", number, "a whole number")
    if not -_LARGEST <= number < _LARGEST:
        problem = "is no number of 64 bits"
        raise EventError("sequence", number, problem, "count the events of one instant")


def _holder(about: object) -> Holder:
    if about is None:
        return Holder()
    if not isinstance(about, Holder):
        raise ArgumentTypeError.expected("about", about, "a Holder")
    return about


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
