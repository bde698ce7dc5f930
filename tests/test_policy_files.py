"""Files and tables spoilt in every way: each ends in a policy or in a PolicyError."""

from __future__ import annotations

import copy
import pickle
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_policy import TOML, good, loaded

from slacalc import Policy, PolicyError, SlacalcError


class TestFiles:
    """What is no policy file costs little, and gets an error with the file's name."""

    @pytest.mark.parametrize(
        "content",
        [
            "slacalc",
            "slacalc = ",
            "slacalc = 1\nslacalc = 1",
            "[a]\n[a]",
            "a.b = 1\na = 2",
            "{}",
            '{"slacalc": 1}',
            "<html>",
            b"\xff\xfe\x00\x01",
            b"\x89PNG\r\n\x1a\n\x00",
            b"slacalc = 1\x00",
            "name = 'caf\xe9'".encode("latin-1"),
            "x = " + "[" * 100_000,
            "x = " + "{a = " * 100_000,
            "x = " + "[" * 100_000 + "]" * 100_000,
            "slacalc = " + "1" * 5_000,
            "a" + ".a" * 400_000 + " = 1",
            "[a" + ". 'a'" * 150_000 + "]",
            'x = { a."a" . a' + '."a"' * 100_000 + " = 1 }",
            "x = 1979-13-01",
            "x = 25:00:00",
        ],
        ids=lambda content: repr(content[:12]) + str(len(content)),
    )
    def test_hazard_33_what_is_no_toml_is_refused(
        self, tmp_path: Path, content: str | bytes
    ) -> None:
        """Text, binary, nested or doubled beyond sense: an error that names the file."""
        with pytest.raises(PolicyError) as caught:
            loaded(tmp_path, content)
        assert re.fullmatch(r"support\.toml(:\d+)?", caught.value.argument)
        assert len(str(caught.value)) < 1_000

    @pytest.mark.parametrize(
        "content",
        ["", "# nothing", "slacalc = 0x" + "f" * 9_000, "slacalc = inf", "slacalc = 1979-05-27"],
        ids=lambda content: content[:14] or "empty",
    )
    def test_toml_that_is_no_policy_is_refused(self, tmp_path: Path, content: str) -> None:
        """A file that says something else lacks the first key of a policy."""
        with pytest.raises(PolicyError) as caught:
            loaded(tmp_path, content)
        assert caught.value.argument == "support.toml:1: slacalc"
        assert str(caught.value)

    def test_the_place_begins_with_the_file_and_the_line(self, tmp_path: Path) -> None:
        """Before the key path come the file's name and the line, as editors show them."""
        line = TOML[: TOML.index('"8h"')].count("\n") + 1
        with pytest.raises(PolicyError) as caught:
            loaded(tmp_path, TOML.replace('"8h"', '"8 days"'))
        assert caught.value.argument == f"support.toml:{line}: levels[0].resolution"

    def test_a_file_that_is_too_large_is_refused(self, tmp_path: Path) -> None:
        """More than a megabyte is no policy, and is not read."""
        with pytest.raises(PolicyError, match="larger than a megabyte"):
            loaded(tmp_path, TOML + "#" * 1_000_000)
        assert loaded(tmp_path, TOML + "#" * 900_000).name == "Helpdesk"

    @pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no endless file here")
    def test_an_endless_file_is_refused(self) -> None:
        """A file without end is read no further than a megabyte."""
        with pytest.raises(PolicyError, match="larger than a megabyte"):
            Policy.load("/dev/zero")

    @pytest.mark.parametrize("name", ["missing.toml", "", "\0", "x" * 5_000], ids=lambda n: n[:9])
    def test_a_path_to_nothing_is_refused(self, tmp_path: Path, name: str) -> None:
        """A file that is missing, a folder, or no name at all gets the same error."""
        with pytest.raises(PolicyError, match="give a TOML or JSON file"):
            Policy.load(tmp_path / name)

    @pytest.mark.parametrize("path", [None, 5, b"support.toml", ["support.toml"]], ids=repr)
    def test_what_is_no_path_is_refused(self, path: Any) -> None:
        """Only text and paths name a file; a number would be an open one."""
        with pytest.raises(SlacalcError, match="path"):
            Policy.load(path)


Place = tuple[str | int, ...]


def places(table: object, path: Place = ()) -> Iterator[Place]:
    """Go through every key path of nested tables and lists."""
    yield path
    inner = table.items() if isinstance(table, dict) else enumerate(table)  # type: ignore[arg-type]
    for key, value in inner:
        if isinstance(value, dict | list):
            yield from places(value, (*path, key))
        else:
            yield (*path, key)


PLACES = [path for path in places(good()) if path]
TEXTS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ("", "closed", "09:00-18:00", "Mon 09:00-18:00", "8h", "1d", "UTC", "desk", "pause", ";")
    ),
    st.text(alphabet="0123456789:- MonFri;hm", max_size=20),
)
SCALARS = st.one_of(
    TEXTS,
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.binary(max_size=3),
)
KEYS = st.one_of(TEXTS, st.sampled_from(("name", "week", "2026-03-02", "mon")), st.integers())
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=6,
)
MUTATIONS = st.tuples(
    st.sampled_from(PLACES),
    st.sampled_from(("replace", "delete", "rename", "add", "swap")),
    KEYS,
    VALUES,
    st.sampled_from(PLACES),
)


def at_place(table: Any, path: Place) -> Any:
    """Look up a key path."""
    for key in path:
        table = table[key]
    return table


def mutated(table: dict[str, Any], mutations: list[tuple[Any, ...]]) -> dict[str, Any]:
    """Change a policy's tables here and there; a change whose place is gone is skipped."""
    for path, how, key, value, other in mutations:
        try:
            inner, last = at_place(table, path[:-1]), path[-1]
            if how == "delete":
                del inner[last]
            elif how == "rename":
                inner[key] = inner.pop(last)
            elif how == "add":
                inner[key] = value
            else:
                inner[last] = copy.deepcopy(at_place(table, other)) if how == "swap" else value
        except (AttributeError, LookupError, TypeError):
            continue
    return table


@settings(examples(300), deadline=timedelta(seconds=5))
@given(st.lists(MUTATIONS, min_size=1, max_size=3))
def test_any_table_is_a_policy_or_a_policy_error(mutations: list[tuple[Any, ...]]) -> None:
    """However a policy is changed, it ends in a policy that works or in a PolicyError."""
    table = mutated(good(), mutations)
    try:
        policy = Policy.from_dict(table)
    except PolicyError as error:
        assert str(error).startswith("policy")  # noqa: PT017 - either end is right
        return
    assert hash(policy) == hash(pickle.loads(pickle.dumps(policy)))  # noqa: S301 - our own
    assert policy.explain({"client": "vip"}).level in (*policy.chain.levels, policy.chain.default)
    assert all(isinstance(calendar.zone.key, str) for calendar in policy.calendars.values())


@settings(examples(100), deadline=timedelta(seconds=5))
@given(st.data())
def test_any_file_is_a_policy_or_a_policy_error(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """However a file is torn, it ends in a policy or in a PolicyError that can be read."""
    raw = bytearray(TOML.encode())
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(raw) - 1))
        raw[start : start + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=10))
    folder = tmp_path_factory.mktemp("torn")
    try:
        assert loaded(folder, bytes(raw)).calendars
    except PolicyError as error:
        assert "support.toml" in str(error)  # noqa: PT017 - either end is right
