"""A timeline asked in datetimes, and read fast on the clock of the zone that asks.

For each day of the asking zone, and each 24 hours of working time, a slot holds the few edges
in it as datetimes of that zone, so that a question costs two look-ups and no conversion.
Days that touch a transition, or lie outside the calendar's horizon, have no slot and are
answered in UTC.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import UTC, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from slacalc.doors import has_offset
from slacalc.errors import NaiveDatetimeError
from slacalc.zones import EPOCH, LAST

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from slacalc.horizon import Horizon
    from slacalc.timeline import Timeline

# of the real datetime, also while a library fakes the name
combine: Callable[..., datetime] = datetime.combine
_MIDNIGHT = time()
_DAY = timedelta(days=1)
_SLOTS = 4096  # kept for each zone: eleven years of days
# A slot of working time that takes longer than the last of these is not worth building.
_WAITS = timedelta(days=7), timedelta(days=400)
_ZONES = 8

# Edges in order, the first an opening, and what lies behind each: while closed the time worked,
# while open the datetime that the time worked is counted from.
DaySlot = tuple[tuple[datetime, ...], tuple[Any, ...]]
# Totals in order, and for each the datetime from which to count the time worked.
WorkSlot = tuple[tuple[timedelta, ...], tuple[datetime, ...]]
NO_SLOT: tuple[()] = ()


class LocalTimeline:
    """A timeline as the clock of one zone reads it, in slots that are built when needed."""

    __slots__ = ("days", "horizon", "timeline", "works", "zone")

    def __init__(self, timeline: Timeline, zone: tzinfo, horizon: Horizon | None) -> None:
        self.timeline: Timeline = timeline
        self.zone: tzinfo = zone
        self.horizon: Horizon | None = horizon
        self.days: dict[int, DaySlot | tuple[()]] = {}
        self.works: dict[int, WorkSlot | tuple[()]] = {}

    def day(self, at: datetime) -> DaySlot | tuple[()]:
        """Return the slot of the day of a datetime, building it on the first call."""
        number = at.toordinal()
        if number not in self.days:
            self.days = _with_room(self.days)
            self.days[number] = self._or_none(self._day_slot, at)
        return self.days.get(number, NO_SLOT)

    def work(self, number: int) -> WorkSlot | tuple[()]:
        """Return the slot of 24 hours of working time, building it on the first call."""
        if number not in self.works:
            self.works = _with_room(self.works)
            self.works[number] = self._or_none(self._work_slot, number)
        return self.works.get(number, NO_SLOT)

    def _or_none(self, build: Callable[[Any], Any], of: Any) -> Any:
        try:
            return build(of)
        except OverflowError:  # at the ends of time
            return NO_SLOT

    def _day_slot(self, at: datetime) -> DaySlot | tuple[()]:
        midnight = combine(at, _MIDNIGHT, self.zone)
        end = midnight + _DAY
        if len({m.replace(fold=f).utcoffset() for m in (midnight, end) for f in (0, 1)}) > 1:
            return NO_SLOT
        edges: list[datetime] = []
        first, last = midnight - EPOCH, end - EPOCH
        if self.horizon and not self.horizon.covers(first, last):
            return NO_SLOT
        bases: list[Any] = [self.timeline.worked(first)]
        for opening, closing, before in self.timeline.pieces(first, last):
            edges += [midnight + (opening - first), midnight + (closing - first)]
            bases += [edges[-2] - before, before + (closing - opening)]
        return tuple(edges), tuple(bases)

    def _work_slot(self, number: int) -> WorkSlot | tuple[()]:
        first, whole = self.timeline.when(number * _DAY), (number + 1) * _DAY
        if first is None or (last := self._soon(first, whole)) is None:
            return NO_SLOT
        if self.horizon and not self.horizon.covers(first, last):
            return NO_SLOT
        pieces = [(first, first, number * _DAY), *self.timeline.pieces(first, last)]
        ends = [[self._local(opening), self._local(closing)] for opening, closing, _ in pieces]
        if any(a.utcoffset() != b.utcoffset() or a.fold or b.fold for a, b in ends):
            return NO_SLOT
        totals = tuple(before + (closing - opening) for opening, closing, before in pieces)
        origins = (a - before for (a, _), (_, _, before) in zip(ends, pieces, strict=True))
        return totals, tuple(origins)

    def _soon(self, first: timedelta, whole: timedelta) -> timedelta | None:
        """Return when so much has been worked, None where that is far: few pages are compiled."""
        soon = any(self.timeline.worked(min(first + wait, LAST)) >= whole for wait in _WAITS)
        return self.timeline.when(whole) if soon else None

    def _local(self, x: timedelta) -> datetime:
        return (EPOCH + x).astimezone(self.zone)


def _with_room(slots: dict[int, Any]) -> dict[int, Any]:
    """Return the slots, without the older half of them where they are too many."""
    if len(slots) < _SLOTS:
        return slots
    return dict(list(slots.items())[_SLOTS // 2 :])


class Clocks:
    """A timeline that can be asked in aware datetimes of any zone.

    Fixed offsets that are equal share a clock, for each text that is parsed makes a new one;
    zones of other libraries are asked by way of UTC.
    """

    __slots__ = ("_locals", "horizon", "timeline", "utc")

    def __init__(self, timeline: Timeline, horizon: Horizon | None = None) -> None:
        self.timeline: Timeline = timeline
        self.horizon: Horizon | None = horizon
        self.utc: LocalTimeline = LocalTimeline(timeline, UTC, horizon)
        self._locals: dict[tzinfo | None, LocalTimeline] = {UTC: self.utc}

    def worked(self, at: datetime) -> timedelta:
        """Return the working time that has passed by a datetime. O(1) once its day is known."""
        try:
            local = self._locals[at.tzinfo]
        except (KeyError, TypeError):
            local, at = self._entered(at)
        if local.zone is not at.tzinfo:
            at = combine(at, at.time(), local.zone)
        if slot := local.days.get(at.toordinal()) or local.day(at):
            edges, bases = slot
            index = bisect_right(edges, at)
            passed: timedelta = at - bases[index] if index & 1 else bases[index]
            return passed
        return self.timeline.worked(self.known(at - EPOCH))

    def moved(
        self, at: datetime, by: timedelta, find: Callable[..., int] = bisect_left
    ) -> datetime | None:
        """Return the instant by which `by` more has been worked, None where it never is.

        `find` is bisect_left for the first such instant, bisect_right for the last. O(1) once
        the days are known.
        """
        zone = at.tzinfo
        try:
            local = self._locals[zone]
        except (KeyError, TypeError):
            local, at = self._entered(at)
        if local.zone is not at.tzinfo:
            at = combine(at, at.time(), local.zone)
        if slot := local.days.get(at.toordinal()) or local.day(at):
            edges, bases = slot
            index = bisect_right(edges, at)
            worked = (at - bases[index] if index & 1 else bases[index]) + by
            if works := local.works.get(worked.days) or local.work(worked.days):
                totals, origins = works
                moved = origins[find(totals, worked)] + worked
                return moved if zone is local.zone else _in_zone(moved, zone)
        else:
            worked = self.timeline.worked(at - EPOCH) + by
        x = self.timeline.when(worked) if find is bisect_left else self.timeline.last(worked)
        if x is None:
            return None
        if self.horizon:
            self.horizon.check(at - EPOCH, x)
        return (EPOCH + x).astimezone(zone)

    def is_open(self, at: datetime) -> bool:
        """Say whether a datetime lies in working time. O(1) once its day is known."""
        try:
            local = self._locals[at.tzinfo]
        except (KeyError, TypeError):
            local, at = self._entered(at)
        if slot := local.days.get(at.toordinal()) or local.day(at):
            return bool(bisect_right(slot[0], at) & 1)
        x = self.known(at - EPOCH, inside=True)
        return next(self.timeline.pieces(x, x + EPOCH.resolution), None) is not None

    def known(self, x: timedelta, *, inside: bool = False) -> timedelta:
        """Return an instant; one outside the horizon is warned of, or refused.

        The end of what is known is known as an end, not as an instant `inside` a day.
        """
        if self.horizon:
            self.horizon.check(x, x + EPOCH.resolution if inside else x)
        return x

    def _entered(self, at: datetime) -> tuple[LocalTimeline, datetime]:
        """Return the clock to ask a datetime of a new zone on, and the datetime for it."""
        if not has_offset(at):
            raise NaiveDatetimeError.of("at", at)
        zone = at.tzinfo
        if not isinstance(zone, ZoneInfo | timezone):
            return self.utc, at.astimezone(UTC)
        if len(self._locals) >= _ZONES:
            self._locals = {UTC: self.utc}
        self._locals[zone] = local = LocalTimeline(self.timeline, zone, self.horizon)
        return local, at


def _in_zone(moved: datetime, zone: tzinfo | None) -> datetime:
    """Return a result in the zone that asked, where its clock was an equal one or UTC's."""
    if isinstance(zone, timezone):
        return combine(moved, moved.time(), zone)
    return moved.astimezone(zone)
