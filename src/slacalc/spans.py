"""Sets of time as ordered spans that don't touch: their union, intersection, difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

Span = tuple[timedelta, timedelta]
Spans = list[Span]


def joined(spans: Iterable[Span]) -> Spans:
    """Return spans in order, those that touch or overlap as one. O(n log n).

    >>> [(a.days, b.days) for a, b in joined([(_day(3), _day(5)), (_day(1), _day(3))])]
    [(1, 5)]
    """
    result: Spans = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def union(one: Iterable[Span], other: Iterable[Span]) -> Spans:
    """Return the time that lies in one of two sets, or in both."""
    return joined([*one, *other])


def intersection(one: Iterable[Span], other: Iterable[Span]) -> Spans:
    """Return the time that lies in both of two sets. O(n)."""
    return list(_common(iter(one), iter(other)))


def _common(one: Iterator[Span], other: Iterator[Span]) -> Iterator[Span]:
    mine, others = next(one, None), next(other, None)
    while mine and others:
        start, end = max(mine[0], others[0]), min(mine[1], others[1])
        if start < end:
            yield start, end
        if mine[1] <= others[1]:
            mine = next(one, None)
        else:
            others = next(other, None)


def difference(one: Iterable[Span], other: Iterable[Span]) -> Spans:
    """Return the time that lies in the first of two sets and not in the second. O(n)."""
    result: Spans = []
    rest = iter(other)
    hole = next(rest, None)
    for start, end in one:
        reached = start
        while hole and hole[1] <= reached:
            hole = next(rest, None)
        while hole and hole[0] < end:
            if reached < hole[0]:
                result.append((reached, hole[0]))
            reached = hole[1]
            if reached >= end:
                break
            hole = next(rest, None)
        if reached < end:
            result.append((reached, end))
    return result


def cut(spans: Iterable[Span], start: timedelta, end: timedelta) -> Spans:
    """Return the time of a set that lies between two instants."""
    return intersection(spans, [(start, end)])


def _day(number: int) -> timedelta:
    return timedelta(days=number)
