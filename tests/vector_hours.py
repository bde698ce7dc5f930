"""What a calendar of the vectors gives a date, worked out minute by minute, apart from slacalc."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import groupby

from vector_worlds import DAYS, Said, World

from slacalc.testing.oracle import Hours, Oracle

DAY = timedelta(days=1)


def hours_on(said: Said, day: date) -> list[str]:
    """Return the shifts of a date, as text: the date's own, the range's, the holiday's, else."""
    hours = _of_week(said, day)
    if str(day) in said.get("holidays", ()):
        hours = []
    exceptions = said.get("exceptions", {})
    ranges = [dates for dates in exceptions if ".." in dates]
    for dates in (*(one for one in ranges if _holds(one, day)), str(day)):
        hours = _changed(said, exceptions.get(dates), hours)
    return hours


def _of_week(said: Said, day: date) -> list[str]:
    if "rota" in said:
        turns, anchor = said["rota"]["turns"], date.fromisoformat(said["rota"]["anchor"])
        return list(turns[(day - anchor).days % len(turns)])
    return list(said["week"].get(DAYS[day.weekday()], ()))


def _holds(dates: str, day: date) -> bool:
    first, _, last = dates.partition("..")
    return first <= str(day) <= last


def _changed(said: Said, rule: dict[str, object] | None, hours: list[str]) -> list[str]:
    if rule is None:
        return hours
    if "hours" in rule:
        return list(rule["hours"])  # type: ignore[call-overload, no-any-return]
    if "as" in rule:
        hours = list(said["week"].get(rule["as"], ()))
    return _shortened(hours, int(str(rule.get("shorten", 0))))


def _shortened(hours: Sequence[str], by: int) -> list[str]:
    """Take minutes from the end of a day's hours, one by one."""
    if not by:
        return list(hours)
    worked = [m for shift in hours for m in range(*map(int, minutes_of(shift)))]
    left = enumerate(worked[: max(0, len(worked) - by)])
    runs = ([minute for _, minute in run] for _, run in groupby(left, lambda p: p[1] - p[0]))
    return [f"{_text(run[0])}-{_text(run[-1] + 1)}" for run in runs]


def _text(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def minutes_of(shift: str) -> tuple[Fraction, Fraction]:
    """Read "22:00-30:00" as minutes from midnight.

    >>> minutes_of("09:00:30-24:00")
    (Fraction(1081, 2), Fraction(1440, 1))
    """
    start, end = (_minute(*map(int, reading.split(":"))) for reading in shift.split("-"))
    return start, end


def _minute(hours: int, minutes: int, seconds: int = 0) -> Fraction:
    return hours * 60 + minutes + Fraction(seconds, 60)


def walked(world: World) -> Oracle:
    """Walk a world's calendar through its days, both the first and the last."""
    start, end = bounds(world)
    days = range((start - 5 * DAY).toordinal(), (end + 2 * DAY).toordinal())
    rules: dict[date, Hours] = {
        day: [minutes_of(shift) for shift in hours_on(world.calendar, day)]
        for day in map(date.fromordinal, days)
    }
    return Oracle(world.calendar["zone"], {}, rules, start, end)


def bounds(world: World) -> tuple[datetime, datetime]:
    """Return where a world's walk begins and where it ends."""
    first, last = (datetime.fromisoformat(day).replace(tzinfo=UTC) for day in world[1:])
    return first, last + DAY
