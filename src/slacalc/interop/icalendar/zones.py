"""The clocks of an iCalendar feed: what a TZID of it means, by name or by its VTIMEZONE."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from operator import itemgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from slacalc.errors import SlacalcError, did_you_mean
from slacalc.interop.icalendar.lines import Component
from slacalc.recurrence import Recurrence
from slacalc.zones import zone_of

Clock = Callable[[datetime], datetime]  # from a reading of the clock to an aware datetime
_OFFSET = re.compile(r"([+-])([0-9]{2})([0-9]{2})([0-9]{2})?")
_STAMP = re.compile(r"[0-9]{8}T[0-9]{6}")
_UNTIL = re.compile(r"(UNTIL=)([0-9]{8})T([0-9]{6})(Z?)", re.IGNORECASE)
_ZERO = timedelta(0)
_THREE_YEARS = 3 * 366
_MOST_ZONES, _MOST_RULES, _MOST_TIMES, _MOST_HINTS = 50, 30, 1_000, 10


class UnknownZoneError(ValueError):
    """A TZID that names no clock; the text says why."""


class ZoneBook:
    """The zones of one feed: those that the caller named, and those that the feed defines."""

    def __init__(self, said: Mapping[str, str]) -> None:
        self._said = {name: clock_of(zone_of(f"zones[{name!r}]", said[name])) for name in said}
        self._defined: dict[tuple[str, ...], Clock] = {}
        self._asked = 0

    def said(self, name: str) -> Clock | None:
        """Return the clock that the caller named for a TZID."""
        return self._said.get(name)

    def near(self, name: str) -> str:
        """Return the nearest name as a question; looked for a few times only, for it is slow."""
        self._asked += 1
        return did_you_mean(name, _known().values()) if self._asked <= _MOST_HINTS else ""

    def defined(self, zone: Component) -> Clock:
        """Return the clock that a VTIMEZONE defines; equal ones are read once."""
        content = tuple(line.text for part in zone.parts for line in part.lines)
        if content not in self._defined:
            if len(self._defined) == _MOST_ZONES:
                raise UnknownZoneError(f"the feed defines more than {_MOST_ZONES} zones")
            self._defined[content] = _defined(zone)
        return self._defined[content]


class Clocks:
    """The clocks of one calendar of a feed, each found once.

    A TZID is looked for in the names that the caller gave, in the IANA database (the end of a
    path such as ``/mozilla.org/20070129_1/Africa/Nairobi`` too), among the names that Windows
    uses, and last in the calendar's own VTIMEZONEs.
    """

    def __init__(self, calendar: Component, book: ZoneBook) -> None:
        self._book = book
        self._own = {
            part.value("TZID").strip('"'): part
            for part in calendar.parts
            if part.kind == "VTIMEZONE"
        }
        self._found: dict[str, Clock] = {}

    def of(self, name: str) -> Clock:
        """Return the clock of a TZID."""
        if name not in self._found:
            self._found[name] = self._book.said(name) or self._clock(name)
        return self._found[name]

    def _clock(self, name: str) -> Clock:
        own = self._own.get(name)
        known = _named(name) or (_named(own.value("X-LIC-LOCATION")) if own else None)
        if known:
            return clock_of(ZoneInfo(known))
        if own is None:
            near = self._book.near(name)
            said = f"no zone {name[:80]!r} is known or defined there"
            raise UnknownZoneError(f"{said}, {near}" if near else said)
        return self._book.defined(own)


def clock_of(zone: ZoneInfo) -> Clock:
    """Return the clock of a zone; a reading in a gap or a fold is taken as the RFC has it."""
    return lambda wall: wall.replace(tzinfo=zone, fold=0)


def dated_until(rule: str, start: datetime | date, clock: Clock | None) -> str:
    """Return a rule whose UNTIL is the last date on which it may start at the start's time.

    >>> dated_until("FREQ=DAILY;UNTIL=20260105T080000Z", datetime(2026, 1, 1, 9), None)
    'FREQ=DAILY;UNTIL=20260104'
    """
    match = _UNTIL.search(rule)
    if not match:
        return rule
    until = datetime.strptime(match[2] + match[3], "%Y%m%d%H%M%S")  # noqa: DTZ007 - see below
    if match[4] and clock:
        offset = clock(until).utcoffset() or _ZERO
        until += clock(until + offset).utcoffset() or _ZERO
    if isinstance(start, datetime) and until.time() < start.time():
        until -= timedelta(days=1)
    return f"{rule[: match.start()]}UNTIL={until:%Y%m%d}{rule[match.end() :]}"


@cache
def _known() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}


def _named(name: str) -> str | None:
    """Return the IANA name for a TZID, or None."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    parts = name.split("/")[-3:]
    ends = ["/".join(parts[start:]) for start in range(len(parts))] if "/" in name else [name]
    for end in [WINDOWS_TO_OLSON.get(name, ""), name, *ends]:
        if found := _known().get(end.casefold()):
            return found
    return None


