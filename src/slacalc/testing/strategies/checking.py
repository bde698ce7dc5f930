"""Arguments of strategies, checked when a strategy is made, not when it draws."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import MAXYEAR, MINYEAR, timedelta
from typing import Any

from hypothesis import strategies as st

from slacalc import ArgumentTypeError, Condition, DateError, DurationError, LevelError
from slacalc.doors import duration
from slacalc.zones import zone_of

Years = tuple[int, int]
Fields = Mapping[str, Iterable[Any]]

_ZERO = timedelta(0)
_YEARS = "the first and the last year, such as (2024, 2027)"
_ZONES = "names of time zones, such as ['Europe/Berlin'], or a strategy of them"
_FIELDS = "names of fields and values in each, such as {'team': ['north', 'south']}"


def years_of(value: object) -> Years:
    """Return two years in order, from 1 to 9999."""
    if not isinstance(value, tuple) or [*map(type, value)] != [int, int]:
        raise ArgumentTypeError("years", value, "are no two years", f"give {_YEARS}")
    first, last = value
    if not MINYEAR <= first <= last <= MAXYEAR:
        problem = "are not in order, or not of the years from 1 to 9999"
        raise DateError("years", value, problem, f"give {_YEARS}")
    return first, last


def zones_of(value: object) -> tuple[str, ...]:
    """Return the names of some zones, of which there is one at least."""
    if isinstance(value, str):
        raise ArgumentTypeError("zones", value, "is text", f"give a list of names: [{value!r}]")
    names = tuple(zone_name(name) for name in _all("zones", value, _ZONES))
    if not names:
        raise ArgumentTypeError("zones", value, "are none", f"give {_ZONES}")
    return names


def zone_name(value: object) -> str:
    """Return the name of a zone that exists."""
    return zone_of("zones", value).key


def longest_of(value: object, *, zero: bool) -> timedelta:
    """Return the longest duration, above zero, or zero where zero may be drawn."""
    longest = duration("longest", value)
    if longest < _ZERO or not (longest or zero):
        remedy = "give one above zero, such as timedelta(days=30)"
        raise DurationError("longest", value, "leaves no duration to draw", remedy)
    return longest


def most_of(value: object, least: int) -> int:
    """Return how many there may be at most."""
    if type(value) is not int or value < least:
        remedy = f"give a whole number from {least}"
        raise ArgumentTypeError("most", value, "is no such number", remedy)
    return value


def one_of_kind(argument: str, value: object, kind: type[Any], wanted: str) -> Any:
    """Return a value of a kind, or None where none was said."""
    if value is None or isinstance(value, kind):
        return value
    raise ArgumentTypeError.expected(argument, value, wanted)


def some_of_kind(argument: str, value: object, kind: type[Any], wanted: str) -> tuple[Any, ...]:
    """Return some values of a kind, of which there is one at least."""
    found = tuple(_all(argument, value, wanted))
    if not found or not all(isinstance(one, kind) for one in found):
        raise ArgumentTypeError(argument, value, "are none, or of other kinds", f"give {wanted}")
    return found


def strategy_of(argument: str, value: object) -> Any:
    """Return a strategy, or None where none was said."""
    wanted = f"a strategy of {argument}, such as {argument}()"
    return one_of_kind(argument, value, st.SearchStrategy, wanted)


def fields_of(value: object) -> dict[str, tuple[Any, ...]]:
    """Return the names of fields with the values in them, one of each at least."""
    if not isinstance(value, Mapping):
        raise ArgumentTypeError.expected("fields", value, _FIELDS)
    if not value or not all(isinstance(name, str) for name in value):
        raise ArgumentTypeError("fields", value, "have no names of text", f"give {_FIELDS}")
    return {name: _values(name, values) for name, values in value.items()}


def comparable(fields: Mapping[str, tuple[Any, ...]]) -> None:
    """Refuse values that no condition can compare with."""
    for name, values in fields.items():
        for value in values:
            try:
                Condition(name, "is", value)
            except LevelError as error:
                raise error.within("fields") from None


def _values(name: str, values: object) -> tuple[Any, ...]:
    found = () if isinstance(values, str) else tuple(_all("fields", values, _FIELDS))
    if not found:
        problem = "is no list of values"
        raise ArgumentTypeError(f"fields[{name!r}]", values, problem, f"give {_FIELDS}")
    return found


def _all(argument: str, value: object, wanted: str) -> Iterable[Any]:
    if not isinstance(value, Iterable):
        raise ArgumentTypeError.expected(argument, value, wanted)
    return value
