"""The calendars of a policy file: each form of key, closures, what is known, and their errors."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from effort import seconds
from sample_policy import SMALL, loaded

from slacalc import (
    Calendar,
    Closure,
    DayRule,
    HorizonError,
    Policy,
    PolicyError,
    Rota,
)
from slacalc.policy_calendars import read_calendar

BERLIN = ZoneInfo("Europe/Berlin")
TOML = """
slacalc = 1

[calendars.desk]
time_zone = "Europe/Berlin"
week = "Mon-Fri 09:00-18:00"
known_from = 2024-01-01
known_until = "2027-12-31"
outside = "raise"
closures = [
    { start = "2026-11-20 15:00", end = 2026-11-21T00:00:00, reason = "moving" },
    { start = 2026-11-24T10:00:00Z, end = "2026-11-24T12:00:00+01:00" },
    { start = 2040-01-01T00:00:00Z, reason = "sold" },
]

[calendars.desk.holidays]
2026-05-01 = "Labour Day"
"2026-07-27..2026-08-07" = "summer"
"12-24..01-02" = "winter"
"easter-2..easter+1" = "Easter"
"orthodox easter" = "Pascha"
"FREQ=MONTHLY;BYDAY=-1FR" = "last Friday"

[calendars.desk.exceptions]
2026-03-07 = { rule = "as fri, short 1h", reason = "moved from the 9th" }
"2026-06-01..2026-06-05" = "10:00-14:00"
"FREQ=WEEKLY;INTERVAL=3;BYDAY=WE from 2026-01-07" = "short 30m"

[calendars.crew]
time_zone = "Europe/Berlin"
week = "2 x 08:00-20:00 | 2 x closed from 2026-01-05"
holidays = ["12-25", 2026-01-01, "easter"]

