"""Small finite worlds in which every request can be tried: the oracle of the checks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import chain, combinations, product
from typing import Any

from hypothesis import strategies as st

from slacalc import Calendar, LevelChain, SupportLevel
from slacalc.conditions import AnyCondition, Condition, ConditionGroup

DESK = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow", name="Desk")
PIECES = ("a", "b", "ab", "ba", "aa")
NUMBERS = (0, 1, 2.5)
FIRST_DAY = date(2026, 3, 1)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FIELDS = ("x", "y", "z.k")


def texts() -> Iterator[str]:
    """All texts of up to five signs, of which one is in no condition."""
    return ("".join(signs) for size in range(6) for signs in product("abc", repeat=size))


def lists() -> Iterator[list[Any]]:
    """All lists of the values that conditions can look for."""
    return (list(each) for size in range(7) for each in combinations((*PIECES, 1), size))


def scalars() -> list[Any]:
    """Values of all other kinds: those of the conditions, between, before and after them."""
    numbers = [-1, 0, 0.5, 1, 2, 2.5, 3]
    days = [FIRST_DAY + timedelta(days=n) for n in range(-1, 4)]
    instants = [NOON + timedelta(hours=n) for n in range(-1, 4)]
    return [None, True, False, *numbers, *days, *instants, datetime(2026, 3, 1, 12), b"other"]


EVERYTHING: list[Any] = [*scalars(), *texts(), *lists()]
A_FEW: list[Any] = [None, True, False, -1, 0, 0.5, 1, 2, "a", "b", "c", b"other"]


def conditions(field: str) -> st.SearchStrategy[Condition]:
    """Conditions of all operators on a field, with values of a few kinds."""
    text, number = st.sampled_from(PIECES), st.sampled_from(NUMBERS)
    day = st.sampled_from([FIRST_DAY + timedelta(days=n) for n in range(3)])
    instant = st.sampled_from([NOON + timedelta(hours=n) for n in range(3)])
    ranges: tuple[st.SearchStrategy[Any], ...] = (number, day, instant)
    ends = [st.lists(x, min_size=2, max_size=2).map(_in_order) for x in ranges]
    operators = _plain_operators(st.one_of(text, number, st.booleans(), day), number) | {
        "between": st.one_of(ends),
        "before": st.one_of(day, instant),
        "after": st.one_of(day, instant),
        "contains": st.one_of(text, st.just(1)),
        "starts_with": text,
    }
    return _any_of(field, operators)


def _in_order(ends: list[Any]) -> list[Any]:
    return sorted(ends)


def plain_conditions(field: str) -> st.SearchStrategy[Condition]:
    """Conditions on a field for which the values of `A_FEW` are all there is."""
    value, number = st.sampled_from(["a", "b", 0, 1, True]), st.sampled_from([0, 1])
    return _any_of(field, _plain_operators(value, number))


def _plain_operators(
    value: st.SearchStrategy[Any], number: st.SearchStrategy[Any]
) -> dict[str, st.SearchStrategy[Any]]:
    several = st.lists(value, min_size=1, max_size=3)
    singles = dict.fromkeys(["is", "is_not"], value) | dict.fromkeys(["in", "not_in"], several)
    limits = dict.fromkeys(["less", "at_most", "more", "at_least"], number)
    return singles | limits | dict.fromkeys(["exists", "missing"], st.booleans())


def _any_of(
    field: str, operators: dict[str, st.SearchStrategy[Any]]
) -> st.SearchStrategy[Condition]:
    made = (st.builds(Condition, st.just(field), st.just(k), v) for k, v in operators.items())
    return st.one_of(*made)


def grouped(members: st.SearchStrategy[Any]) -> st.SearchStrategy[AnyCondition]:
    """Conditions, and groups of them to a small depth."""
    hows = st.sampled_from(["all_of", "any_of", "none_of"])
    return st.recursive(
        members,
        lambda deeper: st.builds(ConditionGroup, hows, st.lists(deeper, min_size=1, max_size=3)),
        max_leaves=4,
    )


def chains(members: st.SearchStrategy[Any], *, most: int = 5) -> st.SearchStrategy[LevelChain]:
    """Chains of a few levels with conditions from among some."""
    level = st.lists(grouped(members), min_size=0, max_size=2)
    few = st.lists(level, min_size=1, max_size=most)
    return few.map(chain_of)


def chain_of(said: Sequence[Any]) -> LevelChain:
    """The chain of levels with some conditions, named L0, L1 and so on."""
    levels = [
        SupportLevel(f"L{number}", calendar=DESK, response="1h", conditions=conditions)
        for number, conditions in enumerate(said)
    ]
    default = SupportLevel("Default", calendar=DESK, response="1h")
    return LevelChain(levels, default=default)


def requests(values: Sequence[Any], fields: Sequence[str]) -> Iterator[dict[str, Any]]:
    """All requests whose fields hold some values."""
    for held in product(values, repeat=len(fields)):
        yield {name: value for name, value in zip(fields, held, strict=True) if value is not None}


def chosen(levels: LevelChain, among: Iterator[dict[str, Any]]) -> set[str]:
    """The names of the levels that some of the requests are given to."""
    return {levels.level_for(request).name for request in among}


def lost(levels: LevelChain, found: Sequence[Any]) -> set[str]:
    """The names of the levels that findings call never chosen."""
    names = [level.name for level in levels.levels]
    claimed: list[str] = []
    for finding in found:
        if finding.code in ("unreachable", "never-holds", "catch-all"):
            number = int(finding.place.partition("[")[2].partition("]")[0])
            claimed += names[number + 1 :] if finding.code == "catch-all" else [names[number]]
    return set(chain(claimed))
