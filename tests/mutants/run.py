"""Try the mutants of the core: `make mutants`, or `make mutants ARGS="timeline zones"`.

Each floor gets a row: how many mutants there are, how many the tests kill, how many survive, and
how many of those are explained in `survivors.toml`. The end is 1 where a floor kills less than its
limit, or a survivor is without an explanation.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from mutants.keeping import ROOT, Kept, made_of
from mutants.making import Function, Made, Mutant
from mutants.telling import told, write_figures
from mutants.trying import SLOW, Trials

SHARE = ("spans", "days")  # what a merge tries
LEFT_OUT = (  # tests of floors above the core, of pages and whole logs, and those with processes
    *("pages", "floors", "cli", "cli_policies", "policy_page", "log", "sample", "totals", "feeds"),
    *("sweep", "threads", "vectors", "laws", "laws_edges", "laws_planted", "real_log"),
    *("strategies", "strategies_ends", "strategies_arguments", "strategies_shrinking"),
    *("strategies_spread", "fuzz", "fuzz_policies", "processes", "rivals"),
    *("profile_log", "helpdesk_example", "check", "check_laws", "interop_holidays", "day_list"),
    *("interop_icalendar", "interop_icalendar_choices", "interop_icalendar_errors"),
    *("production", "production_years"),
)
CLOCK, CALENDAR = ("clock", "change", "legs"), ("calendar", "algebra", "hazards")
ASKED_THROUGH = {  # floors without test files of their own, or with few, and whose tests ask them
    **dict.fromkeys(("legs", "fold", "target_clock", "cycles", "terms", "proof"), CLOCK),
    **dict.fromkeys(("compiler", "dated_time", "working_time", "local"), CALENDAR),
    **dict.fromkeys(("combined_pages", "reasons"), CALENDAR),
    "operators": ("condition",),
    "values": ("condition",),
    "chain_index": ("chain",),
    "pages": ("compiled_pages",),
}
OPTIONS = ("-q", "--assert=plain", "--capture=sys", "--tb=no", "-m", "not slow", "-p", "no:xdist")
QUIET = ("-p", "no:randomly", "-p", "no:cacheprovider", f"--rootdir={ROOT}")


def main(arguments: list[str] | None = None) -> int:
    """Try the mutants that were asked for, and print what became of them."""
    parser = argparse.ArgumentParser(prog="mutants", description=__doc__)
    parser.add_argument("floors", nargs="*", help="floors of the core; all when none is named")
    parser.add_argument("--share", action="store_true", help=f"only {' and '.join(SHARE)}, briefly")
    parser.add_argument("--fresh", action="store_true", help="forget what was found before")
    parser.add_argument("--again", action="store_true", help="try also what has a verdict already")
    parser.add_argument("--report", action="store_true", help="try nothing, print what was found")
    parser.add_argument("--survivors", action="store_true", help="print those not explained")
    parser.add_argument("--figures", action="store_true", help="write what was found to figures.md")
    parser.add_argument("--brief", type=float, default=3600, help="seconds of tests a mutant meets")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="mutants tried at once")
    said = parser.parse_args(arguments)
    made = {floor: made_of(floor) for floor in (SHARE if said.share else said.floors or core())}
    kept = Kept(test_files(made if said.share else None), fresh=said.fresh)
    todo = [
        one for found in made.values() for one in found.mutants if said.again or not kept.holds(one)
    ]
    if todo and not said.report:
        watched = made if said.share else core()
        functions = [function for floor in watched for function in made_of(floor).functions]
        attempt(functions, todo, kept, brief=said.brief, jobs=said.jobs)
    table, good = told(made, kept.verdict, survivors=said.survivors, share=said.share)
    print(table)  # noqa: T201 - the answer
    if said.figures:
        write_figures(made, kept.verdict, said.brief)
    return not good


def core() -> list[str]:
    """Return the floors of the core, lowest first, as the import contracts list them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for contract in project["tool"]["importlinter"]["contracts"]:
        if contract["name"] == "The core needs no extra":
            names = [name.removeprefix("slacalc.") for name in contract["source_modules"]]
            return [name for name in reversed(names) if (ROOT / f"src/slacalc/{name}.py").exists()]
    raise LookupError("The core needs no extra")


def test_files(only: dict[str, Made] | None) -> list[str]:
    """Return the files with tests of the core, examples in docstrings among them."""
    files = [f"src/slacalc/{floor}.py" for floor in core()]
    files += sorted(f"tests/{path.name}" for path in (ROOT / "tests").glob("test_*.py"))
    files = [file for file in files if Path(file).stem.removeprefix("test_") not in LEFT_OUT]
    return [file for file in files if only is None or any(own(floor, file) for floor in only)]


def own(floor: str, nodeid: str) -> bool:
    """Tell whether a test is in a file of the floor's own, or is of all refusals."""
    name = Path(nodeid.partition("::")[0]).stem.removeprefix("test_")
    return name.startswith((floor, *ASKED_THROUGH.get(floor, ()), "refusals"))


def attempt(
    functions: list[Function], todo: list[Mutant], kept: Kept, *, brief: float, jobs: int
) -> None:
    """Try the mutants whose verdict is not known, or no longer holds."""
    done: Counter[str] = Counter()
    start = time.monotonic()

    def note(mutant: Mutant, verdict: str, killer: str) -> None:
        kept.note(mutant, verdict, killer)
        done[verdict] += 1
        if done.total() % 50 == 0 or done.total() == len(todo):
            kept.save()
            pace = done.total() / (time.monotonic() - start)
            figures = ", ".join(f"{number} {name}" for name, number in sorted(done.items()))
            line = f"{mutant.function.floor} {done.total()}/{len(todo)}: {figures}; {pace:.1f}/s"
            print(line, file=sys.__stdout__, flush=True)

    known, killer = kept.reaches, kept.killer
    trials = Trials(
        functions, todo, note, known=known, killer=killer, own=own, brief=brief, jobs=jobs
    )
    try:
        pytest.main([*OPTIONS, *QUIET, *kept.stamps], plugins=[trials])
    finally:
        kept.save()
    slow = sum(not kept.reaches[nodeid].passed for nodeid in trials.items)
    print(f"{len(trials.items)} tests, {slow} of them left out: they fail or last over {SLOW} s")  # noqa: T201


if __name__ == "__main__":
    os.environ["SLACALC_PROFILE"] = "mutants"
    os.chdir(ROOT)
    sys.exit(main())
