"""What holds on dates instead of the week: holidays and exceptions."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from slacalc import DateRange, DayRule, DaySchedule, Rota, WeekSchedule
from slacalc.testing.strategies.dates import some_days_later
from slacalc.testing.strategies.hours import day_schedules

_RECURRING = (
    "01-01",
    "12-25",
    "12-24..01-02",
    "02-29",
    "easter-2..easter+1",
    "orthodox easter",
    "FREQ=MONTHLY;BYDAY=1MO",
    "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
    "FREQ=MONTHLY;BYMONTHDAY=-1",
)
_RULES: tuple[str | DayRule, ...] = (
    "closed",
    "short 1h",
    "10:00-14:00",
    "as mon",
    "as fri, short 1h",
    "short 30m",
    "on working days 09:00-15:00",
    DayRule("as sat", reason="moved"),
)
_SAID = st.sampled_from([*_RULES, *[None] * 3])  # None: hours of its own
_WITHOUT_WEEKDAYS = st.sampled_from(
    [rule for rule in _RULES if not str(rule).startswith("as ")] + [None] * 2
)
_FEW = st.sampled_from((0, 0, 1, 1, 2, 3))
_KIND = st.sampled_from(("date", "date", "date", "range", "recurring"))
_OFTEN = st.sampled_from(_RECURRING)
_LENGTH = st.integers(0, 9)


def holidays_on(draw: st.DrawFn, on: st.SearchStrategy[date]) -> list[Any]:
    """Draw holidays: dates, ranges of them and what recurs."""
    return [_key(draw, on) for _ in range(draw(_FEW))]


def _key(draw: st.DrawFn, on: st.SearchStrategy[date]) -> date | DateRange | str:
    kind = draw(_KIND)
    if kind == "recurring":
        return draw(_OFTEN)
    first = draw(on)
    return first if kind == "date" else DateRange(first, some_days_later(first, draw(_LENGTH)))


def exceptions_on(
    draw: st.DrawFn, on: st.SearchStrategy[date], week: WeekSchedule | Rota, *, nights: bool
) -> dict[Any, Any]:
    """Draw exceptions: on any dates, in one range and on one kind of days that recur.

    Two of one rank that meet would contradict one another.
    """
    of_days = isinstance(week, Rota) and isinstance(week.turns[0], DaySchedule)
    rules = _WITHOUT_WEEKDAYS if of_days else _SAID
    ruled: dict[Any, Any] = {}
    for _ in range(draw(_FEW)):
        key, rule = _key(draw, on), draw(rules)
        if type(key) is date or not any(type(other) is type(key) for other in ruled):
            ruled[key] = draw(day_schedules(nights=nights, empty=True)) if rule is None else rule
    return ruled
