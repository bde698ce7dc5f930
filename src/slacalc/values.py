"""Kinds of values: what a field of a request holds, and by what it is compared with its like."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Number, Rational
from reprlib import Repr
from types import NoneType
from typing import Any

from slacalc import doors
from slacalc.errors import LevelError
from slacalc.zones import EPOCH

MISSING = "missing"
TEXT = "text"
TRUTH = "true or false"
NUMBER = "a number"
DATE = "a date"
INSTANT = "a date and time with a zone"
WALL_TIME = "a date and time without a zone"
LIST = "a list"
LISTS = (list, tuple, set, frozenset)
PLAIN = (TEXT, TRUTH, NUMBER, DATE, INSTANT, WALL_TIME)  # the kinds that conditions compare
_AS_THEY_ARE: dict[type, str] = {
    NoneType: MISSING,
    str: TEXT,
    bool: TRUTH,
    int: NUMBER,
    **dict.fromkeys(LISTS, LIST),
}
_FAMILIES: tuple[tuple[Any, str], ...] = (
    (str, TEXT),
    (Number, NUMBER),
    (datetime, INSTANT),
    (date, DATE),
    (LISTS, LIST),
)
_MOST_DIGITS = 1_000
_LONGEST = 1_000
_SHOWN = Repr()
_SHOWN.maxstring = _SHOWN.maxother = _SHOWN.maxlong = 80
_SHOWN.maxlevel = 3
_MOST_SHOWN = 12


def reading(value: object) -> tuple[str, Any]:
    """Return the kind of a value, and the plain key by which it is compared with its like.

    Keys of one kind are equal, ordered and hashed alike wherever they come from: numbers are
    exact, instants are distances from 1970 in UTC. NaN, NaT, complex numbers, decimals of more
    than a thousand digits and what can't be read at all are of a kind named after their type.
    Never raises.

    >>> reading(True), reading(Fraction(1, 2)) == reading(0.5), reading(float("nan"))[0]
    (('true or false', True), True, 'float')
    """
    kind = _AS_THEY_ARE.get(type(value))
    if kind is not None:
        return kind, value
    try:
        return _read(value)
    except Exception:  # noqa: BLE001 - objects from outside may raise what they like
        return _name(value), None


def _read(value: Any) -> tuple[str, Any]:
    # By the type: `isinstance` would ask the object for its class, which may raise.
    family = next((name for kind, name in _FAMILIES if issubclass(type(value), kind)), "")
    if family == TEXT:
        return TEXT, str.__str__(value)
    if family == NUMBER:
        return NUMBER, _exact(value)
    if family == DATE:
        return DATE, date.fromordinal(value.toordinal())
    if family == INSTANT:
        zoned = doors.has_offset(value)
        read = value if zoned else value.replace(tzinfo=EPOCH.tzinfo)
        at = doors.instant("value", read)  # refuses NaT and nanoseconds
        if zoned:
            return INSTANT, at - EPOCH
        wall = time(value.hour, value.minute, value.second, value.microsecond)
        return WALL_TIME, datetime.combine(value, wall)
    return family or _name(value), value


def _name(value: object) -> str:
    """Return the name of a value's type, which is none of our kinds."""
    name = type(value).__name__
    return f"a {name}" if " " in name or name in (TEXT, MISSING) else name


def _exact(value: Any) -> int | float | Fraction:
    if isinstance(value, Decimal) and value.is_finite():
        _, digits, exponent = value.as_tuple()
        if len(digits) + abs(int(exponent)) > _MOST_DIGITS:
            raise ValueError
        return Fraction(value)
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Rational):
        return Fraction(int(value.numerator), int(value.denominator))
    number = float(value)
    if number != number:  # noqa: PLR0124 - NaN is not itself
        raise ValueError
    return number


def field_of(ticket: Mapping[str, Any], name: str) -> Any:
    """Return what a field of a request holds, or None; ``client.tier`` may lie in ``client``.

    The field of that very name comes first. Never raises.

    >>> field_of({"client": {"tier": "gold"}}, "client.tier")
    'gold'
    """
    try:
        found = ticket.get(name)
        if found is not None or "." not in name:
            return found
        place: Any = ticket
        for part in name.split("."):
            place = place.get(part) if isinstance(place, Mapping) else None
    except Exception:  # noqa: BLE001 - a mapping from outside may raise what it likes
        return None
    return place


