"""The horizon: which days a calendar knows, and what happens to an answer that used others."""

from __future__ import annotations

import sys
import warnings
from datetime import date, timedelta
from typing import TYPE_CHECKING

from attrs import frozen

from slacalc.errors import DateError, HorizonError, HorizonWarning
from slacalc.zones import EPOCH, EPOCH_DAY, FIRST, LAST, day_begins

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

WAYS = ("assume", "warn", "raise")  # from the mildest to the strictest
_PACKAGE = __name__.partition(".")[0]
FOREVER = timedelta(days=999_999_999)


@frozen
class Horizon:
    """The stretch of time that a calendar knows, and what to do about answers from outside.

    The ends are distances from 1970-01-01 00:00 UTC, None where the stretch has no end.
    """

    start: timedelta | None
    end: timedelta | None
    outside: str
    days: str  # for people

    @classmethod
    def of(
        cls, first: date | None, last: date | None, outside: str, zone: ZoneInfo
    ) -> Horizon | None:
        """Build the horizon of the days from one to another, on a zone's clock."""
        if outside not in WAYS:
            remedy = "use 'warn', 'raise' or 'assume'"
            raise DateError("outside", outside, "is no way to treat days outside", remedy)
        if first and last and last < first:
            remedy = "give the first day as known_from"
            raise DateError("known_until", str(last), "lies before known_from", remedy)
        begins = first if first and first > date.min else None
        ends = last if last and last < date.max else None
        if begins is None and ends is None:
            return None
        start = day_begins(begins.toordinal() - EPOCH_DAY, zone) if begins else None
        end = day_begins(ends.toordinal() - EPOCH_DAY + 1, zone) if ends else None
        return cls(start, end, outside, f"{first or '...'} to {last or '...'}")

    def also(self, other: Horizon | None) -> Horizon:
        """Return the stretch that two calendars know; of two ways, the stricter."""
        if other is None:
            return self
        start = max((h.start for h in (self, other) if h.start is not None), default=None)
        end = min((h.end for h in (self, other) if h.end is not None), default=None)
        outside = max(self.outside, other.outside, key=WAYS.index)
        days = self.days if self.days == other.days else f"{self.days} and {other.days}"
        return Horizon(start, end, outside, days)

    @classmethod
    def in_turn(
        cls, before: Horizon | None, change: timedelta, after: Horizon | None
    ) -> Horizon | None:
        """Return what is known where one calendar follows another; a hole is before the start."""
        if before is None and after is None:
            return None
        start = before.start if before else None
        if before and not before.covers(change, change):
            start = change
        if after and after.start is not None and after.start > change:
            start = after.start
        known = [horizon for horizon in (before, after) if horizon]
        outside = max((horizon.outside for horizon in known), key=WAYS.index)
        days = " and ".join(dict.fromkeys(horizon.days for horizon in known))
        end = after.end if after else None
        return cls(start, None if end is None else max(end, change), outside, days)

    def covers(self, start: timedelta, end: timedelta) -> bool:
        """Say whether a stretch of time is known from end to end."""
        known = self.start is None or self.start <= start
        return known and (self.end is None or end <= self.end)

    def check(self, *instants: timedelta) -> None:
        """Warn of an instant outside what is known, or refuse it; `FOREVER` has no end."""
        if self.outside == "assume":
            return
        for x in instants:
            if not self.covers(x, x):
                self._outside(x)
                return

    def _outside(self, x: timedelta) -> None:
        beyond = not FIRST <= x <= LAST
        at = "beyond all dates" if beyond else f"{EPOCH + x:%Y-%m-%d %H:%M}Z"
        problem = f"lies outside the days that the calendar knows, {self.days}"
        error = HorizonError("at", at, problem, "give it these days, or outside='assume'")
        if self.outside == "raise":
            raise error
        told = f"the answer used time outside the days that the calendar knows, {self.days}"
        warnings.warn(f"{told}; {error.remedy}", HorizonWarning, stacklevel=_level_of_caller())


def _level_of_caller() -> int:
    """Return how many frames above the function that warns the first one outside the library is."""
    frame, level = sys._getframe(1), 1  # noqa: SLF001 - warnings has no other way before 3.12
    while frame.f_back and frame.f_globals.get("__name__", "").partition(".")[0] == _PACKAGE:
        frame, level = frame.f_back, level + 1
    return level