[default]
name = "Default"
calendar = "desk"
resolution = "8h"
"""


def changed(**said: Any) -> dict[str, Any]:
    """Give a small policy with more said of its calendar."""
    desk = SMALL["calendars"]["desk"]
    return {**SMALL, "calendars": {"desk": {**desk, **said}}}


def test_a_file_says_all_that_a_calendar_can(tmp_path: Path) -> None:
    """Each key of a file means what the argument of a calendar means."""
    policy = loaded(tmp_path, TOML)

    assert policy.calendars["desk"] == Calendar(
        "Mon-Fri 09:00-18:00",
        time_zone="Europe/Berlin",
        name="desk",
        holidays={
            date(2026, 5, 1): "Labour Day",
            "2026-07-27..2026-08-07": "summer",
            "12-24..01-02": "winter",
            "easter-2..easter+1": "Easter",
            "orthodox easter": "Pascha",
            "FREQ=MONTHLY;BYDAY=-1FR": "last Friday",
        },
        exceptions={
            "2026-03-07": DayRule("as fri, short 1h", reason="moved from the 9th"),
            "2026-06-01..2026-06-05": "10:00-14:00",
            "FREQ=WEEKLY;INTERVAL=3;BYDAY=WE from 2026-01-07": "short 30m",
        },
        closures=[
            Closure(
                datetime(2026, 11, 20, 15, tzinfo=BERLIN),
                datetime(2026, 11, 21, tzinfo=BERLIN),
                "moving",
            ),
            Closure(datetime(2026, 11, 24, 10, tzinfo=UTC), datetime(2026, 11, 24, 11, tzinfo=UTC)),
            Closure(datetime(2040, 1, 1, tzinfo=UTC), None, "sold"),
        ],
        known_from="2024-01-01",
        known_until="2027-12-31",
        outside="raise",
    )
    crew = policy.calendars["crew"]
    assert isinstance(crew, Calendar)
    assert crew.week == Rota("2 x 08:00-20:00 | 2 x closed", anchor="2026-01-05")
    assert len(crew.holidays) == 3


def test_clocks_of_a_policy_keep_to_its_horizon(tmp_path: Path) -> None:
    """A request that is due in years that nobody listed is refused, where that is said."""
    policy = loaded(tmp_path, TOML)
    desk = policy.calendars["desk"]

    assert policy.open({}, at=desk.at("2026-11-20 10:00")).resolution
    with pytest.raises(HorizonError, match="2027-12-31"):
        policy.open({}, at=desk.at("2028-03-01 10:00"))


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "an impossible date": ({"holidays": ["2026-02-30"]}, "holidays"),
    "an impossible day of the year": ({"holidays": {"02-30": "x"}}, "holidays"),
    "a reversed range": ({"exceptions": {"2026-05-02..2026-05-01": "closed"}}, "exceptions"),
    "mixed ends": ({"exceptions": {"12-24..2026-12-26": "closed"}}, "exceptions"),
    "Easter too far": ({"holidays": ["easter+300"]}, "holidays"),
    "a rule by seconds": ({"holidays": ["FREQ=SECONDLY"]}, "holidays"),
    "a rule that never comes": ({"holidays": ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"]}, "holidays"),
    "a rule without an anchor": ({"holidays": ["FREQ=DAILY;INTERVAL=2"]}, "holidays"),
    "a million characters": ({"holidays": ["x" * 10**6]}, "holidays"),
    "a datetime for a date": ({"holidays": [datetime(2026, 1, 1, tzinfo=UTC)]}, "holidays"),
    "a number for a date": ({"holidays": [5]}, "holidays"),
    "a date twice": ({"holidays": {"12-24": "x", "12-24..12-24": "y"}}, "holidays"),
    "a contradiction of ranges": (
        {
            "exceptions": {
                "2026-05-01..2026-05-03": "closed",
                "2026-05-03..2026-05-04": "10:00-11:00",
            }
        },
        "exceptions",
    ),
    "a contradiction of rules": (
        {"exceptions": {"05-01": "closed", "FREQ=WEEKLY;BYDAY=MO": "10:00-11:00"}},
        "exceptions",
    ),
    "a bad rule": ({"exceptions": {"12-24": "open"}}, "exceptions[12-24]"),
    "a rule without a reason": ({"exceptions": {"12-24": {"rule": "closed"}}}, "exceptions.12-24"),
    "another key of a rule": (
        {"exceptions": {"12-24": {"rule": "closed", "reason": "x", "why": "y"}}},
        "exceptions.12-24",
    ),
    "an impossible known day": ({"known_from": "2026-02-30"}, "known_from"),
    "a yearly known day": ({"known_until": "12-31"}, "known_until"),
    "known days reversed": (
        {"known_from": "2026-12-31", "known_until": "2026-01-01"},
        "known_until",
    ),
    "a number for a known day": ({"known_from": 2026}, "known_from"),
    "a datetime for a known day": ({"known_from": datetime(2026, 1, 1, tzinfo=UTC)}, "known_from"),
    "an unknown way": ({"outside": "ignore"}, "outside"),
    "a way that is no text": ({"outside": True}, "outside"),
    "closures in a table": ({"closures": {"start": "2026-11-20 15:00"}}, "closures"),
    "closures in words": ({"closures": "2026-11-20"}, "closures"),
    "a closure in words": ({"closures": ["next week"]}, "closures"),
    "a closure of numbers": ({"closures": [5]}, "closures"),
    "an end in words": ({"closures": [{"start": "tomorrow"}]}, "closures[0]"),
    "an end of a number": ({"closures": [{"start": 5}]}, "closures[0]"),
    "a skipped end": ({"closures": [{"start": "2026-03-29 02:30"}]}, "closures[0]"),
    "a misspelt key": ({"closures": [{"begin": "2026-11-20 15:00"}]}, "closures[0]"),
    "a reason of a number": (
        {"closures": [{"start": "2026-11-20 15:00", "reason": 5}]},
        "closures[0]",
    ),
    "a closure reversed": (
        {"closures": [{"start": "2026-11-20 15:00", "end": "2026-11-20 15:00"}]},
        "closures[0]",
    ),
    "a rota without an anchor": ({"week": "08:00-20:00 | closed"}, ""),
    "a rota of an impossible date": ({"week": "08:00-20:00 | closed from 2026-02-30"}, ""),
}


@pytest.mark.parametrize(("said", "place"), BAD.values(), ids=BAD)
def test_what_a_calendar_refuses_is_a_policy_error(said: dict[str, Any], place: str) -> None:
    """Every fault in a calendar is an error with the key path, short and at once."""
    said = {"time_zone": "Europe/Berlin", **said}
    started = time.process_time()
    with pytest.raises(PolicyError) as caught:
        Policy.from_dict(changed(**said))
    assert caught.value.argument.startswith(f"policy.calendars.desk.{place}".rstrip("."))
    assert len(str(caught.value)) < 500
    assert time.process_time() - started < seconds(1)


def test_a_closure_is_on_the_calendar_s_clock() -> None:
    """A time without an offset is a reading of the calendar's clock, and an end can be missing."""
    table = changed(
        time_zone="Europe/Berlin",
        closures=[
            {"start": "2027-11-20 15:00:00.5", "reason": "sold"},
            {"end": datetime(2026, 11, 20, 15)},
            {"start": "2026-11-24T10:00:00Z", "end": "2026-11-24 12:00"},
        ],
    )

    desk = Policy.from_dict(table).calendars["desk"]
    assert isinstance(desk, Calendar)
    assert desk.closures == (
        Closure(None, datetime(2026, 11, 20, 14, tzinfo=UTC)),
        Closure(datetime(2026, 11, 24, 10, tzinfo=UTC), datetime(2026, 11, 24, 11, tzinfo=UTC)),
        Closure(datetime(2027, 11, 20, 14, 0, 0, 500_000, tzinfo=UTC), None, "sold"),
    )


