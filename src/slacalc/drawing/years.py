"""A year as a map: a column each week, a cell each day, the months over them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from slacalc.drawing import colours, svg
from slacalc.drawing.cells import Cell

_SIZE, _STEP = 12, 14
_LEFT, _TOP = 34, 42
_DAYS = 7
_WEEKS = 54  # a leap year that begins on a Sunday


def year_map(
    cells: Sequence[Cell],
    label: str,
    *,
    weekdays: Sequence[str],
    months: Sequence[str],
    legend: Sequence[tuple[str, str]] = (),
) -> str:
    """Return the days of a year, given in order, as a map; hovers tell of each.

    Args:
        cells: the days, of one year.
        label: what the picture is, for who can't see it.
        weekdays: seven names, Monday first.
        months: twelve names.
        legend: pairs of a kind and its words.
    """
    before = cells[0].date.replace(month=1, day=1).weekday() if cells else 0
    parts = [svg.text(_LEFT, 14, label, most=90, bold=True)]
    parts += [
        svg.text(_LEFT - 6, _TOP + _STEP * n + 10, weekdays[n], anchor="end") for n in (0, 2, 4, 6)
    ]
    parts += [_month(cell.date, before, months) for cell in cells if cell.date.day == 1]
    parts += [_cell(cell, before) for cell in cells]
    height = _TOP + _STEP * _DAYS + 4
    if legend:
        height += 20
        parts += colours.legend(legend, _LEFT, height - 6)
    return svg.picture(_LEFT + _STEP * _WEEKS, height, label, parts)


def _place(day: date, before: int) -> tuple[int, int]:
    """Return the column and the row of a day."""
    return divmod(day.timetuple().tm_yday - 1 + before, _DAYS)


def _month(day: date, before: int, months: Sequence[str]) -> str:
    column, row = _place(day, before)
    column += row > 0
    return svg.text(_LEFT + _STEP * column, _TOP - 6, months[day.month - 1], most=9)


def _cell(cell: Cell, before: int) -> str:
    column, row = _place(cell.date, before)
    x, y = _LEFT + _STEP * column, _TOP + _STEP * row
    drawn = svg.rect(x, y, _SIZE, _SIZE, colours.fill(cell.kind, cell.strength), hover=cell.hover)
    return drawn + svg.frame(x, y, _SIZE, _SIZE) if cell.marked else drawn
