"""Laws of conditions and chains, on drawn ones."""

from __future__ import annotations

import datetime as dt
import json
import pickle
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from condition_strategies import (
    COMPARABLE,
    EQUAL_TEXTS,
    OFFICE,
    chain_of,
    conditions,
    levels,
    plainly,
    tickets,
)
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

import slacalc
from slacalc import SupportLevel
from slacalc.chain import LevelChain
from slacalc.chain_index import BLOCK
from slacalc.condition_tables import conditions_of, conditions_to_dict
from slacalc.conditions import AnyCondition, Condition, ConditionGroup

NAMES = {
    kind.__name__: kind
    for kind in (
        Condition,
        ConditionGroup,
        Decimal,
        Fraction,
        slacalc.Calendar,
        slacalc.DaySchedule,
    )
} | {"datetime": dt, "inf": float("inf"), "zoneinfo": __import__("zoneinfo"), "ZoneInfo": ZoneInfo}


def first_by_definition(chain: LevelChain, ticket: dict[str, Any]) -> str:
    """Return the name of the first level all of whose conditions hold, or of the default."""
    for level in chain.levels:
        if all(plainly(condition, ticket) for condition in level.conditions):
            return level.name
    return chain.default.name


@given(conditions(), tickets())
@examples(600)
def test_5_13_a_condition_is_its_definition(condition: AnyCondition, ticket: Any) -> None:
    """Each condition holds as its definition says, never raises, and its verdict says the same."""
    assert condition.holds(ticket) is plainly(condition, ticket)
    verdict = condition.verdict(ticket)
    assert verdict.holds is condition.holds(ticket)
    assert [member.holds for member in verdict.members] == [
        plainly(member.condition, ticket) for member in verdict.members
    ]
    assert json.loads(json.dumps(verdict.to_dict()))["holds"] is verdict.holds


@given(levels(), st.lists(tickets(), min_size=1, max_size=4))
@examples(300)
def test_5_13_the_first_level_that_holds_is_taken(
    drawn: list[SupportLevel], asked: list[dict[str, Any]]
) -> None:
    """`level_for` is the first level by definition, and `explain` says the same level."""
    chain = chain_of(drawn)
    for ticket in asked:
        name = first_by_definition(chain, ticket)
        choice = chain.explain(ticket)
        assert chain.level_for(ticket).name == choice.level.name == name
        assert choice.by_default is (name == "none")
        assert [tried.level for tried in choice.tried] == drawn[: len(choice.tried)]
        assert (
            [tried.holds for tried in choice.tried].index(True) == len(choice.tried) - 1
            if not choice.by_default
            else not any(tried.holds for tried in choice.tried)
        )


@given(levels(), tickets(), st.randoms(use_true_random=False))
def test_5_13_order_decides(drawn: list[SupportLevel], ticket: dict[str, Any], chance: Any) -> None:
    """Levels after the match change nothing in any order; the match put first is still taken."""
    taken = chain_of(drawn).level_for(ticket)
    place = next((n for n, level in enumerate(drawn) if level is taken), len(drawn))
    tail = drawn[place + 1 :]
    chance.shuffle(tail)
    shuffled = chain_of(drawn[: place + 1] + tail)
    assert (
        shuffled.level_for(ticket) is taken
        or taken.name == "none" == shuffled.level_for(ticket).name
    )
    if place < len(drawn):
        assert chain_of([taken, *drawn[:place], *tail]).level_for(ticket) is taken
        without = chain_of(drawn[:place] + tail)
        assert without.level_for(ticket).name == first_by_definition(without, ticket)


