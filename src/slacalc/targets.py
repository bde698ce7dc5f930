"""What is promised: a target has a name, a duration of working time, and what stops it."""

from __future__ import annotations

from datetime import timedelta

from attrs import field, frozen

from slacalc import doors, text
from slacalc.errors import DurationError

_LONGEST = timedelta(days=3653)


def _duration(given: str | timedelta) -> timedelta:
    if isinstance(given, str):
        duration = text.parse_duration(given)
    else:
        duration = doors.duration("duration", given)
    if duration <= doors.ZERO:
        problem = "promises nothing: a target needs time"
        raise DurationError("duration", given, problem, "give a positive one, such as '4h'")
    if duration > _LONGEST:
        problem = "is longer than ten years around the clock"
        raise DurationError("duration", given, problem, "promise less")
    return duration


@frozen
class Target:
    """A promise: how much working time may be used, what stops it, whether it waits.

    >>> Target.resolution("4h").duration
    datetime.timedelta(seconds=14400)
    """

    name: str
    duration: timedelta = field(converter=_duration)
    stopped_by: frozenset[str]
    pauses: bool

    @classmethod
    def response(cls, duration: str | timedelta) -> Target:
        """Return the promise of a first response: it runs on while the request waits."""
        return cls("response", duration, frozenset({"respond", "resolve"}), pauses=False)

    @classmethod
    def resolution(cls, duration: str | timedelta) -> Target:
        """Return the promise of a resolution: time waited is never time used."""
        return cls("resolution", duration, frozenset({"resolve"}), pauses=True)

    def __str__(self) -> str:
        """Write the promise for people."""
        return f"{self.name} in {text.format_duration(self.duration)}"
