"""Many threads ask one calendar at once, and each gets the answer that it would get alone."""

from __future__ import annotations

import random
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest

from slacalc import Calendar

HOUR = timedelta(hours=1)
ZONES: tuple[tzinfo, ...] = (UTC, ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York"))
THREADS = 8
Question = Callable[[Calendar], object]


@pytest.fixture(autouse=True)
def _restless() -> Iterator[None]:
    """Let the interpreter change between threads as often as it can."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


def fresh() -> Calendar:
    """Build a calendar that was asked nothing yet."""
    return Calendar(
        "Mon-Fri 09:00-13:00 14:00-18:00; Sat 22:00-06:00",
        time_zone="Europe/Berlin",
        holidays=["2026-12-25", "1990-12-25", "3000-12-25"],
    )


def drawn(draw: random.Random) -> datetime:
    """Draw an instant, near to today or far from it."""
    far = draw.choice((3, 400, 8_000))
    day = datetime(2026, 3, 2, 10, tzinfo=UTC) + timedelta(draw.randint(-far, far))
    return day.astimezone(draw.choice(ZONES))


def questions(seed: int, count: int) -> list[Question]:
    """Draw questions of each kind."""
    draw = random.Random(seed)
    asked: list[Question] = []
    for _ in range(count):
        at, other, hours = drawn(draw), drawn(draw), draw.choice((1, 8, 2_000)) * HOUR
        asked += [
            lambda c, at=at, other=other: c.elapsed(at, other),  # type: ignore[misc]
            lambda c, at=at, hours=hours: c.deadline(at, hours).astimezone(UTC),  # type: ignore[misc]
            lambda c, at=at, hours=hours: c.latest_start(at, hours).astimezone(UTC),  # type: ignore[misc]
            lambda c, at=at: c.next_opening(at),  # type: ignore[misc]
            lambda c, at=at: c.is_open(at),  # type: ignore[misc]
            lambda c, at=at: list(c.spans(at, at + 99 * HOUR)),  # type: ignore[misc]
        ]
    return asked


def together(calendar: Calendar, work: list[list[Question]]) -> list[list[object]]:
    """Ask one calendar from many threads that start at once."""
    barrier = threading.Barrier(len(work))
    answers: list[list[object]] = [[] for _ in work]

    def ask(number: int) -> None:
        barrier.wait()
        for question in work[number]:
            try:
                answers[number].append(question(calendar))
            except Exception as error:  # noqa: BLE001 - it is compared below
                answers[number].append(repr(error))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(len(work))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_hazard_31_threads_that_ask_different_things() -> None:
    """A fresh calendar that grows under many hands answers each as if alone."""
    for run in range(3):
        work = [questions(run * THREADS + number, 1) for number in range(THREADS)]
        alone = fresh()
        expected = [[question(alone) for question in asked] for asked in work]

        assert together(fresh(), work) == expected


def test_hazard_31_threads_that_ask_the_same_thing_first() -> None:
    """The first question of a fresh calendar has one answer, however many ask it at once."""
    asked = questions(7, 1)
    alone = fresh()
    expected = [question(alone) for question in asked]
    for _ in range(5):
        for answers in together(fresh(), [asked] * THREADS):
            assert answers == expected


def test_hazard_31_threads_that_grow_a_calendar_apart() -> None:
    """Growing into the past and the future at once loses nothing of either."""
    base = datetime(2026, 3, 2, 10, tzinfo=UTC)
    ends = [base + timedelta(days=sign * 7 * n * n) for n in range(1, 33) for sign in (-1, 1)]
    work: list[list[Question]] = [
        [lambda c, end=end: c.elapsed(base, end) for end in ends[number::THREADS]]  # type: ignore[misc]
        for number in range(THREADS)
    ]
    alone = fresh()
    expected = [[question(alone) for question in asked] for asked in work]
    for _ in range(4):
        assert together(fresh(), work) == expected


@pytest.mark.parametrize("seed", range(2))
def test_2_the_order_of_questions_changes_no_answer(seed: int) -> None:
    """Asked in any order, both ways and far, a calendar says what a fresh one says."""
    draw = random.Random(seed)
    calendar = fresh()
    for far in (0, 0, 60_000, 0, -60_000):
        start, end = drawn(draw), drawn(draw) + timedelta(days=far)
        assert calendar.elapsed(start, end) == fresh().elapsed(start, end)
        assert calendar.deadline(start, 99 * HOUR) == fresh().deadline(start, 99 * HOUR)
