"""What falls due: the instants at which the escalations of a request come, each once a cycle."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from attrs import field, frozen

from slacalc.durations import DayCount
from slacalc.errors import EventError, HorizonError, NoWorkingTimeError, OutOfRangeError
from slacalc.escalation import Escalation
from slacalc.events import Event, checked_key, instant_key
from slacalc.fold import levels_in_force
from slacalc.legs import Leg, in_zone
from slacalc.levels import SupportLevel

if TYPE_CHECKING:
    from slacalc.target_clock import TargetClock

_ZERO = timedelta(0)
_MICROSECOND = timedelta(microseconds=1)

Plan = tuple[datetime, Sequence[Escalation]]
Held = list[tuple[datetime, datetime | None]]


@frozen
class Escalated:
    """An escalation at the instant at which it comes, and the cycle of its target."""

    at: datetime = field(eq=instant_key)
    escalation: Escalation
    cycle: int

    def __str__(self) -> str:
        """Write it for people."""
        return f"{self.at}: {self.escalation}"


def due_between(
    targets: Iterable[TargetClock],
    plans: Sequence[Plan],
    since: datetime,
    until: datetime | None = None,
) -> tuple[Escalated, ...]:
    """Return the escalations that come from an instant on, before another, in order.

    The order is that of the instants, then that of the level. A plan is an instant and the
    escalations of the level that holds from it on, until the next plan. Without `until`, all that
    are still to come as the clock stands. Instants come back in the zone of the due instant.
    O(log legs) for an escalation that does not come in the stretch, O(legs) for one that does.
    """
    start = checked_key("since", since)
    end = None if until is None else checked_key("until", until)
    if end is not None and end < start:
        remedy = "ask from the earlier instant to the later one"
        raise EventError("until", str(until), f"comes before since, {since}", remedy)
    clocks = {clock.target.name: clock for clock in targets}
    found = [
        each
        for escalation, held in _held(plans).items()
        if escalation.target in clocks
        for each in _coming(escalation, clocks[escalation.target].legs, held, start, end)
    ]
    return tuple(sorted(found, key=lambda each: instant_key(each.at)))


def plans_of(level: SupportLevel, events: Iterable[Event]) -> list[Plan]:
    """Return what escalations hold from when on, given the level at registration and the events.

    A change that leaves the promise as it was ("frozen") leaves its escalations too.
    """
    return [(event.at, one.escalations) for event, one in levels_in_force(level, events)]


def next_due(
    targets: Iterable[TargetClock], plans: Sequence[Plan], after: datetime
) -> Escalated | None:
    """Return the first escalation that comes at an instant or after it, None where none does."""
    checked_key("after", after)
    return next(iter(due_between(targets, plans, after)), None)


def overrun(escalation: Escalation, budget: timedelta) -> timedelta:
    """Return how far past the due instant an escalation is, in working time; negative before it.

    A share is of the time promised, rounded up to a microsecond.

    >>> from datetime import timedelta
    >>> print(overrun(Escalation("resolution", at="75%"), timedelta(hours=8)))
    -1 day, 22:00:00
    >>> print(overrun(Escalation("resolution", at="+30m"), timedelta(hours=8)))
    0:30:00
    """
    share = escalation.share
    if share is None:
        assert escalation.offset is not None  # noqa: S101 - one of the two is said
        return escalation.offset
    whole = budget // _MICROSECOND
    used = -(-whole * share.numerator // share.denominator)
    return (used - whole) * _MICROSECOND


def _held(plans: Sequence[Plan]) -> dict[Escalation, Held]:
    """Return the escalations in their order, each with the stretches in which its level holds."""
    ends = [*(instant_key(since) for since, _ in plans[1:]), None]
    held: dict[Escalation, Held] = {}
    for (since, escalations), end in zip(plans, ends, strict=True):
        stretch = instant_key(since), end
        for escalation in escalations:
            held.setdefault(escalation, []).append(stretch)
    return held


def _coming(
    escalation: Escalation,
    legs: Sequence[Leg],
    held: Held,
    start: datetime,
    end: datetime | None,
) -> Iterator[Escalated]:
    """Go through the instants of an escalation from a start on, before an end."""
    runs: dict[datetime | None, list[int]] = {}
    over: set[datetime | None] = set()  # the runs in which it came, by their starts
    for number in range(max(bisect_right(legs, start, key=_since) - 1, 0), len(legs)):
        leg, begun = legs[number], _begun(legs[number])
        if end is not None and _since(leg) >= end:
            return
        key = None if begun in over else _in_leg(escalation, legs, number, held, end)
        if key is None or (end is not None and key >= end):
            continue
        over.add(begun)
        runs = runs or _runs(legs)
        before = (one for one in runs[begun] if one < number)
        came = any(_in_leg(escalation, legs, one, held, end) is not None for one in before)
        if key >= start and not came:
            assert leg.due is not None  # noqa: S101 - it came
            yield Escalated(in_zone(key, leg.due.tzinfo), escalation, leg.cycle)


def _runs(legs: Sequence[Leg]) -> dict[datetime | None, list[int]]:
    """Return the places of the legs of each run.

    A run is known by its start: an account that was rewritten numbers them anew.
    """
    runs: dict[datetime | None, list[int]] = {}
    for number, leg in enumerate(legs):
        runs.setdefault(_begun(leg), []).append(number)
    return runs


def _begun(leg: Leg) -> datetime | None:
    return instant_key(leg.run.started) if leg.run else None


def _in_leg(
    escalation: Escalation, legs: Sequence[Leg], number: int, held: Held, asked: datetime | None
) -> datetime | None:
    """Return the instant at which an escalation comes in a leg, had it not come before."""
    leg = legs[number]
    if leg.phase != "running":
        return None
    assert leg.run is not None  # noqa: S101 - it runs
    assert leg.due is not None  # noqa: S101 - so that is said too
    end = _since(legs[number + 1]) if number + 1 < len(legs) else None
    try:
        at = _instant(leg, leg.due, leg.run.budget, overrun(escalation, leg.run.budget))
    except HorizonError:  # beyond the known days, where a leg that ended has no part
        if end is None and asked is not None and asked > instant_key(leg.due):
            raise
        return None
    if at is None:
        return None
    key, begin = instant_key(at), _since(leg)
    for start, until in held:
        comes = max(key, begin, start)
        if (end is None or comes < end) and (until is None or comes < until):
            return comes
    return None


def _instant(leg: Leg, due: datetime, budget: timedelta, extra: timedelta) -> datetime | None:
    """Return the instant that is so far past the due instant of a leg; None where none is.

    Of one before the leg, it is only sure that it is not after its start.
    """
    calendar = leg.terms.calendar
    if not extra:
        return due
    if extra < _ZERO:
        begun = calendar.elapsed(leg.since, due) < -extra
        return leg.since if begun else calendar.latest_start(due, -extra)
    since, left = leg.since, budget + extra - leg.used
    if isinstance(leg.terms.target.duration, DayCount):  # its due instant is no sum of hours
        since, left = due, extra
    try:
        return calendar.deadline(since, left) if left > _ZERO else since
    except (NoWorkingTimeError, OutOfRangeError):
        return None


def _since(leg: Leg) -> datetime:
    return instant_key(leg.since)
