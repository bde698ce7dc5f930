"""The SLA clock: an immutable fold over the events of one request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from operator import is_not
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from attrs import evolve, field, frozen

from slacalc import doors
from slacalc.errors import (
    ArgumentTypeError,
    EventError,
    OutOfRangeError,
    SlacalcError,
    StateError,
    did_you_mean,
)
from slacalc.events import KINDS, Event, in_order, instant_key
from slacalc.ledger import Ledger, entries
from slacalc.levels import SupportLevel
from slacalc.target_clock import TargetClock
from slacalc.zones import zone_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

STATE_VERSION = 2
_KEYS = {
    1: {"slacalc", "level", "zone", "events", "due"},
    2: {"slacalc", "level", "fingerprint", "row", "zone", "events", "due"},
}
_WAIT_ENDS = ("resume", "resolve", "cancel")
_STATES = {"resolve": "resolved", "cancel": "cancelled"}


@frozen(repr=False)
class SlaClock:
    """The clock of one request: what was promised, what happened, what is due and why.

    Every event gives a new clock; its kind is one of `KINDS`, or one that a target of the level
    names. The events are the truth; all else is derived from them, so two clocks are equal when
    their levels and events are. Events come in order of time; one that sets the state that holds
    already changes nothing. An event out of order, or after the end, raises `EventError`; one
    that needs working time that the calendar has not, `NoWorkingTimeError`; a naive instant
    `NaiveDatetimeError`. An event costs O(events).

    >>> from datetime import timedelta
    >>> from slacalc.calendar import Calendar
    >>> office = Calendar("Mon-Fri 09:00-13:00 14:00-18:00", time_zone="Europe/Moscow")
    >>> level = SupportLevel("Standard", calendar=office, response="1h", resolution="8h")
    >>> clock = SlaClock.start(level, at=office.at("2026-03-02 10:00"))
    >>> str(clock.resolution.due)
    '2026-03-03 10:00:00+03:00'
    >>> clock = clock.pause(office.at("2026-03-02 16:00")).resume(office.at("2026-03-03 11:00"))
    >>> str(clock.resolution.due)
    '2026-03-03 15:00:00+03:00'
    """

    level: SupportLevel
    events: tuple[Event, ...]
    targets: tuple[TargetClock, ...] = field(eq=False)
    waiting: bool = field(eq=False, default=False)
    answered: bool = field(eq=False, default=False)

    @classmethod
    def start(
        cls, level: SupportLevel, *, at: datetime, ticket: Mapping[str, Any] | None = None
    ) -> SlaClock:
        """Register a request: its deadlines are fixed now, by its level.

        A level with tables of durations needs the request's fields, or a row (`at_row`).
        """
        if not isinstance(level, SupportLevel):
            raise ArgumentTypeError.expected("level", level, "a SupportLevel")
        level = level.plain() if ticket is None else level.for_ticket(ticket)
        event = Event("start", at)
        started = (
            TargetClock.start(target, level.hours, event.at, level.after_breach)
            for target in level.targets
        )
        return cls(level, (event,), tuple(started))

    def pause(self, at: datetime) -> SlaClock:
        """Begin to wait: from now on time is not used. Moves between waits count once."""
        return self.after("pause", at)

    def resume(self, at: datetime) -> SlaClock:
        """End a wait: what waited is due later by the working time of the wait."""
        return self.after("resume", at)

    def respond(self, at: datetime) -> SlaClock:
        """Record the first response."""
        return self.after("respond", at)

    def resolve(self, at: datetime) -> SlaClock:
        """Resolve the request, from work or straight from a wait, which still counts."""
        return self.after("resolve", at)

    def cancel(self, at: datetime, *, reason: str = "") -> SlaClock:
        """End the request without a verdict on what still runs: spam, merged, withdrawn."""
        return self.after("cancel", at, reason=reason)

    @property
    def started(self) -> datetime:
        """The instant of registration."""
        return self.events[0].at

    @property
    def response(self) -> TargetClock | None:
        """The promise of a first response, None where there is none."""
        return self._target("response")

    @property
    def resolution(self) -> TargetClock | None:
        """The promise of a resolution, None where there is none."""
        return self._target("resolution")

    def _target(self, name: str) -> TargetClock | None:
        return next((target for target in self.targets if target.target.name == name), None)

    @property
    def state(self) -> str:
        """The state that holds: "open", "waiting", "resolved" or "cancelled"."""
        ended = _STATES.get(self.events[-1].kind)
        return ended or ("waiting" if self.waiting else "open")

    def target(self, name: str = "resolution") -> TargetClock:
        """Return a target by its name."""
        found = self._target(name)
        if found is None:
            names = [target.target.name for target in self.targets]
            way_out = did_you_mean(name, names) or f"it promises {', '.join(names) or 'none'}"
            raise EventError("target", name, "is not promised by this level", way_out)
        return found

    def explain(self, at: datetime, *, target: str = "resolution") -> Ledger:
        """Return the proof of a target at an instant: every stretch since registration.

        The counted entries sum to what is elapsed, the waited ones to what was waited so far.
        On the calendar's clock. O(openings and days since the registration).
        """
        clock, at = self.target(target), doors.instant("at", at)
        try:
            return Ledger(target, tuple(entries(clock.calendar, _stretches(clock, at))))
        except OverflowError:
            raise OutOfRangeError.of("at", at) from None

    def to_dict(self) -> dict[str, Any]:
        """Return the state to store: the events, in UTC, and what was due by them.

        With them go the name of the level, the fingerprint of what it promises, and the row of
        its tables that holds for the request.
        """
        return {
            "slacalc": STATE_VERSION,
            "level": self.level.name,
            "fingerprint": self.level.promise.fingerprint,
            "row": self.level.row,
            "zone": _zone_name(self.started),
            "events": [_plain_event(event) for event in self.events],
            "due": _due(self),
        }

    @classmethod
    def from_dict(cls, state: Mapping[str, Any], *, level: SupportLevel) -> SlaClock:
        """Restore a stored clock on the level it was promised on.

        Raises `StateError` where the state is of an unknown version or another level, or where
        the level would give another due instant than the stored one: none moves silently.
        """
        _check_state(state, level)
        try:
            level = level.at_row(state["row"]) if "row" in state else level.plain()
            zone = _zone_named(state["zone"])
            told = [Event.of(said) for said in state["events"]]
        except SlacalcError as error:
            place = f"state.{error.argument}"
            raise StateError(place, error.value, error.problem, error.remedy) from None
        clock = cls.replay(level, [_in_zone(event, zone) for event in told])
        due = _due(clock)
        if due != state["due"]:
            problem = f"is not what the level {level.name!r} gives now: {due}"
            remedy = "restore it on the level and the calendar it was promised on"
            raise StateError("due", state["due"], problem, remedy)
        return clock

    @classmethod
    def replay(cls, level: SupportLevel, events: Iterable[Any]) -> SlaClock:
        """Return the clock after events in any order; the earliest must be the start.

        Events are `Event` values, pairs (kind, at), or mappings with `event` and `at`.
        """
        told = in_order(events)
        if not told or told[0].kind != "start":
            kind = told[0].kind if told else None
            remedy = "begin with a start, the registration"
            raise EventError("events", kind, "is no start", remedy)
        clock = cls.start(level, at=told[0].at)
        for event in told[1:]:
            clock = clock.after(event.kind, event.at, reason=event.reason)
        return clock

    def __repr__(self) -> str:
        """Write the call that makes this clock again."""
        return f"SlaClock.replay({self.level!r}, {list(self.events)!r})"

    def __str__(self) -> str:
        """Write the clock for people: its level, its state, and what is due."""
        due = [
            f"{target.target.name} {f'due {target.due}' if target.due else 'not started'}"
            for target in self.targets
        ]
        return ", ".join([f"{self.level}: {self.state}", *due])

    def after(self, kind: str, at: datetime, *, reason: str = "") -> SlaClock:
        """Return the clock after an event of a kind that every request has or a target names."""
        event = Event(kind, at, reason)
        self._check_order(event)
        if kind == self.events[-1].kind and kind in _STATES:
            return self
        targets = tuple(target.after(kind, event.at) for target in self.targets)
        waiting = kind == "pause" or (self.waiting and kind not in _WAIT_ENDS)
        answered = self.answered or kind == "respond"
        moved = any(map(is_not, targets, self.targets)) or kind in _STATES
        if not moved and (waiting, answered) == (self.waiting, self.answered):
            return self
        seen = tuple(target.seen(event.at) for target in targets)
        return SlaClock(self.level, (*self.events, event), seen, waiting, answered)

    def _check_order(self, event: Event) -> None:
        last = self.events[-1]
        if event.kind not in KINDS and event.kind not in self.level.kinds:
            known = (*KINDS, *sorted(self.level.kinds.difference(KINDS)))
            way_out = did_you_mean(event.kind, known) or f"use one of {', '.join(known)}"
            problem = f"is no kind of event, nor named by a target of {self.level.name!r}"
            raise EventError("event", event.kind, problem, way_out)
        if event.kind == "start":
            raise EventError("event", "start", "comes twice", "start a request once")
        if instant_key(event.at) < instant_key(last.at):
            problem = f"comes before the last event, {last.kind} at {last.at}"
            raise EventError(event.kind, str(event.at), problem, "replay() sorts events")
        if last.kind in _STATES and event.kind != last.kind:
            problem = f"comes after the request was {_STATES[last.kind]} at {last.at}"
            raise EventError(event.kind, str(event.at), problem, "leave it out")


def _due(clock: SlaClock) -> dict[str, str | None]:
    return {
        target.target.name: None if target.due is None else _utc_text(target.due)
        for target in clock.targets
    }


def _stretches(clock: TargetClock, at: datetime) -> Iterator[tuple[datetime, datetime, bool]]:
    """Go through a target's legs until an instant, as (from, to, waiting)."""
    ends = [leg.since for leg in clock.legs[1:]]
    for leg, end in zip(clock.legs, [*ends, at], strict=True):
        until = min(end, at, key=instant_key)
        if leg.phase in ("running", "waiting") and instant_key(leg.since) < instant_key(until):
            yield leg.since, until, leg.phase == "waiting"


