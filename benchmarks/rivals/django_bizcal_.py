"""django-bizcal: pure Python, made for Django projects; its calendars work without a project."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from rivals.plan import MIDNIGHT, Convention, Hours, Plan, Subject, at

NAME = "django-bizcal"
CONVENTION = Convention(
    says="instants, to the microsecond; a deadline of zero in closed time is the next opening",
    zero_rolls=True,
)


def build(plan: Plan) -> Subject:
    bizcal = import_module("django_bizcal")
    providers = import_module("django_bizcal.providers")
    calendar = bizcal.WorkingCalendar(
        tz=plan.zone,
        weekly_schedule={day: _blocks(plan.hours) for day in plan.weekdays},
        holiday_provider=providers.SetHolidayProvider.from_dates(plan.holidays),
        day_overrides={day: _blocks(hours) for day, hours in plan.dates},
    )
    return Subject(plan, calendar.add_business_time, calendar.business_time_between)


def _blocks(hours: Hours) -> list[tuple[Any, ...]]:
    return [(at(start), at(end), end // MIDNIGHT) for start, end in hours]
