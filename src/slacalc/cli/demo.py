"""`slacalc demo`: the main job on the bundled sample."""

from __future__ import annotations

import click

from slacalc.batch.sample import bundled
from slacalc.cli import show
from slacalc.cli.deadline import print_clock
from slacalc.cli.replay import run
from slacalc.policy import Policy


@click.command()
def demo() -> None:
    """Run a deadline with a wait, and the replay of a small log, on the bundled sample."""
    policy = Policy.load(bundled("support.toml"))
    show.note(
        "A VIP's incident, registered on Monday at 10:00, waiting overnight for the client:\n"
    )
    choice = policy.explain({"client": "vip", "type": "incident"})
    clock = policy.open(
        {"client": "vip", "type": "incident"}, at=choice.level.calendar.at("2026-03-02 10:00")
    )
    wait = [choice.level.calendar.at(wall) for wall in ("2026-03-02 16:00", "2026-03-03 11:00")]
    print_clock(choice, clock.pause(wait[0]).resume(wait[1]))
    show.note("\nThe log of a small helpdesk, replayed:\n")
    run(policy, str(bundled("requests.csv")), policy.log)
