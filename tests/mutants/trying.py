"""Try each mutant on the tests that reach its statement: cheapest first, until one fails.

The tests are collected once. Then every mutant gets a process of its own, forked from there, in
which the function's code is exchanged before the first test starts: so a mutant costs milliseconds
and leaves no trace in the next. What the tests' modules computed while they were imported was
computed by the original.
"""

from __future__ import annotations

import builtins
import gc
import json
import os
import resource
import signal
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate, pairwise
from typing import IO, NamedTuple, NoReturn

import pytest
from hypothesis import Phase, settings
from mutants.making import Function, Mutant
from mutants.swapping import find, renew, swap

MEMORY = 3 << 30  # bytes a mutant may take
PATIENCE = 3  # times its usual time a test gets, and as many seconds: caches may be cold
LONGEST = 3600  # seconds any process may last
VERDICTS = {0: "survived", 1: "killed", 2: "not swapped"}
VERDICTS |= {-signal.SIGPROF: "timed out", -signal.SIGALRM: "timed out"}
OVERHEAD = 0.002  # seconds that any test costs
OWN = 0.05  # so much dearer another floor's test may be that is asked first
SLOW = 1.5  # seconds; tests that take longer are left out


class Reach(NamedTuple):
    """What a test costs, and which statements it reaches: their lines, by function."""

    seconds: float
    called: dict[str, list[int]]
    passed: bool


class Trials:
    """A plugin of pytest that tries mutants in place of running the tests."""

    def __init__(
        self,
        functions: list[Function],
        mutants: list[Mutant],
        tell: Callable[[Mutant, str, str], None],
        *,
        known: dict[str, Reach],
        killer: Callable[[Mutant], str],
        own: Callable[[str, str], bool],
        brief: float,
        jobs: int,
    ) -> None:
        """Take the functions to watch, the mutants to try, and what to do with each verdict.

        `killer` names the test that killed a mutant before, `own` tells which tests are of a
        floor's own files; a mutant meets tests that take `brief` seconds together, and `jobs`
        mutants are tried at once.
        """
        self.functions, self.mutants, self.tell = functions, mutants, tell
        self.known, self.killer, self.own, self.brief, self.jobs = known, killer, own, brief, jobs
        self.running: dict[int, tuple[Mutant, IO[str]]] = {}
        self.items: dict[str, pytest.Item] = {}
        self.killers: dict[str, Counter[str]] = defaultdict(Counter)

    def pytest_configure(self) -> None:
        """Let hypothesis draw the same few examples each time, and not look for simpler ones."""
        phases = (Phase.explicit, Phase.generate)
        settings.register_profile("mutants-brief", settings(), phases=phases, print_blob=False)
        settings.load_profile("mutants-brief")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Measure what each test costs and calls, then try the mutants."""
        if session.testsfailed:
            raise session.Failed("a test file cannot be collected")
        self.items = {item.nodeid: item for item in session.items}
        new = [item for nodeid, item in self.items.items() if nodeid not in self.known]
        self._measure(new)
        gc.collect()
        gc.freeze()
        callers = self._callers()
        for mutant in self.mutants:
            called = callers[mutant.function.key, mutant.statement]
            tests = self._order(mutant, called or self._tests_of(mutant.function.floor, callers))
            if not tests:
                self.tell(mutant, "no tests", "")
                continue
            if len(self.running) == self.jobs:
                self._end_one()
            self._start(mutant, tests, at_import=not called)
        while self.running:
            self._end_one()
        return True

    def _measure(self, items: list[pytest.Item]) -> None:
        """Run tests once, in processes of their own, and write down what they reach."""
        size = -(-len(items) // self.jobs) or 1
        parts = [items[start : start + size] for start in range(0, len(items), size)]
        with ThreadPoolExecutor(self.jobs) as pool:
            ended = list(pool.map(self._measure_some, parts))
        if any(ended):
            problem = f"measuring the tests ended with {ended}"
            raise pytest.UsageError(problem)

    def _measure_some(self, items: list[pytest.Item]) -> int:
        def work(write: Callable[[str], None]) -> int:
            signal.signal(signal.SIGPROF, _stop)
            reached: set[tuple[str, int]] = set()
            builtins.__called__ = reached.add  # type: ignore[attr-defined]
            for function in self.functions:
                if find(function):
                    swap(function, function.counting)
            for item, following in _pairs(items):
                reached.clear()
                start = time.perf_counter()  # the processor's own clock may tick too rarely
                passed = _passes_in_time(item, following)
                seconds = time.perf_counter() - start
                write(json.dumps([item.nodeid, seconds, _by_function(reached), passed]))
            return 0

        def heed(line: str) -> None:
            if not line.startswith("["):  # what went wrong
                raise pytest.UsageError(line)
            nodeid, *reach = json.loads(line)
            self.known[nodeid] = Reach(*reach)

        return _forked(work, heed)

    def _callers(self) -> dict[tuple[str, int], list[str]]:
        """Return the tests that reach each statement, those that don't pass in time left out."""
        callers = defaultdict(list)
        for nodeid in self.items:
            reach = self.known[nodeid]
            if reach.passed:
                for key, lines in reach.called.items():
                    for line in lines:
                        callers[key, line].append(nodeid)
        return callers

    @staticmethod
    def _tests_of(floor: str, callers: dict[tuple[str, int], list[str]]) -> set[str]:
        """Return the tests that call anything of a floor."""
        return {
            one
            for (key, _), tests in callers.items()
            if key.startswith(f"{floor}.")
            for one in tests
        }

    def _order(self, mutant: Mutant, tests: Iterable[str]) -> list[str]:
        """Put first what killed this mutant before, then what has killed others of the function.

        Then come cheap tests and the floor's own. So many are taken as there is time for.
        """
        killers, killer = self.killers[mutant.function.key], self.killer(mutant)

        def cost(nodeid: str) -> float:
            return self.known[nodeid].seconds + OVERHEAD

        def rank(nodeid: str) -> tuple[bool, int, float]:
            share = OWN if self.own(mutant.function.floor, nodeid) else 1
            return nodeid != killer, -killers[nodeid], cost(nodeid) * share

        ordered = sorted(tests, key=rank)
        before = accumulate(map(cost, ordered), initial=0.0)
        return [one for one, spent in zip(ordered, before, strict=False) if spent < self.brief]

    def _start(self, mutant: Mutant, tests: list[str], *, at_import: bool) -> None:
        """Begin to try a mutant, in a process of its own.

        What no test reaches may be reached while its module is imported, so this is done again.
        """

        def work(write: Callable[[str], None]) -> int:
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            swap(mutant.function, mutant.source)
            if at_import:
                try:
                    renew(mutant.function)
                except Exception:  # noqa: BLE001 - the import would fail, whatever it is
                    return 1
            for item, following in _pairs([self.items[nodeid] for nodeid in tests]):
                write(item.nodeid)
                patience = PATIENCE * (self.known[item.nodeid].seconds + 1)
                signal.setitimer(signal.ITIMER_PROF, patience)
                if not _passes(item, following):
                    return 1
            return 0

        tried = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - closed at the end
        pid = os.fork()
        if pid == 0:
            _work_and_go(work, tried)
        self.running[pid] = mutant, tried

    def _end_one(self) -> None:
        """Wait for the next mutant whose trial ends, and tell its verdict."""
        pid, status = os.wait()
        mutant, file = self.running.pop(pid)
        with file:
            file.seek(0)
            *_, last = file.read().splitlines() or [""]
        ended = os.waitstatus_to_exitcode(status)
        if ended == 1:
            self.killers[mutant.function.key][last] += 1
        self.tell(mutant, VERDICTS.get(ended, "crashed"), last if ended else "")


