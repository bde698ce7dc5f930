"""pandas' CustomBusinessHour: adds whole hours, and counts none between two instants."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from importlib import import_module
from typing import Any
from zoneinfo import ZoneInfo

from rivals.plan import MIDNIGHT, CannotSayError, Convention, Plan, Subject, at

NAME = "pandas"
CONVENTION = Convention(
    says="adds whole hours; a deadline at closing time, or of zero at night, is the next opening",
    closing="opening",
    zero_rolls=True,
)
HOUR = timedelta(hours=1)
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def build(plan: Plan) -> Subject:
    offsets = import_module("pandas").offsets
    if plan.dates or any(end == MIDNIGHT for _, end in plan.hours):
        raise CannotSayError("dates with hours of their own, or 24:00")
    zone = ZoneInfo(plan.zone)
    hour = offsets.CustomBusinessHour(
        weekmask=" ".join(DAYS[day] for day in plan.weekdays),
        holidays=sorted(plan.holidays),
        start=[at(start) for start, _ in plan.hours],
        end=[at(end) for _, end in plan.hours],
    )

    @lru_cache
    def several(duration: timedelta) -> Any:
        return hour * (duration // HOUR)

    def deadline(start: datetime, duration: timedelta) -> datetime:
        due: datetime = start.astimezone(zone) + several(duration)
        return due

    return Subject(plan, deadline, None, whole=HOUR)
