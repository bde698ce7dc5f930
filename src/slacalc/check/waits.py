"""Waits: targets that no status starts, holds or stops, and pauses that none ends."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from slacalc.chain import LevelChain
from slacalc.check.finding import Finding
from slacalc.check.places import targets_placed
from slacalc.events import ABOUT, is_pause
from slacalc.levels import SupportLevel
from slacalc.log_columns import LogColumns
from slacalc.statuses import StatusMap
from slacalc.targets import Target
from slacalc.terms import Terms

_UNSAID = ("start", *ABOUT)  # what no status means, and needs none


def unmapped(chain: LevelChain, statuses: StatusMap, log: LogColumns) -> Iterator[Finding]:
    """Find what the statuses leave without a beginning or an end, where a log is described."""
    if statuses.known or log != LogColumns():
        yield from _unheard(chain, _meant(statuses))
        yield from _endless(chain, statuses)


def _meant(statuses: StatusMap) -> set[str]:
    """Return the kinds of events that some status means."""
    return {kind for status in statuses.known for kind in statuses.events(status) or ()}


def _terms(level: SupportLevel, target: Target) -> Terms:
    """Return what a target heeds under the profile of its level."""
    return Terms(target, level.hours, level.profile)


def _unheard(chain: LevelChain, meant: Collection[str]) -> Iterator[Finding]:
    """Find the targets that no status starts, holds or stops, each promise once."""
    told: set[tuple[str, str, frozenset[str]]] = set()
    for place, level, target in targets_placed(chain):
        stops = _terms(level, target).stops & target.stops_on or frozenset({"resolve"})
        named_waits = frozenset(filter(is_pause, target.pauses_on)) - {"pause"}
        for code, kinds, verb in (
            ("never-starts", target.starts_on, "starts"),
            ("never-waits", named_waits, "waits"),
            ("never-stops", stops, "stops"),
        ):
            known = (code, target.name, kinds)
            if not kinds or kinds & {*_UNSAID, *meant} or known in told:
                continue
            told.add(known)
            said = f"the {target.name} {verb} on {_either(kinds)}, which no status means"
            yield Finding.of(code, place, said)


def _endless(chain: LevelChain, statuses: StatusMap) -> Iterator[Finding]:
    """Find the statuses that pause a target which none resumes."""
    meant = _meant(statuses)
    every = [_terms(level, target) for _, level, target in targets_placed(chain)]
    stuck = [one for one in every if all(one.holds(kind, held=True) for kind in meant)]
    for status in statuses.known:
        kinds = statuses.events(status) or ()
        held = (t.target for t in stuck if any(t.holds(kind, held=False) for kind in kinds))
        target = next(held, None)
        if target is not None:
            needed = _either(target.resumes_on)
            told = f"{status!r} pauses the {target.name}, and no status means {needed}"
            yield Finding.of("endless-pause", f"statuses.{status}", told)


def _either(kinds: Collection[str]) -> str:
    return " or ".join(map(repr, sorted(kinds))) or "nothing"
