"""The one way to write a table as text, and the short fingerprint of what it says."""

from __future__ import annotations

import json
from hashlib import sha256
from math import isfinite
from typing import Any

from slacalc.errors import PolicyError

_DEEPEST = 120  # calendars made of others, in conditions made of others
_LONGEST_INTEGER = 2_048  # bits; Python may be told to write no more than 640 digits
_VERSION = "slacalc1"
_DIGITS = 32


def canonical(value: Any) -> str:
    """Write plain data as JSON in the one way that depends on nothing but the data.

    Keys are sorted by their code points, lists keep their order, there are no spaces, text stays
    as it is (two spellings of one letter are two texts), ``1`` and ``1.0`` are two numbers. What
    is no dict with text as keys, list, text, int, finite float, bool or None, or nested more than
    120 deep, is a `PolicyError` that names its place. Costs O(n log n) in the data.

    >>> canonical({"b": [1, 1.0, True, None], "a": "Fête"})
    '{"a":"Fête","b":[1,1.0,true,null]}'
    """
    _check("", value, _DEEPEST)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def fingerprint(kind: str, table: Any) -> str:
    """Return the fingerprint of plain data of some kind, such as ``"level"`` or ``"calendar"``.

    It is ``slacalc1:`` and the first 32 hexadecimal digits of the SHA-256 of the kind, a newline
    and the canonical text in UTF-8; equal data has equal fingerprints in every version of the
    library. Errors and cost are those of `canonical`.

    >>> fingerprint("level", {"name": "VIP"})
    'slacalc1:4ffbb5f19080cbb037f5bf3e872ef6f0'
    """
    text = f"{kind}\n{canonical(table)}"
    return f"{_VERSION}:{sha256(text.encode()).hexdigest()[:_DIGITS]}"


def _check(place: str, value: Any, deeper: int) -> None:
    """Refuse what can't be written, and name its place."""
    if isinstance(value, dict | list) and not deeper:
        problem = f"is nested more than {_DEEPEST} deep"
        raise _refused(place, type(value).__name__, problem, "nest it less")
    if isinstance(value, dict):
        for key, one in value.items():
            _check_key(place, key)
            _check(f"{place}.{key}" if place else key, one, deeper - 1)
    elif isinstance(value, list):
        for number, one in enumerate(value):
            _check(f"{place}[{number}]", one, deeper - 1)
    elif isinstance(value, str):
        _check_text(place, value)
    elif value is not None:
        _check_number(place, value)


def _check_number(place: str, value: Any) -> None:
    if not isinstance(value, int | float):
        problem = f"is a {type(value).__name__}, which JSON has no word for"
        raise _refused(place, value, problem, "give text, a number, a list or a table")
    if isinstance(value, float) and not isfinite(value):
        raise _refused(place, value, "is no finite number", "give a finite one, or text")
    if isinstance(value, int) and value.bit_length() > _LONGEST_INTEGER:
        problem = f"is an integer of more than {_LONGEST_INTEGER} bits"
        raise _refused(place, "a huge integer", problem, "give a smaller one, or text")


def _check_key(place: str, key: object) -> None:
    if not isinstance(key, str):
        raise _refused(place, key, "is a key that is no text", "write it as text")
    _check_text(place, key)


def _check_text(place: str, text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        problem = "holds half of a surrogate pair, which is no character"
        raise _refused(place, text, problem, "give whole characters") from None


def _refused(place: str, value: object, problem: str, remedy: str) -> PolicyError:
    return PolicyError(place or "value", value, problem, remedy)
