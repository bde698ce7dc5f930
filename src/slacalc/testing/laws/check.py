"""Check the laws of one subject, each on drawn examples, and find the smallest that breaks it."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from random import Random
from typing import Any

from attrs import define
from hypothesis import Phase, currently_in_test_context, find, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky, NoSuchExample

from slacalc.errors import ArgumentTypeError, did_you_mean
from slacalc.testing.laws import lives, questions
from slacalc.testing.laws.asked import Asked
from slacalc.testing.laws.days import each_day
from slacalc.testing.laws.law import Disagreement, Law, Refused
from slacalc.testing.laws.places import walks
from slacalc.testing.laws.record import Record
from slacalc.testing.laws.report import BrokenLaw, LawReport
from slacalc.testing.laws.retold import Retold
from slacalc.testing.laws.subjects import Subject, subject_of
from slacalc.testing.laws.written import LAWS

_SHRINKS = 600  # tries, at most, to make a broken example smaller
_TOGETHER = 6  # examples that hypothesis draws at once, at most: that is much quicker
_YEARS = (2024, 2027)


def check_laws(
    subject: Any,
    *,
    like: Any = None,
    zone: str | None = None,
    years: tuple[int, int] = _YEARS,
    examples: int = 200,
    laws: Iterable[Law | str] | None = None,
    seed: int = 0,
) -> LawReport:
    """Check which laws a calendar, a pair of functions or a class of clocks keeps.

    Args:
        subject: a calendar of slacalc; any object with some of the same methods; a `Pair` of
            plain functions; a class of clocks that has `replay(level, events)`.
        like: what it is meant to be, a `Calendar` or an `Oracle`: then its answers are compared
            with a walk of the wall clock, minute by minute. A `Calendar` is by default compared
            with the walk of what itself says of its days.
        zone: the zone in which to ask, by default that of the subject, of `like`, or UTC.
        years: the first and the last year asked about.
        examples: how many are drawn for each law.
        laws: the laws to check, or their names, by default all that such a subject can keep.
        seed: another one draws other examples; with the same one, and the same version of
            hypothesis, all is the same.

    Laws that ask for what the subject lacks are skipped. An exception breaks the law, unless it
    is a refusal of slacalc's (`NoWorkingTimeError`, `OutOfRangeError`, `HorizonError`): then the
    example says nothing; but where `like` has working time, a `NoWorkingTimeError` is wrong. A
    subject that hangs is waited for. No example is stored, though hypothesis may make its folder
    `.hypothesis`. About 0.2 s a law for subjects as fast as slacalc's.

    >>> from slacalc import Calendar
    >>> desk = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Riga")
    >>> report = check_laws(desk, examples=20)
    >>> bool(report), report.broken, report.skipped
    (True, (), {})
    """
    judged = subject_of(subject, like=like, zone=zone, years=years)
    if type(examples) is not int or examples < 1:
        raise ArgumentTypeError.expected("examples", examples, "a number above zero")
    asked = chosen(judged, laws)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        verdicts = {law: _judged(law, judged, examples, f"{seed}: {law.name}") for law in asked}
    return LawReport(
        broken=tuple(one for one in verdicts.values() if isinstance(one, BrokenLaw)),
        kept=tuple(law.name for law, one in verdicts.items() if one is None),
        skipped={law.name: one for law, one in verdicts.items() if isinstance(one, str)},
    )


def chosen(subject: Subject, laws: Iterable[Law | str] | None) -> list[Law]:
    """Return the laws that are meant, by default all that are about such a subject."""
    if laws is None:
        return [law for law in LAWS if ("replay" in law.needs) == subject.keeps_clocks]
    if isinstance(laws, str) or not isinstance(laws, Iterable):
        raise ArgumentTypeError.expected("laws", laws, "a list of laws, or of their names")
    return [_known(law) for law in laws]


def _known(law: Law | str) -> Law:
    if isinstance(law, Law):
        return law
    known = {one.name: one for one in LAWS}
    if law not in known:
        way_out = did_you_mean(law, known) or "look at the names of slacalc.testing.LAWS"
        raise ArgumentTypeError("laws", law, "is no law", way_out)
    return known[law]


def _judged(law: Law, subject: Subject, examples: int, seed: str) -> BrokenLaw | str | None:
    """Return how a law is broken, why it can't be judged, or None where it is kept."""
    lacking = subject.lacks(law.needs)
    if lacking:
        return f"it has no {' and no '.join(lacking)}"
    hunt = Hunt(law, subject, examples)
    if "day" in law.draws:
        any(hunt.breaks_at({"day": day}) for day in each_day(subject))
    elif "walk" in law.draws and not (subject.keeps_clocks or walks(subject)):
        return "like knows no stretch that is long enough to walk"
    else:
        _search(hunt, seed)
    return hunt.found or (None if hunt.judged else f"all was refused: {hunt.refusal}")


def _search(hunt: Hunt, seed: str) -> None:
    """Draw examples and make the one that breaks the law smaller, until there is no smaller one.

    In a test that hypothesis runs itself, it refuses to be asked again in the same thread.
    """
    subject, draws = hunt.subject, hunt.law.draws
    drawn = (lives if subject.keeps_clocks else questions).questions(subject, draws)
    some = st.lists(drawn, min_size=1, max_size=_TOGETHER)
    options = settings(
        max_examples=hunt.examples,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
    )
    search = partial(find, some, hunt.breaks, settings=options, random=Random(seed))  # noqa: S311
    # no example breaks it, or not each time, or it is as small as it gets
    with contextlib.suppress(NoSuchExample, Flaky, _Enough):
        if currently_in_test_context():
            with ThreadPoolExecutor(max_workers=1) as own:
                own.submit(copy_context().run, search).result()
        else:
            search()


class _Enough(BaseException):
    """The hunt is over; hypothesis takes this for no failure of the example."""


@define
class Hunt:
    """The hunt for the smallest example that breaks a law."""

    law: Law
    subject: Subject
    examples: int
    asked: int = 0
    tries: int = 0
    judged: int = 0
    refusal: str = "nothing was asked"
    found: BrokenLaw | None = None

    def breaks(self, examples: list[dict[str, Any]]) -> bool:
        """Say whether an example of some breaks the law; the last that does is the smallest."""
        self.tries += self.found is not None
        if self.tries > _SHRINKS or (self.asked >= self.examples and not self.found):
            raise _Enough
        return any(map(self.breaks_at, examples))

    def breaks_at(self, drawn: dict[str, Any]) -> bool:
        """Say whether one example breaks the law."""
        self.asked += 1
        record = Record({**drawn, "calendar": self.subject.told})
        kind = Retold if self.subject.keeps_clocks else Asked
        try:
            self.law.check(kind(self.subject.told, self.subject.methods, record), **drawn)
        except Refused as refusal:
            self.refusal = str(refusal)
            return False
        except Disagreement as disagreement:
            self.found = BrokenLaw.of(self.law, drawn, record, disagreement)
        except Exception as error:  # noqa: BLE001 - of a law of one's own, or of an odd answer
            told = isinstance(error, AssertionError)
            said = Disagreement(error, "what the law asserts" if told else "an answer to judge")
            self.found = BrokenLaw.of(self.law, drawn, record, said)
        else:
            self.judged += 1
            return False
        return True
