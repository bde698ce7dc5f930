"""slacalc, asked as its users ask it: every input is checked."""

from __future__ import annotations

from rivals.plan import EXACT, Hours, Plan, Subject, text

from slacalc import Calendar, DaySchedule, WeekSchedule

NAME = "slacalc"
CONVENTION = EXACT
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def build(plan: Plan) -> Subject:
    calendar = calendar_of(plan)
    return Subject(plan, calendar.deadline, calendar.elapsed)


def calendar_of(plan: Plan) -> Calendar:
    week = WeekSchedule({DAYS[day]: _hours(plan.hours) for day in plan.weekdays})
    dates = {day: _hours(hours) for day, hours in plan.dates}
    return Calendar(week, time_zone=plan.zone, holidays=sorted(plan.holidays), exceptions=dates)


def _hours(hours: Hours) -> DaySchedule:
    return DaySchedule(*(f"{text(start)}-{text(end)}" for start, end in hours))
