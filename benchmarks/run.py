"""Time the library as ratios to the zone-correct plain addition, all in one run.

A row without a unit is a ratio to the cost of `(t.astimezone(UTC) + d).astimezone(zone)` for a
New York instant, timed in turn with it, so that a noisy machine slows both. Rows without a limit
are for information.
"""

from __future__ import annotations

import json
import os
import platform
import random
import statistics
import subprocess
import sys
import time
import timeit
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from slacalc import Calendar, Policy, tzdata_version

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("SLACALC_SHARED", ROOT.parent / "shared"))
ROUNDS = 15
CALLS = 20_000
NEW_YORK = ZoneInfo("America/New_York")
START = datetime(2026, 3, 4, 10, 11, 12, tzinfo=NEW_YORK)
HOURS = timedelta(hours=4)
YEARS = timedelta(hours=20_000)
WEEKS = {
    "office": "Mon-Fri 09:00-13:00 14:00-18:00",
    "nights": "Mon-Fri 22:00-06:00",
    "24/7": "Mon-Sun 00:00-24:00",
}
LIMITS = {"named": 1.5, "fixed": 2.0}


def fresh(week: str = WEEKS["office"]) -> Calendar:
    """Return a calendar that has not been asked yet."""
    return Calendar(week, time_zone="America/New_York", holidays={"2026-12-25": "Christmas"})


def plain_addition() -> datetime:
    """Add to an instant the zone-correct way, counting no working time."""
    return (START.astimezone(UTC) + HOURS).astimezone(NEW_YORK)


def paired(call: Callable[[], object], base: Callable[[], object]) -> tuple[float, float]:
    """Return the median ratio of two calls timed in turn, and the call's best time in ns."""
    pairs = [
        (timeit.timeit(call, number=CALLS), timeit.timeit(base, number=CALLS))
        for _ in range(ROUNDS)
    ]
    return statistics.median(a / b for a, b in pairs), min(a for a, _ in pairs) / CALLS * 1e9


def scalar_rows() -> list[tuple[str, float, float, float]]:
    """Return (what, ratio, limit, ns) for deadline and elapsed of each kind of argument."""
    rows = []
    for name, week in WEEKS.items():
        desk = fresh(week)
        for kind, at, limit in arguments():
            for what, call in questions(desk, at).items():
                call()
                ratio, best = paired(call, plain_addition)
                rows.append((f"{name}, {kind}: {what}", ratio, limit, best))
    return rows


def questions(desk: Calendar, at: datetime) -> dict[str, Callable[[], object]]:
    """Return the questions that are timed, by name."""
    later, much_later = at + timedelta(days=5), at + timedelta(days=3653)
    return {
        "deadline of 4 h": lambda: desk.deadline(at, HOURS),
        "deadline of 20,000 h": lambda: desk.deadline(at, YEARS),
        "elapsed over 5 days": lambda: desk.elapsed(at, later),
        "elapsed over 10 years": lambda: desk.elapsed(at, much_later),
    }


def arguments() -> list[tuple[str, datetime, float]]:
    """Return the kinds of arguments, each with its limit as a ratio."""
    parsed = datetime.fromisoformat(START.astimezone(timezone(timedelta(hours=-5))).isoformat())
    return [
        ("New York", START, LIMITS["named"]),
        ("Berlin", START.astimezone(ZoneInfo("Europe/Berlin")), LIMITS["named"]),
        ("UTC", START.astimezone(UTC), LIMITS["fixed"]),
        ("-05:00 as parsed", parsed, LIMITS["fixed"]),
    ]


def fresh_offset_ratio() -> float:
    """Return the ratio for an offset that is another object at each call, as JSON gives it."""
    desk, texts = fresh(), [START.astimezone(timezone(timedelta(hours=-5))).isoformat()] * CALLS
    ratios = []
    for _ in range(ROUNDS):
        instants = [datetime.fromisoformat(text) for text in texts]
        begin = time.perf_counter()
        for at in instants:
            desk.deadline(at, HOURS)
        spent = time.perf_counter() - begin
        ratios.append(spent / timeit.timeit(plain_addition, number=CALLS))
    return statistics.median(ratios)


def scattered(years: int) -> tuple[str, float, float]:
    """Return the ratio for instants all over some years, each of whose days was asked before."""
    desk, chance = fresh(), random.Random(years)
    instants = [START + timedelta(minutes=chance.randrange(years * 525_600)) for _ in range(5000)]
    ratios = []
    for turn in range(5):
        begin = time.perf_counter()
        for at in instants:
            desk.deadline(at, HOURS)
        spent = (time.perf_counter() - begin) / len(instants)
        if turn:
            ratios.append(spent * CALLS / timeit.timeit(plain_addition, number=CALLS))
    return f"deadline of 4 h from instants all over {years} years", min(ratios), inf


