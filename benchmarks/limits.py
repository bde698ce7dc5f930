"""Print figures beside their limits."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf


def over(rows: Iterable[tuple[str, float, float]]) -> bool:
    """Print the rows (what, figure, limit), and say whether one is over its limit."""
    told = list(rows)
    for what, figure, limit in told:
        print(f"{what:<58} {figure:9.2f}" + (f"  at most {limit:g}" if limit < inf else ""))
    return any(figure > limit for _, figure, limit in told)