def shown(value: object) -> str:
    """Return what to show of a value: short, and without raising.

    >>> shown("vip"), shown(date(2026, 3, 2)), shown("long " * 40)[-9:]
    ("'vip'", '2026-03-02', "ng long '")
    """
    if type(value) in (date, datetime):
        return str(value)
    try:
        return str(value) if type(value) is Decimal else _SHOWN.repr(value)
    except ValueError:
        return "a number too long to show"
    except Exception:  # noqa: BLE001 - objects from outside may raise what they like
        return f"<{type(value).__name__}>"


def shown_list(values: Iterable[object]) -> str:
    """Return what to show of several values: the first ones, and how many follow."""
    texts = list(values)
    more = len(texts) - _MOST_SHOWN
    said = ", ".join(map(shown, texts[:_MOST_SHOWN]))
    return f"{said} or {more} more" if more > 0 else said


def as_data(value: object) -> Any:
    """Return what JSON holds of a value that was seen: itself where it can, else what to show.

    >>> as_data("vip"), as_data(date(2026, 3, 2)), as_data(float("nan"))
    ('vip', '2026-03-02', 'nan')
    """
    if type(value) in (NoneType, bool, str):
        return value
    if type(value) is int and value.bit_length() <= _MOST_DIGITS:
        return value
    finite = type(value) is float and value - value == 0
    return value if finite else shown(value)


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it; what JSON has no word for becomes a table.

    >>> plain(Decimal("2.50")), plain(date(2026, 3, 2)), plain("vip")
    ({'decimal': '2.50'}, {'date': '2026-03-02'}, 'vip')
    """
    kind, key = reading(value)
    if kind == DATE:
        return {"date": key.isoformat()}
    if kind in (INSTANT, WALL_TIME):
        at = doors.instant("value", value) if kind == INSTANT else key
        return {"instant" if kind == INSTANT else "wall_time": at.isoformat()}
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(key, Fraction):
        return {"fraction": str(key)}
    return {"decimal": str(Decimal(key))} if key in (float("inf"), -float("inf")) else key


TAGS = frozenset(("date", "instant", "wall_time", "decimal", "fraction"))
"""The keys of tables that stand for a value, which JSON has no word for."""


def value_of(place: str, said: Any) -> Any:
    """Return the value of what `plain` wrote; anything else is returned as it is."""
    if not isinstance(said, Mapping):
        return said
    name, text = next(iter(said.items()), ("", None))
    if len(said) != 1 or name not in _TABLES or not isinstance(text, str) or len(text) > _LONGEST:
        problem, remedy = "is no value", f"write {{{' or '.join(_TABLES)} = text}}"
        raise LevelError(place, dict(said), problem, remedy)
    try:
        return _TABLES[name](text)
    except (ValueError, ArithmeticError):
        problem = f"is no {name.replace('_', ' ')}"
        raise LevelError(f"{place}.{name}", text, problem, f"write {_SAMPLES[name]!r}") from None


def _instant(text: str) -> datetime:
    at = doors.moment(text)
    if at.tzinfo is None:
        raise ValueError
    return at


def _wall_time(text: str) -> datetime:
    at = doors.moment(text)
    if at.tzinfo is not None:
        raise ValueError
    return at


def _fraction(text: str) -> Fraction:
    over, _, under = text.partition("/")  # `Fraction` itself would read an endless power of ten
    return Fraction(int(over), int(under))


_TABLES: dict[str, Callable[[str], Any]] = {
    "date": lambda text: doors.day("value", text),
    "instant": _instant,
    "wall_time": _wall_time,
    "decimal": Decimal,
    "fraction": _fraction,
}
_SAMPLES = {
    "date": "2026-03-02",
    "instant": "2026-03-02T10:00:00+03:00",
    "wall_time": "2026-03-02T10:00:00",
    "decimal": "2.50",
    "fraction": "1/3",
}
