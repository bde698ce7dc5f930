"""The four measurements, each a plain mapping that goes into the JSON file."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rivals import hard, laws
from rivals.field import OURS, QUICK, SLOW, YARDSTICK, Contender, everyone
from rivals.judging import judge
from rivals.plan import ZONES, Subject, office
from rivals.questions import CASES, Case, starts
from rivals.timing import ROUNDS, SLOW_ROUNDS, best_of, first_answer, sample
from rivals.truth import Verdict

Figures = dict[str, Any]


def made() -> Figures:
    """Return what the figures were made with: the machine, Python, and all versions."""
    everybody = everyone()
    return {
        "on": f"{datetime.now(UTC):%Y-%m-%d}",
        "machine": f"{_processor()}, {os.cpu_count()} cores, {platform.system()}",
        "python": platform.python_version(),
        "versions": {one.name: one.version for one in everybody},
        "conventions": {one.name: one.convention.says for one in everybody},
    }


def _processor() -> str:
    """Return the model of the processor, where the system tells it."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    names = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())


def speed() -> Figures:
    """Time everyone on every case in both zones.

    The slow ones go in rounds of their own, after the others, for the garbage of a long pass
    lengthens the short pass that follows it.
    """
    found: Figures = {zone: {"first answer": {"seconds": {}}} for zone in ZONES}
    for scripts, rounds in ((QUICK, ROUNDS), (SLOW, SLOW_ROUNDS)):
        field = [Contender(script) for script in (OURS, YARDSTICK, *scripts)]
        for zone in ZONES:
            first = {one.name: _first_answer(one, zone) for one in field}
            _keep_best(found[zone]["first answer"], {"seconds": first})
            subjects = {one.name: one.build(office(zone)) for one in field}
            for case in CASES:
                timed = _timed(subjects, case, zone, rounds)
                _keep_best(found[zone].setdefault(case.name, {"seconds": {}, "calls": {}}), timed)
    return found


def _keep_best(kept: Figures, timed: Figures) -> None:
    """Add what was timed; who was timed twice keeps the better time."""
    for name, seconds in timed["seconds"].items():
        kept["seconds"][name] = min(seconds, kept["seconds"].get(name, seconds))
    kept.get("calls", {}).update(timed.get("calls", {}))


def _first_answer(one: Contender, zone: str) -> float:
    """Return the seconds that it takes to build one, and to get one answer from it."""

    def build() -> Callable[..., Any] | None:
        subject = one.build(office(zone))
        return subject.deadline or subject.elapsed

    case = CASES[0] if one.build(office(zone)).deadline else CASES[3]
    return first_answer(build, case.arguments(starts(zone, 1)[0]))


def _timed(subjects: dict[str, Subject], case: Case, zone: str, rounds: int) -> Figures:
    questions = [case.arguments(start) for start in starts(zone)]
    able = {name: getattr(subject, case.kind) for name, subject in subjects.items()}
    calls = {name: call for name, call in able.items() if call is not None}
    samples = {name: sample(call, questions) for name, call in calls.items()}
    for name, asked in samples.items():  # each has seen its questions once, as a service has
        for first, second in asked:
            calls[name](first, second)
    seconds = best_of(calls, samples, rounds)
    print(f"speed: {zone}, {case.name}", flush=True)
    return {"seconds": seconds, "calls": {name: len(asked) for name, asked in samples.items()}}


def right() -> Figures:
    """Compare everyone's answers with the oracle's."""
    return {one.name: {zone: _right(one, zone) for zone in ZONES} for one in everyone()}


def _right(one: Contender, zone: str) -> Figures:
    subject, found = one.build(office(zone)), {}
    for case in CASES:
        questions = [case.arguments(start) for start in starts(zone)]
        score = judge(subject, one.convention, case, questions)
        if score is not None:
            counts = {str(verdict): score.verdicts[verdict] for verdict in Verdict}
            found[case.name] = counts | {
                "furthest": score.furthest.total_seconds(),
                "example": score.example,
            }
    print(f"right: {one.name}, {zone}", flush=True)
    return found


def hard_questions() -> Figures:
    """Ask everyone the hard questions."""
    return {one.name: _told("hard", one, hard.outcomes(one)) for one in everyone()}


def broken_laws() -> Figures:
    """Check everyone's laws."""
    return {one.name: _told("laws", one, laws.reports(one)) for one in everyone()}


def _told(stage: str, one: Contender, found: Any) -> Any:
    print(f"{stage}: {one.name}", flush=True)
    return found


STAGES: dict[str, Callable[[], Figures]] = {
    "speed": speed,
    "right": right,
    "hard": hard_questions,
    "laws": broken_laws,
}
