"""Pages of calendars that are made of others: the pages of their operands, combined."""

from __future__ import annotations

from datetime import timedelta
from functools import reduce
from math import lcm

from slacalc.pages import CompiledPages
from slacalc.spans import Spans, cut, difference, intersection, joined
from slacalc.timeline import HIGHEST, LOWEST, PAGE

_ZERO = timedelta(0)


class CombinedPages(CompiledPages):
    """The union, the intersection or the difference of the pages of several calendars."""

    def __init__(self, operator: str, operands: list[CompiledPages]) -> None:
        super().__init__(
            (page for pages in operands for page in pages.touched),
            (page for pages in operands for page in pages.seams),
            {stretch for pages in operands for stretch in pages.irregular},
        )
        self._operator = operator
        self._operands = operands
        self.cycles: int = lcm(*(pages.cycles for pages in operands))
        {"|": self._bound_any, "&": self._bound_all, "-": self._bound_first}[operator]()

    def _bound_any(self) -> None:
        self.lowest = min(pages.lowest for pages in self._operands)
        self.highest = max(pages.highest for pages in self._operands)
        self.endless_from = min(pages.endless_from for pages in self._operands)
        self.endless_until = max(pages.endless_until for pages in self._operands)

    def _bound_all(self) -> None:
        self.lowest = max(pages.lowest for pages in self._operands)
        self.highest = min(pages.highest for pages in self._operands)
        self.endless_from = max(pages.endless_from for pages in self._operands)
        self.endless_until = min(pages.endless_until for pages in self._operands)

    def _bound_first(self) -> None:
        first, *others = self._operands
        lowest = min(pages.lowest for pages in others)
        highest = max(pages.highest for pages in others)
        self.endless_from: int = max(first.endless_from, highest + 1)
        self.endless_until: int = min(first.endless_until, lowest - 1)
        self.highest: int = min([first.highest, *(pages.endless_from for pages in others)])
        self.lowest: int = max([first.lowest, *(pages.endless_until for pages in others)])

    def _spans(self, number: int, *, touched: bool) -> Spans:
        first, *others = (pages.spans(number, touched=touched) for pages in self._operands)
        if self._operator == "|":
            return joined(span for spans in (first, *others) for span in spans)
        return reduce(intersection if self._operator == "&" else difference, others, first)


class ChangedPages(CompiledPages):
    """The pages of one calendar, then of another; between two instants their seam."""

    def __init__(
        self,
        before: CompiledPages,
        after: CompiledPages,
        ends: tuple[timedelta, timedelta],
        seam: Spans,
    ) -> None:
        self._before, self._after, self._ends, self._seam = before, after, ends, seam
        first, last = (min(max(end // PAGE, LOWEST), HIGHEST) for end in ends)
        self._changing = range(first, last + 1)
        super().__init__(
            {*before.touched, *after.touched, *self._changing},
            {*before.seams, *after.seams, last + 1},
            {*before.irregular, *after.irregular},
        )
        self.cycles: int = lcm(before.cycles, after.cycles)
        self.lowest: int = min(before.lowest, first)
        self.highest: int = max(after.highest, last)
        self.endless_from: int = max(after.endless_from, last + 1)
        self.endless_until: int = min(before.endless_until, first - 1)

    def _spans(self, number: int, *, touched: bool) -> Spans:
        if number not in self._changing:
            pages = self._before if number < self._changing[0] else self._after
            return pages.spans(number, touched=touched)
        origin = number * PAGE
        start, end = (min(max(edge - origin, _ZERO), PAGE) for edge in self._ends)
        seam = cut(((a - origin, b - origin) for a, b in self._seam), _ZERO, PAGE)
        before = cut(self._before.spans(number, touched=True), _ZERO, start)
        after = cut(self._after.spans(number, touched=True), end, PAGE)
        return joined([*before, *seam, *after])
