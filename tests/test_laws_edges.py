"""The laws on subjects that answer oddly, know few days, or lie at odd places of the calendar."""

from __future__ import annotations

import subprocess
import sys
import warnings
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wrong_calendars import Around
from wrong_subjects import OFFICE

from slacalc import Calendar, OutOfRangeError
from slacalc.testing import Pair, check_laws

EXAMPLES = 8
HOUR = timedelta(hours=1)


def nothing(*_: Any) -> Any:
    """Answer with nothing."""


KNOWN = Calendar(
    "Mon-Fri 09:00-18:00",
    time_zone="Europe/Moscow",
    known_until=date(2026, 12, 31),
    outside="raise",
)
FEW = [
    "add then elapsed",
    "elapsed as the minutes count",
    "each day as the minutes count",
    "the deadline is the same on all clocks",
]


class Odd(Around):
    """A calendar that answers oddly: `said` are its methods."""

    def __init__(self, **said: Any) -> None:
        """Take what it answers."""
        super().__init__(OFFICE)
        self.__dict__ |= said


class SpeechlessError(Exception):
    """An error that fails again when it is written."""

    def __str__(self) -> str:
        """Fail."""
        raise RuntimeError


class NoTime(datetime):
    """A datetime that is no time, as pandas has one."""

    def utcoffset(self) -> Any:
        """Refuse."""
        raise ValueError

    weekday = utcoffset


def speechless(*_: Any) -> Any:
    """Fail without words."""
    raise SpeechlessError


class TestHostileSubjects:
    """Whatever a subject answers, the laws say so, and never fail themselves."""

    @pytest.mark.parametrize(
        ("subject", "law"),
        [
            (Odd(spans=lambda *_: [(None, None)]), "spans sum to elapsed"),
            (Odd(deadline=lambda *_: NoTime(2026, 1, 1)), "add then elapsed"),
            (
                Odd(deadline=lambda *_: datetime.max.replace(tzinfo=timezone(-12 * HOUR))),
                "there and back",
            ),
            (
                Odd(next_opening=lambda *_: datetime.min.replace(tzinfo=UTC)),
                "open from the opening on",
            ),
            (Odd(elapsed=speechless), "no time in no time"),
            (MagicMock(), "open is the same on all clocks"),
        ],
        ids=["no ends", "no time", "the end of time", "its beginning", "speechless", "a mock"],
    )
    def test_an_odd_answer_is_a_broken_law(self, subject: Any, law: str) -> None:
        """It is an answer like any other, but a wrong one."""
        report = check_laws(subject, laws=[law], examples=5)
        assert [one.law.name for one in report.broken] == [law]
        assert "answered: " in str(report)

    def test_what_combines_to_no_calendar_breaks_the_law(self) -> None:
        """An operator that returns a number has made no calendar."""
        made = type("Three", (Odd,), {"__or__": lambda *_: 3, "__hash__": None})()
        laws = ["either is open"]
        (broken,) = check_laws(made, others=[made], laws=laws, examples=3).broken
        assert "answered: 3\n  expected: a calendar" in broken.text

    def test_a_truth_of_numpy_is_a_truth(self) -> None:
        """It is the answer of a library that counts in arrays."""
        bool_ = pytest.importorskip("numpy").bool_
        subject = Odd(is_open=lambda at: bool_(OFFICE.is_open(at)))
        assert check_laws(subject, laws=["open from the opening on"], examples=3)

    def test_a_pair_that_knows_few_durations_is_not_wrong(self) -> None:
        """What it says to be out of its range is not judged, also where an answer is known."""

        def add(start: datetime, duration: timedelta) -> datetime:
            if duration % HOUR:
                raise OutOfRangeError("duration", duration, "has minutes", "give hours")
            return OFFICE.deadline(start, duration)

        assert check_laws(Pair(add=add), like=OFFICE, laws=["deadline as the minutes count"])


class TestEdges:
    """Calendars that know few days, odd clocks and far years are judged too."""

    @pytest.mark.parametrize("outside", ["raise", "warn"])
    def test_a_calendar_that_does_not_know_all_days_is_judged_on_those_it_knows(
        self, outside: str
    ) -> None:
        """No error comes out, and no warning."""
        calendar = Calendar(
            KNOWN.week, time_zone="Europe/Moscow", known_until=KNOWN.known_until, outside=outside
        )
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            report = check_laws(calendar, laws=FEW, examples=EXAMPLES)
        assert str(report) == "4 laws kept, none broken, 0 skipped"

    @pytest.mark.parametrize(
        ("zone", "years"),
        [
            pytest.param("Africa/Monrovia", (1971, 1972), marks=pytest.mark.long),
            ("Europe/Moscow", (2, 2)),
        ],
    )
    def test_midnights_that_are_no_whole_minutes_are_walked(
        self, zone: str, years: tuple[int, int]
    ) -> None:
        """The zone's offset had seconds then."""
        calendar = Calendar("Mon-Sun 22:00-03:30", time_zone=zone)
        report = check_laws(calendar, years=years, laws=FEW[1:3], examples=2)
        assert str(report) == "2 laws kept, none broken, 0 skipped"

    def test_a_law_can_be_checked_in_a_test_that_draws(self) -> None:
        """Hypothesis may run already; it is asked from another thread then."""

        @settings(max_examples=2, database=None, deadline=None)
        @given(st.booleans())
        def drawn(wrong: bool) -> None:
            subject = Pair(elapsed=nothing) if wrong else OFFICE
            report = check_laws(subject, laws=["no time in no time"], examples=3)
            assert bool(report) is not wrong

        drawn()

    def test_examples_do_not_depend_on_the_modules_that_are_loaded(self, tmp_path: Path) -> None:
        """Numbers of modules of the user's own are not mixed into what is drawn."""
        script = (
            "from datetime import timedelta; import sys; from slacalc import Calendar;"
            "from slacalc.testing import Pair, check_laws;"
            "sys.argv[1:] and __import__('numbers_of_mine');"
            "asked = []; desk = Calendar('Mon-Fri 09:00-18:00', time_zone='UTC');"
            "add = lambda a, d: asked.append((a, d)) or desk.deadline(a, d);"
            "check_laws(Pair(add=add), laws=['more work is due later'], examples=60); print(asked)"
        )
        numbers = [*range(100, 1000)]  # hypothesis reads no file with more than 1024
        (tmp_path / "numbers_of_mine.py").write_text(f"NUMBERS = {numbers}")
        told = [
            subprocess.run(
                [sys.executable, "-c", script, *more],
                capture_output=True,
                check=True,
                cwd=tmp_path,
                text=True,
            ).stdout
            for more in ([], ["mine"])
        ]
        assert told[0] == told[1] != ""
