"""The levels of a policy's tables: what they name, and what they say themselves."""

from __future__ import annotations

from functools import reduce
from typing import Any

import pytest
from sample_policy import SMALL

from slacalc import Calendar, DaySchedule, Policy, SupportLevel, WeekSchedule
from slacalc.conditions import calendars_asked
from slacalc.schedule import schedule_of

NIGHT: dict[str, Any] = {"time_zone": "Europe/Moscow", "week": "Mon-Sun 22:00-06:00"}
DESK = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow", name="desk")


def level(**said: Any) -> SupportLevel:
    """Read a level that is the first of a small policy."""
    first = {"name": "A", "calendar": "desk", "resolution": "4h", **said}
    return Policy.from_dict({**SMALL, "levels": [first]}).chain.levels[0]


def test_a_level_has_a_calendar_of_its_own() -> None:
    """A table stands for a calendar, and may be made of those of the policy."""
    either = level(calendar={"any_of": ["desk", NIGHT]}).calendar
    assert either == DESK | Calendar(NIGHT["week"], time_zone=NIGHT["time_zone"])


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ("10:00-16:00", schedule_of("10:00-16:00")),
        ("Mon 10:00-16:00", schedule_of("Mon 10:00-16:00")),
        ({"mon": "10:00-16:00"}, schedule_of("Mon 10:00-16:00")),
    ],
)
def test_a_level_has_hours_of_its_own(said: Any, hours: DaySchedule | WeekSchedule) -> None:
    """Text and a table of weekdays stand for hours, without a name."""
    assert level(schedule=said).schedule == hours


def test_promises_follow_the_field_that_a_level_names() -> None:
    """The rows of promises are by `by`, for both targets."""
    rows = {"high": "1h", "*": "8h"}
    found = level(resolution=rows, response=rows, by="urgency")
    wanted = SupportLevel("A", calendar=DESK, resolution=rows, response=rows, by="urgency")
    assert found == wanted
    assert found != level(resolution=rows, response=rows)


@pytest.mark.parametrize("said", ["desk", {"any_of": ["desk", NIGHT]}], ids=["name", "table"])
def test_conditions_ask_calendars(said: Any) -> None:
    """`during` means a calendar by its name, or one that is made of named ones, in groups too."""
    wanted = [level(calendar=said).calendar]
    asked = {"at": {"during": said}}
    for conditions in (asked, {"none_of": [{"a": 1}, asked]}, {"any_of": [{"all_of": [asked]}]}):
        assert [*calendars_asked(level(conditions=conditions).conditions)] == wanted


def test_groups_are_twenty_deep() -> None:
    """Twenty groups in one another are read, each as it stands."""
    deep: dict[str, Any] = reduce(lambda one, _: {"any_of": [one]}, range(20), {"a": 1})
    assert level(conditions=deep).conditions
