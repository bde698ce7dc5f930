"""Time zones: names checked, and the wall clock of a zone turned into instants.

Instants are distances from 1970-01-01 00:00 UTC; readings of a wall clock are distances from
1970-01-01 00:00 on that clock.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from slacalc import doors
from slacalc.errors import ArgumentTypeError, UnknownTimeZoneError, WallTimeError

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST = datetime.min.replace(tzinfo=UTC) - EPOCH
LAST = datetime.max.replace(tzinfo=UTC) - EPOCH
_SAFE = timedelta(days=2)
_AROUND = timedelta(days=6)
EPOCH_DAY = date(1970, 1, 1).toordinal()
# No zone's clock changes and changes back within this time: the nearest two transitions in
# tzdata lie 6 days 23 hours apart (Boa Vista 2000, Gaza 2040). tests/test_zones.py watches it.
_STEP = timedelta(days=6)
_SECOND = timedelta(seconds=1)
_LONGEST_NAME = 100  # the longest one in tzdata has 32 letters


class Stretch(NamedTuple):
    """A stretch of instants, half-open, in which a zone's clock keeps one offset."""

    start: timedelta
    end: timedelta
    offset: timedelta
    fresh: timedelta  # readings below this one were reached before the stretch began


def zone_of(argument: str, value: object) -> ZoneInfo:
    """Return the zone of a name or of a ZoneInfo that has one.

    >>> zone_of("time_zone", "Europe/Berlin")
    zoneinfo.ZoneInfo(key='Europe/Berlin')
    """
    name = value.key if isinstance(value, ZoneInfo) else value
    if not isinstance(name, str):
        wanted = "the name of a time zone, such as 'Europe/Berlin'"
        raise ArgumentTypeError.expected(argument, value, wanted)
    try:
        return ZoneInfo(name if len(name) <= _LONGEST_NAME else "")  # each slash is followed
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnknownTimeZoneError.of(argument, value, available_timezones()) from None


