"""The levels of a policy file: who they are for, and what they promise."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import field, frozen

from slacalc.algebra import AnyCalendar
from slacalc.chain import LevelChain
from slacalc.condition_tables import conditions_of
from slacalc.conditions import DEEPEST, GROUPS
from slacalc.errors import PolicyError, SlacalcError, did_you_mean
from slacalc.fields import Fields, misread
from slacalc.levels import SupportLevel
from slacalc.policy_calendars import read_calendar
from slacalc.profiles import USUAL
from slacalc.schedule import DaySchedule, WeekSchedule, schedule_of

Hours = DaySchedule | WeekSchedule
_HOURS = re.compile(r"[a-z -]*[0-9]{1,2}:|closed$|.*[a-z] closed", re.IGNORECASE)


@frozen
class Named:
    """What the levels of a policy refer to by name: its calendars and its schedules."""

    calendars: Mapping[str, AnyCalendar] = field(factory=dict)
    schedules: Mapping[str, Hours] = field(factory=dict)

    def calendar(self, fields: Fields, key: str) -> AnyCalendar | None:
        """Return the calendar that a key names, or says in a table of its own."""
        said = fields.take(key, str, dict)
        if isinstance(said, dict):
            return read_calendar(fields.at(key), said, self.calendars)
        if said is not None and said not in self.calendars:
            problem, way_out = (
                "is no calendar of this policy",
                _nearest(said, "calendars", self.calendars),
            )
            raise PolicyError(fields.at(key), said, problem, way_out)
        return None if said is None else self.calendars[said]

    def schedule(self, fields: Fields, key: str) -> Hours | None:
        """Return the schedule that a key names, or says as hours."""
        said = fields.take(key, str, dict)
        if said is None or (isinstance(said, str) and said in self.schedules):
            return None if said is None else self.schedules[said]
        if isinstance(said, str) and not _HOURS.match(said):
            problem, way_out = (
                "is no schedule of this policy",
                _nearest(said, "schedules", self.schedules),
            )
            raise PolicyError(fields.at(key), said, problem, way_out)
        return read_schedule(fields.at(key), said)


def _nearest(name: str, kind: str, among: Mapping[str, Any]) -> str:
    known = ", ".join(among) or "none"
    return did_you_mean(name, among) or f"define it; the {kind} here are {known}"


def read_schedules(fields: Fields) -> dict[str, Hours]:
    """Return the schedules of a policy's tables by name."""
    table = fields.table("schedules").items()
    return {key: read_schedule(fields.at(f"schedules.{key}"), said) for key, said in table}


def read_schedule(place: str, said: Any) -> Hours:
    """Return hours that are written as text, or as a table of weekdays."""
    try:
        return schedule_of(said) if isinstance(said, str) else WeekSchedule(said)
    except SlacalcError as error:
        raise misread(place, error) from None


def read_chain(
    source: str, levels: Sequence[tuple[str, Any]], default: tuple[str, Any], named: Named
) -> LevelChain:
    """Return the chain of some levels and the default, each given as its place and its table."""
    chain = [read_level(place, said, named) for place, said in levels]
    last = read_level(*default, named)
    if "conditions" in default[1]:
        problem, remedy = "are of no use: a default is taken when no level is", "leave them out"
        raise PolicyError(f"{default[0]}.conditions", default[1]["conditions"], problem, remedy)
    try:
        return LevelChain(chain, default=last)
    except SlacalcError as error:
        raise misread(source, error) from None


def read_level(place: str, said: Any, named: Named) -> SupportLevel:
    """Return the level of a table."""
    fields = Fields(place, said)
    name = fields.need("name", str)
    arguments = {
        "calendar": named.calendar(fields, "calendar") or fields.need("calendar"),
        "schedule": named.schedule(fields, "schedule"),
        "response": fields.take("response", str, dict),
        "resolution": fields.take("resolution", str, dict),
        "targets": _targets(fields, named),
        "by": fields.take("by", str, default="priority"),
        "profile": fields.take("profile", str, dict, default=USUAL),
        "escalations": fields.take("escalations", list, default=[]),
    }
    conditions = _conditions(
        fields.at("conditions"), fields.take("conditions", dict, default={}), named
    )
    fields.done()
    try:
        told = conditions_of(conditions, calendars=named.calendars)
        return SupportLevel(name, conditions=told, **arguments)
    except SlacalcError as error:
        raise misread(place, error) from None


def _conditions(
    place: str, said: Mapping[str, Any], named: Named, depth: int = 0
) -> dict[str, Any]:
    """Return a table of conditions, the calendars that `during` says in tables read."""
    if depth > DEEPEST:
        raise PolicyError(place, depth, f"nests more than {DEEPEST} groups", "say it with fewer")
    told: dict[str, Any] = {}
    for name, value in said.items():
        at = f"{place}.{name}"
        if name in GROUPS and isinstance(value, list):
            told[name] = [
                _conditions(f"{at}[{n}]", one, named, depth + 1) if isinstance(one, dict) else one
                for n, one in enumerate(value)
            ]
        elif isinstance(value, dict) and isinstance(value.get("during"), dict):
            during = read_calendar(f"{at}.during", value["during"], named.calendars)
            told[name] = value | {"during": during}
        else:
            told[name] = value
    return told


def _targets(fields: Fields, named: Named) -> dict[str, Any]:
    """Return the tables of targets, the calendars that they name put in."""
    told: dict[str, Any] = {}
    targets = Fields(fields.at("targets"), fields.table("targets"))
    for name in fields.table("targets"):
        told[name] = said = targets.take(name, str, dict)
        if isinstance(said, dict) and "calendar" in said:
            inner = Fields(targets.at(name), said)
            told[name] = said | {"calendar": named.calendar(inner, "calendar")}
    return told
