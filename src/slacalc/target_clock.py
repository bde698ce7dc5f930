"""One target of a request: what is due, what is used, what is left, and whether it was kept."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime, timedelta
from typing import Literal

from attrs import evolve, field, frozen

from slacalc import doors
from slacalc.algebra import AnyCalendar
from slacalc.errors import NoWorkingTimeError, OutOfRangeError
from slacalc.events import checked_key, instant_key
from slacalc.targets import Target

Phase = Literal["not started", "running", "waiting", "stopped", "cancelled"]
Verdict = Literal["open", "met", "breached", "cancelled"]
_ZERO = timedelta(0)


def _key_if_any(at: datetime | None) -> datetime | None:
    return at and instant_key(at)


@frozen
class Leg:
    """What holds from one event to the next: the phase, what is due, what was used before."""

    since: datetime = field(eq=instant_key)
    phase: Phase
    due: datetime = field(eq=instant_key)
    used: timedelta
    waited: timedelta
    breached_at: datetime | None = field(eq=_key_if_any)


@frozen
class TargetClock:
    """The life of one target, as the events so far tell it.

    Instants come back in the zone of the registration, durations are of working time. Every
    question costs O(log n) in the events; a naive instant raises `NaiveDatetimeError`, one that
    UTC can't name `OutOfRangeError`. The rules are those of docs/explanation/conventions.md,
    14 to 16.

    >>> from slacalc import Calendar
    >>> office = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow")
    >>> clock = TargetClock.start(
    ...     Target.resolution("8h"), office, office.at("2026-03-02 10:00")
    ... )
    >>> noon, evening = office.at("2026-03-02 12:00"), office.at("2026-03-02 20:00")
    >>> clock.elapsed(noon), clock.remaining(noon), clock.breached(evening)
    (datetime.timedelta(seconds=7200), datetime.timedelta(seconds=21600), True)
    >>> waiting = clock.moved_to("waiting", noon)
    >>> waiting.phase(evening), str(waiting.due), str(waiting.due_if_resumed(evening))
    ('waiting', '2026-03-02 18:00:00+03:00', '2026-03-03 15:00:00+03:00')
    """

    target: Target
    calendar: AnyCalendar
    after_breach: str
    legs: tuple[Leg, ...]

    @classmethod
    def start(
        cls, target: Target, calendar: AnyCalendar, at: datetime, after_breach: str = "extend"
    ) -> TargetClock:
        """Start a target: it is due when its duration has been worked."""
        due = calendar.deadline(at, target.duration)
        leg = Leg(at, "running", due, used=_ZERO, waited=_ZERO, breached_at=None)
        return cls(target, calendar, after_breach, (leg,))

    @property
    def started(self) -> datetime:
        """The instant of registration."""
        return self.legs[0].since

    @property
    def stopped_at(self) -> datetime | None:
        """The instant at which it was stopped or cancelled, None while it runs or waits."""
        last = self.legs[-1]
        return last.since if last.phase in ("stopped", "cancelled") else None

    @property
    def first_due(self) -> datetime:
        """The instant at which it was due when it started."""
        return self.legs[0].due

    @property
    def due(self) -> datetime:
        """The instant at which it is due, by the events so far; a wait moves it at its end."""
        return self.legs[-1].due

    @property
    def breached_at(self) -> datetime | None:
        """The instant of the breach that the events so far prove, or None."""
        return self.legs[-1].breached_at

    @property
    def waited(self) -> timedelta:
        """The working time spent in waits that have ended."""
        return self.legs[-1].waited

    def waited_by(self, at: datetime) -> timedelta:
        """Return the working time spent waiting by an instant, in a wait that goes on too."""
        leg = self._leg(at)
        if leg is None:
            return _ZERO
        return leg.waited + (
            self.calendar.elapsed(leg.since, at) if leg.phase == "waiting" else _ZERO
        )

    def due_at(self, at: datetime) -> datetime | None:
        """Return what was due as it stood at an instant, None before the start."""
        leg = self._leg(at)
        return leg.due if leg else None

    def due_if_resumed(self, at: datetime) -> datetime | None:
        """Return what would be due if a wait ended at an instant; else what was due then."""
        leg = self._leg(at)
        if leg is None or leg.phase != "waiting":
            return leg.due if leg else None
        return self._extended(leg, doors.instant("at", at))[0]

    def elapsed(self, at: datetime) -> timedelta:
        """Return the working time used by an instant; time waited is not used."""
        leg = self._leg(at)
        if leg is None:
            return _ZERO
        return leg.used + (
            self.calendar.elapsed(leg.since, at) if leg.phase == "running" else _ZERO
        )

    def remaining(self, at: datetime) -> timedelta:
        """Return the working time left at an instant; it goes on below zero after the breach."""
        return self.target.duration - self.elapsed(at)

    def breached(self, at: datetime) -> bool:
        """Say whether it ran on after its due instant, by the time of an instant."""
        return self.breach(at) is not None

    def breach(self, at: datetime) -> datetime | None:
        """Return the instant of the breach, by the time of an instant; None where none was."""
        leg = self._leg(at)
        return _breach(leg, at) if leg else None

    def phase(self, at: datetime) -> Phase:
        """Return whether it ran, waited or was over at an instant."""
        leg = self._leg(at)
        return leg.phase if leg else "not started"

    def verdict(self, at: datetime) -> Verdict:
        """Return how the promise stands at an instant: open, met, breached or cancelled."""
        phase = self.phase(at)
        if phase == "cancelled":
            return "cancelled"
        if self.breached(at):
            return "breached"
        return "met" if phase == "stopped" else "open"

    def moved_to(self, phase: Phase, at: datetime) -> TargetClock:
        """Return the target after an event; the phase that holds already changes nothing."""
        leg = self.legs[-1]
        if self.stopped_at is not None or phase == leg.phase:
            return self
        due, wait = leg.due, _ZERO
        if leg.phase == "waiting":
            due, wait = self._extended(leg, at, over=phase in ("stopped", "cancelled"))
        used, breached_at = self.elapsed(at), _breach(leg, at)
        new = Leg(at, phase, due, used, leg.waited + wait, breached_at)
        return TargetClock(self.target, self.calendar, self.after_breach, (*self.legs, new))

    def seen(self, at: datetime) -> TargetClock:
        """Return the target with the breach that an event of another kind proves, if any."""
        leg = self.legs[-1]
        breached_at = _breach(leg, at)
        if breached_at is leg.breached_at:
            return self
        new = evolve(leg, since=at, used=self.elapsed(at), breached_at=breached_at)
        return evolve(self, legs=(*self.legs, new))

    def _extended(
        self, leg: Leg, at: datetime, *, over: bool = False
    ) -> tuple[datetime, timedelta]:
        """Return what is due when a wait ends, and the working time that was waited.

        Where the calendar has not that much time left, a request can still end (`over`).
        """
        wait = self.calendar.elapsed(leg.since, at)
        if leg.breached_at and self.after_breach == "keep":
            return leg.due, wait
        try:
            due = self.calendar.deadline(leg.due, wait)
        except (NoWorkingTimeError, OutOfRangeError):
            if not over:
                raise
            due = leg.due
        if not leg.breached_at and instant_key(at) > instant_key(due):
            due = at.astimezone(leg.due.tzinfo)
        return due, wait

    def _leg(self, at: datetime) -> Leg | None:
        """Return what held at an instant, all events at that instant told; None before all."""
        key = checked_key("at", at)
        if key >= instant_key(self.legs[-1].since):
            return self.legs[-1]
        index = bisect_right(self.legs, key, key=lambda leg: instant_key(leg.since))
        return self.legs[index - 1] if index else None


def _breach(leg: Leg, at: datetime) -> datetime | None:
    """Return when a target that lived on in this leg until an instant was breached, or None."""
    if (
        leg.breached_at is None
        and leg.phase == "running"
        and instant_key(at) > instant_key(leg.due)
    ):
        return leg.due
    return leg.breached_at
