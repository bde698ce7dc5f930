"""`slacalc replay`: a log of status changes in, one row a request and a report out."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import evolve
from rich.progress import track

from slacalc.batch.log import Log, read_log
from slacalc.batch.replay import COLUMNS, never_holding, parse_as_of
from slacalc.batch.replay import replay as replay_log
from slacalc.cli import show
from slacalc.errors import LogError
from slacalc.policy import Policy
from slacalc.reports.fulfilment import LevelCount, fulfilment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slacalc.log_columns import LogColumns

_EXAMPLES = 5


@click.command()
@click.argument("policy", type=click.Path(exists=True, dir_okay=False))
@click.argument("events", type=click.Path(exists=True, dir_okay=False))
@click.option(
    "--out", type=click.Path(dir_okay=False, writable=True), help="Write a row a request."
)
@click.option("--as-of", metavar="WHEN", help="Judge what is open at this instant; the log's last.")
@click.option("--request", help="The column of the request, over the policy's.")
@click.option("--at", help="The column of the instant, over the policy's.")
@click.option("--status", multiple=True, help="The column of the status, over the policy's.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON for programs.")
def replay(
    policy: str,
    events: str,
    out: str | None,
    as_of: str | None,
    as_json: bool,
    **columns: Any,
) -> None:
    """Clock every request of a log, and print how the promises were kept."""
    rules = Policy.load(policy)
    if out:
        _check_out(out, policy)
    run(rules, events, _columns(rules.log, columns), out=out, as_of=as_of, as_json=as_json)


def run(
    policy: Policy,
    events: str,
    columns: LogColumns,
    *,
    out: str | None = None,
    as_of: str | None = None,
    as_json: bool = False,
) -> None:
    """Replay a log, write the rows, print the report and the dirty rows."""
    log = read_log(events, columns)
    if out:
        _check_out(out, events)
    judged = parse_as_of(as_of, columns.time_zone) if as_of else log.last
    if judged is None:
        kinds = ", ".join(log.dirty) or "it has no rows"
        raise LogError("events", events, f"has no row that can be used: {kinds}", "mend the log")
    bar = track(
        replay_log(policy, log, as_of=judged),
        description="replaying",
        total=len(log.requests),
        console=show.progress_console(),
        disable=not show.progress_console().is_terminal,
        transient=True,
    )
    rows = [replayed.row() for replayed in bar]
    if out:
        _write(out, rows)
    levels = [level.name for level in (*policy.chain.levels, policy.chain.default)]
    counts = fulfilment(rows, levels=levels)
    if as_json:
        show.as_json(_plain(policy, log, counts, judged))
    else:
        _print(policy, log, counts, rows, judged)


def _columns(columns: LogColumns, given: dict[str, Any]) -> LogColumns:
    return evolve(columns, **{name: value for name, value in given.items() if value})


def _write(out: str, rows: Sequence[dict[str, Any]]) -> None:
    aside = Path(f"{out}.part")
    with aside.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    aside.replace(out)


def _check_out(out: str, *inputs: str) -> None:
    """Refuse, before the work, to write over what is read, or where nothing can be written."""
    path = Path(out)
    if any(path.exists() and path.samefile(given) for given in inputs):
        raise click.BadParameter(f"{out} is read; name another file", param_hint="--out")
    if not path.parent.is_dir():
        raise click.BadParameter(f"{path.parent} is no folder", param_hint="--out")


def _plain(policy: Policy, log: Log, counts: Sequence[LevelCount], judged: Any) -> dict[str, Any]:
    return {
        "rows": log.count,
        "requests": len(log.requests),
        "as_of": judged and judged.isoformat(),
        "levels": [count.row() for count in counts],
        "never_holding": never_holding(policy),
        "dirty": {kind: sorted(numbers) for kind, numbers in log.dirty.items()},
    }


def _print(
    policy: Policy,
    log: Log,
    counts: Sequence[LevelCount],
    rows: Sequence[dict[str, Any]],
    judged: Any,
) -> None:
    show.note(f"{log.count} rows, {len(log.requests)} requests, open ones judged at {judged}")
    for target in ("response", "resolution"):
        header = ["level", "requests", "met", "breached", "open", "cancelled", "share met"]
        _print_target(target, header, counts)
    later = sum(row["later_rows"] for row in rows)
    reopened = sum(1 for row in rows if row["reopenings"])
    total = counts[-1].extended
    show.note(f"requests due later for waiting: {total}")
    show.note(f"rows after the verdict, not clocked: {later}; requests reopened: {reopened}")
    _print_dirty(log)
    for condition in never_holding(policy):
        show.note(f"a condition that no cell of a log can meet, for cells are text: {condition}")


def _print_target(target: str, header: list[str], counts: Sequence[LevelCount]) -> None:
    table = []
    for count in counts:
        row = count.row()
        verdicts = [row[f"{target}_{verdict}"] for verdict in header[2:6]]
        table.append([count.level, count.requests, *verdicts, row[f"{target}_share_met"]])
    show.table(f"fulfilment: {target}", header, table, right=",".join(header[1:]))


def _print_dirty(log: Log) -> None:
    if not log.dirty:
        show.note("no dirty rows")
        return
    rows = []
    for kind, numbers in sorted(log.dirty.items()):
        lines = ", ".join(map(str, sorted(numbers)[:_EXAMPLES]))
        rows.append([kind, len(numbers), lines + (", ..." if len(numbers) > _EXAMPLES else "")])
    show.table("dirty rows", ["kind", "rows", "lines"], rows, right="rows")
