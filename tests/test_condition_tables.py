"""Groups, callables and tables of conditions: what is written is read back, within bounds."""

from __future__ import annotations

import json
import pickle
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from slacalc import ArgumentTypeError, Calendar, LevelError, SupportLevel
from slacalc.condition_tables import conditions_of, conditions_to_dict
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
