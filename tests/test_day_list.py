"""Days from some source: what a list holds, joining lists, and the calendar that they make."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slacalc import (
    ArgumentTypeError,
    Calendar,
    DateError,
    DayRule,
    DaySchedule,
    HoursError,
    NaiveDatetimeError,
    SlacalcError,
)
from slacalc.closures import Closure
from slacalc.interop.day_list import DayList, Taken

WEEK = "Mon-Thu 09:00-18:00; Fri 09:00-17:00"
BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = (
    datetime(2026, 3, 2, 22, tzinfo=UTC),
    datetime(2026, 3, 3, 2, tzinfo=UTC),
    "moving the servers",
)
FULL = DayList(
    "Russia",
    holidays={"2026-11-04": "Unity Day", "2026-01-01": "New Year"},
    exceptions={"2026-11-03": DayRule("short 1h", reason="eve of Unity Day")},
    closures=[NIGHT],
    known_from="2026-01-01",
    known_until=date(2026, 12, 31),
    report=[Taken("2026.xml: 11.04", "holiday", "Unity Day")],
    source="2026.xml",
)


def years(first: int, last: int, name: str = "Russia", **said: Any) -> DayList:
    """Build a list that knows whole years."""
    return DayList(name, known_from=date(first, 1, 1), known_until=date(last, 12, 31), **said)


def on_one_day(**said: Any) -> DayList:
    """Build a list that says something of one day."""
    arguments: dict[str, Any] = {kind: {date(2026, 11, 3): what} for kind, what in said.items()}
    return DayList(**arguments)


def test_a_list_gives_back_what_it_was_told() -> None:
    """Holidays and exceptions come back as mappings of dates, in order of date."""
    assert list(FULL.holidays.items()) == [
        (date(2026, 1, 1), "New Year"),
        (date(2026, 11, 4), "Unity Day"),
    ]
    assert FULL.exceptions == {date(2026, 11, 3): DayRule("short 1h", reason="eve of Unity Day")}
    assert FULL.closures == (NIGHT,)
    assert (FULL.known_from, FULL.known_until) == (date(2026, 1, 1), date(2026, 12, 31))
    assert str(FULL) == "Russia: 2 holidays, 1 exception, 1 closure"
    assert str(DayList()) == "days: 0 holidays, 0 exceptions, 0 closures"


def test_the_mappings_are_copies() -> None:
    """What a caller does to the mappings does not change the list."""
    FULL.holidays.clear()
    FULL.exceptions.clear()
    FULL.arguments()["holidays"].clear()

    assert len(FULL.holidays) == 2
    assert len(FULL.exceptions) == 1


def test_a_list_is_a_value() -> None:
    """A list is frozen, hashable, picklable, and its repr builds an equal one."""
    names = {"DayList": DayList, "DayRule": DayRule, "datetime": dt}

    assert pickle.loads(pickle.dumps(FULL)) == FULL  # noqa: S301 - pickled in this line
    assert copy.deepcopy(FULL) == FULL
    assert hash(copy.copy(FULL)) == hash(FULL)
    for days in (FULL, DayList(), DayList("x", source="y")):
        assert eval(repr(days), names) == days  # noqa: S307 - the repr of a value built here
    assert repr(DayList("x", known_from="2026-01-01")) == (
        "DayList('x', known_from=datetime.date(2026, 1, 1))"
    )
    assert repr(DayList()) == "DayList()"
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        FULL.name = "other"  # type: ignore[misc]


def test_the_report_is_no_part_of_equality() -> None:
    """Two readings that say the same days are equal, whatever became of each line."""
    assert DayList("a") == DayList("a", report=[Taken("x", "skipped", "")])
    assert DayList("a") != DayList("b")
    assert DayList(source="a") != DayList(source="b")


def test_closures_are_instants() -> None:
    """Closures are compared in UTC: in any zone, on either fold, and in order of start."""
    first = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
    later = first.replace(fold=1)

    (told,) = DayList(closures=[(first, later, "clocks change")]).closures
    assert told[1] - told[0] == timedelta(hours=1)
    assert told[0].tzinfo is UTC
    assert DayList(closures=[(first.astimezone(UTC), later.astimezone(UTC), "clocks change")]) == (
        DayList(closures=[(first, later, "clocks change")])
    )
    second = (later, later + timedelta(hours=2), "b")
    assert DayList(closures=[second, (first, later, "a")]).closures[0][2] == "a"


@pytest.mark.parametrize(
    ("said", "error", "words"),
    [
        pytest.param({"name": None}, ArgumentTypeError, "name=None: is None", id="name"),
        pytest.param({"source": 1}, ArgumentTypeError, "source=1: is an int", id="source"),
        pytest.param({"holidays": "2026"}, ArgumentTypeError, "holidays='2026'", id="holidays"),
        pytest.param({"holidays": ["2026-02-30"]}, DateError, "2026-02-30", id="no date"),
        pytest.param({"exceptions": {"2026-01-02": "shrt"}}, HoursError, "shrt", id="no rule"),
        pytest.param({"closures": [NIGHT[:2]]}, ArgumentTypeError, "triples", id="a pair"),
        pytest.param({"closures": [7]}, ArgumentTypeError, "triples", id="a number"),
        pytest.param({"closures": [(*NIGHT[:2], None)]}, ArgumentTypeError, "reason", id="reason"),
        pytest.param(
            {"closures": [(datetime(2026, 1, 1), NIGHT[1], "")]},
            NaiveDatetimeError,
            "names no instant",
            id="naive",
        ),
        pytest.param(
            {"closures": [(NIGHT[1], NIGHT[0], "")]}, HoursError, "ends before", id="backwards"
        ),
        pytest.param(
            {"closures": [(NIGHT[0], NIGHT[0], "")]}, HoursError, "ends before", id="empty"
        ),
        pytest.param(
            {"known_from": "2026-02-01", "known_until": "2026-01-01"},
            DateError,
            "known_until='2026-01-01': lies before known_from=2026-02-01",
            id="unknown before it is known",
        ),
        pytest.param(
            {"known_until": datetime(2026, 1, 1)}, ArgumentTypeError, "give a date", id="datetime"
        ),
    ],
)
def test_what_makes_no_list_is_refused(
    said: dict[str, Any], error: type[SlacalcError], words: str
) -> None:
    """What can't be a list of days is refused with the argument, the fault and the way out."""
    with pytest.raises(error, match=words.replace("(", r"\(")):
        DayList(**said)


