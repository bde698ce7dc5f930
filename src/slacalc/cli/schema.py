"""`slacalc schema`: the JSON Schema of the policy file, for editors."""

from __future__ import annotations

import click

from slacalc.cli import show
from slacalc.policy_schema import policy_schema


@click.command()
def schema() -> None:
    """Print the JSON Schema of policy files, by which editors complete and check them."""
    show.as_json(policy_schema())
