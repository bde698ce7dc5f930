"""Policies of several editions: what is written of them, and who asks which."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sample_policy import SMALL

from slacalc import Archive, Calendar, LevelChain, Policy, SupportLevel
from slacalc.editions import Edition

DESK = Calendar("Mon-Fri 09:00-18:00", time_zone="UTC", name="Desk")
SINCE = datetime(2027, 1, 1, tzinfo=UTC)
BEFORE = datetime(2026, 3, 2, 10, tzinfo=UTC)


def chain(name: str = "D", **said: Any) -> LevelChain:
    """Give a chain of one level."""
    return LevelChain([], default=SupportLevel(name, calendar=DESK, **said))


def test_what_is_not_said_is_empty() -> None:
    """A policy of levels alone has no name, and names their calendars."""
    policy = Policy(chain())
    assert policy.name == ""
    assert policy.to_dict().keys() == {"slacalc", "calendars", "default"}


def test_a_policy_that_names_no_calendar_says_so() -> None:
    """Levels of several editions say their calendars themselves, and tables need the key."""
    policy = Policy(chain(resolution="8h"), changes=[Edition(SINCE, {}, chain(resolution="6h"))])
    told = policy.to_dict()
    assert told["calendars"] == {}
    assert told["default"]["calendar"] == {"name": "Desk"} | DESK.to_dict()
    assert Policy.from_dict(told) == policy


def test_hours_of_levels_are_written_by_their_names() -> None:
    """A schedule that has a name is written once."""
    default = SMALL["default"] | {"schedule": "office"}
    said = {**SMALL, "schedules": {"office": "10:00-16:00"}, "default": default}
    assert Policy.from_dict(said).to_dict()["default"]["schedule"] == "office"


def test_editions_that_change_nothing_are_left_out() -> None:
    """What is said again is no change; what is said after another thing is one."""
    first, second = chain(resolution="8h"), chain(resolution="6h")
    days = [datetime(2027, month, 1, tzinfo=UTC) for month in range(1, 5)]
    changes = [
        Edition(day, {}, one) for day, one in zip(days, (first, second, second, first), strict=True)
    ]
    assert [one.since for one in Policy(first, changes=changes).editions] == [
        None,
        days[1],
        days[3],
    ]


def test_an_explanation_is_of_the_edition_in_force() -> None:
    """With an instant the levels of then are asked."""
    policy = Policy(chain(resolution="8h"), changes=[Edition(SINCE, {}, chain(resolution="6h"))])
    for at, edition in ((BEFORE, policy.editions[0]), (SINCE, policy.editions[1])):
        assert policy.explain({}, at=at).level == edition.chain.default


def test_statuses_may_mean_the_events_of_targets() -> None:
    """What a target of any edition waits for can be said by a status."""
    targets = {"call": {"duration": "1h", "stops_on": "called"}}
    later = Edition(SINCE, {}, chain(targets=targets))
    policy = Policy(chain(), statuses={"Called": "called"}, changes=[later])
    assert policy.statuses.events("Called") == ("called",)


def test_an_archived_promise_escalates_as_the_last_edition_says(tmp_path: Path) -> None:
    """By the name of its level; one that no level has any more escalates as it was promised."""
    half, late = ([{"target": "resolution", "at": at}] for at in ("50%", "90%"))
    archive = Archive(tmp_path)
    old = chain(resolution="9h", escalations=half)
    clock = Policy(old).open({}, at=BEFORE)
    archive.add([clock.level])
    changes = [Edition(SINCE, {}, chain(resolution="6h", escalations=late))]
    for first in (chain(resolution="8h"), chain(resolution="8h", escalations=half)):
        now = Policy(first, changes=changes, archive=archive)
        assert (
            now.restore(clock.to_dict()).level.escalations == changes[0].chain.default.escalations
        )
    gone = Policy(chain("Other"), archive=archive)
    assert gone.restore(clock.to_dict()).level == clock.level.promise
