"""Checks at their limits: calendars without answers, spent budgets, fickle conditions."""

from __future__ import annotations

from typing import Any

import pytest
from check_worlds import DESK, chain_of

from slacalc import Calendar, LevelChain, Policy, SupportLevel, Target
from slacalc.check import Finding, check, check_chain
from slacalc.check.finding import plain
from slacalc.check.search import Found
from slacalc.check.worlds import Answer
from slacalc.conditions import AnyCondition, Condition, ConditionGroup, CustomCondition


def codes(found: list[Finding]) -> list[str]:
    """The codes of findings."""
    return [finding.code for finding in found]


def of_default(**said: Any) -> list[str]:
    """The codes of what is found in a chain of one default level."""
    return codes(check_chain(LevelChain([], default=SupportLevel("D", **said))))


def test_a_calendar_that_answers_nothing_makes_no_claims() -> None:
    """Where every day that is looked at is refused, nothing is said about it."""
    refusing = Calendar(
        "Mon-Fri 09:00-18:00",
        time_zone="UTC",
        known_from="2026-12-01",
        known_until="2026-12-31",
        outside="raise",
    )
    assert of_default(calendar=refusing, resolution="4000h") == []
    assert of_default(calendar=refusing, resolution="300 working days") == []


def test_targets_that_begin_at_different_events_have_no_order() -> None:
    """A resolution that starts with the answer can be shorter than the response."""
    later = Target("resolution", "1h", starts_on={"respond"})
    assert of_default(calendar=DESK, response="2h", targets={"resolution": later}) == []


def test_what_is_never_due_is_not_before_anything() -> None:
    """Where the calendar ends before the target, there is nothing to compare."""
    last = Calendar("", time_zone="UTC", exceptions={"2020-01-01..2035-12-31": "09:00-12:00"})
    said: dict[str, Any] = {"response": "1 working day", "resolution": "30000h"}
    assert of_default(calendar=last, **said) == ["longer-than-a-year"]


def test_a_calendar_of_an_unused_one_is_told_once() -> None:
    """What only an unused calendar is made of goes with it."""
    duty = Calendar("Sat 10:00-14:00", time_zone="UTC", name="Duty")
    chain = LevelChain([], default=SupportLevel("D", calendar=DESK, response="1h"))
    found = check(Policy(chain, calendars={"desk": DESK, "duty": duty, "both": duty | DESK}))
    assert [one.place for one in found] == ["calendars.both"]


def test_a_finding_of_a_later_edition_that_is_in_no_version_keeps_its_place() -> None:
    """Only places in an item with versions are told as places of the version."""
    desk = {"time_zone": "UTC", "week": "Mon-Fri 09:00-18:00"}
    said = {"calendar": "desk", "resolution": "1h"}
    later = {"valid_from": "2027-01-01", "conditions": {"x": "a"}}
    levels = [
        {"name": "A", "conditions": {"x": "b"}, "versions": [later]} | said,
        {"name": "B", "conditions": {"x": "a", "y": 1}} | said,
    ]
    table = {"slacalc": 1, "calendars": {"desk": desk}, "levels": levels}
    (found,) = check(Policy.from_dict(table | {"default": {"name": "D"} | said}))
    assert (found.code, found.place) == ("unreachable", "levels[1]")
    assert found.words.startswith("from 2027-01-01: ")


def test_what_is_too_deep_is_cut() -> None:
    """A witness is told to a depth that people read."""
    assert plain({"a": {"b": {"c": {"d": {"e": [1]}}}}}, 2) == {"a": {"b": "..."}}


def test_a_level_that_perhaps_nobody_meets_is_lost_without_a_witness() -> None:
    """What a callable says is left open, so there may be no request for the level at all."""
    odd = CustomCondition(bool, "x")
    said: list[AnyCondition] = [Condition("y", "is", "a"), odd, ConditionGroup("none_of", [odd])]
    (found,) = check_chain(chain_of([[Condition("y", "exists", True)], said]))
    assert (found.code, found.witness) == ("unreachable", None)
    assert "also meets those of 'L0', before it" in found.words


