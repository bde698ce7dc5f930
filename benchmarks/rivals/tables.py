"""The figures as Markdown tables, set between the markers of the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from rivals.hard import QUESTIONS
from rivals.plan import ZONES
from rivals.questions import CASES, STARTS

OURS, YARDSTICK = "slacalc", "plain addition"
NEW_YORK = "America/New_York"
PROMISED = (
    ("deadline of 4 h", "workclock", 8),
    ("elapsed over 1 day", "workclock", 4),
    ("elapsed over 365 days", "workclock", 50),
)
MARKS = {
    "exact": "✓",
    "declared": "≈",
    "wrong": "✗",
    "failed": "error",
    "hang": "hang",
    "cannot": "–",
}
Figures = dict[str, Any]


def filled(page: str, figures: Figures) -> str:
    """Return the page with each of its tables made anew; what lies outside markers stays."""

    def table(found: re.Match[str]) -> str:
        return f"<!-- rivals: {found[1]} -->\n{TABLES[found[1]](figures)}\n<!-- end -->"

    return re.sub(r"<!-- rivals: (\w+) -->\n.*?<!-- end -->", table, page, flags=re.DOTALL)


def made(figures: Figures) -> str:
    """Return what the figures were made with."""
    told = figures["made"]
    versions = ", ".join(f"{name} {number}" for name, number in told["versions"].items())
    return f"Made on {told['on']} on {told['machine']}, with Python {told['python']}: {versions}."


def promised(figures: Figures) -> str:
    """Return the ratios that are to hold, beside what is asked of them."""
    zone = figures["speed"][NEW_YORK]
    rows = [
        (case, f"{_times(zone, case, rival):.1f} times", f"at least {least}")
        for case, rival, least in PROMISED
    ]
    return _table(("New York", "workclock takes", "promised"), rows)


def _times(zone: Figures, case: str, name: str) -> float:
    seconds = zone[case]["seconds"]
    return float(seconds[name] / seconds[OURS])


def new_york(figures: Figures) -> str:
    """Return the ratios of New York."""
    return _speed(figures["speed"][NEW_YORK])


def moscow(figures: Figures) -> str:
    """Return the ratios of Moscow."""
    return _speed(figures["speed"]["Europe/Moscow"])


def _speed(zone: Figures) -> str:
    head = ("times as long as slacalc", *(case.name for case in CASES))
    ours = [f"1 ({zone[case.name]['seconds'][OURS] * 1e6:.2f} µs)" for case in CASES]
    others = (name for name in zone["first answer"]["seconds"] if name != OURS)
    rows = [(name, *(_ratio(zone, case.name, name) for case in CASES)) for name in others]
    return _table(head, [(OURS, *ours), *rows])


def _ratio(zone: Figures, case: str, name: str) -> str:
    if name not in zone[case]["seconds"]:
        return "–"
    fewer: bool = zone[case]["calls"][name] < STARTS
    return _number(_times(zone, case, name)) + " *" * fewer


def _number(ratio: float) -> str:
    """Return a ratio with two digits or more."""
    return f"{ratio:.1f}" if ratio < 20 else f"{ratio:,.0f}"


def first(figures: Figures) -> str:
    """Return what the first answer costs, from nothing but the imports."""
    seconds = figures["speed"][NEW_YORK]["first answer"]["seconds"]
    rows = [(name, f"{spent * 1e3:.2f} ms") for name, spent in seconds.items() if name != YARDSTICK]
    return _table(("built, and the first answer", "takes"), rows)


def right(figures: Figures) -> str:
    """Return how many answers were right, over both zones and all cases."""
    head = ("", "asked", "exact", "as it declares", "wrong", "failed", "what it declares")
    rows = []
    for name, zones in figures["right"].items():
        scores = [score for zone in ZONES for score in zones[zone].values()]
        counts = [sum(score[column] for score in scores) for column in head[2:6]]
        declares = figures["made"]["conventions"][name]
        rows.append((name, *(f"{count:,}" for count in (sum(counts), *counts)), declares))
    return _table(head, rows)


def hard(figures: Figures) -> str:
    """Return the hard questions, a row each."""
    names = list(figures["hard"])
    rows = [
        (question.words, *(MARKS[figures["hard"][name][row]["outcome"]] for name in names))
        for row, question in enumerate(QUESTIONS)
    ]
    return _table(("New York, 2025", *names), rows)


def answers(figures: Figures) -> str:
    """Return what was answered where it was not the exact answer."""
    lines = []
    for name, outcomes in figures["hard"].items():
        for question, found in zip(QUESTIONS, outcomes, strict=True):
            if found["outcome"] in ("declared", "wrong", "failed", "hang"):
                instead = f" for {found['exact']}" if "exact" in found else ""
                told = f"{found['said']}{instead}".splitlines()[-1][:160]
                lines.append(f"- {name}, {question.words}: {MARKS[found['outcome']]} `{told}`")
    return "\n".join(lines)


def laws(figures: Figures) -> str:
    """Return how many laws each keeps and breaks, on each plan."""
    plans = list(figures["laws"][OURS])
    rows = [
        (name, *(_kept(told[plan]) for plan in plans)) for name, told in figures["laws"].items()
    ]
    return _table(("", *plans), rows)


def _kept(found: Sequence[Figures]) -> str:
    counts = Counter(one["outcome"] for one in found)
    words = {
        "kept": "kept",
        "declared": "as declared",
        "broken": "broken",
        "hang": "not judged",
        "failed": "failed",
    }
    told = [f"{counts[outcome]} {word}" for outcome, word in words.items() if counts[outcome]]
    return ", ".join(told) or MARKS["cannot"]


def broken(figures: Figures) -> str:
    """Return each law that a rival breaks and does not declare, with the smallest example."""
    lines: dict[tuple[str, str], str] = {}
    for name, plans in figures["laws"].items():
        for plan, found in plans.items():
            for one in found:
                if one["outcome"] == "broken":
                    told = f"*{one['law']}*, `{one['formula']}`: {one['example']}"
                    lines.setdefault((name, one["law"]), f"- {name}, {plan}, {told}")
    return "\n".join(lines.values()) or "None."


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines
    )


TABLES: dict[str, Callable[[Figures], str]] = {
    "made": made,
    "promised": promised,
    "newyork": new_york,
    "moscow": moscow,
    "first": first,
    "right": right,
    "hard": hard,
    "answers": answers,
    "laws": laws,
    "broken": broken,
}
