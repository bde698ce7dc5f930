"""Groups, callables and tables of conditions: what is written is read back, within bounds."""

from __future__ import annotations

import json
import pickle
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from slacalc import ArgumentTypeError, Calendar, LevelError, SupportLevel
from slacalc.condition_tables import conditions_of, conditions_to_dict, settled
from slacalc.conditions import Condition, ConditionGroup, CustomCondition

OFFICE = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow")


class TestGroups:
    """Groups of conditions, to any reasonable depth."""

    either = ConditionGroup("any_of", (Condition("a", "is", 1), Condition("b", "is", 2)))

    def test_a_group_decides_and_says_why(self) -> None:
        """All, any or none of the members hold, and each member's finding is kept."""
        verdict = self.either.verdict({"a": 5})
        assert verdict.words == "none of these holds: a is 5, not 1; b is missing, not 2"
        assert [member.holds for member in verdict.members] == [False, False]
        assert self.either.holds({"b": 2})
        both = ConditionGroup("all_of", self.either.members)
        assert both.verdict({"a": 1}).words == "not all of these hold: b is missing, not 2"
        neither = ConditionGroup("none_of", self.either.members)
        assert neither.holds({})
        assert neither.verdict({"a": 1}).words == "none of these may hold: a is 1"
        assert str(neither) == "none of (a is 1; b is 2)"

    @pytest.mark.parametrize(
        "said",
        [
            {"any_of": []},
            {"any_of": {}},
            {"any_of": [{}]},
            {"any_of": "a"},
            {"none_of": [{"a": {"iz": 1}}]},
            {"any_of": [{"a": 1}] * 1001},
        ],
        ids=lambda said: str(said)[:30],
    )
    def test_a_group_of_nothing_is_refused(self, said: Any) -> None:
        """A group without members, or with endless ones, is refused with its place."""
        with pytest.raises(LevelError, match="conditions"):
            conditions_of(said)

    def test_depth_is_bounded(self) -> None:
        """Twenty groups in one another are read, more are refused, and no recursion is endless."""

        def nested(depth: int) -> dict[str, Any]:
            said: dict[str, Any] = {"a": 1}
            for _ in range(depth):
                said = {"any_of": [said]}
            return said

        assert conditions_of(nested(20))[0].holds({"a": 1})
        for depth in (21, 300):
            with pytest.raises(LevelError, match="nests more than 20"):
                conditions_of(nested(depth))
        group = conditions_of(nested(20))[0]
        with pytest.raises(LevelError, match="nests more than 20"):
            ConditionGroup("any_of", (group,))

    @pytest.mark.parametrize("members", [5, ["a"], [None]], ids=repr)
    def test_what_is_no_condition_is_refused(self, members: Any) -> None:
        """A group holds conditions only."""
        with pytest.raises(ArgumentTypeError):
            ConditionGroup("any_of", members)
        with pytest.raises(LevelError, match="did you mean 'any_of'"):
            ConditionGroup("any_off", self.either.members)


def is_long(subject: str) -> bool:
    """Say whether a subject is long."""
    return len(subject) > 5


class TestCallables:
    """A callable is a condition that explains itself by name."""

    def test_a_callable_is_asked(self) -> None:
        """In a mapping it is asked about the field's value, in a list about the request."""
        (of_field,) = conditions_of({"subject": is_long})
        (of_ticket,) = conditions_of([lambda ticket: "vip" in ticket])
        assert of_field.verdict({"subject": "printer"}).words == (
            "is_long(subject) holds, subject is 'printer'"
        )
        assert of_field.verdict({}).words == "subject is missing, not is_long(subject)"
        assert of_ticket.holds({"vip": 1})
        assert not of_ticket.holds({})
        assert str(of_ticket) == "<lambda>(ticket)"
        assert str(CustomCondition(partial(is_long), "x")) == "is_long(x)"

    def test_what_raises_does_not_hold(self) -> None:
        """An exception in a callable makes the condition false, and the words say which."""
        (condition,) = conditions_of({"subject": is_long})
        verdict = condition.verdict({"subject": 5})
        assert not verdict.holds
        assert "is_long(subject) failed: TypeError" in verdict.words

    def test_a_callable_can_not_be_saved(self) -> None:
        """Writing a callable is refused by its name, while pickle takes what it can."""
        level = SupportLevel("L", calendar=OFFICE, conditions={"subject": is_long})
        with pytest.raises(LevelError, match="is_long"):
            conditions_to_dict(level.conditions)
        with pytest.raises(ArgumentTypeError, match="call"):
            CustomCondition("is_long")  # type: ignore[arg-type]


