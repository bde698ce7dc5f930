"""Totals: a request taken over from a helpdesk that kept a sum of its waits, and no events."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from attrs import frozen

from slacalc import doors
from slacalc.clock import SlaClock
from slacalc.errors import DurationError, EventError, LevelError, did_you_mean
from slacalc.events import Event, in_order, instant_key
from slacalc.levels import SupportLevel
from slacalc.target_clock import TargetClock

REASON = "taken over: the sum of its waits, as one"
_NOTHING = timedelta(0)
_WITHOUT_PLACE = ("respond", "acknowledge", "automatic reply", "customer reply", "assign")


@frozen
class TakenOver:
    """A request made of totals: its clock, and what was due by the helpdesk that it comes from."""

    clock: SlaClock
    target: str
    stored: datetime | None

    @property
    def due(self) -> datetime | None:
        """What is due by the clock."""
        return _target(self.clock, self.target).due

    @property
    def exact(self) -> bool:
        """Whether the clock is due at the very instant that was stored, where one was."""
        both = self.due, self.stored
        return self.stored is None or len({at and instant_key(at) for at in both}) == 1

    @property
    def off(self) -> timedelta:
        """By how much working time the clock is due later than was stored; earlier below zero.

        Nothing can be off where the two instants differ: 18:00 and 09:00 of the next morning have
        no working time between them. `exact` tells them apart.
        """
        if self.due is None or self.stored is None:
            return _NOTHING
        return _target(self.clock, self.target).calendar.elapsed(self.stored, self.due)


def clock_from_totals(
    level: SupportLevel,
    registered: datetime,
    waited: timedelta | None = None,
    *,
    due: datetime | None = None,
    target: str = "resolution",
    events: Iterable[Any] = (),
) -> TakenOver:
    """Make a clock of what a helpdesk has that keeps totals: one wait as long as all of them.

    The wait begins at the registration, before any breach, and ends when the time waited has been
    worked; it carries `REASON`. By the law of waits the order and number of those that it stands
    for make no difference to what is due.

    Args:
        level: what is promised, as chosen for the request.
        registered: when the request came.
        waited: the working time of the waits that are over, on the target's calendar; what `due`
            tells where it is left out.
        due: what was due by the other helpdesk; the clock is compared with it.
        target: the name of the target that waited.
        events: what is known as events all the same: a reply, the wait that goes on, the end.

    Raises `DurationError` for a negative sum, or none with nothing to take it from, `LevelError`
    for a target that the level lacks or that no wait moves, and `EventError` for an event that
    lies within the wait. It costs as much as a clock with these events.

    >>> from slacalc import Calendar
    >>> desk = Calendar("Mon-Fri 09:00-13:00 14:00-18:00", time_zone="Europe/Moscow")
    >>> level = SupportLevel("Standard", calendar=desk, resolution="8h")
    >>> taken = clock_from_totals(level, desk.at("2026-03-02 10:00"), timedelta(hours=4))
    >>> str(taken.due)
    '2026-03-03 15:00:00+03:00'
    """
    begun = SlaClock.start(level, at=registered)
    found = _target(begun, target)
    stored = None if due is None else doors.instant("due", due)
    sum_of_waits = _sum(found, waited, stored)
    known = in_order(events)
    if sum_of_waits:
        until = found.calendar.deadline(begun.started, sum_of_waits)
        _check_after(until, known)
        wait = Event(_pause(found), begun.started, reason=REASON, sequence=1)
        known = [wait, Event("resume", until, reason=REASON), *known]
    clock = SlaClock.replay(level, [Event("start", begun.started), *known])
    if _target(clock, target).waited < sum_of_waits:
        problem = f"does not wait in {_pause(found)!r}, so that nothing waited can be taken over"
        raise LevelError("target", target, problem, "name a target that waits, or a profile")
    return TakenOver(clock, target, stored)


def _target(clock: SlaClock, name: str) -> TargetClock:
    names = [target.target.name for target in clock.targets]
    if name not in names:
        way_out = did_you_mean(name, names) or f"use one of {', '.join(names)}"
        raise LevelError("target", name, f"is no target of {clock.level.name!r}", way_out)
    return clock.target(name)


def _sum(found: TargetClock, waited: timedelta | None, stored: datetime | None) -> timedelta:
    if waited is None:
        if stored is None:
            remedy = "give the working time waited, or what was due"
            raise DurationError("waited", None, "is missing, and due too", remedy)
        if found.first_due is None:
            problem = "has not started at the registration, so that due tells nothing waited"
            raise LevelError("target", found.target.name, problem, "give the time waited")
        return max(_NOTHING, found.calendar.elapsed(found.first_due, stored))
    return doors.positive_duration("waited", waited, remedy="give the time that was waited")


def _pause(found: TargetClock) -> str:
    return min(found.target.pauses_on, default="pause")


def _check_after(until: datetime, known: list[Event]) -> None:
    for event in known:
        if event.kind not in _WITHOUT_PLACE and event.key < instant_key(until):
            problem = f"({event.kind}) lies within the wait taken over, which lasts to {until}"
            remedy = "leave out what the sum holds, or give all events and no sum"
            raise EventError("events", event.at.isoformat(), problem, remedy)