def at_wall_time(wall: datetime, zone: ZoneInfo, *, disambiguate: str = "raise") -> datetime:
    """Return what a zone's clock means by a wall-clock time, given as a naive datetime.

    A time that a gap skips or a fold repeats is refused, unless `disambiguate` is
    ``"earlier"`` or ``"later"``.
    """
    if disambiguate not in ("raise", "earlier", "later"):
        remedy = "use 'raise', 'earlier' or 'later'"
        raise WallTimeError("disambiguate", disambiguate, "is no way to choose", remedy)
    first, second = (wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    skipped = second.astimezone(UTC) < first.astimezone(UTC)
    if disambiguate == "raise":
        problem = "is skipped by" if skipped else "comes twice on"
        remedy = "choose with disambiguate='earlier' or 'later'"
        raise WallTimeError("wall", str(wall), f"{problem} the clock of {zone}", remedy)
    chosen = second if skipped == (disambiguate == "earlier") else first
    return chosen.astimezone(UTC).astimezone(zone)


def is_skipped(day: date, zone: ZoneInfo) -> bool:
    """Say whether a zone's clock never showed a date, as Apia's skipped 2011-12-30.

    >>> is_skipped(date(2011, 12, 30), ZoneInfo("Pacific/Apia"))
    True
    """
    if day in (date.min, date.max):
        return False
    start, end = (
        datetime(at.year, at.month, at.day, tzinfo=zone).astimezone(UTC)
        for at in (day, day + timedelta(days=1))
    )
    return start == end


def tzdata_version() -> str:
    """Return where the zones come from, and which version of them where that is known.

    The standard library prefers the system's zones over the tzdata package.

    >>> tzdata_version() != ""
    True
    """
    from importlib.metadata import version  # slow, and seldom asked for
    from pathlib import Path
    from zoneinfo import TZPATH  # it can be reset while running

    for folder in map(Path, TZPATH):
        if (folder / "Europe" / "London").exists():
            stamp = folder / "tzdata.zi"
            first = stamp.read_text().partition("\n")[0] if stamp.exists() else ""
            return f"{folder} ({first.removeprefix('# version ').strip() or 'version unknown'})"
    return f"tzdata package ({version('tzdata')})"


def stretches(zone: ZoneInfo, start: timedelta, end: timedelta) -> list[Stretch]:
    """Return the stretches of one offset each that cover the instants from start to end."""
    found: list[Stretch] = []
    offset, since = _offset_at(zone, start), start
    fresh = start + offset
    for instant in (*_steps(start, end), end):
        if _offset_at(zone, instant) != offset:
            change = _transition(zone, instant - _STEP, instant)
            found.append(Stretch(since, change, offset, fresh))
            fresh = max(fresh, change + offset)
            since, offset = change, _offset_at(zone, instant)
    return [*found, Stretch(since, end, offset, fresh)]


def first_reading(reading: timedelta, clock: list[Stretch]) -> timedelta:
    """Return the first instant at which the clock has reached a reading.

    A reading that a gap skips is reached at the transition; one that a fold repeats, at its
    first occurrence. So the map from readings to instants is monotone.
    """
    for stretch in clock:
        if reading < stretch.end + stretch.offset:
            return max(stretch.start, reading - stretch.offset)
    return clock[-1].end


def day_begins(number: int, zone: ZoneInfo) -> timedelta:
    """Return the instant at which a day begins on a zone's clock; days are counted from 1970.

    >>> day_begins(1, ZoneInfo("UTC"))
    datetime.timedelta(days=1)
    """
    return first_reading(timedelta(number), near_days(number, zone))


def near_days(number: int, zone: ZoneInfo) -> list[Stretch]:
    """Return the stretches of one offset around a day, wide enough for all hours of a day."""
    midnight = timedelta(number)
    return stretches(zone, midnight - _AROUND, midnight + _AROUND)


def furthest_reading(instant: timedelta, clock: list[Stretch]) -> timedelta:
    """Return the furthest reading that the clock has reached by an instant."""
    for stretch in clock:
        if instant < stretch.end:
            return max(stretch.fresh, instant + stretch.offset)
    return instant + clock[-1].offset


def read_wall(wall: str | datetime) -> datetime:
    """Read a wall-clock time: ISO text or a datetime, without an offset."""
    try:
        local = doors.moment(wall) if isinstance(wall, str) else wall
    except ValueError:
        remedy = "write it as '2026-12-24 16:30'"
        raise WallTimeError("wall", wall, "is no date and time", remedy) from None
    if not isinstance(local, datetime):
        raise ArgumentTypeError.expected("wall", wall, "text such as '2026-12-24 16:30'")
    if local.tzinfo is not None:
        problem = "names an offset, so it is an instant already"
        raise WallTimeError("wall", wall, problem, "leave the offset out, or use the instant")
    return doors.instant("wall", local.replace(tzinfo=UTC)).replace(tzinfo=None)


def _steps(start: timedelta, end: timedelta) -> list[timedelta]:
    count = (end - start) // _STEP
    return [start + step * _STEP for step in range(1, count + 1)]


def _transition(zone: ZoneInfo, before: timedelta, after: timedelta) -> timedelta:
    """Return the instant of the one change of offset between two instants."""
    old, first = _offset_at(zone, before), before // _SECOND
    seconds = range(first, after // _SECOND)
    passed = bisect_left(seconds, 1, key=lambda n: _offset_at(zone, n * _SECOND) != old)
    return (first + passed) * _SECOND


def _offset_at(zone: ZoneInfo, instant: timedelta) -> timedelta:
    safe = min(max(instant, FIRST + _SAFE), LAST - _SAFE)
    local = zone.fromutc(_epoch(zone) + safe)
    offset = local.utcoffset()
    assert offset is not None  # noqa: S101 - a ZoneInfo always has one
    return offset


@lru_cache(maxsize=1024)
def _epoch(zone: ZoneInfo) -> datetime:
    return EPOCH.replace(tzinfo=zone)
