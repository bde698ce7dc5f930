"""Ask a rival every question of a case, and compare each answer with the oracle's."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from rivals.plan import Convention, Subject
from rivals.questions import WALKED, Arguments, Case
from rivals.truth import Verdict, truth, verdict

PATIENCE = 20.0  # seconds for the answers to one case


@dataclass
class Score:
    """How many answers of a case were of each verdict, and the first that was not right."""

    verdicts: Counter[Verdict] = field(default_factory=Counter)
    example: str = ""
    furthest: timedelta = timedelta()

    @property
    def asked(self) -> int:
        """Return the number of questions asked."""
        return self.verdicts.total()


def judge(
    subject: Subject, by: Convention, case: Case, questions: Sequence[Arguments]
) -> Score | None:
    """Return the score of a rival, None where it has no such question."""
    call: Callable[..., Any] | None = getattr(subject, case.kind)
    if call is None:
        return None
    score, end = Score(), time.perf_counter() + PATIENCE
    expected = getattr(truth(subject.plan, *WALKED), case.kind)
    for arguments in questions:
        _ask(score, call, expected, by, arguments)
        if time.perf_counter() > end:
            break
    return score


def _ask(
    score: Score,
    call: Callable[..., Any],
    expected: Callable[..., Any],
    by: Convention,
    arguments: Arguments,
) -> None:
    exact = expected(*arguments)
    try:
        answer = call(*arguments)
    except Exception as error:  # noqa: BLE001 (what a rival raises is its answer)
        found, said = Verdict.FAILED, f"{type(error).__name__}: {error}"
    else:
        found, said = verdict(answer, exact, expected(*arguments, by)), str(answer)
        score.furthest = max(score.furthest, abs(answer - exact))
    score.verdicts[found] += 1
    if found is not Verdict.EXACT and not score.example:
        score.example = f"{_words(arguments)}: {said} for {_local(exact, arguments[0])}"


def _words(arguments: Arguments) -> str:
    start, other = arguments
    return f"{start} + {other}" if isinstance(other, timedelta) else f"{start} to {other}"


def _local(exact: datetime | timedelta, start: datetime) -> str:
    return str(exact.astimezone(start.tzinfo) if isinstance(exact, datetime) else exact)
