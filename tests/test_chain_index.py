"""The index of a chain: it finds what trying level by level finds, and leaves nothing to try."""

from __future__ import annotations

from typing import Any

import pytest

from slacalc import Calendar, SupportLevel
from slacalc.chain_index import Block
from slacalc.conditions import AnyCondition, Condition, ConditionGroup

OFFICE = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow")
END = chr(0x10FFFF)  # the last character, which no text comes after
TEXTS = ["", "a", "ab", "abc", "AB", "b", "ac", END, f"{END}{END}", f"a{END}", f"a{END}b"]
VALUES = [*TEXTS, None, 0, 3, 4, 4.5, 5, 8, 9, 10, True, False, ["ab", 5], ["B"], [], object()]


def block(*conditions: tuple[AnyCondition, ...]) -> Block:
    """Build a block of a level for each row of conditions."""
    return Block(
        [
            SupportLevel(f"L{place}", calendar=OFFICE, response="1h", conditions=row)
            for place, row in enumerate(conditions)
        ]
    )


def finds_the_same(built: Block, tickets: list[dict[str, Any]]) -> None:
    """Assert that requests get the level that they get when levels are tried one by one."""
    for ticket in tickets:
        tried = (x for x in built.levels if all(one.holds(ticket) for one in x.conditions))
        assert built.first(ticket) is next(tried, None), ticket


ON_ONE_FIELD: dict[str, list[Any]] = {
    "is": ["ab", 5, True, 4.5],
    "in": [["ab", "b"], [4, 5, 9], [True, "a"], [0]],
    "is_not": ["ab", 5, True, 4.5],
    "not_in": [["ab", "b"], [4, 5, 9], [True, "a"], [0]],
    "exists": [True, False, True, False],
    "missing": [False, True, False, True],
    "starts_with": ["ab", f"a{END}", END, "b"],
    "contains": ["abc", "b", 5, END],
    "between": [(4, 5), (0, 3), (8, 9), (4, 9)],
    "less": [4, 0, 9, 5],
    "at_most": [4, 0, 9, 5],
    "more": [9, 4, 5, 0],
    "at_least": [10, 4, 5, 0],
}
"""What four levels ask of a field, by operator."""

IGNORING_CASE: dict[str, list[Any]] = {
    **{one: ["Ab", "B", "A", "aC"] for one in ("is", "is_not", "starts_with", "contains")},
    **{one: [["Ab", "b"], ["A", 5], ["AC"], ["abc", True]] for one in ("in", "not_in")},
}
"""The same of operators that can ignore case."""


@pytest.mark.parametrize("operator", ON_ONE_FIELD)
def test_four_levels_that_ask_of_a_field_are_found_by_one_search(operator: str) -> None:
    """What they ask is read off the field's line; no condition is left to be tried."""
    built = block(*((Condition("x", operator, one),) for one in ON_ONE_FIELD[operator]))
    assert built.rest == [[], [], [], []]
    assert [len(axes) for _, axes in built.terms] == [1]
    finds_the_same(built, [{}, *({"x": value} for value in VALUES)])


@pytest.mark.parametrize("operator", IGNORING_CASE)
def test_case_is_ignored_by_the_index_too(operator: str) -> None:
    """Levels that ignore case and such that heed it may ask of the same field."""
    wanted = IGNORING_CASE[operator]
    heeding = [(Condition("x", operator, one),) for one in wanted]
    built = block(*((Condition("x", operator, one, ignore_case=True),) for one in wanted), *heeding)
    assert not any(built.rest)
    finds_the_same(built, [{"x": value} for value in [*VALUES, *"AB", "ABC", ["AB"], ["ABC", 5]]])


def test_all_operators_may_ask_of_one_field() -> None:
    """Each stands on the lines of the kinds that it knows, and keeps its word on the others."""
    asked = [(operator, one) for operator, wanted in ON_ONE_FIELD.items() for one in wanted]
    rows = [(Condition("x", operator, one),) for operator, one in asked]
    tickets = [{}, *({"x": value} for value in VALUES)]
    for start in range(0, len(rows), 13):
        built = block(*rows[start:], *rows[:start])
        assert not any(built.rest)
        finds_the_same(built, tickets)


