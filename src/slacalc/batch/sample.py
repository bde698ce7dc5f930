"""A sample of requests, to try a policy on: a CSV file, or JSON, a request each."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from slacalc.errors import LogError

_LARGEST_JSON = 100_000_000


_HOMES = (Path(__file__).parents[1] / "examples", Path(__file__).parents[3] / "examples")


def bundled(name: str) -> Path:
    """Return the path of a file of the bundled sample: ``support.toml`` or ``requests.csv``.

    Raises `LogError` for another name, and where the sample is not there.

    >>> bundled("requests.csv").name
    'requests.csv'
    """
    known = next((home for home in _HOMES if (home / "support.toml").is_file()), None)
    if known is None:
        raise LogError("sample", str(_HOMES[0]), "has no sample", "install slacalc again")
    if name not in ("support.toml", "requests.csv"):
        raise LogError("name", name, "is no file of the sample", "use support.toml, requests.csv")
    return known / name


def read_sample(path: str | Path, *, delimiter: str = ",") -> Iterator[dict[str, Any]]:
    """Go through the requests of a file: ``.csv`` with a header, ``.jsonl``, or a ``.json`` list.

    The fields of a CSV file are text; an empty cell is a missing field. Raises `LogError` naming
    the file and the line.
    """
    file = Path(path)
    try:
        if file.suffix.lower() == ".jsonl":
            yield from _json_lines(file)
        elif file.suffix.lower() == ".json":
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
        raise LogError("sample", str(file), problem, "give a part of it, or a request a line")
    told = json.loads(file.read_text(encoding="utf-8-sig"))
    if not isinstance(told, list):
        problem = f"is a {type(told).__name__}"
        raise LogError("sample", str(file), problem, "give a list of requests")
    for number, request in enumerate(told):
        yield _request(f"{file.name}[{number}]", request)


def _json_lines(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8-sig", newline="\n") as lines:
        for number, line in enumerate(lines, 1):
            place = f"{file.name}:{number}"
            try:
                told = json.loads(line) if line.strip() else None
            except (ValueError, RecursionError) as error:
                raise LogError(place, line, f"is no JSON: {error}", "mend the line") from None
            if told is not None:
                yield _request(place, told)


def _request(place: str, told: object) -> dict[str, Any]:
    if not isinstance(told, Mapping):
        raise LogError(place, told, "is no request", "give objects of fields and values")
    return dict(told)
