"""A policy: named calendars, levels in order and their versions, and what statuses mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from attrs import field, frozen

from slacalc import doors
from slacalc.algebra import AnyCalendar
from slacalc.archive import Archive
from slacalc.canonical import fingerprint
from slacalc.chain import Choice, LevelChain
from slacalc.clock import SlaClock
from slacalc.clock_state import named_in
from slacalc.editions import Edition, in_force, read_editions
from slacalc.errors import ArgumentTypeError, PolicyError, SlacalcError, did_you_mean
from slacalc.events import KINDS, Event, instant_key
from slacalc.fields import Fields, misread, of_another_kind
from slacalc.levels import SupportLevel
from slacalc.log_columns import LogColumns, read_log_columns
from slacalc.policy_diff import PolicyDiff, difference
from slacalc.policy_files import located, read_tables
from slacalc.policy_levels import Hours, read_schedules
from slacalc.policy_tables import editions_tables
from slacalc.policy_writing import write_tables
from slacalc.rota import hours_to_dict
from slacalc.statuses import JOINT, StatusMap, entered

FORMAT = 1
_SAID = ("name", "editions", "_schedules", "statuses", "log", "archive")


@frozen(repr=False, init=False)
class Policy:
    """What a helpdesk promises: its calendars, its levels in order, and its statuses.

    Args:
        chain: the levels in the order in which they are tried, and the default.
        name: what to call the policy.
        calendars: calendars by name; those that a level uses need not be named here.
        schedules: hours by name, by which a file can say those of levels.
        statuses: what the helpdesk's statuses mean, a `StatusMap` or a mapping.
        log: where a log of status changes has what.
        changes: the later editions in order, each with the instant from which it is in force.
        archive: where to find what was promised on versions that are no longer here.

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
    editions: tuple[Edition, ...]
    _schedules: tuple[tuple[str, Hours], ...] = field(eq=frozenset)
    statuses: StatusMap
    log: LogColumns
    archive: Archive | None = field(eq=False)
    _promises: dict[str, SupportLevel] | None = field(init=False, eq=False, default=None)

    def __init__(
        self,
        chain: LevelChain,
        *,
        name: str = "",
        calendars: Mapping[str, AnyCalendar] | None = None,
        schedules: Mapping[str, Hours] | None = None,
        statuses: StatusMap | Mapping[str, Any] | None = None,
        log: LogColumns | None = None,
        changes: Iterable[Edition] = (),
        archive: Archive | None = None,
    ) -> None:
        told = (Edition(None, {} if calendars is None else calendars, chain), *changes)
        name = doors.text("name", name)
        _check_editions(told)
        editions = tuple(
            e for e, last in zip(told, (None, *told[:-1]), strict=True) if not e.says(last)
        )
        if len(editions) == 1:
            editions = (editions[0].all_named(),)
        self.__attrs_init__(
            name,
            editions,
            tuple((schedules or {}).items()),
            _status_map(statuses or {}, editions),
            log or LogColumns(),
            archive,
        )

    @property
    def calendars(self) -> dict[str, AnyCalendar]:
        """The calendars by the names that levels know them by, before any change."""
        return self.editions[0].calendars

    @property
    def schedules(self) -> dict[str, Hours]:
        """The hours by the names that a file says them by."""
        return dict(self._schedules)

    @property
    def chain(self) -> LevelChain:
        """The levels in order, before any change; `as_of` gives those of an instant."""
        return self.editions[0].chain

    @property
    def fingerprint(self) -> str:
        """The fingerprint of all that the policy says, whatever the order of its keys."""
        hours = {name: hours_to_dict(said) for name, said in self.schedules.items()}
        told = {"name": self.name, "schedules": hours, "log": self.log.to_dict()}
        editions = [edition.fingerprints() for edition in self.editions]
        return fingerprint(
            "policy", told | {"statuses": self.statuses.to_dict(), "editions": editions}
        )

    @classmethod
    def load(cls, path: str | Path) -> Policy:
        """Read a policy from a TOML or JSON file; see docs/reference/policy.md for its keys.

        Its archive is the folder beside the file that `slacalc archive` fills. Raises
        `PolicyError` naming the file, the line where it is known, the key path, and what to do.
        """
        if not isinstance(path, str | Path):
            raise of_another_kind("path", path, "the path of a file")
        source = read_tables(Path(path))
        try:
            return cls._read(source.tables, source.name, Archive.beside(path))
        except PolicyError as error:
            raise located(error, source) from None

    @classmethod
    def from_dict(cls, table: Mapping[str, Any]) -> Policy:
        """Read a policy from plain tables, such as parsed TOML; it can include no files."""
        if isinstance(table, Mapping) and "include" in table:
            problem = "is read from files"
            raise PolicyError("policy.include", table["include"], problem, "use Policy.load")
        return cls._read(table, "policy")

    def to_dict(self) -> dict[str, Any]:
        """Return the policy as plain tables, which `from_dict` reads back to an equal one.

        Raises `LevelError` where a condition is a Python callable, which can't be saved.
        """
        hours = {name: hours_to_dict(said) for name, said in self.schedules.items()}
        told: dict[str, Any] = {"slacalc": FORMAT, "name": self.name, "schedules": hours}
        told |= editions_tables(self.editions, self.schedules)
        told |= {"statuses": self.statuses.to_dict(), "log": self.log.to_dict()}
        return {key: value for key, value in told.items() if value or key == "calendars"}

    def dump(self, path: str | Path) -> Path:
        """Write the policy to a TOML or JSON file, whole or not at all; return its path.

        TOML needs the extra ``slacalc[toml]``.
        """
        return write_tables(path, self.to_dict())

    def as_of(self, at: datetime) -> Policy:
        """Return the policy as it is in force at an instant, without versions."""
        return self._like(editions=(in_force(self.editions, at).alone(),))

    def open(self, ticket: Mapping[str, Any], *, at: datetime) -> SlaClock:
        """Register a request: choose its level by its fields, and start its clock.

        The calendars and levels are those in force at the instant of registration.
        """
        return SlaClock.start(self.level_for(ticket, at=at), at=at, ticket=ticket)

    def level_for(self, ticket: Mapping[str, Any], *, at: datetime) -> SupportLevel:
        """Return the level that a request gets when it is registered at an instant."""
        return in_force(self.editions, at).chain.level_for(ticket)

    def explain(self, ticket: Mapping[str, Any], *, at: datetime | None = None) -> Choice:
        """Return the level for a request, and why each level before it did not match.

        Of the edition in force at an instant, which can be left out where there is only one.
        """
        if at is None and len(self.editions) > 1:
            problem = "is needed, for the policy has versions"
            raise PolicyError("at", None, problem, "give the instant of registration")
        chain = self.chain if at is None else in_force(self.editions, at).chain
        return chain.explain(ticket)

    def tell(self, clock: SlaClock, status: str | Sequence[str], at: datetime) -> SlaClock:
        """Return the clock after its request enters a status, as a replay would tell it.

        A status can be of several parts. One that does not end a request which has ended opens
        it again, in the way of its profile. Raises `PolicyError` for an unknown status.
        """
        parts = (status,) if isinstance(status, str) else tuple(status)
        kinds = self.statuses.events(*parts)
        if kinds is None:
            way_out = did_you_mean(JOINT.join(parts), self.statuses.known)
            remedy = way_out or f"use one of {', '.join(self.statuses.known) or 'none: add it'}"
            raise PolicyError("status", status, "is no status of the policy", remedy)
        return entered(clock, kinds, at)

    def restore(
        self, state: Mapping[str, Any], *, known: Iterable[SupportLevel | AnyCalendar] = ()
    ) -> SlaClock:
        """Return a stored clock, on the versions of its levels that it was promised on.

        They are found by the fingerprints in the state, here or in the archive, and the calendars
        of changes here or among the `known` ones; state without a fingerprint, as older releases
        wrote it, goes to the version in force at registration. Escalations are no part of a
        promise: a level from the archive has those that its name has now. Raises
        `UnknownVersionError` where a version is nowhere.
        """
        if not isinstance(state, Mapping) or "level" not in state:
            raise ArgumentTypeError.expected("state", state, "what SlaClock.to_dict() returned")
        levels, calendars = named_in(state)
        here = self._calendars() if calendars else ()
        known = [*known, *map(self._promised, levels), *here]
        wanted = state.get("fingerprint")
        if wanted is None:
            level = in_force(self.editions, _registered(state)).chain.named(state["level"])
        else:
            level = self._promised(wanted)
        return SlaClock.from_dict(state, level=level, known=known)

    def _promised(self, wanted: object) -> SupportLevel:
        """Return the level of a promise, by its fingerprint."""
        if not isinstance(wanted, str):
            raise Archive.missing(wanted, "any archive")
        if self._promises is None:
            here = (level for edition in self.editions for level in edition.levels)
            promises = {level.promise.fingerprint: level for level in here}
            object.__setattr__(self, "_promises", promises)
        found = (self._promises or {}).get(wanted)
        if found is not None:
            return found
        if self.archive is None:
            raise Archive.missing(wanted, "an archive, for it has none")
        return self._escalating(self.archive.find(wanted))

    def _escalating(self, promise: SupportLevel) -> SupportLevel:
        """Return an archived promise with the escalations that a level of its name has now."""
        now = (level for level in self.editions[-1].levels if level.name == promise.name)
        return next((promise.escalating(level.escalations) for level in now), promise)

    def _calendars(self) -> Iterator[AnyCalendar]:
        """Go through the calendars of all editions, and those of their levels."""
        for edition in self.editions:
            yield from edition.calendars.values()
            yield from (one for level in edition.levels for one in level.counted_on)

    def diff(
        self, other: Policy, *, since: date | str | None = None, until: date | str | None = None
    ) -> PolicyDiff:
        """Return what another policy says otherwise, in words, and the levels that it touches.

        Between two days, also the days whose hours differ. The other one is the newer.
        """
        if not isinstance(other, Policy):
            raise ArgumentTypeError.expected("other", other, "a policy")
        days = {"since": since, "until": until}
        given = [doors.day(name, day) for name, day in days.items() if day is not None]
        if len(given) == 1:
            raise PolicyError("since, until", days, "are half a span", "give both, or none")
        old, new = ((one.to_dict(), one.editions) for one in (self, other))
        return difference(old, new, (given[0], given[1]) if given else None)

    def _like(self, **changed: Any) -> Policy:
        """Return the same policy with a part changed, which is checked already."""
        said = {key.removeprefix("_"): getattr(self, key) for key in _SAID}
        policy = object.__new__(type(self))
        policy.__attrs_init__(**said | changed)
        return policy

    @classmethod
    def _read(cls, table: Any, source: str, archive: Archive | None = None) -> Policy:
        fields = Fields(source, table)
        if fields.need("slacalc", int) != FORMAT:
            remedy = f"this release reads format {FORMAT}"
            problem = "is an unknown format"
            raise PolicyError(fields.at("slacalc"), table["slacalc"], problem, remedy)
        name = fields.take("name", str, default="")
        schedules = read_schedules(fields)
        first, *changes = read_editions(fields, schedules)
        statuses = fields.table("statuses")
        log = read_log_columns(fields.at("log"), fields.take("log", dict, default={}))
        fields.done()
        try:
            return cls(
                first.chain,
                name=name,
                calendars=first.calendars,
                schedules=schedules,
                statuses=statuses,
                log=log,
                changes=changes,
                archive=archive,
            )
        except SlacalcError as error:
            raise misread(source, error) from None

    def rows(self) -> list[dict[str, Any]]:
        """Return a flat row for each level in order: what it is for, promises, and counts on.

        Before any change; `as_of` gives the policy of an instant.
        """
        from slacalc.policy_overview import level_rows

        return level_rows(self.chain)

    def _repr_html_(self) -> str:
        """Draw the policy, as notebooks do: its levels as a table, and its calendars."""
        from slacalc.policy_overview import overview

        return overview(self.name, self.chain, self.calendars)

    def __repr__(self) -> str:
        """Write the constructor call."""
        first, *changes = self.editions
        said: dict[str, Any] = {"calendars": first.calendars, "schedules": self.schedules}
        said |= {"statuses": self.statuses, "log": self.log, "changes": changes}
        told = "".join(f", {key}={value!r}" for key, value in said.items())
        return f"Policy({first.chain!r}, name={self.name!r}{told})"


