"""Working days by rank: a date, a range, what recurs; an exception, a holiday, the week."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from effort import seconds

from slacalc import (
    Calendar,
    DateRange,
    DayRule,
    DaySchedule,
    EasterDays,
    HoursError,
    Recurrence,
    Rota,
    SlacalcError,
    Span,
    YearlyDays,
)

HOUR = timedelta(hours=1)
OFFICE = "Mon-Fri 09:00-18:00"
MONDAY = "2026-03-09"
RANGE, YEARLY, RULE, EASTER = (
    "2026-03-08..2026-03-10",
    "03-09",
    "FREQ=WEEKLY;BYDAY=MO",
    "easter-27",  # the same Monday
)


def calendar(week: str | Rota = OFFICE, **said: Any) -> Calendar:
    """Build a calendar in Berlin."""
    return Calendar(week, time_zone="Europe/Berlin", **said)


def on(day: str, **said: Any) -> str:
    """Say the hours of a day and the reason for them."""
    found = calendar(**said).day(day)
    return f"{found.hours} ({found.reason})"


# One by one: which of two holds


@pytest.mark.parametrize("recurring", [YEARLY, RULE, EASTER])
def test_5_9_a_range_beats_what_recurs(recurring: str) -> None:
    """What is said of some dates holds, whatever is said of each year, month or week."""
    assert (
        on(MONDAY, exceptions={recurring: "closed", RANGE: "10:00-14:00"})
        == "10:00-14:00 (10:00-14:00)"
    )
    assert on(MONDAY, exceptions={RANGE: "closed", recurring: "10:00-14:00"}) == "closed (closed)"


def test_5_9_a_date_beats_a_range() -> None:
    """What is said of one date holds, whatever is said of a range around it, or of it alone."""
    for around in (RANGE, f"{MONDAY}..{MONDAY}"):
        assert on(MONDAY, exceptions={around: "closed", MONDAY: "as tue"}) == "09:00-18:00 (as tue)"
        assert on(MONDAY, exceptions={around: "10:00-14:00", MONDAY: "closed"}) == "closed (closed)"


@pytest.mark.parametrize("recurring", [YEARLY, RULE, EASTER])
def test_5_9_a_date_beats_what_recurs(recurring: str) -> None:
    """What is said of one date holds before what recurs on it."""
    assert (
        on(MONDAY, exceptions={recurring: "closed", MONDAY: "12:00-13:00"})
        == "12:00-13:00 (12:00-13:00)"
    )


@pytest.mark.parametrize("exception", [MONDAY, RANGE, YEARLY, RULE, EASTER])
@pytest.mark.parametrize("holiday", [MONDAY, RANGE, YEARLY, RULE, EASTER])
def test_5_9_every_exception_beats_every_holiday(exception: str, holiday: str) -> None:
    """Even a rule of each week goes before a holiday on one date."""
    found = on(MONDAY, exceptions={exception: "12:00-13:00"}, holidays={holiday: "H"})
    assert found == "12:00-13:00 (12:00-13:00)"


@pytest.mark.parametrize("holiday", [MONDAY, RANGE, YEARLY, RULE, EASTER])
def test_5_9_every_holiday_beats_the_week(holiday: str) -> None:
    """A holiday is closed, in whichever form it is said, for its name."""
    assert on(MONDAY, holidays={holiday: "H"}) == "closed (H)"
    assert on("2026-03-11", holidays={holiday: "H"}) == "09:00-18:00 ()"


@pytest.mark.parametrize("exception", [MONDAY, RANGE, YEARLY, RULE, EASTER])
def test_5_9_closures_go_last(exception: str) -> None:
    """A closure takes out of the hours that all else gives."""
    closure = Span(datetime(2026, 3, 9, 11, tzinfo=UTC), datetime(2026, 3, 9, 12, tzinfo=UTC))

    assert on(MONDAY, exceptions={exception: "12:00-14:00"}, closures={closure: "drill"}) == (
        "13:00-14:00 (12:00-14:00; drill)"
    )


# Shortening


def test_5_9_a_shortening_applies_to_the_next_lower_rank() -> None:
    """Time is cut from the hours that would hold without it, rank by rank."""
    short = {MONDAY: "short 1h"}

    assert on(MONDAY, exceptions=short) == "09:00-17:00 (short 1h)"
    assert on(MONDAY, exceptions={**short, RANGE: "10:00-14:00"}).startswith("10:00-13:00 ")
    assert on(MONDAY, exceptions={**short, YEARLY: "10:00-14:00"}).startswith("10:00-13:00 ")
    both = {**short, RANGE: "short 2h", YEARLY: "08:00-20:00"}
    assert on(MONDAY, exceptions=both).startswith("08:00-17:00 ")
    assert on("2026-03-10", exceptions={RANGE: "short 2h", YEARLY: "08:00-20:00"}).startswith(
        "09:00-16:00 "
    )


@pytest.mark.parametrize("short", [MONDAY, RANGE, YEARLY, RULE])
@pytest.mark.parametrize("closed", [MONDAY, RANGE, YEARLY, EASTER])
def test_5_9_a_shortening_never_opens_a_day(short: str, closed: str) -> None:
    """On a holiday, a closed day and a day without hours nothing is left to shorten."""
    assert (
        on(MONDAY, exceptions={short: "short 1h"}, holidays={closed: "H"})
        == "closed (H (short 1h))"
    )
    if short == MONDAY != closed:
        assert on(MONDAY, exceptions={short: "short 1h", closed: "closed"}).startswith("closed ")
    assert on("2026-03-08", exceptions={"2026-03-08": "short 1h"}).startswith("closed ")


def test_5_9_a_transferred_day_takes_nothing_of_that_day_along() -> None:
    """A Saturday like Monday has the week's hours, whatever is said of Mondays."""
    said = calendar(exceptions={"2026-03-07": "as mon", RULE: "10:00-11:00"}, holidays=["03-07"])

    assert str(said.day("2026-03-07").hours) == "09:00-18:00"
    assert str(said.day(MONDAY).hours) == "10:00-11:00"
    assert on(MONDAY, exceptions={MONDAY: "as sun"}) == "closed (as sun)"