class TooSlowError(BaseException):
    """A test takes longer than mutants have time for."""


def _stop(*_: object) -> None:
    raise TooSlowError


def _by_function(reached: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    lines: dict[str, list[int]] = {}
    for key, line in sorted(reached):
        lines.setdefault(key, []).append(line)
    return lines


def _pairs(items: list[pytest.Item]) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    yield from pairwise([*items, None])


def _passes(item: pytest.Item, following: pytest.Item | None) -> bool:
    from _pytest.runner import runtestprotocol

    try:
        reports = runtestprotocol(item, log=False, nextitem=following)
    except Exception:  # noqa: BLE001 - even the report of what went wrong went wrong
        return False
    return not any(report.failed for report in reports)


def _passes_in_time(item: pytest.Item, following: pytest.Item | None) -> bool:
    try:
        signal.setitimer(signal.ITIMER_PROF, SLOW)
        passed = _passes(item, following)
        signal.setitimer(signal.ITIMER_PROF, 0)
    except TooSlowError:  # just when the test had ended
        return False
    return passed


def _forked(work: Callable[[Callable[[str], None]], int], heed: Callable[[str], object]) -> int:
    """Do some work in a process of its own, heed the lines that it writes, return how it ended."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        with os.fdopen(writing, "w", encoding="utf-8") as pipe:
            _work_and_go(work, pipe)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        for line in pipe:
            heed(line.rstrip("\n"))
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _work_and_go(work: Callable[[Callable[[str], None]], int], file: IO[str]) -> NoReturn:
    status = 2
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        signal.alarm(LONGEST)
        status = work(lambda line: print(line, file=file, flush=True))
    except BaseException as error:  # noqa: BLE001 - told as the last line
        print(repr(error), file=file, flush=True)
    finally:
        os._exit(status)
