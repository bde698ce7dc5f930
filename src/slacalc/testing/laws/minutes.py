"""The laws that compare: each answer is the one that a walk of the wall clock's minutes gives."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from slacalc.testing.laws.comparing import exact, holds, only, same
from slacalc.testing.laws.law import Laws
from slacalc.testing.oracle import Oracle

LAWS = Laws()


@LAWS.law("elapsed as the minutes count", "elapsed(a, b) == open minutes of like", "elapsed like")
def _elapsed(it: Any, a: datetime, b: datetime, walk: Oracle) -> None:
    """The time worked is the number of open minutes on the wall clock's walk."""
    same(it.elapsed(a, b), walk.elapsed(a, b))


@LAWS.law(
    "deadline as the minutes count",
    "deadline(a, d) == the first minute of like with d worked",
    "deadline like",
)
def _deadline(it: Any, a: datetime, d: timedelta, walk: Oracle) -> None:
    """The deadline is where the open minutes of the walk first come to the time asked for."""
    expected = walk.deadline(a, d)
    if expected is None:
        holds(it.deadline(a, d), ">", walk.end)
    else:
        same(it.expects.deadline(a, d), expected)


@LAWS.law(
    "latest start as the minutes count",
    "latest_start(a, d) == the last minute of like with d ahead",
    "latest_start like",
)
def _latest_start(it: Any, a: datetime, d: timedelta, walk: Oracle) -> None:
    """The latest start is the last place of the walk with as many open minutes ahead."""
    expected = walk.latest_start(a, d)
    if expected is None:
        holds(it.latest_start(a, d), "<", walk.start)
    else:
        same(it.expects.latest_start(a, d), expected)


@LAWS.law("open as the minutes count", "is_open(a) == like is open in that minute", "is_open like")
def _is_open(it: Any, a: datetime, walk: Oracle) -> None:
    """An instant is open while its minute of the walk is."""
    same(it.is_open(a), walk.is_open(a))


@LAWS.law(
    "next opening as the minutes count",
    "next_opening(a) == the next minute at which like opens",
    "next_opening like",
)
def _next_opening(it: Any, a: datetime, walk: Oracle) -> None:
    """The next opening is where a closed minute of the walk is followed by an open one."""
    _first(it.next_opening(a), walk.openings(), a, walk)


@LAWS.law(
    "next closing as the minutes count",
    "next_closing(a) == the next minute at which like closes",
    "next_closing like",
)
def _next_closing(it: Any, a: datetime, walk: Oracle) -> None:
    """The next closing is where an open minute of the walk is followed by a closed one."""
    _first(it.next_closing(a), walk.closings(), a, walk)


@LAWS.law(
    "previous opening as the minutes count",
    "previous_opening(a) == the last minute at which like opened",
    "previous_opening like",
)
def _previous_opening(it: Any, a: datetime, walk: Oracle) -> None:
    """The previous opening is where the walk last turned from closed to open."""
    _last(it.previous_opening(a), walk.openings(), a, walk)


@LAWS.law(
    "previous closing as the minutes count",
    "previous_closing(a) == the last minute at which like closed",
    "previous_closing like",
)
def _previous_closing(it: Any, a: datetime, walk: Oracle) -> None:
    """The previous closing is where the walk last turned from open to closed."""
    _last(it.previous_closing(a), walk.closings(), a, walk)


@LAWS.law(
    "rolls forward as the minutes count",
    "roll_forward(a) == a while like is open, else its next opening",
    "roll_forward like",
)
def _roll_forward(it: Any, a: datetime, walk: Oracle) -> None:
    """An instant in a closed minute rolls to the next open one."""
    if walk.is_open(a):
        same(it.roll_forward(a), a)
    else:
        _first(it.roll_forward(a), walk.openings(), a, walk)


@LAWS.law("spans as the minutes count", "spans(start, end) == runs of open minutes", "spans like")
def _spans(it: Any, start: datetime, end: datetime, walk: Oracle) -> None:
    """The spans are the runs of open minutes of the walk, cut to what was asked for."""
    low, high = exact(start), exact(end)
    cut = [(max(one, low), min(other, high)) for one, other in walk.spans()]
    expected = [
        (one.astimezone(start.tzinfo), other.astimezone(start.tzinfo))
        for one, other in cut
        if one < other
    ]
    same(exact(it.spans(start, end)), expected)


@LAWS.law(
    "span at an instant as the minutes count",
    "span_at(a) == the run of open minutes of like around a",
    "span_at like",
)
def _span_at(it: Any, a: datetime, walk: Oracle) -> None:
    """The span at an instant is the run of open minutes around it."""
    around = [span for span in walk.spans() if span[0] <= exact(a) < span[1]]
    if not around:
        same(it.span_at(a), None)
    else:
        only(walk.start < around[0][0] and around[0][1] < walk.end)  # not cut by the table
        same(it.span_at(a), around[0])


def _first(answered: datetime | None, edges: Iterable[datetime], a: datetime, walk: Oracle) -> None:
    """Hold the next edge against those of the walk; there may be none before its end."""
    expected = next((edge for edge in edges if edge > exact(a)), None)
    if expected is not None:
        same(answered, expected)
    else:
        holds(only(answered), ">=", walk.end)


def _last(answered: datetime | None, edges: list[datetime], a: datetime, walk: Oracle) -> None:
    """Hold the previous edge against those of the walk; there may be none after its start."""
    expected = next((edge for edge in reversed(edges) if edge < exact(a)), None)
    if expected is not None:
        same(answered, expected)
    else:
        holds(only(answered), "<=", walk.start)
