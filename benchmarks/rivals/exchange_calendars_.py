"""exchange_calendars: every minute of every session of some years, in one sorted index.

It has neither `deadline` nor `elapsed`: two searches in the index are what a user would write.
"""

from __future__ import annotations

import warnings
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any
from zoneinfo import ZoneInfo

from rivals.plan import MIDNIGHT, CannotSayError, Convention, Plan, Subject, at

NAME = "exchange_calendars"
MINUTE = timedelta(minutes=1)
CONVENTION = Convention(
    says="counts whole minutes, of years that are fixed when it is built; at most one break a day",
    inputs=MINUTE,
)
FIRST, LAST = "2024-01-01", "2028-12-31"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NANOSECONDS = 60 * 10**9


def build(plan: Plan) -> Subject:
    if len(plan.hours) > 2 or not plan.hours or plan.dates:
        raise CannotSayError("more than one break a day, or dates with hours of their own")
    minutes = _minutes(plan)
    first, last = (int(minute) for minute in minutes[[0, -1]])

    def place(moment: datetime) -> int:
        minute = (moment - EPOCH) // MINUTE
        if not first <= minute <= last:
            raise LookupError(f"{moment} lies outside {FIRST} to {LAST}")
        return int(minutes.searchsorted(minute))

    def deadline(start: datetime, duration: timedelta) -> datetime:
        if not duration:
            return start
        before = int(minutes[place(start) + duration // MINUTE - 1])
        return (EPOCH + (before + 1) * MINUTE).astimezone(start.tzinfo)

    def elapsed(start: datetime, end: datetime) -> timedelta:
        return (place(end) - place(start)) * MINUTE

    return Subject(plan, deadline, elapsed, whole=MINUTE)


def _minutes(plan: Plan) -> Any:
    """Return the open minutes of all years, counted from the epoch, as a sorted array."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pandas4Warning
        pandas, library = import_module("pandas"), import_module("exchange_calendars")
        night = plan.hours[-1][1] > MIDNIGHT
        later = timedelta(days=night)  # a session is named after the day on which it closes
        opens, closes = at(plan.hours[0][0]), at(plan.hours[-1][1])
        body = {
            "name": plan.zone,
            "tz": ZoneInfo(plan.zone),
            "weekmask": "".join(str(int((day - night) % 7 in plan.weekdays)) for day in range(7)),
            "open_times": ((None, opens),),
            "close_times": ((None, closes),),
            "open_offset": -int(night),
            "close_offset": int(plan.hours[-1][1] == MIDNIGHT),
            "adhoc_holidays": [pandas.Timestamp(day + later) for day in sorted(plan.holidays)],
        }
        if len(plan.hours) == 2:
            body |= {
                "break_start_times": ((None, at(plan.hours[0][1])),),
                "break_end_times": ((None, at(plan.hours[1][0])),),
            }
        calendar = type("Planned", (library.ExchangeCalendar,), body)(start=FIRST, end=LAST)
        return calendar.minutes_nanos // NANOSECONDS
