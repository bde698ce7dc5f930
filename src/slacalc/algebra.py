"""Calendar algebra: the time of one calendar or another, of both, of one without another.

A combined calendar is a calendar like any other, and compiles to one timeline.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial, reduce
from itertools import chain
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from slacalc import doors, reasons
from slacalc.canonical import fingerprint
from slacalc.combined_pages import ChangedPages, CombinedPages
from slacalc.dated_time import DayShift
from slacalc.days import Day
from slacalc.drawn_time import DrawnTime
from slacalc.errors import ArgumentTypeError, HoursError
from slacalc.horizon import Horizon
from slacalc.local import Clocks
from slacalc.reasons import Stretch
from slacalc.spans import cut, difference, intersection, joined
from slacalc.zones import EPOCH, EPOCH_DAY, FIRST, LAST, day_begins, furthest_reading, near_days

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from slacalc.pages import CompiledPages
    from slacalc.schedule import DaySchedule, WeekSchedule

_LONGEST_DAYS = 3  # no hours of a day last into the third one after it
_DEEPEST = 30
_FEWEST = 2
_MOST = 1_000
_SAID = {"|": "any_of", "&": "all_of"}
_CHOOSE = {"|": reasons.of_any, "&": reasons.of_all, "-": reasons.of_first}

Written = Callable[["AnyCalendar"], Any]


class AnyCalendar(DrawnTime):
    """A calendar of any kind: one with days of its own, or one made of others.

    ``a | b`` is open when one of them is, ``a & b`` when both are, ``a - b`` when the first is
    and the second is not; the zones may differ. The result answers every question that a
    calendar answers, on the clock of the left one, and as fast.
    """

    __slots__ = ()

    _fingerprint: str

    @property
    def made_of(self) -> tuple[AnyCalendar, ...]:
        """The calendars that this one is made of."""
        return ()

    @abstractmethod
    def named(self, name: str) -> AnyCalendar:
        """Return the same calendar under another name."""

    @abstractmethod
    def with_hours(self, hours: DaySchedule | WeekSchedule | str) -> AnyCalendar:
        """Return the same working days with other hours."""

    @abstractmethod
    def _table(self, written: Written) -> dict[str, Any]:
        """Return what is said besides the name, the operands as they are `written`."""

    def to_dict(self, calendar_name: Written | None = None) -> dict[str, Any]:
        """Return the calendar as a table of text and lists, from which a policy reads an equal one.

        Equal calendars have equal tables; what is not said is left out, closures are in UTC to
        the microsecond. Calendars that this one is made of are tables in it, or what
        `calendar_name` returns for each, such as its name in a policy. O(what was said).

        >>> from slacalc import Calendar
        >>> Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow", name="desk").to_dict()
        {'name': 'desk', 'time_zone': 'Europe/Moscow', 'week': 'Mon-Fri 09:00-18:00'}
        """
        said = self._table(calendar_name or AnyCalendar.to_dict)
        return {"name": self.name, **said} if self.name else said

    @property
    def fingerprint(self) -> str:
        """A short text that is equal for equal calendars, and stays so in later releases.

        Computed once, O(what was said); of a calendar made of others, from their fingerprints.
        `PolicyError` where a name holds half a character.
        """
        if not self._fingerprint:
            table = self.to_dict(lambda one: one.fingerprint)
            object.__setattr__(self, "_fingerprint", fingerprint("calendar", table))
        return self._fingerprint

    def _names(self, stretch: Stretch) -> str:
        """Say who covers a stretch, and why."""
        return f"{self}: {stretch.note}" if stretch.note else str(self)

    def covering(self, at: datetime) -> tuple[str, ...]:
        """Return the names of the calendars that cover an instant; none while it is closed."""
        return (str(self),) if self.is_open(at) else ()

    def __or__(self, other: AnyCalendar) -> CombinedCalendar:
        """Return the time in which at least one of two calendars is open."""
        return CombinedCalendar.of("|", self, other)

    def __and__(self, other: AnyCalendar) -> CombinedCalendar:
        """Return the time in which both of two calendars are open."""
        return CombinedCalendar.of("&", self, other)

    def __sub__(self, other: AnyCalendar) -> CombinedCalendar:
        """Return the time in which this calendar is open and another is not."""
        return CombinedCalendar.of("-", self, other)

    def from_date(self, day: date | str, other: AnyCalendar) -> ChangedCalendar:
        """Return this calendar until a day, and from that day on another one of the same zone.

        A shift belongs to the day on which it starts: the night before goes on as it was. The
        zones must be equal by name; the result has this calendar's name.

        >>> from slacalc import Calendar
        >>> old = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Berlin")
        >>> new = old.from_date("2026-07-01", old.with_hours("08:00-20:00"))
        >>> print(new.day("2026-06-30"), new.day("2026-07-01"), sep="; ")
        Tue 2026-06-30 09:00-18:00; Wed 2026-07-01 08:00-20:00
        """
        return ChangedCalendar.of(self, day, other)

    def _check_depth(self) -> None:
        """Refuse a calendar made of others made of others, and so on too deep."""
        level, depth = list(self.made_of), 0
        while level:
            depth += 1
            if depth > _DEEPEST or len(level) > _MOST:
                problem = f"is nested more than {_DEEPEST} deep, or of more than {_MOST} others"
                raise HoursError("calendar", str(self.name), problem, "combine fewer calendars")
            level = [below for one in level for below in one.made_of]


@frozen(repr=False)
class CombinedCalendar(AnyCalendar):
    """The time of several calendars, by set algebra; made by ``|``, ``&`` and ``-``."""

    operator: str
    operands: tuple[AnyCalendar, ...]
    name: str = ""
    _clocks: Clocks | None = field(init=False, eq=False, default=None)
    _fingerprint: str = field(init=False, eq=False, default="")

    def __attrs_post_init__(self) -> None:
        """Refuse operators and operands that can't be meant."""
        others = all(isinstance(one, AnyCalendar) for one in self.operands)
        if self.operator not in ("|", "&", "-") or not others or len(self.operands) < _FEWEST:
            wanted = "calendars, combined by |, & or -"
            raise ArgumentTypeError.expected("operands", self.operands, wanted)
        self._check_depth()

    @classmethod
    def of(cls, operator: str, left: AnyCalendar, right: object) -> CombinedCalendar:
        """Combine two calendars; an unnamed one by the same operator on the left grows."""
        if not isinstance(right, AnyCalendar):
            raise ArgumentTypeError.expected(f"calendar {operator}", right, "a calendar")
        grows = isinstance(left, CombinedCalendar) and left.operator == operator and not left.name
        operands = left.operands if grows else (left,)  # type: ignore[attr-defined]
        return cls(operator, (*operands, right))

    @property
    def made_of(self) -> tuple[AnyCalendar, ...]:
        """The operands."""
        return self.operands

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the left operand."""
        return self.operands[0].zone

    @property
    def _horizon(self) -> Horizon | None:
        """The stretch of time that all operands know."""
        known = [operand._horizon for operand in self.operands]
        return reduce(lambda one, other: one.also(other) if one else other, known)

    def _day(self, day: date) -> Day:
        first, *others = self.operands
        why = [(one, one._day(day).reason) for one in self.operands]
        if self.operator == "-":
            spans = first._day_spans(day)
            taken = [one for one in others if one._open_in(spans)]
            why = [(first, why[0][1]), *((one, "taken out") for one in taken)]
        reason = "; ".join(f"{operand}: {reason}" for operand, reason in why if reason)
        return Day(day, self._hours_of(day), reason)

    def named(self, name: str) -> CombinedCalendar:
        """Return the same calendar under another name."""
        return CombinedCalendar(self.operator, self.operands, doors.text("name", name))

    def _table(self, written: Written) -> dict[str, Any]:
        operands = [written(one) for one in self.operands]
        if self.operator in _SAID:
            return {_SAID[self.operator]: operands}
        first, *others = operands
        alone = isinstance(first, dict) and first.keys() in ({"any_of"}, {"all_of"})
        return {**(first if alone else {"any_of": [first]}), "without": others}

    def with_hours(self, hours: DaySchedule | WeekSchedule | str) -> AnyCalendar:
        """Refuse other hours: a combined calendar has none of its own."""
        problem = "can't replace the hours of a calendar that is made of others"
        raise HoursError("hours", str(hours), problem, "give them to the operands")

    def covering(self, at: datetime) -> tuple[str, ...]:
        """Return the names of the calendars that cover an instant; none while it is closed.

        Of ``a | b`` those that are open, of ``a & b`` and ``a - b`` what covers it in ``a``.

        >>> from slacalc import Calendar
        >>> emea = Calendar("Mon-Fri 09:00-17:00", time_zone="Europe/Berlin", name="EMEA")
        >>> apac = Calendar("Mon-Fri 09:00-17:00", time_zone="Asia/Tokyo", name="APAC")
        >>> (emea | apac).covering(apac.at("2026-03-02 09:00"))
        ('APAC',)
        """
        if not self.is_open(at):
            return ()
        made = self.operands if self.operator == "|" else self.operands[:1]
        return tuple(name for one in made for name in one.covering(at))

    def _shifts(self, first: int, last: int) -> list[DayShift]:
        left, *others = self.operands
        mine = left._shifts(first, last)
        if self.operator == "|":
            begun = (self._begun_between(first, last, operand) for operand in others)
            return [*mine, *chain.from_iterable(begun)]
        take = intersection if self.operator == "&" else difference
        return [
            (day, began, reduce(take, (one._open_between(spans) for one in others), spans))
            for day, began, spans in mine
        ]

    def _begun_between(self, first: int, last: int, operand: AnyCalendar) -> list[DayShift]:
        """Return an operand's shifts that begin on some dates of this zone."""
        if operand.zone == self.zone:
            return operand._shifts(first, last)
        shifts = [
            (_date_at(began, self.zone), began, spans)
            for _, began, spans in operand._shifts(first - 3, last + 2)
        ]
        return [one for one in shifts if first <= one[0] <= last]

    def _pages(self, near: datetime) -> CompiledPages:
        pages = [operand._compiled_pages(near) for operand in self.operands]
        return CombinedPages(self.operator, pages)

    def _stretches(self, start: datetime, end: datetime) -> Iterator[Stretch]:
        streams = [list(operand._stretches(start, end)) for operand in self.operands]
        return reasons.merged(streams, partial(_CHOOSE[self.operator], self.operands))

    def _names(self, stretch: Stretch) -> str:
        return stretch.note or str(self)

    def __str__(self) -> str:
        """Name the calendar, or say what it is made of."""
        texts = [_in_brackets(str(one), one) for one in self.operands]
        return self.name or f" {self.operator} ".join(texts)

    def __repr__(self) -> str:
        """Write the expression that makes the calendar."""
        texts = [_in_brackets(repr(one), one) for one in self.operands]
        made = f" {self.operator} ".join(texts)
        return f"({made}).named({self.name!r})" if self.name else made

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle what was said."""
        return CombinedCalendar, (self.operator, self.operands, self.name)


@frozen(repr=False)
class ChangedCalendar(AnyCalendar):
    """A calendar whose days change to those of another one; made by `from_date`."""

    before: AnyCalendar
    changed_on: date
    after: AnyCalendar
    name: str = ""
    _clocks: Clocks | None = field(init=False, eq=False, default=None)
    _fingerprint: str = field(init=False, eq=False, default="")

    def __attrs_post_init__(self) -> None:
        """Refuse what is no calendar, or one of another zone."""
        for one in self.made_of:
            if not isinstance(one, AnyCalendar):
                raise ArgumentTypeError.expected("other", one, "a calendar")
        if self.after.zone != self.before.zone:
            problem = f"is in {self.after.zone}, and the calendar before it in {self.before.zone}"
            remedy = "close each for its time with closures, and join them with |"
            raise HoursError("other", str(self.after), problem, remedy)
        self._check_depth()

    @classmethod
    def of(cls, before: AnyCalendar, day: date | str, after: Any) -> ChangedCalendar:
        """Put one calendar after another, which must be of the same zone."""
        return cls(before, doors.day("day", day), after, before.name)

    @property
    def made_of(self) -> tuple[AnyCalendar, ...]:
        """The calendar before the change, and the one after it."""
        return self.before, self.after

    @property
    def zone(self) -> ZoneInfo:
        """The zone of both calendars."""
        return self.before.zone

    @property
    def _horizon(self) -> Horizon | None:
        """The stretch of time that is known: by the one until the day, by the other from it on."""
        return Horizon.in_turn(self.before._horizon, self._midnight(0), self.after._horizon)

    def _day(self, day: date) -> Day:
        return self._of(day)._day(day)

    def named(self, name: str) -> ChangedCalendar:
        """Return the same calendar under another name."""
        name = doors.text("name", name)
        return ChangedCalendar(self.before, self.changed_on, self.after, name)

    def _table(self, written: Written) -> dict[str, Any]:
        before, after = written(self.before), written(self.after)
        return {"before": before, "changes_on": str(self.changed_on), "after": after}

    def with_hours(self, hours: DaySchedule | WeekSchedule | str) -> ChangedCalendar:
        """Return the same working days with other hours, before the change and after it."""
        before, after = self.before.with_hours(hours), self.after.with_hours(hours)
        return ChangedCalendar(before, self.changed_on, after, self.name)

    def _of(self, day: date) -> AnyCalendar:
        return self.before if day < self.changed_on else self.after

    def _shifts(self, first: int, last: int) -> list[DayShift]:
        change = self.changed_on.toordinal()
        before = self.before._shifts(first, min(last, change - 1))
        return [*before, *self.after._shifts(max(first, change), last)]

    def _midnight(self, later: int) -> timedelta:
        """Return when the day of the change begins, or one some days later."""
        return day_begins(self.changed_on.toordinal() - EPOCH_DAY + later, self.zone)

    def _pages(self, near: datetime) -> CompiledPages:
        change = self.changed_on.toordinal()
        shifts = self._shifts(change - _LONGEST_DAYS, change + _LONGEST_DAYS - 1)
        seam = joined(span for *_, spans in shifts for span in spans)
        before, after = (one._compiled_pages(near) for one in self.made_of)
        ends = self._midnight(0), self._midnight(_LONGEST_DAYS)
        return ChangedPages(before, after, ends, cut(seam, *ends))

    def _stretches(self, start: datetime, end: datetime) -> Iterator[Stretch]:
        change = EPOCH + min(max(self._midnight(0), FIRST), LAST)
        plain = reasons.plain(self._open_spans(start, end), start, end)
        streams = [list(one._stretches(start, end)) for one in self.made_of]
        choose = partial(self._choose, change)
        return reasons.merged([*streams, list(reasons.cut_at(plain, [change]))], choose)

    def _choose(self, change: datetime, now: list[Stretch]) -> Stretch:
        """Take the account of the calendar in force, or of the other where a night goes on."""
        before, after, plain = now
        told = (before, after) if plain.start.astimezone(UTC) < change else (after, before)
        return next((one for one in told if one.working == plain.working), plain)

    def __str__(self) -> str:
        """Name the calendar, or say how it changes."""
        return self.name or f"{self.before}; from {self.changed_on} {self.after}"

    def __repr__(self) -> str:
        """Write the expression that makes the calendar."""
        before = _in_brackets(repr(self.before), self.before)
        made = f"{before}.from_date({str(self.changed_on)!r}, {self.after!r})"
        return made if self.name == self.before.name else f"{made}.named({self.name!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle what was said."""
        return ChangedCalendar, (self.before, self.changed_on, self.after, self.name)


def _date_at(instant: timedelta, zone: ZoneInfo) -> int:
    """Return the ordinal of the date that a zone's clock has reached by an instant."""
    reading = furthest_reading(instant, near_days(instant.days, zone))
    return reading.days + EPOCH_DAY


def _in_brackets(text: str, calendar: AnyCalendar) -> str:
    made = isinstance(calendar, CombinedCalendar | ChangedCalendar) or " | " in text
    return f"({text})" if made and not calendar.name else text
