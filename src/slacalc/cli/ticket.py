"""A request on the command line: its fields as words."""

from __future__ import annotations

import json
from typing import Any

import click


def read_ticket(fields: tuple[str, ...]) -> dict[str, Any]:
    """Return the request of words such as ``client=vip`` and ``count:=3``."""
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
