"""Pages of compiled time, made when they are first asked for, and alike by a cycle of years."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import timedelta

from slacalc.spans import Spans
from slacalc.timeline import CYCLE, PAGE, Page

_ZERO = timedelta(0)
_CACHED_PAGES = 128  # kept compiled: 66 years
_CACHED_SHIFTS = 40_000  # and no more of them than so many hold: fewer pages of many shifts

_WHOLE: dict[timedelta | None, Page] = {
    total: Page.of(spans) for total, spans in ((_ZERO, []), (PAGE, [(_ZERO, PAGE)]))
}


class CompiledPages(ABC):
    """The pages of one calendar, compiled when they are first asked for.

    Pages that single dates or closures touch are compiled each; the others repeat, outside the
    stretch in which the zone's changes and other irregular days are listed, by a cycle.
    """

    lowest: int  # no working time on pages below this one,
    highest: int  # nor on pages above this one
    endless_from: int  # open without end from this page on
    endless_until: int  # open without a beginning until this page
    touched: frozenset[int]  # the pages that are like no other
    settled_from: int  # from this page on the others repeat,
    settled_until: int  # and below this one
    cycles: int  # after so many times 400 years

    def __init__(self) -> None:
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
        if number >= self.settled_from:
            return self.settled_from + (number - self.settled_from) % self._cycle, False
        if number < self.settled_until:
            first = self.settled_until - self._cycle
            return first + (number - self.settled_until) % self._cycle, False
        return number, False

    @property
    def _cycle(self) -> int:
        return CYCLE * self.cycles

    def _compiled(self, key: tuple[int, bool]) -> Page:
        number, touched = key
        page = _WHOLE.get(self._totals.get(key))  # always closed or always open, as known before
        if page is None:
            page = Page.of(self._spans(number, touched=touched))
        self._cache = self._with_room() | {key: page}  # replaced whole, for threads
        self._totals[key] = page.total
        return page

    def _with_room(self) -> dict[tuple[int, bool], Page]:
        """Return the pages kept compiled, or none of them where they are too many."""
        cache = self._cache
        full = sum(len(page.starts) for page in cache.values()) > _CACHED_SHIFTS
        return {} if full or len(cache) >= _CACHED_PAGES else cache
