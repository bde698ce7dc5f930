"""Which dates are meant: one, a range, the same days each year, days around Easter."""

from __future__ import annotations

import copy
import datetime as dt  # for the text of a range
import pickle
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from effort import seconds

from slacalc import (
    ArgumentTypeError,
    Calendar,
    DateError,
    DateRange,
    EasterDays,
    HoursError,
    Recurrence,
    SlacalcError,
    YearlyDays,
)
from slacalc.dates import EASTER_KNOWN, dates, rank
from slacalc.recurrence import LONGEST

CHRISTMAS = DateRange(date(2026, 12, 24), date(2027, 1, 2))
VALUES: dict[str, Any] = {
    "date": date(2026, 11, 4),
    "range": CHRISTMAS,
    "all of time": DateRange(date.min, date.max),
    "yearly day": YearlyDays((12, 25), (12, 25)),
    "leap day": YearlyDays((2, 29), (2, 29)),
    "over the year's end": YearlyDays((12, 24), (1, 2)),
    "easter": EasterDays(0, 0),
    "around easter": EasterDays(-2, 1),
    "orthodox": EasterDays(-2, 1, orthodox=True),
    "rule": Recurrence("FREQ=MONTHLY;BYDAY=1MO"),
    "anchored rule": Recurrence("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", date(2026, 1, 3)),
}


@pytest.fixture(autouse=True)
def _at_once() -> Iterator[None]:
    """See that no text costs a second, however long or odd."""
    started = time.process_time()
    yield
    assert time.process_time() - started < seconds(1)


def listed(said: Any, year: int) -> list[str]:
    """List the days of a year, without the year."""
    return [str(date.fromordinal(day))[5:] for day in said.in_year(year)]


# Reading


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("2026-11-04", VALUES["date"], id="a date"),
        pytest.param("2026-12-24..2027-01-02", CHRISTMAS, id="a range"),
        pytest.param(" 2026-12-24 ..\n2027-01-02 ", CHRISTMAS, id="a range with blanks"),
        pytest.param(
            "2026-12-24..2026-12-24", DateRange(date(2026, 12, 24), date(2026, 12, 24)), id="one"
        ),
        pytest.param("0001-01-01..9999-12-31", VALUES["all of time"], id="all of time"),
        pytest.param("12-25", VALUES["yearly day"], id="a day of each year"),
        pytest.param("12-25..12-25", VALUES["yearly day"], id="the same, as a range"),
        pytest.param("02-29", VALUES["leap day"], id="a leap day"),
        pytest.param("12-24..01-02", VALUES["over the year's end"], id="over the year's end"),
        pytest.param("easter", VALUES["easter"], id="Easter"),
        pytest.param("EASTER+0", VALUES["easter"], id="Easter in capitals"),
        pytest.param("easter-2..easter+1", VALUES["around easter"], id="around Easter"),
        pytest.param("Easter - 2 .. Easter + 1", VALUES["around easter"], id="with blanks"),
        pytest.param("orthodox easter-2..orthodox  easter+1", VALUES["orthodox"], id="orthodox"),
        pytest.param("easter-200..easter+200", EasterDays(-200, 200), id="the farthest"),
        pytest.param("FREQ=MONTHLY;BYDAY=1MO", VALUES["rule"], id="a rule"),
        pytest.param("rrule:freq=monthly;byday=1mo", VALUES["rule"], id="a rule in small letters"),
        pytest.param(
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA from 2026-01-03",
            VALUES["anchored rule"],
            id="a rule with an anchor",
        ),
    ],
)
def test_dates_are_read_from_text(text: str, expected: object) -> None:
    """Each form of text means its dates, whatever its blanks and capitals."""
    assert dates("holidays", text) == expected


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_dates_are_written_as_they_are_read(value: Any) -> None:
    """The text of a value is read as the same value again, and the value as itself."""
    assert dates("holidays", str(value)) == value
    assert dates("holidays", value) == value


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_dates_survive_every_kind_of_copy(value: Any) -> None:
    """Repr, pickle and copy give an equal value back, with the same hash."""
    known = {
        "datetime": dt,
        "DateRange": DateRange,
        "YearlyDays": YearlyDays,
        "EasterDays": EasterDays,
        "Recurrence": Recurrence,
    }
    twins = [
        eval(repr(value), known),  # noqa: S307 - our own text
        pickle.loads(pickle.dumps(value)),  # noqa: S301 - our own bytes
        copy.deepcopy(value),
    ]
    for twin in twins:
        assert (twin, hash(twin), str(twin)) == (value, hash(value), str(value))


