"""Values that have no business where they are put, and texts with a slip of the pen."""

from __future__ import annotations

import copy
import random
from datetime import date, datetime
from typing import Any

Place = tuple[Any, Any]
"""A table or a list, and one of its keys."""
ODD_TEXTS = (
    "", " ", "\0", "\u202e", "\ufeff", "\U0001f600" * 20, "Ǆ", "ß", "İ", "e\u0301", "a" * 5_000,
    "'" * 100, '"""', "\\", "${x}", "../../etc/passwd", "[" * 300, "09:00-09:00", "00:00-48:00",
    "99:99-99:99", "Mon-Sun 00:00-24:00", "1d", "-4h", "9" * 400 + "h", "0 working days",
    "end of day", "48h around the clock", "2 working days, same time", "as mon, short 99h",
    "FREQ=SECONDLY", "FREQ=DAILY;INTERVAL=2", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "easter+999",
    "0001-01-01", "9999-12-31", "12-24..12-23", "2026-02-30", "2026-03-29T02:30:00",
    "2 x closed | 1000000 x 08:00-09:00 from 2026-01-05", "*", "desk", "duty", "any_of",
    "75%", "1000.000001%", "-1h", "+0m", "pause:", "pause:vendor", "jira", "reopen", "assign",
)  # fmt: skip
ODD_VALUES: tuple[Any, ...] = (
    0, -1, 1, 2**63, -(2**200), 10**400, 0.1, 1e308, float("inf"), float("nan"), True, False, [],
    {}, [[]], [{}], {"": ""}, date.min, date.max, datetime.min, datetime.max, [1, "a", {}],
)  # fmt: skip
KEYS = (
    "slacalc", "include", "name", "calendars", "schedules", "levels", "default", "statuses", "log",
    "week", "time_zone", "holidays", "exceptions", "closures", "any_of", "all_of", "none_of",
    "without", "before", "changes_on", "after", "versions", "valid_from", "unset", "response",
    "resolution", "targets", "by", "conditions", "duration", "starts_on", "stops_on", "calendar",
    "is", "is_not", "in", "between", "during", "contains", "missing", "ignore_case", "*", "urgent",
    "rule", "reason", "turns", "anchor", "start", "end", "always", "outside", "known_until",
    "profile", "reopen", "waits", "escalations", "target", "at", "action", "pauses_on",
)  # fmt: skip


def misspelt(draw: random.Random, text: str) -> str:
    """Return a text with one sign dropped, doubled, changed or two swapped."""
    at = draw.randrange(len(text) + 1)
    how = draw.randrange(4)
    head, sign, tail = text[:at], text[at : at + 1], text[at + 1 :]
    changed = (head + tail, head + sign * 2 + tail, head + chr(draw.randrange(32, 1_200)) + tail)
    return (*changed, head[:-1] + sign + head[-1:] + tail)[how]


def odd(draw: random.Random, at_hand: list[Place]) -> Any:
    """Return a value that has no business where it will be put."""
    how = draw.randrange(5)
    if how == 0:
        inner, key = draw.choice(at_hand)
        return copy.deepcopy(inner[key])
    if how == 1:
        return copy.deepcopy(draw.choice(ODD_VALUES))
    if how == 2:
        deep: Any = draw.choice(ODD_TEXTS)
        key = draw.choice(KEYS)
        for _ in range(draw.choice((1, 3, 20, 45, 98))):
            deep = [deep] if draw.random() < 0.5 else {key: deep}
        return deep
    return draw.choice(ODD_TEXTS)