class TestTables:
    """Conditions as plain data."""

    @pytest.mark.parametrize(
        "said",
        [
            {"client": "vip", "type": ["a", "b"]},
            {"client": {"is": "vip"}, "users": {"more": 5, "at_most": 9}},
            {"client": "vip", "any_of": [{"a": 1}, {"all_of": [{"a": 2}, {"b": 3}]}]},
            {"opened": {"is": {"date": "2026-03-02"}}},
            {"opened": {"in": [{"instant": "2026-03-02T10:00:00+03:00"}]}},
            {"price": {"less": {"decimal": "2.50"}}},
            {"client": {"is": "VIP", "ignore_case": True}},
            {"opened": {"during": "desk"}},
            {"all_of": [{"a": {"contains": "x"}}, {"a": {"contains": "y"}}]},
        ],
        ids=str,
    )
    def test_what_is_written_is_what_a_person_would_write(self, said: dict[str, Any]) -> None:
        """Short forms stay short, and JSON can hold all of it."""
        drawn = conditions_of(json.loads(json.dumps(said)), calendars={"desk": OFFICE})
        assert conditions_to_dict(drawn, lambda _: "desk") == said

    def test_several_operators_are_several_conditions(self) -> None:
        """Operators in one table must all hold."""
        (low, high) = conditions_of({"f": {"at_least": 5, "less": 9}})
        assert (str(low), str(high)) == ("f is at least 5", "f is less than 9")

    def test_an_unknown_calendar_is_refused(self) -> None:
        """The name of a calendar that is not there is refused, with the nearest."""
        with pytest.raises(LevelError, match="did you mean 'desk'"):
            conditions_of({"f": {"during": "dest"}}, calendars={"desk": OFFICE})

    def test_a_reserved_field_can_not_be_saved(self) -> None:
        """A field that is named like a group is a condition in code, and refused in tables."""
        condition = Condition("any_of", "is", "x")
        assert condition.holds({"any_of": "x"})
        with pytest.raises(LevelError, match="reserved"):
            condition.to_dict()

    def test_values_of_unlike_kinds_are_unlike_conditions(self) -> None:
        """1, true and "1" are three values, and 1 and 1.0 one."""
        values = [Condition("f", "is", value) for value in (1, True, "1", 1.0, Decimal(1))]
        assert len(set(values)) == 3
        assert pickle.loads(pickle.dumps(values)) == values  # noqa: S301 - our own


def test_a_level_has_no_more_conditions_than_a_group() -> None:
    """What could not be written as one group is refused as a table, too."""
    assert len(conditions_of({f"f{n}": n for n in range(1_000)})) == 1_000
    with pytest.raises(LevelError, match="1,000"):
        conditions_of({f"f{n}": n for n in range(1_001)})


