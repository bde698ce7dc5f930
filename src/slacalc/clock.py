"""The SLA clock: an immutable fold over the events of one request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from slacalc import clock_state, doors
from slacalc.algebra import AnyCalendar
from slacalc.errors import ArgumentTypeError, EventError, did_you_mean
from slacalc.escalations import Escalated, due_between, next_due, plans_of
from slacalc.events import (
    Event,
    Holder,
    check_same,
    in_order,
    instant_key,
    pause_of,
)
from slacalc.fold import Legs, State, check, levels_in_force, register, same, tell, told
from slacalc.holdings import Holding, holdings
from slacalc.ledger import Ledger
from slacalc.levels import SupportLevel
from slacalc.proof import proof
from slacalc.snapshot import snapshot
from slacalc.target_clock import TargetClock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slacalc.clock_timeline import ClockTimeline


@frozen(repr=False)
class SlaClock:
    """The clock of one request: what was promised, what happened, what is due and why.

    Every event gives a new clock; its kind is one of `KINDS`, or one that a target of the level
    names. The events are the truth; all else is derived from them, so two clocks are equal when
    the levels of their registration and their events are. Events come in order of time; one that
    sets the state that holds already changes nothing, and so does one whose id was told. An event
    out of order, or after the end, raises `EventError`; one that needs working time that the
    calendar has not, `NoWorkingTimeError`; a naive instant `NaiveDatetimeError`. What was refused
    leaves the clock as it was. How waits, reopenings and changes count is said by the profile of
    the level.

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

    first_level: SupportLevel
    events: tuple[Event, ...]
    targets: tuple[TargetClock, ...] = field(eq=False)
    _state: State = field(eq=False)

    @classmethod
    def start(
        cls,
        level: SupportLevel,
        *,
        at: datetime,
        ticket: Mapping[str, Any] | None = None,
        waiting: bool | str | None = False,
    ) -> SlaClock:
        """Register a request: its deadlines are fixed now, by its level.

        A level with tables of durations needs the request's fields, or a row (`at_row`). A request
        that is created waiting begins to wait at once, in the kind of wait that is named, if any.
        """
        level, event = _plain(level, ticket), Event("start", at)
        state, legs = register(level, event)
        targets = tuple(TargetClock(new) for new in legs.values())
        clock = cls(level, (event,), targets, state)
        if waiting is False or waiting is None:
            return clock
        return clock.pause(at, kind=None if waiting is True else waiting)

    def pause(self, at: datetime, *, kind: str | None = None) -> SlaClock:
        """Begin to wait: from now on time is not used. Moves between waits count once.

        A wait can be of a kind, such as ``"vendor"``; targets say in which kinds they wait.
        """
        return self.after(pause_of(kind), at)

    def resume(self, at: datetime) -> SlaClock:
        """End a wait: what waited is due later by the working time of the wait."""
        return self.after("resume", at)

    def respond(self, at: datetime, *, automatic: bool = False) -> SlaClock:
        """Record a reply; an automatic one answers nothing."""
        return self.after("automatic reply" if automatic else "respond", at)

    def acknowledge(self, at: datetime) -> SlaClock:
        """Record the notice that work has started."""
        return self.after("acknowledge", at)

    def customer_replied(self, at: datetime) -> SlaClock:
        """Record a message of the customer."""
        return self.after("customer reply", at)

    def resolve(self, at: datetime) -> SlaClock:
        """Resolve the request, from work or straight from a wait, which still counts."""
        return self.after("resolve", at)

    def reopen(self, at: datetime, *, how: str | None = None) -> SlaClock:
        """Open again what was resolved or cancelled, in a way of the profile or another one.

        The ways are ``"resume"``, ``"first_close"``, ``"count"``, ``"restart"``.
        """
        return self.after("reopen", at, how=how)

    def cancel(self, at: datetime, *, reason: str = "") -> SlaClock:
        """End the request without a verdict on what still runs: spam, merged, withdrawn."""
        return self.after("cancel", at, reason=reason)

    def assign(
        self, at: datetime, *, group: str | None = None, employee: str | None = None
    ) -> SlaClock:
        """Record who holds the request from now on; nobody where neither is named."""
        return self.after("assign", at, about=Holder(group, employee))

    def change_level(
        self,
        level: SupportLevel,
        at: datetime,
        *,
        how: str | None = None,
        ticket: Mapping[str, Any] | None = None,
    ) -> SlaClock:
        """Move the request to another level, in a way of that level's profile or another one.

        By default the promise stays as it was given (``"frozen"``), and `level` with it. The ways
        are ``"frozen"``, ``"retroactive"``, ``"carry"``, ``"restart"``.
        """
        return self.after("change level", at, how=how, about=_plain(level, ticket))

    def change_calendar(
        self, calendar: AnyCalendar, at: datetime, *, how: str | None = None
    ) -> SlaClock:
        """Lay the request on another calendar, in a way of the level's profile or another one.

        The ways are ``"frozen"``, ``"prospective"``, ``"restated"``.
        """
        return self.after("change calendar", at, how=how, about=calendar)

    @property
    def level(self) -> SupportLevel:
        """The level whose promise holds."""
        return self._state.level

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
        return self._state.name

    @property
    def ended(self) -> bool:
        """Whether it is resolved or cancelled."""
        return self._state.end is not None

    @property
    def waiting(self) -> bool:
        """Whether the request waits."""
        return self._state.wait is not None

    @property
    def wait(self) -> str | None:
        """The kind of the wait, empty for a plain one; None where it does not wait."""
        return self._state.wait

    @property
    def reopened(self) -> bool:
        """Whether it was ever opened again."""
        return self._state.reopened

    @property
    def unpromised(self) -> bool:
        """Whether the work goes on without a promise, for the first verdict stands."""
        return self._state.unpromised

    @property
    def holder(self) -> Holder | None:
        """Who holds it, None where that was never said."""
        return self._state.holder

    def target(self, name: str = "resolution") -> TargetClock:
        """Return a target by its name."""
        found = self._target(name)
        if found is None:
            names = [target.target.name for target in self.targets]
            way_out = did_you_mean(name, names) or f"it promises {', '.join(names) or 'none'}"
            raise EventError("target", name, "is not promised by this level", way_out)
        return found

    def explain(
        self, at: datetime, *, target: str = "resolution", since: datetime | None = None
    ) -> Ledger:
        """Return the proof of a target at an instant: every stretch since registration.

        The counted entries sum to what is elapsed, the waited ones to what was waited so far, both
        of the latest cycle. It can begin earlier than the registration. On the calendar's clock.
        O(openings and days since the registration).
        """
        return proof(self.target(target), self.events, at, since)

    def held(self, at: datetime, *, target: str = "resolution") -> tuple[Holding, ...]:
        """Return who held the request until an instant, how long, and what of it was overdue."""
        levels = levels_in_force(self.first_level, self.events)
        return holdings(self.events, levels, self.target(target), at)

    def escalations(self, since: datetime, until: datetime) -> tuple[Escalated, ...]:
        """Return the escalations that come from an instant on, before another, in order.

        Half-open: an end before the beginning is an `EventError`. A poller that keeps one
        instant, and asks from it until now, meets each exactly once. Those to come are told as
        the clock stands. O(events).
        """
        return due_between(self.targets, plans_of(self.first_level, self.events), since, until)

    def next_escalation(self, after: datetime) -> Escalated | None:
        """Return the first escalation that comes at an instant or later, None where none does."""
        return next_due(self.targets, plans_of(self.first_level, self.events), after)

    def snapshot(self, at: datetime) -> list[dict[str, Any]]:
        """Return a flat record of each target at an instant, of plain values that JSON knows."""
        return snapshot(self.targets, at)

    def timeline(self, at: datetime) -> ClockTimeline:
        """Return the life of the request until an instant, as a picture, rows or text.

        Raises `NaiveDatetimeError` for a naive instant; the view raises `OutOfRangeError` for a
        life of more than 20,000 stretches. O(openings and days since the registration).
        """
        from slacalc.clock_timeline import ClockTimeline

        return ClockTimeline(str(self.level), doors.instant("at", at), self.targets, self.events)

    def _repr_html_(self) -> str:
        """Draw the life of the request, as notebooks do: on to what is due, if nothing happens."""
        last = self.events[-1].at
        ends = [last] if self.ended else [last, *(t.due for t in self.targets if t.due)]
        return self.timeline(max(ends, key=instant_key)).html()

    def to_dict(self) -> dict[str, Any]:
        """Return the state to store: the events, in UTC, and what was due by them.

        With them go the level of the registration by its name, the fingerprints of what it
        promises and of its calendar, the row of its tables, and the version of the zones' rules.
        """
        return clock_state.written(self.first_level, self.events, _due(self))

    @classmethod
    def from_dict(
        cls,
        state: Mapping[str, Any],
        *,
        level: SupportLevel,
        known: Iterable[SupportLevel | AnyCalendar] = (),
    ) -> SlaClock:
        """Restore a stored clock on the level it was promised on.

        The levels and calendars of its changes are found among the `known` ones by their
        fingerprints. Raises `StateError` where the state is of an unknown version or another
        level, or where the level would give another due instant than the stored one: none moves
        silently.
        """
        clock = cls.replay(*clock_state.read(state, level, known))
        clock_state.check_due(state, _due(clock), clock.level)
        return clock

    @classmethod
    def replay(cls, level: SupportLevel, events: Iterable[Any]) -> SlaClock:
        """Return the clock after events in any order; the earliest must be the start.

        Events are `Event` values, pairs (kind, at), or mappings with `event` and `at`; those with
        one id are one.
        """
        level, ordered = _plain(level, None), in_order(events)
        if not ordered or ordered[0].kind != "start":
            kind = ordered[0].kind if ordered else None
            remedy = "begin with a start, the registration"
            raise EventError("events", kind, "is no start", remedy)
        history = told(level, ordered)
        targets = tuple(TargetClock(tuple(lane)) for lane in history.lanes.values())
        return cls(level, tuple(history.events), targets, history.state)

    def __repr__(self) -> str:
        """Write the call that makes this clock again."""
        return f"SlaClock.replay({self.first_level!r}, {list(self.events)!r})"

    def __str__(self) -> str:
        """Write the clock for people: its level, its state, and what is due."""
        reopened = " again" if self.reopened and self.state == "open" else ""
        promised = ", without a promise" if self.unpromised else ""
        told = map(_told, self.targets)
        return ", ".join([f"{self.level}: {self.state}{reopened}{promised}", *told])

    def after(self, kind: str | Event, at: datetime | None = None, **said: Any) -> SlaClock:
        """Return the clock after an event, or after one of a kind, at an instant.

        Beside the kind and the instant an event can have a `reason`, an `id`, a `sequence`, a
        way (`how`), and what it is about. O(events), a few nanoseconds each.
        """
        event = kind if isinstance(kind, Event) else Event(kind, at, **said)  # type: ignore[arg-type]
        if event.id is not None and self._knows(event):
            return self
        last = self.events[-1]
        if same(event, last):
            return self
        check(self._state, event, last)
        found = tell(self._state, event, self._told)
        if found is None:
            return self
        state, legs = found
        events = self.events + (event,)  # noqa: RUF005 - twice as fast
        return SlaClock(self.first_level, events, _moved(self.targets, legs, state), state)

    def _told(self) -> Sequence[Event]:
        return self.events

    def _knows(self, event: Event) -> bool:
        known = next((one for one in self.events if one.id == event.id), None)
        if known is not None:
            check_same(known, event)
        return known is not None


