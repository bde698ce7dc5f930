"""The worked example, which most cases of the clock are about.

09:00-13:00 and 14:00-18:00 from Monday to Friday in Moscow, eight hours to resolve, an hour to
respond, registered on Monday the 2nd of March 2026 at 10:00.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from slacalc import Calendar, SlaClock, SupportLevel, TargetClock

DESK = Calendar("Mon-Fri 09:00-13:00 14:00-18:00", time_zone="Europe/Moscow")
ALWAYS = Calendar("Mon-Sun 00:00-24:00", time_zone="Europe/Berlin")
LEVEL = SupportLevel("Standard", calendar=DESK, response="1h", resolution="8h")
KEEP = SupportLevel("Standard", calendar=DESK, resolution="8h", profile={"after_breach": "keep"})
BERLIN = ZoneInfo("Europe/Berlin")
ZERO, HOUR, MINUTE = timedelta(0), timedelta(hours=1), timedelta(minutes=1)
MICROSECOND = timedelta(microseconds=1)
FIRST = datetime(2025, 10, 26, 2, 30, tzinfo=BERLIN)  # 02:00 to 03:00 comes twice
SECOND = FIRST.replace(fold=1)


def on(text: str) -> datetime:
    """Read "2 10:00": the 2nd of March 2026, a Monday, at 10:00 in Moscow."""
    day, wall = text.split()
    return DESK.at(f"2026-03-{int(day):02} {wall}")


def opened(level: SupportLevel = LEVEL) -> SlaClock:
    """Register the worked example's request."""
    return SlaClock.start(level, at=on("2 10:00"))


def resolution(clock: SlaClock) -> TargetClock:
    """Take the resolution target, which must be there."""
    assert clock.resolution is not None
    return clock.resolution


def response(clock: SlaClock) -> TargetClock:
    """Take the response target, which must be there."""
    assert clock.response is not None
    return clock.response
