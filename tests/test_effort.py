"""How many examples are drawn under each profile."""

from __future__ import annotations

import pytest
from effort import EFFORT, EFFORTS, Effort, examples
from hypothesis import given, settings
from hypothesis import strategies as st


@given(st.integers(1, 10_000))
def test_no_profile_draws_more_than_is_meant(meant: int) -> None:
    """A thorough run draws what is meant, the others no more, and all of them draw something."""
    assert EFFORTS["thorough"].of(meant) == meant
    assert 1 <= EFFORTS["everyday"].of(meant) <= meant
    assert 1 <= EFFORTS["mutants"].of(meant) <= min(meant, 12)


@pytest.mark.parametrize(("meant", "drawn"), [(3, 3), (12, 5), (80, 10), (81, 11), (1000, 30)])
def test_a_share_is_drawn(meant: int, drawn: int) -> None:
    """One in eight, rounded up, within the bounds."""
    assert Effort(share=8, least=5, most=30).of(meant) == drawn


def test_only_a_thorough_run_is_whole() -> None:
    """What must be among the examples is counted where all of them are drawn."""
    assert [name for name, effort in EFFORTS.items() if effort.is_whole] == ["thorough"]


def test_the_profile_in_force_is_the_chosen_one() -> None:
    """A test that says nothing, and one that says a number, have the share of the chosen effort."""
    assert settings().max_examples == EFFORT.of(100)
    assert examples(40).max_examples == EFFORT.of(40)
    assert examples(40).deadline is None
