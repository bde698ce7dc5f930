"""The planted bugs: each wrong calendar and clock is found, with an example that one can read."""

from __future__ import annotations

import re

import pytest
from effort import EFFORT
from wrong_calendars import WRONG_CALENDARS
from wrong_clocks import WRONG_CLOCKS
from wrong_edges import WRONG_EDGES
from wrong_lives import WRONG_LIVES
from wrong_manners import WRONG_MANNERS
from wrong_sets import WRONG_SETS
from wrong_subjects import Wrong
from wrong_sums import WRONG_SUMS

from slacalc.testing import LAWS, check_laws

PLANTED = (
    *WRONG_CALENDARS,
    *WRONG_SUMS,
    *WRONG_EDGES,
    *WRONG_SETS,
    *WRONG_MANNERS,
    *WRONG_CLOCKS,
    *WRONG_LIVES,
)
SOUGHT = PLANTED if EFFORT.is_whole else PLANTED[::16]  # all of them in a thorough run
EXAMPLES = 600  # at most: a search ends where it finds
_ERROR = re.compile(r"^  answered: \w+Error\b", re.MULTILINE)
_INSTANT = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{4}-\d{2}-\d{2} \d{2}:\d{2}\S* \w+")


@pytest.mark.parametrize("wrong", SOUGHT, ids=lambda one: one.bug)
def test_a_planted_bug_breaks_its_laws_with_a_readable_example(wrong: Wrong) -> None:
    """Each law named is broken, and its example has a weekday, a formula and both answers."""
    report = check_laws(
        wrong.subject, like=wrong.like, others=wrong.others, laws=wrong.laws, examples=EXAMPLES
    )

    assert [one.law.name for one in report.broken] == list(wrong.laws)
    for broken in report.broken:
        assert broken.text.startswith(f"{broken.law.name}: {broken.law.sentence}\n")
        assert broken.law.formula in broken.text
        assert _INSTANT.search(broken.text)
        assert re.search(r"^  answered: .+\n  expected: .+$", broken.text, re.MULTILINE)
        assert "datetime." not in broken.text
        assert "object at" not in broken.text
        assert bool(_ERROR.search(broken.text)) == wrong.raises
        assert set(broken.example) <= set(broken.law.draws)


def test_no_bug_is_planted_twice() -> None:
    """Each bug stands in the suite once."""
    bugs = [wrong.bug for wrong in PLANTED]
    assert len(bugs) == len({*bugs})


def test_every_law_finds_a_planted_bug() -> None:
    """There is no law that is not known to break: each is named by a bug."""
    assert {law.name for law in LAWS} == {name for wrong in PLANTED for name in wrong.laws}
