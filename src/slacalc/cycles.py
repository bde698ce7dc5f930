"""Cycles: the runs of a target, each with its own verdict, and what they come to together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Literal, overload

from attrs import field, frozen

from slacalc.events import instant_key
from slacalc.legs import Leg

Verdict = Literal["open", "met", "breached", "cancelled"]
_ZERO = timedelta(0)


def _key_if_any(at: datetime | None) -> datetime | None:
    return None if at is None else instant_key(at)


@frozen
class Cycle:
    """One run of a target: when it started and stopped, what was due and used, the verdict.

    `used` and `waited` are working time. Instants are in the zone of the registration.
    """

    number: int
    started: datetime = field(eq=instant_key)
    stopped_at: datetime | None = field(eq=_key_if_any)
    due: datetime = field(eq=instant_key)
    used: timedelta
    waited: timedelta
    breached_at: datetime | None = field(eq=_key_if_any)
    verdict: Verdict

    @property
    def met_at(self) -> datetime | None:
        """The instant at which the promise was kept, None where it was not, or not yet."""
        return self.stopped_at if self.verdict == "met" else None

    def __str__(self) -> str:
        """Write the run for people."""
        return f"{self.number}: {self.started} to {self.stopped_at or 'now'}, {self.verdict}"


@frozen
class Cycles(Sequence[Cycle]):
    """The runs of a target by an instant, in order: the first, the last, the longest, all together.

    >>> from slacalc import Calendar, SlaClock, SupportLevel, Target
    >>> desk = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Riga")
    >>> level = SupportLevel("L", calendar=desk, targets=[Target.next_reply("2h")])
    >>> clock = SlaClock.start(level, at=desk.at("2026-03-02 09:00"))
    >>> for asked, answered in (("10:00", "11:00"), ("12:00", "15:00")):
    ...     clock = clock.customer_replied(desk.at(f"2026-03-02 {asked}"))
    ...     clock = clock.respond(desk.at(f"2026-03-02 {answered}"))
    >>> replies = clock.target("next reply").cycles(desk.at("2026-03-03 09:00"))
    >>> len(replies), str(replies.used), replies.longest.verdict, replies.breached
    (2, '4:00:00', 'breached', 1)
    """

    runs: tuple[Cycle, ...]

    @overload
    def __getitem__(self, index: int) -> Cycle: ...
    @overload
    def __getitem__(self, index: slice) -> Cycles: ...
    def __getitem__(self, index: int | slice) -> Cycle | Cycles:
        """Return a run by its place, or some of them."""
        return Cycles(self.runs[index]) if isinstance(index, slice) else self.runs[index]

    def __len__(self) -> int:
        """Count the runs."""
        return len(self.runs)

    def __iter__(self) -> Iterator[Cycle]:
        """Go through the runs."""
        return iter(self.runs)

    @property
    def first(self) -> Cycle | None:
        """The first run, None before it."""
        return self.runs[0] if self.runs else None

    @property
    def last(self) -> Cycle | None:
        """The latest run, None before the first."""
        return self.runs[-1] if self.runs else None

    @property
    def longest(self) -> Cycle | None:
        """The run that used the most, the earliest of several; None before the first."""
        return max(self.runs, key=lambda run: run.used, default=None)

    @property
    def used(self) -> timedelta:
        """The working time that all runs used together."""
        return sum((run.used for run in self.runs), _ZERO)

    @property
    def waited(self) -> timedelta:
        """The working time that all runs waited together."""
        return sum((run.waited for run in self.runs), _ZERO)

    @property
    def breached(self) -> int:
        """How many runs were breached, whatever their verdict."""
        return sum(run.breached_at is not None for run in self.runs)


def cycles_of(legs: Sequence[Leg], at: datetime) -> Cycles:
    """Return the runs that legs tell of, until an instant."""
    ends = [*(leg.since for leg in legs[1:]), at]
    last = {leg.cycle: (leg, end) for leg, end in zip(legs, ends, strict=False) if leg.run}
    return Cycles(tuple(_cycle(leg, end) for leg, end in last.values()))


def verdict_of(leg: Leg, at: datetime) -> Verdict:
    """Return how a promise stands in a leg at an instant."""
    if leg.phase == "cancelled":
        return "cancelled"
    if leg.breach(at) is not None:
        return "breached"
    return "met" if leg.phase == "stopped" else "open"


def verdicts_of(leg: Leg, end: datetime) -> Iterator[tuple[datetime, Verdict]]:
    """Go through the verdicts of a leg until its end, each with the instant from which it holds."""
    breached_at = leg.breach(end)
    yield leg.since, verdict_of(leg, leg.since)
    if leg.breached_at is None and breached_at is not None:
        yield breached_at, "breached"


def _cycle(leg: Leg, end: datetime) -> Cycle:
    run, due = leg.run, leg.due
    assert run is not None  # noqa: S101 - it has a number
    assert due is not None  # noqa: S101 - it has started
    times = leg.used_by(end), leg.waited_by(end)
    verdict = verdict_of(leg, end)
    return Cycle(run.number, run.started, leg.stopped_at, due, *times, leg.breach(end), verdict)
