"""Policies to files: their text, and what stands in the way of writing it."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from sample_policy import SMALL

from slacalc import Policy, PolicyError
from slacalc.policy_writing import write_tables

TABLES: dict[str, Any] = {"é": {"b": 1}, "c": [True]}
JSON = '{\n  "é": {\n    "b": 1\n  },\n  "c": [\n    true\n  ]\n}\n'


@pytest.mark.parametrize(
    ("name", "text"), [("a.json", JSON), ("a.toml", tomli_w.dumps(TABLES))], ids=["json", "toml"]
)
def test_files_are_for_people(tmp_path: Path, name: str, text: str) -> None:
    """Letters are as they are, in UTF-8; JSON is indented, lines end alike on every system."""
    assert write_tables(tmp_path / name, TABLES) == tmp_path / name
    assert (tmp_path / name).read_bytes() == text.encode()


def test_a_file_may_be_as_large_as_the_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bound is of bytes; what is one more is not written."""
    file = tmp_path / "a.json"
    monkeypatch.setattr("slacalc.policy_writing._LARGEST", len(JSON.encode()))
    write_tables(file, TABLES)
    file.unlink()
    monkeypatch.setattr("slacalc.policy_writing._LARGEST", len(JSON.encode()) - 1)
    with pytest.raises(PolicyError, match="would be larger"):
        write_tables(file, TABLES)
    assert not [*tmp_path.iterdir()]


def test_a_place_that_is_taken_is_named(tmp_path: Path) -> None:
    """The reason of the system is said, and nothing is left behind."""
    file = tmp_path / "a.json"
    file.mkdir()
    with pytest.raises(PolicyError) as caught:
        write_tables(file, TABLES)
    assert (caught.value.argument, caught.value.value) == ("path", str(file))
    assert caught.value.problem == f"can't be written: {os.strerror(errno.EISDIR)}"
    assert caught.value.remedy == "give another place, or other text"
    assert [*tmp_path.iterdir()] == [file]


def test_toml_needs_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What to install is said, or what else to write."""
    monkeypatch.setitem(sys.modules, "tomli_w", None)
    with pytest.raises(PolicyError) as caught:
        Policy.from_dict(SMALL).dump(tmp_path / "a.toml")
    assert str(caught.value) == (
        "path='.toml': can't be written without the extra; "
        'run pip install "slacalc[toml]", or write .json'
    )
