"""Working time as a function of instants: `worked`, and its inverses `when` and `last`.

Time is cut into pages of 189 days, compiled when they are first needed; 773 pages are exactly
400 years. Instants are distances from 1970-01-01 00:00 UTC, so nothing here overflows.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import NamedTuple, Protocol

from slacalc.zones import FIRST, LAST

PAGE = timedelta(days=189)
CYCLE = 773  # pages in 400 years, after which weeks, leap years and zones repeat
ZERO = timedelta(0)
LOWEST = FIRST // PAGE
HIGHEST = LAST // PAGE

Piece = tuple[timedelta, timedelta, timedelta]  # from, to, worked before it


class Page(NamedTuple):
    """The working time of one page, as distances from the page's start."""

    starts: tuple[timedelta, ...]
    ends: tuple[timedelta, ...]
    before: tuple[timedelta, ...]  # worked before each start
    total: timedelta

    @classmethod
    def of(cls, spans: list[tuple[timedelta, timedelta]]) -> Page:
        """Build a page of ordered spans that don't touch."""
        before, total = [], ZERO
        for start, end in spans:
            before.append(total)
            total += end - start
        starts, ends = zip(*spans, strict=True) if spans else ((), ())
        return cls(starts, ends, tuple(before), total)

    def worked(self, x: timedelta) -> timedelta:
        """Return the working time that has passed on this page by a distance. O(log n)."""
        index = bisect_right(self.starts, x) - 1
        if index < 0:
            return ZERO
        return self.before[index] + min(x, self.ends[index]) - self.starts[index]


class Pages(Protocol):
    """Where a timeline takes its pages from."""

    lowest: int  # no working time on pages below this one,
    highest: int  # nor on pages above this one
    endless_from: int  # open without end from this page on
    endless_until: int  # open without a beginning until this page

    def page(self, number: int) -> Page:
        """Return a page by its number; page 0 begins in 1970."""

    def total(self, number: int) -> timedelta:
        """Return the working time of a page."""


class _Known(NamedTuple):
    """The working time before each page of an unbroken run of them, and after the last."""

    first: int
    totals: tuple[timedelta, ...]

    @property
    def last(self) -> int:
        return self.first + len(self.totals) - 1


