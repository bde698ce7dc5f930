"""A law: what must hold of any calendar or clock, as an object that can be asked and read."""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature

from attrs import field, frozen

Check = Callable[..., None]


@frozen
class Law:
    """What must hold, whatever is asked.

    Args:
        name: what it is called, such as ``"add then elapsed"``.
        sentence: the same for people.
        formula: the same in the names of the methods.
        needs: the methods that it asks; ``"like"`` where it compares with another calendar,
            ``"others"`` where it combines some.
        check: a function of what is asked and of what is drawn, by the names of its arguments;
            it raises `Disagreement`, which is an `AssertionError`, where the law is broken.

    >>> from slacalc.testing import LAWS
    >>> law = next(law for law in LAWS if law.name == "add then elapsed")
    >>> law.formula, law.draws
    ('elapsed(a, deadline(a, d)) == d', ('a', 'd'))
    """

    name: str
    sentence: str
    formula: str
    needs: tuple[str, ...]
    check: Check = field(repr=False)

    @property
    def draws(self) -> tuple[str, ...]:
        """The names of what is drawn for it."""
        return tuple(signature(self.check).parameters)[1:]

    def __str__(self) -> str:
        """Write the law in a line."""
        return f"{self.name}: {self.sentence}"


class Laws(list[Law]):
    """Laws in the order in which they were written down."""

    def law(self, name: str, formula: str, needs: str) -> Callable[[Check], Check]:
        """Write down the law that the function below it checks; its docstring is the sentence."""

        def write(check: Check) -> Check:
            sentence = (check.__doc__ or name).strip().rstrip(".")
            self.append(Law(name, sentence, formula, tuple(needs.split()), check))
            return check

        return write
