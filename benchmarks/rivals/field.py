"""The field: who is asked, with its version, and how a script of its own is started."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from rivals.plan import Convention, Plan, Subject

OURS, YARDSTICK = "slacalc_", "plain_"
QUICK = ("workclock_", "timegrid_", "exchange_calendars_")
SLOW = (
    "django_bizcal_",
    "opening_hours_",
    "businesstimedelta_",
    "pandas_",
    "business_duration_",
)
RIVALS = (*QUICK, *SLOW)


@dataclass(frozen=True)
class Contender:
    """One library that is asked, by its script in this folder."""

    script: str

    @property
    def _module(self) -> Any:
        return import_module(f"rivals.{self.script}")

    @property
    def name(self) -> str:
        """Return the name of its distribution."""
        return str(self._module.NAME)

    @property
    def convention(self) -> Convention:
        """Return what it declares about its answers."""
        declared: Convention = self._module.CONVENTION
        return declared

    def build(self, plan: Plan) -> Subject:
        """Build it for a plan, or raise `CannotSayError`."""
        subject: Subject = self._module.build(plan)
        return subject

    @property
    def version(self) -> str:
        """Return its version, nothing for the yardstick, which is Python's own arithmetic."""
        try:
            return version(self.name)
        except PackageNotFoundError:
            return ""


def everyone() -> list[Contender]:
    """Return us, then the rivals."""
    return [Contender(script) for script in (OURS, *RIVALS)]


def apart(module: str, script: str, tasks: Sequence[str], patience: int) -> list[dict[str, Any]]:
    """Let a module of this folder do tasks in an interpreter of its own, a line of JSON for each.

    The system ends it where one task takes longer than some seconds, in Rust too; then the next
    interpreter goes on with the next task.
    """
    done: list[dict[str, Any]] = []
    while len(done) < len(tasks):
        command = [sys.executable, "-W", "ignore", "-m", f"rivals.{module}", script]
        command += [str(patience), *tasks[len(done) :]]
        ran = subprocess.run(command, capture_output=True, text=True, env=_env(), check=False)
        done += [json.loads(line) for line in ran.stdout.splitlines() if line.startswith("{")]
        if ran.returncode == -signal.SIGALRM:
            done.append({"outcome": "hang", "said": f"no answer in {patience} s"})
        elif len(done) < len(tasks):
            done.append({"outcome": "failed", "said": ran.stderr.strip()[-300:]})
    return done


def serve(task: Callable[[Contender, str], dict[str, Any]]) -> None:
    """Do the tasks of the command line, in the interpreter that `apart` started."""
    script, patience, *tasks = sys.argv[1:]
    for name in tasks:
        signal.alarm(int(patience))  # with no handler, the system ends the process
        print(json.dumps(task(Contender(script), name)), flush=True)


def _env() -> dict[str, str]:
    paths = [str(Path(__file__).resolve().parents[1]), os.environ.get("PYTHONPATH", "")]
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
