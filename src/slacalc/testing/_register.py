"""What hypothesis calls when it is imported: from then on it can draw slacalc's values by type."""

from __future__ import annotations

from functools import partial
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


def register() -> None:
    """Register a strategy for each type that a test may ask for, loaded when it is asked."""
    from hypothesis import strategies as st

    import slacalc
    from slacalc import testing

    drawn = {
        slacalc.Shift: "shifts",
        slacalc.DaySchedule: "day_schedules",
        slacalc.WeekSchedule: "week_schedules",
        slacalc.Calendar: "calendars",
        slacalc.SupportLevel: "levels",
        slacalc.LevelChain: "chains",
        slacalc.SlaClock: "clocks",
        slacalc.Policy: "policies",
    }
    for kind, name in drawn.items():
        st.register_type_strategy(kind, partial(_drawn, testing, name))
    st.register_type_strategy(slacalc.Condition, lambda _kind: testing.conditions(groups=False))


def _drawn(testing: ModuleType, name: str, _kind: type) -> SearchStrategy[Any]:
    """Return the strategy of a name, with its own defaults."""
    return getattr(testing, name)()  # type: ignore[no-any-return]
