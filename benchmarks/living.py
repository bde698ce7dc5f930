"""Time the events of clocks: one more event, a whole history, and questions of a long one.

Python benchmarks/living.py prints the rows and fails when one is over its limit; `make bench` has
them too. Figures are the best of many rounds, for the machine may be busy.
"""

from __future__ import annotations

import sys
import timeit
from collections.abc import Callable
from datetime import timedelta
from math import inf

from limits import over

from slacalc import Calendar, SlaClock, SupportLevel

OFFICE = Calendar("Mon-Fri 09:00-13:00 14:00-18:00", time_zone="Europe/Berlin")
START = OFFICE.at("2026-03-02 10:00")
LEVEL = SupportLevel("Standard", calendar=OFFICE, response="1h", resolution="16h")
HOUR = timedelta(hours=1)
ROUNDS = 15
KINDS = ("respond", "pause", "resume", "pause", "resume", "resolve")


def best(call: Callable[[], object], calls: int) -> float:
    """Return the microseconds of a call."""
    return min(timeit.repeat(call, number=calls, repeat=ROUNDS)) / calls * 1e6


def life() -> SlaClock:
    """Return a clock to which six things have happened."""
    clock = SlaClock.start(LEVEL, at=START)
    for number, kind in enumerate(KINDS):
        clock = clock.after(kind, START + number * HOUR)
    return clock


def history(count: int) -> list[tuple[str, object]]:
    """Return so many events, most of them waits that begin and end."""
    told: list[tuple[str, object]] = [("start", START)]
    kinds = ("pause", "resume")
    return told + [(kinds[number % 2], START + number * HOUR / 4) for number in range(count - 1)]


def rows() -> list[tuple[str, float, float]]:
    """Return (what, microseconds, limit)."""
    start = best(lambda: SlaClock.start(LEVEL, at=START), 2_000)
    whole = best(life, 500)
    long = SlaClock.replay(LEVEL, history(1_000))
    assert len(long.events) == 1_000
    told, later, early = long.events, START + 400 * HOUR, START + 50 * HOUR
    resolution = long.target("resolution")
    cold = best(lambda: SlaClock.replay(LEVEL, told).target("resolution").due, 3)
    return [
        ("clock: start, two targets, us", start, inf),
        ("clock: an event of a short life, us", (whole - start) / len(KINDS), 10),
        ("clock: an event of 1,000 replayed, us", cold / len(told), 10),
        ("clock: the 1,001st event, us", best(lambda: long.resume(later), 500), inf),
        ("clock: due after 1,000 events, us", best(lambda: long.target().due, 20_000), 2),
        (
            "clock: due_at after 1,000 events, us",
            best(lambda: resolution.due_at(early), 2_000),
            1e3,
        ),
    ]


if __name__ == "__main__":
    sys.exit(over(rows()))
