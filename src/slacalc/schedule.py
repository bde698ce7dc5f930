"""Hours on the wall clock: shifts, the schedule of a day, the schedule of a week."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from slacalc import doors, text
from slacalc.errors import ArgumentTypeError, HoursError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_THURSDAY = 3
_MOST_SHIFTS = 48
_MOST_DRAWN = 35  # days of a rota in a picture
_SECOND = timedelta(seconds=1)


def _start(given: timedelta) -> timedelta:
    return doors.duration("start", given)


def _end(given: timedelta) -> timedelta:
    return doors.duration("end", given)


@frozen(order=True)
class Shift:
    """A stretch of wall-clock time, as distances from the midnight of the day it starts on.

    >>> str(Shift.parse("22:00-06:00"))
    '22:00-06:00'
    """

    start: timedelta = field(converter=_start)
    end: timedelta = field(converter=_end)

    def __attrs_post_init__(self) -> None:
        """Refuse a shift that starts before its day, ends before its start or lasts too long."""
        if self.start % _SECOND or self.end % _SECOND:
            value = f"{self.start} to {self.end}"
            raise HoursError("shift", value, "is finer than a second", "give whole seconds")
        if not timedelta(0) <= self.start < self.end <= 2 * _DAY:
            value = f"{self.start} to {self.end}"
            problem = "is no stretch from a day's midnight on, 48 hours at most"
            raise HoursError("shift", value, problem, "give the earlier time first")

    @classmethod
    def parse(cls, hours: str) -> Shift:
        """Read ``"09:00-13:00"``."""
        return cls(*text.parse_shift(hours))

    def __str__(self) -> str:
        """Write the shift as text."""
        return text.format_shift(self.start, self.end)


@frozen(repr=False, init=False)
class DaySchedule:
    """The working hours of a day, on the wall clock.

    Hours that cross midnight belong to the day on which they start (``"22:00-06:00"``);
    ``"24:00"`` is a day's end, and hours can be written on to ``"48:00"``. Touching shifts
    become one, overlapping ones are refused. Without shifts the day is closed.

    >>> DaySchedule("14:00-18:00", "09:00-13:00")
    DaySchedule('09:00-13:00', '14:00-18:00')
    >>> print(DaySchedule("09:00-18:00").with_break("13:00-14:00"))
    09:00-13:00 14:00-18:00
    """

    shifts: tuple[Shift, ...] = field(default=())

    def __init__(self, *shifts: Shift | str) -> None:
        parsed = [shift if isinstance(shift, Shift) else Shift.parse(shift) for shift in shifts]
        if len(parsed) > _MOST_SHIFTS:
            problem = f"are more than {_MOST_SHIFTS} a day"
            raise HoursError("shifts", len(parsed), problem, "join some of them")
        self.__attrs_init__(tuple(_joined(sorted(parsed))))

    @classmethod
    def parse(cls, hours: str) -> DaySchedule:
        """Read ``"09:00-13:00 14:00-18:00"``, or ``"closed"``."""
        return cls(*(Shift(*shift) for shift in text.parse_hours(hours)))

    @classmethod
    def of_shifts(cls, shifts: Iterable[tuple[timedelta, timedelta]]) -> DaySchedule:
        """Return the hours of ordered stretches that don't touch, however many and long.

        They tell what a day came to; what is said of days ends at 48:00.
        """
        schedule = object.__new__(cls)
        schedule.__attrs_init__(tuple(_told(*shift) for shift in shifts))
        return schedule

    def said(self) -> DaySchedule:
        """Return these hours as they can be said of days; raise `HoursError` where they can't be.

        What a day came to may be finer than a second, or last beyond 48:00.
        """
        if self.shifts and self.shifts[-1].end > 2 * _DAY:
            raise HoursError("hours", str(self), "last beyond 48:00", "end them there")
        return DaySchedule(*(Shift(shift.start, shift.end) for shift in self.shifts))

    @property
    def total(self) -> timedelta:
        """The time on the wall clock between opening and closing, without the breaks."""
        return sum((shift.end - shift.start for shift in self.shifts), timedelta(0))

    def rows(self) -> list[dict[str, Any]]:
        """Return a flat row for each shift: from, to, and its time on the wall clock.

        >>> DaySchedule("22:00-06:00").rows()
        [{'start': '22:00', 'end': '06:00', 'hours': '8h'}]
        """
        return [_row(shift) for shift in self.shifts]

    def _repr_html_(self) -> str:
        """Draw the hours as a bar, as notebooks do."""
        return _bars([("", self)], str(self))

    def with_break(self, pause: str) -> DaySchedule:
        """Return these hours without a break, which must touch them.

        Inside a night shift the break is found after midnight too.

        >>> print(DaySchedule("22:00-06:00").with_break("02:00-03:00"))
        22:00-02:00 27:00-30:00
        """
        start, end = text.parse_shift(pause)
        for day in (timedelta(0), _DAY):
            if (rest := self._without(start + day, end + day)) != self:
                return rest
        raise HoursError("pause", pause, f"touches nothing of {self}", "name a time inside them")

    def shortened(self, cut: timedelta) -> DaySchedule:
        """Return these hours with `cut` taken from their end, over several shifts if it must.

        >>> print(DaySchedule("09:00-13:00", "14:00-18:00").shortened(timedelta(hours=5)))
        09:00-12:00
        """
        left = doors.positive_duration("cut", cut, remedy="write longer hours instead")
        kept: list[Shift] = []
        for shift in reversed(self.shifts):
            length = shift.end - shift.start
            if length > left:
                kept.append(Shift(shift.start, shift.end - left))
            left = max(timedelta(0), left - length)
        return DaySchedule(*kept)

    def __sub__(self, other: DaySchedule) -> DaySchedule:
        """Take the hours of another schedule out of these: plain set algebra."""
        if not isinstance(other, DaySchedule):
            return NotImplemented
        rest = self
        for shift in other.shifts:
            rest = rest._without(shift.start, shift.end)
        return rest

    def __bool__(self) -> bool:
        """Say whether there are any hours."""
        return bool(self.shifts)

    def __iter__(self) -> Iterator[Shift]:
        """Go through the shifts, earliest first."""
        return iter(self.shifts)

    def __str__(self) -> str:
        """Write the hours as text, or "closed"."""
        return " ".join(map(str, self.shifts)) or "closed"

    def __repr__(self) -> str:
        """Write the constructor call."""
        return f"DaySchedule({', '.join(repr(str(shift)) for shift in self.shifts)})"

    def _without(self, start: timedelta, end: timedelta) -> DaySchedule:
        pieces = (
            piece
            for shift in self.shifts
            for piece in ((shift.start, min(shift.end, start)), (max(shift.start, end), shift.end))
        )
        return DaySchedule(*(Shift(*piece) for piece in pieces if piece[0] < piece[1]))


class RepeatingDays:
    """What a week and a rota have in common: days of hours that repeat without an end."""

    __slots__ = ()

    days: tuple[DaySchedule, ...]

    @property
    def never_closes(self) -> bool:
        """Whether the hours cover all of time, with those that run over the last day's end."""
        length = len(self.days) * _DAY
        covered = timedelta(0)
        around = [
            (number * _DAY + shift.start - before, number * _DAY + shift.end - before)
            for number, day in enumerate(self.days)
            for shift in day
            for before in (timedelta(0), length, 2 * length)  # hours last two days at most
        ]
        for start, end in sorted(around):
            covered = max(covered, end) if start <= covered else covered
        return covered >= length

    @property
    def day_names(self) -> tuple[str, ...]:
        """What the days that repeat are called: weekdays, or their numbers."""
        named = len(self.days) == len(text.WEEKDAYS)
        return tuple(
            text.WEEKDAYS[number].capitalize() if named else str(number + 1)
            for number in range(len(self.days))
        )

    def rows(self) -> list[dict[str, Any]]:
        """Return a flat row for each shift of each day: day, from, to, time on the wall clock.

        >>> WeekSchedule("Sat 10:00-14:00").rows()
        [{'day': 'Sat', 'start': '10:00', 'end': '14:00', 'hours': '4h'}]
        """
        named = zip(self.day_names, self.days, strict=True)
        return [{"day": name, **_row(shift)} for name, day in named for shift in day]

    def _repr_html_(self) -> str:
        """Draw the days as bars, as notebooks do; the first 35 of a rota."""
        days = list(zip(self.day_names, self.days, strict=True))[:_MOST_DRAWN]
        return _bars(days, str(self))

    @property
    def crosses_midnight(self) -> bool:
        """Whether hours of a day lie in the next one."""
        return any(shift.end > _DAY for day in self.days for shift in day)

    def __bool__(self) -> bool:
        """Say whether any day has hours."""
        return any(self.days)


