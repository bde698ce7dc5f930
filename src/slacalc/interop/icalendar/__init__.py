"""Holidays, shortened days and closures from an iCalendar feed; needs the extra `[ical]`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from attrs import evolve

from slacalc import doors
from slacalc.errors import ArgumentTypeError, FeedError
from slacalc.interop.day_list import DayList, Taken
from slacalc.interop.icalendar.days import Collector, Filter, Rules
from slacalc.interop.icalendar.events import Entry, FeedEvent, Moment
from slacalc.interop.icalendar.lines import MOST_BYTES, Component, read_calendars
from slacalc.interop.icalendar.occurrences import FeedLimitError, Layout
from slacalc.interop.icalendar.reading import EventReader
from slacalc.interop.icalendar.window import Edge, Window
from slacalc.interop.icalendar.zones import ZoneBook, clock_of
from slacalc.zones import zone_of

__all__ = ["FeedEvent", "parse_ical", "read_ical"]


def read_ical(path: str | Path, **how: Any) -> DayList:
    """Read a file of iCalendar; the arguments are those of `parse_ical`, which see.

    Errors and the report call the feed by the file's name. Nothing is fetched over a network.
    """
    if not isinstance(path, str | Path):
        raise ArgumentTypeError.expected("path", path, "a file of iCalendar")
    try:
        with Path(path).open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or str(error)
        raise FeedError("path", str(path), f"can't be read: {problem}", "check the path") from None
    return parse_ical(data, **{"where": Path(path).name, **how})


def parse_ical(
    feed: str | bytes,
    *,
    name: str | None = None,
    first: Edge | None = None,
    last: Edge | None = None,
    keep: Filter | None = None,
    skip: Filter | None = None,
    rules: Rules | None = None,
    time_zone: str | ZoneInfo | None = None,
    zones: Mapping[str, str] | None = None,
    on_error: str = "raise",
    encoding: str = "utf-8",
    where: str = "feed",
) -> DayList:
    r"""Read iCalendar text, of one calendar or several, as days that differ from the week.

    Events of whole days are holidays, those with hours are closures; an event from midnight
    to midnight is of whole days. Cancelled events are left out. Recurring ones are laid out
    from `first` to `last`, and the list knows those days.

    Args:
        feed: the text, or its bytes.
        name: what to call the list; else the calendar's own name, else `where`.
        first: the first day, or year, to take; needed where events recur without an end.
        last: the last day, or year; give both or neither.
        keep: which events to take: a callable, or texts that are a category or part of a summary.
        skip: which events to leave out, said in the same ways; it goes before `keep`.
        rules: what an event makes of its days: a mapping of parts of a summary to ``"holiday"``,
            to a rule as in `DayRule` (``"short 1h"``, ``"as fri"``), or to None for leaving it
            out; or a callable from a `FeedEvent` to one of these, ``""`` being the default.
        time_zone: the clock of times without a zone, which are refused otherwise.
        zones: the names of IANA zones for TZIDs that say nothing, such as ``"(no TZ)"``.
        on_error: ``"raise"``, or ``"report"`` to leave out an event that can't be read.
        encoding: what bytes are in.
        where: what errors and the report call the feed.

    Raises `FeedError` with the feed, the line and the event. A feed of more than 10 MB, 20,000
    events, 500 rules or 100,000 days is refused. Each event has its line in the report.

    >>> feed = '''BEGIN:VCALENDAR
    ... BEGIN:VEVENT
    ... SUMMARY:Unity Day
    ... DTSTART;VALUE=DATE:20261104
    ... END:VEVENT
    ... END:VCALENDAR'''
    >>> days = parse_ical(feed, name="Russia")
    >>> print(days, *days.report, sep="\n")
    Russia: 1 holiday, 0 exceptions, 0 closures
    feed:2 'Unity Day': holiday (2026-11-04)
    feed: note (known: 2026, the longest run of years with days)
    """
    _check(locals())
    zone = None if time_zone is None else zone_of("time_zone", time_zone)
    data = feed if isinstance(feed, bytes) else _encoded(feed, where)
    calendars = read_calendars(data, where, encoding if isinstance(feed, bytes) else "utf-8")
    layout = Layout(where, Window.of(first, last), zone)
    collector = Collector(layout, _texts("keep", keep), _texts("skip", skip), rules or {})
    book = ZoneBook(zones or {})
    for calendar in calendars:
        _collect(_read(calendar, where, collector, book), collector, on_error)
    return collector.day_list(_name(name, calendars, where), where)


def _read(
    calendar: Component, where: str, collector: Collector, book: ZoneBook
) -> list[Entry | FeedError]:
    """Return the events of a calendar, or why they can't be read, in order."""
    floating = None if collector.layout.zone is None else clock_of(collector.layout.zone)
    reader = EventReader(where, calendar, floating, book)
    withdrawn = calendar.value("METHOD").upper() == "CANCEL"
    found: list[Entry | FeedError] = []
    for part in calendar.parts:
        if part.kind == "VEVENT":
            try:
                entry = reader.read(part)
                found.append(evolve(entry, withdrawn=withdrawn))
            except FeedError as error:
                found.append(error)
        elif part.kind not in ("VTIMEZONE", "VALARM"):
            place = f"{where}:{part.number}"
            collector.report.append(Taken(place, "note", f"{part.kind} is not read"))
    return found


