"""A second opinion on the clock of a request, which walks minute by minute from the start.

It shares no code with slacalc: working time is read from the oracle's table, and everything is
told anew for every question. All instants are whole minutes, counted from the table's start.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import attrs

ENDS = {"resolve": "stopped", "cancel": "cancelled"}


class Happening(NamedTuple):
    """An event: what happened, and in which minute."""

    kind: str
    minute: int


@attrs.define
class Told:
    """How one target stands at a minute; no due minute where it lies after the table."""

    due: int | None = None
    phase: str = "not started"
    held: bool = False  # whether it will wait as it starts
    used: int = 0
    waited: int = 0
    breach: int | None = None  # by the minute asked about
    proven: int | None = None  # by the events alone
    wait: int = 0  # of the wait that goes on


@attrs.frozen
class Promise:
    """What is retold: a target, its minutes, what heeds it, what a wait after the breach does."""

    name: str
    minutes: int
    keeps: bool
    starts: str = "start"
    pauses: frozenset[str] = frozenset({"pause"})
    resumes: frozenset[str] = frozenset({"resume"})
    stops: frozenset[str] = frozenset({"resolve"})
    always: bool = False  # whether it counts around the clock

    def after(self, phase: str, kind: str, *, held: bool) -> tuple[str, bool]:
        """Tell in which phase an event leaves it, and whether it would wait as it starts."""
        if phase in ENDS.values():
            return phase, held
        if kind in ENDS and (kind == "cancel" or phase == "not started"):
            return "cancelled", held
        held = kind in self.pauses or (held and kind not in self.resumes)
        if phase == "not started":
            return ("waiting" if held else "running") if kind == self.starts else phase, held
        if kind in self.stops or kind == "resolve":
            return "stopped", held
        return ("waiting" if held else "running"), held


RESPONSE: dict[str, Any] = {
    "pauses": frozenset(),
    "resumes": frozenset(),
    "stops": frozenset({"respond", "resolve"}),
}


def worked_on(is_open: Sequence[bool], minute: int | None, work: int) -> int | None:
    """Walk from a minute until so many open ones have passed; None past the table."""
    while work and minute is not None:
        if minute >= len(is_open):
            return None
        work -= is_open[minute]
        minute += 1
    return minute


def recorded(events: Sequence[Happening], promises: Sequence[Promise]) -> list[Happening]:
    """Leave out the events that set what holds already, for the request and for all targets."""
    kept: list[Happening] = []
    state = (False, False)  # waiting, answered
    told = [one.after("not started", "start", held=False) for one in promises]
    for event in events:
        waiting, answered = state
        now = (
            event.kind == "pause" or (waiting and event.kind not in {"resume", *ENDS}),
            answered or event.kind == "respond",
        )
        after = [
            one.after(phase, event.kind, held=held)
            for one, (phase, held) in zip(promises, told, strict=True)
        ]
        again = event.kind in {before.kind for before in kept}
        moves = any(_told(one) != _told(other) for one, other in zip(told, after, strict=True))
        if now != state or moves or (event.kind in ENDS and not again):
            kept.append(event)
        state, told = now, after
    return kept


def _told(one: tuple[str, bool]) -> tuple[str, bool]:
    """Tell what of a target counts: whether it would wait matters only before its start."""
    return one if one[0] == "not started" else (one[0], False)


def retell(
    is_open: Sequence[bool],
    promise: Promise,
    start: int,
    events: Sequence[Happening],
    until: int,
) -> Told:
    """Walk from the start to a minute, and tell how the target stands then."""
    told = Told()
    if promise.always:
        is_open = [True] * len(is_open)
    pending = [Happening("start", start), *events]
    for minute in range(start, until + 1):
        while pending and pending[0].minute == minute:
            _happen(is_open, promise, told, pending.pop(0))
        if minute < until:
            _pass(told, minute, is_open=is_open[minute])
    return told


def _pass(told: Told, minute: int, *, is_open: bool) -> None:
    """Let one minute pass."""
    if told.phase == "running":
        told.used += is_open
        if told.breach is None and told.due is not None and minute + 1 > told.due:
            told.breach = told.due
    elif told.phase == "waiting":
        told.wait += is_open
        told.waited += is_open


def _happen(is_open: Sequence[bool], promise: Promise, told: Told, event: Happening) -> None:
    """Let an event happen to a target."""
    told.proven = told.breach
    before = told.phase
    told.phase, told.held = promise.after(before, event.kind, held=told.held)
    if before == "not started" and told.phase in {"running", "waiting"}:
        told.due = worked_on(is_open, event.minute, promise.minutes)
    elif before == "waiting" and told.phase != "waiting":
        _end_wait(is_open, promise, told, event.minute)


def _end_wait(is_open: Sequence[bool], promise: Promise, told: Told, minute: int) -> None:
    """Move what is due by the wait that ends."""
    if told.breach is None:
        due = worked_on(is_open, told.due, told.wait)
        told.due = None if due is None else max(due, minute)
    elif not promise.keeps:
        told.due = worked_on(is_open, told.due, told.wait)
    told.wait = 0
