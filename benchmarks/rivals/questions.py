"""The 2,000 starts and the six questions of each, the same for every rival in every run."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

STARTS = 2_000
SEED = 20_250_101
YEAR = 2025
EDGES = (time(0), time(9), time(13), time(14), time(18))  # of the office's day
WALKED = datetime(2024, 12, 30, tzinfo=UTC), datetime(2027, 1, 4, tzinfo=UTC)

Arguments = tuple[datetime, timedelta] | tuple[datetime, datetime]


@dataclass(frozen=True)
class Case:
    """One question: `deadline` of some hours, or `elapsed` over some days."""

    kind: Literal["deadline", "elapsed"]
    length: timedelta

    @property
    def name(self) -> str:
        """Return the case in words: "deadline of 4 h", "elapsed over 30 days"."""
        if self.kind == "deadline":
            return f"deadline of {self.length // timedelta(hours=1)} h"
        days = self.length.days
        return f"elapsed over {days} day" + "s" * (days > 1)

    def arguments(self, start: datetime) -> Arguments:
        """Return what is asked from a start; the end of a stretch lies whole days of 24 h later."""
        if self.kind == "deadline":
            return start, self.length
        return start, (start.astimezone(UTC) + self.length).astimezone(start.tzinfo)


CASES = (
    *(Case("deadline", timedelta(hours=hours)) for hours in (4, 40, 400)),
    *(Case("elapsed", timedelta(days=days)) for days in (1, 30, 365)),
)


def starts(zone: str, count: int = STARTS, seed: int = SEED) -> list[datetime]:
    """Return starts all over a year: half to the second, a quarter at edges, the rest between."""
    chance = random.Random(seed)
    return [at.astimezone(ZoneInfo(zone)) for at in _drawn(chance, ZoneInfo(zone), count)]


def _drawn(chance: random.Random, zone: ZoneInfo, count: int) -> Iterator[datetime]:
    for number in range(count):
        day = date(YEAR, 1, 1) + timedelta(days=chance.randrange(365))
        if number % 4 == 1:
            yield datetime.combine(day, chance.choice(EDGES), zone)
        else:
            midnight = datetime.combine(day, time(), UTC)
            step = timedelta.resolution if number % 4 == 3 else timedelta(seconds=1)
            yield midnight + step * chance.randrange(timedelta(days=1) // step)
