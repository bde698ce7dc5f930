"""Support levels: which promise applies to a request, and why not the ones before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from attrs import field, frozen

from slacalc.algebra import AnyCalendar
from slacalc.conditions import Condition, Verdict
from slacalc.errors import ArgumentTypeError, LevelError, SlacalcError, did_you_mean
from slacalc.schedule import DaySchedule, WeekSchedule, schedule_of
from slacalc.targets import Target
from slacalc.text import format_duration

AFTER_BREACH = ("extend", "keep")


@frozen(init=False, repr=False)
class SupportLevel:
    """A promise to the requests that meet its conditions, in the working time of a calendar.

    Args:
        name: what to call the level.
        calendar: the working time in which its targets count.
        schedule: hours to use on the calendar's working days instead of its own.
        response: working time until the first response, such as ``"30m"``.
        resolution: working time until the resolution; time spent waiting extends it.
        conditions: a mapping of fields to what they must be: a value, a list of values, or
            ``{"missing": True}``; all must hold.
        after_breach: whether a wait that begins after the breach still moves what is due
            (``"extend"``, the default) or not (``"keep"``).

    >>> from slacalc import Calendar
    >>> office = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow")
    >>> vip = SupportLevel(
    ...     "VIP",
    ...     calendar=office,
    ...     response="30m",
    ...     resolution="4h",
    ...     conditions={"client": "vip"},
    ... )
    >>> vip.matches({"client": "vip"}), vip.matches({})
    (True, False)
    """

    name: str
    calendar: AnyCalendar
    schedule: DaySchedule | WeekSchedule | None
    response: Target | None
    resolution: Target | None
    conditions: tuple[Condition, ...]
    after_breach: str
    hours: AnyCalendar = field(eq=False)

    def __init__(
        self,
        name: str,
        *,
        calendar: AnyCalendar,
        schedule: DaySchedule | WeekSchedule | str | None = None,
        response: str | timedelta | None = None,
        resolution: str | timedelta | None = None,
        conditions: Mapping[str, Any] | Iterable[Condition] = (),
        after_breach: str = "extend",
    ) -> None:
        _check_names(name, calendar, after_breach)
        schedule = schedule_of(schedule) if isinstance(schedule, str) else schedule
        if not isinstance(schedule, DaySchedule | WeekSchedule | None):
            raise ArgumentTypeError.expected("schedule", schedule, "hours, such as '09:00-18:00'")
        self.__attrs_init__(
            name,
            calendar,
            schedule,
            _promised("response", Target.response, response),
            _promised("resolution", Target.resolution, resolution),
            _conditions(conditions),
            after_breach,
            calendar if schedule is None else _scheduled(calendar, schedule),
        )

    @property
    def targets(self) -> tuple[Target, ...]:
        """The promises of this level."""
        return tuple(target for target in (self.response, self.resolution) if target)

    def matches(self, ticket: Mapping[str, Any]) -> bool:
        """Say whether all conditions hold for a request."""
        return all(condition.holds(ticket) for condition in self.conditions)

    def __str__(self) -> str:
        """Name the level."""
        return self.name

    def __repr__(self) -> str:
        """Write the constructor call."""
        said = [repr(self.name), f"calendar={self.calendar!r}"]
        said += [] if self.schedule is None else [f"schedule={self.schedule!r}"]
        said += [f"{target.name}={_said(target.duration)!r}" for target in self.targets]
        said += [f"conditions={self.conditions!r}"] if self.conditions else []
        said += [f"after_breach={self.after_breach!r}"] if self.after_breach != "extend" else []
        return f"SupportLevel({', '.join(said)})"


@frozen
class Tried:
    """A level that was tried for a request, and what each of its conditions found."""

    level: SupportLevel
    verdicts: tuple[Verdict, ...]

    @property
    def holds(self) -> bool:
        """Whether all conditions held."""
        return all(verdict.holds for verdict in self.verdicts)

    def __str__(self) -> str:
        """Write the findings against the level, or that all conditions hold."""
        against = [verdict.words for verdict in self.verdicts if not verdict.holds]
        return f"{self.level}: {'; '.join(against) or 'all conditions hold'}"


@frozen
class Choice:
    """The level chosen for a request, and every level tried before it."""

    level: SupportLevel
    tried: tuple[Tried, ...]
    by_default: bool

    def __str__(self) -> str:
        """Write the choice for people, a line each level tried."""
        last = [f"{self.level}: the default, for no level matched"] if self.by_default else []
        return "\n".join([*map(str, self.tried), *last])


@frozen(init=False)
class LevelChain:
    """Levels that are tried in order; the first whose conditions hold is taken.

    >>> from slacalc import Calendar
    >>> office = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow")
    >>> vip = SupportLevel("VIP", calendar=office, response="1h", conditions={"client": "vip"})
    >>> chain = LevelChain(
    ...     [vip], default=SupportLevel("Default", calendar=office, response="4h")
    ... )
    >>> print(chain.explain({"client": "acme"}))
    VIP: client is 'acme', not 'vip'
    Default: the default, for no level matched
    """

    levels: tuple[SupportLevel, ...]
    default: SupportLevel

    def __init__(self, levels: Iterable[SupportLevel], *, default: SupportLevel) -> None:
        chain = tuple(levels)
        seen: set[str] = set()
        for level in (*chain, default):
            if not isinstance(level, SupportLevel):
                raise ArgumentTypeError.expected("levels", level, "support levels")
            if level.name in seen:
                raise LevelError("levels", level.name, "is a name given twice", "name them apart")
            seen.add(level.name)
        if default.conditions:
            problem = "has conditions, which a default does not look at"
            raise LevelError("default", default.name, problem, "make it one of the levels")
        self.__attrs_init__(chain, default)

    def level_for(self, ticket: Mapping[str, Any]) -> SupportLevel:
        """Return the first level that matches a request, else the default. O(levels tried)."""
        _check_ticket(ticket)
        return next((level for level in self.levels if level.matches(ticket)), self.default)

    def explain(self, ticket: Mapping[str, Any]) -> Choice:
        """Return the level for a request, and why each level before it did not match."""
        _check_ticket(ticket)
        tried: list[Tried] = []
        for level in self.levels:
            tried.append(Tried(level, tuple(c.verdict(ticket) for c in level.conditions)))
            if tried[-1].holds:
                return Choice(level, tuple(tried), by_default=False)
        return Choice(self.default, tuple(tried), by_default=True)

    def named(self, name: str) -> SupportLevel:
        """Return a level by its name."""
        levels = {level.name: level for level in (*self.levels, self.default)}
        if not isinstance(name, str) or name not in levels:
            way_out = did_you_mean(name, levels) or f"use one of {', '.join(levels)}"
            raise LevelError("level", name, "is no level of this chain", way_out)
        return levels[name]


def _check_ticket(ticket: object) -> None:
    if not isinstance(ticket, Mapping):
        raise ArgumentTypeError.expected("ticket", ticket, "a mapping of fields to values")


def _scheduled(calendar: AnyCalendar, schedule: DaySchedule | WeekSchedule) -> AnyCalendar:
    try:
        return calendar.with_hours(schedule)
    except SlacalcError as error:
        raise error.within("schedule") from None


def _check_names(name: object, calendar: object, after_breach: object) -> None:
    if not isinstance(name, str) or not name.strip():
        raise LevelError("name", name, "is no name", "give the level a name")
    if not isinstance(calendar, AnyCalendar):
        raise ArgumentTypeError.expected("calendar", calendar, "a calendar")
    if after_breach not in AFTER_BREACH:
        way_out = f"use one of {', '.join(AFTER_BREACH)}"
        raise LevelError("after_breach", after_breach, "is no such way", way_out)


def _promised(name: str, make: Any, duration: str | timedelta | None) -> Target | None:
    try:
        return None if duration is None else make(duration)
    except SlacalcError as error:
        raise type(error)(name, error.value, error.problem, error.remedy) from None


def _conditions(said: Any) -> tuple[Condition, ...]:
    if isinstance(said, Mapping):
        return tuple(Condition.of(name, value) for name, value in said.items())
    if not isinstance(said, Iterable):
        raise ArgumentTypeError.expected("conditions", said, "a mapping of fields")
    conditions = tuple(said)
    for condition in conditions:
        if not isinstance(condition, Condition):
            raise ArgumentTypeError.expected("conditions", condition, "a mapping of fields")
    return conditions


def _said(duration: timedelta) -> str | timedelta:
    """Return a duration as text, where text can say it."""
    return duration if duration.microseconds else format_duration(duration)
