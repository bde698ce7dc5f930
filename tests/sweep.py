"""Ask the library about every transition of every zone, and compare it with a walk of the clock.

    python tests/sweep.py [--zone NAME] [--since DATE] [--until DATE] [--drawn N] [--seed N]
                          [--jobs N] [--json]

Each calendar of `sweep_cases` is asked in every zone by the zone's own name, on four clocks in
turn: the zone's own, UTC, the zone's own in wall times that a gap skips, and another zone's or a
fixed offset. Then calendars are drawn from a seed that is printed, of all zones and days, and
asked as many questions as `--drawn` says: a million, or none where zones are named, unless it is
said. Differences are printed as lines that can be run, up to five for each zone. Ends
with 1 where there are differences, with 2 where less was asked than should have been, else with 0.
"""

from __future__ import annotations

import argparse
import json
import secrets
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from multiprocessing import Pool
from typing import Any, NamedTuple, TypeVar
from zoneinfo import available_timezones

import sweep_drawn
from sweep_cases import Cases
from sweep_drawn import Drawn
from sweep_walk import Change, changes
from sweep_zone import ASK, Swept, sweep_zone

import slacalc
from slacalc.zones import tzdata_version

FIRST, LAST = "1840-01-01", "2038-01-01"  # no zone of tzdata lists a transition before
LEAST_CALENDARS = 30  # for each transition
LEAST_QUESTIONS = 30  # for each calendar, on average
LEAST_TRANSITIONS = 25_000  # in all zones from 1970 to 2037, one for each zone and instant
LEAST_ZONES = 500
LEAST_DRAWN = 1_000_000  # questions about drawn calendars
BATCH = 8  # calendars that are drawn at once
TRAPS = {
    "Africa/Cairo": "2014-05-15T22:00:00",
    "Africa/Casablanca": "2026-02-15T02:00:00",
    "Africa/El_Aaiun": "2026-03-22T02:00:00",
    "Africa/Monrovia": "1972-01-07T00:44:30",
    "America/Havana": "2026-03-08T05:00:00",
    "America/Santiago": "2025-09-07T04:00:00",
    "America/St_Johns": "2010-11-07T02:31:00",
    "Antarctica/Troll": "2025-03-30T01:00:00",
    "Asia/Beirut": "2026-03-28T22:00:00",
    "Asia/Riyadh": "1947-03-13T20:53:08",
    "Australia/Lord_Howe": "2025-04-05T15:00:00",
    "Pacific/Apia": "2011-12-30T10:00:00",
    "Pacific/Kwajalein": "1993-08-21T12:00:00",
}
"""Transitions in UTC that a sweep must have met, where it goes by them."""

Done = TypeVar("Done")
Found = tuple[str, list[Change]]
_CASES = Cases()  # of this process


class Total(NamedTuple):
    """What was asked in all zones."""

    zones: list[Swept]
    seconds: float

    @property
    def differences(self) -> int:
        """How many answers differ."""
        return sum(zone.differences for zone in self.zones)

    @property
    def lines(self) -> list[str]:
        """The first answers that differ in each zone."""
        return [line for zone in self.zones for line in zone.lines]

    @property
    def kinds(self) -> Counter[str]:
        """The questions of each kind."""
        return sum((zone.kinds for zone in self.zones), Counter())

    @property
    def counts(self) -> dict[str, Any]:
        """What was asked, in numbers."""
        transitions = [change for zone in self.zones for change in zone.transitions]
        return {
            "zones": len(self.zones),
            "zones with transitions": sum(bool(zone.transitions) for zone in self.zones),
            "transitions": len(transitions),
            "distinct transitions": len(set(transitions)),
            "gaps": sum(change.is_gap for change in transitions),
            "folds": sum(not change.is_gap for change in transitions),
            "calendars": sum(zone.calendars for zone in self.zones),
            "questions": sum(zone.questions for zone in self.zones),
            "differences": self.differences,
        }


def sweep(
    names: Sequence[str], since: int, until: int, jobs: int = 1, *, quiet: bool = True
) -> Total:
    """Sweep zones from one instant until another."""
    begun = time.monotonic()
    find = partial(_find, since=since, until=until)
    found = _progress("finding transitions", quiet, _each(find, names, jobs), len(names))
    found.sort(key=lambda zone: zone[1][::-1])  # zones that change alike follow one another
    swept = _progress("asking", quiet, _each(_sweep, found, jobs), len(found))
    return Total(sorted(swept), time.monotonic() - begun)


def _find(name: str, *, since: int, until: int) -> Found:
    return name, changes(name, since, until)


def _sweep(found: Found) -> Swept:
    return sweep_zone(*found, _CASES)


def _each(work: Callable[[Any], Done], things: Sequence[Any], jobs: int) -> Iterator[Done]:
    if jobs == 1:
        yield from map(work, things)
        return
    with Pool(jobs) as pool:
        yield from pool.imap_unordered(work, things, chunksize=8)


