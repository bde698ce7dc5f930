"""The laws of waiting: what a wait moves, what it leaves alone, and what counts once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from slacalc import Event
from slacalc.testing.laws.comparing import exact, only, same
from slacalc.testing.laws.law import Laws
from slacalc.testing.laws.retold import Deal, start, wait
from slacalc.testing.oracle import Oracle

LAWS = Laws()


def moved(deal: Deal, due: datetime, p: datetime, r: datetime) -> datetime:
    """Return what is due after a wait that began in time: never before it ends."""
    later = deal.calendar.deadline(due, deal.calendar.elapsed(p, r))
    return max(later, r, key=exact)


@LAWS.law("due at first", "due == deadline(registered, budget)", "replay")
def _due_at_first(it: Any, *, deal: Deal, registered: datetime) -> None:
    """What was just registered is due when the promised time has been worked."""
    expected = deal.calendar.deadline(registered, deal.budget)
    same(it.life(deal, start(registered)).due, expected)


@LAWS.law(
    "a wait moves what is due by its working time",
    "due == max(deadline(due before, elapsed(p, r)), r) for p not after due",
    "replay",
)
def _wait(it: Any, *, deal: Deal, registered: datetime, p: datetime, r: datetime) -> None:
    """A wait in time moves what is due by the working time waited, on the level's calendar."""
    due = deal.calendar.deadline(registered, deal.budget)
    only(exact(p) <= exact(due))
    expected = moved(deal, due, p, r)
    same(it.life(deal, start(registered), *wait(p, r)).due, expected)


@LAWS.law(
    "a wait as the minutes count",
    "due == max(the minute by which budget + open minutes from p to r are worked, r), p in time",
    "replay",
)
def _minutes(
    it: Any, *, deal: Deal, registered: datetime, p: datetime, r: datetime, walk: Oracle
) -> None:
    """What is due after a wait is found minute by minute on the wall clock."""
    due = only(walk.deadline(registered, deal.budget))
    only(exact(p) <= due and exact(r) < walk.end)
    later = only(walk.deadline(due, walk.elapsed(p, r)))
    same(it.life(deal, start(registered), *wait(p, r)).due, max(later, exact(r)))


@LAWS.law(
    "a wait after the breach moves what is due as well",
    "due == deadline(due before, elapsed(late, r)), breached_at == due before, for late after due",
    "replay",
)
def _wait_after_breach(
    it: Any, *, deal: Deal, registered: datetime, late: datetime, r: datetime
) -> None:
    """A wait that begins after the breach moves what is due, and the breach stands."""
    due = deal.calendar.deadline(registered, deal.budget)
    told = it.life(deal, start(registered), *wait(late, r))
    same(told.due, deal.calendar.deadline(due, deal.calendar.elapsed(late, r)))
    same(told.breached_at, due)


@LAWS.law(
    "waits add up",
    "due == max(deadline(once, elapsed(r, s)), s), once == max(deadline(first, elapsed(p, q)), q), "
    "first == deadline(registered, budget), for p not after first, r not after once",
    "replay",
)
def _add_up(
    it: Any, *, deal: Deal, registered: datetime, p: datetime, q: datetime, r: datetime, s: datetime
) -> None:
    """Each of two waits moves what is due, and the second goes on from where the first led."""
    first = deal.calendar.deadline(registered, deal.budget)
    only(exact(p) <= exact(first))
    once = moved(deal, first, p, q)
    only(exact(r) <= exact(once))
    twice = moved(deal, once, r, s)
    same(it.life(deal, start(registered), *wait(p, q), *wait(r, s)).due, twice)


@LAWS.law("a wait split in two is one", "two waits that touch at q == one wait", "replay")
def _split(
    it: Any,
    *,
    deal: Deal,
    registered: datetime,
    p: datetime,
    q: datetime,
    r: datetime,
    at: datetime,
) -> None:
    """To resume and wait again in the same instant changes nothing."""
    two = it.life(deal, start(registered), *wait(p, q), *wait(q, r))
    one = it.life(deal, start(registered), *wait(p, r))
    same(two.due, one.due)
    same(two.elapsed(at), one.elapsed(at))


