"""Text to plain tuples and back: hours, weeks, rules for a day, durations."""

from __future__ import annotations

import re
from datetime import timedelta

from slacalc.errors import ArgumentTypeError, DurationError, HoursError, did_you_mean

DAY = timedelta(days=1)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FULL_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY_NUMBERS = {
    name: number for names in (WEEKDAYS, _FULL_NAMES) for number, name in enumerate(names)
}
_LONGEST = 4_000
_LATEST = 2 * DAY
_LAST_MINUTE = 59

_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")
_RANGE = re.compile(r"([0-9:]+)\s*[-\N{EN DASH}]\s*([0-9:]+)")
_DAYS_THEN_HOURS = re.compile(r"([^0-9]+?)\s*(?:\s([0-9].*|closed))", re.IGNORECASE)
_RANGE_SIGN = re.compile(r" ?[-\N{EN DASH}] ?")
_DURATION_PART = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,6})?)\s*([a-z]+)")
_COUNT_OF_DAYS = re.compile(
    r"(?:end of (?:the )?day|([0-9]{1,9}) (?:working|business) days?)"
    r"(,? same time)?(?:,? received by ([0-9:]+))?",
    re.IGNORECASE,
)
_SHARE = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,6}))? ?%")
_LARGEST_SHARE = 10
_FURTHEST = timedelta(days=3653)
_HOURS_INSTEAD = "write hours of working time, such as '24h' or '8h'"
_SECOND = timedelta(seconds=1)
_UNITS = {
    "h": timedelta(hours=1),
    "hour": timedelta(hours=1),
    "hours": timedelta(hours=1),
    "m": timedelta(minutes=1),
    "min": timedelta(minutes=1),
    "minute": timedelta(minutes=1),
    "minutes": timedelta(minutes=1),
    "s": timedelta(seconds=1),
    "second": timedelta(seconds=1),
    "seconds": timedelta(seconds=1),
}
_DAYLIKE = {"d": 1, "day": 1, "days": 1, "w": 7, "week": 7, "weeks": 7}

Hours = tuple[tuple[timedelta, timedelta], ...]


def parse_shift(text: str) -> tuple[timedelta, timedelta]:
    """Read ``"09:00-13:00"`` as two distances from the day's midnight.

    An end before its start lies in the next day; ``"24:00"`` is the day's end, and
    hours can be counted on to ``"48:00"``.

    >>> parse_shift("22:00-06:00")
    (datetime.timedelta(seconds=79200), datetime.timedelta(days=1, seconds=21600))
    """
    match = _RANGE.fullmatch(_checked("shift", text))
    if not match:
        raise HoursError("shift", text, "is no stretch of hours", "write '09:00-18:00'")
    start, end = (_parse_time(part, text) for part in match.groups())
    if start == end:
        problem = "could be no time at all or 24 hours"
        raise HoursError("shift", text, problem, "write '00:00-24:00' for the whole day")
    if end < start < DAY:
        end += DAY
    if end < start:
        raise HoursError("shift", text, "ends before it starts", "write the earlier time first")
    return start, end


def parse_hours(text: str) -> Hours:
    """Read the hours of one day: ``"09:00-13:00 14:00-18:00"``, or ``"closed"``."""
    words = re.sub(r"\s*[-\N{EN DASH}]\s*", "-", _checked("hours", text)).replace(",", " ").split()
    if [word.casefold() for word in words] == ["closed"]:
        return ()
    if not words:
        raise HoursError("hours", text, "is empty", "write '09:00-18:00', or 'closed'")
    return tuple(parse_shift(word) for word in words)


def parse_week(text: str) -> dict[int, Hours]:
    """Read ``"Mon-Fri 09:00-18:00; Sat 10:00-14:00"`` as hours by weekday, Monday being 0.

    >>> sorted(parse_week("Sat-Sun 10:00-14:00; Wed closed"))
    [2, 5, 6]
    """
    week: dict[int, Hours] = {}
    plain = _RANGE_SIGN.sub("-", _checked("week", text))
    for part in filter(None, (part.strip() for part in plain.split(";"))):
        match = _DAYS_THEN_HOURS.fullmatch(part)
        if not match:
            remedy = "write days, then hours: 'Mon-Fri 09:00-18:00; Sat 10:00-14:00'"
            raise HoursError("week", text, f"{part!r} is not days and hours", remedy)
        for number in _parse_days(match[1], text):
            if number in week:
                problem = f"gives {WEEKDAYS[number]} twice"
                raise HoursError("week", text, problem, "give each weekday once")
            week[number] = _hours_of_days(match[2], text)
    return week


