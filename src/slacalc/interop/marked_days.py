"""The days that a production calendar marks, as XML files and the shipped tables say them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from importlib import resources
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from slacalc.errors import ArgumentTypeError, FeedError, did_you_mean

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

_Date = date  # for the fields beside one of that name
OFF, SHORT, WORKING = "off", "short", "working"
SATURDAY = 5
_KINDS = {"1": OFF, "2": SHORT, "3": WORKING}
_SHIPPED = ("ru",)
_MOST_BYTES = 256 * 1024  # a real year has 4 KB
_YEAR = re.compile(r"[12][0-9]{3}")
_MONTH_AND_DAY = re.compile(r"([0-9]{2})[.-]([0-9]{2})")


@frozen
class MarkedDay:
    """A day that a production calendar marks as ``"off"``, ``"short"`` or ``"working"``.

    `title` is the holiday's, empty for other days; `moved_from` the day with which this one was
    exchanged, if that is said; `place` where in the source the day stands.
    """

    date: _Date
    kind: str
    title: str
    moved_from: _Date | None
    place: str = field(eq=False)

    @property
    def is_weekend(self) -> bool:
        """Whether the day is a Saturday or a Sunday."""
        return self.date.weekday() >= SATURDAY

    @property
    def works_on_weekend(self) -> bool:
        """Whether the day is a Saturday or a Sunday on which people work."""
        return self.is_weekend and self.kind != OFF

    @property
    def is_holiday(self) -> bool:
        """Whether the day is off on its own account, and not moved from another day."""
        return self.kind == OFF and bool(self.title) and self.moved_from is None


def read_xml(where: str, xml: str | bytes) -> tuple[int, tuple[MarkedDay, ...]]:
    """Return the year of an XML file and its marked days, in order.

    `where` is what errors call the file. Document types, and so entities, are refused, as are
    files of more than 256 KB.
    """
    if not isinstance(xml, str | bytes):
        raise ArgumentTypeError.expected("xml", xml, "the text of an XML file")
    if len(xml) > _MOST_BYTES:
        problem = f"is longer than {_MOST_BYTES // 1024} KB"
        raise FeedError(where, len(xml), problem, "give the file of one year")
    return _XmlYear(where).read(xml)


def most_bytes() -> int:
    """Return how much of a file is worth reading: one byte more than is accepted."""
    return _MOST_BYTES + 1


def shipped_table(country: str) -> dict[str, Any]:
    """Return the facts about a country that come with the library."""
    if country not in _SHIPPED:
        known = ", ".join(_SHIPPED)
        remedy = did_you_mean(country, _SHIPPED) or f"use {known}, or load the XML files"
        raise FeedError("country", country, "has no calendar that comes with the library", remedy)
    import tomllib

    data = resources.files("slacalc.interop") / "production_data" / f"{country}.toml"
    return tomllib.loads(data.read_text(encoding="utf-8"))


def marked_in_table(table: Mapping[str, Any], year: str) -> Iterator[MarkedDay]:
    """Yield the marked days of a year of a shipped table, in order.

    A day from which a day off was moved is a working day, if it is no holiday itself.
    """
    said, titles = table["years"][year], table["holidays"]
    moved = said["moved"]
    working = {day for day in moved.values() if day not in titles}
    for month_and_day in sorted({*titles, *moved, *working, *said["short"]}):
        kind = OFF
        if month_and_day in said["short"]:
            kind = SHORT
        elif month_and_day in working:
            kind = WORKING
        there = moved.get(month_and_day)
        yield MarkedDay(
            date.fromisoformat(f"{year}-{month_and_day}"),
            kind,
            titles.get(month_and_day, ""),
            date.fromisoformat(f"{year}-{there}") if there else None,
            f"{table['name']}: {year}-{month_and_day}",
        )


class _XmlYear:
    """One reading of an XML file."""

    def __init__(self, where: str) -> None:
        from xml.parsers import expat

        self.where = where
        self.year = 0
        self.titles: dict[str, str] = {}
        self.said: list[tuple[int, dict[str, str]]] = []
        self.parser: XMLParserType = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.StartDoctypeDeclHandler = self._refuse

    def read(self, xml: str | bytes) -> tuple[int, tuple[MarkedDay, ...]]:
        from xml.parsers.expat import ExpatError

        try:
            self.parser.Parse(xml, True)  # noqa: FBT003 - the parser takes no keyword
        except ExpatError as error:
            fault, place = str(error).partition(":")[0], f"{self.where}:{error.lineno}"
            raise FeedError(place, fault, "is no XML", "mend it there") from None
        except FeedError:
            raise
        except (LookupError, ValueError) as error:
            problem = "has an encoding that can't be read"
            raise FeedError(self.where, str(error), problem, "save it as UTF-8") from None
        days: dict[date, MarkedDay] = {}
        for line, attributes in self.said:
            day = self._day(line, attributes)
            if day.date in days:
                raise self._error("d", attributes["d"], "is given twice", "keep one", line)
            days[day.date] = day
        if not days:
            raise FeedError(self.where, "days", "holds none", "give the file of one year")
        return self.year, tuple(sorted(days.values(), key=lambda day: day.date))

    def _start(self, element: str, attributes: dict[str, str]) -> None:
        """Take an element in; what is none of the format's is passed over."""
        if not self.year:
            if element != "calendar":
                remedy = "give a production calendar, <calendar year=...>"
                raise self._error("element", element, "is not <calendar>", remedy)
            self.year = self._year(attributes.get("year", ""))
        elif element == "holiday":
            number = attributes.get("id", "")
            if number in self.titles:
                raise self._error("id", number, "is given twice", "number each holiday once")
            self.titles[number] = " ".join(attributes.get("title", "").split())
        elif element == "day":
            self.said.append((self.parser.CurrentLineNumber, attributes))

    def _refuse(self, name: str, *_: object) -> None:
        problem = "is a document type, which could declare entities without end"
        raise self._error("DOCTYPE", name, problem, "leave the declaration out")

    def _year(self, year: str) -> int:
        if not _YEAR.fullmatch(year):
            remedy = 'name the year as <calendar year="2026">'
            raise self._error("year", year, "is no year", remedy)
        return int(year)

    def _day(self, line: int, attributes: dict[str, str]) -> MarkedDay:
        kind = _KINDS.get(attributes.get("t", ""))
        if kind is None:
            remedy = "use 1 (off), 2 (shortened) or 3 (working)"
            raise self._error("t", attributes.get("t", ""), "is no kind of day", remedy, line)
        number = attributes.get("h")
        if number is not None and number not in self.titles:
            raise self._error("h", number, "is no holiday's id", "list it in <holidays>", line)
        day = self._date("d", attributes.get("d", ""), line)
        moved = self._date("f", attributes["f"], line) if "f" in attributes else None
        if moved == day:
            raise self._error("f", attributes["f"], "is the day itself", "name another day", line)
        title = "" if number is None else self.titles[number]
        return MarkedDay(day, kind, title, moved, f"{self.where}: {day:%m.%d}")

    def _date(self, attribute: str, said: str, line: int) -> date:
        match = _MONTH_AND_DAY.fullmatch(said)
        try:
            return date(self.year, *map(int, match.groups())) if match else date.min.replace(0)
        except ValueError:
            problem = f"is no day of {self.year}"
            remedy = "write month and day as 04.29"
            raise self._error(attribute, said, problem, remedy, line) from None

    def _error(
        self, attribute: str, value: str, problem: str, remedy: str, line: int = 0
    ) -> FeedError:
        place = f"{self.where}:{line or self.parser.CurrentLineNumber} {attribute}"
        return FeedError(place, value, problem, remedy)
