"""Reach: levels that no request is ever given to, and which levels take all that they would."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from slacalc.check.chains import ChainFormulas
from slacalc.check.finding import Finding
from slacalc.check.worlds import Answer

_MOST_NAMED = 12


def unreachable(formulas: ChainFormulas) -> Iterator[Finding]:
    """Find the levels that no request is given to; what can't be proved is not claimed."""
    levels = formulas.chain.levels
    for number, level in enumerate(levels):
        own = formulas.meeting(number)
        if own.answer is Answer.NONE:
            told = f"no request can meet the conditions of {level.name!r}"
            yield Finding.of("never-holds", f"levels[{number}].conditions", told)
            continue
        shadowed = _shadowed(formulas, number, own.request)
        if shadowed is not None:
            yield shadowed
        elif not level.conditions and number < len(levels) - 1:
            after = range(number + 1, len(levels))
            told = f"{level.name!r} has no conditions and takes all: never chosen is "
            yield Finding.of("catch-all", f"levels[{number}]", told + _names(formulas, after))
            yield from _never_holding(formulas, after)
            return


def _never_holding(formulas: ChainFormulas, numbers: Iterable[int]) -> Iterator[Finding]:
    for number in numbers:
        if formulas.meeting(number).answer is Answer.NONE:
            told = f"no request can meet the conditions of {formulas.chain.levels[number].name!r}"
            yield Finding.of("never-holds", f"levels[{number}].conditions", told)


def _shadowed(
    formulas: ChainFormulas, number: int, request: Mapping[str, Any] | None
) -> Finding | None:
    found = formulas.meeting(number, but=range(number))
    level, chain = formulas.chain.levels[number], formulas.chain
    if found.answer is not Answer.NONE:
        return None
    first, witness = set[int](), None
    if request is not None and level.matches(request):
        taker = chain.level_for(request)
        if taker is level:  # only a fickle condition can do that
            return None
        witness, first = request, {chain.levels.index(taker)}
    needed = _needed(formulas, number, found.used, first)
    told = f"{level.name!r} is never chosen: what meets its conditions also meets those of "
    told += f"{_names(formulas, needed)}, before it"
    return Finding.of("unreachable", f"levels[{number}]", told, witness=witness)


def _needed(
    formulas: ChainFormulas, number: int, used: Collection[int], kept: Collection[int]
) -> list[int]:
    """Return those of some levels that are enough to take all that a level would."""
    needed = sorted({*used, *kept})
    for other in sorted({*used} - {*kept}, reverse=True) if len(used) <= _MOST_NAMED else ():
        rest = [one for one in needed if one != other]
        if formulas.meeting(number, but=rest).answer is Answer.NONE:
            needed = rest
    return needed


def _names(formulas: ChainFormulas, numbers: Collection[int]) -> str:
    """Return the names of the first levels of some, and how many more there are."""
    names = [repr(formulas.chain.levels[number].name) for number in sorted(numbers)]
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
