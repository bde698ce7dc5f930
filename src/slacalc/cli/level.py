"""`slacalc level`: the level of a request, and what each condition found in it."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from slacalc import doors
from slacalc.cli import show
from slacalc.cli.ticket import read_ticket
from slacalc.policy import Policy


@click.command()
@click.argument("policy", type=click.Path(exists=True, dir_okay=False))
@click.option("--at", metavar="WHEN", help="When it is registered, in ISO text; now.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@click.argument("fields", nargs=-1, metavar="[FIELD=VALUE]...")
def level(policy: str, at: str | None, fields: tuple[str, ...], *, as_json: bool) -> None:
    """Print which level a request gets, and why not the ones before it.

    FIELD=VALUE gives a field of the request as text, FIELD:=VALUE as JSON (a number, true).
    """
    rules, ticket = Policy.load(policy), read_ticket(fields)
    choice = rules.explain(ticket, at=datetime.now(UTC) if at is None else _instant(at, rules))
    if as_json:
        show.as_json(choice.to_dict())
        return
    show.line("level", choice.level, "the default" if choice.by_default else "")
    rows = [
        [row["level"], row["condition"], row["words"], "yes" if row["holds"] else "no"]
        for row in choice.rows()
    ]
    show.table("tried", ["level", "condition", "found", "holds"], rows)


def _instant(text: str, policy: Policy) -> datetime:
    """Read an instant; without an offset it is on the clock of the default's calendar."""
    try:
        at = doors.moment(text)
        return at if at.tzinfo else policy.chain.default.calendar.at(at)
    except ValueError:
        hint = "write ISO text with an offset, such as 2026-03-02T10:00+03:00"
        raise click.BadParameter(f"{text!r} is no instant; {hint}", param_hint="--at") from None
