"""The folder in which promises are kept: what can't be written or read says so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from slacalc import Calendar, PolicyError, SupportLevel
from slacalc.archive import Archive

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
    with pytest.raises(PolicyError, match=f"{re.escape(file.name)}.*{words}.*; restore"):
        Archive(tmp_path).find(LEVEL.fingerprint)
