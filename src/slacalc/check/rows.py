"""Rows: tables of durations whose rows no request of their level can have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from slacalc.chain import LevelChain
from slacalc.check.chains import ChainFormulas
from slacalc.check.finding import Finding
from slacalc.check.places import place_of
from slacalc.check.worlds import Answer
from slacalc.conditions import Condition
from slacalc.targets import OTHERWISE, DurationTable


def asked_by_rows(chain: LevelChain) -> list[Condition]:
    """Return what the rows of a chain's tables ask of requests."""
    tables = [(level.by, key) for level in chain.levels if level.conditions for key in level.rows]
    return [_asked(by, key) for by, key in tables if key != OTHERWISE]


def never_used(formulas: ChainFormulas) -> Iterator[Finding]:
    """Find the rows that no request has which meets the conditions of their level."""
    for number, level in enumerate(formulas.chain.levels):
        if not level.rows or not level.conditions:
            continue
        if formulas.meeting(number).answer is not Answer.FOUND:
            continue
        dead = [key for key in level.rows if _is_dead(formulas, number, level.by, key)]
        for target in level.promised if dead else ():
            table = target.duration
            keys = [k for k in dead if isinstance(table, DurationTable) and k in table.keys]
            if keys:
                said = ", ".join(map(repr, keys))
                told = f"no request for {level.name!r} has {said} as its {level.by!r}"
                yield Finding.of("row-never-used", place_of(f"levels[{number}]", target), told)


def _is_dead(formulas: ChainFormulas, number: int, by: str, key: str) -> bool:
    if key == OTHERWISE:
        return False
    row = formulas.formula(_asked(by, key))
    return formulas.meeting_also(number, row).answer is Answer.NONE


def _asked(by: str, key: str) -> Condition:
    """Return the condition that a request has a row: its text, or the number of its digits."""
    digits = key.removeprefix("-")
    is_number = digits.isascii() and digits.isdecimal() and len(digits) <= _MOST_DIGITS
    values: tuple[Any, ...] = (key, int(key)) if is_number else (key,)
    return Condition(by, "in", values)


_MOST_DIGITS = 18
