"""A value means the same in every process: pickled, inherited, of another version of Python."""

from __future__ import annotations

import json
import multiprocessing
import pickle
import sys
from pathlib import Path
from typing import Any

import interpreters
import pytest
from effort import EFFORT
from processes import half, of_pickled
from shared_values import SUBJECTS

pytestmark = pytest.mark.filterwarnings("ignore::slacalc.HorizonWarning")
METHODS = multiprocessing.get_all_start_methods()
SHARED = [pytest.param(how, marks=[pytest.mark.long] * (how == "forkserver")) for how in METHODS]
COMPILED = (
    "compiler", "pages", "combined_pages", "timeline", "local", "working_days", "chain_index",
)  # fmt: skip
BYTES = 8_000
CHAIN = 80_000
GROWTH = 1_000
"""What a level and a policy know of themselves besides what was said, once they were asked."""


@pytest.mark.parametrize("method", SHARED)
def test_workers_answer_as_their_parent(method: str) -> None:
    """Values that are new, or compiled in part, answer alike here and in workers of each kind."""
    done = interpreters.told(sys.executable, None, "-m", "processes", "share", method)

    assert done.returncode == 0, (done.stdout + done.stderr).decode()


@pytest.mark.skipif("fork" not in METHODS, reason="this system does not fork")
def test_a_child_that_is_forked_amid_threads_answers() -> None:
    """Nothing is locked in a child whose parent was compiling the same value when it forked."""
    rounds = "2" if EFFORT.is_whole else "1"
    done = interpreters.told(sys.executable, None, "-m", "processes", "fork", rounds)

    assert done.returncode == 0, (done.stdout + done.stderr).decode()


@pytest.mark.parametrize("name", SUBJECTS)
def test_a_pickle_holds_what_was_said(name: str) -> None:
    """A pickle is small after all questions too, and what is compiled is not in it."""
    made = SUBJECTS[name].make()
    before = len(pickle.dumps(made))
    SUBJECTS[name].answers(made)
    after = pickle.dumps(made)

    assert [one for one in COMPILED if f"slacalc.{one}".encode() in after] == []
    assert len(after) <= before + (0 if "calendar" in name else GROWTH)
    assert before < (CHAIN if name == "a chain" else BYTES)


@pytest.mark.parametrize("name", SUBJECTS)
@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_a_pickle_comes_back(name: str, protocol: int) -> None:
    """A value that was compiled in part comes back equal and whole, by every protocol."""
    made = half(name)
    back = pickle.loads(pickle.dumps(made, protocol=protocol))  # noqa: S301

    assert back == made
    assert repr(back) == repr(made)


@pytest.fixture(scope="session")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give other Pythons the core's libraries."""
    return interpreters.linked(tmp_path_factory.mktemp("libraries"))


def python(version: str) -> str:
    """Return another Python of a version, or skip the test."""
    place = interpreters.found(version)
    if place is None or version == interpreters.own():
        pytest.skip(f"Python {version} is not another one that is installed")
    return place


def ran(place: str, libraries: Path, *words: str) -> bytes:
    """Run the processes' file in another Python; return what it prints."""
    done = interpreters.told(place, libraries, "-m", "processes", *words)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.mark.long
@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13", "3.14"])
def test_a_pickle_of_another_version_is_read_here(
    version: str, libraries: Path, tmp_path: Path
) -> None:
    """What was pickled by another version of Python is equal here, and answers alike."""
    file = tmp_path / "values"
    ran(python(version), libraries, "write", str(file))
    values: dict[str, Any] = pickle.loads(file.read_bytes())  # noqa: S301

    assert values.keys() == SUBJECTS.keys()
    for name, value in values.items():
        assert of_pickled(name, value) == (SUBJECTS[name].alone(), True)


@pytest.mark.long
@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13", "3.14"])
def test_a_pickle_of_this_version_is_read_there(
    version: str, libraries: Path, tmp_path: Path
) -> None:
    """What was pickled here is equal in another version of Python, and answers alike."""
    file = tmp_path / "values"
    file.write_bytes(pickle.dumps({name: half(name) for name in SUBJECTS}, protocol=4))
    told = json.loads(ran(python(version), libraries, "read", str(file)))

    expected = {name: [subject.alone(), True] for name, subject in SUBJECTS.items()}
    assert told == expected
