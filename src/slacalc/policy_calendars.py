"""The calendars of a policy file: their days, and those that are made of others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import reduce
from operator import and_, or_, sub
from typing import TYPE_CHECKING, Any

from slacalc import doors
from slacalc.algebra import AnyCalendar
from slacalc.calendar import Calendar
from slacalc.closures import Closure
from slacalc.days import DayRule
from slacalc.errors import PolicyError, SlacalcError, did_you_mean
from slacalc.fields import Fields, misread
from slacalc.zones import at_wall_time, read_wall, zone_of

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_DEEPEST = 30
_MADE = ("any_of", "all_of")


def read_calendars(place: str, tables: Mapping[str, Any]) -> dict[str, AnyCalendar]:
    """Return the calendars of a policy by their keys, in the order in which they are written."""
    reader = _Reader(place, tables)
    return {key: reader.named(key) for key in tables}


class _Reader:
    """Reads calendars when they are asked for, so that one can be made of later ones."""

    def __init__(self, place: str, tables: Mapping[str, Any]) -> None:
        self._place = place
        self._tables = tables
        self._read: dict[str, AnyCalendar] = {}
        self._open: list[str] = []

    def named(self, key: str) -> AnyCalendar:
        """Return a calendar, reading it on the first call."""
        place = f"{self._place}.{key}"
        if key in self._open:
            circle = " of ".join([*self._open[self._open.index(key) :], key])
            raise PolicyError(place, circle, "is made of itself", "leave one of them out")
        if len(self._open) > _DEEPEST:
            raise PolicyError(place, key, "is made of others too deep", "combine fewer calendars")
        if key not in self._read:
            self._open.append(key)
            self._read[key] = self._calendar(place, key, self._tables[key])
            self._open.pop()
        return self._read[key]

    def _calendar(self, place: str, key: str, said: Any) -> AnyCalendar:
        if isinstance(said, Mapping) and any(made in said for made in _MADE):
            return self._made(Fields(place, said), key)
        return _of_days(place, key, said)

    def _made(self, fields: Fields, key: str) -> AnyCalendar:
        """Return a calendar that is made of others: any of some, all of some, without some."""
        name = fields.take("name", str, default=key)
        any_of, all_of = (self._all(fields, made) for made in _MADE)
        without = self._all(fields, "without")
        fields.done()
        if bool(any_of) == bool(all_of):
            problem = "says both any_of and all_of, or names no calendar"
            raise PolicyError(fields.place, key, problem, "give one of them, with names")
        try:
            made = reduce(or_, any_of) if any_of else reduce(and_, all_of)
            return reduce(sub, without, made).named(name)
        except SlacalcError as error:
            raise misread(fields.place, error) from None

    def _all(self, fields: Fields, made: str) -> list[AnyCalendar]:
        found = []
        for name in fields.take(made, list, default=[]):
            if not isinstance(name, str) or name not in self._tables:
                way_out = did_you_mean(name, self._tables) or f"use {', '.join(self._tables)}"
                problem = "is no calendar of this policy"
                raise PolicyError(fields.at(made), name, problem, way_out)
            found.append(self.named(name))
        return found


def _of_days(place: str, name: str, said: Any) -> Calendar:
    fields = Fields(place, said)
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
    try:
        rules = {
            day: _rule(fields.at(f"exceptions.{day}"), rule) for day, rule in exceptions.items()
        }
        zone = zone_of("time_zone", arguments["time_zone"])
        if isinstance(closures, list):
            at = fields.at("closures")
            closures = [_closure(f"{at}[{n}]", zone, one) for n, one in enumerate(closures)]
        return Calendar(week, exceptions=rules, closures=closures, **arguments)
    except PolicyError:
        raise
    except SlacalcError as error:
        raise misread(place, error) from None


def _day(said: date | str | None) -> str | None:
    """Return a day, of TOML or as text, as text that the calendar checks."""
    return None if said is None else str(said)


def _closure(place: str, zone: ZoneInfo, said: Any) -> Closure | str:
    """Read a closure: text, or a table of its ends and the reason."""
    if isinstance(said, str):
        return said
    fields = Fields(place, said)
    ends = [fields.take(key, datetime, str) for key in ("start", "end")]
    reason = fields.take("reason", str, default="closed")
    fields.done()
    if ends == [None, None]:
        raise PolicyError(place, said, "has neither start nor end", "give at least one of them")
    try:
        start, end = (_instant(one, zone) for one in ends)
        return Closure(start, end, reason)
    except SlacalcError as error:
        raise misread(place, error) from None


def _instant(said: datetime | str | None, zone: ZoneInfo) -> datetime | None:
    """Return an end of a closure; without an offset it is on the calendar's clock."""
    try:
        at = doors.moment(said) if isinstance(said, str) else said
    except ValueError:
        at = read_wall(said or "")  # refuses it, and says how to write one
    return at if at is None or at.tzinfo else at_wall_time(at, zone)


def _rule(place: str, said: Any) -> Any:
    """Read an exception: its rule, or a table of the rule and the reason for it."""
    if not isinstance(said, dict):
        return said
    fields = Fields(place, said)
    rule, reason = fields.need("rule", str), fields.need("reason", str)
    fields.done()
    return DayRule(rule, reason=reason)
