"""The ledger: every stretch of time, counted or not, and the reason: the proof of an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from slacalc.text import format_duration

if TYPE_CHECKING:
    from slacalc.dated_time import DatedTime
    from slacalc.reasons import Stretch

_ZERO = timedelta(0)
_WEEK = timedelta(days=7)

WAITING = "waiting"


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
    calendar: DatedTime, stretches: Iterable[tuple[datetime, datetime, bool]]
) -> Iterator[Entry]:
    """Go through stretches of (from, to, waiting), cut where the calendar opens and closes.

    Equal neighbours become one. O(openings and days in the stretches).
    """
    last: Entry | None = None
    for start, end, waiting in stretches:
        for stretch in calendar.explain(start, end):
            entry = _entry(stretch, waiting=waiting)
            if last and last.is_like(entry):
                last = Entry(last.start, entry.end, last.working, last.counted, last.reason)
            else:
                if last:
                    yield last
                last = entry
    if last:
        yield last


def _entry(stretch: Stretch, *, waiting: bool) -> Entry:
    told = evolve(stretch, kind=WAITING) if stretch.working and waiting else stretch
    return Entry(
        stretch.start,
        stretch.end,
        working=stretch.working,
        counted=stretch.working and not waiting,
        reason=told.reason,
    )
