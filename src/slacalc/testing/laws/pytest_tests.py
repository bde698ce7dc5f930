"""The laws as tests of pytest, one for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slacalc.testing.laws.check import check_laws, chosen
from slacalc.testing.laws.law import Law
from slacalc.testing.laws.subjects import subject_of


def law_tests(subject: Any, **same: Any) -> Callable[[Law], None]:
    """Return a test function for pytest, which becomes one test for each law that can be asked.

    It takes what `check_laws` takes. A test fails with the smallest example in words, and is
    skipped where all questions were refused. In a test file::

        test_our_calendar = law_tests(our_calendar)
    """
    import pytest

    laws = same.pop("laws", None)
    judged = subject_of(
        subject,
        **{"like": None, "zone": None, "years": (2024, 2027)}
        | {name: value for name, value in same.items() if name in ("like", "zone", "years")},
    )
    asked = [law for law in chosen(judged, laws) if not judged.lacks(law.needs)]

    @pytest.mark.parametrize("law", asked, ids=lambda law: law.name)
    def test_law(law: Law) -> None:
        """The law holds, whatever is asked."""
        __tracebackhide__ = True
        report = check_laws(subject, laws=[law], **same)
        report.raise_if_broken()
        for why in report.skipped.values():
            pytest.skip(why)

    return test_law
