"""Closures in civil time: stretches between two instants in which a calendar is closed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from slacalc import doors, reasons
from slacalc.errors import (
    ArgumentTypeError,
    DateError,
    HoursError,
    WallTimeError,
)
from slacalc.spans import Spans, joined
from slacalc.timeline import HIGHEST, LOWEST, PAGE
from slacalc.working_time import Span
from slacalc.zones import (
    EPOCH,
    EPOCH_DAY,
    FIRST,
    LAST,
    at_wall_time,
    day_begins,
    read_wall,
)

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from slacalc.reasons import Stretch

_MOST = 100_000
_LONGEST = 100
_CLOSED = "closed"
_FURTHEST = timedelta(hours=23, minutes=59, seconds=59)
_DATE = len("2026-12-24")
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
    reason: str = _CLOSED

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
        start = _BEFORE if self.start is None else self.start - EPOCH
        end = _AFTER if self.end is None else self.end - EPOCH
        return start, end

    def to_dict(self) -> dict[str, Any]:
        """Return the closure as a table; instants are ISO text in UTC, to the microsecond.

        >>> from datetime import UTC
        >>> Closure(datetime(2026, 11, 20, 15, tzinfo=UTC), None, "sold").to_dict()
        {'start': '2026-11-20T15:00:00Z', 'reason': 'sold'}
        """
        ends = {"start": self.start, "end": self.end}
        table: dict[str, Any] = {key: _utc(at) for key, at in ends.items() if at is not None}
        said = table or {"always": True}
        return said if self.reason == _CLOSED else {**said, "reason": self.reason}


def _utc(at: datetime) -> str:
    """Write an instant as ISO text in UTC; beyond the years of UTC, on the furthest clock."""
    x = at - EPOCH
    if FIRST <= x <= LAST:
        return (EPOCH + x).replace(tzinfo=None).isoformat() + "Z"
    furthest = _FURTHEST if x < FIRST else -_FURTHEST
    return (EPOCH + (x + furthest)).replace(tzinfo=timezone(furthest)).isoformat()


class ClosedTime:
    """Closures as one ordered set, to be taken out of compiled time and looked up again."""

    __slots__ = ("_by_start", "_ends", "_reach", "_starts", "spans")

    def __init__(self, closures: Iterable[Closure]) -> None:
        self._by_start = sorted(closures, key=lambda closure: closure.span)
        self._starts = [closure.span[0] for closure in self._by_start]
        self._reach = list(accumulate((closure.span[1] for closure in self._by_start), max))
        self.spans: Spans = joined(closure.span for closure in self._by_start)
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


def closures_of(given: Any, zone: ZoneInfo) -> tuple[Closure, ...]:
    """Return closures, given as such, as spans or text, in a list or a mapping to reasons."""
    if isinstance(given, str | Span | Closure) or not isinstance(given, Iterable):
        raise ArgumentTypeError.expected("closures", given, "a list of Span(start, end)")
    if isinstance(given, Mapping):
        found = [_because(_closure(one, zone), reason) for one, reason in given.items()]
    else:
        found = [_closure(one, zone) for one in given]
    if len(found) > _MOST:
        raise HoursError("closures", len(found), f"are more than {_MOST}", "join some of them")
    return tuple(sorted(found, key=lambda closure: (closure.span, closure.reason)))


def _closure(given: Any, zone: ZoneInfo) -> Closure:
    match given:
        case Closure():
            return given
        case Span():
            return Closure(given.start, given.end)
        case str():
            return Closure(*_read(given, zone))
        case (Span() as span, reason):
            return Closure(span.start, span.end, reason)
        case (start, end, reason):
            return Closure(start, end, reason)
    wanted = "Span(start, end), or text such as '2026-12-24 18:00..2026-12-26 00:00'"
    raise ArgumentTypeError.expected("closures", given, wanted)


def _because(closure: Closure, reason: str) -> Closure:
    return Closure(closure.start, closure.end, reason)


def _read(text: str, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    """Read two times or dates with dots between them, or one date, on a zone's clock."""
    start, dots, end = (part.strip() for part in text[:_LONGEST].partition(".."))
    if not (start or end) or len(text) > _LONGEST:
        remedy = "write '2026-12-24 18:00..2026-12-26 00:00', or a date"
        raise HoursError("closures", text, "names no time", remedy)
    until = end if dots else start
    return (
        _instant(start, zone, 0) if start else None,
        _instant(until, zone, 1) if until else None,
    )


def _instant(text: str, zone: ZoneInfo, later: int) -> datetime | None:
    """Read a time; a date means when it begins on the zone's clock, or a day `later`."""
    try:
        if len(text) > _DATE:
            return at_wall_time(read_wall(text), zone)
        day = doors.day("closures", text)
    except WallTimeError as error:
        remedy = "give its instants, with Closure(start, end)"
        raise WallTimeError("closures", text, error.problem, remedy) from None
    except DateError:
        remedy = "write whole dates, as '2026-12-24'; for days of each year subtract a calendar"
        raise DateError("closures", text, "is no date", remedy) from None
    return end_of(day, zone, later)


def end_of(day: date, zone: ZoneInfo, later: int) -> datetime | None:
    """Return when a day begins on a zone's clock, or a day `later`; None before and after time."""
    if day == date.max and later:
        return None
    x = day_begins(day.toordinal() - EPOCH_DAY + later, zone)
    return EPOCH + x if FIRST <= x <= LAST else None
