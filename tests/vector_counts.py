"""Vectors of promises in working days, answered by a walk over the dates of a grid of minutes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, product
from typing import Any

from day_count_oracle import Count, due
from grid import Grid, Worked
from vector_hours import DAY, bounds, hours_on, minutes_of
from vector_questions import Question
from vector_text import written
from vector_worlds import FILES, World

from slacalc.testing.oracle import MINUTE

COUNTED = ("desk", "shop", "nights", "overlaps", "november", "berlin-spring", "fold", "skipped-day")
COUNTS = (
    *(Count(days, same_time=False, cutoff=None) for days in (0, 1, 2)),
    *(Count(days, same_time=True, cutoff=None) for days in (1, 3)),
    *(Count(days, same_time=False, cutoff=16 * 60) for days in (0, 1)),
    Count(1, same_time=True, cutoff=2 * 60),
)
BESIDE = {-1: "a minute before ", 0: "", 1: "a minute after "}


def world_of(name: str) -> World:
    """Look up a world of any file."""
    return next(worlds[name] for worlds in FILES.values() if name in worlds)


def questions(world: World) -> Iterator[Question]:
    """Ask for what is due when a request comes beside an opening, a closing or a cutoff."""
    (start, end), zone = bounds(world), world.calendar["zone"]
    grid = Grid(start, end + 5 * DAY)
    worked = [
        shift for day in grid.dates(zone) for shift in grid.shifts(zone, day, _hours(world, day))
    ]
    places = product(_places(grid, zone, worked), BESIDE)
    for ((bit, kind), beside), count in zip(places, cycle(COUNTS), strict=False):
        at = grid.origin + (bit + beside) * MINUTE
        found = due(grid, zone, worked, bit + beside, count) if start < at < end else None
        if found is not None:
            answer = written(grid.origin + found * MINUTE, zone)
            words = f"{BESIDE[beside]}{kind}"
            yield Question(_said(written(at, zone), count), answer, words, (_told(count), beside))


def _hours(world: World, day: Any) -> list[tuple[int, int]]:
    shifts = (minutes_of(shift) for shift in hours_on(world.calendar, day))
    return [(int(start), int(end)) for start, end in shifts]


def _places(grid: Grid, zone: str, worked: list[Worked]) -> Iterator[tuple[int, str]]:
    """List openings, closings and the cutoffs, as minutes of the grid."""
    for shift in worked:
        yield shift.first, "an opening"
        yield shift.bits.bit_length(), "a closing"
    cutoffs = {count.cutoff for count in COUNTS}
    for bit, reading in enumerate(grid.furthest(zone)):
        if reading % (24 * 60) in cutoffs:
            yield bit, "a cutoff"


def _said(start: str, count: Count) -> dict[str, Any]:
    said: dict[str, Any] = {"start": start, "days": count.days}
    if count.same_time:
        said["same_time"] = True
    if count.cutoff is not None:
        said["received_by"] = f"{count.cutoff // 60:02}:{count.cutoff % 60:02}"
    return said


def _told(count: Count) -> str:
    at = "the same time" if count.same_time else "close"
    by = "" if count.cutoff is None else ", with a cutoff"
    return f"{count.days} working days, {at}{by}"
