"""What a sample of requests shows, where the sample or the conditions are out of the ordinary."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from check_worlds import DESK, chain_of

from slacalc import LevelChain, Policy, SupportLevel
from slacalc.check import Finding, check, check_chain
from slacalc.conditions import Condition


def shown(conditions: list[Condition], *sample: dict[Any, Any]) -> list[tuple[str, str]]:
    """The codes and the remedies of what a sample shows of one level's conditions."""
    found = check_chain(chain_of([conditions]), sample=sample)
    ordinary = ("falls-to-default", "level-unused")
    return [(one.code, one.remedy) for one in found if one.code not in ordinary]


def by_client(**said: Any) -> LevelChain:
    """A chain whose default has a table of durations by client."""
    return LevelChain([], default=SupportLevel("D", calendar=DESK, by="client", **said))


def test_an_empty_sample_shows_nothing() -> None:
    """Nobody can say what requests look like where there is none."""
    assert shown([Condition("x", "is", "a")]) == []


@pytest.mark.parametrize(
    ("condition", "value", "code"),
    [
        (Condition("x", "exists", True), "a", None),
        (Condition("x", "less", 3), 2, None),
        (Condition("x", "less", 3), "2", "kind-unseen"),
        (Condition("x", "starts_with", "a"), "ab", None),
        (Condition("x", "starts_with", "b"), "ab", "value-unseen"),
        (Condition("x", "contains", "b"), ["a", "b"], None),
        (Condition("x", "contains", "c"), ["a", "b"], "value-unseen"),
        (Condition("x", "is", "a"), 5, "kind-unseen"),
        (Condition("x", "is", "a"), [["a"]], "kind-unseen"),
        (Condition("x.k", "is", "a"), {"k": "a"}, None),
    ],
    ids=str,
)
def test_a_condition_is_held_against_the_sample(
    condition: Condition, value: Any, code: str | None
) -> None:
    """What no request shows is told, and nothing else."""
    found = shown([condition], {"x": value, "empty": None, 5: "no name"})
    assert [one for one, _ in found] == ([code] if code else [])


def test_only_text_that_may_be_unread_gets_a_remedy() -> None:
    """Text cells may be numbers that nobody read; a number is what it is."""
    said = [Condition("x", "less", 3)]
    assert "read its cells" in shown(said, {"x": "2"})[0][1]
    assert "read its cells" not in shown([Condition("x", "is", "a")], {"x": 2})[0][1]


def test_a_field_of_a_table_in_a_request_is_known_by_its_dotted_name() -> None:
    """A wrong name gets the nearest of the dotted ones."""
    found = shown([Condition("client.nmae", "is", "a")], {"client": {"name": "a"}})
    assert found == [("field-unseen", "did you mean 'client.name'?")]


def test_what_was_not_kept_whole_makes_no_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a field has too many values, none is called unseen."""
    monkeypatch.setattr("slacalc.check.tried._MOST_VALUES", 2)
    sample: list[dict[Any, Any]] = [{"x": sign} for sign in "abc"]
    assert shown([Condition("x", "is", "z")], *sample) == []
    assert shown([Condition("x", "contains", "z")], *sample) == []


def test_too_many_fields_are_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The names that a wrong one may mean are bounded."""
    monkeypatch.setattr("slacalc.check.tried._MOST_FIELDS", 1)
    found = shown([Condition("clinet", "is", "a")], {"x": 1}, {"client": "a"})
    assert found == [("field-unseen", "write the field as the requests do")]


def only(chain: LevelChain, *sample: dict[str, Any]) -> list[Finding]:
    """The findings but for what falls to the default."""
    return [one for one in check_chain(chain, sample=sample) if one.code != "falls-to-default"]


def test_a_row_that_no_request_has_is_told() -> None:
    """With the nearest value that some request has."""
    chain = by_client(resolution={"acme": "4h", "globex": "5h", "*": "8h"}, response="1h")
    assert only(chain, {"client": "acme"}, {"client": "globex"}) == []
    (found,) = only(chain, {"client": "acme"}, {"client": "globec"})
    assert (found.code, found.place) == ("value-unseen", "default.resolution")
    assert found.words == "no request has 'globex' as its 'client'"
    assert found.remedy == "did you mean 'globec'?"


def test_the_field_of_two_tables_is_missed_once() -> None:
    """Where no request has the field that chooses the rows, its place is told."""
    chain = by_client(resolution={"a": "4h", "*": "8h"}, response={"a": "1h", "*": "2h"})
    (found,) = only(chain, {"clint": "a"})
    assert (found.code, found.place) == ("field-unseen", "default.by")
    assert found.remedy == "did you mean 'clint'?"


def test_a_sample_is_held_against_the_edition_of_its_day() -> None:
    """The day that is asked for names the edition; without one it is the first."""
    later = {"valid_from": "2027-01-01", "by": "client", "resolution": {"vip": "1h", "*": "2h"}}
    default = {"name": "D", "calendar": "desk", "resolution": "2h", "versions": [later]}
    desk = {"time_zone": "UTC", "week": "Mon-Fri 09:00-18:00"}
    policy = Policy.from_dict({"slacalc": 1, "calendars": {"desk": desk}, "default": default})
    sample = [{"client": "plain"}]
    found = {
        day: {one.code for one in check(policy, sample=sample, until=day)}
        for day in (None, date(2026, 6, 1), date(2027, 6, 1))
    }
    assert found[None] == found[date(2026, 6, 1)] == {"falls-to-default"}
    assert found[date(2027, 6, 1)] == {"falls-to-default", "value-unseen"}


def test_ends_of_dates_and_numbers_can_be_named() -> None:
    """The last day has no day after it, and huge numbers have none of machine size between."""
    days = [Condition("x", "before", date.max), Condition("x", "after", date.min)]
    numbers = [Condition("y", "more", 1), Condition("y", "less", Decimal("1E+400"))]
    instants = [Condition("z", "before", datetime.max.replace(tzinfo=UTC))]
    found = check_chain(chain_of([days, numbers, instants]))
    assert {one.code for one in found} <= {"overlap"}
