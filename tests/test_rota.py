"""Rotas: days or weeks of hours that take turns, read, counted far, and asked as a calendar."""

from __future__ import annotations

import copy
import pickle
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from effort import seconds

from slacalc import (
    ArgumentTypeError,
    Calendar,
    DateError,
    DaySchedule,
    HoursError,
    Rota,
    SlacalcError,
    WeekSchedule,
)
from slacalc.rota import hours_to_dict, week_to_dict

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TWO_ON_TWO_OFF = Rota("2 x 08:00-20:00 | 2 x closed", anchor="2026-01-05")
EARLY_AND_LATE = Rota(["Mon-Fri 06:00-14:00", "Mon-Fri 14:00-22:00"], anchor="2026-01-05")
ROTAS = {
    "two on, two off": TWO_ON_TWO_OFF,
    "early and late": EARLY_AND_LATE,
    "one day": Rota("08:00-20:00", anchor="2026-01-05"),
    "nights": Rota("08:00-20:00 | 20:00-08:00 | 2 x closed", anchor="2026-01-05"),
    "a closed week": Rota(
        "2 x Mon-Fri 09:00-18:00; Sat 10:00-14:00 | Mon closed", anchor="2026-01-07"
    ),
    "with breaks": Rota(
        [DaySchedule("09:00-13:00", "14:00-18:00"), DaySchedule()], anchor=date(2026, 1, 5)
    ),
    "a year": Rota("365 x 09:00-10:00 | closed", anchor="2026-01-01"),
    "closed": Rota("closed", anchor="2026-01-05"),
}


def calendar(rota: Rota | str, **said: Any) -> Calendar:
    """Build a calendar of a rota, in UTC."""
    return Calendar(rota, time_zone="UTC", **said)


