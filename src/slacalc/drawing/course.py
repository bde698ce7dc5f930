"""A course: a quantity that grows while time is open, and a step walked up on it."""

from __future__ import annotations

from collections.abc import Sequence

from slacalc.drawing import colours, svg
from slacalc.drawing.svg import element

_LEFT, _WIDTH, _HEIGHT, _TOP = 64, 560, 180, 24
_BOTTOM = _TOP + _HEIGHT


def course(
    points: Sequence[tuple[float, float]],
    label: str,
    *,
    open_stretches: Sequence[tuple[float, float, str]],
    ticks: Sequence[tuple[float, str]],
    walk: tuple[tuple[float, float, str], tuple[float, float, str]],
    step: str,
) -> str:
    """Return the line through `points`, and how a step is walked from one of them to another.

    Args:
        points: the corners of the line, x and y from 0 to 1.
        label: what the picture is, for who can't see it.
        open_stretches: from, to and a hover of what is shaded below the line.
        ticks: where the axis has names, and these.
        walk: the two ends of the walk: x, y and what is written below.
        step: what is written beside the step up.
    """
    (x1, y1, begun), (x2, y2, ended) = walk
    parts = [part for at, name in svg.apart(ticks, 70 / _WIDTH) for part in _tick(at, name)]
    for start, end, hover in open_stretches:
        shade = colours.fill("working", 0.3)
        parts.append(svg.rect(_x(start), _TOP, _x(end) - _x(start), _HEIGHT, shade, hover=hover))
    parts.append(_line(points))
    parts += [
        svg.line(_x(x1), _BOTTOM, _x(x1), _y(y1), dash="4 3", faint=False),
        svg.line(_x(x1), _y(y1), _LEFT, _y(y1), dash="4 3", faint=False),
        svg.line(_LEFT, _y(y2), _x(x2), _y(y2), dash="4 3", faint=False),
        svg.line(_x(x2), _y(y2), _x(x2), _BOTTOM, dash="4 3", faint=False),
        svg.line(_LEFT, _y(y1), _LEFT, _y(y2), faint=False),
        svg.text(_LEFT - 8, (_y(y1) + _y(y2)) / 2 + 4, step, anchor="end", most=9, bold=True),
        *_end(x1, begun),
        *_end(x2, ended),
    ]
    return svg.picture(_LEFT + _WIDTH + 60, _BOTTOM + 24, label, parts)


def _x(at: float) -> float:
    return _LEFT + _WIDTH * at


def _y(up: float) -> float:
    return _BOTTOM - _HEIGHT * up


def _tick(at: float, name: str) -> list[str]:
    return [svg.line(_x(at), _TOP, _x(at), _BOTTOM), svg.text(_x(at) + 2, _TOP - 8, name, most=16)]


def _line(points: Sequence[tuple[float, float]]) -> str:
    through = " ".join(f"{_x(x):.1f},{_y(y):.1f}" for x, y in points)
    line: dict[str, object] = {"fill": "none", "stroke": "currentColor", "stroke_width": 2}
    return element("polyline", points=through, **line)


def _end(at: float, label: str) -> list[str]:
    x = _x(at)
    return [
        element("circle", cx=x, cy=_BOTTOM, r=3, fill="currentColor"),
        svg.text(x, _BOTTOM + 16, label, anchor="middle", most=24, bold=True),
    ]
