"""Calendars made of others, drawn at random, and the same done with bits.

A stretch belongs to the date on the left one's clock on which the shift that holds it began.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import attrs
from calendar_strategies import AIMS, Plan, Window, plans, windows
from grid import Grid, Worked, opened
from hypothesis import strategies as st
from strategies import ZONES

from slacalc.algebra import AnyCalendar

DAY = timedelta(days=1)


@attrs.frozen
class Combined:
    """Two calendars and an operator between them."""

    operator: str
    left: Tree
    right: Tree

    @property
    def zone(self) -> str:
        """The zone of the left one."""
        return self.left.zone

    def calendar(self) -> AnyCalendar:
        """Build the library's calendar."""
        left, right = self.left.calendar(), self.right.calendar()
        if self.operator == "|":
            return left | right
        return left & right if self.operator == "&" else left - right

    def bits(self, grid: Grid) -> int:
        """Return the open minutes."""
        left, right = self.left.bits(grid), self.right.bits(grid)
        if self.operator == "|":
            return left | right
        return left & right if self.operator == "&" else left & ~right

    def worked(self, grid: Grid) -> list[Worked]:
        """Return the shifts of each date."""
        left, right = self.left.worked(grid), self.right.bits(grid)
        if self.operator == "&":
            return [one._replace(bits=one.bits & right) for one in left]
        if self.operator == "-":
            return [one._replace(bits=one.bits & ~right) for one in left]
        others = self.right.worked(grid)
        if self.right.zone != self.left.zone:
            dates = (grid.date_at(self.zone, one.first) for one in others)
            others = [one._replace(day=day) for one, day in zip(others, dates, strict=True)]
        return [*left, *others]

    @property
    def leaves(self) -> list[Plan]:
        """The calendars with days of their own."""
        return [*self.left.leaves, *self.right.leaves]

    @property
    def kinds(self) -> set[str]:
        """Return what the calendar is made of."""
        return {self.operator, *self.left.kinds, *self.right.kinds}


@attrs.frozen
class Changed:
    """A calendar, and from a date on another one of its zone."""

    before: Tree
    day: date
    after: Tree

    @property
    def zone(self) -> str:
        """The zone of both."""
        return self.before.zone

    def calendar(self) -> AnyCalendar:
        """Build the library's calendar."""
        return self.before.calendar().from_date(self.day, self.after.calendar())

    def bits(self, grid: Grid) -> int:
        """Return the open minutes."""
        return opened(self.worked(grid))

    def worked(self, grid: Grid) -> list[Worked]:
        """Return the shifts of each date."""
        before = [one for one in self.before.worked(grid) if one.day < self.day]
        return before + [one for one in self.after.worked(grid) if one.day >= self.day]

    @property
    def leaves(self) -> list[Plan]:
        """The calendars with days of their own."""
        return [*self.before.leaves, *self.after.leaves]

    @property
    def kinds(self) -> set[str]:
        """Return what the calendar is made of."""
        return {"from_date", *self.before.kinds, *self.after.kinds}


Tree = Plan | Combined | Changed


@st.composite
def trees(draw: st.DrawFn, zone: str, window: Window, *, zones: Sequence[str], depth: int) -> Tree:
    """Draw a calendar made of others, as deep as that or less."""
    shape = draw(st.sampled_from(("|", "&", "-", "from_date", "plan"))) if depth else "plan"
    if shape == "plan":
        return draw(plans(zone, window))
    other = draw(st.sampled_from((zone, *zones))) if shape != "from_date" else zone
    left = draw(trees(zone, window, zones=zones, depth=depth - 1))
    right = draw(trees(other, window, zones=zones, depth=depth - 1))
    if shape == "from_date":
        return Changed(left, window.aim + draw(st.integers(-3, 3)) * DAY, right)
    return Combined(shape, left, right)


@st.composite
def planted(
    draw: st.DrawFn,
    *,
    zones: Sequence[str] = ZONES,
    depth: int = 2,
    aims: Sequence[str] = AIMS,
) -> tuple[Window, Tree]:
    """Draw a stretch and a calendar, most of them made of others."""
    zone = draw(st.sampled_from(zones))
    window = draw(windows(zone, aims=aims))
    return window, draw(trees(zone, window, zones=zones, depth=depth))