def test_a_day_alone_may_be_known() -> None:
    """A list may know one day only."""
    assert DayList(known_from="2026-01-01", known_until="2026-01-01").known_until is not None


def test_arguments_are_those_of_a_calendar() -> None:
    """The keyword arguments are those that say something, and no others."""
    assert DayList("empty", source="nowhere").arguments() == {}
    assert FULL.arguments() == {
        "holidays": FULL.holidays,
        "exceptions": FULL.exceptions,
        "closures": [Closure(*NIGHT)],
        "known_from": date(2026, 1, 1),
        "known_until": date(2026, 12, 31),
    }


def test_a_list_makes_a_calendar() -> None:
    """A calendar has the list's days and name, and what else is said of it."""
    days = DayList("Russia", holidays=FULL.holidays, exceptions=FULL.exceptions)
    calendar = days.calendar(WEEK, time_zone="Europe/Moscow")

    assert calendar == Calendar(
        WEEK,
        time_zone="Europe/Moscow",
        name="Russia",
        holidays=FULL.holidays,
        exceptions=FULL.exceptions,
    )
    assert days.calendar(WEEK, time_zone="Europe/Moscow", name="Desk").name == "Desk"
    assert str(calendar.day("2026-11-03")) == ("Tue 2026-11-03 09:00-17:00 (eve of Unity Day)")


