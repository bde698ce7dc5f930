"""Pages of compiled time: which are alike, which are kept, and how many."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import pytest

from slacalc import pages
from slacalc.pages import CompiledPages
from slacalc.spans import Spans
from slacalc.timeline import CYCLE, HIGHEST, LOWEST, PAGE

ZERO, HOUR = timedelta(0), timedelta(hours=1)
FIRST = LOWEST + 2  # the first page that begins after the first date


class Numbered(CompiledPages):
    """Pages that are open for as many minutes as their number says, and remember who asked."""

    cycles = 1
    lowest, highest = LOWEST, HIGHEST
    endless_from, endless_until = HIGHEST + 1, LOWEST - 1

    def __init__(
        self,
        touched: Iterable[int] = (),
        seams: Iterable[int] = (),
        irregular: Iterable[tuple[int, int]] = (),
    ) -> None:
        """Take which pages are like no other."""
        super().__init__(touched, seams, irregular)
        self.asked: list[tuple[int, bool]] = []

    def _spans(self, number: int, *, touched: bool) -> Spans:
        self.asked.append((number, touched))
        return [(ZERO, HOUR + timedelta(minutes=number % 1000))]


class Many(Numbered):
    """Pages of twenty shifts each."""

    def _spans(self, number: int, *, touched: bool) -> Spans:
        self.asked.append((number, touched))
        minute = timedelta(minutes=1)
        return [(2 * turn * minute, (2 * turn + 1) * minute) for turn in range(20)]


class Alike(Numbered):
    """Pages that all have the same spans."""

    alike: Spans

    def _spans(self, number: int, *, touched: bool) -> Spans:
        self.asked.append((number, touched))
        return self.alike


def test_a_page_is_compiled_once() -> None:
    """A page that was asked for is the very same one when it is asked for again."""
    made = Numbered()
    first = made.page(FIRST + 5)

    assert made.page(FIRST + 5) is first
    assert made.page(FIRST + 5 + CYCLE) is first
    assert made.spans(FIRST + 5, touched=True) == [(ZERO, first.total)]
    assert made.asked == [(FIRST + 5, False)]


@pytest.mark.parametrize("cycles", [1, 3])
def test_between_two_seams_pages_repeat_by_the_cycle(cycles: int) -> None:
    """A page stands for those a cycle later; after a seam, for those that begin there."""
    made = Numbered(seams=[FIRST + 100])
    made.cycles = cycles
    for number in (FIRST, FIRST + 7, FIRST + 99, FIRST + 100, FIRST + 101, FIRST + 100 + CYCLE):
        made.page(number)
    made.page(FIRST + 100 + CYCLE * cycles)
    made.page(FIRST + 103 + 2 * CYCLE * cycles)

    asked = [FIRST, FIRST + 7, FIRST + 99, FIRST + 100, FIRST + 101]
    asked += [FIRST + 100 + CYCLE] if cycles > 1 else []
    assert made.asked == [(number, False) for number in [*asked, FIRST + 103]]


def test_pages_before_the_first_whole_one_are_like_no_other() -> None:
    """The two pages that hold days before the first date are themselves."""
    made = Numbered()
    for number in (LOWEST, LOWEST + 1, FIRST, FIRST + CYCLE):
        made.page(number)

    assert made.asked == [(LOWEST, False), (LOWEST + 1, False), (FIRST, False)]


def test_pages_that_single_dates_touch_are_like_no_other() -> None:
    """Such a page has two faces: with what was said of single dates, and without."""
    made = Numbered(touched=[FIRST + CYCLE + 3])
    touched, plain = FIRST + CYCLE + 3, FIRST + 3
    made.page(touched)
    assert made.asked == [(touched, True)]

    assert made.spans(touched, touched=False) == [(ZERO, made.page(plain).total)]
    assert made.asked == [(touched, True), (plain, False)]


def test_irregular_years_are_like_no_other_and_end_with_a_seam() -> None:
    """From the first to the last of them, pages are themselves; what follows repeats anew."""
    first, last = FIRST + CYCLE, FIRST + CYCLE + 2
    made = Numbered(irregular=[(first, last)])
    for number in (first - 1, first, first + 1, last, last + 1, last + 1 + CYCLE, last + CYCLE):
        made.page(number)

    own = [first - 1, first, first + 1, last, last + 1, last + CYCLE]
    assert made.asked == [(number, False) for number in own]


def test_totals_are_kept_without_their_pages() -> None:
    """The time of a page is compiled once, and outside the bounds there is none."""
    made = Numbered()
    made.lowest, made.highest = FIRST + 1, FIRST + 2

    assert [made.total(FIRST + step) for step in (0, 3)] == [ZERO, ZERO]
    assert made.asked == []
    assert made.total(FIRST + 1) == made.total(FIRST + 1) == made.page(FIRST + 1).total > ZERO
    assert made.total(FIRST + 2) > ZERO
    assert made.asked == [(FIRST + 1, False), (FIRST + 2, False)]


def test_so_many_pages_are_kept_and_no_more() -> None:
    """When they are full, the kept pages are dropped together, and compiled when asked again."""
    made = Numbered()
    numbers = [FIRST + step for step in range(pages._CACHED_PAGES)]
    for number in [*numbers, *numbers]:
        made.page(number)
    assert [number for number, _ in made.asked] == numbers

    made.page(FIRST + 200)
    made.page(FIRST + 200)
    made.page(FIRST)
    assert [number for number, _ in made.asked] == [*numbers, FIRST + 200, FIRST]


def test_fewer_pages_of_many_shifts_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """So many shifts are kept; the page after those that hold more drops them."""
    monkeypatch.setattr(pages, "_CACHED_SHIFTS", 40)
    made = Many()
    numbers = [FIRST, FIRST + 1, FIRST + 2]  # the third is compiled with 40 kept: no more yet
    for number in [*numbers, *numbers]:
        made.page(number)
    assert [number for number, _ in made.asked] == numbers

    made.page(FIRST + 3)
    made.page(FIRST)
    assert [number for number, _ in made.asked] == [*numbers, FIRST + 3, FIRST]


@pytest.mark.parametrize("spans", [[], [(ZERO, PAGE)]], ids=["closed", "open"])
def test_what_never_opens_or_never_closes_is_not_compiled_again(spans: Spans) -> None:
    """A page that was closed or open from end to end is known by its total alone."""
    made = Alike()
    made.alike = spans
    for step in range(pages._CACHED_PAGES + 2):
        made.page(FIRST + step)
    before = len(made.asked)

    assert made.spans(FIRST, touched=False) == spans
    assert len(made.asked) == before
