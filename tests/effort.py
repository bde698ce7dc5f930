"""How hard the drawn tests try: a little every day, all before a merge, least on each mutant.

The environment variable `SLACALC_PROFILE` chooses: "everyday" (when nothing is said), "thorough",
"mutants". A test that wants a number of its own says `@examples(n)`, where n is meant for the
thorough run; the others get their share of it.
"""

from __future__ import annotations

import os
import sys
from math import ceil
from typing import NamedTuple

from hypothesis import HealthCheck, settings


class Effort(NamedTuple):
    """How many of the examples meant for a thorough run are drawn, at least and at most."""

    share: int  # one in so many
    least: int
    most: int

    @property
    def is_whole(self) -> bool:
        """Whether all that is meant is drawn, so that a test can count what must be among it."""
        return self.share == 1 and self.most >= MANY

    def of(self, meant: int) -> int:
        """Scale a number of examples; never beyond the number that is meant.

        >>> Effort(share=5, least=5, most=100).of(600), Effort(share=5, least=5, most=100).of(12)
        (100, 5)
        """
        return min(meant, self.most, max(self.least, ceil(meant / self.share)))


MANY = 100_000
EFFORTS = {
    "everyday": Effort(share=16, least=4, most=10),
    "thorough": Effort(share=1, least=1, most=MANY),
    "mutants": Effort(share=1, least=1, most=12),
}
UNSAID = 100  # what a test without a number of its own means
PROFILE = os.environ.get("SLACALC_PROFILE") or "everyday"
EFFORT = EFFORTS[PROFILE]
MEASURED = (
    sys.gettrace() is not None or PROFILE == "mutants"
)  # each line, or a trial of it, is slow


def register() -> None:
    """Register the three profiles, and load the chosen one.

    A busy machine makes no test fail by the clock: there is no deadline. The rest of the parent
    stays: under `CI=true` hypothesis draws the same examples in every run.
    """
    for name, effort in EFFORTS.items():
        settings.register_profile(
            name,
            parent=settings.default,
            max_examples=effort.of(UNSAID),
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        )
    settings.register_profile(
        "mutants", parent=settings.get_profile("mutants"), derandomize=True, database=None
    )
    settings.load_profile(PROFILE)


def examples(meant: int) -> settings:
    """Draw so many examples in a thorough run, and the profile's share of them in another."""
    return settings(max_examples=EFFORT.of(meant))


def seconds(most: float) -> float:
    """Return how long a test may take that takes far less; more where every line is measured."""
    return 5 * most if MEASURED else most
