"""When a support request is due, what is left, and why.

Names are loaded when they are first asked for, so that the import is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from slacalc.agenda import Agenda, Moment
    from slacalc.algebra import AnyCalendar, ChangedCalendar, CombinedCalendar
    from slacalc.archive import Archive
    from slacalc.calendar import Calendar
    from slacalc.chain import Choice, LevelChain, Tried
    from slacalc.clock import SlaClock
    from slacalc.clock_timeline import ClockTimeline
    from slacalc.closures import Closure
    from slacalc.conditions import Condition, ConditionGroup, CustomCondition, Verdict
    from slacalc.cycles import Cycle, Cycles
    from slacalc.dates import DateRange, EasterDays, YearlyDays
    from slacalc.days import Day, DayRule
    from slacalc.durations import AroundTheClock, DayCount
    from slacalc.editions import Edition
    from slacalc.errors import (
        ArgumentTypeError,
        DateError,
        DurationError,
        EventError,
        FeedError,
        HorizonError,
        HorizonWarning,
        HoursError,
        LanguageError,
        LevelError,
        LogError,
        NaiveDatetimeError,
        NoWorkingTimeError,
        OutOfRangeError,
        PolicyError,
        SlacalcError,
        StateError,
        UnknownTimeZoneError,
        UnknownVersionError,
        WallTimeError,
        WorkOrderError,
    )
    from slacalc.escalation import Escalation
    from slacalc.escalations import Escalated
    from slacalc.events import Event, Holder
    from slacalc.holdings import Holding, by_holder
    from slacalc.ledger import Entry, Ledger
    from slacalc.levels import SupportLevel
    from slacalc.log_columns import LogColumns
    from slacalc.notice import out_of_hours
    from slacalc.policy import Policy
    from slacalc.policy_diff import Change, PolicyDiff
    from slacalc.profiles import PROFILES, Profile
    from slacalc.reasons import Stretch
    from slacalc.recurrence import Recurrence
    from slacalc.rota import Rota
    from slacalc.schedule import DaySchedule, Shift, WeekSchedule
    from slacalc.statuses import StatusMap
    from slacalc.target_clock import TargetClock
    from slacalc.targets import DurationTable, Target
    from slacalc.views import CalendarComparison, CalendarMonth, CalendarYear, DeadlineWalk
    from slacalc.work_items import WorkItem, WorkItems
    from slacalc.working_time import Span
    from slacalc.worklist import Worklist, latest_safe_start
    from slacalc.zones import tzdata_version

__version__ = "0.1.0"

_HOMES = {
    "log_columns": ("LogColumns",),
    "durations": ("AroundTheClock", "DayCount"),
    "policy_diff": ("Change", "PolicyDiff"),
    "editions": ("Edition",),
    "archive": ("Archive",),
    "dates": ("DateRange", "EasterDays", "YearlyDays"),
    "recurrence": ("Recurrence",),
    "reasons": ("Stretch",),
    "rota": ("Rota",),
    "closures": ("Closure",),
    "algebra": ("AnyCalendar", "ChangedCalendar", "CombinedCalendar"),
    "calendar": ("Calendar",),
    "agenda": ("Agenda", "Moment"),
    "clock": ("SlaClock",),
    "clock_timeline": ("ClockTimeline",),
    "views": ("CalendarComparison", "CalendarMonth", "CalendarYear", "DeadlineWalk"),
    "escalation": ("Escalation",),
    "escalations": ("Escalated",),
    "holdings": ("Holding", "by_holder"),
    "notice": ("out_of_hours",),
    "work_items": ("WorkItem", "WorkItems"),
    "worklist": ("Worklist", "latest_safe_start"),
    "profiles": ("PROFILES", "Profile"),
    "days": ("Day", "DayRule"),
    "errors": (
        "ArgumentTypeError",
        "DateError",
        "DurationError",
        "EventError",
        "FeedError",
        "HorizonError",
        "HorizonWarning",
        "HoursError",
        "LanguageError",
        "LevelError",
        "LogError",
        "NaiveDatetimeError",
        "NoWorkingTimeError",
        "OutOfRangeError",
        "PolicyError",
        "SlacalcError",
        "StateError",
        "UnknownTimeZoneError",
        "UnknownVersionError",
        "WallTimeError",
        "WorkOrderError",
    ),
    "events": ("Event", "Holder"),
    "ledger": ("Entry", "Ledger"),
    "conditions": ("Condition", "ConditionGroup", "CustomCondition", "Verdict"),
    "chain": ("Choice", "LevelChain", "Tried"),
    "levels": ("SupportLevel",),
    "policy": ("Policy",),
    "schedule": ("DaySchedule", "Shift", "WeekSchedule"),
    "statuses": ("StatusMap",),
    "cycles": ("Cycle", "Cycles"),
    "target_clock": ("TargetClock",),
    "targets": ("DurationTable", "Target"),
    "working_time": ("Span",),
    "zones": ("tzdata_version",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "PROFILES",
    "Agenda",
    "AnyCalendar",
    "Archive",
    "ArgumentTypeError",
    "AroundTheClock",
    "Calendar",
    "CalendarComparison",
    "CalendarMonth",
    "CalendarYear",
    "Change",
    "ChangedCalendar",
    "Choice",
    "ClockTimeline",
    "Closure",
    "CombinedCalendar",
    "Condition",
    "ConditionGroup",
    "CustomCondition",
    "Cycle",
    "Cycles",
    "DateError",
    "DateRange",
    "Day",
    "DayCount",
    "DayRule",
    "DaySchedule",
    "DeadlineWalk",
    "DurationError",
    "DurationTable",
    "EasterDays",
    "Edition",
    "Entry",
    "Escalated",
    "Escalation",
    "Event",
    "EventError",
    "FeedError",
    "Holder",
    "Holding",
    "HorizonError",
    "HorizonWarning",
    "HoursError",
    "LanguageError",
    "Ledger",
    "LevelChain",
    "LevelError",
    "LogColumns",
    "LogError",
    "Moment",
    "NaiveDatetimeError",
    "NoWorkingTimeError",
    "OutOfRangeError",
    "Policy",
    "PolicyDiff",
    "PolicyError",
    "Profile",
    "Recurrence",
    "Rota",
    "Shift",
    "SlaClock",
    "SlacalcError",
    "Span",
    "StateError",
    "StatusMap",
    "Stretch",
    "SupportLevel",
    "Target",
    "TargetClock",
    "Tried",
    "UnknownTimeZoneError",
    "UnknownVersionError",
    "Verdict",
    "WallTimeError",
    "WeekSchedule",
    "WorkItem",
    "WorkItems",
    "WorkOrderError",
    "Worklist",
    "YearlyDays",
    "by_holder",
    "latest_safe_start",
    "out_of_hours",
    "tzdata_version",
]


def __getattr__(name: str) -> Any:
    """Load a public name from its home."""
    if name not in _HOME_OF:
        message = f"module 'slacalc' has no attribute {name!r}"
        raise AttributeError(message)
    value = getattr(import_module(f"slacalc.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
