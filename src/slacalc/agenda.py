"""The agenda: many clocks, and what falls due next among them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from heapq import heapify, heappop, heappush
from typing import Generic, TypeVar

from attrs import field, frozen

from slacalc import doors
from slacalc.clock import SlaClock
from slacalc.errors import ArgumentTypeError, EventError
from slacalc.escalation import Escalation
from slacalc.escalations import Escalated, due_between, plans_of
from slacalc.events import checked_key, instant_key

Key = TypeVar("Key", bound=Hashable)
_FEWEST = 64  # entries below which old ones are not worth clearing away


@frozen
class Moment(Generic[Key]):
    """What falls due: an escalation of a request, or, where that is None, a target itself."""

    at: datetime = field(eq=instant_key)
    key: Key
    target: str
    escalation: Escalation | None
    cycle: int

    def __str__(self) -> str:
        """Write it for people."""
        return f"{self.at}: {self.key}: {self.escalation or f'{self.target} is due'}"


class Agenda(Generic[Key]):
    """Many clocks by keys of your own, and what falls due in them: escalations and due instants.

    It is told of from `since` on: what falls due before counts as told. `pop_until` returns what
    falls due before an instant, which is the new `since`: store it, and an agenda that is filled
    again after a restart goes on from there. Add a clock again after each of its events; as long
    as no event lies before `since`, everything is told once. Keys are hashable. Not safe to
    share between threads. A naive instant raises `NaiveDatetimeError`.

    >>> from datetime import timedelta
    >>> from slacalc import Calendar, SupportLevel
    >>> office = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow")
    >>> warn = Escalation("resolution", at="-1h", action="tell the lead")
    >>> level = SupportLevel("Standard", calendar=office, resolution="8h", escalations=[warn])
    >>> agenda = Agenda(since=office.at("2026-03-02 09:00"))
    >>> agenda.add("A-1", SlaClock.start(level, at=office.at("2026-03-02 11:00")))
    >>> agenda.next()[1]
    'A-1'
    >>> for moment in agenda.pop_until(office.at("2026-03-03 12:00")):
    ...     print(moment)
    2026-03-03 09:00:00+03:00: A-1: resolution at -1h: tell the lead
    2026-03-03 10:00:00+03:00: A-1: resolution is due
    """

    __slots__ = ("_added", "_clocks", "_heap", "_since")

    def __init__(self, since: datetime) -> None:
        """Begin to tell from an instant on."""
        self._since = doors.instant("since", since)
        checked_key("since", since)
        self._clocks: dict[Key, tuple[int, SlaClock]] = {}
        self._heap: list[tuple[datetime, int, Key]] = []
        self._added = 0

    @property
    def since(self) -> datetime:
        """The instant before which everything is told."""
        return self._since

    def add(self, key: Key, clock: SlaClock) -> None:
        """Hold a clock, in place of the one that the key had. O(log clocks + legs)."""
        if not isinstance(clock, SlaClock):
            raise ArgumentTypeError.expected("clock", clock, "an SlaClock")
        ahead = _ahead(clock, self._since)
        self._added += 1
        self._clocks[key] = (self._added, clock)
        self._push(key, ahead)
        self._clear()

    def discard(self, key: Key) -> None:
        """Hold the clock of a key no longer, if there is one. O(1)."""
        self._clocks.pop(key, None)

    def next(self) -> tuple[datetime, Key] | None:
        """Return the next instant at which something falls due, and whose; None where none is.

        Of several at one instant, the one that was added first.
        """
        heap = self._heap
        while heap and not self._holds(heap[0]):
            heappop(heap)
        if not heap:
            return None
        at, _, key = heap[0]
        return at.astimezone(self._clocks[key][1].started.tzinfo), key

    def pop_until(self, until: datetime) -> list[Moment[Key]]:
        """Return what falls due before an instant and was not told, and go on from there.

        In order of the instants, then of the adding; of one clock as its level orders them, the
        due instants last. An instant before `since` raises `EventError`. O(log clocks) for each.
        """
        until = doors.instant("until", until)
        end = checked_key("until", until)
        if end < instant_key(self._since):
            problem = f"lies before what was told until {self._since}"
            raise EventError("until", str(until), problem, "go on, or begin a new Agenda(since)")
        due = list(self._popped(end))
        try:
            ahead = [(number, key, _ahead(self[key], self._since)) for _, number, key in due]
        except BaseException:  # nothing is told
            for entry in due:
                heappush(self._heap, entry)
            raise
        self._since = until
        told = []
        for number, key, all_ahead in ahead:
            count = bisect_left(all_ahead, end, key=_instant)
            told += [(_instant(one), number, key, one) for one in all_ahead[:count]]
            self._push(key, all_ahead[count:])
        told.sort(key=lambda item: item[:2])
        return [_moment(key, one) for _, _, key, one in told]

    def __len__(self) -> int:
        """Count the clocks."""
        return len(self._clocks)

    def __contains__(self, key: object) -> bool:
        """Say whether a key has a clock."""
        return key in self._clocks

    def __iter__(self) -> Iterator[Key]:
        """Go through the keys, in the order in which they came."""
        return iter(self._clocks)

    def __getitem__(self, key: Key) -> SlaClock:
        """Return the clock of a key."""
        return self._clocks[key][1]

    def __repr__(self) -> str:
        """Say how many clocks it holds, and from when on it tells."""
        return f"<Agenda of {len(self)} clocks since {self._since}>"

    def _holds(self, entry: tuple[datetime, int, Key]) -> bool:
        """Say whether an entry is of a clock that is held still."""
        held = self._clocks.get(entry[2])
        return held is not None and held[0] == entry[1]

    def _popped(self, end: datetime) -> Iterator[tuple[datetime, int, Key]]:
        """Take the entries before an instant out of the heap, those that are held still."""
        while self._heap and self._heap[0][0] < end:
            entry = heappop(self._heap)
            if self._holds(entry):
                yield entry

    def _push(self, key: Key, ahead: Sequence[Escalated]) -> None:
        if ahead:
            heappush(self._heap, (_instant(ahead[0]), self._clocks[key][0], key))

    def _clear(self) -> None:
        """Drop the entries of clocks that are gone, when they are most of them."""
        if len(self._heap) > 2 * len(self._clocks) + _FEWEST:
            self._heap = [entry for entry in self._heap if self._holds(entry)]
            heapify(self._heap)


class _Due(Escalation):
    """The due instant of a target itself, which is no escalation of a level."""


@lru_cache(maxsize=1_024)
def _due(target: str) -> _Due:
    return _Due(target, at="100%")


def _ahead(clock: SlaClock, since: datetime) -> tuple[Escalated, ...]:
    """Return what falls due in a clock from an instant on, the due instants behind the rest."""
    dues = [_due(target.target.name) for target in clock.targets]
    plans = plans_of(clock.first_level, clock.events)
    return due_between(clock.targets, [(at, (*marks, *dues)) for at, marks in plans], since)


def _instant(one: Escalated) -> datetime:
    return instant_key(one.at)


def _moment(key: Key, one: Escalated) -> Moment[Key]:
    mark = one.escalation
    return Moment(one.at, key, mark.target, None if isinstance(mark, _Due) else mark, one.cycle)
