"""Hours on the wall clock: shifts, the schedule of a day, the schedule of a week."""

from __future__ import annotations

import copy
import datetime as dt  # for the text of a shift
import pickle
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import attrs
import pytest

from slacalc import (
    ArgumentTypeError,
    DaySchedule,
    DurationError,
    HoursError,
    Shift,
    SlacalcError,
    WeekSchedule,
)

HOUR, MICROSECOND = timedelta(hours=1), timedelta(microseconds=1)
OFFICE = DaySchedule("09:00-13:00", "14:00-18:00")
NIGHT = DaySchedule("22:00-06:00")
NOT_HOURS: list[Any] = [None, True, 9, 9.5, b"09:00-18:00", [], {}, ...]
DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TIMETABLE = WeekSchedule(
    {
        name: DaySchedule(*(f"{hour:02}:0{number}-{hour:02}:50" for hour in range(24)))
        for number, name in enumerate(DAY_NAMES)
    }
)
VALUES = {
    "shift": Shift(9 * HOUR, 18 * HOUR),
    "day": OFFICE,
    "night": NIGHT.with_break("02:00-03:00"),
    "closed": DaySchedule(),
    "two days": DaySchedule("00:00-48:00"),
    "seconds": DaySchedule("09:00:01-09:00:59"),
    "week": WeekSchedule("Mon-Fri 09:00-18:00; Sat 22:00-06:00"),
    "closed week": WeekSchedule(""),
    "timetable": TIMETABLE,
}


@pytest.mark.parametrize(
    ("start", "end"),
    [
        pytest.param(-MICROSECOND, HOUR, id="before its day"),
        pytest.param(HOUR, HOUR, id="empty"),
        pytest.param(2 * HOUR, HOUR, id="backwards"),
        pytest.param(0 * HOUR, 48 * HOUR + MICROSECOND, id="past 48 hours"),
        pytest.param(0 * HOUR, timedelta.max, id="endless"),
        pytest.param(0 * HOUR, HOUR + MICROSECOND, id="finer than a second"),
    ],
)
def test_5_7_shifts_lie_in_two_days(start: timedelta, end: timedelta) -> None:
    """A shift starts on its day, has a length in seconds and ends within 48 hours."""
    with pytest.raises(HoursError):
        Shift(start, end)


@pytest.mark.parametrize("value", [*NOT_HOURS, "09:00"], ids=repr)
def test_shifts_are_made_of_durations(value: Any) -> None:
    """A shift's ends are timedeltas, and anything else is an error of type."""
    with pytest.raises(ArgumentTypeError, match="start="):
        Shift(value, 18 * HOUR)
    with pytest.raises(ArgumentTypeError, match="end="):
        Shift(0 * HOUR, value)


@pytest.mark.parametrize("value", NOT_HOURS, ids=repr)
def test_schedules_are_made_of_shifts(value: Any) -> None:
    """A day's shifts are text or shifts, and a week's days are text or schedules."""
    refused: list[Callable[[], object]] = [
        lambda: DaySchedule(value),
        lambda: DaySchedule.parse(value),
        lambda: Shift.parse(value),
        lambda: OFFICE.with_break(value),
        lambda: OFFICE.shortened(value),
        lambda: WeekSchedule({"mon": value}),
        lambda: WeekSchedule("").with_hours(value),
    ]
    for build in refused:
        with pytest.raises(ArgumentTypeError):
            build()
    with pytest.raises(TypeError):
        OFFICE - value


def test_shifts_are_ordered_and_joined() -> None:
    """Shifts come in any order, and those that touch are one."""
    assert DaySchedule("14:00-18:00", "09:00-13:00") == OFFICE
    assert DaySchedule("13:00-18:00", "09:00-13:00") == DaySchedule("09:00-18:00")
    assert OFFICE.total == 8 * HOUR


@pytest.mark.parametrize(
    "shifts",
    [
        ("09:00-13:00", "12:59-18:00"),
        ("09:00-18:00", "09:00-18:00"),
        ("22:00-06:00", "23:00-24:00"),
        ("22:00-06:00", "26:00-27:00"),
    ],
    ids=" and ".join,
)
def test_overlapping_shifts_are_refused(shifts: tuple[str, ...]) -> None:
    """Two shifts of one day that share a moment contradict each other."""
    with pytest.raises(HoursError, match="overlaps"):
        DaySchedule(*shifts)


