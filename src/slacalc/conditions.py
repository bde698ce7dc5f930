"""Conditions: what the fields of a request must be, and what was found in them instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from attrs import Factory, frozen
from attrs import field as attr_field

from slacalc.algebra import AnyCalendar
from slacalc.errors import ArgumentTypeError, LevelError, did_you_mean
from slacalc.operators import OPERATORS, Reading, folded
from slacalc.values import MISSING, TEXT, as_data, field_of, plain, reading, shown

GROUPS = ("all_of", "any_of", "none_of")
DEEPEST = 20
MOST = 1_000

CalendarName = Callable[[AnyCalendar], Any]
"""What to write for a calendar."""


@frozen
class Verdict:
    """What a condition found in a request, in words; a group's verdict holds its members'."""

    condition: AnyCondition
    holds: bool
    words: str
    seen: Any = attr_field(default=None, eq=False)
    members: tuple[Verdict, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the verdict as plain data, which JSON can hold."""
        told = {
            "condition": str(self.condition),
            "holds": self.holds,
            "words": self.words,
            "seen": as_data(self.seen),
        }
        members = [member.to_dict() for member in self.members]
        return told | ({"members": members} if members else {})

    def __str__(self) -> str:
        """Write the finding for people."""
        return f"{'yes' if self.holds else 'no'}: {self.words}"


def _typed(value: object) -> object:
    """Return what the value of a condition is compared by: 1, true and "1" are three values."""
    if isinstance(value, tuple):
        return tuple(map(_typed, value))
    return reading(value)


@frozen
class Condition:
    """What one field of a request must be: a value, one of several, below a limit, missing.

    The operators are is, is_not, in, not_in, contains, starts_with, less, at_most, more,
    at_least, between, before, after, exists, missing and during. A missing field, or a value
    of another kind, makes every condition false but those that ask for a missing field; it is
    never an error. ``client.tier`` is the field of that name, else `tier` in `client`.

    Raises LevelError for an unknown operator, and for a value that it can't compare.

    >>> str(Condition("client", "is", "vip"))
    "client is 'vip'"
    >>> Condition("users", "more", 100).holds({"users": 250})
    True
    """

    field: str
    operator: str
    value: Any = attr_field(eq=_typed)
    ignore_case: bool = False
    _wanted: Any = attr_field(init=False, eq=False, repr=False)
    _read: Callable[[object], Reading] = attr_field(init=False, eq=False, repr=False)
    _meets: Callable[[Any, str, Any], bool] = attr_field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Refuse what could never be judged, and prepare the value for comparing."""
        place = f"conditions.{self.field}"
        if not isinstance(self.field, str):
            raise LevelError(place, self.field, "is no name of a field", "give text")
        if not isinstance(self.operator, str) or self.operator not in OPERATORS:
            near = did_you_mean(self.operator, OPERATORS)
            way_out = near or f"use one of {', '.join(OPERATORS)}"
            raise LevelError(place, self.operator, "is no condition", way_out)
        operator = OPERATORS[self.operator]
        value = operator.operand(f"{place}.{self.operator}", self.value)
        object.__setattr__(self, "value", value)
        if not isinstance(self.ignore_case, bool):
            problem = "is not true or false"
            raise LevelError(f"{place}.ignore_case", self.ignore_case, problem, "give one of them")
        if self.ignore_case and not (operator.folds and TEXT in operator.kinds(value)):
            problem, remedy = "is for conditions that compare text", "leave it out"
            raise LevelError(f"{place}.ignore_case", self.ignore_case, problem, remedy)
        read = folded if self.ignore_case else reading
        object.__setattr__(self, "_wanted", operator.prepared(value, read))
        object.__setattr__(self, "_read", read)
        object.__setattr__(self, "_meets", operator.holds)

    def holds(self, ticket: Mapping[str, Any]) -> bool:
        """Say whether the condition holds for a request; never raises."""
        kind, key = self._read(field_of(ticket, self.field))
        try:
            return self._meets(self._wanted, kind, key)
        except Exception:  # noqa: BLE001 - values from outside may raise what they like
            return False

    @property
    def holds_for_text(self) -> bool:
        """Whether a text, or a missing field, can meet the condition: all that a log holds."""
        about_presence = self.operator in ("exists", "missing")
        return about_presence or TEXT in OPERATORS[self.operator].kinds(self.value)

    def verdict(self, ticket: Mapping[str, Any]) -> Verdict:
        """Return whether the condition holds for a request, and what it saw, in words."""
        seen, holds = field_of(ticket, self.field), self.holds(ticket)
        found = f"{self.field} is {MISSING if seen is None else shown(seen)}"
        if holds or self.operator in ("exists", "missing"):
            return Verdict(self, holds, found, seen)
        kind = reading(seen)[0]
        strange = seen is not None and kind not in OPERATORS[self.operator].kinds(self.value)
        return Verdict(self, holds, f"{found}{f' ({kind})' * strange}, not {self._must_be()}", seen)

    def _must_be(self) -> str:
        said = OPERATORS[self.operator].words(self.value)
        return f"{said}, in any case" if self.ignore_case else said

    def to_dict(self, calendar_name: CalendarName | None = None) -> dict[str, Any]:
        """Return the condition as plain data, which `conditions_of` reads."""
        if self.field in GROUPS:
            problem = "is a reserved word in tables"
            raise LevelError("conditions", self.field, problem, "rename the field to save it")
        return {self.field: self._said(calendar_name)}

    def _said(self, calendar_name: CalendarName | None) -> Any:
        if self.operator == "during":
            name = calendar_name or AnyCalendar.to_dict
            return {"during": name(self.value)}
        several = isinstance(self.value, tuple)
        written = [plain(each) for each in self.value] if several else plain(self.value)
        tables = any(isinstance(each, dict) for each in (written if several else [written]))
        if self.operator in ("is", "in") and not tables and not self.ignore_case:
            return written
        return {self.operator: written} | ({"ignore_case": True} if self.ignore_case else {})

    def __str__(self) -> str:
        """Write the condition for people."""
        return f"{self.field} is {self._must_be()}"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle what was said."""
        return Condition, (self.field, self.operator, self.value, self.ignore_case)


