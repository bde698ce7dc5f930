"""A second opinion on the clock of a request, which walks minute by minute from the start.

It shares no code with slacalc: working time is read from the oracle's table, and everything is
told anew for every question. All instants are whole minutes, counted from the table's start.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import attrs

ENDS = {"resolve": "stopped", "cancel": "cancelled"}
STOPS = {"response": {"respond", "resolve"}, "resolution": {"resolve"}}


class Happening(NamedTuple):
    """An event: what happened, and in which minute."""

    kind: str
    minute: int


@attrs.define
class Told:
    """How one target stands at a minute; no due minute where it lies after the table."""

    due: int | None
    phase: str = "running"
    used: int = 0
    waited: int = 0
    breach: int | None = None  # by the minute asked about
    proven: int | None = None  # by the events alone
    wait: int = 0  # of the wait that goes on


@attrs.frozen
class Promise:
    """What is retold: a target, its minutes, and what a wait after the breach does."""

    name: str
    minutes: int
    keeps: bool

    @property
    def waits(self) -> bool:
        """Whether a wait extends it: the resolution's does."""
        return self.name == "resolution"


def worked_on(is_open: Sequence[bool], minute: int | None, work: int) -> int | None:
    """Walk from a minute until so many open ones have passed; None past the table."""
    while work and minute is not None:
        if minute >= len(is_open):
            return None
        work -= is_open[minute]
        minute += 1
    return minute


def recorded(events: Sequence[Happening]) -> list[Happening]:
    """Leave out the events that set what holds already."""
    kept: list[Happening] = []
    waiting = answered = False
    for event in events:
        if event.kind == "pause":
            changes, waiting = not waiting, True
        elif event.kind == "resume":
            changes, waiting = waiting, False
        elif event.kind == "respond":
            changes, answered = not answered, True
        else:
            changes = event.kind not in {before.kind for before in kept}
        if changes:
            kept.append(event)
    return kept


def retell(
    is_open: Sequence[bool],
    promise: Promise,
    start: int,
    events: Sequence[Happening],
    until: int,
) -> Told:
    """Walk from the start to a minute, and tell how the target stands then."""
    told = Told(worked_on(is_open, start, promise.minutes))
    pending = list(events)
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
    """Let an event happen to a target that runs or waits."""
    told.proven = told.breach
    if told.phase in ENDS.values():
        return
    phase = told.phase
    if event.kind == "cancel":
        phase = "cancelled"
    elif event.kind in STOPS[promise.name]:
        phase = "stopped"
    elif promise.waits and event.kind == "pause":
        phase = "waiting"
    elif promise.waits and event.kind == "resume":
        phase = "running"
    if told.phase == "waiting" and phase != "waiting":
        _end_wait(is_open, promise, told, event.minute)
    told.phase = phase


def _end_wait(is_open: Sequence[bool], promise: Promise, told: Told, minute: int) -> None:
    """Move what is due by the wait that ends."""
    if told.breach is None:
        due = worked_on(is_open, told.due, told.wait)
        told.due = None if due is None else max(due, minute)
    elif not promise.keeps:
        told.due = worked_on(is_open, told.due, told.wait)
    told.wait = 0
