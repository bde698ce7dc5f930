from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from slacalc import Policy, PolicyError

OLD: dict[str, Any] = {
    "slacalc": 1,
    "calendars": {
        "desk": {
            "time_zone": "Europe/Moscow",
            "week": "Mon-Fri 09:00-18:00",
            "holidays": {"2026-11-04": "Unity Day"},
        },
        "duty": {"time_zone": "Europe/Moscow", "week": "Mon-Sun 00:00-24:00"},
        "both": {"any_of": ["desk", "duty"]},
    },
    "levels": [
        {"name": "A", "calendar": "duty", "resolution": "4h", "conditions": {"type": "outage"}},
        {"name": "B", "calendar": "desk", "resolution": "8h", "conditions": {"client": "vip"}},
    ],
    "default": {"name": "D", "calendar": "both", "resolution": "16h"},
    "statuses": {"Done": "resolve"},
}


def compared(*path: Any, value: Any = None, **span: str) -> list[tuple[str, str, Any, Any]]:
    """Compare the policy with itself, one key changed (or taken out with None)."""
    new = place = deepcopy(OLD)
    for key in path[:-1]:
        place = place[key]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    found = Policy.from_dict(OLD).diff(Policy.from_dict(new), **span)
    return [(one.place, one.words, one.levels, one.days) for one in found]


def test_a_policy_differs_not_from_itself() -> None:
    """Nothing changed is nothing said, and false."""
    found = Policy.from_dict(OLD).diff(Policy.from_dict(deepcopy(OLD)))
    assert not found
    assert str(found) == "no difference"


def test_a_changed_promise_names_its_level() -> None:
    """A level's change is told in words, with what was."""
    assert compared("levels", 1, "resolution", value="6h") == [
        ("levels.B.resolution", "is 6h, was 8h", ("B",), ())
    ]
    assert compared("levels", 1, "response", value="1h") == [
        ("levels.B.response", "is 1h, was not said", ("B",), ())
    ]
    assert compared("levels", 0, "conditions", "type", value=["outage", "fire"]) == [
        ("levels.A.conditions.type", 'is ["outage","fire"], was outage', ("A",), ())
    ]


def test_a_changed_profile_is_told_as_it_was_said() -> None:
    """A profile is told by its name, or with what is not as in it."""
    assert compared("levels", 1, "profile", value="jira") == [
        ("levels.B.profile", "is jira, was not said", ("B",), ())
    ]
    assert compared("levels", 1, "profile", value={"reopen": "count"}) == [
        ("levels.B.profile", 'is {"reopen":"count"}, was not said', ("B",), ())
    ]
    assert compared("levels", 1, "profile", value="1c") == []


def test_changed_escalations_are_told_one_by_one() -> None:
    """An escalation is known by its target and its place, and its action is what changes."""
    half = {"target": "resolution", "at": "50%", "action": "look"}
    hour = {"target": "resolution", "at": "-60m"}
    assert compared("levels", 1, "escalations", value=[hour, half]) == [
        ("levels.B.escalations.resolution at -1h", "is no action, was not said", ("B",), ()),
        ("levels.B.escalations.resolution at 50%", "is look, was not said", ("B",), ()),
    ]
    tables = [deepcopy(OLD), deepcopy(OLD)]
    tables[0]["levels"][0]["escalations"] = [half, hour]
    tables[1]["levels"][0]["escalations"] = [hour, half | {"action": "call"}, half]
    (change,) = Policy.from_dict(tables[0]).diff(Policy.from_dict(tables[1]))
    assert str(change) == (
        "levels.A.escalations.resolution at 50%: is call; look, was look (levels: A)"
    )


def test_a_changed_holiday_names_its_day_and_every_level_that_counts_on_it() -> None:
    """A calendar's change touches the levels on it, and on the calendars made of it."""
    holidays = {"2026-11-04": "Unity Day", "2027-01-01": "New Year"}
    assert compared("calendars", "desk", "holidays", value=holidays) == [
        (
            "calendars.desk.holidays.2027-01-01",
            "is New Year, was not said",
            ("B", "D"),
            ("2027-01-01",),
        )
    ]


def test_a_span_gives_the_days_whose_hours_differ() -> None:
    """Between two days, the days themselves are compared, whatever was said of them."""
    found = compared(
        "calendars",
        "desk",
        "week",
        value="Mon-Thu 09:00-18:00",
        since="2026-11-01",
        until="2026-11-15",
    )
    assert found == [
        (
            "calendars.desk.week",
            "is Mon-Thu 09:00-18:00, was Mon-Fri 09:00-18:00",
            ("B", "D"),
            ("2026-11-06", "2026-11-13"),
        )
    ]


def test_levels_in_another_order_are_told() -> None:
    """Order decides, so a level that moved is a change."""
    new = deepcopy(OLD)
    new["levels"].reverse()
    (change,) = Policy.from_dict(OLD).diff(Policy.from_dict(new))
    assert change.place == "levels"
    assert change.words == "are tried in the order B, A, D; was A, B, D"
    assert change.levels == ("B", "A")


