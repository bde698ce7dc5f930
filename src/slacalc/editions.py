"""The editions of a policy: its calendars and levels, as they are from one change to the next."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from slacalc.algebra import AnyCalendar
from slacalc.chain import LevelChain
from slacalc.errors import ArgumentTypeError, PolicyError
from slacalc.events import checked_key
from slacalc.fields import Fields
from slacalc.policy_calendars import read_calendars
from slacalc.policy_levels import Hours, Named, read_chain
from slacalc.versions import Version, versions_of
from slacalc.zones import EPOCH, EPOCH_DAY, day_begins

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from slacalc.levels import SupportLevel

_MOST_TABLES = 20_000
_NO_NAME = "calendar"


def _named(said: Mapping[str, AnyCalendar] | Iterable[tuple[str, AnyCalendar]]) -> Any:
    try:
        return tuple(dict(said).items())
    except (TypeError, ValueError):
        raise ArgumentTypeError.expected("calendars", said, "calendars by name") from None


@frozen(repr=False)
class Edition:
    """What a policy says from an instant on, until its next edition: None from the beginning.

    >>> from slacalc import Calendar, SupportLevel
    >>> desk = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow", name="Desk")
    >>> chain = LevelChain([], default=SupportLevel("Default", calendar=desk, resolution="8h"))
    >>> Edition(None, {}, chain).all_named().calendars == {"Desk": desk}
    True

    The instant is kept in UTC; `places` says which version of a file an item comes from, such as
    ``{"default": "default.versions[0]"}``.
    """

    since: datetime | None
    _calendars: tuple[tuple[str, AnyCalendar], ...] = field(converter=_named, eq=frozenset)
    chain: LevelChain
    places: Mapping[str, str] = field(factory=dict, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Check what was given."""
        if not isinstance(self.chain, LevelChain):
            raise ArgumentTypeError.expected("chain", self.chain, "a LevelChain")
        if self.since is not None:
            object.__setattr__(self, "since", checked_key("since", self.since))
        for name, calendar in self.calendars.items():
            if not isinstance(calendar, AnyCalendar):
                raise ArgumentTypeError.expected(f"calendars[{name!r}]", calendar, "a calendar")

    @property
    def calendars(self) -> dict[str, AnyCalendar]:
        """The calendars by the names that levels know them by."""
        return dict(self._calendars)

    def alone(self) -> Edition:
        """Return the same edition, in force from the beginning."""
        return Edition(None, self._calendars, self.chain)

    def all_named(self) -> Edition:
        """Return the same edition with a name for each calendar of a level that had none."""
        return Edition(self.since, _all_named(self), self.chain, self.places)

    def fingerprints(self) -> dict[str, Any]:
        """Return what the edition says as fingerprints of its parts."""
        return {
            "since": self.since and self.since.isoformat(),
            "calendars": {name: one.fingerprint for name, one in self._calendars},
            "levels": [level.fingerprint for level in self.levels],
        }

    def says(self, other: Edition | None) -> bool:
        """Say whether this edition says what another one says, at whatever time."""
        return other is not None and self.alone() == other.alone()

    def __repr__(self) -> str:
        """Write the constructor call."""
        return f"Edition({self.since!r}, {self.calendars!r}, {self.chain!r})"

    @property
    def levels(self) -> tuple[SupportLevel, ...]:
        """The levels in order, the default last."""
        return (*self.chain.levels, self.chain.default)


def _all_named(edition: Edition) -> dict[str, AnyCalendar]:
    """Return the calendars by name, with those of the levels that have none yet."""
    named = edition.calendars
    known = set(named.values())
    for level in edition.levels:
        for calendar in level.counted_on:
            if calendar in known:
                continue
            wanted, name, number = calendar.name or _NO_NAME, calendar.name or _NO_NAME, 1
            while name in named:
                number += 1
                name = f"{wanted} {number}"
            named[name] = calendar
            known.add(calendar)
    return named


