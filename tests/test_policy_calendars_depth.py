"""How deep calendars of a policy may be made of one another, and how many turns they may have."""

from __future__ import annotations

from datetime import date
from functools import reduce
from typing import Any

import pytest
from sample_policy import SMALL

from slacalc import Calendar, Policy, PolicyError, Rota

DESK: dict[str, Any] = SMALL["calendars"]["desk"]


def read(**calendars: Any) -> Policy:
    """Read a policy that has some more calendars."""
    return Policy.from_dict({**SMALL, "calendars": {"desk": DESK, **calendars}})


def within(table: dict[str, Any], depth: int) -> dict[str, Any]:
    """Give a table in tables of calendars that are made of one."""
    return reduce(lambda one, _: {"any_of": [one]}, range(depth), table)


def test_calendars_beside_one_another_are_not_deep() -> None:
    """A hundred calendars, and a calendar made of all of them, are two deep."""
    names = [f"c{number}" for number in range(100)]
    policy = read(all={"any_of": names}, **dict.fromkeys(names, DESK))
    assert len(policy.calendars) == 102


def test_depth_is_counted_for_each_calendar_anew() -> None:
    """Thirty in one another are read, after others too; one more is refused."""
    assert read(x=within(DESK, 30)).calendars["x"] == policy_desk("x")
    for calendars in ({"y": within(DESK, 31)}, {"x": within(DESK, 30), "y": within(DESK, 31)}):
        with pytest.raises(PolicyError, match="made of others too deep"):
            read(**calendars)


def policy_desk(name: str) -> Calendar:
    """Give the desk under another name."""
    return Calendar(DESK["week"], time_zone=DESK["time_zone"], name=name)


def test_a_rota_has_a_turn_for_each_day_of_a_leap_year() -> None:
    """366 turns are read as they are written."""
    turns = [f"{number % 20:02}:00-{number % 20 + 1:02}:00" for number in range(366)]
    calendar = read(x=DESK | {"week": {"turns": turns, "anchor": "2028-01-01"}}).calendars["x"]
    wanted = Calendar(Rota(turns, anchor="2028-01-01"), time_zone=DESK["time_zone"], name="x")
    assert calendar == wanted


@pytest.mark.parametrize("key", ["known_from", "known_until"])
def test_the_horizon_is_a_date_or_text(key: str) -> None:
    """A date of TOML is the day that its text says."""
    dated, told = (read(x=DESK | {key: said}) for said in (date(2026, 3, 2), "2026-03-02"))
    assert dated == told
    assert dated != read(x=DESK)
