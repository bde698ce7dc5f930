"""Laws of the checks: what is claimed is proved, and what can be proved is claimed."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from check_worlds import (
    A_FEW,
    DESK,
    EVERYTHING,
    FIELDS,
    FIRST_DAY,
    NOON,
    chain_of,
    chains,
    chosen,
    conditions,
    lost,
    plain_conditions,
    requests,
)
from effort import examples, seconds
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slacalc import Calendar, LevelChain, SupportLevel
from slacalc.check import Finding, check_chain
from slacalc.conditions import Condition, ConditionGroup, CustomCondition

SLOW = settings(examples(60), suppress_health_check=list(HealthCheck))


def named(finding: Finding, levels: LevelChain) -> str:
    """The level that a finding is about."""
    return levels.levels[int(finding.place.partition("[")[2].partition("]")[0])].name


def is_open(said: Any) -> bool:
    """Whether a condition asks a callable or a calendar, whose answers nobody knows."""
    if isinstance(said, ConditionGroup):
        return any(map(is_open, said.members))
    return isinstance(said, CustomCondition) or said.operator == "during"


def check_witnesses(levels: LevelChain, found: list[Finding]) -> None:
    """Every witness meets its level's conditions, and is given to an earlier level."""
    names = [level.name for level in levels.levels]
    for finding in found:
        if finding.code in ("unreachable", "overlap"):
            level = levels.named(named(finding, levels))
            if finding.witness is None:  # nobody can say what a callable would take
                assert any(map(is_open, level.conditions))
                continue
            taker = levels.level_for(finding.witness)
            assert level.matches(finding.witness)
            assert names.index(taker.name) < names.index(level.name)
            assert repr(taker.name) in finding.words


@SLOW
@given(chains(conditions("x")))
def test_one_field_is_decided_as_trying_all_its_values_does(levels: LevelChain) -> None:
    """Of one field, exactly the levels that no value at all is given to are called lost."""
    found = check_chain(levels)
    never = {level.name for level in levels.levels} - chosen(levels, requests(EVERYTHING, ["x"]))
    assert lost(levels, found) == never
    check_witnesses(levels, found)


@SLOW
@given(chains(st.sampled_from(FIELDS).flatmap(plain_conditions), most=6))
def test_several_fields_are_decided_as_trying_all_requests_does(levels: LevelChain) -> None:
    """Of three fields, exactly the levels that no request at all is given to are called lost."""
    found = check_chain(levels)
    never = {level.name for level in levels.levels} - chosen(levels, requests(A_FEW, FIELDS))
    assert lost(levels, found) == never
    check_witnesses(levels, found)


def plain(said: Any) -> list[Any]:
    """The plain conditions of some, those of groups too."""
    return [
        one
        for each in said
        for one in (plain(each.members) if hasattr(each, "members") else [each])
    ]


@SLOW
@given(chains(st.sampled_from(FIELDS[:2]).flatmap(plain_conditions), most=4))
def test_overlaps_are_those_that_trying_all_requests_shows(levels: LevelChain) -> None:
    """An overlap is shared requests that the earlier level takes, where each has others too."""
    found = {named(one, levels) for one in check_chain(levels) if one.code == "overlap"}
    shared, mine = set(), set()
    for request in requests(A_FEW, FIELDS[:2]):
        taker = levels.level_for(request).name
        meets = [level.name for level in levels.levels if level.matches(request)]
        shared |= {(taker, other) for other in meets if other != taker}
        mine |= {
            (one, level.name) for one in meets for level in levels.levels if level.name not in meets
        }
    taken = chosen(levels, requests(A_FEW, FIELDS[:2]))
    pairs = {(one, other) for one, other in shared if (one, other) in mine and other in taken}
    assert found == {other for _, other in pairs}


def one(field: str, operator: str, value: Any, *, fold: bool = False) -> Condition:
    """A condition."""
    return Condition(field, operator, value, fold)


def group(how: str, *members: Any) -> ConditionGroup:
    """A group of conditions."""
    return ConditionGroup(how, members)


