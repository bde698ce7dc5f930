"""Hard questions, each asked in an interpreter of its own, so that a hang is seen as a hang.

`python -m rivals.hard SCRIPT SECONDS NUMBER...` asks one rival some questions, and writes a line of
JSON for each; what takes longer than so many seconds is a hang.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from rivals.field import Contender, apart, serve
from rivals.plan import HOLIDAYS, MIDNIGHT, OFFICE, CannotSayError, Convention, Plan, Subject
from rivals.truth import truth, verdict

PATIENCE = 20
CRASHES = (
    AssertionError, AttributeError, ImportError, MemoryError, NameError, RecursionError, TypeError,
)  # fmt: skip
"""What a program raises that fell over what it was asked, and did not refuse it."""
ZONE = "America/New_York"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EVERY_DAY = tuple(range(7))
DESK = Plan(zone=ZONE, holidays=HOLIDAYS)
NIGHTS = Plan(zone=ZONE, hours=((22 * 60, 30 * 60),), weekdays=EVERY_DAY)
ALWAYS = Plan(zone=ZONE, hours=((0, MIDNIGHT),), weekdays=EVERY_DAY)
NEVER = Plan(zone=ZONE, weekdays=())
SATURDAY = replace(DESK, dates=((date(2025, 11, 8), OFFICE),))
SHORT = replace(DESK, dates=((date(2025, 12, 24), ((9 * 60, 13 * 60),)),))
SHUT = replace(DESK, holidays=frozenset(date(2025, 6, 1) + n * DAY for n in range(400)))


def at(text: str, fold: int = 0, zone: str = ZONE) -> datetime:
    """Return a wall clock reading as an instant."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


@dataclass(frozen=True)
class Question:
    """One question: a plan, a start, and an end or a duration."""

    words: str
    plan: Plan
    start: datetime
    other: datetime | timedelta
    days: int = 30  # that the oracle walks on
    by_days: bool = False  # too long to walk, but whole days by day, of 8 h each

    @property
    def kind(self) -> str:
        """Return which of the two functions is asked."""
        return "deadline" if isinstance(self.other, timedelta) else "elapsed"

    def fits(self, subject: Subject) -> bool:
        """Say whether a rival has such a question."""
        whole = isinstance(self.other, datetime) or not self.other % subject.whole
        return whole and getattr(subject, self.kind) is not None

    @property
    def backwards(self) -> bool:
        """Say whether the end lies before the start."""
        return isinstance(self.other, datetime) and _plain(self.other) < _plain(self.start)

    @property
    def window(self) -> tuple[datetime, datetime]:
        """Return whole hours around all that the answer can touch."""
        last = self.start + self.days * DAY if isinstance(self.other, timedelta) else self.other
        ends = sorted(end.astimezone(UTC) for end in (self.start, last))
        whole = [end.replace(minute=0, second=0, microsecond=0) for end in ends]
        return whole[0] - 2 * DAY, whole[1] + 2 * DAY


