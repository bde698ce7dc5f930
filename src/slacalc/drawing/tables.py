"""Tables in HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from slacalc.drawing.svg import escaped

_CELL = "padding: 0.2em 0.8em; border: 1px solid currentColor; text-align: left"
_LONGEST = 1_000  # letters of a cell


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table in HTML, every text escaped, in the colours of the page around it.

    >>> table(["name"], [["<b>"]])
    '<table ...><thead><tr><th ...>name</th></tr></thead><tbody><tr><td ...>&lt;b&gt;</td>...'
    """
    head = _row("th", header)
    body = "".join(_row("td", row) for row in rows)
    style = "border-collapse: collapse; color: inherit; background: transparent"
    return f'<table style="{style}"><thead>{head}</thead><tbody>{body}</tbody></table>'


def _row(tag: str, cells: Iterable[object]) -> str:
    drawn = (f'<{tag} style="{_CELL}">{escaped(cell, _LONGEST)}</{tag}>' for cell in cells)
    return f"<tr>{''.join(drawn)}</tr>"