VIP, GOLD = one("x", "is", "vip"), one("x", "is", "gold")
LATE, NIGHT = datetime(2026, 3, 2, 18, tzinfo=UTC), datetime(2026, 3, 2, 22, tzinfo=UTC)
PLANTED: dict[str, list[Any]] = {
    "is within in": [[one("x", "in", ["vip", "gold"])], [VIP]],
    "in within in": [[one("x", "in", ["a", "b", "c"])], [one("x", "in", ["c", "a"])]],
    "is within is_not": [[one("x", "is_not", "vip")], [GOLD]],
    "is_not within not_in": [[one("x", "not_in", ["a"])], [one("x", "is_not", "a")]],
    "in any case": [[one("x", "is", "VIP", fold=True)], [VIP]],
    "in any case, starts": [
        [one("x", "starts_with", "SR", fold=True)],
        [one("x", "starts_with", "sr-")],
    ],
    "starts_with": [[one("x", "starts_with", "SR")], [one("x", "starts_with", "SR-2")]],
    "is within starts_with": [[one("x", "starts_with", "SR")], [one("x", "is", "SR1")]],
    "is within contains": [[one("x", "contains", "disk")], [one("x", "is", "a disk")]],
    "contains of text": [
        [one("x", "contains", "disk")],
        [one("x", "starts_with", "all"), one("x", "contains", "disks")],
    ],
    "less": [[one("x", "less", 10)], [one("x", "at_most", 9.5)]],
    "more": [[one("x", "at_least", 10)], [one("x", "more", 10)]],
    "between": [[one("x", "between", [0, 10])], [one("x", "between", [2, Decimal("9.99")])]],
    "number is": [[one("x", "more", 2)], [one("x", "is", Fraction(5, 2))]],
    "dates": [[one("x", "before", "2026-03-10")], [one("x", "before", "2026-03-09")]],
    "days are whole": [
        [one("x", "is", date(2026, 3, 9))],
        [one("x", "after", "2026-03-08"), one("x", "before", "2026-03-10")],
    ],
    "instants": [[one("x", "after", LATE)], [one("x", "between", [NIGHT, NIGHT])]],
    "instants of zones": [
        [one("x", "is", LATE)],
        [one("x", "is", LATE.astimezone(timezone(timedelta(hours=3))))],
    ],
    "missing": [[one("x", "exists", False)], [one("x", "missing", True)]],
    "exists": [[one("x", "exists", True)], [one("x", "is", False)]],
    "union": [[VIP], [GOLD], [one("x", "in", ["vip", "gold"])]],
    "union of ranges": [
        [one("x", "less", 5)],
        [one("x", "at_least", 5)],
        [one("x", "between", [1, 9])],
    ],
    "union over fields": [
        [VIP, one("y", "exists", True)],
        [one("y", "missing", True)],
        [VIP],
    ],
    "any_of": [[group("any_of", VIP, GOLD)], [GOLD]],
    "all_of": [
        [group("all_of", VIP, GOLD), one("y", "is", 1)],
        [VIP],
        [group("all_of", VIP, one("y", "is", 2))],
    ],
    "none_of": [[group("none_of", VIP, GOLD)], [one("x", "is", "tin")]],
    "none_of is all": [[group("none_of", VIP)], [VIP], [one("z", "is", 1)]],
    "nested": [
        [group("any_of", group("none_of", VIP), group("all_of", VIP, one("y", "is", 1)))],
        [one("y", "is", 1)],
    ],
    "dotted": [[one("x.tier", "in", ["a", "b"])], [one("x.tier", "is", "a"), VIP]],
    "during": [[one("x", "during", DESK)], [one("x", "during", DESK), VIP, one("y", "is", 1)]],
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_level_is_found(name: str) -> None:
    """The last level of each chain, which the ones before it take whole, is found."""
    levels = chain_of(PLANTED[name])
    assert f"L{len(PLANTED[name]) - 1}" in lost(levels, check_chain(levels))


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_level_alone_is_none(name: str) -> None:
    """The same level is found no more where one of those before it is left out, or all are."""
    *_, last = PLANTED[name]
    alone = lost(chain_of([last]), check_chain(chain_of([last])))
    assert alone == ({"L0"} if name == "during" else set())


@pytest.mark.slow
def test_a_lost_level_is_never_chosen_in_100_000_requests() -> None:
    """No level that is called lost is given one of 10^5 requests near the conditions' values."""
    dice, drawn = random.Random(4), 0
    while drawn < 100_000:
        levels = chain_of([_few(dice) for _ in range(40)])
        found = check_chain(levels)
        check_witnesses(levels, found)
        claimed = lost(levels, found)
        assert claimed
        held = EVERYTHING + [value for world in NEAR for value in world]
        for _ in range(5_000):
            request = {name: dice.choice(held) for name in FIELDS if dice.random() < 0.9}
            assert levels.level_for(request).name not in claimed
            drawn += 1


NEAR = ([0, 1, 2, 3, 0.5, 2.5, Decimal("1.5")] * 40, ["a", "b", "ab", "aba", "A"] * 40)


DRAWN: dict[str, list[Any]] = {
    "is": ["a", "b", "ab", 1, 2, True],
    "is_not": ["a", 1],
    "in": [["a", "b"], [1, "ab"], [0, 1, 2]],
    "not_in": [["a", 1], ["ab"]],
    "less": [0, 1, 2.5],
    "at_least": [0, 1, 2.5],
    "between": [[0, 1], [1, 2.5]],
    "starts_with": ["a", "ab"],
    "contains": ["a", "ba"],
    "exists": [True, False],
    "before": [FIRST_DAY, NOON],
    "during": [DESK],
}


def _few(dice: random.Random) -> list[Any]:
    """A few conditions, a callable and a calendar among them now and then."""
    made: list[Any] = []
    for name in dice.sample(FIELDS, dice.randint(1, 2)):
        operator = dice.choice(list(DRAWN))
        made.append(Condition(name, operator, dice.choice(DRAWN[operator])))
    if dice.random() < 0.1:
        made.append(CustomCondition(_is_odd, "y"))
    if dice.random() < 0.2:
        made = [ConditionGroup(dice.choice(["any_of", "none_of"]), made)]
    return made


def _is_odd(value: Any) -> bool:
    return bool(value % 2)


def _ends_in(most: float, said: list[Any]) -> list[Finding]:
    """The findings of a chain, which cost at most some seconds of one core."""
    levels = chain_of(said)
    start = time.process_time()
    found = check_chain(levels)
    assert time.process_time() - start < seconds(most)
    return found


def test_a_long_chain_is_checked_in_time() -> None:
    """200 levels of five conditions of all kinds are checked in bounded time."""
    dice = random.Random(5)
    names = [f"f{n}" for n in range(5)]
    operators: dict[str, Callable[[], Any]] = {
        "in": lambda: [dice.randrange(500) for _ in range(4)],
        "is_not": lambda: dice.randrange(500),
        "between": lambda: sorted([dice.randrange(500), dice.randrange(500)]),
        "starts_with": lambda: dice.choice("abcdef"),
        "contains": lambda: dice.choice("abcdef") + dice.choice("abc"),
    }
    said = [
        [Condition(name, key := dice.choice(list(operators)), operators[key]()) for name in names]
        for _ in range(200)
    ]
    _ends_in(2, said)


def _deep(depth: int) -> Any:
    inner = group("any_of", _deep(depth - 1), one("x", "less", depth)) if depth else VIP
    return group("all_of", inner, group("none_of", one("y", "is", depth))) if depth else VIP


NASTY: dict[str, list[Any]] = {
    "100 words": [[one("x", "contains", f"word{n}")] for n in range(100)],
    "100 words in one": [
        [one("x", "contains", f"w{n}") for n in range(100)],
        [group("any_of", *(one("x", "contains", f"w{n}") for n in range(100)))],
    ],
    "deep groups": [[_deep(9)] for _ in range(50)],
    "long lists": [[one("x", "in", [f"a{n + m}" for m in range(200)])] for n in range(100)],
    "pigeons": [
        *(
            [one(f"h{a}", "is", n), one(f"h{b}", "is", n)]
            for a in range(8)
            for b in range(a)
            for n in range(7)
        ),
        [one(f"h{a}", "in", list(range(7))) for a in range(8)],
    ],
    "2,000 levels": [[one("x", "is", f"a{n}")] for n in range(2_000)],
}


@pytest.mark.parametrize("name", NASTY)
def test_a_nasty_chain_is_checked_in_time(name: str) -> None:
    """What is hard to decide ends in bounded time, without a claim where it was too hard."""
    found = _ends_in(2, NASTY[name])
    assert not any(finding.code == "never-holds" for finding in found)


def test_pigeons_are_not_claimed() -> None:
    """Eight things in seven places need a proof that is too long: nothing is claimed."""
    levels = chain_of(NASTY["pigeons"])
    assert f"L{len(levels.levels) - 1}" not in lost(levels, check_chain(levels))


DESK = Calendar("Mon-Fri 09:00-18:00", time_zone="UTC")
_LAST = datetime.max.replace(tzinfo=UTC)
_FIRST = datetime.min.replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("conditions", "request_"),
    [
        ([{"x": {"less": float("inf"), "more": float("-inf")}}], {"x": 5}),
        ([{"x": [float("inf"), float("-inf")]}, {"x": {"less": float("inf")}}], {"x": 5}),
        ([{"x": {"after": _LAST}}], {"x": _LAST.replace(tzinfo=timezone(-timedelta(hours=3)))}),
        ([{"x": {"before": _FIRST}}], {"x": _FIRST.replace(tzinfo=timezone(timedelta(hours=3)))}),
    ],
    ids=["between infinities", "after infinities", "after the last", "before the first"],
)
def test_the_ends_of_values_are_reached(
    conditions: list[dict[str, Any]], request_: dict[str, Any]
) -> None:
    """No level is called lost that a request at the ends of numbers or of time gets to."""
    levels = [
        SupportLevel(f"L{n}", calendar=DESK, response="1h", conditions=said)
        for n, said in enumerate(conditions)
    ]
    chain = LevelChain(levels, default=SupportLevel("D", calendar=DESK, response="1h"))
    assert chain.level_for(request_) is levels[-1]
    assert [one for one in check_chain(chain) if one.code in ("never-holds", "unreachable")] == []


def test_unlike_promises_are_tried_and_not_proved() -> None:
    """Where the clock on the wall is compared with working time, it is a warning."""
    closed = {"2024-11-01..2024-11-30": "closed"}
    desk = Calendar("Mon-Fri 09:00-18:00", time_zone="UTC", exceptions=closed)
    said = {"response": "200h around the clock", "resolution": "9h"}
    chain = LevelChain([], default=SupportLevel("D", calendar=desk, **said))  # type: ignore[arg-type]
    (found,) = check_chain(chain)
    assert (found.code, found.severity) == ("resolution-first", "warning")
    assert "that was tried" in found.words
