"""Feeds and files of days: iCalendar, and the XML of production calendars."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime, timedelta
from typing import Any

from fuzz.target import Target, check, check_error
from slacalc import NoWorkingTimeError, SlacalcError
from slacalc.interop.day_list import DayList
from slacalc.interop.icalendar import parse_ical
from slacalc.interop.production import ProductionCalendar

_AT = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)
_MOST_USED = 5_000
_WINDOW: dict[str, Any] = {"first": 2025, "last": 2027}
_WAYS: tuple[dict[str, Any], ...] = (
    {**_WINDOW, "time_zone": "Europe/Berlin", "zones": {"ours": "Europe/Moscow"}},
    {**_WINDOW, "on_error": "report", "rules": {"short": "short 1h", "swap": "as fri"}},
    {"on_error": "report", "time_zone": "UTC", "encoding": "latin-1"},
)


def _used(days: DayList) -> None:
    """Lay a list of days over a week, and ask it; long ones cost what they hold, each time."""
    if len(days.holidays) + len(days.closures) > _MOST_USED:
        return
    check(pickle.loads(pickle.dumps(days)) == days, "a list of days comes back from a pickle")  # noqa: S301
    check(days | days == days, "a list with itself is itself")
    check(bool(str(days)) and bool(repr(days)) and all(map(str, days.report)), "it has a text")
    try:
        desk = days.calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Berlin")
        desk.day("2026-03-02")
        due = desk.deadline(_AT, timedelta(hours=80))
    except NoWorkingTimeError as error:
        check_error(error)
        return
    check(desk.elapsed(_AT, due) == timedelta(hours=80), "add then elapsed")


def _ical(data: bytes) -> bool:
    read = False
    for how in _WAYS:
        try:
            days = parse_ical(data, **how)
        except SlacalcError as error:
            check_error(error)
        else:
            read = True
            _used(days)
    return read


def _production(data: bytes) -> bool:
    found = ProductionCalendar.parse(data, name="Utopia")
    days = found.day_list()
    _used(days)
    for year in found.years:
        check(bool(str(found.check(year))), "the figures of a year have a text")
    return True


ICAL = Target(
    "ical", _ical,
    ("BEGIN:VCALENDAR\n", "END:VCALENDAR\n", "BEGIN:VEVENT\n", "END:VEVENT\n", "SUMMARY:",
     "DTSTART:20260101T100000Z\n", "DTSTART;VALUE=DATE:20260101\n", "DTEND;TZID=ours:",
     "DURATION:P1D\n", "DURATION:PT1H\n", "RRULE:FREQ=YEARLY", ";COUNT=3", ";UNTIL=20271231",
     ";INTERVAL=2", ";BYDAY=-1SU", ";BYMONTH=10", "RDATE:", "EXDATE:", "RECURRENCE-ID:",
     "UID:1\n", "STATUS:CANCELLED\n", "METHOD:CANCEL\n", "X-WR-CALNAME:", "BEGIN:VTIMEZONE\n",
     "END:VTIMEZONE\n", "TZID:ours\n", "BEGIN:STANDARD\n", "END:STANDARD\n", "BEGIN:DAYLIGHT\n",
     "END:DAYLIGHT\n", "TZOFFSETFROM:+0200\n", "TZOFFSETTO:+0100\n", "CATEGORIES:", "\r\n ", "\\n"),
)  # fmt: skip
PRODUCTION = Target(
    "production", _production,
    ('<?xml version="1.0" encoding="UTF-8"?>', '<calendar year="2026">', "</calendar>",
     "<holidays>", "</holidays>", '<holiday id="1" title="A"/>', "<days>", "</days>", "<day ",
     ' d="05.01"', ' d="02.29"', ' t="1"', ' t="2"', ' t="3"', ' h="1"', ' f="05.02"', "/>",
     "<!DOCTYPE ", "<!ENTITY ", "&amp;", "&#0;", "<![CDATA[", "]]>", "<!--", "-->", "utf-16",
     "koi8-r", "windows-1251", "year="),
)  # fmt: skip
