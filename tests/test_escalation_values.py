"""Escalations as values: when they are, exactly, and what is refused."""

from __future__ import annotations

import pickle
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from slacalc.errors import SlacalcError
from slacalc.escalation import Escalation, escalations_of
from slacalc.escalations import overrun

HOUR = timedelta(hours=1)
LONGEST = timedelta(days=3653)
MICROSECOND = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("said", "at", "share"),
    [
        ("75%", "75%", Fraction(3, 4)),
        ("0%", "0%", Fraction(0)),
        ("100 %", "100%", Fraction(1)),
        (" 12.50% ", "12.5%", Fraction(1, 8)),
        ("33.333333%", "33.333333%", Fraction(33_333_333, 10**8)),
        ("0.000001%", "0.000001%", Fraction(1, 10**8)),
        ("007%", "7%", Fraction(7, 100)),
        ("1000.000%", "1000%", Fraction(10)),
    ],
)
def test_a_share_is_exact(said: str, at: str, share: Fraction) -> None:
    """A percentage may have decimals, is kept as a fraction, and is written one way."""
    one = Escalation("resolution", said)
    assert (one.at, one.share, one.offset) == (at, share, None)


@pytest.mark.parametrize(
    ("said", "at", "offset"),
    [
        ("-1h", "-1h", -HOUR),
        ("+30m", "+30m", HOUR / 2),
        ("+ 90 minutes", "+1h 30m", 1.5 * HOUR),
        ("-90m", "-1h 30m", -1.5 * HOUR),
        ("-0.5s", "-0.5s", timedelta(milliseconds=-500)),
        ("+0.000001s", "+0.000001s", MICROSECOND),
        ("-87672h", "-87672h", -LONGEST),
    ],
)
def test_a_distance_is_signed(said: str, at: str, offset: timedelta) -> None:
    """Before the due instant is minus, after it plus, in working time."""
    one = Escalation("resolution", said)
    assert (one.at, one.share, one.offset) == (at, None, offset)


@given(st.integers(0, 10**9))
@example(10**9)
def test_every_share_is_written_and_read_back(millionths: int) -> None:
    """Whatever percentage up to a thousand with six decimals, nothing is lost or rounded."""
    whole, rest = divmod(millionths, 10**6)
    one = Escalation("a", f"{whole}.{rest:06d}%")
    assert one.share == Fraction(millionths, 10**8)
    assert Escalation("a", one.at) == one


@given(st.timedeltas(-LONGEST, LONGEST).filter(bool))
def test_every_distance_is_written_and_read_back(offset: timedelta) -> None:
    """Whatever the distance, to the microsecond; texts that mean the same are equal values."""
    sign, seconds = "-" if offset < timedelta(0) else "+", abs(offset) // timedelta(seconds=1)
    rest = abs(offset).microseconds
    one = Escalation("a", f"{sign}{seconds}.{rest:06d}s")
    assert one.offset == offset
    assert Escalation("a", one.at) == one


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("75", "'75%'"),
        ("", "'75%'"),
        ("1h", "'-1h' before the due instant"),
        ("%", "'75%'"),
        ("-75%", "neither a share"),
        ("+75%", "neither a share"),
        ("75%%", "neither a share"),
        ("7,5%", "neither a share"),
        (".5%", "neither a share"),
        ("1e2%", "neither a share"),
        ("٧٥%", "neither a share"),
        ("0.0000001%", "neither a share"),
        ("1000.000001%", "more than 1000%"),
        ("999999999%", "more than 1000%"),
        ("1" * 10 + "%", "neither a share"),
        ("-", "is no duration"),
        ("--1h", "is no duration"),
        ("+soon", "is no duration"),
        ("-0m", "'100%'"),
        ("+1d", "ambiguous"),
        ("+1.5h", "fraction"),
        ("+87673h", "ten years"),
        ("-999999999h", "ten years"),
        ("9" * 5000, "longer than"),
        (75, "is an int"),
        (0.75, "is a float"),
        (None, "is None"),
        (-HOUR, "is a timedelta"),
        (b"75%", "is a bytes"),
    ],
    ids=lambda said: str(said)[:20],
)
def test_what_says_no_instant_is_refused(said: Any, says: str) -> None:
    """The error is about `at`, and says how to write it."""
    with pytest.raises(SlacalcError, match=says) as caught:
        Escalation("resolution", said)
    assert caught.value.argument == "at"


@pytest.mark.parametrize(
    ("said", "argument"),
    [
        ({"target": ""}, "target"),
        ({"target": 5}, "target"),
        ({"target": "two\nlines"}, "target"),
        ({"action": None}, "action"),
        ({"action": ["call"]}, "action"),
        ({"action": "two\nlines"}, "action"),
        ({"action": "x" * 1_001}, "action"),
    ],
    ids=lambda said: str(said)[:30],
)
def test_a_name_and_an_action_are_short_texts(said: dict[str, Any], argument: str) -> None:
    """What can't be shown in one line is refused by name."""
    with pytest.raises(SlacalcError) as caught:
        Escalation(**({"target": "resolution", "at": "75%"} | said))
    assert caught.value.argument == argument


@given(
    st.sampled_from(["75%", "-1h", "+30m", "0%"]),
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), max_size=20),
)
def test_an_escalation_is_a_value(at: str, action: str) -> None:
    """Equal ones hash alike, and survive pickle, `repr` and plain data."""
    one = Escalation("resolution", at, action)
    names = {"Escalation": Escalation}
    for again in (
        pickle.loads(pickle.dumps(one)),  # noqa: S301 - our own
        eval(repr(one), names),  # noqa: S307 - our own
        Escalation.of(one.to_dict()),
    ):
        assert (again, hash(again)) == (one, hash(one))
        assert (again.share, again.offset) == (one.share, one.offset)
    assert ("action" in one.to_dict()) == bool(action)
    assert str(one).startswith(f"resolution at {at}")
    assert action in str(one)


def test_several_are_read_at_once() -> None:
    """A list of them is held to the targets of a level, and none is said twice."""
    told = [{"target": "a", "at": "50%"}, Escalation("a", "50%", "again"), Escalation("b", "-1h")]
    assert len(escalations_of(told, ["a", "b"])) == 3
    assert escalations_of([], []) == ()
    with pytest.raises(SlacalcError, match="use one of its targets: none"):
        escalations_of(told, [])


def test_a_share_of_a_long_promise_is_exact() -> None:
    """To the microsecond, after three thousand years too."""
    budget = timedelta(microseconds=10**17 + 2)
    assert overrun(Escalation("a", "50%"), budget) == -timedelta(microseconds=5 * 10**16 + 1)


def test_an_action_may_have_a_thousand_characters() -> None:
    """And a level as many escalations."""
    assert len(Escalation("a", "50%", "x" * 1_000).action) == 1_000
    marks = [Escalation("a", f"+{minutes}m") for minutes in range(1, 1_001)]
    assert len(escalations_of(marks, ["a"])) == 1_000
