"""Tables of a policy, changed in some places: what is said is dropped, doubled, moved, misspelt."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from typing import Any

from fuzz.odd import KEYS, Place, misspelt, odd

LARGEST = 500_000
LONGEST = 2_000


def spoilt(draw: random.Random, table: dict[str, Any]) -> dict[str, Any]:
    """Return tables of a policy, changed in one to four places."""
    table = copy.deepcopy(table)
    for _ in range(draw.choice((1, 1, 1, 2, 4))):
        at_hand = steps(table)
        if not at_hand or len(plain(table)) > LARGEST:
            break
        inner, key = draw.choice(at_hand)
        if isinstance(key, str) and len(key) > LONGEST:
            continue
        try:
            draw.choice(WAYS)(draw, inner, key, at_hand)
        except (LookupError, TypeError, ValueError):  # a place that an earlier change took away
            continue
    return table


def steps(table: Any) -> list[Place]:
    """Return every container of nested tables and lists, with each of its keys."""
    found: list[Place] = []
    waiting = [table]
    while waiting:
        inner = waiting.pop()
        keys = list(inner) if isinstance(inner, dict) else range(len(inner))
        found += [(inner, key) for key in keys]
        waiting += [inner[key] for key in keys if isinstance(inner[key], dict | list)]
    return found


def plain(table: Any) -> str:
    """Write tables as JSON, with what JSON has no word for as text."""
    return json.dumps(table, default=str, ensure_ascii=False)


def drop(draw: random.Random, inner: Any, key: Any, at_hand: list[Place]) -> None:  # noqa: ARG001
    """Leave a key or an item out."""
    del inner[key]


def double(draw: random.Random, inner: Any, key: Any, at_hand: list[Place]) -> None:  # noqa: ARG001
    """Say a value once more, or many times over."""
    count = min(draw.choice((1, 2, 50, 2_000)), LARGEST // len(plain({key: inner[key]})))
    if isinstance(inner, list):
        inner.extend([copy.deepcopy(inner[key]) for _ in range(count)])
    else:
        inner |= {f"{key}{n}": copy.deepcopy(inner[key]) for n in range(count)}


def swap(draw: random.Random, inner: Any, key: Any, at_hand: list[Place]) -> None:
    """Let two values change places."""
    other, where = draw.choice(at_hand)
    inner[key], other[where] = copy.deepcopy(other[where]), copy.deepcopy(inner[key])


def retype(draw: random.Random, inner: Any, key: Any, at_hand: list[Place]) -> None:
    """Put something else there."""
    inner[key] = odd(draw, at_hand)


def add(draw: random.Random, inner: Any, key: Any, at_hand: list[Place]) -> None:
    """Add a key that means something elsewhere, or an item."""
    del key
    value = odd(draw, at_hand)
    if isinstance(inner, list):
        inner.insert(draw.randrange(len(inner) + 1), value)
    else:
        inner[draw.choice(KEYS)] = value


def misspell(draw: random.Random, inner: Any, key: Any, at_hand: list[Place]) -> None:  # noqa: ARG001
    """Misspell a key, or a text."""
    if isinstance(inner, dict) and draw.random() < 0.5:
        inner[misspelt(draw, key)] = inner.pop(key)
    elif isinstance(inner[key], str):
        inner[key] = misspelt(draw, inner[key])


def enlarge(draw: random.Random, inner: Any, key: Any, at_hand: list[Place]) -> None:  # noqa: ARG001
    """Repeat a text until it is far too long."""
    times = draw.choice((10, 1_000, 20_000))
    scalar = not isinstance(inner[key], dict | list)  # TOML repeats the keys of tables
    if isinstance(inner, dict) and scalar and len(key) * times < LARGEST and draw.random() < 0.3:
        inner[key * times] = inner.pop(key)
    elif isinstance(inner[key], str) and len(inner[key]) * times < LARGEST:
        inner[key] = inner[key] * times


WAYS: tuple[Callable[[random.Random, Any, Any, list[Place]], None], ...] = (
    drop, double, swap, retype, retype, add, add, misspell, misspell, enlarge,
)  # fmt: skip
