"""The lines of keys: what tomllib and json read, and where it stands."""

from __future__ import annotations

import json
import time
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
import tomli_w
from effort import examples, seconds
from hypothesis import given
from hypothesis import strategies as st

from slacalc.marks import Mark, json_marks, overlong_key, repeated_key, toml_marks

Path = tuple[str | int, ...]
AWKWARD = (
    "", "a", "a.b", "a b", "#", "=", "[", "]", "[a]", "]]", "{", "}", ",", '"', "'", '"""', "'''",
    "\\", "\n", "\r\n", "\t", "ключ", "\U0001f600", "0", "1979-05-27", "true", '"a"."b"', "a = 1",
    "\u2028", "\x85", ":", "\x7f",
)  # fmt: skip
TEXTS = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.lists(st.sampled_from(AWKWARD), max_size=4).map("".join),
)
SCALARS = st.one_of(TEXTS, st.integers(-(2**60), 2**60), st.booleans(), st.dates(), st.times())
JSON_SCALARS = st.one_of(TEXTS, st.integers(), st.booleans(), st.none(), st.floats(-1e9, 1e9))


def nested(scalars: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Give tables of tables, lists and scalars, with awkward keys."""
    values = st.recursive(
        scalars,
        lambda inner: st.one_of(
            st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=4)
        ),
        max_leaves=20,
    )
    return st.dictionaries(TEXTS, values, max_size=5)


def paths(value: object, path: Path = ()) -> Iterator[Path]:
    """Go through every path of nested tables and lists."""
    yield path
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from paths(inner, (*path, key))


def marked(mark: Mark, path: Path = ()) -> Iterator[tuple[Path, int]]:
    """Go through every path that has a mark, and its line."""
    yield path, mark.line
    for key, inner in mark:
        yield from marked(inner, (*path, key))


def check_lines_hold_keys(lines: list[str], mark: Mark, spelled: Any) -> None:
    """Check that each marked line shows the key, as one of the ways to spell it."""
    for path, number in marked(mark):
        if path and isinstance(path[-1], str):
            assert any(form in lines[number - 1] for form in spelled(path[-1])), (path, number)


def toml_spellings(key: str) -> tuple[str, ...]:
    """Give the ways in which the writer spells a key."""
    return key, tomli_w.dumps({key: 1}).removesuffix(" = 1\n")


@given(nested(SCALARS))
def test_every_path_of_toml_has_a_line_that_holds_its_key(table: dict[str, Any]) -> None:
    """For whatever a writer writes, each key is found, on a line where it is written."""
    text = tomli_w.dumps(table)
    parsed = tomllib.loads(text)
    for written in (text, text.replace("\n", "\r\n")):
        mark = toml_marks(written)
        assert {path for path, _ in marked(mark)} == set(paths(parsed))
        check_lines_hold_keys(written.split("\n"), mark, toml_spellings)


@given(nested(SCALARS))
def test_lines_of_multiline_texts(table: dict[str, Any]) -> None:
    """Texts over several lines move what follows them, and are not taken for keys."""
    text = tomli_w.dumps(table, multiline_strings=True)
    mark = toml_marks(text)

    assert {path for path, _ in marked(mark)} == set(paths(tomllib.loads(text)))
    check_lines_hold_keys(text.split("\n"), mark, toml_spellings)


@given(nested(JSON_SCALARS), st.sampled_from((None, 0, 2)), st.booleans())
def test_every_path_of_json_has_a_line_that_holds_its_key(
    table: dict[str, Any], indent: int | None, ascii_only: bool
) -> None:
    """For whatever json writes, on one line or many, each key is found where it is written."""
    text = json.dumps(table, indent=indent, ensure_ascii=ascii_only)
    mark = json_marks(text)

    assert {path for path, _ in marked(mark)} == set(paths(json.loads(text)))
    check_lines_hold_keys(
        text.split("\n"), mark, lambda key: (json.dumps(key, ensure_ascii=ascii_only),)
    )


TRICKY = r"""
# a comment = [ { "
slacalc = 1 # and "another
a.b = 1
a . "c.d" = { x = [1, 2], 'y' = { } }
"a"."b2" = TTT
[not.a.table]
key = 1"TTT
"q" = TTTTTT
list = [ # of three
  "one ] ", # ]
  { k = TTT\
    }, ]TTT, l = 2 },

  [ 3,
    [] ],
]
raw = '''
[no]'''''
[t]
"es\u0063aped \" ]" = 1979-05-27 07:32:00
[ t . "u v" ]
x=-1.5e3
[[t.rows]]
one = 1
[t.rows.inner]
two = 2
[[t.rows]]
[[t.rows.deep]]
three = 3
[t.rows.deep.more]
[late.b]
[late]
c = inf
""".replace("TTT", '"' * 3)


def test_a_tricky_document() -> None:
    """Every form of the language is passed: comments, quotes, escapes, lists, headers."""
    lines = dict(marked(toml_marks(TRICKY)))
    expected = {
        ("slacalc",): 3,
        ("a", "b"): 4,
        ("a", "c.d", "x", 1): 5,
        ("a", "c.d", "y"): 5,
        ("a", "b2"): 6,
        ("q",): 9,
        ("list", 0): 11,
        ("list", 1): 12,
        ("list", 1, "l"): 13,
        ("list", 2): 15,
        ("list", 2, 1): 16,
        ("raw",): 18,
        ("t",): 20,
        ("t", 'escaped " ]'): 21,
        ("t", "u v", "x"): 23,
        ("t", "rows"): 24,
        ("t", "rows", 0): 24,
        ("t", "rows", 0, "inner"): 26,
        ("t", "rows", 1): 28,
        ("t", "rows", 1, "deep", 0, "three"): 30,
        ("t", "rows", 1, "deep", 0, "more"): 31,
        ("late",): 33,
        ("late", "b"): 32,
    }

    assert set(lines) == set(paths(tomllib.loads(TRICKY)))
    assert {path: lines[path] for path in expected} == expected


FRAGMENTS = (
    "\n", "\r\n", " ", "\t", "#", "a", "b.c", '"a b"', "'d.e'", "=", "= 1\n", "=[1,\n2 , ]\n", ".",
    ",", "[", "]", "{", "}", "[a]\n", "[[l]]\n", "[l.m]\n", "[[l.n]]\n", '"', "'", '"""', "'" * 3,
    "\\", "\\n", "{a=1,b.c={}}", "= {x=[{y=1}]}\n", "1979-05-27 07:32:00", "0x1F", "inf", '"]"',
    "'}'", "# ]\n",
)  # fmt: skip


