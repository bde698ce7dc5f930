"""An index over a block of levels: which of them the fields of a request do not rule out.

Each level of a block is a bit. What a condition says of its field is true or false on stretches
of an ordered line of values, so for each field the line is cut where a condition flips, and the
levels that stand on each piece are known beforehand; one search finds the piece, and the pieces
of all fields together leave the candidates. Words that a text is to contain are looked for one
after another, the text read once. Other conditions rule nothing out here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from operator import xor
from typing import Any

from attrs import frozen

from slacalc.conditions import AnyCondition, Condition, ConditionGroup
from slacalc.levels import SupportLevel
from slacalc.operators import folded
from slacalc.values import LIST, MISSING, TEXT, field_of, reading

BLOCK = 128  # levels; the masks of a block stay small integers, however long the chain
_FEWEST = 4  # levels that share a field; for fewer, a search costs more than it spares
_MOST_AXES = 16  # alternatives; each costs a search
_HIGHEST = chr(0x10FFFF)

Flips = Sequence[tuple[Any, int]]
"""Where a condition flips from false to true or back: at a key (0) or right after it (1)."""


@frozen
class Pieces:
    """What a condition says of the values of one field, kind by kind.

    `kinds` holds, for a kind, whether the condition holds for its lowest values, and the flips
    above; for all other kinds it holds `elsewhere`.
    """

    kinds: Mapping[str, tuple[bool, Flips]]
    elsewhere: bool = False


def pieces_of(condition: Condition) -> Pieces | None:
    """Return the pieces of a condition, or None where it lies on no line of values."""
    wanted, operator = condition._wanted, condition.operator  # noqa: SLF001 - one family
    if operator in ("exists", "missing"):
        return Pieces({MISSING: (not wanted, ())}, elsewhere=wanted)
    if operator in ("is", "in", "is_not", "not_in"):
        points: dict[str, list[tuple[Any, int]]] = defaultdict(list)
        for kind, key in wanted[1]:
            points[kind] += ((key, 0), (key, 1))
        begins = operator in ("is_not", "not_in")
        return Pieces({kind: (begins, flips) for kind, flips in points.items()})
    if operator == "starts_with":
        return Pieces({TEXT: (not wanted, _prefix(wanted))})
    if operator == "between":
        return Pieces({wanted[0]: (False, ((wanted[1], 0), (wanted[2], 1)))})
    if operator not in _LIMITS:
        return None
    begins, side = _LIMITS[operator]
    return Pieces({wanted[0]: (begins, ((wanted[1], side),))})


_LIMITS = {
    "less": (True, 0),
    "before": (True, 0),
    "at_most": (True, 1),
    "more": (False, 1),
    "after": (False, 1),
    "at_least": (False, 0),
}


def _prefix(text: str) -> Flips:
    """Return where the texts that start with a text begin and end."""
    last = text.rstrip(_HIGHEST)
    if not last:
        return ((text, 0),) if text else ()
    return (text, 0), (last[:-1] + chr(ord(last[-1]) + 1), 0)


class _Line:
    """The values of one kind, cut where conditions flip, with the levels on each piece.

    Piece 2n + 1 is the nth cut itself, piece 2n what lies before it.
    """

    __slots__ = ("cuts", "masks")

    def __init__(self, said: Iterable[tuple[int, bool, Flips]], elsewhere: int) -> None:
        told = list(said)
        self.cuts = sorted({key for _, _, flips in told for key, _ in flips})
        places = {key: 2 * n + 1 for n, key in enumerate(self.cuts)}
        changes = [0] * (2 * len(self.cuts) + 2)
        changes[0] = elsewhere
        for bit, begins, flips in told:
            changes[0] = changes[0] | bit if begins else changes[0] & ~bit
            for key, side in flips:
                changes[places[key] + side] ^= bit
        self.masks = list(accumulate(changes, xor))

    def at(self, key: Any) -> int:
        """Return the levels on the piece of a key."""
        place = bisect_left(self.cuts, key)
        on_cut = place < len(self.cuts) and self.cuts[place] == key
        mask: int = self.masks[2 * place + on_cut]
        return mask


class _Axis:
    """A field, and the lines of each kind of values that it can hold."""

    __slots__ = ("elsewhere", "field", "lines", "read")

    def __init__(self, field: str, said: list[tuple[int, Pieces]], *, ignore_case: bool) -> None:
        self.field = field
        self.read = folded if ignore_case else reading
        self.elsewhere = sum(bit for bit, pieces in said if pieces.elsewhere)
        kinds = {kind for _, pieces in said for kind in pieces.kinds}
        self.lines = {
            kind: _Line(
                ((bit, *pieces.kinds[kind]) for bit, pieces in said if kind in pieces.kinds),
                self.elsewhere,
            )
            for kind in kinds
        }

    def at(self, ticket: Mapping[str, Any]) -> int:
        """Return the levels whose condition here holds for a request."""
        kind, key = self.read(field_of(ticket, self.field))
        line = self.lines.get(kind)
        return self.elsewhere if line is None else line.at(key)


class _Words:
    """A field, and the texts that conditions want it to contain, each looked for in turn."""

    __slots__ = ("asked", "field", "read", "texts")

    def __init__(self, field: str, said: list[tuple[int, Condition]], *, ignore_case: bool) -> None:
        self.field = field
        self.read = folded if ignore_case else reading
        self.asked = said
        wanted = [(bit, *condition._wanted[1]) for bit, condition in said]  # noqa: SLF001 - as above
        self.texts = [(bit, key) for bit, kind, key in wanted if kind == TEXT]

    def at(self, ticket: Mapping[str, Any]) -> int:
        """Return the levels whose condition here holds for a request."""
        kind, key = self.read(field_of(ticket, self.field))
        if kind == TEXT:
            return sum([bit for bit, text in self.texts if text in key])
        if kind == LIST:
            return sum(bit for bit, condition in self.asked if condition.holds(ticket))
        return 0


class Block:
    """Some levels in a row, and what the fields of a request leave of them.

    A term is what some of the levels demand: of one field, or of one field or another. The
    levels that pass it are those that demand nothing there, and those on one of its axes. The
    conditions that are no part of a term are asked one by one of the levels that are left.
    """

    __slots__ = ("levels", "rest", "terms")

    def __init__(self, levels: Sequence[SupportLevel]) -> None:
        self.levels: Sequence[SupportLevel] = levels
        self.rest: list[list[AnyCondition]] = [[] for _ in levels]
        said: dict[object, list[tuple[int, AnyCondition, _Axes]]] = {}
        for place, level in enumerate(levels):
            seen: Counter[object] = Counter()
            for condition in _each(level.conditions):
                axes = _axes(condition)
                name = next(iter(axes)) if len(axes) == 1 else "any of"
                if axes:
                    said.setdefault((name, seen[name]), []).append((place, condition, axes))
                    seen[name] += 1
                else:
                    self.rest[place].append(condition)
        every = (1 << len(levels)) - 1
        self.terms: list[tuple[int, list[_Axis | _Words]]] = []
        for told in said.values():
            if len(told) >= _FEWEST:
                concerned = sum(1 << place for place, _, _ in told)
                self.terms.append((every & ~concerned, _drawn(told)))
            else:
                for place, condition, _ in told:
                    self.rest[place].append(condition)
        self.terms.sort(key=lambda term: term[0].bit_count())

    def first(self, ticket: Mapping[str, Any]) -> SupportLevel | None:
        """Return the first level that matches a request, or None."""
        left = (1 << len(self.levels)) - 1
        for passed, axes in self.terms:
            for axis in axes:
                passed |= axis.at(ticket)  # noqa: PLW2901 - those on the axes come on top
            left &= passed
            if not left:
                return None
        while left:
            place = (left & -left).bit_length() - 1
            for condition in self.rest[place]:
                if not condition.holds(ticket):
                    break
            else:
                return self.levels[place]
            left &= left - 1
        return None


def _drawn(told: Iterable[tuple[int, AnyCondition, _Axes]]) -> list[_Axis | _Words]:
    """Return the axes of a term; a level stands on each once."""
    said: dict[_AxisKey, list[tuple[int, Any]]] = defaultdict(list)
    for place, _, axes in told:
        for key, pieces in axes.items():
            said[key].append((1 << place, pieces))
    return [
        (_Words if words else _Axis)(field, axis, ignore_case=ignore_case)
        for (field, ignore_case, words, _), axis in said.items()
    ]


_AxisKey = tuple[str, bool, bool, int]
"""A field, whether case is ignored, whether words are looked for, and a number of its own."""

_Axes = dict[_AxisKey, Pieces | Condition]


def _each(conditions: Iterable[AnyCondition]) -> Iterator[AnyCondition]:
    for condition in conditions:
        if isinstance(condition, ConditionGroup) and condition.how == "all_of":
            yield from _each(condition.members)
        else:
            yield condition


def _axes(condition: AnyCondition) -> _Axes:
    """Return the pieces of which one must be met, or none where some lie on no line.

    The last part of a key tells several pieces of one group on one field apart.
    """
    members: Sequence[AnyCondition] = (condition,)
    if isinstance(condition, ConditionGroup) and condition.how == "any_of":
        members = condition.members if len(condition.members) <= _MOST_AXES else ()
    axes: _Axes = {}
    for member in members:
        if not isinstance(member, Condition):
            return {}
        words = member.operator == "contains"
        pieces = member if words else pieces_of(member)
        if pieces is None:
            return {}
        kind = (member.field, member.ignore_case, words)
        axes[*kind, sum(key[:3] == kind for key in axes)] = pieces
    return axes
