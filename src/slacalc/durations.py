"""How long a promise is: working time, a count of working days, or time around the clock."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Any

from attrs import field, frozen

from slacalc import doors, text
from slacalc.algebra import AnyCalendar
from slacalc.calendar import Calendar
from slacalc.errors import ArgumentTypeError, DurationError, OutOfRangeError
from slacalc.zones import EPOCH, EPOCH_DAY, first_reading, furthest_reading, near_days

_LONGEST = timedelta(days=3653)
_MOST_DAYS = 3_660
_DAY = timedelta(days=1)
_MIDNIGHT = datetime(1, 1, 1)  # noqa: DTZ001 - to make distances of times of day
_INSTEAD_OF_DAYS = (
    "write '1 working day', '24h around the clock', or hours of working time such as '8h'"
)


def _promised(given: object) -> timedelta:
    """Return a length of time that can be promised."""
    length = doors.duration("duration", given)
    if length <= doors.ZERO:
        problem = "promises nothing: a target needs time"
        raise DurationError("duration", given, problem, "give a positive one, such as '4h'")
    if length > _LONGEST:
        problem = "is longer than ten years around the clock"
        raise DurationError("duration", given, problem, "promise less")
    return length


def _count(days: object) -> int:
    if isinstance(days, bool) or not isinstance(days, int):
        raise ArgumentTypeError.expected("days", days, "a whole number of working days")
    if not 0 <= days <= _MOST_DAYS:
        problem = "is no count of working days that can be promised"
        raise DurationError("days", days, problem, f"give 0 (the end of the day) to {_MOST_DAYS}")
    return int(days)


def _cutoff(given: object) -> time | None:
    if given is None:
        return None
    if not isinstance(given, time):
        raise ArgumentTypeError.expected("received_by", given, "a time of day, as time(16, 0)")
    if given.tzinfo is not None or given.microsecond:
        problem = "is no time of whole seconds on the calendar's own clock"
        raise DurationError("received_by", str(given), problem, "give it as time(16, 0)")
    return time(given.hour, given.minute, given.second)


@frozen
class DayCount:
    """A count of working days: due when the last of them closes, or at the same time on it.

    Args:
        days: how many working days after the one in which a request counts as received; 0 is
            the end of that day.
        same_time: whether it is due at the wall-clock time from which the request counts, and
            not at the close.
        received_by: the wall-clock time of a day until which a request is still received on it.

    Text says the same: ``"2 working days"``, ``"end of day"``, ``"1 working day, same time"``,
    ``"end of day, received by 16:00"``.

    >>> str(duration_of("2 business days, received by 16:00"))
    '2 working days, received by 16:00'
    """

    days: int = field(converter=_count)
    same_time: bool = False
    received_by: time | None = field(default=None, converter=_cutoff)

    def __attrs_post_init__(self) -> None:
        """Refuse what is due when it begins to count."""
        if not isinstance(self.same_time, bool):
            raise ArgumentTypeError.expected("same_time", self.same_time, "True or False")
        if self.same_time and not self.days:
            problem = "promises nothing: the same time on the same day"
            raise DurationError("days", self.days, problem, "give at least 1 working day")

    def due(self, calendar: AnyCalendar, at: datetime) -> datetime:
        """Return when a request that is registered at an instant is due, in the instant's zone.

        It counts as received on the first working day that closes later, and whose cutoff has
        not passed. Raises `NoWorkingTimeError` where the calendar has not that many working days
        ahead, `OutOfRangeError` past the year 9999. O(days).

        >>> office = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow")
        >>> str(DayCount(1).due(office, office.at("2026-03-06 17:00")))
        '2026-03-09 18:00:00+03:00'
        """
        if not isinstance(calendar, AnyCalendar):
            raise ArgumentTypeError.expected("calendar", calendar, "a calendar")
        at = doors.instant("at", at)
        try:
            due = self._due(calendar, at)
            if due is None:
                calendar._nowhere("at", at, ahead=True)  # noqa: SLF001 - a question like its own
            calendar._check(at, due)  # noqa: SLF001
            return (EPOCH + due).astimezone(at.tzinfo)
        except OverflowError as error:
            raise OutOfRangeError.of("at", at) from error

    def _due(self, calendar: AnyCalendar, at: datetime) -> timedelta | None:
        days = calendar._working_days(at)  # noqa: SLF001
        received = next((day for day in days if self._receives(calendar, day, at)), None)
        if received is None or not self.days:
            return received and received[2]
        counted = next((day for left, day in enumerate(days, 1) if left == self.days), None)
        if counted is None or not self.same_time:
            return counted and counted[2]
        number, opening, _ = received
        begins = calendar.roll_forward(max(at, EPOCH + opening)) - EPOCH
        reading = furthest_reading(begins, _clock(calendar, number)) - _midnight(number)
        due = first_reading(_midnight(counted[0]) + reading, _clock(calendar, counted[0]))
        return calendar.roll_forward(EPOCH + due) - EPOCH

    def _receives(
        self, calendar: AnyCalendar, day: tuple[int, timedelta, timedelta], at: datetime
    ) -> bool:
        """Say whether a day that is not over still receives a request.

        Of a day that goes on past midnight, a cutoff before its opening is one after midnight.
        """
        if self.received_by is None:
            return True
        number, opening, close = day
        clock = _clock(calendar, number)
        by = _midnight(number) + _since_midnight(self.received_by)
        cutoff, later = first_reading(by, clock), first_reading(by + _DAY, clock)
        by_night = cutoff < opening and first_reading(_midnight(number + 1), clock) < close
        return at - EPOCH <= (later if by_night else cutoff)

    def __str__(self) -> str:
        """Write the count the way `duration_of` reads it."""
        by = None if self.received_by is None else _since_midnight(self.received_by)
        return text.format_working_days(self.days, same_time=self.same_time, received_by=by)


@frozen
class AroundTheClock:
    """Time that passes by night and on holidays too.

    Text says the same: ``"48h around the clock"``, ``"2 days around the clock"``.

    >>> str(duration_of("2 days around the clock"))
    '48h around the clock'
    """

    length: timedelta = field(converter=_promised)

    def __str__(self) -> str:
        """Write the time the way `duration_of` reads it."""
        return f"{text.format_duration(self.length)} {_AROUND}"


AnyDuration = timedelta | DayCount | AroundTheClock
_AROUND = "around the clock"


def duration_of(said: object) -> AnyDuration:
    """Return the duration that text or a value means; a timedelta is working time.

    Raises `DurationError` for text that is no duration, that is ambiguous (``"1d"``), or that
    promises nothing, `ArgumentTypeError` for what is no duration at all.

    >>> duration_of("4h 30m"), duration_of("end of day")
    (datetime.timedelta(seconds=16200), DayCount(days=0, same_time=False, received_by=None))
    """
    if isinstance(said, DayCount | AroundTheClock):
        return said
    if not isinstance(said, str):
        return _promised(said)
    try:
        return _read(said)
    except DurationError as error:
        raise DurationError("duration", said, error.problem, error.remedy) from None


def duration_text(duration: AnyDuration) -> str:
    """Write a duration the way `duration_of` reads it.

    >>> duration_text(timedelta(hours=30)), duration_text(DayCount(2, same_time=True))
    ('30h', '2 working days, same time')
    """
    if isinstance(duration, timedelta):
        return text.format_duration(duration)
    return str(duration)


@lru_cache(maxsize=64)
def always_open(zone: str) -> Calendar:
    """Return the calendar that never closes, on a zone's clock.

    >>> always_open("Europe/Moscow").is_open(EPOCH)
    True
    """
    return Calendar("Mon-Sun 00:00-24:00", time_zone=zone, name=_AROUND)


def _read(said: str) -> AnyDuration:
    if days := text.parse_working_days(said):
        count, same_time, by = days
        return DayCount(count, same_time, None if by is None else (_MIDNIGHT + by).time())
    plain = " ".join(said.split())
    if plain.casefold().endswith(f" {_AROUND}"):
        return AroundTheClock(text.parse_around_the_clock(plain[: -len(_AROUND)]))
    return _promised(text.parse_duration(said, instead=_INSTEAD_OF_DAYS))


def _since_midnight(at: time) -> timedelta:
    return datetime.combine(_MIDNIGHT, at) - _MIDNIGHT


def _clock(calendar: AnyCalendar, number: int) -> Any:
    return near_days(number - EPOCH_DAY, calendar.zone)


def _midnight(number: int) -> timedelta:
    return timedelta(number - EPOCH_DAY)
