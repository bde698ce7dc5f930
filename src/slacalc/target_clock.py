"""One target of a request: what is due, what is used, what is left, and whether it was kept."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime, timedelta
from typing import Literal

from attrs import evolve, field, frozen

from slacalc import doors
from slacalc.algebra import AnyCalendar
from slacalc.durations import AroundTheClock, DayCount
from slacalc.errors import LevelError, NoWorkingTimeError, OutOfRangeError
from slacalc.events import checked_key, instant_key
from slacalc.targets import DurationTable, Target

Phase = Literal["not started", "running", "waiting", "stopped", "cancelled"]
Verdict = Literal["open", "met", "breached", "cancelled"]
_ZERO = timedelta(0)
_WAITS: tuple[Phase, Phase] = ("running", "waiting")


def _key_if_any(at: datetime | None) -> datetime | None:
    return at and instant_key(at)


@frozen
class Leg:
    """What holds from one event to the next: the phase, what is due, what was used before.

    A target that has not started is `held` when the request waits already, so that it will
    wait as it starts.
    """

    since: datetime = field(eq=instant_key)
    phase: Phase
    due: datetime | None = field(eq=_key_if_any)
    used: timedelta = _ZERO
    waited: timedelta = _ZERO
    breached_at: datetime | None = field(default=None, eq=_key_if_any)
    held: bool = False


@frozen
class TargetClock:
    """The life of one target, as the events so far tell it.

    A target that other events start than the registration is "not started" before them: it has
    used nothing and nothing is due. What happens after the request's end is nothing to it.
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
        """Register a request: a target that starts with it is due when its time has passed."""
        if isinstance(target.duration, DurationTable):
            remedy = "choose a row of it with target.at('*')"
            raise LevelError("target", target.name, "has a table of durations", remedy)
        hours = target.counted_on(calendar)
        starts = "start" in target.starts_on
        leg = _start(target, hours, "running", at) if starts else Leg(at, "not started", None)
        return cls(target, hours, after_breach, (leg,))

    @property
    def started(self) -> datetime | None:
        """The instant at which it started: mostly the registration; None before."""
        return self._first.since if self._first.due else None

    @property
    def _first(self) -> Leg:
        """What held from the start on; the last leg of a target that has not started."""
        return next((leg for leg in self.legs if leg.due), self.legs[-1])

    @property
    def stopped_at(self) -> datetime | None:
        """The instant at which it was stopped or cancelled, None while it runs or waits."""
        last = self.legs[-1]
        return last.since if last.phase in ("stopped", "cancelled") else None

    @property
    def first_due(self) -> datetime | None:
        """The instant at which it was due when it started, None before."""
        return self._first.due

    @property
    def due(self) -> datetime | None:
        """The instant at which it is due, by the events so far; a wait moves it at its end.

        None before the target starts.
        """
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

    def budget(self, at: datetime) -> timedelta:
        """Return the time that is promised: of working days, what they hold from the start on.

        Before the start it is that of a start at the instant.
        """
        duration = self.target.duration
        if isinstance(duration, DayCount):
            first, leg = self._first, self._leg(at)
            if leg is None or leg.due is None or first.due is None:
                return self.calendar.elapsed(at, duration.due(self.calendar, at))
            return self.calendar.elapsed(first.since, first.due)
        assert not isinstance(duration, DurationTable)  # noqa: S101 - refused at the start
        return duration.length if isinstance(duration, AroundTheClock) else duration

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
        return self.budget(at) - self.elapsed(at)

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

    def after(self, kind: str, at: datetime) -> TargetClock:
        """Return the target after an event of a kind, which may be nothing to it."""
        target, waits = self.target, kind in self.target.pauses_on
        if kind == "cancel":
            return self.moved_to("cancelled", at)
        if self.legs[-1].due is None:
            return self._before_start(kind, at)
        if kind in target.stops_on or kind == "resolve":
            return self.moved_to("stopped", at)
        if waits or kind in target.resumes_on:
            return self.moved_to(_WAITS[waits], at)
        return self

    def _before_start(self, kind: str, at: datetime) -> TargetClock:
        """Return a target that has not started after an event; one that never will is over."""
        target, leg = self.target, self.legs[-1]
        if kind == "resolve":
            return self.moved_to("cancelled", at)
        waits = kind in target.pauses_on or (leg.held and kind not in target.resumes_on)
        if self.stopped_at is None and kind in target.starts_on:
            first, phase = self.legs[0].since, _WAITS[waits]
            new = _start(target, self.calendar, phase, _in_zone_of(first, at))
            before = self.legs if instant_key(first) < instant_key(at) else ()
            return self._with(*before, new)
        if self.stopped_at is not None or waits == leg.held:
            return self
        return self._with(*self.legs, evolve(leg, since=at, held=waits))

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
        return self._with(*self.legs, new)

    def seen(self, at: datetime) -> TargetClock:
        """Return the target with the breach that an event of another kind proves, if any."""
        leg = self.legs[-1]
        breached_at = _breach(leg, at)
        if breached_at is leg.breached_at:
            return self
        new = evolve(leg, since=at, used=self.elapsed(at), breached_at=breached_at)
        return self._with(*self.legs, new)

    def _with(self, *legs: Leg) -> TargetClock:
        return TargetClock(self.target, self.calendar, self.after_breach, legs)

    def _extended(
        self, leg: Leg, at: datetime, *, over: bool = False
    ) -> tuple[datetime, timedelta]:
        """Return what is due when a wait ends, and the working time that was waited.

        Where the calendar has not that much time left, a request can still end (`over`).
        """
        wait = self.calendar.elapsed(leg.since, at)
        stored = leg.due
        assert stored is not None  # noqa: S101 - what waits has started
        if leg.breached_at and self.after_breach == "keep":
            return stored, wait
        try:
            due = self.calendar.deadline(stored, wait)
        except (NoWorkingTimeError, OutOfRangeError):
            if not over:
                raise
            due = stored
        if not leg.breached_at and instant_key(at) > instant_key(due):
            due = _in_zone_of(stored, at)
        return due, wait

    def _leg(self, at: datetime) -> Leg | None:
        """Return what held at an instant, all events at that instant told; None before all."""
        key = checked_key("at", at)
        if key >= instant_key(self.legs[-1].since):
            return self.legs[-1]
        index = bisect_right(self.legs, key, key=lambda leg: instant_key(leg.since))
        return self.legs[index - 1] if index else None


def _start(target: Target, calendar: AnyCalendar, phase: Phase, at: datetime) -> Leg:
    """Return what holds from the start of a target on."""
    duration = target.duration
    if isinstance(duration, DayCount):
        return Leg(at, phase, duration.due(calendar, at))
    assert not isinstance(duration, DurationTable)  # noqa: S101 - refused at the registration
    length = duration.length if isinstance(duration, AroundTheClock) else duration
    return Leg(at, phase, calendar.deadline(at, length))


def _breach(leg: Leg, at: datetime) -> datetime | None:
    """Return when a target that lived on in this leg until an instant was breached, or None."""
    if (
        leg.breached_at is None
        and leg.phase == "running"
        and leg.due is not None
        and instant_key(at) > instant_key(leg.due)
    ):
        return leg.due
    return leg.breached_at


def _in_zone_of(other: datetime, at: datetime) -> datetime:
    try:
        return at.astimezone(other.tzinfo)
    except OverflowError:
        raise OutOfRangeError.of("at", at) from None
