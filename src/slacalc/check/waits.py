"""Waits: targets that no status starts or stops, and pauses that none ends."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from slacalc.chain import LevelChain
from slacalc.check.finding import Finding
from slacalc.check.places import targets_placed
from slacalc.log_columns import LogColumns
from slacalc.statuses import StatusMap

_ALWAYS = "start"  # the registration, which needs no status
_ENDS_ALL = "resolve"


def unmapped(chain: LevelChain, statuses: StatusMap, log: LogColumns) -> Iterator[Finding]:
    """Find what the statuses leave without a beginning or an end, where a log is described."""
    if statuses.known or log != LogColumns():
        yield from _unheard(chain, _meant(statuses))
        yield from _endless(chain, statuses)


def _meant(statuses: StatusMap) -> set[str]:
    """Return the kinds of events that some status means."""
    return {kind for status in statuses.known for kind in statuses.events(status) or ()}


def _unheard(chain: LevelChain, meant: Collection[str]) -> Iterator[Finding]:
    """Find the targets that no status starts or stops, each promise once."""
    told: set[tuple[str, str, frozenset[str]]] = set()
    for place, _, target in targets_placed(chain):
        starts, stops = target.starts_on, target.stops_on or frozenset({_ENDS_ALL})
        for code, kinds, verb in (
            ("never-starts", starts, "starts"),
            ("never-stops", stops, "stops"),
        ):
            known = (code, target.name, kinds)
            if kinds & {_ALWAYS, *meant} or known in told:
                continue
            told.add(known)
            said = f"the {target.name} {verb} on {_either(kinds)}, which no status means"
            yield Finding.of(code, place, said)


def _endless(chain: LevelChain, statuses: StatusMap) -> Iterator[Finding]:
    """Find the statuses that pause a target which none resumes."""
    meant = _meant(statuses)
    stuck = [t for _, _, t in targets_placed(chain) if not t.resumes_on & meant]
    for status in statuses.known:
        kinds = set(statuses.events(status) or ())
        target = next((target for target in stuck if kinds & target.pauses_on), None)
        if target is not None:
            needed = _either(target.resumes_on)
            told = f"{status!r} pauses the {target.name}, and no status means {needed}"
            yield Finding.of("endless-pause", f"statuses.{status}", told)


def _either(kinds: Collection[str]) -> str:
    return " or ".join(map(repr, sorted(kinds))) or "nothing"
