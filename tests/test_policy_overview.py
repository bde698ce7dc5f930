"""A policy at a glance: its levels as rows, and drawn with its first calendars."""

from __future__ import annotations

from typing import Any

import pytest
from sample_policy import SMALL

from slacalc import Policy, drawing

DESK: dict[str, Any] = SMALL["calendars"]["desk"]
LEVELS = [
    {"name": "A", "calendar": "desk", "resolution": "4h", "response": "1h", "profile": "jira"},
    {"name": "B", "calendar": "desk", "conditions": {"client": "vip", "type": "outage"}},
]
ROWS = [
    {
        "level": "A",
        "when": "always",
        "promises": "response in 1h, resolution in 4h",
        "calendar": "desk",
        "profile": "jira",
    },
    {
        "level": "B",
        "when": "client is 'vip' and type is 'outage'",
        "promises": "nothing",
        "calendar": "desk",
        "profile": "1c",
    },
    {
        "level": "D",
        "when": "else",
        "promises": "resolution in 8h",
        "calendar": "desk",
        "profile": "1c",
    },
]


def test_a_policy_has_a_row_for_each_level() -> None:
    """A row says when a level is chosen, what it promises and what it counts on."""
    assert Policy.from_dict({**SMALL, "levels": LEVELS}).rows() == ROWS


def drawn(policy: Policy, rows: list[tuple[str, ...]]) -> str:
    """Give the table and the calendars that are to be drawn, without the name."""
    table = drawing.table(("level", "when", "promises", "calendar", "profile"), rows)
    calendars = [one._repr_html_() for one in policy.calendars.values()]
    return "".join([table, *calendars])


def test_notebooks_draw_a_policy() -> None:
    """Its name, if it has one, its levels, and its calendars one after another."""
    table = {**SMALL, "levels": LEVELS, "calendars": {"desk": DESK, "more": DESK}}
    rows = [tuple(row.values()) for row in ROWS]
    for said, caption in (({}, ""), ({"name": "<b>"}, "<figcaption>&lt;b&gt;</figcaption>")):
        policy = Policy.from_dict(table | said)
        assert policy._repr_html_() == f"<div>{caption}{drawn(policy, rows)}</div>"


def test_the_least_policy_is_drawn() -> None:
    """A default level alone is a table of one row."""
    policy = Policy.from_dict(SMALL)
    assert policy._repr_html_() == f"<div>{drawn(policy, [tuple(ROWS[-1].values())])}</div>"


def test_a_drawing_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many levels the first are drawn, and how many more there are; of calendars the first."""
    table = {**SMALL, "levels": LEVELS, "calendars": {"desk": DESK, "more": DESK}}
    policy = Policy.from_dict(table)
    rows = [tuple(row.values()) for row in ROWS]
    monkeypatch.setattr("slacalc.policy_overview._MOST_LEVELS", 3)
    assert policy._repr_html_() == f"<div>{drawn(policy, rows)}</div>"
    monkeypatch.setattr("slacalc.policy_overview._MOST_LEVELS", 1)
    monkeypatch.setattr("slacalc.policy_overview._MOST_CALENDARS", 1)
    less = [rows[0], ("and 2 more", "", "", "", "")]
    alone = Policy.from_dict({**table, "calendars": {"desk": DESK}})
    assert policy._repr_html_() == f"<div>{drawn(alone, less)}</div>"