SPRING, AUTUMN = at("2025-03-08 22:00"), at("2025-11-01 22:00")  # before the nights of the changes
HALF_PAST, AGAIN = at("2025-11-02 01:30"), at("2025-11-02 01:30", 1)
MARCH, MAY = at("2025-03-04 22:00"), at("2025-05-07 10:00")
QUESTIONS = (
    Question("a night shift, 8 h", NIGHTS, MARCH, MARCH + 12 * HOUR),
    Question("the night of the spring change, 7 h", NIGHTS, SPRING, at("2025-03-09 12:00")),
    Question("the night of the autumn change, 9 h", NIGHTS, AUTUMN, at("2025-11-02 12:00")),
    Question("4 h from 22:00 on a night shift", NIGHTS, MARCH, 4 * HOUR),
    Question("6 h from 22:00 in the night of the spring change", NIGHTS, SPRING, 6 * HOUR),
    Question("6 h from 22:00 in the night of the autumn change", NIGHTS, AUTUMN, 6 * HOUR),
    Question("24/7: two days over the spring change, 47 h", ALWAYS, SPRING, at("2025-03-10 22:00")),
    Question("24/7: 24 h over the spring change", ALWAYS, SPRING, 24 * HOUR),
    Question("24/7: 01:30 to the second 01:30, 1 h", ALWAYS, HALF_PAST, AGAIN),
    Question("24/7: 3 h from the second 01:30", ALWAYS, AGAIN, 3 * HOUR),
    Question("24/7: a whole year", ALWAYS, MAY, at("2026-05-07 10:00")),
    Question("a working Saturday", SATURDAY, at("2025-11-07 17:00"), at("2025-11-10 10:00")),
    Question("a short day, till 13:00", SHORT, at("2025-12-23 17:00"), 6 * HOUR),
    Question("asked on Tokyo's clock", DESK, at("2025-05-08 03:00", zone="Asia/Tokyo"), 9 * HOUR),
    Question("a microsecond is worked", DESK, MAY, MAY + timedelta.resolution),
    Question("an end before the start is below zero", DESK, MAY, MAY - DAY),
    Question("90.5 s from 17:59", DESK, at("2025-05-07 17:59"), timedelta(seconds=90.5)),
    Question("zero at night is the start", DESK, at("2025-05-07 23:00"), 0 * HOUR),
    Question("in 2060, past the last holiday", DESK, at("2060-05-05 10:00"), 40 * HOUR),
    Question("over 50 years", DESK, at("1990-05-07 10:00"), at("2040-05-07 10:00"), by_days=True),
    Question("400 closed days in a row, then 1 h", SHUT, at("2025-06-02 10:00"), HOUR, 500),
    Question("never open: an error, at once", NEVER, MAY, HOUR),
)


def ask(contender: Contender, question: Question) -> dict[str, Any]:
    """Ask one question here and now, and judge the answer."""
    try:
        subject = contender.build(question.plan)
        if not question.fits(subject):
            return {"outcome": "cannot", "said": question.kind}
        answer = getattr(subject, question.kind)(question.start, question.other)
    except CannotSayError as error:
        return {"outcome": "cannot", "said": str(error)}
    except Exception as error:  # noqa: BLE001 (what a rival raises is its answer)
        refused = question.plan is NEVER and not isinstance(error, CRASHES)
        said = f"{type(error).__name__}: {error}"
        if question.backwards and contender.convention.forwards:
            return {"outcome": "declared", "said": said}
        return {"outcome": "exact" if refused else "failed", "said": said}
    return _judged(question, answer, subject.plan, contender)


def _judged(question: Question, answer: Any, plan: Plan, contender: Contender) -> dict[str, Any]:
    if question.plan is NEVER:
        return {"outcome": "wrong", "said": str(answer), "exact": "an error"}
    exact, declared = _expected(question, plan, contender.convention)
    found = verdict(answer, _plain(exact), _plain(declared))
    return {"outcome": found.name.lower(), "said": _said(answer), "exact": _said(exact)}


def _expected(question: Question, plan: Plan, by: Convention) -> tuple[Any, Any]:
    """Return the exact answer and the declared one."""
    if question.by_days and isinstance(question.other, datetime):
        first, last = question.start.toordinal(), question.other.toordinal()
        dates = map(date.fromordinal, range(first, last))
        worked = [day.weekday() in plan.weekdays and day not in plan.holidays for day in dates]
        length = sum(end - start for start, end in plan.hours)
        return (sum(worked) * timedelta(minutes=length),) * 2
    asked = getattr(truth(plan, *question.window), question.kind)
    return asked(question.start, question.other), asked(question.start, question.other, by)


def _plain(value: Any) -> Any:
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def _said(value: Any) -> str:
    return str(value.astimezone(ZoneInfo(ZONE)) if isinstance(value, datetime) else value)


def outcomes(contender: Contender) -> list[dict[str, Any]]:
    """Ask all questions in an interpreter of their own."""
    numbers = [str(number) for number in range(len(QUESTIONS))]
    return apart("hard", contender.script, numbers, PATIENCE)


if __name__ == "__main__":
    serve(lambda contender, number: ask(contender, QUESTIONS[int(number)]))
