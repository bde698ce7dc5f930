"""Chains as formulas: what each level asks, and the searches of requests that answer it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Self

from slacalc.chain import LevelChain
from slacalc.check.formula import FREE, All, Formula, Literal, every, negated, some
from slacalc.check.search import Budget, Found, Search
from slacalc.check.worlds import Answer, World
from slacalc.conditions import AnyCondition, Condition, ConditionGroup

_MOST_JUDGED = 1_000_000
_MOST_OF_A_FIELD = 400_000


class ChainFormulas:
    """The levels of a chain as formulas over the worlds of their fields.

    Each search takes steps of a budget; when it is spent, every answer is unknown.
    """

    def __init__(self, chain: LevelChain, extra: Iterable[Condition] = ()) -> None:
        self.chain = chain
        by_field: dict[str, list[Condition]] = {}
        said = [one for level in chain.levels for each in level.conditions for one in plain(each)]
        for condition in (*said, *extra):
            by_field.setdefault(condition.field, []).append(condition)
        left, self._worlds = _MOST_JUDGED, list[World]()
        for name, conditions in by_field.items():
            self._worlds.append(World(name, conditions, judged=min(left, _MOST_OF_A_FIELD)))
            left -= self._worlds[-1].judged
        self._numbers = {world.field: number for number, world in enumerate(self._worlds)}
        self._search = Search(self._worlds)
        self.levels: list[Formula] = [
            every(map(self.formula, level.conditions)) for level in chain.levels
        ]
        self._others = [negated(formula) for formula in self.levels]
        self._masks = [self._sure_masks(formula) for formula in self.levels]

    def allow(self, steps: int) -> Self:
        """Allow the searches from now on some steps; return the formulas themselves."""
        self._search.budget = Budget(steps)
        return self

    def spend(self, looks: int) -> bool:
        """Take steps for looks at conditions outside of searches, and say if they were there."""
        return self._search.budget.spend(looks)

    def formula(self, condition: AnyCondition) -> Formula:
        """Return a condition as a formula."""
        if isinstance(condition, Condition):
            return self._literal(condition)
        if not isinstance(condition, ConditionGroup):
            return FREE
        members = list(map(self.formula, condition.members))
        if condition.how == "all_of":
            return every(members)
        return some(members) if condition.how == "any_of" else every(map(negated, members))

    def _literal(self, condition: Condition) -> Literal:
        number = self._numbers[condition.field]
        world = self._worlds[number]
        atom = world.numbers[condition]
        mask = world.masks[atom]
        return Literal(number, atom, True, mask, world.all & ~mask)  # noqa: FBT003 - it must hold

    def meeting(self, *numbers: int, but: Collection[int] = ()) -> Found:
        """Search a request that meets the conditions of some levels, and not those of others."""
        if not self._search.budget.spend(len(but)):
            return Found(Answer.UNKNOWN)
        formulas = [self.levels[number] for number in numbers]
        return self._search.find(formulas, {number: self._others[number] for number in but})

    def meeting_also(self, number: int, extra: Formula, but: Collection[int] = ()) -> Found:
        """Search a request that meets the conditions of a level, and a formula, and no others."""
        if not self._search.budget.spend(len(but)):
            return Found(Answer.UNKNOWN)
        others = {other: self._others[other] for other in but}
        return self._search.find([self.levels[number], extra], others)

    def are_apart(self, one: int, other: int) -> bool:
        """Say whether it is plain that two levels share no request."""
        mine, theirs = self._masks[one], self._masks[other]
        small, large = (mine, theirs) if len(mine) < len(theirs) else (theirs, mine)
        return any(name in large and not mask & large[name] for name, mask in small.items())

    def _sure_masks(self, formula: Formula) -> dict[int, int]:
        """Return what samples the fields must be, of fields whose samples are all there is."""
        found: dict[int, int] = {}
        for part in formula.parts if isinstance(formula, All) else (formula,):
            if isinstance(part, Literal) and self._worlds[part.world].is_plain:
                known = found.get(part.world, self._worlds[part.world].all)
                found[part.world] = known & part.mask
        return found


def plain(condition: AnyCondition) -> Iterator[Condition]:
    """Go through the plain conditions of a condition."""
    if isinstance(condition, Condition):
        yield condition
    elif isinstance(condition, ConditionGroup):
        for member in condition.members:
            yield from plain(member)
