"""What became of the mutants: a row for each floor, and the survivors that nobody explained."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

from mutants.making import Made, Mutant

SURVIVORS = Path(__file__).with_name("survivors.toml")
FIGURES = Path(__file__).with_name("figures.md")
LIMIT = 95  # per cent of all mutants that the tests kill
FLOOR_LIMIT = 90  # the same of a floor: where much is arithmetic, more can't be told apart
SHARE_LIMIT = 85  # the same by the tests of a floor alone
ALIVE = ("survived", "no tests", "not swapped", "not tried", "crashed")
COLUMNS = ("mutants", "killed", "timed out", *ALIVE, "explained", "outside")


def told(
    made: dict[str, Made], verdict: Callable[[Mutant], str], *, survivors: bool, share: bool
) -> tuple[str, bool]:
    """Return the table, and whether all together and each floor are above their limits, explained.

    Of a share, on the tests of its floors alone, the limit is lower and nothing need be explained.

    A mutant whose tests take far beyond their time (seconds of the processor's where they take
    milliseconds) counts as killed. "Outside" are the mutants of code outside functions (constants,
    classes' fields, default values), which are not tried.
    """
    lines = [_line("floor", Counter(), COLUMNS)]
    total: Counter[str] = Counter()
    good = True
    for floor, found in made.items():
        row, open_ones = _row(floor, found, verdict)
        lines.append(_line(floor, row))
        if survivors:
            lines += [f"  {one.function.name}\n    {_indented(one.change)}" for one in open_ones]
        good &= _share(row) >= (SHARE_LIMIT if share else FLOOR_LIMIT)
        good &= share or not open_ones
        total.update(row)
    good &= share or _share(total) >= LIMIT
    return "\n".join([*lines, _line("all", total)]), good


def write_figures(made: dict[str, Made], verdict: Callable[[Mutant], str], brief: float) -> None:
    """Write the page of figures: each floor, how many of its mutants are killed and explained."""
    rows = {floor: _row(floor, found, verdict)[0] for floor, found in made.items()}
    total = sum(rows.values(), Counter())
    head = f"""# Mutants: what the tests of the core notice

Written by `make mutants ARGS="--figures --brief {brief:g}"`. The core has
{total["mutants"]:,} mutants
in functions; {total["outside"]:,} more lie outside functions (constants, classes' fields, default
values) and are not tried. "Over time" are mutants whose tests took seconds of the processor's
where they take milliseconds: they count as killed. "Explained" are survivors that no test can
kill, each with its reason in `survivors.toml`; "open" are the others.

| floor | mutants | killed | over time | explained | open | killed or over time |
|---|---|---|---|---|---|---|
"""
    body = [_cells(name, row) for name, row in (*rows.items(), ("**all**", total))]
    FIGURES.write_text(head + "\n".join(body) + "\n", encoding="utf-8")


def _cells(name: str, row: Counter[str]) -> str:
    alive = sum(row[each] for each in ALIVE) - row["explained"]
    figures = (row["mutants"], row["killed"], row["timed out"], row["explained"], alive)
    return f"| {name} | {' | '.join(f'{one:,}' for one in figures)} | {_share(row):.1f} % |"


def _row(
    floor: str, found: Made, verdict: Callable[[Mutant], str]
) -> tuple[Counter[str], list[Mutant]]:
    row = Counter(mutants=len(found.mutants), outside=found.outside)
    open_ones = []
    for mutant in found.mutants:
        row[verdict(mutant)] += 1
        if verdict(mutant) in ALIVE:
            if is_explained(floor, mutant):
                row["explained"] += 1
            else:
                open_ones.append(mutant)
    return row, open_ones


def is_explained(floor: str, mutant: Mutant) -> bool:
    """Say whether the list tells why no test can kill a mutant, by itself or as one of a kind."""
    of_floor, patterns = explanations()
    named = (floor, mutant.function.name, mutant.change) in of_floor
    return named or any(re.fullmatch(pattern, mutant.change) for pattern in patterns)


@cache
def explanations() -> tuple[set[tuple[str, str, str]], list[str]]:
    """Return the survivors that are explained: (floor, function, change), and patterns of any."""
    said = tomllib.loads(SURVIVORS.read_text(encoding="utf-8"))
    patterns = [one["pattern"] for one in said.pop("anywhere")]
    named = {
        (floor, one["function"], change.strip())
        for floor, ones in said.items()
        for one in ones
        for change in one["changes"]
    }
    return named, patterns


def _share(row: Counter[str]) -> float:
    return 100 * (row["killed"] + row["timed out"]) / (row["mutants"] or 1)


def _line(floor: str, row: Counter[str], names: tuple[str, ...] = ()) -> str:
    cells = names or [str(row[name]) for name in COLUMNS]
    share = "share" if names else f"{_share(row):.1f} %"
    return f"{floor:18}" + "".join(f"{cell:>12}" for cell in (*cells, share))


def _indented(change: str) -> str:
    return change.replace("\n", "\n    ")
