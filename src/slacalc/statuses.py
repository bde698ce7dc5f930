"""The statuses of a helpdesk, and the events that they mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from attrs import field, frozen

from slacalc.clock import SlaClock
from slacalc.errors import EventError, PolicyError, did_you_mean
from slacalc.events import ABOUT, ENDS, KINDS, kind_of, pause_of

JOINT = " / "
EVENTS = tuple(kind for kind in KINDS if kind not in ("start", *ABOUT))
"""What a status can mean, beside kinds of waits: all that is said by its kind alone."""


@frozen(repr=False, init=False)
class StatusMap:
    """Which events it means when a request enters a status.

    A status can be of several parts, such as a status and its sub-status, written with
    ``" / "`` between them; the longest that the map knows counts. The events are those that
    every request has and that are said by their kind alone (`EVENTS`), waits of a kind
    (``"pause:vendor"``), and those in `also`, which targets of levels may name.

    >>> statuses = StatusMap({"В работе": ["respond", "resume"], "В ожидании": "pause"})
    >>> statuses.events("В ожидании"), statuses.events("В работе", "звонок")
    (('pause',), ('respond', 'resume'))
    """

    _events: tuple[tuple[str, tuple[str, ...]], ...] = field(eq=frozenset)
    also: tuple[str, ...] = field(eq=False)
    _by_status: dict[str, tuple[str, ...]] = field(eq=False)

    def __init__(
        self, statuses: Mapping[str, str | Sequence[str]], *, also: Sequence[str] = ()
    ) -> None:
        if not isinstance(statuses, Mapping):
            remedy = "map each status to its events"
            raise PolicyError("statuses", statuses, "is no table", remedy)
        if not all(isinstance(status, str) for status in statuses):
            remedy = "write the names of statuses as text"
            raise PolicyError("statuses", list(statuses), "has a key that is no text", remedy)
        known = (*EVENTS, *also)
        told = {status: _checked(status, events, known) for status, events in statuses.items()}
        self.__attrs_init__(tuple(told.items()), tuple(also), told)

    def events(self, *parts: str) -> tuple[str, ...] | None:
        """Return the events of a status, None where the map does not know it."""
        for count in range(len(parts), 0, -1):
            found = self._by_status.get(JOINT.join(parts[:count]))
            if found is not None:
                return found
        return None

    def __repr__(self) -> str:
        """Write the constructor call."""
        also = f", also={self.also!r}" if self.also else ""
        return f"StatusMap({self._by_status!r}{also})"

    def to_dict(self) -> dict[str, Any]:
        """Return the map as a table of a policy file."""
        return {status: list(events) for status, events in self._events}

    @property
    def known(self) -> tuple[str, ...]:
        """The statuses of the map."""
        return tuple(self._by_status)


def _checked(status: str, events: object, known: Sequence[str]) -> tuple[str, ...]:
    kinds = [events] if isinstance(events, str) else events
    place = f"statuses.{status}"
    if not isinstance(kinds, Sequence):
        raise PolicyError(place, events, "is no event", f"use one of {', '.join(known)}")
    for kind in kinds:
        if kind not in known and not _is_wait(kind):
            way_out = did_you_mean(kind, known) or f"use one of {', '.join(known)}"
            problem = "says more than a status can" if kind in ABOUT else "is no event"
            raise PolicyError(place, kind, problem, way_out)
    if any(kind in ENDS for kind in kinds[:-1]):
        problem = "has an event after the one that ends the request"
        raise PolicyError(place, list(kinds), problem, f"put {' or '.join(ENDS)} last")
    return tuple(kinds)


def _is_wait(kind: object) -> bool:
    """Say whether it is an event that begins a wait of a kind."""
    if not isinstance(kind, str) or not kind.startswith("pause:"):
        return False
    try:
        return pause_of(kind.removeprefix("pause:")) == kind_of("status", kind)
    except EventError:
        return False


def ends(kinds: Iterable[str]) -> bool:
    """Say whether the events of a status end a request."""
    return any(kind in ENDS for kind in kinds)


def entered(clock: SlaClock, kinds: Sequence[str], at: datetime) -> SlaClock:
    """Return a clock after the events of a status; a return to work opens the request again."""
    if clock.ended and kinds and not ends(kinds) and "reopen" not in kinds:
        kinds = ("reopen", *kinds)
    for kind in kinds:
        clock = clock.after(kind, at)
    return clock
