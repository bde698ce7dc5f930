"""Check the laws of one subject: all that it can keep, or those that are named."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import Any

from slacalc import Calendar
from slacalc.errors import ArgumentTypeError, did_you_mean
from slacalc.testing.laws.days import each_day
from slacalc.testing.laws.hunt import Hunt, search
from slacalc.testing.laws.law import Law
from slacalc.testing.laws.places import walks
from slacalc.testing.laws.report import BrokenLaw, LawReport
from slacalc.testing.laws.subjects import Subject, subject_of
from slacalc.testing.laws.written import LAWS
from slacalc.testing.oracle import Oracle

YEARS, EXAMPLES = (2024, 2027), 200  # when nothing is said


def check_laws(
    subject: Any,
    *,
    like: Calendar | Oracle | None = None,
    zone: str | None = None,
    others: Iterable[Any] = (),
    years: tuple[int, int] = YEARS,
    examples: int = EXAMPLES,
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
        others: calendars of the same make that `|`, `&` and `-` combine it with, by default some
            of slacalc's for a calendar of slacalc, else none.
        years: the first and the last year asked about, a hundred at most.
        examples: how many are drawn for each law.
        laws: the laws to check, or their names, by default all that such a subject can keep.
        seed: another one draws other examples; with the same one, and the same version of
            hypothesis, all is the same.

    Laws that ask for what the subject lacks are skipped. An exception breaks the law, unless it
    is a refusal of slacalc's (`NoWorkingTimeError`, `OutOfRangeError`, `HorizonError`): then the
    example says nothing; but where `like` has working time, a `NoWorkingTimeError` is wrong. An
    example in which the condition of a law does not hold says nothing either, and a law of which
    no example said anything is skipped with the reason. A subject that hangs is waited for. No
    example is stored, though hypothesis may make its folder `.hypothesis`.

    What can't be judged, and an argument of another type, out of order or out of range, raises
    `ArgumentTypeError`; a zone that does not exist `UnknownTimeZoneError`. About 0.2 s a law for
    subjects as fast as slacalc's; the laws of each day ask on every day of the years, whatever
    `examples` says, and walk the minutes of each kind of day: some 0.3 s for each year.

    >>> from slacalc import Calendar
    >>> desk = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Riga")
    >>> report = check_laws(desk, examples=20)
    >>> bool(report), report.broken, report.skipped
    (True, (), {})
    """
    judged = subject_of(subject, like=like, zone=zone, years=years, others=others)
    check_examples(examples)
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


def check_examples(examples: int) -> None:
    """Refuse what is no number of examples."""
    if type(examples) is not int or examples < 1:
        raise ArgumentTypeError.expected("examples", examples, "a number above zero")


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
        search(hunt, seed)
    return hunt.found or (None if hunt.judged else hunt.why)