UNREAD = {
    "a day that no month has": "02-30",
    "a day that this month lacks": "2026-02-30",
    "a leap day of a common year": "2026-02-29",
    "a month too many": "13-01",
    "a day zero": "12-00",
    "a range into an impossible day": "2026-02-01..2026-02-30",
    "a yearly range into an impossible day": "02-01..02-30",
    "a reversed range": "2026-12-24..2026-12-01",
    "a year at the start alone": "2026-12-24..12-26",
    "a year at the end alone": "12-24..2026-12-26",
    "Easter to a day": "easter..12-24",
    "a date to Easter": "2026-04-01..easter",
    "three ends": "12-24..12-25..12-26",
    "three dots": "12-24...12-26",
    "no start": "..2026-12-24",
    "no end": "2026-12-24..",
    "no ends": "..",
    "nothing": "",
    "blanks": "  \t\n",
    "Easter too far": "easter+201",
    "Easter much too far": "easter-99999",
    "Easter reversed": "easter+1..easter-2",
    "two rites": "easter-2..orthodox easter+1",
    "two signs": "easter--2",
    "no sign": "easter 2",
    "another feast": "whitsun",
    "one digit": "1-1",
    "a month": "2026-12",
    "a week": "2026-W03-1",
    "a month by name": "December 25",
    "dots for dashes": "24.12.",
    "a list": "12-24,12-25",
    "a control character": "2026-01-01\x00",
    "other digits": "٢٠٢٦-٠٣-٠٩",
    "other dashes": "12\N{EN DASH}24",
    "a million characters": "x" * 10**6,
    "a million dots": "." * 10**6,
    "a million blanks": "e" + " " * 10**6 + "e",
    "a rule of a million characters": "FREQ=" + "D" * 10**6,
    "many Easters": "easter.." * 10**5,
}


@pytest.mark.parametrize("text", UNREAD.values(), ids=UNREAD)
def test_5_9_what_is_no_date_is_refused(text: str) -> None:
    """Impossible, reversed, mixed and endless texts are errors of ours, short and at once."""
    for build in (
        lambda: dates("holidays", text),
        lambda: Calendar("", time_zone="UTC", holidays=[text]),
        lambda: Calendar("", time_zone="UTC", exceptions={text: "closed"}),
    ):
        with pytest.raises(DateError) as caught:
            build()
        assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    "text", ["12-24..2026-12-26", "2026-12-24..12-26", "easter..12-24", "2026-12-24..", ".."]
)
def test_mixed_ends_are_shown_whole(text: str) -> None:
    """Where the ends don't fit together, the error shows both of them."""
    with pytest.raises(DateError) as caught:
        dates("holidays", text)
    assert caught.value.value == text


@pytest.mark.parametrize(
    "given",
    [
        None,
        True,
        20261224,
        1.5,
        b"12-24",
        (12, 24),
        [],
        datetime(2026, 1, 1),
        datetime(2026, 1, 1, tzinfo=UTC),
        slice(date(2026, 1, 1), date(2026, 1, 2)),
    ],
    ids=repr,
)
def test_dates_of_other_types_are_refused(given: Any) -> None:
    """A datetime, a number and a tuple name no dates, and the error names its argument."""
    with pytest.raises(ArgumentTypeError, match="holidays="):
        dates("holidays", given)


