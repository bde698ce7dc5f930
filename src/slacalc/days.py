"""What is in force on a single day, and why: the week, a holiday, an exception."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import field, frozen

from slacalc import text
from slacalc.dates import Dates, dates, rank
from slacalc.errors import ArgumentTypeError, HoursError, SlacalcError
from slacalc.schedule import DaySchedule, Shift

if TYPE_CHECKING:
    from slacalc.rota import Rota
    from slacalc.schedule import WeekSchedule

_Said = TypeVar("_Said")
_LONGEST = timedelta(hours=48)
_IF_OPEN = re.compile(r"\s*on\s+working\s+days\s+", re.IGNORECASE)


@frozen(repr=False, init=False)
class DayRule:
    """What replaces or shortens the hours of one day, and the reason for it.

    The rule is ``"closed"``, hours (``"10:00-14:00"``), ``"as mon"`` for the hours that the
    week gives a Monday, ``"short 1h"`` for hours that end earlier, ``"as mon, short 1h"`` for
    both, or a `DaySchedule`. With ``"on working days"`` before it, it holds on days that work
    anyway: ``"on working days 09:00-15:00"``.

    >>> DayRule("as mon, short 1h", reason="moved from the 5th")
    DayRule('as mon, short 1h', reason='moved from the 5th')
    """

    rule: str
    reason: str
    _weekday: int | None = field(eq=False)
    _hours: DaySchedule | None = field(eq=False)
    _cut: timedelta = field(eq=False)
    _if_open: bool = field(eq=False)

    def __init__(self, rule: str | DaySchedule, *, reason: str = "") -> None:
        if not isinstance(reason, str):
            raise ArgumentTypeError.expected("reason", reason, "text")
        if_open = isinstance(rule, str) and bool(_IF_OPEN.match(rule))
        weekday, hours, cut = _parts(_IF_OPEN.sub("", rule) if isinstance(rule, str) else rule)
        said = str(hours) if hours is not None else text.format_day_rule(weekday, cut)
        said = f"on working days {said}" if if_open else said
        self.__attrs_init__(said, reason or said, weekday, hours, cut, if_open)

    def with_reason(self, reason: str) -> DayRule:
        """Return the same rule for another reason."""
        return DayRule(self.rule, reason=reason)

    @property
    def replaces(self) -> bool:
        """Whether the rule gives any day its hours, whatever a lower rank says of it."""
        return not self._if_open and (self._hours is not None or self._weekday is not None)

    @property
    def closes(self) -> bool:
        """Whether the rule closes the day."""
        return self._hours is not None and not self._hours

    @property
    def shortens(self) -> bool:
        """Whether the rule only takes time from hours that others give."""
        return self._hours is None and self._weekday is None

    @property
    def weekday(self) -> int | None:
        """The number of the weekday whose hours the rule takes, None where it takes none."""
        return self._weekday

    @property
    def hours(self) -> DaySchedule | None:
        """The hours that the rule names, None where it takes or shortens those of others."""
        return self._hours

    def to_dict(self) -> str | dict[str, str]:
        """Return the rule as text, or as a table where its reason is another.

        >>> DayRule("as mon", reason="moved").to_dict()
        {'rule': 'as mon', 'reason': 'moved'}
        """
        plain = self.reason == self.rule
        return self.rule if plain else {"rule": self.rule, "reason": self.reason}

    def applied(self, week: WeekSchedule | Rota, below: Day) -> Day:
        """Return the day under this rule, where `below` is what the next lower rank gives."""
        if self._if_open and not below.hours:
            return below
        if self._hours is not None:
            return Day(below.date, self._hours, self.reason)
        if self._weekday is not None:
            return Day(
                below.date, week.like(self._weekday, below.date).shortened(self._cut), self.reason
            )
        reason = f"{below.reason} ({self.reason})" if below.reason else self.reason
        return Day(below.date, below.hours.shortened(self._cut), reason)

    def __str__(self) -> str:
        """Write the rule as text."""
        return self.rule

    def __repr__(self) -> str:
        """Write the constructor call."""
        reason = "" if self.reason == self.rule else f", reason={self.reason!r}"
        return f"DayRule({self.rule!r}{reason})"


@frozen
class Day:
    """A day of a calendar: its hours, and the reason for them (empty where it is the week)."""

    date: date
    hours: DaySchedule
    reason: str

    def __str__(self) -> str:
        """Write the day for people."""
        told = self.reason not in ("", str(self.hours))
        reason = f" ({self.reason})" if told else ""
        return f"{self.date:%a} {self.date} {self.hours}{reason}"


def _parts(rule: str | DaySchedule) -> tuple[int | None, DaySchedule | None, timedelta]:
    """Return the weekday to take hours from, the hours, and the time cut from their end."""
    if isinstance(rule, DaySchedule):
        return None, rule.said(), timedelta(0)
    weekday, hours, cut = text.parse_day_rule(rule)
    if cut > _LONGEST:
        problem = "shortens by more than the 48 hours that a day's hours last"
        raise HoursError("rule", rule, problem, "write 'closed'")
    return weekday, None if hours is None else DaySchedule(*(Shift(*h) for h in hours)), cut


def holiday_names(holidays: Any) -> tuple[tuple[Dates, str], ...]:
    """Return holidays, given as a mapping of dates to names or as dates alone, in order."""
    if isinstance(holidays, str) or not isinstance(holidays, Iterable):
        raise ArgumentTypeError.expected("holidays", holidays, "a mapping of dates to names")
    if not isinstance(holidays, Mapping):
        pairs: Iterable[tuple[object, object]] = ((given, "holiday") for given in holidays)
    else:
        pairs = holidays.items()
    named: dict[Dates, str] = {}
    for given, name in pairs:
        if not isinstance(name, str):
            raise ArgumentTypeError.expected(f"holidays[{given}]", name, "the holiday's name")
        named[_only_once("holidays", given, named)] = name
    return _ordered(named)


def day_rules(exceptions: Any) -> tuple[tuple[Dates, DayRule], ...]:
    """Return exceptions, given as a mapping of dates to rules, in order."""
    if not isinstance(exceptions, Mapping):
        raise ArgumentTypeError.expected("exceptions", exceptions, "a mapping of dates to rules")
    rules: dict[Dates, DayRule] = {}
    read: dict[str, DayRule] = {}  # thousands of days share a few rules
    for given, said in exceptions.items():
        key = _only_once("exceptions", given, rules)
        if isinstance(said, str) and said not in read:
            read[said] = _read_rule(key, said)
        rules[key] = read[said] if isinstance(said, str) else _read_rule(key, said)
    return _ordered(rules)


def _ordered(said: dict[Dates, _Said]) -> tuple[tuple[Dates, _Said], ...]:
    """Put dates first, then ranges, then what recurs; each in the order of its text."""
    return tuple(sorted(said.items(), key=lambda item: (rank(item[0]), str(item[0]))))


def _only_once(argument: str, given: object, days: Mapping[Dates, object]) -> Dates:
    key = dates(argument, given)
    if key in days:
        raise HoursError(argument, str(key), "is given twice", "give each date once")
    return key


def _read_rule(key: Dates, said: Any) -> DayRule:
    try:
        return said if isinstance(said, DayRule) else DayRule(said)
    except SlacalcError as error:
        raise error.within(f"exceptions[{key}]") from None
