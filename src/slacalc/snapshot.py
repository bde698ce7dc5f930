"""The snapshot: a clock as flat records, for the rows of a database or an interface."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from slacalc import doors
from slacalc.events import instant_key
from slacalc.ledger import WAITING
from slacalc.legs import Leg
from slacalc.target_clock import TargetClock

_MICROSECOND = timedelta(microseconds=1)
_ZERO = timedelta(0)


def snapshot(targets: Iterable[TargetClock], at: datetime) -> list[dict[str, Any]]:
    """Return a flat record of each target at an instant, of plain values that JSON knows.

    Instants are ISO text in UTC, which sorts as it is; durations are whole microseconds.

    - ``target``, ``cycle``: its name, and the number of its run (0 before the first).
    - ``phase``, ``verdict``: as `TargetClock.phase` and `verdict` say them.
    - ``started``, ``stopped``, ``paused``: since when; null where it is not so at the instant.
    - ``used``, ``waited``: working time. ``waited_wall``: the time of its waits on the wall.
    - ``first_due``, ``due``: at the start, and as it stands. ``breached_at``, ``met_at``.
    - ``percent``: of the promise that is used, cut to a whole number; goes on beyond 100.

    Raises `NaiveDatetimeError` for a naive instant. O(events) for each target.

    >>> from slacalc import Calendar, SlaClock, SupportLevel
    >>> desk = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Riga")
    >>> level = SupportLevel("L", calendar=desk, resolution="8h")
    >>> clock = SlaClock.start(level, at=desk.at("2026-03-02 10:00"))
    >>> row = clock.pause(desk.at("2026-03-02 12:30")).snapshot(desk.at("2026-03-02 13:00"))[0]
    >>> row["phase"], row["percent"], row["paused"], row["waited"]
    ('waiting', 31, '2026-03-02T10:30:00+00:00', 1800000000)
    """
    at = doors.instant("at", at)
    return [_record(target, at) for target in targets]


def _record(target: TargetClock, at: datetime) -> dict[str, Any]:
    legs = target.account(at)
    leg = legs[-1] if legs else None
    used, waits = target.elapsed(at), _waits(target, at)
    return {
        "target": target.target.name,
        "cycle": leg.cycle if leg else 0,
        "phase": target.phase(at),
        "verdict": target.verdict(at),
        "started": _text(leg and leg.started),
        "stopped": _text(leg and leg.stopped_at),
        "paused": _text(_paused(leg, waits, at)),
        "used": used // _MICROSECOND,
        "waited": target.waited_by(at) // _MICROSECOND,
        "waited_wall": sum((end - start for start, end in waits), _ZERO) // _MICROSECOND,
        "first_due": _text(leg and leg.first_due),
        "due": _text(target.due_at(at)),
        "breached_at": _text(target.breach(at)),
        "met_at": _text(leg.stopped_at if leg and target.verdict(at) == "met" else None),
        "percent": _percent(used, leg.budget if leg else None),
    }


def _percent(used: timedelta, budget: timedelta | None) -> int:
    if budget is None:
        return 0
    return 100 * used // budget if budget else 100


def _paused(
    leg: Leg | None, waits: list[tuple[datetime, datetime]], at: datetime
) -> datetime | None:
    """Return since when a target waits at an instant, None where it does not."""
    if leg is None or leg.phase != WAITING:
        return None
    return waits[-1][0] if waits and waits[-1][1] == instant_key(at) else leg.since


def _waits(target: TargetClock, at: datetime) -> list[tuple[datetime, datetime]]:
    """Return the waits of the latest run until an instant, in UTC; those that touch are one."""
    waits: list[tuple[datetime, datetime]] = []
    for piece in target.pieces(at):
        if piece.phase == WAITING:
            start, end = instant_key(piece.start), instant_key(piece.end)
            touches = waits and waits[-1][1] == start
            waits.append((waits.pop()[0] if touches else start, end))
    return waits


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat()