@pytest.mark.parametrize("closure", [{}, {"reason": "why?"}], ids=repr)
def test_a_closure_of_a_file_has_an_end(closure: dict[str, str]) -> None:
    """A closure without a start and without an end is a slip of the pen, not a calendar's end."""
    with pytest.raises(PolicyError, match="closures"):
        Policy.from_dict(changed(closures=[closure]))


MADE: dict[str, Any] = {
    "emea": {"time_zone": "Europe/Berlin", "week": "Mon-Fri 09:00-17:00"},
    "world": {"name": "World", "any_of": ["emea", "apac"], "without": ["upgrade"]},
    "apac": {"time_zone": "Asia/Tokyo", "week": "Mon-Fri 09:00-17:00"},
    "both": {"all_of": ["world", "emea"]},
    "upgrade": {"time_zone": "UTC", "week": "Wed 10:00-11:00"},
}


def made(**changed: Any) -> Policy:
    """Read a policy of these calendars, some of them changed."""
    table: dict[str, Any] = dict(SMALL)
    return Policy.from_dict({**table, "calendars": {**table["calendars"], **MADE, **changed}})


def test_5_21_calendars_of_a_policy_are_made_of_others() -> None:
    """A calendar is any or all of others, in whatever order they are written."""
    calendars = made().calendars
    emea, apac, upgrade = (calendars[key] for key in ("emea", "apac", "upgrade"))

    assert calendars["world"] == ((emea | apac) - upgrade).named("World")
    assert calendars["both"] == (calendars["world"] & emea).named("both")
    assert list(calendars)[-5:] == list(MADE)


def test_calendars_are_made_of_tables_too() -> None:
    """Operands are names or tables, at any depth; a table is called what it says, or nothing."""
    night: dict[str, Any] = {"time_zone": "Europe/Berlin", "week": "Mon-Fri 22:00-06:00"}
    calendars = made(
        round={"any_of": ["emea", {"all_of": [{**night, "name": "night"}, "world"]}]},
        less={"all_of": ["emea", "apac"], "without": [night, "upgrade"]},
    ).calendars
    emea, apac, upgrade = (calendars[key] for key in ("emea", "apac", "upgrade"))
    nights = Calendar(**night)

    assert calendars["round"] == (emea | (nights.named("night") & calendars["world"])).named(
        "round"
    )
    assert calendars["less"] == ((emea & apac) - nights - upgrade).named("less")


