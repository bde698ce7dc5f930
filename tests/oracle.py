"""The public oracle, with what only our own tests ask of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from slacalc.testing import oracle

Hours = Iterable[tuple[int, int]]
"""Shifts as (start, end) in minutes from the midnight at which their day begins."""


class Oracle(oracle.Oracle):
    """The public oracle, whose `elapsed` the older tests call `worked`."""

    worked = oracle.Oracle.elapsed

    @classmethod
    def of_table(cls, start: datetime, step: timedelta, table: Sequence[bool]) -> Oracle:
        """Answer from a table of open steps that was filled elsewhere."""
        answers = cls.__new__(cls)
        answers._fill(start.astimezone(UTC), step, table)
        return answers
