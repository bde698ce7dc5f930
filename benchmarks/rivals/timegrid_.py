"""timegrid: a Rust core on naive datetimes, so the wall clock of the plan's zone is given to it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from importlib import import_module
from typing import Any
from zoneinfo import ZoneInfo

from rivals.plan import MIDNIGHT, Convention, Plan, Subject, at

NAME = "timegrid"
CONVENTION = Convention(
    says="takes naive datetimes only, on whose clock every day has 24 hours; no end before a start",
    wall_clock=True,
    forwards=True,
)
NOON = MIDNIGHT // 2
COMPILED = datetime(2024, 1, 1), datetime(2028, 1, 1)  # noqa: DTZ001 (naive by its convention)
DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")


def build(plan: Plan) -> Subject:
    library = import_module("timegrid")
    calendar, zone = _calendar(library, plan), ZoneInfo(plan.zone)
    timeline = calendar.compile(*COMPILED)
    first, last = (end.replace(tzinfo=zone).astimezone(UTC) for end in COMPILED)

    def deadline(start: datetime, duration: timedelta) -> datetime:
        wall = start.astimezone(zone).replace(tzinfo=None)
        due: datetime = calendar.add_work_duration(wall, duration)
        return due.replace(tzinfo=zone).astimezone(start.tzinfo)

    def elapsed(start: datetime, end: datetime) -> timedelta:
        asked = timeline if first <= start and end <= last else calendar
        walls = (moment.astimezone(zone).replace(tzinfo=None) for moment in (start, end))
        worked: timedelta = asked.get_working_duration(*walls)
        return worked

    return Subject(plan, deadline, elapsed)


def _calendar(library: Any, plan: Plan) -> Any:
    calendar = library.TimeGridCalendar.create()
    for weekday in plan.weekdays:
        for start, end in plan.hours:
            for a, b in ((start, NOON), (NOON, end)) if end == MIDNIGHT else ((start, end),):
                calendar.add_open_rule(getattr(library.DayOfWeek, DAYS[weekday]), at(a), at(b))
    for day in plan.holidays:
        calendar.add_holiday(day)
    for day, hours in plan.dates:
        _own_hours(calendar, day, hours)
    return calendar


def _own_hours(calendar: Any, day: date, hours: Any) -> None:
    """Close what lies between the hours of a date, and open them."""
    midnight = datetime.combine(day, time())
    edges = [0, *(edge for shift in hours for edge in shift), MIDNIGHT]
    moments = [midnight + timedelta(minutes=edge) for edge in edges]
    for start, end in zip(moments[::2], moments[1::2], strict=True):
        if start < end:
            calendar.add_closed_window(start, end)
    for start, end in zip(moments[1::2], moments[2::2], strict=False):
        calendar.add_open_window(start, end)
