"""The dated versions of a table of a policy: each says what changes from a day on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from attrs import frozen

from slacalc import doors
from slacalc.canonical import canonical
from slacalc.errors import PolicyError, SlacalcError
from slacalc.fields import Fields, misread

_MOST = 200
_OWN = ("valid_from", "unset")


@frozen
class Version:
    """A whole table, and the day from which it holds; None for the first one."""

    valid_from: date | None
    place: str
    table: Mapping[str, Any]


def versions_of(place: str, said: Any, *, fixed: Sequence[str] = ()) -> tuple[Version, ...]:
    """Return the versions of a table in order, each with what it keeps of the one before.

    A version says ``valid_from``, what is new, and with ``unset`` which keys hold no more. The
    keys in `fixed` can't change.

    >>> table = {
    ...     "resolution": "8h",
    ...     "versions": [{"valid_from": "2027-01-01", "resolution": "6h"}],
    ... }
    >>> [(str(one.valid_from), one.table) for one in versions_of("default", table)]
    [('None', {'resolution': '8h'}), ('2027-01-01', {'resolution': '6h'})]
    """
    if not isinstance(said, Mapping) or "versions" not in said:
        return (Version(None, place, said),)
    later = Fields(place, said).take("versions", list)
    if len(later) > _MOST:
        problem = f"has more than {_MOST} versions"
        raise PolicyError(f"{place}.versions", len(later), problem, "leave out the oldest")
    found = [Version(None, place, {k: v for k, v in said.items() if k != "versions"})]
    for number, change in enumerate(later):
        found.append(_next(f"{place}.versions[{number}]", found[-1], change, fixed))
    return tuple(found)


def _next(place: str, last: Version, change: Any, fixed: Sequence[str]) -> Version:
    """Return the version after another one."""
    fields = Fields(place, change)
    day = _day(fields)
    if last.valid_from is not None and day <= last.valid_from:
        problem = f"does not come after {last.valid_from}"
        raise PolicyError(fields.at("valid_from"), str(day), problem, "order them by their days")
    for key in (*fixed, "versions"):
        if key in change:
            remedy = "leave it out" if key == "versions" else "give it once, before the versions"
            raise PolicyError(fields.at(key), change[key], "can't change", remedy)
    kept = {key: value for key, value in last.table.items() if key not in _unset(fields, last)}
    return Version(day, place, kept | {k: v for k, v in change.items() if k not in _OWN})


def _day(fields: Fields) -> date:
    said = fields.need("valid_from", date, str)
    try:
        return doors.day("valid_from", said)
    except SlacalcError as error:
        raise misread(fields.place, error) from None


def _unset(fields: Fields, last: Version) -> list[str]:
    unset: list[str] = fields.take("unset", list, default=[])
    for key in unset:
        if not isinstance(key, str) or key not in last.table:
            here = ", ".join(last.table)
            raise PolicyError(fields.at("unset"), key, "is no key here", f"use one of {here}")
    return unset


def versioned(tables: Sequence[tuple[date | None, Mapping[str, Any]]]) -> dict[str, Any]:
    """Return one table of several whole ones, the later ones as versions: the way back.

    >>> versioned([(None, {"a": 1, "b": 2}), (date(2027, 1, 1), {"a": 3})])
    {'a': 1, 'b': 2, 'versions': [{'valid_from': '2027-01-01', 'unset': ['b'], 'a': 3}]}
    """
    (_, last), *later = tables
    first = dict(last)
    changes = []
    for day, table in later:
        if _same(table, last):
            continue
        change: dict[str, Any] = {"valid_from": str(day)}
        if gone := [key for key in last if key not in table]:
            change["unset"] = gone
        new = {k: v for k, v in table.items() if k not in last or not _same(v, last[k])}
        changes.append(change | new)
        last = table
    return first | ({"versions": changes} if changes else {})


def _same(one: Any, other: Any) -> bool:
    """Say whether two plain values are the same; true is not 1."""
    return canonical(one) == canonical(other)