def test_a_list_tells_a_calendar_how_far_it_knows() -> None:
    """The stretch that a list knows, and its closures, are the calendar's."""
    calendar = FULL.calendar(WEEK, time_zone="Europe/Moscow")

    assert (calendar.known_from, calendar.known_until) == (FULL.known_from, FULL.known_until)
    assert calendar.is_open(calendar.at("2026-03-02 17:00"))
    night = FULL.calendar("Mon-Sun 00:00-24:00", time_zone="UTC")
    assert not night.is_open(night.at("2026-03-02 23:00"))
    assert night.elapsed(NIGHT[0], NIGHT[1] + timedelta(hours=1)) == timedelta(hours=1)


def test_a_list_is_not_overridden_in_passing() -> None:
    """Days beside the list's are taken, and a date that the list has already is refused."""
    days = DayList("Desk", holidays={"2026-05-05": "Party"}, closures=FULL.closures)
    said = days.calendar(
        WEEK,
        time_zone="Europe/Moscow",
        holidays={"12-25": "Christmas"},
        exceptions={"FREQ=MONTHLY;BYDAY=1MO": "short 1h"},
        closures={"2026-07-01": "moving"},
    )
    assert said.day("2026-05-05").reason == "Party"
    assert said.day("2030-12-25").reason == "Christmas"
    assert said.day("2026-06-01").reason == "short 1h"
    assert len(said.closures) == len(FULL.closures) + 1
    with pytest.raises(HoursError, match="by the list of days too, as 'Party'"):
        days.calendar(WEEK, time_zone="Europe/Moscow", holidays={"2026-05-05": "Feast"})


def test_years_are_joined() -> None:
    """Lists of one name know the days that either knows, in any order, where they touch."""
    one = years(2025, 2025, holidays={"2025-01-01": "New Year"}, source="2025.xml")
    two = years(2026, 2027, holidays={"2026-01-01": "New Year"}, source="2026.xml")
    both = one | two

    assert both == years(
        2025,
        2027,
        holidays={"2025-01-01": "New Year", "2026-01-01": "New Year"},
        source="2025.xml; 2026.xml",
    )
    assert (two | one).arguments() == both.arguments()
    assert (both | two).known_from == date(2025, 1, 1)
    assert both | both == both


def test_a_hole_between_years_is_refused() -> None:
    """Years of one name with days between them that neither knows are no list."""
    with pytest.raises(DateError, match="leave days between them unknown; join the list of the"):
        years(2024, 2024) | years(2026, 2026)
    day_after = DayList("Russia", known_from="2026-01-02", known_until="2026-01-02")
    with pytest.raises(DateError, match="2025-12-31 and 2026-01-02"):
        years(2025, 2025) | day_after
    with pytest.raises(DateError, match="2026-01-01 to 2026-12-31 and 2024-01-01 to 2024-12-31"):
        years(2026, 2026) | years(2024, 2024)


def test_countries_are_joined() -> None:
    """Lists of two names know the days that both know, and are named after both."""
    both = years(2024, 2026, "Russia") | years(2025, 2027, "Kazakhstan")

    assert both.name == "Russia | Kazakhstan"
    assert (both.known_from, both.known_until) == (date(2025, 1, 1), date(2026, 12, 31))
    with pytest.raises(DateError, match="have no day in common; give both lists one name"):
        years(2024, 2024, "Russia") | years(2025, 2025, "Kazakhstan")
    day = DayList("Kazakhstan", known_from="2024-12-31", known_until="2024-12-31")
    assert (years(2024, 2024, "Russia") | day).known_from == date(2024, 12, 31)


