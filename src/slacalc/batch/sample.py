"""A sample of requests, to try a policy on: a CSV file, or JSON, a request each."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from slacalc.errors import LogError

_LARGEST_JSON = 100_000_000


def read_sample(path: str | Path, *, delimiter: str = ",") -> Iterator[dict[str, Any]]:
    """Go through the requests of a file: ``.csv`` with a header, ``.jsonl``, or a ``.json`` list.

    The fields of a CSV file are text; an empty cell is a missing field. Raises `LogError` naming
    the file and the line.
    """
    file = Path(path)
    try:
        if file.suffix in (".json", ".jsonl"):
            yield from _json(file)
        else:
            yield from _csv(file, delimiter)
    except (OSError, ValueError, RecursionError, csv.Error) as error:
        if isinstance(error, LogError):
            raise
        remedy = "give a CSV file with a header, or JSON, in UTF-8"
        raise LogError("sample", str(file), f"can't be read: {error}", remedy) from None


def _csv(file: Path, delimiter: str) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        header = next(reader, [])
        if not header or len(set(header)) < len(header):
            problem = "has no header, or names a column twice"
            raise LogError(f"{file.name}:1", header, problem, "name each column once")
        for cells in reader:
            if len(cells) not in (0, len(header)):
                problem = "has another number of columns than the header"
                place = f"{file.name}:{reader.line_num}"
                raise LogError(place, len(cells), problem, f"give {len(header)}")
            if cells:
                pairs = zip(header, cells, strict=True)
                yield {name: cell for name, cell in pairs if cell != ""}


def _json(file: Path) -> Iterator[dict[str, Any]]:
    if file.stat().st_size > _LARGEST_JSON:
        problem = "is larger than 100 MB"
        raise LogError("sample", str(file), problem, "give a part of it, or CSV")
    text = file.read_text(encoding="utf-8-sig")
    lines = text.splitlines() if file.suffix == ".jsonl" else []
    told = [json.loads(line) for line in lines if line.strip()] if lines else json.loads(text)
    for number, request in enumerate(told if isinstance(told, list) else [told]):
        if not isinstance(request, Mapping):
            place = f"{file.name}[{number}]"
            raise LogError(place, request, "is no request", "give objects of fields and values")
        yield dict(request)
