"""The laws of telling a life: one by one, in any order, twice, on any clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import attrs

from slacalc import Event
from slacalc.testing.laws.comparing import same
from slacalc.testing.laws.law import Laws
from slacalc.testing.laws.retold import Deal, Told, start, wait

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