@pytest.mark.parametrize(
    "build",
    [
        pytest.param(lambda: DateRange(date(2026, 1, 2), date(2026, 1, 1)), id="reversed"),
        pytest.param(lambda: DateRange("2026-01-01", "2026-02-30"), id="impossible"),
        pytest.param(lambda: DateRange(date(2026, 1, 1), None), id="no end"),
        pytest.param(lambda: DateRange(date(2026, 1, 1), datetime(2026, 1, 2)), id="a datetime"),
        pytest.param(lambda: YearlyDays((2, 30), (3, 1)), id="an impossible day"),
        pytest.param(lambda: YearlyDays((13, 1), (1, 1)), id="an impossible month"),
        pytest.param(lambda: YearlyDays((12, 24), None), id="no yearly end"),
        pytest.param(lambda: EasterDays(1, -2), id="around Easter reversed"),
        pytest.param(lambda: EasterDays(0, 201), id="Easter too far"),
        pytest.param(lambda: EasterDays(0, 10**9), id="Easter endless"),
        pytest.param(lambda: EasterDays("-2", "1"), id="Easter by text"),  # type: ignore[arg-type]
    ],
)
def test_values_are_checked_as_texts_are(build: Any) -> None:
    """What text can't say, a constructor can't say either."""
    with pytest.raises(SlacalcError):
        build()


def test_5_9_one_key_in_two_forms_is_said_twice() -> None:
    """The same days in two forms are a contradiction, like a date given twice."""
    for one, other in (("12-25", "12-25..12-25"), ("easter", "easter+0"), ("02-29", " 02-29 ")):
        with pytest.raises(HoursError, match="given twice"):
            Calendar("", time_zone="UTC", exceptions={one: "closed", other: "short 1h"})


def test_errors_of_a_key_say_which_argument() -> None:
    """A bad key of the holidays is an error about holidays, of the exceptions about those."""
    for text in ("02-30", "2026-12-24..2026-12-01", "FREQ=SECONDLY"):
        with pytest.raises(SlacalcError, match=r"^holidays"):
            Calendar("", time_zone="UTC", holidays=[text])
        with pytest.raises(SlacalcError, match=r"^exceptions"):
            Calendar("", time_zone="UTC", exceptions={text: "closed"})


# Which days they are


@pytest.mark.parametrize(
    ("text", "year", "expected"),
    [
        ("12-25", 2026, ["12-25"]),
        ("02-29", 2026, []),
        ("02-29", 2024, ["02-29"]),
        ("02-29", 1900, []),
        ("02-29", 2000, ["02-29"]),
        ("02-28..03-01", 2026, ["02-28", "03-01"]),
        ("02-28..03-01", 2024, ["02-28", "02-29", "03-01"]),
        ("02-29..03-01", 2026, ["03-01"]),
        ("02-27..02-29", 2026, ["02-27", "02-28"]),
        ("12-30..01-02", 2026, ["01-01", "01-02", "12-30", "12-31"]),
        ("easter", 2026, ["04-05"]),
        ("easter", 2000, ["04-23"]),
        ("easter", 2038, ["04-25"]),
        ("easter-2..easter+1", 2026, ["04-03", "04-04", "04-05", "04-06"]),
        ("orthodox easter", 2026, ["04-12"]),
        ("orthodox easter", 2024, ["05-05"]),
        ("easter+39", 2026, ["05-14"]),
        ("easter-200", 2026, ["09-09"]),
    ],
)
def test_the_days_of_a_year(text: str, year: int, expected: list[str]) -> None:
    """Leap days come in leap years alone, and feasts follow the moon."""
    assert listed(dates("holidays", text), year) == expected


@pytest.mark.parametrize("text", ["02-29..02-28", "03-01..02-29", "01-01..12-31"])
def test_the_whole_year_can_be_said(text: str) -> None:
    """Days that go round the year are all its days, each once and in order."""
    for year in (2024, 2026):
        first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        assert list(dates("holidays", text).in_year(year)) == list(range(first, last + 1))  # type: ignore[union-attr]


def test_days_around_easter_fall_into_the_neighbour_years() -> None:
    """Days far from Easter belong to the year that they lie in, and none is lost."""
    said = EasterDays(200, 200)
    days = [day for year in range(2000, 2100) for day in said.in_year(year)]

    assert len(days) == 100
    assert days == sorted(days)
    assert [date.fromordinal(day).year for day in days] == list(range(2000, 2100))
    assert listed(EasterDays(-200, -200), 2025) == ["09-17"]