def midnight(day: date) -> datetime:
    """Return the beginning of a day in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


# Reading and writing


@pytest.mark.parametrize(
    "text",
    [
        "2 x 08:00-20:00 | 2 x closed from 2026-01-05",
        "2x 08:00-20:00|2 X CLOSED FROM 2026-01-05",
        "08:00-20:00 | 08:00-20:00 | closed | closed\n from  2026-01-05",
        "08:00-12:00 12:00-20:00 | 1 x 08:00-20:00 | 02 x closed from 2026-01-05",
    ],
)
def test_rotas_are_read_from_text(text: str) -> None:
    """However its blanks, its counts and its shifts are written, it is the same rota."""
    assert Rota.parse(text) == TWO_ON_TWO_OFF
    assert calendar(text) == calendar(TWO_ON_TWO_OFF)


def test_a_rota_of_weeks_begins_on_a_monday() -> None:
    """Any day of the first week is an anchor of the same rota of weeks."""
    for day in range(5, 12):
        said = Rota("Mon-Fri 06:00-14:00 | Mon-Fri 14:00-22:00", anchor=date(2026, 1, day))
        assert said == EARLY_AND_LATE
    assert Rota("Mon-Fri 06:00-14:00 | Mon-Fri 14:00-22:00", anchor="2026-01-12") != EARLY_AND_LATE


@pytest.mark.parametrize("rota", ROTAS.values(), ids=ROTAS)
def test_rotas_survive_every_kind_of_copy(rota: Rota) -> None:
    """Text, repr, pickle and copy give an equal rota back, with the same hash and hours."""
    twins = [
        Rota.parse(str(rota)),
        eval(repr(rota)),  # noqa: S307 - our own text
        pickle.loads(pickle.dumps(rota)),  # noqa: S301 - our own bytes
        copy.deepcopy(rota),
    ]
    for twin in twins:
        assert (twin, hash(twin), repr(twin), twin.days) == (
            rota,
            hash(rota),
            repr(rota),
            rota.days,
        )


@pytest.mark.parametrize("rota", ROTAS.values(), ids=ROTAS)
def test_calendars_of_rotas_survive_every_kind_of_copy(rota: Rota) -> None:
    """A calendar of a rota is written, pickled and compared with the rota."""
    said = calendar(rota, name="crew", holidays=["12-25"])

    assert eval(repr(said)) == said  # noqa: S307 - our own text
    assert pickle.loads(pickle.dumps(said)) == said  # noqa: S301 - our own bytes
    later = Rota(rota.turns, anchor=rota.anchor + 7 * DAY)
    assert said == calendar(rota, name="crew", holidays=["12-25"])
    assert said != calendar(later, name="crew", holidays=["12-25"])


@pytest.mark.parametrize(
    ("turns", "problem"),
    [
        ("", "is no hours"),
        ("08:00-20:00 |", "is no hours"),
        ("| closed", "is no hours"),
        ([], "are 0 days"),
        ("0 x closed", "comes never"),
        ("367 x closed", "are 367 days"),
        ("999 x closed | 999 x 08:00-09:00", "are 1998 days"),
        ("53 x Mon 09:00-10:00", "are 371 days"),
        ("08:00-20:00 | Mon 09:00-10:00", "mix days and weeks"),
        ([DaySchedule(), WeekSchedule("")], "mix days and weeks"),
        ("08:00-49:00 | closed", "is no time of day"),
        ("2 y 08:00-20:00 | closed", ""),
        ("-1 x 08:00-20:00 | closed", ""),
        ("1.5 x 08:00-20:00 | closed", ""),
        ("99999999999 x 08:00-20:00", ""),
        ("x" * 10**6, "is longer than"),
        ("closed | " * 10**5, "is longer than"),
        ("closed\x00| closed", ""),
        ("a" + " " * 10**6 + "b", "is longer than"),
        ([" " * 10**6], ""),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_bad_rotas_are_refused_at_once(turns: Any, problem: str) -> None:
    """What is no turn, none at all or too many of them is an error of ours, in bounded time."""
    started = time.process_time()
    with pytest.raises(HoursError) as caught:
        Rota(turns, anchor="2026-01-05")
    assert problem in caught.value.problem
    assert len(str(caught.value)) < 400
    assert time.process_time() - started < seconds(1)


@pytest.mark.parametrize("given", [None, 5, b"closed", [5], [None], ["closed", 5], 1.5], ids=repr)
def test_rotas_of_other_types_are_refused(given: Any) -> None:
    """Turns are text or schedules."""
    with pytest.raises(SlacalcError):
        Rota(given, anchor="2026-01-05")


@pytest.mark.parametrize("given", [None, 5, b"closed", ["closed"]], ids=repr)
def test_rotas_are_parsed_from_text_alone(given: Any) -> None:
    """Only text is parsed."""
    with pytest.raises(ArgumentTypeError):
        Rota.parse(given)


@pytest.mark.parametrize(
    "anchor", [None, 5, datetime(2026, 1, 5), datetime(2026, 1, 5, tzinfo=UTC)], ids=repr
)
def test_anchors_are_dates(anchor: Any) -> None:
    """A datetime and a number are no anchor."""
    with pytest.raises(ArgumentTypeError, match="anchor="):
        Rota("08:00-20:00 | closed", anchor=anchor)


@pytest.mark.parametrize("text", ["2026-02-30", "05-01", "easter", "tomorrow", ""])
def test_anchors_are_dates_that_exist(text: str) -> None:
    """A rota counts from one date, and that date exists."""
    with pytest.raises(DateError):
        Rota("08:00-20:00 | closed", anchor=text)


@pytest.mark.parametrize(
    "text",
    [
        "2 x 08:00-20:00 | 2 x closed",
        "08:00-20:00 | closed since 2026-01-05",
        "|",
        " from 2026-01-05",
        "from 2026-01-05",
        "a" + " " * 19_990 + "b",
        "a" + " from" * 3_900 + " b",
    ],
    ids=lambda text: repr(text)[:40],
)
def test_a_rota_without_an_anchor_is_refused_at_once(text: str) -> None:
    """Turns that count from no date are no rota, and the error shows how one is written."""
    started = time.process_time()
    with pytest.raises(SlacalcError):
        Rota.parse(text)
    with pytest.raises(SlacalcError):
        calendar(text)
    assert time.process_time() - started < seconds(1)


def test_a_rota_is_as_long_as_20000_characters() -> None:
    """Blanks count too; one more character is refused for its length, however it is read."""
    text = "closed" + " " * (20_000 - len("closed from 2026-01-05")) + " from 2026-01-05"

    assert Rota.parse(text[:6] + text[7:]) == ROTAS["closed"]
    assert calendar(text[:6] + text[7:]).week == ROTAS["closed"]


def test_a_rota_of_weeks_can_begin_with_time() -> None:
    """The first day of all is a Monday, and so an anchor like any other."""
    assert Rota("Mon 09:00-18:00 | Tue 09:00-18:00", anchor="0001-01-07").anchor == date.min


def test_long_hours_are_written_as_tables() -> None:
    """A rota whose text has more than 4,000 characters is written turn by turn."""
    turns = ["closed", "09:00-10:00"] * 149 + ["closed", "09:00-10:00 11:00-12:00"] * 16
    whole = Rota(" | ".join(turns), anchor="2026-01-05")
    longer = Rota(" | ".join([*turns[:-1], "09:00-10:00 11:00-12:00:30"]), anchor="2026-01-05")

    assert len(str(whole)) == 4_000
    assert week_to_dict(whole) == str(whole)
    assert week_to_dict(longer) == {
        "turns": [*turns[:-1], "09:00-10:00 11:00-12:00:30"],
        "anchor": "2026-01-05",
    }


def test_hours_of_one_kind_are_written_as_text_or_as_a_table() -> None:
    """A day's hours are text however many; a week's are a table where they are long."""
    shifts = [
        f"{n // 2:02d}:{n % 2 * 30:02d}:01-{n // 2:02d}:{n % 2 * 30:02d}:02" for n in range(48)
    ]
    seconds_of = [(timedelta(seconds=2 * n), timedelta(seconds=2 * n + 1)) for n in range(300)]
    came_to = DaySchedule.of_shifts(seconds_of)
    week = WeekSchedule({"mon": DaySchedule(*shifts), "fri": DaySchedule(*shifts[1:])})
    full = {
        day: DaySchedule(*shifts[n:]) for n, day in enumerate(("mon", "tue", "wed", "thu", "fri"))
    }

    assert hours_to_dict(came_to) == str(came_to)
    assert hours_to_dict(week) == str(week)
    assert hours_to_dict(WeekSchedule(full)) == {day: str(hours) for day, hours in full.items()}
    assert week_to_dict(Rota([WeekSchedule(full), week], anchor="2026-01-05")) == {
        "turns": [{day: str(hours) for day, hours in full.items()}, str(week)],
        "anchor": "2026-01-05",
    }


# Hours


def test_5_9_two_on_two_off() -> None:
    """The turns follow one another from the anchor on, and before it, whatever the weekday."""
    anchor = TWO_ON_TWO_OFF.anchor
    for number in range(-400, 400):
        hours = TWO_ON_TWO_OFF.on(anchor + number * DAY)
        assert bool(hours) == (number % 4 < 2)


@pytest.mark.parametrize("rota", ROTAS.values(), ids=ROTAS)
def test_calendars_work_the_rota(rota: Rota) -> None:
    """A calendar of a rota works each day what the rota says of it, counted day by day."""
    said, first = calendar(rota), date(2025, 12, 1)
    days = [first + n * DAY for n in range(120)]
    spans = [(midnight(day) + s.start, midnight(day) + s.end) for day in days for s in rota.on(day)]
    start, end = midnight(first + 10 * DAY), midnight(first + 110 * DAY)
    expected = sum((max(timedelta(0), min(b, end) - max(a, start)) for a, b in spans), timedelta(0))

    assert said.elapsed(start, end) == expected
    assert [said.day(day).hours for day in days] == [rota.on(day) for day in days]


@pytest.mark.parametrize("name", ["two on, two off", "early and late", "a closed week", "a year"])
@pytest.mark.parametrize("year", [3, 1700, 2900, 3300, 9990])
def test_rotas_are_exact_in_far_years(name: str, year: int) -> None:
    """Hundreds of years away the hours are those of plain counting, whatever the cycle is."""
    rota = ROTAS[name]
    said, first = calendar(rota), date(year, 1, 1)
    days = [first + n * DAY for n in range(800)]
    total = sum((rota.on(day).total for day in days), timedelta(0))
    start = midnight(first)

    assert said.elapsed(start, start + 800 * DAY) == total
    assert all(said.day(day).hours == rota.on(day) for day in days)


def test_rotas_repeat_after_their_cycle() -> None:
    """Four days don't divide 400 years, and fourteen do not either; seven do."""
    assert {name: rota.cycles for name, rota in ROTAS.items()} == {
        "two on, two off": 4,
        "early and late": 2,
        "one day": 1,
        "nights": 4,
        "a closed week": 1,
        "with breaks": 2,
        "a year": 122,
        "closed": 1,
    }


