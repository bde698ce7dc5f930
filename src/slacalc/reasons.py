"""Why time is open or closed: a calendar's time cut into stretches of one reason each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from attrs import evolve, field, frozen

from slacalc.zones import EPOCH

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from slacalc.days import Day
    from slacalc.spans import Spans

_DAY = timedelta(days=1)

WORKING = "working"
BREAK = "break"
OUTSIDE = "outside hours"
DAY_OFF = "day off"
CLOSED = "closed"  # by a closure, or by what is subtracted
BEYOND = "beyond the known days"


def _instant(at: datetime) -> datetime:
    return at.astimezone(UTC)


@frozen
class Stretch:
    """A stretch of a calendar's time, on its clock: open or closed, of which kind, and a note.

    The kinds are working, break, outside hours, day off, closed; the note names the holiday, the
    exception, the closure or the calendar that made it so, and is empty where it is the week.
    """

    start: datetime = field(eq=_instant)
    end: datetime = field(eq=_instant)
    working: bool
    kind: str
    note: str = ""

    @property
    def reason(self) -> str:
        """The kind and the note in words."""
        if not self.note:
            return self.kind
        return self.note if self.is_off else f"{self.kind} ({self.note})"

    @property
    def is_off(self) -> bool:
        """Whether the whole day is off, or a closure closes it."""
        return self.kind in (DAY_OFF, CLOSED)

    def is_like(self, other: Stretch) -> bool:
        """Say whether another stretch is of the same kind, for the same reason."""
        mine = (self.working, self.kind, self.note)
        return mine == (other.working, other.kind, other.note)


class Dated(Protocol):
    """What is asked of a calendar here."""

    @property
    def zone(self) -> ZoneInfo:
        """The zone of its days."""

    def day(self, day: date) -> Day:
        """Return the hours of a date, and the reason for them."""


def by_day(calendar: Dated, spans: Spans, start: datetime, end: datetime) -> Iterator[Stretch]:
    """Go through a stretch, given its open spans, and find the reasons in the calendar's days."""
    reached, end = (at.astimezone(calendar.zone) for at in (start, end))
    for opening, closing in spans:
        opens, closes = ((EPOCH + x).astimezone(calendar.zone) for x in (opening, closing))
        yield from _closed(calendar, reached, opens)
        yield from _open(calendar, opens, closes)
        reached = closes
    yield from _closed(calendar, reached, end)


def plain(spans: Spans, start: datetime, end: datetime) -> Iterator[Stretch]:
    """Go through a stretch, given its open spans, without reasons."""
    reached = start
    for opening, closing in spans:
        opens, closes = ((EPOCH + x).astimezone(start.tzinfo) for x in (opening, closing))
        if _instant(reached) < _instant(opens):
            yield Stretch(reached, opens, working=False, kind=OUTSIDE)
        yield Stretch(opens, closes, working=True, kind=WORKING)
        reached = closes
    if _instant(reached) < _instant(end):
        yield Stretch(reached, end, working=False, kind=OUTSIDE)


def joined(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Go through stretches, those like their neighbours joined to them."""
    last: Stretch | None = None
    for stretch in stretches:
        if last and last.is_like(stretch):
            last = evolve(last, end=stretch.end)
            continue
        if last:
            yield last
        last = stretch
    if last:
        yield last


def merged(
    streams: list[list[Stretch]], choose: Callable[[list[Stretch]], Stretch]
) -> Iterator[Stretch]:
    """Go through several accounts of one stretch at once, and choose one for each piece of it."""
    places = [0] * len(streams)
    while all(place < len(stream) for place, stream in zip(places, streams, strict=True)):
        now = [stream[place] for place, stream in zip(places, streams, strict=True)]
        start = max((one.start for one in now), key=_instant)
        end = min((one.end for one in now), key=_instant)
        zone = streams[0][0].start.tzinfo
        yield evolve(choose(now), start=start.astimezone(zone), end=end.astimezone(zone))
        ended = _instant(end)
        places = [
            place + (_instant(one.end) == ended) for place, one in zip(places, now, strict=True)
        ]


def cut_at(stretches: Iterable[Stretch], instants: list[datetime]) -> Iterator[Stretch]:
    """Go through stretches, cut at some instants, which are in order."""
    place = 0
    for stretch in stretches:
        rest = stretch
        while place < len(instants) and _instant(instants[place]) < _instant(rest.end):
            at = instants[place].astimezone(rest.start.tzinfo)
            if _instant(rest.start) < _instant(at):
                yield evolve(rest, end=at)
                rest = evolve(rest, start=at)
            place += 1
        yield rest


def _open(calendar: Dated, start: datetime, end: datetime) -> Iterator[Stretch]:
    for first, last in _midnights(calendar, start, end):
        note = _day_of_shift(calendar, first).reason
        yield Stretch(first, last, working=True, kind=WORKING, note=note)


def _day_of_shift(calendar: Dated, at: datetime) -> Day:
    """Return the day on which the shift that holds an instant began."""
    today = calendar.day(at.date())
    if at.date() == date.min:
        return today
    before = calendar.day(at.date() - _DAY)
    since = at.replace(tzinfo=None) - datetime.combine(today.date, datetime.min.time())
    if any(shift.start <= since < shift.end for shift in today.hours):
        return today
    of_the_night = any(shift.start <= since + _DAY < shift.end for shift in before.hours)
    return before if of_the_night else today


def _closed(calendar: Dated, start: datetime, end: datetime) -> Iterator[Stretch]:
    for first, last in _midnights(calendar, start, end):
        kind, note = _why_closed(calendar, first, last)
        yield Stretch(first, last, working=False, kind=kind, note=note)


def _midnights(
    calendar: Dated, start: datetime, end: datetime
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


def _why_closed(calendar: Dated, start: datetime, until: datetime) -> tuple[str, str]:
    today = start.date()
    if _in_a_break(calendar, today, start, until):
        return BREAK, ""
    day = calendar.day(today)
    return (OUTSIDE if day.hours else DAY_OFF), day.reason


def _in_a_break(calendar: Dated, today: date, start: datetime, until: datetime) -> bool:
    """Say whether closed time lies between two shifts of its day, or of the night before."""
    for day in (today, today - _DAY) if today > date.min else (today,):
        shifts = calendar.day(day).hours.shifts
        midnight = datetime.combine(day, datetime.min.time())
        first, last = (at.replace(tzinfo=None) - midnight for at in (start, until))
        if shifts and shifts[0].start <= first and last <= shifts[-1].end:
            return True
    return False
