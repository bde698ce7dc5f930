"""The command line: `slacalc deadline`, `slacalc replay`, `slacalc demo`."""

from __future__ import annotations

from typing import Any

import click

from slacalc.cli.deadline import deadline
from slacalc.cli.demo import demo
from slacalc.cli.replay import replay
from slacalc.errors import SlacalcError


class _Commands(click.Group):
    """Commands whose errors are one line and exit code 1."""

    def invoke(self, context: click.Context) -> Any:
        """Run a command; an error of ours becomes its message."""
        try:
            return super().invoke(context)
        except SlacalcError as error:
            raise click.ClickException(str(error)) from None


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="slacalc")
def commands() -> None:
    """When a support request is due, what is left, and why."""


commands.add_command(deadline)
commands.add_command(replay)
commands.add_command(demo)