def flatness() -> list[tuple[str, float, float]]:
    """Return the cost of long questions as ratios to that of short ones, with the limit."""
    desk, year_10, near = fresh(), START + timedelta(days=3653), START + HOURS
    deadline, _ = paired(lambda: desk.deadline(START, YEARS), lambda: desk.deadline(START, HOURS))
    elapsed, _ = paired(lambda: desk.elapsed(START, year_10), lambda: desk.elapsed(START, near))
    return [
        ("deadline: 20,000 h to 4 h", deadline, 1.3),
        ("elapsed: 10 years to 4 h", elapsed, 1.3),
    ]


def first_answers() -> list[tuple[str, float, float]]:
    """Return (what, measured, limit) of answers that compile first: milliseconds and MiB."""
    START.utcoffset()
    near = min(_milliseconds(lambda: fresh().deadline(START, HOURS)) for _ in range(9))
    far = datetime(9990, 5, 5, 12, tzinfo=UTC)
    alone = min(_milliseconds(lambda: fresh().deadline(far, HOURS)) for _ in range(3))
    across = min(_milliseconds(lambda: fresh().elapsed(START, far)) for _ in range(3))
    tracemalloc.start()
    fresh().elapsed(START, far)
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    return [
        ("first answer, ms", near, 3),
        ("deadline in 9990, ms", alone, 500),
        ("elapsed 2026 to 9990, ms", across, 500),
        ("elapsed 2026 to 9990, MiB at most", peak, 64),
    ]


def imports() -> list[tuple[str, float, float]]:
    """Return the milliseconds that imports take in a fresh interpreter, best of nine."""
    lines = {
        "import slacalc, ms": ("import slacalc", 60.0),
        "from slacalc import *, ms (names load when asked for)": ("from slacalc import *", inf),
    }
    return [
        (what, min(_import(line) for _ in range(9)), limit) for what, (line, limit) in lines.items()
    ]


def real_log() -> list[tuple[str, float, float]]:
    """Return the seconds that the whole real log takes, read, replayed and proved."""
    archive = SHARED / "data" / "logs" / "volvo_incidents.zip"
    if not archive.exists():
        print(f"the real log is left out: {archive.name} is not there")
        return []
    from slacalc.batch.log import read_log
    from slacalc.batch.replay import replay

    policy = Policy.load(ROOT / "examples" / "volvo.toml")
    with TemporaryDirectory() as folder, zipfile.ZipFile(archive) as packed:
        path = packed.extract("VolvoIT-Challenge/VINST-new.csv", folder)
        begin = time.perf_counter()
        log = read_log(path, policy.log)
        replayed = list(replay(policy, log))
        rows = [each.row() for each in replayed]
        spent = time.perf_counter() - begin
        begin = time.perf_counter()
        for each in replayed:
            for target in each.clock.targets:
                ledger = each.clock.explain(each.as_of, target=target.target.name)
                if ledger.elapsed != target.elapsed(each.as_of):
                    sys.exit(f"the ledger of {each.request} does not sum")
        proved = time.perf_counter() - begin
    return [(f"replay of {len(rows)} requests, s", spent, 15), ("all their ledgers, s", proved, 15)]


def _milliseconds(call: Callable[[], object]) -> float:
    begin = time.perf_counter()
    call()
    return (time.perf_counter() - begin) * 1e3


def _import(line: str) -> float:
    code = f"import time; t = time.perf_counter()\n{line}\nprint(time.perf_counter() - t)"
    return float(subprocess.check_output([sys.executable, "-c", code])) * 1e3


def main() -> None:
    """Print every figure beside its limit; with --json, for programs."""
    figures = [(what, ratio, limit) for what, ratio, limit, _ in scalar_rows()]
    figures.append(("office, -05:00 parsed anew each call: deadline of 4 h",
                    fresh_offset_ratio(), LIMITS["fixed"]))  # fmt: skip
    figures += [
        scattered(1),
        scattered(10),
        scattered(20),
        *flatness(),
        *first_answers(),
        *imports(),
        *real_log(),
    ]
    if "--json" in sys.argv:
        print(
            json.dumps(
                [dict(zip(("what", "figure", "limit"), row, strict=True)) for row in figures]
            )
        )
        return
    print(
        f"{platform.python_implementation()} {platform.python_version()}, zones: {tzdata_version()}"
    )
    print(f"plain addition: {timeit.timeit(plain_addition, number=CALLS) / CALLS * 1e9:.0f} ns")
    for what, figure, limit in figures:
        verdict = "ok" if figure <= limit else "OVER"
        print(
            f"{what:<58} {figure:9.2f}" + (f"  at most {limit:g}  {verdict}" if limit < inf else "")
        )


if __name__ == "__main__":
    main()