@pytest.mark.parametrize(
    ("hours", "pause", "rest"),
    [
        pytest.param("09:00-18:00", "13:00-14:00", "09:00-13:00 14:00-18:00", id="inside"),
        pytest.param("09:00-18:00", "08:00-10:00", "10:00-18:00", id="at the start"),
        pytest.param("09:00-18:00", "17:00-19:00", "09:00-17:00", id="at the end"),
        pytest.param("09:00-18:00", "00:00-24:00", "closed", id="all of it"),
        pytest.param("22:00-06:00", "02:00-03:00", "22:00-02:00 27:00-30:00", id="in the night"),
        pytest.param("22:00-06:00", "23:30-00:30", "22:00-23:30 24:30-30:00", id="over midnight"),
    ],
)
def test_5_7_breaks_find_their_place(hours: str, pause: str, rest: str) -> None:
    """A break is cut out of the hours it falls into, after midnight too."""
    assert str(DaySchedule(hours).with_break(pause)) == rest


@pytest.mark.parametrize("pause", ["18:00-19:00", "08:00-09:00", "20:00-21:00"])
def test_5_7_breaks_that_touch_nothing_are_refused(pause: str) -> None:
    """A break outside the hours is a mistake, and the bounds of the hours are outside."""
    with pytest.raises(HoursError, match="touches nothing"):
        DaySchedule("09:00-18:00").with_break(pause)


def test_5_7_subtraction_is_plain_set_algebra() -> None:
    """Subtracting hours that touch nothing changes nothing, and never looks after midnight."""
    assert (NIGHT - DaySchedule("02:00-03:00")) == NIGHT
    assert not NIGHT - NIGHT
    assert OFFICE - DaySchedule("12:00-15:00") == DaySchedule("09:00-12:00", "15:00-18:00")


@pytest.mark.parametrize(
    ("cut", "rest"),
    [
        pytest.param(timedelta(0), "09:00-13:00 14:00-18:00", id="nothing"),
        pytest.param(HOUR, "09:00-13:00 14:00-17:00", id="from the end"),
        pytest.param(4 * HOUR, "09:00-13:00", id="one shift"),
        pytest.param(5 * HOUR, "09:00-12:00", id="over the break"),
        pytest.param(8 * HOUR, "closed", id="all"),
        pytest.param(timedelta.max, "closed", id="more than there is"),
    ],
)
def test_5_9_days_are_shortened_from_their_end(cut: timedelta, rest: str) -> None:
    """Time is cut from the end, over several shifts if it must, and breaks stay."""
    assert str(OFFICE.shortened(cut)) == rest


def test_5_9_days_are_not_lengthened() -> None:
    """A negative cut is refused."""
    with pytest.raises(DurationError):
        OFFICE.shortened(-HOUR)


def test_5_10_with_hours_keeps_the_working_days() -> None:
    """Other hours fall on the days that have hours, and on no other."""
    week = WeekSchedule("Mon-Fri 09:00-18:00")

    assert week.with_hours(NIGHT) == WeekSchedule("Mon-Fri 22:00-06:00")
    assert week.with_hours(WeekSchedule("Fri-Sat 10:00-14:00")) == WeekSchedule("Fri 10:00-14:00")
    assert not WeekSchedule("").with_hours(OFFICE)


def test_weeks_by_text_and_by_mapping_are_equal() -> None:
    """A week is the same however it was said."""
    said = WeekSchedule("Mon-Fri 09:00-13:00 14:00-18:00")

    assert said == WeekSchedule(dict.fromkeys(DAY_NAMES[:5], OFFICE))
    assert said == WeekSchedule({"Monday": str(OFFICE), **dict.fromkeys(DAY_NAMES[1:5], OFFICE)})
    assert said == WeekSchedule(said)
    assert hash(said) == hash(WeekSchedule(said))


@pytest.mark.parametrize(
    "week",
    [None, 1, b"Mon 09:00-18:00", [("mon", OFFICE)], {1: OFFICE}, {None: OFFICE}, {"mon": None}],
    ids=repr,
)
def test_weeks_of_other_types_are_refused(week: Any) -> None:
    """A week is text or a mapping of weekdays' names to schedules."""
    with pytest.raises(ArgumentTypeError):
        WeekSchedule(week)


