"""A policy that says everything that a policy can say, to be read and to be spoilt."""

from __future__ import annotations

from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from slacalc import Policy

TOML = """
slacalc = 1
name = "Helpdesk"

[schedules]
office = "09:00-13:00 14:00-18:00"
week = "Mon-Fri 08:00-20:00; Sat 10:00-14:00"

[calendars.desk]
name = "Moscow desk"
time_zone = "Europe/Moscow"
week = "Mon-Fri 09:00-18:00"
holidays = { 2026-03-09 = "moved" }
exceptions = { 2026-03-06 = "short 1h", "2026-03-07" = "as fri" }

[calendars.duty]
time_zone = "UTC"
week = { mon = "00:00-24:00", tue = "10:00-14:00 15:00-16:00" }
holidays = [2026-01-01, "2026-01-02"]

[[levels]]
name = "VIP"
calendar = "desk"
schedule = "office"
response = "30m"
resolution = "8h"
conditions = { client = "vip", type = ["incident", "outage"], since = { missing = true } }
profile = { name = "ours", after_breach = "keep" }
escalations = [
    { target = "response", at = "75%" },
    { target = "resolution", at = "-1h", action = "tell the lead" },
]

[[levels]]
name = "Outage"
calendar = "duty"
profile = "1c"
resolution = "4h"
conditions = { type = "outage", count = { in = [1, 2.5] }, seen = 2026-03-02 }

[default]
name = "По умолчанию"
calendar = "desk"
schedule = "week"
response = "4h"

[statuses]
"Новое" = []
"В работе" = ["respond", "resume"]
"В ожидании" = "pause"
"В ожидании / поставщик" = "pause:vendor"
"Выполнено" = "resolve"
"Возобновлено" = ["reopen", "acknowledge"]

[log]
request = "ID"
at = "When"
status = ["Status", "Sub-status"]
delimiter = ";"
time_zone = "Europe/Moscow"
"""
SMALL: dict[str, Any] = {
    "slacalc": 1,
    "calendars": {"desk": {"week": "Mon-Fri 09:00-18:00", "time_zone": "Europe/Moscow"}},
    "default": {"name": "D", "calendar": "desk", "resolution": "8h"},
}
"""The least that is a policy."""


def good() -> dict[str, Any]:
    """Give the whole policy as tables, anew."""
    import tomllib

    return tomllib.loads(TOML)


def loaded(folder: Path, content: str | bytes) -> Policy:
    """Load a policy from a file of some content."""
    file = folder / "support.toml"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return Policy.load(file)


def load(files: dict[str, str]) -> Policy:
    """Load a policy from files of some text by their names, the first of them its own."""
    with TemporaryDirectory() as folder, chdir(folder):
        for name, text in files.items():
            Path(name).write_text(text, encoding="utf-8")
        return Policy.load(next(iter(files)))


def changed(*path: str | int, value: object) -> dict[str, Any]:
    """Give the whole policy with the value at one key path changed."""
    table = place = good()
    for key in path[:-1]:
        place = place[key]  # type: ignore[index]
    place[path[-1]] = value  # type: ignore[index]
    return table