@LAWS.law("waiting to waiting counts once", "pause, pause, resume == pause, resume", "replay")
def _again(
    it: Any,
    *,
    deal: Deal,
    registered: datetime,
    p: datetime,
    q: datetime,
    r: datetime,
    at: datetime,
) -> None:
    """A second wait that begins in the first one, of another kind too, is the same wait."""
    pause, resume = wait(p, r)
    one = it.life(deal, start(registered), pause, resume)
    for kind in ("pause", "pause:vendor"):
        two = it.life(deal, start(registered), pause, Event(kind, q), resume)
        same(two.due, one.due)
        same(two.elapsed(at), one.elapsed(at))


@LAWS.law(
    "closed while waiting counts the wait",
    "pause, resolve == pause, resume, resolve",
    "replay",
)
def _closed(
    it: Any, *, deal: Deal, registered: datetime, p: datetime, r: datetime, at: datetime
) -> None:
    """A request that is closed from its wait has waited as one that was resumed first."""
    pause, resume = wait(p, r)
    end = Event("resolve", r)
    straight = it.life(deal, start(registered), pause, end)
    resumed = it.life(deal, start(registered), pause, resume, end)
    same(straight.due, resumed.due)
    same(straight.elapsed(at), resumed.elapsed(at))
    same(straight.verdict(at), resumed.verdict(at))


@LAWS.law(
    "time waited is not used",
    "elapsed(at) == elapsed(registered, p) + elapsed(r, at)",
    "replay",
)
def _not_used(
    it: Any, *, deal: Deal, registered: datetime, p: datetime, r: datetime, at: datetime
) -> None:
    """The time used is what was worked before the wait and after it."""
    used = deal.calendar.elapsed(registered, p) + deal.calendar.elapsed(r, at)
    same(it.life(deal, start(registered), *wait(p, r)).elapsed(at), used)


@LAWS.law(
    "nothing is used up while waiting",
    "due and remaining(at) while waiting == those when the wait began",
    "replay",
)
def _stands(it: Any, *, deal: Deal, registered: datetime, p: datetime, at: datetime) -> None:
    """While a request waits, what is due stands, and what is left stands still."""
    waiting = it.life(deal, start(registered), Event("pause", p))
    same(waiting.due, deal.calendar.deadline(registered, deal.budget))
    same(waiting.remaining(at), deal.budget - deal.calendar.elapsed(registered, p))


@LAWS.law(
    "a resumption gives what was foretold",
    "due_if_resumed(r) while waiting == due after resume r",
    "replay",
)
def _foretold(it: Any, *, deal: Deal, registered: datetime, p: datetime, r: datetime) -> None:
    """What would be due if the wait ended now is what is due once it does."""
    pause, resume = wait(p, r)
    foretold = it.life(deal, start(registered), pause).due_if_resumed(r)
    same(foretold, it.life(deal, start(registered), pause, resume).due)


@LAWS.law("to resume what runs is nothing", "resume while running changes nothing", "replay")
def _resume_running(
    it: Any, *, deal: Deal, registered: datetime, p: datetime, at: datetime
) -> None:
    """To set the state that holds already changes nothing."""
    resumed = it.life(deal, start(registered), Event("resume", p))
    plain = it.life(deal, start(registered))
    same(resumed.due, plain.due)
    same(resumed.elapsed(at), plain.elapsed(at))


@LAWS.law("a response does not wait", "response.due == deadline(registered, budget)", "replay")
def _response(it: Any, *, deal: Deal, registered: datetime, p: datetime, r: datetime) -> None:
    """A wait moves the resolution, and not the response, unless the level says so."""
    told = it.life(deal, start(registered), *wait(p, r), target="response")
    same(told.due, deal.calendar.deadline(registered, deal.budget))
