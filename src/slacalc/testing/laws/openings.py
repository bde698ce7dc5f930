"""The laws of openings and closings, and of what rolls to them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from slacalc.testing.laws.comparing import holds, later, only, same
from slacalc.testing.laws.law import Laws

MICROSECOND = timedelta(microseconds=1)
OPEN, CLOSED = True, False
LAWS = Laws()


@LAWS.law(
    "the next one lies ahead",
    "next_opening(a) > a and next_closing(a) > a",
    "next_opening next_closing",
)
def _next_lies_ahead(it: Any, a: datetime) -> None:
    """The next opening and the next closing come strictly after the instant."""
    found = [at for at in (it.next_opening(a), it.next_closing(a)) if at]
    only(found)
    for at in found:
        holds(at, ">", a)


@LAWS.law(
    "the previous one lies behind",
    "previous_opening(a) < a and previous_closing(a) < a",
    "previous_opening previous_closing",
)
def _previous_lies_behind(it: Any, a: datetime) -> None:
    """The previous opening and the previous closing come strictly before the instant."""
    found = [at for at in (it.previous_opening(a), it.previous_closing(a)) if at]
    only(found)
    for at in found:
        holds(at, "<", a)


@LAWS.law(
    "an opening is found from both sides",
    "next_opening(previous_opening(a) - 1 µs) == previous_opening(a)",
    "next_opening previous_opening",
)
def _opening_from_both_sides(it: Any, a: datetime) -> None:
    """The previous opening is the next one for who asks a microsecond before it."""
    opening = only(it.previous_opening(a))
    same(it.next_opening(later(opening, -MICROSECOND)), opening)


@LAWS.law(
    "a closing is found from both sides",
    "next_closing(previous_closing(a) - 1 µs) == previous_closing(a)",
    "next_closing previous_closing",
)
def _closing_from_both_sides(it: Any, a: datetime) -> None:
    """The previous closing is the next one for who asks a microsecond before it."""
    closing = only(it.previous_closing(a))
    same(it.next_closing(later(closing, -MICROSECOND)), closing)


@LAWS.law(
    "openings and closings alternate",
    "previous_opening(next_closing(next_opening(a))) == next_opening(a)",
    "next_opening next_closing previous_opening",
)
def _alternate(it: Any, a: datetime) -> None:
    """The last opening before the closing that follows an opening is that opening."""
    opening = only(it.next_opening(a))
    closing = only(it.next_closing(opening))
    same(it.previous_opening(closing), opening)


@LAWS.law(
    "open until just before the closing",
    "is_open(next_closing(a) - 1 µs) and not is_open(next_closing(a))",
    "is_open next_closing",
)
def _half_open_at_a_closing(it: Any, a: datetime) -> None:
    """The microsecond before a closing is open, and the closing itself is not."""
    closing = only(it.next_closing(a))
    same(it.is_open(closing), CLOSED)
    same(it.is_open(later(closing, -MICROSECOND)), OPEN)


@LAWS.law(
    "open from the opening on",
    "is_open(next_opening(a)) and not is_open(next_opening(a) - 1 µs)",
    "is_open next_opening",
)
def _half_open_at_an_opening(it: Any, a: datetime) -> None:
    """An opening is open, and the microsecond before it is not."""
    opening = only(it.next_opening(a))
    same(it.is_open(opening), OPEN)
    same(it.is_open(later(opening, -MICROSECOND)), CLOSED)


@LAWS.law(
    "rolling forward leads to open time",
    "roll_forward(a) == a if is_open(a) else next_opening(a)",
    "roll_forward is_open next_opening",
)
def _roll_forward(it: Any, a: datetime) -> None:
    """An instant rolls to itself while open, else to the next opening."""
    same(it.roll_forward(a), a if it.is_open(a) else it.next_opening(a))


@LAWS.law(
    "rolling back leads to the end of open time",
    "roll_back(a) == a if open until a else previous_closing(a)",
    "roll_back is_open previous_closing",
)
def _roll_back(it: Any, a: datetime) -> None:
    """An instant rolls back to itself while open or at a closing, else to the previous closing."""
    until = it.is_open(later(a, -MICROSECOND)) or it.is_open(a)
    same(it.roll_back(a), a if until else it.previous_closing(a))


@LAWS.law(
    "closed time before a start is free",
    "deadline(roll_forward(a), d) == deadline(a, d)",
    "deadline roll_forward",
)
def _closed_time_is_free(it: Any, a: datetime, d: timedelta) -> None:
    """A request that comes outside hours is due as if it had come at the next opening."""
    same(it.deadline(it.roll_forward(a), d), it.deadline(a, d))


@LAWS.law(
    "a deadline lies in open time or at its end",
    "is_open(deadline(a, d) - 1 µs)",
    "deadline is_open",
)
def _deadline_in_open_time(it: Any, a: datetime, d: timedelta) -> None:
    """Work is done when one works: the microsecond before a deadline is open."""
    same(it.is_open(later(it.deadline(a, d), -MICROSECOND)), OPEN)
