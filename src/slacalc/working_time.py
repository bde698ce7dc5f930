"""The questions about working time, answered by anything that compiles to a timeline."""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from typing import TYPE_CHECKING, NoReturn

from attrs import field, frozen

from slacalc import doors
from slacalc.errors import (
    ArgumentTypeError,
    NaiveDatetimeError,
    NoWorkingTimeError,
    OutOfRangeError,
)
from slacalc.horizon import FOREVER
from slacalc.zones import EPOCH

if TYPE_CHECKING:
    from slacalc.local import Clocks

_ZERO = timedelta(0)


def _exact(at: datetime | None) -> timedelta | None:
    """Return an instant as a distance; datetimes of one zone compare by the wall clock alone."""
    return None if at is None else at - EPOCH


def _is_by(at: datetime | None, other: datetime) -> bool:
    """Say whether an instant is not after another; the start of an endless span is not."""
    return at is None or at - EPOCH <= other - EPOCH


@frozen
class Span:
    """A stretch of time between two instants, half-open; an endless end is None."""

    start: datetime | None = field(eq=_exact)
    end: datetime | None = field(eq=_exact)

    @property
    def length(self) -> timedelta | None:
        """The time that passes in it, None where it has no end; ``end - start`` can be wrong."""
        if self.start is None or self.end is None:
            return None
        return (self.end - EPOCH) - (self.start - EPOCH)

    def __str__(self) -> str:
        """Write the span for people."""
        return f"{self.start or '...'} to {self.end or '...'}"


