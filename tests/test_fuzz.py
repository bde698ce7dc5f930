"""The fuzz without atheris: all seeds and findings are read once more, and end well."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn

import pytest
from fuzz import target
from fuzz.target import SEEDS, FaultError, Target, check_error, judged
from fuzz.targets import TARGETS

from slacalc import ArgumentTypeError, FeedError, HoursError, SlacalcError
from slacalc.interop.icalendar import parse_ical

RUN = Path(__file__).parent / "fuzz" / "run.py"
CASES = [(name, seed) for name, one in TARGETS.items() for seed in one.seeds]
HUGE = 10**6_000


class Liar:
    """A value whose class lies about what it is."""

    def __repr__(self) -> str:
        """Fail."""
        raise RuntimeError("no text")


@pytest.mark.parametrize(("name", "seed"), CASES, ids=[f"{n}-{s.stem}" for n, s in CASES])
def test_what_comes_from_outside_ends_well(name: str, seed: Path) -> None:
    """Each seed is read, keeping its laws, or refused by an error of ours, in time."""
    assert judged(TARGETS[name], seed.read_bytes()) in ("read", "refused")


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_are_of_both_kinds(name: str) -> None:
    """A target has seeds that are good and seeds that are not, so that both ends are reached."""
    one = TARGETS[name]

    assert {judged(one, seed.read_bytes()) for seed in one.seeds} == {"read", "refused"}
    assert all(len(seed.read_bytes()) <= one.longest for seed in one.seeds)


def test_every_folder_of_seeds_has_a_target() -> None:
    """No seed is forgotten."""
    assert {folder.name for folder in SEEDS.iterdir()} == TARGETS.keys()


@pytest.mark.parametrize(
    "value",
    [HUGE, [HUGE], {"a": HUGE}, "x" * 9_000, Liar(), type("dict", (), {})(), type("", (), {})()],
    ids=["digits", "in a list", "in a table", "text", "raises", "looks like", "no name"],
)
def test_an_error_can_be_shown_whatever_it_holds(value: Any) -> None:
    """The text and the repr of an error are short, whatever value it was made for."""
    for error in (
        HoursError("hours", value, "is none", "write '09:00-18:00'"),
        ArgumentTypeError.expected("hours", value, "text"),
        HoursError("h" * 5_000, value, "p" * 5_000, "r" * 5_000),
    ):
        assert len(str(error)) < 2_500
        assert len(repr(error)) < 2_500


def test_the_repr_of_an_error_is_its_constructor_call() -> None:
    """An error that holds little is written as it is made."""
    error = HoursError("hours", "9-18", "is none", "write '09:00-18:00'")

    assert repr(error) == """HoursError('hours', '9-18', 'is none', "write '09:00-18:00'")"""


def test_an_error_is_one_line_that_can_be_printed() -> None:
    """Half a character, a line's end and what rules a terminal are written as escapes."""
    error = HoursError("a\ud800", "b\n", "is\x1b[2Jgone\n", "write\u202eit")

    assert str(error) == r"a\ud800='b\n': is\x1b[2Jgone\n; write\u202eit"


@pytest.mark.parametrize("text", ["END:\nX:", "BEGIN:VCALENDAR\nEND:VCALENDAR\nEND:"])
def test_an_end_of_nothing_is_refused(text: str) -> None:
    """A feed that ends what it never began is refused, also where it ends what has no name."""
    with pytest.raises(FeedError, match="does not end what is open there, nothing"):
        parse_ical(text)


def crash(_: bytes) -> NoReturn:
    """Raise what is no error of ours."""
    raise ZeroDivisionError


def refuse(data: bytes) -> NoReturn:
    """Raise an error of ours."""
    raise HoursError("data", data, "is none", "give some")


def long(_: bytes) -> bool:
    """Work for a moment."""
    return sum(range(1_000_000)) > 0


def test_the_judge_tells_good_ends_from_faults() -> None:
    """A crash, a long while, and an error without a way out are faults; a refusal is none."""
    assert judged(Target("t", refuse, ()), b"") == "refused"
    assert judged(Target("t", bool, ()), b"x") == "read"
    with pytest.raises(ZeroDivisionError):
        judged(Target("t", crash, ()), b"")
    with pytest.raises(FaultError, match="without a part"):
        check_error(SlacalcError("a", 1, "is wrong", ""))


def test_the_judge_tells_what_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """More of the processor's time than may be is a fault, and no more than a second may be."""
    assert target.SECONDS == 1
    monkeypatch.setattr(target, "SECONDS", 0.001)
    with pytest.raises(FaultError, match="took"):
        judged(Target("t", long, ()), b"")


@pytest.mark.long
@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris is not installed")
def test_the_fuzz_runs() -> None:
    """Under atheris a target runs for its time, reaches new branches, and finds no fault."""
    words = [sys.executable, str(RUN), "durations", "--seconds", "1", "--seed", "1"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=300, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "durations: " in done.stdout


def test_an_unknown_target_is_refused() -> None:
    """The fuzz names the targets that there are."""
    words = [sys.executable, str(RUN), "nothing"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode == 2
    assert "policy_toml" in done.stderr
