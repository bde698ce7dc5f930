"""`slacalc explain`: the life of a request as a timeline, and the ledgers that prove it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from slacalc.cli import show
from slacalc.cli.deadline import print_ledger
from slacalc.cli.request import Request, instant_of, open_request
from slacalc.clock import SlaClock
from slacalc.events import instant_key


@click.command()
@click.argument("policy", type=click.Path(exists=True, dir_okay=False))
@click.option("--at", required=True, metavar="WHEN", help="When it was registered: ISO text.")
@click.option(
    "--event",
    "events",
    nargs=2,
    multiple=True,
    metavar="KIND WHEN",
    help="What happened: pause, resume, respond, resolve, ...; may be given several times.",
)
@click.option(
    "--until",
    metavar="WHEN",
    help="The instant to tell of; else the last event, or what is due last while it goes on.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@click.argument("fields", nargs=-1, metavar="[FIELD=VALUE]...")
def explain(
    policy: str,
    at: str,
    events: tuple[tuple[str, str], ...],
    until: str | None,
    fields: tuple[str, ...],
    *,
    as_json: bool,
) -> None:
    """Print the timeline of a request, and every stretch that counted, or did not, and why.

    Times without an offset are on the clock of the level's calendar.
    """
    request = open_request(policy, fields, at, events=events)
    end = instant_of(request.choice, until, "--until") if until else _last(request.clock)
    if as_json:
        show.as_json(_plain(request, end))
        return
    show.line("level", request.choice.level)
    show.coloured(str(request.clock.timeline(end)), show.SIGNS)
    for target in request.clock.targets:
        print_ledger(request.clock.explain(end, target=target.target.name))


def _last(clock: SlaClock) -> datetime:
    """Return the last event, or what is due last where the request goes on."""
    last = clock.events[-1].at
    dues = [] if clock.ended else [target.due for target in clock.targets if target.due]
    return max([last, *dues], key=instant_key)


def _plain(request: Request, end: datetime) -> dict[str, Any]:
    clock = request.clock
    return {
        "level": request.choice.level.name,
        "until": end.isoformat(),
        "timeline": [
            row | {"start": row["start"].isoformat(), "end": row["end"].isoformat()}
            for row in clock.timeline(end).rows()
        ],
        "ledgers": {
            target.target.name: clock.explain(end, target=target.target.name).rows()
            for target in clock.targets
        },
    }