def _collect(entries: list[Entry | FeedError], collector: Collector, on_error: str) -> None:
    """Let the collector take each event, without the occurrences that others replace."""
    replaced: dict[str, list[Moment]] = {}
    for entry in entries:
        if isinstance(entry, Entry) and entry.replaces is not None and entry.uid:
            replaced.setdefault(entry.uid, []).append(entry.replaces)
    for entry in entries:
        try:
            if isinstance(entry, FeedError):
                raise entry
            once = entry.replaces is not None
            collector.take(entry, [] if once else replaced.get(entry.uid, []))
        except FeedLimitError:
            raise
        except FeedError as error:
            if on_error == "raise":
                raise
            collector.fail(error)


def _name(said: str | None, calendars: list[Component], where: str) -> str:
    if said is not None:
        return said
    names = {part.value("X-WR-CALNAME") or part.value("NAME") for part in calendars} - {""}
    return names.pop() if len(names) == 1 else where


def _texts(argument: str, said: Filter | None) -> Filter | None:
    """Return a filter that can be asked more than once."""
    if said is None or callable(said):
        return said
    return tuple(doors.text(argument, one) for one in said)


def _encoded(feed: str, where: str) -> bytes:
    try:
        return feed.removeprefix("\N{BOM}").encode()
    except UnicodeEncodeError as error:
        raise FeedError(where, feed[:40], f"is no text: {error}", "decode it anew") from None


def _check(said: Mapping[str, Any]) -> None:
    """Refuse arguments that can't be meant, and say so where the library is missing."""
    if find_spec("icalendar") is None:
        raise ModuleNotFoundError("iCalendar needs the extra: pip install 'slacalc[ical]'")
    if said["on_error"] not in ("raise", "report"):
        raise FeedError("on_error", said["on_error"], "is no choice", "use 'raise' or 'report'")
    for argument, (kinds, wanted) in _KINDS.items():
        if not isinstance(said[argument], kinds):
            raise ArgumentTypeError.expected(argument, said[argument], wanted)
    for argument in ("keep", "skip"):
        given = said[argument]
        if isinstance(given, str | bytes) or not (
            given is None or callable(given) or isinstance(given, Iterable)
        ):
            raise ArgumentTypeError.expected(argument, given, "a callable, or a list of texts")
    if not (isinstance(said["rules"], Mapping | None) or callable(said["rules"])):
        wanted = "a mapping of texts to rules, or a callable"
        raise ArgumentTypeError.expected("rules", said["rules"], wanted)


_KINDS: dict[str, tuple[Any, str]] = {
    "feed": (str | bytes, "the text of a feed, or its bytes; read_ical reads a file"),
    "name": (str | None, "text"),
    "zones": (Mapping | None, "a mapping of TZIDs to names of zones"),
    "encoding": (str, "the name of an encoding"),
    "where": (str, "text"),
}