def test_easter_is_known_for_some_years() -> None:
    """Outside the years 1583 to 4099 days around Easter have no place."""
    assert [day.year for day in EASTER_KNOWN] == [1583, 4099]
    assert list(EasterDays(0, 0).in_year(1582)) == []
    assert list(EasterDays(0, 0).in_year(4100)) == []
    assert len(list(EasterDays(0, 0).in_year(1583))) == 1
    assert len(list(EasterDays(0, 0).in_year(4099))) == 1


def test_the_first_and_the_last_year() -> None:
    """Days of each year are listed at both ends of time, without an error."""
    for text in ("12-24..01-02", "02-29", "easter", "0001-01-01..9999-12-31"):
        for year in (1, 9999):
            days = list(dates("holidays", text).in_year(year))  # type: ignore[union-attr]
            assert all(date.fromordinal(day).year == year for day in days)


def test_5_9_dates_rank_before_ranges_and_these_before_what_recurs() -> None:
    """The nearer to the day, the higher it stands."""
    assert [rank(value) for value in VALUES.values()] == [0, 1, 1] + [2] * 8


def in_year(days: DateRange | EasterDays, year: int) -> list[str]:
    """Return the days of a year as text."""
    return [str(date.fromordinal(day)) for day in days.in_year(year)]


def test_a_range_over_years_has_its_part_in_each() -> None:
    """The first year has the days from the first on, the last those up to the last."""
    days = DateRange(date(2025, 12, 30), date(2027, 1, 2))
    assert in_year(days, 2025) == ["2025-12-30", "2025-12-31"]
    assert len(in_year(days, 2026)) == 365
    assert in_year(days, 2026)[0] == "2026-01-01"
    assert in_year(days, 2027) == ["2027-01-01", "2027-01-02"]
    assert in_year(days, 2024) == in_year(days, 2028) == []


def test_days_around_easter_lie_in_their_own_years() -> None:
    """Days long before an Easter can lie in the year before, its last day among them."""
    days = EasterDays(-95, -94)  # Easter is on April 5th in 2026
    assert "2025-12-31" in in_year(days, 2025)
    assert in_year(days, 2026)[0] == "2026-01-01"
    assert in_year(EasterDays(-200, -200), 2025) == ["2025-09-17"]
    assert in_year(EasterDays(0, 1), 2026) == ["2026-04-05", "2026-04-06"]


def test_days_around_easter_are_written_short() -> None:
    """Easter itself has no number."""
    assert str(EasterDays(0, 0)) == "easter"
    assert str(EasterDays(-2, -2)) == "easter-2"
    assert str(EasterDays(0, 1, orthodox=True)) == "orthodox easter..orthodox easter+1"


def test_blanks_count_for_the_length_of_a_text_only() -> None:
    """The longest text of days is read, one longer is not."""
    said = "12-24".ljust(LONGEST)
    desk = Calendar("Mon-Sun 09:00-18:00", time_zone="UTC", holidays=[said])
    assert not desk.day("2026-12-24").hours
    with pytest.raises(DateError):
        Calendar("Mon-Sun 09:00-18:00", time_zone="UTC", holidays=[f"{said} "])


def test_three_dates_are_no_range() -> None:
    """A range has two ends; what has more is told whole, by the name of its argument."""
    for argument in ("dates", "holidays"):
        with pytest.raises(DateError) as refused:
            dates(argument, "2026-01-01..2026-01-05..2026-01-09")
        assert refused.value.argument == argument
        assert refused.value.value == "2026-01-01..2026-01-05..2026-01-09"


def test_the_churches_keep_easter_on_two_days() -> None:
    """In years that nothing else asks about: 1994 and 1997."""
    assert [date.fromordinal(day) for day in EasterDays(0, 0).in_year(1994)] == [date(1994, 4, 3)]
    orthodox = EasterDays(0, 0, orthodox=True)
    days = [date.fromordinal(day) for year in (1994, 1997) for day in orthodox.in_year(year)]
    assert days == [date(1994, 5, 1), date(1997, 4, 27)]
