"""The laws of events: their order, their clocks, and changes of the level."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import attrs

from slacalc import Event
from slacalc.testing.laws.law import Laws, same
from slacalc.testing.laws.retold import Deal, Told, start, wait

ZERO = timedelta(0)
LAWS = Laws()


def _alike(one: Told, other: Told, at: datetime) -> None:
    """Hold two clocks against one another."""
    same(one.due, other.due)
    same(one.elapsed(at), other.elapsed(at))
    same(one.verdict(at), other.verdict(at))


@LAWS.law("told one by one is replayed", "start, after, after, ... == replay", "replay start")
def _one_by_one(
    it: Any,
    *,
    deal: Deal,
    registered: datetime,
    p: datetime,
    r: datetime,
    s: datetime,
    at: datetime,
) -> None:
    """A clock that is told its events as they come is the one that is replayed from all."""
    events = (start(registered), *wait(p, r), Event("resolve", s))
    _alike(it.life_by_steps(deal, *events), it.life(deal, *events), at)


@LAWS.law("the order of arrival doesn't matter", "replay(shuffled) == replay(events)", "replay")
def _order(
    it: Any,
    *,
    deal: Deal,
    registered: datetime,
    p: datetime,
    q: datetime,
    r: datetime,
    s: datetime,
    at: datetime,
    order: Sequence[int],
) -> None:
    """Events that come late or in disorder are put in the order of their instants."""
    told = (start(registered), *wait(p, q), *wait(r, s), Event("resolve", at))
    events = [attrs.evolve(event, sequence=place) for place, event in enumerate(told)]
    _alike(it.life(deal, *(events[place] for place in order)), it.life(deal, *events), at)


@LAWS.law("told twice is told once", "replay(events + events) == replay(events)", "replay")
def _twice(
    it: Any, *, deal: Deal, registered: datetime, p: datetime, r: datetime, at: datetime
) -> None:
    """An event that comes again under its id is no other event."""
    told = (start(registered), *wait(p, r), Event("resolve", at))
    events = [attrs.evolve(one, id=f"{place}", sequence=place) for place, one in enumerate(told)]
    _alike(it.life(deal, *events, *events[1:]), it.life(deal, *events), at)


@LAWS.law(
    "events are the same on all clocks",
    "events in far == the same events",
    "replay",
)
def _far(
    it: Any, *, deal: Deal, registered: datetime, p: datetime, r: datetime, at: datetime, far: Any
) -> None:
    """It is the instants that count, not the zones in which events are written."""
    events = (start(registered), *wait(p, r))
    moved = [attrs.evolve(event, at=event.at.astimezone(far)) for event in events]
    _alike(it.life(deal, *moved), it.life(deal, *events), at)


@LAWS.law(
    "a frozen change of level changes nothing",
    "change level q (frozen) == nothing",
    "replay",
)
def _frozen(
    it: Any,
    *,
    deal: Deal,
    new: Deal,
    registered: datetime,
    p: datetime,
    q: datetime,
    r: datetime,
    at: datetime,
) -> None:
    """A promise that was given stands, though the request moves to another level, in waits too."""
    pause, resume = wait(p, r)
    change = Event("change level", q, how="frozen", about=new.level)
    changed = it.life(deal, start(registered), pause, change, resume)
    _alike(changed, it.life(deal, start(registered), pause, resume), at)


@LAWS.law(
    "a carried change keeps what was used",
    "after change level s (carry): elapsed(s) as before, remaining(s) == new budget - elapsed(s)",
    "replay",
)
def _carry(
    it: Any, *, deal: Deal, new: Deal, registered: datetime, p: datetime, r: datetime, s: datetime
) -> None:
    """The time used goes along to the new level, and is taken from what that one promises."""
    events = (start(registered), *wait(p, r))
    change = Event("change level", s, how="carry", about=new.level)
    used = it.life(deal, *events).elapsed(s)
    after = it.life(deal, *events, change)
    same(after.elapsed(s), used)
    same(after.remaining(s), new.budget - used)


@LAWS.law(
    "a retroactive change is as if from registration",
    "pause p, resume r, change level s (retroactive) == pause p, resume r on the new level",
    "replay",
)
def _retroactive(
    it: Any,
    *,
    deal: Deal,
    new: Deal,
    registered: datetime,
    p: datetime,
    r: datetime,
    s: datetime,
    at: datetime,
) -> None:
    """The waits so far are counted on the new level as if it had been promised from the start."""
    events = (start(registered), *wait(p, r))
    change = Event("change level", s, how="retroactive", about=new.level)
    changed, fresh = it.life(deal, *events, change), it.life(new, *events)
    same(changed.due, fresh.due)
    same(changed.elapsed(at), fresh.elapsed(at))


@LAWS.law(
    "a restart begins anew",
    "after change level s (restart): elapsed(s) == 0, due == deadline(s, new budget)",
    "replay",
)
def _restart(
    it: Any, *, deal: Deal, new: Deal, registered: datetime, p: datetime, r: datetime, s: datetime
) -> None:
    """A promise that is given anew counts from the change, with nothing used."""
    if deal == new:
        return  # to set the level that holds already changes nothing
    change = Event("change level", s, how="restart", about=new.level)
    after = it.life(deal, start(registered), *wait(p, r), change)
    same(after.elapsed(s), ZERO)
    same(after.due, new.calendar.deadline(s, new.budget))