@pytest.mark.parametrize("day", ["2026-07-01", date(2026, 7, 1)])
def test_a_calendar_of_a_policy_changes_on_a_day(day: date | str) -> None:
    """Before the day it is one calendar, from it on another: names, or tables."""
    late: dict[str, Any] = {"time_zone": "Europe/Berlin", "week": "Mon-Fri 10:00-19:00"}
    calendars = made(
        desk2={"before": "emea", "changes_on": day, "after": late},
        desk3={"name": "Desk", "before": late, "changes_on": day, "after": "desk2"},
    ).calendars
    emea, after = calendars["emea"], Calendar(**late)

    assert calendars["desk2"] == emea.from_date("2026-07-01", after).named("desk2")
    assert calendars["desk3"] == after.from_date(day, calendars["desk2"]).named("Desk")


@pytest.mark.parametrize(
    ("week", "rota"),
    [
        (
            {"turns": ["2 x 08:00-20:00", "closed"], "anchor": "2026-01-05"},
            Rota("2 x 08:00-20:00 | closed", anchor="2026-01-05"),
        ),
        (
            {"turns": [{"mon": "06:00-14:00"}, "Tue 14:00-22:00"], "anchor": date(2026, 1, 5)},
            Rota("Mon 06:00-14:00 | Tue 14:00-22:00", anchor="2026-01-05"),
        ),
    ],
    ids=["days", "weeks"],
)
def test_a_rota_can_be_a_table(week: dict[str, Any], rota: Rota) -> None:
    """Turns are texts, or tables of weekdays, in a list beside the day to count from."""
    desk = Policy.from_dict(changed(week=week)).calendars["desk"]
    assert isinstance(desk, Calendar)
    assert desk.week == rota


@pytest.mark.parametrize("day", ["2026-12-24", date(2026, 12, 24)], ids=["text", "date"])
def test_a_closure_of_days_is_of_whole_days(day: date | str) -> None:
    """A day as a start begins that civil day, as an end it closes through it, as in text."""
    tables = [{"start": day, "end": day}, {"start": day}, {"end": day}, {"always": True}]
    read = [
        Policy.from_dict(changed(closures=[table])).calendars["desk"].closures  # type: ignore[attr-defined]
        for table in tables
    ]
    told = [
        Calendar("Mon 09:00-10:00", time_zone="Europe/Moscow", closures=[text]).closures
        for text in ("2026-12-24", "2026-12-24..", "..2026-12-24")
    ]
    assert read == [*told, (Closure(None, None),)]


INLINE: dict[str, tuple[dict[str, Any], str, str]] = {
    "an inline table": ({"any_of": ["emea", {"week": "Mon 9-10"}]}, "any_of[1]", "time_zone"),
    "a name in a table": ({"any_of": [{"all_of": ["emaa"]}]}, "any_of[0].all_of[0]", "emea"),
    "a name after": ({"before": "emea", "changes_on": "2026-07-01", "after": "x"}, "after", "x"),
    "no day": ({"before": "emea", "after": "emea"}, "changes_on", "missing"),
    "no before": ({"changes_on": "2026-07-01", "after": "emea"}, "before", "missing"),
    "no date": ({"before": "emea", "changes_on": "soon", "after": "emea"}, "changes_on", "date"),
    "a datetime": (
        {"before": "emea", "changes_on": datetime(2026, 7, 1, tzinfo=UTC), "after": "emea"},
        "changes_on",
        "datetime",
    ),
    "two zones": (
        {"before": "emea", "changes_on": "2026-07-01", "after": "apac"},
        "after",
        "Asia/Tokyo",
    ),
    "two kinds": (
        {"before": "emea", "changes_on": "2026-07-01", "after": "emea", "any_of": ["emea"]},
        "any_of",
        "unknown key",
    ),
    "only without": ({"without": ["emea"]}, "", "names no calendar"),
    "a circle through a table": ({"any_of": [{"all_of": ["world", "emea"]}]}, "", "of itself"),
    "a circle of changes": (
        {"before": "emea", "changes_on": "2026-07-01", "after": "world"},
        "",
        "of itself",
    ),
    "no turns": ({"time_zone": "UTC", "week": {"turns": [], "anchor": "2026-01-05"}}, "week", "0"),
    "many turns": (
        {"time_zone": "UTC", "week": {"turns": ["999 x closed"] * 367, "anchor": "2026-01-05"}},
        "week.turns",
        "366",
    ),
    "no anchor": ({"time_zone": "UTC", "week": {"turns": ["closed"]}}, "week.anchor", "missing"),
    "a turn of a number": (
        {"time_zone": "UTC", "week": {"turns": [5], "anchor": "2026-01-05"}},
        "week.turns",
        "hours",
    ),
    "always and an end": (
        {
            "time_zone": "UTC",
            "week": "Mon 09:00-10:00",
            "closures": [{"always": True, "end": "2026-07-01"}],
        },
        "closures[0]",
        "alone",
    ),
    "a bad rule with a reason": (
        {
            "time_zone": "UTC",
            "week": "Mon 09:00-10:00",
            "exceptions": {"12-24": {"rule": "open", "reason": "x"}},
        },
        "exceptions.12-24",
        "no rule",
    ),
}


