"""Pages of compiled time, made when they are first asked for, and alike by a cycle of years."""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Iterable
from datetime import timedelta

from slacalc.spans import Spans
from slacalc.timeline import CYCLE, LOWEST, PAGE, Page

_ZERO = timedelta(0)
_FIRST_WHOLE = LOWEST + 2  # the pages before hold days that have no date
_CACHED_PAGES = 128  # kept compiled: 66 years
_CACHED_SHIFTS = 40_000  # and no more of them than so many hold: fewer pages of many shifts

_WHOLE: dict[timedelta | None, Page] = {
    total: Page.of(spans) for total, spans in ((_ZERO, []), (PAGE, [(_ZERO, PAGE)]))
}


class CompiledPages(ABC):
    """The pages of one calendar, compiled when they are first asked for.

    Where something begins or ends there is a seam, and between two seams pages repeat by the
    cycle, but for those that single dates touch, and for the irregular years in which the zone's
    changes are listed, or Easter moves.
    """

    lowest: int  # no working time on pages below this one,
    highest: int  # nor on pages above this one
    endless_from: int  # open without end from this page on
    endless_until: int  # open without a beginning until this page
    cycles: int  # the pages between two seams repeat after so many times 400 years

    def __init__(
        self,
        touched: Iterable[int],
        seams: Iterable[int],
        irregular: Iterable[tuple[int, int]],
    ) -> None:
        self.touched: frozenset[int] = frozenset(touched)  # the pages that are like no other
        self.irregular: tuple[tuple[int, int], ...] = tuple(irregular)  # no page like another
        ends = {last + 1 for _, last in self.irregular}
        self.seams: list[int] = sorted({_FIRST_WHOLE, *ends, *seams})  # begin a stretch
        self._cache: dict[tuple[int, bool], Page] = {}
        self._totals: dict[tuple[int, bool], timedelta] = {}

    @abstractmethod
    def _spans(self, number: int, *, touched: bool) -> Spans:
        """Compile a page, with what was said of single dates or without."""

    def page(self, number: int, *, touched: bool = True) -> Page:
        """Return a page; those alike are compiled once."""
        key = self._key(number, touched=touched)
        page = self._cache.get(key)
        return self._compiled(key) if page is None else page

    def total(self, number: int) -> timedelta:
        """Return the working time of a page, without keeping the page."""
        if not self.lowest <= number <= self.highest:
            return _ZERO
        key = self._key(number, touched=True)
        total = self._totals.get(key)
        return self._compiled(key).total if total is None else total

    def spans(self, number: int, *, touched: bool) -> Spans:
        """Return the spans of a page, as distances from its start."""
        page = self.page(number, touched=touched)
        return list(zip(page.starts, page.ends, strict=True))

    def _key(self, number: int, *, touched: bool) -> tuple[int, bool]:
        """Return the page to compile for a page, and whether single dates touch it."""
        if touched and number in self.touched:
            return number, True
        if number < _FIRST_WHOLE:
            return number, False
        for first, last in self.irregular:
            if first <= number <= last:
                return number, False
        first = self.seams[bisect_right(self.seams, number) - 1]
        return first + (number - first) % (CYCLE * self.cycles), False

    def _compiled(self, key: tuple[int, bool]) -> Page:
        number, touched = key
        page = _WHOLE.get(self._totals.get(key))  # always closed or always open, as known before
        if page is None:
            page = Page.of(self._spans(number, touched=touched))
        self._cache = self._with_room() | {key: page}  # replaced whole: another thread may read it
        self._totals[key] = page.total  # the same total, whichever thread is first
        return page

    def _with_room(self) -> dict[tuple[int, bool], Page]:
        """Return the pages kept compiled, or none of them where they are too many."""
        cache = self._cache
        full = sum(len(page.starts) for page in cache.values()) > _CACHED_SHIFTS
        return {} if full or len(cache) >= _CACHED_PAGES else cache
