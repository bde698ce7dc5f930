"""Charts for notebooks: what each draws, beyond a change of the clock, and with hostile names."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

pytest.importorskip("altair", reason="charts need the extra [notebook]")

from slacalc import Calendar, SlaClock, SupportLevel, WeekSchedule
from slacalc.notebook import timeline_chart, week_chart, year_chart


def values(chart: Any) -> list[dict[str, Any]]:
    """Return the rows that a chart draws, as they are in its JSON."""
    return list(json.loads(chart.to_json())["data"]["values"])


def test_a_year_has_a_row_a_day_in_its_week() -> None:
    """Each day is in the column of its week, which begins on Monday."""
    desk = Calendar("Mon-Fri 09:00-18:00", time_zone="UTC", name="<script>")
    rows = values(year_chart(desk, 2026))
    assert [row["week"] for row in rows[:6]] == [0, 0, 0, 0, 1, 1]
    assert len(rows) == 365
    assert year_chart(desk, 2026).to_dict()["title"] == "<script>, 2026"


def test_a_week_has_a_bar_a_shift() -> None:
    """A shift across midnight goes on beyond 24."""
    rows = values(week_chart(WeekSchedule("Sat 22:00-06:30")))
    assert rows == [{"day": "Sat", "from": 22.0, "to": 30.5, "shift": "22:00-06:30"}]


def test_no_bar_turns_back_where_a_clock_does() -> None:
    """In the hour that comes twice a bar ends after it begins."""
    desk = Calendar("Mon-Sun 00:00-24:00", time_zone="Europe/Berlin")
    level = SupportLevel("L", calendar=desk, resolution="8h")
    clock = SlaClock.start(level, at=datetime(2026, 10, 25, 0, 45, tzinfo=UTC))
    rows = values(timeline_chart(clock, datetime(2026, 10, 25, 1, 10, tzinfo=UTC)))
    assert [(row["start"], row["end"]) for row in rows] == [
        ("2026-10-25T02:45:00", "2026-10-25T03:10:00")
    ]
