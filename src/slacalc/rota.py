"""Rotas: days or weeks of hours that take turns, counted from a date."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from math import lcm
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from slacalc import doors
from slacalc.errors import ArgumentTypeError, HoursError
from slacalc.schedule import DaySchedule, RepeatingDays, WeekSchedule, schedule_of
from slacalc.text import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterator

_WEEK = 7
_MOST_DAYS = 366
_LONGEST = 20_000
_LONGEST_TOLD = 4_000
_CYCLE = 146_097  # days in 400 years
_FIRST = date(1970, 1, 1)
_FROM = re.compile(r"(?P<turns>.*) from (?P<anchor>\S+)", re.IGNORECASE)
_TIMES = re.compile(r"(?:(?P<count>[0-9]{1,3}) ?x )?(?P<hours>.+)", re.IGNORECASE)


@frozen(repr=False, init=False)
class Rota(RepeatingDays):
    """Hours that repeat after some days, or after some weeks, counted from a date.

    Args:
        turns: the hours of the first day, of the second and so on, or of the first week, of the
            second and so on: text with ``|`` between them, where ``2 x`` repeats one, or a
            sequence of texts, day schedules or week schedules.
        anchor: the first day of the rota; for weeks, any day of its first week.

    It stands where a week stands, reaches both ways in time without an end, and repeats exactly.

    >>> two_on_two_off = Rota("2 x 08:00-20:00 | 2 x closed", anchor="2026-01-05")
    >>> [str(two_on_two_off.on(date(2026, 1, day))) for day in (5, 6, 7, 8, 9)]
    ['08:00-20:00', '08:00-20:00', 'closed', 'closed', '08:00-20:00']
    >>> print(Rota(["Mon-Fri 06:00-14:00", "Mon-Fri 14:00-22:00"], anchor="2026-01-05"))
    Mon-Fri 06:00-14:00 | Mon-Fri 14:00-22:00 from 2026-01-05
    """

    turns: tuple[DaySchedule, ...] | tuple[WeekSchedule, ...]
    anchor: date
    days: tuple[DaySchedule, ...] = field(eq=False, hash=False)

    def __init__(
        self, turns: str | Iterable[str | DaySchedule | WeekSchedule], *, anchor: date | str
    ) -> None:
        day = doors.day("anchor", anchor)
        given = list(_turns(turns))
        weeks = [turn for turn in given if isinstance(turn, WeekSchedule)]
        closed = [turn for turn in given if isinstance(turn, DaySchedule)]
        if weeks and closed:
            remedy = "say every turn as a day's hours, or every one as a week's"
            raise HoursError("turns", turns, "mix days and weeks", remedy)
        days = tuple(day for week in weeks for day in week.days) or tuple(closed)
        if not 1 <= len(days) <= _MOST_DAYS:
            problem = f"are {len(days)} days, of at most {_MOST_DAYS}"
            raise HoursError("turns", turns, problem, "say the turns that repeat, once")
        if weeks:
            day = _monday(day)
        self.__attrs_init__(tuple(weeks) or tuple(closed), day, days)

    @classmethod
    def parse(cls, text: str) -> Rota:
        """Read ``"2 x 08:00-20:00 | 2 x closed from 2026-01-05"``."""
        if not isinstance(text, str):
            raise ArgumentTypeError.expected("rota", text, "text, or Rota(turns, anchor=...)")
        _refuse_long("rota", text)
        match = _FROM.fullmatch(_plain(text))
        if not match:
            remedy = "write '2 x 08:00-20:00 | 2 x closed from 2026-01-05'"
            raise HoursError("rota", text, "does not end with a date to count from", remedy)
        return cls(match["turns"], anchor=match["anchor"])

    @property
    def phase(self) -> int:
        """The place of 1970-01-01 in the days that repeat."""
        return (_FIRST - self.anchor).days % len(self.days)

    @property
    def cycles(self) -> int:
        """After how many times 400 years the hours repeat on the same dates."""
        return lcm(len(self.days), _CYCLE) // _CYCLE

    def on(self, day: date) -> DaySchedule:
        """Return the hours of a date."""
        return self.days[(day - self.anchor).days % len(self.days)]

    def like(self, weekday: int, day: date) -> DaySchedule:
        """Return the hours of a weekday in the week of a date; for rotas of weeks."""
        return self.days[((_monday(day) - self.anchor).days + weekday) % len(self.days)]

    @property
    def of_weeks(self) -> bool:
        """Whether whole weeks take turns."""
        return isinstance(self.turns[0], WeekSchedule)

    def with_hours(self, hours: DaySchedule | WeekSchedule | str) -> Rota:
        """Return the same working days with other hours."""
        new = schedule_of(hours) if isinstance(hours, str) else hours
        if not isinstance(new, DaySchedule | WeekSchedule):
            raise ArgumentTypeError.expected("hours", hours, "a DaySchedule or a WeekSchedule")
        turns: list[DaySchedule | WeekSchedule] = []
        for turn in self.turns:
            if isinstance(turn, WeekSchedule):
                turns.append(turn.with_hours(new))
            elif isinstance(new, DaySchedule):
                turns.append(new if turn else turn)
            else:
                remedy = "give the hours of a day"
                raise HoursError(
                    "hours", str(new), "are a week's, and this rota is of days", remedy
                )
        return Rota(turns, anchor=self.anchor)

    def __str__(self) -> str:
        """Write the rota as text that can be read again."""
        return f"{' | '.join(_counted(self.turns))} from {self.anchor}"

    def __repr__(self) -> str:
        """Write the constructor call."""
        return f"Rota({' | '.join(_counted(self.turns))!r}, anchor={str(self.anchor)!r})"


def week_of(week: Any) -> WeekSchedule | Rota:
    """Return the week or the rota that a calendar's first argument means.

    >>> week_of("08:00-20:00 | closed from 2026-01-05")
    Rota('08:00-20:00 | closed', anchor='2026-01-05')
    """
    if isinstance(week, Rota):
        return week
    if isinstance(week, str) and ("|" in week or _FROM.fullmatch(_plain(week[:_LONGEST]))):
        return Rota.parse(week)
    return WeekSchedule(week)


def hours_to_dict(hours: DaySchedule | WeekSchedule) -> str | dict[str, Any]:
    """Return the hours of a day or of a week as text, or as a table where text would be long.

    >>> hours_to_dict(DaySchedule("10:00-14:00"))
    '10:00-14:00'
    """
    return str(hours) if isinstance(hours, DaySchedule) else week_to_dict(hours)


def week_to_dict(week: WeekSchedule | Rota) -> str | dict[str, Any]:
    """Return a week or a rota as text, or as a table where that would be too long.

    >>> week_to_dict(WeekSchedule("Sat 10:00-14:00"))
    'Sat 10:00-14:00'
    """
    text = str(week)
    if len(text) <= _LONGEST_TOLD:
        return text
    if isinstance(week, WeekSchedule):
        return {name: str(day) for name, day in zip(WEEKDAYS, week.days, strict=True) if day}
    return {"turns": [hours_to_dict(turn) for turn in week.turns], "anchor": str(week.anchor)}


def _plain(text: str) -> str:
    return " ".join(text.split())


def _refuse_long(argument: str, text: str) -> None:
    if len(text) > _LONGEST:
        problem = f"is longer than {_LONGEST} characters"
        raise HoursError(argument, text, problem, "say the turns that repeat, once")


def _monday(day: date) -> date:
    return date.fromordinal(day.toordinal() - day.weekday())  # time begins on a Monday


def _turns(turns: Any) -> Iterator[DaySchedule | WeekSchedule]:
    if isinstance(turns, str):
        _refuse_long("turns", turns)
        if _FROM.fullmatch(_plain(turns)):
            remedy = "leave ' from ...' out, or use Rota.parse"
            raise HoursError("turns", turns, "has an anchor of its own", remedy)
        turns = turns.split("|")
    if not isinstance(turns, Iterable):
        raise ArgumentTypeError.expected("turns", turns, "text such as '2 x 08:00-20:00 | closed'")
    for turn in turns:
        if isinstance(turn, DaySchedule | WeekSchedule):
            yield turn if isinstance(turn, WeekSchedule) else turn.said()
        elif isinstance(turn, str) and (match := _TIMES.fullmatch(_plain(turn))):
            count = int(match["count"] or 1)
            if not count:
                raise HoursError("turns", turn, "comes never", "leave it out")
            yield from (schedule_of(match["hours"]),) * count
        else:
            raise HoursError("turns", turn, "is no hours", "write '08:00-20:00', or 'closed'")


def _counted(turns: Iterable[object]) -> Iterator[str]:
    """Write turns as text, those alike in a row together."""
    texts = [str(turn) for turn in turns]
    while texts:
        count = next((n for n, text in enumerate(texts) if text != texts[0]), len(texts))
        yield f"{count} x {texts[0]}" if count > 1 else texts[0]
        del texts[:count]
