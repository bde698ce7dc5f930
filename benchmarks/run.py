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
from functools import reduce
from math import inf
from operator import or_
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from choosing import rows as choosing_rows
from escalating import rows as escalating_rows
from living import rows as living_rows

from slacalc import AnyCalendar, Calendar, Policy, tzdata_version

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
ZONES = (
    "America/New_York", "Europe/Berlin", "Asia/Tokyo", "Europe/London", "Asia/Kolkata",
    "Australia/Sydney", "America/Sao_Paulo", "Africa/Cairo", "Pacific/Auckland", "America/Denver",
)  # fmt: skip
LIMITS = {"named": 1.5, "fixed": 2.0}


def fresh(week: str = WEEKS["office"]) -> Calendar:
    """Return a calendar that has not been asked yet."""
    return Calendar(week, time_zone="America/New_York", holidays={"2026-12-25": "Christmas"})


def combined() -> AnyCalendar:
    """Return ten calendars of ten zones as one."""
    calendars = [Calendar(WEEKS["office"], time_zone=zone, name=zone) for zone in ZONES]
    return reduce(or_, calendars)


def excepted() -> Calendar:
    """Return a calendar with 2,000 exceptions, every second day from 2022 on."""
    days = (START.date() + timedelta(days=2 * n - 1_500) for n in range(2_000))
    rules = dict.fromkeys(days, "10:00-12:00 13:00-16:00")
    return Calendar(WEEKS["office"], time_zone="America/New_York", exceptions=rules)


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
    desks: dict[str, AnyCalendar] = {name: fresh(week) for name, week in WEEKS.items()}
    desks |= {"ten as one": combined(), "2,000 exceptions": excepted()}
    for name, desk in desks.items():
        for kind, at, limit in arguments():
            for what, call in questions(desk, at).items():
                call()
                ratio, best = paired(call, plain_addition)
                rows.append((f"{name}, {kind}: {what}", ratio, limit, best))
    return rows


def questions(desk: AnyCalendar, at: datetime) -> dict[str, Callable[[], object]]:
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
    year_50, day = START + timedelta(days=18_262), START + timedelta(days=1)
    long, _ = paired(lambda: desk.elapsed(START, year_50), lambda: desk.elapsed(START, day))
    one, ten, many = fresh(), combined(), excepted()
    as_one, _ = paired(lambda: ten.deadline(START, HOURS), lambda: one.deadline(START, HOURS))
    few, _ = paired(lambda: many.deadline(START, HOURS), lambda: one.deadline(START, HOURS))
    return [
        ("deadline: 20,000 h to 4 h", deadline, 1.3),
        ("elapsed: 10 years to 4 h", elapsed, 1.3),
        ("elapsed: 50 years to a day", long, 1.3),
        ("deadline: ten calendars as one to one", as_one, 1.3),
        ("deadline: 2,000 exceptions to none", few, 1.3),
    ]


def first_answers() -> list[tuple[str, float, float]]:
    """Return (what, measured, limit) of answers that compile first: milliseconds and MiB."""
    START.utcoffset()
    near = min(_milliseconds(lambda: fresh().deadline(START, HOURS)) for _ in range(9))
    far = datetime(9990, 5, 5, 12, tzinfo=UTC)
    alone = min(_milliseconds(lambda: fresh().deadline(far, HOURS)) for _ in range(3))
    across = min(_milliseconds(lambda: fresh().elapsed(START, far)) for _ in range(3))
    peak = _mebibytes(lambda: fresh().elapsed(START, far), peak=True)
    year = min(_milliseconds(lambda: a_year(fresh())) for _ in range(9))
    desk, days = fresh(), [START + timedelta(days=n) for n in range(3_653)]
    compiled = _mebibytes(lambda: ten_years(desk))
    asked = _mebibytes(lambda: [desk.is_open(day) for day in days])
    return [
        ("compiling a year (378 days), ms", year, 1),
        (
            "first answer of ten as one, ms",
            min(_milliseconds(lambda: combined().deadline(START, HOURS)) for _ in range(5)),
            inf,
        ),
        (
            "first answer of 2,000 exceptions, ms",
            min(_milliseconds(lambda: excepted().deadline(START, HOURS)) for _ in range(5)),
            inf,
        ),
        ("ten compiled years of two shifts, MiB", compiled, 2),
        ("and the days of ten years, each asked about, MiB", asked, inf),
        ("first answer, ms", near, 3),
        ("deadline in 9990, ms", alone, 500),
        ("elapsed 2026 to 9990, ms", across, 500),
        ("elapsed 2026 to 9990, MiB at most", peak, 64),
    ]


def a_year(desk: Calendar) -> None:
    """Compile two pages, which are 378 days, and nothing else."""
    pages = desk._pages(START)
    for number in (108, 109):
        pages.page(number)


def ten_years(desk: Calendar) -> None:
    """Compile the pages of ten years, and ask across them."""
    desk.elapsed(START, START + timedelta(days=3_653))
    pages = desk._compiled(START).timeline.pages
    for number in range(108, 128):
        pages.page(number)


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


def _mebibytes(call: Callable[[], object], *, peak: bool = False) -> float:
    """Return what a call leaves in memory, or what it takes at most."""
    tracemalloc.start()
    call()
    left, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return (most if peak else left) / 2**20


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
        *choosing_rows(),
        *living_rows(),
        *escalating_rows(),
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