class WorkingTime(ABC):
    """Working time that can be asked about; a calendar is one.

    Instants are aware datetimes of any zone; results come back in the zone of the argument.
    Durations are of whole microseconds. An instant within a day of the years 1 and 9999 that
    UTC or the zone of the answer can't name raises `OutOfRangeError`.
    """

    __slots__ = ()

    _clocks: Clocks | None

    @abstractmethod
    def _compiled(self, near: datetime) -> Clocks:
        """Return the compiled working time, compiling it near an instant at first."""

    def deadline(self, start: datetime, duration: timedelta) -> datetime:
        """Return the first instant by which `duration` has been worked since `start`.

        A duration of zero gives back the start; a negative one is refused. Raises
        `NoWorkingTimeError` where the calendar has not that much time ahead, and
        `OutOfRangeError` past the year 9999. O(1) once the days asked about are known.

        >>> from slacalc import Calendar
        >>> office = Calendar("Mon-Fri 09:00-13:00 14:00-18:00", time_zone="Europe/Berlin")
        >>> str(office.deadline(office.at("2026-03-02 09:00"), timedelta(hours=8)))
        '2026-03-02 18:00:00+01:00'
        """
        if type(start) is not datetime or start.tzinfo is None:
            start = doors.instant("start", start)
        if type(duration) is not timedelta or duration <= _ZERO:
            duration = doors.positive_duration(
                "duration", duration, remedy="ask latest_start for the other way"
            )
            if not duration:
                return doors.instant("start", start)
        try:
            due = (self._clocks or self._compiled(start)).moved(start, duration)
        except NaiveDatetimeError:  # of a clock that knows no offset
            raise NaiveDatetimeError.of("start", start) from None
        except OverflowError:
            raise OutOfRangeError.of("start", start) from None
        return due or self._nowhere("start", start, ahead=True)

    def latest_start(self, due: datetime, duration: timedelta) -> datetime:
        """Return the last instant from which `duration` still fits before `due`.

        The mirror image of `deadline`, with the same errors and cost.

        >>> from slacalc import Calendar
        >>> office = Calendar("Mon-Fri 09:00-13:00 14:00-18:00", time_zone="Europe/Berlin")
        >>> str(office.latest_start(office.at("2026-03-03 10:00"), timedelta(hours=1)))
        '2026-03-03 09:00:00+01:00'
        """
        due = doors.instant("due", due)
        duration = doors.positive_duration(
            "duration", duration, remedy="ask deadline for the other way"
        )
        if not duration:
            return due
        try:
            start = (self._clocks or self._compiled(due)).moved(due, -duration, bisect_right)
        except OverflowError:
            raise OutOfRangeError.of("due", due) from None
        return start or self._nowhere("due", due, ahead=False)

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Return the working time between two instants, negative when `end` is the earlier.

        Raises `OutOfRangeError` for an instant outside the years 1 to 9999 in UTC. O(1) once
        the days asked about are known.

        >>> from slacalc import Calendar
        >>> office = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Berlin")
        >>> office.elapsed(office.at("2026-03-06 17:00"), office.at("2026-03-09 10:00"))
        datetime.timedelta(seconds=7200)
        """
        if type(start) is not datetime or start.tzinfo is None:
            start = doors.instant("start", start)
        if type(end) is not datetime or end.tzinfo is None:
            end = doors.instant("end", end)
        try:
            clocks = self._clocks or self._compiled(start)
            return clocks.worked(end) - clocks.worked(start)
        except NaiveDatetimeError:  # of a clock that knows no offset
            name, lost = ("end", end) if doors.has_offset(start) else ("start", start)
            raise NaiveDatetimeError.of(name, lost) from None
        except OverflowError:
            raise OutOfRangeError.of("start, end", f"{start} to {end}") from None

    def is_open(self, at: datetime) -> bool:
        """Say whether an instant lies in working time; a closing does not.

        >>> from slacalc import Calendar
        >>> Calendar("Mon-Fri 09:00-18:00", time_zone="UTC").is_open(EPOCH)
        False
        """
        at = doors.instant("at", at)
        try:
            return (self._clocks or self._compiled(at)).is_open(at)
        except OverflowError:
            raise OutOfRangeError.of("at", at) from None

    def span_at(self, at: datetime) -> Span | None:
        """Return the whole span of working time that an instant lies in, or None."""
        span = self._span(at, "span_after")
        if not (span and _is_by(span.start, at)):
            self._check(at, inside=True)
            return None
        start, end = _exact(span.start), _exact(span.end)
        ends = (-FOREVER if start is None else start, FOREVER if end is None else end)
        self._check(at, *ends)
        return span

    def next_opening(self, at: datetime) -> datetime | None:
        """Return the first opening strictly after an instant, None where there is none."""
        span = self._span(at, "span_after")
        if span and _is_by(span.start, at):
            span = self._span(span.end, "span_after") if span.end else None
        return self._told(at, span.start if span else None, ahead=True)

    def next_closing(self, at: datetime) -> datetime | None:
        """Return the first closing strictly after an instant, None where there is none."""
        span = self._span(at, "span_after")
        return self._told(at, span.end if span else None, ahead=True)

    def previous_opening(self, at: datetime) -> datetime | None:
        """Return the last opening strictly before an instant, None where there is none."""
        span = self._span(at, "span_before")
        return self._told(at, span.start if span else None, ahead=False)

    def previous_closing(self, at: datetime) -> datetime | None:
        """Return the last closing strictly before an instant, None where there is none."""
        span = self._span(at, "span_before")
        if span and (span.end is None or _is_by(at, span.end)):
            span = self._span(span.start, "span_before") if span.start else None
        return self._told(at, span.end if span else None, ahead=False)

    def roll_forward(self, at: datetime) -> datetime:
        """Return the instant itself while open, else the next opening.

        Raises `NoWorkingTimeError` where there is none.
        """
        if self.is_open(at):
            return doors.instant("at", at)
        return self.next_opening(at) or self._nowhere("at", at, ahead=True)

    def roll_back(self, at: datetime) -> datetime:
        """Return the instant itself while open or at a closing, else the previous closing.

        Raises `NoWorkingTimeError` where there is none.
        """
        plain = doors.instant("at", at)
        span = self._span(plain, "span_before")
        if span and (span.end is None or _is_by(plain, span.end)):
            self._check(plain)
            return plain
        if self.is_open(plain):
            return plain
        return self.previous_closing(plain) or self._nowhere("at", at, ahead=False)

    def spans(self, start: datetime, end: datetime) -> Iterator[Span]:
        """Go through the working time between two instants, cut to them; O(1) for each span.

        Nothing where the end is not after the start.

        >>> from slacalc import Calendar
        >>> office = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Berlin")
        >>> friday, monday = office.at("2026-03-06 17:00"), office.at("2026-03-09 10:00")
        >>> [str(span.start) for span in office.spans(friday, monday)]
        ['2026-03-06 17:00:00+01:00', '2026-03-09 09:00:00+01:00']
        """
        start, end = doors.instant("start", start), doors.instant("end", end)
        first, last = self._distance("start", start), self._distance("end", end)
        self._check(start, last)
        timeline = self._compiled(start).timeline
        return (
            Span(self._in_zone_of(start, opening), self._in_zone_of(start, closing))
            for opening, closing in timeline.spans(first, last)
        )

    def equivalent(self, other: WorkingTime, start: datetime, end: datetime) -> bool:
        """Say whether another calendar has the same working time between two instants."""
        if not isinstance(other, WorkingTime):
            raise ArgumentTypeError.expected("other", other, "a Calendar")
        pairs = zip_longest(self.spans(start, end), other.spans(start, end))
        return all(mine == others for mine, others in pairs)

    def _span(self, at: datetime, which: str) -> Span | None:
        at = doors.instant("at", at)
        x = self._distance("at", at)
        clocks = self._clocks or self._compiled(at)
        span = getattr(clocks.timeline, which)(x)
        return span and Span(*(None if end is None else self._in_zone_of(at, end) for end in span))

    def _told(self, at: datetime, answer: datetime | None, *, ahead: bool) -> datetime | None:
        """Return a neighbour; one outside the horizon is warned of, or refused."""
        none = FOREVER if ahead else -FOREVER
        self._check(at, none if answer is None else answer - EPOCH)
        return answer

    def _check(self, at: datetime, *answers: timedelta, inside: bool = False) -> None:
        horizon = (self._clocks or self._compiled(at)).horizon
        if horizon:
            x = at - EPOCH
            horizon.check(x, x + EPOCH.resolution if inside else x, *answers)

    def _distance(self, argument: str, at: datetime) -> timedelta:
        try:
            return at.astimezone(UTC) - EPOCH
        except OverflowError:
            raise OutOfRangeError.of(argument, at) from None

    def _in_zone_of(self, at: datetime, x: timedelta) -> datetime:
        try:
            return (EPOCH + x).astimezone(at.tzinfo)
        except OverflowError:
            raise OutOfRangeError.of("at", at) from None

    def _nowhere(self, argument: str, at: datetime, *, ahead: bool) -> NoReturn:
        """Raise the error for working time that is not there, or lies past the end of time."""
        if self._compiled(at).timeline.is_over(at - EPOCH, ahead=ahead):
            raise NoWorkingTimeError.needed(argument, at, ahead=ahead)
        raise OutOfRangeError.of(argument, at)