class TestOrder:
    """The order of conditions, which decides what is said of a request, is in the table too."""

    first = Condition("a", "is", 1)
    low, high = Condition("a", "more", 0), Condition("a", "less", 9)
    before = Condition("a", "before", date(2026, 3, 2))
    heeding = Condition("a", "starts_with", "x")
    folding = Condition("a", "contains", "y", ignore_case=True)
    group = ConditionGroup("any_of", (first, Condition("b", "is", 2)))
    whole = ConditionGroup("all_of", (first, Condition("b", "is", 2)))

    @pytest.mark.parametrize(
        "conditions",
        [
            (first, low),
            (low, first),
            (low, Condition("b", "is", 1), high),
            (before, Condition("a", "after", date(2026, 1, 2))),
            (heeding, folding),
            (folding, heeding),
            (group, Condition("c", "is", 1)),
            (group, low),
            (whole,),
            (whole, first),
            (group, group),
        ],
        ids=lambda conditions: "; ".join(map(str, conditions)),
    )
    def test_where_a_table_by_field_would_lose_it_there_is_a_list(
        self, conditions: tuple[Any, ...]
    ) -> None:
        """The list of tables says each condition by itself, and is read back as they were."""
        told = conditions_to_dict(conditions)
        assert told == {"all_of": [one.to_dict() for one in conditions]}
        assert conditions_of(told) == conditions

    @pytest.mark.parametrize(
        ("conditions", "told"),
        [
            ((low, high), {"a": {"more": 0, "less": 9}}),
            ((first, Condition("b", "more", 2)), {"a": {"is": 1}, "b": {"more": 2}}),
            ((Condition("b", "is", 2), group), {"b": 2, "any_of": [{"a": 1}, {"b": 2}]}),
            ((group,), {"any_of": [{"a": 1}, {"b": 2}]}),
        ],
        ids=str,
    )
    def test_where_it_is_kept_there_is_a_table_by_field(
        self, conditions: tuple[Any, ...], told: dict[str, Any]
    ) -> None:
        """Plain values come first, a group last, as any writer of TOML would have it."""
        assert conditions_to_dict(conditions) == told
        assert conditions_of(told) == conditions


def test_a_table_that_stands_for_a_value_is_the_value() -> None:
    """A field may be a date without saying that it `is`, and one of a list of dates."""
    said = {"date": "2026-03-02"}
    assert conditions_of({"day": said}) == (Condition("day", "is", date(2026, 3, 2)),)
    assert conditions_of({"day": [said]}) == (Condition("day", "in", [date(2026, 3, 2)]),)


def test_case_is_ignored_where_a_condition_compares_text() -> None:
    """The others of the table are what they were; where none compares text it is refused."""
    drawn = conditions_of({"a": {"starts_with": "x", "exists": True, "ignore_case": True}})
    assert [condition.ignore_case for condition in drawn] == [True, False]  # type: ignore[union-attr]
    plain = conditions_of({"a": {"starts_with": "x", "exists": True}})
    assert [condition.ignore_case for condition in plain] == [False, False]  # type: ignore[union-attr]


@pytest.mark.parametrize("deep", [21, 2_000])
def test_groups_nested_too_deep_are_refused_where_they_begin(deep: int) -> None:
    """The refusal comes before the depth of the table can exhaust Python's own."""
    said: dict[str, Any] = {"a": 1}
    for _ in range(deep):
        said = {"any_of": [said]}
    with pytest.raises(LevelError) as caught:
        conditions_of(said)
    assert str(caught.value) == (
        "conditions.any_of=21: nests more than 20 groups; say it with fewer"
    )


def test_what_a_fingerprint_is_made_of_never_changes() -> None:
    """Conditions stand in the order of their JSON, calendars by fingerprint, exact instants."""
    at = datetime(2026, 3, 2, 9, microsecond=1, tzinfo=UTC)
    conditions = [
        Condition("a", "before", at),
        Condition("a b", "during", OFFICE),
        Condition("a", "in", ["x", 2.5]),
    ]
    assert settled(conditions) == [
        ["a b", "during", False, ["calendar", OFFICE.fingerprint]],
        ["a", "before", False, ["a date and time with a zone", "1772442000000001"]],
        ["a", "in", False, [["text", "x"], ["a number", "5/2"]]],
    ]
