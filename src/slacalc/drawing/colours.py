"""The colours of kinds: translucent, so that they do on a light page and on a dark one.

The hues are near those of Okabe and Ito, which people who see fewer colours can tell apart.
"""

from __future__ import annotations

from collections.abc import Iterable

from slacalc.drawing import svg

_HUES = {
    "working": "40, 135, 205",
    "waiting": "230, 159, 0",
    "overdue": "225, 87, 40",
    "transferred": "0, 168, 125",
    "shortened": "204, 121, 167",
    "other hours": "150, 130, 220",
    "holiday": "225, 87, 40",
}
_GREY = "128, 128, 128"
_FAINT = {"holiday": 0.45}
_USUAL = 0.75  # with what lies below it, a hue is lighter on light pages and darker on dark ones
_OFF = 0.2
_LEAST = 0.2


def fill(kind: str, strength: float = 1.0) -> str:
    """Return the fill of a kind, grey where it has none; `strength` tells more from less, 0 to 1.

    >>> fill("working"), fill("working", 0.5), fill("never heard of")
    ('rgba(40, 135, 205, 0.75)', 'rgba(40, 135, 205, 0.38)', 'rgba(128, 128, 128, 0.20)')
    """
    if kind not in _HUES:
        return f"rgba({_GREY}, {_OFF:.2f})"
    opacity = _FAINT.get(kind, _USUAL) * min(max(strength, _LEAST), 1.0)
    return f"rgba({_HUES[kind]}, {opacity:.2f})"


def legend(kinds: Iterable[tuple[str, str]], x: float, y: float) -> list[str]:
    """Return a row of boxes with what they mean: pairs of a kind and its words."""
    parts = []
    for kind, words in kinds:
        parts += [svg.rect(x, y - 9, 10, 10, fill(kind)), svg.text(x + 14, y, words)]
        x += 28 + 6.2 * min(len(words), 40)
    return parts
