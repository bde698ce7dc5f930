"""The compiler: a zone, working days and closures become pages of instants.

Days are numbered from 1970-01-01; this is the one place that goes through them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from slacalc.pages import CompiledPages
from slacalc.spans import Spans, difference
from slacalc.timeline import HIGHEST, LOWEST, PAGE
from slacalc.zones import EPOCH_DAY, Stretch, first_reading, near_days, stretches

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from slacalc.closures import ClosedTime
    from slacalc.schedule import DaySchedule
    from slacalc.working_days import WorkingDays

_DAY = timedelta(days=1)
_DAYS = PAGE.days
_LAST = date.max.toordinal()
# The last transition that a zone of tzdata lists is in 2086 (Gaza), the first in 1844 (Manila).
# Outside these years all that repeats does so every 400 years; tests/test_zones.py watches it.
_LISTED_FROM = -130 * 365 // _DAYS  # a page in the year 1840
_LISTED_UNTIL = 130 * 366 // _DAYS  # a page in the year 2100


class Compiler(CompiledPages):
    """The pages of a calendar with days of its own."""

    def __init__(self, zone: ZoneInfo, days: WorkingDays, closed: ClosedTime) -> None:
        self._zone = zone
        self._days = days
        self._closed = closed
        self._week = tuple(_plain(hours) for hours in days.week.days)
        self._phase = days.week.phase
        self._never_closes = days.week.never_closes
        self.cycles: int = days.cycles
        changing = [_near(number) for number in days.boundaries]
        changing += [_around(edge) for span in closed.spans for edge in span]
        listed = [_near(number) for number in days.dates]
        irregular = [(_LISTED_FROM, _LISTED_UNTIL - 1)]
        if days.irregular:
            first, last = (day.toordinal() for day in days.irregular)
            irregular.append((_near(first)[0], _near(last)[-1]))
        touched = (page for pages in (*changing, *listed) for page in pages)
        super().__init__(touched, (pages[-1] + 1 for pages in changing), irregular)
        self._bound()

    def _bound(self) -> None:
        """Find the pages outside which all time is closed, and those from which it is open."""
        self.lowest: int = HIGHEST + 1
        self.highest: int = LOWEST - 1
        if opened := self._days.open_between:
            self.lowest, self.highest = (
                _near(opened[0].toordinal())[0],
                _near(opened[1].toordinal())[-1],
            )
        for start, end in self._closed.spans:
            if end > HIGHEST * PAGE + PAGE:
                self.highest = min(self.highest, start // PAGE)
            if start < LOWEST * PAGE:
                self.lowest = max(self.lowest, end // PAGE)
        first = min(self.touched, default=HIGHEST + 1)
        last = max(self.touched, default=LOWEST - 1)
        week = self._days.week
        if week.crosses_midnight:  # a date that a zone skips takes its hours after midnight along
            first, last = min(first, _LISTED_FROM), max(last, _LISTED_UNTIL)
        endless = self._never_closes and not self._days.recurring
        ahead = self.highest == HIGHEST and not self._days.special(_LAST, _LAST)
        behind = self.lowest == LOWEST and not self._days.special(1, 1)
        self.endless_from: int = last + 1 if endless and ahead else HIGHEST + 1
        self.endless_until: int = first - 1 if endless and behind else LOWEST - 1

    def day(self, day: date) -> list[tuple[timedelta, Spans]]:
        """Return the shifts that belong to a date: when each begins, and what of it is open."""
        number = day.toordinal() - EPOCH_DAY
        hours, clock = _plain(self._days.on(day).hours), near_days(number, self._zone)
        spans = _careful(timedelta(0), timedelta(number), hours, clock)
        return [(one[0], difference([one], self._closed.between(*one))) for one in spans]

    def _spans(self, number: int, *, touched: bool) -> Spans:
        origin = number * PAGE
        closed = self._closed.between(origin, origin + PAGE)
        if closed and closed[0][0] <= origin and origin + PAGE <= closed[0][1]:
            return []
        clock = stretches(self._zone, origin - 4 * _DAY, origin + PAGE + 4 * _DAY)
        days = range(origin.days - 3, origin.days + _DAYS + 2)
        if not self._never_closes:  # what has no date holds no time
            days = range(max(days[0], 1 - EPOCH_DAY), min(days[-1], _LAST - EPOCH_DAY) + 1)
        shifts = self._shifts(origin, days, self._special(days, touched=touched), clock)
        spans = _on_page(sorted(shifts))
        if closed:
            return difference(spans, [(start - origin, end - origin) for start, end in closed])
        return spans

    def _special(self, days: range, *, touched: bool) -> dict[int, _Hours]:
        """Return the hours of the days that are not as the week says, by number."""
        if not days:
            return {}
        special = self._days.special(EPOCH_DAY + days[0], EPOCH_DAY + days[-1], dates=touched)
        return {number - EPOCH_DAY: _plain(day.hours) for number, day in special.items()}

    def _shifts(
        self,
        origin: timedelta,
        days: Iterable[int],
        special: Mapping[int, _Hours],
        clock: list[Stretch],
    ) -> Spans:
        """Return when the shifts of some days start and end, as distances from an origin."""
        spans: Spans = []
        rest = iter(clock)
        plain_from, plain_until, offset = _plain_days(next(rest))
        week, phase, length = self._week, self._phase, len(self._week)
        for number in days:
            hours = special.get(number)
            if hours is None:
                hours = week[(number + phase) % length]
            if not hours:
                continue
            midnight = timedelta(number)
            while midnight >= plain_until and (stretch := next(rest, None)):
                plain_from, plain_until, offset = _plain_days(stretch)
            if plain_from <= midnight and midnight + hours[-1][1] < plain_until:
                base = midnight - offset - origin
                spans += [(base + start, base + end) for start, end in hours]
            else:
                spans += _careful(origin, midnight, hours, clock)
        return spans


_Hours = tuple[tuple[timedelta, timedelta], ...]


def _near(ordinal: int) -> range:
    """Return the pages that hold what is near a day, by its ordinal."""
    first, last = ((ordinal - EPOCH_DAY + days) // _DAYS for days in (-2, 4))
    return range(max(first, LOWEST), min(last, HIGHEST) + 1)


def _around(edge: timedelta) -> range:
    """Return the page that an instant lies on."""
    page = min(max(edge // PAGE, LOWEST), HIGHEST)
    return range(page, page + 1)


def _plain(hours: DaySchedule) -> _Hours:
    return tuple((shift.start, shift.end) for shift in hours)


def _plain_days(stretch: Stretch) -> tuple[timedelta, timedelta, timedelta]:
    """Return the readings that a stretch is the first to reach, and its offset.

    The last one is left out: where a fold begins with it, it is reached after the fold.
    """
    start, end, offset, fresh = stretch
    return max(fresh, start + offset), end + offset, offset


def _careful(origin: timedelta, midnight: timedelta, hours: _Hours, clock: list[Stretch]) -> Spans:
    """Return the shifts of a day near a transition; a day that the zone skipped has none."""
    if first_reading(midnight, clock) == first_reading(midnight + _DAY, clock):
        return []
    ends = (
        (first_reading(midnight + start, clock), first_reading(midnight + end, clock))
        for start, end in hours
    )
    return [(start - origin, end - origin) for start, end in ends if start < end]


def _on_page(spans: Spans) -> Spans:
    """Join ordered spans that touch or overlap, cut to a page."""
    result: Spans = []
    reached = timedelta(0)
    for span in spans:
        start, end = span
        if start > reached and end <= PAGE:
            result.append(span)
        elif end > reached and start < PAGE:
            end = min(end, PAGE)
            if start <= reached and result:
                result[-1] = (result[-1][0], end)
            else:
                result.append((max(start, timedelta(0)), end))
        else:
            continue
        reached = end
    return result
