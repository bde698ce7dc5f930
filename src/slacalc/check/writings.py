"""Writings: texts and lists that begin with, or hold, some things and others not.

A text is put together from the pieces that it must have, with a sign between them that stands in
no piece: it holds nothing but what lies inside a piece. So where it fails, every text fails.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from attrs import evolve

from slacalc.conditions import Condition
from slacalc.values import TEXT, reading

Wanted = Sequence[tuple[Condition, bool]]
"""Conditions that must hold, or must not."""

PATTERNS = ("starts_with", "contains")
_SIGNS = " ·|~-_"
_LATER_SIGNS = (range(0x2500, 0xD800), range(0xE000, 0x110000))
_CASES = (str, str.lower, str.upper, str.title, str.swapcase, str.casefold)


def operands(condition: Condition) -> tuple[Any, ...]:
    """Return the values that a condition compares with."""
    if condition.operator in ("exists", "missing", "during"):
        return ()
    return condition.value if isinstance(condition.value, tuple) else (condition.value,)


def texts(conditions: Iterable[Condition]) -> list[str]:
    """Return the texts that conditions compare with."""
    found = (reading(value) for condition in conditions for value in operands(condition))
    return [key for kind, key in found if kind == TEXT]


def unused_sign(taken: Iterable[str]) -> str:
    """Return a character that stands in none of some texts, whatever their case."""
    signs = {sign for text in taken for sign in (*text, *text.casefold())}
    return next(sign for sign in chain(_SIGNS, map(chr, chain(*_LATER_SIGNS))) if sign not in signs)


def cases(text: str) -> list[str]:
    """Return a text in several cases, first as it is."""
    return list(dict.fromkeys(case(text) for case in _CASES))


def is_mixed(wanted: Wanted) -> bool:
    """Say whether some texts are compared with their case, and others without."""
    return len({condition.ignore_case for condition, _ in wanted if texts([condition])}) > 1


def built(wanted: Wanted, sign: str) -> Iterator[Any]:
    """Return the texts and lists one of which fits, if any does that no condition names.

    That is so unless case is mixed; then they are some tries.
    """
    held = [condition.value for condition, holds in wanted if holds and _is("contains", condition)]
    starts = [condition for condition, holds in wanted if holds and _is("starts_with", condition)]
    changes = _CASES if is_mixed(wanted) else (str,)
    if all(reading(value)[0] == TEXT for value in held):
        start = _start(starts)
        pieces = _outermost([str(value) for value in held if str(value) not in start])
        for case in changes:
            yield case(start) + sign.join(map(case, pieces))
            yield start + sign.join(["", *map(case, pieces), ""])
            yield case(start + sign.join(["", *pieces, ""]))
    for case in changes:
        members = [case(value) if isinstance(value, str) else value for value in held]
        yield members
        yield [*members, sign]


def weaker(wanted: Wanted) -> list[Wanted]:
    """Return two unmixed sets of conditions, each of which must fit where mixed ones do."""
    exact = [(one, holds) for one, holds in wanted if not one.ignore_case]
    folded = [
        (evolve(one, ignore_case=True) if texts([one]) else one, holds)
        for one, holds in wanted
        if holds or one.ignore_case or not texts([one])
    ]
    return [exact, folded]


def _is(operator: str, condition: Condition) -> bool:
    return condition.operator == operator


def _start(conditions: Sequence[Condition]) -> str:
    """Return the longest text that one must start with, in the case that is said."""
    exact = max((str(c.value) for c in conditions if not c.ignore_case), key=len, default="")
    folded = max((str(c.value).casefold() for c in conditions), key=len, default="")
    if exact:
        return exact + folded[len(exact.casefold()) :]
    return next((str(c.value) for c in conditions if str(c.value).casefold() == folded), folded)


def _outermost(pieces: Iterable[str]) -> list[str]:
    """Return the pieces that are part of no other."""
    told = list(dict.fromkeys(pieces))
    return [one for one in told if not any(one != other and one in other for other in told)]
