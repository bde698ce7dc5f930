"""Counts of working days agree with a walk over dates and minutes, on calendars of all kinds."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from calendar_strategies import Window
from calendar_trees import Tree, planted
from day_count_oracle import Count, due
from effort import examples
from grid import MINUTE, Grid, Worked, opened
from hypothesis import event, given
from hypothesis import strategies as st
from strategies import CLOCKS

from slacalc import Calendar, DayCount, NoWorkingTimeError, OutOfRangeError
from slacalc.algebra import AnyCalendar
from slacalc.durations import duration_of

DAY = timedelta(days=1)


@st.composite
def counts(draw: st.DrawFn) -> tuple[DayCount, Count]:
    """Draw a count of working days, for the library and for the second opinion."""
    days = draw(st.integers(0, 4))
    same_time = days > 0 and draw(st.booleans())
    cutoff = draw(st.one_of(st.none(), st.integers(0, 24 * 60 - 1), st.sampled_from((960, 120))))
    by = None if cutoff is None else time(cutoff // 60, cutoff % 60)
    return DayCount(days, same_time, by), Count(days, same_time, cutoff)


@examples(100)
@given(
    planted(depth=1),
    counts(),
    st.integers(0, 12 * 24 * 60),
    st.sampled_from(("any", "any", "close", "cutoff")),
    st.sampled_from(CLOCKS),
)
def test_5_12_a_count_agrees_with_a_walk_over_dates(
    drawn: tuple[Window, Tree],
    count: tuple[DayCount, Count],
    minute: int,
    place: str,
    clock: ZoneInfo,
) -> None:
    """What is due is what a walk over dates finds; weeks, rotas, closures, algebra, zones."""
    window, tree = drawn
    grid, worked = window.grid, tree.worked(window.grid)
    at = grid.origin + _placed((grid, tree, worked), count[1], minute, place) * MINUTE
    found = due(grid, tree.zone, worked, (at - grid.origin) // MINUTE, count[1])
    if found is None:
        _check_later(tree.calendar(), count[0], at, window.end)
        event("past the grid")
        return
    told = count[0].due(tree.calendar(), at.astimezone(clock))
    assert told.astimezone(UTC) == grid.origin + found * MINUTE
    assert told.tzinfo == clock
    event("same time" if count[1].same_time else "close")


def _placed(drawn: tuple[Grid, Tree, list[Worked]], count: Count, minute: int, place: str) -> int:
    """Choose the minute of registration: any one, at an edge of open time, or at a cutoff."""
    grid, tree, worked = drawn
    first = (grid.start - grid.origin) // MINUTE
    last = first + 12 * 24 * 60
    if place == "close":
        edges = opened(worked) ^ (opened(worked) << 1)
        found = [bit for bit in range(first, last) if edges >> bit & 1]
    else:
        readings = grid.furthest(tree.zone)
        found = [bit for bit in range(first, last) if readings[bit] % 1440 == (count.cutoff or 0)]
    if place == "any" or not found:
        return first + minute
    return found[minute % len(found)] + minute % 3 // 2


def _check_later(calendar: AnyCalendar, count: DayCount, at: datetime, end: datetime) -> None:
    """Expect an instant near the end of the grid or later, or that there is none."""
    with suppress(NoWorkingTimeError, OutOfRangeError):
        assert count.due(calendar, at).astimezone(UTC) > end - 6 * DAY


def test_5_12_the_walk_leaves_out_a_date_whose_last_shift_begins_past_the_grid() -> None:
    """A date of which the grid holds the morning alone has not closed for the walk."""
    hours, zone = [(0, 60), (36 * 60, 38 * 60)], "Asia/Kathmandu"
    grid = Grid(datetime(2026, 3, 9, tzinfo=UTC), datetime(2026, 3, 14, tzinfo=UTC))
    shown = grid.dates(zone)
    worked = [one for day in shown for one in grid.shifts(zone, day, hours)]
    late = due(grid, zone, worked, grid.size - 60 * 60, Count(0, False, None))
    assert late is not None
    assert grid.date_at(zone, late) == shown[-3]
    assert due(grid, zone, worked, grid.size - 36 * 60, Count(0, False, None)) is None


NIGHTS = "Mon-Fri 22:00-06:00"
LONG = "Mon 09:00-48:00; Tue 09:00-18:00"
BY_TWO = "end of day, received by 02:00"


@pytest.mark.parametrize(
    ("hours", "registered", "count", "expected"),
    [
        # a night shift belongs to the day on which it starts
        (NIGHTS, "2026-03-03 05:59", "end of day", "2026-03-03 06:00"),
        (NIGHTS, "2026-03-03 06:00", "end of day", "2026-03-04 06:00"),
        (NIGHTS, "2026-03-07 03:00", "1 working day", "2026-03-10 06:00"),
        (NIGHTS, "2026-03-03 03:00", "1 working day, same time", "2026-03-04 03:00"),
        # and so does a cutoff within it
        (NIGHTS, "2026-03-03 02:00", BY_TWO, "2026-03-03 06:00"),
        (NIGHTS, "2026-03-03 02:01", BY_TWO, "2026-03-04 06:00"),
        # two shifts that touch at midnight are two days
        ("Mon-Tue 00:00-24:00", "2026-03-02 23:59", "end of day", "2026-03-03 00:00"),
        ("Mon-Tue 00:00-24:00", "2026-03-03 00:00", "end of day", "2026-03-04 00:00"),
        # a day closes no earlier than those before it
        (LONG, "2026-03-03 20:00", "1 working day", "2026-03-04 00:00"),
    ],
    ids=str,
)
def test_5_12_worked_by_hand_across_midnight(
    hours: str, registered: str, count: str, expected: str
) -> None:
    """Counts on hours that cross midnight, worked by hand."""
    calendar, promised = Calendar(hours, time_zone="Europe/Moscow"), duration_of(count)
    assert isinstance(promised, DayCount)
    assert promised.due(calendar, calendar.at(registered)) == calendar.at(expected)


def test_5_12_a_skipped_date_is_no_working_day() -> None:
    """Samoa had no 2011-12-30: one working day after the 29th is the 31st."""
    apia = Calendar("Mon-Sun 09:00-17:00", time_zone="Pacific/Apia")
    registered = apia.at("2011-12-29 10:00")
    assert DayCount(1).due(apia, registered) == apia.at("2011-12-31 17:00")
    same = DayCount(1, same_time=True)
    assert same.due(apia, registered) == apia.at("2011-12-31 10:00")


def test_5_8_the_same_time_in_a_gap_is_the_change_and_in_a_fold_the_first() -> None:
    """A reading that the clock skips is reached at the change, one that comes twice at first."""
    always = Calendar("Mon-Sun 00:00-24:00", time_zone="Europe/Berlin")
    same = DayCount(1, same_time=True)
    gap = same.due(always, always.at("2026-03-28 02:30"))
    assert gap.astimezone(UTC) == datetime(2026, 3, 29, 1, tzinfo=UTC)
    fold = same.due(always, always.at("2026-10-24 02:30"))
    assert fold.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    second = always.at("2026-10-25 02:30", disambiguate="later")  # 03:00 was reached before
    assert same.due(always, second) == always.at("2026-10-26 03:00")


def test_5_9_a_closure_is_no_working_time() -> None:
    """A day that a closure takes whole is no working day, and one that it cuts closes earlier."""
    office = Calendar(
        "Mon-Fri 09:00-18:00",
        time_zone="Europe/Moscow",
        closures=["2026-03-03", "2026-03-04 12:00..2026-03-05 09:00"],
    )
    assert DayCount(1).due(office, office.at("2026-03-02 10:00")) == office.at("2026-03-04 12:00")
