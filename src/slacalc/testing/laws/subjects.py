"""What can be judged: calendars of any make, pairs of functions, and clocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import MAXYEAR, MINYEAR, datetime, timedelta
from inspect import getattr_static
from typing import Any

from attrs import frozen

from slacalc import AnyCalendar, Calendar
from slacalc.errors import ArgumentTypeError
from slacalc.testing.oracle import Oracle
from slacalc.zones import zone_of

METHODS = (
    "deadline",
    "latest_start",
    "elapsed",
    "is_open",
    "next_opening",
    "next_closing",
    "previous_opening",
    "previous_closing",
    "roll_forward",
    "roll_back",
    "spans",
    "span_at",
)
OBJECT = "object"  # needed by what is promised by calendars, and not by plain functions
CLOCK_METHODS = ("replay", "start")
OPERATORS = {"|": "__or__", "&": "__and__", "-": "__sub__"}
_OTHERS = (
    Calendar("Mon-Fri 08:00-12:00", time_zone="UTC", name="mornings in UTC"),
    Calendar("Mon-Sun 00:00-24:00", time_zone="UTC", name="all of time"),
    Calendar({}, time_zone="UTC", name="no time"),
    Calendar("Mon-Fri 09:00-17:00", time_zone="America/New_York", name="New York"),
    Calendar("Mon-Sun 22:00-06:00", time_zone="Europe/Berlin", name="nights in Berlin"),
)
_MOST_YEARS = 100
_WANTED = (
    "a calendar, an object with some of its methods, "
    "Pair(add=..., elapsed=...) or a class of clocks with replay"
)


@frozen
class Pair:
    """Two plain functions of any library, either of which may be missing.

    Args:
        add: of an aware datetime and a timedelta above zero, the instant by which it is worked.
        elapsed: of two aware datetimes, the working time between them, a timedelta.
        zone: the name of the zone in which to ask, by default that of `like`, else UTC.

    >>> str(Pair(add=lambda start, duration: start + duration))
    'a pair of add'
    """

    add: Callable[[datetime, timedelta], Any] | None = None
    elapsed: Callable[[datetime, datetime], Any] | None = None
    zone: str | None = None

    def __str__(self) -> str:
        """Say which functions it holds."""
        held = [name for name in ("add", "elapsed") if getattr(self, name)]
        return f"a pair of {' and '.join(held) or 'nothing'}"


@frozen(eq=False)
class Subject:
    """A thing to be judged: what it can be asked, where, and what it is meant to be."""

    told: Any
    methods: Mapping[str, Callable[..., Any]]
    zone: str
    years: tuple[int, int]
    like: Any = None
    others: tuple[Any, ...] = ()

    @property
    def keeps_clocks(self) -> bool:
        """Whether it is a class of clocks."""
        return "replay" in self.methods

    def lacks(self, needs: tuple[str, ...]) -> list[str]:
        """Return what is missing of what a law needs."""
        have = {*self.methods}
        have |= {"like"} if self.like is not None else set()
        have |= {"others"} if self.others else set()
        have |= set() if isinstance(self.told, Pair) else {OBJECT}
        return [need for need in needs if need not in have]


def subject_of(
    told: Any,
    *,
    like: Calendar | Oracle | None,
    zone: str | None,
    years: tuple[int, int],
    others: Iterable[Any],
) -> Subject:
    """Look at what was given, and refuse what can't be judged."""
    if not isinstance(like, Calendar | Oracle | None):
        raise ArgumentTypeError.expected("like", like, "a Calendar or an Oracle")
    if isinstance(like, Calendar) and like.closures:
        problem, remedy = "has closures, which the hours of its days don't show", "give an Oracle"
        raise ArgumentTypeError("like", like, problem, remedy)
    methods = methods_of(told)
    plain = isinstance(told, Calendar) and not told.closures
    like = told if like is None and plain else like
    place = zone or _zone(told) or _zone(like) or "UTC"
    key = zone_of("zone", place).key
    return Subject(told, methods, key, _checked(years), like, _beside(told, others))


def methods_of(told: Any, argument: str = "subject") -> dict[str, Callable[..., Any]]:
    """Find the methods that laws may ask, by their names."""
    if isinstance(told, Pair):
        found = {"deadline": told.add, "elapsed": told.elapsed}
    elif _is_clock(told):
        found = {name: getattr(told, name, None) for name in CLOCK_METHODS}
    elif isinstance(told, type):
        raise ArgumentTypeError(argument, told, "is a class", "give a calendar made of it")
    else:
        found = {name: getattr(told, name, None) for name in METHODS}
        operators = {
            name: getattr(told, dunder)
            for name, dunder in OPERATORS.items()
            if getattr_static(told, dunder, None)  # Python takes operators of the class alone
        }
        found |= operators if any(map(callable, found.values())) else {}
    methods = {name: method for name, method in found.items() if callable(method)}
    if not methods:
        raise ArgumentTypeError.expected(argument, told, _WANTED)
    return methods


def _beside(told: Any, others: Any) -> tuple[Any, ...]:
    """Return the calendars that one is combined with; slacalc's own have some by default."""
    if isinstance(others, str | Mapping) or not isinstance(others, Iterable):
        raise ArgumentTypeError.expected("others", others, "a list of calendars of the same make")
    given = tuple(others)
    for other in given:
        methods_of(other, "others")
    return given or (_OTHERS if isinstance(told, AnyCalendar) else ())


def _is_clock(told: Any) -> bool:
    """Whether a thing makes clocks; what answers as a calendar too is a calendar."""
    calendar = not isinstance(told, type) and any(hasattr(told, name) for name in METHODS)
    return callable(getattr(told, "replay", None)) and not calendar


def _zone(told: Any) -> str | None:
    """Return the name of the zone that a thing says it is in."""
    for name in ("time_zone", "zone"):
        said = getattr(told, name, None)
        said = getattr(said, "key", said)
        if isinstance(said, str):
            return said
    return None


def _checked(years: Any) -> tuple[int, int]:
    first, last = years if isinstance(years, tuple) and len(years) == len("ab") else (None, None)
    whole = all(type(year) is int for year in (first, last))
    if not whole or not MINYEAR < first <= last < MAXYEAR:
        wanted = f"the first and the last year, from {MINYEAR + 1} to {MAXYEAR - 1}"
        problem, remedy = "are no two such years in order", f"give {wanted}, such as (2024, 2027)"
        raise ArgumentTypeError("years", years, problem, remedy)
    if last - first >= _MOST_YEARS:
        problem = f"are more than the {_MOST_YEARS} that can be looked at day by day"
        raise ArgumentTypeError("years", years, problem, "check some of them at a time")
    return first, last
