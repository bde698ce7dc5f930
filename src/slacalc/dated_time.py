"""Working time with a clock of its own: what a day's hours are, and why time is open or closed."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from attrs import evolve

from slacalc import doors, reasons
from slacalc.errors import HorizonError, OutOfRangeError
from slacalc.local import Clocks
from slacalc.pages import CompiledPages
from slacalc.reasons import Stretch
from slacalc.schedule import DaySchedule
from slacalc.spans import Spans, intersection, joined
from slacalc.timeline import Timeline
from slacalc.working_time import WorkingTime
from slacalc.zones import (
    EPOCH,
    EPOCH_DAY,
    FIRST,
    LAST,
    at_wall_time,
    day_begins,
    furthest_reading,
    near_days,
    read_wall,
)

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from slacalc.days import Day
    from slacalc.horizon import Horizon

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_LAST_DAY = date.max.toordinal()
_LONGEST_SHIFT = 4  # no shift reaches into the fourth date after its own, a repeated one included

WorkingDay = tuple[int, timedelta, timedelta]  # its date, its first opening, and its close
DayShift = tuple[int, timedelta, Spans]  # its date, when it began, and what of it is open


class DatedTime(WorkingTime):
    """Working time with a clock of its own, whose days have hours and reasons."""

    __slots__ = ()

    name: str

    @property
    @abstractmethod
    def zone(self) -> ZoneInfo:
        """The zone on whose wall clock the days are."""

    @property
    @abstractmethod
    def _horizon(self) -> Horizon | None:
        """The stretch of time that the calendar knows, None where it has no end."""

    @abstractmethod
    def _day(self, day: date) -> Day:
        """Return the hours in force on a date, and the reason for them."""

    @abstractmethod
    def _shifts(self, first: int, last: int) -> list[DayShift]:
        """Return the shifts that belong to the dates from one to another, by ordinal."""

    @abstractmethod
    def _pages(self, near: datetime) -> CompiledPages:
        """Return the pages of the calendar, to be compiled when they are asked for."""

    @abstractmethod
    def _stretches(self, start: datetime, end: datetime) -> Iterator[Stretch]:
        """Go through a stretch of time and find the reasons."""

    def day(self, day: date | str) -> Day:
        """Return the hours in force on a date, and the reason for them.

        Of a combined calendar, the hours that belong to a date of the left one's zone. Closures
        are taken out, and named with the reason. O(what recurs) for a new date.

        >>> from slacalc import Calendar
        >>> office = Calendar(
        ...     "Mon-Fri 09:00-18:00",
        ...     time_zone="Europe/Moscow",
        ...     exceptions={"2026-11-03": "short 1h"},
        ... )
        >>> print(office.day("2026-11-03"))
        Tue 2026-11-03 09:00-17:00 (short 1h)
        """
        day = doors.day("day", day)
        if self._horizon:
            number = day.toordinal() - EPOCH_DAY
            try:
                self._horizon.check(*(day_begins(n, self.zone) for n in (number, number + 1)))
            except HorizonError as error:
                raise HorizonError("day", str(day), error.problem, error.remedy) from None
        return self._day(day)

    def at(self, wall: str | datetime, *, disambiguate: str = "raise") -> datetime:
        """Return what this calendar's clock means by a wall-clock time.

        A time that a gap skips or a fold repeats is refused, unless `disambiguate` is
        ``"earlier"`` or ``"later"``.

        >>> from slacalc import Calendar
        >>> Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Berlin").at("2026-03-02 10:00")
        datetime.datetime(2026, 3, 2, 10, 0, tzinfo=zoneinfo.ZoneInfo(key='Europe/Berlin'))
        """
        return at_wall_time(read_wall(wall), self.zone, disambiguate=disambiguate)

    def explain(self, start: datetime, end: datetime) -> Iterator[Stretch]:
        """Go through the time between two instants: each stretch open or closed, and why.

        On the calendar's clock, without gaps; what lies beyond the known days is marked, or
        refused with ``outside="raise"``. Nothing where the end is not after the start. O(days
        and spans in it).

        >>> from slacalc import Calendar
        >>> desk = Calendar("Mon-Fri 09:00-13:00 14:00-18:00", time_zone="Europe/Berlin")
        >>> for stretch in desk.explain(desk.at("2026-03-06 12:00"), desk.at("2026-03-07 00:00")):
        ...     print(f"{stretch.start:%a %H:%M} {stretch.reason}")
        Fri 12:00 working
        Fri 13:00 break
        Fri 14:00 working
        Fri 18:00 outside hours
        """
        start, end = doors.instant("start", start), doors.instant("end", end)
        first, last = self._distance("start", start), self._distance("end", end)
        if last <= first:
            return iter(())
        if self._horizon and self._horizon.outside == "raise":
            self._horizon.check(first, last)
        return reasons.joined(self._marked(start, end))

    def _compiled(self, near: datetime) -> Clocks:
        """Return the compiled calendar; built aside, published by one assignment."""
        clocks = self._clocks
        if clocks is None:
            anchor = doors.instant("start", near) - EPOCH
            clocks = Clocks(Timeline(self._pages(near), anchor), self._horizon)
            object.__setattr__(self, "_clocks", clocks)
        return clocks

    def _compiled_pages(self, near: datetime) -> CompiledPages:
        pages = self._compiled(near).timeline.pages
        assert isinstance(pages, CompiledPages)  # noqa: S101 - see `_pages`
        return pages

    def _open_spans(self, start: datetime, end: datetime) -> Spans:
        """Return the working time between two instants, as distances."""
        timeline = self._compiled(start).timeline
        return list(timeline.spans(start - EPOCH, end - EPOCH))

    def _open_between(self, spans: Spans) -> Spans:
        """Return the working time near some spans, which are in order."""
        if not spans:
            return []
        near = EPOCH + min(max(spans[0][0], FIRST), LAST)
        return list(self._compiled(near).timeline.spans(spans[0][0], spans[-1][1]))

    def _open_in(self, spans: Spans) -> bool:
        """Say whether any of some spans is working time."""
        return bool(intersection(spans, self._open_between(spans)))

    def _day_spans(self, day: date) -> Spans:
        """Return the working time that belongs to a date: of the shifts that start on it."""
        number = day.toordinal()
        return joined(span for *_, spans in self._shifts(number, number) for span in spans)

    def _working_days(self, at: datetime) -> Iterator[WorkingDay]:
        """Go through the dates with working time, from those on that are not over by an instant.

        A day closes with its last shift, or with that of an earlier day which lasts longer, so
        that closes come in order. Closed dates up to the next opening cost one search.
        """
        number = max(self._date_of(at - EPOCH) - _LONGEST_SHIFT, 1)
        close = timedelta.min
        while number <= _LAST_DAY:
            spans = self._day_spans(date.fromordinal(number))
            if spans:
                close = max(close, spans[-1][1])
                if close > at - EPOCH:
                    yield number, spans[0][0], close
                number += 1
            else:
                number = self._after_closed(number)

    def _after_closed(self, number: int) -> int:
        """Return the first date after a closed one that can have working time."""
        closed_until = day_begins(number + 1 - EPOCH_DAY, self.zone)
        near = EPOCH + min(max(closed_until, FIRST), LAST)
        span = self._compiled(near).timeline.span_after(closed_until)
        if span is None:
            return _LAST_DAY + 1
        if span[0] is None:
            return number + 1
        return max(number + 1, self._date_of(span[0]) - _LONGEST_SHIFT)

    def _date_of(self, x: timedelta) -> int:
        """Return the date that the clock shows at an instant, as its ordinal."""
        return (EPOCH + x).astimezone(self.zone).toordinal()

    def _marked(self, start: datetime, end: datetime) -> Iterator[Stretch]:
        """Go through stretches, those beyond the horizon marked."""
        horizon = self._horizon
        ends = (horizon.start, horizon.end) if horizon and horizon.outside != "assume" else ()
        asked = start - EPOCH, end - EPOCH
        known = [EPOCH + x for x in ends if x is not None and asked[0] < x < asked[1]]
        try:
            for stretch in reasons.cut_at(self._stretches(start, end), known):
                span = stretch.start - EPOCH, stretch.end - EPOCH
                told = not ends or horizon is None or horizon.covers(*span)
                yield stretch if told else evolve(stretch, known=False)
        except OverflowError:  # a clock of one of the calendars has no such date
            raise OutOfRangeError.of("start, end", f"{start} to {end}") from None

    def _hours_of(self, day: date) -> DaySchedule:
        """Return the time that belongs to a date as its hours on the wall clock."""
        number = day.toordinal() - EPOCH_DAY
        midnight, clock = timedelta(number), near_days(number, self.zone)
        shifts = (
            tuple((furthest_reading(x, clock) - midnight) // _SECOND * _SECOND for x in span)
            for span in self._day_spans(day)
        )
        return DaySchedule.of_shifts(joined((a, b) for a, b in shifts if a < b))
