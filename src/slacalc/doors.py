"""The doors: what comes in from outside is checked here once, and made plain."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from slacalc.errors import ArgumentTypeError, DateError, DurationError, NaiveDatetimeError

ZERO = timedelta(0)
# Of the real classes, also while a library such as freezegun fakes their names.
_REAL = (datetime,)
_combine = datetime.combine
_from_ordinal = date.fromordinal
_from_iso = date.fromisoformat
_ISO_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2}(:\d{2})?)?",
    re.ASCII,
)
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def instant(argument: str, value: object) -> datetime:
    """Return the aware datetime that was given, as a plain one.

    Subclasses (pandas, pendulum, freezegun) are made plain; naive datetimes, NaT and values
    finer than a microsecond are refused.

    >>> from datetime import UTC
    >>> instant("start", datetime(2026, 3, 2, 9, tzinfo=UTC))
    datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.timezone.utc)
    """
    if not isinstance(value, datetime) or value != value:  # noqa: PLR0124 - NaT is not itself
        raise ArgumentTypeError.expected(argument, value, "an aware datetime")
    if type(value) in _REAL and type(value.tzinfo) in (ZoneInfo, timezone):
        return value
    if not has_offset(value):
        raise NaiveDatetimeError.of(argument, value)
    _refuse_nanoseconds(argument, value)
    wall = time(value.hour, value.minute, value.second, value.microsecond, fold=value.fold)
    return _combine(value, wall, value.tzinfo)


def has_offset(value: datetime) -> bool:
    """Say whether a datetime names an instant; a tzinfo may know no offset."""
    try:
        return value.utcoffset() is not None
    except NotImplementedError:  # from a bare tzinfo
        return False


def moment(text: str) -> datetime:
    """Read ISO text of a date and a time, with an offset or without.

    Raises ValueError, also for what `fromisoformat` reads in silence: a date alone, digits
    finer than a microsecond, weeks, other separators.

    >>> moment("2026-12-24 16:30")
    datetime.datetime(2026, 12, 24, 16, 30)
    """
    if not _ISO_MOMENT.fullmatch(text):
        raise ValueError(text)
    return datetime.fromisoformat(text)


def text(argument: str, value: object) -> str:
    """Return the text that was given, as a plain one."""
    if not isinstance(value, str):
        raise ArgumentTypeError.expected(argument, value, "text")
    return str(value)


def duration(argument: str, value: object) -> timedelta:
    """Return the duration that was given, as a plain timedelta of whole microseconds."""
    if type(value) is timedelta:
        return value
    if not isinstance(value, timedelta) or value != value:  # noqa: PLR0124 - NaT is not itself
        wanted = "a timedelta, such as timedelta(hours=4)"
        raise ArgumentTypeError.expected(argument, value, wanted)
    _refuse_nanoseconds(argument, value)
    return timedelta(value.days, value.seconds, value.microseconds)


def positive_duration(argument: str, value: object, *, remedy: str) -> timedelta:
    """Return a duration that is zero or more; `remedy` says the way out."""
    plain = duration(argument, value)
    if plain < ZERO:
        raise DurationError(argument, value, "is negative", remedy)
    return plain


def day(argument: str, value: object) -> date:
    """Return the date that was given as a date or as ISO text; a datetime is refused."""
    if isinstance(value, datetime) or not isinstance(value, date | str):
        raise ArgumentTypeError.expected(argument, value, "a date or ISO text such as '2026-11-04'")
    if isinstance(value, date):
        return _from_ordinal(value.toordinal())
    try:
        return _from_iso(value if _ISO_DATE.fullmatch(value) else "")
    except ValueError:
        remedy = "give one that exists, in ten characters, as '2026-11-04'"
        raise DateError(argument, value, "is no date", remedy) from None


def _refuse_nanoseconds(argument: str, value: datetime | timedelta) -> None:
    if getattr(value, "nanosecond", 0) or getattr(value, "nanoseconds", 0):
        problem = "is finer than a microsecond"
        raise ArgumentTypeError(argument, value, problem, "round it, as with floor('us')")