def test_a_fickle_chain_gets_no_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    """A level that is given the very request that it can't have is not called lost."""
    levels = chain_of([[Condition("x", "is", "a")], [Condition("x", "is", "a")]])
    assert codes(check_chain(levels)) == ["unreachable"]
    monkeypatch.setattr(LevelChain, "level_for", lambda chain, _: chain.levels[1])
    assert check_chain(levels) == []


def test_no_more_levels_are_named_than_are_needed() -> None:
    """A level that the search looked at, but that the proof can do without, is not named."""
    between: list[AnyCondition] = [
        Condition("x", "not_in", ["a", 1]),
        Condition("x", "in", ["a", "b"]),
    ]
    first = ConditionGroup(
        "any_of", [Condition("x", "less", 0), ConditionGroup("none_of", between)]
    )
    texts = [Condition("y", "starts_with", "a"), Condition("x", "contains", "ba")]
    either: list[AnyCondition] = [ConditionGroup("all_of", texts), Condition("y", "less", 0)]
    last = ConditionGroup("any_of", either)
    levels = chain_of([[first], [Condition("y", "exists", True)], [last]])
    (found,) = [one for one in check_chain(levels) if one.code == "unreachable"]
    assert "also meets those of 'L1', before it" in found.words


def test_rows_of_a_level_that_nobody_meets_are_not_looked_at() -> None:
    """It is enough to say that the level's conditions never hold."""
    never = [Condition("tier", "less", 1), Condition("tier", "more", 2)]
    level = SupportLevel("A", calendar=DESK, by="tier", response={"5": "1h"}, conditions=never)
    default = SupportLevel("D", calendar=DESK, response="1h")
    assert codes(check_chain(LevelChain([level], default=default))) == [
        "never-holds",
        "open-table",
    ]


def test_a_target_without_a_table_has_no_rows_to_lose() -> None:
    """A dead row is told at the targets whose tables have it."""
    level = SupportLevel(
        "A",
        calendar=DESK,
        by="tier",
        response="1h",
        resolution={"5": "2h", "*": "4h"},
        conditions=[Condition("tier", "less", 3)],
    )
    default = SupportLevel("D", calendar=DESK, response="1h")
    (found,) = check_chain(LevelChain([level], default=default))
    assert (found.code, found.place) == ("row-never-used", "levels[0].resolution")


def test_a_spent_budget_makes_no_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no more to spend, no level is called lost, and no row unused."""
    said = [Condition("tier", "is", "a")]
    level = SupportLevel(
        "A", calendar=DESK, by="tier", response={"b": "1h", "*": "2h"}, conditions=said
    )
    default = SupportLevel("D", calendar=DESK, response="1h")
    chain = LevelChain([level], default=default)
    assert codes(check_chain(chain)) == ["row-never-used"]
    monkeypatch.setattr("slacalc.check.search.Budget.spend", lambda *_: False)
    assert check_chain(chain) == []
    found = Found(Answer.FOUND)  # as if it had lasted for the level, and not for its rows
    monkeypatch.setattr("slacalc.check.chains.ChainFormulas.meeting", lambda *_, **__: found)
    assert check_chain(chain) == []


def test_text_in_any_case_beside_text_as_it_is() -> None:
    """Where case is compared and not compared at once, only what can't be is told."""
    exact, any_case = Condition("x", "is", "VIP"), Condition("x", "is", "gold", ignore_case=True)
    assert codes(check_chain(chain_of([[exact, any_case]]))) == ["never-holds"]
    held = [Condition("x", "contains", 1), Condition("x", "contains", "a", ignore_case=True)]
    assert check_chain(chain_of([[*held, Condition("x", "contains", "B")]])) == []
    starts = [Condition("x", "starts_with", "ab"), Condition("x", "starts_with", "ab", True)]
    mixed = [Condition("x", "starts_with", "a"), starts[1], ConditionGroup("none_of", starts[:1])]
    assert check_chain(chain_of([mixed])) == []  # "aB" would do
