"""A siege of examples/helpdesk.py: two workers and a poller that are killed again and again.

Run as a program it forks them, kills them at chosen points and at random ones, starts each anew,
and prints the figures. What they leave behind is looked at by test_helpdesk_example.py.
"""

from __future__ import annotations

import importlib.util
import json
import mmap
import os
import random
import signal
import struct
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from slacalc import Policy

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "helpdesk.py"
BEGIN = datetime(2026, 3, 2, 6, tzinfo=UTC)  # a Monday, an hour before the office opens
STEP = timedelta(minutes=12)
SLOW = timedelta(minutes=30)  # by how much the clock of a worker or of the poller can be off
REQUESTS, CHANGES = 40, 500  # changes of each worker
AHEAD = 4  # by how many changes a worker may be ahead of the other
STATUSES = ("In progress", "Waiting", "Waiting for a vendor", "Resolved")

_CHANGE = ("BEGIN", "UPDATE requests", "INSERT INTO changes", "COMMIT", "")
_POLL = ("BEGIN", "INSERT INTO escalations", "UPDATE polled", "COMMIT", "")
POINTS = {"worker 0": _CHANGE, "worker 1": _CHANGE, "poller": _POLL}
"""Where each dies: before a statement, or after all is done and before it says so."""
ROUNDS = 3  # how often each dies at each point
SHOTS = 15  # and how many are killed at random


class Change(NamedTuple):
    """A change that a worker is to make."""

    id: str
    request: str
    status: str
    now: datetime


def example() -> Any:
    """Import the example, which is no module of a package."""
    spec = importlib.util.spec_from_file_location("helpdesk", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def policy() -> Policy:
    """Load the policy of the example."""
    return Policy.load(EXAMPLE.with_suffix(".toml"))


def fields(number: int) -> dict[str, str]:
    """Return what a request says: each third is an outage."""
    return {"type": "outage" if number % 3 == 0 else "question"}


def changes(seed: int) -> list[Change]:
    """Draw the changes in the order in which they are told; a pair is of one request."""
    drawn, told = random.Random(seed), []
    for number in range(CHANGES):
        request = f"R-{drawn.randrange(REQUESTS)}"
        for worker in range(2):
            now = BEGIN + STEP * number + drawn.random() * SLOW
            told.append(Change(f"{worker}-{number}", request, drawn.choice(STATUSES), now))
    return told


class Slots:
    """Numbers that processes share: how far the workers are, and how often they tried again."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, 32)  # anonymous, so that forks share it

    def __getitem__(self, place: int) -> int:
        return int(struct.unpack_from("q", self._memory, 8 * place)[0])

    def __setitem__(self, place: int, number: int) -> None:
        struct.pack_into("q", self._memory, 8 * place, number)


DONE, RETRIED = 0, 2  # the first slot of two


def work(
    desk: Any, worker: int, told: list[Change], slots: Slots, done: Callable[[], None]
) -> None:
    """Make the changes of a worker from the first one on that it has not said to be made."""
    mine = [change for change in told if change.id.startswith(f"{worker}-")]
    while (number := slots[DONE + worker]) < len(mine):
        while number > slots[DONE + 1 - worker] + AHEAD:
            time.sleep(0.0002)
        before = desk.retried
        desk.change(*mine[number])
        done()
        slots[RETRIED + worker] += desk.retried - before
        slots[DONE + worker] = number + 1


def watch(desk: Any, seed: int, slots: Slots, done: Callable[[], None]) -> None:
    """Poll until the workers have made all changes."""
    drawn = random.Random(seed)
    while min(slots[DONE], slots[DONE + 1]) < CHANGES:
        reached = max(slots[DONE], slots[DONE + 1])
        if desk.poll(BEGIN + STEP * reached + drawn.random() * SLOW):
            done()
        time.sleep(0.01)


def die() -> None:
    """Go without a word, as when the power goes."""
    os.kill(os.getpid(), signal.SIGKILL)


class Siege:
    """Who runs, and how and how often they were killed."""

    def __init__(self, file: str, seed: int) -> None:
        self.file, self.seed, self.slots = file, seed, Slots()
        self.told = changes(seed)
        self.module, self.policy = example(), policy()
        self.drawn = random.Random(seed)
        self.deaths = {role: [*points] * ROUNDS for role, points in POINTS.items()}
        self.home = os.getpid()
        self.running: dict[int, tuple[str, str | None]] = {}
        self.kills: Counter[str] = Counter()
        self.shots = sorted(self.drawn.sample(range(CHANGES), SHOTS))

    def start(self, role: str) -> None:
        """Start a role anew, with the next of its deaths before it."""
        point = self.deaths[role].pop(0) if self.deaths[role] else None
        after = self.drawn.randrange(1, 3 if role == "poller" else CHANGES // 10)
        child = os.fork()
        if child:
            self.running[child] = role, point
            return
        try:
            self._live(role, point, after)
        except BaseException:  # noqa: BLE001 - nothing may get out of the fork
            traceback.print_exc()
            os._exit(1)
        os._exit(0)

    def _live(self, role: str, point: str | None, after: int) -> None:
        desk = self.module.Helpdesk(self.file, self.policy)
        desk.db.execute("PRAGMA synchronous = OFF")  # which only a loss of power would mind
        left = after

        def reached(statement: str = "") -> None:
            nonlocal left
            if os.getppid() != self.home:  # the siege is over
                die()
            if point is not None and statement.startswith(point) and bool(statement) == bool(point):
                left -= 1
                if left == 0:
                    die()

        desk.db.set_trace_callback(lambda statement: reached(statement.strip()))
        if role == "poller":
            watch(desk, self.seed + after, self.slots, reached)
        else:
            work(desk, int(role[-1]), self.told, self.slots, reached)

    def run(self) -> dict[str, Any]:
        """Go on until all is done; return the figures."""
        for role in POINTS:
            self.start(role)
        while self.running:
            if self.shots and max(self.slots[DONE], self.slots[DONE + 1]) > self.shots[0]:
                self._shoot(self.drawn.choice([*self.running]))
            child, status = os.waitpid(-1, os.WNOHANG)
            if child:
                self._buried(child, status)
            else:
                time.sleep(0.001)
        return {
            "retried": self.slots[RETRIED] + self.slots[RETRIED + 1],
            "kills": self.kills,
        }

    def _shoot(self, child: int) -> None:
        os.kill(child, signal.SIGKILL)
        self.running[child] = self.running[child][0], "at random"
        self.shots.pop(0)

    def _buried(self, child: int, status: int) -> None:
        role, point = self.running.pop(child)
        code = os.waitstatus_to_exitcode(status)
        if code == -signal.SIGKILL:
            self.kills[f"{role.split()[0]}: {point or 'when it was done'}"] += 1
            self.start(role)
        elif code:
            for other in self.running:
                os.kill(other, signal.SIGKILL)
            raise SystemExit(f"{role} failed")


def main(file: str, seed: int) -> None:
    """Lay the siege, and let a last poll tell what comes in the weeks after it."""
    siege = Siege(file, seed)
    desk = siege.module.Helpdesk.create(file, siege.policy, BEGIN)
    for number in range(REQUESTS):
        desk.register(f"R-{number}", fields(number), BEGIN)
    desk.db.close()
    figures = siege.run()
    siege.module.Helpdesk(file, siege.policy).poll(BEGIN + STEP * CHANGES + timedelta(days=30))
    print(json.dumps(figures))  # noqa: T201 - what the test reads


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