def _hours_of_days(hours: str, week: str) -> Hours:
    try:
        return parse_hours(hours)
    except HoursError as error:
        if re.search(r"[a-z]{3}", hours, re.IGNORECASE) is None:
            raise
        remedy = "put a semicolon before the next days: 'Mon-Fri 09:00-18:00; Sat 10:00-14:00'"
        raise HoursError("week", week, f"{error.value!r} is no stretch of hours", remedy) from None


def parse_weekday(name: object, argument: str = "weekday") -> int:
    """Read the name of a weekday, short or whole, as its number; Monday is 0."""
    if not isinstance(name, str):
        raise ArgumentTypeError.expected(argument, name, "a weekday's name, such as 'mon'")
    number = _WEEKDAY_NUMBERS.get(name.strip().casefold())
    if number is None:
        way_out = did_you_mean(name, _WEEKDAY_NUMBERS) or "use mon, tue, wed, thu, fri, sat, sun"
        raise HoursError(argument, name, "is no weekday", way_out)
    return number


def parse_day_rule(text: str) -> tuple[int | None, Hours | None, timedelta]:
    """Read the rule for one day as (weekday to take hours from, hours, time cut from the end).

    >>> parse_day_rule("as mon, short 1h")
    (0, None, datetime.timedelta(seconds=3600))
    >>> parse_day_rule("closed")
    (None, (), datetime.timedelta(0))
    """
    match = re.fullmatch(
        r"(?:as\s+(\w+))?\s*,?\s*(?:short\s+(?:by\s+)?(\w[\w\s]*))?",
        _checked("rule", text).strip(),
        re.IGNORECASE,
    )
    if not match or not any(match.groups()):
        words = text.split()
        if words and not words[0][0].isdigit() and words[0].casefold() != "closed":
            remedy = "write 'closed', '10:00-14:00', 'as mon', 'short 1h' or 'as fri, short 1h'"
            raise HoursError("rule", text, "is no rule for a day", remedy)
        return None, parse_hours(text), timedelta(0)
    weekday = None if match[1] is None else parse_weekday(match[1], "rule")
    cut = timedelta(0) if match[2] is None else parse_duration(match[2], "rule")
    if match[2] is not None and not cut:
        raise HoursError("rule", text, "shortens by nothing", "write 'short 1h', or leave it out")
    return weekday, None, cut


def format_day_rule(weekday: int | None, cut: timedelta) -> str:
    """Write the rule for a day that takes a weekday's hours, or ends earlier, or both.

    >>> format_day_rule(0, timedelta(hours=1))
    'as mon, short 1h'
    """
    same = [f"as {WEEKDAYS[weekday]}"] if weekday is not None else []
    return ", ".join([*same, *([f"short {format_duration(cut)}"] if cut else [])])


def parse_duration(
    text: str, argument: str = "duration", *, instead: str = _HOURS_INSTEAD
) -> timedelta:
    """Read ``"4h 30m"``; days are refused, for they could be 24 hours or a working day.

    `instead` says in the error for days what to write. Seconds may have a fraction.

    >>> parse_duration("1h 30m")
    datetime.timedelta(seconds=5400)
    """
    parts = _parts(text, argument)
    if any(unit in _DAYLIKE for _, unit in parts):
        problem = "is ambiguous: 24 hours around the clock, or the hours of one working day"
        raise DurationError(argument, text, problem, instead)
    return _sum(text, argument, parts, _UNITS)


def parse_around_the_clock(text: str, argument: str = "duration") -> timedelta:
    """Read ``"2 days 4h"``, in which a day is 24 hours, for it is told that the clock runs on.

    >>> parse_around_the_clock("2 days")
    datetime.timedelta(days=2)
    """
    days = {unit: count * DAY for unit, count in _DAYLIKE.items()}
    return _sum(text, argument, _parts(text, argument), _UNITS | days)


