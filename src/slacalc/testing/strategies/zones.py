"""Time zones that are drawn, and the instants at which their clocks change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

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

Zones = Iterable[str] | st.SearchStrategy[str] | None


def zone_names(zones: Zones = None) -> st.SearchStrategy[str]:
    """Draw the name of a zone, of those that are given or of `ZONES`; shrinks to the first."""
    if isinstance(zones, st.SearchStrategy):
        return zones
    return st.sampled_from(ZONES if zones is None else tuple(zones))


@lru_cache(maxsize=256)
def transitions(zone: str, first: int, last: int) -> tuple[datetime, ...]:
    """Return the instants of some years at which a zone's offset changes, to the second, in UTC.

    Of a stretch of more than a hundred years the first hundred are searched.
    """
    clock, last = ZoneInfo(zone), min(last, first + _MOST_YEARS - 1)
    begin = datetime(first, 1, 1, tzinfo=UTC)
    days = (datetime(last, 12, 31, tzinfo=UTC) - begin).days
    offsets = [(begin + n * _DAY).astimezone(clock).utcoffset() for n in range(days + 2)]
    return tuple(
        _change(clock, begin + n * _DAY) for n in range(days + 1) if offsets[n] != offsets[n + 1]
    )


def _change(clock: ZoneInfo, start: datetime) -> datetime:
    """Return the first second of the day after `start` with another offset than at `start`."""
    before, low, high = start.astimezone(clock).utcoffset(), 0, _DAY // _SECOND
    while high - low > 1:
        middle = (low + high) // 2
        same = (start + middle * _SECOND).astimezone(clock).utcoffset() == before
        low, high = (middle, high) if same else (low, middle)
    return start + high * _SECOND
