"""Support levels: a promise, and the requests that it is made to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Self

from attrs import field, fields, frozen

from slacalc.algebra import AnyCalendar
from slacalc.canonical import fingerprint
from slacalc.condition_tables import conditions_of, conditions_to_dict, settled
from slacalc.conditions import AnyCondition
from slacalc.durations import AnyDuration
from slacalc.errors import ArgumentTypeError, LevelError, SlacalcError, did_you_mean
from slacalc.escalation import Escalation, escalations_of
from slacalc.profiles import PROFILES, USUAL, Profile
from slacalc.rota import hours_to_dict
from slacalc.schedule import DaySchedule, WeekSchedule, schedule_of
from slacalc.targets import OTHERWISE, DurationTable, Target, named, plain_duration
from slacalc.terms import Terms
from slacalc.values import NUMBER, TEXT, field_of, reading

BY = "priority"
_LAZY = ("_fingerprint", "_terms")
_SHORT = ("response", "resolution")
_MOST_TARGETS = 100
_LARGEST_KEY = 10**18

Promised = str | AnyDuration | DurationTable | Mapping[str, Any] | Target


@frozen(init=False, repr=False)
class SupportLevel:
    """A promise to the requests that meet its conditions, in the working time of a calendar.

    Args:
        name: what to call the level.
        calendar: the working time in which its targets count.
        schedule: hours to use on the calendar's working days instead of its own.
        response: how long until the first response: working time (``"30m"``), working days
            (``"1 working day"``), time around the clock (``"48h around the clock"``), or a table
            of these by the value of a field (``{"urgent": "15m", "*": "4h"}``).
        resolution: how long until the resolution; time spent waiting extends it.
        targets: other promises by name, each a duration, a `Target`, or a mapping with a
            `duration` and what is not as usual: `starts_on`, `pauses_on`, `resumes_on`,
            `stops_on`, `calendar`; or an iterable of `Target` values.
        by: the field of a request whose value chooses the row of a table.
        conditions: a mapping of fields to what they must be: a value, a list of values, or
            ``{"missing": True}``; all must hold.
        profile: how waits, breaches, reopenings and changes count: the name of a helpdesk
            (``"jira"``; ``"1c"`` unless said), a `Profile`, or a mapping of what differs.
        escalations: what is to happen when a target comes near, or is past: `Escalation` values,
            or mappings with `target`, `at` (``"75%"``, ``"-1h"``, ``"+30m"``) and `action`.

    >>> from slacalc import Calendar
    >>> office = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow")
    >>> vip = SupportLevel(
    ...     "VIP",
    ...     calendar=office,
    ...     response={"urgent": "15m", "*": "1h"},
    ...     resolution="2 working days",
    ...     targets={"next reply": {"duration": "2h", "starts_on": "customer reply"}},
    ...     conditions={"client": "vip"},
    ... )
    >>> vip.matches({"client": "vip"}), vip.matches({})
    (True, False)
    >>> print(*vip.for_ticket({"priority": "urgent"}).targets, sep="; ")
    response in 15m; resolution in 2 working days; next reply in 2h
    """

    name: str
    calendar: AnyCalendar
    schedule: DaySchedule | WeekSchedule | None
    promised: tuple[Target, ...]
    by: str
    conditions: tuple[AnyCondition, ...]
    profile: Profile
    escalations: tuple[Escalation, ...]
    row: str | None
    targets: tuple[Target, ...] = field(eq=False)
    hours: AnyCalendar = field(eq=False)
    _fingerprint: str | None = field(init=False, eq=False, default=None)
    _terms: tuple[Terms, ...] | None = field(init=False, eq=False, default=None)

    def __init__(
        self,
        name: str,
        *,
        calendar: AnyCalendar,
        schedule: DaySchedule | WeekSchedule | str | None = None,
        response: Promised | None = None,
        resolution: Promised | None = None,
        targets: Mapping[str, Any] | Iterable[Target] = (),
        by: str = BY,
        conditions: Mapping[str, Any] | Iterable[Any] = (),
        profile: Profile | str | Mapping[str, Any] = USUAL,
        escalations: Iterable[Escalation | Mapping[str, Any]] = (),
    ) -> None:
        _check_names(name, calendar)
        schedule = schedule_of(schedule) if isinstance(schedule, str) else schedule
        if not isinstance(schedule, DaySchedule | WeekSchedule | None):
            raise ArgumentTypeError.expected("schedule", schedule, "hours, such as '09:00-18:00'")
        promised = _promises({"response": response, "resolution": resolution}, targets)
        self.__attrs_init__(
            name,
            calendar,
            schedule,
            promised,
            named("by", by),
            conditions_of(conditions),
            _profile(profile),
            escalations_of(escalations, [target.name for target in promised]),
            None,
            promised,
            _hours(calendar, schedule),
        )

    @property
    def response(self) -> Target | None:
        """The promise of a first response, None where there is none."""
        return next((target for target in self.targets if target.name == "response"), None)

    @property
    def resolution(self) -> Target | None:
        """The promise of a resolution, None where there is none."""
        return next((target for target in self.targets if target.name == "resolution"), None)

    @property
    def terms(self) -> tuple[Terms, ...]:
        """On what each of its targets counts."""
        if self._terms is None:
            found = (Terms(one, one.counted_on(self.hours), self.profile) for one in self.targets)
            object.__setattr__(self, "_terms", tuple(found))
        assert self._terms is not None  # noqa: S101 - just made
        return self._terms

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of events that its targets heed."""
        return frozenset().union(*(target.kinds for target in self.promised))

    @property
    def rows(self) -> tuple[str, ...]:
        """The values that its tables have rows for, each once; none where it has no tables."""
        tables = (one.duration for one in self.promised if isinstance(one.duration, DurationTable))
        return tuple(dict.fromkeys(key for table in tables for key in table.keys))

    def matches(self, ticket: Mapping[str, Any]) -> bool:
        """Say whether all conditions hold for a request."""
        return all(condition.holds(ticket) for condition in self.conditions)

    def for_ticket(self, ticket: Mapping[str, Any]) -> SupportLevel:
        """Return the level with the durations that its tables have for a request.

        Text is looked up as it is, a whole number by its digits, and what has no row is ``"*"``.
        A target whose table has neither is not promised. O(rows).
        """
        if not isinstance(ticket, Mapping):
            raise ArgumentTypeError.expected("ticket", ticket, "a mapping of fields to values")
        rows = self.rows
        if not rows:
            return self
        key = row_key(field_of(ticket, self.by))
        return self._at(key if key in rows else OTHERWISE)

    def at_row(self, row: str | None) -> SupportLevel:
        """Return the level with the durations of a row of its tables, None where it has none."""
        rows = self.rows
        known = (*rows, OTHERWISE) if rows else (None,)
        if row not in known:
            names = ", ".join(rows) or "none, for it has no tables"
            way_out = did_you_mean(row, rows) or f"use one of its rows: {names}"
            raise LevelError("row", row, f"is no row of the level {self.name!r}", way_out)
        return self if row is None else self._at(row)

    def plain(self) -> SupportLevel:
        """Return the level itself, if its durations are plain; refuse tables without a row."""
        if self.row is None and self.rows:
            problem = f"leaves open which row of the tables of {self.name!r} holds"
            remedy = "give the ticket, or a row: level.at_row('*')"
            raise LevelError("ticket", None, problem, remedy)
        return self

    @property
    def counted_on(self) -> tuple[AnyCalendar, ...]:
        """The calendars on which its targets count: its own, and those of targets."""
        own = (target.calendar for target in self.promised)
        return (self.calendar, *(calendar for calendar in own if calendar is not None))

    @property
    def promise(self) -> SupportLevel:
        """The level without its conditions and escalations: what is promised, to whomever."""
        more = self.conditions or self.escalations
        return self._like(conditions=(), escalations=()) if more else self

    def on(self, calendar: AnyCalendar) -> SupportLevel:
        """Return the level with another calendar in place of its own.

        Its schedule is applied again, and targets with calendars of their own keep them.

        >>> from slacalc import Calendar
        >>> desk = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow", name="desk")
        >>> level = SupportLevel("VIP", calendar=desk, resolution="4h", schedule="08:00-20:00")
        >>> shut = Calendar("Mon-Thu 09:00-18:00", time_zone="Europe/Moscow", name="no Friday")
        >>> hours = level.on(shut).hours
        >>> str(hours.day("2026-03-05").hours), str(hours.day("2026-03-06").hours)
        ('08:00-20:00', 'closed')
        """
        if not isinstance(calendar, AnyCalendar):
            raise ArgumentTypeError.expected("calendar", calendar, "a calendar")
        return self._like(calendar=calendar, hours=_hours(calendar, self.schedule))

    def escalating(self, escalations: Iterable[Escalation]) -> SupportLevel:
        """Return the level with other escalations, of those that are of its targets."""
        names = {target.name for target in self.promised}
        return self._like(escalations=tuple(one for one in escalations if one.target in names))

    def to_dict(self, calendar_name: Callable[[AnyCalendar], Any] | None = None) -> dict[str, Any]:
        """Return the level as a plain table, which a policy reads back; defaults are left out.

        `calendar_name` says what to write for a calendar, by default all of it. A condition that
        is a callable can't be written, which is a `LevelError`.
        """
        write = calendar_name or AnyCalendar.to_dict
        short, long = self._parted()
        said = {
            "name": self.name,
            "calendar": write(self.calendar),
            "schedule": None if self.schedule is None else hours_to_dict(self.schedule),
            **{target.name: plain_duration(target.duration) for target in short},
            "targets": {target.name: _table(target, write) for target in long},
            "by": None if self.by == BY else self.by,
            "conditions": conditions_to_dict(self.conditions, calendar_name),
            "profile": None if self.profile == PROFILES[USUAL] else self.profile.to_dict(),
            "escalations": [one.to_dict() for one in self.escalations],
        }
        return {key: value for key, value in said.items() if value or key in ("name", "calendar")}

    @property
    def fingerprint(self) -> str:
        """The fingerprint of what the level says, with its tables and its calendars."""
        if self._fingerprint is None:
            table = self.promise.to_dict(lambda calendar: calendar.fingerprint)
            table["conditions"] = settled(self.conditions)
            if self.profile == Profile(after_breach="keep"):  # as it was said before profiles
                table["after_breach"] = table.pop("profile")["after_breach"]
            if "profile" in table:
                table["profile"] = {"name": self.profile.name} | self.profile.ways
            if self.escalations:
                table["escalations"] = [one.to_dict() for one in self.escalations]
            object.__setattr__(self, "_fingerprint", fingerprint("level", table))
        assert self._fingerprint is not None  # noqa: S101 - just made
        return self._fingerprint

    def __str__(self) -> str:
        """Name the level."""
        return self.name

    def __repr__(self) -> str:
        """Write the constructor call."""
        short, long = self._parted()
        said = [repr(self.name), f"calendar={self.calendar!r}"]
        said += [] if self.schedule is None else [f"schedule={self.schedule!r}"]
        said += [f"{target.name}={plain_duration(target.duration)!r}" for target in short]
        said += [f"targets={long!r}"] if long else []
        said += [f"by={self.by!r}"] if self.by != BY else []
        said += [f"conditions={self.conditions!r}"] if self.conditions else []
        usual = self.profile == PROFILES[USUAL]
        said += [] if usual else [f"profile={self.profile.to_dict()!r}"]
        said += [f"escalations={[*self.escalations]!r}"] if self.escalations else []
        made = f"SupportLevel({', '.join(said)})"
        return made if self.row is None else f"{made}.at_row({self.row!r})"

    def _parted(self) -> tuple[list[Target], list[Target]]:
        """Return the targets that the arguments of their name can say, and the others."""
        short = [one for one in self.promised if one.name in _SHORT and not one.unusual()]
        return short, [one for one in self.promised if one not in short]

    def _at(self, row: str) -> SupportLevel:
        found = (target.at(row) for target in self.promised)
        return self._like(row=row, targets=tuple(target for target in found if target))

    def _like(self, **changed: Any) -> Self:
        """Return a level with something changed that was checked."""
        other = object.__new__(type(self))
        for one in fields(SupportLevel):
            value = None if one.name in _LAZY else getattr(self, one.name)
            object.__setattr__(other, one.name, changed.get(one.name, value))
        return other


