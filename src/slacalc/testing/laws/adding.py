"""The laws of adding: the first instant by which a time is worked, the last from which it fits."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from slacalc.testing.laws.comparing import holds, later, same
from slacalc.testing.laws.law import Laws

ZERO = timedelta(0)
MICROSECOND = timedelta(microseconds=1)
LAWS = Laws()


# Adding


@LAWS.law("add then elapsed", "elapsed(a, deadline(a, d)) == d", "deadline elapsed")
def _add_then_elapsed(it: Any, a: datetime, d: timedelta) -> None:
    """Exactly the time asked for is worked until the deadline."""
    same(it.elapsed(a, it.deadline(a, d)), d)


@LAWS.law("add in two steps", "deadline(deadline(a, d), e) == deadline(a, d + e)", "deadline")
def _add_in_two_steps(it: Any, a: datetime, d: timedelta, e: timedelta) -> None:
    """The deadline of the rest after the deadline of a part is the deadline of the whole."""
    same(it.deadline(it.deadline(a, d), e), it.deadline(a, d + e))


@LAWS.law(
    "the deadline is the first instant",
    "elapsed(a, deadline(a, d) - 1 µs) < d",
    "deadline elapsed",
)
def _first_instant(it: Any, a: datetime, d: timedelta) -> None:
    """A microsecond before the deadline less than the time asked for is worked."""
    holds(it.elapsed(a, later(it.deadline(a, d), -MICROSECOND)), "<", d)


@LAWS.law("no deadline before its start", "deadline(a, d) >= a + d", "deadline")
def _not_before_its_start(it: Any, a: datetime, d: timedelta) -> None:
    """The deadline lies at least the time asked for after the start."""
    holds(it.deadline(a, d), ">=", later(a, d))


@LAWS.law(
    "a later start is not due earlier",
    "deadline(start, d) <= deadline(end, d) for start <= end",
    "deadline",
)
def _later_start(it: Any, start: datetime, end: datetime, d: timedelta) -> None:
    """Who starts later is not done earlier."""
    holds(it.deadline(start, d), "<=", it.deadline(end, d))


@LAWS.law("more work is due later", "deadline(a, d) < deadline(a, d + e)", "deadline")
def _more_work(it: Any, a: datetime, d: timedelta, e: timedelta) -> None:
    """Who has more to do is done later."""
    holds(it.deadline(a, d), "<", it.deadline(a, d + e))


@LAWS.law("adding nothing changes nothing", "deadline(a, 0) == a", "deadline")
def _adding_nothing(it: Any, a: datetime) -> None:
    """The deadline of no time is the start, in closed time too."""
    same(it.deadline(a, ZERO), a)


# Going back


@LAWS.law(
    "latest start then elapsed", "elapsed(latest_start(a, d), a) == d", "latest_start elapsed"
)
def _latest_then_elapsed(it: Any, a: datetime, d: timedelta) -> None:
    """Exactly the time asked for is worked from the latest start on."""
    same(it.elapsed(it.latest_start(a, d), a), d)


@LAWS.law(
    "latest start in two steps",
    "latest_start(latest_start(a, d), e) == latest_start(a, d + e)",
    "latest_start",
)
def _latest_in_two_steps(it: Any, a: datetime, d: timedelta, e: timedelta) -> None:
    """The latest start of the rest before the latest start of a part is that of the whole."""
    same(it.latest_start(it.latest_start(a, d), e), it.latest_start(a, d + e))


@LAWS.law(
    "the latest start is the last instant",
    "elapsed(latest_start(a, d) + 1 µs, a) < d",
    "latest_start elapsed",
)
def _last_instant(it: Any, a: datetime, d: timedelta) -> None:
    """A microsecond after the latest start the time no longer fits."""
    holds(it.elapsed(later(it.latest_start(a, d), MICROSECOND), a), "<", d)


@LAWS.law("there and back", "latest_start(deadline(a, d), d) >= a", "deadline latest_start")
def _there_and_back(it: Any, a: datetime, d: timedelta) -> None:
    """From the deadline back leads to the start, or past closed time to a later instant."""
    holds(it.latest_start(it.deadline(a, d), d), ">=", a)


@LAWS.law("back and there", "deadline(latest_start(a, d), d) <= a", "deadline latest_start")
def _back_and_there(it: Any, a: datetime, d: timedelta) -> None:
    """From the latest start on leads to the instant it was asked for, or to an earlier one."""
    holds(it.deadline(it.latest_start(a, d), d), "<=", a)


@LAWS.law("nothing less changes nothing", "latest_start(a, 0) == a", "latest_start")
def _nothing_less(it: Any, a: datetime) -> None:
    """The latest start of no time is the instant itself."""
    same(it.latest_start(a, ZERO), a)
