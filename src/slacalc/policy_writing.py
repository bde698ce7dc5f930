"""Policies to files: TOML by an extra, JSON by the standard library."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from slacalc.errors import PolicyError

_LARGEST = 1_000_000


def write_tables(path: str | Path, tables: Mapping[str, Any]) -> Path:
    """Write plain tables to a TOML or JSON file, by its suffix: whole, or not at all.

    Raises `PolicyError` for another suffix, text that UTF-8 can't write, or a missing extra.
    """
    if not isinstance(path, str | Path) or Path(path).suffix not in (".toml", ".json"):
        remedy = "give a path that ends in .toml or .json"
        raise PolicyError("path", str(path), "is no name of a policy file", remedy)
    file = Path(path)
    text = json_text(tables) if file.suffix == ".json" else toml_text(tables)
    if len(text.encode(errors="replace")) > _LARGEST:
        problem = "would be larger than a megabyte, which can't be read"
        raise PolicyError("path", str(file), problem, "say less, or split it by hand")
    aside = file.with_name(f"{file.name}.part")
    try:
        aside.write_bytes(text.encode())
        aside.replace(file)
    except (OSError, ValueError) as error:
        aside.unlink(missing_ok=True)
        problem = f"can't be written: {getattr(error, 'strerror', None) or error}"
        raise PolicyError("path", str(file), problem, "give another place, or other text") from None
    return file


def json_text(tables: Mapping[str, Any]) -> str:
    """Return tables as JSON for people: two spaces, letters as they are."""
    return json.dumps(tables, ensure_ascii=False, indent=2) + "\n"


def toml_text(tables: Mapping[str, Any]) -> str:
    """Return tables as TOML; needs the extra ``slacalc[toml]``."""
    try:
        import tomli_w
    except ImportError:
        problem = "can't be written without the extra"
        remedy = 'run pip install "slacalc[toml]", or write .json'
        raise PolicyError("path", ".toml", problem, remedy) from None
    return tomli_w.dumps(tables)