class _Onset(NamedTuple):
    """A change of a clock that is defined in a feed: since when, from and to which offset."""

    before: timedelta
    after: timedelta
    times: list[datetime]
    rules: list[Recurrence]

    def until(self, wall: datetime) -> Iterator[datetime]:
        """Go through the last readings, up to one, from which on the new offset holds.

        A reading in a gap is still one of the old clock, as the RFC has it.
        """
        shift = max(_ZERO, self.after - self.before)
        at = self.times[0].time()
        for rule in self.rules:
            last = min(wall.date(), rule.last)
            first = date.fromordinal(max(1, last.toordinal() - _THREE_YEARS))
            for day in rule.between(first, last):
                yield datetime.combine(day, at) + shift
        yield from (time + shift for time in self.times)


def _defined(zone: Component) -> Clock:
    """Return the clock that a VTIMEZONE defines."""
    where = f"the VTIMEZONE of line {zone.number}"
    try:
        onsets = [_onset(part) for part in zone.parts]
    except (SlacalcError, ValueError, OverflowError) as error:
        raise UnknownZoneError(f"{where} can't be read: {error}") from None
    rules = sum(len(onset.rules) for onset in onsets)
    times = sum(len(onset.times) for onset in onsets)
    if not onsets or rules > _MOST_RULES or times > _MOST_TIMES:
        raise UnknownZoneError(f"{where} has no change of offset, or too many")
    years: dict[int, list[tuple[datetime, timedelta]]] = {}

    def clock(wall: datetime) -> datetime:
        if wall.year not in years:
            end = wall.replace(month=12, day=31, hour=23, minute=59)
            years[wall.year] = sorted(
                (time, onset.after) for onset in onsets for time in onset.until(end)
            )
        changes = years[wall.year]
        passed = bisect_right(changes, wall, key=itemgetter(0))
        first = min(onsets, key=lambda onset: onset.times[0])
        offset = changes[passed - 1][1] if passed else first.before
        return wall.replace(tzinfo=timezone(offset))

    return clock


def _onset(part: Component) -> _Onset:
    before, after = (_offset(part.value(name)) for name in ("TZOFFSETFROM", "TZOFFSETTO"))
    start = _stamp(part.value("DTSTART"))
    extra = [_stamp(text) for text in filter(None, part.value("RDATE").split(","))]
    utc = timezone(before)
    rules = [
        _yearly(dated_until(line.split()[1], start, lambda wall: wall.replace(tzinfo=utc)), start)
        for line in part.lines
        if line.name == "RRULE"
    ]
    return _Onset(before, after, [start, *extra], rules)


def _yearly(text: str, start: datetime) -> Recurrence:
    if "INTERVAL" in text.upper() or "FREQ=YEARLY" not in text.upper():
        raise ValueError(f"{text[:80]!r} is not yearly")
    return Recurrence.parse(text, start.date())


def _stamp(text: str) -> datetime:
    if not _STAMP.fullmatch(text):
        raise ValueError(f"{text[:40]!r} is no time")
    return datetime.strptime(text, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - a reading of its own clock


def _offset(text: str) -> timedelta:
    match = _OFFSET.fullmatch(text)
    if not match:
        raise ValueError(f"{text[:40]!r} is no offset")
    hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    offset = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if offset >= timedelta(days=1):
        raise ValueError(f"{text[:40]!r} is an offset of a day or more")
    return -offset if match[1] == "-" else offset


UTC_CLOCK: Clock = lambda wall: wall.replace(tzinfo=UTC)  # noqa: E731 - a clock like the others
