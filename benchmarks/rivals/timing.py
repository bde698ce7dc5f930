"""Time rivals against one another: in turn, in rounds, on the very same lists.

Measured is the processor's time, so that other work on the machine lengthens no one's pass.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from typing import Any

from rivals.questions import Arguments

Call = Callable[..., Any]
ROUNDS = 9
SLOW_ROUNDS = 3
SHARE = 0.1  # seconds that a pass of one rival may take; slow ones get fewer questions
LEAST_TURN = 0.02  # seconds of a turn: fast ones go through the questions several times
LEAST = 20


def sample(call: Call, questions: Sequence[Arguments], share: float = SHARE) -> list[Arguments]:
    """Return the first of the questions, as many as a rival can answer in its share."""
    _pass(call, questions[:LEAST])
    each = _pass(call, questions[:LEAST])
    return list(questions[: max(LEAST, int(share / each))])


def best_of(
    calls: dict[str, Call], questions: dict[str, list[Arguments]], rounds: int = ROUNDS
) -> dict[str, float]:
    """Return the seconds a call of each rival's best pass, the order turning with the rounds."""
    best = dict.fromkeys(calls, float("inf"))
    names = list(calls)
    passes = {
        name: 1 + int(LEAST_TURN / (_pass(call, questions[name]) * len(questions[name])))
        for name, call in calls.items()
    }
    gc.collect()
    gc.disable()
    try:
        for number in range(rounds):
            turn = number % len(names)
            for name in names[turn:] + names[:turn]:
                best[name] = min(best[name], _turn(calls[name], questions[name], passes[name]))
    finally:
        gc.enable()
    return best


def _turn(call: Call, questions: Sequence[Arguments], passes: int) -> float:
    """Return the seconds a call of some passes."""
    return sum(_pass(call, questions) for _ in range(passes)) / passes


def _pass(call: Call, questions: Sequence[Arguments]) -> float:
    """Return the seconds a call of one pass over the questions."""
    begin = time.process_time()
    for first, second in questions:
        call(first, second)
    return (time.process_time() - begin) / len(questions)


def first_answer(build: Callable[[], Call | None], question: Arguments, times: int = 3) -> float:
    """Return the seconds from nothing but the imports to the first answer, the best of some."""
    spent = []
    for _ in range(times):
        begin = time.process_time()
        call = build()
        if call is not None:
            call(*question)
        spent.append(time.process_time() - begin)
    return min(spent)
