"""Vectors of whole requests, answered by the second telling of them, minute by minute."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import attrs
from retelling import Deal, Happening, Options, Promise
from story import Story, fold
from vector_hours import walked
from vector_text import Case, Document, document, written
from vector_worlds import DAYS, HALVES, NIGHT, WORKDAYS, every, world

from slacalc.testing.oracle import MINUTE

CALENDARS = {
    "desk": world("Europe/Moscow", every(WORKDAYS, HALVES), "2026-03-02", "2026-03-20"),
    "nights": world("Europe/Moscow", every(DAYS, NIGHT), "2026-03-02", "2026-03-20"),
}
WAYS = {
    "after_breach": ("extend", "keep"),
    "reopen": ("resume", "first_close", "count", "restart"),
    "level_change": ("frozen", "retroactive", "carry", "restart"),
    "calendar_change": ("frozen", "prospective", "restated"),
    "response": ("notice", "reply"),
    "waits": ("resolution", "all", "none"),
}
HOW = {
    "reopen": "reopen",
    "change level": "level_change",
    "change calendar": "calendar_change",
}
KINDS = (
    *("pause", "pause:vendor", "resume", "resume", "respond", "acknowledge", "automatic reply"),
    *("resolve", "resolve", "reopen", "reopen", "cancel", "change level", "change calendar"),
)
DEALS, LIVES, EVENTS = 20, 50, 9
START = datetime(2026, 3, 2, tzinfo=UTC)  # of the tables
LAST = 12 * 24 * 60  # minute in which something happens
SECOND = 1_000_000  # in microseconds
BUDGETS = (30, 60, 120, 240, 360, 480, 600)


class Dice:
    """Numbers that depend on a name alone, on every machine and in every release."""

    def __init__(self, name: str) -> None:
        """Begin with a name."""
        self.state = name.encode()

    def below(self, limit: int) -> int:
        """Draw a number from 0 on."""
        self.state = sha256(self.state).digest()
        return int.from_bytes(self.state[:8], "big") % limit

    def of(self, things: Any) -> Any:
        """Draw one of some things."""
        return things[self.below(len(things))]


def deal(name: str, dice: Dice) -> Deal:
    """Draw a level: what it promises, on which calendar, and how its time counts."""
    promises = (
        Promise("response", dice.of(BUDGETS[:4])),
        Promise("resolution", dice.of(BUDGETS[2:])),
    )
    options = Options(**{way: dice.of(names) for way, names in WAYS.items()})
    return Deal(name, promises, dice.below(2), options)


class Life:
    """A request that is told one event after the other, and the tables it counts on."""

    def __init__(self, name: str, deals: list[Deal], tables: dict[int | str, Any]) -> None:
        """Register it in some minute of the first days."""
        self.dice, self.deals, self.tables = Dice(name), deals, tables
        self.deal = self.dice.of(deals)
        self.happened = [Happening("start", self.dice.below(3 * 24 * 60))]

    @property
    def now(self) -> int:
        """The minute of the last event."""
        return self.happened[-1].minute

    def told(self, minute: int) -> Story:
        """Tell how it stands at a minute, by what had happened then."""
        return fold(self.deal, self.tables, self.happened, minute)

    def go_on(self) -> None:
        """Let an event happen, if it can."""
        kind, minute = self.dice.of(KINDS), min(self._later(), LAST)
        how = self.dice.of((None, *WAYS[HOW[kind]])) if kind in HOW else None
        known = {"change level": self.deals, "change calendar": (0, 1)}.get(kind, (None,))
        event = Happening(kind, minute, how, self.dice.of(known))
        story = self.told(minute)
        idle = kind == "reopen" and story.ended is None
        if not idle and not story.refuses(event):
            self.happened.append(event)

    def _later(self) -> int:
        """Choose a minute: soon, hours later, at an edge of working time, beside what is due."""
        way = self.dice.below(4)
        if way == 0:
            return self.now + self.dice.below(90)
        if way == 1:
            return self.now + 30 * self.dice.below(16)
        told = self.told(self.now).told
        dues = [one.run.due for one in told.values() if one.run and one.run.due is not None]
        table = self.tables[self.deal.table]
        edges = [m for m in range(self.now + 1, LAST) if table[m] != table[m - 1]][:3]
        aims = [due for due in dues if due > self.now] if way == 2 else edges
        return self.dice.of(aims) + self.dice.below(3) - 1 if aims else self.now + 60


def lives_document() -> Document:
    """Tell the lives, and ask about each."""
    tables: dict[int | str, Any] = {n: walked(one).open for n, one in enumerate(CALENDARS.values())}
    deals = [deal(f"level-{number:02}", Dice(f"level {number}")) for number in range(DEALS)]
    about = "Whole requests: waits, ends, reopenings and changes, under all ways of counting."
    parts = {
        "calendars": {name: one.calendar for name, one in CALENDARS.items()},
        "levels": {one.name: _level(one) for one in deals},
    }
    return document(
        about, parts, [_case(f"life-{n:02}", deals, tables) for n in range(1, LIVES + 1)]
    )


def _level(told: Deal) -> dict[str, Any]:
    budgets = {
        promise.name: {"duration": promise.minutes * 60 * SECOND} for promise in told.promises
    }
    calendar = list(CALENDARS)[told.table]
    return {"calendar": calendar, "targets": budgets, "ways": attrs.asdict(told.options)}


def _case(name: str, deals: list[Deal], tables: dict[int | str, Any]) -> Case:
    life = Life(name, deals, tables)
    for _ in range(EVENTS):
        life.go_on()
    minutes = {life.now, life.now + life.dice.below(600), _due(life)}
    return {
        "id": name,
        "says": f"What happens: {', '.join(event.kind for event in life.happened)}.",
        "source": "oracle",
        "level": life.deal.name,
        "events": [_event(event) for event in life.happened],
        "checks": [_check(life, m, name) for m in sorted(minutes) for name in life.told(m).told],
    }


def _due(life: Life) -> int:
    """Choose a minute beside what is due."""
    told = life.told(life.now).told["resolution"]
    due = told.run.due if told.run and told.run.due is not None else life.now
    return max(life.happened[0].minute, due + life.dice.below(3) - 1)


def _event(event: Happening) -> dict[str, Any]:
    said: dict[str, Any] = {"event": event.kind, "at": _text(event.minute)}
    if event.how:
        said["how"] = event.how
    if isinstance(event.about, Deal):
        said["level"] = event.about.name
    elif event.about is not None:
        said["calendar"] = list(CALENDARS)[event.about]
    return said


def _check(life: Life, minute: int, name: str) -> dict[str, Any]:
    told = life.told(minute).told[name]
    said: dict[str, Any] = {"at": _text(minute), "target": name, "verdict": told.verdict}
    if told.run:
        due, breach = told.run.due, told.run.breach
        said |= {} if due is None else {"due": _text(due)}
        said["elapsed"] = told.run.used * 60 * SECOND
        said["breach"] = None if breach is None else _text(breach)
    return said


def _text(minute: int) -> str:
    return written(START + minute * MINUTE, "Europe/Moscow")
