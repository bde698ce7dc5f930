"""A second opinion on a whole request: its events told one by one, minute by minute.

What is told at a minute is made of the events up to it, and of nothing else: so a rewritten past
is told by those who know of it, and an earlier question gets the earlier answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs
from retelling import (
    CHANGES,
    ENDS,
    LIVE,
    Deal,
    Happening,
    Run,
    Table,
    Told,
    is_pause,
    table_of,
    worked_on,
)

KINDS = (
    *("start", "resume", "respond", "automatic reply", "acknowledge", "customer reply"),
    *("assign", "reopen", *ENDS, *CHANGES),
)
Tables = Mapping[int | str, Table]


@attrs.define
class Story:
    """A request at a minute."""

    deal: Deal  # that holds
    tables: Tables
    minute: int
    told: dict[str, Told] = attrs.Factory(dict)
    wait: str | None = None
    ended: str | None = None
    over: int = 0  # when it ended
    reopened: bool = False
    unpromised: bool = False
    holder: Any = None
    past: list[Happening] = attrs.Factory(list)

    @property
    def state(self) -> str:
        """The state that holds."""
        if self.ended:
            return {"resolve": "resolved", "cancel": "cancelled"}[self.ended]
        return "open" if self.wait is None else "waiting"

    def walk(self, minute: int) -> None:
        """Let time pass until a minute."""
        for told in self.told.values():
            if told.run:
                told.run.pass_by(self.minute, minute)
        self.minute = minute

    def happen(self, event: Happening) -> None:
        """Let an event happen, which is not kept where what it sets holds already."""
        self.walk(event.minute)
        records = {name: list(told.record) for name, told in self.told.items()}
        for told in self.told.values():
            told.note(event.minute)
        if (self.past and event == self.past[-1]) or not self._tell(event):
            for name, record in records.items():
                self.told[name].record = record
            return
        self.past.append(event)
        for told in self.told.values():
            told.note(event.minute)
            for run in told.runs:
                run.proven = run.breach

    def refuses(self, event: Happening) -> bool:
        """Tell whether an event can't be: after the end, or of a kind that nobody names."""
        after_end = self.ended is not None and event.kind not in {"reopen", self.ended}
        known = event.kind in KINDS or is_pause(event.kind) or event.kind in self.deal.kinds
        return after_end or not known

    def _tell(self, event: Happening) -> bool:
        """Let an event happen, and tell whether it changed anything that an event may repeat."""
        kind, before = event.kind, self._said()
        if kind == "reopen":
            return self._reopen(event)
        if kind in CHANGES:
            return self._change(event)
        if kind in ENDS:
            if self.ended:
                return False
            self.ended, self.over, self.wait = kind, event.minute, None
        elif kind == "assign":
            self.holder = event.about
        elif kind == "resume":
            self.wait = None
        elif is_pause(kind):
            self.wait = kind.removeprefix("pause").lstrip(":")
        for told in self.told.values():
            if not self.unpromised:
                told.happen(kind, event.minute)
        repeats = kind in {"assign", "resume"} or is_pause(kind)
        return not repeats or before != self._said()

    def _said(self) -> tuple[Any, ...]:
        """Tell what holds: of the request, and of its targets."""
        told = ((one.phase, len(one.runs), not one.live and one.held) for one in self.told.values())
        return self.wait, self.holder, *told

    # Reopening

    def _reopen(self, event: Happening) -> bool:
        how = event.how or self.deal.options.reopen
        end, self.ended = self.ended, None
        if end is None:
            return False
        self.reopened = True
        self.unpromised = self.unpromised or how == "first_close"
        for told in self.told.values():
            if self.unpromised or told.dropped:
                continue
            told.never = False
            if "reopen" in told.promise.starts:
                told.begin(event.minute)
            elif told.run and self._revived(told, told.run, end):
                self._revive(told, how, event.minute)
        return True

    def _revived(self, told: Told, run: Run, end: str) -> bool:
        """Tell whether reopening brings a target back."""
        if run.stopped != self.over:
            return False
        if end == "cancel":
            return run.phase == "cancelled"
        return run.phase == "stopped" and told.promise.stops == frozenset({"resolve"})

    def _revive(self, told: Told, how: str, minute: int) -> None:
        run = told.run
        assert run is not None
        if how == "restart":
            told.begin(minute)
            return
        closed = sum(run.table[self.over : minute])
        run.phase, run.stopped = "running", None
        if how == "resume":
            run.due = run.due_after(closed, minute)
        else:
            run.used += closed
            if run.breach is None and run.due is not None and minute > run.due:
                run.breach = minute

    # Changes

    def _change(self, event: Happening) -> bool:
        calendar = event.kind == "change calendar"
        deal = attrs.evolve(self.deal, table=event.about) if calendar else event.about
        if deal == self.deal:
            return False
        options = self.deal.options if calendar else deal.options
        how = event.how or (options.calendar_change if calendar else options.level_change)
        if how in {"retroactive", "restated"}:
            self._retell(deal)
        elif how != "frozen" and not self.unpromised:
            self._go_on(deal, restart=how == "restart")
        if how != "frozen":
            self.deal = deal
        return True

    def _go_on(self, deal: Deal, *, restart: bool) -> None:
        """Go on under another deal."""
        anew = fold(deal, self.tables, self._unchanged(), self.minute).told
        for name, told in self.told.items():
            if name not in anew:
                told.drop(self.minute)
            elif not told.dropped:
                self._take(told, anew[name], restart=restart)
        for name, other in anew.items():
            if name not in self.told or self.told[name].dropped:
                self._add(name, other)

    def _take(self, told: Told, anew: Told, *, restart: bool) -> None:
        """Let a target go on under another promise."""
        told.promise, told.table, told.keeps = anew.promise, anew.table, anew.keeps
        told.held = anew.held
        run, minute = told.run, self.minute
        if run is None or run.phase not in LIVE:
            return
        if restart:
            run.turn("cancelled", minute)
            told.begin(minute)
            return
        left = anew.promise.minutes - run.used
        run.table, run.keeps, run.budget = anew.table, anew.keeps, anew.promise.minutes
        run.due = worked_on(run.table, minute, left) if left > 0 else minute
        run.breach = minute if run.breach is None and left < 0 else run.breach
        run.phase, run.wait = LIVE[told.held], 0

    def _add(self, name: str, anew: Told) -> None:
        """Promise what was not promised before, where it would not be over for good by now."""
        if anew.phase in ENDS.values() and anew.promise.starts == {"start"}:
            return
        told = Told(anew.promise, anew.table, anew.keeps, held=anew.held)
        if name in self.told:
            told.runs, told.record = self.told[name].runs, self.told[name].record
        self.told[name] = told
        if anew.live:
            told.begin(self.minute)

    def _retell(self, deal: Deal) -> None:
        """Tell all anew, as if a deal had held from the registration."""
        story = fold(deal, self.tables, self._unchanged(), self.minute)
        for name, told in self.told.items():
            if name not in story.told:
                told.drop(self.minute)
                story.told[name] = told
        for name, told in story.told.items():
            run, before = told.run, self.told[name].run if name in self.told else None
            if run and run.breach is not None:
                known = before.breach if before else None
                run.breach = self.minute if known is None else known
        for name, told in story.told.items():
            told.record = self.told[name].record if name in self.told else []
            if told.run and told.live:
                told.run.go_on(self.minute)
        self.told, self.unpromised = story.told, story.unpromised

    def _unchanged(self) -> list[Happening]:
        return [event for event in self.past if event.kind not in CHANGES]


def fold(deal: Deal, tables: Tables, events: Sequence[Happening], until: int) -> Story:
    """Tell a request from its registration, which is the first event, to a minute."""
    first, *rest = (event for event in events if event.minute <= until)
    story = Story(deal, tables, first.minute)
    for name, promise in deal.heeded().items():
        keeps = deal.options.after_breach == "keep"
        story.told[name] = Told(promise, table_of(tables, promise), keeps)
    story.happen(first)
    for event in rest:
        story.happen(event)
    story.walk(until)
    return story
