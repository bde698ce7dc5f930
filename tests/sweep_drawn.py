"""The other half of the sweep: drawn calendars, asked at drawn instants of any day.

Each calendar is drawn from the seed and its number alone, as data that the oracle walks and that
the library is told of; so a difference is found again by its seed and number, and many processes
ask the same as one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sweep_worlds import FEATURES, Dice, features, world
from vector_hours import DAY, walked
from vector_questions import MICROSECOND, NEIGHBOURS
from vector_runner import calendar_of

from slacalc import Calendar, SlacalcError

ROUNDS = 27  # of questions about a calendar, about ten in each
OTHERS = ("America/St_Johns", "Asia/Kathmandu", "Pacific/Apia")  # clocks that questions come on
LINES = 5  # that are shown of the differences of a calendar


class Drawn(NamedTuple):
    """What was asked of drawn calendars, and where the answers differ."""

    calendars: int
    kinds: Counter[str]
    features: Counter[str]
    lines: list[str]
    differences: int

    @property
    def questions(self) -> int:
        """How many answers were compared."""
        return self.kinds.total()

    def with_(self, other: Drawn) -> Drawn:
        """Add what was asked of others."""
        return Drawn(
            self.calendars + other.calendars,
            self.kinds + other.kinds,
            self.features + other.features,
            self.lines + other.lines,
            self.differences + other.differences,
        )


NOTHING = Drawn(0, Counter(), Counter(), [], 0)


class Question(NamedTuple):
    """What is asked, of what, and the oracle's answer."""

    kind: str
    arguments: tuple[Any, ...]
    answer: Any


class Survey:
    """A drawn calendar, as the oracle walks it and as the library is told of it."""

    def __init__(self, seed: int, number: int) -> None:
        """Draw it from the seed and its number."""
        self.name = f"--seed {seed}, calendar {number}"
        self.dice = Dice(f"{seed} {number}")
        self.world = world(self.dice)
        self.oracle = walked(self.world)
        self.calendar = calendar_of(self.world.calendar)
        self.opens, self.closes = self.oracle.openings(), self.oracle.closings()
        self.edges = sorted([*self.opens, *self.closes])

    def instant(self) -> datetime:
        """Draw an instant: any microsecond of the walk, or one beside an end of a shift."""
        start, end = self.oracle.start, self.oracle.end
        if self.edges and self.dice.randrange(2):
            beside = self.dice.choice((0, 0, -1, 1, -30_000_000, 3_600_000_000))
            at = self.dice.choice(self.edges) + beside * MICROSECOND
            return min(max(at, start), end - MICROSECOND)
        return start + self.dice.randrange((end - start) // MICROSECOND) * MICROSECOND

    def duration(self) -> timedelta:
        """Draw a length of work: hours, any, or just what lies between two ends of shifts."""
        dice = self.dice
        if self.edges and dice.randrange(2):
            work = self.oracle.elapsed(*sorted(dice.choices(self.edges, k=2)))
            return max(work + dice.choice((0, -1, 1)) * MICROSECOND, MICROSECOND)
        if dice.randrange(2):
            return timedelta(hours=dice.randint(1, 60))
        return dice.randint(1, 2 * DAY // MICROSECOND) * MICROSECOND

    def questions(self) -> Iterator[Question]:
        """Yield what is asked, with the oracle's answer where it knows one."""
        oracle = self.oracle
        yield Question("spans", (oracle.start, oracle.end), oracle.spans())
        for _ in range(ROUNDS):
            at, other, duration = self.instant(), self.instant(), self.duration()
            yield Question("elapsed", (at, other), oracle.elapsed(at, other))
            yield Question("is_open", (at,), oracle.is_open(at))
            due, start = oracle.deadline(at, duration), oracle.latest_start(other, duration)
            yield from known("deadline", (at, duration), due)
            yield from known("latest_start", (other, duration), start)
            yield from self.neighbours(at)

    def neighbours(self, at: datetime) -> Iterator[Question]:
        """Ask for what opens and closes next to an instant, and where it rolls to."""
        opens, closes = self.opens, self.closes
        opening, closing = bisect_right(opens, at), bisect_right(closes, at)
        rolls = (at,) if self.oracle.is_open(at) else ()
        found = {
            "next_opening": opens[opening:],
            "next_closing": closes[closing:],
            "previous_opening": opens[: bisect_left(opens, at)][-1:],
            "previous_closing": closes[: bisect_left(closes, at)][-1:],
            "roll_forward": rolls or opens[opening:],
            "roll_back": rolls or closes[:closing][-1:],
        }
        for kind, answers in found.items():
            yield from known(kind, (at,), next(iter(answers), None))


def known(kind: str, arguments: tuple[Any, ...], answer: object) -> Iterator[Question]:
    """Yield a question if its answer lies in the walk."""
    if answer is not None:
        yield Question(kind, arguments, answer)


def survey(seed: int, number: int) -> Drawn:
    """Ask one drawn calendar, and compare its answers."""
    asked = Survey(seed, number)
    clock = ZoneInfo(asked.dice.choice((asked.world.calendar["zone"], "UTC", *OTHERS)))
    kinds: Counter[str] = Counter()
    lines: list[str] = []
    for question in asked.questions():
        kinds[question.kind] += 1
        told = answer_of(asked.calendar, question, clock)
        if told != question.answer:
            call = f"{question.kind}{question.arguments}"
            lines.append(f"{asked.name}: {call} gives {told!r}, not {question.answer!r}")
    return Drawn(1, kinds, Counter(features(asked.world)), lines[:LINES], len(lines))


def answer_of(calendar: Calendar, question: Question, clock: ZoneInfo) -> Any:
    """Ask the library on some clock, and take its answer to UTC; an error is a wrong answer."""
    on_clock = [x.astimezone(clock) if isinstance(x, datetime) else x for x in question.arguments]
    try:
        answer = getattr(calendar, question.kind)(*on_clock)
        if question.kind == "spans":
            return [(span.start.astimezone(UTC), span.end.astimezone(UTC)) for span in answer]
    except SlacalcError as error:
        return error
    return answer.astimezone(UTC) if isinstance(answer, datetime) else answer


def missing(drawn: Drawn, least: int) -> list[str]:
    """Say what should have been drawn and asked, and was not."""
    kinds = {"spans", "elapsed", "is_open", "deadline", "latest_start", *NEIGHBOURS}
    checks = {
        f"fewer than {least:,} drawn questions were asked": drawn.questions >= least,
        "a kind of question was never asked of a drawn calendar": set(drawn.kinds) == kinds,
        "a feature of calendars was never drawn": set(drawn.features) == set(FEATURES),
    }
    return [problem for problem, holds in checks.items() if least and not holds]