@frozen(repr=False, init=False)
class WeekSchedule(RepeatingDays):
    """The hours of each weekday, Monday first.

    >>> WeekSchedule({"sat": DaySchedule("10:00-14:00"), "Sunday": DaySchedule("10:00-14:00")})
    WeekSchedule('Sat-Sun 10:00-14:00')
    """

    days: tuple[DaySchedule, ...]

    def __init__(self, week: str | Mapping[str, DaySchedule | str] | WeekSchedule) -> None:
        if isinstance(week, WeekSchedule):
            days = dict(enumerate(week.days))
        elif isinstance(week, str):
            days = {
                number: DaySchedule(*(Shift(*shift) for shift in hours))
                for number, hours in text.parse_week(week).items()
            }
        else:
            days = _days_of(week)
        closed = DaySchedule()
        self.__attrs_init__(tuple(days.get(number, closed) for number in range(7)))

    @classmethod
    def _of_days(cls, days: Iterable[DaySchedule]) -> WeekSchedule:
        return cls(dict(zip(text.WEEKDAYS, days, strict=True)))

    def __getitem__(self, weekday: int) -> DaySchedule:
        """Return the hours of a weekday by its number; Monday is 0."""
        return self.days[weekday]

    @property
    def phase(self) -> int:
        """The place of 1970-01-01 in the days that repeat."""
        return _THURSDAY

    @property
    def cycles(self) -> int:
        """After how many times 400 years the hours repeat on the same dates."""
        return 1

    def on(self, day: date) -> DaySchedule:
        """Return the hours of a date."""
        return self.days[day.weekday()]

    def like(self, weekday: int, day: date) -> DaySchedule:  # noqa: ARG002 - all weeks are alike
        """Return the hours of a weekday in the week of a date."""
        return self.days[weekday]

    def with_hours(self, hours: DaySchedule | WeekSchedule | str) -> WeekSchedule:
        """Return the same working days with other hours.

        >>> WeekSchedule("Mon-Fri 09:00-18:00").with_hours(DaySchedule("08:00-12:00"))
        WeekSchedule('Mon-Fri 08:00-12:00')
        """
        if isinstance(hours, str):
            hours = schedule_of(hours)
        if not isinstance(hours, DaySchedule | WeekSchedule):
            raise ArgumentTypeError.expected("hours", hours, "a DaySchedule or a WeekSchedule")
        new = hours.days if isinstance(hours, WeekSchedule) else (hours,) * 7
        return self._of_days(
            there if here else here for here, there in zip(self.days, new, strict=True)
        )

    def __str__(self) -> str:
        """Write the week as a person would."""
        hours = tuple(tuple((s.start, s.end) for s in day) for day in self.days)
        return text.format_week(hours) or "Mon-Sun closed"

    def __repr__(self) -> str:
        """Write the constructor call."""
        return f"WeekSchedule({str(self)!r})"


