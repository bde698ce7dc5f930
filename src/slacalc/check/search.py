"""Search: a request that meets some formulas, or the proof that there is none.

A request is guessed, and mended where a formula fails: each way to mend it is a branch, in which
the ways before it are ruled out. When all branches are closed, no request meets the formulas.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import field, frozen

from slacalc.check.formula import All, Formula, Free, Literal, Some
from slacalc.check.worlds import Answer, World

_MOST_STEPS = 2_000
_LOOKS_A_STEP = 100


class Budget:
    """How many steps some searches may take, all together; a step is some 30 microseconds."""

    def __init__(self, steps: int) -> None:
        self.left: int = steps

    def spend(self, looks: int) -> bool:
        """Take a step, and more for many looks at conditions; say whether they were there."""
        self.left -= 1 + looks // _LOOKS_A_STEP
        return self.left >= 0


@frozen
class Found:
    """What a search found: an answer, a request where there is one, the clauses that it used."""

    answer: Answer
    request: Mapping[str, Any] | None = None
    used: frozenset[int] = field(factory=frozenset)


class _Guess:
    """A request as far as it is guessed: what each field may be, and a value for it."""

    __slots__ = ("bits", "clauses", "literals", "masks", "mended", "values")

    def __init__(self) -> None:
        self.masks: dict[int, int] = {}
        self.bits: dict[int, int] = {}  # the sample that is the value; 0 for one that was built
        self.values: dict[int, Any] = {}
        self.literals: dict[int, frozenset[Literal]] = {}
        self.clauses: tuple[Formula, ...] = ()  # to be looked at, beside those that are numbered
        self.mended: frozenset[int] = frozenset()  # the numbers of those that need no look

    def copy(self) -> _Guess:
        other = _Guess()
        other.masks, other.bits = self.masks.copy(), self.bits.copy()
        other.values, other.literals = self.values.copy(), self.literals.copy()
        other.clauses, other.mended = self.clauses, self.mended
        return other

    def without(self, number: int | None, clause: Formula) -> _Guess:
        """Return a guess for a branch, in which a clause is mended by what comes next."""
        other = self.copy()
        if number is None:
            other.clauses = tuple(one for one in self.clauses if one is not clause)
        else:
            other.mended = self.mended | {number}
        return other


def _size(guess: _Guess) -> int:
    return sum(clause.size for clause in guess.clauses)


class Search:
    """Searches requests in the worlds of their fields, within a budget."""

    def __init__(self, worlds: Sequence[World]) -> None:
        self._worlds = worlds
        self.budget: Budget = Budget(0)

    def find(
        self, formulas: Sequence[Formula], clauses: Mapping[int, Formula] | None = None
    ) -> Found:
        """Return a request that meets all formulas, and of each clause of others too.

        The numbers of the clauses that had to be looked at are those that a proof used.
        """
        guess, used, unsure = _Guess(), set[int](), False
        clauses = clauses or {}
        cost = sum(clause.size for clause in clauses.values())
        if not self.budget.spend(sum(formula.size for formula in formulas)):
            return Found(Answer.UNKNOWN)
        for formula in formulas:
            answer = self._assume(guess, formula)
            if answer is not Answer.FOUND:
                return Found(answer)
        stack = [guess]
        for _ in range(_MOST_STEPS):
            if not stack:
                return Found(Answer.UNKNOWN if unsure else Answer.NONE, None, frozenset(used))
            if not self.budget.spend(cost + _size(stack[-1])):
                break
            guess = stack.pop()
            number, clause = self._broken(guess, clauses)
            if clause is None:
                return Found(Answer.FOUND, self._request(guess), frozenset(used))
            used |= set() if number is None else {number}
            branches, sure = self._branches(guess.without(number, clause), clause)
            unsure = unsure or not sure
            stack += reversed(branches)
        return Found(Answer.UNKNOWN, None, frozenset(used))

    def _branches(self, guess: _Guess, clause: Formula) -> tuple[list[_Guess], bool]:
        """Return a guess for each way to mend a clause, and whether none was left out."""
        branches, sure = [], True
        for part in clause.parts if isinstance(clause, Some) else (clause,):
            branch = guess.copy()
            answer = self._assume(branch, part)
            branches += [branch] if answer is Answer.FOUND else []
            sure = sure and answer is not Answer.UNKNOWN
            if isinstance(part, Literal):  # as the clause is broken, the guess meets its opposite
                self._assume_literal(guess, part.opposite())
        return branches, sure

    def _assume(self, guess: _Guess, formula: Formula) -> Answer:
        """Add a formula to what a guess must meet, and guess anew where it does not."""
        if isinstance(formula, Literal):
            return self._assume_literal(guess, formula)
        if isinstance(formula, Some):
            guess.clauses = (*guess.clauses, formula)
        if not isinstance(formula, All):
            return Answer.FOUND
        for part in formula.parts:
            answer = self._assume(guess, part)
            if answer is not Answer.FOUND:
                return answer
        return Answer.FOUND

    def _assume_literal(self, guess: _Guess, literal: Literal) -> Answer:
        number = literal.world
        world = self._worlds[number]
        known = guess.literals.get(number, frozenset())
        fits = self._holds(guess, literal)
        mask = guess.masks.get(number, world.all) & literal.mask
        guess.masks[number], guess.literals[number] = mask, known | {literal}
        if fits:
            return Answer.FOUND
        if mask:
            guess.bits[number] = mask & -mask
            return Answer.FOUND
        answer, value = world.settle(guess.literals[number])
        guess.bits[number], guess.values[number] = 0, value
        return answer

    def _holds(self, guess: _Guess, formula: Formula) -> bool:
        """Say whether a guess meets a formula; nobody knows of a free one, so it does."""
        if isinstance(formula, Literal):
            bit = guess.bits.get(formula.world, 1)
            if bit:
                return bool(formula.mask & bit)
            world = self._worlds[formula.world]
            holds = world.holds(world.atoms[formula.atom], guess.values[formula.world])
            return holds is formula.wanted
        if isinstance(formula, Free):
            return True
        judged = (self._holds(guess, part) for part in formula.parts)
        return all(judged) if isinstance(formula, All) else any(judged)

    def _broken(
        self, guess: _Guess, clauses: Mapping[int, Formula]
    ) -> tuple[int | None, Formula | None]:
        """Return the clause that a guess does not meet, of several one with the fewest ways."""
        broken: list[tuple[int | None, Formula]] = [
            (None, clause) for clause in guess.clauses if not self._holds(guess, clause)
        ]
        broken += [
            (number, clause)
            for number, clause in clauses.items()
            if number not in guess.mended and not self._holds(guess, clause)
        ]
        return min(broken, key=lambda one: self._ways(guess, one[1]), default=(None, None))

    def _ways(self, guess: _Guess, clause: Formula) -> int:
        """Return in how many ways a clause may be met, at most."""
        if isinstance(clause, Some):
            return sum(self._ways(guess, part) for part in clause.parts)
        if not isinstance(clause, Literal):
            return 1
        world = self._worlds[clause.world]
        left = guess.masks.get(clause.world, world.all)
        return int(bool(left & clause.mask) or world.looks_inside)

    def _request(self, guess: _Guess) -> dict[str, Any]:
        """Return the request that was guessed."""
        told = {
            self._worlds[number].field: self._worlds[number].value(bit)
            if bit
            else guess.values[number]
            for number, bit in guess.bits.items()
        }
        return {name: value for name, value in told.items() if value is not None}
