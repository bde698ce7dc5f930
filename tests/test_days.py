"""What is in force on a single day, and why: the week, a holiday, an exception."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest

from slacalc import (
    ArgumentTypeError,
    Calendar,
    DateError,
    Day,
    DayRule,
    DaySchedule,
    HoursError,
    SlacalcError,
)

HOUR = timedelta(hours=1)
WEEK = "Mon-Thu 09:00-13:00 14:00-18:00; Fri 09:00-13:00 14:00-17:00"
SATURDAY, SUNDAY, MONDAY, FRIDAY = (
    date(2026, 3, 7),
    date(2026, 3, 8),
    date(2026, 3, 9),
    date(2026, 3, 13),
)
BAD_DATES = [None, True, 20260309, 1.5, b"2026-03-09", (2026, 3, 9), datetime(2026, 3, 9),
             datetime(2026, 3, 9, tzinfo=UTC)]  # fmt: skip
BAD_TEXTS = ["", "2026-3-9", "20260309", "2026-02-30", "2026-13-01", "0000-01-01", "10000-01-01",
             "2026-03-09T00:00", "2026-W11-1", "٢٠٢٦-٠٣-٠٩", "x" * 10**6]  # fmt: skip


def calendar(**said: Any) -> Calendar:
    """Build a calendar of WEEK with holidays or exceptions."""
    return Calendar(WEEK, time_zone="Europe/Moscow", **said)


def hours(said: Calendar, day: date) -> str:
    """Look up the hours of a day, as text."""
    return str(said.day(day).hours)


@pytest.mark.parametrize(
    ("day", "rule", "expected"),
    [
        pytest.param(MONDAY, "closed", "closed", id="closed"),
        pytest.param(MONDAY, "10:00-14:00", "10:00-14:00", id="hours"),
        pytest.param(SUNDAY, "10:00-14:00", "10:00-14:00", id="hours on a closed day"),
        pytest.param(SATURDAY, "as fri", "09:00-13:00 14:00-17:00", id="transferred"),
        pytest.param(FRIDAY, "as sun", "closed", id="as a closed day"),
        pytest.param(MONDAY, "short 1h", "09:00-13:00 14:00-17:00", id="shortened"),
        pytest.param(MONDAY, "short 5h", "09:00-12:00", id="shortened over the break"),
        pytest.param(MONDAY, "short 9h", "closed", id="shortened to nothing"),
        pytest.param(SUNDAY, "short 1h", "closed", id="a closed day shortened"),
        pytest.param(SATURDAY, "as fri, short 1h", "09:00-13:00 14:00-16:00", id="both"),
        pytest.param(SUNDAY, DaySchedule("22:00-06:00"), "22:00-06:00", id="a schedule"),
        pytest.param(SUNDAY, DaySchedule(), "closed", id="an empty schedule"),
    ],
)
def test_5_9_exceptions(day: date, rule: Any, expected: str) -> None:
    """An exception replaces or shortens the hours of its day, and of no other."""
    said = calendar(exceptions={day: rule})

    assert hours(said, day) == expected
    for other in (SATURDAY, SUNDAY, MONDAY, FRIDAY):
        assert other == day or said.day(other) == calendar().day(other)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        pytest.param("10:00-14:00", "10:00-14:00", id="hours beat it"),
        pytest.param("as fri", "09:00-13:00 14:00-17:00", id="a transfer beats it"),
        pytest.param("short 1h", "closed", id="shortening never opens it"),
    ],
)
def test_5_9_exceptions_beat_holidays(rule: str, expected: str) -> None:
    """A holiday is closed, and what an exception says of the same day goes before it."""
    said = calendar(holidays=[MONDAY], exceptions={MONDAY: rule})

    assert hours(calendar(holidays=[MONDAY]), MONDAY) == "closed"
    assert hours(said, MONDAY) == expected


def test_5_9_transfers_take_the_hours_of_the_week_alone() -> None:
    """The hours of a Monday come without what was said of any single Monday."""
    said = calendar(
        holidays=[MONDAY, MONDAY - timedelta(7)],
        exceptions={SATURDAY: "as mon", MONDAY + timedelta(7): "10:00-11:00"},
    )

    assert hours(said, SATURDAY) == "09:00-13:00 14:00-18:00"


def test_5_9_every_day_has_its_reason() -> None:
    """A holiday is shown by name, an exception by its reason or its rule, the week by nothing."""
    said = calendar(
        holidays={MONDAY: "Women's Day"},
        exceptions={SATURDAY: DayRule("as fri", reason="moved from the 9th"), FRIDAY: "short 1h"},
    )

    assert said.day(MONDAY).reason == "Women's Day"
    assert said.day(SATURDAY).reason == "moved from the 9th"
    assert said.day("2026-03-13").reason == "short 1h"
    assert said.day(SUNDAY).reason == ""
    assert str(said.day(SATURDAY)) == "Sat 2026-03-07 09:00-13:00 14:00-17:00 (moved from the 9th)"


def test_5_9_nothing_is_said_twice_of_one_day() -> None:
    """A date given as a date and as text is a contradiction."""
    with pytest.raises(HoursError, match="given twice"):
        calendar(exceptions={MONDAY: "closed", "2026-03-09": "short 1h"})
    with pytest.raises(HoursError, match="given twice"):
        calendar(holidays=[MONDAY, "2026-03-09"])


def test_5_10_with_hours_leaves_the_days_alone() -> None:
    """Holidays, transfers and shortenings work on other hours, and hours by name stay."""
    said = calendar(
        holidays=[MONDAY],
        exceptions={SATURDAY: "as fri, short 1h", FRIDAY: "short 1h", "2026-03-10": "10:00-11:00"},
    ).with_hours(DaySchedule("08:00-20:00"))

    assert hours(said, MONDAY) == "closed"
    assert hours(said, SATURDAY) == "08:00-19:00"
    assert hours(said, FRIDAY) == "08:00-19:00"
    assert hours(said, date(2026, 3, 10)) == "10:00-11:00"
    assert hours(said, date(2026, 3, 11)) == "08:00-20:00"
    assert hours(said, SUNDAY) == "closed"


def test_holidays_are_dates_or_a_mapping() -> None:
    """Dates and ISO text name holidays, alone or with the holiday's name."""
    assert calendar(holidays=["2026-03-09"]) == calendar(holidays={MONDAY: "holiday"})
    assert calendar(holidays=(MONDAY,)).holidays == {MONDAY: "holiday"}
    assert calendar(holidays=iter([MONDAY])) == calendar(holidays={MONDAY})