def test_deadlines_on_a_rota() -> None:
    """Thirty hours on two days on and two off are worked on the third day of work."""
    said = calendar(TWO_ON_TWO_OFF)
    start = datetime(2026, 1, 5, 8, tzinfo=UTC)

    assert said.deadline(start, 24 * HOUR) == datetime(2026, 1, 6, 20, tzinfo=UTC)
    assert said.deadline(start, 30 * HOUR) == datetime(2026, 1, 9, 14, tzinfo=UTC)
    assert said.latest_start(datetime(2026, 1, 9, 14, tzinfo=UTC), 30 * HOUR) == start
    assert said.next_opening(datetime(2026, 1, 7, tzinfo=UTC)) == datetime(
        2026, 1, 9, 8, tzinfo=UTC
    )


def test_a_rota_that_never_closes_is_one_span() -> None:
    """Days and nights in turns leave no time out, and the span has no end."""
    said = calendar("00:00-36:00 | 12:00-24:00 from 2026-01-05")
    span = said.span_at(datetime(2026, 3, 2, tzinfo=UTC))

    assert span
    assert (span.start, span.end) == (None, None)


def test_5_8_a_rota_is_on_the_wall_clock() -> None:
    """A night of a rota is an hour shorter where the clock goes forward."""
    said = Calendar("22:00-06:00 | closed from 2026-03-28", time_zone="Europe/Berlin")

    assert said.elapsed(said.at("2026-03-28 12:00"), said.at("2026-03-29 12:00")) == 7 * HOUR
    assert said.elapsed(said.at("2026-03-30 12:00"), said.at("2026-03-31 12:00")) == 8 * HOUR


