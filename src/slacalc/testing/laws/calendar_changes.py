"""The laws of a changed calendar: the three ways in which a stored promise takes it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from slacalc import Event
from slacalc.testing.laws.comparing import same
from slacalc.testing.laws.law import Laws
from slacalc.testing.laws.retold import Deal, start, wait

LAWS = Laws()


def change(at: datetime, new: Deal, how: str) -> Event:
    """Return the change to the calendar of another level, in one of the ways."""
    return Event("change calendar", at, how=how, about=new.calendar)


@LAWS.law(
    "a frozen change of calendar changes nothing",
    "change calendar s (frozen) == nothing",
    "replay",
)
def _frozen(
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
    """What was promised on the old hours stands."""
    events = (start(registered), *wait(p, r))
    changed, plain = it.life(deal, *events, change(s, new, "frozen")), it.life(deal, *events)
    same(changed.due, plain.due)
    same(changed.elapsed(at), plain.elapsed(at))


@LAWS.law(
    "a prospective change of calendar keeps what was used",
    "after change calendar s (prospective): elapsed(s) as before, due == new deadline(s, the rest)",
    "replay",
)
def _prospective(
    it: Any, *, deal: Deal, new: Deal, registered: datetime, p: datetime, r: datetime, s: datetime
) -> None:
    """The time used goes along, and what is left of the promise is laid on the new hours."""
    events = (start(registered), *wait(p, r))
    used = it.life(deal, *events).elapsed(s)
    changed = it.life(deal, *events, change(s, new, "prospective"))
    same(changed.elapsed(s), used)
    same(changed.remaining(s), deal.budget - used)
    if used < deal.budget:
        same(changed.due, new.calendar.deadline(s, deal.budget - used))


@LAWS.law(
    "a restated change of calendar is as if from registration",
    "pause p, resume r, change calendar s (restated) == pause p, resume r on the new hours",
    "replay",
)
def _restated(
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
    """All that happened so far is counted on the new hours."""
    events = (start(registered), *wait(p, r))
    moved = deal.on(new.calendar)
    changed, fresh = it.life(deal, *events, change(s, new, "restated")), it.life(moved, *events)
    same(changed.due, fresh.due)
    same(changed.elapsed(at), fresh.elapsed(at))
