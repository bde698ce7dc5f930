"""The difference of two policies: what changed, in words, and the levels and days it touches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from slacalc.canonical import canonical
from slacalc.conditions import calendars_asked
from slacalc.editions import Edition, in_force
from slacalc.errors import HorizonError, PolicyError
from slacalc.policy_tables import edition_tables

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from slacalc.algebra import AnyCalendar
    from slacalc.levels import SupportLevel

_DAY = timedelta(days=1)
_DATE = len("2026-11-04")
_LONGEST_SPAN = 3_660
_DATED = ("holidays", "exceptions", "closures")
_MAPPED = (*_DATED, "targets", "conditions", "escalations")

Span = tuple[date, date]
Force = tuple[datetime | None, datetime | None]
"""From when until when two editions are in force together."""


@frozen
class Change:
    """One thing that a policy says otherwise: where, how, whom it touches, and on which days.

    `since` is the instant from which it is so and `until` the one until which, on the clock of
    what it is about, None from the beginning and for ever; `days` are those on which it was
    listed, or in a span that was asked for, those whose hours differ.
    """

    place: str
    words: str
    levels: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    clock: ZoneInfo | None = field(default=None, eq=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the change as plain data, for a table or JSON."""
        return {
            "place": self.place,
            "words": self.words,
            "since": self.since and self.since.isoformat(),
            "until": self.until and self.until.isoformat(),
            "levels": list(self.levels),
            "days": list(self.days),
        }

    def __str__(self) -> str:
        """Write the change as a line."""
        ends = (("from", self.since), ("until", self.until))
        time = " ".join(f"{word} {_wall(at)}" for word, at in ends if at)
        levels = f" (levels: {', '.join(self.levels)})" if self.levels else ""
        days = f" (days: {', '.join(self.days)})" if self.days else ""
        return f"{f'{time}: ' * bool(time)}{self.place}: {self.words}{levels}{days}"


@frozen
class PolicyDiff:
    """What one policy says otherwise than another; false where they say the same."""

    changes: tuple[Change, ...]

    def __iter__(self) -> Iterator[Change]:
        """Go through the changes."""
        return iter(self.changes)

    def __len__(self) -> int:
        """Count the changes."""
        return len(self.changes)

    def __str__(self) -> str:
        """Write the changes, a line each."""
        return "\n".join(map(str, self.changes)) or "no difference"

    def rows(self) -> list[dict[str, Any]]:
        """Return the changes as plain rows."""
        return [change.to_dict() for change in self.changes]


def difference(
    old: tuple[Mapping[str, Any], Sequence[Edition]],
    new: tuple[Mapping[str, Any], Sequence[Edition]],
    span: Span | None = None,
) -> PolicyDiff:
    """Return the difference of two policies, each given as its tables and its editions."""
    if span and not 0 <= (span[1] - span[0]).days < _LONGEST_SPAN:
        remedy = "give at most ten years, the earlier day first"
        raise PolicyError("since, until", tuple(map(str, span)), "is no span of days", remedy)
    changes = [*_plain("", old[0], new[0], ("name", "log"))]
    changes += [*_named("schedules", old[0], new[0]), *_named("statuses", old[0], new[0])]
    begins = {e.since for policy in (old, new) for e in policy[1] if e.since}
    moments: list[datetime | None] = [None, *sorted(begins)]
    open_: dict[tuple[str, str], int] = {}  # those that go on, by their place in the list
    for moment, end in zip(moments, [*moments[1:], None], strict=True):
        was, now = (e[0] if moment is None else in_force(e, moment) for e in (old[1], new[1]))
        found = {(c.place, c.words): c for c in _editions(was, now, span, (moment, end))}
        for key in open_.keys() - found.keys():
            number = open_.pop(key)
            changes[number] = evolve(changes[number], until=moment)
        for key, change in found.items():
            if key in open_:
                known = changes[open_[key]]
                days = tuple(dict.fromkeys((*known.days, *change.days)))
                changes[open_[key]] = evolve(known, days=days)
            else:
                open_[key] = len(changes)
                changes.append(evolve(change, since=moment))
    return PolicyDiff(tuple(map(_on_its_clock, changes)))


def _on_its_clock(change: Change) -> Change:
    """Return a change whose instants are on the clock of the calendar or level that changed."""
    since, until = (at and at.astimezone(change.clock) for at in (change.since, change.until))
    return evolve(change, since=since, until=until)


def _wall(at: datetime) -> str:
    """Write an instant on its clock; a day's beginning is the day."""
    clock = "" if at.time() == time() else f" {at:%H:%M}"
    return f"{at:%Y-%m-%d}{clock} ({at.tzinfo})"


def _editions(old: Edition, new: Edition, span: Span | None, force: Force) -> Iterator[Change]:
    before, after = edition_tables(old), edition_tables(new)
    users = _users(old), _users(new)
    for name in _keys(before["calendars"], after["calendars"]):
        found = _item(
            "calendars", name, before["calendars"].get(name), after["calendars"].get(name)
        )
        pair = old.calendars.get(name), new.calendars.get(name)
        days = _days(*pair, span, force) if found else []
        levels = tuple(dict.fromkeys(level for one in users for level in one.get(name, ())))
        clock = next(one.zone for one in pair if one is not None)
        for change in found:
            touched = _touched(change.days, days, span)
            yield evolve(change, levels=levels, days=touched, clock=clock)
    tables = [{one["name"]: one for one in (*t["levels"], t["default"])} for t in (before, after)]
    clocks = {level.name: level.calendar.zone for one in (old, new) for level in one.levels}
    for name in _keys(*tables):
        for change in _item("levels", name, *(table.get(name) for table in tables)):
            yield evolve(change, levels=(name,), clock=clocks[name])
    yield from _order([level.name for level in old.levels], [level.name for level in new.levels])