def test_hazard_41_a_transferred_day_is_shortened_by_one_rule() -> None:
    """Both are said of one day, at every rank."""
    for key in ("2026-03-07", "2026-03-07..2026-03-08", "03-07", "FREQ=MONTHLY;BYDAY=1SA"):
        assert (
            on("2026-03-07", exceptions={key: "as fri, short 1h"})
            == "09:00-17:00 (as fri, short 1h)"
        )


# Rules of one rank


def test_5_9_equal_rules_of_one_rank_agree() -> None:
    """Where they say the same, their reasons are joined, each once."""
    ranges = {
        RANGE: DayRule("closed", reason="moving"),
        "2026-03-09..2026-03-12": DayRule("closed", reason="painting"),
        "2026-03-09..2026-03-11": DayRule("closed", reason="moving"),
    }
    recurring = {
        YEARLY: DayRule("short 1h", reason="eve"),
        RULE: DayRule("short 1h", reason="Mondays"),
        EASTER: DayRule("short 1h", reason="eve"),
    }

    assert on(MONDAY, exceptions=ranges) == "closed (moving; painting)"
    assert on("2026-03-12", exceptions=ranges) == "closed (painting)"
    hours, _, reason = on(MONDAY, exceptions=recurring).partition(" ")
    assert (hours, sorted(reason.strip("()").split("; "))) == ("09:00-17:00", ["Mondays", "eve"])


def test_5_9_holidays_of_one_day_are_all_named() -> None:
    """A day can be several holidays, and never contradicts itself by that."""
    holidays = {MONDAY: "a", RANGE: "b", YEARLY: "c", RULE: "a"}
    hours, _, reason = on(MONDAY, holidays=holidays).partition(" ")

    assert (hours, sorted(reason.strip("()").split("; "))) == ("closed", ["a", "b", "c"])


