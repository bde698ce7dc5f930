"""Targets of clocks with a bug planted in each: they answer otherwise than they should."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from slacalc import Event, SupportLevel

ZERO, HOUR = timedelta(0), timedelta(hours=1)


class Target:
    """A target that answers as the right one, but for what its bug changes."""

    def __init__(self, right: Any, level: SupportLevel, events: Sequence[Event]) -> None:
        """Take the target, and what it was told."""
        self.right, self.level, self.events = right, level, events

    def __getattr__(self, name: str) -> Any:
        """Answer rightly what the bug leaves alone."""
        return getattr(self.right, name)

    @property
    def waits(self) -> list[tuple[datetime, datetime]]:
        """The waits that were told and have ended, each as its two ends."""
        found, begun = [], None
        for event in self.events:
            if event.kind.startswith("pause"):
                begun = begun or event.at
            elif begun and event.kind in {"resume", "resolve"}:
                found.append((begun, event.at))
                begun = None
        return found

    def happened(self, kind: str) -> datetime | None:
        """Return when the first event of a kind came."""
        return next((event.at for event in self.events if event.kind == kind), None)


class WaitedByTheWallClock(Target):
    """Adds the time that a wait took on the wall clock."""

    @property
    def due(self) -> datetime:
        """Move what was due at first by all the time waited."""
        first: datetime = self.right.first_due
        return first + sum((end - begin for begin, end in self.waits), ZERO)


class ShiftedStart(Target):
    """Begins later by the time that a wait took on the wall clock."""

    @property
    def due(self) -> datetime:
        """Move the start."""
        waited = sum((end - begin for begin, end in self.waits), ZERO)
        return self.level.calendar.deadline(
            self.right.started + waited, self.right.budget(self.right.started)
        )


class DueWhileWaiting(Target):
    """Does not look at when the wait ended."""

    @property
    def due(self) -> datetime:
        """Add the working time of the waits, though they end after what is due then."""
        waited = sum((self.level.calendar.elapsed(*wait) for wait in self.waits), ZERO)
        first: datetime = self.right.first_due
        return self.level.calendar.deadline(first, waited)


class OverlapsTwice(Target):
    """Counts a wait inside a wait again."""

    @property
    def due(self) -> datetime:
        """Add each beginning's own time."""
        end = self.happened("resume")
        begun = [one.at for one in self.events if one.kind.startswith("pause")][1:]
        due: datetime = self.right.due
        more = sum((self.level.calendar.elapsed(at, end) for at in begun if end), ZERO)
        return self.level.calendar.deadline(due, more)


class WholeHourWaits(Target):
    """Counts each wait that was begun as a whole hour."""

    @property
    def due(self) -> datetime:
        """Add an hour for each wait."""
        due: datetime = self.right.due
        return self.level.calendar.deadline(due, len(self.waits) * HOUR)


class WaitedIsUsed(Target):
    """Charges waits."""

    def elapsed(self, at: datetime) -> timedelta:
        """Add what was waited."""
        used: timedelta = self.right.elapsed(at) + self.right.waited_by(at)
        return used


class RunsOn(Target):
    """Does not stop."""

    def elapsed(self, at: datetime) -> timedelta:
        """Count all from the registration, as if nothing had ended."""
        return self.level.calendar.elapsed(self.right.started, at)


class LeftByTheWallClock(Target):
    """Counts nights."""

    def remaining(self, at: datetime) -> timedelta:
        """Subtract what is due."""
        left: timedelta = self.right.due.astimezone(UTC) - at.astimezone(UTC)
        return left


class LeftStopsAtZero(Target):
    """Knows no debt."""

    def remaining(self, at: datetime) -> timedelta:
        """Never go below zero."""
        left: timedelta = self.right.remaining(at)
        return max(left, ZERO)


class LeftWhileWaiting(Target):
    """Runs down in waits."""

    def remaining(self, at: datetime) -> timedelta:
        """Take away what was waited."""
        left: timedelta = self.right.remaining(at) - self.right.waited_by(at)
        return left


class BreachedAtDue(Target):
    """Is late at the due instant itself."""

    def breached(self, at: datetime) -> bool:
        """Compare with 'not before'."""
        return bool(at.astimezone(UTC) >= self.right.due.astimezone(UTC))


class ForgetsTheBreach(Target):
    """Is not late any more once it is closed."""

    def breached(self, at: datetime) -> bool:
        """Look at the open ones alone."""
        return bool(self.right.breached(at) and not self.happened("resolve"))


class BreachedWhileWaiting(Target):
    """Is late though it waits."""

    def breached(self, at: datetime) -> bool:
        """Compare the instants alone."""
        return bool(at.astimezone(UTC) > self.right.due.astimezone(UTC))


class CancelledIsMet(Target):
    """Counts what was cancelled as kept."""

    def verdict(self, at: datetime) -> str:
        """Call it met."""
        found: str = self.right.verdict(at)
        return "met" if found == "cancelled" else found


class JudgedByTheFirstInstant(Target):
    """Judges a resolution by what was due before the wait."""

    def verdict(self, at: datetime) -> str:
        """Compare with what was due at first."""
        end = self.happened("resolve")
        late = end and end.astimezone(UTC) > self.right.first_due.astimezone(UTC)
        return "breached" if late else str(self.right.verdict(at))


class ForetellsNothing(Target):
    """Foretells what is due now."""

    def due_if_resumed(self, at: datetime) -> Any:  # noqa: ARG002
        """Name what is due."""
        return self.right.due


class AnewWhenResumed(Target):
    """Begins anew when it is resumed, though it did not wait."""

    @property
    def due(self) -> datetime:
        """Count from the resumption."""
        resumed = None if self.happened("pause") else self.happened("resume")
        due: datetime = self.right.due
        return self.level.calendar.deadline(resumed, self.right.budget(resumed)) if resumed else due


class JudgedWhenAsked(Target):
    """Judges what has ended by the instant of the question."""

    def verdict(self, at: datetime) -> str:
        """Compare the question with what is due."""
        late = at.astimezone(UTC) > self.right.due.astimezone(UTC)
        return "breached" if late else str(self.right.verdict(at))


class EndsUnanswered(Target):
    """Waits for a reply to what is resolved."""

    def verdict(self, at: datetime) -> str:
        """Call it open until there is one."""
        return str(self.right.verdict(at)) if self.happened("respond") else "open"


class OwnVerdicts(Target):
    """Has a word of its own."""

    def verdict(self, at: datetime) -> str:
        """Call what is open pending."""
        found: str = self.right.verdict(at)
        return "pending" if found == "open" else found
