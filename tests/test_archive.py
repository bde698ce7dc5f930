"""The folder in which promises are kept: what can't be written or read says so."""

from __future__ import annotations

import errno
import json
import os
import re
from pathlib import Path

import pytest

from slacalc import Calendar, PolicyError, SupportLevel
from slacalc.archive import Archive
from slacalc.profiles import WAYS

DESK = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Berlin", name="Desk")
NIGHT = Calendar("Mon-Sun 22:00-06:00", time_zone="Europe/Berlin", name="Night")
LEVEL = SupportLevel("Plain", calendar=DESK, resolution="8h", response="1h")


def kept(folder: Path, level: SupportLevel = LEVEL) -> Path:
    """Keep a promise, and return its file."""
    (wanted,) = Archive(folder).add([level])
    return folder / f"{wanted.partition(':')[2]}.json"


def test_a_promise_is_read_once(tmp_path: Path) -> None:
    """What was found is found again, also where its file is gone by then."""
    archive = Archive(tmp_path)
    file = kept(tmp_path)
    found = archive.find(LEVEL.fingerprint)
    assert found.promise == LEVEL.promise
    file.unlink()
    assert archive.find(LEVEL.fingerprint) is found


def test_a_profile_and_a_calendar_of_two_targets_are_kept(tmp_path: Path) -> None:
    """Each calendar is told once, and a profile whole."""
    targets = {"response": "1h", "call": {"duration": "2h", "calendar": NIGHT}}
    level = SupportLevel("L", calendar=NIGHT, targets=targets, profile="zendesk")
    file = kept(tmp_path, level)
    assert Archive(tmp_path).find(level.fingerprint).promise == level.promise
    assert file.read_text(encoding="utf-8").count("22:00-06:00") == 1


def test_a_promise_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is written that could not be read again."""
    monkeypatch.setattr("slacalc.archive._LARGEST", 100)
    with pytest.raises(PolicyError, match="is larger than 100 bytes; say less"):
        kept(tmp_path)
    assert not [*tmp_path.iterdir()]


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    """The error names the place."""
    (tmp_path / "taken").write_text("")
    with pytest.raises(PolicyError, match="can't be written"):
        kept(tmp_path / "taken")


def test_a_file_that_can_not_be_put_leaves_nothing(tmp_path: Path) -> None:
    """Where its name is that of a folder, what was written aside goes too."""
    file = kept(tmp_path)
    file.unlink()
    file.mkdir()
    with pytest.raises(PolicyError, match="can't be written"):
        kept(tmp_path)
    assert [*tmp_path.iterdir()] == [file]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"{", "can't be read"),
        (b"\xff", "can't be read"),
        (b" " * 4_000_001, "is larger than"),
    ],
    ids=["torn", "no text", "huge"],
)
def test_a_file_that_was_spoilt_is_refused(tmp_path: Path, raw: bytes, words: str) -> None:
    """The error names the file, and says that it is to be restored."""
    file = kept(tmp_path)
    file.write_bytes(raw)
    with pytest.raises(PolicyError, match=f"{re.escape(file.name)}.*{words}.*; restore") as caught:
        Archive(tmp_path).find(LEVEL.fingerprint)
    assert caught.value.value == (4_000_001 if len(raw) > 1 else str(file))


def test_the_archive_of_a_policy_is_beside_its_file() -> None:
    """It has the name of the file, with another suffix."""
    assert Archive.beside("some/support.toml").folder == Path("some/support.archive")


def test_folders_are_made_for_an_archive(tmp_path: Path) -> None:
    """Those above it too."""
    assert kept(tmp_path / "far" / "away.archive").is_file()


def test_a_promise_is_written_aside_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The part is in the folder of the archive, so that it can take its place at once."""
    told = []
    monkeypatch.setattr("slacalc.archive._put", lambda aside, file: told.append((aside, file)))
    file = kept(tmp_path)
    ((aside, put),) = told
    assert (put, aside.parent, aside.suffix) == (file, tmp_path, ".part")
    assert aside.is_file()