def _moved(targets: tuple[TargetClock, ...], legs: Legs, state: State) -> tuple[TargetClock, ...]:
    """Return the targets with the legs that an event adds; the state has them in the same order."""
    if not legs:
        return targets
    moved = [
        TargetClock(target.legs + legs[name]) if name in legs else target
        for name, target in zip(state.last, targets, strict=False)
    ]
    if len(moved) < len(state.last):
        moved += [TargetClock(legs[name]) for name in list(state.last)[len(targets) :]]
    return tuple(moved)


def _plain(level: Any, ticket: Mapping[str, Any] | None) -> SupportLevel:
    if not isinstance(level, SupportLevel):
        raise ArgumentTypeError.expected("level", level, "a SupportLevel")
    if level.row is not None:
        return level
    return level.plain() if ticket is None else level.for_ticket(ticket)


def _told(target: TargetClock) -> str:
    """Write how a target stands, by the events so far."""
    name, phase = target.target.name, target.legs[-1].phase
    if phase in ("running", "waiting"):
        return f"{name} due {target.due}"
    return f"{name} {target.verdict(target.legs[-1].since)}" if target.due else f"{name} {phase}"


def _due(clock: SlaClock) -> dict[str, datetime | None]:
    return {target.target.name: target.due for target in clock.targets}
