"""`slacalc deadline`: the level of a request, why, both deadlines, and the proof."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from slacalc import doors
from slacalc.cli import show
from slacalc.errors import EventError
from slacalc.ledger import Ledger
from slacalc.policy import Policy
from slacalc.text import format_duration

if TYPE_CHECKING:
    from slacalc.clock import SlaClock
    from slacalc.levels import Choice


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
    """Print the level of a request, why, both deadlines and the ledger.

    FIELD=VALUE gives a field of the request as text, FIELD:=VALUE as JSON (a number, true).
    """
    rules = Policy.load(policy)
    ticket = _ticket(fields)
    choice = rules.explain(ticket)
    clock = rules.open(ticket, at=_instant(choice, at))
    try:
        for start, end in waits:
            clock = clock.pause(_instant(choice, start)).resume(_instant(choice, end))
    except EventError as error:
        problem = f"{error.problem}; give waits in order, after the registration"
        raise click.BadParameter(problem, param_hint="--wait") from None
    if as_json:
        show.as_json(_plain(choice, clock))
    else:
        print_clock(choice, clock)


def _ticket(fields: tuple[str, ...]) -> dict[str, Any]:
    ticket: dict[str, Any] = {}
    for name, value in map(_field, fields):
        if name in ticket:
            raise click.BadParameter(f"{name!r} is given twice", param_hint="FIELD=VALUE")
        ticket[name] = value
    return ticket


def _field(text: str) -> tuple[str, Any]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip(":"):
        raise click.BadParameter(
            f"{text!r} is no field; write name=value", param_hint="FIELD=VALUE"
        )
    if not name.endswith(":"):
        return name, value
    try:
        return name[:-1], json.loads(value)
    except (ValueError, RecursionError):
        problem = f"{value!r} is no JSON; write name=value for text"
        raise click.BadParameter(problem, param_hint="FIELD:=VALUE") from None


def _instant(choice: Choice, text: str) -> datetime:
    """Read an instant; without an offset it is on the clock of the level's calendar."""
    try:
        at = doors.moment(text)
    except ValueError:
        return choice.level.calendar.at(text)
    return at if at.tzinfo else choice.level.calendar.at(at)


def _ledgers(clock: SlaClock) -> list[Ledger]:
    """Return the proof of each target, from the registration until it is due."""
    return [clock.explain(t.due, target=t.target.name) for t in clock.targets]


def _plain(choice: Choice, clock: SlaClock) -> dict[str, Any]:
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
                "promised": format_duration(target.target.duration),
                "first_due": target.first_due.isoformat(),
                "due": target.due.isoformat(),
                "waited": format_duration(target.waited),
                "ledger": ledger.rows(),
            }
            for target, ledger in zip(clock.targets, _ledgers(clock), strict=True)
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
        moved = f"first due {show.wall(target.first_due)}, " if target.waited else ""
        waited = f"waited {format_duration(target.waited)}" if target.waited else ""
        promised = f"{format_duration(target.target.duration)} of working time"
        show.line(target.target.name, show.wall(target.due),
                  ", ".join(filter(None, [promised, moved + waited])))  # fmt: skip
    for ledger in _ledgers(clock):
        _print_ledger(ledger)


def _print_ledger(ledger: Ledger) -> None:
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
