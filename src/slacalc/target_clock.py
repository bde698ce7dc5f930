"""One target of a request: what is due, what is used, what is left, and whether it was kept."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby, zip_longest

from attrs import field, frozen

from slacalc import doors
from slacalc.algebra import AnyCalendar
from slacalc.cycles import Cycles, Verdict, cycles_of, verdict_of, verdicts_of
from slacalc.events import checked_key, instant_key
from slacalc.ledger import Piece
from slacalc.legs import Leg, Phase, due_if_resumed, promised, registered
from slacalc.profiles import Profile
from slacalc.targets import Target
from slacalc.terms import Terms

_ZERO = timedelta(0)


def _keys(legs: tuple[Leg, ...] | None) -> tuple[tuple[object, ...], ...]:
    """Return what legs are compared and hashed by: instants, whatever their zones."""
    return tuple(
        (
            *(instant_key(part) if isinstance(part, datetime) else part for part in leg[:-1]),
            _keys(leg.past),
        )
        for leg in legs or ()
    )


@frozen
class TargetClock:
    """The life of one target, as the events so far tell it.

    A target that other events start than the registration is "not started" before them: it has
    used nothing and nothing is due. One that starts again after it stopped has another cycle;
    all answers but `cycles` and `record` are those of the latest. Instants come back in the zone
    of the registration, durations are of working time. Every question costs O(log n) in the
    events, `cycles` and `record` O(n); a naive instant raises `NaiveDatetimeError`, one that UTC
    can't name `OutOfRangeError`. The rules are those of docs/explanation/conventions.md, 14 to
    20.

    >>> from slacalc import Calendar
    >>> office = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow")
    >>> clock = TargetClock.start(
    ...     Target.resolution("8h"), office, office.at("2026-03-02 10:00")
    ... )
    >>> noon, evening = office.at("2026-03-02 12:00"), office.at("2026-03-02 20:00")
    >>> clock.elapsed(noon), clock.remaining(noon), clock.breached(evening)
    (datetime.timedelta(seconds=7200), datetime.timedelta(seconds=21600), True)
    """

    legs: tuple[Leg, ...] = field(eq=_keys)

    @classmethod
    def start(
        cls, target: Target, calendar: AnyCalendar, at: datetime, profile: Profile | None = None
    ) -> TargetClock:
        """Register a request: a target that starts with it is due when its time has passed."""
        at = doors.instant("at", at)
        terms = Terms(target, target.counted_on(calendar), profile or Profile())
        return cls((registered(terms, at),))

    @property
    def target(self) -> Target:
        """What is promised."""
        return self.legs[-1].terms.target

    @property
    def calendar(self) -> AnyCalendar:
        """The working time in which it counts."""
        return self.legs[-1].terms.calendar

    @property
    def started(self) -> datetime | None:
        """The instant at which it started: mostly the registration; None before."""
        return self.legs[-1].started

    @property
    def stopped_at(self) -> datetime | None:
        """The instant at which it was stopped or cancelled, None while it runs or waits."""
        return self.legs[-1].stopped_at

    @property
    def first_due(self) -> datetime | None:
        """The instant at which it was due when it started, None before."""
        return self.legs[-1].first_due

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
    def met_at(self) -> datetime | None:
        """The instant at which the promise was kept, None where it was not, or not yet."""
        leg = self.legs[-1]
        return leg.stopped_at if verdict_of(leg, leg.since) == "met" else None

    @property
    def waited(self) -> timedelta:
        """The working time spent in waits that have ended."""
        return self.legs[-1].waited

    def waited_by(self, at: datetime) -> timedelta:
        """Return the working time spent waiting by an instant, in a wait that goes on too."""
        leg = self._leg(at)
        return leg.waited_by(at) if leg else _ZERO

    def due_at(self, at: datetime) -> datetime | None:
        """Return what was due as it stood at an instant, None before the start."""
        leg = self._leg(at)
        return leg.due if leg else None

    def due_if_resumed(self, at: datetime) -> datetime | None:
        """Return what would be due if a wait ended at an instant; else what was due then."""
        at = doors.instant("at", at)
        leg = self._leg(at)
        if leg is None or leg.phase != "waiting":
            return leg.due if leg else None
        return due_if_resumed(leg, at)

    def budget(self, at: datetime) -> timedelta:
        """Return the time that is promised: of working days, what they hold from the start on.

        Before the start it is that of a start at the instant.
        """
        leg = self._leg(at)
        if leg and leg.run:
            return leg.run.budget
        return promised((leg or self.legs[0]).terms, at)[1]

    def elapsed(self, at: datetime) -> timedelta:
        """Return the working time used by an instant; time waited is not used."""
        leg = self._leg(at)
        return leg.used_by(at) if leg else _ZERO

    def remaining(self, at: datetime) -> timedelta:
        """Return the working time left at an instant; it goes on below zero after the breach."""
        return self.budget(at) - self.elapsed(at)

    def breached(self, at: datetime) -> bool:
        """Say whether it ran on after its due instant, by the time of an instant."""
        return self.breach(at) is not None

    def breach(self, at: datetime) -> datetime | None:
        """Return the instant of the breach, by the time of an instant; None where none was."""
        leg = self._leg(at)
        return leg.breach(at) if leg else None

    def phase(self, at: datetime) -> Phase:
        """Return whether it ran, waited or was over at an instant."""
        leg = self._leg(at)
        return leg.phase if leg else "not started"

    def verdict(self, at: datetime) -> Verdict:
        """Return how the promise stands at an instant: open, met, breached or cancelled."""
        leg = self._leg(at)
        return verdict_of(leg, at) if leg else "open"

    def cycles(self, at: datetime) -> Cycles:
        """Return the runs by an instant, in order, as they are accounted for then."""
        at = doors.instant("at", at)
        return cycles_of(self.account(at), at)

    @property
    def record(self) -> tuple[tuple[datetime, Verdict], ...]:
        """The verdicts as they were known, each with the instant from which it held."""
        ends = [*(leg.since for leg in self.legs[1:]), self.legs[-1].since]
        legs = zip(self.legs, ends, strict=True)
        told = [one for leg, end in legs for one in verdicts_of(leg, end)]
        return tuple(next(same) for _, same in groupby(told, key=lambda one: one[1]))

    def account(self, at: datetime) -> tuple[Leg, ...]:
        """Return the legs that explain an instant, from the registration on."""
        legs = self.legs[: self._count(at)]
        rewritten = (place for place in reversed(range(len(legs))) if legs[place].past is not None)
        place = next(rewritten, None)
        if place is None:
            return legs
        past = legs[place].past
        assert past is not None  # noqa: S101 - as was asked
        return past + legs[place:]

    def pieces(self, at: datetime) -> Iterator[Piece]:
        """Go through the life until an instant: what the latest run did, and what was before."""
        legs = self.account(at)
        for leg, following in zip_longest(legs, legs[1:]):
            end = following.since if following else at
            if instant_key(leg.since) < instant_key(end):
                phase = _did(leg, following, legs[-1].cycle)
                yield Piece(leg.since, end, phase, leg.terms.calendar)

    def _count(self, at: datetime) -> int:
        """Return how many legs hold at an instant or before, all events at that instant told."""
        key = checked_key("at", at)
        if key >= instant_key(self.legs[-1].since):
            return len(self.legs)
        return bisect_right(self.legs, key, key=lambda leg: instant_key(leg.since))

    def _leg(self, at: datetime) -> Leg | None:
        """Return what held at an instant, None before all."""
        count = self._count(at)
        return self.legs[count - 1] if count else None


def _did(leg: Leg, following: Leg | None, cycle: int) -> str:
    """Say what a target did in a leg, for the account of one of its runs."""
    if following and following.burnt and leg.cycle == cycle:
        return "burnt"
    if leg.run is None:
        return "not started"
    if leg.cycle != cycle:
        return "earlier run"
    return leg.phase if leg.lives else "done"