def _row(shift: Shift) -> dict[str, str]:
    start, end = str(shift).split("-")
    return {"start": start, "end": end, "hours": text.format_duration(shift.end - shift.start)}


def _bars(days: Iterable[tuple[str, DaySchedule]], label: str) -> str:
    """Draw days as bars, each with its time."""
    from slacalc.drawing import Bar, bars

    rows = []
    for name, day in days:
        shifts = [(one.start // _MINUTE, -(-one.end // _MINUTE), "working") for one in day.shifts]
        rows.append(Bar(name, shifts, text.format_duration(day.total) if shifts else ""))
    return bars(rows, label)


def _told(start: timedelta, end: timedelta) -> Shift:
    """Return a shift that is told of and not said, and may last beyond 48:00."""
    shift = object.__new__(Shift)
    object.__setattr__(shift, "start", start)
    object.__setattr__(shift, "end", end)
    return shift


def schedule_of(hours: str) -> DaySchedule | WeekSchedule:
    """Read the hours of a day, or of a week where the text begins with weekdays.

    >>> schedule_of("09:00-18:00"), schedule_of("Mon-Fri 09:00-18:00")
    (DaySchedule('09:00-18:00'), WeekSchedule('Mon-Fri 09:00-18:00'))
    """
    words = hours.strip().casefold()
    if words[:1].isdigit() or words == "closed":
        return DaySchedule.parse(hours)
    return WeekSchedule(hours)


def _joined(shifts: list[Shift]) -> list[Shift]:
    joined: list[Shift] = []
    for shift in shifts:
        if joined and shift.start < joined[-1].end:
            problem = f"overlaps {joined[-1]}"
            raise HoursError("shifts", str(shift), problem, "make them one, or change an end")
        if joined and shift.start == joined[-1].end:
            joined[-1] = Shift(joined[-1].start, shift.end)
        else:
            joined.append(shift)
    return joined


def _days_of(week: Any) -> dict[int, DaySchedule]:
    if not isinstance(week, Mapping):
        wanted = "text such as 'Mon-Fri 09:00-18:00', or a mapping of weekdays to schedules"
        raise ArgumentTypeError.expected("week", week, wanted)
    days: dict[int, DaySchedule] = {}
    for name, hours in week.items():
        number = text.parse_weekday(name, "week")
        if number in days:
            raise HoursError("week", name, "is given twice", "give each weekday once")
        days[number] = DaySchedule.parse(hours) if isinstance(hours, str) else hours
        if not isinstance(days[number], DaySchedule):
            raise ArgumentTypeError.expected(f"week[{name!r}]", hours, "a DaySchedule or text")
        days[number] = days[number].said()
    return days