def test_a_promise_may_be_as_large_as_the_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is just as large is written and read; a byte more is not, and not read to its end."""
    file = kept(tmp_path)
    size = file.stat().st_size
    file.unlink()
    monkeypatch.setattr("slacalc.archive._LARGEST", size)
    assert Archive(tmp_path).find(kept_again(tmp_path)).promise == LEVEL.promise

    monkeypatch.setattr("slacalc.archive._LARGEST", size - 1)
    with pytest.raises(PolicyError) as caught:
        kept(tmp_path / "other")
    assert str(caught.value) == (
        f"promise={size}: of 'Plain' is larger than {size - 1} bytes; say less in its calendars"
    )
    monkeypatch.setattr("slacalc.archive._LARGEST", 100)
    with pytest.raises(PolicyError) as caught:
        Archive(tmp_path).find(LEVEL.fingerprint)
    assert str(caught.value) == f"{file.name}=101: is larger than 100 bytes; restore the file"


def kept_again(folder: Path) -> str:
    """Keep the promise, and return its fingerprint."""
    return Archive(folder).add([LEVEL])[0]


def test_a_place_that_can_not_be_written_is_named(tmp_path: Path) -> None:
    """With the reason of the system, and the way out."""
    taken = tmp_path / "taken"
    taken.write_text("")
    with pytest.raises(PolicyError) as caught:
        kept(taken)
    said = caught.value
    assert (said.argument, said.value) == ("archive", str(taken))
    assert said.problem == f"can't be written: {os.strerror(errno.EEXIST)}"
    assert said.remedy == "give another place"


def test_a_file_of_another_promise_is_refused(tmp_path: Path) -> None:
    """It is not what its name says, and is to be restored."""
    file = kept(tmp_path)
    file.write_text(file.read_text(encoding="utf-8").replace("8h", "9h"), encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        Archive(tmp_path).find(LEVEL.fingerprint)
    assert str(caught.value) == (
        f"{file.name}='{LEVEL.fingerprint}': is not what its name says: it was changed; "
        "restore the file"
    )


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('"level":', '"lewel":', "lewel"),
        ('"resolution":"8h"', '"resolution":"soon"', "level.resolution"),
        ("09:00-18:00", "9-18", r"calendars\.slacalc1:[0-9a-f]{32}\.week"),
        ('"calendars":{', '"calendars":5,"x":{', "calendars"),
    ],
)
def test_what_is_wrong_in_a_file_has_its_place(
    tmp_path: Path, old: str, new: str, place: str
) -> None:
    """The file and the key path are named, as in a policy."""
    file = kept(tmp_path)
    told = file.read_text(encoding="utf-8")
    assert old in told
    file.write_text(told.replace(old, new), encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        Archive(tmp_path).find(LEVEL.fingerprint)
    assert re.fullmatch(rf"{re.escape(file.name)}\.{place}", caught.value.argument)


def test_calendars_are_told_once_and_profiles_whole(tmp_path: Path) -> None:
    """A calendar that is made of others names them, and a usual profile is not said."""
    level = SupportLevel("L", calendar=DESK | NIGHT, resolution="8h", profile="jira")
    told = json.loads(kept(tmp_path, level).read_text(encoding="utf-8"))
    made = told["calendars"][(DESK | NIGHT).fingerprint]
    assert made["any_of"] == [DESK.fingerprint, NIGHT.fingerprint]
    assert set(told["calendars"]) == {(DESK | NIGHT).fingerprint, *made["any_of"]}
    profile = level.profile
    assert told["level"]["profile"] == {"name": "jira"} | {w: getattr(profile, w) for w in WAYS}
    plain = json.loads(kept(tmp_path).read_text(encoding="utf-8"))
    assert "profile" not in plain["level"]
