"""Calendars in a notebook: the week's hours, and the latest year that they list."""

from __future__ import annotations

from typing import Any

import pytest

from slacalc import Calendar


@pytest.mark.parametrize(
    ("said", "year"),
    [
        ({}, None),
        ({"holidays": {"12-25": "Christmas"}}, None),
        ({"holidays": {"2025-01-01": "A", "2026-01-01": "B", "12-25": "Christmas"}}, 2026),
        ({"holidays": ["2025-01-01"], "exceptions": {"2027-01-02": "closed"}}, 2027),
    ],
    ids=str,
)
def test_a_calendar_draws_its_week_and_its_latest_year(
    said: dict[str, Any], year: int | None
) -> None:
    """One picture under the other, under the name; a year only where its days are listed."""
    desk = Calendar("Mon-Fri 09:00-18:00", time_zone="UTC", name="R&D", **said)
    pictures = desk.week._repr_html_() + (desk.year(year).html() if year else "")
    assert desk._repr_html_() == (f"<figure><figcaption>R&amp;D</figcaption>{pictures}</figure>")
