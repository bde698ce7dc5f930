"""What every rival is asked to be: a plan of working hours, said in plain values.

Each rival's script has the same names: `NAME`, its distribution; `CONVENTION`, what it declares
about its answers; and `build(plan)`, which returns a `Subject` or raises `CannotSayError`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

Hours = tuple[tuple[int, int], ...]  # shifts as minutes from the midnight of the day they start on
Deadline = Callable[[datetime, timedelta], datetime]
Elapsed = Callable[[datetime, datetime], timedelta]

MIDNIGHT = 24 * 60
OFFICE: Hours = ((9 * 60, 13 * 60), (14 * 60, 18 * 60))
ZONES = ("Europe/Moscow", "America/New_York")
YEARS = range(2024, 2029)
HOLIDAYS = frozenset(
    date(year, month, day)
    for year in YEARS
    for month, day in ((1, 1), (1, 2), (3, 10), (5, 1), (5, 26), (7, 4), (9, 1), (11, 4), (12, 25))
)


class CannotSayError(Exception):
    """A rival has no way to say such a plan."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The same hours on some weekdays, without the holidays, and the dates with hours of their own.

    Monday is weekday 0. A shift that ends after 24:00 belongs to the day on which it starts.
    """

    zone: str
    hours: Hours = OFFICE
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    holidays: frozenset[date] = frozenset()
    dates: tuple[tuple[date, Hours], ...] = ()

    def without_breaks(self) -> Plan:
        """Return the plan for a rival that knows one shift a day."""
        ends = [end for _, end in self.hours]
        return replace(self, hours=((self.hours[0][0], max(ends)),) if ends else ())


def office(zone: str) -> Plan:
    """Return the plan of the tables: an office with a lunch break and nine holidays a year."""
    return Plan(zone=zone, holidays=HOLIDAYS)


@dataclass(frozen=True, kw_only=True)
class Convention:
    """What a rival declares about its answers, by which it is judged where that differs.

    `inputs` and `results` are cut to whole steps; a deadline that falls on a closing is the next
    opening where `closing` says so; on the wall clock a night with a transition has its usual
    length; a deadline of zero in closed time is the next opening where `zero_rolls`;
    an end before the start is refused where only `forwards` is asked.
    """

    says: str
    inputs: timedelta = timedelta.resolution
    results: timedelta = timedelta.resolution
    closing: Literal["closing", "opening"] = "closing"
    wall_clock: bool = False
    zero_rolls: bool = False
    forwards: bool = False


EXACT = Convention(says="instants, to the microsecond; a deadline at closing time is the closing")


@dataclass(frozen=True)
class Subject:
    """A rival that was built for a plan: what it answers, None where it has no such question.

    `plan` is the plan that it does answer for, which may be without breaks; `whole` is what a
    duration must be a multiple of.
    """

    plan: Plan
    deadline: Deadline | None = None
    elapsed: Elapsed | None = None
    whole: timedelta = timedelta.resolution


def at(minutes: int) -> time:
    """Return minutes from midnight as a time of day; 24:00 is 00:00."""
    return time(minutes // 60 % 24, minutes % 60)


def text(minutes: int) -> str:
    """Return minutes from midnight as text, on beyond 24:00."""
    return f"{minutes // 60:02}:{minutes % 60:02}"