def _status_map(said: Any, editions: Iterable[Edition]) -> StatusMap:
    """Return what statuses mean; the targets of levels may name events of their own."""
    if isinstance(said, StatusMap):
        return said
    levels = (level for edition in editions for level in edition.levels)
    named = {kind for level in levels for target in level.targets for kind in target.kinds}
    return StatusMap(said, also=sorted(named - set(KINDS)))


def _check_editions(editions: tuple[Edition, ...]) -> None:
    """Refuse editions out of order, and those that add or rename levels or calendars."""
    first, *later = editions
    for one in later:
        if not isinstance(one, Edition):
            raise ArgumentTypeError.expected("changes", one, "editions")
        if one.since is None:
            problem = "is of an edition that is in force from the beginning"
            raise PolicyError("changes", None, problem, "give each the instant of its since")
    sinces = [instant_key(one.since) for one in later if one.since]
    if any(a >= b for a, b in pairwise(sinces)):
        told = [str(since) for since in sinces]
        raise PolicyError("changes", told, "are not in order of time", "sort them by since")
    for one in later:
        levels = [level.name for level in one.levels]
        if levels != [level.name for level in first.levels]:
            problem = "has other levels than the first edition"
            raise PolicyError("changes", levels, problem, "keep their names and their order")
        if set(one.calendars) != set(first.calendars):
            problem = "has other calendars than the first edition"
            raise PolicyError("changes", list(one.calendars), problem, "keep their names")


def _registered(state: Mapping[str, Any]) -> datetime:
    """Return the instant of registration that a stored clock names."""
    events = state.get("events")
    first = events[0] if isinstance(events, list | tuple) and events else None
    if first is None:
        raise ArgumentTypeError.expected("state", dict(state), "what SlaClock.to_dict() returned")
    return Event.of(first).at
