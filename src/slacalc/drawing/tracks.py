"""Tracks: rows of stretches on one axis of time, with marks where something happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from slacalc.drawing import colours, svg

_LEFT, _WIDTH, _ROW, _TOP = 96, 620, 46, 34
_BAR = 18
_LABEL, _LABEL_ROWS = 12, 2


class Stretch(NamedTuple):
    """A stretch of a track: from, to (0 to 1 of the axis), its kind, and what shows on it."""

    start: float
    end: float
    kind: str
    hover: str = ""


class Mark(NamedTuple):
    """A mark on a track: where, what is written below it, and whether it is what counts now."""

    at: float
    label: str
    hover: str = ""
    strong: bool = True


class Track(NamedTuple):
    """A row: its name, its stretches, and the marks under them."""

    name: str
    stretches: Sequence[Stretch]
    marks: Sequence[Mark] = ()


def tracks(
    rows: Sequence[Track],
    label: str,
    *,
    ticks: Sequence[tuple[float, str]],
    events: Sequence[Mark] = (),
    legend: Sequence[tuple[str, str]] = (),
) -> str:
    """Return rows of stretches under an axis of time; events are lines through all rows.

    >>> row = Track("resolution", [Stretch(0.0, 0.5, "working")], [Mark(0.5, "due")])
    >>> tracks([row], "A request", ticks=[(0.0, "Mon"), (1.0, "Tue")]).count("<rect")
    1
    """
    bottom = _TOP + _ROW * len(rows)
    parts = [part for at, name in svg.apart(ticks, 70 / _WIDTH) for part in _tick(at, name, bottom)]
    parts += [part for n, row in enumerate(rows) for part in _track(_TOP + _ROW * n, row)]
    parts += [part for event, row in _labelled(events) for part in _event(event, row, bottom)]
    height = bottom + (24 + _LABEL if events else 6)
    if legend:
        height += 20
        parts += colours.legend(legend, _LEFT, height - 8)
    return svg.picture(_LEFT + _WIDTH + 70, height, label, parts)


def _x(at: float) -> float:
    return _LEFT + _WIDTH * min(max(at, 0.0), 1.0)


def _labelled(events: Sequence[Mark]) -> list[tuple[Mark, int]]:
    """Put the labels of events into two rows; those that fit into neither are left to hovers."""
    named: list[tuple[Mark, int]] = []
    free = [-1.0] * _LABEL_ROWS
    for event in events:
        x, width = _x(event.at), 6.5 * len(event.label) + 4
        row = next((n for n in range(_LABEL_ROWS) if x - width / 2 > free[n]), None)
        if row is not None:
            free[row] = x + width / 2
        named.append((event._replace(label="") if row is None else event, row or 0))
    return named


def _tick(at: float, name: str, bottom: float) -> list[str]:
    x = _x(at)
    return [svg.line(x, 20, x, bottom), svg.text(x + 2, 14, name, most=16)]


def _track(y: float, row: Track) -> list[str]:
    parts = [svg.text(_LEFT - 8, y + 13, row.name, anchor="end", most=15)]
    for one in row.stretches:
        x, width = _x(one.start), max(_x(one.end) - _x(one.start), 0.5)
        parts.append(svg.rect(x, y, width, _BAR, colours.fill(one.kind), hover=one.hover))
    moved = [_x(mark.at) for mark in row.marks]
    if moved and max(moved) > min(moved):  # how far it moved
        parts.append(svg.line(min(moved), y + _BAR + 4, max(moved), y + _BAR + 4, faint=False))
    return [*parts, *(part for mark in row.marks for part in _mark(y, mark))]


def _mark(y: float, mark: Mark) -> list[str]:
    x = _x(mark.at)
    if not mark.strong:
        return [svg.line(x, y - 3, x, y + _BAR + 4, dash="2 2", faint=False, hover=mark.hover)]
    label = svg.text(x, y + _BAR + 16, mark.label, anchor=_side(x), most=24, bold=True)
    return [svg.line(x, y - 3, x, y + _BAR + 4, faint=False, hover=mark.hover), label]


def _side(x: float) -> str:
    """Return how a label hangs on its mark, so that it stays inside the picture."""
    return "start" if x < _LEFT + 40 else "end" if x > _LEFT + _WIDTH - 10 else "middle"


def _event(event: Mark, row: int, bottom: float) -> list[str]:
    x = _x(event.at)
    line = svg.line(x, _TOP - 6, x, bottom + 4, dash="1 3", faint=False, hover=event.hover)
    if not event.label:
        return [line]
    return [line, svg.text(x, bottom + 16 + _LABEL * row, event.label, anchor=_side(x), most=16)]
