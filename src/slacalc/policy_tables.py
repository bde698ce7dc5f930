"""A policy as plain tables, which read back to the same policy: the way to files and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import ne
from typing import TYPE_CHECKING, Any

from attrs import frozen

from slacalc.canonical import canonical
from slacalc.editions import Edition
from slacalc.errors import PolicyError
from slacalc.versions import versioned
from slacalc.zones import EPOCH, EPOCH_DAY, day_begins

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

    from slacalc.algebra import AnyCalendar
    from slacalc.levels import SupportLevel
    from slacalc.policy_levels import Hours


@frozen
class _Names:
    """The names of an edition's calendars, and what is written for them."""

    own: dict[int, str]
    names: dict[AnyCalendar, str]

    @classmethod
    def of(cls, edition: Edition) -> _Names:
        named = sorted(edition.calendars.items(), reverse=True)
        names = {calendar: name for name, calendar in named}
        return cls({id(calendar): name for name, calendar in named}, names)

    def __call__(self, calendar: AnyCalendar) -> Any:
        """Return the name of this calendar, or of an equal one, or its table where it has none."""
        name = self.own.get(id(calendar)) or self.names.get(calendar)
        return name or calendar.to_dict(self)


def edition_tables(
    edition: Edition, schedules: Mapping[str, Hours] | None = None
) -> dict[str, Any]:
    """Return the calendars by name, the levels in order and the default, as plain tables.

    The hours of levels are written by their names, where these are given.
    """
    names = _Names.of(edition)
    named = {hours: name for name, hours in sorted((schedules or {}).items(), reverse=True)}
    *levels, default = (_level(level, names, named) for level in edition.levels)
    calendars = {
        name: _calendar(name, calendar, names) for name, calendar in edition.calendars.items()
    }
    return {"calendars": calendars, "levels": levels, "default": default}


def _level(level: SupportLevel, names: _Names, named: Mapping[Hours, str]) -> dict[str, Any]:
    """Return a level's table, with the name of its schedule where it has one."""
    table = level.to_dict(names)
    name = named.get(level.schedule) if level.schedule is not None else None
    return table if name is None else table | {"schedule": name}


def _day(edition: Edition, zone: ZoneInfo) -> date:
    """Return the day with which an edition begins on a zone's clock; it must begin with one."""
    assert edition.since is not None  # noqa: S101 - only the first edition has none
    day = edition.since.astimezone(zone).date()
    if EPOCH + day_begins(day.toordinal() - EPOCH_DAY, zone) != edition.since:
        problem = f"changes what is on the clock of {zone} in the middle of a day"
        remedy = "let it begin with a day there, or it can't be written"
        raise PolicyError("since", str(edition.since), problem, remedy)
    return day


def _calendar(name: str, calendar: AnyCalendar, names: _Names) -> dict[str, Any]:
    """Return a calendar's table; its own name is written where its key is another."""
    table = {key: value for key, value in calendar.to_dict(names).items() if key != "name"}
    return table if calendar.name == name else {"name": calendar.name, **table}


def editions_tables(editions: Sequence[Edition], schedules: Mapping[str, Hours]) -> dict[str, Any]:
    """Return the tables of several editions in one: the later ones are versions."""
    told = [edition_tables(edition, schedules) for edition in editions]
    first = editions[0]

    def dated(zone: ZoneInfo, tables: list[Any]) -> dict[str, Any]:
        told = [*map(canonical, tables)]
        changed = [*map(ne, told, [told[0], *told])]
        days = [
            _day(one, zone) if new else None for one, new in zip(editions, changed, strict=True)
        ]
        return versioned(list(zip(days, tables, strict=True)))

    def level(number: int, one: SupportLevel) -> dict[str, Any]:
        tables = [[*tables["levels"], tables["default"]][number] for tables in told]
        return dated(one.calendar.zone, tables)

    *levels, default = (level(number, one) for number, one in enumerate(first.levels))
    calendars = {
        name: dated(calendar.zone, [tables["calendars"][name] for tables in told])
        for name, calendar in first.calendars.items()
    }
    return {"calendars": calendars, "levels": levels, "default": default}
