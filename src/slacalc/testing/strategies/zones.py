"""Time zones that are drawn, and the instants at which their clocks change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import MAXYEAR, UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from slacalc.testing.strategies.checking import zone_name, zones_of

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Europe/Moscow",
    "Australia/Lord_Howe",  # changes by half an hour
    "America/St_Johns",
    "Asia/Kathmandu",
    "Africa/Casablanca",  # changes four times in some years
    "America/Santiago",  # changes at midnight
    "Antarctica/Troll",  # changes by two hours
)
_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)
_MOST_YEARS = 100
FIRST = datetime(1, 1, 2, tzinfo=UTC)  # what all clocks can read
LAST = datetime(9999, 12, 31, tzinfo=UTC) - timedelta(microseconds=1)

Zones = Iterable[str] | st.SearchStrategy[str] | None


def zone_names(zones: Zones = None) -> st.SearchStrategy[str]:
    """Draw the name of a zone, of those that are given or of `ZONES`; shrinks to the first."""
    if isinstance(zones, st.SearchStrategy):
        return zones.map(zone_name)
    return st.sampled_from(ZONES if zones is None else zones_of(zones))


@lru_cache(maxsize=256)
def transitions(zone: str, first: int, last: int) -> tuple[datetime, ...]:
    """Return the instants of some years at which a zone's offset changes, to the second, in UTC.

    Of a stretch of more than a hundred years the first hundred are searched.
    """
    clock, last = ZoneInfo(zone), min(last, first + _MOST_YEARS - 1)
    begin = max(datetime(first, 1, 1, tzinfo=UTC), FIRST)
    end = datetime(last + 1, 1, 1, tzinfo=UTC) if last < MAXYEAR else LAST
    days = [begin + n * _DAY for n in range((end - begin).days + 1)]
    offsets = [day.astimezone(clock).utcoffset() for day in days]
    nights = zip(days, pairwise(offsets), strict=False)
    return tuple(_change(clock, day) for day, (before, after) in nights if before != after)


def _change(clock: ZoneInfo, start: datetime) -> datetime:
    """Return the first second of the day after `start` with another offset than at `start`."""
    before, low, high = start.astimezone(clock).utcoffset(), 0, _DAY // _SECOND
    while high - low > 1:
        middle = (low + high) // 2
        same = (start + middle * _SECOND).astimezone(clock).utcoffset() == before
        low, high = (middle, high) if same else (low, middle)
    return start + high * _SECOND
