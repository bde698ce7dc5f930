"""The laws of working time and of clocks, to be checked on anything that claims to keep them."""

from __future__ import annotations

from slacalc.testing.laws.check import check_laws
from slacalc.testing.laws.comparing import Disagreement, only
from slacalc.testing.laws.law import Law
from slacalc.testing.laws.pytest_tests import law_tests
from slacalc.testing.laws.report import BrokenLaw, LawReport
from slacalc.testing.laws.subjects import Pair
from slacalc.testing.laws.written import LAWS

__all__ = [
    "LAWS",
    "BrokenLaw",
    "Disagreement",
    "Law",
    "LawReport",
    "Pair",
    "check_laws",
    "law_tests",
    "only",
]
