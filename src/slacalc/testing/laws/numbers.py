"""Numbers that are drawn alike wherever they are drawn."""

from __future__ import annotations

from hypothesis import strategies as st

_BASE = 100  # below it hypothesis adds no constants of the modules that it finds loaded


def below(count: int) -> st.SearchStrategy[int]:
    """Draw a number from zero on, digit by digit; it shrinks to zero.

    Among larger numbers hypothesis mixes those that it reads in the user's own modules, so that
    examples would depend on what else is imported.
    """
    if count <= _BASE:
        return st.integers(0, count - 1)
    digits = st.tuples(below(-(-count // _BASE)), st.integers(0, _BASE - 1))
    return digits.map(lambda drawn: (drawn[0] * _BASE + drawn[1]) % count)
