"""What the sweep asks where a clock changes: calendars, questions and their answers.

The answers come from a walk of the wall clock; nothing here comes from slacalc. Readings are in
seconds, the instants and durations of questions and answers in microseconds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from sweep_walk import DAY, HOUR, REACH, SECOND, THURSDAY, Change, Hours, Said, Spans, Walk, Week

NEAREST = 6  # ends of working time that are asked about one by one

Shift = tuple[int, int]

# Calendars


def _daily(*shifts: Shift) -> Week:
    """Return a week of equal days; no shift ends after the second midnight."""
    owned = ((start % DAY, min(start % DAY + end - start, 2 * DAY)) for start, end in shifts)
    return (_joined(owned),) * 7


def _on(days: Mapping[int, Iterable[Shift]]) -> Week:
    """Return a week with hours on the weekdays of some days."""
    by_weekday = {(day + THURSDAY) % 7: _joined(shifts) for day, shifts in days.items()}
    return tuple(by_weekday.get(weekday, ()) for weekday in range(7))


def _joined(shifts: Iterable[Shift]) -> Hours:
    """Join the shifts of one day that touch or overlap."""
    joined: list[Shift] = []
    for start, end in sorted(shifts):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return tuple(joined)


WHOLE = (0, DAY)
NIGHT = (22 * HOUR, 30 * HOUR)
ALWAYS = _daily(WHOLE)
OFFICE: Week = (((9 * HOUR, 13 * HOUR), (14 * HOUR, 18 * HOUR)),) * 5 + ((),) * 2


def calendars(change: Change) -> list[Said]:
    """Return the calendars that are asked about at a transition."""
    step, low, high = change.step, change.low, change.high
    middle = (low + high) // 2 // step * step
    wide = [low - 2 * HOUR, low, middle, high, high + 2 * HOUR]
    close = [low - step, low + step, high - step, high + step]
    pairs = list(combinations(sorted({*wide, *close}), 2))
    late = list(combinations(sorted({low, middle, high, low - 2 * HOUR}), 2))
    weeks = [
        *(week for row in _rows(pairs) if (week := _owned(row, 0))),
        *(week for row in _rows(late) if (week := _owned(row, 1))),
        *_every_day(low, middle, high, step),
        *_single_days(low // DAY, middle % DAY),
    ]
    return [*map(Said, dict.fromkeys(weeks)), *_ruled(low, middle, high, step)]


def _rows(pairs: Iterable[Shift]) -> list[list[Shift]]:
    """Share shifts out to as few calendars as they fit in without touching."""
    rows: list[list[Shift]] = []
    for pair in sorted(pairs):
        row = next((row for row in rows if row[-1][1] < pair[0]), None)
        if row is None:
            rows.append([pair])
        else:
            row.append(pair)
    return rows


def _owned(shifts: Iterable[Shift], days: int) -> Week | None:
    """Return the week of shifts that belong to the day they start on, or to one `days` before."""
    owned: dict[int, list[Shift]] = {}
    for start, end in shifts:
        day = start // DAY - days
        if end - day * DAY <= 2 * DAY:
            owned.setdefault(day, []).append((start - day * DAY, end - day * DAY))
    return _on(owned) if owned else None


def _every_day(low: int, middle: int, high: int, step: int) -> list[Week]:
    """Return weeks of seven equal days: breaks at the change, nights, days that never end."""
    return [
        ALWAYS,
        OFFICE,
        _daily(NIGHT),
        _daily((low - 6 * HOUR, low), (high, high + 6 * HOUR)),
        _daily((low - 6 * HOUR, low - step), (middle, high + 6 * HOUR)),
        _daily((low - 6 * HOUR, middle), (middle + step, high + 6 * HOUR)),
        _daily((middle, middle + DAY)),
        _daily((middle, middle + DAY - step)),
        _daily((high, high + DAY + HOUR)),
    ]


def _single_days(day: int, middle: int) -> list[Week]:
    """Return weeks with hours on few days: at midnight's two sides, whole days, nights."""
    evening, morning = (20 * HOUR, DAY), (0, 4 * HOUR)
    rest = {other: [WHOLE] for other in range(day + 1, day + 7)}
    return [
        _on({day - 1: [evening], day: [morning]}),
        _on({day: [evening], day + 1: [morning]}),
        _on(rest),
        _on({day: [WHOLE]}),
        _on({day - 1: [WHOLE]}),
        _on({day + 1: [WHOLE]}),
        _on({day: [(0, 2 * DAY)]}),
        _on({day - 1: [NIGHT]}),
        _on({day: [NIGHT]}),
        _on({day: [(middle, 2 * DAY)]}),
        _on({day - 1: [(middle, middle + DAY), (47 * HOUR, 2 * DAY)]}),
    ]


def _ruled(low: int, middle: int, high: int, step: int) -> list[Said]:
    """Return calendars that say the hours of the days around the change one by one."""
    day = low // DAY
    starts = [(low, middle), (high - step, high + 2 * HOUR)]
    own = _joined((start - day * DAY, end - day * DAY) for start, end in starts if start < end)
    own = tuple(shift for shift in own if shift[1] <= 2 * DAY)
    return [
        Said(OFFICE, ((day - 1, ()), (day, own), (day + 1, ((0, 2 * DAY),)))),
        Said(ALWAYS, ((day - 1, (NIGHT,)), (day, ()))),
    ]


# Questions


class Question(NamedTuple):
    """What is asked, of which instants or durations, and the answer."""

    kind: str
    first: int
    second: int
    answer: object


