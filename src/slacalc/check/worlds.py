"""Worlds: all that a field of a request can be, as far as the conditions of a chain see it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Any

from slacalc.check.formula import Literal
from slacalc.check.samples import looks_inside, samples
from slacalc.check.writings import Wanted, built, is_mixed, texts, unused_sign, weaker
from slacalc.conditions import Condition
from slacalc.values import INSTANT, reading


class Answer(Enum):
    """Whether something exists: it was found, it can't be, or nobody knows."""

    FOUND = "found"
    NONE = "none"
    UNKNOWN = "unknown"


class World:
    """The values of one field: samples of them, and which of these each condition holds for.

    A set of values is a mask, a bit for each sample. Where no sample is left, texts and lists
    are built; where none of these fits either, no value does, or nobody knows. At most `judged`
    times a condition is asked about a sample; with more samples than that nothing is proved.
    """

    def __init__(self, field: str, conditions: Iterable[Condition], *, judged: int) -> None:
        self.field = field
        self.atoms: list[Condition] = list(dict.fromkeys(conditions))
        numbered = enumerate(self.atoms)
        self.numbers: dict[Condition, int] = {condition: number for number, condition in numbered}
        self.sign: str = unused_sign(texts(self.atoms))
        values = samples(self.atoms, self.sign)
        most = max(judged // len(self.atoms), 1)
        self.is_whole: bool = len(values) <= most
        self.judged: int = min(len(values), most) * len(self.atoms)
        self.looks_inside: bool = any(map(looks_inside, self.atoms))
        asks_time = any(condition.operator == "during" for condition in self.atoms)
        mixed = is_mixed([(condition, True) for condition in self.atoms])
        self.is_plain: bool = self.is_whole and not (self.looks_inside or asks_time or mixed)
        self.values: list[Any] = values[:most]
        self.all: int = (1 << len(self.values)) - 1
        self.masks: list[int] = [self._mask(condition) for condition in self.atoms]
        self._settled: dict[frozenset[Literal], tuple[Answer, Any]] = {}

    def _mask(self, condition: Condition) -> int:
        return sum(1 << n for n, v in enumerate(self.values) if self.holds(condition, v))

    def holds(self, condition: Condition, value: Any) -> bool:
        """Say whether a condition holds for a value of this field."""
        return condition.holds({self.field: value})

    def value(self, mask: int) -> Any:
        """Return the plainest sample of a set."""
        return self.values[(mask & -mask).bit_length() - 1]

    def settle(self, literals: frozenset[Literal]) -> tuple[Answer, Any]:
        """Return a value that fits though no sample does, or that there is none."""
        if literals not in self._settled:
            self._settled[literals] = self._settle(literals)
        return self._settled[literals]

    def _settle(self, literals: frozenset[Literal]) -> tuple[Answer, Any]:
        if any(literal.opposite() in literals for literal in literals):
            return Answer.NONE, None
        wanted = [(self.atoms[literal.atom], literal.wanted) for literal in literals]
        mixed = is_mixed(wanted)
        if mixed or any(looks_inside(condition) for condition, _ in wanted):
            for value in built(wanted, self.sign):
                if self._fits(value, wanted):
                    return Answer.FOUND, value
        if not self.is_whole or self._is_a_matter_of_time(wanted):
            return Answer.UNKNOWN, None
        if mixed and all(self._anything_fits(one) for one in weaker(wanted)):
            return Answer.UNKNOWN, None
        return Answer.NONE, None

    def _is_a_matter_of_time(self, wanted: Wanted) -> bool:
        """Say whether only the working time of calendars rules out every instant."""
        plain = [(one, holds) for one, holds in wanted if one.operator != "during"]
        if len(plain) == len(wanted):
            return False
        instants = [value for value in self.values if reading(value)[0] == INSTANT]
        return any(self._fits(instant, plain) for instant in instants)

    def _anything_fits(self, wanted: Wanted) -> bool:
        tries = [*self.values, *built(wanted, self.sign)]
        return any(self._fits(value, wanted) for value in tries)

    def _fits(self, value: Any, wanted: Wanted) -> bool:
        return all(self.holds(condition, value) is holds for condition, holds in wanted)