@given(st.lists(conditions(depth=1), min_size=4, max_size=9), st.data())
@examples(60)
def test_a_long_chain_is_many_short_ones(pool: list[AnyCondition], data: st.DataObject) -> None:
    """Over several blocks of the index, with few and with many levels to a field, order decides."""
    plan = data.draw(st.lists(st.integers(0, len(pool) - 1), min_size=3, max_size=3))
    drawn = [
        SupportLevel(
            f"L{n}", calendar=OFFICE, conditions=[pool[(n * k + n) % len(pool)] for k in plan]
        )
        for n in range(2 * BLOCK + 3)
    ]
    for ticket in data.draw(st.lists(tickets(), min_size=2, max_size=5)):
        chain = chain_of(drawn)
        assert chain.level_for(ticket).name == first_by_definition(chain, ticket)
        assert chain.level_for(ticket) is chain.explain(ticket).level


@given(st.lists(conditions(), max_size=5))
@examples(400)
def test_conditions_survive_json(drawn: list[AnyCondition]) -> None:
    """What is written as plain data reads back equal, in the same order, tables put last too."""
    table = json.loads(json.dumps(conditions_to_dict(drawn, lambda _: "desk"), allow_nan=False))
    assert conditions_of(table, calendars={"desk": OFFICE}) == tuple(drawn)
    behind = sorted(table.items(), key=lambda item: isinstance(item[1], dict))
    assert conditions_of(dict(behind), calendars={"desk": OFFICE}) == tuple(drawn)


@given(conditions())
def test_a_condition_is_a_value(condition: AnyCondition) -> None:
    """Conditions survive pickle and `repr`, and equal ones hash alike."""
    for copy in (pickle.loads(pickle.dumps(condition)), eval(repr(condition), dict(NAMES))):  # noqa: S301, S307 - our own
        assert copy == condition
        assert hash(copy) == hash(condition)
        assert str(copy) == str(condition)


@given(levels(), tickets())
def test_what_was_asked_is_no_part_of_a_chain(drawn: list[SupportLevel], ticket: Any) -> None:
    """An index that was built changes neither equality, nor hash, `repr` or pickle."""
    asked, fresh = chain_of(drawn), chain_of(drawn)
    asked.level_for(ticket)
    assert (asked, hash(asked), repr(asked)) == (fresh, hash(fresh), repr(fresh))
    assert pickle.dumps(asked) == pickle.dumps(fresh)


@pytest.mark.parametrize(
    "seen", [*COMPARABLE, *EQUAL_TEXTS], ids=lambda seen: f"{type(seen).__name__} {seen!r}"
)
def test_each_value_lies_on_its_own_piece(seen: object) -> None:
    """Every operator that the index knows decides each value as the condition alone does."""
    said: list[dict[str, Any]] = []
    for value in COMPARABLE:
        said += [{"f": {"is": value}}, {"f": {"is_not": value}}]
        if type(value) is str:
            said += [
                {"f": {"starts_with": value}},
                {"f": {"starts_with": value, "ignore_case": True}},
            ]
        elif isinstance(value, int | float) and type(value) is not bool:
            said += [{"f": {name: value}} for name in ("less", "at_most", "more", "at_least")]
    padding = [SupportLevel(f"{n}", calendar=OFFICE, conditions={"f": f"no{n}"}) for n in "pqrs"]
    for each in said:
        level = SupportLevel("L", calendar=OFFICE, conditions=each)
        taken = chain_of([*padding, level]).level_for({"f": seen})
        assert (taken is level) is plainly(level.conditions[0], {"f": seen})


CALLABLES: list[Callable[[Any], Any]] = [
    lambda seen: seen == "vip",
    lambda _: 1 / 0,
    lambda seen: seen["f"],
]


@given(tickets())
def test_a_callable_never_breaks_a_chain(ticket: dict[str, Any]) -> None:
    """A callable that raises, or returns what is neither true nor false, does not hold."""
    for call in CALLABLES:
        for said in ({"a": call}, [call]):
            (condition,) = conditions_of(said)
            assert condition.holds(ticket) is condition.verdict(ticket).holds
            level = SupportLevel("L", calendar=OFFICE, conditions=said)
            assert (chain_of([level]).level_for(ticket) is level) is condition.holds(ticket)
