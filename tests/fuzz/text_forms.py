"""What is written as text: hours, durations, dates, and conditions as tables."""

from __future__ import annotations

import json
import pickle
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

from fuzz.target import Target, check, text_of, tried
from slacalc import Calendar, DayRule, DaySchedule, LevelChain, SupportLevel, WeekSchedule, text
from slacalc.condition_tables import conditions_of, conditions_to_dict, settled
from slacalc.dates import dates
from slacalc.durations import duration_of, duration_text
from slacalc.policy_calendars import read_calendar
from slacalc.values import TAGS

_AT = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)
_WEEK = "Mon-Fri 09:00-18:00; Sat 22:00-06:00"
_DESK = Calendar(_WEEK, time_zone="Europe/Berlin", name="desk")


def _day(said: str) -> None:
    hours = DaySchedule.parse(said)
    check(DaySchedule.parse(str(hours)) == hours, "hours come back from their text")
    check(hours.total == sum((s.end - s.start for s in hours.shifts), timedelta()), "a total")


def _week(said: str) -> None:
    week = WeekSchedule(said)
    check(WeekSchedule(str(week)) == week, "a week comes back from its text")
    desk = Calendar(week, time_zone="Europe/Berlin")
    whole = sum((day.total for day in week.days), timedelta())
    length = min(whole, timedelta(hours=8))  # a second a week is 8 hours in 553 years
    if length:
        due = desk.deadline(_AT, length)
        check(desk.elapsed(_AT, due) == length, "add then elapsed")


def _rule(said: str) -> None:
    rule = DayRule(said)
    check(DayRule(rule.rule, reason=rule.reason) == rule, "a rule comes back from its text")
    desk = Calendar(_WEEK, time_zone="UTC", exceptions={"2026-03-03": rule})
    check(read_calendar("desk", desk.to_dict()) == desk, "a calendar comes back from its table")
    desk.day("2026-03-03")


def _pause(said: str) -> None:
    DaySchedule("22:00-06:00").with_break(said)


def _hours(data: bytes) -> bool:
    return tried(text_of(data), (_day, _week, _rule, _pause, text.parse_weekday))


def _duration(said: str) -> None:
    duration = duration_of(said)
    check(duration_of(duration_text(duration)) == duration, "a duration comes back from its text")
    level = SupportLevel("L", calendar=_DESK, resolution=said)
    check(level.targets[0].duration == duration, "a target is as long as its text says")


def _mark(said: str) -> None:
    share, distance = text.parse_mark(said)
    again = text.parse_mark(text.format_mark(share, distance))
    check(again[1] == distance, "a distance comes back from its text")
    same = share is None if again[0] is None else share and Fraction(*share) == Fraction(*again[0])
    check(bool(same), "a share comes back from its text")


def _durations(data: bytes) -> bool:
    return tried(text_of(data), (_duration, _mark, text.parse_around_the_clock))


def _dates_key(said: str) -> None:
    days = dates("holidays", said)
    check(dates("holidays", str(days)) == days, "dates come back from their text")
    _asked(Calendar(_WEEK, time_zone="Europe/Berlin", holidays=[said]))


def _closure(said: str) -> None:
    _asked(Calendar(_WEEK, time_zone="America/New_York", closures=[said]))


def _zone(said: str) -> None:
    _asked(Calendar(_WEEK, time_zone=said))


def _wall(said: str) -> None:
    at = _DESK.at(said, disambiguate="later")
    check(at.utcoffset() is not None, "a wall time read on a calendar's clock is an instant")


def _asked(desk: Calendar) -> None:
    check(read_calendar("desk", desk.to_dict()) == desk, "a calendar comes back from its table")
    check(pickle.loads(pickle.dumps(desk)) == desk, "a calendar comes back from a pickle")  # noqa: S301
    desk.day(date(2026, 12, 24))
    due = desk.deadline(_AT, timedelta(hours=80))
    check(desk.elapsed(_AT, due) == timedelta(hours=80), "add then elapsed")


def _dates(data: bytes) -> bool:
    return tried(text_of(data), (_dates_key, _closure, _zone, _wall))


def _conditions(data: bytes) -> bool:
    """Read a pair of conditions and a ticket, or conditions alone."""
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        return False
    pair = isinstance(said, list) and len(said) > 1
    told: Any = said[0] if pair else said
    found = conditions_of(told, calendars={"desk": _DESK})
    again = conditions_of(conditions_to_dict(found), calendars={"desk": _DESK})
    check(settled(again) == settled(found), "conditions come back from their table")
    ticket = said[1] if pair and isinstance(said[1], dict) else {}
    level = SupportLevel("L", calendar=_DESK, resolution="4h", conditions=found)
    default = SupportLevel("D", calendar=_DESK, resolution="8h")
    chain = LevelChain([level], default=default)
    choice = chain.explain(ticket)
    check(chain.level_for(ticket) == choice.level, "what is chosen is what is explained")
    return bool(str(choice)) and bool(repr(found))


HOURS = Target(
    "hours", _hours,
    ("Mon", "Tue", "wednesday", "Sat-Sun", "Mon-Fri", "closed", "09:00-18:00", "22:00-06:00",
     "24:00", "48:00", "26:00-27:00", "; ", ", ", "\N{EN DASH}", "as mon", "short 1h", "short by ",
     "on working days ", "as fri, short 1h 30m", "00:00-24:00", ":59"),
    longest=400,
)  # fmt: skip
DURATIONS = Target(
    "durations", _durations,
    ("h", "m", "s", " min", " hours", " seconds", "4h 30m", " days", " weeks", "2 working days",
     "business day", "end of the day", ", same time", ", received by 16:00", " around the clock",
     "%", "75%", "12.5", "-1h", "+30m", ".000001", "999999999", "1000%", ","),
    longest=200,
)  # fmt: skip
DATES = Target(
    "dates", _dates,
    ("2026-11-04", "..", "12-24", "02-29", "easter", "orthodox ", "+1", "-2", "FREQ=MONTHLY",
     "FREQ=YEARLY", "FREQ=WEEKLY", "FREQ=DAILY", "INTERVAL=", "COUNT=", "UNTIL=20261231", "BYDAY=",
     "BYMONTH=", "BYMONTHDAY=", "BYYEARDAY=", "BYWEEKNO=", "BYSETPOS=", "WKST=SU", "1MO", "-1FR",
     " from 2026-01-03", "DTSTART:20260101 ", "RRULE:", "T10:00:00", "18:00", "Z", "+03:00",
     "Europe/Berlin", "America/", "0001-01-01", "9999-12-31", ";", ","),
    longest=200,
)  # fmt: skip
CONDITIONS = Target(
    "conditions", _conditions,
    ('"is"', '"is_not"', '"in"', '"not_in"', '"between"', '"during"', '"contains"', '"missing"',
     '"ignore_case"', '"at_least"', '"at_most"', '"more"', '"less"', '"any_of"', '"all_of"',
     '"none_of"', '"starts_with"', '"ends_with"', '"desk"', '"2026-03-02T10:00:00Z"', "true",
     "false", "null", "1e308", "0.1", "-1", "[]", "{}", '"client"', *(f'"{tag}"' for tag in TAGS)),
    longest=1_000,
    tables=True,
)  # fmt: skip
