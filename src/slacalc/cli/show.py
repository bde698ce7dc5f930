"""What the commands print: tables on a terminal, plain lines when piped."""

from __future__ import annotations

import codecs
import json
import re
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

_PIPED_WIDTH = 1000
_RUNS = re.compile(
    r"[▪█▒▓·]+"
    r"|(?<=[▪·*~+ -])[*~+-](?=[▪·*~+ -]|$)"
    r"|(?<=[ █▒▓·])[|](?=[ █▒▓·]|$)",
    re.MULTILINE,
)
COLOURS = {
    "met": "green",
    "breached": "bold red",
    "open": "yellow",
    "cancelled": "dim",
    "working": "green",
    "waiting": "yellow",
}
SIGNS = {  # of a year's map and of a timeline
    "▪": "blue",
    "+": "green",
    "-": "magenta",
    "~": "cyan",
    "*": "red",
    "·": "dim",
    "█": "blue",
    "▒": "yellow",
    "▓": "bold red",
    "|": "bold",
}


def console() -> Console:
    """Return where to print: as wide as the terminal, or as wide as it takes when piped."""
    probe = Console()
    return probe if probe.is_terminal else Console(width=_PIPED_WIDTH, no_color=True)


def progress_console() -> Console:
    """Return where to draw progress: the error stream, so that what is piped stays clean."""
    return Console(stderr=True)


def printable(text: str) -> str:
    """Return text whose control characters, those that turn its direction too, are codes."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def table(
    title: str, header: Sequence[str], rows: Sequence[Sequence[Any]], right: str = ""
) -> None:
    """Print a table; the columns named in `right` are aligned to the right."""
    out = console()
    if out.is_terminal:
        grid = Table(title=title, box=SIMPLE_HEAD, title_justify="left", title_style="bold")
        for name in header:
            grid.add_column(name, justify="right" if name in right.split(",") else "left")
        for row in rows:
            grid.add_row(*map(_cell, row))
        out.print(grid)
        return
    cells = [list(header), *([printable(str(value)) for value in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    aligned = [str.rjust if name in right.split(",") else str.ljust for name in header]
    click.echo(f"\n{title}")
    for cut in cells:
        spots = zip(aligned, cut, widths, strict=True)
        words = (align(word, width) for align, word, width in spots)
        click.echo("  ".join(words).rstrip())


def line(label: str, value: object, note: str = "") -> None:
    """Print a labelled value."""
    remark = f"  {printable(note)}" if note else ""
    text = Text.assemble((f"{label:<12}", "bold"), _cell(value), (remark, "dim"))
    console().print(text)


def note(text: str) -> None:
    """Print a line of prose."""
    console().print(Text(printable_lines(text)))


def coloured(text: str, styles: Mapping[str, str]) -> None:
    """Print lines, each sign in its colour where it stands among its like."""
    shown = Text(printable_lines(text))
    for run in _RUNS.finditer(shown.plain):
        shown.stylize(styles[run[0][0]], *run.span())
    console().print(shown, soft_wrap=True)


def printable_lines(text: str) -> str:
    """Return lines whose control characters are codes."""
    return "\n".join(map(printable, text.split("\n")))


def as_json(value: Mapping[str, Any]) -> None:
    """Print a value for programs."""
    plain = codecs.lookup(sys.stdout.encoding or "ascii").name != "utf-8"  # codes, not letters
    click.echo(json.dumps(value, ensure_ascii=plain, indent=2, default=str))


def wall(at: datetime) -> str:
    """Write an instant for people."""
    return f"{at:%a %Y-%m-%d %H:%M}{_seconds(at)} {at:%Z}".rstrip()


def _seconds(at: datetime) -> str:
    return f":{at:%S}" if at.second else ""


def _cell(value: object) -> Text:
    words = printable(str(value))
    return Text(words, style=COLOURS.get(words.split(" (", maxsplit=1)[0], ""))
