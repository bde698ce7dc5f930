"""The laws of reopening: the four ways in which a request that was resolved goes on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from slacalc import Event
from slacalc.testing.laws.comparing import exact, same
from slacalc.testing.laws.law import Laws
from slacalc.testing.laws.retold import Deal, start, wait

ZERO = timedelta(0)
LAWS = Laws()


def again(closed: datetime, back: datetime, how: str) -> tuple[Event, Event]:
    """Return the two events of a request that is closed, and opened again in one of the ways."""
    return Event("resolve", closed), Event("reopen", back, how=how)


@LAWS.law(
    "reopening charges nobody",
    "resolve p, reopen r (resume) == pause p, resume r",
    "replay",
)
def _reopened(
    it: Any, *, deal: Deal, registered: datetime, p: datetime, r: datetime, at: datetime
) -> None:
    """Working time while a request was closed is free, like a wait."""
    reopened = it.life(deal, start(registered), *again(p, r, "resume"))
    waited = it.life(deal, start(registered), *wait(p, r))
    same(reopened.due, waited.due)
    same(reopened.elapsed(at), waited.elapsed(at))


@LAWS.law(
    "reopening counts closed time where it is said",
    "resolve p, reopen r (count) == nothing",
    "replay",
)
def _counted(
    it: Any, *, deal: Deal, registered: datetime, p: datetime, r: datetime, at: datetime
) -> None:
    """Where closed time counts, a request that was closed and reopened is as one that never was."""
    reopened = it.life(deal, start(registered), *again(p, r, "count"))
    same(reopened.due, deal.calendar.deadline(registered, deal.budget))
    same(reopened.elapsed(at), deal.calendar.elapsed(registered, at))


@LAWS.law(
    "reopening begins anew where it is said",
    "after resolve p, reopen r (restart): elapsed(r) == 0, due == deadline(r, budget)",
    "replay",
)
def _anew(it: Any, *, deal: Deal, registered: datetime, p: datetime, r: datetime) -> None:
    """A promise that is given anew counts from the reopening, with nothing used."""
    reopened = it.life(deal, start(registered), *again(p, r, "restart"))
    same(reopened.elapsed(r), ZERO)
    same(reopened.due, deal.calendar.deadline(r, deal.budget))


@LAWS.law(
    "the first close stands where it is said",
    "after resolve p, reopen r (first_close): verdict(at) and elapsed(at) as at p",
    "replay",
)
def _first_close(
    it: Any, *, deal: Deal, registered: datetime, p: datetime, r: datetime, at: datetime
) -> None:
    """Where the first close counts, reopening changes neither the verdict nor the time used."""
    in_time = exact(p) <= exact(deal.calendar.deadline(registered, deal.budget))
    reopened = it.life(deal, start(registered), *again(p, r, "first_close"))
    same(reopened.verdict(at), "met" if in_time else "breached")
    same(reopened.elapsed(at), deal.calendar.elapsed(registered, p))