# Exceptions and other hours


def test_5_9_as_monday_takes_the_pattern_in_force() -> None:
    """A transferred day has the hours of the Monday of its own week's turn."""
    said = calendar(
        Rota(["Mon-Fri 06:00-14:00", "Mon 10:00-15:00; Tue-Fri 14:00-22:00"], anchor="2026-01-05"),
        exceptions={
            "2026-01-10": "as mon",
            "2026-01-17": "as mon",
            "2026-01-18": "as tue, short 1h",
        },
    )

    assert str(said.day("2026-01-10").hours) == "06:00-14:00"
    assert str(said.day("2026-01-17").hours) == "10:00-15:00"
    assert str(said.day("2026-01-18").hours) == "14:00-21:00"


def test_5_9_as_monday_means_nothing_on_a_rota_of_days() -> None:
    """Days that take turns have no Monday's hours, and the calendar is refused with its day."""
    for key in ("2026-01-07", "01-07", "2026-01-07..2026-01-08"):
        with pytest.raises(HoursError, match="rota of days") as caught:
            calendar(TWO_ON_TWO_OFF, exceptions={key: "as mon"})
        assert "as mon" in str(caught.value)


def test_5_9_exceptions_on_a_rota() -> None:
    """Holidays close a turn and don't move the ones after it; shortening never opens one."""
    said = calendar(
        TWO_ON_TWO_OFF,
        holidays={"2026-01-05": "moving house"},
        exceptions={
            "2026-01-06": "short 2h",
            "2026-01-07": "short 2h",
            "2026-01-08": "10:00-11:00",
        },
    )
    days = [str(said.day(date(2026, 1, day)).hours) for day in range(5, 10)]

    assert days == ["closed", "08:00-18:00", "closed", "10:00-11:00", "08:00-20:00"]


def test_5_10_other_hours_on_the_same_turns() -> None:
    """A rota of days takes the hours of a day, one of weeks those of a week too."""
    assert TWO_ON_TWO_OFF.with_hours(DaySchedule("09:00-18:00")) == Rota(
        "2 x 09:00-18:00 | 2 x closed", anchor="2026-01-05"
    )
    assert calendar(TWO_ON_TWO_OFF).with_hours("09:00-18:00").week == Rota(
        "2 x 09:00-18:00 | 2 x closed", anchor="2026-01-05"
    )
    assert EARLY_AND_LATE.with_hours("Mon 09:00-18:00; Sun 09:00-10:00") == Rota(
        "2 x Mon 09:00-18:00", anchor="2026-01-05"
    )
    with pytest.raises(HoursError, match="rota is of days"):
        TWO_ON_TWO_OFF.with_hours("Mon-Fri 09:00-18:00")


@pytest.mark.parametrize("rota", [TWO_ON_TWO_OFF, EARLY_AND_LATE], ids=["days", "weeks"])
@pytest.mark.parametrize("hours", [None, 5, ["09:00-18:00"], timedelta(hours=9)], ids=repr)
def test_other_hours_are_schedules(rota: Rota, hours: Any) -> None:
    """What is no schedule is no hours for a rota."""
    with pytest.raises(ArgumentTypeError, match="hours="):
        rota.with_hours(hours)
