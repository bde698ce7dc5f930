"""The laws of a changed level: the four ways in which a request takes it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from slacalc import Event
from slacalc.testing.laws.comparing import only, same
from slacalc.testing.laws.law import Laws
from slacalc.testing.laws.retold import Deal, start, wait

ZERO = timedelta(0)
LAWS = Laws()


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
    plain = it.life(deal, start(registered), pause, resume)
    same(changed.due, plain.due)
    same(changed.elapsed(at), plain.elapsed(at))
    same(changed.verdict(at), plain.verdict(at))


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
    "after change level s (restart): elapsed(s) == 0, due == deadline(s, new budget), new not old",
    "replay",
)
def _restart(
    it: Any, *, deal: Deal, new: Deal, registered: datetime, p: datetime, r: datetime, s: datetime
) -> None:
    """A promise that is given anew counts from the change, with nothing used."""
    only(deal != new)  # to set the level that holds already changes nothing
    change = Event("change level", s, how="restart", about=new.level)
    after = it.life(deal, start(registered), *wait(p, r), change)
    same(after.elapsed(s), ZERO)
    same(after.due, new.calendar.deadline(s, new.budget))
