"""Every error says what was given, what is wrong with it, and the way out."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import slacalc
from slacalc import Calendar, DaySchedule, SlacalcError, errors

OFFICE = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Berlin")
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
CLASSES = sorted(
    (
        value
        for value in vars(errors).values()
        if isinstance(value, type) and issubclass(value, SlacalcError)
    ),
    key=lambda cls: cls.__name__,
)
REFUSALS: dict[str, tuple[Any, type[Exception]]] = {
    "naive": (lambda: OFFICE.is_open(datetime(2026, 3, 2)), ValueError),
    "type": (lambda: OFFICE.deadline(MONDAY, 4), TypeError),  # type: ignore[arg-type]
    "zone": (lambda: Calendar("", time_zone="Europe/Berlim"), LookupError),
    "hours": (lambda: DaySchedule("9-18"), ValueError),
    "negative": (lambda: OFFICE.deadline(MONDAY, -HOUR), ValueError),
    "date": (lambda: OFFICE.day("2026-02-30"), ValueError),
    "wall time": (lambda: OFFICE.at("2026-03-29 02:30"), ValueError),
    "empty": (lambda: Calendar("", time_zone="UTC").deadline(MONDAY, HOUR), ValueError),
    "range": (lambda: OFFICE.deadline(MONDAY, timedelta.max), OverflowError),
}


class Unspeakable:
    """A value that can't be written."""

    def __repr__(self) -> str:
        """Fail."""
        raise RuntimeError


AWKWARD: dict[str, Any] = {
    "text": "x" * 10**6,
    "bytes": b"x" * 10**6,
    "huge int": 10**5_000,
    "huge negative int": -(10**5_000),
    "long list": list(range(10**5)),
    "list with a huge int": [10**5_000],
    "deep list": [[[[[[[[[]]]]]]]]],
    "unspeakable": Unspeakable(),
    "mixed keys": {1: Unspeakable(), "a": 2},
    "nan": float("nan"),
    "two lines": "line\nbreak",
    "surrogate": "\ud800",
}


@pytest.mark.parametrize("cls", CLASSES)
def test_6_errors_refine_a_builtin(cls: type[SlacalcError]) -> None:
    """Each error can be caught as one of the library's and as a builtin."""
    builtins = (ValueError, TypeError, LookupError, OverflowError)

    assert cls is SlacalcError or issubclass(cls, builtins)
    assert getattr(slacalc, cls.__name__) is cls


@pytest.mark.parametrize(("ask", "builtin"), REFUSALS.values(), ids=REFUSALS)
def test_6_messages_have_four_parts(ask: Any, builtin: type[Exception]) -> None:
    """The message is the argument, the value, the problem and the remedy, which are attributes."""
    with pytest.raises(SlacalcError) as caught:
        ask()

    error = caught.value
    assert isinstance(error, builtin)
    assert all((error.argument, error.problem, error.remedy))
    assert str(error).startswith(f"{error.argument}=")
    assert str(error).endswith(f": {error.problem}; {error.remedy}")


@pytest.mark.parametrize("ask", [ask for ask, _ in REFUSALS.values()], ids=REFUSALS)
def test_errors_can_be_pickled(ask: Any) -> None:
    """An error from another process arrives whole."""
    with pytest.raises(SlacalcError) as caught:
        ask()
    twin = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own bytes

    assert type(twin) is type(caught.value)
    assert str(twin) == str(caught.value)


@pytest.mark.parametrize("value", AWKWARD.values(), ids=AWKWARD)
def test_6_messages_stay_short(value: Any) -> None:
    """Whatever was given, the message can be written, on one line, and is short."""
    with pytest.raises(SlacalcError) as caught:
        OFFICE.deadline(value, HOUR)

    assert len(str(caught.value)) < 400
    assert "\n" not in str(caught.value)


def test_errors_name_the_place_they_were_found_in() -> None:
    """An error taken within a place is the same error with the place before its argument."""
    error = errors.HoursError("shift", "9-18", "is no hours", "write '09:00-18:00'")

    assert str(error.within("levels.vip")).startswith("levels.vip.shift='9-18': ")
    assert type(error.within("levels.vip")) is errors.HoursError


@pytest.mark.parametrize(
    ("word", "guess"),
    [
        pytest.param("europe/berlin", "did you mean 'Europe/Berlin'?", id="letters' case"),
        pytest.param("Europe/Belrin", "did you mean 'Europe/Berlin'?", id="a slip"),
        pytest.param("qqq", "", id="nothing near"),
        pytest.param("", "", id="nothing"),
        pytest.param("Europe/Berlin" * 10**5, "", id="huge"),
    ],
)
def test_6_the_nearest_name_is_offered(word: str, guess: str) -> None:
    """A misspelt name gets the nearest known one, and a hostile one costs nothing."""
    assert errors.did_you_mean(word, ["Europe/Paris", "Europe/Berlin"]) == guess
