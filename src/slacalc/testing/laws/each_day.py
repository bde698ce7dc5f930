"""The laws that look at each day of the years: no example is drawn, so that none is missed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from slacalc.testing.laws.comparing import apart, exact, later, only, same
from slacalc.testing.laws.days import Day
from slacalc.testing.laws.law import Laws

ZERO, MINUTE, HOUR = timedelta(0), timedelta(minutes=1), timedelta(hours=1)
LAWS = Laws()


@LAWS.law(
    "each day as the minutes count",
    "elapsed between the edges of each day == open minutes of like between them",
    "elapsed like",
)
def _elapsed(it: Any, day: Day) -> None:
    """On each day of the years the time worked is that of the wall clock's walk, where it is."""
    at = day.begin
    for start, end in day.spans:
        if start > at:
            same(it.elapsed(at, start), ZERO)
        same(it.elapsed(start, end), apart(start, end))
        at = end
    if at < day.end:
        same(it.elapsed(at, day.end), ZERO)


@LAWS.law(
    "each day's deadline as the minutes count",
    "deadline(day, its open minutes + 1 min) == a minute after like opens again",
    "deadline like",
)
def _deadline(it: Any, day: Day) -> None:
    """What takes a day and a minute is due in the first minute of the next day that is open."""
    only(day.open)
    start, end = only(day.then)
    only(apart(start, end) >= MINUTE)
    same(it.deadline(day.begin, day.open + MINUTE), later(start, MINUTE))


@LAWS.law(
    "each day open as the minutes count",
    "is_open(each edge and each third hour of each day) == like is open in that minute",
    "is_open like",
)
def _is_open(it: Any, day: Day) -> None:
    """Each day of the years opens and closes when the walk does, and not before."""
    hours = range(0, apart(day.begin, day.end) // HOUR, 3)
    asked = [later(day.begin, hour * HOUR) for hour in hours]
    asked += [edge for span in day.spans for edge in span if exact(edge) < exact(day.end)]
    for at in asked:
        same(it.is_open(at), any(exact(one) <= exact(at) < exact(end) for one, end in day.spans))
