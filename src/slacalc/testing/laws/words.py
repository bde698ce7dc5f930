"""Examples in words: instants with their weekday, durations in hours, lives as what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from slacalc.text import WEEKDAYS, format_duration

_MOST = 6  # things of a list that are written out


def words(value: Any) -> str:
    """Write a value as one would say it.

    >>> from datetime import UTC
    >>> words(datetime(2026, 3, 2, 9, tzinfo=UTC)), words(timedelta(minutes=61)), words([])
    ('Mon 2026-03-02 09:00 UTC', '1h 1m', 'nothing')
    """
    try:
        return _words(value)
    except Exception:  # noqa: BLE001 - what can't be written, of any make
        return _said(value) or f"the {type(value).__name__}"


def _words(value: Any) -> str:
    for kind, write in _WRITTEN:
        if isinstance(value, kind):
            return write(value)
    made: Any = type(value)
    bare: Any = object
    plain = made.__str__ is bare.__str__ and made.__repr__ is bare.__repr__
    return f"the {type(value).__name__}" if plain else str(value)


def instant(at: datetime) -> str:
    """Write an instant: the weekday, the wall clock, the zone, and the offset where it is two.

    >>> from zoneinfo import ZoneInfo
    >>> instant(datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Berlin")))
    'Sun 2026-10-25 02:30 Europe/Berlin (+01:00)'
    """
    day = f"{WEEKDAYS[at.weekday()].capitalize()} {at.year:04}-{at.month:02}-{at.day:02}"
    if at.tzinfo is None:
        return f"{day} {_clock(at)} without a zone"
    zone = getattr(at.tzinfo, "key", None) or at.tzname() or "an unnamed zone"
    twin = at.replace(fold=1 - at.fold)
    offset = f" ({at.isoformat()[-6:]})" if twin.utcoffset() != at.utcoffset() else ""
    return f"{day} {_clock(at)} {zone}{offset}"


def _clock(at: datetime) -> str:
    parts = f"{at.hour:02}:{at.minute:02}"
    if at.second or at.microsecond:
        parts += f":{at.second:02}"
    return f"{parts}.{at.microsecond:06}" if at.microsecond else parts


def _duration(length: timedelta) -> str:
    return format_duration(length) if length else "0"


def _error(error: BaseException) -> str:
    said = _said(error)
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def _said(value: Any) -> str:
    """Return what a thing says of itself, nothing where it can't."""
    try:
        return " ".join(str(value).split())
    except Exception:  # noqa: BLE001 - of any make
        return ""


def _list(values: Iterable[Any]) -> str:
    told = [*map(words, values)]
    more = f", and {len(told) - _MOST} more" if len(told) > _MOST else ""
    return ", ".join(told[:_MOST]) + more if told else "nothing"


def _span(span: tuple[Any, ...]) -> str:
    return " to ".join("..." if end is None else words(end) for end in span)


_WRITTEN: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (datetime, instant),
    (date, str),
    (timedelta, _duration),
    (bool, lambda one: "yes" if one else "no"),
    (BaseException, _error),
    (tuple, _span),
    (list, _list),
)
