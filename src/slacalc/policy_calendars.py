"""The calendars of a policy file: their days, and those that are made of others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from slacalc import doors
from slacalc.algebra import AnyCalendar, ChangedCalendar, CombinedCalendar
from slacalc.calendar import Calendar
from slacalc.closures import Closure, end_of
from slacalc.days import DayRule
from slacalc.errors import DateError, PolicyError, SlacalcError, did_you_mean
from slacalc.fields import Fields
from slacalc.rota import Rota
from slacalc.schedule import WeekSchedule
from slacalc.zones import at_wall_time, read_wall, zone_of

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_DEEPEST = 30
_MOST_TURNS = 366
_MADE = ("any_of", "all_of", "without")
_ENDS = ("start", "end")
_CHANGED = ("before", "changes_on", "after")


def read_calendars(tables: Mapping[str, tuple[str, Any]]) -> dict[str, AnyCalendar]:
    """Return calendars by their keys, each read from a table and known by its place.

    They can be made of one another, in whatever order they are written.

    >>> week = {"time_zone": "UTC", "week": "Mon-Fri 09:00-18:00"}
    >>> found = read_calendars(
    ...     {"both": ("x.both", {"all_of": ["a", "b"]}), "a": ("x.a", week), "b": ("x.b", week)}
    ... )
    >>> str(found["both"]), found["both"] == (found["a"] & found["b"]).named("both")
    ('both', True)
    """
    reader = _Reader(tables, {})
    return {key: reader.named(key) for key in tables}


def read_calendar(
    place: str, table: Any, calendars: Mapping[str, AnyCalendar] | None = None
) -> AnyCalendar:
    """Return the calendar of one table: what `AnyCalendar.to_dict` returned, or a person wrote.

    The calendars that it is made of are tables in it, or names of `calendars`. It is called
    what the table says, else nothing. Raises `PolicyError` naming the place.

    >>> desk = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow", name="desk")
    >>> read_calendar("desk", desk.to_dict()) == desk
    True
    """
    return _Reader({}, calendars or {}).calendar(place, "", table)


class _Reader:
    """Reads calendars when they are asked for, so that one can be made of later ones."""

    def __init__(
        self, tables: Mapping[str, tuple[str, Any]], known: Mapping[str, AnyCalendar]
    ) -> None:
        self._tables = tables
        self._known = dict(known)
        self._open: list[str] = []
        self._depth = 0

    def named(self, key: str) -> AnyCalendar:
        """Return a calendar, reading it on the first call."""
        if key not in self._known:
            place, said = self._tables[key]
            if key in self._open:
                circle = " of ".join([*self._open[self._open.index(key) :], key])
                raise PolicyError(place, circle, "is made of itself", "leave one of them out")
            self._open.append(key)
            self._known[key] = self.calendar(place, key, said)
            self._open.pop()
        return self._known[key]

    def calendar(self, place: str, name: str, said: Any) -> AnyCalendar:
        """Return the calendar of a table, called `name` where the table does not say."""
        keys = said.keys() if isinstance(said, Mapping) else ()
        if self._depth > _DEEPEST:
            raise PolicyError(place, name, "is made of others too deep", "combine fewer calendars")
        self._depth += 1
        read = self._made if any(key in keys for key in _MADE) else _of_days
        read = self._changed if any(key in keys for key in _CHANGED) else read
        found = read(Fields(place, said), name)
        self._depth -= 1
        return found

    def _made(self, fields: Fields, name: str) -> AnyCalendar:
        """Return a calendar that is made of others: any of some, all of some, without some."""
        name = fields.take("name", str, default=name)
        any_of, all_of, without = (self._all(fields, made) for made in _MADE)
        fields.done()
        if bool(any_of) == bool(all_of):
            problem = "says both any_of and all_of, or names no calendar"
            raise PolicyError(fields.place, name, problem, "give one of them, with names or tables")
        with _placed(fields.place):
            made = _joined("|", any_of) if any_of else _joined("&", all_of)
            return _joined("-", [made, *without]).named(name)

    def _all(self, fields: Fields, key: str) -> list[AnyCalendar]:
        listed = fields.take(key, list, default=[])
        return [self._one(f"{fields.at(key)}[{n}]", said) for n, said in enumerate(listed)]

    def _one(self, place: str, said: Any) -> AnyCalendar:
        """Return the calendar that a name or a table means."""
        if isinstance(said, Mapping):
            return self.calendar(place, "", said)
        if isinstance(said, str) and (said in self._known or said in self._tables):
            return self.named(said)
        names = [*self._known, *(key for key in self._tables if key not in self._known)]
        way_out = did_you_mean(said, names) or f"use {', '.join([*names, 'or a table'])}"
        raise PolicyError(place, said, "is no calendar of this policy", way_out)

    def _changed(self, fields: Fields, name: str) -> AnyCalendar:
        """Return a calendar that changes to another one on a day."""
        name = fields.take("name", str, default=name)
        before, after = (
            self._one(fields.at(key), fields.need(key, str, dict)) for key in ("before", "after")
        )
        said = fields.need("changes_on", date, str)
        fields.done()
        with _placed(fields.place):
            day = doors.day("changes_on", said)
        with _placed(fields.place, other="after"):
            return ChangedCalendar(before, day, after, name)


def _joined(operator: str, operands: list[AnyCalendar]) -> AnyCalendar:
    """Return several calendars as one; a single one is itself."""
    first, *others = operands
    return CombinedCalendar(operator, tuple(operands)) if others else first


@contextmanager
def _placed(place: str, **keys: str) -> Iterator[None]:
    """Let errors of the library name their place in the file, by the key of their argument."""
    try:
        yield
    except PolicyError:
        raise
    except SlacalcError as error:
        key = keys.get(error.argument, error.argument)
        raise PolicyError(f"{place}.{key}", error.value, error.problem, error.remedy) from None


def _of_days(fields: Fields, name: str) -> Calendar:
    arguments = {
        "time_zone": fields.need("time_zone", str),
        "name": fields.take("name", str, default=name),
        "holidays": fields.take("holidays", dict, list, default={}),
        "known_from": _day(fields.take("known_from", date, str)),
        "known_until": _day(fields.take("known_until", date, str)),
        "outside": fields.take("outside", str, default="warn"),
    }
    closures = fields.take("closures", list, dict, default=[])
    exceptions = fields.take("exceptions", dict, default={})
    week = fields.need("week", str, dict)
    fields.done()
    with _placed(fields.place, shift="week", shifts="week"):
        rules = {
            day: _rule(fields.at(f"exceptions.{day}"), rule) for day, rule in exceptions.items()
        }
        zone = zone_of("time_zone", arguments["time_zone"])
        if isinstance(closures, list):
            at = fields.at("closures")
            closures = [_closure(f"{at}[{n}]", zone, one) for n, one in enumerate(closures)]
        hours = _rota(fields.at("week"), week) if "turns" in week else week
        return Calendar(hours, exceptions=rules, closures=closures, **arguments)


def _day(said: date | str | None) -> str | None:
    """Return a day, of TOML or as text, as text that the calendar checks."""
    return None if said is None else str(said)


def _rota(place: str, said: Any) -> Any:
    """Read a rota from a table of its turns, as text or as tables of weekdays, and its anchor."""
    if isinstance(said, str):
        return said
    fields = Fields(place, said)
    turns, anchor = fields.need("turns", list), fields.need("anchor", date, str)
    fields.done()
    if len(turns) > _MOST_TURNS:
        problem, remedy = f"has more than {_MOST_TURNS} turns", "say the turns that repeat, once"
        raise PolicyError(fields.at("turns"), len(turns), problem, remedy)
    with _placed(place, shift="turns", shifts="turns"):
        told = [WeekSchedule(turn) if isinstance(turn, Mapping) else turn for turn in turns]
        return Rota(told, anchor=anchor)


def _closure(place: str, zone: ZoneInfo, said: Any) -> Closure | str:
    """Read a closure: text, or a table of its ends and the reason."""
    if isinstance(said, str):
        return said
    fields = Fields(place, said)
    ends = [fields.take(key, date, str) for key in _ENDS]
    reason = fields.take("reason", str, default="closed")
    always = fields.take("always", bool, default=False)
    fields.done()
    if (ends == [None, None]) != always:
        remedy = "give at least one of them, or always = true alone"
        raise PolicyError(place, said, "has neither start nor end, or always beside them", remedy)
    start, end = (_end(place, zone, later, one) for later, one in enumerate(ends))
    with _placed(place, closure="end"):
        return Closure(start, end, reason)


def _end(place: str, zone: ZoneInfo, later: int, said: date | str | None) -> datetime | None:
    """Return an end of a closure: a start that is a day is its begin, an end its last instant.

    What has no offset is on the calendar's clock.
    """
    if said is None:
        return None
    with _placed(place, wall=_ENDS[later]):
        if not isinstance(said, datetime):
            try:
                return end_of(doors.day(_ENDS[later], said), zone, later)
            except DateError:
                said = _moment(str(said))
        return said if said.tzinfo else at_wall_time(said, zone)


def _moment(said: str) -> datetime:
    try:
        return doors.moment(said)
    except ValueError:
        return read_wall(said)  # refuses it, and says how to write one


def _rule(place: str, said: Any) -> Any:
    """Read an exception: its rule, or a table of the rule and the reason for it."""
    if not isinstance(said, dict):
        return said
    fields = Fields(place, said)
    rule, reason = fields.need("rule", str), fields.need("reason", str)
    fields.done()
    with _placed(place):
        return DayRule(rule, reason=reason)
