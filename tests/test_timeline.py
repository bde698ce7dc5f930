"""Working time as a function of instants: `worked`, and its inverses `when` and `last`."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest

from slacalc.timeline import CYCLE, HIGHEST, LOWEST, PAGE, Page, Timeline
from slacalc.zones import FIRST, LAST

ZERO, HOUR, DAY = timedelta(0), timedelta(hours=1), timedelta(days=1)
MICROSECOND = timedelta(microseconds=1)
SHIFT = (9 * HOUR, 17 * HOUR)


class Pages:
    """Pages from a table, and closed ones elsewhere."""

    endless_from, endless_until = HIGHEST + 1, LOWEST - 1

    def __init__(self, table: dict[int, list[tuple[timedelta, timedelta]]]) -> None:
        """Take the spans of the pages that have any."""
        self.table = table
        self.lowest, self.highest = min(table, default=HIGHEST + 1), max(table, default=LOWEST - 1)

    def page(self, number: int) -> Page:
        """Return a page."""
        return Page.of(self.table.get(number, []))

    def total(self, number: int) -> timedelta:
        """Return the working time of a page."""
        return self.page(number).total


class Always(Pages):
    """Every page alike, as far as time goes."""

    def __init__(self, spans: list[tuple[timedelta, timedelta]]) -> None:
        """Take the spans of each page."""
        super().__init__({})
        self.spans = spans
        self.lowest, self.highest = LOWEST, HIGHEST

    def page(self, number: int) -> Page:  # noqa: ARG002 - all are alike
        """Return a page."""
        return Page.of(self.spans)


def test_400_years_are_whole_pages() -> None:
    """The calendar repeats after 400 years, which are whole weeks and whole pages."""
    assert (CYCLE * PAGE).days == 146_097
    assert PAGE.days % 7 == 0


def test_a_page_counts_up_to_a_distance() -> None:
    """Working time grows while open and stands still while closed."""
    page = Page.of([(9 * HOUR, 13 * HOUR), (14 * HOUR, 18 * HOUR)])

    assert page.total == 8 * HOUR
    assert [page.worked(hour * HOUR) for hour in (0, 9, 10, 13, 14, 18, 99)] == [
        hour * HOUR for hour in (0, 0, 1, 4, 4, 8, 8)
    ]
    assert page.worked(9 * HOUR + MICROSECOND) == MICROSECOND


def test_4_when_is_the_first_and_last_the_last_instant() -> None:
    """At the end of a shift the first instant is the closing and the last the next opening."""
    time = Timeline(Always([SHIFT, (33 * HOUR, 41 * HOUR)]), ZERO)

    assert time.when(8 * HOUR) == 17 * HOUR
    assert time.last(8 * HOUR) == 33 * HOUR
    assert time.when(8 * HOUR + MICROSECOND) == 33 * HOUR + MICROSECOND
    assert time.when(16 * HOUR) == 41 * HOUR
    assert time.last(16 * HOUR) == PAGE + 9 * HOUR
    assert time.when(ZERO) == 41 * HOUR - PAGE
    assert time.last(ZERO) == 9 * HOUR


def test_working_time_that_is_not_there_is_none() -> None:
    """Before the first hours and after the last, there is nothing to find."""
    time = Timeline(Pages({5: [SHIFT]}), ZERO)

    assert time.when(8 * HOUR) == 5 * PAGE + 17 * HOUR
    assert time.when(8 * HOUR + MICROSECOND) is None
    assert time.last(8 * HOUR) is None
    assert time.when(ZERO) is None
    assert time.last(ZERO) == 5 * PAGE + 9 * HOUR
    assert time.last(-MICROSECOND) is None
    assert time.worked(LOWEST * PAGE) == ZERO


def test_an_empty_timeline_answers_everything() -> None:
    """Without any hours nothing is worked, found or passed."""
    time = Timeline(Pages({}), ZERO)

    assert time.worked(1000 * PAGE) == ZERO
    assert time.when(HOUR) is None
    assert time.last(-HOUR) is None
    assert time.span_after(ZERO) is None
    assert time.span_before(ZERO) is None
    assert list(time.spans(-PAGE, PAGE)) == []


@pytest.mark.parametrize(
    ("start", "end", "spans"),
    [
        pytest.param(ZERO, DAY, [SHIFT], id="around"),
        pytest.param(10 * HOUR, 11 * HOUR, [(10 * HOUR, 11 * HOUR)], id="inside"),
        pytest.param(9 * HOUR, 17 * HOUR, [SHIFT], id="exactly"),
        pytest.param(ZERO, 9 * HOUR, [], id="up to the opening"),
        pytest.param(17 * HOUR, DAY, [], id="from the closing"),
        pytest.param(10 * HOUR, 10 * HOUR, [], id="no time"),
        pytest.param(11 * HOUR, 10 * HOUR, [], id="backwards"),
        pytest.param(PAGE + 10 * HOUR, 10 * HOUR, [], id="backwards over pages"),
    ],
)
def test_3_spans_are_half_open(
    start: timedelta, end: timedelta, spans: list[tuple[timedelta, timedelta]]
) -> None:
    """Spans are cut to the stretch asked about, and none is empty or runs backwards."""
    assert list(Timeline(Always([SHIFT]), ZERO).spans(start, end)) == spans


def test_3_a_span_over_pages_is_one() -> None:
    """Where a page ends open and the next begins open, nothing is cut."""
    whole = [(ZERO, PAGE)]
    time = Timeline(Pages({1: [(PAGE - HOUR, PAGE)], 2: whole, 3: whole, 4: [(ZERO, HOUR)]}), ZERO)
    span = (2 * PAGE - HOUR, 4 * PAGE + HOUR)

    assert list(time.spans(ZERO, 9 * PAGE)) == [span]
    assert len(list(time.pieces(ZERO, 9 * PAGE))) == 4
    for at in (2 * PAGE - HOUR, 2 * PAGE, 3 * PAGE, 4 * PAGE + HOUR - MICROSECOND):
        assert time.span_after(at) == span
    for at in (2 * PAGE - HOUR + MICROSECOND, 2 * PAGE, 4 * PAGE + HOUR, 9 * PAGE):
        assert time.span_before(at) == span
    assert time.span_after(span[1]) is None
    assert time.span_before(span[0]) is None


def test_3_a_span_that_ends_with_a_page_ends_there() -> None:
    """Where the next page begins closed, the bound of the page is the bound of the span."""
    time = Timeline(Pages({1: [(ZERO, PAGE)], 2: [SHIFT], 0: [SHIFT]}), ZERO)

    assert time.span_after(PAGE) == (PAGE, 2 * PAGE)
    assert time.span_before(2 * PAGE) == (PAGE, 2 * PAGE)


def test_21_endless_ends_are_none() -> None:
    """Open without an end is told by None, both ways."""
    time = Timeline(Always([(ZERO, PAGE)]), ZERO)

    assert time.span_after(ZERO) == (None, None)
    assert time.span_before(ZERO) == (None, None)
    assert time.worked(PAGE * 3 + HOUR) == PAGE * 3 + HOUR


@pytest.mark.parametrize("seed", range(4))
def test_2_growing_in_any_order_changes_no_answer(seed: int) -> None:
    """A timeline that has grown both ways, by any questions, answers as a fresh one does."""
    draw = random.Random(seed)
    spans = [SHIFT, (33 * HOUR, PAGE - 5 * HOUR)]
    grown = Timeline(Always(spans), draw.randrange(-300, 300) * PAGE)
    base = grown.worked(ZERO)
    for _ in range(40):
        at = timedelta(days=draw.randrange(-700_000, 2_900_000), seconds=draw.randrange(86_400))
        fresh = Timeline(Always(spans), ZERO)
        zero = fresh.worked(ZERO)
        assert grown.worked(at) - base == fresh.worked(at) - zero
        work = grown.worked(at)
        first, last = grown.when(work), grown.last(work)
        assert first is not None
        assert last is not None
        assert first <= at <= last
        assert grown.worked(first) == grown.worked(last) == work


def test_2_all_of_time_is_bounded() -> None:
    """A search without end stops where time does, and knows each page once."""
    time = Timeline(Always([SHIFT]), ZERO)

    assert time.when(timedelta.max) is None
    assert time.last(timedelta.min) is None
    assert len(time._known.totals) <= HIGHEST - LOWEST + 4


class Overtaken(Timeline):
    """A timeline whose growth another thread undoes the moment it is published."""

    __slots__ = ("_first",)

    @property
    def _known(self) -> Any:
        return self._first

    @_known.setter
    def _known(self, known: Any) -> None:
        if not hasattr(self, "_first"):
            self._first = known


def test_hazard_31_an_answer_stands_on_what_it_has_grown_itself() -> None:
    """A question goes on with the pages that it has added, whatever others publish meanwhile."""
    overtaken, alone = (kind(Always([SHIFT]), ZERO) for kind in (Overtaken, Timeline))
    for x in (n * PAGE + 10 * HOUR for n in (0, 1, -1, 40, -40, 500, -500)):
        work = alone.worked(x)

        assert overtaken.worked(x) == work
        assert overtaken.when(work) == overtaken.last(work) == x


def test_4_what_lies_on_the_last_page_is_not_over_before_it() -> None:
    """Working time on the first or the last page of all time alone ends there and not before."""
    for number, ahead in ((HIGHEST, True), (LOWEST, False)):
        nearer = number - 5 if ahead else number + 5
        pages = Pages({number: [SHIFT]})
        pages.lowest, pages.highest = LOWEST, HIGHEST

        assert not Timeline(pages, nearer * PAGE).is_over(nearer * PAGE, ahead=ahead)
        assert Timeline(pages, nearer * PAGE).is_over(number * PAGE, ahead=ahead)
        assert Timeline(pages, nearer * PAGE).is_over(nearer * PAGE, ahead=not ahead)


@pytest.mark.parametrize(
    ("before", "after"),
    [(ZERO, ZERO), (MICROSECOND, ZERO), (ZERO, MICROSECOND), (HOUR, HOUR), (-HOUR, -HOUR)],
)
def test_7_ends_past_the_ends_of_time_are_none(before: timedelta, after: timedelta) -> None:
    """The first and the last microsecond are ends like others; what lies past them is none."""
    origin = {number: number * PAGE for number in (LOWEST, HIGHEST)}
    pages = Pages(
        {
            LOWEST: [(FIRST - before - origin[LOWEST], FIRST + DAY - origin[LOWEST])],
            HIGHEST: [(LAST - DAY - origin[HIGHEST], LAST + after - origin[HIGHEST])],
        }
    )
    time = Timeline(pages, ZERO)

    first, last = time.span_before(FIRST + HOUR * 2), time.span_after(LAST - 2 * HOUR)
    assert first == (None if before > ZERO else FIRST - before, FIRST + DAY)
    assert last == (LAST - DAY, None if after > ZERO else LAST + after)
