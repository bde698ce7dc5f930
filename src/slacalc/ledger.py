"""The ledger: every stretch of time, counted or not, and the reason: the proof of an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import evolve, field, frozen

from slacalc import drawing
from slacalc.reasons import reason_in
from slacalc.text import format_duration
from slacalc.words import time_of, words_of

if TYPE_CHECKING:
    from slacalc.dated_time import DatedTime
    from slacalc.reasons import Stretch
    from slacalc.words import Words

_ZERO = timedelta(0)
_LENGTH, _END = 8, 9  # the usual widths of a line's columns

WAITING = "waiting"
BURNT = "burnt"
BEFORE = "before registration"
NOT_STARTED = "not started"
EARLIER = "earlier run"
DONE = "done"
_WORKED = {"running": "", WAITING: WAITING, BURNT: BURNT}  # what working time is called in each
_WHOLE = (BEFORE, NOT_STARTED, EARLIER, DONE)  # told whole, whatever the calendar says of it


def _instant(at: datetime) -> datetime:
    return at.astimezone(UTC)


def _instant_if_any(at: datetime | None) -> datetime | None:
    return at and _instant(at)


class Piece(NamedTuple):
    """A piece of a target's life: from, to, in which phase, on whose hours, and what of.

    The phases are "before registration", "not started", "earlier run", "running", "waiting",
    "burnt" (closed, but counted) and "done"; the note says what a wait is for, or what ended the
    target.
    """

    start: datetime
    end: datetime
    phase: str
    calendar: DatedTime
    note: str = ""


@frozen
class Entry:
    """A stretch of time, on the calendar's clock: working or not, counted or not, and why.

    Args:
        start: its first instant.
        end: the first instant after it.
        working: whether it is working time of the calendar, while the target lived.
        counted: whether it counts as used.
        kind: the reason, a key for programs. Working time is "working", "waiting" or "burnt"
            (closed, but counted); other time has the kind of its `Stretch`: "break", "outside
            hours", "day off", "holiday", "closed". What lies outside the target's life is told
            whole, hours or not: "before registration", "not started", "earlier run", "done".
        note: the calendar's reason: a holiday's name, an exception's, who covers.
        about: what a wait is for, or what ended the target.
        since: when the wait began, of which this is a part.
        day: what an exception makes of the day: "shortened", "transferred", "other hours", or "".
        known: whether the calendar knows these days.

    >>> from slacalc import Calendar
    >>> desk = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Berlin")
    >>> start, end = desk.at("2026-03-02 16:00"), desk.at("2026-03-03 10:00")
    >>> for entry in entries_of([Piece(start, end, "waiting", desk, "vendor")]):
    ...     print(f"{entry.kind}: {entry.reason}")
    waiting: waiting (vendor)
    outside hours: outside hours
    waiting: waiting since Mon 16:00 (vendor)
    """

    start: datetime = field(eq=_instant)
    end: datetime = field(eq=_instant)
    working: bool
    counted: bool
    kind: str
    note: str = ""
    about: str = ""
    since: datetime | None = field(default=None, eq=_instant_if_any)
    day: str = ""
    known: bool = True

    def is_like(self, other: Entry) -> bool:
        """Say whether another entry is of the same kind, for the same reason."""
        return self._like == other._like

    @property
    def _like(self) -> tuple[object, ...]:
        since = _instant_if_any(self.since)
        flags = self.working, self.counted, self.known
        return (*flags, self.kind, self.note, self.about, since, self.day)

    @property
    def length(self) -> timedelta:
        """The time that passed."""
        return _instant(self.end) - _instant(self.start)

    @property
    def reason(self) -> str:
        """The reason in English."""
        return self.words()

    def words(self, language: str = "en") -> str:
        """Return the reason in words of a language, "en" or "ru"."""
        return _reason(words_of(language), self)

    def __str__(self) -> str:
        """Write the entry as a line: from, to, what counted, why."""
        return _lines(words_of("en"), [self])[0]

    @property
    def wall(self) -> str:
        """From and to on the calendar's clock; the end's day and offset where they differ."""
        return f"{time_of(self.start)} - {_until(words_of('en'), self):<{_END}}"


@frozen
class Ledger:
    """The stretches of a target's life in order, without a gap; the counted ones sum to its
    elapsed time, the waited ones to what extended it.

    `str` and `text` write it, a line each entry; `rows` gives plain data; a notebook shows it as
    a table. Words are English, or those of the language asked for: "en", "ru" (which needs the
    extra ``slacalc[i18n]``).
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
        return sum((entry.length for entry in self.entries if entry.kind == WAITING), _ZERO)

    def rows(self, language: str = "en") -> list[dict[str, Any]]:
        """Return the entries as plain rows, for a table or JSON: keys, and the reason in words."""
        words = words_of(language)
        return [
            {
                "start": entry.start.isoformat(),
                "end": entry.end.isoformat(),
                "working": entry.working,
                "counted": format_duration(entry.length) if entry.counted else "",
                "kind": entry.kind,
                "note": entry.note,
                "about": entry.about,
                "since": entry.since and entry.since.isoformat(),
                "day": entry.day,
                "known": entry.known,
                "reason": _reason(words, entry),
            }
            for entry in self.entries
        ]

    def text(self, language: str = "en") -> str:
        """Write the ledger in a language, a line each entry, and its sums."""
        words = words_of(language)
        return "\n".join([*_lines(words, self.entries), self._sums(words)])

    def _sums(self, words: Words) -> str:
        said = "counted and waited" if self.waited else "counted"
        used, waited = words.duration(self.elapsed), words.duration(self.waited)
        return words(said, target=words.name(self.target), used=used, waited=waited)

    def html(self, language: str = "en") -> str:
        """Draw the ledger as a table in a language, with its sums below."""
        words = words_of(language)
        header = [words(key) for key in ("day", "from - to", "counted time", "why")]
        rows = [(day, wall, time, why) for day, wall, time, why in _cells(words, self.entries)]
        return drawing.table(header, [*rows, ("", "", "", self._sums(words))])

    def _repr_html_(self) -> str:
        """Draw the ledger as a table, as notebooks do."""
        return self.html()

    def __iter__(self) -> Iterator[Entry]:
        """Go through the entries."""
        return iter(self.entries)

    def __str__(self) -> str:
        """Write the ledger, a line each entry, and its sums."""
        return self.text()


