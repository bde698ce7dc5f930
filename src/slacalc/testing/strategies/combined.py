"""Calendars made of others."""

from __future__ import annotations

from contextlib import suppress
from datetime import MAXYEAR, MINYEAR, datetime
from operator import and_, sub
from warnings import catch_warnings, simplefilter

from hypothesis import strategies as st

from slacalc import AnyCalendar, Calendar, HorizonError
from slacalc.testing.strategies.checking import Years
from slacalc.testing.strategies.dates import DAY, usual_day

_SETTLED = 2040  # by then zones have left the local mean time of their first years
_OPERATORS = st.sampled_from((None, None, "|", "from", "-", "&"))


@st.composite
def combined_calendars(
    draw: st.DrawFn, calendars: st.SearchStrategy[Calendar], *, years: Years, empty: bool
) -> AnyCalendar:
    """Draw a calendar, or one that is made of two or three of them."""
    made: AnyCalendar = draw(calendars)
    for _ in range(2):
        operator = draw(_OPERATORS)
        if operator is None:
            break
        other = draw(calendars)
        made = _made(made, operator, other, years, empty=empty)
    return made


def _made(
    left: AnyCalendar, operator: str, right: Calendar, years: Years, *, empty: bool
) -> AnyCalendar:
    if operator == "from":
        same = left.zone.key == right.time_zone
        return left.from_date(usual_day(years), right) if same else left | right
    if operator == "|":
        return left | right
    less = and_ if operator == "&" else sub
    around = max(years[0] - 2, MINYEAR), min(max(years[1] + 2, _SETTLED), MAXYEAR)
    works = empty or all(_works(less(left, right), year) for year in around)  # each asked once
    return less(left, right) if works else left | right


def _works(calendar: AnyCalendar, year: int) -> bool:
    """Say whether four weeks before or after all dates hold working time, of weeks that repeat."""
    start = datetime(year, 2, 1, tzinfo=calendar.zone)
    with catch_warnings(), suppress(HorizonError):
        simplefilter("ignore")
        return any(True for _ in calendar.spans(start, start + 28 * DAY))
    return False
