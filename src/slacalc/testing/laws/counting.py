"""The laws of counting: the working time between two instants, whoever asks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from slacalc.testing.laws.comparing import apart, holds, only, same
from slacalc.testing.laws.law import Laws

ZERO = timedelta(0)
LAWS = Laws()


# Counting


@LAWS.law("elapsed adds up", "elapsed(a, b) + elapsed(b, c) == elapsed(a, c)", "elapsed")
def _adds_up(it: Any, a: datetime, b: datetime, c: datetime) -> None:
    """The time from a to b and from b to c is that from a to c, wherever b lies."""
    same(it.elapsed(a, b) + it.elapsed(b, c), it.elapsed(a, c))


@LAWS.law("backwards is negative", "elapsed(b, a) == -elapsed(a, b)", "elapsed")
def _backwards(it: Any, a: datetime, b: datetime) -> None:
    """The way back is as long, and below zero."""
    same(it.elapsed(b, a), -it.elapsed(a, b))


@LAWS.law("no time in no time", "elapsed(a, a) == 0", "elapsed")
def _no_time(it: Any, a: datetime) -> None:
    """Nothing is worked at one instant."""
    same(it.elapsed(a, a), ZERO)


@LAWS.law(
    "never faster than the clock", "elapsed(start, end) <= end - start for start <= end", "elapsed"
)
def _never_faster(it: Any, start: datetime, end: datetime) -> None:
    """No more is worked than the time that passes in UTC, whatever the wall clock shows."""
    holds(it.elapsed(start, end), "<=", apart(start, end))


@LAWS.law("never below zero", "elapsed(start, end) >= 0 for start <= end", "elapsed")
def _never_below_zero(it: Any, start: datetime, end: datetime) -> None:
    """Forwards nothing is taken away."""
    holds(it.elapsed(start, end), ">=", ZERO)


@LAWS.law(
    "open time counts whole",
    "elapsed(a, next_closing(a)) == next_closing(a) - a while is_open(a)",
    "elapsed is_open next_closing",
)
def _open_counts_whole(it: Any, a: datetime) -> None:
    """From an open instant to the next closing all time that passes is worked."""
    only(it.is_open(a))
    closing = only(it.next_closing(a))
    same(it.elapsed(a, closing), apart(a, closing))


@LAWS.law(
    "closed time counts nothing",
    "elapsed(a, next_opening(a)) == 0 unless is_open(a)",
    "elapsed is_open next_opening",
)
def _closed_counts_nothing(it: Any, a: datetime) -> None:
    """From a closed instant to the next opening nothing is worked."""
    only(not it.is_open(a))
    opening = only(it.next_opening(a))
    same(it.elapsed(a, opening), ZERO)


# Clocks of those who ask


@LAWS.law(
    "elapsed is the same on all clocks", "elapsed(a in far, b in far) == elapsed(a, b)", "elapsed"
)
def _elapsed_on_all_clocks(it: Any, a: datetime, b: datetime, far: Any) -> None:
    """The same instants, written on another zone's clock, are the same time apart."""
    same(it.elapsed(a.astimezone(far), b.astimezone(far)), it.elapsed(a, b))


@LAWS.law(
    "the deadline is the same on all clocks", "deadline(a in far, d) == deadline(a, d)", "deadline"
)
def _deadline_on_all_clocks(it: Any, a: datetime, d: timedelta, far: Any) -> None:
    """The same start, written on another zone's clock, is due at the same instant."""
    same(it.deadline(a.astimezone(far), d), it.deadline(a, d))


@LAWS.law(
    "the latest start is the same on all clocks",
    "latest_start(a in far, d) == latest_start(a, d)",
    "latest_start",
)
def _latest_on_all_clocks(it: Any, a: datetime, d: timedelta, far: Any) -> None:
    """The same instant, written on another zone's clock, has the same latest start."""
    same(it.latest_start(a.astimezone(far), d), it.latest_start(a, d))


@LAWS.law("open is the same on all clocks", "is_open(a in far) == is_open(a)", "is_open")
def _open_on_all_clocks(it: Any, a: datetime, far: Any) -> None:
    """An instant is open or closed, whatever zone's clock it is written on."""
    same(it.is_open(a.astimezone(far)), it.is_open(a))


# Whole microseconds


@LAWS.law("whole microseconds", "elapsed(fine, deadline(fine, tiny)) == tiny", "deadline elapsed")
def _whole_microseconds(it: Any, fine: datetime, tiny: timedelta) -> None:
    """No part of a second is lost or rounded."""
    same(it.elapsed(fine, it.deadline(fine, tiny)), tiny)


@LAWS.law(
    "elapsed adds up to the microsecond",
    "elapsed(a, fine) + elapsed(fine, b) == elapsed(a, b)",
    "elapsed",
)
def _adds_up_finely(it: Any, a: datetime, fine: datetime, b: datetime) -> None:
    """No part of a second is lost where a stretch is cut in two."""
    same(it.elapsed(a, fine) + it.elapsed(fine, b), it.elapsed(a, b))