@frozen
class CustomCondition:
    """A callable as a condition: of the request, or of the value of one of its fields.

    It explains itself by name and can't be saved. What raises does not hold; a missing field
    is not asked about.

    >>> def is_long(subject: str) -> bool:
    ...     return len(subject) > 10
    >>> condition = CustomCondition(is_long, "subject")
    >>> print(condition.verdict({"subject": "short"}))
    no: is_long(subject) does not hold, subject is 'short'
    """

    call: Callable[[Any], Any] = attr_field()
    field: str | None = None
    name: str = attr_field(default=Factory(lambda self: _name_of(self.call), takes_self=True))

    def __attrs_post_init__(self) -> None:
        """Refuse what can't be called."""
        if not callable(self.call):
            raise ArgumentTypeError.expected("call", self.call, "a callable")

    @property
    def holds_for_text(self) -> bool:
        """Whether a text can meet the condition; nobody knows, so it can."""
        return True

    def holds(self, ticket: Mapping[str, Any]) -> bool:
        """Say whether the condition holds for a request; never raises."""
        seen = ticket if self.field is None else field_of(ticket, self.field)
        try:
            return seen is not None and bool(self.call(seen))
        except Exception:  # noqa: BLE001 - what the user's own code raises is told by `verdict`
            return False

    def verdict(self, ticket: Mapping[str, Any]) -> Verdict:
        """Return whether the condition holds for a request, and what it saw, in words."""
        seen = ticket if self.field is None else field_of(ticket, self.field)
        if seen is None:
            return Verdict(self, holds=False, words=f"{self.field} is missing, not {self}")
        found = "" if self.field is None else f", {self.field} is {shown(seen)}"
        try:
            holds = bool(self.call(seen))
        except Exception as error:  # noqa: BLE001 - what the user's own code raises is told
            return Verdict(self, holds=False, words=f"{self} failed: {shown(error)}{found}")
        said = "holds" if holds else "does not hold"
        return Verdict(self, holds, f"{self} {said}{found}", None if seen is ticket else seen)

    def to_dict(self, calendar_name: CalendarName | None = None) -> dict[str, Any]:  # noqa: ARG002 - as the others
        """Refuse: a callable is no data."""
        remedy = "say it with operators, or keep it in code"
        raise LevelError("conditions", self.name, "is a callable, which can't be saved", remedy)

    def __str__(self) -> str:
        """Write the condition for people."""
        return f"{self.name}({'ticket' if self.field is None else self.field})"


def _name_of(call: Any) -> str:
    called = getattr(call, "func", call)  # of a partial
    name = getattr(called, "__qualname__", None) or type(called).__qualname__
    return str(name).rpartition("<locals>.")[2]


