"""The difference of two policies: what changed, in words, and the levels and days it touches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from slacalc.canonical import canonical
from slacalc.editions import Edition, in_force
from slacalc.errors import PolicyError
from slacalc.policy_tables import edition_tables

if TYPE_CHECKING:
    from slacalc.algebra import AnyCalendar
    from slacalc.levels import SupportLevel

_DAY = timedelta(days=1)
_LONGEST_SPAN = 3_660
_DATED = ("holidays", "exceptions", "closures")
_MAPPED = (*_DATED, "targets", "conditions")
_BEGINNING = "the beginning"

Span = tuple[date, date]


@frozen
class Change:
    """One thing that a policy says otherwise: where, how, whom it touches, and on which days.

    `since` is the instant from which it is so, None from the beginning; `days` are those on
    which it was listed, or in a span that was asked for, those whose hours differ.
    """

    place: str
    words: str
    levels: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    since: datetime | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the change as plain data, for a table or JSON."""
        return {
            "place": self.place,
            "words": self.words,
            "since": self.since and self.since.isoformat(),
            "levels": list(self.levels),
            "days": list(self.days),
        }

    def __str__(self) -> str:
        """Write the change as a line."""
        since = f"from {self.since:%Y-%m-%d %H:%M} UTC: " if self.since else ""
        levels = f" (levels: {', '.join(self.levels)})" if self.levels else ""
        days = f" (days: {', '.join(self.days)})" if self.days else ""
        return f"{since}{self.place}: {self.words}{levels}{days}"


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
    changes = [*_plain("", old[0], new[0], ("name", "log")), *_statuses(old[0], new[0])]
    known: set[tuple[str, str]] = set()
    moments = {e.since for policy in (old, new) for e in policy[1] if e.since}
    for moment in (None, *sorted(moments)):
        was, now = (e[0] if moment is None else in_force(e, moment) for e in (old[1], new[1]))
        for change in _editions(was, now, span):
            if (change.place, change.words) not in known:
                known.add((change.place, change.words))
                changes.append(evolve(change, since=moment))
    return PolicyDiff(tuple(changes))


def _editions(old: Edition, new: Edition, span: Span | None) -> Iterator[Change]:
    before, after = edition_tables(old), edition_tables(new)
    users = _users(old), _users(new)
    for name in _keys(before["calendars"], after["calendars"]):
        found = _item(
            "calendars", name, before["calendars"].get(name), after["calendars"].get(name)
        )
        levels = tuple(dict.fromkeys(level for one in users for level in one.get(name, ())))
        days = _days(old.calendars.get(name), new.calendars.get(name), span)
        for change in found:
            yield evolve(change, levels=levels, days=days or change.days)
    tables = [{one["name"]: one for one in (*t["levels"], t["default"])} for t in (before, after)]
    for name in _keys(*tables):
        for change in _item("levels", name, *(table.get(name) for table in tables)):
            yield evolve(change, levels=(name,), days=())
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
    """Go through the calendars of a level's promises, and those that they are made of."""
    own = [level.calendar, *(target.calendar for target in level.targets)]
    found = [calendar for calendar in own if calendar is not None]
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
    """Return a table of items by name; closures, which are a list, by their ends."""
    if isinstance(said, dict):
        return said
    ends = ("start", "end")
    return {"..".join(one.get(end, "") for end in ends): one.get("reason", "") for one in said}


def _plain(
    place: str, old: Mapping[str, Any], new: Mapping[str, Any], keys: Sequence[str]
) -> Iterator[Change]:
    """Go through the keys of a table whose values differ."""
    for key in keys:
        was, now = old.get(key), new.get(key)
        if was == now and type(was) is type(now):
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


def _statuses(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    was, now = (table.get("statuses", {}) for table in (old, new))
    return _plain("statuses", was, now, _keys(was, now))


def _order(old: list[str], new: list[str]) -> Iterator[Change]:
    """Name the levels that are tried in another order."""
    was, now = [n for n in old if n in new], [n for n in new if n in old]
    if was == now:
        return
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    kept = {
        name for block in matcher.get_matching_blocks() for name in was[block.a :][: block.size]
    }
    moved = tuple(name for name in now if name not in kept)
    words = f"are tried in the order {', '.join(now)}; was {', '.join(was)}"
    yield Change("levels", words, levels=moved)


def _days(old: AnyCalendar | None, new: AnyCalendar | None, span: Span | None) -> tuple[str, ...]:
    """Return the days of a span whose hours differ, as dates and ranges of dates."""
    if span is None or old is None or new is None:
        return ()
    count = (span[1] - span[0]).days + 1
    every = (span[0] + number * _DAY for number in range(count))
    return _ranges([day for day in every if old.day(day).hours != new.day(day).hours])


def _ranges(days: Sequence[date]) -> tuple[str, ...]:
    """Return days in order as text, those in a row as one range."""
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == _DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    return tuple(f"{run[0]}..{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
