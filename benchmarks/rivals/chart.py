"""The chart: how long a question takes, and how that grows with its length."""

from __future__ import annotations

from html import escape
from math import log10
from typing import Any

PANELS = (
    ("deadline: 4 h to 400 h", "deadline of 4 h", "deadline of 400 h"),
    ("elapsed: over a day to over a year", "elapsed over 1 day", "elapsed over 365 days"),
)
OURS, YARDSTICK = "slacalc", "plain addition"
NAMES, PANEL, GAP, ROW, TOP = 150, 270, 40, 26, 64
MARKS = (
    (1e-7, "0.1 µs"),
    (1e-6, "1 µs"),
    (1e-5, "10 µs"),
    (1e-4, "0.1 ms"),
    (1e-3, "1 ms"),
    (1e-2, "10 ms"),
    (1e-1, "0.1 s"),
)
COLOURS = {OURS: "#2a9d5c", YARDSTICK: "#808080"}
OTHERS = "#3b7dd8"


def chart(zone: dict[str, Any]) -> str:
    """Return the figures of one zone as an SVG that is read on light and on dark pages."""
    names = _order(zone)
    width, height = NAMES + 2 * PANEL + GAP + 20, TOP + ROW * len(names) + 40
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{escape(_told(zone))}" font-family="sans-serif" font-size="12" '
        'fill="currentColor" color="#7a7a7a">'
    )
    parts = [
        opening,
        *(
            _text(NAMES - 10, _y(row), name, "end", bold=name == OURS)
            for row, name in enumerate(names)
        ),
    ]
    for index, (title, short, long) in enumerate(PANELS):
        left = NAMES + index * (PANEL + GAP)
        parts += _panel(left, title, len(names))
        for row, name in enumerate(names):
            parts += _bar(zone, left, row, name, (short, long))
    parts.append(
        _text(NAMES, height - 8, "time a call, on a scale by tens; further left is faster")
    )
    return "\n".join([*parts, "</svg>"]) + "\n"


def _order(zone: dict[str, Any]) -> list[str]:
    """Return everyone who was timed, the fastest on long questions first."""
    slowest: dict[str, float] = {}
    for _, _, long in PANELS:
        for name, seconds in zone[long]["seconds"].items():
            slowest[name] = max(seconds, slowest.get(name, 0))
    return sorted(slowest, key=lambda name: (name != YARDSTICK, name != OURS, slowest[name]))


def _told(zone: dict[str, Any]) -> str:
    """Return the chart in a sentence, for those who can't see it."""
    ours = zone[PANELS[1][2]]["seconds"]
    next_best = min(seconds for name, seconds in ours.items() if name not in COLOURS)
    times = next_best / ours[OURS]
    return f"Time a call of each library; over a year the next best takes {times:.0f} times as long"


def _panel(left: int, title: str, rows: int) -> list[str]:
    bottom = TOP + ROW * rows
    lines = [_text(left, 20, title, "start", bold=True)]
    for seconds, label in MARKS:
        x = left + _x(seconds)
        lines.append(
            f'<line x1="{x:.1f}" y1="{TOP - 10}" x2="{x:.1f}" y2="{bottom}" '
            'stroke="currentColor" stroke-opacity="0.15"/>'
        )
        if seconds != MARKS[-1][0]:
            lines.append(_text(x, TOP - 16, label, "middle", size=10))
    return lines


def _bar(zone: dict[str, Any], left: int, row: int, name: str, cases: tuple[str, str]) -> list[str]:
    times = [zone[case]["seconds"].get(name) for case in cases]
    if None in times:
        return [_text(left + 4, _y(row), "has no such question", size=10, faint=True)]
    start, end = sorted(left + _x(seconds) for seconds in times)
    colour, y = COLOURS.get(name, OTHERS), _y(row) - 10
    label = f"{name}: {_time(times[0])} to {_time(times[1])}"
    shape = f'x="{start - 5:.1f}" y="{y}" width="{end - start + 10:.1f}" height="12" rx="6"'
    title = f"<title>{escape(label)}</title>"
    return [f'<rect {shape} fill="{colour}" fill-opacity="0.7">{title}</rect>']


def _x(seconds: float) -> float:
    low, high = log10(MARKS[0][0]), log10(MARKS[-1][0])
    return (log10(seconds) - low) / (high - low) * PANEL


def _y(row: int) -> int:
    return TOP + ROW * row + 16


def _time(seconds: float) -> str:
    return f"{seconds * 1e6:,.1f} µs"


def _text(
    x: float,
    y: float,
    said: str,
    anchor: str = "start",
    *,
    bold: bool = False,
    size: int = 12,
    faint: bool = False,
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    opacity = ' fill-opacity="0.55"' if faint else ""
    return (
        f'<text x="{x:.1f}" y="{y}" text-anchor="{anchor}" font-size="{size}"{weight}{opacity}>'
        f"{escape(said)}</text>"
    )
