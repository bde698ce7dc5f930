"""A calendar: a zone, a week, holidays and exceptions, asked about working time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NoReturn

from attrs import field, frozen

from slacalc import doors
from slacalc.compiler import Compiler
from slacalc.days import Day, DayRule, day_rules, holiday_names
from slacalc.errors import (
    ArgumentTypeError,
    NoWorkingTimeError,
    OutOfRangeError,
    WallTimeError,
)
from slacalc.local import Clocks
from slacalc.schedule import DaySchedule, WeekSchedule
from slacalc.timeline import Timeline
from slacalc.zones import EPOCH, at_wall_time, is_skipped, zone_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

_Said = str | DaySchedule | DayRule
_ZERO = timedelta(0)
_EPOCH_DAY = date(1970, 1, 1).toordinal()


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

    def __str__(self) -> str:
        """Write the span for people."""
        return f"{self.start or '...'} to {self.end or '...'}"


@frozen(repr=False, init=False)
class Calendar:
    """Working time in one zone: a week, less its holidays, changed by its exceptions.

    Args:
        week: text (``"Mon-Fri 09:00-18:00; Sat 10:00-14:00"``) or a mapping of weekdays to
            schedules; weekdays that are not named are closed.
        time_zone: the name of an IANA zone; the hours are on its wall clock.
        name: what to call the calendar in explanations.
        holidays: dates, or a mapping of dates to names; the calendar is closed on them.
        exceptions: a mapping of dates to what holds on them instead: ``"closed"``,
            ``"10:00-14:00"``, ``"as mon"``, ``"short 1h"``, a `DaySchedule` or a `DayRule`.

    Instants are aware datetimes of any zone, results come back in the zone of the argument.
    Durations are of whole microseconds. Questions cost O(log n) in the calendar's compiled
    years, which are compiled when first needed, and O(1) on a day that was asked about.

    >>> desk = Calendar("Mon-Fri 09:00-13:00 14:00-18:00", time_zone="Europe/Moscow")
    >>> str(desk.deadline(desk.at("2026-03-02 10:00"), timedelta(hours=8)))
    '2026-03-03 10:00:00+03:00'
    """

    week: WeekSchedule
    time_zone: str
    name: str
    _holidays: tuple[tuple[date, str], ...]
    _exceptions: tuple[tuple[date, DayRule], ...]
    _clocks: Clocks | None = field(init=False, eq=False, default=None)
    _days: dict[date, Day] | None = field(init=False, eq=False, default=None)

    def __init__(
        self,
        week: str | Mapping[str, DaySchedule | str] | WeekSchedule,
        *,
        time_zone: str | ZoneInfo,
        name: str = "",
        holidays: Mapping[date, str] | Mapping[str, str] | Iterable[date | str] = (),
        exceptions: Mapping[date, _Said] | Mapping[str, _Said] | None = None,
    ) -> None:
        if not isinstance(name, str):
            raise ArgumentTypeError.expected("name", name, "text")
        self.__attrs_init__(
            WeekSchedule(week),
            zone_of("time_zone", time_zone).key,
            name,
            holiday_names(holidays),
            day_rules({} if exceptions is None else exceptions),
        )

    @property
    def zone(self) -> ZoneInfo:
        """The zone on whose wall clock the hours are."""
        return zone_of("time_zone", self.time_zone)

    @property
    def holidays(self) -> dict[date, str]:
        """The holidays and their names."""
        return dict(self._holidays)

    @property
    def exceptions(self) -> dict[date, DayRule]:
        """The exceptions and their rules."""
        return dict(self._exceptions)

    def deadline(self, start: datetime, duration: timedelta) -> datetime:
        """Return the first instant by which `duration` has been worked since `start`.

        A duration of zero gives back the start; a negative one is refused. Raises
        `NoWorkingTimeError` where the calendar has not that much time ahead, and
        `OutOfRangeError` past the year 9999. O(1) once the days asked about are known.

        >>> office = Calendar("Mon-Fri 09:00-13:00 14:00-18:00", time_zone="Europe/Berlin")
        >>> str(office.deadline(office.at("2026-03-02 09:00"), timedelta(hours=8)))
        '2026-03-02 18:00:00+01:00'
        """
        if type(start) is not datetime or start.tzinfo is None:
            start = doors.instant("start", start)
        if type(duration) is not timedelta or duration <= _ZERO:
            duration = doors.positive_duration("duration", duration, instead="latest_start")
            if not duration:
                return doors.instant("start", start)
        try:
            due = (self._clocks or self._compiled(start)).moved(start, duration)
        except OverflowError:
            raise OutOfRangeError.of("start", start) from None
        return due or self._nowhere("start", start, ahead=True)

    def latest_start(self, due: datetime, duration: timedelta) -> datetime:
        """Return the last instant from which `duration` still fits before `due`.

        The mirror image of `deadline`, with the same errors and cost.

        >>> office = Calendar("Mon-Fri 09:00-13:00 14:00-18:00", time_zone="Europe/Berlin")
        >>> str(office.latest_start(office.at("2026-03-03 10:00"), timedelta(hours=1)))
        '2026-03-03 09:00:00+01:00'
        """
        due = doors.instant("due", due)
        duration = doors.positive_duration("duration", duration, instead="deadline")
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
        except OverflowError:
            raise OutOfRangeError.of("start, end", (start, end)) from None

    def is_open(self, at: datetime) -> bool:
        """Say whether an instant lies in working time; a closing does not.

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
        span = self._span("at", at, "span_after")
        return span if span and _is_by(span.start, at) else None

    def next_opening(self, at: datetime) -> datetime | None:
        """Return the first opening strictly after an instant, None where there is none."""
        span = self._span("at", at, "span_after")
        if span and _is_by(span.start, at):
            span = self._span("at", span.end, "span_after") if span.end else None
        return span.start if span else None

    def next_closing(self, at: datetime) -> datetime | None:
        """Return the first closing strictly after an instant, None where there is none."""
        span = self._span("at", at, "span_after")
        return span.end if span else None

    def previous_opening(self, at: datetime) -> datetime | None:
        """Return the last opening strictly before an instant, None where there is none."""
        span = self._span("at", at, "span_before")
        return span.start if span else None

    def previous_closing(self, at: datetime) -> datetime | None:
        """Return the last closing strictly before an instant, None where there is none."""
        span = self._span("at", at, "span_before")
        if span and (span.end is None or _is_by(at, span.end)):
            span = self._span("at", span.start, "span_before") if span.start else None
        return span.end if span else None

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
        span = self._span("at", plain, "span_before")
        if self.is_open(plain) or (span and span.end is not None and _is_by(plain, span.end)):
            return plain
        return self.previous_closing(plain) or self._nowhere("at", at, ahead=False)

    def spans(self, start: datetime, end: datetime) -> Iterator[Span]:
        """Go through the working time between two instants, cut to them; O(1) for each span.

        >>> office = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Berlin")
        >>> friday, monday = office.at("2026-03-06 17:00"), office.at("2026-03-09 10:00")
        >>> [str(span.start) for span in office.spans(friday, monday)]
        ['2026-03-06 17:00:00+01:00', '2026-03-09 09:00:00+01:00']
        """
        start, end = doors.instant("start", start), doors.instant("end", end)
        first, last = self._distance("start", start), self._distance("end", end)
        timeline = (self._clocks or self._compiled(start)).timeline
        return (
            Span(self._in_zone_of(start, opening), self._in_zone_of(start, closing))
            for opening, closing in timeline.spans(first, last)
        )

    def day(self, day: date | str) -> Day:
        """Return the hours in force on a date, and the reason for them.

        >>> office = Calendar(
        ...     "Mon-Fri 09:00-18:00",
        ...     time_zone="Europe/Moscow",
        ...     exceptions={"2026-11-03": "short 1h"},
        ... )
        >>> print(office.day("2026-11-03"))
        Tue 2026-11-03 09:00-17:00 (short 1h)
        """
        day = doors.day("day", day)
        if is_skipped(day, self.zone):
            return Day(day, DaySchedule(), "skipped by the zone's clock")
        return self._ruled().get(day) or Day(day, self.week[day.weekday()], "")

    def with_hours(self, hours: DaySchedule | WeekSchedule | str) -> Calendar:
        """Return the same working days with other hours.

        Holidays, transfers and shortenings go on working; an exception that names hours
        keeps them. Reads well for a level with a schedule of its own.

        >>> office = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Berlin")
        >>> office.with_hours(DaySchedule("08:00-20:00")).week
        WeekSchedule('Mon-Fri 08:00-20:00')
        """
        return _restored(
            self.week.with_hours(hours), self.time_zone, self.name, self.holidays, self.exceptions
        )

    def at(self, wall: str | datetime, *, disambiguate: str = "raise") -> datetime:
        """Return what this calendar's clock means by a wall-clock time.

        A time that a gap skips or a fold repeats is refused, unless `disambiguate` is
        ``"earlier"`` or ``"later"``.

        >>> Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Berlin").at("2026-03-02 10:00")
        datetime.datetime(2026, 3, 2, 10, 0, tzinfo=zoneinfo.ZoneInfo(key='Europe/Berlin'))
        """
        return at_wall_time(_read_wall(wall), self.zone, disambiguate=disambiguate)

    def equivalent(self, other: Calendar, start: datetime, end: datetime) -> bool:
        """Say whether another calendar has the same working time between two instants."""
        if not isinstance(other, Calendar):
            raise ArgumentTypeError.expected("other", other, "a Calendar")
        pairs = zip_longest(self.spans(start, end), other.spans(start, end))
        return all(mine == others for mine, others in pairs)

    def __str__(self) -> str:
        """Name the calendar, or say its hours."""
        return self.name or f"{self.week} ({self.time_zone})"

    def __repr__(self) -> str:
        """Write the constructor call."""
        said = [repr(str(self.week)), f"time_zone={self.time_zone!r}"]
        said += [f"name={self.name!r}"] if self.name else []
        said += [f"holidays={self.holidays!r}"] if self._holidays else []
        said += [f"exceptions={self.exceptions!r}"] if self._exceptions else []
        return f"Calendar({', '.join(said)})"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle what was said; the compiled time is built again where it is needed."""
        return _restored, (self.week, self.time_zone, self.name, self.holidays, self.exceptions)

    def _ruled(self) -> dict[date, Day]:
        """Return the days on which a holiday or an exception replaces the week."""
        if self._days is not None:
            return self._days
        ruled = {day: Day(day, DaySchedule(), name) for day, name in self._holidays}
        for day, rule in self._exceptions:
            below = ruled.get(day) or Day(day, self.week[day.weekday()], "")
            ruled[day] = rule.applied(self.week, below)
        object.__setattr__(self, "_days", ruled)
        return ruled

    def _compiled(self, near: datetime) -> Clocks:
        """Return the compiled calendar; built aside, published by one assignment."""
        clocks = self._clocks
        if clocks is None:
            rules = {d.toordinal() - _EPOCH_DAY: day.hours for d, day in self._ruled().items()}
            compiler = Compiler(self.zone, self.week, rules)
            clocks = Clocks(Timeline(compiler, doors.instant("start", near) - EPOCH))
            object.__setattr__(self, "_clocks", clocks)
        return clocks

    def _span(self, argument: str, at: datetime, which: str) -> Span | None:
        at = doors.instant(argument, at)
        x = self._distance(argument, at)
        span = getattr((self._clocks or self._compiled(at)).timeline, which)(x)
        return span and Span(*(None if end is None else self._in_zone_of(at, end) for end in span))

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
        """Raise the error for working time that is not there."""
        if self.week:
            raise OutOfRangeError.of(argument, at)
        raise NoWorkingTimeError.needed(argument, at, ahead=ahead)


def _restored(
    week: WeekSchedule,
    time_zone: str,
    name: str,
    holidays: Mapping[date, str],
    exceptions: Mapping[date, DayRule],
) -> Calendar:
    return Calendar(
        week,
        time_zone=time_zone,
        name=name,
        holidays=holidays,
        exceptions=exceptions,
    )


def _read_wall(wall: str | datetime) -> datetime:
    """Read a wall-clock time: ISO text or a datetime, without an offset."""
    try:
        local = datetime.fromisoformat(wall) if isinstance(wall, str) else wall
    except ValueError:
        remedy = "write it as '2026-12-24 16:30'"
        raise WallTimeError("wall", wall, "is no date and time", remedy) from None
    if not isinstance(local, datetime):
        raise ArgumentTypeError.expected("wall", wall, "text such as '2026-12-24 16:30'")
    if local.tzinfo is not None:
        problem = "names an offset, so it is an instant already"
        raise WallTimeError("wall", wall, problem, "leave the offset out, or use the instant")
    return doors.instant("wall", local.replace(tzinfo=UTC)).replace(tzinfo=None)
