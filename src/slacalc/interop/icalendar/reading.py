"""The lines of one event of an iCalendar feed read, with an error for each that can't be."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from slacalc.errors import FeedError
from slacalc.interop.icalendar.events import Entry, FeedEvent, Moment, Span
from slacalc.interop.icalendar.lines import Component, Property
from slacalc.interop.icalendar.zones import UTC_CLOCK, Clock, Clocks, UnknownZoneError, ZoneBook

_ONCE = ("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "UID", "STATUS", "SUMMARY")
_TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION", "UID", "STATUS")
MOST_LISTED = 20_000
_TIMES = ("DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE")
_READ = {*_TEXTS, *_TIMES, "DURATION", "RRULE", "EXRULE", "CATEGORIES"}
_DAY = timedelta(days=1)
_NONE = timedelta(0)
_SHORT = 60
_COMMA = re.compile(r"(?<!\\),")
_ESCAPE = re.compile(r"\\([,;\\])")


class EventReader:
    """Reads the events of one calendar of a feed.

    `time_zone` is the clock of times that have no zone; None refuses them.
    """

    def __init__(
        self, file: str, calendar: Component, floating: Clock | None, book: ZoneBook
    ) -> None:
        self._file = file
        self._floating = floating
        self._clocks = Clocks(calendar, book)

    def place(self, component: Component, line: int | None = None) -> str:
        """Return the file, the line and the summary of an event, for errors and the report."""
        summary = " ".join(_ESCAPE.sub(r"\1", component.value("SUMMARY")).split())
        short = summary if len(summary) <= _SHORT else summary[: _SHORT - 3] + "..."
        return f"{self._file}:{line or component.number} {short!r}"

    def read(self, component: Component) -> Entry:
        """Return the event that a component describes.

        Raises `FeedError` with the line where a property that matters can't be read.
        """
        return _Reading(self, component).entry()

    def clock(self, value: str, parameters: Mapping[str, str]) -> Clock:
        """Return the clock on which a time is given; ValueError where that is unknown."""
        if value[-1:] in ("Z", "z"):
            return UTC_CLOCK
        if "TZID" in parameters:
            return self._clocks.of(parameters["TZID"])
        if self._floating is None:
            raise UnknownZoneError("the time has no zone")
        return self._floating


class _Reading:
    """The lines of one event, by name, while they are read."""

    def __init__(self, reader: EventReader, component: Component) -> None:
        self._reader = reader
        self._component = component
        self._notes: list[str] = []
        self._all_day = False
        self._lines: dict[str, list[tuple[Property, dict[str, str], str]]] = defaultdict(list)
        self._listed = 0
        for line in component.lines:
            self._take(line)
        self._decoded = self._decode()

    def entry(self) -> Entry:
        try:
            return self._entry()
        except OverflowError:
            problem, remedy = "leads outside the years 1 to 9999", "leave the event out"
            raise self._wrong("DTSTART", problem, remedy) from None

    def _entry(self) -> Entry:
        if "EXRULE" in self._lines:
            remedy = "list the days that are left out in EXDATE"
            raise self._wrong("EXRULE", "is no part of RFC 5545 any more", remedy)
        for name in _ONCE:
            if len(self._lines[name]) > 1:
                raise self._wrong(name, "is given twice", "give it once", 1)
        if not self._lines["DTSTART"]:
            place, begin = self._reader.place(self._component), "BEGIN:VEVENT"
            raise FeedError(place, begin, "has no DTSTART, so no day", "add one")
        [start] = self._moments("DTSTART")
        self._all_day = not isinstance(start, datetime)
        if isinstance(start, tuple):
            raise self._wrong("DTSTART", "is no day and no time", "give one of them")
        end = self._end(start)
        return Entry(
            self._event(start, end),
            self._text("UID"),
            self._clock("DTSTART", 0) if isinstance(start, datetime) else UTC_CLOCK,
            self._length(start, end),
            tuple((self._place(line), value.strip()) for line, _, value in self._lines["RRULE"]),
            tuple(self._moments("RDATE")),
            tuple(at for at in self._moments("EXDATE") if not isinstance(at, tuple)),
            self._replaces(),
            tuple(self._notes),
        )

    def _event(self, start: Moment, end: Moment) -> FeedEvent:
        return FeedEvent(
            self._reader.place(self._component),
            " ".join(self._text("SUMMARY").split()),
            self._text("DESCRIPTION"),
            self._text("LOCATION"),
            tuple(self._categories()),
            self._text("STATUS").strip().upper(),
            start,
            end,
            {name: lines[0][2] for name, lines in self._lines.items() if lines},
        )

    def _take(self, line: Property) -> None:
        try:
            parameters, value = line.split()
        except ValueError:
            if line.name in _READ:
                problem = "is no line of iCalendar"
                raise FeedError(self._place(line), line.text, problem, "mend it") from None
            self._notes.append(f"line {line.number} can't be read, and is left out")
        else:
            if line.name in ("RDATE", "EXDATE") and not value.strip():
                self._notes.append(f"line {line.number} is empty")
                return
            self._lines[line.name].append((line, parameters, value))
            self._listed += value.count(",") + 1 if line.name in ("RDATE", "EXDATE") else 0
            if self._listed > MOST_LISTED:
                problem = f"lists more than {MOST_LISTED} days in one event"
                raise FeedError(self._place(line), line.name, problem, "say them by a rule")

    def _decode(self) -> Any:
        """Let icalendar read the values, without their zones, which it would guess at."""
        from icalendar import Event

        names = (*_TEXTS, *_TIMES, "DURATION")
        lines = [f"{name}:{value}" for name in names for _, _, value in self._lines[name]]
        event = Event.from_ical("\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""]))
        for name, said in event.errors:
            if name not in self._lines:
                place = self._reader.place(self._component)
                raise FeedError(place, "BEGIN:VEVENT", f"is malformed: {said}", "mend it")
            raise self._wrong(name, f"is malformed: {said}", "mend it", self._faulty(name))
        return event

    def _faulty(self, name: str) -> int:
        """Return which of the lines of a name it is that can't be read."""
        from icalendar import Event

        for number, (_, _, value) in enumerate(self._lines[name]):
            if Event.from_ical(f"BEGIN:VEVENT\r\n{name}:{value}\r\nEND:VEVENT\r\n").errors:
                return number
        return 0

    def _text(self, name: str) -> str:
        return str(self._decoded.get(name, ""))

    def _categories(self) -> Iterator[str]:
        """Go through the names between commas that are not escaped."""
        for _, _, value in self._lines["CATEGORIES"]:
            for name in _COMMA.split(value):
                if plain := " ".join(_ESCAPE.sub(r"\1", name).split()):
                    yield plain

    def _moments(self, name: str) -> list[Moment | Span]:
        """Return the days and times of all lines of a name, aware."""
        return [
            self._moment(name, number, one.dt)
            for number, prop in enumerate(_listed(self._decoded.get(name)))
            for one in getattr(prop, "dts", [prop])
        ]

    def _moment(self, name: str, number: int, value: object) -> Moment | Span:
        if isinstance(value, tuple) and name == "RDATE":
            return self._period(number, *value)
        if isinstance(value, datetime):
            if self._all_day and not value.tzinfo:  # its day is all that is asked for
                return UTC_CLOCK(value) if name == "DTEND" else value.date()
            clock = UTC_CLOCK if value.tzinfo else self._clock(name, number)
            return clock(value.replace(tzinfo=None))
        if isinstance(value, date):
            return value
        raise self._wrong(name, "is no day and no time", "give one of them", number)

    def _period(self, number: int, start: datetime, end: datetime | timedelta) -> Span:
        clock = UTC_CLOCK if start.tzinfo else self._clock("RDATE", number)
        begin = clock(start.replace(tzinfo=None))
        if isinstance(end, timedelta):
            return begin, _after(begin, end, clock)
        return begin, clock(end.replace(tzinfo=None))

    def _clock(self, name: str, number: int) -> Clock:
        _, parameters, value = self._lines[name][number]
        try:
            return self._reader.clock(re.split("[,/]", value.strip())[0], parameters)
        except UnknownZoneError as error:
            floating = "TZID" not in parameters
            remedy = "say which with time_zone=" if floating else "say which it is with zones="
            raise self._wrong(name, str(error), remedy, number) from None

    def _replaces(self) -> Moment | None:
        if not self._lines["RECURRENCE-ID"]:
            return None
        [moment] = self._moments("RECURRENCE-ID")
        if "RANGE" in self._lines["RECURRENCE-ID"][0][1]:
            remedy = "end the event and begin another one"
            raise self._wrong("RECURRENCE-ID", "replaces a range of occurrences", remedy)
        if isinstance(moment, tuple):
            raise self._wrong("RECURRENCE-ID", "is no day and no time", "give one of them")
        return moment

    def _end(self, start: Moment) -> Moment:
        if self._lines["DTEND"]:
            [end] = self._moments("DTEND")
            if isinstance(end, tuple):
                raise self._wrong("DTEND", "is no day and no time", "give one of them")
            return self._checked_end(start, end)
        if not self._lines["DURATION"]:
            return start if isinstance(start, datetime) else start + _DAY
        duration: timedelta = self._decoded["DURATION"].dt
        if duration < _NONE:
            raise self._wrong("DURATION", "is negative", "let the event start earlier")
        if not isinstance(start, datetime):
            return start + max(_DAY, -(-duration // _DAY) * _DAY)
        return _after(start, duration, self._clock("DTSTART", 0))

    def _checked_end(self, start: Moment, end: Moment) -> Moment:
        """Return an end of the start's kind; what is mended is noted."""
        if isinstance(start, datetime) and not isinstance(end, datetime):
            self._notes.append("it ends on a day, read as that day's beginning")
            end = self._clock("DTSTART", 0)(datetime.combine(end, time()))
        elif isinstance(end, datetime) and not isinstance(start, datetime):
            self._notes.append("it ends at a time, read as the end of that day unless midnight")
            end = end.date() + (_DAY if end.time() != time() else _NONE)
        if isinstance(start, datetime) and isinstance(end, datetime):
            if end.astimezone(UTC) < start.astimezone(UTC):
                raise self._wrong("DTEND", "lies before DTSTART", "give the earlier one first")
            return end
        if end < start:
            raise self._wrong("DTEND", "lies before DTSTART", "give the earlier one first")
        if end == start:
            self._notes.append("it ends on the day on which it starts, read as that one day")
        return max(end, start + _DAY)

    def _length(self, start: Moment, end: Moment) -> timedelta:
        """Return how long each occurrence lasts; between two clocks, in time that passes."""
        if not isinstance(start, datetime) or not isinstance(end, datetime):
            return timedelta(end.toordinal() - start.toordinal())
        if not self._lines["DTEND"]:
            duration: timedelta = self._decoded["DURATION"].dt if self._lines["DURATION"] else _NONE
            return duration
        ends_on_a_day = not isinstance(self._decoded["DTEND"].dt, datetime)
        if ends_on_a_day or self._clock("DTEND", 0) is self._clock("DTSTART", 0):
            return end.replace(tzinfo=None) - start.replace(tzinfo=None)
        return end.astimezone(UTC) - start.astimezone(UTC)

    def _wrong(self, name: str, problem: str, remedy: str, number: int = 0) -> FeedError:
        line = self._lines[name][number][0]
        return FeedError(self._place(line), line.text, problem, remedy)

    def _place(self, line: Property) -> str:
        return self._reader.place(self._component, line.number)


def _after(start: datetime, duration: timedelta, clock: Clock) -> datetime:
    """Return the end of a duration: its days on the wall clock, the rest in time that passes."""
    days, rest = divmod(duration, _DAY)
    wall = start.replace(tzinfo=None) + days * _DAY
    return (clock(wall).astimezone(UTC) + rest).astimezone(start.tzinfo)


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
