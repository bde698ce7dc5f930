"""Texts of iCalendar, and the days that are read from them, for the tests."""

from __future__ import annotations

from typing import Any

from slacalc.interop.day_list import DayList
from slacalc.interop.icalendar import parse_ical

NEW_YEAR = "DTSTART;VALUE=DATE:20260101"
SOME_YEARS: dict[str, Any] = {"first": 2025, "last": 2027}


def event(*lines: str) -> str:
    """Write an event of some lines."""
    return "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"])


def feed(*parts: str) -> str:
    """Write a calendar of some parts."""
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *parts, "END:VCALENDAR", ""])


def one(*lines: str, **how: Any) -> DayList:
    """Read a feed of one event, whose first line is the fifth of the feed."""
    return parse_ical(feed(event("SUMMARY:A day", *lines)), **how)


def days(found: DayList) -> list[str]:
    """Return the holidays of a list as text."""
    return [str(day) for day in found.holidays]


def closures(found: DayList) -> list[str]:
    """Return the closures of a list as text."""
    return [f"{start:%Y-%m-%d %H:%M} {end:%Y-%m-%d %H:%M}" for start, end, _ in found.closures]


def lines(found: DayList) -> list[str]:
    """Return the report without its notes."""
    return [str(line) for line in found.report if line.what != "note"]


ZONE = [
    "BEGIN:VTIMEZONE",
    "TZID:Customized",
    "BEGIN:STANDARD",
    "DTSTART:16010101T030000",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    "END:STANDARD",
    "BEGIN:DAYLIGHT",
    "DTSTART:16010101T020000",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
    "END:DAYLIGHT",
    "END:VTIMEZONE",
]


MASTER = event("UID:1", "SUMMARY:Yearly", NEW_YEAR, "RRULE:FREQ=YEARLY")