def parse_working_days(text: str) -> tuple[int, bool, timedelta | None] | None:
    """Read ``"2 working days, same time, received by 16:00"`` as (days, same time, by when).

    ``"end of day"`` is that of no working day later. None where the text speaks of none.

    >>> parse_working_days("end of day, received by 16:00")
    (0, False, datetime.timedelta(seconds=57600))
    """
    match = _COUNT_OF_DAYS.fullmatch(_checked("duration", text).strip())
    if not match:
        return None
    if match[1] is not None and not int(match[1]):
        remedy = "write 'end of day', or '1 working day'"
        raise DurationError("duration", text, "is no day at all", remedy)
    by = None if match[3] is None else _time_of_day(match[3], text)
    return int(match[1] or 0), match[2] is not None, by


def format_working_days(days: int, *, same_time: bool, received_by: timedelta | None) -> str:
    """Write a count of working days the way `parse_working_days` reads it.

    >>> format_working_days(1, same_time=True, received_by=None)
    '1 working day, same time'
    """
    parts = [f"{days} working day{'s' if days > 1 else ''}" if days else "end of day"]
    parts += ["same time"] if same_time else []
    parts += [] if received_by is None else [f"received by {format_time(received_by)}"]
    return ", ".join(parts)


def parse_mark(text: str, argument: str = "at") -> tuple[tuple[int, int] | None, timedelta | None]:
    """Read a place in the time of a target: a share of it, or a distance from its due instant.

    A share is two whole numbers, a distance is negative before the due instant; one is None.

    >>> parse_mark("12.5%"), parse_mark("-1h")
    (((125, 1000), None), (None, datetime.timedelta(days=-1, seconds=82800)))
    """
    plain = _checked(argument, text)
    if match := _SHARE.fullmatch(plain):
        fraction = match[2] or ""
        share = int(match[1] + fraction), 100 * 10 ** len(fraction)
        if share[0] > _LARGEST_SHARE * share[1]:
            problem, remedy = "is more than 1000%", "write a distance from the due instant: '+30h'"
            raise DurationError(argument, text, problem, remedy)
        return share, None
    if plain[:1] not in ("-", "+") or "%" in plain:
        remedy = "write '75%', or '-1h' before the due instant, or '+30m' after it"
        raise DurationError(argument, text, "is neither a share nor a signed distance", remedy)
    distance = parse_duration(plain[1:], argument)
    if not timedelta(0) < distance <= _FURTHEST:
        problem = "is no distance" if not distance else "is further than ten years"
        raise DurationError(argument, text, problem, "write '100%' for the due instant itself")
    return None, -distance if plain[0] == "-" else distance


def format_mark(share: tuple[int, int] | None, distance: timedelta | None) -> str:
    """Write a place in the time of a target the way `parse_mark` reads it, always the same.

    >>> format_mark((7500, 10000), None), format_mark(None, timedelta(minutes=90))
    ('75%', '+1h 30m')
    """
    if share is None:
        assert distance is not None  # noqa: S101 - one of them is said
        return f"{'' if distance < timedelta(0) else '+'}{format_duration(distance)}"
    whole, rest = divmod(share[0] * 100, share[1])
    fraction = f"{rest * 10**6 // share[1]:06d}".rstrip("0")
    return f"{whole}{'.' * bool(fraction)}{fraction}%"


def _parts(text: str, argument: str) -> list[tuple[str, str]]:
    """Return the numbers of a duration with their units."""
    plain = _checked(argument, text).strip().casefold()
    parts = _DURATION_PART.findall(plain)
    if not parts or re.sub(r"[\s,]", "", _DURATION_PART.sub("", plain)):
        raise DurationError(argument, text, "is no duration", "write '4h 30m', '45m' or '90s'")
    return parts


def _sum(
    text: str, argument: str, parts: list[tuple[str, str]], units: dict[str, timedelta]
) -> timedelta:
    """Add up the parts of a duration, each of a unit of its own."""
    for number, unit in parts:
        if unit not in units:
            raise DurationError(argument, text, f"has no unit {unit!r}", "use h, m and s")
        if "." in number and units[unit] > _SECOND:
            remedy = "write the rest in a smaller unit, as '1h 30m'"
            raise DurationError(argument, text, f"has a fraction of {unit!r}", remedy)
    if len({units[unit] for _, unit in parts}) < len(parts):
        raise DurationError(argument, text, "names a unit twice", "give each unit once")
    try:
        return sum((_times(number, units[unit]) for number, unit in parts), timedelta(0))
    except OverflowError:
        raise DurationError(argument, text, "is beyond all dates", "ask for less") from None