def test_a_change_that_ends_says_when() -> None:
    """What one version changes and a later one takes back is told with both days."""
    new = deepcopy(OLD)
    new["levels"][1]["resolution"] = "6h"
    back = {"valid_from": "2027-01-01", "resolution": "8h"}
    again = {"valid_from": "2028-01-01", "resolution": "6h"}
    new["levels"][1]["versions"] = [back, again]
    changes = Policy.from_dict(OLD).diff(Policy.from_dict(new))
    told = [(c.since and str(c.since.date()), c.until and str(c.until.date())) for c in changes]
    assert told == [(None, "2027-01-01"), ("2028-01-01", None)]
    assert str(changes.changes[0]).startswith("until 2027-01-01 (Europe/Moscow): levels.B.")


def test_a_calendar_that_a_condition_asks_touches_its_level() -> None:
    """A level that lies in the working time of a calendar is touched by its change."""
    old = deepcopy(OLD)
    old["levels"][0]["conditions"] = {"at": {"during": {"any_of": ["desk", "duty"]}}}
    new = deepcopy(old)
    new["calendars"]["desk"]["week"] = "Mon-Thu 09:00-18:00"
    changes = [*Policy.from_dict(old).diff(Policy.from_dict(new))]
    assert changes[0].place == "calendars.desk.week"
    assert changes[0].levels == ("A", "B", "D")


def test_a_span_tells_the_days_of_each_change_and_of_each_edition() -> None:
    """A listed day is told where it is listed, and a version touches no day before its first."""
    new = deepcopy(OLD)
    new["calendars"]["desk"]["holidays"] |= {"2026-11-18": "x", "2026-12-24": "y"}
    later = {"valid_from": "2027-01-01", "week": "Mon-Thu 09:00-18:00"}
    new["calendars"]["desk"]["versions"] = [later]
    span = {"since": "2026-11-01", "until": "2027-01-10"}
    changes = Policy.from_dict(OLD).diff(Policy.from_dict(new), **span)
    assert {c.place.rpartition(".")[2]: c.days for c in changes} == {
        "2026-11-18": ("2026-11-18",),
        "2026-12-24": ("2026-12-24",),
        "week": ("2027-01-01", "2027-01-08"),
    }


def test_new_and_lost_items_are_told() -> None:
    """A level or calendar that came or went is one change."""
    level = {"name": "N", "calendar": "desk", "resolution": "1h"}
    new = deepcopy(OLD)
    new["levels"].append(level)
    new["calendars"]["spare"] = {"time_zone": "UTC", "week": "Mon 09:00-10:00"}
    old, newer = Policy.from_dict(OLD), Policy.from_dict(new)
    assert [(c.place, c.words) for c in old.diff(newer)] == [
        ("calendars.spare", "is new"),
        ("levels.N", "is new"),
    ]
    assert [c.words for c in newer.diff(old)] == ["is gone", "is gone"]


def test_statuses_and_names_are_compared() -> None:
    """What statuses mean, and what the policy is called, are part of it."""
    assert compared("statuses", "Done", value="cancel")[0][:2] == (
        "statuses.Done",
        'is ["cancel"], was ["resolve"]',
    )
    assert compared("name", value="Desk")[0][:2] == ("name", "is Desk, was not said")


def test_a_new_version_is_a_change_from_its_day_on() -> None:
    """A version that one policy has and the other has not is told with its instant, once."""
    versions = [{"valid_from": "2027-01-01", "resolution": "6h"}]
    new = deepcopy(OLD)
    new["levels"][1]["versions"] = versions
    (change,) = Policy.from_dict(OLD).diff(Policy.from_dict(new))
    assert (change.place, change.words) == ("levels.B.resolution", "is 6h, was 8h")
    assert str(change.since) == "2027-01-01 00:00:00+03:00"
    assert str(change).startswith("from 2027-01-01 (Europe/Moscow): levels.B.resolution: is 6h")


def test_rows_are_plain() -> None:
    """A difference is data for programs."""
    new = deepcopy(OLD)
    new["default"]["resolution"] = "1h"
    assert Policy.from_dict(OLD).diff(Policy.from_dict(new)).rows() == [
        {
            "place": "levels.D.resolution",
            "words": "is 1h, was 16h",
            "since": None,
            "until": None,
            "levels": ["D"],
            "days": [],
        }
    ]


def test_a_span_is_bounded() -> None:
    """Ten years of days are compared at most, and not backwards."""
    policy = Policy.from_dict(OLD)
    for since, until in (("2026-01-01", "2046-01-01"), ("2026-01-02", "2026-01-01")):
        with pytest.raises(PolicyError, match="ten years"):
            policy.diff(policy, since=since, until=until)


def test_closures_are_compared_one_by_one() -> None:
    """A closure that came or went is told alone."""
    closure = {"start": "2026-12-24T15:00:00+03:00", "end": "2026-12-25T00:00:00+03:00"}
    found = compared("calendars", "desk", "closures", value=[closure | {"reason": "move"}])
    ((place, words, levels, _days),) = found
    assert place.startswith("calendars.desk.closures.")
    assert words == "is move, was not said"
    assert levels == ("B", "D")
