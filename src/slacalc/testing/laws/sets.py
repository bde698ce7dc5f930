"""The laws of sets, for calendars that are made of others with ``|``, ``&`` and ``-``."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from slacalc.testing.laws.comparing import same
from slacalc.testing.laws.law import Laws

ZERO = timedelta(0)
LAWS = Laws()


@LAWS.law(
    "either is open",
    "(calendar | other).is_open(a) == is_open(a) or other.is_open(a)",
    "| is_open others",
)
def _either(it: Any, other: Any, a: datetime) -> None:
    """What is made of two with | is open while at least one of them is."""
    same(it.made("|", other).is_open(a), it.is_open(a) or other.is_open(a))


@LAWS.law(
    "both are open",
    "(calendar & other).is_open(a) == is_open(a) and other.is_open(a)",
    "& is_open others",
)
def _both(it: Any, other: Any, a: datetime) -> None:
    """What is made of two with & is open while both are."""
    same(it.made("&", other).is_open(a), it.is_open(a) and other.is_open(a))


@LAWS.law(
    "one without the other",
    "(calendar - other).is_open(a) == is_open(a) and not other.is_open(a)",
    "- is_open others",
)
def _without(it: Any, other: Any, a: datetime) -> None:
    """What is left of one with - is open while it is, and the other is not."""
    same(it.made("-", other).is_open(a), it.is_open(a) and not other.is_open(a))


@LAWS.law(
    "both together are either and both",
    "(calendar | other).elapsed + (calendar & other).elapsed == elapsed + other.elapsed",
    "| & elapsed others",
)
def _inclusion(it: Any, other: Any, start: datetime, end: datetime) -> None:
    """The time of either and the time of both are together the times of the two."""
    either, both = it.made("|", other), it.made("&", other)
    told = either.elapsed(start, end) + both.elapsed(start, end)
    same(told, it.elapsed(start, end) + other.elapsed(start, end))


@LAWS.law(
    "cut in two",
    "(calendar - other).elapsed + (calendar & other).elapsed == elapsed",
    "- & elapsed others",
)
def _cut(it: Any, other: Any, start: datetime, end: datetime) -> None:
    """What is left without the other, and what is shared with it, are together the whole."""
    rest, shared = it.made("-", other), it.made("&", other)
    told = rest.elapsed(start, end) + shared.elapsed(start, end)
    same(told, it.elapsed(start, end))


@LAWS.law(
    "with itself nothing changes",
    "(calendar | calendar).elapsed == (calendar & calendar).elapsed == elapsed",
    "| & elapsed",
)
def _itself(it: Any, start: datetime, end: datetime) -> None:
    """A calendar with itself is itself, as either and as both."""
    for operator in "|&":
        same(it.made(operator, it.told).elapsed(start, end), it.elapsed(start, end))


@LAWS.law("nothing without itself", "(calendar - calendar).elapsed == 0", "- elapsed")
def _nothing(it: Any, start: datetime, end: datetime) -> None:
    """A calendar without itself has no working time."""
    same(it.made("-", it.told).elapsed(start, end), ZERO)


@LAWS.law("either in any order", "(calendar | other) == (other | calendar)", "| elapsed others")
def _either_order(it: Any, other: Any, start: datetime, end: datetime) -> None:
    """Which of two is named first does not matter to the time of either."""
    same(it.made("|", other).elapsed(start, end), (other | it.told).elapsed(start, end))


@LAWS.law("both in any order", "(calendar & other) == (other & calendar)", "& elapsed others")
def _both_order(it: Any, other: Any, start: datetime, end: datetime) -> None:
    """Which of two is named first does not matter to the time of both."""
    same(it.made("&", other).elapsed(start, end), (other & it.told).elapsed(start, end))


@LAWS.law(
    "both distributes over either",
    "calendar & (other | third) == (calendar & other) | (calendar & third)",
    "| & elapsed others",
)
def _distributes(it: Any, other: Any, third: Any, start: datetime, end: datetime) -> None:
    """Open with either of two is open with the one or open with the other."""
    apart = it.made("&", other).made("|", it.made("&", third).told)
    same(it.made("&", other | third).elapsed(start, end), apart.elapsed(start, end))


@LAWS.law(
    "without either is without both",
    "calendar - (other | third) == (calendar - other) - third",
    "| - elapsed others",
)
def _de_morgan(it: Any, other: Any, third: Any, start: datetime, end: datetime) -> None:
    """To take away either of two is to take away the one and then the other."""
    apart = it.made("-", other).made("-", third)
    same(it.made("-", other | third).elapsed(start, end), apart.elapsed(start, end))
