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


def test_errors_built_by_name_arrive_whole() -> None:
    """The parts are the error's arguments, also where they were given by name."""
    error = errors.HoursError(argument="shift", value="9-18", problem="is none", remedy="write it")
    twin = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes

    assert error.args == ("shift", "9-18", "is none", "write it")
    assert (str(twin), twin.args) == (str(error), error.args)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("int", "is an int"),
        ("Event", "is an Event"),
        ("str", "is a str"),
        ("Xylophone", "is a Xylophone"),
        ("None_", "is a None_"),
    ],
)
def test_6_the_type_has_its_article(name: str, said: str) -> None:
    """Types whose names begin with a vowel, small or great, are "an" such type."""
    given = type(name, (), {})()

    assert errors.ArgumentTypeError.expected("level", given, "a SupportLevel").problem == said


def test_6_a_value_that_lies_about_its_type_is_named_by_it() -> None:
    """What can't be written at all stands in the message as its type."""
    liar = type("list", (), {})()

    assert str(errors.HoursError("shift", liar, "is none", "write it")) == (
        "shift=<list>: is none; write it"
    )


@pytest.mark.parametrize(
    ("place", "told"),
    [
        pytest.param("x" * 600, "x" * 600, id="600 characters"),
        pytest.param("x" * 601, "x" * 600 + "...", id="601 characters"),
        pytest.param("x" * 600 + "\n", "x" * 600 + "...", id="600, and one that can't be printed"),
        pytest.param("C:\\logs\n", "C:\\logs\\n", id="a backslash stays one"),
    ],
)
def test_6_places_stay_short_and_on_one_line(place: str, told: str) -> None:
    """Of a place so much is told as fits, and nothing in it breaks the line."""
    assert str(errors.HoursError(place, 9, "is none", "write it")) == (
        f"{told}=9: is none; write it"
    )


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
        pytest.param("x" * 59 + "y", f"did you mean '{'x' * 60}'?", id="60 letters"),
        pytest.param("x" * 60 + "y", "", id="61 letters"),
    ],
)
def test_6_the_nearest_name_is_offered(word: str, guess: str) -> None:
    """A misspelt name gets the nearest known one, and a hostile one costs nothing."""
    known = ["Europe/Paris", "Europe/Berlin", "x" * 60]

    assert errors.did_you_mean(word, known) == guess


@pytest.mark.parametrize(
    ("zone", "remedy"),
    [
        ("utc", "did you mean 'UTC'?"),
        ("Etc/UTD", "did you mean 'Etc/UTC'?"),
        ("CETT", "use a name of the IANA database"),
    ],
)
def test_6_zones_without_a_place_are_offered_for_their_letters_alone(
    zone: str, remedy: str
) -> None:
    """A short name is no guess, for few letters make it another zone, but for their case."""
    error = errors.UnknownTimeZoneError.of("time_zone", zone, ["CET", "UTC", "Etc/UTC"])

    assert error.remedy == remedy


def test_an_error_shows_its_constructor() -> None:
    """Its repr names the argument, the value, the problem and the way out."""
    error = errors.HoursError("shift", "9-18", "is no hours", "write '09:00-18:00'")
    assert repr(error) == """HoursError('shift', '9-18', 'is no hours', "write '09:00-18:00'")"""
