"""Time the choice among 100 levels of 5 conditions against a chain of ifs that decides the same.

The ifs are written out as Python, with the fields in locals and constants in the code, and types
checked once a field, as one would by hand. Both are timed in turn, so that a noisy machine slows
both; each case is asked with a request that fails every level on its first condition, and with one
that fails every level on its last.
"""

from __future__ import annotations

import statistics
import sys
import timeit
from collections.abc import Callable, Mapping
from math import inf
from typing import Any

from limits import over

from slacalc import Calendar, SupportLevel
from slacalc.chain import LevelChain

LEVELS = 100
FIELDS = ("client", "kind", "product", "users", "subject")
LIMIT = 4.0
ROUNDS = 15
CALLS = 1_000
OFFICE = Calendar("Mon-Fri 09:00-18:00", time_zone="UTC")

Ticket = Mapping[str, Any]
Conditions = dict[str, Any]


def equal(n: int) -> Conditions:
    """Return five texts; those of the first four fields are shared by the levels."""
    return dict.fromkeys(FIELDS[:4], "shared") | {FIELDS[4]: f"z{n}"}


def listed(n: int) -> Conditions:
    """Return the same with lists of four."""
    said = equal(n)
    return {
        name: [value, *(f"{value}{letter}" for letter in "xyz")] for name, value in said.items()
    }


def limits(n: int) -> Conditions:
    """Return five thresholds."""
    shared = {name: {"less": 1_000 + n} for name in FIELDS[:4]}
    return shared | {FIELDS[4]: {"at_least": 10 * n + 5}}


def prefixes(n: int) -> Conditions:
    """Return five beginnings of texts."""
    return {name: {"starts_with": value} for name, value in equal(n).items()}


def words(n: int) -> Conditions:
    """Return five words that a text is to contain."""
    return {name: {"contains": value} for name, value in equal(n).items()}


def groups(n: int) -> Conditions:
    """Return five groups of three."""
    alternatives = [
        [{name: value}, {f"other_{name}": f"b{n}"}, {"flag": f"{name}{n}"}]
        for name, value in equal(n).items()
    ]
    return {"all_of": [{"any_of": each} for each in alternatives]}


def mixed(n: int) -> Conditions:
    """Return one condition of each sort."""
    return {
        "client": "shared",
        "kind": ["shared", f"a{n}"],
        "users": {"at_least": 5 + n % 7},
        "product": {"starts_with": "shared"},
        "any_of": [{"subject": f"z{n}"}, {"other_subject": f"z{n}"}, {"flag": f"z{n}"}],
    }


TEXTS: Ticket = dict.fromkeys(FIELDS, "shared")
NUMBERS: Ticket = dict.fromkeys(FIELDS, 1)
CASES: dict[str, tuple[Callable[[int], Conditions], Ticket]] = {
    "equal text": (equal, TEXTS),
    "in a list": (listed, TEXTS),
    "thresholds": (limits, NUMBERS),
    "starts with": (prefixes, TEXTS),
    "contains": (words, TEXTS),
    "any of three": (groups, TEXTS),
    "a mix": (mixed, {**TEXTS, "users": 99}),
}


def tickets(ticket: Ticket) -> dict[str, Ticket]:
    """Return the request that fails on the last conditions, and one that fails on the first."""
    strange = 5_000 if ticket[FIELDS[0]] == 1 else "stranger"
    return {"first": {**ticket, FIELDS[0]: strange}, "last": ticket}


def by_hand(conditions: list[Conditions]) -> Callable[[Ticket], int | None]:
    """Return a chain of ifs, written out, that returns the number of the level."""
    tests = [_test(said) for said in conditions]
    names = sorted({name for said in conditions for name in _fields(said)})
    numbers = {
        name for name in names if any(f"{name} < " in t or f"{name} >= " in t for t in tests)
    }
    prefixed = {
        name
        for name in names
        if any(f"{name}.startswith" in test or f"' in {name}" in test for test in tests)
    }
    lines = [f"{name} = ticket.get({name!r})" for name in names]
    lines += [
        f"{name} = {name} if type({name}) in (int, float) else nan" for name in sorted(numbers)
    ]
    lines += [f"{name} = {name} if isinstance({name}, str) else ''" for name in sorted(prefixed)]
    for n, test in enumerate(tests):
        lines += [f"if {test}:", f"    return {n}"]
    body = "\n    ".join([*lines, "return None"])
    namespace: dict[str, Any] = {"nan": float("nan")}
    exec(f"def choose(ticket):\n    {body}", namespace)  # noqa: S102 - our own text
    choose: Callable[[Ticket], int | None] = namespace["choose"]
    return choose