@pytest.mark.parametrize(
    "ranges",
    [
        pytest.param([RANGE, "2026-03-10..2026-03-12"], id="at one day"),
        pytest.param(["2026-03-10..2026-03-12", RANGE], id="the later first"),
        pytest.param(["2026-01-01..2026-12-31", RANGE], id="one in the other"),
        pytest.param(["0001-01-01..9999-12-31", "9999-12-31..9999-12-31"], id="at the last day"),
    ],
)
def test_5_9_ranges_that_contradict_each_other_are_refused(ranges: list[str]) -> None:
    """Two ranges that differ on a day are an error that names the day and both rules."""
    with pytest.raises(HoursError, match="at once") as caught:
        calendar(exceptions={ranges[0]: "closed", ranges[1]: "12:00-13:00"})
    assert "closed" in caught.value.problem
    assert "12:00-13:00" in caught.value.problem


def test_5_9_a_contradiction_is_found_behind_another_range() -> None:
    """A long range contradicts a late one also where a short one lies between them."""
    long, short, late = "2026-01-01..2026-12-31", "2026-02-01..2026-02-02", "2026-06-01..2026-06-02"
    with pytest.raises(HoursError, match="2026-06-01"):
        calendar(exceptions={long: "closed", short: "closed", late: "10:00-14:00"})


@pytest.mark.parametrize(("one", "other"), [(RANGE, f"{MONDAY}..{MONDAY}"), (YEARLY, RULE)])
def test_5_9_a_closed_day_is_not_contradicted_by_a_shortening(one: str, other: str) -> None:
    """Of one rank too, nothing is left to shorten of a day that is closed."""
    for rules in (("closed", "short 1h"), ("short 1h", "closed")):
        found = on(MONDAY, exceptions=dict(zip((one, other), rules, strict=True)))
        assert found == "closed (closed)"


def test_5_9_ranges_that_touch_contradict_nothing() -> None:
    """Neighbours have no day in common."""
    said = calendar(
        exceptions={"2026-03-08..2026-03-09": "closed", "2026-03-10..2026-03-11": "short 1h"}
    )

    assert [str(said.day(day).hours) for day in (MONDAY, "2026-03-10")] == ["closed", "09:00-17:00"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (YEARLY, RULE),
        (EASTER, YEARLY),
        ("12-24..01-02", "12-31"),
        ("02-29", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("FREQ=DAILY;INTERVAL=2 from 2026-01-01", "FREQ=DAILY;INTERVAL=3 from 2026-01-02"),
        ("FREQ=DAILY;COUNT=1 from 2100-12-31", "12-31"),
        ("easter", "orthodox easter"),
    ],
)
def test_5_9_recurring_rules_that_contradict_each_other_are_refused(one: str, other: str) -> None:
    """Where two rules differ on a day of 1970 to 2100, that is told when they are said."""
    with pytest.raises(HoursError, match="at once"):
        calendar(exceptions={one: "closed", other: "12:00-13:00"})
    assert len(calendar(exceptions={one: "closed", other: "closed"}).exceptions) == 2


def test_5_9_a_contradiction_in_a_far_year_is_told_when_asked() -> None:
    """Beyond 2100 a contradiction is an error of the day that is asked about, and of no other."""
    said = calendar(
        exceptions={"FREQ=DAILY;COUNT=1 from 2104-02-29": "closed", "02-29": "12:00-13:00"}
    )
    start = datetime(2026, 3, 2, 10, tzinfo=UTC)

    assert said.deadline(start, HOUR) == start + HOUR
    assert str(said.day("2104-03-03").hours) == "09:00-18:00"
    for ask in (
        lambda: said.day("2104-02-29"),
        lambda: said.elapsed(start, datetime(2105, 1, 1, tzinfo=UTC)),
        lambda: said.is_open(datetime(2104, 2, 29, 10, tzinfo=UTC)),
    ):
        with pytest.raises(HoursError, match="2104-02-29"):
            ask()


