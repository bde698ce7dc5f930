"""What is promised: durations that are exact, positive and unambiguous."""

from __future__ import annotations

import pickle
from datetime import timedelta

import pytest

from slacalc import ArgumentTypeError, DurationError, SlacalcError, Target

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("4h", 4 * HOUR),
        ("4h 30m", 4.5 * HOUR),
        ("90 minutes", 1.5 * HOUR),
        ("45s", timedelta(seconds=45)),
        (timedelta(microseconds=1), timedelta(microseconds=1)),
    ],
    ids=str,
)
def test_a_duration_is_text_or_a_timedelta(said: str | timedelta, meant: timedelta) -> None:
    """A target is promised in text or as a timedelta, to the microsecond."""
    assert Target.response(said).duration == meant


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ("0m", DurationError),
        (timedelta(0), DurationError),
        (-HOUR, DurationError),
        ("-4h", DurationError),
        ("soon", DurationError),
        ("", DurationError),
        ("4", DurationError),
        ("1h 1h", DurationError),
        ("1.5h", DurationError),
        (4, ArgumentTypeError),
        (True, ArgumentTypeError),
        (None, ArgumentTypeError),
        (1.5, ArgumentTypeError),
    ],
    ids=repr,
)
def test_a_duration_that_promises_nothing_is_refused(
    said: object, error: type[SlacalcError]
) -> None:
    """A target of no time, of negative time, or of what is no duration is refused by name."""
    with pytest.raises(error) as caught:
        Target.resolution(said)  # type: ignore[arg-type]
    assert caught.value.argument == "duration"
    assert caught.value.value == said


@pytest.mark.parametrize("said", ["1d", "2 days", "1w"])
def test_5_12_days_are_refused_as_ambiguous(said: str) -> None:
    """A day could be 24 hours or a working day, and the error offers both readings."""
    with pytest.raises(DurationError, match=r"24 hours .* working day"):
        Target.response(said)


def test_5_14_resolution_waits_and_response_does_not() -> None:
    """By default a wait pauses the resolution and lets the response run on."""
    assert Target.resolution("1h").pauses
    assert not Target.response("1h").pauses


def test_5_16_resolving_stops_both() -> None:
    """A response is stopped by an answer or a resolution, a resolution by nothing less."""
    assert Target.response("1h").stopped_by == {"respond", "resolve"}
    assert Target.resolution("1h").stopped_by == {"resolve"}


def test_a_target_is_a_value() -> None:
    """Targets that promise the same are equal, hash alike, survive pickle, and read well."""
    one, other = Target.resolution("90m"), Target.resolution(1.5 * HOUR)
    assert (one, hash(one)) == (other, hash(other))
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 - our own
    assert one != Target.response("90m")
    assert str(one) == "resolution in 1h 30m"
    with pytest.raises(AttributeError):
        one.duration = HOUR  # type: ignore[misc]
