"""Measure the field, and write the figures, the tables and the chart into the docs.

`python -m rivals` does all of it, in about half an hour; `python -m rivals speed laws`
measures only these anew; `python -m rivals render` measures nothing.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from rivals.chart import chart
from rivals.measure import STAGES, made
from rivals.tables import filled

DOCS = Path(__file__).resolve().parents[2] / "docs" / "explanation"
FIGURES, CHART, PAGE = DOCS / "rivals.json", DOCS / "rivals.svg", DOCS / "performance.md"


def main(*asked: str) -> None:
    """Measure what is asked, all by default, and render everything that was ever measured."""
    figures = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    unknown = set(asked) - {*STAGES, "render"}
    if unknown:
        sys.exit(f"{', '.join(sorted(unknown))}: unknown; ask for {', '.join(STAGES)} or render")
    for name in asked or STAGES:
        if name in STAGES:
            figures[name] = STAGES[name]()
            figures["made"] = made()
            FIGURES.write_text(
                json.dumps(figures, indent=1, sort_keys=False) + "\n", encoding="utf-8"
            )
    CHART.write_text(chart(figures["speed"]["America/New_York"]), encoding="utf-8")
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8"), figures), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
