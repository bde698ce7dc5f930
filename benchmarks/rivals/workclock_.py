"""workclock: a Rust core that walks the days, and a typed Python face."""

from __future__ import annotations

from importlib import import_module

from rivals.plan import EXACT, CannotSayError, Plan, Subject, at

NAME = "workclock"
CONVENTION = EXACT


def build(plan: Plan) -> Subject:
    workclock = import_module("workclock")
    if plan.dates:
        raise CannotSayError("dates with hours of their own")
    rules = [workclock.WorkDay(at(a), at(b), days=plan.weekdays) for a, b in plan.hours]
    rules += [workclock.Holidays(plan.holidays)] if plan.holidays else []
    schedule = workclock.Schedule(rules, time_zone=plan.zone)
    return Subject(plan, schedule.add, schedule.between)
