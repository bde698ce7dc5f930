"""Clocks with a bug planted in each, and the laws that find it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import attrs
from wrong_subjects import Wrong
from wrong_targets import (
    AnewWhenResumed,
    BreachedAtDue,
    BreachedWhileWaiting,
    CancelledIsMet,
    DueWhileWaiting,
    EndsUnanswered,
    ForetellsNothing,
    ForgetsTheBreach,
    JudgedByTheFirstInstant,
    JudgedWhenAsked,
    LeftByTheWallClock,
    LeftStopsAtZero,
    LeftWhileWaiting,
    OverlapsTwice,
    OwnVerdicts,
    RunsOn,
    ShiftedStart,
    Target,
    WaitedByTheWallClock,
    WaitedIsUsed,
    WholeHourWaits,
)

from slacalc import Event, SlaClock, SupportLevel
from slacalc.profiles import Profile


class Odd:
    """A clock whose targets are of another make, or which hears other events than it is told."""

    target: type[Target] = Target

    def __init__(self, clock: SlaClock, level: SupportLevel, events: Sequence[Event]) -> None:
        """Take the clock that answers."""
        self.clock, self.level, self.events = clock, level, events

    @classmethod
    def heard(cls, events: Sequence[Event]) -> Iterable[Event]:
        """Hear all that was told."""
        return events

    @classmethod
    def agreed(cls, level: SupportLevel) -> SupportLevel:
        """Take the level as it is."""
        return level

    @classmethod
    def replay(cls, level: SupportLevel, events: Iterable[Event]) -> Odd:
        """Replay what is heard."""
        told = sorted(events, key=lambda event: event.order)
        return cls(SlaClock.replay(cls.agreed(level), cls.heard(told)), level, told)

    @property
    def resolution(self) -> Target:
        """The target that answers wrongly."""
        return self.target(self.clock.resolution, self.level, self.events)

    @property
    def response(self) -> Target:
        """The other one, which does as well."""
        return self.target(self.clock.response, self.level, self.events)


def answering(kind: type[Target]) -> type[Odd]:
    """Return the clocks with such targets."""
    return type(kind.__name__, (Odd,), {"target": kind})


# Clocks that hear other events


class LastPauseOnly(Odd):
    """Forgets each wait when the next begins."""

    @classmethod
    def heard(cls, events: Sequence[Event]) -> Iterable[Event]:
        """Hear the last wait alone."""
        last = max((n for n, one in enumerate(events) if one.kind == "pause"), default=0)
        quiet = {"pause", "resume"}
        return [one for n, one in enumerate(events) if n >= last or one.kind not in quiet]


class LostWhenClosed(Odd):
    """Forgets a wait that no resumption ends."""

    @classmethod
    def heard(cls, events: Sequence[Event]) -> Iterable[Event]:
        """Hear no wait where it ends with the request."""
        following = [*(event.kind for event in events[1:]), ""]
        pairs = zip(events, following, strict=True)
        return [one for one, then in pairs if (one.kind, then) != ("pause", "resolve")]


class IgnoresWaitsWhenOverdue(Odd):
    """Goes on while a request waits that is overdue already."""

    @classmethod
    def replay(cls, level: SupportLevel, events: Iterable[Event]) -> Odd:
        """Hear no wait after the first due instant."""
        first, *rest = events
        target = SlaClock.start(level, at=first.at).resolution
        assert target
        assert target.due
        due = target.due.astimezone(UTC)
        heard = [one for one in rest if one.kind != "pause" or one.key <= due]
        return super().replay(level, [first, *heard])


class ChangeLosesWaits(Odd):
    """Begins with no wait on record after a change of level."""

    @classmethod
    def heard(cls, events: Sequence[Event]) -> Iterable[Event]:
        """Hear no wait before the change."""
        places = [n for n, event in enumerate(events) if event.kind == "change level"]
        quiet = {"pause", "resume"}
        return [
            one
            for n, one in enumerate(events)
            if n > max(places, default=-1) or one.kind not in quiet
        ]


class Otherwise(Odd):
    """Takes one way for another."""

    ways: tuple[str, str] = ("", "")

    @classmethod
    def heard(cls, events: Sequence[Event]) -> Iterable[Event]:
        """Hear the other way."""
        said, meant = cls.ways
        return [attrs.evolve(one, how=meant) if one.how == said else one for one in events]


def taking(said: str, meant: str) -> type[Odd]:
    """Return the clocks that take one way for another."""
    return type(f"{said}_as_{meant}", (Otherwise,), {"ways": (said, meant)})


class AsTheyArrive(Odd):
    """Never sorts."""

    @classmethod
    def replay(cls, level: SupportLevel, events: Iterable[Event]) -> Odd:
        """Tell events in the order in which they came; what came late is lost."""
        told = [*events]
        latest = told[0].key
        kept = []
        for event in told:
            if event.key >= latest or event.kind == "start":
                kept.append(event)
                latest = max(latest, event.key)
        return cls(SlaClock.replay(level, kept), level, told)


class WallClockEvents(Odd):
    """Reads the wall clock of an event, and forgets its zone."""

    @classmethod
    def heard(cls, events: Sequence[Event]) -> Iterable[Event]:
        """Hear all events in UTC."""
        return [attrs.evolve(one, at=one.at.replace(tzinfo=UTC)) for one in events]


class ResponseWaits(Odd):
    """Lets all targets wait."""

    @classmethod
    def agreed(cls, level: SupportLevel) -> SupportLevel:
        """Take another profile."""
        return SupportLevel(
            level.name,
            calendar=level.calendar,
            targets=level.targets,
            profile=Profile(waits="all"),
        )


class LosesResumptions(Odd):
    """Hears no resumption when it is told its events one by one."""

    @classmethod
    def start(cls, level: SupportLevel, *, at: datetime) -> Odd:
        """Start as it should."""
        return cls(SlaClock.start(level, at=at), level, ())

    def after(self, event: Event) -> Odd:
        """Lose a resumption."""
        return (
            self if event.kind == "resume" else type(self)(self.clock.after(event), self.level, ())
        )


MOVES = "a wait moves what is due by its working time"
COUNTED = "a wait as the minutes count"
WRONG_CLOCKS = (
    Wrong("a wait counted by the wall clock", answering(WaitedByTheWallClock), (MOVES, COUNTED)),
    Wrong("a wait that shifts the start", answering(ShiftedStart), (MOVES,)),
    Wrong("due while it still waited", answering(DueWhileWaiting), (MOVES,)),
    Wrong("the last wait only", LastPauseOnly, ("waits add up",)),
    Wrong("a wait lost when closed", LostWhenClosed, ("closed while waiting counts the wait",)),
    Wrong(
        "waits inside waits counted twice",
        answering(OverlapsTwice),
        ("waiting to waiting counts once", "told twice is told once"),
    ),
    Wrong(
        "each wait a whole hour", answering(WholeHourWaits), ("a wait split in two is one", MOVES)
    ),
    Wrong(
        "a wait ignored while overdue",
        IgnoresWaitsWhenOverdue,
        ("a wait after the breach moves what is due as well",),
    ),
    Wrong(
        "a wait foretold as nothing",
        answering(ForetellsNothing),
        ("a resumption gives what was foretold",),
    ),
    Wrong("a response that waits", ResponseWaits, ("a response does not wait",)),
    Wrong(
        "waits charged",
        answering(WaitedIsUsed),
        ("time waited is not used", "used and left are all"),
    ),
    Wrong("time used after the end", answering(RunsOn), ("nothing is used after the end",)),
    Wrong(
        "what is left in wall time",
        answering(LeftByTheWallClock),
        ("what is left is working time",),
    ),
    Wrong("what is left ends at zero", answering(LeftStopsAtZero), ("used and left are all",)),
    Wrong(
        "what is left goes down in waits",
        answering(LeftWhileWaiting),
        ("nothing is used up while waiting",),
    ),
    Wrong(
        "late at the due instant",
        answering(BreachedAtDue),
        ("breached after the due instant", "on time at the due instant"),
    ),
    Wrong("a breach forgotten", answering(ForgetsTheBreach), ("a breach never un-happens",)),
    Wrong("late while waiting", answering(BreachedWhileWaiting), ("what waits is not breached",)),
    Wrong("cancelled counted as met", answering(CancelledIsMet), ("cancelled is not met",)),
    Wrong(
        "judged by the first due instant",
        answering(JudgedByTheFirstInstant),
        ("a resolution in a wait is judged by the moved instant",),
    ),
    Wrong(
        "a fifth verdict",
        answering(OwnVerdicts),
        ("met, breached, open and cancelled are all",),
    ),
    Wrong("anew when resumed", answering(AnewWhenResumed), ("to resume what runs is nothing",)),
    Wrong("judged when asked", answering(JudgedWhenAsked), ("resolved in time is met",)),
    Wrong(
        "resolved and never answered",
        answering(EndsUnanswered),
        ("resolving answers as well",),
    ),
    Wrong("resumptions lost one by one", LosesResumptions, ("told one by one is replayed",)),
    Wrong(
        "reopening charges closed time", taking("resume", "count"), ("reopening charges nobody",)
    ),
    Wrong("events as they arrive", AsTheyArrive, ("the order of arrival doesn't matter",)),
    Wrong("events by the wall clock", WallClockEvents, ("events are the same on all clocks",)),
    Wrong(
        "waits lost in a change of level",
        ChangeLosesWaits,
        ("a retroactive change is as if from registration",),
    ),
    Wrong(
        "a frozen change that moves",
        taking("frozen", "carry"),
        ("a frozen change of level changes nothing",),
    ),
    Wrong(
        "a carried change that forgets",
        taking("carry", "restart"),
        ("a carried change keeps what was used",),
    ),
    Wrong("a restart that remembers", taking("restart", "carry"), ("a restart begins anew",)),
)
