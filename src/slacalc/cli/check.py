"""`slacalc check`: what is wrong with a policy before anyone is promised anything by it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import click
from rich.progress import track

from slacalc.batch.sample import read_sample
from slacalc.check import check as findings_of
from slacalc.check import located
from slacalc.cli import show
from slacalc.policy import Policy


@click.command()
@click.argument("policy", type=click.Path(exists=True, dir_okay=False))
@click.option(
    "--sample",
    type=click.Path(exists=True, dir_okay=False),
    help="Requests to try it on: CSV with a header, .json or .jsonl.",
)
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day until which its calendars are needed; today.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON for programs.")
def check(policy: str, sample: str | None, until: datetime | None, *, as_json: bool) -> None:
    """Find what is wrong with a policy: nothing printed is nothing found.

    Exit code 1 where one of the findings is an error.
    """
    rules = Policy.load(policy)
    day = (until or datetime.now(UTC)).date()
    rows = read_sample(sample, delimiter=rules.log.delimiter) if sample else None
    terminal = show.progress_console()
    bar = None if rows is None else track(
        rows,
        description="trying requests",
        console=terminal,
        disable=not terminal.is_terminal,
        transient=True,
    )  # fmt: skip
    findings = located(findings_of(rules, sample=bar, until=day), policy)
    if as_json:
        show.as_json({"policy": policy, "findings": [one.to_dict() for one in findings]})
    else:
        for one in findings:
            show.note(str(one))
    if any(one.severity == "error" for one in findings):
        sys.exit(1)
