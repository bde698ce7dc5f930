"""What a planted bug is: a subject, what it was meant to be, and the laws that must find it."""

from __future__ import annotations

from typing import Any, NamedTuple

from slacalc import Calendar

OFFICE = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow", name="office")
UTC_OFFICE = Calendar("Mon-Fri 09:00-18:00", time_zone="UTC")
BREAK = Calendar("Mon-Fri 09:00-13:00 14:00-18:00", time_zone="Europe/Moscow", name="with a break")
NIGHTS = Calendar("Mon-Sun 22:00-06:00", time_zone="Europe/Berlin", name="nights")
ALWAYS = Calendar("Mon-Sun 00:00-24:00", time_zone="Europe/Berlin", name="around the clock")
WEEKS = "Mon-Thu 09:00-18:00; Fri 09:00-16:00"
AUCKLAND = Calendar(
    "Mon-Fri 09:00-17:00",
    time_zone="Pacific/Auckland",
    holidays={"2026-02-06": "Waitangi Day"},
    exceptions={"2026-04-01": "closed"},
)
MOVED = Calendar(
    WEEKS,
    time_zone="Europe/Moscow",
    exceptions={"2026-03-07": "as fri", "2026-04-30": "short 1h"},
)


class Wrong(NamedTuple):
    """A subject with a bug, what it was meant to be, and the laws that must find the bug."""

    bug: str
    subject: Any
    laws: tuple[str, ...]
    like: Any = None
    others: tuple[Any, ...] = ()
    raises: bool = False  # the bug itself is an exception
