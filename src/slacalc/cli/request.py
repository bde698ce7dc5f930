"""A request as words on the command line: its fields, when it was registered, what happened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

import click

from slacalc import doors
from slacalc.chain import Choice
from slacalc.cli.ticket import read_ticket
from slacalc.clock import SlaClock
from slacalc.errors import EventError, SlacalcError
from slacalc.events import Event, pause_of
from slacalc.policy import Policy


class Request(NamedTuple):
    """A request: why it has its level, and its clock."""

    choice: Choice
    clock: SlaClock


def open_request(
    policy: str,
    fields: tuple[str, ...],
    at: str,
    waits: Iterable[tuple[str, str]] = (),
    events: Iterable[tuple[str, str]] = (),
) -> Request:
    """Open a request and tell its clock of waits and of other events, in order of time."""
    rules, ticket = Policy.load(policy), read_ticket(fields)
    registered = instant_of(rules.chain.explain(ticket), at, "--at")
    choice = rules.explain(ticket, at=registered)
    option = "--event" if events else "--wait"
    told = [Event(kind, instant_of(choice, when, option)) for kind, when in _kinds(waits, events)]
    clock = rules.open(ticket, at=registered)
    try:
        for event in sorted(told, key=lambda event: event.key):
            clock = clock.after(event)
    except EventError as error:
        raise click.BadParameter(str(error), param_hint=option) from None
    return Request(choice, clock)


def _kinds(
    waits: Iterable[tuple[str, str]], events: Iterable[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Return waits as the two events that they are, and the other events."""
    ends = [pair for start, end in waits for pair in ((pause_of(None), start), ("resume", end))]
    return [*ends, *events]


def instant_of(choice: Choice, text: str, option: str) -> datetime:
    """Read an instant; without an offset it is on the clock of the level's calendar."""
    try:
        at = doors.moment(text)
    except ValueError:
        at = None
    try:
        return at if at and at.tzinfo else choice.level.calendar.at(at or text)
    except SlacalcError as error:
        problem = f"{text!r}: {error.problem}; {error.remedy}"
        raise click.BadParameter(problem, param_hint=option) from None
