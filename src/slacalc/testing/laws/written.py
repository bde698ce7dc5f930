"""All laws, in the order in which one would read them."""

from __future__ import annotations

from slacalc.testing.laws import (
    accounts,
    adding,
    calendar_changes,
    counting,
    each_day,
    level_changes,
    manners,
    minutes,
    openings,
    reopenings,
    sets,
    spans,
    telling,
    verdicts,
    waits,
)
from slacalc.testing.laws.law import Law

_FILES = (
    adding,
    counting,
    openings,
    spans,
    minutes,
    each_day,
    manners,
    sets,
    waits,
    accounts,
    verdicts,
    reopenings,
    telling,
    level_changes,
    calendar_changes,
)
LAWS: tuple[Law, ...] = tuple(law for file in _FILES for law in file.LAWS)
"""The laws of working time, then those of calendars that are made of others, then of clocks."""
