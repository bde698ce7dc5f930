"""Included files: put together in order, inside one folder, within bounds, with their lines."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from slacalc import PolicyError
from slacalc.policy_files import located, read_tables

MAIN = """slacalc = 1
include = ["shared/days.toml", "night.json"]
[calendars.desk]
week = "Mon-Fri 09:00-18:00"
[default]
name = "D"
"""
DAYS = """slacalc = 1
[calendars.moscow]
time_zone = "Europe/Moscow"
[schedules]
long = "08:00-20:00"
"""
NIGHT = '{"slacalc": 1,\n"calendars": {"night":\n{"week": "Mon 22:00-23:00"}}}'


def write(folder: Path, **files: str) -> Path:
    """Write files, whose names are keys with underscores; return the policy's own."""
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_json", ".json").replace("_toml", ".toml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "support.toml"


def shared(*names: str, **calendars: str) -> str:
    """Give the text of a file that includes others and has some calendars."""
    tables = "".join(f"[calendars.{key}]\nweek = {week!r}\n" for key, week in calendars.items())
    return f"slacalc = 1\ninclude = {list(names)!r}\n{tables}"


def refused(file: Path) -> PolicyError:
    """Return the error of a policy whose files can't be read."""
    with pytest.raises(PolicyError) as caught:
        read_tables(file)
    assert len(str(caught.value)) < 1_000
    return caught.value


def test_included_tables_come_first(tmp_path: Path) -> None:
    """The calendars and schedules of all files are put together, in the order of the includes."""
    file = write(tmp_path, support_toml=MAIN, shared__days_toml=DAYS, night_json=NIGHT)
    source = read_tables(file)

    assert list(source.tables) == ["slacalc", "calendars", "default", "schedules"]
    assert list(source.tables["calendars"]) == ["moscow", "night", "desk"]
    assert source.tables["schedules"] == {"long": "08:00-20:00"}
    assert [one.name for one in source.files] == ["support.toml", "shared/days.toml", "night.json"]


def test_a_file_alone_is_its_own_source(tmp_path: Path) -> None:
    """A policy that includes nothing is what its file says."""
    source = read_tables(write(tmp_path, support_toml=DAYS))
    assert source.tables["schedules"] == {"long": "08:00-20:00"}
    assert source.name == "support.toml"


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("default.name", "support.toml:6: default.name"),
        ("default.nmae", "support.toml:5: default.nmae"),
        ("log", "support.toml:1: log"),
        ("calendars.desk.week", "support.toml:4: calendars.desk.week"),
        ("calendars.moscow.time_zone", "shared/days.toml:3: calendars.moscow.time_zone"),
        ("calendars.moscow.week", "shared/days.toml:2: calendars.moscow.week"),
        ("schedules.long", "shared/days.toml:5: schedules.long"),
        ("calendars.night.week", "night.json:3: calendars.night.week"),
        ("calendars.none", "support.toml:3: calendars.none"),
    ],
)
def test_a_key_path_has_a_file_and_a_line(tmp_path: Path, path: str, place: str) -> None:
    """Errors about a key that was included name the file that it came from."""
    file = write(tmp_path, support_toml=MAIN, shared__days_toml=DAYS, night_json=NIGHT)
    source = read_tables(file)
    error = located(PolicyError(f"support.toml.{path}", 5, "is wrong", "mend it"), source)

    assert source.place(path) == place
    assert str(error) == f"{place}=5: is wrong; mend it"
    assert str(located(PolicyError("path", 5, "is wrong", "mend it"), source)).startswith("path=5")


def test_a_file_that_two_include_is_read_once(tmp_path: Path) -> None:
    """Two ways to the same file, by different names too, are no contradiction."""
    file = write(
        tmp_path,
        support_toml=shared("a.toml", "b/b.toml", "./a.toml"),
        a_toml=shared("b/c.toml"),
        b__b_toml=shared("c.toml", b="Mon 09:00-10:00"),
        b__c_toml=shared(c="Mon 09:00-10:00"),
    )
    source = read_tables(file)

    assert [one.name for one in source.files] == ["support.toml", "a.toml", "b/c.toml", "b/b.toml"]
    assert list(source.tables["calendars"]) == ["c", "b"]


def test_a_name_of_two_files_is_an_error_that_names_both(tmp_path: Path) -> None:
    """Nothing is silently replaced, whichever of the files is read first."""
    file = write(
        tmp_path,
        support_toml=shared("a.toml", desk="Mon 09:00-10:00"),
        a_toml=shared(desk="Mon 09:00-11:00"),
    )
    error = refused(file)

    assert error.argument == "support.toml:3: calendars.desk"
    assert error.problem == "is in a.toml too"


def test_a_circle_is_named_in_full(tmp_path: Path) -> None:
    """A file that includes itself, by way of others too, is refused with the way round."""
    file = write(
        tmp_path,
        support_toml=shared("a.toml"),
        a_toml=shared("b.json"),
        b_json='{"slacalc": 1,\n"include": [\n"./a.toml"]}',
    )
    error = refused(file)

    assert error.argument == "b.json:3: include[0]"
    assert error.problem == "is a circle: a.toml > b.json > a.toml"
    own = refused(write(tmp_path / "own", support_toml=shared("support.toml")))
    assert own.problem == "is a circle: support.toml > support.toml"


OUTSIDE = (
    "", ".", "..", "/etc/passwd", "../outside.toml", "a/../../outside.toml", "shared/../a.toml",
    "C:/outside.toml", "c:outside.toml", "\\\\host\\share\\a.toml", "..\\outside.toml", "shared",
    "none.toml", "a.toml\0", "x" * 5_000, "//etc/passwd", "link.toml", "links/outside.toml",
    "circle.toml", "a.toml/b.toml", "~/a.toml", "http://example.com/a.toml", "pipe",
)  # fmt: skip


