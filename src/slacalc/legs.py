"""Legs: what holds for a target of a request from one event to the next."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from typing import Literal, NamedTuple

from attrs import evolve, field, frozen

from slacalc.durations import AroundTheClock, DayCount
from slacalc.errors import LevelError, NoWorkingTimeError, OutOfRangeError
from slacalc.events import ENDS, instant_key
from slacalc.targets import DurationTable
from slacalc.terms import Terms

Phase = Literal["not started", "running", "waiting", "stopped", "cancelled"]
_ZERO = timedelta(0)
_LIVE: tuple[Phase, Phase] = ("running", "waiting")


@frozen
class Run:
    """One run of a target from its start on: its number, when, what was due, what is promised."""

    number: int
    started: datetime = field(eq=instant_key)
    first_due: datetime = field(eq=instant_key)
    budget: timedelta


class Leg(NamedTuple):
    """What holds from an event on: the phase, what is due, what was used and waited before.

    A leg that has not started has no run. `until` is the due instant in UTC, to compare with, and
    `extension` how far what is due was moved. `held` says of one that does not live whether the
    request waits, so that it will wait as it starts. Where the account was rewritten, `past` has
    the legs that explain this one; the stopped time before a leg that is `burnt` counts as used.
    """

    since: datetime
    phase: Phase
    terms: Terms
    run: Run | None = None
    due: datetime | None = None
    until: datetime | None = None
    used: timedelta = _ZERO
    waited: timedelta = _ZERO
    extension: timedelta = _ZERO
    breached_at: datetime | None = None
    stopped_at: datetime | None = None
    held: bool = False
    burnt: bool = False
    past: tuple[Leg, ...] | None = None

    @property
    def cycle(self) -> int:
        """The number of the run, 0 before the first."""
        return self.run.number if self.run else 0

    @property
    def started(self) -> datetime | None:
        """When the run started."""
        return self.run.started if self.run else None

    @property
    def first_due(self) -> datetime | None:
        """What was due when the run started."""
        return self.run.first_due if self.run else None

    @property
    def budget(self) -> timedelta | None:
        """The working time that the run was promised."""
        return self.run.budget if self.run else None

    @property
    def lives(self) -> bool:
        """Whether it runs or waits."""
        return self.phase in _LIVE

    @property
    def waits(self) -> bool:
        """Whether it waits, or would if it lived."""
        return self.phase == "waiting" or self.held

    def used_by(self, at: datetime) -> timedelta:
        """Return the time used by an instant that is not before the leg."""
        if self.phase != "running":
            return self.used
        return self.used + self.terms.calendar.elapsed(self.since, at)

    def waited_by(self, at: datetime) -> timedelta:
        """Return the time waited by an instant that is not before the leg."""
        if self.phase != "waiting":
            return self.waited
        return self.waited + self.terms.calendar.elapsed(self.since, at)

    def breach(self, at: datetime) -> datetime | None:
        """Return when it was breached, if it lives on in this leg until an instant."""
        return self.breach_by(instant_key(at))

    def breach_by(self, key: datetime) -> datetime | None:
        """Return the same, given the instant in UTC."""
        if self.breached_at is None and self.phase == "running":
            until = self.until
            if until is not None and key > until:
                return self.due
        return self.breached_at


def promised(terms: Terms, at: datetime) -> tuple[datetime, timedelta]:
    """Return what is due of a target that starts at an instant, and the working time of it."""
    duration, calendar = terms.target.duration, terms.calendar
    if isinstance(duration, DayCount):
        due = duration.due(calendar, at)
        return due, calendar.elapsed(at, due)
    if isinstance(duration, DurationTable):
        remedy = "choose a row of it with target.at('*')"
        raise LevelError("target", terms.target.name, "has a table of durations", remedy)
    length = duration.length if isinstance(duration, AroundTheClock) else duration
    return calendar.deadline(at, length), length


def registered(terms: Terms, at: datetime) -> Leg:
    """Return the first leg of a target: it runs, or has not started."""
    if "start" in terms.target.starts_on:
        return begun(terms, at, number=1)
    return Leg(at, "not started", terms)


def begun(terms: Terms, at: datetime, *, number: int, held: bool = False) -> Leg:
    """Return the first leg of a run."""
    due, budget = promised(terms, at)
    return Leg(at, _LIVE[held], terms, Run(number, at, due, budget), due, instant_key(due))


def after(leg: Leg, kind: str, at: datetime) -> tuple[Leg, ...]:
    """Return the legs that an event that a target heeds adds to it, which may be none."""
    terms = leg.terms
    if kind in ENDS:
        return _ended(leg, kind, at)
    waits = terms.holds(kind, held=leg.waits)
    starts = kind in terms.target.starts_on and (not leg.lives or kind in terms.stops)
    again = (begun(terms, at, number=leg.cycle + 1, held=waits),) if starts else ()
    if not leg.lives:
        return again or (() if waits == leg.held else (leg._replace(since=at, held=waits),))
    if kind in terms.stops:
        return moved(leg, "stopped", at, held=waits), *again
    return () if leg.phase == _LIVE[waits] else (moved(leg, _LIVE[waits], at),)


def _ended(leg: Leg, kind: str, at: datetime) -> tuple[Leg, ...]:
    if leg.lives:
        return (moved(leg, "cancelled" if kind == "cancel" else "stopped", at),)
    if leg.phase == "not started":
        return (leg._replace(since=at, phase="cancelled", stopped_at=at, held=False),)
    return (leg._replace(since=at, held=False),) if leg.held else ()


def moved(leg: Leg, phase: Phase, at: datetime, *, held: bool = False) -> Leg:
    """Return the leg after one that lived: a wait that ends moves what is due."""
    key, over = instant_key(at), phase not in _LIVE
    due, until, waited, extension = leg.due, leg.until, leg.waited, leg.extension
    if leg.phase == "waiting":
        due, until, wait, moved_by = _extended(leg, leg.since, at, key, over=over)
        waited, extension = waited + wait, extension + moved_by
    return Leg(
        at,
        phase,
        leg.terms,
        leg.run,
        due,
        until,
        leg.used_by(at),
        waited,
        extension,
        leg.breach_by(key),
        at if over else None,
        held,
    )


def seen(leg: Leg, at: datetime, key: datetime) -> tuple[Leg, ...]:
    """Return the leg that an event adds which proves a breach, if it does; `key` is it in UTC."""
    breached_at = leg.breach_by(key)
    if breached_at is leg.breached_at:
        return ()
    used = leg.used_by(at)
    new = leg._replace(since=at, used=used, breached_at=breached_at, burnt=False, past=None)
    return (new,)


def due_if_resumed(leg: Leg, at: datetime) -> datetime | None:
    """Return what would be due if a wait ended at an instant."""
    return _extended(leg, leg.since, at, instant_key(at), over=False)[0]


def reopened(leg: Leg, how: str, at: datetime) -> tuple[Leg, ...]:
    """Return the legs that reopening a request adds, in a way that goes on with the promise."""
    if leg.terms.dropped:
        return ()
    if "reopen" in leg.terms.target.starts_on:
        return (begun(leg.terms, at, number=leg.cycle + 1),)
    if leg.phase == "cancelled" and leg.run is None:
        return (leg._replace(since=at, phase="not started", stopped_at=None),)
    if leg.phase == "cancelled" or (leg.phase == "stopped" and leg.terms.revives):
        return (_revived(leg, how, at),)
    return ()


def dropped(leg: Leg, at: datetime) -> Leg:
    """Return the last leg of a target that is promised no longer; a verdict that it has stands."""
    terms = evolve(leg.terms, dropped=True)
    if leg.lives:
        return moved(leg, "cancelled", at)._replace(terms=terms)
    phase: Phase = "stopped" if leg.phase == "stopped" else "cancelled"
    ended = leg.stopped_at or at
    return leg._replace(since=at, phase=phase, terms=terms, stopped_at=ended, held=False, past=None)


def _revived(leg: Leg, how: str, at: datetime) -> Leg:
    ended = leg.stopped_at
    assert ended is not None  # noqa: S101 - it was stopped
    if how == "restart":
        return begun(leg.terms, at, number=leg.cycle + 1)
    back = leg._replace(since=at, phase="running", stopped_at=None, past=None)
    if how == "resume":
        due, until, _, moved_by = _extended(leg, ended, at, instant_key(at), over=False)
        return back._replace(due=due, until=until, extension=leg.extension + moved_by)
    used = leg.used + leg.terms.calendar.elapsed(ended, at)
    late = leg.until is not None and instant_key(at) > leg.until
    return back._replace(
        used=used, burnt=True, breached_at=leg.breached_at or (at if late else None)
    )


def carried(leg: Leg, terms: Terms, at: datetime, *, held: bool) -> Leg:
    """Return the leg of a target that goes on under other terms: the time used is kept.

    Whether it waits from now on is `held`, for other terms can wait in other events.
    """
    if not leg.lives or leg.run is None:
        return leg._replace(since=at, terms=terms, held=held, past=None)
    wait = leg.terms.calendar.elapsed(leg.since, at) if leg.phase == "waiting" else _ZERO
    keeps = leg.breached_at is not None and leg.terms.profile.after_breach == "keep"
    used, extension = leg.used_by(at), leg.extension + (_ZERO if keeps else wait)
    due, budget = _laid(leg, terms, at, used, extension)
    breached_at = leg.breach(at)
    until = instant_key(due)
    late = instant_key(at) > until if _counts_days(terms) else used > budget
    if breached_at is None and late:
        breached_at = at
    run = Run(leg.run.number, leg.run.started, leg.run.first_due, budget)
    waited = leg.waited + wait
    return Leg(at, _LIVE[held], terms, run, due, until, used, waited, extension, breached_at)


def _laid(
    leg: Leg, terms: Terms, at: datetime, used: timedelta, extension: timedelta
) -> tuple[datetime, timedelta]:
    """Return what is due when the rest is laid on other terms, and the time now promised."""
    assert leg.run is not None  # noqa: S101 - it lives
    if _counts_days(terms):
        due, budget = promised(terms, leg.run.started)
        return terms.calendar.deadline(due, extension), budget
    duration = terms.target.duration
    assert not isinstance(duration, DayCount | DurationTable)  # noqa: S101 - as promised() says
    budget = duration.length if isinstance(duration, AroundTheClock) else duration
    left = budget - used
    return (terms.calendar.deadline(at, left) if left > _ZERO else at), budget


def _counts_days(terms: Terms) -> bool:
    return isinstance(terms.target.duration, DayCount)


def retold(old: Leg | None, legs: tuple[Leg, ...], at: datetime) -> Leg:
    """Return the leg of a target whose life was told anew, as other legs, until an instant.

    A breach that was known already stays where it was, a new one is that of the change.
    """
    leg = legs[-1]
    if leg.lives:
        new = moved(leg, leg.phase, at)
        breached_at = new.breached_at and ((old and old.breach(at)) or at)
    else:
        new, breached_at = leg, leg.breached_at and ((old and old.breach(at)) or at)
    return new._replace(since=at, breached_at=breached_at, past=legs)


def _extended(
    leg: Leg, since: datetime, at: datetime, key: datetime, *, over: bool
) -> tuple[datetime, datetime, timedelta, timedelta]:
    """Return what is due when a wait ends, in UTC too, the wait's length, how far it moved that.

    Where the calendar has not that much time left, a request can still end (`over`).
    """
    wait, due, until = leg.terms.calendar.elapsed(since, at), leg.due, leg.until
    assert due is not None  # noqa: S101 - what waits has started
    assert until is not None  # noqa: S101 - and that is it in UTC
    if leg.breached_at and leg.terms.profile.after_breach == "keep":
        return due, until, wait, _ZERO
    extension = wait
    try:
        due = leg.terms.calendar.deadline(due, wait)
        until = instant_key(due)
    except (NoWorkingTimeError, OutOfRangeError):
        if not over:
            raise
        extension = _ZERO
    if not leg.breached_at and key > until:
        due, until = in_zone(at, due.tzinfo), key
    return due, until, wait, extension


def in_zone(at: datetime, zone: tzinfo | None) -> datetime:
    """Return an instant on the clock of a zone, which may not reach so far."""
    try:
        return at.astimezone(zone)
    except OverflowError:
        raise OutOfRangeError.of("at", at) from None
