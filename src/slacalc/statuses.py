"""The statuses of a helpdesk, and the events that they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import field, frozen

from slacalc.errors import PolicyError, did_you_mean
from slacalc.events import KINDS

JOINT = " / "
_ENDS = ("resolve", "cancel")
_EVENTS = tuple(kind for kind in KINDS if kind != "start")


def _events_by_status(
    said: Mapping[str, str | Sequence[str]],
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(said, Mapping):
        raise PolicyError("statuses", said, "is no table", "map each status to its events")
    return tuple((status, _checked(status, events)) for status, events in said.items())


@frozen(repr=False)
class StatusMap:
    """Which events it means when a request enters a status.

    A status can be of several parts, such as a status and its sub-status, written with
    ``" / "`` between them; the longest that the map knows counts.

    >>> statuses = StatusMap({"В работе": ["respond", "resume"], "В ожидании": "pause"})
    >>> statuses.events("В ожидании"), statuses.events("В работе", "звонок")
    (('pause',), ('respond', 'resume'))
    """

    _events: tuple[tuple[str, tuple[str, ...]], ...] = field(converter=_events_by_status)
    _by_status: dict[str, tuple[str, ...]] = field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        """Index the statuses."""
        object.__setattr__(self, "_by_status", dict(self._events))

    def events(self, *parts: str) -> tuple[str, ...] | None:
        """Return the events of a status, None where the map does not know it."""
        for count in range(len(parts), 0, -1):
            found = self._by_status.get(JOINT.join(parts[:count]))
            if found is not None:
                return found
        return None

    def __repr__(self) -> str:
        """Write the constructor call."""
        return f"StatusMap({self._by_status!r})"

    @property
    def known(self) -> tuple[str, ...]:
        """The statuses of the map."""
        return tuple(self._by_status)


def _checked(status: str, events: object) -> tuple[str, ...]:
    kinds = [events] if isinstance(events, str) else events
    if not isinstance(kinds, Sequence):
        raise PolicyError(status, events, "is no event", f"use one of {', '.join(_EVENTS)}")
    for kind in kinds:
        if kind not in _EVENTS:
            way_out = did_you_mean(kind, _EVENTS) or f"use one of {', '.join(_EVENTS)}"
            raise PolicyError(status, kind, "is no event", way_out)
    if any(kind in _ENDS for kind in kinds[:-1]):
        problem = "has an event after the one that ends the request"
        raise PolicyError(status, list(kinds), problem, f"put {' or '.join(_ENDS)} last")
    return tuple(kinds)