def _hours(calendar: AnyCalendar, schedule: DaySchedule | WeekSchedule | None) -> AnyCalendar:
    try:
        return calendar if schedule is None else calendar.with_hours(schedule)
    except SlacalcError as error:
        raise error.within("schedule") from None


def _check_names(name: object, calendar: object) -> None:
    if not isinstance(name, str) or not name.strip():
        raise LevelError("name", name, "is no name", "give the level a name")
    if not isinstance(calendar, AnyCalendar):
        raise ArgumentTypeError.expected("calendar", calendar, "a calendar")


def _profile(said: Any) -> Profile:
    try:
        return Profile.of(said)
    except SlacalcError as error:
        raise error if error.argument == "profile" else error.within("profile") from None


def _promises(short: Mapping[str, Promised | None], targets: Any) -> tuple[Target, ...]:
    """Return the targets, response and resolution first, then by their names."""
    found = [_short(name, said) for name, said in short.items() if said is not None]
    if isinstance(targets, Mapping):
        found += [_long(name, said) for name, said in targets.items()]
    elif isinstance(targets, Iterable) and not isinstance(targets, str | bytes):
        found += targets
    else:
        raise ArgumentTypeError.expected("targets", targets, "a mapping of names to durations")
    if len(found) > _MOST_TARGETS:
        problem = f"are more than {_MOST_TARGETS}"
        raise LevelError("targets", len(found), problem, "promise less at one level")
    names: set[str] = set()
    for target in found:
        if not isinstance(target, Target):
            raise ArgumentTypeError.expected("targets", target, "Target values")
        if target.name in names:
            raise LevelError("targets", target.name, "is promised twice", "promise it once")
        names.add(target.name)
    return tuple(sorted(found, key=lambda one: ((*_SHORT, one.name).index(one.name), one.name)))


