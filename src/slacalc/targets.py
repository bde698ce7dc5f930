"""What is promised: a target has a name, a duration, and events that start, hold and stop it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import evolve, field, frozen

from slacalc.algebra import AnyCalendar
from slacalc.durations import (
    AnyDuration,
    AroundTheClock,
    always_open,
    duration_of,
    duration_text,
)
from slacalc.errors import ArgumentTypeError, LevelError, SlacalcError, did_you_mean
from slacalc.events import CHANGES, is_pause, kind_of

OTHERWISE = "*"
_MOST_ROWS = 1_000
_LONGEST_NAME = 80
_EVENTS = ("starts_on", "pauses_on", "resumes_on", "stops_on")
_DEFAULTS = {
    "starts_on": frozenset({"start"}),
    "pauses_on": frozenset({"pause"}),
    "resumes_on": frozenset({"resume"}),
    "stops_on": frozenset({"resolve"}),
}
_RESPONSE = {
    "pauses_on": frozenset[str](),
    "stops_on": frozenset({"respond", "acknowledge", "resolve"}),
}
_MAY_SHARE = (("resumes_on", "starts_on"), ("stops_on", "starts_on"))
_ONLY = {"start": "starts_on", "reopen": "starts_on", "resolve": "stops_on"}
_NEVER = {
    "cancel": "it cancels all targets that still run",
    **dict.fromkeys(CHANGES, "what it does to a target is said by the profile"),
}


@frozen(repr=False)
class DurationTable:
    """Durations by the value of a request's field; ``"*"`` is for all other values.

    Rows are pairs of a key, which is text, and a duration; at most 1,000 of them.

    >>> table = DurationTable.of({"urgent": "15m", "*": "4h"})
    >>> str(table.at("low")), table.at("urgent").seconds
    ('4:00:00', 900)
    """

    rows: tuple[tuple[str, AnyDuration], ...] = field(eq=frozenset)
    _by_key: dict[str, AnyDuration] = field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        """Check the rows, and index them."""
        if not all(
            isinstance(row, tuple) and len(row) == len(("key", "duration")) for row in self.rows
        ):
            raise ArgumentTypeError.expected("table", self.rows, "pairs of a key and a duration")
        rows = tuple((named("row", key), _told(key, said)) for key, said in self.rows)
        by_key = dict(rows)
        if not rows or len(by_key) < len(rows):
            problem = "has no rows" if not rows else "has a key twice"
            remedy = "give each value of the field one duration, and '*' the rest"
            raise LevelError("table", [key for key, _ in rows], problem, remedy)
        if len(rows) > _MOST_ROWS:
            problem = f"has more than {_MOST_ROWS} rows"
            raise LevelError("table", len(rows), problem, "group the values of the field")
        object.__setattr__(self, "rows", rows)
        object.__setattr__(self, "_by_key", by_key)

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> DurationTable:
        """Read a table from a mapping of values to durations."""
        if len(table) > _MOST_ROWS:  # before anything is read
            remedy = "group the values of the field"
            raise LevelError("table", len(table), f"has more than {_MOST_ROWS} rows", remedy)
        return cls(tuple(table.items()))

    @property
    def keys(self) -> tuple[str, ...]:
        """The values that have a row, in the order in which they were given."""
        return tuple(self._by_key)

    def at(self, row: str | None) -> AnyDuration | None:
        """Return the duration for a value; that of ``"*"``, if any, where it has no row."""
        found = None if row is None else self._by_key.get(row)
        return self._by_key.get(OTHERWISE) if found is None else found

    def to_dict(self) -> dict[str, str]:
        """Return the rows as plain text."""
        return {key: duration_text(duration) for key, duration in self.rows}

    def __str__(self) -> str:
        """Write the rows for people."""
        return ", ".join(f"{key}: {said}" for key, said in self.to_dict().items())

    def __repr__(self) -> str:
        """Write the call that makes the table again."""
        return f"DurationTable.of({self.to_dict()!r})"


def _told(key: str, said: object) -> AnyDuration:
    try:
        return duration_of(said)
    except SlacalcError as error:
        raise type(error)(key, error.value, error.problem, error.remedy) from None


def _duration(said: Any) -> AnyDuration | DurationTable:
    if isinstance(said, DurationTable):
        return said
    return DurationTable.of(said) if isinstance(said, Mapping) else duration_of(said)


def _kinds(said: Any) -> Any:
    """Return kinds of events, yet to be checked; None where nothing was said."""
    if said is None or isinstance(said, str):
        return None if said is None else (said,)
    if not isinstance(said, Iterable) or isinstance(said, Mapping | bytes):
        raise ArgumentTypeError.expected("events", said, "the kind of an event, or several")
    return tuple(said)


@frozen(repr=False)
class Target:
    """A promise: how long, which events start, pause, resume and stop it, on whose hours.

    Args:
        name: what to call it: ``"response"``, ``"resolution"``, or any other.
        duration: working time (``"4h"``), working days (``"2 working days"``), time around the
            clock (``"48h around the clock"``), or a table of these by the value of a field.
        starts_on: the events that start it; ``"start"``, the registration, unless said.
        pauses_on: the events from which it waits; ``"pause"``, which is every kind of wait,
            unless said, none for a response; ``"pause:vendor"`` is the waits of one kind.
        resumes_on: the events that end the wait; ``"resume"`` unless said.
        stops_on: the events that stop it; ``"resolve"`` unless said, for a response ``"respond"``
            and ``"acknowledge"`` too. Resolving a request stops all its targets, and cancelling
            cancels them. An event that starts it too ends a cycle and begins the next.
        calendar: working time of its own, in place of that of the level and its schedule.

    >>> Target.resolution("4h").duration
    datetime.timedelta(seconds=14400)
    >>> reply = Target.next_reply("2h")
    >>> str(reply), *reply.starts_on, *reply.stops_on, *reply.pauses_on
    ('next reply in 2h', 'customer reply', 'respond')
    """

    name: str
    duration: AnyDuration | DurationTable = field(converter=_duration)
    starts_on: frozenset[str] = field(default=None, converter=_kinds, kw_only=True)
    pauses_on: frozenset[str] = field(default=None, converter=_kinds, kw_only=True)
    resumes_on: frozenset[str] = field(default=None, converter=_kinds, kw_only=True)
    stops_on: frozenset[str] = field(default=None, converter=_kinds, kw_only=True)
    calendar: AnyCalendar | None = field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        """Take what is usual for the name, and refuse events that contradict one another."""
        object.__setattr__(self, "name", named("name", self.name))
        for key, usual in _usual(self.name).items():
            said = getattr(self, key)
            kinds = usual if said is None else frozenset(kind_of(key, kind) for kind in said)
            object.__setattr__(self, key, kinds)
        if not isinstance(self.calendar, AnyCalendar | None):
            raise ArgumentTypeError.expected("calendar", self.calendar, "a calendar")
        _check_events(self)

    @classmethod
    def response(cls, duration: Any) -> Target:
        """Return the promise of a first response: it runs on while the request waits."""
        return cls("response", duration)

    @classmethod
    def resolution(cls, duration: Any) -> Target:
        """Return the promise of a resolution: time waited is never time used."""
        return cls("resolution", duration)

    @classmethod
    def next_reply(cls, duration: Any) -> Target:
        """Return the promise of a reply to each message of the customer, the oldest first.

        As a response, it runs on while the request waits: the customer has said something.
        """
        starts, stops = "customer reply", "respond"
        return cls("next reply", duration, starts_on=starts, stops_on=stops, pauses_on=())

    @classmethod
    def periodic_update(cls, duration: Any) -> Target:
        """Return the promise of an update in time after each reply, until it is resolved."""
        stops = ("respond", "resolve")
        return cls("periodic update", duration, starts_on=("start", "respond"), stops_on=stops)

    @classmethod
    def hand_over(cls, duration: Any) -> Target:
        """Return the promise that whoever is given the request acknowledges it in time."""
        return cls("hand-over", duration, starts_on="assign", stops_on="acknowledge")

    @classmethod
    def of(cls, name: str, said: Any) -> Target:
        """Read a target: a duration, or a mapping with `duration` and what is not as usual."""
        if not isinstance(said, Mapping):
            return cls(name, said)
        if "duration" not in said:
            remedy = "add duration = '4h'; a table by the value of a field goes under it"
            raise LevelError("duration", None, "is missing", remedy)
        known = ("duration", *_EVENTS, "calendar")
        for key in said:
            if key not in known:
                way_out = did_you_mean(key, known) or f"use {', '.join(known)}"
                raise LevelError(str(key), said[key], "is an unknown key of a target", way_out)
        return cls(name, said["duration"], **{k: v for k, v in said.items() if k != "duration"})

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of events that it heeds."""
        return self.starts_on | self.pauses_on | self.resumes_on | self.stops_on

    def at(self, row: str | None) -> Target | None:
        """Return the target with the duration that its table has for a value; None for none."""
        if not isinstance(self.duration, DurationTable):
            return self
        duration = self.duration.at(row)
        return None if duration is None else evolve(self, duration=duration)

    def counted_on(self, hours: AnyCalendar) -> AnyCalendar:
        """Return the working time that it counts on, at a level of some hours."""
        own = self.calendar or hours
        return always_open(own.zone.key) if isinstance(self.duration, AroundTheClock) else own

    def unusual(self) -> dict[str, Any]:
        """Return what was said of it beside the name and the duration, and is not as usual."""
        usual = _usual(self.name)
        said = {key: getattr(self, key) for key in _EVENTS}
        kinds = {key: sorted(value) for key, value in said.items() if value != usual[key]}
        return kinds if self.calendar is None else kinds | {"calendar": self.calendar}

    def __str__(self) -> str:
        """Write the promise for people."""
        if isinstance(self.duration, DurationTable):
            return f"{self.name} by {self.duration}"
        return f"{self.name} in {duration_text(self.duration)}"

    def __repr__(self) -> str:
        """Write the constructor call."""
        said = [repr(self.name), repr(plain_duration(self.duration))]
        said += [f"{key}={value!r}" for key, value in self.unusual().items()]
        return f"Target({', '.join(said)})"


