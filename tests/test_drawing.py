"""Pictures without all that they may have."""

from __future__ import annotations

from datetime import date

from slacalc.drawing.cells import Cell
from slacalc.drawing.months import month_grid as month
from slacalc.drawing.tracks import Stretch, Track, tracks
from slacalc.drawing.years import year_map as year

WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
LEGEND = [("working", "working time")]
DAY = Cell(date(2026, 3, 2), "working", 1.0, "a Monday", marked=True, lines=("09:00-18:00",))


def test_a_legend_makes_a_picture_higher_and_nothing_else() -> None:
    """Without one there is no room for it."""
    row = Track("resolution", [Stretch(0.0, 0.5, "working")], [])
    months = [f"{number}" for number in range(12)]
    for plain, told in (
        (month([DAY], "M", weekdays=WEEKDAYS), month([DAY], "M", weekdays=WEEKDAYS, legend=LEGEND)),
        (
            year([DAY], "Y", weekdays=WEEKDAYS, months=months),
            year([DAY], "Y", weekdays=WEEKDAYS, months=months, legend=LEGEND),
        ),
        (
            tracks([row], "T", ticks=[(0.0, "a")]),
            tracks([row], "T", ticks=[(0.0, "a")], legend=LEGEND),
        ),
    ):
        assert ("working time" in plain, "working time" in told) == (False, True)
        assert plain.count("<rect") == told.count("<rect") - 1


def test_a_marked_day_has_a_frame() -> None:
    """In a month it is one more shape."""
    plain = Cell(DAY.date, DAY.kind, DAY.strength, DAY.hover, lines=DAY.lines)
    drawn = [month([cell], "M", weekdays=WEEKDAYS) for cell in (plain, DAY)]
    assert drawn[1].count("<rect") == drawn[0].count("<rect") + 1
