"""A policy: named calendars, schedules and levels, and what a helpdesk's statuses mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from attrs import frozen

from slacalc.algebra import AnyCalendar
from slacalc.clock import SlaClock
from slacalc.errors import ArgumentTypeError, PolicyError, SlacalcError, did_you_mean
from slacalc.fields import Fields, misread
from slacalc.levels import Choice, LevelChain, SupportLevel
from slacalc.policy_calendars import read_calendars
from slacalc.schedule import DaySchedule, WeekSchedule, schedule_of
from slacalc.statuses import StatusMap
from slacalc.zones import zone_of

FORMAT = 1
_LARGEST = 1_000_000
_MOST_DOTS = 40
_QUOTED = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'")
_DELIMITERS = (",", ";", "\t", "|")


@frozen
class LogColumns:
    """Where a log of status changes has the request, the instant and the status."""

    request: str = "request"
    at: str = "at"
    status: tuple[str, ...] = ("status",)
    delimiter: str = ","
    time_zone: str | None = None


@frozen(repr=False)
class Policy:
    """What a helpdesk promises: its calendars, its levels in order, and its statuses.

    >>> policy = Policy.from_dict(
    ...     {
    ...         "slacalc": 1,
    ...         "calendars": {
    ...             "desk": {"week": "Mon-Fri 09:00-18:00", "time_zone": "Europe/Moscow"}
    ...         },
    ...         "default": {"name": "По умолчанию", "calendar": "desk", "resolution": "8h"},
    ...     }
    ... )
    >>> str(policy.open({}, at=policy.calendars["desk"].at("2026-03-02 10:00")).resolution.due)
    '2026-03-02 18:00:00+03:00'
    """

    name: str
    _calendars: tuple[tuple[str, AnyCalendar], ...]
    chain: LevelChain
    statuses: StatusMap
    log: LogColumns

    @property
    def calendars(self) -> dict[str, AnyCalendar]:
        """The calendars by the names that levels know them by."""
        return dict(self._calendars)

    def __repr__(self) -> str:
        """Write the constructor call."""
        said = (repr(self.name), repr(self._calendars), repr(self.chain), repr(self.statuses))
        return f"Policy({', '.join([*said, repr(self.log)])})"

    @classmethod
    def load(cls, path: str | Path) -> Policy:
        """Read a policy from a TOML file; see docs/reference/policy.md for its keys.

        Raises `PolicyError` naming the file, the key path, and what to do, and no policy.
        """
        if not isinstance(path, str | Path):
            raise PolicyError("path", path, f"is a {type(path).__name__}", "give a TOML file")
        return cls._read(_parsed(Path(path)), Path(path).name)

    @classmethod
    def from_dict(cls, table: Mapping[str, Any]) -> Policy:
        """Read a policy from plain tables, such as parsed TOML or JSON."""
        return cls._read(table, "policy")

    def open(self, ticket: Mapping[str, Any], *, at: datetime) -> SlaClock:
        """Register a request: choose its level by its fields, and start its clock."""
        return SlaClock.start(self.chain.level_for(ticket), at=at)

    def explain(self, ticket: Mapping[str, Any]) -> Choice:
        """Return the level for a request, and why each level before it did not match."""
        return self.chain.explain(ticket)

    def restore(self, state: Mapping[str, Any]) -> SlaClock:
        """Return a stored clock, on the level of this policy that its state names."""
        if not isinstance(state, Mapping) or "level" not in state:
            raise ArgumentTypeError.expected("state", state, "what SlaClock.to_dict() returned")
        return SlaClock.from_dict(state, level=self.chain.named(state["level"]))

    @classmethod
    def _read(cls, table: Any, source: str) -> Policy:
        fields = Fields(source, table)
        if fields.need("slacalc", int) != FORMAT:
            remedy = f"this release reads format {FORMAT}"
            raise PolicyError(
                fields.at("slacalc"), table["slacalc"], "is an unknown format", remedy
            )
        name = fields.take("name", str, default="")
        schedules = {
            key: _schedule(f"{source}.schedules.{key}", said)
            for key, said in fields.table("schedules").items()
        }
        fields.need("calendars", dict)
        calendars = read_calendars(fields.at("calendars"), fields.table("calendars"))
        levels = [
            _level(f"{source}.levels[{number}]", said, calendars, schedules)
            for number, said in enumerate(fields.take("levels", list, default=[]))
        ]
        default = _level(fields.at("default"), fields.need("default", dict), calendars, schedules)
        statuses = _statuses(fields.at("statuses"), fields.table("statuses"))
        log = _log(fields.at("log"), fields.take("log", dict, default={}))
        fields.done()
        return cls(name, tuple(calendars.items()), _chain(source, levels, default), statuses, log)


def _parsed(file: Path) -> dict[str, Any]:
    """Return the tables of a TOML file, whose size and depth are bounded."""
    import tomllib  # only here, for import slacalc is to be quick

    try:
        with file.open("rb") as stream:
            raw = stream.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or str(error)
        raise PolicyError("path", str(file), problem, "give a TOML file") from None
    if len(raw) > _LARGEST:
        raise PolicyError("path", str(file), "is larger than a megabyte", "split it")
    try:
        written = raw.decode("utf-8-sig")
        deep = _deepest(written)
        table = {} if deep else tomllib.loads(written)
    except (ValueError, RecursionError) as error:  # what is no UTF-8 and too long a number too
        raise PolicyError(file.name, str(file), f"is no TOML: {error}", "mend it there") from None
    if deep:
        raise PolicyError(file.name, deep, "has a key of too many parts", "use fewer dots")
    return table


def _deepest(written: str) -> str | None:
    """Return a line with a key of too many parts, on which tomllib would take hours."""
    for line in written.splitlines():
        bare = _QUOTED.sub("", line).partition("#")[0]
        if bare.count(".") > _MOST_DOTS:
            return line
    return None


def _schedule(place: str, said: Any) -> DaySchedule | WeekSchedule:
    try:
        return schedule_of(said) if isinstance(said, str) else WeekSchedule(said)
    except SlacalcError as error:
        raise misread(place, error) from None


def _level(
    place: str,
    said: Any,
    calendars: Mapping[str, AnyCalendar],
    schedules: Mapping[str, DaySchedule | WeekSchedule],
) -> SupportLevel:
    fields = Fields(place, said)
    arguments = {
        "calendar": _named(fields, "calendar", calendars),
        "schedule": _named(fields, "schedule", schedules),
        "response": fields.take("response", str),
        "resolution": fields.take("resolution", str),
        "conditions": fields.take("conditions", dict, default={}),
        "after_breach": fields.take("after_breach", str, default="extend"),
    }
    name = fields.need("name", str)
    if arguments["calendar"] is None:
        fields.need("calendar", str)
    fields.done()
    try:
        return SupportLevel(name, **arguments)
    except SlacalcError as error:
        raise misread(place, error) from None


def _named(fields: Fields, key: str, among: Mapping[str, Any]) -> Any:
    name = fields.take(key, str)
    if name is not None and name not in among:
        known = ", ".join(among) or "none"
        way_out = did_you_mean(name, among) or f"define it; the {key}s here are {known}"
        raise PolicyError(fields.at(key), name, f"is no {key} of this policy", way_out)
    return among.get(name) if name is not None else None


def _chain(place: str, levels: list[SupportLevel], default: SupportLevel) -> LevelChain:
    try:
        return LevelChain(levels, default=default)
    except SlacalcError as error:
        raise misread(place, error) from None


def _statuses(place: str, said: Mapping[str, Any]) -> StatusMap:
    try:
        return StatusMap(said)
    except SlacalcError as error:
        raise misread(place, error) from None


def _log(place: str, said: Mapping[str, Any]) -> LogColumns:
    fields = Fields(place, said)
    status = fields.take("status", str, list, default="status")
    columns = LogColumns(
        request=fields.take("request", str, default="request"),
        at=fields.take("at", str, default="at"),
        status=(status,) if isinstance(status, str) else tuple(status),
        delimiter=fields.take("delimiter", str, default=","),
        time_zone=fields.take("time_zone", str),
    )
    fields.done()
    if columns.delimiter not in _DELIMITERS:
        remedy = "use a comma, a semicolon, a tab or a bar"
        raise PolicyError(fields.at("delimiter"), columns.delimiter, "is no delimiter", remedy)
    if not columns.status or not all(isinstance(column, str) for column in columns.status):
        raise PolicyError(fields.at("status"), status, "is no column", "name one or several")
    try:
        if columns.time_zone is not None:
            zone_of("time_zone", columns.time_zone)
    except SlacalcError as error:
        raise misread(place, error) from None
    return columns
