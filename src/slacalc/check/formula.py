"""Formulas: conditions with the negations pushed down to what one field must be."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import field, frozen


@frozen
class Literal:
    """One condition on one field that must hold, or must not; `mask` has the values that fit."""

    world: int
    atom: int
    wanted: bool
    mask: int = field(eq=False)
    opposite_mask: int = field(eq=False)
    size = 1

    def opposite(self) -> Literal:
        """Return the literal that holds where this one does not."""
        return Literal(self.world, self.atom, not self.wanted, self.opposite_mask, self.mask)


@frozen
class All:
    """All parts must hold."""

    parts: tuple[Formula, ...]
    size: int = field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        """Count the literals."""
        object.__setattr__(self, "size", _size(self.parts))


@frozen
class Some:
    """At least one part must hold."""

    parts: tuple[Formula, ...]
    size: int = field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        """Count the literals."""
        object.__setattr__(self, "size", _size(self.parts))


@frozen
class Free:
    """What nothing is known about: it may hold and it may not."""

    size = 1


Formula = Literal | All | Some | Free
FREE = Free()


def _size(parts: tuple[Formula, ...]) -> int:
    return 1 + sum(part.size for part in parts)


def every(parts: Iterable[Formula]) -> Formula:
    """Return the formula that holds where all parts do."""
    told = tuple(parts)
    return told[0] if len(told) == 1 else All(told)


def some(parts: Iterable[Formula]) -> Formula:
    """Return the formula that holds where at least one part does."""
    told = tuple(parts)
    return told[0] if len(told) == 1 else Some(told)


def negated(formula: Formula) -> Formula:
    """Return the formula that holds where another does not."""
    if isinstance(formula, All):
        return some(negated(part) for part in formula.parts)
    if isinstance(formula, Some):
        return every(negated(part) for part in formula.parts)
    return formula.opposite() if isinstance(formula, Literal) else formula
