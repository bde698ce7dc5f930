"""Many threads ask one value at once, and each gets the answer that it would get alone."""

from __future__ import annotations

import itertools
import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import interpreters
import pytest
from effort import EFFORT
from shared_values import BERLIN, HOUR, SUBJECTS, ZONES, Question, Subject, answers, plain
from threads import THREADS, differences, together

from slacalc import Calendar, local, pages

pytestmark = pytest.mark.filterwarnings("ignore::slacalc.HorizonWarning")
FREE = ("3.13t", "3.14t", "3.15t")
BEGUN = """
import random, sys, threading
from importlib import import_module

sys.setswitchinterval(1e-6)
barrier, found, faults = threading.Barrier(8), [{{}} for _ in range(8)], []

def ask(number):
    barrier.wait()
    try:
        module = import_module({module!r})
        for name in random.Random(number).sample(module.__all__, len(module.__all__)):
            found[number][name] = getattr(module, name)
    except BaseException as error:
        faults.append(error)

threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
assert not faults, faults
module = import_module({module!r})
assert len(module.__all__) > 15
for name in module.__all__:
    assert all(one[name] is getattr(module, name) for one in found), name
"""
FIRST = """
from shared_values import SUBJECTS
from threads import together

for name in ("a policy", "a calendar"):
    subject = SUBJECTS[name]
    given = together(subject.make(), [subject.questions] * 8)
    assert given == [subject.alone()] * 8
"""


def drawn(draw: random.Random) -> datetime:
    """Draw an instant, near to today or far from it."""
    far = draw.choice((3, 400, 8_000))
    day = datetime(2026, 3, 2, 10, tzinfo=UTC) + timedelta(draw.randint(-far, far))
    return day.astimezone(draw.choice(ZONES))


def test_hazard_31_threads_that_ask_the_same_thing_first() -> None:
    """The first question of a fresh calendar has one answer, however many ask it at once."""
    asked = SUBJECTS["a calendar"].questions[:9]
    expected = answers(plain(), asked)
    for _ in range(5):
        assert together(plain(), [asked] * THREADS) == [expected] * THREADS


def test_hazard_31_threads_that_grow_a_calendar_apart() -> None:
    """Growing into the past and the future at once loses nothing of either."""
    base = datetime(2026, 3, 2, 10, tzinfo=UTC)
    ends = [base + timedelta(days=sign * 7 * n * n) for n in range(1, 33) for sign in (-1, 1)]
    work: list[list[Question]] = [
        [lambda c, end=end: c.elapsed(base, end) for end in ends[number::THREADS]]  # type: ignore[misc]
        for number in range(THREADS)
    ]
    alone = plain()
    expected = [answers(alone, asked) for asked in work]
    for _ in range(2):
        assert together(plain(), work) == expected


@pytest.mark.parametrize("name", SUBJECTS)
def test_hazard_31_threads_that_share_a_value(name: str) -> None:
    """What is worked out when first needed is the same for all who need it at once."""
    assert differences(SUBJECTS[name], 1) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", SUBJECTS)
def test_hazard_31_threads_for_whom_there_is_little_room(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What one thread throws away to make room, while another uses it, changes no answer."""
    monkeypatch.setattr(local, "_SLOTS", 4)
    monkeypatch.setattr(local, "_ZONES", 2)
    monkeypatch.setattr(pages, "_CACHED_PAGES", 2)

    for seed in range(3 if EFFORT.is_whole else 1):
        assert differences(SUBJECTS[name], seed) == []


@pytest.mark.parametrize("seed", range(2 if EFFORT.is_whole else 1))
def test_2_the_order_of_questions_changes_no_answer(seed: int) -> None:
    """Asked in any order, both ways and far, a calendar says what a fresh one says."""

    def fresh() -> Calendar:
        return Calendar("Mon-Fri 09:00-18:00; Sat 22:00-06:00", time_zone="Europe/Berlin")

    def about(start: datetime, end: datetime) -> tuple[Question, Question]:
        return lambda c: c.elapsed(start, end), lambda c: c.deadline(start, 99 * HOUR)

    draw = random.Random(seed)
    calendar = fresh()
    for far in (0, 0, 60_000, 0, -60_000):
        start, end = drawn(draw), drawn(draw) + timedelta(days=far)
        questions = about(start, end)
        assert answers(calendar, questions) == answers(fresh(), questions)


@pytest.mark.parametrize("module", ["slacalc", "slacalc.testing"])
def test_threads_that_import_at_once(module: str) -> None:
    """Names that are loaded when first asked for are the same in every thread that asks first."""
    begun = [sys.executable, "-W", "error", "-c", BEGUN.format(module=module)]
    done = subprocess.run(begun, capture_output=True, text=True, timeout=120, check=False)

    assert done.returncode == 0, done.stderr


def test_threads_that_begin_a_program_together() -> None:
    """What a fresh process loads while its threads work makes no difference to their answers."""
    done = interpreters.told(sys.executable, None, "-c", FIRST)

    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.slow
def test_threads_without_a_lock(tmp_path: Path) -> None:
    """On a Python whose threads run at the same time, all subjects answer as alone."""
    free = next((place for v in FREE if (place := interpreters.found(v))), None)
    if free is None:
        pytest.skip("no free-threaded Python is installed")
    done = interpreters.told(free, interpreters.linked(tmp_path), "-m", "threads", "5")

    assert b"lock False" in done.stdout
    assert done.returncode == 0, (done.stdout + done.stderr).decode()


@pytest.mark.long
@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13", "3.14"])
def test_threads_of_other_versions(version: str, tmp_path: Path) -> None:
    """On every version of Python at hand, all subjects answer as alone."""
    python = interpreters.found(version)
    if python is None or version == interpreters.own():
        pytest.skip(f"Python {version} is not another one that is installed")
    done = interpreters.told(python, interpreters.linked(tmp_path), "-m", "threads")

    assert done.returncode == 0, (done.stdout + done.stderr).decode()


def test_a_difference_between_threads_is_found() -> None:
    """The comparison tells answers that depend on who asks, were it by the repeated hour alone."""
    count = itertools.count()
    again = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
    questions: tuple[Question, ...] = (
        lambda _: next(count),
        lambda _: again.replace(fold=next(count) > 0),
    )
    for question in questions:
        count = itertools.count()
        assert differences(Subject(plain, (question,)), 1)
