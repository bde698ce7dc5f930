"""Hypothesis strategies for the values of slacalc: plural, with keyword arguments only.

They draw what goes wrong (nights, changes of the clock, midnights, exceptions) and shrink to what
a person would draw: Monday to Friday, 09:00-18:00, in UTC; Monday 2026-01-05, 09:00; an hour.
"""

from slacalc.testing.strategies.calendars import calendars
from slacalc.testing.strategies.conditions import conditions
from slacalc.testing.strategies.hours import day_schedules, shifts, week_schedules
from slacalc.testing.strategies.instants import durations, instants
from slacalc.testing.strategies.levels import chains, levels
from slacalc.testing.strategies.lives import clocks, histories
from slacalc.testing.strategies.policies import policies
from slacalc.testing.strategies.printing import print_calls
from slacalc.testing.strategies.tickets import tickets

__all__ = [
    "calendars",
    "chains",
    "clocks",
    "conditions",
    "day_schedules",
    "durations",
    "histories",
    "instants",
    "levels",
    "policies",
    "shifts",
    "tickets",
    "week_schedules",
]

print_calls()
