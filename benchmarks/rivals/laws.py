"""The laws that a rival breaks, each with the smallest example, and which of them it declares.

A breach is declared where the oracle, bent to the rival's own convention, breaks the same law.
`python -m rivals.laws SCRIPT SECONDS PLAN:LAW...` checks some laws of one rival, and writes a line
of JSON for each.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from rivals.field import Contender, apart, serve
from rivals.hard import ALWAYS, DESK, NIGHTS
from rivals.plan import CannotSayError, Convention, Plan, Subject
from rivals.slacalc_ import calendar_of
from rivals.truth import truth

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
    declared = not _report(subject, _model(subject, by), law)
    lines = [line.strip() for line in report.broken[0].text.splitlines()]
    return {
        "outcome": "declared" if declared else "broken",
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


def _model(subject: Subject, by: Convention) -> Pair:
    """Return what a rival would be that did exactly what it declares."""
    oracle = truth(subject.plan, *WALKED)

    def add(start: datetime, duration: timedelta) -> datetime | None:
        return oracle.deadline(start, duration, by)

    def elapsed(start: datetime, end: datetime) -> timedelta:
        return oracle.elapsed(start, end, by)

    model = Subject(
        subject.plan,
        add if subject.deadline else None,  # type: ignore[arg-type]
        elapsed if subject.elapsed else None,
        subject.whole,
    )
    return _pair(model, by)


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
