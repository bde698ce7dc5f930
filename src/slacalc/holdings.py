"""Holdings: who held a request, from when until when, and how much of it was overdue."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import zip_longest

from attrs import field, frozen

from slacalc import doors
from slacalc.events import ENDS, Event, Holder, instant_key
from slacalc.legs import Leg
from slacalc.levels import SupportLevel
from slacalc.target_clock import TargetClock

_ZERO = timedelta(0)


@frozen
class Holding:
    """A stretch in which one holder had an open request: the working time, and what was overdue.

    The holder is None before anybody was named. Lengths are of working time; time waiting is held
    too, and never overdue.
    """

    holder: Holder | None
    since: datetime = field(eq=instant_key)
    until: datetime = field(eq=instant_key)
    held: timedelta
    overdue: timedelta


def holdings(
    events: Sequence[Event],
    levels: Sequence[tuple[Event, SupportLevel]],
    target: TargetClock,
    at: datetime,
) -> tuple[Holding, ...]:
    """Return who held a request until an instant, in order; resolved time is held by nobody.

    `held` is counted on the hours of the levels that held then, `overdue` on those of the target.
    A naive instant raises `NaiveDatetimeError`. O(events and changes).

    >>> from slacalc import Calendar, SlaClock, SupportLevel
    >>> desk = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Berlin")
    >>> level = SupportLevel("L", calendar=desk, resolution="4h")
    >>> clock = SlaClock.start(level, at=desk.at("2026-03-02 10:00"))
    >>> clock = clock.assign(desk.at("2026-03-02 13:00"), group="second line")
    >>> for one in clock.held(desk.at("2026-03-02 16:00")):
    ...     print(one.holder, one.held, one.overdue)
    None 3:00:00 0:00:00
    second line 3:00:00 2:00:00
    """
    at = doors.instant("at", at)
    over = list(_overdue(target, at))
    return tuple(
        Holding(holder, since, until, _worked(levels, since, until), _within(over, since, until))
        for holder, since, until in _held(events, at)
        if instant_key(since) < instant_key(until)
    )


def _worked(
    levels: Sequence[tuple[Event, SupportLevel]], since: datetime, until: datetime
) -> timedelta:
    """Return the working time of a stretch, on the hours of the levels that held."""
    ends = [*(event.at for event, _ in levels[1:]), until]
    total = _ZERO
    for (event, level), end in zip(levels, ends, strict=True):
        first, last = max(event.at, since, key=instant_key), min(end, until, key=instant_key)
        if instant_key(first) < instant_key(last):
            total += level.hours.elapsed(first, last)
    return total


def by_holder(held: Iterable[Holding]) -> dict[Holder | None, tuple[timedelta, timedelta]]:
    """Return the working time that each holder held a request, and what of it was overdue."""
    sums: dict[Holder | None, tuple[timedelta, timedelta]] = {}
    for one in held:
        known = sums.get(one.holder, (_ZERO, _ZERO))
        sums[one.holder] = known[0] + one.held, known[1] + one.overdue
    return sums


def _held(
    events: Sequence[Event], at: datetime
) -> Iterator[tuple[Holder | None, datetime, datetime]]:
    """Go through the stretches in which a request was open, each of one holder."""
    key = instant_key(at)
    told = [event for event in events if event.key <= key]
    holder: Holder | None = None
    since, is_open = events[0].at, True
    for event in told:
        if event.kind not in ("assign", "reopen", *ENDS):
            continue
        if is_open:
            yield holder, since, event.at
        is_open = event.kind == "reopen" or (is_open and event.kind not in ENDS)
        holder = event.about if event.kind == "assign" else holder
        since = event.at
    if is_open and told:
        yield holder, since, at


def _overdue(run: TargetClock, at: datetime) -> Iterator[tuple[Leg, datetime, datetime]]:
    """Go through the stretches in which a target ran past what was due."""
    legs = run.account(at)
    for leg, following in zip_longest(legs, legs[1:]):
        end = following.since if following else at
        breached_at = leg.breach(end)
        if leg.phase == "running" and breached_at is not None:
            yield leg, max(leg.since, breached_at, key=instant_key), end


def _within(
    over: Sequence[tuple[Leg, datetime, datetime]], since: datetime, until: datetime
) -> timedelta:
    """Return the overdue working time that lies in a stretch."""
    total = _ZERO
    for place in range(bisect_right(over, instant_key(since), key=_ended), len(over)):
        leg, start, end = over[place]
        if instant_key(start) >= instant_key(until):
            break
        first, last = max(start, since, key=instant_key), min(end, until, key=instant_key)
        if instant_key(first) < instant_key(last):
            total += leg.terms.calendar.elapsed(first, last)
    return total


def _ended(stretch: tuple[Leg, datetime, datetime]) -> datetime:
    return instant_key(stretch[2])
