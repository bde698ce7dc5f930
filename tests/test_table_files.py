"""One file of tables: what is read, what is refused, and that it costs little."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from effort import seconds

from slacalc import PolicyError
from slacalc.table_files import TableFile, read_file


def file_of(folder: Path, content: str | bytes, name: str = "some.json") -> TableFile:
    """Read a file of some content."""
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return read_file(folder / name, name)


@pytest.mark.parametrize("name", ["a.json", "a.JSON", "a.toml", "a"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"], ids=["plain", "marked"])
def test_the_suffix_says_how_a_file_is_read(tmp_path: Path, name: str, start: bytes) -> None:
    """JSON is what ends in .json, TOML is the rest; a byte order mark is passed."""
    is_json = name.lower().endswith("json")
    file = file_of(tmp_path, start + (b'{"a":\n{"b": 1}}' if is_json else b"a.b = 1"), name)

    assert (file.tables, file.is_json) == ({"a": {"b": 1}}, is_json)
    assert file.place("a.b") == f"{name}:{2 if is_json else 1}: a.b"


JSON: dict[str, tuple[str | bytes, str, str]] = {
    "nothing": ("", ":1", "is no JSON"),
    "no table": ("[1]", "", "give a table"),
    "a number": ("5", "", "give a table"),
    "TOML": ("slacalc = 1", ":1", "line 1 column 1"),
    "a comma too many": ('{"a":\n, 1}', ":2", "line 2 column 1"),
    "a key twice": ('{"a": 1,\n"b": {"c": 1,\n"\\u0063": 2}}', ":3", "'c': is a key given twice"),
    "not a number": ('{"a": NaN}', "", "no finite number"),
    "endless": ('{"a": [-Infinity]}', "", "no finite number"),
    "too large a number": ('{"a": 1e999}', "", "no finite number"),
    "too long a number": ('{"a": ' + "1" * 1_001 + "}", "", "more than 1000 digits"),
    "a very long number": ('{"a": ' + "1" * 900_000 + "}", "", "more than 1000 digits"),
    "too deep": ('{"a":' * 101 + "1" + "}" * 101, "", "nested deeper than 100"),
    "endlessly deep": ("[" * 900_000, "", "is no JSON"),
    "deep lists": ('{"a":' + "[" * 500 + "]" * 500 + "}", "", "nested deeper than 100"),
    "half a character": ('{"a": "\\ud800"}', "", "is no JSON"),
    "half a character of a key": ('{"\\uDFFF": 1}', "", "is no JSON"),
    "no UTF-8": (b'{"a": "\xff"}', "", "is no JSON"),
    "a zero byte": (b'{"a": "\x00"}', ":1", "is no JSON"),
    "repetition": ('{"a": 1' + ', "a": 1' * 100_000 + "}", ":1", "given twice"),
}


@pytest.mark.parametrize(("content", "line", "match"), JSON.values(), ids=JSON)
def test_what_is_no_proper_json_is_refused(
    tmp_path: Path, content: str | bytes, line: str, match: str
) -> None:
    """What parsers would quietly take or choke on is an error that names the file, at once."""
    started = time.process_time()
    with pytest.raises(PolicyError, match=match) as caught:
        file_of(tmp_path, content)
    assert caught.value.argument == f"some.json{line}"
    assert len(str(caught.value)) < 1_000
    assert time.process_time() - started < seconds(2)


def test_what_is_allowed_is_read(tmp_path: Path) -> None:
    """Numbers of a thousand digits, a hundred levels, whole characters and equal keys apart."""
    table: Any = {"n": 10**999, "s": "\U0001f600\ud7ff", "x": [{"a": 1}, {"a": 1.5}]}
    for _ in range(97):
        table = {"x": table}

    assert file_of(tmp_path, json.dumps(table)).tables == table


@pytest.mark.parametrize(
    ("content", "argument", "match"),
    [
        ("a = " + "{a = " * 101 + "1" + "}" * 101, "some.toml", "nested deeper than 100"),
        ("\nx = 1\na" + ".a" * 41 + " = 1", "some.toml:3", "use fewer dots"),
        ("a = 1\nb\n", "some.toml:2", "line 2"),
    ],
    ids=["deep", "dots", "broken"],
)
def test_toml_has_the_same_bounds(tmp_path: Path, content: str, argument: str, match: str) -> None:
    """Depth and the parts of a key are bounded in TOML too."""
    with pytest.raises(PolicyError, match=match) as caught:
        file_of(tmp_path, content, "some.toml")
    assert caught.value.argument == argument


def test_many_numbers_with_dots_are_no_long_key(tmp_path: Path) -> None:
    """A line of fractions, an ellipsis in a text or in a comment is read."""
    text = "a = [" + "1.5, " * 60 + "]\nb = '" + "." * 60 + "' # " + "." * 60
    assert file_of(tmp_path, text, "a.toml").tables == {"a": [1.5] * 60, "b": "." * 60}


def test_a_missing_file_is_named_by_who_asked_for_it(tmp_path: Path) -> None:
    """The place that names a file is in the error when there is no such file."""
    with pytest.raises(PolicyError, match="give a TOML or JSON file") as caught:
        read_file(tmp_path / "none.toml", "none.toml", asked="support.toml:2: include[0]")
    assert caught.value.argument == "support.toml:2: include[0]"


def test_a_file_of_a_megabyte_is_read(tmp_path: Path) -> None:
    """The bound is a million bytes; one more is too large, said by who asked for the file."""
    content = '{"a": 1}'.ljust(1_000_000)
    assert file_of(tmp_path, content).tables == {"a": 1}
    path = tmp_path / "large.json"
    path.write_text(f"{content} ")
    with pytest.raises(PolicyError) as caught:
        read_file(path, "large.json", asked="include[0]")
    assert str(caught.value).startswith("include[0]=")
    assert (caught.value.value, caught.value.remedy) == (str(path), "split it")


def test_a_path_that_can_not_be_has_its_reason(tmp_path: Path) -> None:
    """Where the system has no word for what is wrong, Python's is said."""
    with pytest.raises(PolicyError, match="null") as caught:
        read_file(tmp_path / "a\0b", "a")
    assert (caught.value.argument, caught.value.value) == ("path", str(tmp_path / "a\0b"))