class Timeline:
    """Working time as a function that is monotone, with slopes 0 and 1.

    It grows lazily, both ways. What it knows is replaced whole by one assignment, so threads
    can share it.
    """

    __slots__ = ("_known", "pages")

    def __init__(self, pages: Pages, anchor: timedelta) -> None:
        self.pages: Pages = pages
        self._known = _Known(anchor // PAGE, (ZERO,))

    def worked(self, x: timedelta) -> timedelta:
        """Return the working time between the anchor's page and an instant. O(log n)."""
        number = x // PAGE
        return self._before(number) + self.pages.page(number).worked(x - number * PAGE)

    def when(self, w: timedelta) -> timedelta | None:
        """Return the first instant by which `w` has been worked, None where it never is."""
        return self._reached(w, bisect_left)

    def last(self, w: timedelta) -> timedelta | None:
        """Return the last instant by which no more than `w` has been worked, or None."""
        return self._reached(w, bisect_right)

    def _reached(self, w: timedelta, find: Callable[..., int]) -> timedelta | None:
        known = self._grown(w)
        index = find(known.totals, w) - 1
        if not 0 <= index < len(known.totals) - 1:
            return None
        page, rest = self.pages.page(known.first + index), w - known.totals[index]
        spot = find(page.before, rest) - 1
        return (known.first + index) * PAGE + page.starts[spot] + rest - page.before[spot]

    def is_over(self, x: timedelta, *, ahead: bool) -> bool:
        """Say whether working time ends for good, on the way forward or back, or never was."""
        number = x // PAGE
        if ahead:
            after = self._before(number + 1)
            return (
                self.pages.highest < HIGHEST
                or self._extend(number, HIGHEST + 1).totals[-1] == after
            )
        before = self._before(number)
        return self.pages.lowest > LOWEST or self._extend(LOWEST, number).totals[0] == before

    def pieces(self, start: timedelta, end: timedelta) -> Iterator[Piece]:
        """Go through the working time between two instants; cut where pages meet."""
        for number in range(start // PAGE, end // PAGE + 1):
            page, origin, before = self.pages.page(number), number * PAGE, self._before(number)
            for index in range(bisect_right(page.ends, start - origin), len(page.ends)):
                opening = origin + page.starts[index]
                cut = max(opening, start)
                if cut >= end:
                    return
                worked = before + page.before[index] + (cut - opening)
                yield cut, min(origin + page.ends[index], end), worked

    def spans(self, start: timedelta, end: timedelta) -> Iterator[tuple[timedelta, timedelta]]:
        """Go through the working time between two instants, in whole spans."""
        opening = closing = None
        for cut, until, _ in self.pieces(start, end):
            if cut != closing:
                if opening is not None and closing is not None:
                    yield opening, closing
                opening = cut
            closing = until
        if opening is not None and closing is not None:
            yield opening, closing

    def span_after(self, x: timedelta) -> tuple[timedelta | None, timedelta | None] | None:
        """Return the first whole span that ends after an instant; endless ends are None."""
        for number in range(max(x // PAGE, self.pages.lowest), self.pages.highest + 1):
            if not self.pages.total(number):
                continue
            page, origin = self.pages.page(number), number * PAGE
            index = bisect_right(page.ends, x - origin)
            if index < len(page.ends):
                return self._whole(number, index)
        return None

    def span_before(self, x: timedelta) -> tuple[timedelta | None, timedelta | None] | None:
        """Return the last whole span that starts before an instant; endless ends are None."""
        for number in range(min(x // PAGE, self.pages.highest), self.pages.lowest - 1, -1):
            if not self.pages.total(number):
                continue
            page, origin = self.pages.page(number), number * PAGE
            index = bisect_left(page.starts, x - origin) - 1
            if index >= 0:
                return self._whole(number, index)
        return None

    def _whole(self, number: int, index: int) -> tuple[timedelta | None, timedelta | None]:
        page, origin = self.pages.page(number), number * PAGE
        start: timedelta | None = origin + page.starts[index]
        end: timedelta | None = origin + page.ends[index]
        if start == origin:
            start = self._opening(number)
        if end == origin + PAGE:
            end = self._closing(number)
        without_end = end is None or end > LAST
        without_start = start is None or start < FIRST
        return None if without_start else start, None if without_end else end

    def _closing(self, number: int) -> timedelta | None:
        """Return the end of the span that lasts to the end of a page."""
        for following in range(number + 1, self.pages.highest + 1):
            if following >= self.pages.endless_from:
                return None
            if self.pages.total(following) == PAGE:
                continue
            page = self.pages.page(following)
            if not page.starts or page.starts[0] > ZERO:
                return following * PAGE
            return following * PAGE + page.ends[0]
        return (self.pages.highest + 1) * PAGE

    def _opening(self, number: int) -> timedelta | None:
        """Return the start of the span that lasts from the start of a page."""
        for earlier in range(number - 1, self.pages.lowest - 1, -1):
            if earlier <= self.pages.endless_until:
                return None
            if self.pages.total(earlier) == PAGE:
                continue
            page = self.pages.page(earlier)
            if not page.ends or page.ends[-1] < PAGE:
                return (earlier + 1) * PAGE
            return earlier * PAGE + page.starts[-1]
        return self.pages.lowest * PAGE

    def _before(self, number: int) -> timedelta:
        """Return the working time between the anchor's page and the start of a page."""
        known = self._known
        more = len(known.totals) // 4  # so that a walk over the pages is not quadratic
        if number > known.last:
            known = self._extend(known.first, max(number, known.last + more))
        elif number < known.first:
            known = self._extend(min(number, known.first - more), known.last)
        return known.totals[number - known.first]

    def _grown(self, w: timedelta) -> _Known:
        """Grow, by doubling, until `w` lies inside what is known, or all of time is known."""
        known = self._known
        while w >= known.totals[-1] and known.last <= self.pages.highest:
            known = self._extend(known.first, known.last + len(known.totals))
        while w <= known.totals[0] and known.first >= self.pages.lowest:
            known = self._extend(known.first - len(known.totals), known.last)
        return known

    def _extend(self, first: int, last: int) -> _Known:
        """Know at least the pages from first to last; built aside, published whole."""
        known = self._known
        ahead = [known.totals[-1]]
        for number in range(known.last, min(last, HIGHEST + 1)):
            ahead.append(ahead[-1] + self.pages.total(number))
        behind = [known.totals[0]]
        for number in range(known.first - 1, max(first, LOWEST - 1) - 1, -1):
            behind.append(behind[-1] - self.pages.total(number))
        totals = (*reversed(behind[1:]), *known.totals, *ahead[1:])
        grown = _Known(known.first - len(behind) + 1, totals)
        self._known = grown  # another thread may replace it before the next line
        return grown
