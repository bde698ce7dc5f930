"""A policy at a glance: its levels in order, and its calendars."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

from slacalc import drawing
from slacalc.algebra import AnyCalendar
from slacalc.chain import LevelChain
from slacalc.levels import SupportLevel

_MOST_CALENDARS = 12
_MOST_LEVELS = 200


def level_rows(chain: LevelChain) -> list[dict[str, Any]]:
    """Return a flat row for each level in the order they are tried, the default last."""
    rows = [_row(level, " and ".join(map(str, level.conditions))) for level in chain.levels]
    return [*rows, _row(chain.default, "else")]


def overview(name: str, chain: LevelChain, calendars: Mapping[str, AnyCalendar]) -> str:
    """Draw a policy: a table of its levels, and its first calendars."""
    rows = level_rows(chain)
    shown = [tuple(row.values()) for row in rows[:_MOST_LEVELS]]
    if len(rows) > _MOST_LEVELS:
        shown.append((f"and {len(rows) - _MOST_LEVELS} more", "", "", "", ""))
    parts = [f"<figcaption>{drawing.escaped(name)}</figcaption>"] if name else []
    parts.append(drawing.table(tuple(rows[0]), shown))
    drawn = islice(calendars.values(), _MOST_CALENDARS)
    return f"<div>{''.join([*parts, *(one._repr_html_() for one in drawn)])}</div>"


def _row(level: SupportLevel, when: str) -> dict[str, str]:
    return {
        "level": level.name,
        "when": when or "always",
        "promises": ", ".join(map(str, level.promised)) or "nothing",
        "calendar": str(level.calendar),
        "profile": level.profile.name,
    }
