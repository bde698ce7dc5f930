"""Overlaps: levels that share requests, where neither is a special case of the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from slacalc.check.chains import ChainFormulas
from slacalc.check.finding import Finding
from slacalc.check.worlds import Answer

_MOST_NAMED = 3


def overlapping(formulas: ChainFormulas) -> Iterator[Finding]:
    """Find the levels that share requests with an earlier one, and have some of their own.

    A special case before its general rule is no finding, nor are levels whose common requests an
    even earlier level takes. When the steps allowed are spent, nothing more is found.
    """
    for number, level in enumerate(formulas.chain.levels):
        if not formulas.spend(number):
            return
        own = formulas.meeting(number, but=range(number))
        if own.answer is not Answer.FOUND:
            continue
        names: list[str] = []
        witness: Mapping[str, Any] | None = None
        for earlier in range(number):
            shared = _shared(formulas, earlier, number)
            if shared is not None:
                names.append(repr(formulas.chain.levels[earlier].name))
                witness = witness or shared
            if len(names) == _MOST_NAMED:
                break
        if names:
            told = (
                f"some requests for {level.name!r} go to {' or '.join(names)}, which is before it"
            )
            yield Finding.of("overlap", f"levels[{number}].conditions", told, witness=witness)


def _shared(formulas: ChainFormulas, one: int, other: int) -> Mapping[str, Any] | None:
    """Return a request of two levels that the earlier one takes, where each has others too."""
    if formulas.are_apart(one, other) or formulas.meeting(one, other).answer is not Answer.FOUND:
        return None
    if formulas.meeting(one, but=[other]).answer is not Answer.FOUND:
        return None
    shared = formulas.meeting(one, other, but=range(one)).request
    if shared is None:
        return None
    first, second = formulas.chain.levels[one], formulas.chain.levels[other]
    genuine = second.matches(shared) and formulas.chain.level_for(shared) is first
    return shared if genuine else None