@pytest.mark.parametrize("said", OUTSIDE, ids=lambda said: repr(said)[:24])
def test_what_is_outside_the_folder_is_refused(tmp_path: Path, said: str) -> None:
    """Absolute paths, ways up, links that lead out, folders, pipes: none is opened."""
    inside = tmp_path / "policy"
    file = write(inside, support_toml=shared(said), a_toml=DAYS, shared__x_toml=DAYS)
    (tmp_path / "outside.toml").write_text(DAYS, encoding="utf-8")
    (inside / "link.toml").symlink_to(tmp_path / "outside.toml")
    (inside / "links").symlink_to(tmp_path)
    (inside / "circle.toml").symlink_to(inside / "circle.toml")
    if hasattr(os, "mkfifo"):
        os.mkfifo(inside / "pipe")
    file.write_text(f"slacalc = 1\ninclude = [{json.dumps(said)}]\n", encoding="utf-8")

    error = refused(file)
    assert error.argument == "support.toml:2: include[0]"
    assert "outside.toml:" not in str(error)


def test_links_inside_the_folder_are_followed(tmp_path: Path) -> None:
    """A link from the folder into the folder is a file of the folder."""
    file = write(tmp_path, support_toml=shared("link.toml"), shared__days_toml=DAYS)
    (tmp_path / "link.toml").symlink_to(tmp_path / "shared" / "days.toml")
    (tmp_path / "by-link.toml").symlink_to(file)

    assert "moscow" in read_tables(file).tables["calendars"]
    assert "moscow" in read_tables(tmp_path / "by-link.toml").tables["calendars"]


WRONG: dict[str, tuple[str, str, str]] = {
    "levels": (DAYS + "[[levels]]\nname = 'VIP'\n", "days.toml:6: levels", "own file"),
    "a misspelt key": ("slacalc = 1\ncalenders = {}\n", "days.toml:2: calenders", "calendars"),
    "a list": ("slacalc = 1\nschedules = []\n", "days.toml:2: schedules", "give a table"),
    "no format": ("[schedules]\n", "days.toml:1: slacalc", "add slacalc"),
    "another format": ("slacalc = 2\n", "days.toml:1: slacalc", "give 1"),
    "no TOML": ("slacalc = 1\nx\n", "days.toml:2", "line 2"),
    "no list": ("slacalc = 1\ninclude = 5", "days.toml:2: include", "give a list"),
    "too large": ("#" * 1_000_001, "support.toml:2: include[0]", "larger than a megabyte"),
}


@pytest.mark.parametrize(("text", "argument", "match"), WRONG.values(), ids=WRONG)
def test_errors_of_an_included_file_name_it(
    tmp_path: Path, text: str, argument: str, match: str
) -> None:
    """What is wrong in an included file is said with its name and its line."""
    error = refused(write(tmp_path, support_toml=shared("days.toml"), days_toml=text))
    assert error.argument == argument
    assert match in str(error)


@pytest.mark.parametrize("said", ["a.toml", 5, {"a": 1}, [5], [[]], [{}], [True]], ids=repr)
def test_include_is_a_list_of_paths(tmp_path: Path, said: Any) -> None:
    """Anything else is refused, with its place."""
    file = tmp_path / "support.json"
    file.write_text(json.dumps({"slacalc": 1, "include": said}), encoding="utf-8")
    assert refused(file).argument.startswith("support.json:1: include")


def test_files_are_few_shallow_and_small(tmp_path: Path) -> None:
    """20 files, 5 deep, two megabytes: one more is refused."""
    many = {f"f{n}_toml": shared(**{f"c{n}": "Mon 09:00-10:00"}) for n in range(20)}
    names = [f"f{n}.toml" for n in range(20)]
    chain = {f"d{n}_toml": shared(f"d{n + 1}.toml") for n in range(6)} | {"d6_toml": shared()}
    large = {f"l{n}_toml": shared() + "#" * 900_000 for n in range(3)}
    write(tmp_path, **many, **chain, **large)

    assert len(read_tables(write(tmp_path, support_toml=shared(*names[:19]))).files) == 20
    assert len(read_tables(write(tmp_path, support_toml=shared("d2.toml"))).files) == 6
    assert len(read_tables(write(tmp_path, support_toml=shared("l0.toml", "l1.toml"))).files) == 3
    for said, match in (
        (names, "20 files"),
        (["d1.toml"], "more than 5 deep"),
        (["l0.toml", "l1.toml", "l2.toml"], "two megabytes"),
    ):
        assert match in str(refused(write(tmp_path, support_toml=shared(*said))))


def test_a_path_may_have_any_letter(tmp_path: Path) -> None:
    """Only colons and backslashes are no part of a path."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ-_ .é"
    (tmp_path / f"{letters}.toml").write_text(DAYS, encoding="utf-8")
    file = tmp_path / "support.toml"
    file.write_text(f"slacalc = 1\ninclude = ['{letters}.toml']", encoding="utf-8")
    assert "moscow" in read_tables(file).tables["calendars"]


def test_the_size_of_all_files_is_that_of_their_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is just as large as it may be is read; a byte less of room, and it is refused."""
    file = write(tmp_path, support_toml=shared("a.toml"), a_toml=f"{DAYS}# é")
    size = sum(len(one.read_bytes()) for one in tmp_path.iterdir())
    monkeypatch.setattr("slacalc.policy_files._LARGEST_OF_ALL", size)
    assert len(read_tables(file).files) == 2
    monkeypatch.setattr("slacalc.policy_files._LARGEST_OF_ALL", size - 1)
    assert refused(file).value == "a.toml"