def _short(name: str, said: Promised) -> Target:
    """Read what the argument of a target's own name says."""
    if isinstance(said, Target):
        if said.name != name:
            raise LevelError(name, said.name, "is the name of another target", "use targets=")
        return said
    try:
        return Target(name, said)
    except SlacalcError as error:
        place = name if error.argument in ("duration", "table") else f"{name}.{error.argument}"
        raise type(error)(place, error.value, error.problem, error.remedy) from None


def _long(name: str, said: Any) -> Target:
    """Read what the mapping of targets says under a name."""
    if isinstance(said, Target):
        return _short(name, said)
    try:
        return Target.of(name, said)
    except SlacalcError as error:
        raise error.within(f"targets.{name}") from None


def _table(target: Target, write: Callable[[AnyCalendar], Any]) -> Any:
    """Return a target as the mapping that says it, or as its duration alone."""
    duration, said = plain_duration(target.duration), target.unusual()
    if isinstance(duration, str) and not said:
        return duration
    calendar = {} if target.calendar is None else {"calendar": write(target.calendar)}
    return {"duration": duration} | said | calendar


def row_key(value: object) -> str | None:
    """Return the key of a table that a request's value is looked up by, if it has one."""
    kind, key = reading(value)
    if kind == NUMBER and abs(key) < _LARGEST_KEY and key == int(key):
        return str(int(key))
    return str(key) if kind == TEXT else None
