"""Lives of requests: their events in order, and the clocks that come of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from slacalc import Calendar, Event, Holder, SlaClock, SupportLevel
from slacalc.doors import instant
from slacalc.testing.strategies.calendars import calendars
from slacalc.testing.strategies.checking import most_of, one_of_kind, strategy_of
from slacalc.testing.strategies.choices import pick
from slacalc.testing.strategies.instants import edges_after, instants
from slacalc.testing.strategies.levels import levels as any_levels
from slacalc.testing.strategies.zones import FIRST, LAST

_HOUR, _MINUTE, _TICK = timedelta(hours=1), timedelta(minutes=1), timedelta(microseconds=1)
_ZERO = timedelta(0)
_WAIT = "wait"  # begin one, or end the one that goes on
_KINDS = (
    *(_WAIT, "respond", "resolve", _WAIT, "cancel", "pause:vendor", "customer reply", _WAIT),
    *("assign", "acknowledge", "automatic reply", "pause:customer", "resolve", "resume", "pause"),
)
_HOLDERS = (Holder("first line"), Holder("second line", "agent 7"), Holder())
_WAYS: dict[str, tuple[str | None, ...]] = {
    "reopen": (None, None, "resume", "first_close", "count", "restart"),
    "change level": (None, "frozen", "retroactive", "carry", "restart"),
    "change calendar": (None, "frozen", "prospective", "restated"),
}
_LATER = [_HOUR, 2 * _HOUR, 4 * _HOUR, 30 * _MINUTE, 10 * _HOUR, 24 * _HOUR, 72 * _HOUR, _ZERO]
_BESIDE = (_ZERO, -_MINUTE, _MINUTE, -_TICK, _TICK)
_MOMENTS = st.sampled_from(
    [
        *[("later", 0, wait) for wait in _LATER * 3],
        *[("edge", place, beside) for place in range(4) for beside in _BESIDE],
        *[("due", place, beside) for place in range(3) for beside in _BESIDE],
        *[("any", 0, _ZERO)] * 6,
    ]
)
_ANY = st.integers(1, 10 * 24 * 60).map(_MINUTE.__mul__)
_MORE = st.sampled_from((False, *[True] * 11))
_FEW = 3  # kinds that come before those of the level's own
_IN_UTC = st.sampled_from((False, False, True))


def histories(
    *,
    level: SupportLevel | None = None,
    start: datetime | None = None,
    most: int = 12,
    changes: bool = False,
) -> st.SearchStrategy[list[Event]]:
    """Draw what happens to a request, in order: its registration, and up to `most` events more.

    Args:
        level: at whose openings, closings and due instants events happen, and whose own kinds of
            events come; without one, a level on office hours in UTC, and events that any level
            knows.
        start: the instant of registration; any near the hours of the level unless said.
        most: how many events may follow.
        changes: whether the level and the calendar may change.

    Waits come and end, also straight in a resolution; what is over is opened again; events come
    twice, and at one instant. `SlaClock.replay(level, history)` never fails, where the calendars
    of the level have working time ahead. Shrinks to the registration on Monday 09:00, and to
    events an hour apart. Refused at once are what is no level, no datetime or no whole number from
    0 (`ArgumentTypeError`), and a start without a zone (`NaiveDatetimeError`). A clock is told
    each event as it is drawn, so that a long history takes as long as that.

    >>> from hypothesis import find
    >>> def waits(history: list[Event]) -> bool:
    ...     return {"pause", "resume"} <= {event.kind for event in history}
    >>> [f"{event.kind} {event.at:%H:%M}" for event in find(histories(), waits)]
    ['start 09:00', 'pause 10:00', 'resume 11:00']
    """
    return _histories(
        level=one_of_kind("level", level, SupportLevel, "a SupportLevel") or _usual(),
        start=None if start is None else instant("start", start),
        most=most_of(most, 0),
        changes=changes,
    )


@lru_cache(maxsize=1)
def _usual() -> SupportLevel:
    office = Calendar("Mon-Fri 09:00-18:00", time_zone="UTC")
    return SupportLevel("Standard", calendar=office, response="1h", resolution="8h")


@st.composite
def _histories(
    draw: st.DrawFn, *, level: SupportLevel, start: datetime | None, most: int, changes: bool
) -> list[Event]:
    row = None if level.row is None and not level.rows else level.row or "*"
    at = draw(instants(calendar=level.hours)) if start is None else start
    clock = SlaClock.start(level.at_row(row), at=at)
    zone, told = UTC if draw(_IN_UTC) else at.tzinfo, [clock.events[0]]
    while len(told) <= most and draw(_MORE):
        event = _event(draw, clock, told[-1].at, changes=changes)
        told.append(Event(event.kind, event.at.astimezone(zone), how=event.how, about=event.about))
        clock = clock.after(told[-1])
    return told


def _event(draw: st.DrawFn, clock: SlaClock, now: datetime, *, changes: bool) -> Event:
    """Draw the next event of a request."""
    kind = _kind(draw, clock, changes=changes)
    at = _moment(draw, clock, now.astimezone(UTC))
    how = pick(draw, _WAYS[kind]) if kind in _WAYS else None
    about: Any = None
    if kind == "assign":
        about = pick(draw, _HOLDERS)
    elif kind == "change level":
        about = draw(any_levels(calendars=[clock.level.calendar], conditions=False))
    elif kind == "change calendar":
        about = draw(calendars())
    return Event(kind, at, how=how, about=about)


def _kind(draw: st.DrawFn, clock: SlaClock, *, changes: bool) -> str:
    """Draw what comes next; what is over is opened again, or ends once more."""
    own = tuple(sorted(clock.level.kinds - {"start", "reopen"} - {*_KINDS}))
    changed = ("change level", "change calendar") if changes else ()
    kind: str = pick(draw, (*_KINDS[:_FEW], *own * 2, *changed, *_KINDS[_FEW:]))
    if clock.ended:
        again = "resolve" if clock.state == "resolved" else "cancel"
        return again if kind in {"resume", "assign", "acknowledge"} else "reopen"
    if kind == _WAIT:
        return "resume" if clock.waiting else "pause"
    return kind


def _moment(draw: st.DrawFn, clock: SlaClock, now: datetime) -> datetime:
    """Draw when the next event happens: later, at an opening or closing, or when one is due."""
    kind, place, shift = draw(_MOMENTS)
    if kind == "any":
        return max(_beside(now, draw(_ANY)), now)
    near: list[datetime] = []
    if kind == "edge":
        near = edges_after(clock.level.hours, now)
    elif kind == "due":
        near = [target.due.astimezone(UTC) for target in clock.targets if target.due]
    found = near[place % len(near)] if near else now
    return max(_beside(found, shift), now)


def _beside(at: datetime, shift: timedelta) -> datetime:
    """Return an instant before or after another, of those that all clocks can read."""
    at = min(max(at, FIRST), LAST)
    return at + min(shift, LAST - at)


def clocks(
    *, levels: st.SearchStrategy[SupportLevel] | None = None, most: int = 12, changes: bool = False
) -> st.SearchStrategy[SlaClock]:
    """Draw the clock of a request to which up to `most` things have happened since its start.

    `levels` is a strategy of levels, any unless said; of one with tables of durations, a row is
    drawn. `changes` is that of `histories`. Shrinks to a clock that was just started, on Monday
    2026-01-05 09:00. What is no strategy, and a `most` that is no whole number from 0, raise
    `ArgumentTypeError` at once.

    >>> from hypothesis import find
    >>> [str(event.at) for event in find(clocks(), lambda clock: clock.waiting).events]
    ['2026-01-05 09:00:00+00:00', '2026-01-05 10:00:00+00:00']
    """
    return _clocks(levels=strategy_of("levels", levels), most=most_of(most, 0), changes=changes)


@st.composite
def _clocks(
    draw: st.DrawFn,
    *,
    levels: st.SearchStrategy[SupportLevel] | None,
    most: int,
    changes: bool,
) -> SlaClock:
    level = draw(any_levels() if levels is None else levels)
    if level.rows and level.row is None:
        level = level.at_row(pick(draw, (*level.rows, "*")))
    return SlaClock.replay(level, draw(histories(level=level, most=most, changes=changes)))
