"""A calendar: a zone, a week, holidays and exceptions; what was said, and how it is compiled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from attrs import field, fields, frozen

from slacalc import doors, reasons
from slacalc.algebra import AnyCalendar
from slacalc.closures import ClosedTime, Closure, closures_of
from slacalc.compiler import Compiler
from slacalc.dated_time import DayShift
from slacalc.dates import EASTER_KNOWN, Dates
from slacalc.days import Day, DayRule, day_rules, holiday_names
from slacalc.horizon import Horizon
from slacalc.local import Clocks
from slacalc.rota import Rota, week_of, week_to_dict
from slacalc.schedule import DaySchedule, WeekSchedule
from slacalc.working_days import WorkingDays
from slacalc.working_time import Span
from slacalc.zones import is_skipped, zone_of

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from slacalc.algebra import Written
    from slacalc.pages import CompiledPages
    from slacalc.reasons import Stretch

_LAST = date.max.toordinal()
_MADE = {"_clocks": None, "_bare": None, "_fingerprint": ""}  # when first needed
_Said = str | DaySchedule | DayRule
_Closed = Iterable[Span | Closure | str] | Mapping[Span, str] | Mapping[str, str]


@frozen(repr=False, init=False)
class Calendar(AnyCalendar):
    """Working time in one zone: a week, less its holidays, changed by its exceptions.

    Args:
        week: text (``"Mon-Fri 09:00-18:00; Sat 10:00-14:00"``), a mapping of weekdays to
            schedules, where weekdays that are not named are closed, or a `Rota`.
        time_zone: the name of an IANA zone; the hours are on its wall clock.
        name: what to call the calendar in explanations.
        holidays: dates, or a mapping of dates to names; the calendar is closed on them.
        exceptions: a mapping of dates to what holds on them instead: ``"closed"``,
            ``"10:00-14:00"``, ``"as mon"``, ``"short 1h"``, a `DaySchedule` or a `DayRule`.
        closures: stretches between two instants in which it is closed, whatever its days say:
            `Closure`, `Span`, or text of two times on its clock, or of dates, with ``..`` between
            them (``"2026-12-24 18:00..2026-12-26 00:00"``, ``"2026-12-24"`` for the civil day);
            or a mapping of these to reasons.
        known_from: the first day that was listed, where the holidays of earlier ones were not.
        known_until: the last day that was listed.
        outside: what to do about an answer that used other days: ``"warn"`` of it, ``"raise"``
            an error, or ``"assume"`` that the week and what recurs hold there.

    The dates of holidays and exceptions are dates or text: ``"2026-11-04"``, a range
    (``"2026-12-24..2027-01-02"``), days of each year (``"12-24..01-02"``), days around Easter
    (``"easter-2"``, ``"orthodox easter+1"``), or a rule of RFC 5545
    (``"FREQ=MONTHLY;BYDAY=1MO"``). A date beats a range, a range what recurs, an exception a
    holiday, and a holiday the week.

    Instants are aware datetimes of any zone, results come back in the zone of the argument.
    Durations are of whole microseconds. Questions cost O(log n) in the calendar's compiled
    years, which are compiled when first needed, and O(1) on a day that was asked about.

    >>> from datetime import timedelta
    >>> desk = Calendar("Mon-Fri 09:00-13:00 14:00-18:00", time_zone="Europe/Moscow")
    >>> str(desk.deadline(desk.at("2026-03-02 10:00"), timedelta(hours=8)))
    '2026-03-03 10:00:00+03:00'
    """

    week: WeekSchedule | Rota
    time_zone: str
    name: str
    _holidays: tuple[tuple[Dates, str], ...]
    _exceptions: tuple[tuple[Dates, DayRule], ...]
    closures: tuple[Closure, ...]
    known_from: date | None
    known_until: date | None
    outside: str
    _days: WorkingDays = field(eq=False)
    _closed: ClosedTime = field(eq=False)
    _horizon: Horizon | None = field(eq=False)
    _clocks: Clocks | None = field(init=False, eq=False, default=None)
    _bare: Calendar | None = field(init=False, eq=False, default=None)
    _fingerprint: str = field(init=False, eq=False, default="")

    def __init__(
        self,
        week: str | Mapping[str, DaySchedule | str] | WeekSchedule | Rota,
        *,
        time_zone: str | ZoneInfo,
        name: str = "",
        holidays: Mapping[Any, str] | Iterable[Dates | str] = (),
        exceptions: Mapping[Any, _Said] | None = None,
        closures: _Closed = (),
        known_from: date | str | None = None,
        known_until: date | str | None = None,
        outside: str = "warn",
    ) -> None:
        name = doors.text("name", name)
        zone = zone_of("time_zone", time_zone)
        first = None if known_from is None else doors.day("known_from", known_from)
        last = None if known_until is None else doors.day("known_until", known_until)
        named, ruled = holiday_names(holidays), day_rules({} if exceptions is None else exceptions)
        closed = closures_of(closures, zone)
        days = WorkingDays(week_of(week), named, ruled)
        said = (days.week, zone.key, name, named, ruled, closed, first, last, outside)
        horizon = _horizon(days, zone, first, last, outside)
        self.__attrs_init__(*said, days, ClosedTime(closed), horizon)

    @property
    def zone(self) -> ZoneInfo:
        """The zone on whose wall clock the hours are."""
        return zone_of("time_zone", self.time_zone)

    @property
    def holidays(self) -> dict[Dates, str]:
        """The holidays and their names."""
        return dict(self._holidays)

    @property
    def exceptions(self) -> dict[Dates, DayRule]:
        """The exceptions and their rules."""
        return dict(self._exceptions)

    def _day(self, day: date) -> Day:
        if is_skipped(day, self.zone):
            return Day(day, DaySchedule(), "skipped by the zone's clock")
        said = self._days.on(day)
        whole = self._plain()._day_spans(day) if self._closed else []
        closed = [c for span in whole for c in self._closed.said(*span)]
        if not closed:
            return said
        reason = "; ".join(filter(None, dict.fromkeys([said.reason, *(c.reason for c in closed)])))
        return Day(day, self._hours_of(day), reason)

    def _usual_hours(self, day: date) -> DaySchedule:
        return self.week.on(day)

    def _pictures(self) -> Iterator[str]:
        yield self.week._repr_html_()

    def _shown_year(self) -> int | None:
        listed = [
            days.year for days, _ in (*self._holidays, *self._exceptions) if type(days) is date
        ]
        return max(listed, default=None)

    def with_hours(self, hours: DaySchedule | WeekSchedule | str) -> Calendar:
        """Return the same working days with other hours.

        Holidays, transfers and shortenings go on working; an exception that names hours
        keeps them. Reads well for a level with a schedule of its own.

        >>> office = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Berlin")
        >>> office.with_hours(DaySchedule("08:00-20:00")).week
        WeekSchedule('Mon-Fri 08:00-20:00')
        """
        week = self.week.with_hours(hours)
        days = WorkingDays(week, self._holidays, self._exceptions)
        return self._like(week=week, _days=days)

    def named(self, name: str) -> Calendar:
        """Return the same calendar under another name."""
        return self._like(name=doors.text("name", name))

    def _like(self, **changed: Any) -> Calendar:
        """Return a calendar with something changed; what else was said is checked, and shared."""
        other = object.__new__(Calendar)
        for one in fields(Calendar):
            value = changed.get(one.name, getattr(self, one.name))
            object.__setattr__(other, one.name, _MADE.get(one.name, value))
        return other

    def _plain(self) -> Calendar:
        """Return the calendar without its closures; made once."""
        if self._bare is None:
            bare = self._like(closures=(), _closed=ClosedTime(()))
            object.__setattr__(self, "_bare", bare)
        assert self._bare is not None  # noqa: S101 - just made, and never unmade
        return self._bare

    def __str__(self) -> str:
        """Name the calendar, or say its hours."""
        return self.name or f"{self.week} ({self.time_zone})"

    def __repr__(self) -> str:
        """Write the constructor call."""
        week = repr(self.week) if isinstance(self.week, Rota) else repr(str(self.week))
        said = {name: _short(value) for name, value in self._said().items() if value}
        if self.outside == "warn":
            del said["outside"]
        return f"Calendar({', '.join([week, *(f'{k}={v!r}' for k, v in said.items())])})"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle what was said; the compiled time is built again where it is needed."""
        return _restored, (self.week, self._said())

    def _table(self, written: Written) -> dict[str, Any]:  # noqa: ARG002 - it is made of none
        table = {
            "time_zone": self.time_zone,
            "week": week_to_dict(self.week),
            "holidays": {str(days): name for days, name in self._holidays},
            "exceptions": {str(days): rule.to_dict() for days, rule in self._exceptions},
            "closures": [closure.to_dict() for closure in self.closures],
            "known_from": self.known_from and str(self.known_from),
            "known_until": self.known_until and str(self.known_until),
            "outside": self.outside,
        }
        if self.outside == "warn":
            del table["outside"]
        return {key: value for key, value in table.items() if value}

    def _said(self) -> dict[str, Any]:
        """Return the arguments of the constructor, but for the week."""
        return {
            "time_zone": self.time_zone,
            "name": self.name,
            "holidays": self.holidays,
            "exceptions": self.exceptions,
            "closures": list(self.closures),
            "known_from": self.known_from,
            "known_until": self.known_until,
            "outside": self.outside,
        }

    def _shifts(self, first: int, last: int) -> list[DayShift]:
        days = [date.fromordinal(n) for n in range(max(first, 1), min(last, _LAST) + 1)]
        pages = self._compiled_pages(datetime.combine(days[0], time(), UTC)) if days else None
        assert pages is None or isinstance(pages, Compiler)  # noqa: S101 - see `_pages`
        return [(day.toordinal(), *one) for day in days if pages for one in pages.day(day)]

    def _pages(self, near: datetime) -> CompiledPages:  # noqa: ARG002 - pages of days need none
        return Compiler(self.zone, self._days, self._closed)

    def _stretches(self, start: datetime, end: datetime) -> Iterator[Stretch]:
        if self._closed:
            return self._closed.cut(self._plain()._stretches(start, end), start, end)
        spans = self._open_spans(start, end)
        start, end = start.astimezone(self.zone), end.astimezone(self.zone)
        return reasons.by_day(self._day, self.week.on, spans, start, end)


def _short(value: Any) -> Any:
    """Return a value with ranges and what recurs as text, which the constructor reads."""
    if not isinstance(value, dict):
        return value
    return {key if isinstance(key, date) else str(key): said for key, said in value.items()}


def _restored(week: WeekSchedule | Rota, said: dict[str, Any]) -> Calendar:
    return Calendar(week, **said)


def _horizon(
    days: WorkingDays, zone: ZoneInfo, first: date | None, last: date | None, outside: str
) -> Horizon | None:
    """Return what is known: what was said, and where Easter matters the years that have one."""
    if days.needs_easter:
        first = max(first or EASTER_KNOWN[0], EASTER_KNOWN[0])
        last = min(last or EASTER_KNOWN[1], EASTER_KNOWN[1])
    return Horizon.of(first, last, outside, zone)
