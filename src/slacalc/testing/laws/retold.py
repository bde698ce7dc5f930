"""A class of clocks that is being asked: the life of a request is told to it, then questioned."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from attrs import frozen

from slacalc import AnyCalendar, Event, SupportLevel
from slacalc.testing.laws import record
from slacalc.testing.laws.record import Kind, Record

_KINDS: dict[str, Kind] = {
    "due": record.NEIGHBOUR,
    "breached_at": record.NEIGHBOUR,
    "due_if_resumed": record.NEIGHBOUR,
    "due_at": record.NEIGHBOUR,
    "waited_by": record.DURATION,
    "elapsed": record.DURATION,
    "remaining": record.DURATION,
    "breached": record.TRUTH,
}
_PROPERTIES = ("due", "breached_at")


@frozen
class Deal:
    """A level, its calendar, and the time that it promises for the response and the resolution."""

    level: SupportLevel
    calendar: AnyCalendar
    budget: timedelta

    def on(self, calendar: AnyCalendar) -> Deal:
        """Return the same promise on other hours."""
        level = SupportLevel(
            self.level.name, calendar=calendar, response=self.budget, resolution=self.budget
        )
        return Deal(level, calendar, self.budget)

    def __str__(self) -> str:
        """Write the promise for people."""
        return str(self.level)


@frozen
class Retold:
    """A class of clocks, each of which remembers what it was told and asked."""

    told: Any
    methods: Mapping[str, Callable[..., Any]]
    record: Record

    def life(self, deal: Deal, *events: Event, target: str = "resolution") -> Told:
        """Tell the life of a request, and go on to ask one of its targets."""
        return self._told(events, target, lambda: self.methods["replay"](deal.level, list(events)))

    def life_by_steps(self, deal: Deal, *events: Event) -> Told:
        """Tell the same life event by event."""

        def clock() -> Any:
            clock = self.methods["start"](deal.level, at=events[0].at)
            for event in events[1:]:
                clock = clock.after(event)
            return clock

        return self._told(events, "resolution", clock, ", one by one")

    def _told(
        self, events: tuple[Event, ...], target: str, clock: Callable[[], Any], how: str = ""
    ) -> Told:
        said = ", ".join(self._event(event) for event in events)
        asked = "" if target == "resolution" else f"{target}."
        return Told(lambda: getattr(clock(), target), f"after {said}{how}: {asked}", self.record)

    def _event(self, event: Event) -> str:
        """Write an event in the names of the law."""
        way = f" ({event.how})" if event.how else ""
        about = f" to {self.record.name(event.about)}" if event.about is not None else ""
        return f"{event.kind} {self.record.name(event.at)}{about}{way}"


@frozen
class Told:
    """One target of a clock, each answer of which is remembered."""

    target: Callable[[], Any]
    life: str
    record: Record

    def __getattr__(self, name: str) -> Any:
        """Return an answer, or a method that answers."""
        kind = _KINDS.get(name, record.ANYTHING)
        if name in _PROPERTIES:
            return self.record.ask(f"{self.life}{name}", lambda: getattr(self.target(), name), kind)

        def ask(at: datetime) -> Any:
            call = f"{self.life}{name}({self.record.name(at)})"
            return self.record.ask(call, lambda: getattr(self.target(), name)(at), kind)

        return ask


def start(at: datetime) -> Event:
    """Return the registration."""
    return Event("start", at)


def wait(begins: datetime, ends: datetime) -> tuple[Event, Event]:
    """Return the two events of a wait."""
    return Event("pause", begins), Event("resume", ends)