def _fields(said: Conditions) -> set[str]:
    inner = {
        name for how in ("all_of", "any_of") for each in said.get(how, ()) for name in _fields(each)
    }
    return inner | ({*said} - {"all_of", "any_of"})


def _test(said: Conditions) -> str:
    return " and ".join(_one(name, value) for name, value in said.items())


def _one(name: str, value: Any) -> str:
    if name in ("all_of", "any_of"):
        word = " and " if name == "all_of" else " or "
        return f"({word.join(_test(each) for each in value)})"
    if isinstance(value, list):
        return f"{name} in {{{', '.join(map(repr, value))}}}"
    if not isinstance(value, dict):
        return f"{name} == {value!r}"
    ((operator, limit),) = value.items()
    signs = {"less": "<", "at_least": ">="}
    if operator in signs:
        return f"{name} {signs[operator]} {limit!r}"
    return f"{name}.startswith({limit!r})" if operator == "starts_with" else f"{limit!r} in {name}"


def rows() -> list[tuple[str, float, float]]:
    """Return (what, figure, limit): ratios to the ifs, failing first and last, and long chains."""
    told: list[tuple[str, float, float]] = []
    for name, (conditions, ticket) in CASES.items():
        said = [conditions(n) for n in range(LEVELS)]
        chain = chain_of(said)
        choose = by_hand(said)
        for place, asked in tickets(ticket).items():
            assert (chain.level_for(asked).name, choose(asked)) == ("none", None)
            ratio = compared(chain, choose, asked)
            told.append((f"choosing, {name}: failing {place}, to ifs", ratio, LIMIT))
    return [*told, *long_chains()]


def chain_of(said: list[Conditions]) -> LevelChain:
    """Return a chain of levels with some conditions."""
    levels = [
        SupportLevel(str(n), calendar=OFFICE, response="1h", conditions=each)
        for n, each in enumerate(said)
    ]
    return LevelChain(levels, default=SupportLevel("none", calendar=OFFICE))


def long_chains() -> list[tuple[str, float, float]]:
    """Return what a level costs in a chain of ten thousand to one in a chain of a thousand."""
    short, long = (chain_of([mixed(n) for n in range(count)]) for count in (1_000, 10_000))
    ticket = CASES["a mix"][1]
    pairs = [
        (
            timeit.timeit(lambda: long.level_for(ticket), number=5),
            timeit.timeit(lambda: short.level_for(ticket), number=50),
        )
        for _ in range(ROUNDS)
    ]
    ratio = statistics.median(a / b for a, b in pairs)
    taken = chain_of([mixed(n) for n in range(LEVELS)])
    first = {**ticket, "subject": "z0"}
    taken.level_for(first)
    cost = min(timeit.repeat(lambda: taken.level_for(first), number=CALLS)) / CALLS * 1e6
    return [
        ("choosing, a level of 10,000 to one of 1,000", ratio, 2),
        ("choosing, the first of 100 levels holds, us", cost, inf),
    ]


def compared(chain: LevelChain, choose: Callable[[Ticket], int | None], ticket: Ticket) -> float:
    """Return the median ratio of the chain's cost to that of the ifs, timed in turn."""
    pairs = [
        (
            timeit.timeit(lambda: chain.level_for(ticket), number=CALLS),
            timeit.timeit(lambda: choose(ticket), number=CALLS),
        )
        for _ in range(ROUNDS)
    ]
    return statistics.median(a / b for a, b in pairs)


if __name__ == "__main__":
    sys.exit(over(rows()))
