"""The ledger: every stretch of time, counted or not, and the reason: the proof of an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from slacalc.text import format_duration

if TYPE_CHECKING:
    from slacalc.calendar import Calendar
    from slacalc.days import Day

_ZERO = timedelta(0)
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)

WORKING = "working"
WAITING = "waiting"
BREAK = "break"
OUTSIDE = "outside hours"
DAY_OFF = "day off"


def _time(at: datetime) -> str:
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"


def _instant(at: datetime) -> datetime:
    return at.astimezone(UTC)


@frozen
class Entry:
    """A stretch of time, on the calendar's clock: working or not, counted or not, and why."""

    start: datetime = field(eq=_instant)
    end: datetime = field(eq=_instant)
    working: bool
    counted: bool
    reason: str

    def is_like(self, other: Entry) -> bool:
        """Say whether another entry is of the same kind, for the same reason."""
        mine = (self.working, self.counted, self.reason)
        return mine == (other.working, other.counted, other.reason)

    @property
    def length(self) -> timedelta:
        """The time that passed."""
        return _instant(self.end) - _instant(self.start)

    def __str__(self) -> str:
        """Write the entry as a line: from, to, what counted, why."""
        counted = format_duration(self.length) if self.counted else "-"
        return f"{self.start:%a %Y-%m-%d} {self.wall} {counted:>8}  {self.reason}"

    @property
    def wall(self) -> str:
        """From and to on the calendar's clock; the end's day and offset where they differ."""
        days = (self.end.date() - self.start.date()).days
        day = (
            "" if not days else f"{self.end:%a} " if days < _WEEK.days else f"{self.end:%Y-%m-%d} "
        )
        offset = "" if self.start.utcoffset() == self.end.utcoffset() else f" {self.end:%z}"
        until = f"{day}{_time(self.end)}{offset}"
        return f"{_time(self.start)} - {until:<9}"


@frozen
class Ledger:
    """The stretches of a target's life in order, without a gap; the counted ones sum to its
    elapsed time, the waited ones to what extended it.
    """  # noqa: D205 - one sentence

    target: str
    entries: tuple[Entry, ...]

    @property
    def elapsed(self) -> timedelta:
        """The working time that counted."""
        return sum((entry.length for entry in self.entries if entry.counted), _ZERO)

    @property
    def waited(self) -> timedelta:
        """The working time that the request spent waiting."""
        waits = (e.length for e in self.entries if e.working and not e.counted)
        return sum(waits, _ZERO)

    def rows(self) -> list[dict[str, Any]]:
        """Return the entries as plain rows, for a table or JSON."""
        return [
            {
                "start": entry.start.isoformat(),
                "end": entry.end.isoformat(),
                "working": entry.working,
                "counted": format_duration(entry.length) if entry.counted else "",
                "reason": entry.reason,
            }
            for entry in self.entries
        ]

    def __iter__(self) -> Iterator[Entry]:
        """Go through the entries."""
        return iter(self.entries)

    def __str__(self) -> str:
        """Write the ledger, a line each entry, and its sums."""
        waited = f", waited {format_duration(self.waited)}" if self.waited else ""
        total = f"{self.target}: counted {format_duration(self.elapsed)}{waited}"
        return "\n".join([*map(str, self.entries), total])


def entries(
    calendar: Calendar, stretches: Iterable[tuple[datetime, datetime, bool]]
) -> Iterator[Entry]:
    """Go through stretches of (from, to, waiting), cut where the calendar opens and closes.

    Equal neighbours become one. O(openings and days in the stretches).
    """
    last: Entry | None = None
    for start, end, waiting in stretches:
        for entry in _cut(calendar, start, end, waiting=waiting):
            if last and last.is_like(entry):
                last = Entry(last.start, entry.end, last.working, last.counted, last.reason)
            else:
                if last:
                    yield last
                last = entry
    if last:
        yield last


def _cut(calendar: Calendar, start: datetime, end: datetime, *, waiting: bool) -> Iterator[Entry]:
    reached = start.astimezone(calendar.zone)
    end = end.astimezone(calendar.zone)
    for span in calendar.spans(reached, end):
        assert span.start is not None  # noqa: S101 - spans are cut to what was asked
        assert span.end is not None  # noqa: S101
        yield from _closed(calendar, reached, span.start)
        yield from _open(calendar, span.start, span.end, waiting=waiting)
        reached = span.end
    yield from _closed(calendar, reached, end)


def _open(calendar: Calendar, start: datetime, end: datetime, *, waiting: bool) -> Iterator[Entry]:
    for first, last in _by_day(calendar, start, end):
        special = _day_of_shift(calendar, first).reason
        reason = WAITING if waiting else WORKING
        why = f"{reason} ({special})" if special else reason
        yield Entry(first, last, working=True, counted=not waiting, reason=why)


def _day_of_shift(calendar: Calendar, at: datetime) -> Day:
    """Return the day on which the shift that holds an instant began."""
    today = calendar.day(at.date())
    before = calendar.day(at.date() - _DAY)
    since = at.replace(tzinfo=None) - datetime.combine(today.date, datetime.min.time())
    if any(shift.start <= since < shift.end for shift in today.hours):
        return today
    of_the_night = any(shift.start <= since + _DAY < shift.end for shift in before.hours)
    return before if of_the_night else today


def _closed(calendar: Calendar, start: datetime, end: datetime) -> Iterator[Entry]:
    for first, last in _by_day(calendar, start, end):
        why = _why_closed(calendar, first, last)
        yield Entry(first, last, working=False, counted=False, reason=why)


def _by_day(
    calendar: Calendar, start: datetime, end: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """Cut a stretch at the midnights of the calendar's clock."""
    while _instant(start) < _instant(end):
        until = end
        if start.date() < end.date():
            midnight = datetime.combine(start.date() + _DAY, datetime.min.time(), calendar.zone)
            if _instant(midnight) <= _instant(start):  # a fold has gone back over midnight
                midnight = midnight.replace(fold=1)
            until = min(midnight, end, key=_instant)
        yield start, until
        start = until.astimezone(UTC).astimezone(calendar.zone)


def _why_closed(calendar: Calendar, start: datetime, until: datetime) -> str:
    today = start.date()
    if _in_a_break(calendar, today, start, until):
        return BREAK
    day = calendar.day(today)
    if not day.hours:
        return day.reason or DAY_OFF
    return f"{OUTSIDE} ({day.reason})" if day.reason else OUTSIDE


def _in_a_break(calendar: Calendar, today: date, start: datetime, until: datetime) -> bool:
    """Say whether closed time lies between two shifts of its day, or of the night before."""
    for day in (today, today - _DAY):
        shifts = calendar.day(day).hours.shifts
        midnight = datetime.combine(day, datetime.min.time())
        first, last = (at.replace(tzinfo=None) - midnight for at in (start, until))
        if shifts and shifts[0].start <= first and last <= shifts[-1].end:
            return True
    return False
