"""opening-hours-py: a Rust core for OpenStreetMap's syntax; it lists intervals, a loop adds them.

It has neither `deadline` nor `elapsed`: the loops here are what a user would write.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from zoneinfo import ZoneInfo

from rivals.plan import EXACT, MIDNIGHT, Hours, Plan, Subject, text

NAME = "opening-hours-py"
CONVENTION = EXACT
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def build(plan: Plan) -> Subject:
    library = import_module("opening_hours")
    zone, is_open = ZoneInfo(plan.zone), library.State.OPEN
    hours = library.OpeningHours(_expression(plan), timezone=zone)

    def deadline(start: datetime, duration: timedelta) -> datetime:
        left = duration
        if not duration:
            return start
        for begin, end, state, _ in hours.intervals(start.astimezone(zone)):
            if state == is_open:
                opening: datetime = begin.astimezone(UTC)
                if end is None or left <= end.astimezone(UTC) - opening:
                    return (opening + left).astimezone(start.tzinfo)
                left -= end.astimezone(UTC) - opening
        raise LookupError(f"{plan.zone} is never open for long enough")

    def elapsed(start: datetime, end: datetime) -> timedelta:
        if end.astimezone(UTC) < start.astimezone(UTC):
            return -elapsed(end, start)
        return sum(
            (
                until.astimezone(UTC) - begin.astimezone(UTC)
                for begin, until, state, _ in hours.intervals(
                    start.astimezone(zone), end.astimezone(zone)
                )
                if state == is_open
            ),
            timedelta(),
        )

    return Subject(plan, deadline, elapsed)


def _expression(plan: Plan) -> str:
    if plan.hours == ((0, MIDNIGHT),) and len(plan.weekdays) == 7:
        return "24/7"
    days = ",".join(DAYS[day] for day in plan.weekdays)
    rules = [f"{days} {_spans(plan.hours)}" if days else "off"]
    rules += [f"{_date(day)} off" for day in sorted(plan.holidays)]
    rules += [f"{_date(day)} {_spans(hours)}" for day, hours in plan.dates]
    return "; ".join(rules)


def _date(day: date) -> str:
    return f"{day:%Y %b %d}"


def _spans(hours: Hours) -> str:
    return ",".join(f"{text(start)}-{text(end)}" for start, end in hours) or "off"
