"""Days that differ from the week, as some source tells them: what every importer hands over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from attrs import field, frozen

from slacalc import doors
from slacalc.calendar import Calendar
from slacalc.closures import Closure as ClosedStretch
from slacalc.closures import closures_of
from slacalc.days import DayRule, day_rules, holiday_names
from slacalc.errors import ArgumentTypeError, DateError, HoursError
from slacalc.rota import Rota
from slacalc.schedule import DaySchedule, WeekSchedule
from slacalc.zones import zone_of

Closure = tuple[datetime, datetime, str]
_Said = TypeVar("_Said")
_Stretch = tuple[date | None, date | None]
_HOLE = {  # by whether the lists are of one name
    True: ("leave days between them unknown", "join the list of the years between first"),
    False: ("have no day in common", "give both lists one name if they are years of one calendar"),
}


@frozen
class Taken:
    """One line of the report of a reading: a place of the source, and what became of it.

    `what` is ``"holiday"``, ``"working day"``, ``"shortened"``, ``"closure"``, ``"skipped"`` or,
    for what concerns no single day, ``"note"``.

    >>> print(Taken("2024.xml: 04.29", "holiday", "day off moved from 2024-04-27"))
    2024.xml: 04.29: holiday (day off moved from 2024-04-27)
    """

    place: str
    what: str
    why: str

    def __str__(self) -> str:
        """Write the line for people."""
        return f"{self.place}: {self.what}" + (f" ({self.why})" if self.why else "")


@frozen(repr=False, init=False)
class DayList:
    """Days that differ from the week, from one source, and the stretch of days that it knows.

    Args:
        name: whose days these are, such as ``"Russia"``; lists of one name are parts of one.
        holidays: dates, or a mapping of dates to names, as `Calendar` takes them.
        exceptions: a mapping of dates to what holds on them instead, as `Calendar` takes it.
        closures: triples of an aware start, an aware end and a reason; kept in UTC.
        known_from: the first day that the source knows; None where it does not say.
        known_until: the last day that it knows.
        report: what became of each line of the source; no part of equality or of `repr`.
        source: where the facts come from, in words.

    >>> eve = DayList("Russia", exceptions={"2026-11-03": "short 1h"})
    >>> day = DayList("Russia", holidays={"2026-11-04": "Unity Day"})
    >>> office = (eve | day).calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow")
    >>> print(office.day("2026-11-03"))
    Tue 2026-11-03 09:00-17:00 (short 1h)
    """

    name: str
    _holidays: tuple[tuple[date, str], ...]
    _exceptions: tuple[tuple[date, DayRule], ...]
    closures: tuple[Closure, ...]
    known_from: date | None
    known_until: date | None
    report: tuple[Taken, ...] = field(eq=False)
    source: str

    def __init__(
        self,
        name: str = "",
        *,
        holidays: Mapping[date, str] | Mapping[str, str] | Iterable[date | str] = (),
        exceptions: Mapping[Any, str | DaySchedule | DayRule] | None = None,
        closures: Iterable[Closure] = (),
        known_from: date | str | None = None,
        known_until: date | str | None = None,
        report: Iterable[Taken] = (),
        source: str = "",
    ) -> None:
        for argument, said in (("name", name), ("source", source)):
            if not isinstance(said, str):
                raise ArgumentTypeError.expected(argument, said, "text")
        self.__attrs_init__(
            name,
            _single("holidays", holiday_names(holidays)),
            _single("exceptions", day_rules({} if exceptions is None else exceptions)),
            tuple(sorted(map(_closure, closures))),
            *_stretch(known_from, known_until),
            tuple(report),
            source,
        )

    @property
    def holidays(self) -> dict[date, str]:
        """The days without work, and why."""
        return dict(self._holidays)

    @property
    def exceptions(self) -> dict[date, DayRule]:
        """The days with other hours than the week gives them, and the rule for each."""
        return dict(self._exceptions)

    def arguments(self) -> dict[str, Any]:
        """Return the keyword arguments for `Calendar`; those that say nothing are left out.

        >>> DayList(holidays={"2026-11-04": "Unity Day"}).arguments()
        {'holidays': {datetime.date(2026, 11, 4): 'Unity Day'}}
        """
        said = self._said()
        if self.closures:
            said["closures"] = [ClosedStretch(*closure) for closure in self.closures]
        return said

    def _said(self) -> dict[str, Any]:
        said = {
            "holidays": self.holidays,
            "exceptions": self.exceptions,
            "closures": self.closures,
            "known_from": self.known_from,
            "known_until": self.known_until,
        }
        return {argument: value for argument, value in said.items() if value}

    def calendar(
        self,
        week: str | Mapping[str, DaySchedule | str] | WeekSchedule | Rota,
        *,
        time_zone: str | ZoneInfo,
        **more: Any,
    ) -> Calendar:
        """Return the calendar of a week of hours with these days.

        `more` are further arguments of `Calendar`. Holidays, exceptions and closures there come
        beside the list's, recurring ones too; a `name`, and what is known, replace the list's.
        A date that both say is refused.

        >>> unity = DayList("Russia", holidays={"2026-11-04": "Unity Day"})
        >>> office = unity.calendar(
        ...     "Mon-Fri 09:00-18:00", time_zone="Europe/Moscow", exceptions={"12-31": "short 1h"}
        ... )
        >>> print(office.day("2026-12-31"))
        Thu 2026-12-31 09:00-17:00 (short 1h)
        """
        said = {"name": self.name, **self.arguments()}
        zone = zone_of("time_zone", time_zone)
        named = dict(holiday_names(more.pop("holidays", ())))
        ruled = dict(day_rules(more.pop("exceptions", {})))
        own = closures_of(more.pop("closures", ()), zone)
        said["holidays"] = _beside("holidays", self.holidays, named)
        said["exceptions"] = _beside("exceptions", self.exceptions, ruled)
        said["closures"] = [*said.get("closures", ()), *own]
        return Calendar(week, time_zone=zone, **{**said, **more})

    def __or__(self, other: DayList) -> DayList:
        """Put two lists together: further years, or further countries.

        Two lists of one name know the days that either knows, and there must be no hole
        between them; lists of two names know the days that both know. A list that does not say
        what it knows leaves that to the other. Two names for one holiday are joined; a date
        for which the two say different hours is refused.

        >>> both = DayList("A", holidays={"2026-01-01": "New Year"}) | DayList(
        ...     "B", holidays={"2026-01-01": "Neujahr"}
        ... )
        >>> both.name, both.holidays
        ('A | B', {datetime.date(2026, 1, 1): 'New Year; Neujahr'})
        """
        if not isinstance(other, DayList):
            return NotImplemented
        known_from, known_until = _known_together(self, other)
        return DayList(
            _joined(self.name, other.name, " | "),
            holidays=_merged_holidays(self, other),
            exceptions=_merged_exceptions(self, other),
            closures={*self.closures, *other.closures},
            known_from=known_from,
            known_until=known_until,
            report=(*self.report, *other.report),
            source=_joined(self.source, other.source),
        )

    def __str__(self) -> str:
        """Say how many days of which kind the list holds."""
        said = {"holiday": self._holidays, "exception": self._exceptions, "closure": self.closures}
        parts = [f"{len(days)} {word}{'s'[: len(days) != 1]}" for word, days in said.items()]
        return f"{self.name or 'days'}: {', '.join(parts)}"

    def __repr__(self) -> str:
        """Write the constructor call, without the report."""
        said = self._said() | ({"source": self.source} if self.source else {})
        parts = [repr(self.name)] if self.name else []
        parts += [f"{argument}={value!r}" for argument, value in said.items()]
        return f"DayList({', '.join(parts)})"


def _beside(argument: str, listed: Mapping[Any, Any], own: Mapping[Any, Any]) -> dict[Any, Any]:
    for day in listed.keys() & own.keys():
        problem = f"is said by the list of days too, as {str(listed[day])!r}"
        raise HoursError(argument, str(day), problem, "leave one of them out")
    return {**listed, **own}


def _single(argument: str, said: Iterable[tuple[Any, _Said]]) -> tuple[tuple[date, _Said], ...]:
    """Return what is said of dates; ranges and days that recur have no place in a list."""
    days = tuple(said)
    for key, _ in days:
        if not isinstance(key, date):
            problem = "is no single date"
            raise DateError(argument, str(key), problem, "give it to the calendar beside the list")
    return days


def _closure(given: Any) -> Closure:
    """Return a closure in UTC, so that equal ones are equal in any zone and on any fold."""
    try:
        start, end, reason = given
    except (TypeError, ValueError):
        wanted = "triples of an aware start, an aware end and a reason"
        raise ArgumentTypeError.expected("closures", given, wanted) from None
    if not isinstance(reason, str):
        raise ArgumentTypeError.expected("closures", reason, "the closure's reason")
    start, end = (doors.instant("closures", at).astimezone(UTC) for at in (start, end))
    if end <= start:
        value = f"{start} to {end}"
        raise HoursError("closures", value, "ends before it starts", "give the earlier time first")
    return start, end, reason


def _stretch(first: Any, last: Any) -> _Stretch:
    known_from = None if first is None else doors.day("known_from", first)
    known_until = None if last is None else doors.day("known_until", last)
    if known_from and known_until and known_until < known_from:
        problem = f"lies before known_from={known_from}"
        raise DateError("known_until", str(known_until), problem, "give the earlier day first")
    return known_from, known_until


def _known_together(one: DayList, two: DayList) -> _Stretch:
    """Return what two lists know: either of them under one name, both under two."""
    stretches = [(days.known_from, days.known_until) for days in (one, two)]
    said = [stretch for stretch in stretches if any(stretch)]
    if len(said) < len(stretches):
        return said[0] if said else (None, None)
    firsts = [first or date.min for first, _ in said]
    lasts = [last or date.max for _, last in said]
    same = one.name == two.name
    gap = max(firsts).toordinal() - min(lasts).toordinal()
    if gap > (1 if same else 0):
        value = " and ".join(
            f"{first} to {last}" for first, last in zip(firsts, lasts, strict=True)
        )
        raise DateError("known", value, *_HOLE[same])
    first, last = (min(firsts), max(lasts)) if same else (max(firsts), min(lasts))
    return (None if first == date.min else first), (None if last == date.max else last)


def _merged_holidays(one: DayList, two: DayList) -> dict[date, str]:
    merged = one.holidays
    for day, name in two.holidays.items():
        merged[day] = _joined(merged.get(day, ""), name)
    return merged


def _merged_exceptions(one: DayList, two: DayList) -> dict[date, DayRule]:
    """Return the exceptions of both, where no date has other hours in one than in the other."""
    merged = one.exceptions
    for day, rule in two.exceptions.items():
        there = merged.get(day)
        merged[day] = (
            DayRule(rule.rule, reason=_joined(there.reason, rule.reason)) if there else rule
        )
    for day in merged:
        said = [_said_of(day, days) for days in (one, two)]
        if all(said) and said[0] != said[1]:
            problem = f"is {said[0]!r} in one list and {said[1]!r} in the other"
            raise HoursError("date", str(day), problem, "leave the day out of one of them")
    return merged


def _said_of(day: date, days: DayList) -> str:
    """Return the hours that a list says for a date, without reasons; empty where it is silent."""
    rule = days.exceptions.get(day)
    said = ["closed"] if day in days.holidays else []
    return " and ".join([*said, *([rule.rule] if rule else [])])


def _joined(one: str, two: str, between: str = "; ") -> str:
    """Return the parts of both texts, each once."""
    parts = (part for text in (one, two) if text for part in text.split(between))
    return between.join(dict.fromkeys(parts))
