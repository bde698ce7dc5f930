"""The command line: a command is a file here."""

from __future__ import annotations

import sys
import warnings
from io import TextIOWrapper
from typing import Any

import click

from slacalc.cli.calendar import calendar
from slacalc.cli.check import check
from slacalc.cli.deadline import deadline
from slacalc.cli.demo import demo
from slacalc.cli.explain import explain
from slacalc.cli.level import level
from slacalc.cli.replay import replay
from slacalc.cli.schema import schema
from slacalc.cli.show import printable
from slacalc.cli.versions import archive, diff
from slacalc.errors import HorizonWarning, SlacalcError


class _Commands(click.Group):
    """Commands whose errors are one line and exit code 1."""

    def invoke(self, context: click.Context) -> Any:
        """Run a command; an error of ours becomes its message."""
        for stream in (sys.stdout, sys.stderr):  # one that can't write Russian shows its codes
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        try:
            with warnings.catch_warnings():
                warnings.showwarning = _show
                warnings.simplefilter("once", HorizonWarning)
                return super().invoke(context)
        except SlacalcError as error:
            raise click.ClickException(printable(str(error))) from None
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                raise
            raise click.ClickException(f"{error.filename or 'output'}: {error.strerror}") from None


def _show(message: Warning | str, *_where: Any, **_more: Any) -> None:
    """Write a warning as a line, without the place in the code."""
    click.echo(f"Warning: {printable(str(message))}", err=True)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="slacalc")
def commands() -> None:
    """When a support request is due, what is left, and why."""


for _command in (deadline, explain, level, calendar, check, diff, archive, replay, schema, demo):
    commands.add_command(_command)
