"""`slacalc deadline`: the level of a request, why, the deadlines, and the proof."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from slacalc.cli import show
from slacalc.cli.request import open_request
from slacalc.ledger import Ledger
from slacalc.targets import plain_duration
from slacalc.text import format_duration

if TYPE_CHECKING:
    from slacalc.chain import Choice
    from slacalc.clock import SlaClock
    from slacalc.target_clock import TargetClock
    from slacalc.targets import Target


@click.command()
@click.argument("policy", type=click.Path(exists=True, dir_okay=False))
@click.option(
    "--at",
    "at",
    required=True,
    metavar="WHEN",
    help="When it was registered: ISO text; without an offset, on the calendar's clock.",
)
@click.option(
    "--wait",
    "waits",
    nargs=2,
    multiple=True,
    metavar="FROM TO",
    help="A stretch in which it waited for the customer; may be given several times.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@click.argument("fields", nargs=-1, metavar="[FIELD=VALUE]...")
def deadline(
    policy: str,
    at: str,
    waits: tuple[tuple[str, str], ...],
    fields: tuple[str, ...],
    *,
    as_json: bool,
) -> None:
    """Print the level of a request, why, the deadlines and the ledgers.

    FIELD=VALUE gives a field of the request as text, FIELD:=VALUE as JSON (a number, true).
    """
    choice, clock = open_request(policy, fields, at, waits)
    if as_json:
        show.as_json(_plain(choice, clock))
    else:
        print_clock(choice, clock)


def _ledgers(clock: SlaClock) -> list[Ledger]:
    """Return the proof of each target that runs, from its start until it is due."""
    due = ((target.target.name, target.due) for target in clock.targets)
    return [clock.explain(at, target=name) for name, at in due if at]


def _plain(choice: Choice, clock: SlaClock) -> dict[str, Any]:
    ledgers = {ledger.target: ledger for ledger in _ledgers(clock)}
    return {
        "level": choice.level.name,
        "by_default": choice.by_default,
        "tried": [
            {
                "level": tried.level.name,
                "holds": tried.holds,
                "verdicts": list(map(str, tried.verdicts)),
            }
            for tried in choice.tried
        ],
        "registered": clock.started.isoformat(),
        "targets": {
            target.target.name: {
                "promised": plain_duration(target.target.duration),
                "first_due": target.first_due and target.first_due.isoformat(),
                "due": target.due and target.due.isoformat(),
                "waited": format_duration(target.waited),
                "ledger": ledgers[target.target.name].rows() if target.due else [],
            }
            for target in clock.targets
        },
    }


def print_clock(choice: Choice, clock: SlaClock) -> None:
    """Print a request's level, the reasons for it, its deadlines and their proof."""
    zone = choice.level.calendar.zone
    show.line("level", choice.level, f"{choice.level.hours} in {zone}")
    for why in str(choice).splitlines():
        show.line("", why)
    show.line("registered", show.wall(clock.started))
    for target in clock.targets:
        _print_target(target)
    for ledger in _ledgers(clock):
        print_ledger(ledger)


def _print_target(target: TargetClock) -> None:
    """Print what is due and why; what has not started yet is named with what starts it."""
    promised = [promised_words(target.target)]
    if target.due is None or target.first_due is None:
        starts = ", ".join(sorted(target.target.starts_on))
        show.line(target.target.name, "not started", f"{promised[0]} from {starts}")
        return
    if target.waited:
        first = f"first due {show.wall(target.first_due)}"
        promised += [first, f"waited {format_duration(target.waited)}"]
    show.line(target.target.name, show.wall(target.due), ", ".join(promised))


def promised_words(target: Target) -> str:
    """Return how much is promised, and of what time."""
    worked = isinstance(target.duration, timedelta)
    return f"{plain_duration(target.duration)}{' of working time' if worked else ''}"


def print_ledger(ledger: Ledger) -> None:
    """Print the stretches of a ledger as a table, and what counted in all."""
    rows = [
        [
            f"{entry.start:%a %Y-%m-%d}",
            entry.wall.rstrip(),
            format_duration(entry.length),
            format_duration(entry.length) if entry.counted else "",
            entry.reason,
        ]
        for entry in ledger
    ]
    rows.append(["", "", "", format_duration(ledger.elapsed), "counted in all"])
    title = f"ledger of the {ledger.target}"
    show.table(
        title, ["day", "from - to", "length", "counted", "why"], rows, right="length,counted"
    )