def _users(edition: Edition) -> dict[str, list[str]]:
    """Return the levels by the names of the calendars that they use, those inside others too."""
    names = {calendar: name for name, calendar in edition.calendars.items()}
    users: dict[str, list[str]] = {}
    for level in edition.levels:
        for calendar in _used(level):
            if calendar in names and level.name not in users.setdefault(names[calendar], []):
                users[names[calendar]].append(level.name)
    return users


def _used(level: SupportLevel) -> Iterator[AnyCalendar]:
    """Go through the calendars that a level counts on or asks, and those they are made of."""
    found = [*level.counted_on, *calendars_asked(level.conditions)]
    while found:
        calendar = found.pop()
        yield calendar
        found.extend(calendar.made_of)


def _item(kind: str, name: str, old: Any, new: Any) -> list[Change]:
    """Return what changed in one calendar or one level."""
    place = f"{kind}.{name}"
    if old is None or new is None:
        return [Change(place, "is new" if old is None else "is gone")]
    changes = list(_plain(place, old, new, [k for k in _keys(old, new) if k not in _MAPPED]))
    for key in _MAPPED:
        was, now = (_mapped(table.get(key, {})) for table in (old, new))
        for one in _keys(was, now):
            days = (one,) if key in _DATED else ()
            changes += [
                evolve(change, days=days) for change in _plain(f"{place}.{key}", was, now, [one])
            ]
    return changes


def _mapped(said: Any) -> dict[str, Any]:
    """Return a table of items by name; a list of closures by their ends, escalations by theirs."""
    if isinstance(said, dict):
        return said
    told: dict[str, Any] = {}
    for one in said:
        name, words = _escalation(one) if "target" in one else _closure(one)
        told[name] = f"{told[name]}; {words}" if name in told else words
    return told


def _closure(one: Mapping[str, Any]) -> tuple[str, str]:
    ends = "always" if one.get("always") else f"{one.get('start', '')}..{one.get('end', '')}"
    return ends, one.get("reason", "closed")


def _escalation(one: Mapping[str, Any]) -> tuple[str, str]:
    return f"{one['target']} at {one['at']}", one.get("action", "no action")


def _plain(
    place: str, old: Mapping[str, Any], new: Mapping[str, Any], keys: Sequence[str]
) -> Iterator[Change]:
    """Go through the keys of a table whose values differ."""
    for key in keys:
        was, now = old.get(key), new.get(key)
        if canonical(was) == canonical(now):
            continue
        words = (
            f"is {_said(now)}, was not said"
            if key not in old
            else f"is no longer said, was {_said(was)}"
            if key not in new
            else f"is {_said(now)}, was {_said(was)}"
        )
        yield Change(f"{place}.{key}" if place else key, words)


def _said(value: Any) -> str:
    return value if isinstance(value, str) and value else canonical(value)


def _keys(*tables: Mapping[str, Any]) -> list[str]:
    return list(dict.fromkeys(key for table in tables for key in table))


def _named(key: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    was, now = (table.get(key, {}) for table in (old, new))
    return _plain(key, was, now, _keys(was, now))


def _order(old: list[str], new: list[str]) -> Iterator[Change]:
    """Name the levels that are tried in another order, from the first to the last that differs."""
    was, now = [n for n in old if n in new], [n for n in new if n in old]
    if was == now:
        return
    differ = [number for number, (a, b) in enumerate(zip(was, now, strict=True)) if a != b]
    moved = tuple(now[differ[0] : differ[-1] + 1])
    words = f"are tried in the order {', '.join(now)}; was {', '.join(was)}"
    yield Change("levels", words, levels=moved)


def _touched(said: tuple[str, ...], differ: Sequence[date], span: Span | None) -> tuple[str, ...]:
    """Return the days of a change: as said, or in a span those whose hours differ."""
    if span is None:
        return said
    if said and len(said[0]) == _DATE:
        return said if said[0] in map(str, differ) else ()
    return _ranges(differ)


def _days(
    old: AnyCalendar | None, new: AnyCalendar | None, span: Span | None, force: Force
) -> list[date]:
    """Return the days of a span, while both are in force, whose hours differ."""
    if span is None or old is None or new is None:
        return []
    begin, end = (at and at.astimezone(old.zone).date() for at in force)
    first = max(span[0], begin or span[0])
    last = min(span[1], end - _DAY if end else span[1])
    every = (first + number * _DAY for number in range((last - first).days + 1))
    return [day for day in every if _hours(old, day) != _hours(new, day)]


def _hours(calendar: AnyCalendar, day: date) -> object:
    """Return the hours of a day, None where the calendar refuses to say them."""
    try:
        return calendar.day(day).hours, calendar.zone.key
    except HorizonError:
        return None


def _ranges(days: Sequence[date]) -> tuple[str, ...]:
    """Return days in order as text, those in a row as one range."""
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == _DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    return tuple(f"{run[0]}..{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
