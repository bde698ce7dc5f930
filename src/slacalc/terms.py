"""Terms: on what a target counts, and which events do what to it."""

from __future__ import annotations

from attrs import field, frozen

from slacalc.algebra import AnyCalendar
from slacalc.events import ENDS, is_pause
from slacalc.profiles import Profile
from slacalc.targets import Target

_PAUSE = frozenset({"pause"})
_NONE: frozenset[str] = frozenset()


@frozen
class Terms:
    """On what a target counts: what is promised, in which working time, by which profile.

    The profile says which events make it wait where it heeds what is usual for its name, and
    whether a notice stops a response; resolving stops every target. `heeded` are the events that
    can change it, besides pauses of other kinds where it waits in any (`heeds_pauses`); one that
    the level in force does not promise (`dropped`) heeds none.
    """

    target: Target
    calendar: AnyCalendar
    profile: Profile
    dropped: bool = False
    pauses: frozenset[str] = field(init=False, eq=False)
    stops: frozenset[str] = field(init=False, eq=False)
    heeded: frozenset[str] = field(init=False, eq=False)
    heeds_pauses: bool = field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        """Work out which events do what."""
        target, pauses, stops = self.target, _pauses(self), _stops(self)
        heeded = pauses | target.resumes_on | stops | target.starts_on | {*ENDS}
        if self.dropped:
            heeded = pauses = _NONE
        for name, value in {"pauses": pauses, "stops": stops, "heeded": heeded}.items():
            object.__setattr__(self, name, value)
        object.__setattr__(self, "heeds_pauses", any(map(is_pause, pauses)))

    @property
    def waiting(self) -> tuple[frozenset[str], frozenset[str]]:
        """The events that begin and end its waits."""
        return self.pauses, self.target.resumes_on

    @property
    def revives(self) -> bool:
        """Whether reopening can bring it back: only resolving stops it."""
        return self.stops == {"resolve"}

    def heeds(self, kind: str) -> bool:
        """Say whether an event of a kind can change it."""
        return kind in self.heeded or (self.heeds_pauses and is_pause(kind))

    def holds(self, kind: str, *, held: bool) -> bool:
        """Say whether it is to wait after an event, given whether it was to before."""
        if kind in self.pauses:
            return True
        if kind in self.target.resumes_on:
            return False
        if is_pause(kind):
            return "pause" in self.pauses or (held and not self.heeds_pauses)
        return held


def _pauses(terms: Terms) -> frozenset[str]:
    said, waits = terms.target.pauses_on, terms.profile.waits
    if waits == "all" and terms.target.name in ("response", "next reply") and not said:
        return _PAUSE
    return _NONE if waits == "none" and said == _PAUSE else said


def _stops(terms: Terms) -> frozenset[str]:
    said = terms.target.stops_on | {"resolve"}
    notice = terms.profile.response == "notice" or terms.target.name != "response"
    return said if notice else said - {"acknowledge"}
