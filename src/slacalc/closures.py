"""Closures in civil time: stretches between two instants in which a calendar is closed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from slacalc import doors, reasons
from slacalc.errors import ArgumentTypeError, HoursError, OutOfRangeError
from slacalc.spans import Spans, joined
from slacalc.timeline import HIGHEST, LOWEST, PAGE
from slacalc.working_time import Span
from slacalc.zones import EPOCH

if TYPE_CHECKING:
    from slacalc.reasons import Stretch

_MOST = 100_000
_BEFORE, _AFTER = (LOWEST - 1) * PAGE, (HIGHEST + 2) * PAGE


def _exact(at: datetime | None) -> timedelta | None:
    return None if at is None else at - EPOCH


@frozen
class Closure:
    """A stretch of time in which a calendar is closed, whatever its days say, and the reason.

    From one instant to another, half-open; without an end it is closed for ever, without a
    start since ever.
    """

    start: datetime | None = field(eq=_exact)
    end: datetime | None = field(eq=_exact)
    reason: str = "closed"

    def __attrs_post_init__(self) -> None:
        """Make both ends plain; refuse a stretch that ends before it begins."""
        for name in ("start", "end"):
            if getattr(self, name) is not None:
                object.__setattr__(self, name, doors.instant(name, getattr(self, name)))
        if not isinstance(self.reason, str):
            raise ArgumentTypeError.expected("reason", self.reason, "text")
        if self.span[0] >= self.span[1]:
            value = f"{self.start} to {self.end}"
            raise HoursError("closure", value, "is no stretch of time", "give the start first")

    @property
    def span(self) -> tuple[timedelta, timedelta]:
        """Both ends as distances from 1970-01-01 00:00 UTC."""
        try:
            start = _BEFORE if self.start is None else self.start - EPOCH
            end = _AFTER if self.end is None else self.end - EPOCH
        except OverflowError:
            raise OutOfRangeError.of("closure", (self.start, self.end)) from None
        return start, end


class ClosedTime:
    """Closures as one ordered set, to be taken out of compiled time and looked up again."""

    __slots__ = ("_by_start", "_ends", "_reach", "_starts", "spans")

    def __init__(self, closures: Iterable[Closure]) -> None:
        self._by_start = sorted(closures, key=lambda closure: closure.span)
        self._starts = [closure.span[0] for closure in self._by_start]
        self._reach = list(accumulate((closure.span[1] for closure in self._by_start), max))
        self.spans = joined(closure.span for closure in self._by_start)
        self._ends = [end for _, end in self.spans]

    def between(self, start: timedelta, end: timedelta) -> Spans:
        """Return the closed spans that touch a stretch. O(log n) and those it finds."""
        first = bisect_right(self._ends, start)
        last = bisect_left(self.spans, (end, end))
        return self.spans[first:last]

    def said(self, start: timedelta, end: timedelta) -> list[Closure]:
        """Return the closures that touch a stretch, in order."""
        first, last = bisect_right(self._reach, start), bisect_left(self._starts, end)
        return [one for one in self._by_start[first:last] if one.span[1] > start]

    def cut(
        self, stretches: Iterable[Stretch], start: datetime, end: datetime
    ) -> Iterator[Stretch]:
        """Go through the stretches from one instant to another, closed where a closure says so."""
        first, last = start - EPOCH, end - EPOCH
        edges = {x for one in self.said(first, last) for x in one.span if first < x < last}
        for stretch in reasons.cut_at(stretches, [EPOCH + x for x in sorted(edges)]):
            span = stretch.start - EPOCH, stretch.end - EPOCH
            why = "; ".join(dict.fromkeys(one.reason for one in self.said(*span)))
            if why and stretch.working:
                yield evolve(stretch, working=False, kind=reasons.CLOSED, note=why)
            else:
                yield stretch

    def __bool__(self) -> bool:
        """Say whether anything is closed."""
        return bool(self.spans)


def closures_of(given: Any) -> tuple[Closure, ...]:
    """Return closures, given as such, as spans, with reasons beside them, or in a mapping."""
    if isinstance(given, str | Span | Closure) or not isinstance(given, Iterable):
        raise ArgumentTypeError.expected("closures", given, "a list of Span(start, end)")
    found = [_closure(one) for one in (given.items() if isinstance(given, Mapping) else given)]
    if len(found) > _MOST:
        raise HoursError("closures", len(found), f"are more than {_MOST}", "join some of them")
    return tuple(sorted(found, key=lambda closure: (closure.span, closure.reason)))


def _closure(given: Any) -> Closure:
    if isinstance(given, Closure):
        return given
    match given:
        case Span():
            return Closure(given.start, given.end)
        case (Span() as span, reason):
            return Closure(span.start, span.end, reason)
        case (start, end, reason):
            return Closure(start, end, reason)
    raise ArgumentTypeError.expected("closures", given, "Span(start, end) or a Closure")