def _in_zone(event: Event, zone: tzinfo) -> Event:
    try:
        return evolve(event, at=event.at.astimezone(zone))
    except OverflowError:
        raise OutOfRangeError.of("at", event.at) from None


def _plain_event(event: Event) -> dict[str, str]:
    plain = {"event": event.kind, "at": _utc_text(event.at)}
    return plain | ({"reason": event.reason} if event.reason else {})


def _utc_text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _zone_name(at: datetime) -> str:
    if isinstance(at.tzinfo, ZoneInfo) and at.tzinfo.key:
        return at.tzinfo.key
    return at.isoformat()[len("2026-03-02T10:00:00") :].lstrip(".0123456789") or "+00:00"


def _zone_named(name: Any) -> tzinfo:
    """Return the zone of a name, or of an offset such as +03:00."""
    if isinstance(name, str) and name[:1] in ("+", "-"):
        return _offset_named(name)
    return zone_of("zone", name)


def _offset_named(name: str) -> tzinfo:
    try:
        offset = datetime.fromisoformat(f"2000-01-01T00:00:00{name}").tzinfo
    except ValueError:
        offset = None
    if offset is None:
        remedy = "give a zone's name or an offset such as '+03:00'"
        raise StateError("zone", name, "is no offset", remedy)
    return offset


def _check_state(state: Any, level: SupportLevel) -> None:
    told = isinstance(state, Mapping) and "slacalc" in state
    version = state["slacalc"] if told else STATE_VERSION
    if type(version) is not int or version not in _KEYS:
        remedy = f"read it with a release that knows it; this one knows {STATE_VERSION}"
        raise StateError("slacalc", version, "is an unknown version of state", remedy)
    if not told or set(state) != _KEYS[version]:
        keys = sorted(map(str, state)) if isinstance(state, Mapping) else state
        remedy = f"give what to_dict() returned, with {', '.join(sorted(_KEYS[version]))}"
        raise StateError("state", keys, "is no stored clock", remedy)
    if state["level"] != level.name:
        remedy = f"restore it on its own level, not on {level.name!r}"
        raise StateError("level", state["level"], "is another level", remedy)
    if not isinstance(state["events"], list | tuple):
        raise StateError("events", state["events"], "is no list", "give the list of events")
    if not isinstance(state.get("fingerprint", ""), str):
        remedy = "give the fingerprint that to_dict() returned"
        raise StateError("fingerprint", state["fingerprint"], "is no fingerprint", remedy)
