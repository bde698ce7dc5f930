"""Which dates are meant: one, a range of them, the same days each year, days around Easter.

Each says its days year by year, as ordinals.
"""

from __future__ import annotations

import re
from calendar import isleap
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from slacalc import doors
from slacalc.errors import ArgumentTypeError, DateError, SlacalcError
from slacalc.recurrence import LONGEST, Recurrence

if TYPE_CHECKING:
    from collections.abc import Iterable

_LEAP_YEAR = 2024
_YEARLY = re.compile(r"([0-9]{2})-([0-9]{2})")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EASTER = re.compile(r"(?P<rite>orthodox )?easter ?(?P<shift>[+-] ?[0-9]{1,3})?")
EASTER_KNOWN = date(1583, 1, 1), date(4099, 12, 31)  # as far as dateutil knows
_FARTHEST = 200

MonthDay = tuple[int, int]


def _end(given: Any) -> date:
    return doors.day("dates", given)


def _month_and_day(given: Any) -> MonthDay:
    try:
        month, day = given
        date(_LEAP_YEAR, month, 0 if bool in (type(month), type(day)) else day)
    except (TypeError, ValueError):
        remedy = "give one that exists, such as (12, 24)"
        raise DateError("dates", given, "is no month and day", remedy) from None
    return month, day


@frozen(order=True)
class DateRange:
    """The dates from one to another, both included.

    >>> print(DateRange(date(2026, 12, 24), date(2027, 1, 2)))
    2026-12-24..2027-01-02
    """

    first: date = field(converter=_end)
    last: date = field(converter=_end)

    def __attrs_post_init__(self) -> None:
        """Refuse a range that ends before it begins."""
        if self.last < self.first:
            raise DateError("dates", str(self), "ends before it begins", "give the first one first")

    def in_year(self, year: int) -> Iterable[int]:
        """Return the ordinals of the days in a year, in order."""
        first, last = max(self.first, date(year, 1, 1)), min(self.last, date(year, 12, 31))
        return range(first.toordinal(), last.toordinal() + 1)

    def __str__(self) -> str:
        """Write the range as text that can be read again."""
        return f"{self.first}..{self.last}"


class _EveryYear:
    """What days that recur without an end have in common."""

    first: date = date.min
    last: date = date.max
    cycles: int = 1


@frozen
class YearlyDays(_EveryYear):
    """The days from one day of the year to another, both included, over its end too.

    The 29th of February comes in leap years alone.

    >>> [str(date.fromordinal(day)) for day in YearlyDays((12, 31), (1, 1)).in_year(2026)]
    ['2026-01-01', '2026-12-31']
    """

    start: MonthDay = field(converter=_month_and_day)
    end: MonthDay = field(converter=_month_and_day)

    def in_year(self, year: int) -> Iterable[int]:
        """Return the ordinals of the days in a year, in order."""
        first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        start, end = _from(year, self.start), _until(year, self.end)
        if self.start <= self.end:
            return range(start, end + 1)
        return [*range(first, end + 1), *range(start, last + 1)]

    def __str__(self) -> str:
        """Write the days as text that can be read again."""
        start, end = (f"{month:02d}-{day:02d}" for month, day in (self.start, self.end))
        return start if start == end else f"{start}..{end}"


def _from(year: int, day: MonthDay) -> int:
    """Return the ordinal of a day of the year; of the next one, where it does not come."""
    return date(year, 3, 1).toordinal() if _is_missing(year, day) else _ordinal(year, day)


def _until(year: int, day: MonthDay) -> int:
    return date(year, 2, 28).toordinal() if _is_missing(year, day) else _ordinal(year, day)


def _is_missing(year: int, day: MonthDay) -> bool:
    return day == (2, 29) and not isleap(year)


def _ordinal(year: int, day: MonthDay) -> int:
    return date(year, *day).toordinal()


