"""Lives of requests drawn at random, told to the library and to the second telling at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import attrs
import pytest
from drawn_deals import WAYS, deals, level_of
from hypothesis import assume
from hypothesis import strategies as st
from retelling import ALWAYS, CHANGES, Deal, Happening, Table
from story import Story, fold
from strategies import CLOCKS, MINUTE, Case, cases

from slacalc import AnyCalendar, Event, EventError, SlaClock, SupportLevel
from slacalc.events import Holder
from slacalc.testing.oracle import Oracle

ZERO = timedelta(0)
LAST = 13 * 24 * 60  # of the minutes that histories reach; the table goes on for four days
WAITS = ("pause", "pause:vendor", "pause:customer")
ANSWERS = ("respond", "automatic reply", "acknowledge", "customer reply", "assign")
ODD = ("hold", "release", "hand over")  # that only some levels name
ENDS = ("resolve", "cancel")
KINDS = (*WAITS, "resume", *ANSWERS, *ENDS, "reopen", *CHANGES)
HOW = {"reopen": "reopen", "change level": "level_change", "change calendar": "calendar_change"}
HOLDERS = (Holder("first line"), Holder("second line"), Holder("second line", "agent 7"))
METHODS = {"customer reply": "customer_replied", "automatic reply": "respond"}


def rewrites(event: Event, clock: SlaClock) -> bool:
    """Say whether an event is a change that tells the past anew, before or after it was told."""
    if event.kind == "change level":
        return (event.how or event.about.profile.level_change) == "retroactive"
    usual = clock.level.profile.calendar_change
    return event.kind == "change calendar" and (event.how or usual) == "restated"


def exact(at: datetime | None) -> datetime:
    """Take an instant, which must be there, to UTC, where equal means the same instant."""
    assert at is not None
    return at.astimezone(UTC)


class Step(NamedTuple):
    """What happens next, and how the instant of it is found from what happened before."""

    kind: str
    mode: str  # at once, minutes later, at an edge of working time, or at a due instant
    number: int  # minutes, or edges; besides, which of the ways and of the things it is about
    beside: int  # minutes beside the edge or the due instant
    clock: int  # which clock the instant is written on


MODES = ("minutes", "edge", "due", "minutes", "edge", "at once")


def steps(kinds: tuple[str, ...] = (*KINDS, *KINDS, *ODD)) -> st.SearchStrategy[Step]:
    """Draw a step."""
    return st.builds(
        Step,
        st.sampled_from(kinds),
        st.sampled_from(MODES),
        st.one_of(st.integers(0, 5), st.integers(0, 600), st.integers(0, 4000)),
        st.sampled_from((0, 0, -1, 1)),
        st.integers(0, len(CLOCKS) - 1),
    )


@attrs.frozen
class World:
    """What a life is drawn from: two calendars over one stretch, and levels on them."""

    cases: tuple[Case, Case]
    deals: tuple[Deal, ...]
    numbered: bool  # whether events have ids and sequences


@st.composite
def worlds(draw: st.DrawFn, *, numbered: bool | None = None) -> World:
    """Draw calendars and levels; the second level may be like the first but for its ways."""
    first, second = draw(cases(never_empty=True)), draw(cases(never_empty=True))
    second = attrs.evolve(second, start=first.start, end=first.end)
    assume(first.calendar() != second.calendar())
    drawn = (draw(deals("A")), draw(deals("B")))
    return World((first, second), drawn, draw(st.booleans()) if numbered is None else numbered)


class Tables(dict[int | str, Table]):
    """The tables of open minutes, each filled when it is first read."""

    def __init__(self, cases: tuple[Case, Case]) -> None:
        """Take the calendars as they were drawn."""
        super().__init__()
        self.cases = cases

    def oracle(self, number: int) -> Oracle:
        """Walk the wall clock of a calendar."""
        oracle = self.cases[number].oracle()
        assert oracle.step == MINUTE
        self[number] = oracle.open
        return oracle

    def __missing__(self, number: int | str) -> Table:
        """Fill a table; that of all minutes is as long as the others."""
        return [True] * len(self[0]) if number == ALWAYS else self.oracle(int(number)).open


class Life:
    """One request, told to the library and to the second telling at the same time."""

    def __init__(self, world: World, start: int, waiting: str | None = None) -> None:
        """Register the request in a minute of the tables."""
        self.tables = Tables(world.cases)
        self.oracle = self.tables.oracle(0)
        self.calendars = tuple(case.calendar() for case in world.cases)
        self.deals, self.numbered = world.deals, world.numbered
        self.levels = tuple(level_of(deal, self.calendars) for deal in self.deals)
        self.start = self.now = start
        self.happened = [Happening("start", start)]
        at = self.instant(start)
        self.clock = SlaClock.start(self.levels[0], at=at, waiting=_waiting(waiting))
        self.said = list(self.clock.events)
        if waiting is not None:
            self.happened.append(Happening(f"pause:{waiting}" if waiting else "pause", start))

    @property
    def known(self) -> list[SupportLevel | AnyCalendar]:
        """The levels and calendars that a stored clock may name."""
        return [*self.levels, *self.calendars]

    @property
    def story(self) -> Story:
        """The second telling, by now."""
        return self.told(self.now)

    def told(self, minute: int) -> Story:
        """Tell anew how the request stands at a minute, by what had happened then."""
        return fold(self.deals[0], self.tables, self.happened, minute)

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
        elif step.mode == "due":
            runs = [told.run for told in self.story.told.values() if told.run]
            dues = [run.due for run in runs if run.due is not None]
            found = dues[step.number % len(dues)] + step.beside if dues else found
        return min(max(found, self.now), max(LAST, self.now))

    def event(self, step: Step, minute: int) -> tuple[Event, Happening]:
        """Say what a step is, to the library and to the second telling."""
        kind, number = step.kind, step.number
        ways = (None, *WAYS[HOW[kind]]) if kind in HOW else (None,)
        how = ways[number % len(ways)]
        known, told = {
            "change level": (self.levels, self.deals),
            "change calendar": (self.calendars, (0, 1)),
            "assign": (HOLDERS, HOLDERS),
        }.get(kind, ((None,), (None,)))
        which = (number // len(ways)) % len(known)
        count = len(self.said)
        name = f"event {count}" if self.numbered else None
        sequence = count if self.numbered else None
        at = self.instant(minute).astimezone(CLOCKS[step.clock])
        event = Event(kind, at, id=name, sequence=sequence, how=how, about=known[which])
        return event, Happening(kind, minute, how, told[which], name)

    def happen(self, step: Step) -> None:
        """Let a step happen, which is refused after the end, or where no target names it."""
        event, happening = self.event(step, self.find(step))
        story = self.told(happening.minute)
        before = self.clock
        if story.refuses(happening):
            with pytest.raises(EventError):
                before.after(event)
            return
        self.now = happening.minute
        self.clock = before.after(event)
        self.said.append(event)
        self.happened.append(happening)
        self._by_method(before, step, event)

    def _by_method(self, before: SlaClock, step: Step, event: Event) -> None:
        """Let the method of a kind say what the event says."""
        if self.numbered or step.kind in ODD:
            return
        kind, _, wait = step.kind.partition(":")
        method = getattr(before, METHODS.get(kind, kind.replace(" ", "_")))
        said: dict[str, Any] = {"how": event.how} if kind in HOW else {}
        if kind == "assign":
            said = {"group": event.about.group, "employee": event.about.employee}
        elif kind in CHANGES:
            assert method(event.about, event.at, **said) == self.clock
            return
        elif wait:
            said = {"kind": wait}
        elif kind == "automatic reply":
            said = {"automatic": True}
        assert method(event.at, **said) == self.clock


def _waiting(waiting: str | None) -> bool | str:
    return waiting or waiting is not None


@st.composite
def lives(draw: st.DrawFn, *, numbered: bool | None = None) -> Life:
    """Draw calendars, levels and the minute of registration; some begin with a wait."""
    world = draw(worlds(numbered=numbered))
    waiting = draw(st.sampled_from((None, None, None, "", "vendor")))
    return Life(world, draw(st.integers(0, 4 * 24 * 60)), waiting)


@st.composite
def histories(draw: st.DrawFn) -> Life:
    """Draw a life to which up to a dozen things have happened."""
    life = draw(lives())
    for step in draw(st.lists(steps(), max_size=12)):
        life.happen(step)
    return life
