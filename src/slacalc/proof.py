"""The proof of an answer: the ledger of a target, from its legs and the events of its request."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from slacalc import doors
from slacalc.errors import OutOfRangeError
from slacalc.events import ENDS, Event, instant_key, is_pause
from slacalc.fold import STATES
from slacalc.ledger import BEFORE, NOT_STARTED, Ledger, Piece, entries_of
from slacalc.target_clock import TargetClock

MOST_ENTRIES = 100_000  # of one ledger: about a century of shifts with a break


def proof(
    target: TargetClock,
    events: Sequence[Event],
    at: datetime,
    since: datetime | None = None,
    most: int = MOST_ENTRIES,
) -> Ledger:
    """Return every stretch of a target until an instant, from the registration or earlier on.

    O(openings and days since the registration). What reaches beyond the ends of time, or has
    more stretches than `most`, is an `OutOfRangeError`.
    """
    at, started = doors.instant("at", at), events[0].at
    try:
        pieces = [part for piece in target.pieces(at) for part in _noted(piece, events)]
        first = pieces[0].start if pieces else at
        if instant_key(started) < instant_key(first):
            pieces.insert(0, Piece(started, first, NOT_STARTED, target.calendar))
        if since is not None:
            until = min(started, at, key=instant_key)
            before = Piece(doors.instant("since", since), until, BEFORE, target.calendar)
            pieces.insert(0, before)
        entries = tuple(islice(entries_of(pieces), most + 1))
    except OverflowError:
        raise OutOfRangeError.of("at", at) from None
    if len(entries) > most:
        problem = f"lies more than {most:,} stretches of open and closed time after the beginning"
        raise OutOfRangeError("at", at, problem, "ask for an earlier instant")
    return Ledger(target.target.name, entries)


def _noted(piece: Piece, events: Sequence[Event]) -> Iterator[Piece]:
    """Go through a piece, cut where the wait becomes one of another kind, with its note."""
    if piece.phase not in ("waiting", "done"):
        yield piece
        return
    keys = instant_key(piece.start), instant_key(piece.end)
    begun, ended = bisect_right(events, keys[0], key=_key), bisect_left(events, keys[1], key=_key)
    before = (events[place] for place in range(begun - 1, -1, -1))
    note = next((_told_by(event) for event in before if _tells(event, piece.phase)), "")
    start = piece.start
    for event in events[begun:ended]:
        if piece.phase == "waiting" and is_pause(event.kind):
            yield piece._replace(start=start, end=event.at, note=note)
            start, note = event.at, _told_by(event)
    yield piece._replace(start=start, note=note)


def _key(event: Event) -> datetime:
    return event.key


def _tells(event: Event, phase: str) -> bool:
    """Say whether an event tells what a phase of a target is for."""
    return is_pause(event.kind) if phase == "waiting" else event.kind in ENDS


def _told_by(event: Event) -> str:
    return event.kind[len("pause:") :] if is_pause(event.kind) else STATES[event.kind]
