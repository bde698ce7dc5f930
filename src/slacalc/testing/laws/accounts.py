"""The laws of what a clock tells of its course: its phase, what was due, what was waited."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from slacalc import Event, Holder
from slacalc.testing.laws.comparing import exact, same
from slacalc.testing.laws.law import Laws
from slacalc.testing.laws.retold import Deal, start, wait

LAWS = Laws()


@LAWS.law("a wait of any kind is a wait", "pause:vendor p, resume r == pause p, resume r", "replay")
def _kinds(
    it: Any, *, deal: Deal, registered: datetime, p: datetime, r: datetime, at: datetime
) -> None:
    """Whoever is waited for, the wait counts the same unless the level says otherwise."""
    pause, resume = wait(p, r)
    vendor = it.life(deal, start(registered), Event("pause:vendor", p), resume)
    plain = it.life(deal, start(registered), pause, resume)
    same(vendor.due, plain.due)
    same(vendor.elapsed(at), plain.elapsed(at))


@LAWS.law(
    "a reply stops the response",
    "response after respond q: verdict as the instant says, elapsed(at) == elapsed(q)",
    "replay",
)
def _respond(it: Any, *, deal: Deal, registered: datetime, q: datetime, at: datetime) -> None:
    """Once it is answered, the response is met or breached, and uses no more time."""
    in_time = exact(q) <= exact(deal.calendar.deadline(registered, deal.budget))
    told = it.life(deal, start(registered), Event("respond", q), target="response")
    same(told.verdict(at), "met" if in_time else "breached")
    same(told.elapsed(at), deal.calendar.elapsed(registered, q))


@LAWS.law("a reply resolves nothing", "resolution after respond q == resolution", "replay")
def _respond_alone(it: Any, *, deal: Deal, registered: datetime, q: datetime, at: datetime) -> None:
    """The resolution runs on after the reply, as if there had been none."""
    told = it.life(deal, start(registered), Event("respond", q))
    same(told.due, deal.calendar.deadline(registered, deal.budget))
    same(told.elapsed(at), deal.calendar.elapsed(registered, at))


@LAWS.law("to assign is no work", "pause p, assign q == pause p", "replay")
def _assign(
    it: Any, *, deal: Deal, registered: datetime, p: datetime, q: datetime, at: datetime
) -> None:
    """Whoever gets a request that waits, it waits on."""
    waiting = (start(registered), Event("pause", p))
    given = it.life(deal, *waiting, Event("assign", q, about=Holder("second line")))
    plain = it.life(deal, *waiting)
    same(given.remaining(at), plain.remaining(at))
    same(given.due_if_resumed(at), plain.due_if_resumed(at))


@LAWS.law(
    "what was due is remembered",
    "due_at(p) == deadline(registered, budget), due_at(at) == due for at >= r",
    "replay",
)
def _due_at(
    it: Any, *, deal: Deal, registered: datetime, p: datetime, r: datetime, at: datetime
) -> None:
    """At an earlier instant was due what the events up to it gave."""
    told = it.life(deal, start(registered), *wait(p, r))
    same(told.due_at(p), deal.calendar.deadline(registered, deal.budget))
    same(told.due_at(at), told.due)


@LAWS.law(
    "what was waited is working time",
    "waited_by(p) == 0, waited_by(at) == elapsed(p, r) for at >= r, else elapsed(p, at)",
    "replay",
)
def _waited(
    it: Any, *, deal: Deal, registered: datetime, p: datetime, r: datetime, at: datetime
) -> None:
    """The time waited is counted in open minutes, in a wait that goes on as well."""
    pause, resume = wait(p, r)
    waiting = it.life(deal, start(registered), pause)
    same(waiting.waited_by(p), deal.calendar.elapsed(p, p))
    same(waiting.waited_by(at), deal.calendar.elapsed(p, at))
    same(it.life(deal, start(registered), pause, resume).waited_by(at), deal.calendar.elapsed(p, r))


@LAWS.law(
    "a clock runs, waits or is over",
    "phase(at) == 'running', 'waiting', 'stopped' or 'cancelled' after the last event",
    "replay",
)
def _phase(
    it: Any, *, deal: Deal, registered: datetime, p: datetime, r: datetime, at: datetime
) -> None:
    """The phase is that of the last event: registered and resumed it runs, paused it waits."""
    pause, resume = wait(p, r)
    lives: tuple[tuple[tuple[Event, ...], str], ...] = (
        ((), "running"),
        ((pause,), "waiting"),
        ((pause, resume), "running"),
        ((pause, Event("resolve", r)), "stopped"),
        ((pause, Event("cancel", r)), "cancelled"),
    )
    for events, phase in lives:
        same(it.life(deal, start(registered), *events).phase(at), phase)
