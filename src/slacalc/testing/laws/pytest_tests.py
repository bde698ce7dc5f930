"""The laws as tests of pytest, one for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from slacalc import Calendar
from slacalc.testing.laws.check import EXAMPLES, YEARS, check_examples, check_laws, chosen
from slacalc.testing.laws.law import Law
from slacalc.testing.laws.subjects import subject_of
from slacalc.testing.oracle import Oracle


def law_tests(
    subject: Any,
    *,
    like: Calendar | Oracle | None = None,
    zone: str | None = None,
    others: Iterable[Any] = (),
    years: tuple[int, int] = YEARS,
    examples: int = EXAMPLES,
    laws: Iterable[Law | str] | None = None,
    seed: int = 0,
) -> Callable[[Law], None]:
    """Return a test function for pytest, which becomes one test for each law that can be asked.

    It takes what `check_laws` takes, and refuses what that refuses, when the test file is read. A
    test fails with the smallest example in words, and is skipped with the reason where no example
    could be judged. It costs what `check_laws` does.

    >>> from slacalc import Calendar
    >>> desk = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Riga")
    >>> test_desk = law_tests(desk, laws=["add then elapsed", "elapsed adds up"], examples=20)
    >>> [law.name for law in test_desk.pytestmark[0].args[1]]  # the tests that pytest will run
    ['add then elapsed', 'elapsed adds up']
    """
    import pytest

    judged = subject_of(subject, like=like, zone=zone, years=years, others=others)
    check_examples(examples)
    asked = [law for law in chosen(judged, laws) if not judged.lacks(law.needs)]

    @pytest.mark.parametrize("law", asked, ids=lambda law: law.name)
    def test_law(law: Law) -> None:
        """The law holds, whatever is asked."""
        __tracebackhide__ = True
        report = check_laws(
            subject,
            like=like,
            zone=zone,
            others=judged.others,
            years=years,
            examples=examples,
            laws=[law],
            seed=seed,
        )
        report.raise_if_broken()
        for why in report.skipped.values():
            pytest.skip(why)

    return test_law
