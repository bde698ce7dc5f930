"""The words of a difference: closures, ends, the order of levels, and days of a span."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from sample_policy import SMALL
from test_policy_diff import OLD, compared

from slacalc import Policy
from slacalc.policy_diff import Change, PolicyDiff, difference

MOVED: list[tuple[dict[str, Any], str]] = [
    ({"start": "2026-12-24T15:00:00Z"}, "2026-12-24T15:00:00Z.."),
    ({"end": "2026-12-24T15:00:00Z"}, "..2026-12-24T15:00:00Z"),
    (
        {"start": "2026-12-24T15:00:00Z", "end": "2026-12-25T15:00:00Z"},
        "2026-12-24T15:00:00Z..2026-12-25T15:00:00Z",
    ),
    ({"always": True}, "always"),
]


@pytest.mark.parametrize(("closure", "ends"), MOVED, ids=[ends for _, ends in MOVED])
def test_a_closure_is_told_by_its_ends(closure: dict[str, Any], ends: str) -> None:
    """An end that is missing is not said, and without a reason it is closed."""
    place = f"calendars.desk.closures.{ends}"
    for more, words in (({}, "closed"), ({"reason": "move"}, "move")):
        found = compared("calendars", "desk", "closures", value=[closure | more])
        assert found == [(place, f"is {words}, was not said", ("B", "D"), (ends,))]


def test_what_is_no_longer_said_is_told() -> None:
    """A key that went says what it was, of items and of what is in them."""
    assert compared("calendars", "desk", "holidays") == [
        (
            "calendars.desk.holidays.2026-11-04",
            "is no longer said, was Unity Day",
            ("B", "D"),
            ("2026-11-04",),
        )
    ]
    assert compared("levels", 1, "conditions") == [
        ("levels.B.conditions.client", "is no longer said, was vip", ("B",), ())
    ]
    assert compared("levels", 0, "resolution") == [
        ("levels.A.resolution", "is no longer said, was 4h", ("A",), ())
    ]
    assert compared("statuses") == [("statuses.Done", 'is no longer said, was ["resolve"]', (), ())]


def test_schedules_statuses_and_the_log_are_told_by_name() -> None:
    """What belongs to no level is told too, with its section."""
    assert compared("schedules", value={"x": "09:00-10:00"}) == [
        ("schedules.x", "is 09:00-10:00, was not said", (), ())
    ]
    assert compared("statuses", value={"Done": "resolve", "New": []}) == [
        ("statuses.New", "is [], was not said", (), ())
    ]
    assert compared("log", value={"delimiter": ";"}) == [
        ("log", 'is {"delimiter":";"}, was not said', (), ())
    ]


def test_a_change_is_a_line() -> None:
    """Both ends, the levels and the days are said where there are any."""
    assert str(Change("name", "is X, was Y")) == "name: is X, was Y"
    new = deepcopy(OLD)
    new["levels"][1]["versions"] = [
        {"valid_from": "2027-01-01", "resolution": "6h"},
        {"valid_from": "2028-01-01", "resolution": "8h"},
    ]
    new["calendars"]["desk"]["holidays"]["2026-11-05"] = "x"
    found = Policy.from_dict(OLD).diff(Policy.from_dict(new))
    zone, what = "Europe/Moscow", "levels.B.resolution: is 6h, was 8h"
    assert str(found).splitlines() == [
        "calendars.desk.holidays.2026-11-05: is x, was not said (levels: B, D) (days: 2026-11-05)",
        f"from 2027-01-01 ({zone}) until 2028-01-01 ({zone}): {what} (levels: B)",
    ]
    assert [*map(str, found)] == str(found).splitlines()
    assert str(PolicyDiff(())) == "no difference"


def test_an_instant_is_on_the_clock_of_what_changed() -> None:
    """What begins with a day of one zone begins within a day of another."""
    old = deepcopy(OLD)
    old["calendars"]["tokyo"] = {"time_zone": "Asia/Tokyo", "week": "Mon 09:00-10:00"}
    old["levels"][1] = {"name": "B", "calendar": "tokyo", "resolution": "8h"}
    new = deepcopy(old)
    new["levels"][1]["calendar"] = "desk"
    old["levels"][1]["versions"] = [{"valid_from": "2027-01-01", "resolution": "6h"}]
    told = str(Policy.from_dict(old).diff(Policy.from_dict(new)))
    line = "from 2026-12-31 18:00 (Europe/Moscow): levels.B.resolution: is 8h, was 6h (levels: B)"
    assert told.splitlines()[1:] == [line]


def test_a_calendar_changes_on_its_own_clock() -> None:
    """The instant of its change is a day there, wherever the levels are."""
    old = deepcopy(OLD)
    old["calendars"]["tokyo"] = {"time_zone": "Asia/Tokyo", "week": "Mon 09:00-10:00"}
    new = deepcopy(old)
    new["calendars"]["tokyo"]["versions"] = [
        {"valid_from": "2027-01-01", "week": "Tue 09:00-10:00"}
    ]
    (change,) = Policy.from_dict(old).diff(Policy.from_dict(new))
    assert str(change).startswith("from 2027-01-01 (Asia/Tokyo): calendars.tokyo.week: ")


def test_an_order_names_all_levels_that_moved() -> None:
    """From the first that is another to the last, those between them too."""
    old = {**SMALL, "levels": [{"name": name, "calendar": "desk"} for name in "ABCXEF"]}
    new = {**SMALL, "levels": [{"name": name, "calendar": "desk"} for name in "AEXCBF"]}
    (change,) = Policy.from_dict(old).diff(Policy.from_dict(new))
    assert change.levels == ("E", "X", "C", "B")


def days_of(week: str, since: str, until: str) -> tuple[str, ...]:
    """Compare a span of the desk and of one with another week."""
    ((*_, days),) = compared("calendars", "desk", "week", value=week, since=since, until=until)
    return tuple(days)


def test_a_span_holds_both_of_its_days() -> None:
    """Days in a row are a range; a span may be of a single day."""
    assert days_of("Mon-Fri 10:00-18:00", "2026-11-05", "2026-11-05") == ("2026-11-05",)
    assert days_of("Mon-Fri 10:00-18:00", "2026-11-05", "2026-11-16") == (
        "2026-11-05..2026-11-06",
        "2026-11-09..2026-11-13",
        "2026-11-16",
    )
    assert days_of("Mon-Thu 09:00-18:00", "2026-11-07", "2026-11-12") == ()


def test_a_listed_day_counts_in_a_span_where_its_hours_differ() -> None:
    """A holiday on a free day, or outside the span, touches no day of it."""
    for day, days in (("2026-11-07", ()), ("2026-11-10", ("2026-11-10",)), ("2026-12-01", ())):
        holidays = {"2026-11-04": "Unity Day", day: "x"}
        span = {"since": "2026-11-01", "until": "2026-11-30"}
        ((*_, told),) = compared("calendars", "desk", "holidays", value=holidays, **span)
        assert told == days


def test_the_days_of_a_change_that_goes_on_are_those_of_all_its_editions() -> None:
    """Editions meet at the day of a change: each day is compared in the one of its time."""
    old, new = deepcopy(OLD), deepcopy(OLD)
    versions = [{"valid_from": "2026-11-10", "resolution": "7h"}]
    old["levels"][1]["versions"] = new["levels"][1]["versions"] = versions
    new["calendars"]["desk"]["week"] = "Mon-Thu 09:00-18:00"
    span = {"since": "2026-11-05", "until": "2026-11-14"}
    (change,) = Policy.from_dict(old).diff(Policy.from_dict(new), **span)
    assert change.days == ("2026-11-06", "2026-11-13")
    new["calendars"]["desk"]["week"] = "Mon-Fri 10:00-18:00"
    (change,) = Policy.from_dict(old).diff(Policy.from_dict(new), **span)
    assert change.days == ("2026-11-05..2026-11-06", "2026-11-09", "2026-11-10..2026-11-13")


def test_a_calendar_that_came_has_no_days() -> None:
    """What is in one policy only is told without days, in a span too."""
    new = deepcopy(OLD)
    new["calendars"]["spare"] = {"time_zone": "UTC", "week": "Mon 09:00-10:00"}
    old, newer = Policy.from_dict(OLD), Policy.from_dict(new)
    span = {"since": "2026-11-01", "until": "2026-11-30"}
    for one, other, words in ((old, newer, "is new"), (newer, old, "is gone")):
        (change,) = one.diff(other, **span)
        assert (change.place, change.words, change.days) == ("calendars.spare", words, ())


def test_ten_years_are_compared() -> None:
    """The longest span is of 3660 days."""
    policy = Policy.from_dict(SMALL)
    told = policy.to_dict(), policy.editions
    last = date.fromordinal(date(2026, 1, 1).toordinal() + 3_659)
    assert len(difference(told, told, (date(2026, 1, 1), last))) == 0
