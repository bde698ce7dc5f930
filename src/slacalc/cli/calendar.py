"""`slacalc calendar`: a year or a month of a policy's calendar, or two calendars compared."""

from __future__ import annotations

import re
from pathlib import Path

import click

from slacalc.algebra import AnyCalendar
from slacalc.cli import show
from slacalc.errors import did_you_mean
from slacalc.policy import Policy
from slacalc.views import CalendarComparison, CalendarMonth, CalendarYear

_HEAD = (
    '<!doctype html><meta charset="utf-8"><meta name="color-scheme" content="light dark">'
    "<title>slacalc</title>"
)
_MONTH = re.compile(r"([0-9]{4})-([0-9]{1,2})")


@click.command("calendar")
@click.argument("policy", type=click.Path(exists=True, dir_okay=False))
@click.option("--calendar", "name", metavar="NAME", help="Which calendar; the first one.")
@click.option("--year", type=int, metavar="YEAR", help="The year to draw.")
@click.option("--month", metavar="YEAR-MONTH", help="The month to draw, such as 2026-11.")
@click.option("--compare", "other", metavar="NAME", help="Another calendar: what differs.")
@click.option("--html", type=click.Path(dir_okay=False), help="Write the picture to a file.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
def calendar(
    policy: str,
    name: str | None,
    *,
    year: int | None,
    month: str | None,
    other: str | None,
    html: str | None,
    as_json: bool,
) -> None:
    """Draw a year or a month of a calendar, its days by kind, or what differs in two calendars."""
    known = Policy.load(policy).calendars
    view = _view(_named(known, name, "--calendar"), known, year, month, other)
    if html and as_json:
        raise click.UsageError("give --html or --json, one of them")
    if html:
        Path(html).write_text(f"{_HEAD}{view.html()}\n", encoding="utf-8")
        show.note(f"written: {html}")
    elif as_json:
        show.as_json({"days": view.rows()})
    else:
        show.coloured(str(view), show.SIGNS)


def _view(
    chosen: AnyCalendar,
    known: dict[str, AnyCalendar],
    year: int | None,
    month: str | None,
    other: str | None,
) -> CalendarYear | CalendarMonth | CalendarComparison:
    """Return what is to be shown."""
    if (year is None) == (month is None):
        raise click.UsageError("give --year 2026 or --month 2026-11, one of them")
    if month is not None:
        parts = _MONTH.fullmatch(month)
        if not parts:
            problem = f"{month!r} is no month; write it as 2026-11"
            raise click.BadParameter(problem, param_hint="--month")
        if other is not None:
            raise click.UsageError("--compare compares years; give --year")
        return chosen.month(int(parts[1]), int(parts[2]))
    assert year is not None  # noqa: S101 - one of both is given
    if other is not None:
        return chosen.compared(_named(known, other, "--compare"), year)
    return chosen.year(year)


def _named(known: dict[str, AnyCalendar], name: str | None, option: str) -> AnyCalendar:
    """Return the calendar of a name, the first one where none is given."""
    if name is None and known:
        return next(iter(known.values()))
    if name in known:
        return known[name]
    way_out = did_you_mean(name, known) or f"use one of {', '.join(map(repr, known))}"
    raise click.BadParameter(f"{name!r} is no calendar of the policy; {way_out}", param_hint=option)
