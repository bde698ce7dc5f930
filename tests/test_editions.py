"""The editions of a policy: the names of their calendars, their places and their bounds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sample_policy import SMALL

from slacalc import Calendar, LevelChain, Policy, PolicyError, SupportLevel
from slacalc.editions import Edition

DESK = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow", name="Desk")
NIGHT = Calendar("Mon-Sun 22:00-06:00", time_zone="Europe/Moscow")
SINCE = datetime(2027, 1, 1, tzinfo=UTC)
DAYS = ("2027-01-01", "2027-02-01", "2027-03-01")


def chain(*calendars: Calendar) -> LevelChain:
    """Give a chain of a level for each calendar."""
    levels = [
        SupportLevel(str(n), calendar=one, resolution="1h") for n, one in enumerate(calendars)
    ]
    return LevelChain(levels[:-1], default=levels[-1])


def test_naming_calendars_changes_nothing_else() -> None:
    """An edition keeps its instant and its places when its calendars get names."""
    edition = Edition(SINCE, {}, chain(DESK), {"default": "default.versions[0]"})
    named = edition.all_named()
    assert (named.since, named.chain, named.places) == (SINCE, edition.chain, edition.places)
    assert named.calendars == {"Desk": DESK}


def test_a_calendar_of_two_levels_gets_one_name() -> None:
    """Equal calendars are one; those that a policy has already keep its name for them."""
    other = Calendar(NIGHT.to_dict()["week"], time_zone="Europe/Moscow")
    edition = Edition(None, {"known": DESK}, chain(DESK, NIGHT, other))
    assert edition.all_named().calendars == {"known": DESK, "calendar": NIGHT}


def test_a_level_may_count_on_what_is_named_and_on_what_is_not() -> None:
    """Of two targets on two calendars, the second one's calendar gets a name too."""
    targets = {"response": "1h", "call": {"duration": "1h", "calendar": NIGHT}}
    level = SupportLevel("L", calendar=DESK, targets=targets)
    edition = Edition(None, {"known": DESK}, LevelChain([], default=level))
    assert edition.all_named().calendars == {"known": DESK, "calendar": NIGHT}


def versioned(*days: str, key: str = "desk") -> dict[str, Any]:
    """Give a policy whose calendar and default change, one after the other."""
    desk, default = SMALL["calendars"]["desk"], SMALL["default"]
    weeks = [{"valid_from": day, "week": f"Mon 09:00-1{n}:00"} for n, day in enumerate(days)]
    promises = [{"valid_from": "2028-01-01", "resolution": "1h"}]
    return {
        "slacalc": 1,
        "calendars": {key: desk | {"versions": weeks}},
        "default": default | {"calendar": key, "versions": promises},
    }


@pytest.mark.parametrize("key", ["desk", "a.versions[7]"])
def test_editions_know_the_versions_that_they_come_from(key: str) -> None:
    """What comes from a later version has its place there, by the place of its table."""
    first, *later = Policy.from_dict(versioned(*DAYS[:2], key=key)).editions
    place, default = f"calendars.{key}", "default"
    assert first.places == {}
    assert [dict(one.places) for one in later] == [
        {place: f"{place}.versions[0]"},
        {place: f"{place}.versions[1]"},
        {place: f"{place}.versions[1]", default: "default.versions[0]"},
    ]


def test_changes_times_tables_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each change costs a table of each calendar and each level; the last that fits is read."""
    monkeypatch.setattr("slacalc.editions._MOST_TABLES", 6)
    assert len(Policy.from_dict(versioned(*DAYS[:2])).editions) == 4
    with pytest.raises(PolicyError) as caught:
        Policy.from_dict(versioned(*DAYS))
    assert str(caught.value) == (
        "policy=4: changes too often for so many calendars and levels; leave out old versions"
    )
