"""What is right: the public oracle's answers, and what a rival's own convention makes of them."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache, cached_property
from zoneinfo import ZoneInfo

from rivals.plan import EXACT, Convention, Hours, Plan

from slacalc.testing.oracle import Oracle

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Verdict(StrEnum):
    """How an answer compares with the oracle's."""

    EXACT = "exact"
    DECLARED = "as it declares"
    WRONG = "wrong"
    FAILED = "failed"


class Truth:
    """The answers to a plan between two instants; each clock is walked once, when first asked."""

    def __init__(self, plan: Plan, first: datetime, last: datetime) -> None:
        self.plan = plan
        self.zone = ZoneInfo(plan.zone)
        self.first, self.last = first, last

    def deadline(
        self, start: datetime, duration: timedelta, by: Convention = EXACT
    ) -> datetime | None:
        """Return the deadline by a convention, None where the walk ends before it."""
        if not duration and by.zero_rolls and not self._instants.is_open(start):
            return self._opening_after(start)
        if not duration:  # no declared cut or wall clock moves a start
            return self._instants.deadline(start, duration)
        oracle = self._walls if by.wall_clock else self._instants
        due = oracle.deadline(self._heard(start, by), duration)
        if due is not None and by.closing == "opening" and not oracle.is_open(due):
            due = self._opening_after(due)
        return self._instant(due) if due is not None and by.wall_clock else due

    def elapsed(self, start: datetime, end: datetime, by: Convention = EXACT) -> timedelta:
        """Return the time worked by a convention."""
        oracle = self._walls if by.wall_clock else self._instants
        worked = oracle.elapsed(self._heard(start, by), self._heard(end, by))
        cut = abs(worked) // by.results * by.results  # towards zero
        return cut if worked > timedelta(0) else -cut

    @cached_property
    def _instants(self) -> Oracle:
        return self._walked(self.plan.zone, self.first, self.last)

    @cached_property
    def _walls(self) -> Oracle:
        return self._walked("UTC", self._wall(self.first), self._wall(self.last))

    @cached_property
    def _openings(self) -> list[datetime]:
        return self._instants.openings()

    def _walked(self, zone: str, first: datetime, last: datetime) -> Oracle:
        week: dict[int, Hours] = dict.fromkeys(self.plan.weekdays, self.plan.hours)
        days: dict[date, Hours] = dict.fromkeys(self.plan.holidays, ())
        return Oracle(zone, week, days | dict(self.plan.dates), first, last)

    def _heard(self, at: datetime, by: Convention) -> datetime:
        at = self._wall(at) if by.wall_clock else at.astimezone(UTC)
        return at - (at - EPOCH) % by.inputs

    def _opening_after(self, at: datetime) -> datetime | None:
        index = bisect_right(self._openings, at)
        return self._openings[index] if index < len(self._openings) else None

    def _wall(self, at: datetime) -> datetime:
        return at.astimezone(self.zone).replace(tzinfo=UTC, fold=0)

    def _instant(self, wall: datetime) -> datetime:
        return wall.replace(tzinfo=self.zone).astimezone(UTC)


@cache
def truth(plan: Plan, first: datetime, last: datetime) -> Truth:
    """Return the truth on a plan, the same for all who ask."""
    return Truth(plan, first, last)


def verdict(answer: datetime | timedelta, exact: object, declared: object) -> Verdict:
    """Judge an answer: instants are compared in UTC, and the exact answer is right for anyone."""
    if isinstance(answer, datetime):
        answer = answer.astimezone(UTC)
    if answer == exact:
        return Verdict.EXACT
    return Verdict.DECLARED if answer == declared else Verdict.WRONG
