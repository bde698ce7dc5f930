"""The laws that a rival breaks, each with the smallest example, and which of them it declares.

A breach is declared where the rival keeps the law once each answer that is the one it declares is
taken for the exact one. What is left breaks the law by answers that no convention of its explains.
`python -m rivals.laws SCRIPT SECONDS PLAN:LAW...` checks some laws of one rival, and writes a line
of JSON for each.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from rivals.field import Contender, apart, serve
from rivals.hard import ALWAYS, DESK, NIGHTS
from rivals.plan import CannotSayError, Convention, Plan, Subject
from rivals.slacalc_ import calendar_of
from rivals.truth import Verdict, truth, verdict

from slacalc import OutOfRangeError
from slacalc.testing import LAWS, Law, LawReport, Pair, check_laws

PATIENCE = 60
EXAMPLES = 40
YEARS = (2025, 2025)
WALKED = datetime(2024, 6, 3, tzinfo=UTC), datetime(2027, 1, 4, tzinfo=UTC)
PLANS = {"office": DESK, "nights": NIGHTS, "24/7": ALWAYS}
ASKED = [law for law in LAWS if {*law.needs} <= {"deadline", "elapsed", "like"}]
ANY_LENGTH = "deadline as the minutes count"  # asks for lengths that a rival may not know


def checked(contender: Contender, plan: Plan, law: Law) -> dict[str, Any]:
    """Check one law: whether a rival keeps it, and if not, whether it declares so."""
    try:
        subject = contender.build(plan)
    except CannotSayError as error:
        return {"outcome": "cannot", "said": str(error)}
    by = contender.convention
    report = _report(subject, _pair(subject, by), law)
    if report.kept:
        return {"outcome": "kept"}
    if report.skipped:
        return {"outcome": "cannot", "said": report.skipped[law.name]}
    left = _report(subject, _pair(_forgiven(subject, by), by), law)
    broken = left.broken or report.broken
    lines = [line.strip() for line in broken[0].text.splitlines()]
    return {
        "outcome": "broken" if left.broken else "declared",
        "law": law.name,
        "formula": law.formula,
        "example": "; ".join(lines[2:]),
    }


def _report(subject: Subject, pair: Pair, law: Law) -> LawReport:
    if law.name == ANY_LENGTH and subject.whole > timedelta(minutes=1):
        return LawReport((), (), {law.name: f"it adds multiples of {subject.whole}"})
    like = calendar_of(subject.plan)
    return check_laws(pair, like=like, years=YEARS, examples=EXAMPLES, laws=[law])


def _pair(subject: Subject, by: Convention) -> Pair:
    """Return the two functions; what a rival says it can't be asked is refused, and not judged."""
    add: Callable[[datetime, timedelta], Any] | None = subject.deadline
    elapsed: Callable[[datetime, datetime], Any] | None = subject.elapsed

    def add_whole(start: datetime, duration: timedelta) -> Any:
        if duration % subject.whole:
            raise OutOfRangeError("duration", duration, "is no multiple", f"give {subject.whole}")
        return subject.deadline(start, duration) if subject.deadline else None

    def elapsed_forwards(start: datetime, end: datetime) -> Any:
        if end.astimezone(UTC) < start.astimezone(UTC):
            raise OutOfRangeError("end", end, "lies before the start", "ask forwards")
        return subject.elapsed(start, end) if subject.elapsed else None

    if add and subject.whole > timedelta.resolution:
        add = add_whole
    if elapsed and by.forwards:
        elapsed = elapsed_forwards
    return Pair(add=add, elapsed=elapsed, zone=subject.plan.zone)


def _forgiven(subject: Subject, by: Convention) -> Subject:
    """Return a rival whose answers are the exact ones wherever they are those it declares."""
    right = truth(subject.plan, *WALKED)

    def deadline(start: datetime, duration: timedelta) -> Any:
        answer: Any = subject.deadline(start, duration) if subject.deadline else None
        exact = right.deadline(start, duration)
        declared = verdict(answer, exact, right.deadline(start, duration, by)) is Verdict.DECLARED
        return exact.astimezone(answer.tzinfo) if declared and answer and exact else answer

    def elapsed(start: datetime, end: datetime) -> Any:
        answer: Any = subject.elapsed(start, end) if subject.elapsed else None
        exact = right.elapsed(start, end)
        declared = verdict(answer, exact, right.elapsed(start, end, by)) is Verdict.DECLARED
        return exact if declared else answer

    return replace(
        subject,
        deadline=deadline if subject.deadline else None,
        elapsed=elapsed if subject.elapsed else None,
    )


def reports(contender: Contender) -> dict[str, list[dict[str, Any]]]:
    """Check a rival's laws on all plans, in an interpreter of its own."""
    tasks = [f"{plan}:{law.name}" for plan in PLANS for law in ASKED]
    done = iter(apart("laws", contender.script, tasks, PATIENCE))
    return {plan: [next(done) for _ in ASKED] for plan in PLANS}


def _task(contender: Contender, task: str) -> dict[str, Any]:
    plan, name = task.split(":", 1)
    return checked(contender, PLANS[plan], next(law for law in ASKED if law.name == name))


if __name__ == "__main__":
    serve(_task)
