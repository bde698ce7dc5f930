"""What came of a check: the laws kept, broken and skipped, and each breach in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from textwrap import indent
from typing import Any

from attrs import field, frozen

from slacalc.testing.laws.comparing import Disagreement
from slacalc.testing.laws.law import Law
from slacalc.testing.laws.record import Record
from slacalc.testing.laws.words import words

_HIDDEN = ("walk",)  # drawn, but nothing that one would read
_MOST = 12  # questions that are told, the last ones


@frozen
class BrokenLaw:
    """A law that is broken, and the smallest example of it.

    `example` holds what was drawn, by the names in the formula; `text` says in words what was
    asked, what was answered and what was expected.

    >>> from datetime import timedelta
    >>> from slacalc.testing import Pair, check_laws
    >>> one_off = Pair(elapsed=lambda start, end: end - start + timedelta(minutes=1))
    >>> print(check_laws(one_off, laws=["no time in no time"]).broken[0])
    no time in no time: Nothing is worked at one instant
      elapsed(a, a) == 0
        a = Mon 2024-01-08 09:00 UTC
        elapsed(a, a) = 1m
      answered: 1m
      expected: 0
    """

    law: Law
    example: Mapping[str, Any] = field(hash=False)
    text: str

    @classmethod
    def of(
        cls, law: Law, drawn: Mapping[str, Any], record: Record, disagreement: Disagreement
    ) -> BrokenLaw:
        """Put an example into words."""
        told = {name: value for name, value in drawn.items() if name not in _HIDDEN}
        lines = [f"{law.name}: {law.sentence}", indent(law.formula, "  ")]
        lines += [f"    {name} = {words(value)}" for name, value in told.items()]
        lines += [f"    {call} = {words(answer)}" for call, answer in record.told[-_MOST:]]
        lines += [indent(line, "  ") for line in _verdict(disagreement)]
        return cls(law, told, "\n".join(lines))

    def __str__(self) -> str:
        """Write the law and the example for people."""
        return self.text


def _verdict(disagreement: Disagreement) -> Iterator[str]:
    yield f"answered: {words(disagreement.answered)}"
    yield f"expected: {disagreement.bound}{words(disagreement.expected)}"


@frozen
class LawReport:
    """The laws that a subject breaks, those that it keeps, and those that can't be judged.

    It is true where no law is broken. `broken` holds each with its smallest example, `kept` the
    names, `skipped` says of each name why.

    >>> print(LawReport((), ("no time in no time",), {"cut in two": "it has no - and no &"}))
    1 law kept, none broken, 1 skipped
    """

    broken: tuple[BrokenLaw, ...]
    kept: tuple[str, ...]
    skipped: Mapping[str, str] = field(hash=False)

    def __bool__(self) -> bool:
        return not self.broken

    def __str__(self) -> str:
        """Write the report for people: the counts, and each broken law with its example."""
        kept = f"{len(self.kept)} law{'' if len(self.kept) == 1 else 's'} kept"
        counts = f"{kept}, {len(self.broken) or 'none'} broken, {len(self.skipped)} skipped"
        return "\n\n".join([counts, *map(str, self.broken)])

    def rows(self) -> list[dict[str, str]]:
        """Return a flat row for each law: its name, the verdict, and the example or the reason."""
        told = [(one.law.name, "broken", one.text) for one in self.broken]
        told += [(name, "kept", "") for name in self.kept]
        told += [(name, "skipped", why) for name, why in self.skipped.items()]
        return [dict(zip(("law", "verdict", "why"), row, strict=True)) for row in told]

    def raise_if_broken(self) -> None:
        """Raise an `AssertionError` that tells each broken law and its example, if there is one."""
        __tracebackhide__ = True
        if self.broken:
            raise AssertionError(str(self))
