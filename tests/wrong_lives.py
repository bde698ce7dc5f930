"""Clocks that are wrong in reopenings, changes of calendar, small parts of time, or accounts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import attrs
from wrong_clocks import Odd, answering, taking
from wrong_subjects import Wrong
from wrong_targets import ZERO, Target

from slacalc import Event

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


class Deaf(Odd):
    """Hears some kinds of events not at all."""

    kinds: tuple[str, ...] = ()

    @classmethod
    def heard(cls, events: Sequence[Event]) -> Iterable[Event]:
        """Leave them out."""
        return [one for one in events if one.kind not in cls.kinds]


def deaf_to(*kinds: str) -> type[Deaf]:
    """Return the clocks that do not hear these kinds."""
    return type(f"deaf_to_{kinds[0]}", (Deaf,), {"kinds": kinds})


class AssignResumes(Odd):
    """Ends a wait when somebody gets the request."""

    @classmethod
    def heard(cls, events: Sequence[Event]) -> Iterable[Event]:
        """Hear a resumption instead."""
        return [Event("resume", one.at) if one.kind == "assign" else one for one in events]


class ReplyResolves(Odd):
    """Takes a reply for the end."""

    @classmethod
    def heard(cls, events: Sequence[Event]) -> Iterable[Event]:
        """Hear a resolution instead."""
        return [
            attrs.evolve(one, kind="resolve") if one.kind == "respond" else one for one in events
        ]


class CutDue(Target):
    """Names whole minutes."""

    @property
    def due(self) -> datetime:
        """Cut the seconds."""
        due: datetime = self.right.due
        return due.replace(second=0, microsecond=0)


class CutUse(Target):
    """Counts whole minutes."""

    def elapsed(self, at: datetime) -> timedelta:
        """Cut the seconds."""
        used: timedelta = self.right.elapsed(at)
        return used - used % MINUTE

    def remaining(self, at: datetime) -> timedelta:
        """Leave the rest."""
        left: timedelta = self.right.remaining(at)
        return left + left % MINUTE


class LateWhenFar(Target):
    """Is a day late where what is due is far away."""

    @property
    def due(self) -> datetime:
        """Add a day."""
        due: datetime = self.right.due
        return due + DAY if due - self.right.started > 20 * DAY else due


class DueAtIsDue(Target):
    """Has forgotten what was due."""

    def due_at(self, at: datetime) -> Any:  # noqa: ARG002
        """Name what is due now."""
        return self.right.due


class WaitedNothing(Target):
    """Counts a wait only once it is over."""

    def waited_by(self, at: datetime) -> timedelta:
        """Look at the waits that have ended."""
        calendar = self.level.calendar
        return sum((calendar.elapsed(*one) for one in self.waits if one[1] <= at), ZERO)


class NeverWaits(Target):
    """Knows no wait."""

    def phase(self, at: datetime) -> str:
        """Call it running."""
        found = str(self.right.phase(at))
        return "running" if found == "waiting" else found


COUNTS = "reopening counts closed time where it is said"
STANDS = "the first close stands where it is said"
PROSPECTIVE = "a prospective change of calendar keeps what was used"
RESTATED = "a restated change of calendar is as if from registration"
WRONG_LIVES = (
    Wrong("closed time is free though it counts", taking("count", "resume"), (COUNTS,)),
    Wrong(
        "reopened goes on though it begins anew",
        taking("restart", "resume"),
        ("reopening begins anew where it is said",),
    ),
    Wrong(
        "reopened runs though the first close counts", taking("first_close", "resume"), (STANDS,)
    ),
    Wrong(
        "a frozen change of calendar that moves",
        taking("frozen", "prospective"),
        ("a frozen change of calendar changes nothing",),
    ),
    Wrong("a prospective change that restates", taking("prospective", "restated"), (PROSPECTIVE,)),
    Wrong("a change of calendar not heard", deaf_to("change calendar"), (PROSPECTIVE, RESTATED)),
    Wrong(
        "a wait for the vendor not heard",
        deaf_to("pause:vendor"),
        ("a wait of any kind is a wait",),
    ),
    Wrong("a reply not heard", deaf_to("respond"), ("a reply stops the response",)),
    Wrong("a reply taken for the end", ReplyResolves, ("a reply resolves nothing",)),
    Wrong("to assign resumes", AssignResumes, ("to assign is no work",)),
    Wrong(
        "due in whole minutes", answering(CutDue), ("a wait moves what is due by its working time",)
    ),
    Wrong("used in whole minutes", answering(CutUse), ("time waited is not used",)),
    Wrong("far due instants a day late", answering(LateWhenFar), ("due at first",)),
    Wrong("what was due forgotten", answering(DueAtIsDue), ("what was due is remembered",)),
    Wrong(
        "a wait that goes on not counted",
        answering(WaitedNothing),
        ("what was waited is working time",),
    ),
    Wrong("no phase for waits", answering(NeverWaits), ("a clock runs, waits or is over",)),
)
