"""The laws as a user meets them: on calendars of any make, in reports and as tests of pytest."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import wraps
from pathlib import Path
from typing import Any

import attrs
import pytest
from effort import EFFORT
from wrong_calendars import Around, ClosingCounts, FloatHours
from wrong_sets import Sets
from wrong_subjects import ALWAYS, AUCKLAND, BREAK, NIGHTS, OFFICE

from slacalc import Calendar, Closure, SlaClock
from slacalc.errors import ArgumentTypeError, UnknownTimeZoneError
from slacalc.testing import LAWS, BrokenLaw, Law, Pair, check_laws, law_tests, oracle
from slacalc.testing.laws import comparing, only
from slacalc.testing.laws.record import Record

pytest_plugins = ["pytester"]

EXAMPLES = EFFORT.of(8)  # of each law
OFTEN = 200 if EFFORT.is_whole else EXAMPLES  # as many as users get; on each of our calendars half
CLOSED = Calendar(
    "Mon-Fri 09:00-18:00",
    time_zone="UTC",
    closures=[Closure(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC))],
)
NAMES = [law.name for law in LAWS]


def nothing(start: datetime, end: datetime) -> Any:
    """Answer with nothing."""


@pytest.fixture(name="watched")
def _watched(monkeypatch: pytest.MonkeyPatch) -> list[Law]:
    """Return the laws, each of which breaks where it lets a case pass that it compared nothing in.

    A case counts as judged where the law's check returns, so that it must not return idle.
    """
    compared: list[str] = []

    def counting(name: str, compare: Any) -> Any:
        def counted(*args: Any) -> Any:
            compared.append(name)
            return compare(*args)

        return counted

    for relation, (words, compare) in comparing.RELATIONS.items():
        monkeypatch.setitem(comparing.RELATIONS, relation, (words, counting(relation, compare)))
    monkeypatch.setattr(Record, "refuse", counting("refuse", Record.refuse))

    def watched(law: Law) -> Law:
        @wraps(law.check)
        def check(it: Any, **drawn: Any) -> None:
            before = len(compared)
            law.check(it, **drawn)
            assert len(compared) > before, "nothing was compared"

        return attrs.evolve(law, check=check)

    return [watched(law) for law in LAWS]


class TestOurOwn:
    """What slacalc makes keeps all laws, and each law compares something in what it judges."""

    @pytest.mark.parametrize(
        ("calendar", "idle"),
        [
            (NIGHTS, 0),
            (AUCKLAND, 0),
            (ALWAYS, 15),
            (NIGHTS | BREAK, 0),
            (OFFICE.from_date("2025-03-01", OFFICE.with_hours("10:00-16:00")), 0),
        ],
        ids=str,
    )
    def test_a_calendar_keeps_all_laws(self, calendar: Any, idle: int, watched: list[Law]) -> None:
        """Plain, at night, around the clock, combined and changed: no law is broken.

        Around the clock nothing opens or closes, so that the laws of it have no case to judge.
        """
        laws = [law for law in watched if "replay" not in law.needs]
        report = check_laws(calendar, laws=laws, examples=OFTEN // 2)
        skipped = Counter(report.skipped.values())

        assert str(report.broken) == "()"
        assert skipped.pop("its condition never came", 0) == idle
        assert {*skipped} <= {"it has no like"}
        assert len(report.kept) > 40

    def test_the_clock_keeps_all_laws(self, watched: list[Law]) -> None:
        """No law of waits, verdicts and changes is broken or skipped."""
        laws = [law for law in watched if "replay" in law.needs]
        report = check_laws(SlaClock, zone="Europe/Berlin", laws=laws, examples=OFTEN)

        assert str(report.broken) == "()"
        assert report.skipped == {}
        assert {*report.kept} == {law.name for law in LAWS if "replay" in law.needs}

    def test_a_calendar_without_hours_is_skipped_where_it_refuses(self) -> None:
        """A refusal breaks no law; where all was refused, the report says so."""
        report = check_laws(Calendar({}, time_zone="UTC"), examples=EXAMPLES)

        assert report
        assert "elapsed adds up" in report.kept
        assert report.skipped["add then elapsed"].startswith("all was refused: start=")


class TestSubjects:
    """Anything that answers can be asked."""

    def test_a_pair_is_asked_what_it_has(self) -> None:
        """A pair without `add` is asked about `elapsed` alone, on the clock of `like`."""
        report = check_laws(Pair(elapsed=OFFICE.elapsed), like=OFFICE, examples=EXAMPLES)

        assert report
        assert "elapsed as the minutes count" in report.kept
        assert report.skipped["add then elapsed"] == "it has no deadline"
        assert report.skipped["cut in two"] == "it has no - and no & and no others"

    def test_a_calendar_of_another_make_is_combined_with_others_of_its_make(self) -> None:
        """Without others the laws that combine two are skipped; combined with itself it is not."""
        laws = [law for law in LAWS if {*law.needs} & {*"|&-"}]
        alone = check_laws(Sets(OFFICE), laws=laws, examples=EXAMPLES)
        beside = check_laws(Sets(OFFICE), others=iter([Sets(NIGHTS)]), laws=laws, examples=EXAMPLES)

        assert alone.kept == ("with itself nothing changes", "nothing without itself")
        assert {*alone.skipped.values()} == {"it has no others"}
        assert str(beside) == f"{len(laws)} laws kept, none broken, 0 skipped"

    def test_like_can_be_an_oracle(self) -> None:
        """The minutes of an oracle that was said by hand are as good as a calendar."""
        week = {day: [(9 * 60, 18 * 60)] for day in range(5)}
        start = datetime(2026, 3, 1, tzinfo=UTC)
        table = oracle.Oracle("Europe/Moscow", week, {}, start, start + timedelta(days=20))
        laws = [law for law in LAWS if "like" in law.needs]

        assert check_laws(OFFICE, like=table, laws=laws, examples=EXAMPLES)
        assert not check_laws(BREAK, like=table, laws=laws[:2])

    def test_a_wrong_answer_breaks_a_law(self) -> None:
        """None, a naive datetime and an exception are answers, and told in words."""
        naive = Pair(add=lambda start, duration: start.replace(tzinfo=None) + duration)
        zero = Pair(elapsed=lambda start, end: (end - start) / 0)
        told = {
            "an aware datetime": check_laws(naive, laws=["add in two steps"]),
            "a timedelta": check_laws(Pair(elapsed=nothing), laws=["no time in no time"]),
            "ZeroDivisionError: ": check_laws(zero, laws=["no time in no time"]),
        }
        for wanted, report in told.items():
            assert wanted in str(report)
        assert "answered: Mon 2024-01-08 10:00 without a zone" in str(told["an aware datetime"])
        assert "answered: None" in str(told["a timedelta"])

    @pytest.mark.parametrize("subject", [7, "office", None, Pair(), object()])
    def test_what_can_not_be_asked_is_refused(self, subject: Any) -> None:
        """The error says what can be judged."""
        with pytest.raises(
            ArgumentTypeError, match=r"subject=.*Pair\(add=\.\.\., elapsed=\.\.\.\)"
        ):
            check_laws(subject)

    def test_a_class_of_calendars_is_refused(self) -> None:
        """A calendar made of the class is meant."""
        with pytest.raises(ArgumentTypeError, match="is a class; give a calendar made of it"):
            check_laws(Calendar)

    @pytest.mark.parametrize(
        ("said", "problem"),
        [
            ({"like": "office"}, "like='office'"),
            ({"like": CLOSED}, "closures"),
            ({"others": NIGHTS}, "others=.*a list of calendars of the same make"),
            ({"others": "nights"}, "others='nights'"),
            ({"others": [7]}, "others=7"),
            ({"examples": 0}, "examples=0"),
            ({"years": (1926, 2026)}, "more than the 100 .*; check some of them at a time"),
            ({"years": (2027, 2024)}, "years="),
            ({"years": 2024}, "years=2024"),
            ({"laws": "add then elapsed"}, "laws="),
            ({"laws": ["add then elapse"]}, "did you mean 'add then elapsed'"),
        ],
    )
    def test_odd_arguments_are_refused(self, said: dict[str, Any], problem: str) -> None:
        """Each with its name, and the way out; by tests of pytest before they run."""
        for take in (check_laws, law_tests):
            with pytest.raises(ArgumentTypeError, match=problem):
                take(OFFICE, **said)

    def test_an_unknown_zone_is_refused(self) -> None:
        """With the nearest name."""
        with pytest.raises(UnknownTimeZoneError, match="did you mean 'Europe/Paris'"):
            check_laws(Pair(elapsed=OFFICE.elapsed), zone="europe/paris")


class TestReports:
    """What came of a check can be read by people and by programs."""

    def test_a_report_names_what_was_kept_broken_and_skipped(self) -> None:
        """It is false where a law is broken, and each law is in one place."""
        laws = [
            "elapsed adds up",
            "open until just before the closing",
            "either is open",
            "no time in no time",
        ]
        report = check_laws(ClosingCounts(OFFICE), laws=laws, examples=30)

        assert not report
        assert [one.law.name for one in report.broken] == [laws[1]]
        assert report.kept == (laws[0], laws[3])
        assert report.skipped == {laws[2]: "it has no | and no others"}
        assert str(report).startswith("2 laws kept, 1 broken, 1 skipped\n\n")
        rows = {row["law"]: row["verdict"] for row in report.rows()}
        assert rows == dict(zip(laws, ("kept", "broken", "skipped", "kept"), strict=True))

    def test_a_broken_law_is_told_in_words(self) -> None:
        """The smallest example is the first Monday at nine, and all is in the law's names."""
        (broken,) = check_laws(
            ClosingCounts(OFFICE), laws=["open until just before the closing"]
        ).broken

        assert isinstance(broken, BrokenLaw)
        assert (
            str(broken)
            == broken.text
            == (
                "open until just before the closing: "
                "The microsecond before a closing is open, and the closing itself is not\n"
                "  is_open(next_closing(a) - 1 µs) and not is_open(next_closing(a))\n"
                "    a = Mon 2024-01-08 09:00 Europe/Moscow\n"
                "    next_closing(a) = Mon 2024-01-08 18:00 Europe/Moscow\n"
                "    is_open(next_closing(a)) = yes\n"
                "  answered: yes\n"
                "  expected: no"
            )
        )
        assert {*broken.example} == {"a"}

    def test_a_microsecond_after_the_first_instant_is_late(self) -> None:
        """Time is whole microseconds, so that neither end may be off by one."""
        late = timedelta.resolution

        class Rolled(Around):
            def deadline(self, start: datetime, duration: timedelta) -> datetime:
                due = self.right.deadline(start, duration)
                return due if self.right.is_open(due) else due + late

            def latest_start(self, due: datetime, duration: timedelta) -> datetime:
                start = self.right.latest_start(due, duration)
                return start if self.right.is_open(start - late) else start - late

        laws = ["the deadline is the first instant", "the latest start is the last instant"]
        assert [one.law.name for one in check_laws(Rolled(OFFICE), laws=laws).broken] == laws

    def test_the_same_seed_asks_the_same(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """And another one asks otherwise; no example is stored."""
        monkeypatch.chdir(tmp_path)

        def asked(seed: int) -> list[tuple[datetime, datetime]]:
            questions = []

            def elapsed(start: datetime, end: datetime) -> timedelta:
                questions.append((start, end))
                return OFFICE.elapsed(start, end)

            pair = Pair(elapsed=elapsed)
            assert check_laws(pair, laws=["elapsed adds up"], examples=9, seed=seed).kept
            return questions

        one, two, other = asked(3), asked(3), asked(4)
        assert one == two != other
        assert not [*tmp_path.rglob("examples")]

    def test_a_report_can_be_raised(self) -> None:
        """As an assertion with the report's text, or not at all."""
        check_laws(OFFICE, laws=["no time in no time"]).raise_if_broken()
        report = check_laws(FloatHours(OFFICE), laws=["add then elapsed"])
        with pytest.raises(AssertionError) as raised:
            report.raise_if_broken()
        assert str(raised.value) == str(report)


class TestLaws:
    """The laws are values."""

    def test_a_law_has_a_name_of_its_own_and_says_what_it_needs(self) -> None:
        """A name, a sentence, a formula, the methods asked for."""
        assert len(NAMES) == len({*NAMES}) >= 90
        for law in LAWS:
            assert law.needs
            assert law.draws
            assert law.sentence[0].isupper()
            assert not law.sentence.endswith(".")
            assert str(law) == f"{law.name}: {law.sentence}"

    def test_a_law_of_ones_own_is_checked_like_the_others(self) -> None:
        """Its check is a function of what is drawn, by the names of its arguments."""

        def short(it: Any, start: datetime, end: datetime) -> None:
            assert it.elapsed(start, end) < timedelta(days=100)

        law = Law("never long", "No wait is long", "elapsed < 100 days", ("elapsed",), short)
        (broken,) = check_laws(OFFICE, laws=[law]).broken
        assert "expected: what the law asserts" in broken.text

    def test_a_law_whose_condition_never_comes_is_not_kept(self) -> None:
        """Where all cases were passed over, the report says so."""

        def nightly(it: Any, a: datetime) -> None:
            only(it.is_open(a) and a.hour < 9)
            assert it.next_closing(a).hour < 9

        law = Law("nightly", "Nights end early", "...", ("is_open", "next_closing"), nightly)
        assert check_laws(OFFICE, laws=[law]).skipped == {"nightly": "its condition never came"}
        assert check_laws(NIGHTS, laws=[law]).kept == ("nightly",)


test_office = law_tests(OFFICE, laws=["add then elapsed", "elapsed adds up"], examples=EXAMPLES)
test_pair = law_tests(Pair(elapsed=OFFICE.elapsed), examples=EXAMPLES)


def test_law_tests_are_one_for_each_law_that_can_be_asked(pytester: pytest.Pytester) -> None:
    """A broken law is a failed test whose message is the example, without a traceback."""
    pytester.makepyfile(
        """
        from datetime import timedelta
        from slacalc import Calendar
        from slacalc.testing import Pair, law_tests

        desk = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Riga")
        late = lambda start, end: desk.elapsed(start, end) + timedelta(minutes=1)
        test_desk = law_tests(Pair(elapsed=late), examples=20)
        """
    )
    result = pytester.runpytest_inprocess("-p", "no:randomly", "-p", "no:cacheprovider")
    told = "\n".join(result.outlines)

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert "no time in no time: Nothing is worked at one instant" in told
    assert "answered: 1m" in told
    assert not re.search(r"(check|hunt)\.py", told)
