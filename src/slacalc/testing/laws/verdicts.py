"""The laws of what is used, of breaches and of ends."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from slacalc import Event
from slacalc.testing.laws.comparing import exact, holds, only, same
from slacalc.testing.laws.law import Laws
from slacalc.testing.laws.retold import Deal, start, wait

VERDICTS = ["met", "breached", "open", "cancelled"]
NOT, YES = False, True
LAWS = Laws()


@LAWS.law("used and left are all", "elapsed(at) + remaining(at) == budget", "replay")
def _all(
    it: Any, *, deal: Deal, registered: datetime, p: datetime, r: datetime, at: datetime
) -> None:
    """What was used and what is left are together what was promised, overdue too."""
    told = it.life(deal, start(registered), *wait(p, r))
    same(told.elapsed(at) + told.remaining(at), deal.budget)


@LAWS.law(
    "what is left is working time", "remaining(at) == budget - elapsed(registered, at)", "replay"
)
def _left(it: Any, *, deal: Deal, registered: datetime, at: datetime) -> None:
    """What is left goes down while one works, and on below zero after the due instant."""
    expected = deal.budget - deal.calendar.elapsed(registered, at)
    same(it.life(deal, start(registered)).remaining(at), expected)


@LAWS.law("breached after the due instant", "breached(at) == (at > due)", "replay")
def _breached(it: Any, *, deal: Deal, registered: datetime, at: datetime) -> None:
    """What still runs after its due instant is breached; at that instant it is not yet."""
    due = deal.calendar.deadline(registered, deal.budget)
    same(it.life(deal, start(registered)).breached(at), exact(at) > exact(due))


@LAWS.law("on time at the due instant", "not breached(due)", "replay")
def _on_time(it: Any, *, deal: Deal, registered: datetime) -> None:
    """At the due instant itself a request is on time, and resolved then it is met."""
    due = deal.calendar.deadline(registered, deal.budget)
    same(it.life(deal, start(registered)).breached(due), NOT)
    same(it.life(deal, start(registered), Event("resolve", due)).verdict(due), "met")


@LAWS.law(
    "what waits is not breached",
    "not breached(at) while it waits since p, for p not after due",
    "replay",
)
def _waits(it: Any, *, deal: Deal, registered: datetime, p: datetime, at: datetime) -> None:
    """A request that waits when its due instant passes has time left, and is not breached."""
    only(exact(p) <= exact(deal.calendar.deadline(registered, deal.budget)))
    same(it.life(deal, start(registered), Event("pause", p)).breached(at), NOT)


@LAWS.law(
    "a breach never un-happens",
    "breached(at) and breached_at == due before, after pause late, resume, resolve, late after due",
    "replay",
)
def _unhappens(
    it: Any,
    *,
    deal: Deal,
    registered: datetime,
    late: datetime,
    q: datetime,
    r: datetime,
    at: datetime,
) -> None:
    """What was breached stays breached, whatever happens later."""
    before = it.life(deal, start(registered))
    after = it.life(deal, start(registered), *wait(late, q), Event("resolve", r))
    same(before.breached(late), YES)
    same(after.breached(at), YES)
    same(after.breached_at, before.due)


@LAWS.law(
    "resolved in time is met",
    "verdict after resolve q == 'met' if q <= due else 'breached'",
    "replay",
)
def _resolved(it: Any, *, deal: Deal, registered: datetime, q: datetime, at: datetime) -> None:
    """What is resolved at its due instant or before is met, later it is breached, for good."""
    in_time = exact(q) <= exact(deal.calendar.deadline(registered, deal.budget))
    told = it.life(deal, start(registered), Event("resolve", q))
    same(told.verdict(at), "met" if in_time else "breached")


@LAWS.law(
    "a resolution in a wait is judged by the moved instant",
    "verdict after pause p, resolve r == 'met' for p not after due",
    "replay",
)
def _resolved_waiting(
    it: Any, *, deal: Deal, registered: datetime, p: datetime, r: datetime, at: datetime
) -> None:
    """What waited in time and is closed from the wait is met, however late the hour."""
    only(exact(p) <= exact(deal.calendar.deadline(registered, deal.budget)))
    told = it.life(deal, start(registered), Event("pause", p), Event("resolve", r))
    same(told.verdict(at), "met")


@LAWS.law("cancelled is not met", "verdict after cancel q == 'cancelled'", "replay")
def _cancelled(it: Any, *, deal: Deal, registered: datetime, q: datetime, at: datetime) -> None:
    """What is cancelled while it runs has no verdict but that, overdue too."""
    told = it.life(deal, start(registered), Event("cancel", q))
    same(told.verdict(at), "cancelled")


@LAWS.law(
    "met, breached, open and cancelled are all",
    "verdict(at) in ('met', 'breached', 'open', 'cancelled')",
    "replay",
)
def _verdicts(
    it: Any, *, deal: Deal, registered: datetime, p: datetime, r: datetime, at: datetime
) -> None:
    """A promise stands in one of four ways at any instant, whatever the end."""
    for end in ((), (Event("resolve", r),), (Event("cancel", r),)):
        verdict = it.life(deal, start(registered), Event("pause", p), *end).verdict(at)
        holds(verdict, "in", VERDICTS)


@LAWS.law("nothing is used after the end", "elapsed(at) after resolve q == elapsed(q)", "replay")
def _ended(it: Any, *, deal: Deal, registered: datetime, q: datetime, at: datetime) -> None:
    """Once it is resolved, no more time is used."""
    told = it.life(deal, start(registered), Event("resolve", q))
    same(told.elapsed(at), deal.calendar.elapsed(registered, q))


@LAWS.law(
    "resolving answers as well",
    "response.verdict after resolve q == 'met' if q <= due else 'breached'",
    "replay",
)
def _answers(it: Any, *, deal: Deal, registered: datetime, q: datetime, at: datetime) -> None:
    """To resolve a request stops its open response, met in time and else breached."""
    in_time = exact(q) <= exact(deal.calendar.deadline(registered, deal.budget))
    told = it.life(deal, start(registered), Event("resolve", q), target="response")
    same(told.verdict(at), "met" if in_time else "breached")