class Case:
    """A transition, its calendars, and what each is asked."""

    def __init__(self, name: str, change: Change) -> None:
        """Walk the wall clock of a zone that changes so, and find the answers."""
        walk = Walk(name, change)
        self.change = change
        self.calendars = calendars(change)
        self.questions = [_questions(change, walk.spans(said)) for said in self.calendars]
        self.clock_questions = _clock_questions(change, walk)
        asked = [*self.questions, self.clock_questions]
        self.kinds = Counter(question.kind for questions in asked for question in questions)


class Cases:
    """Cases by their transition; zones that change alike share one, and few are kept."""

    def __init__(self, most: int = 300) -> None:
        """Start without any."""
        self.most = most
        self.known: dict[Change, Case] = {}
        self.walked: set[Change] = set()

    def of(self, name: str, change: Change) -> Case:
        """Return the case of a transition that a zone has."""
        case = self.known.pop(change, None) or Case(name, change)
        if len(self.known) >= self.most:
            del self.known[next(iter(self.known))]
        self.known[change] = case  # the last one asked for is the last one to go
        self.walked.add(change)
        return case


def _questions(change: Change, spans: Spans) -> list[Question]:
    start, end = (change.at - REACH) * SECOND, (change.at + REACH) * SECOND
    at, length = change.at * SECOND, abs(change.after - change.before) * SECOND
    beside = [at - length // 2, at, at + length // 2]
    points = sorted({*beside, at - length, at - 1, at + 1, at + length})
    edges = sorted({edge for span in spans for edge in span} - {start, end})
    near = sorted(edges, key=lambda edge: abs(edge - at))[:NEAREST]
    flags = {*points, *near, *(edge - 1 for edge in near)}
    pairs = [*((start, point) for point in (*points, end)), (at, beside[0]), (beside[2], at)]
    return [
        Question("spans", start, end, tuple(spans)),
        *(Question("is_open", x, 0, _is_open(spans, x)) for x in sorted(flags)),
        *(Question("elapsed", a, b, _worked(spans, a, b)) for a, b in pairs),
        *_deadlines(spans, [start, *beside[:2]], end),
        *_latest_starts(spans, start, [*beside[1:], end]),
        *(question for x in beside[:2] for question in _neighbours(spans, x, start, end)),
    ]


def _is_open(spans: Spans, x: int) -> bool:
    return any(start <= x < end for start, end in spans)


def _worked(spans: Spans, a: int, b: int) -> int:
    if b < a:
        return -_worked(spans, b, a)
    return sum(max(0, min(end, b) - max(start, a)) for start, end in spans)


def _deadlines(spans: Spans, starts: Sequence[int], end: int) -> Iterator[Question]:
    """Ask for the time until each next closing, a microsecond more, all there is, and the least."""
    for start in starts:
        closing = next((closing for _, closing in spans if closing > start), end)
        work = _worked(spans, start, closing)
        for duration in sorted({1, work, work + 1, _worked(spans, start, end)} - {0}):
            due = _deadline(spans, start, duration)
            if due is not None:
                yield Question("deadline", start, duration, due)


def _deadline(spans: Spans, at: int, left: int) -> int | None:
    for start, end in spans:
        if (length := end - max(start, at)) >= left:
            return max(start, at) + left
        left -= max(0, length)
    return None


def _latest_starts(spans: Spans, start: int, ends: Sequence[int]) -> Iterator[Question]:
    """Ask the same the other way."""
    for end in ends:
        opening = next((opening for opening, _ in reversed(spans) if opening < end), start)
        work = _worked(spans, opening, end)
        for duration in sorted({1, work, work + 1, _worked(spans, start, end)} - {0}):
            latest = _latest_start(spans, end, duration)
            if latest is not None:
                yield Question("latest_start", end, duration, latest)


def _latest_start(spans: Spans, at: int, left: int) -> int | None:
    for start, end in reversed(spans):
        if (length := min(end, at) - start) >= left:
            return min(end, at) - left
        left -= max(0, length)
    return None


def _neighbours(spans: Spans, x: int, start: int, end: int) -> Iterator[Question]:
    """Ask for the changes beside an instant, where the walk has seen them."""
    openings, closings = [a for a, _ in spans], [b for _, b in spans]
    found = {
        "next_opening": next((a for a in openings if a > x), start),
        "previous_opening": next((a for a in reversed(openings) if a < x), start),
        "next_closing": next((b for b in closings if b > x), end),
        "previous_closing": next((b for b in reversed(closings) if b < x), end),
    }
    for kind, answer in found.items():
        if answer not in (start, end):
            yield Question(kind, x, 0, answer)
    span = next(((a, b) for a, b in spans if a <= x < b), None)
    if span is None or (span[0] != start and span[1] != end):
        yield Question("span_at", x, 0, span)


def _clock_questions(change: Change, walk: Walk) -> list[Question]:
    """Ask what wall times mean, and which dates there were."""
    low, high, step = change.low, change.high, change.step
    middle = (low + high) // 2 // step * step
    asked: list[Question] = []
    for wall in sorted({low - step, low, low + step, middle, high - step, high, high + step}):
        shown = walk.shown(wall)
        asked.append(Question("at_once", wall, 0, len(shown) == 1))
        shown = shown or [(wall - change.after) * SECOND, (wall - change.before) * SECOND]
        asked.append(Question("at_earlier", wall, 0, shown[0]))
        asked.append(Question("at_later", wall, 0, shown[-1]))
    days = range(low // DAY - 1, high // DAY + 1)
    return [*asked, *(Question("day", day, 0, day in walk.days) for day in days)]
