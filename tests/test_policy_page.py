"""The manual of policy files names the keys of the schema: all of them, and no others."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from slacalc import policy_keys
from slacalc.operators import OPERATORS
from slacalc.policy_keys import Key

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "policy.md"
_CODE = re.compile(r"`([^`]+)`")
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
TABLES = {
    "At the top": policy_keys.POLICY,
    "`[calendars.NAME]`": (policy_keys.CALENDAR_NAME, *policy_keys.DAYS),
    "An exception": policy_keys.EXCEPTION,
    "A closure": policy_keys.CLOSURE,
    "A rota": policy_keys.ROTA,
    "Calendars made of others": policy_keys.MADE,
    "Calendars that change on a date": policy_keys.CHANGED,
    "`[[levels]]`": policy_keys.LEVEL,
    "A target": policy_keys.TARGET,
    "`[log]`": policy_keys.LOG,
}


def section(heading: str) -> str:
    """Return what stands under a heading, up to the next one."""
    pieces = _HEADING.split(PAGE.read_text(encoding="utf-8"))
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))[heading]


def rows(heading: str, first: str = "key") -> list[list[str]]:
    """Return the rows of the table under a heading whose first column is called so."""
    table = section(heading).partition(f"| {first} |")[2].partition("\n\n")[0]
    lines = table.splitlines()[2:]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def told(key: Key) -> str | None:
    """Return what the column of defaults must say of a key; None where words will do."""
    if key.required:
        return "required"
    return None if key.default is None else f"`{json.dumps(key.default)}`"


@pytest.mark.parametrize(("heading", "keys"), TABLES.items(), ids=TABLES)
def test_the_tables_of_the_manual_name_every_key(heading: str, keys: tuple[Key, ...]) -> None:
    """Each table has the keys of the schema in their order, with what is required and usual."""
    found = [(name, row[2]) for row in rows(heading) for name in _CODE.findall(row[0])]

    assert [name for name, _ in found] == [key.name for key in keys]
    for (_, default), key in zip(found, keys, strict=True):
        if (wanted := told(key)) is not None:
            assert default == wanted, key.name
        else:
            assert default
            assert default != "required"
            assert not default.startswith(('`"', "`true", "`false"))


def test_the_manual_names_every_operator() -> None:
    """Every operator and every group of conditions is explained, and nothing else is."""
    operators = [name for row in rows("Conditions", "operator") for name in _CODE.findall(row[0])]
    groups = [name for row in rows("Conditions", "group") for name in _CODE.findall(row[0])]

    assert operators == [*OPERATORS, "ignore_case"]
    assert groups == [key.name for key in policy_keys.CONDITIONS]


def test_the_manual_names_the_words_that_a_key_can_be() -> None:
    """Where only some words are right, the table says each of them."""
    for heading, keys in TABLES.items():
        text = section(heading)
        for key in keys:
            for word in key.kind.get("enum", []):
                said = ("a comma", "a semicolon", "a tab", "a bar") if word in ",;\t|" else (word,)
                assert any(one in text for one in said), (key.name, word)


def test_the_manual_names_the_keys_of_a_version() -> None:
    """A version has its day and what it unsets, besides the keys of its table."""
    names = [name for row in rows("Versions") for name in _CODE.findall(row[0])]
    assert names == [policy_keys.VALID_FROM.name, "unset"]
