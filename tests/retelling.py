"""A second opinion on one target of a request, which walks the minutes of its life.

It shares no code with slacalc: working time is read from the oracle's tables, and everything is
told anew for every question. All instants are whole minutes, counted from the tables' start;
one that lies after the tables is None.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import compress, islice
from typing import Any, NamedTuple

import attrs

Table = Sequence[bool]
"""Whether each minute is open."""

ENDS = {"resolve": "stopped", "cancel": "cancelled"}
CHANGES = ("change level", "change calendar")
LIVE = ("running", "waiting")
USUAL_PAUSES = frozenset({"pause"})
ALWAYS = "always"  # the table of a promise that counts around the clock


class Happening(NamedTuple):
    """An event: what happened, in which minute, in which way, to what it changed, its id."""

    kind: str
    minute: int
    how: str | None = None
    about: Any = None
    name: str | None = None


@attrs.frozen
class Promise:
    """What is retold: a target, its minutes, and what it heeds; None is what is usual."""

    name: str
    minutes: int
    starts: frozenset[str] = frozenset({"start"})
    pauses: frozenset[str] | None = None
    resumes: frozenset[str] = frozenset({"resume"})
    stops: frozenset[str] | None = None
    table: int | str | None = None  # of its own hours, else those of its level

    @property
    def named(self) -> tuple[frozenset[str] | None, ...]:
        """What starts, pauses, resumes and stops it."""
        return self.starts, self.pauses, self.resumes, self.stops

    def waits_in(self, kind: str) -> bool:
        """Tell whether it waits after an event that begins a wait."""
        pauses = self.pauses or frozenset()
        return kind in pauses or (is_pause(kind) and "pause" in pauses)

    @property
    def heeds_pauses(self) -> bool:
        """Tell whether it waits in any wait of the request."""
        return any(is_pause(kind) for kind in self.pauses or ())


@attrs.frozen
class Options:
    """How time counts, where helpdesks differ."""

    after_breach: str = "extend"
    reopen: str = "resume"
    level_change: str = "frozen"
    calendar_change: str = "frozen"
    response: str = "notice"
    waits: str = "resolution"


@attrs.frozen
class Deal:
    """A level: what it promises, by which table, and how its time counts."""

    name: str
    promises: tuple[Promise, ...]
    table: int
    options: Options

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of events that its promises name."""
        each = (one for promise in self.heeded().values() for one in promise.named)
        return frozenset(kind for kinds in each for kind in kinds or ())

    def heeded(self) -> dict[str, Promise]:
        """Say by name what each promise heeds in the end, what is usual and chosen included."""
        return {promise.name: self._heeded(promise) for promise in self.promises}

    def _heeded(self, promise: Promise) -> Promise:
        answer = promise.name == "response"
        waits = {"resolution": not answer, "all": True, "none": False}[self.options.waits]
        pauses, stops = promise.pauses, promise.stops
        if pauses is None:
            pauses = USUAL_PAUSES if waits else frozenset()
        if stops is None:
            stops = frozenset({"resolve", "respond"} if answer else {"resolve"})
            stops |= {"acknowledge"} if answer and self.options.response == "notice" else set()
        table = self.table if promise.table is None else promise.table
        return attrs.evolve(promise, pauses=pauses, stops=stops, table=table)


@attrs.define
class Run:
    """One cycle of a target: from a start of it to a stop."""

    number: int
    started: int
    budget: int
    table: Table
    keeps: bool  # whether a wait after the breach moves nothing
    due: int | None
    phase: str = "running"
    used: int = 0
    waited: int = 0
    wait: int = 0  # of the wait that goes on, in it too
    breach: int | None = None  # by the minute walked to
    proven: int | None = None  # by the events alone
    stopped: int | None = None
    first_due: int | None = None

    @property
    def verdict(self) -> str:
        """How the promise stands."""
        if self.phase == "cancelled":
            return "cancelled"
        if self.breach is not None:
            return "breached"
        return "met" if self.phase == "stopped" else "open"

    def pass_by(self, start: int, end: int) -> None:
        """Let minutes pass."""
        minutes = sum(self.table[start:end]) if self.phase in LIVE else 0
        if self.phase == "running":
            self.used += minutes
            if self.breach is None and self.due is not None and end > self.due:
                self.breach = self.due
        elif self.phase == "waiting":
            self.wait += minutes
            self.waited += minutes

    def due_after(self, wait: int, minute: int) -> int | None:
        """Tell what is due after a wait that ends in a minute."""
        if self.breach is not None and self.keeps:
            return self.due
        due = worked_on(self.table, self.due, wait)
        if self.breach is not None or due is None:
            return due
        return max(due, minute)

    def turn(self, phase: str, minute: int) -> None:
        """Go over to another phase, which may end a wait."""
        if phase == self.phase:
            return
        if self.phase == "waiting":
            self.due, self.wait = self.due_after(self.wait, minute), 0
        self.phase = phase
        self.stopped = None if phase in LIVE else minute

    def go_on(self, minute: int) -> None:
        """End a wait that goes on, and begin it again."""
        phase = self.phase
        self.turn("running", minute)
        self.phase = phase


