"""What the oracle-made vectors ask of a world, beside all that opens, closes and changes in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from vector_hours import DAY, bounds, hours_on, walked
from vector_text import written
from vector_worlds import World

MICROSECOND, HOUR = timedelta.resolution, timedelta(hours=1)
BESIDE = {-1: "a microsecond before ", 0: "", 1: "a microsecond after "}
ZERO = timedelta(0)
OTHERS = 12  # instants that each is asked together with


class Point(NamedTuple):
    """An instant to ask about, and what it lies beside."""

    at: datetime
    kind: str
    beside: int  # microseconds

    @property
    def words(self) -> str:
        """Say where it lies."""
        return f"{BESIDE[self.beside]}{self.kind}"


class Question(NamedTuple):
    """What is asked, the answer, where in words, and what kind of place that is."""

    arguments: dict[str, Any]
    answer: Any
    words: str
    place: tuple[str, int]


class Asked:
    """A world, the walk of it, and the instants that are asked about."""

    def __init__(self, world: World) -> None:
        """Walk the world's calendar."""
        self.world, self.oracle = world, walked(world)
        self.zone = str(world.calendar["zone"])
        self.clock = ZoneInfo(self.zone)
        self.openings, self.closings = self.oracle.openings(), self.oracle.closings()
        self.points = list(self._points())

    def text(self, at: datetime) -> str:
        """Write an instant on the calendar's clock."""
        return written(at, self.zone)

    def _points(self) -> Iterator[Point]:
        """List the instants beside openings, closings, midnights and changes of the clock."""
        found = {(start + (end - start) // 2, "the middle of a span") for start, end in self.spans}
        found |= {(at, "an opening") for at in self.openings}
        found |= {(at, "a closing") for at in self.closings}
        found |= {(at, "a midnight") for at in self._midnights()}
        found |= {(at, "a change of the clock") for at in self._changes()}
        for at, kind in sorted(found):
            if self.oracle.start + DAY < at < self.oracle.end - DAY:
                yield from (Point(at + n * MICROSECOND, kind, n) for n in BESIDE)

    @property
    def spans(self) -> list[tuple[datetime, datetime]]:
        """All spans of the walk."""
        return self.oracle.spans()

    @property
    def others(self) -> list[Point]:
        """A few of the instants, from all over the walk."""
        return self.points[:: len(self.points) // OTHERS + 1]

    def _midnights(self) -> Iterator[datetime]:
        for number in range(self.oracle.start.toordinal(), self.oracle.end.toordinal()):
            midnight = datetime.combine(date.fromordinal(number), time(), self.clock)
            yield from (midnight.replace(fold=fold).astimezone(UTC) for fold in (0, 1))

    def _changes(self) -> Iterator[datetime]:
        """Find the instants at which the clock jumps, and both ends of the hour it repeats."""
        oracle = self.oracle
        for hour, _, _ in self._jumps(oracle.start, oracle.end, HOUR):
            for at, before, after in self._jumps(hour - HOUR, hour, oracle.step):
                repeated = max(before - after, ZERO)
                yield from {at - repeated, at, at + repeated}

    def _jumps(
        self, start: datetime, end: datetime, step: timedelta
    ) -> Iterator[tuple[datetime, timedelta, timedelta]]:
        """Step through a stretch, and yield where the offset is not what it was before."""
        instants = (start + n * step for n in range((end - start) // step + 1))
        told = ((at, at.astimezone(self.clock).utcoffset() or ZERO) for at in instants)
        for (_, before), (at, after) in pairwise(told):
            if before != after:
                yield at, before, after


# What is asked of one instant

Ask = Callable[[Asked, Point], Iterator[Question]]


def _at(asked: Asked, point: Point, answer: Any) -> Question:
    return Question({"at": asked.text(point.at)}, answer, point.words, point[1:])


def _is_open(asked: Asked, point: Point) -> Iterator[Question]:
    yield _at(asked, point, asked.oracle.is_open(point.at))


def _neighbour(name: str) -> Ask:
    """Ask for the change before or after a point, or where it rolls to."""

    def ask(asked: Asked, point: Point) -> Iterator[Question]:
        at, opens, closes = point.at, asked.openings, asked.closings
        rolls = [at] if asked.oracle.is_open(at) else []
        found = {
            "next_opening": [x for x in opens if x > at][:1],
            "next_closing": [x for x in closes if x > at][:1],
            "previous_opening": [x for x in opens if x < at][-1:],
            "previous_closing": [x for x in closes if x < at][-1:],
            "roll_forward": rolls or [x for x in opens if x > at][:1],
            "roll_back": rolls or [x for x in closes if x <= at][-1:],
        }
        yield from (_at(asked, point, asked.text(x)) for x in found[name])

    return ask


def _span_at(asked: Asked, point: Point) -> Iterator[Question]:
    span = next(((a, b) for a, b in asked.spans if a <= point.at < b), None)
    if span is None:
        yield _at(asked, point, None)
    elif asked.oracle.start < span[0] and span[1] < asked.oracle.end:
        yield _at(asked, point, [asked.text(end) for end in span])


# What is asked of an instant and a length of work


def _deadline(asked: Asked, point: Point) -> Iterator[Question]:
    """Ask for the work until the next two closings, a microsecond less and more, and the least."""
    for closing in [x for x in asked.closings if x > point.at][:2]:
        for length in _lengths(asked.oracle.elapsed(point.at, closing)):
            due = asked.oracle.deadline(point.at, length)
            if due:
                arguments = {"start": asked.text(point.at), "duration": length // MICROSECOND}
                yield Question(arguments, asked.text(due), point.words, point[1:])


def _latest_start(asked: Asked, point: Point) -> Iterator[Question]:
    """Ask the same the other way."""
    for opening in [x for x in reversed(asked.openings) if x < point.at][:2]:
        for length in _lengths(asked.oracle.elapsed(opening, point.at)):
            start = asked.oracle.latest_start(point.at, length)
            if start:
                arguments = {"due": asked.text(point.at), "duration": length // MICROSECOND}
                yield Question(arguments, asked.text(start), point.words, point[1:])


def _lengths(work: timedelta) -> list[timedelta]:
    found = {MICROSECOND, work - MICROSECOND, work, work + MICROSECOND}
    return sorted(length for length in found if length > ZERO)


# What is asked of two instants


def _elapsed(asked: Asked, point: Point) -> Iterator[Question]:
    for other in asked.others:
        answer = asked.oracle.elapsed(point.at, other.at) // MICROSECOND
        yield _between(asked, point, other, answer)


def _spans(asked: Asked, point: Point) -> Iterator[Question]:
    for other in asked.others:
        if HOUR < other.at - point.at < 2 * DAY:
            cut = [(max(a, point.at), min(b, other.at)) for a, b in asked.spans]
            answer = [[asked.text(a), asked.text(b)] for a, b in cut if a < b]
            yield _between(asked, point, other, answer)


def _between(asked: Asked, point: Point, other: Point, answer: Any) -> Question:
    arguments = {"start": asked.text(point.at), "end": asked.text(other.at)}
    return Question(arguments, answer, f"{point.words} to {other.words}", point[1:])


# What is asked of a date


def hours(asked: Asked) -> Iterator[Question]:
    """Ask for the hours of each date; one that the clock never showed has none."""
    start, end = bounds(asked.world)
    steps = range((end - start) // HOUR)
    shown = {(start + n * HOUR).astimezone(asked.clock).date() for n in steps}
    for day in map(date.fromordinal, range(start.toordinal() + 1, end.toordinal())):
        answer = hours_on(asked.world.calendar, day) if day in shown else []
        yield Question({"date": str(day)}, answer, "a date", ("", 0))


NEIGHBOURS = {
    "next_opening": "The next opening after",
    "next_closing": "The next closing after",
    "previous_opening": "The opening before",
    "previous_closing": "The closing before",
    "roll_forward": "The first open instant from",
    "roll_back": "The last open instant or closing by",
}
ASK: dict[str, tuple[int, str, Ask]] = {
    "is_open": (7, "Whether it is open at", _is_open),
    "elapsed": (5, "The working time from", _elapsed),
    "deadline": (11, "The deadline from", _deadline),
    "latest_start": (9, "The latest start for", _latest_start),
    **{name: (3, words, _neighbour(name)) for name, words in NEIGHBOURS.items()},
    "span_at": (2, "The span that holds", _span_at),
    "spans": (1, "The spans from", _spans),
}
"""How many questions of each operation are kept of a world, how they are told, and asked."""