def entries_of(pieces: Iterable[Piece]) -> Iterator[Entry]:
    """Go through the pieces of a target's life, cut where their calendars open and close.

    Pieces come in order; equal neighbours become one. O(openings and days in the pieces that run
    or wait).
    """
    last: Entry | None = None
    for piece, since in _waits(pieces):
        for entry in _entries(piece, since):
            if last and last.is_like(entry):
                last = evolve(last, end=entry.end)
                continue
            if last:
                yield last
            last = entry
    if last:
        yield last


def _waits(pieces: Iterable[Piece]) -> Iterator[tuple[Piece, datetime]]:
    """Go through the pieces that last, each with when its phase began, in whatever pieces."""
    before: tuple[str, str] | None = None
    since = None
    for piece in pieces:
        if _instant(piece.start) < _instant(piece.end):
            since = since if since and before == (piece.phase, piece.note) else piece.start
            before = piece.phase, piece.note
            yield piece, since


def _entries(piece: Piece, since: datetime) -> Iterator[Entry]:
    start, end, since = (
        at.astimezone(piece.calendar.zone) for at in (piece.start, piece.end, since)
    )
    if piece.phase in _WHOLE:
        yield Entry(start, end, working=False, counted=False, kind=piece.phase, about=piece.note)
        return
    for stretch in piece.calendar.explain(start, end):
        yield _entry(stretch, piece, since)


def _entry(stretch: Stretch, piece: Piece, since: datetime) -> Entry:
    waits = stretch.working and piece.phase == WAITING
    return Entry(
        stretch.start,
        stretch.end,
        working=stretch.working,
        counted=stretch.working and not waits,
        kind=(stretch.working and _WORKED[piece.phase]) or stretch.kind,
        note=stretch.note,
        about=piece.note if stretch.working else "",
        since=since if waits else None,
        day=stretch.day,
        known=stretch.known,
    )


def _cells(words: Words, entries: Iterable[Entry]) -> Iterator[tuple[str, str, str, str]]:
    """Go through entries as cells: the day, from and to, what counted, why."""
    for entry in entries:
        wall = f"{time_of(entry.start)} - {_until(words, entry)}"
        counted = words.duration(entry.length) if entry.counted else "-"
        yield words.date("day", entry.start), wall, counted, _reason(words, entry)


def _reason(words: Words, entry: Entry) -> str:
    if entry.since is None or _instant(entry.since) == _instant(entry.start):
        return reason_in(words, entry.kind, entry.about, entry.note, known=entry.known)
    since = words.since(entry.since, entry.start)
    notes = entry.about, entry.note
    return reason_in(words, "waiting since", *notes, known=entry.known, since=since)


def _until(words: Words, entry: Entry) -> str:
    day = words.before_time(entry.start, entry.end)
    offset = "" if entry.start.utcoffset() == entry.end.utcoffset() else f" {entry.end:%z}"
    return f"{day}{time_of(entry.end)}{offset}"


def _lines(words: Words, entries: Iterable[Entry]) -> list[str]:
    rows = list(_cells(words, entries))
    wall = max([8 + _END, *(len(row[1]) for row in rows)])
    counted = max([_LENGTH, *(len(row[2]) for row in rows)])
    return [f"{day} {told:<{wall}} {time:>{counted}}  {why}" for day, told, time, why in rows]