@attrs.define
class Told:
    """How one target stands at a minute, with all its cycles."""

    promise: Promise
    table: Table
    keeps: bool
    held: bool = False  # whether it would wait if it ran
    never: bool = False  # whether the request ended before it started
    dropped: bool = False  # whether the level that holds promises it no longer
    runs: list[Run] = attrs.Factory(list)
    record: list[tuple[int, str]] = attrs.Factory(list)  # the verdicts, and since when

    def note(self, minute: int) -> None:
        """Put the verdict on record, if it is another one than before."""
        late = self.run is not None and self.verdict == "breached"
        since = self.run.breach if self.run and late else minute
        if since is not None and self.record:
            before, verdict = self.record[-1]
            if since < before or (since == before and verdict != "open"):
                since = minute  # it was over in between, and is breached again
        if since is not None and (not self.record or self.record[-1][1] != self.verdict):
            self.record.append((since, self.verdict))

    @property
    def verdict(self) -> str:
        """How the promise stands."""
        if self.run:
            return self.run.verdict
        return "cancelled" if self.phase == "cancelled" else "open"

    @property
    def run(self) -> Run | None:
        """The cycle that runs, or the last one."""
        return self.runs[-1] if self.runs else None

    @property
    def phase(self) -> str:
        """Whether it runs, waits, or is over."""
        if self.run:
            return self.run.phase
        return "cancelled" if self.never or self.dropped else "not started"

    @property
    def live(self) -> bool:
        """Whether it runs or waits."""
        return self.phase in LIVE

    def begin(self, minute: int) -> None:
        """Start a new cycle."""
        self.note(minute)
        minutes = self.promise.minutes
        due = worked_on(self.table, minute, minutes)
        run = Run(len(self.runs) + 1, minute, minutes, self.table, self.keeps, due, first_due=due)
        run.phase = LIVE[self.held]
        self.runs.append(run)

    def turn(self, phase: str, minute: int) -> None:
        """Go over to another phase."""
        if self.run:
            self.run.turn(phase, minute)

    def happen(self, kind: str, minute: int) -> None:
        """Let an event happen that is neither a reopening nor a change."""
        promise = self.promise
        if self.dropped:
            return
        if kind in ENDS:
            self.over(ENDS[kind], minute)
            return
        if promise.waits_in(kind):
            self.held = True
        elif kind in promise.resumes or (is_pause(kind) and promise.heeds_pauses):
            self.held = False
        if self.live and kind in (promise.stops or ()):
            self.turn("stopped", minute)
        if self.live:
            self.turn(LIVE[self.held], minute)
        elif kind in promise.starts:
            self.begin(minute)

    def drop(self, minute: int) -> None:
        """Let the promise be withdrawn."""
        if self.live:
            self.turn("cancelled", minute)
        self.dropped, self.held = True, False

    def over(self, phase: str, minute: int) -> None:
        """Let the request end."""
        if self.live:
            self.turn(phase, minute)
        self.never = self.never or not self.runs
        self.held = False


def is_pause(kind: str) -> bool:
    """Tell whether an event begins a wait of the request."""
    return kind == "pause" or kind.startswith("pause:")


def worked_on(table: Table, minute: int | None, work: int) -> int | None:
    """Walk from a minute until so many open ones have passed; None past the table."""
    if not work or minute is None:
        return minute
    ends = compress(range(minute + 1, len(table) + 1), table[minute:])
    return next(islice(ends, work - 1, None), None)


def table_of(tables: Mapping[int | str, Table], promise: Promise) -> Table:
    """Look up the table that a promise counts on."""
    assert promise.table is not None
    return tables[promise.table]
