"""Lives of requests drawn at random, told to the library and to the second telling at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

import attrs
import pytest
from hypothesis import strategies as st
from oracle import Oracle
from retelling import ENDS, RESPONSE, Happening, Promise, Told, recorded, retell
from strategies import CLOCKS, MINUTE, Case, cases

from slacalc import (
    AnyCalendar,
    AroundTheClock,
    EventError,
    SlaClock,
    SupportLevel,
    Target,
    TargetClock,
)

ZERO = timedelta(0)
LAST = 13 * 24 * 60  # of the minutes that histories reach; the table goes on for four days


def exact(at: datetime | None) -> datetime:
    """Take an instant, which must be there, to UTC, where equal means the same instant."""
    assert at is not None
    return at.astimezone(UTC)


class Step(NamedTuple):
    """What happens next, and how the instant of it is found from what happened before."""

    kind: str
    mode: str  # at once, minutes later, at an edge of working time, or at a due instant
    number: int  # minutes, or edges
    beside: int  # minutes beside the edge or the due instant
    clock: int  # which clock the instant is written on


OTHERS = ("assign", "hand over", "hold", "release")  # that only other targets heed
KINDS = ("pause", "resume", "pause", "resume", "respond", "pause", "resume", "resolve", "cancel")
MODES = ("minutes", "edge", "due", "minutes", "edge", "at once", "response due")


def steps() -> st.SearchStrategy[Step]:
    """Draw a step; most are waits that begin or end."""
    return st.builds(
        Step,
        st.one_of(st.sampled_from(KINDS), st.sampled_from((*KINDS, *OTHERS))),
        st.sampled_from(MODES),
        st.one_of(st.integers(0, 5), st.integers(0, 600), st.integers(0, 4000)),
        st.sampled_from((0, 0, -1, 1)),
        st.integers(0, len(CLOCKS) - 1),
    )


def targets() -> st.SearchStrategy[timedelta | None]:
    """Draw what is promised: whole hours or any minutes, now and then nothing."""
    minutes = st.one_of(st.integers(1, 600), st.sampled_from((60, 240, 480)))
    return st.one_of(minutes.map(lambda count: count * MINUTE), st.none())


def others() -> st.SearchStrategy[tuple[Promise, ...]]:
    """Draw up to two other targets, which heed other events, or count around the clock."""
    one = st.builds(
        Promise,
        name=st.sampled_from(("next reply", "update")),
        minutes=st.one_of(st.integers(1, 600), st.sampled_from((60, 240, 480))),
        keeps=st.just(value=False),
        starts=st.sampled_from(("start", "assign", "respond")),
        pauses=st.sampled_from(
            (frozenset[str](), frozenset({"pause"}), frozenset({"pause", "hold"}))
        ),
        resumes=st.sampled_from((frozenset({"resume"}), frozenset({"resume", "release"}))),
        stops=st.sampled_from((frozenset({"resolve"}), frozenset({"hand over"}))),
        always=st.booleans(),
    )
    drawn = st.lists(one, max_size=2, unique_by=lambda promise: promise.name)
    return st.one_of(st.just(()), drawn.map(tuple))


def usual(name: str) -> dict[str, Any]:
    """Say what a response heeds; a resolution heeds what any other target does."""
    return RESPONSE if name == "response" else {}


def target_of(promise: Promise) -> Target:
    """Say a promise in the library's words."""
    length = promise.minutes * MINUTE
    return Target(
        promise.name,
        AroundTheClock(length) if promise.always else length,
        starts_on=promise.starts,
        pauses_on=promise.pauses,
        resumes_on=promise.resumes,
        stops_on=promise.stops,
    )