@pytest.mark.parametrize("day", [*BAD_DATES, *BAD_TEXTS], ids=lambda day: repr(day)[-60:])
def test_bad_dates_are_refused(day: Any) -> None:
    """A datetime, a number and a date that does not exist are errors at every door."""
    kind = DateError if isinstance(day, str) else ArgumentTypeError
    for build in (
        lambda: calendar(holidays=[day]),
        lambda: calendar(exceptions={day: "closed"}),
        lambda: calendar().day(day),
    ):
        with pytest.raises(kind):
            build()


@pytest.mark.parametrize("said", ["2026-03-09", 5, True, ..., MONDAY, None], ids=repr)
def test_holidays_of_other_types_are_refused(said: Any) -> None:
    """Holidays are an iterable of dates, and a text is none."""
    with pytest.raises(ArgumentTypeError, match="holidays="):
        calendar(holidays=said)


@pytest.mark.parametrize("said", [[[]], [{}], [[MONDAY]], {MONDAY: None}, {MONDAY: 5}], ids=repr)
def test_holidays_of_odd_parts_are_refused(said: Any) -> None:
    """A holiday is a date, with text for a name."""
    with pytest.raises(ArgumentTypeError):
        calendar(holidays=said)


@pytest.mark.parametrize("said", [[], "", 0, False, [(MONDAY, "closed")], ...], ids=repr)
def test_exceptions_of_other_types_are_refused(said: Any) -> None:
    """Exceptions are a mapping, and nothing false is taken for none."""
    with pytest.raises(ArgumentTypeError, match="exceptions="):
        calendar(exceptions=said)


