"""Time what falls due: a hundred thousand clocks held in an agenda, and polled one by one."""

from __future__ import annotations

import sys
import time
import tracemalloc
from collections.abc import Callable
from datetime import timedelta
from math import inf

from limits import over

from slacalc import Calendar, Escalation, SlaClock, SupportLevel
from slacalc.agenda import Agenda

CLOCKS = 100_000
OFFICE = Calendar("Mon-Fri 09:00-13:00 14:00-18:00", time_zone="Europe/Berlin")
START = OFFICE.at("2026-03-02 09:00")
LEVEL = SupportLevel(
    "Standard",
    calendar=OFFICE,
    response="1h",
    resolution="16h",
    escalations=[
        Escalation("resolution", at="75%"),
        Escalation("resolution", at="-1h"),
        Escalation("resolution", at="+30m"),
    ],
)
MINUTE = timedelta(minutes=1)


def requests(count: int) -> list[SlaClock]:
    """Return clocks that were registered all over two weeks; every third one waited."""
    clocks = []
    for number in range(count):
        at = START + number * 20_160 // count * MINUTE
        clock = SlaClock.start(LEVEL, at=at)
        if not number % 3:
            clock = clock.pause(at + MINUTE).resume(at + 90 * MINUTE)
        clocks.append(clock)
    return clocks


def seconds(call: Callable[[], object]) -> float:
    """Return the time of the processor that a call takes."""
    begin = time.process_time()
    call()
    return time.process_time() - begin


def filled(clocks: list[SlaClock]) -> Agenda[int]:
    """Return an agenda of all the clocks."""
    agenda: Agenda[int] = Agenda(since=START)
    for number, clock in enumerate(clocks):
        agenda.add(number, clock)
    return agenda


def rows() -> list[tuple[str, float, float]]:
    """Return (what, figure, limit) of a hundred thousand clocks."""
    tracemalloc.start()
    clocks = requests(CLOCKS // 10)
    held = tracemalloc.get_traced_memory()[0]
    few = filled(clocks)
    both = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert len(few) == len(clocks)

    clocks = requests(CLOCKS)
    agenda: list[Agenda[int]] = []
    fill = seconds(lambda: agenda.append(filled(clocks)))
    polls = [START + number * 15 * MINUTE for number in range(4 * 24 * 21)]
    told: list[int] = []
    through = seconds(lambda: told.extend(len(agenda[0].pop_until(at)) for at in polls))
    assert sum(told) > 4 * CLOCKS
    idle = seconds(lambda: [agenda[0].pop_until(polls[-1]) for _ in range(1_000)])
    since, until = polls[-1], polls[-1] + 15 * MINUTE
    one_by_one = seconds(lambda: [clock.escalations(since, until) for clock in clocks])
    return [
        ("agenda: filling 100,000 clocks, s", fill, 10),
        (f"agenda: three weeks of them in polls, {sum(told)} told, s", through, 60),
        ("agenda: a poll that finds nothing, us", idle * 1e3, 50),
        ("agenda: memory of 100,000 entries, MiB", (both - held) * 10 / 2**20, 64),
        ("agenda: memory of 100,000 clocks themselves, MiB", held * 10 / 2**20, inf),
        ("escalations of 100,000 clocks without an agenda, s", one_by_one, 5),
    ]


if __name__ == "__main__":
    sys.exit(over(rows()))
