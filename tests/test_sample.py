from __future__ import annotations

import json
from pathlib import Path

import pytest

from slacalc import LogError
from slacalc.batch.sample import read_sample


def test_a_csv_sample_gives_text_and_leaves_empty_cells_out(tmp_path: Path) -> None:
    """A row is a request; what is empty is missing, and blank lines are none."""
    file = tmp_path / "tickets.csv"
    file.write_text("\ufeffclient;count\nvip;3\n\n;4\n", encoding="utf-8")
    told = list(read_sample(file, delimiter=";"))
    assert told == [{"client": "vip", "count": "3"}, {"count": "4"}]


def test_a_json_sample_keeps_its_types(tmp_path: Path) -> None:
    """A list, or an object a line; a line ends where it ends."""
    requests = [{"client": "vip", "count": 3}, {"client": {"tier": "gold"}}]
    (tmp_path / "a.json").write_text(json.dumps(requests), encoding="utf-8")
    odd = [json.dumps(one, ensure_ascii=False) for one in ({"note": "a\u2028b"}, *requests)]
    (tmp_path / "b.JSONL").write_text("\n\n".join(odd), encoding="utf-8")
    (tmp_path / "c.jsonl").write_text("", encoding="utf-8")
    assert list(read_sample(tmp_path / "a.json")) == requests
    assert list(read_sample(tmp_path / "b.JSONL")) == [{"note": "a\u2028b"}, *requests]
    assert list(read_sample(tmp_path / "c.jsonl")) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b""),
        ("a.csv", b"a,a\n1,2\n"),
        ("a.csv", b"a,b\n1\n"),
        ("a.csv", b"a\n\xff\n"),
        ("a.csv", b'a\n"1\n'),
        ("a.json", b"[1]"),
        ("a.json", b"{"),
        ("a.json", b"{}"),
        ("a.json", b"[" * 100_000),
        ("a.jsonl", b"{}\n{"),
        ("none.csv", None),
    ],
)
def test_what_is_no_sample_is_an_error_naming_the_file(
    tmp_path: Path, name: str, content: bytes | None
) -> None:
    """A file that can't be read as requests is refused."""
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(LogError, match=name.replace(".", "[.]")):
        list(read_sample(tmp_path / name))
