"""What is to be done, as values and as text."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from worked_example import HOUR, ZERO, on

from slacalc.work_items import WorkItem, WorkItems


def item(**said: Any) -> WorkItem:
    """Return a promise that runs, with an hour left, unless said."""
    usual: dict[str, Any] = {
        "key": "T-1",
        "level": "L",
        "target": "resolution",
        "phase": "running",
        "due": on("2 13:00"),
        "left": HOUR,
        "breached_at": None,
        "status": "open",
        "urgency": None,
        "customer_at": on("2 09:00"),
    }
    return WorkItem(**usual | said)


BARE: dict[str, Any] = {"target": "", "phase": "open", "due": None, "left": None}
LATE: dict[str, Any] = {"left": -2 * HOUR, "breached_at": on("2 13:00")}


@pytest.mark.parametrize(
    ("said", "overdue_by"),
    [
        ({}, ZERO),
        (BARE, ZERO),
        (LATE, 2 * HOUR),
        (LATE | {"phase": "waiting"}, ZERO),
        (LATE | {"left": ZERO}, ZERO),
    ],
)
def test_only_what_runs_late_is_overdue_by_anything(
    said: dict[str, Any], overdue_by: timedelta
) -> None:
    """What waits is not, nor what promises nothing."""
    assert item(**said).overdue_by == overdue_by


def test_a_row_of_what_promises_nothing() -> None:
    """Has no instants and no time."""
    assert item(**BARE).row() == {
        "key": "T-1",
        "level": "L",
        "target": "",
        "phase": "open",
        "due": None,
        "left": None,
        "overdue": False,
        "breached_at": None,
        "status": "open",
        "urgency": None,
        "customer_at": "2026-03-02T09:00:00+03:00",
    }


def test_items_in_lines() -> None:
    """What an item does not say is blank, and no line ends in blanks."""
    items = WorkItems(
        (
            item(urgency="high"),
            item(key="T-20", **LATE),
            item(phase="waiting", status="waiting"),
            item(**BARE),
            item(urgency=2, customer_at=datetime(2026, 3, 2, tzinfo=on("2 09:00").tzinfo)),
        )
    )
    assert str(items).splitlines() == [
        "request  target      due                   left               status   urgency",
        "T-1      resolution  Mon 2026-03-02 13:00  1h left            open     high",
        "T-20     resolution  Mon 2026-03-02 13:00  overdue by 2h      open",
        "T-1      resolution  Mon 2026-03-02 13:00  1h left (waiting)  waiting",
        "T-1      no promise                                           open",
        "T-1      resolution  Mon 2026-03-02 13:00  1h left            open     2",
    ]
