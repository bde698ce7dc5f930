"""Values in other processes: pickled for them, inherited by them, and asked there.

``python -m processes write FILE`` pickles one value of each kind, ``read FILE`` prints what those
of a file answer, ``share METHOD`` and ``fork ROUNDS`` ask them in workers of this program.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import warnings
from pathlib import Path
from typing import Any

from shared_values import SUBJECTS, answers
from threads import restless

_PROTOCOL = 4
_WORKERS = 2
_SECONDS = 60  # after which a child that hangs is ended


def half(name: str) -> Any:
    """Return a value that was asked every third question, and so is compiled in part."""
    made = SUBJECTS[name].make()
    answers(made, SUBJECTS[name].questions[::3])
    return made


INHERITED: dict[str, Any] = {}


def of_pickled(name: str, value: Any) -> tuple[list[str], bool]:
    """Answer in a worker, of a value that was pickled; say whether it is equal to a new one."""
    return SUBJECTS[name].answers(value), value == SUBJECTS[name].make()


def of_inherited(name: str) -> tuple[list[str], bool]:
    """Answer in a worker, of a value that it has from its parent."""
    return SUBJECTS[name].answers(INHERITED[name]), True


def share(method: str) -> list[str]:
    """Ask values of each kind in workers of one start method; return where they differ."""
    expected = {name: SUBJECTS[name].alone() for name in SUBJECTS}
    INHERITED.update({name: half(name) for name in SUBJECTS})
    with multiprocessing.get_context(method).Pool(_WORKERS) as pool:
        waiting = {
            f"{name}, {how}": (name, pool.apply_async(of_pickled, (name, value)))
            for name in SUBJECTS
            for how, value in (("new", SUBJECTS[name].make()), ("half", INHERITED[name]))
        }
        if method == "fork":
            waiting |= {
                f"{name}, inherited": (name, pool.apply_async(of_inherited, (name,)))
                for name in SUBJECTS
            }
        found = [
            what
            for what, (name, told) in waiting.items()
            if told.get(_SECONDS) != (expected[name], True)
        ]
    after = [
        name for name, value in INHERITED.items() if SUBJECTS[name].answers(value) != expected[name]
    ]
    return found + after


def fork_amid_threads(rounds: int) -> list[str]:
    """Fork while threads compile; return what the children could not answer, or not in time."""
    warnings.simplefilter("ignore", DeprecationWarning)  # that a fork amid threads may hang
    names = [name for name in SUBJECTS if name != "calendars that share operands"]
    expected = {name: SUBJECTS[name].alone() for name in names}
    done = threading.Event()
    compiled = {name: SUBJECTS[name].make() for name in names}

    def compile_on() -> None:
        while not done.is_set():
            for name in names:
                compiled[name] = made = SUBJECTS[name].make()
                SUBJECTS[name].answers(made)

    threads = [threading.Thread(target=compile_on) for _ in range(2)]
    with restless():
        for thread in threads:
            thread.start()
        children = [(name, _child(compiled, name, expected[name])) for name in names * rounds]
        found = [name for name, child in children if os.waitpid(child, 0)[1] != 0]
        done.set()
        for thread in threads:
            thread.join()
    return found


def _child(compiled: dict[str, Any], name: str, expected: list[str]) -> int:
    """Fork a child that asks a value which a thread of its parent compiles; return its number."""
    child = os.fork()
    if child:
        return child
    signal.alarm(_SECONDS)
    code = 1
    try:
        right = SUBJECTS[name].answers(compiled[name]) == expected
        code = 0 if right and SUBJECTS[name].alone() == expected else 2
    finally:
        os._exit(code)


def main() -> int:
    """Do what the first word says."""
    what, *rest = sys.argv[1:]
    warnings.simplefilter("ignore")
    if what == "write":
        values = {name: half(name) for name in SUBJECTS}
        Path(rest[0]).write_bytes(pickle.dumps(values, protocol=_PROTOCOL))
        return 0
    if what == "read":
        values = pickle.loads(Path(rest[0]).read_bytes())  # noqa: S301 - written by these tests
        told = {name: of_pickled(name, value) for name, value in values.items()}
        print(json.dumps(told))  # noqa: T201
        return 0
    found = share(rest[0]) if what == "share" else fork_amid_threads(int(rest[0]))
    print(*found, sep="\n")  # noqa: T201
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
