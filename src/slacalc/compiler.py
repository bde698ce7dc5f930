"""The compiler: a zone, a week and rules for single days become pages of instants.

Days are numbered from 1970-01-01; this is the one place that goes through them.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from slacalc.timeline import CYCLE, HIGHEST, LOWEST, PAGE, Page
from slacalc.zones import Stretch, first_reading, stretches

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from zoneinfo import ZoneInfo

    from slacalc.schedule import DaySchedule, WeekSchedule

_DAY = timedelta(days=1)
_DAYS = PAGE.days
_THURSDAY = 3  # 1970-01-01
# The last transition that a zone of tzdata lists is in 2086 (Gaza), the first in 1844 (Manila).
# Outside these years all that repeats does so every 400 years; tests/test_zones.py watches it.
_LISTED_FROM = -130 * 365 // _DAYS  # a page in the year 1840
_LISTED_UNTIL = 130 * 366 // _DAYS  # a page in the year 2100
_CACHED_PAGES = 128  # kept compiled: 66 years
_CACHED_SHIFTS = 40_000  # and no more of them than so many hold: fewer pages of many shifts

_WHOLE: dict[timedelta | None, Page] = {
    total: Page.of(spans) for total, spans in ((0 * _DAY, []), (PAGE, [(0 * _DAY, PAGE)]))
}

Spans = list[tuple[timedelta, timedelta]]


class Compiler:
    """The pages of one calendar, compiled when they are first asked for."""

    __slots__ = ("_cache", "_ruled", "_rules", "_totals", "_week", "_zone", "endless_from",
                 "endless_until", "highest", "lowest")  # fmt: skip

    def __init__(
        self, zone: ZoneInfo, week: WeekSchedule, rules: Mapping[int, DaySchedule]
    ) -> None:
        self._zone = zone
        self._week = tuple(_plain(hours) for hours in week.days)
        self._rules = {number: _plain(hours) for number, hours in rules.items()}
        self._ruled = {(n + near) // _DAYS for n in rules for near in (-2, 4)}
        self._cache: dict[tuple[int, bool], Page] = {}
        self._totals: dict[tuple[int, bool], timedelta] = {}
        first, last = min(self._ruled, default=HIGHEST + 1), max(self._ruled, default=LOWEST - 1)
        self.lowest, self.highest = (LOWEST, HIGHEST) if week else (first, last)
        if week.crosses_midnight:  # a date that a zone skips takes its hours after midnight along
            first, last = min(first, _LISTED_FROM), max(last, _LISTED_UNTIL)
        self.endless_from = last + 1 if week.never_closes else HIGHEST + 1
        self.endless_until = first - 1 if week.never_closes else LOWEST - 1

    def page(self, number: int) -> Page:
        """Return a page; those alike by the 400 years' cycle are compiled once."""
        key = self._key(number)
        page = self._cache.get(key)
        return self._compiled(key) if page is None else page

    def total(self, number: int) -> timedelta:
        """Return the working time of a page, without keeping the page."""
        key = self._key(number)
        total = self._totals.get(key)
        return self._compiled(key).total if total is None else total

    def _key(self, number: int) -> tuple[int, bool]:
        """Return the page to compile for a page, and whether rules for single days touch it."""
        if number in self._ruled:
            return number, True
        if number >= _LISTED_UNTIL:
            return _LISTED_UNTIL + (number - _LISTED_UNTIL) % CYCLE, False
        if number < _LISTED_FROM:
            return _LISTED_FROM - CYCLE + (number - _LISTED_FROM) % CYCLE, False
        return number, False

    def _compiled(self, key: tuple[int, bool]) -> Page:
        number, ruled = key
        page = _WHOLE.get(self._totals.get(key))  # always closed or always open, as known before
        if page is None:
            page = Page.of(self._spans(number, self._rules if ruled else {}))
        self._cache = self._with_room() | {key: page}  # replaced whole, for threads
        self._totals[key] = page.total
        return page

    def _with_room(self) -> dict[tuple[int, bool], Page]:
        """Return the pages kept compiled, or none of them where they are too many."""
        cache = self._cache
        full = sum(len(page.starts) for page in cache.values()) > _CACHED_SHIFTS
        return {} if full or len(cache) >= _CACHED_PAGES else cache

    def _spans(self, number: int, rules: Mapping[int, _Hours]) -> Spans:
        """Return the page's spans in order, joined where they touch, as distances."""
        origin = number * PAGE
        clock = stretches(self._zone, origin - 4 * _DAY, origin + PAGE + 4 * _DAY)
        first = origin.days - 3
        spans = self._shifts(origin, range(first, first + _DAYS + 5), rules, clock)
        return _joined(sorted(spans))

    def _shifts(
        self,
        origin: timedelta,
        days: Iterable[int],
        rules: Mapping[int, _Hours],
        clock: list[Stretch],
    ) -> Spans:
        """Return when the shifts of some days start and end, as distances from an origin."""
        spans: Spans = []
        rest = iter(clock)
        plain_from, plain_until, offset = _plain_days(next(rest))
        for number in days:
            hours = rules.get(number)
            if hours is None:
                hours = self._week[(number + _THURSDAY) % 7]
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


def _joined(spans: Spans) -> Spans:
    """Join ordered spans that touch or overlap, cut to a page."""
    joined: Spans = []
    reached = timedelta(0)
    for span in spans:
        start, end = span
        if start > reached and end <= PAGE:
            joined.append(span)
        elif end > reached and start < PAGE:
            end = min(end, PAGE)
            if start <= reached and joined:
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((max(start, timedelta(0)), end))
        else:
            continue
        reached = end
    return joined
