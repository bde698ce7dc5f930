"""A cell: a date in a picture of a year or a month."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Cell(NamedTuple):
    """A date, its kind, how strong its colour is, what shows on it, and whether it stands out."""

    date: date
    kind: str
    strength: float
    hover: str
    lines: tuple[str, ...] = ()
    marked: bool = False
