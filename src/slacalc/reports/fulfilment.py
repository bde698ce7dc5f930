"""The report of fulfilment: by level, how many promises were met, breached, or are open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import define

VERDICTS = ("met", "breached", "open", "cancelled")


@define
class LevelCount:
    """How the requests of one level were kept; for each target the four verdicts are all."""

    level: str
    requests: int
    response: dict[str, int]
    resolution: dict[str, int]
    extended: int

    def row(self) -> dict[str, Any]:
        """Return the counts as one flat row, the shares as percent of what was judged."""
        flat: dict[str, Any] = {"level": self.level, "requests": self.requests}
        for name, counts in (("response", self.response), ("resolution", self.resolution)):
            flat |= {f"{name}_{verdict}": counts[verdict] for verdict in VERDICTS}
            flat[f"{name}_share_met"] = share(counts["met"], counts["met"] + counts["breached"])
        return flat | {"extended_by_waiting": self.extended}


def fulfilment(
    rows: Iterable[Mapping[str, Any]], *, levels: Iterable[str] = ()
) -> list[LevelCount]:
    """Count replayed requests by level, in the order of `levels`; the total last.

    Rows need `level`, `response`, `resolution`, `first_due` and `due`, as a replay gives them.
    """
    counts = {level: _zero(level) for level in levels}
    total = _zero("all levels")
    for row in rows:
        level = counts.setdefault(row["level"], _zero(row["level"]))
        for count in (level, total):
            _add(count, row)
    return [*counts.values(), total]


def share(part: int, whole: int) -> str:
    """Write a part as percent of a whole, to one digit, rounded half up; a dash for none.

    >>> share(2, 3), share(0, 0)
    ('66.7 %', '-')
    """
    if not whole:
        return "-"
    tenths = (part * 2000 + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10} %"


def _zero(level: str) -> LevelCount:
    return LevelCount(level, 0, dict.fromkeys(VERDICTS, 0), dict.fromkeys(VERDICTS, 0), 0)


def _add(count: LevelCount, row: Mapping[str, Any]) -> None:
    count.requests += 1
    if row["response"]:
        count.response[row["response"]] += 1
    if row["resolution"]:
        count.resolution[row["resolution"]] += 1
    count.extended += row["first_due"] != row["due"]