def test_weekdays_are_given_once() -> None:
    """A weekday under its short and its whole name is a contradiction."""
    with pytest.raises(HoursError, match="given twice"):
        WeekSchedule({"mon": OFFICE, "Monday": OFFICE})


@pytest.mark.parametrize(
    ("week", "expected"),
    [("Mon-Sun 00:00-24:00", True), ("Mon-Sat 00:00-24:00", False), ("", False)],
)
def test_5_3_a_week_around_the_clock_never_closes(week: str, expected: bool) -> None:
    """Midnight to midnight on all seven days is a week without an end."""
    assert WeekSchedule(week).never_closes is expected


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_values_survive_every_kind_of_copy(value: Any) -> None:
    """Repr, pickle, copy and hash give the same value back."""
    twins = [
        eval(repr(value), {**globals(), "datetime": dt}),  # noqa: S307 - our own text
        pickle.loads(pickle.dumps(value)),  # noqa: S301 - our own bytes
        copy.copy(value),
        copy.deepcopy(value),
    ]
    for twin in twins:
        assert twin == value
        assert hash(twin) == hash(value)


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_values_are_frozen(value: Any) -> None:
    """Nothing can be set on a value."""
    for name in [field.name for field in attrs.fields(type(value))]:
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(value, name, None)


def test_values_read_well() -> None:
    """Text for people is the text that is read."""
    assert str(DaySchedule()) == "closed"
    assert str(OFFICE) == "09:00-13:00 14:00-18:00"
    assert str(WeekSchedule("")) == "Mon-Sun closed"
    assert str(WeekSchedule("Sat-Sun 10:00-14:00")) == "Sat-Sun 10:00-14:00"
    assert list(OFFICE) == [Shift.parse("09:00-13:00"), Shift.parse("14:00-18:00")]


def test_huge_texts_are_refused() -> None:
    """Text of a megabyte is refused before it is read."""
    with pytest.raises(SlacalcError, match="longer than"):
        WeekSchedule("Mon 09:00-18:00; " * 60_000)


@pytest.mark.parametrize(
    ("week", "never"),
    [
        ("Mon-Sun 00:00-24:00", True),
        ("Mon-Sun 12:00-36:00", True),
        ("Mon 00:00-48:00; Wed 00:00-48:00; Fri 00:00-48:00; Sun 00:00-24:00", True),
        ("Tue 00:00-48:00; Thu 00:00-48:00; Sat 00:00-24:00; Sun 00:00-48:00", True),
        ("Mon 12:00-24:00; Tue-Sat 00:00-24:00; Sun 00:00-36:00", True),
        ("Mon 12:00-24:00; Tue-Sat 00:00-24:00; Sun 00:00-35:59", False),
        ("Mon 00:00:01-24:00; Tue-Sun 00:00-24:00", False),
        ("Mon-Sat 00:00-24:00; Sun 00:00-23:59:59", False),
        ("Mon-Wed 00:00-24:00; Thu 00:00-12:00 12:01-24:00; Fri-Sun 00:00-24:00", False),
        ("Tue-Sun 00:00-24:00", False),
        ("Mon-Sun 12:00-24:00", False),
        ("Mon-Sun 00:00-12:00", False),
        ("", False),
    ],
)
def test_a_week_never_closes_where_its_hours_cover_all_of_it(week: str, *, never: bool) -> None:
    """A second that is left out anywhere closes it; hours over the week's end count."""
    assert WeekSchedule(week).never_closes is never


def test_hours_cross_midnight_where_they_go_beyond_it() -> None:
    """Hours until midnight lie in their own day."""
    assert not WeekSchedule("Mon 09:00-24:00").crosses_midnight
    assert WeekSchedule("Mon 22:00-06:00").crosses_midnight
    assert WeekSchedule("Mon 24:00-25:00").crosses_midnight


def test_hours_have_bounds() -> None:
    """A day may have 48 shifts, and hours until 48:00."""
    half = timedelta(minutes=30)
    shifts = [Shift(2 * number * half, (2 * number + 1) * half) for number in range(48)]
    last = (timedelta(hours=47), timedelta(hours=48))
    assert len(DaySchedule(*shifts).shifts) == 48
    assert DaySchedule.of_shifts([last]).said() == DaySchedule("47:00-48:00")