@pytest.mark.parametrize(("table", "place", "match"), INLINE.values(), ids=INLINE)
def test_faults_inside_are_told_by_their_place(
    table: dict[str, Any], place: str, match: str
) -> None:
    """The key path leads through lists and tables to what is wrong."""
    with pytest.raises(PolicyError, match=match) as caught:
        made(world=table)
    assert caught.value.argument.startswith(f"policy.calendars.world.{place}".rstrip("."))


def test_tables_in_tables_are_bounded() -> None:
    """Thirty in one another are read, ten thousand end in an error at once."""
    table: dict[str, Any] = MADE["emea"]
    for number in range(10_000):
        table = {"any_of": [table]}
        if number == 29:
            deep = table
    assert read_calendar("x", deep) == read_calendar("x", MADE["emea"])
    started = time.process_time()
    with pytest.raises(PolicyError, match="made of others too deep"):
        read_calendar("x", table)
    assert time.process_time() - started < seconds(1)


@pytest.mark.parametrize(
    ("changed", "match"),
    [
        ({"world": {"any_of": ["emea", "both"]}}, "is made of itself"),
        ({"world": {"any_of": ["world"]}}, "is made of itself"),
        ({"world": {"any_of": ["emaa"]}}, "did you mean 'emea'"),
        ({"world": {"any_of": ["emea"], "all_of": ["apac"]}}, "give one of them"),
        ({"world": {"any_of": []}}, "give one of them"),
        ({"world": {"any_of": "emea"}}, "give a list"),
        ({"world": {"any_of": [5]}}, "is no calendar"),
        ({"world": {"any_of": ["emea"], "week": "Mon 09:00-10:00"}}, "is an unknown key"),
        (
            {f"c{n}": {"any_of": [f"c{n + 1}"]} for n in range(2_000)} | {"c2000": MADE["emea"]},
            "made of others too deep",
        ),
    ],
)
def test_what_a_calendar_can_not_be_made_of_is_refused(changed: dict[str, Any], match: str) -> None:
    """Circles, unknown names and calendars that are too deep are errors with a place."""
    with pytest.raises(PolicyError, match=match) as caught:
        made(**changed)
    assert caught.value.argument.startswith("policy.calendars.")


def test_errors_of_closures_name_their_place_once() -> None:
    """The path of a key is not repeated inside itself."""
    desk = {"time_zone": "UTC", "week": "Mon 09:00-10:00"}
    for closures in ([{"start": "2026-07-04", "end": "soon"}], [5], [{"strat": "2026-07-04"}]):
        with pytest.raises(PolicyError) as caught:
            made(desk={**desk, "closures": closures})
        assert caught.value.argument.count("calendars.desk") == 1
        assert "closures[0]" in caught.value.argument