@examples(400)
@given(st.data())
def test_what_tomllib_reads_is_marked(data: st.DataObject) -> None:
    """However a document is written, what tomllib reads has a mark for each key and item."""
    text = data.draw(st.sampled_from((TRICKY, "a = 1\nb = 2\n[c]\n", "[[l]]\nx = [\n1,\n]\n")))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(text)))
        until = at + data.draw(st.sampled_from((0, 0, 0, 1, 5)))
        changed = text[:at] + data.draw(st.sampled_from(FRAGMENTS)) + text[until:]
        try:
            parsed = tomllib.loads(changed)
        except tomllib.TOMLDecodeError:
            continue  # the next change starts from what was right
        text = changed
        assert {path for path, _ in marked(toml_marks(text))} == set(paths(parsed)), text


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("", 1),
        ("levels", 2),
        ("levels[1]", 4),
        ("levels[1].name", 5),
        ("levels[1].nmae", 4),
        ("levels[2].name", 2),
        ("statuses.a", 7),
        ("statuses.a.b", 8),
        ("statuses.a.b.c[0]", 9),
        ("statuses[a.b]", 8),
        ("statuses.ab", 6),
        ("default.name", 1),
    ],
)
def test_a_path_is_found_as_far_as_it_goes(path: str, line: int) -> None:
    """A missing key is on the line of its table; a key with dots is itself before its parts."""
    text = (
        'slacalc = 1\n[[levels]]\nname = "A"\n[[levels]]\nname = "B"\n'
        '[statuses]\na = 1\n"a.b" = 2\n"a.b.c" = []\n'
    )
    assert toml_marks(text).find(path).line == line


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize(
    "text",
    [
        "x = [" + "1," * 400_000 + "]",
        "x = " + "[" * 200 + "1," * 300_000 + "]" * 200,
        "\n" * 900_000 + "x = 1",
        "#" * 900_000,
        'x = """' + '\\"' * 400_000 + '"""',
        "x = '''" + "'a" * 400_000 + "'''",
        "".join(f"[[a.b{n % 7}]]\nc{n} = 1\n" for n in range(40_000)),
        "x = {" + ", ".join(f"k{n} = {n}" for n in range(60_000)) + "}",
    ],
    ids=lambda text: text[:12],
)
def test_marks_cost_linear_time(text: str) -> None:
    """A megabyte of anything is marked within seconds, however it repeats itself."""
    assert tomllib.loads(text) is not None
    started = time.process_time()
    toml_marks(text)
    overlong_key(text)
    assert time.process_time() - started < seconds(5)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a" + ".a" * 40 + " = 1", None),
        ("a" + ".a" * 41 + " = 1", 1),
        ("\na" + ".a" * 41 + " = 1\nb = 2\n\n", 2),
        ("\n[a" + ' . "a"' * 41 + "]", 2),
        ('x = """\n# """\ny = {' + "a." * 41 + "a = 1}", 3),
        ('x = ["""\n# """, {' + "a." * 41 + "a = 1}]", 2),
        ('"x\u2028"' + ".a" * 41 + '."y" = 1', 1),
        ("x = [" + "1.5, " * 100 + "]", None),
        ("x = '''\n" + "." * 100 + "\n'''", None),
        ('x = "' + "a." * 100 + '"', None),
        ("# " + "." * 100, None),
        ('"' * 100_000, None),
        ('"""\\' * 100_000, None),
        ("." * 30 + "a" * 100_000 + "." * 30, 1),
    ],
    ids=lambda said: repr(said)[:24],
)
def test_a_key_of_too_many_parts_is_found(text: str, line: int | None) -> None:
    """Only keys count: no numbers, texts or comments; and a broken text costs no more."""
    started = time.process_time()
    assert overlong_key(text) == line
    assert time.process_time() - started < seconds(1)


def test_the_key_that_comes_twice_is_found() -> None:
    """The second one of an object is meant, however it is escaped; equal ones elsewhere are not."""
    text = '{"a": 1, "b": [{"a": 1}, {"a": 2,\n"c": "\\"a\\": ", "\\u0061": 3}]}'
    assert repeated_key(text) == ("a", 2)


def test_what_is_missing_of_json_is_on_its_first_line() -> None:
    """A key that the whole document lacks is looked for where it begins."""
    assert json_marks('\n{"a":\n1}').find("b").line == 1


def test_keys_may_begin_with_any_letter() -> None:
    """No letter ends a table or a list."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    for text in ("x = { %s = [1, 2] }", "[x]\n%s = { y = 1 }"):
        for letter in letters:
            written = text % letter
            told = {path for path, _ in marked(toml_marks(written))}
            assert told == set(paths(tomllib.loads(written)))