class Life:
    """One request, told to the library and to the second telling at the same time."""

    def __init__(
        self,
        case: Case,
        promised: tuple[timedelta | None, timedelta | None, tuple[Promise, ...]],
        after_breach: str,
        start: int,
    ) -> None:
        """Register the request in a minute of the case's table."""
        response, resolution, others = promised
        self.case = case
        self.oracle: Oracle = case.oracle()
        assert self.oracle.step == MINUTE
        self.level = SupportLevel(
            "drawn",
            calendar=case.calendar(),
            response=response,
            resolution=resolution,
            targets=[target_of(promise) for promise in others],
            after_breach=after_breach,
        )
        keeps = after_breach == "keep"
        minutes = {"response": response, "resolution": resolution}
        self.promises = [
            Promise(name, length // MINUTE, keeps, **usual(name))
            for name, length in minutes.items()
            if length
        ]
        self.promises += [attrs.evolve(promise, keeps=keeps) for promise in others]
        self.start = self.now = start
        self.said: list[tuple[str, datetime]] = [("start", self.instant(start))]
        self.happened: list[Happening] = []
        self.clock = SlaClock.start(self.level, at=self.instant(start))

    @cached_property
    def calendar(self) -> AnyCalendar:
        """The calendar of the promises."""
        return self.level.calendar

    @property
    def ended(self) -> bool:
        """Whether the request was resolved or cancelled."""
        return any(event.kind in ENDS for event in self.happened)

    def instant(self, minute: int) -> datetime:
        """Name the instant at which a minute of the table begins."""
        return self.oracle.start + minute * MINUTE

    def minute(self, at: datetime) -> int:
        """Name the minute of the table that an instant begins."""
        count, rest = divmod(exact(at) - self.oracle.start, MINUTE)
        assert rest == ZERO
        return count

    def find(self, step: Step) -> int:
        """Find the minute of a step, never before now nor after the last."""
        found = self.now
        if step.mode == "minutes":
            found += step.number
        elif step.mode == "edge":
            ahead = [at for at in self.oracle.edges if at >= self.instant(self.now)]
            if ahead:
                found = self.minute(ahead[step.number % min(len(ahead), 4)]) + step.beside
        elif step.mode in {"due", "response due"}:
            target = self.clock.resolution if step.mode == "due" else self.clock.response
            if target and target.due:
                found = self.minute(target.due) + step.beside
        return min(max(found, self.now), max(LAST, self.now))

    def happen(self, kind: str, minute: int, zone: int) -> None:
        """Let an event happen; after the end only the end itself, told again, is accepted."""
        at = self.instant(minute).astimezone(CLOCKS[zone])
        if kind in OTHERS and kind not in self.level.kinds:
            with pytest.raises(EventError, match="is no kind of event"):
                self.clock.after(kind, at)
            return
        ends = [event.kind for event in self.happened if event.kind in ENDS]
        if ends and kind not in ends:
            with pytest.raises(EventError):
                self.clock.after(kind, at)
            return
        self.now = minute
        self.said.append((kind, at))
        self.happened.append(Happening(kind, minute))
        before = self.clock
        self.clock = before.after(kind, at)
        if kind not in OTHERS:
            assert getattr(before, kind)(at) == self.clock

    def told(self, name: str, until: int) -> Told:
        """Tell anew how a target stands at a minute."""
        promise = next(one for one in self.promises if one.name == name)
        events = recorded(self.happened, self.promises)
        return retell(self.oracle.open, promise, self.start, events, until)

    def check(self, minute: int) -> None:
        """Compare every answer at a minute, now or later, with the second telling."""
        at = self.instant(minute).astimezone(CLOCKS[minute % len(CLOCKS)])
        for target in self.clock.targets:
            told = self.told(target.target.name, minute)
            self._check_times(target, told, at)
            self._check_verdicts(target, told, at)
            self._check_ledger(target, told, minute)

    def _check_times(self, target: TargetClock, told: Told, at: datetime) -> None:
        assert target.elapsed(at) == told.used * MINUTE
        assert target.elapsed(at) + target.remaining(at) == target.budget(at)
        assert target.waited_by(at) == told.waited * MINUTE
        if told.phase == "not started" or (told.phase == "cancelled" and target.due is None):
            assert (target.due, target.started, told.due) == (None, None, None)
        elif told.due is None:
            assert exact(target.due) > self.oracle.end
        else:
            assert exact(target.due) == self.instant(told.due)
            assert target.due_at(at) == target.due
            assert target.due is not None
            assert target.due.tzinfo == self.said[0][1].tzinfo

    def _check_verdicts(self, target: TargetClock, told: Told, at: datetime) -> None:
        assert target.phase(at) == told.phase
        assert target.breached(at) == (told.breach is not None)
        assert target.breached_at == (None if told.proven is None else self.instant(told.proven))
        kept = {"stopped": "met", "cancelled": "cancelled"}.get(told.phase, "open")
        late = told.breach is not None and kept != "cancelled"
        assert target.verdict(at) == ("breached" if late else kept)

    def _check_ledger(self, target: TargetClock, told: Told, minute: int) -> None:
        at = self.instant(minute)
        ledger = self.clock.explain(at, target=target.target.name)
        if target.started is None:
            assert not ledger.entries
            return
        end = min(exact(target.stopped_at or at), at)
        edges = [exact(target.started), *(exact(entry.end) for entry in ledger)]
        assert [exact(entry.start) for entry in ledger] == edges[:-1]  # without a gap
        assert edges[-1] == end
        assert all(entry.length > ZERO for entry in ledger)
        assert ledger.elapsed == told.used * MINUTE
        assert ledger.waited == told.waited * MINUTE
        for entry in ledger if target.calendar == self.level.hours else ():
            worked = self.oracle.worked(entry.start, entry.end)
            assert worked == (entry.length if entry.working else ZERO)


@st.composite
def lives(draw: st.DrawFn) -> Life:
    """Draw a calendar, a level and the minute of registration."""
    case = draw(cases(never_empty=True))
    return Life(
        case,
        (draw(targets()), draw(targets()), draw(others())),
        draw(st.sampled_from(("extend", "keep"))),
        draw(st.integers(0, 4 * 24 * 60)),
    )


@st.composite
def histories(draw: st.DrawFn) -> Life:
    """Draw a life to which up to a dozen things have happened."""
    life = draw(lives())
    for step in draw(st.lists(steps(), max_size=12)):
        if not life.ended:
            life.happen(step.kind, life.find(step), step.clock)
    return life
