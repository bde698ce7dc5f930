"""businesstimedelta: the ancestor (2019), pure Python on pytz."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from rivals.plan import MIDNIGHT, CannotSayError, Convention, Plan, Subject, at

NAME = "businesstimedelta"
CONVENTION = Convention(
    says="elapsed in whole seconds; a deadline of zero in closed time is the next opening",
    results=timedelta(seconds=1),
    zero_rolls=True,
)


def build(plan: Plan) -> Subject:
    library, pytz = import_module("businesstimedelta"), import_module("pytz")
    if plan.dates or any(end == MIDNIGHT for _, end in plan.hours):
        raise CannotSayError("dates with hours of their own, or 24:00")
    zone = pytz.timezone(plan.zone)
    rules: list[Any] = [
        library.WorkDayRule(at(a), at(b), [*plan.weekdays], tz=zone)
        for a, b in plan.without_breaks().hours
    ]
    rules += [
        library.LunchTimeRule(at(end), at(start), [*plan.weekdays], tz=zone)
        for (_, end), (start, _) in zip(plan.hours, plan.hours[1:], strict=False)
    ]
    rules += [library.HolidayRule(plan.holidays, tz=zone)] if plan.holidays else []
    every = library.Rules(rules, tz=zone)

    def deadline(start: datetime, duration: timedelta) -> datetime:
        due: datetime = start + library.BusinessTimeDelta(every, timedelta=duration)
        return due.astimezone(start.tzinfo)

    def elapsed(start: datetime, end: datetime) -> timedelta:
        worked: timedelta = every.difference(start, end).timedelta
        return worked

    return Subject(plan, deadline, elapsed)