def _progress(what: str, quiet: bool, done: Iterable[Done], count: int) -> list[Done]:
    """Collect what is done, and say now and then how much of it is."""
    collected: list[Done] = []
    terminal = sys.stderr.isatty()
    for thing in done:
        collected.append(thing)
        differences = sum(z.differences for z in collected if isinstance(z, Swept))
        if not quiet and (terminal or len(collected) % 50 == 0 or len(collected) == count):
            line = f"{what}: {len(collected)} of {count} zones, {differences} differences"
            sys.stderr.write(f"\r{line}" if terminal else f"{line}\n")
            sys.stderr.flush()
    if terminal and not quiet:
        sys.stderr.write("\n")
    return collected


def draw(seed: int, least: int, jobs: int = 1) -> Drawn:
    """Draw calendars from a seed, until so many questions have been asked."""
    drawn, number = sweep_drawn.NOTHING, 0
    while drawn.questions < least:
        batch = range(number, number + (BATCH if jobs == 1 else jobs * 50 * BATCH))
        for one in _each(partial(sweep_drawn.survey, seed), batch, jobs):
            drawn = drawn.with_(one)
        number = batch.stop
    return drawn


def missing(total: Total, names: Sequence[str], since: int, until: int) -> list[str]:
    """Say what should have been asked and was not."""
    counts, kinds = total.counts, total.kinds
    checks = {
        "not every zone was asked": [zone.zone for zone in total.zones] == sorted(names),
        "there is no transition": counts["transitions"] > 0,
        "there are too few calendars": (
            counts["calendars"] >= LEAST_CALENDARS * counts["transitions"]
        ),
        "there are too few questions": (
            counts["questions"] >= LEAST_QUESTIONS * counts["calendars"]
        ),
        "questions were lost": counts["questions"] == kinds.total(),
        "a kind of question is missing": {kind for kind, n in kinds.items() if n} == set(ASK),
    }
    if set(names) == available_timezones() and since <= 0 and until >= _instant(LAST):
        checks |= {
            "there are too few zones": counts["zones"] > LEAST_ZONES,
            "there are too few gaps": counts["gaps"] > LEAST_TRANSITIONS // 2,
            "there are too few folds": counts["folds"] > LEAST_TRANSITIONS // 2,
        }
    met = {(zone.zone, change.at) for zone in total.zones for change in zone.transitions}
    for zone, at in TRAPS.items():
        if zone in names and since <= _instant(at) < until:
            checks[f"{zone} {at} was not met"] = (zone, _instant(at)) in met
    return [problem for problem, holds in checks.items() if not holds]


def _instant(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def main(arguments: Sequence[str] | None = None) -> int:
    """Sweep as the command line says, print what was asked and where the answers differ."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--zone", action="append", metavar="NAME", help="only this zone; repeatable"
    )
    parser.add_argument("--since", default=FIRST, metavar="DATE", help="from this UTC date on")
    parser.add_argument("--until", default=LAST, metavar="DATE", help="before this UTC date")
    parser.add_argument("--drawn", type=int, metavar="N", help="questions about drawn calendars")
    parser.add_argument("--seed", type=int, metavar="N", help="what calendars are drawn from")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes")
    parser.add_argument("--json", action="store_true", help="print JSON")
    said = parser.parse_args(arguments)
    names = sorted(set(said.zone or available_timezones()))
    since, until = _instant(said.since), _instant(said.until)
    seed = secrets.randbelow(10**9) if said.seed is None else said.seed
    least = LEAST_DRAWN * (said.zone is None) if said.drawn is None else said.drawn
    drawn = draw(seed, least, said.jobs)
    total = sweep(names, since, until, said.jobs, quiet=False)
    problems = missing(total, names, since, until) + sweep_drawn.missing(drawn, least)
    report = _json if said.json else _text
    sys.stdout.write(report(total, drawn, seed, problems))
    return 1 if total.differences or drawn.differences else 2 * bool(problems)


def _json(total: Total, drawn: Drawn, seed: int, problems: list[str]) -> str:
    report = {
        **total.counts,
        "kinds": total.kinds,
        "seconds": round(total.seconds, 1),
        "seed": seed,
        "drawn calendars": drawn.calendars,
        "drawn questions": drawn.questions,
        "drawn differences": drawn.differences,
        "drawn kinds": drawn.kinds,
        "drawn features": drawn.features,
        "problems": problems,
        "first differences": [*drawn.lines, *total.lines],
    }
    return json.dumps(report, indent=2) + "\n"


def _text(total: Total, drawn: Drawn, seed: int, problems: list[str]) -> str:
    lines = [*drawn.lines, *total.lines]
    lines += [f"{count:>12,} {what}" for what, count in total.counts.items()]
    lines += [f"{count:>12,} {kind}" for kind, count in sorted(total.kinds.items())]
    lines.append(f"drawn from --seed {seed}:")
    counts = {"calendars": drawn.calendars, "questions": drawn.questions}
    counts |= {**drawn.features, **drawn.kinds, "differences": drawn.differences}
    lines += [f"{count:>12,} {what}" for what, count in counts.items()]
    lines.append(f"in {total.seconds:.0f} s, {tzdata_version()}, {slacalc.__file__}")
    lines += [f"NOT ENOUGH WAS ASKED: {problem}" for problem in problems]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