@pytest.mark.parametrize("name", ["Russia", "", "Office"])
def test_a_list_that_says_no_stretch_leaves_it_to_the_other(name: str) -> None:
    """Days of one's own do not change how far the source of the others knows."""
    own = DayList(name, holidays={"2030-05-05": "Founded"})

    for both in (years(2024, 2026) | own, own | years(2024, 2026)):
        assert (both.known_from, both.known_until) == (date(2024, 1, 1), date(2026, 12, 31))
        assert both.holidays == own.holidays
    assert (own | own).known_from is None


def test_open_ends_stay_open() -> None:
    """A list known from a day on is known without an end, and joins as such."""
    ever = DayList("Russia", known_from="2026-01-01")

    assert (years(2024, 2026) | ever).known_until is None
    assert (years(2024, 2026) | ever).known_from == date(2024, 1, 1)
    abroad = years(2024, 2026, "Kazakhstan") | ever
    assert (abroad.known_from, abroad.known_until) == (date(2026, 1, 1), date(2026, 12, 31))
    before = DayList("Russia", known_until="2023-12-31")
    assert (before | years(2024, 2026)).known_from is None
    assert (before | ever.__class__("Peru", known_from="2000-01-01")).known_until == date(
        2023, 12, 31
    )


def test_names_for_one_day_are_joined() -> None:
    """Two names for one holiday, and two reasons for one rule, are both kept, each once."""
    one = DayList("A", holidays={"2026-01-01": "New Year"}, exceptions={"2026-12-31": "short 1h"})
    rule = DayRule("short 1h", reason="eve")
    two = DayList("B", holidays={"2026-01-01": "Neujahr"}, exceptions={"2026-12-31": rule})

    assert (one | two).holidays == {date(2026, 1, 1): "New Year; Neujahr"}
    assert (one | two).exceptions == {
        date(2026, 12, 31): DayRule("short 1h", reason="short 1h; eve")
    }
    assert ((one | two) | one) == (one | two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        pytest.param({"exceptions": "short 1h"}, {"exceptions": "short 2h"}, id="two rules"),
        pytest.param({"exceptions": "short 1h"}, {"holidays": ""}, id="a rule, a holiday"),
        pytest.param(
            {"exceptions": DaySchedule("9:00-12:00")}, {"exceptions": "closed"}, id="hours"
        ),
        pytest.param(
            {"holidays": "", "exceptions": "as mon"}, {"holidays": ""}, id="a holiday worked in one"
        ),
    ],
)
def test_a_day_said_differently_is_refused(one: dict[str, Any], two: dict[str, Any]) -> None:
    """A date with other hours in one list than in the other is refused, in either order."""
    lists = [on_one_day(**said) for said in (one, two)]

    for first, second in (lists, lists[::-1]):
        with pytest.raises(HoursError, match=r"date='2026-11-03': is .* in one list and .* in the"):
            first | second


def test_reports_and_closures_are_joined() -> None:
    """The lines of both reports are kept, and a closure that both name is one."""
    both = FULL | DayList("Office", closures=[NIGHT], report=[Taken("feed", "closure", "")])

    assert both.closures == FULL.closures
    assert [line.place for line in both.report] == ["2026.xml: 11.04", "feed"]
    assert [str(line) for line in both.report][1] == "feed: closure"


def test_only_lists_are_joined() -> None:
    """A list joins another list and nothing else."""
    with pytest.raises(TypeError):
        FULL | {"2026-01-01": "New Year"}  # type: ignore[operator]


@given(
    *[
        st.dictionaries(
            st.dates(date(2026, 1, 1), date(2026, 1, 9)), st.sampled_from(["a", "b"]), max_size=4
        )
    ]
    * 3
)
def test_joining_is_associative(
    one: dict[date, str], two: dict[date, str], three: dict[date, str]
) -> None:
    """It does not matter which two of three lists are joined first."""
    lists = [DayList(holidays=holidays) for holidays in (one, two, three)]

    assert (lists[0] | lists[1]) | lists[2] == lists[0] | (lists[1] | lists[2])