def plain_duration(duration: AnyDuration | DurationTable) -> str | dict[str, str]:
    """Return a duration as text, or a table of them as a mapping of text."""
    return duration.to_dict() if isinstance(duration, DurationTable) else duration_text(duration)


def named(argument: str, name: object) -> str:
    """Return a name or a key, which is one line of text that is not too long."""
    if not isinstance(name, str):
        raise ArgumentTypeError.expected(argument, name, "text")
    if not name.strip() or len(name) > _LONGEST_NAME or not name.isprintable():
        problem = f"is no text of 1 to {_LONGEST_NAME} characters that can be printed"
        raise LevelError(argument, name, problem, "give a short one, in one line")
    return str(name)


def _usual(name: str) -> dict[str, frozenset[str]]:
    return _DEFAULTS | _RESPONSE if name == "response" else _DEFAULTS


def _check_events(target: Target) -> None:
    if not target.starts_on:
        remedy = "name an event, or leave starts_on out for the registration"
        raise LevelError("starts_on", [], "is no event, so it never starts", remedy)
    for key in _EVENTS:
        for kind in sorted(getattr(target, key)):
            _check_kind(key, kind)
    for number, one in enumerate(_EVENTS):
        for other in _EVENTS[:number]:
            both = _shared(target, one, other)
            if both and (one, other) not in _MAY_SHARE:
                problem = f"is in {other} and in {one} too"
                raise LevelError(one, min(both), problem, "let an event do one of them")


def _check_kind(key: str, kind: str) -> None:
    """Refuse an event that can't do to a target what a key says."""
    if is_pause(kind):
        kind_of(key, kind.removeprefix("pause:"))  # a kind of wait has a name
    if kind in _NEVER:
        problem = f"is no event for this: {_NEVER[kind]}"
        raise LevelError(key, kind, problem, "leave it out")
    if _ONLY.get(kind, key) != key:
        remedy = "leave it out: a request starts once, and its end is the end of all targets"
        raise LevelError(key, kind, f"is no event for this, but for {_ONLY[kind]}", remedy)


def _shared(target: Target, one: str, other: str) -> frozenset[str]:
    """Return the events that two keys name; ``"pause"`` in pauses_on is every kind of wait."""
    mine, theirs = getattr(target, one), getattr(target, other)
    both: frozenset[str] = mine & theirs
    if "pauses_on" in (one, other) and "pause" in target.pauses_on:
        both |= frozenset(filter(is_pause, mine | theirs)) - target.pauses_on
    return both