@frozen
class EasterDays(_EveryYear):
    """The days from so many after Easter Sunday to so many, western or orthodox.

    Easter is known from 1583 to 4099 (dateutil's `easter`), and such days have no place outside.

    >>> [str(date.fromordinal(day)) for day in EasterDays(-2, 1).in_year(2026)][::3]
    ['2026-04-03', '2026-04-06']
    """

    start: int
    end: int
    orthodox: bool = False

    def __attrs_post_init__(self) -> None:
        """Refuse days that are far from Easter, or end before they begin."""
        if not isinstance(self.orthodox, bool):
            raise ArgumentTypeError.expected("orthodox", self.orthodox, "True or False")
        if not all(type(shift) is int for shift in (self.start, self.end)):
            raise ArgumentTypeError.expected("start, end", (self.start, self.end), "whole days")
        if self.start > self.end or max(-self.start, self.end) > _FARTHEST:
            remedy = f"write 'easter-2..easter+1', at most {_FARTHEST} days away"
            raise DateError("dates", str(self), "is no stretch of days around Easter", remedy)

    first: date = EASTER_KNOWN[0]
    last: date = EASTER_KNOWN[1]

    def in_year(self, year: int) -> Iterable[int]:
        """Return the ordinals of the days in a year, in order."""
        first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        return [
            day
            for near in range(year - 1, year + 2)
            if EASTER_KNOWN[0].year <= near <= EASTER_KNOWN[1].year
            for day in _around(_easter(near, orthodox=self.orthodox), self.start, self.end)
            if first <= day <= last
        ]

    def __str__(self) -> str:
        """Write the days as text that can be read again."""
        name = "orthodox easter" if self.orthodox else "easter"
        ends = [f"{name}{shift:+d}" if shift else name for shift in (self.start, self.end)]
        return ends[0] if self.start == self.end else "..".join(ends)


def _around(day: int, start: int, end: int) -> range:
    return range(day + start, day + end + 1)


@lru_cache(maxsize=2048)
def _easter(year: int, *, orthodox: bool) -> int:
    from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter  # seldom needed

    return easter(year, EASTER_ORTHODOX if orthodox else EASTER_WESTERN).toordinal()


Recurring = YearlyDays | EasterDays | Recurrence
Dates = date | DateRange | Recurring


def dates(argument: str, given: Any) -> Dates:
    """Return the dates that are meant by a date, by text, or by a value that says them already.

    >>> for said in ("2026-11-04", "12-24..01-02", "easter-2", "FREQ=MONTHLY;BYDAY=1MO"):
    ...     print(type(dates("holidays", said)).__name__)
    date
    YearlyDays
    EasterDays
    Recurrence
    """
    if isinstance(given, DateRange | Recurring):
        return given
    if not isinstance(given, str):
        return doors.day(argument, given)
    text = " ".join(given.split()) if len(given) <= LONGEST else ""
    try:
        if "FREQ=" in text.upper():
            return Recurrence(text)
        ends = [part.strip() for part in text.split("..")]
        return _read(argument, given, ends[0], ends[-1], parts=len(ends))
    except SlacalcError as error:
        raise error.within(argument) if error.argument != argument else error from None


def _read(argument: str, given: str, start: str, end: str, *, parts: int) -> Dates:
    """Read what stands on the two sides of the dots, which must be of one kind."""
    first, last = _EASTER.fullmatch(start.casefold()), _EASTER.fullmatch(end.casefold())
    if parts > 2:  # noqa: PLR2004 - a range has two ends
        raise _unread(argument, given)
    if first and last:
        return _easter_days(argument, given, first, last)
    if _YEARLY.fullmatch(start) and _YEARLY.fullmatch(end):
        return _yearly(argument, given, start, end)
    if parts == 1:
        try:
            return doors.day(argument, given.strip())
        except DateError:
            raise _unread(argument, given) from None
    if not (_ISO.fullmatch(start) and _ISO.fullmatch(end)):
        remedy = (
            "write two dates, or two days of the year: '2026-12-24..2027-01-02', '12-24..01-02'"
        )
        raise DateError(argument, given, "has no two ends of one kind", remedy)
    return DateRange(start, end)


def _yearly(argument: str, given: str, *ends: str) -> YearlyDays:
    try:
        return YearlyDays(*(tuple(map(int, end.split("-"))) for end in ends))
    except DateError:
        remedy = "give month and day of days that exist, as '12-24'"
        raise DateError(argument, given, "is no day of any year", remedy) from None


def _easter_days(argument: str, given: str, first: Any, last: Any) -> EasterDays:
    start, end = (int((end["shift"] or "0").replace(" ", "")) for end in (first, last))
    if first["rite"] != last["rite"]:
        raise DateError(argument, given, "has two Easters", "take both ends from one of them")
    return EasterDays(start, end, orthodox=bool(first["rite"]))


def _unread(argument: str, given: str) -> DateError:
    remedy = (
        "write '2026-11-04', '2026-12-24..2027-01-02', '12-24..01-02' for each year, 'easter-2', "
        "or a rule such as 'FREQ=MONTHLY;BYDAY=1MO'"
    )
    return DateError(argument, given, "is no date", remedy)


def rank(said: Dates) -> int:
    """Return 0 for a date, 1 for a range, 2 for what recurs: the nearer to the day, the lower."""
    if isinstance(said, DateRange):
        return 1
    return 2 if isinstance(said, Recurring) else 0
