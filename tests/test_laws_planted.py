"""The planted bugs: each wrong calendar and clock is found, with an example that one can read."""

from __future__ import annotations

import re

import pytest
from wrong_calendars import WRONG_CALENDARS
from wrong_clocks import WRONG_CLOCKS
from wrong_lives import WRONG_LIVES
from wrong_manners import WRONG_MANNERS
from wrong_subjects import Wrong

from slacalc.testing import check_laws

PLANTED = (*WRONG_CALENDARS, *WRONG_MANNERS, *WRONG_CLOCKS, *WRONG_LIVES)
EXAMPLES = 600  # at most: a search ends where it finds
_INSTANT = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{4}-\d{2}-\d{2} \d{2}:\d{2}\S* \w+")


@pytest.mark.parametrize("wrong", PLANTED, ids=lambda one: one.bug)
def test_a_planted_bug_breaks_its_laws_with_a_readable_example(wrong: Wrong) -> None:
    """Each law named is broken, and its example has a weekday, a formula and both answers."""
    report = check_laws(wrong.subject, like=wrong.like, laws=wrong.laws, examples=EXAMPLES)

    assert [one.law.name for one in report.broken] == list(wrong.laws)
    for broken in report.broken:
        assert broken.text.startswith(f"{broken.law.name}: {broken.law.sentence}\n")
        assert broken.law.formula in broken.text
        assert _INSTANT.search(broken.text)
        assert re.search(r"^  answered: .+\n  expected: .+$", broken.text, re.MULTILINE)
        assert "datetime." not in broken.text
        assert "object at" not in broken.text
        assert set(broken.example) <= set(broken.law.draws)


def test_more_than_eighty_bugs_are_planted() -> None:
    """The suite of bugs is as large as it says, and no bug stands in it twice."""
    bugs = [wrong.bug for wrong in PLANTED]
    assert len(bugs) == len({*bugs}) >= 80