def _time_of_day(said: str, text: str) -> timedelta:
    try:
        time = _parse_time(said, text)
    except HoursError:
        time = DAY
    if time >= DAY:
        remedy = "write hours and minutes, such as 'received by 16:00'"
        raise DurationError("duration", text, f"{said!r} is no time of day", remedy)
    return time


def _times(number: str, unit: timedelta) -> timedelta:
    whole, _, fraction = number.partition(".")
    return int(whole) * unit + timedelta(microseconds=int(fraction.ljust(6, "0")))


def format_duration(duration: timedelta) -> str:
    """Write a duration the way `parse_duration` reads it, with microseconds as a fraction.

    >>> format_duration(timedelta(hours=-30, minutes=-5))
    '-30h 5m'
    """
    sign = "-" if duration < timedelta(0) else ""
    minutes, seconds = divmod(abs(duration), timedelta(minutes=1))
    hours, minutes = divmod(minutes, 60)
    fraction = f".{seconds.microseconds:06d}".rstrip("0").rstrip(".")
    parts = ((hours, "h"), (minutes, "m"), (f"{seconds.seconds}{fraction}".lstrip("0"), "s"))
    words = [f"{'0' if str(n).startswith('.') else ''}{n}{unit}" for n, unit in parts if n]
    return sign + (" ".join(words) or "0m")


def format_time(distance: timedelta) -> str:
    """Write a distance from midnight as a wall-clock time.

    >>> format_time(timedelta(hours=24))
    '24:00'
    """
    minutes, seconds = divmod(distance, timedelta(minutes=1))
    tail = f":{seconds.seconds:02d}" if seconds else ""
    return f"{minutes // 60:02d}:{minutes % 60:02d}{tail}"


def format_shift(start: timedelta, end: timedelta) -> str:
    """Write a shift the way `parse_shift` reads it."""
    wraps = start < DAY < end < start + DAY
    return f"{format_time(start)}-{format_time(end - DAY if wraps else end)}"


def format_week(week: tuple[Hours, ...]) -> str:
    """Write a week the way a person would: runs of like days together, closed days left out.

    >>> format_week((parse_hours("9:00-17:00"),) * 5 + ((), ()))
    'Mon-Fri 09:00-17:00'
    """
    runs: list[tuple[int, int]] = []
    for number, hours in enumerate(week):
        if runs and runs[-1][1] == number - 1 and week[runs[-1][0]] == hours:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return "; ".join(
        f"{_format_days(first, last)} {' '.join(format_shift(*shift) for shift in week[first])}"
        for first, last in runs
        if week[first]
    )


def _format_days(first: int, last: int) -> str:
    names = [WEEKDAYS[number].capitalize() for number in (first, last)]
    return names[0] if first == last else "-".join(names)


def _parse_days(text: str, week: str) -> list[int]:
    numbers: list[int] = []
    for part in text.replace(",", " ").split():
        ends = [parse_weekday(name, "week") for name in re.split(r"[-\N{EN DASH}]", part)]
        if len(ends) > 2:  # noqa: PLR2004 - a range has two ends
            raise HoursError("week", week, f"{part!r} is no range of days", "write 'Mon-Fri'")
        count = (ends[-1] - ends[0]) % 7 + 1
        numbers += [(ends[0] + step) % 7 for step in range(count)]
    return numbers


def _parse_time(text: str, shift: str) -> timedelta:
    match = _TIME.fullmatch(text)
    if not match:
        raise HoursError("shift", shift, f"{text!r} is no time of day", "write hours and minutes")
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    if seconds > _LAST_MINUTE:
        problem = "names a leap second, which POSIX time does not count"
        raise HoursError("shift", shift, problem, "write the next full minute")
    time = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if minutes > _LAST_MINUTE or time > _LATEST:
        remedy = "hours go to 48 (24:00 is the day's end), minutes to 59"
        raise HoursError("shift", shift, f"{text!r} is no time of day", remedy)
    return time


def _checked(argument: str, text: object) -> str:
    if not isinstance(text, str):
        raise ArgumentTypeError.expected(argument, text, "text")
    if len(text) > _LONGEST:
        problem = f"is longer than {_LONGEST} characters"
        raise HoursError(argument, text, problem, "give a shorter one")
    return " ".join(text.split())
