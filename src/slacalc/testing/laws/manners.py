"""The laws of what a calendar promises beside the time: whose clock it answers on, what it refuses.

Plain functions promise none of it, so that a pair is not asked.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from slacalc.testing.laws.comparing import exact, only, same
from slacalc.testing.laws.law import Laws

LAWS = Laws()
NOTHING: list[object] = []


def _on_clock(answered: datetime, far: Any) -> None:
    """Hold an answer against the same instant on the clock of the question."""
    wall = exact(answered).astimezone(far)
    same(answered.replace(tzinfo=None).isoformat(), wall.replace(tzinfo=None).isoformat())


# The clock of the answer


@LAWS.law(
    "a deadline is told on the clock of its start",
    "deadline(a in far, d) is written in far",
    "deadline object",
)
def _deadline_on_clock(it: Any, a: datetime, d: timedelta, far: Any) -> None:
    """Who asks in one zone is answered in that zone."""
    _on_clock(it.deadline(a.astimezone(far), d), far)


@LAWS.law(
    "a latest start is told on the clock of its end",
    "latest_start(a in far, d) is written in far",
    "latest_start object",
)
def _latest_on_clock(it: Any, a: datetime, d: timedelta, far: Any) -> None:
    """Who asks in one zone for the latest start is answered in that zone."""
    _on_clock(it.latest_start(a.astimezone(far), d), far)


@LAWS.law(
    "the next opening is told on the clock of the question",
    "next_opening(a in far) is written in far",
    "next_opening object",
)
def _opening_on_clock(it: Any, a: datetime, far: Any) -> None:
    """Who asks in one zone for the next opening is answered in that zone."""
    opening = only(it.next_opening(a.astimezone(far)))
    _on_clock(opening, far)


@LAWS.law(
    "spans are told on the clock of their start",
    "spans(start in far, end) are written in far",
    "spans object",
)
def _spans_on_clock(it: Any, start: datetime, end: datetime, far: Any) -> None:
    """Who asks in one zone for spans is answered in that zone."""
    spans = only(it.spans(start.astimezone(far), end))
    for one, other in spans:
        _on_clock(one, far)
        _on_clock(other, far)


# What is refused


@LAWS.law("no deadline of less than no time", "deadline(a, -d) is refused", "deadline object")
def _deadline_below_zero(it: Any, a: datetime, d: timedelta) -> None:
    """A time below zero is no time to work, so that to add it is an error."""
    it.refuses("deadline", a, -d)


@LAWS.law(
    "no latest start of less than no time",
    "latest_start(a, -d) is refused",
    "latest_start object",
)
def _latest_below_zero(it: Any, a: datetime, d: timedelta) -> None:
    """A time below zero is no time to work, so that to go back by it is an error."""
    it.refuses("latest_start", a, -d)


@LAWS.law(
    "no deadline from no instant",
    "deadline(a without its zone, d) is refused",
    "deadline object",
)
def _deadline_of_no_instant(it: Any, a: datetime, d: timedelta) -> None:
    """A datetime without a zone names no instant, so that no deadline follows from it."""
    it.refuses("deadline", a.replace(tzinfo=None), d)


@LAWS.law(
    "no time between no instants",
    "elapsed(a without its zone, b without its zone) is refused",
    "elapsed object",
)
def _elapsed_of_no_instants(it: Any, a: datetime, b: datetime) -> None:
    """Two datetimes without a zone name no instants, so that there is no time between them."""
    it.refuses("elapsed", a.replace(tzinfo=None), b.replace(tzinfo=None))


@LAWS.law(
    "no instant is neither open nor closed",
    "is_open(a without its zone) is refused",
    "is_open object",
)
def _open_at_no_instant(it: Any, a: datetime) -> None:
    """A datetime without a zone names no instant, which could be open or closed."""
    it.refuses("is_open", a.replace(tzinfo=None))


@LAWS.law("no spans backwards", "spans(end, start) == nothing for start <= end", "spans")
def _no_spans_backwards(it: Any, start: datetime, end: datetime) -> None:
    """Between two instants in the wrong order there is no open stretch."""
    same(it.spans(end, start), NOTHING)