def test_5_9_recurring_rules_that_never_meet_agree() -> None:
    """Rules of other days are no contradiction, whatever they say."""
    rules = {f"{month:02}-{day:02}": f"short {day}m" for month in (1, 7) for day in range(1, 29)}

    assert on("2026-07-10", exceptions=rules) == "09:00-17:50 (short 10m)"


def test_5_9_what_is_said_of_the_day_itself_decides_between_rules() -> None:
    """A date settles a contradiction of ranges and of rules; one that only shortens does not."""
    for one, other in (
        (YEARLY, "FREQ=DAILY;COUNT=1 from 2026-03-09"),
        (RANGE, f"{MONDAY}..{MONDAY}"),
    ):
        said = {one: "closed", other: "12:00-13:00"}
        assert on(MONDAY, exceptions={**said, MONDAY: "10:00-11:00"}).startswith("10:00-11:00 ")
        for undecided in ({}, {MONDAY: "short 2h"}, {"2026-03-10": "10:00-11:00"}):
            with pytest.raises(HoursError, match="2026-03-09"):
                calendar(exceptions={**said, **undecided})


def test_too_many_recurring_rules_are_refused_at_once() -> None:
    """Some hundreds of rules are enough, and what they cost is bounded."""
    started = time.process_time()
    rules = [f"FREQ=DAILY;INTERVAL={n} from 2026-01-01" for n in range(2, 1_003)]
    with pytest.raises(HoursError, match=r"more than \d+ that recur"):
        calendar(holidays=rules)
    assert time.process_time() - started < seconds(5)


def test_many_recurring_rules_are_compared_in_bounded_time() -> None:
    """Ninety rules that hold each day are compared in seconds."""
    started = time.process_time()
    rules = {f"FREQ=DAILY from {date(1900, 1, 1) + timedelta(n)}": "short 1h" for n in range(90)}
    said = calendar(exceptions={**rules, "FREQ=DAILY;COUNT=1 from 1890-01-01": "closed"})

    assert str(said.day(MONDAY).hours) == "09:00-17:00"
    assert time.process_time() - started < seconds(5)


# All of it at once


EVERYTHING = Calendar(
    "Mon-Fri 09:00-13:00 14:00-18:00; Sat 22:00-06:00",
    time_zone="Europe/Berlin",
    name='a desk\'s "calendar"',
    holidays={
        date(2026, 5, 1): "Labour Day",
        "2026-07-27..2026-08-07": "summer",
        "12-24..01-02": "winter",
        "easter-2..easter+1": "Easter",
        EasterDays(0, 0, orthodox=True): "Πάσχα",
        "FREQ=MONTHLY;BYDAY=-1FR": "last Friday",
    },
    exceptions={
        "2026-03-07": DayRule("as fri, short 1h", reason="moved from the 9th"),
        DateRange(date(2026, 6, 1), date(2026, 6, 5)): DaySchedule("10:00-12:00", "13:00-15:00"),
        YearlyDays((2, 29), (2, 29)): DayRule("short 30m", reason="leap day"),
        Recurrence("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", date(2026, 1, 7)): "short 30m",
    },
    closures={
        Span(datetime(2026, 3, 3, 10, tzinfo=UTC), datetime(2026, 3, 3, 11, tzinfo=UTC)): "drill",
        Span(datetime(2040, 1, 1, tzinfo=UTC), None): "sold",
    },
    known_from="2024-01-01",
    known_until=date(2030, 12, 31),
    outside="assume",
)


