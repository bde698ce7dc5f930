"""Bars: rows of stretches on one axis of hours, such as the days of a week."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from slacalc.drawing import colours, svg

_LEFT, _WIDTH, _ROW, _TOP = 64, 480, 20, 20
_HOUR = 60
_DAY = 24 * _HOUR
_WIDE = 30 * _HOUR  # from here on an axis has fewer ticks


class Bar(NamedTuple):
    """A row: its name, the stretches in minutes with their kind, and a note at its end."""

    name: str
    stretches: Sequence[tuple[int, int, str]]
    note: str = ""


def bars(rows: Sequence[Bar | tuple[str, Sequence[tuple[int, int, str]], str]], label: str) -> str:
    """Return rows of bars on an axis from 0:00 to 24:00, or as far as the rows go.

    >>> bars([("Mon", [(540, 1080, "working")], "9 h")], "A week").count("<rect")
    1
    """
    drawn = [Bar(*row) for row in rows]
    last = max((end for row in drawn for _, end, _ in row.stretches), default=0)
    until = max(_DAY, -(-last // _HOUR) * _HOUR)
    height = _TOP + _ROW * len(drawn) + 8
    parts = [
        *_axis(until, height),
        *(p for n, row in enumerate(drawn) for p in _row(n, row, until)),
    ]
    return svg.picture(_LEFT + _WIDTH + 90, height, label, parts)


def _x(minute: int, until: int) -> float:
    return _LEFT + _WIDTH * minute / until


def _axis(until: int, height: int) -> list[str]:
    step = 6 * _HOUR if until > _WIDE else 3 * _HOUR
    parts = []
    for minute in range(0, until + 1, step):
        x = _x(minute, until)
        parts.append(svg.line(x, _TOP - 4, x, height - 6))
        parts.append(svg.text(x, _TOP - 8, f"{minute // _HOUR:02}:00", anchor="middle"))
    return parts


def _row(number: int, row: Bar, until: int) -> list[str]:
    y = _TOP + _ROW * number
    parts = [svg.text(_LEFT - 8, y + 14, row.name, anchor="end", most=9)]
    for start, end, kind in row.stretches:
        hover = f"{row.name} {_clock(start)}-{_clock(end)}".strip()
        x, width = _x(start, until), _x(end, until) - _x(start, until)
        parts.append(svg.rect(x, y + 3, width, _ROW - 6, colours.fill(kind), hover=hover))
    return [*parts, svg.text(_LEFT + _WIDTH + 8, y + 14, row.note, most=14)]


def _clock(minute: int) -> str:
    return f"{minute // _HOUR:02}:{minute % _HOUR:02}"