def test_a_field_that_need_only_be_there_may_hold_anything() -> None:
    """What lies below all that other levels ask for is found, and so is another kind of value."""
    rows = [(Condition("x", "is", number),) for number in (5, 6, 7)]
    built = block(*rows, (Condition("x", "exists", True),))
    finds_the_same(built, [{}, *({"x": value} for value in [-1, 5, 5.5, 6, 9, "a", None])])


def test_a_level_may_ask_a_field_several_times() -> None:
    """Each of its conditions must hold."""
    rows = [
        (
            Condition("x", "at_least", low),
            Condition("x", "less", low + 4),
            Condition("x", "is_not", low + 1),
        )
        for low in (0, 3, 4, 5)
    ]
    built = block(*rows)
    assert not any(built.rest)
    finds_the_same(built, [{"x": value} for value in range(-1, 12)])


def test_fields_are_searched_once_each_in_whatever_order_levels_name_them() -> None:
    """Two fields take two searches; a group of all is as good as its members."""
    both = (Condition("client", "is", "vip"), Condition("type", "is", "outage"))
    grouped = (ConditionGroup("all_of", both),)
    built = block(both, both[::-1], grouped, both, both[::-1])
    assert [len(axes) for _, axes in built.terms] == [1, 1]
    assert not any(built.rest)
    finds_the_same(built, [{"client": "vip"}, {"client": "vip", "type": "outage"}, {}])


def test_a_level_that_asks_nothing_of_a_field_is_not_ruled_out_by_it() -> None:
    """It may come first, last or between."""
    vip = (Condition("client", "is", "vip"),)
    some = (Condition("users", "more", 5),)
    for place in range(5):
        rows = [vip] * 5
        rows[place] = some
        finds_the_same(block(*rows), [{"users": 9}, {"client": "vip"}, {"users": 1}])


def test_a_level_that_is_ruled_out_is_not_tried_again() -> None:
    """Also where what was left of the levels behind it does not hold."""
    rows: list[tuple[AnyCondition, ...]] = [(Condition("client", "is", "vip"),)] * 3
    rows.append((Condition("client", "is", "acme"), Condition("users", "more", 5)))
    finds_the_same(block(*rows), [{"client": "acme"}, {"client": "acme", "users": 9}])


class TestAlternatives:
    """Groups of which one condition must hold."""

    @staticmethod
    def either(number: int, *, of: int) -> tuple[AnyCondition, ...]:
        """Return a group of some alternatives."""
        values = range(number, number + 10 * of, 10)
        members = tuple(Condition(f"f{value // 10}", "is", value) for value in values)
        return (ConditionGroup("any_of", members),)

    @pytest.mark.parametrize(("of", "left"), [(1, 0), (2, 0), (16, 0), (17, 1)])
    def test_up_to_sixteen_are_searched(self, of: int, left: int) -> None:
        """Each costs a search; more of them are tried where a level is left."""
        built = block(*(self.either(number, of=of) for number in range(4)))
        assert [len(rest) for rest in built.rest] == [left] * 4
        tickets = [{f"f{place}": 10 * place + n} for n in range(5) for place in (0, of - 1)]
        finds_the_same(built, [*tickets, {}])

    def test_a_group_may_ask_a_field_twice(self) -> None:
        """One of the two is enough, on the same line too."""
        rows = [
            (
                ConditionGroup(
                    "any_of",
                    (
                        Condition("y", "is", n),
                        Condition("x", "less", n),
                        Condition("x", "more", n + 5),
                    ),
                ),
            )
            for n in range(4)
        ]
        built = block(*rows)
        assert not any(built.rest)
        finds_the_same(built, [{"x": value} for value in range(-1, 12)] + [{"y": 3, "x": 4}])

    def test_a_group_with_another_group_in_it_is_tried(self) -> None:
        """It lies on no line, and neither does what no member of a group may be."""
        inner = ConditionGroup("none_of", (Condition("x", "is", 1),))
        outer = ConditionGroup("any_of", (inner, Condition("y", "is", 1)))
        built = block((inner,), (outer,), (inner,), (outer,))
        assert [len(rest) for rest in built.rest] == [1] * 4
        finds_the_same(built, [{"x": 1}, {"x": 1, "y": 1}, {}])
