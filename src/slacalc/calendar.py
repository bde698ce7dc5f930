"""A calendar: a zone, a week, holidays and exceptions; what was said, and how it is compiled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from slacalc import doors
from slacalc.compiler import Compiler
from slacalc.days import Day, DayRule, day_rules, holiday_names
from slacalc.errors import ArgumentTypeError, WallTimeError
from slacalc.local import Clocks
from slacalc.schedule import DaySchedule, WeekSchedule
from slacalc.timeline import Timeline
from slacalc.working_time import WorkingTime
from slacalc.zones import EPOCH, at_wall_time, is_skipped, zone_of

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_Said = str | DaySchedule | DayRule
_EPOCH_DAY = date(1970, 1, 1).toordinal()


@frozen(repr=False, init=False)
class Calendar(WorkingTime):
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

    >>> from datetime import timedelta
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
        other = object.__new__(Calendar)  # what else was said is checked already, and shared
        said = (self.time_zone, self.name, self._holidays, self._exceptions)
        other.__attrs_init__(self.week.with_hours(hours), *said)
        return other

    def at(self, wall: str | datetime, *, disambiguate: str = "raise") -> datetime:
        """Return what this calendar's clock means by a wall-clock time.

        A time that a gap skips or a fold repeats is refused, unless `disambiguate` is
        ``"earlier"`` or ``"later"``.

        >>> Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Berlin").at("2026-03-02 10:00")
        datetime.datetime(2026, 3, 2, 10, 0, tzinfo=zoneinfo.ZoneInfo(key='Europe/Berlin'))
        """
        return at_wall_time(_read_wall(wall), self.zone, disambiguate=disambiguate)

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

    @property
    def _never_open(self) -> bool:
        return not self.week


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
        local = doors.moment(wall) if isinstance(wall, str) else wall
    except ValueError:
        remedy = "write it as '2026-12-24 16:30'"
        raise WallTimeError("wall", wall, "is no date and time", remedy) from None
    if not isinstance(local, datetime):
        raise ArgumentTypeError.expected("wall", wall, "text such as '2026-12-24 16:30'")
    if local.tzinfo is not None:
        problem = "names an offset, so it is an instant already"
        raise WallTimeError("wall", wall, problem, "leave the offset out, or use the instant")
    return doors.instant("wall", local.replace(tzinfo=UTC)).replace(tzinfo=None)
