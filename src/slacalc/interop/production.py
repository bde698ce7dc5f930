"""Production calendars: days off, transferred working days and shortened days, year by year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Self

from attrs import frozen

from slacalc import doors, text
from slacalc.days import DayRule
from slacalc.errors import ArgumentTypeError, DurationError, FeedError, HorizonError
from slacalc.interop.day_list import DayList, Taken
from slacalc.interop.marked_days import (
    OFF,
    SATURDAY,
    SHORT,
    WORKING,
    MarkedDay,
    marked_in_table,
    most_bytes,
    read_xml,
    shipped_table,
)

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_FRIDAY = 4
_LONGEST_HOLIDAYS = 14


@frozen
class YearCheck:
    """What a year comes to in a week of 40 hours, beside what the law implies.

    `implied_days` are the Mondays to Fridays of the year, less one for each holiday, those on
    weekends too, for they are moved. `loose` names the transfers that have only one end.

    >>> print(ProductionCalendar.shipped("ru").check(2026))
    2026: 247 working days (247 implied), 4 of them shortened, 1972h
    """

    year: int
    working_days: int
    implied_days: int
    shortened_days: int
    norm: timedelta
    loose: tuple[str, ...]

    def __str__(self) -> str:
        """Write the figures in a line, and each loose transfer in one of its own."""
        days = f"{self.working_days} working days ({self.implied_days} implied)"
        hours = text.format_duration(self.norm)
        figures = f"{self.year}: {days}, {self.shortened_days} of them shortened, {hours}"
        return "\n".join([figures, *self.loose])


@frozen
class ProductionCalendar:
    """The days of some years that differ from Monday to Friday, as an authority publishes them.

    The years are read from XML files, one for each, or come with the library. `day_list` turns
    them into days for a calendar with hours of your own.

    >>> russia = ProductionCalendar.shipped("ru").day_list()
    >>> desk = russia.calendar(
    ...     "Mon-Thu 09:00-18:00; Fri 09:00-17:00", time_zone="Europe/Moscow"
    ... )
    >>> print(desk.day("2024-11-02"))
    Sat 2024-11-02 09:00-17:00 (day off moved to 2024-04-30, eve of День народного единства)
    """

    name: str
    years: tuple[int, ...]
    days: tuple[MarkedDay, ...]
    source: str

    @classmethod
    def shipped(cls, country: str) -> Self:
        """Return the calendar that comes with the library: ``"ru"`` for Russia, 2024 to 2026."""
        table = shipped_table(country)
        days = tuple(day for year in table["years"] for day in marked_in_table(table, year))
        sources = [table["source"], *(said["resolution"] for said in table["years"].values())]
        return cls(table["name"], tuple(map(int, table["years"])), days, "; ".join(sources))

    @classmethod
    def load(cls, *paths: str | Path, name: str = "") -> Self:
        """Read XML files, one for each year, in any order.

        Raises `FeedError` with the file and the line where one can't be read, marks a day
        twice or is larger than 256 KB; and where the years are not one after the other.
        """
        if not paths:
            raise FeedError("paths", (), "name no file", "give one file for each year")
        read = sorted((cls._of_file(path, name) for path in paths), key=lambda one: one.years)
        years = tuple(year for one in read for year in one.years)
        if years != tuple(range(years[0], years[0] + len(years))):
            problem = "are not one year after the other"
            raise FeedError("years", years, problem, "give one file for each year")
        days = tuple(day for one in read for day in one.days)
        return cls(name, years, days, "; ".join(one.source for one in read))

    @classmethod
    def parse(cls, xml: str | bytes, *, name: str = "", where: str = "xml") -> Self:
        """Read the XML of one year; `where` is what errors and the report call it."""
        year, days = read_xml(where, xml)
        return cls(name, (year,), days, where)

    @classmethod
    def _of_file(cls, path: str | Path, name: str) -> Self:
        if not isinstance(path, str | Path):
            raise ArgumentTypeError.expected("path", path, "an XML file")
        try:
            with Path(path).open("rb") as file:
                xml = file.read(most_bytes())
        except (OSError, ValueError) as error:
            problem = getattr(error, "strerror", None) or str(error)
            raise FeedError("path", str(path), problem, "give an XML file") from None
        return cls.parse(xml, name=name, where=Path(path).name)

    def day_list(self, *, cut: timedelta = _HOUR) -> DayList:
        """Return the days for a calendar; on a shortened day work ends earlier by `cut`.

        A day off is a holiday. A working Saturday or Sunday takes the hours of the weekday
        that is off in exchange for it, those of a Friday where the source names none. The list
        is known from the first day of the first year until the last day of the last one. An
        hour is what article 95 of Russia's Labour Code cuts.
        """
        if not doors.positive_duration("cut", cut, remedy="say how much earlier work ends"):
            raise DurationError("cut", cut, "shortens by nothing", "leave it out for one hour")
        holidays: dict[date, str] = {}
        rules: dict[date, DayRule] = {}
        report = []
        exchanged, marked = _exchanged(self.days), {day.date: day for day in self.days}
        for day in self.days:
            what, why = _said(day, exchanged.get(day.date), marked)
            report.append(Taken(day.place, what, why))
            if day.kind == OFF:
                holidays[day.date] = why
            elif day.works_on_weekend or day.kind == SHORT:
                weekday = _weekday(exchanged.get(day.date)) if day.is_weekend else None
                rule = text.format_day_rule(weekday, cut if day.kind == SHORT else doors.ZERO)
                rules[day.date] = DayRule(rule, reason=why)
        return DayList(
            self.name,
            holidays=holidays,
            exceptions=rules,
            known_from=date(self.years[0], 1, 1),
            known_until=date(self.years[-1], 12, 31),
            report=report,
            source=self.source,
        )

    def norm(self, year: int, *, cut: timedelta = _HOUR) -> timedelta:
        """Return the working time of a year in a week of 40 hours, eight a day.

        >>> ProductionCalendar.shipped("ru").norm(2024) // timedelta(hours=1)
        1979
        """
        return sum(self._hours(year, cut), doors.ZERO)

    def check(self, year: int, *, stay: Iterable[date | str] = ()) -> YearCheck:
        """Compare a year with what the law implies, and look for transfers with only one end.

        `stay` are the dates of holidays on weekends that the law does not move, such as the
        religious ones of Kazakhstan, or the third of Russia's January holidays to meet one.
        """
        hours = [length for length in self._hours(year, _HOUR) if length]
        staying = {doors.day("stay", day) for day in stay}
        marked = [day for day in self.days if day.date.year == year]
        holidays = [
            day.date
            for day in marked
            if day.is_holiday and not (day.is_weekend and day.date in staying)
        ]
        weekdays = sum(day.weekday() < SATURDAY for day in _dates(year))
        return YearCheck(
            year,
            working_days=len(hours),
            implied_days=weekdays - len(holidays),
            shortened_days=sum(day.kind == SHORT for day in marked),
            norm=sum(hours, doors.ZERO),
            loose=tuple(_loose(marked)),
        )

    def _hours(self, year: int, cut: timedelta) -> list[timedelta]:
        """Return the working time of each day of a year, eight hours from Monday to Friday."""
        if year not in self.years:
            problem = f"is not among the years {self.years[0]} to {self.years[-1]}"
            raise HorizonError("year", year, problem, "load the file of that year too")
        week = self.day_list(cut=cut).calendar("Mon-Fri 00:00-08:00", time_zone="UTC")
        return [week.day(day).hours.total for day in _dates(year)]


def _exchanged(days: Iterable[MarkedDay]) -> dict[date, date]:
    """Return the working days on weekends, each with the day that is off in exchange."""
    days = tuple(days)
    working = {day.date: day.moved_from for day in days if day.works_on_weekend}
    exchanged = {day: there for day, there in working.items() if there}
    for day in days:
        if day.kind == OFF and day.moved_from and day.moved_from in working:
            exchanged[day.moved_from] = day.date
    return exchanged


def _weekday(exchanged: date | None) -> int:
    """Return the weekday whose hours a working Saturday or Sunday takes."""
    if exchanged is None or exchanged.weekday() >= SATURDAY:
        return _FRIDAY
    return exchanged.weekday()


def _said(
    day: MarkedDay, exchanged: date | None, marked: Mapping[date, MarkedDay]
) -> tuple[str, str]:
    """Return what becomes of a marked day, and why, in words."""
    if day.kind == OFF:
        moved = f"day off moved from {day.moved_from}" if day.moved_from else ""
        return "holiday", ", ".join(filter(None, [day.title, moved])) or "day off"
    if day.kind == WORKING and not day.is_weekend:
        return "skipped", "works as any weekday"
    moved = f"day off moved to {exchanged}" if exchanged else ""
    if day.kind == WORKING:
        return "working day", moved or "working day"
    title = _title_after(day.date, marked)
    eve = f"eve of {title}" if title else "shortened day"
    return "shortened", ", ".join(filter(None, [moved, eve]))


def _title_after(eve: date, marked: Mapping[date, MarkedDay]) -> str:
    """Return the next holiday, if only days off lie between; January's is the same each year."""
    for distance in range(1, _LONGEST_HOLIDAYS):
        after = eve + distance * _DAY
        day = marked.get(after.replace(year=eve.year))
        if day and day.is_holiday:
            return day.title
        if day.kind != OFF if day else after.weekday() < SATURDAY:
            return ""
    return ""


def _loose(marked: Iterable[MarkedDay]) -> Iterator[str]:
    """Yield the transfers of a year that have only one end, in words."""
    days = {day.date: day for day in marked}
    taken: dict[date, date] = {}
    for day in days.values():
        if day.kind != OFF or day.moved_from is None:
            continue
        there = days.get(day.moved_from)
        if day.moved_from in taken:
            yield f"{day.date} and {taken[day.moved_from]} are off for one day, {day.moved_from}"
        elif there is None and day.moved_from.weekday() >= SATURDAY:
            yield f"{day.date} is off for {day.moved_from}, which is neither worked nor a holiday"
        elif there and there.kind == OFF and not (there.is_holiday and there.is_weekend):
            yield f"{day.date} is off for {day.moved_from}, which is off as well"
        taken[day.moved_from] = day.date
    for working in (day for day in days.values() if day.works_on_weekend):
        off = days.get(working.moved_from) if working.moved_from else None
        if working.date not in taken and not (off and off.kind == OFF):
            yield f"{working.date} is worked, and no day is said to be off for it"


def _dates(year: int) -> list[date]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    return [date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1)]
