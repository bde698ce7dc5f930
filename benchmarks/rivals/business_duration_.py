"""business-duration: one function on pandas, elapsed time only, one shift a day."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib import import_module
from zoneinfo import ZoneInfo

from rivals.plan import MIDNIGHT, CannotSayError, Convention, Plan, Subject, at

NAME = "business-duration"
CONVENTION = Convention(
    says="reads wall clocks; drops fractions of a second; one shift a day; NaN before a start",
    inputs=timedelta(seconds=1),
    wall_clock=True,
    forwards=True,
)


def build(plan: Plan) -> Subject:
    library = import_module("business_duration")
    if plan.dates:
        raise CannotSayError("dates with hours of their own")
    whole = plan.without_breaks()
    if not whole.hours:
        raise CannotSayError("a week without hours")
    (start_minute, end_minute), zone = whole.hours[0], ZoneInfo(plan.zone)
    opens, closes = at(start_minute), at(end_minute)
    if (start_minute, end_minute) == (0, MIDNIGHT):
        closes = closes.replace(hour=23, minute=59, second=59)
    weekend = [day for day in range(7) if day not in plan.weekdays]

    def elapsed(start: datetime, end: datetime) -> timedelta:
        seconds = library.businessDuration(
            start.astimezone(zone),
            end.astimezone(zone),
            opens,
            closes,
            weekend,
            plan.holidays,
            "sec",
        )
        return timedelta(seconds=int(seconds))

    return Subject(whole, None, elapsed)
