"""The checks of a chain and of a policy, all in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from attrs import evolve

from slacalc import doors
from slacalc.chain import LevelChain
from slacalc.check import hours, overlaps, promises, reach, rows, tried, waits
from slacalc.check.chains import ChainFormulas
from slacalc.check.finding import Finding, in_order
from slacalc.check.places import placed
from slacalc.editions import Edition, in_force
from slacalc.errors import ArgumentTypeError
from slacalc.policy import Policy

_STEPS = 10_000


def check(
    policy: Policy,
    *,
    sample: Iterable[Mapping[str, Any]] | None = None,
    until: date | None = None,
) -> list[Finding]:
    """Return what is wrong with a policy, the gravest first; an empty list is the best answer.

    Each claim is proved: what can't be decided, or not within some steps, is not claimed. The
    `sample` is of requests, which are gone through once; `until` is the day until which the
    calendars are needed, None to leave that open. Nothing reads the clock. Every edition of the
    policy is checked; the sample is tried on the one in force on that day, or on the first.

    >>> desk = {"week": "Mon-Fri 09:00-18:00", "time_zone": "Europe/Moscow"}
    >>> level = {"name": "Default", "calendar": "desk", "response": "8h", "resolution": "4h"}
    >>> policy = Policy.from_dict({"slacalc": 1, "calendars": {"desk": desk}, "default": level})
    >>> [(finding.code, finding.place) for finding in check(policy)]
    [('resolution-first', 'default.resolution')]
    """
    if not isinstance(policy, Policy):
        raise ArgumentTypeError.expected("policy", policy, "a Policy")
    day = None if until is None else doors.day("until", until)
    found: dict[tuple[str, str, str], Finding] = {}
    for edition in policy.editions:
        for one in _of_edition(policy, edition, day):
            found.setdefault((one.code, one.place, one.words), _since(edition, one))
    told = [*found.values(), *_unused(policy)]
    if sample is not None:
        now = _on(policy.editions, day)
        told += tried.tried(now.chain, sample, policy.statuses, policy.log.status)
    return in_order(told)


def _of_edition(policy: Policy, edition: Edition, day: date | None) -> Iterator[Finding]:
    yield from _of_chain(edition.chain, day)
    yield from hours.counted(edition.chain, edition.calendars, day)
    yield from waits.unmapped(edition.chain, policy.statuses, policy.log)


def _unused(policy: Policy) -> list[Finding]:
    """Return what no edition uses."""
    each = [
        [
            *hours.unused(edition.chain, edition.calendars),
            *hours.unused_schedules(edition.chain, policy.schedules),
        ]
        for edition in policy.editions
    ]
    return [one for one in each[0] if all(one in others for others in each)]


def _since(edition: Edition, finding: Finding) -> Finding:
    """Return a finding of a later edition with its day, at the place of the version there."""
    if edition.since is None:
        return finding
    day = edition.since.astimezone(edition.chain.default.calendar.zone)
    words = f"from {day:%Y-%m-%d}: {finding.words}"
    return evolve(finding, words=words, place=_place(edition, finding.place))


def _place(edition: Edition, place: str) -> str:
    """Return the place of a finding in the version of the item that it is about."""
    for item, version in edition.places.items():
        if place == item or place.startswith((f"{item}.", f"{item}[")):
            return f"{version}{place[len(item) :]}"
    return place


def _on(editions: Sequence[Edition], day: date | None) -> Edition:
    """Return the edition in force on a day, or the first one."""
    if day is None or len(editions) == 1:
        return editions[0]
    return in_force(editions, datetime.combine(day, time(), UTC))


def check_chain(
    chain: LevelChain,
    *,
    sample: Iterable[Mapping[str, Any]] | None = None,
    until: date | None = None,
) -> list[Finding]:
    """Return what is wrong with a chain of levels, the gravest first; see `check`.

    >>> from slacalc import Calendar, SupportLevel
    >>> desk = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow")
    >>> vip = SupportLevel(
    ...     "VIP", calendar=desk, response="1h", conditions={"client": ["a", "b"]}
    ... )
    >>> one = SupportLevel("A", calendar=desk, response="2h", conditions={"client": "a"})
    >>> rest = SupportLevel("Default", calendar=desk, response="4h")
    >>> for finding in check_chain(LevelChain([vip, one], default=rest)):
    ...     print(finding.code, finding.place, finding.witness)
    unreachable levels[1] {'client': 'a'}
    """
    if not isinstance(chain, LevelChain):
        raise ArgumentTypeError.expected("chain", chain, "a LevelChain")
    day = None if until is None else doors.day("until", until)
    found = [*_of_chain(chain, day), *hours.counted(chain, {}, day)]
    if sample is not None:
        found += tried.tried(chain, sample)
    return in_order(found)


def _of_chain(chain: LevelChain, until: date | None) -> list[Finding]:
    formulas = ChainFormulas(chain, rows.asked_by_rows(chain))
    found = [
        *reach.unreachable(formulas.allow(_STEPS)),
        *rows.never_used(formulas.allow(_STEPS)),
        *overlaps.overlapping(formulas.allow(2 * _STEPS)),
    ]
    for place, level in placed(chain):
        found += promises.promised(place, level, until)
    return found
