"""Many threads that ask one value at once, beside one thread that asks another such alone.

``python threads.py [ROUNDS]`` asks every subject, without pytest: for other interpreters.
"""

from __future__ import annotations

import random
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from shared_values import SUBJECTS, Question, Subject, answers

THREADS = 8


@contextmanager
def restless() -> Iterator[None]:
    """Let the interpreter change between threads as often as it can."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)


def together(asked: Any, work: Sequence[Sequence[Question]]) -> list[list[str]]:
    """Ask one value from many threads that start at once, each its own questions in order."""
    barrier = threading.Barrier(len(work))
    told: list[list[str]] = [[] for _ in work]

    def ask(number: int) -> None:
        barrier.wait()
        told[number] = answers(asked, work[number])

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(len(work))]
    with restless():
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return told


def differences(subject: Subject, seed: int) -> list[tuple[str, str]]:
    """Return what threads were told and one alone was not; each asks in its own order."""
    draw, expected = random.Random(seed), subject.alone()
    orders = [draw.sample(range(len(expected)), len(expected)) for _ in range(THREADS)]
    work = [[subject.questions[number] for number in order] for order in orders]
    return [
        (one, expected[number])
        for order, told in zip(orders, together(subject.make(), work), strict=True)
        for number, one in zip(order, told, strict=True)
        if one != expected[number]
    ]


def main() -> int:
    """Ask every subject so many times; print what threads were told and one alone was not."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    found = [
        (name, difference)
        for name, subject in SUBJECTS.items()
        for seed in range(rounds)
        for difference in differences(subject, seed)
    ]
    locked = getattr(sys, "_is_gil_enabled", lambda: True)()
    print(f"{len(SUBJECTS) * rounds} rounds of {THREADS} threads, lock {locked}:", *found[:5])  # noqa: T201
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
