"""Quiet questions to calendars: a check tries instants that nobody asked about."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from slacalc.errors import HorizonWarning, SlacalcError


@contextmanager
def quietly() -> Iterator[None]:
    """Leave the block where a calendar has no answer, and hear no warnings of its horizon."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", HorizonWarning)
        try:
            yield
        except (SlacalcError, OverflowError):
            return
