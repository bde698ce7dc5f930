"""Chains of levels: which promise applies to a request, and why not the ones before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import field, frozen

from slacalc.chain_index import BLOCK, Block
from slacalc.conditions import Verdict
from slacalc.drawing import table
from slacalc.errors import ArgumentTypeError, LevelError, did_you_mean
from slacalc.levels import SupportLevel


@frozen
class Tried:
    """A level that was tried for a request, and what each of its conditions found."""

    level: SupportLevel
    verdicts: tuple[Verdict, ...]

    @property
    def holds(self) -> bool:
        """Whether all conditions held."""
        return all(verdict.holds for verdict in self.verdicts)

    def rows(self) -> list[dict[str, Any]]:
        """Return a flat row for each condition, or one that says that there are none."""
        rows = [_row(self.level, verdict) for verdict in self.verdicts]
        return rows or [_row(self.level, words=_UNCONDITIONAL)]

    def to_dict(self) -> dict[str, Any]:
        """Return the findings as plain data, which JSON can hold."""
        verdicts = [verdict.to_dict() for verdict in self.verdicts]
        return {"level": self.level.name, "holds": self.holds, "verdicts": verdicts}

    def __str__(self) -> str:
        """Write the findings against the level, or that all conditions hold."""
        against = [verdict.words for verdict in self.verdicts if not verdict.holds]
        return f"{self.level}: {'; '.join(against) or _UNCONDITIONAL}"


@frozen
class Choice:
    """The level chosen for a request, and every level tried before it.

    Its text is for people, `rows` and `to_dict` are for programs, and a notebook shows a table.
    """

    level: SupportLevel
    tried: tuple[Tried, ...]
    by_default: bool

    def rows(self) -> list[dict[str, Any]]:
        """Return a flat row for each condition looked at: level, condition, seen, holds, words.

        A level without conditions, and the default, have a row of their own.
        """
        rows = [row for tried in self.tried for row in tried.rows()]
        return rows + ([_row(self.level, words=_DEFAULT)] if self.by_default else [])

    def to_dict(self) -> dict[str, Any]:
        """Return the choice as plain data, which JSON can hold."""
        return {
            "level": self.level.name,
            "by_default": self.by_default,
            "tried": [tried.to_dict() for tried in self.tried],
        }

    def __str__(self) -> str:
        """Write the choice for people, a line each level tried."""
        last = [f"{self.level}: {_DEFAULT}"] if self.by_default else []
        return "\n".join([*map(str, self.tried), *last])

    def _repr_html_(self) -> str:
        """Draw the choice as a table, for notebooks."""
        rows = [(row["level"], _mark(row), row["words"]) for row in self.rows()]
        return table(("level", "holds", "because"), rows)


_UNCONDITIONAL = "all conditions hold"
_DEFAULT = "the default, for no level matched"


def _mark(row: Mapping[str, Any]) -> str:
    return "yes" if row["holds"] else "no"


def _row(level: SupportLevel, verdict: Verdict | None = None, words: str = "") -> dict[str, Any]:
    return {
        "level": level.name,
        "condition": "" if verdict is None else str(verdict.condition),
        "seen": None if verdict is None else verdict.seen,
        "holds": verdict is None or verdict.holds,
        "words": words if verdict is None else verdict.words,
    }


@frozen(init=False)
class LevelChain:
    """Levels that are tried in order; the first whose conditions hold is taken.

    >>> from slacalc import Calendar
    >>> office = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow")
    >>> vip = SupportLevel("VIP", calendar=office, response="1h", conditions={"client": "vip"})
    >>> chain = LevelChain(
    ...     [vip], default=SupportLevel("Default", calendar=office, response="4h")
    ... )
    >>> print(chain.explain({"client": "acme"}))
    VIP: client is 'acme', not 'vip'
    Default: the default, for no level matched
    """

    levels: tuple[SupportLevel, ...]
    default: SupportLevel
    _blocks: list[Block | None] = field(eq=False, repr=False)

    def __init__(self, levels: Iterable[SupportLevel], *, default: SupportLevel) -> None:
        if not isinstance(levels, Iterable):
            raise ArgumentTypeError.expected("levels", levels, "support levels")
        chain = tuple(levels)
        seen: set[str] = set()
        for level in (*chain, default):
            if not isinstance(level, SupportLevel):
                raise ArgumentTypeError.expected("levels", level, "support levels")
            if level.row is not None:
                remedy = "give the level with its tables; the request chooses the row"
                raise LevelError("levels", level.name, f"is at its row {level.row!r}", remedy)
            if level.name in seen:
                raise LevelError("levels", level.name, "is a name given twice", "name them apart")
            seen.add(level.name)
        if default.conditions:
            problem = "has conditions, which a default does not look at"
            raise LevelError("default", default.name, problem, "make it one of the levels")
        self.__attrs_init__(chain, default, [None] * -(-len(chain) // BLOCK))

    def level_for(self, ticket: Mapping[str, Any]) -> SupportLevel:
        """Return the first level that matches a request, else the default.

        O(levels tried), a few nanoseconds for each whose conditions compare single fields; the
        index that makes it so is built when a request first gets to its levels.
        """
        _check_ticket(ticket)
        for number in range(len(self._blocks)):
            level = self._block(number).first(ticket)
            if level is not None:
                return level
        return self.default

    def _block(self, number: int) -> Block:
        block = self._blocks[number]
        if block is None:
            block = Block(self.levels[number * BLOCK : (number + 1) * BLOCK])
            self._blocks[number] = block
        return block

    def explain(self, ticket: Mapping[str, Any]) -> Choice:
        """Return the level for a request, and why each level before it did not match."""
        _check_ticket(ticket)
        tried: list[Tried] = []
        for level in self.levels:
            tried.append(Tried(level, tuple(c.verdict(ticket) for c in level.conditions)))
            if tried[-1].holds:
                return Choice(level, tuple(tried), by_default=False)
        return Choice(self.default, tuple(tried), by_default=True)

    def named(self, name: str) -> SupportLevel:
        """Return a level by its name."""
        levels = {level.name: level for level in (*self.levels, self.default)}
        if not isinstance(name, str) or name not in levels:
            way_out = did_you_mean(name, levels) or f"use one of {', '.join(levels)}"
            raise LevelError("level", name, "is no level of this chain", way_out)
        return levels[name]

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle what was said, without the index."""
        return _chain, (self.levels, self.default)


def _chain(levels: tuple[SupportLevel, ...], default: SupportLevel) -> LevelChain:
    return LevelChain(levels, default=default)


def _check_ticket(ticket: object) -> None:
    if type(ticket) is not dict and not isinstance(ticket, Mapping):
        raise ArgumentTypeError.expected("ticket", ticket, "a mapping of fields to values")
