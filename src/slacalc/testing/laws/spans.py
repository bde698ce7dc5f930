"""The laws of spans: the stretches of open time."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from slacalc.testing.laws.comparing import apart, exact, holds, later, only, same
from slacalc.testing.laws.law import Laws

ZERO = timedelta(0)
MICROSECOND = timedelta(microseconds=1)
MOST = 20  # spans of which is asked whether they are open
OPEN = True
CLOSED = False
LAWS = Laws()


@LAWS.law(
    "spans sum to elapsed", "sum of spans(start, end) == elapsed(start, end)", "spans elapsed"
)
def _spans_sum(it: Any, start: datetime, end: datetime) -> None:
    """The spans between two instants are together as long as the time worked."""
    lengths = (apart(*span) for span in it.spans(start, end))
    same(sum(lengths, ZERO), it.elapsed(start, end))


@LAWS.law(
    "spans are in order and apart",
    "start <= spans(start, end) <= end, each edge before the next",
    "spans",
)
def _spans_apart(it: Any, start: datetime, end: datetime) -> None:
    """Each span ends after it begins and before the next one, all inside what was asked for."""
    edges = [exact(edge) for span in it.spans(start, end) for edge in span]
    only(edges)
    for one, other in pairwise(edges):
        holds(one, "<", other)
    holds(edges[0], ">=", start)
    holds(edges[-1], "<=", end)


@LAWS.law(
    "spans are open time",
    "is_open(each start), not is_open(each end) of spans(start, end), or of twenty of them",
    "spans is_open",
)
def _spans_are_open(it: Any, start: datetime, end: datetime) -> None:
    """A span is open at its start and closed at its end, unless it is cut there."""
    spans = only(it.spans(start, end))
    for opening, closing in spans[:: -(-len(spans) // MOST)]:
        same(it.is_open(opening), OPEN)
        if exact(closing) != exact(end):
            same(it.is_open(closing), CLOSED)


@LAWS.law(
    "the span at an instant holds it",
    "span_at(a) holds a while is_open(a), else it is None",
    "span_at is_open",
)
def _span_holds(it: Any, a: datetime) -> None:
    """There is a span at an instant exactly while it is open, and it reaches around it."""
    span = it.span_at(a)
    same(span is not None, it.is_open(a))
    if span is not None:
        start, end = span
        holds(start or a, "<=", a)
        holds(end or later(a, MICROSECOND), ">", a)


@LAWS.law(
    "the span at an instant ends with its closing",
    "span_at(a).end == next_closing(a)",
    "span_at next_closing",
)
def _span_ends(it: Any, a: datetime) -> None:
    """The span at an instant ends at the next closing after it."""
    span = only(it.span_at(a))
    same(span[1], it.next_closing(a))


@LAWS.law(
    "the span at an instant begins with its opening",
    "span_at(a).start == previous_opening(a + 1 µs)",
    "span_at previous_opening",
)
def _span_begins(it: Any, a: datetime) -> None:
    """The span at an instant begins at the last opening before it, or at the instant itself."""
    span = only(it.span_at(a))
    same(span[0], it.previous_opening(later(a, MICROSECOND)))