def in_force(editions: Sequence[Edition], at: datetime) -> Edition:
    """Return the edition that is in force at an instant. O(log editions)."""
    key = checked_key("at", at)
    begun = bisect_right(editions, key, key=lambda one: one.since or key)
    return editions[begun - 1]


def read_editions(fields: Fields, schedules: Mapping[str, Hours]) -> tuple[Edition, ...]:
    """Return the editions of a policy's tables, the first one in force from the beginning."""
    fields.need("calendars", dict)
    calendars = {
        key: versions_of(fields.at(f"calendars.{key}"), said)
        for key, said in fields.table("calendars").items()
    }
    levels = [
        versions_of(fields.at(f"levels[{number}]"), said, fixed=("name",))
        for number, said in enumerate(fields.take("levels", list, default=[]))
    ]
    default = versions_of(fields.at("default"), fields.need("default", dict), fixed=("name",))
    return _Reader(fields.place, schedules, calendars, [*levels, default]).editions()


class _Reader:
    """Reads the tables in force at one change after another."""

    def __init__(
        self,
        source: str,
        schedules: Mapping[str, Hours],
        calendars: Mapping[str, Sequence[Version]],
        levels: Sequence[Sequence[Version]],
    ) -> None:
        self._source = source
        self._schedules = schedules
        self._calendars = calendars
        self._levels = levels

    def editions(self) -> tuple[Edition, ...]:
        """Return all editions in order."""
        first = self._edition(None, {})
        zones = {key: calendar.zone for key, calendar in first.calendars.items()}
        begins = {id(v): _begin(v, zones[k]) for k, vs in self._calendars.items() for v in vs[1:]}
        for level, versions in zip(first.levels, self._levels, strict=True):
            begins |= {id(one): _begin(one, level.calendar.zone) for one in versions[1:]}
        moments = sorted(set(begins.values()))
        tables = len(moments) * (len(self._calendars) + len(self._levels))
        if tables > _MOST_TABLES:
            problem = "changes too often for so many calendars and levels"
            raise PolicyError(self._source, len(moments), problem, "leave out old versions")
        return (first, *(self._edition(moment, begins) for moment in moments))

    def _edition(self, since: datetime | None, begins: Mapping[int, datetime]) -> Edition:
        """Return what is in force from an instant on."""
        chosen = {key: _chosen(vs, since, begins) for key, vs in self._calendars.items()}
        calendars = read_calendars({key: (one.place, one.table) for key, one in chosen.items()})
        *levels, default = (_chosen(versions, since, begins) for versions in self._levels)
        chain = read_chain(
            self._source,
            [(level.place, level.table) for level in levels],
            (default.place, default.table),
            Named(calendars, self._schedules),
        )
        places = _places([*chosen.values(), *levels, default], self._source)
        return Edition(since, calendars, chain, places)


def _places(said: Iterable[Version], source: str) -> dict[str, str]:
    """Return, for what comes from a later version, its place in the file by its first place."""
    prefix = f"{source}."
    versions = (one.place.removeprefix(prefix) for one in said if one.valid_from)
    return {place.rpartition(".versions[")[0]: place for place in versions}


def _chosen(
    versions: Sequence[Version], at: datetime | None, begins: Mapping[int, datetime]
) -> Version:
    """Return the last version that has begun by an instant."""
    first, *later = versions
    begun = [one for one in later if at is not None and begins[id(one)] <= at]
    return begun[-1] if begun else first


def _begin(version: Version, zone: ZoneInfo) -> datetime:
    """Return the instant from which a version is in force."""
    day = version.valid_from
    assert day is not None  # noqa: S101 - only the first version has none
    try:
        return EPOCH + day_begins(day.toordinal() - EPOCH_DAY, zone)
    except OverflowError:
        place, remedy = f"{version.place}.valid_from", "give a day of this age"
        raise PolicyError(place, str(day), "is outside the years 1 to 9999", remedy) from None
