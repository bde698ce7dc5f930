"""Sets of time as ordered spans: union, intersection, difference, compared minute by minute."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest

from slacalc.spans import Spans, cut, difference, intersection, joined, union

MINUTE = timedelta(minutes=1)
Minutes = set[int]
OfSets = Callable[[Minutes, Minutes], Minutes]
OPERATIONS: dict[str, tuple[Callable[[Spans, Spans], Spans], OfSets]] = {
    "union": (union, set.union),
    "intersection": (intersection, set.intersection),
    "difference": (difference, set.difference),
}


def spans(*ends: tuple[int, int]) -> Spans:
    """Build spans from numbers of minutes."""
    return [(start * MINUTE, end * MINUTE) for start, end in ends]


def minutes(of: Spans) -> set[int]:
    """List the minutes that spans hold."""
    return {n for start, end in of for n in range(start // MINUTE, end // MINUTE)}


def drawn(draw: random.Random) -> Spans:
    """Draw ordered spans that don't touch."""
    ends = sorted(draw.sample(range(60), 2 * draw.randint(0, 8)))
    return spans(*zip(ends[::2], ends[1::2], strict=True))


def is_in_order(of: Spans) -> bool:
    """Say whether spans have a length, are in order and don't touch."""
    return all(a < b for a, b in of) and all(one[1] < other[0] for one, other in pairwise(of))


@pytest.mark.parametrize("name", OPERATIONS)
def test_operations_are_those_of_sets(name: str) -> None:
    """On drawn spans each operation holds the minutes that the same one on sets holds."""
    combine, expected = OPERATIONS[name]
    draw = random.Random(7)
    for _ in range(2_000):
        one, other = drawn(draw), drawn(draw)
        result = combine(one, other)
        assert minutes(result) == expected(minutes(one), minutes(other))
        assert is_in_order(result)


def test_what_is_joined_is_in_order() -> None:
    """Spans in any order, touching, overlapping or one in the other, become one set."""
    draw = random.Random(8)
    for _ in range(500):
        some = spans(*((n, n + draw.randint(1, 9)) for n in draw.choices(range(50), k=6)))
        assert minutes(joined(some)) == minutes(some)
        assert is_in_order(joined(some))
    assert joined([]) == []
    assert joined(spans((5, 9), (1, 5), (2, 3))) == spans((1, 9))


Ends = list[tuple[int, int]]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param([(0, 10)], [(3, 5)], [(0, 3), (5, 10)], id="a hole"),
        pytest.param([(0, 10)], [(0, 5)], [(5, 10)], id="from the start"),
        pytest.param([(0, 10)], [(5, 10)], [(0, 5)], id="to the end"),
        pytest.param([(0, 10)], [(0, 10)], [], id="all"),
        pytest.param([(0, 10)], [(10, 20)], [(0, 10)], id="touching behind"),
        pytest.param([(10, 20)], [(0, 10)], [(10, 20)], id="touching before"),
        pytest.param([(0, 4), (6, 10)], [(3, 7)], [(0, 3), (7, 10)], id="over a gap"),
        pytest.param(
            [(0, 10), (12, 20)],
            [(2, 3), (9, 13), (19, 30)],
            [(0, 2), (3, 9), (13, 19)],
            id="many",
        ),
        pytest.param([], [(0, 10)], [], id="from nothing"),
        pytest.param([(0, 10)], [], [(0, 10)], id="nothing"),
    ],
)
def test_differences(one: Ends, other: Ends, expected: Ends) -> None:
    """What is taken out leaves the rest, half-open."""
    assert difference(spans(*one), spans(*other)) == spans(*expected)


def test_what_touches_has_nothing_in_common() -> None:
    """Spans are half-open, so neighbours share no moment, and no empty span is left."""
    assert intersection(spans((0, 5)), spans((5, 9))) == []
    assert cut(spans((0, 5), (7, 9)), 5 * MINUTE, 7 * MINUTE) == []
    assert cut(spans((0, 5), (7, 9)), 4 * MINUTE, 8 * MINUTE) == spans((4, 5), (7, 8))
    assert cut(spans((0, 5)), 3 * MINUTE, 3 * MINUTE) == []


def test_spans_can_be_read_once() -> None:
    """Each operation takes what can be gone through once."""
    one, other = spans((0, 5), (7, 9)), spans((3, 8))

    assert union(iter(one), iter(other)) == spans((0, 9))
    assert intersection(iter(one), iter(other)) == spans((3, 5), (7, 8))
    assert difference(iter(one), iter(other)) == spans((0, 3), (8, 9))
    assert joined(iter(one)) == one