@pytest.mark.parametrize("rule", [None, True, 5, b"closed", [], "", "open", "short 1d"], ids=repr)
def test_bad_rules_name_their_day(rule: Any) -> None:
    """The error for a rule says for which day it was given."""
    with pytest.raises(SlacalcError, match=r"exceptions\[2026-03-09\]"):
        calendar(exceptions={MONDAY: rule})


@pytest.mark.parametrize("reason", [None, True, 5, b"x", [], ...], ids=repr)
def test_reasons_are_text(reason: Any) -> None:
    """A reason that is no text is refused, false or not."""
    with pytest.raises(ArgumentTypeError, match="reason="):
        DayRule("closed", reason=reason)


@pytest.mark.parametrize(
    "rule",
    [
        DayRule("closed"),
        DayRule("as mon, short 1h", reason="moved from the 5th"),
        DayRule(DaySchedule("22:00-06:00").with_break("02:00-03:00"), reason="stock-taking"),
        DayRule(DaySchedule(), reason="moving house"),
    ],
    ids=repr,
)
def test_rules_survive_every_kind_of_copy(rule: DayRule) -> None:
    """Repr, pickle and copy give an equal rule back, and a rule is frozen."""
    twins = [
        eval(repr(rule)),  # noqa: S307 - our own text
        pickle.loads(pickle.dumps(rule)),  # noqa: S301 - our own bytes
        copy.deepcopy(rule),
    ]
    for twin in twins:
        assert (twin, hash(twin), str(twin)) == (rule, hash(rule), str(rule))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        rule.reason = "another"  # type: ignore[misc]


def test_days_are_values() -> None:
    """Two equal days are one, whatever calendar gave them."""
    assert calendar().day(MONDAY) == Day(MONDAY, DaySchedule("09:00-13:00", "14:00-18:00"), "")
    assert len({calendar().day(MONDAY), calendar(name="x").day(MONDAY)}) == 1


@pytest.mark.parametrize(
    ("said", "replaces", "closes", "shortens"),
    [
        ("closed", True, True, False),
        ("10:00-14:00", True, False, False),
        ("as mon", True, False, False),
        ("as mon, short 1h", True, False, False),
        ("short 1h", False, False, True),
        ("on working days 10:00-14:00", False, False, False),
        ("on working days as mon", False, False, False),
    ],
)
def test_a_rule_knows_what_it_does_to_a_day(
    said: str, *, replaces: bool, closes: bool, shortens: bool
) -> None:
    """A rule gives a day its hours, closes it, or takes from hours that others give."""
    rule = DayRule(said)
    assert (rule.replaces, rule.closes, rule.shortens) == (replaces, closes, shortens)


def test_a_rule_is_written_as_its_call() -> None:
    """The reason is in the call where it is not the rule itself."""
    assert repr(DayRule("short 1h")) == "DayRule('short 1h')"
    assert repr(DayRule("short 1h", reason="eve")) == "DayRule('short 1h', reason='eve')"


def test_a_day_is_written_with_its_reason() -> None:
    """A reason that only repeats the hours is left out."""
    desk = Calendar(
        "Mon-Fri 09:00-18:00",
        time_zone="UTC",
        exceptions={"2026-03-02": "10:00-14:00", "2026-03-03": DayRule("closed", reason="move")},
    )
    assert str(desk.day("2026-03-02")) == "Mon 2026-03-02 10:00-14:00"
    assert str(desk.day("2026-03-03")) == "Tue 2026-03-03 closed (move)"
    assert str(desk.day("2026-03-04")) == "Wed 2026-03-04 09:00-18:00"


def test_5_9_a_schedule_is_a_rule_for_all_its_hours() -> None:
    """A day that is given a schedule has these hours to the last, and 48 hours can be cut."""
    hours = DaySchedule("10:00-14:00", "15:00-19:00")
    desk = Calendar("Mon-Fri 09:00-18:00", time_zone="UTC", exceptions={"2026-03-02": hours})
    assert desk.day("2026-03-02").hours == hours
    assert DayRule("short 48h").shortens
