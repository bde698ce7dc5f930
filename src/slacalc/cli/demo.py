"""`slacalc demo`: the main job on the bundled sample."""

from __future__ import annotations

from pathlib import Path

import click

from slacalc.cli import show
from slacalc.cli.deadline import print_clock
from slacalc.cli.replay import run
from slacalc.errors import PolicyError
from slacalc.policy import Policy

_HOMES = (Path(__file__).parents[1] / "examples", Path(__file__).parents[3] / "examples")


@click.command()
def demo() -> None:
    """Run a deadline with a wait, and the replay of a small log, on the bundled sample."""
    folder = next((home for home in _HOMES if (home / "support.toml").exists()), None)
    if folder is None:
        raise PolicyError("demo", str(_HOMES[0]), "has no sample", "install slacalc again")
    policy = Policy.load(folder / "support.toml")
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
    run(policy, str(folder / "requests.csv"), policy.log)