def test_a_calendar_of_everything_is_written_and_read_back() -> None:
    """Each form of key, rule and closure is in the text that makes the calendar again."""
    import datetime as dt
    import pickle
    import zoneinfo

    import slacalc

    known = {
        **{name: getattr(slacalc, name) for name in slacalc.__all__},
        "datetime": dt,
        "zoneinfo": zoneinfo,
    }
    for twin in (eval(repr(EVERYTHING), known), pickle.loads(pickle.dumps(EVERYTHING))):  # noqa: S301, S307 - our own
        assert (twin, hash(twin), repr(twin)) == (EVERYTHING, hash(EVERYTHING), repr(EVERYTHING))
        for attribute in (
            "holidays",
            "exceptions",
            "closures",
            "known_until",
            "outside",
            "_horizon",
        ):
            assert getattr(twin, attribute) == getattr(EVERYTHING, attribute)


def test_a_calendar_of_everything_works_what_its_days_say() -> None:
    """Four years of working time are the sum of the days' hours."""
    first = date(2025, 1, 1)
    days = [first + timedelta(n) for n in range(1_461)]
    said = EVERYTHING.with_hours("09:00-13:00 14:00-18:00")  # no night lies over a change of clock
    total = sum((said.day(day).hours.total for day in days), timedelta(0))

    assert said.elapsed(said.at(f"{first} 00:00"), said.at("2029-01-01 00:00")) == total


def test_the_forms_of_a_key_mean_the_same() -> None:
    """A key as text and as a value make equal calendars."""
    keys: dict[str, Any] = {
        "2026-03-09": date(2026, 3, 9),
        "2026-03-08..2026-03-10": DateRange(date(2026, 3, 8), date(2026, 3, 10)),
        "12-24..01-02": YearlyDays((12, 24), (1, 2)),
        "easter-2": EasterDays(-2, -2),
        "FREQ=MONTHLY;BYDAY=1MO": Recurrence("FREQ=MONTHLY;BYDAY=1MO"),
    }
    for text, value in keys.items():
        assert calendar(holidays={text: "x"}) == calendar(holidays={value: "x"})
        assert calendar(exceptions={text: "closed"}) == calendar(exceptions={value: "closed"})
        with pytest.raises(SlacalcError, match="given twice"):
            calendar(holidays=[text, value])


def test_5_9_hours_on_working_days_open_nothing() -> None:
    """Hours that hold on working days change days that work, and leave the others closed."""
    said = calendar(
        exceptions={
            "2026-07-01..2026-07-31": "on working days 09:00-15:00",
            "2026-07-11": "as mon",
        },
        holidays={"2026-07-14": "Feast"},
    )
    hours = {day: str(said.day(f"2026-07-{day}").hours) for day in (10, 11, 12, 13, 14)}

    assert hours[10] == hours[13] == "09:00-15:00"
    assert hours[12] == hours[14] == "closed"
    assert said.day("2026-07-14").reason == "Feast"
    assert hours[11] == str(said.day("2026-06-29").hours)
    assert DayRule("On  working days 09:00-15:00").rule == "on working days 09:00-15:00"
    assert eval(repr(DayRule("on working days as mon, short 1h"))) == DayRule(  # noqa: S307
        "on working days as mon, short 1h"
    )


def test_5_9_what_is_closed_is_not_contradicted_by_a_shortening() -> None:
    """Rules of one rank agree where one closes the day and the others shorten it."""
    said = calendar(
        exceptions={
            "2026-03-01..2026-03-20": "short 1h",
            "2026-03-05..2026-03-10": DayRule("closed", reason="move"),
            "2026-03-06..2026-03-08": "short 2h",
            "12-31": "closed",
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1": "short 2h",
        }
    )
    assert (str(said.day("2026-03-06").hours), said.day("2026-03-06").reason) == ("closed", "move")
    assert str(said.day("2026-12-31").hours) == "closed"
    with pytest.raises(HoursError, match=r"'short 1h' and 'short 2h'"):
        calendar(
            exceptions={
                "2026-03-01..2026-03-20": "short 1h",
                "2026-03-05..2026-03-07": "closed",
                "2026-03-06..2026-03-08": "short 2h",
            }
        )
