"""Drawings from plain values: SVG and HTML in the colours of the page around them.

Nothing here knows a calendar or a request: whatever can say itself in stretches, cells and labels
can be drawn, so that any value may draw itself. Every label is escaped.
"""

from slacalc.drawing.bars import Bar, bars
from slacalc.drawing.cells import Cell
from slacalc.drawing.course import course
from slacalc.drawing.months import month_grid
from slacalc.drawing.svg import escaped, harmless
from slacalc.drawing.tables import table
from slacalc.drawing.tracks import Mark, Stretch, Track, tracks
from slacalc.drawing.years import year_map

__all__ = [
    "Bar",
    "Cell",
    "Mark",
    "Stretch",
    "Track",
    "bars",
    "course",
    "escaped",
    "harmless",
    "month_grid",
    "table",
    "tracks",
    "year_map",
]
