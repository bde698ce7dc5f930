"""How the files of vectors are written: instants, numbered cases, a line for each."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

FOLDER = Path(__file__).parent / "vectors"

Document = dict[str, Any]
Case = dict[str, Any]


def all_said() -> dict[str, Document]:
    """Read every file of vectors, by its name."""
    paths = sorted(path for path in FOLDER.glob("*.json") if path.name != "schema.json")
    return {path.name: json.loads(path.read_text(encoding="utf-8")) for path in paths}


def written(at: datetime, zone: str) -> str:
    """Write an instant on a zone's clock, or in UTC where its offset there has seconds."""
    there = at.astimezone(ZoneInfo(zone))
    offset = there.utcoffset()
    assert offset is not None
    odd = offset % timedelta(minutes=1)
    return (there.astimezone(UTC) if odd else there).isoformat()


def document(
    about: str, parts: Mapping[str, Any], cases: Iterable[Case], prefix: str = ""
) -> Document:
    """Put a file together; a case without an id is named after its calendar."""
    seen: Counter[str] = Counter()
    named = []
    for case in cases:
        on = str(case.get("calendar"))
        seen[on] += 1
        named.append({"id": f"{prefix}{on}-{seen[on]:03}", **case})
    return {"$schema": "schema.json", "about": about, **parts, "cases": named}


def text(document: Document) -> str:
    """Write a file: each calendar, level and case in a line of its own."""
    parts = [f"{_line(key)}: {_part(value)}" for key, value in document.items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _part(value: object) -> str:
    if isinstance(value, Mapping):
        lines = [f"  {_line(key)}: {_line(said)}" for key, said in value.items()]
        return "{\n" + ",\n".join(lines) + "\n}"
    if isinstance(value, list):
        return "[\n" + ",\n".join(f"  {_line(one)}" for one in value) + "\n]"
    return _line(value)


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
