"""The columns of a log as a table of a policy, and back."""

from __future__ import annotations

from typing import Any

import pytest

from slacalc import LogColumns
from slacalc.log_columns import read_log_columns

SAID: list[dict[str, Any]] = [
    {},
    {"request": "ID"},
    {"at": "When", "delimiter": ";"},
    {"status": ["Status", "Sub-status"], "delimiter": "\t"},
    {"status": ["Status"], "time_zone": "Europe/Moscow", "delimiter": "|"},
]


@pytest.mark.parametrize("said", SAID, ids=repr)
def test_columns_say_what_differs(said: dict[str, Any]) -> None:
    """Only what is not as usual is written, and is read back as it was."""
    read = read_log_columns("log", said)
    assert read.to_dict() == said
    assert read_log_columns("log", read.to_dict()) == read


def test_one_status_is_text_or_a_list() -> None:
    """A single column needs no list."""
    assert read_log_columns("log", {"status": "Status"}) == LogColumns(status=("Status",))