def _tupled(members: Iterable[AnyCondition]) -> tuple[AnyCondition, ...]:
    if not isinstance(members, Iterable):
        raise ArgumentTypeError.expected("members", members, "conditions")
    return tuple(members)


@frozen
class ConditionGroup:
    """Conditions of which all must hold, or any one, or none.

    Groups nest, twenty deep at most, and hold a thousand conditions at most.

    >>> big = ConditionGroup(
    ...     "any_of", (Condition("vip", "is", True), Condition("users", "more", 100))
    ... )
    >>> print(big.verdict({"users": 5}))
    no: none of these holds: vip is missing, not True; users is 5, not more than 100
    """

    how: str
    members: tuple[AnyCondition, ...] = attr_field(converter=_tupled)

    def __attrs_post_init__(self) -> None:
        """Refuse an unknown word, a group of nothing, and groups without bounds."""
        if self.how not in GROUPS:
            way_out = did_you_mean(self.how, GROUPS) or f"use one of {', '.join(GROUPS)}"
            raise LevelError("conditions", self.how, "is no group", way_out)
        place = f"conditions.{self.how}"
        if not self.members:
            raise LevelError(place, [], "is a group of nothing", "put conditions in, or leave it")
        for member in self.members:
            if not isinstance(member, Condition | ConditionGroup | CustomCondition):
                raise ArgumentTypeError.expected(place, member, "conditions")
        depth, size = _extent(self)
        if depth > DEEPEST:
            problem = f"nests more than {DEEPEST} groups"
            raise LevelError(place, depth, problem, "say it with fewer")
        if size > MOST:
            problem = f"holds more than {MOST:,} conditions"
            raise LevelError(place, size, problem, "say it with fewer")

    @property
    def count(self) -> int:
        """How many conditions it holds, those of its groups too."""
        return _extent(self)[1]

    @property
    def holds_for_text(self) -> bool:
        """Whether texts and missing fields can meet the condition: all that a log holds."""
        possible = (member.holds_for_text for member in self.members)
        return self.how == "none_of" or {"any_of": any, "all_of": all}[self.how](possible)

    def holds(self, ticket: Mapping[str, Any]) -> bool:
        """Say whether the condition holds for a request; never raises."""
        if self.how == "all_of":
            return all(member.holds(ticket) for member in self.members)
        return any(member.holds(ticket) for member in self.members) is (self.how == "any_of")

    def verdict(self, ticket: Mapping[str, Any]) -> Verdict:
        """Return whether the group holds for a request, and what each member saw."""
        members = tuple(member.verdict(ticket) for member in self.members)
        yes = [verdict.words for verdict in members if verdict.holds]
        no = [verdict.words for verdict in members if not verdict.holds]
        if self.how == "all_of":
            holds, words = not no, f"not all of these hold: {'; '.join(no)}"
        elif self.how == "any_of":
            holds, words = bool(yes), f"none of these holds: {'; '.join(no)}"
        else:
            holds, words = not yes, f"none of these may hold: {'; '.join(yes)}"
        if holds:
            words = "; ".join(yes) or f"none of these holds: {'; '.join(no)}"
        return Verdict(self, holds, words, members=members)

    def to_dict(self, calendar_name: CalendarName | None = None) -> dict[str, Any]:
        """Return the group as plain data, which `conditions_of` reads."""
        return {self.how: [each.to_dict(calendar_name) for each in self.members]}

    def __str__(self) -> str:
        """Write the condition for people."""
        return f"{self.how.replace('_', ' ')} ({'; '.join(map(str, self.members))})"


def _extent(group: ConditionGroup) -> tuple[int, int]:
    """Return how deep a group nests, and how many conditions it holds."""
    inner = [_extent(member) for member in group.members if isinstance(member, ConditionGroup)]
    depth = 1 + max((depth for depth, _ in inner), default=0)
    return depth, len(group.members) + sum(size for _, size in inner)


AnyCondition = Condition | ConditionGroup | CustomCondition


def calendars_asked(conditions: Iterable[AnyCondition]) -> Iterator[AnyCalendar]:
    """Go through the calendars in whose working time conditions want a field to lie."""
    for condition in conditions:
        if isinstance(condition, ConditionGroup):
            yield from calendars_asked(condition.members)
        elif isinstance(condition, Condition) and condition.operator == "during":
            yield condition.value
