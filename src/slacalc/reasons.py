"""Why time is open or closed: a calendar's time cut into stretches of one reason each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from attrs import evolve, field, frozen

from slacalc.words import Words, time_of, words_of
from slacalc.zones import EPOCH

if TYPE_CHECKING:
    from slacalc.days import Day
    from slacalc.schedule import DaySchedule
    from slacalc.spans import Spans

_DAY = timedelta(days=1)
_ZERO = timedelta(0)

WORKING = "working"
BREAK = "break"
OUTSIDE = "outside hours"
DAY_OFF = "day off"  # by the week
HOLIDAY = "holiday"  # by a holiday's name, or the reason of an exception
CLOSED = "closed"  # by a closure, or by what is subtracted
OFF = (DAY_OFF, HOLIDAY, CLOSED)

SHORTENED = "shortened"
TRANSFERRED = "transferred"
CHANGED = "other hours"


def _instant(at: datetime) -> datetime:
    return at.astimezone(UTC)


@frozen
class Stretch:
    """A stretch of a calendar's time, on its clock: open or closed, of which kind, and a note.

    The kinds are "working", "break", "outside hours", "day off" (by the week), "holiday" (a day
    off by a holiday or an exception) and "closed" (by a closure, or what is subtracted). The note
    names the holiday, the exception, the closure or the calendar that made it so, and is empty
    where it is the week. `day` says what an exception makes of a working day: "transferred" (the
    week has it off), "shortened" (the week works longer) or "other hours"; else it is empty. What
    lies outside the calendar's horizon is not `known`.
    """

    start: datetime = field(eq=_instant)
    end: datetime = field(eq=_instant)
    working: bool
    kind: str
    note: str = ""
    known: bool = True
    day: str = ""

    @property
    def length(self) -> timedelta:
        """The time that passes in it."""
        return _instant(self.end) - _instant(self.start)

    def __str__(self) -> str:
        """Write the stretch as a line: from, to, why."""
        english = words_of("en")
        day, until = english.date("day", self.start), english.since(self.end, self.start)
        return f"{day} {time_of(self.start)} - {until}  {self.reason}"

    @property
    def reason(self) -> str:
        """The kind and the note in English."""
        return self.words()

    def words(self, language: str = "en") -> str:
        """Return the kind and the note in words of a language, "en" or "ru"."""
        return reason_in(words_of(language), self.kind, self.note, known=self.known)

    @property
    def is_off(self) -> bool:
        """Whether the whole day is off, or a closure closes it."""
        return self.kind in OFF

    def is_like(self, other: Stretch) -> bool:
        """Say whether another stretch is of the same kind, for the same reason."""
        mine = (self.working, self.kind, self.note, self.known, self.day)
        return mine == (other.working, other.kind, other.note, other.known, other.day)


def reason_in(words: Words, kind: str, *notes: str, known: bool, **data: object) -> str:
    """Say a kind of time and its notes: what is off by name is called by it."""
    note = "; ".join(words.note(one) for one in notes if one)
    said = note if note and kind in OFF else words(kind, **data)
    if note and said != note:
        said = words("with a note", told=said, note=note)
    return said if known else words("beyond", told=said)


DayOf = Callable[[date], "Day"]
HoursOf = Callable[[date], "DaySchedule"]


def by_day(
    day_of: DayOf, usual: HoursOf, spans: Spans, start: datetime, end: datetime
) -> Iterator[Stretch]:
    """Go through a stretch, given its open spans, and find the reasons in a calendar's days.

    The ends are on the calendar's clock; `usual` gives the hours of the week on a date.
    """
    reached = start
    for opening, closing in spans:
        opens, closes = ((EPOCH + x).astimezone(start.tzinfo) for x in (opening, closing))
        yield from _closed(day_of, usual, reached, opens)
        yield from _open(day_of, usual, opens, closes)
        reached = closes
    yield from _closed(day_of, usual, reached, end)


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


class Covers(Protocol):
    """What covers a stretch of time: a calendar that others are made of."""

    def _names(self, stretch: Stretch) -> str: ...


def of_any(operands: Sequence[Covers], now: list[Stretch]) -> Stretch:
    """Name the operands that cover a piece; where none does, those that have the day off."""
    pairs = list(zip(operands, now, strict=True))
    covering = [(o, s) for o, s in pairs if s.working]
    if not covering:
        told = [(o, s) for o, s in pairs if s.is_off]
        note = ", ".join(f"{o}: {s.note}" for o, s in told if s.note)
        kinds = {stretch.kind for stretch in now}
        off = kinds.pop() if len(kinds) == 1 else HOLIDAY  # with the name of one at least
        kind = off if len(told) == len(now) else OUTSIDE
        return evolve(now[0], kind=kind, note=note, day="")
    names = [operand._names(stretch) for operand, stretch in covering]  # noqa: SLF001 - of calendars
    return evolve(covering[0][1], note=", ".join(names), day="")


def of_all(operands: Sequence[Covers], now: list[Stretch]) -> Stretch:
    """Name the operand that is closed while the first is open."""
    closed = ((o, s) for o, s in zip(operands, now, strict=True) if not s.working)
    operand, stretch = next(closed, (operands[0], now[0]))
    if operand is operands[0]:
        return stretch
    note = stretch.note or (stretch.kind if stretch.is_off else "")
    kind = HOLIDAY if stretch.kind == DAY_OFF else stretch.kind  # it has a name now
    note = f"{operand}: {note}" if note else str(operand)
    return evolve(stretch, kind=kind, note=note, day="")


def of_first(operands: Sequence[Covers], now: list[Stretch]) -> Stretch:
    """Name the operand that is taken out while the first is open."""
    first, *others = now
    taken = (str(o) for o, s in zip(operands[1:], others, strict=True) if s.working)
    name = next(taken, None)
    if name is None or not first.working:
        return first
    return evolve(first, working=False, kind=CLOSED, note=name, day="")


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


def _open(day_of: DayOf, usual: HoursOf, start: datetime, end: datetime) -> Iterator[Stretch]:
    for first, last in _midnights(start, end):
        day = _day_of_shift(day_of, first)
        changed = change_of(day, usual)
        yield Stretch(first, last, working=True, kind=WORKING, note=day.reason, day=changed)


def change_of(day: Day, usual: HoursOf) -> str:
    """Say what an exception makes of a day, next to the hours that the week gives it."""
    if not day.reason or not day.hours:
        return ""
    week, said = (
        sum((shift.end - shift.start for shift in one), _ZERO)
        for one in (usual(day.date), day.hours)
    )
    if not week:
        return TRANSFERRED
    return SHORTENED if said < week else CHANGED


def _day_of_shift(day_of: DayOf, at: datetime) -> Day:
    """Return the day on which the shift that holds an instant began."""
    today = day_of(at.date())
    if at.date() == date.min:
        return today
    before = day_of(at.date() - _DAY)
    since = at.replace(tzinfo=None) - datetime.combine(today.date, datetime.min.time())
    if any(shift.start <= since < shift.end for shift in today.hours):
        return today
    of_the_night = any(shift.start <= since + _DAY < shift.end for shift in before.hours)
    return before if of_the_night else today


def _closed(day_of: DayOf, usual: HoursOf, start: datetime, end: datetime) -> Iterator[Stretch]:
    for midnight, last in _midnights(start, end):
        first = midnight
        if night := _missing_night(day_of, usual, first, last):
            yield night
            first = night.end
        if _instant(first) == _instant(last):
            continue
        kind, day = _why_closed(day_of, first, last)
        changed = "" if kind == BREAK else change_of(day, usual)
        note = "" if kind == BREAK else day.reason
        yield Stretch(first, last, working=False, kind=kind, note=note, day=changed)


def _missing_night(day_of: DayOf, usual: HoursOf, start: datetime, end: datetime) -> Stretch | None:
    """Return the part of a morning in which the night of the day before usually works."""
    if start.date() == date.min:
        return None
    before = day_of(start.date() - _DAY)
    lasts = max((shift.end for shift in usual(before.date)), default=_ZERO) - _DAY
    if not before.reason:
        return None
    morning = datetime.combine(start.date(), datetime.min.time()) + lasts
    until = min(morning.replace(tzinfo=start.tzinfo), end, key=_instant)
    if _instant(until) <= _instant(start):
        return None
    kind, changed = (OUTSIDE if before.hours else HOLIDAY), change_of(before, usual)
    return Stretch(start, until, working=False, kind=kind, note=before.reason, day=changed)


def _midnights(start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Cut a stretch at the midnights of its clock."""
    zone = start.tzinfo
    while _instant(start) < _instant(end):
        until = end
        if start.date() < end.date():
            midnight = datetime.combine(start.date() + _DAY, datetime.min.time(), zone)
            if _instant(midnight) <= _instant(start):  # a fold has gone back over midnight
                midnight = midnight.replace(fold=1)
            until = min(midnight, end, key=_instant)
        yield start, until
        start = until.astimezone(UTC).astimezone(zone)


def _why_closed(day_of: DayOf, start: datetime, until: datetime) -> tuple[str, Day]:
    today = start.date()
    day = day_of(today)
    if _in_a_break(day_of, today, start, until):
        return BREAK, day
    return (OUTSIDE if day.hours else HOLIDAY if day.reason else DAY_OFF), day


def _in_a_break(day_of: DayOf, today: date, start: datetime, until: datetime) -> bool:
    """Say whether closed time lies between two shifts of its day, or of the night before."""
    for day in (today, today - _DAY) if today > date.min else (today,):
        shifts = day_of(day).hours.shifts
        midnight = datetime.combine(day, datetime.min.time())
        first, last = (at.replace(tzinfo=None) - midnight for at in (start, until))
        if shifts and shifts[0].start <= first and last <= shifts[-1].end:
            return True
    return False
