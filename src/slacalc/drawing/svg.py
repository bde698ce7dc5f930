"""The pen: elements of SVG as text, every label escaped, every colour the page's or translucent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

_BLANKS = re.compile("[ \\t\\n\\r\\f\\v]+")
_LETTERS = 11  # pixels
_MOST = 200  # letters of a label; hovers are longer than what is written beside a bar


def harmless(label: object, most: int = _MOST) -> str:
    """Return a label as one line of seen letters, no longer than `most`, not yet escaped.

    >>> harmless("two   blanks, and " + "more " * 9, 24)
    'two blanks, and more mo…'
    """
    line = _BLANKS.sub(" ", str(label)[: most * 4]).strip()
    seen = line if line.isprintable() else "".join(map(_seen, line))
    return seen if len(seen) <= most else f"{seen[: most - 1]}…"


def _seen(letter: str) -> str:
    """Return a letter, or a mark for what is none: it would turn a line, break it, or not show."""
    return letter if letter.isprintable() or letter == "\u00a0" else "\ufffd"


def escaped(label: object, most: int = _MOST) -> str:
    """Return a label, harmless and escaped, for HTML."""
    return escape(harmless(label, most))


def element(tag: str, content: str = "", /, **attributes: object) -> str:
    """Return an element; a `_` in an attribute's name is a hyphen, numbers have two decimals.

    >>> element("rect", x=1.25, fill_opacity=0.5)
    '<rect x="1.25" fill-opacity="0.5"/>'
    """
    said = "".join(f' {_key(key)}="{_value(value)}"' for key, value in attributes.items())
    return f"<{tag}{said}>{content}</{tag}>" if content else f"<{tag}{said}/>"


def _key(name: str) -> str:
    return name.replace("_", "-")


def _value(value: object) -> str:
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return escape(str(value))


def rect(x: float, y: float, width: float, height: float, fill: str, *, hover: str = "") -> str:
    """Return a filled box, with a text that shows where the pointer rests."""
    box = f'<rect x="{_value(x)}" y="{_value(y)}" width="{_value(width)}" height="{_value(height)}"'
    title = f"><title>{escaped(hover)}</title></rect>" if hover else "/>"
    return f'{box} fill="{fill}"{title}'


def line(
    x1: float,
    y1: float,
    x2: float,
    y2: float,
    *,
    faint: bool = True,
    dash: str = "",
    hover: str = "",
) -> str:
    """Return a line in the colour of the text, faint unless it matters."""
    attributes: dict[str, object] = {"stroke_opacity": 0.25 if faint else 0.9}
    if dash:
        attributes["stroke_dasharray"] = dash
    title = element("title", escaped(hover)) if hover else ""
    return element("line", title, x1=x1, y1=y1, x2=x2, y2=y2, stroke="currentColor", **attributes)


def text(
    x: float, y: float, label: object, *, anchor: str = "start", most: int = 40, bold: bool = False
) -> str:
    """Return a label in the colour and the letters of the page."""
    attributes: dict[str, object] = {"font_weight": "bold"} if bold else {}
    said = escaped(label, most)
    return element("text", said, x=x, y=y, text_anchor=anchor, fill="currentColor", **attributes)


def picture(width: float, height: float, label: str, parts: Iterable[str]) -> str:
    """Return a whole picture that shrinks with its page, and says what it is to who can't see."""
    said = escaped(label)
    style = "max-width: 100%; height: auto; color: inherit; font-family: inherit"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{said}" '
        f'viewBox="0 0 {_value(width)} {_value(height)}" width="{_value(width)}" '
        f'height="{_value(height)}" font-size="{_LETTERS}" style="{style}">{"".join(parts)}</svg>'
    )


def frame(x: float, y: float, width: float, height: float) -> str:
    """Return a box around something that stands out."""
    attributes: dict[str, object] = {"fill": "none", "stroke": "currentColor", "stroke_width": 1.5}
    return element("rect", x=x, y=y, width=width, height=height, **attributes)


def apart(ticks: Sequence[tuple[float, str]], least: float) -> list[tuple[float, str]]:
    """Return the ticks whose labels don't lie on one another: at least so far apart.

    >>> apart([(0.0, "Mon"), (0.05, "Tue"), (0.1, "Wed")], 0.1)
    [(0.0, 'Mon'), (0.1, 'Wed')]
    """
    kept: list[tuple[float, str]] = []
    for at, name in ticks:
        if not kept or at - kept[-1][0] >= least:
            kept.append((at, name))
    return kept
