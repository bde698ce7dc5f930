"""A calendar that is being asked: each question and answer goes into the record."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache
from typing import Any

from attrs import evolve, frozen

from slacalc.errors import ArgumentTypeError
from slacalc.testing.laws import record
from slacalc.testing.laws.record import Kind, Record
from slacalc.testing.laws.subjects import OPERATORS, methods_of

_KINDS: dict[str, Kind] = {
    "deadline": record.INSTANT,
    "latest_start": record.INSTANT,
    "elapsed": record.DURATION,
    "is_open": record.TRUTH,
    "next_opening": record.NEIGHBOUR,
    "next_closing": record.NEIGHBOUR,
    "previous_opening": record.NEIGHBOUR,
    "previous_closing": record.NEIGHBOUR,
    "roll_forward": record.INSTANT,
    "roll_back": record.INSTANT,
    "spans": record.SPANS,
    "span_at": record.SPAN,
}


@frozen
class Asked:
    """The methods of a calendar, each of which remembers that it was asked, and the answer."""

    told: Any
    methods: Mapping[str, Callable[..., Any]]
    record: Record
    name: str = ""
    strict: bool = False

    @property
    def expects(self) -> Asked:
        """The same, where a refusal is no answer: there is one."""
        return evolve(self, strict=True)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Return a method that remembers."""
        method = self.methods[name]

        def ask(*args: Any) -> Any:
            call = f"{self.name}{name}({', '.join(map(self.record.name, args))})"
            answer = self.record.ask
            return answer(
                call, lambda: _plain(name, method(*args)), _KINDS[name], strict=self.strict
            )

        return ask

    def refuses(self, name: str, *args: Any) -> None:
        """Ask what has no answer."""
        method = self.methods[name]
        call = f"{self.name}{name}({', '.join(map(self.record.name, args))})"
        self.record.refuse(call, lambda: _plain(name, method(*args)))

    def made(self, operator: str, other: Any) -> Asked:
        """Return what the calendar and another one make together, to be asked as well."""
        name = f"(calendar {operator} {self.record.name(other)})"
        both = self.record.ask(name, lambda: _made(self.told, operator, other), _CALENDAR)
        return Asked(both, methods_of(both), self.record, f"{name}.")


def _made(one: Any, operator: str, other: Any) -> Any:
    """Combine two calendars, once where they can be looked up: each compiles what it is asked."""
    both = Hashable, Hashable
    able = all(map(isinstance, (one, other), both))
    return (_kept if able else _combined)(one, operator, other)


def _combined(one: Any, operator: str, other: Any) -> Any:
    return getattr(one, OPERATORS[operator])(other)


_kept = lru_cache(maxsize=64)(_combined)


def _can_be_asked(value: Any) -> bool:
    try:
        return bool(methods_of(value))
    except ArgumentTypeError:
        return False


_CALENDAR: Kind = ("a calendar", _can_be_asked)


def _plain(name: str, answer: Any) -> Any:
    """Return spans as pairs of their ends."""
    if name == "spans":
        return [_ends(span) for span in answer]
    return _ends(answer) if name == "span_at" and answer is not None else answer


def _ends(span: Any) -> tuple[Any, Any]:
    start, end = span if isinstance(span, tuple) else (span.start, span.end)
    return start, end
