"""A month as a page of a wall calendar: a row each week, in each day's cell its hours."""

from __future__ import annotations

from collections.abc import Sequence

from slacalc.drawing import colours, svg
from slacalc.drawing.cells import Cell

_WIDTH, _HEIGHT, _GAP = 92, 54, 4
_TOP = 42
_DAYS = 7
_LINE = 12
_MOST_LINES = 3
_MOST = 13  # letters that a cell has room for


def month_grid(
    cells: Sequence[Cell],
    label: str,
    *,
    weekdays: Sequence[str],
    legend: Sequence[tuple[str, str]] = (),
) -> str:
    """Return the days of a month, given in order, with their lines; hovers tell of each."""
    before = cells[0].date.weekday() if cells else 0
    across, down = _WIDTH + _GAP, _HEIGHT + _GAP
    parts = [svg.text(4, 14, label, most=90, bold=True)]
    parts += [
        svg.text(across * n + 4, _TOP - 7, name, most=_MOST) for n, name in enumerate(weekdays)
    ]
    parts += [part for n, cell in enumerate(cells, before) for part in _cell(n, cell)]
    height = _TOP + down * -(-(len(cells) + before) // _DAYS)
    if legend:
        height += 20
        parts += colours.legend(legend, 4, height - 6)
    return svg.picture(across * _DAYS, height, label, parts)


def _cell(place: int, cell: Cell) -> list[str]:
    row, column = divmod(place, _DAYS)
    x, y = column * (_WIDTH + _GAP), _TOP + row * (_HEIGHT + _GAP)
    fill = colours.fill(cell.kind, cell.strength / 2)
    parts = [svg.rect(x, y, _WIDTH, _HEIGHT, fill, hover=cell.hover)]
    if cell.marked:
        parts.append(svg.frame(x, y, _WIDTH, _HEIGHT))
    parts.append(svg.text(x + 4, y + 13, cell.date.day, bold=True))
    for n, line in enumerate(_shown(cell.lines)):
        parts.append(svg.text(x + 4, y + 13 + _LINE * (n + 1), line, most=_MOST))
    return parts


def _shown(lines: Sequence[str]) -> Sequence[str]:
    """Return the lines that there is room for; the last one tells how many are left."""
    if len(lines) <= _MOST_LINES:
        return lines
    return [*lines[: _MOST_LINES - 1], f"+{len(lines) - _MOST_LINES + 1}"]
