"""The life of a request as a picture: working, off, waiting, due moving, breached."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from math import ceil
from typing import Any

from attrs import field, frozen

from slacalc import drawing
from slacalc.drawing import Mark, Stretch, Track
from slacalc.events import Event, instant_key
from slacalc.ledger import Entry
from slacalc.proof import proof
from slacalc.target_clock import TargetClock
from slacalc.views.axis import Axis
from slacalc.words import Words, time_of, words_of

_MOST_STRETCHES = 20_000  # of one target: about two decades of shifts with a break
_SHOWN = {"working": "working", "burnt": "working", "waiting": "waiting"}
_UNDRAWN = ("before registration", "not started", "earlier run", "done")
_KINDS = ("working", "waiting", "overdue", "off")
_SIGNS = {"working": "█", "waiting": "▒", "overdue": "▓", "off": "·"}
_WEEK = 7
_WIDTH = 45  # signs of a line in the terminal


@frozen
class ClockTimeline:
    """The targets of a request on one axis of time, until an instant and on to what is due.

    A notebook shows a track for each target: what counted, what waited, what was off, what ran
    overdue, each due instant that it had, and the events. `rows` gives the stretches, `str` a
    line each target for the terminal. O(openings and days since the registration); more than
    20,000 stretches are an `OutOfRangeError`.

    >>> from slacalc import Calendar, SlaClock, SupportLevel
    >>> desk = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Riga")
    >>> level = SupportLevel("L", calendar=desk, resolution="8h")
    >>> clock = SlaClock.start(level, at=desk.at("2026-03-02 10:00"))
    >>> clock.timeline(desk.at("2026-03-02 12:00")).rows()[0]["kind"]
    'working'
    """

    name: str
    at: datetime
    targets: tuple[TargetClock, ...]
    events: tuple[Event, ...] = field(repr=False)

    @property
    def axis(self) -> Axis:
        """The time that is shown: whole days from the registration to what comes last."""
        zone = self.targets[0].calendar.zone if self.targets else self.at.tzinfo
        first = self.events[0].at.astimezone(zone)
        ends = [first, self.at, *(due for t in self.targets if (due := t.due_at(self.at)))]
        return Axis.of_days(first, max(ends, key=instant_key))

    def rows(self) -> list[dict[str, Any]]:
        """Return a flat row for each stretch of each target: target, start, end, kind, reason.

        Both ends are datetimes on the clock of the target's calendar, the others are text. Raises
        `OutOfRangeError` where there are more than 20,000. O(stretches).
        """
        return [
            {"target": target.target.name, "start": start, "end": end, "kind": kind, "reason": why}
            for target in self.targets
            for start, end, kind, why in self._stretches(target, words_of("en"))
        ]

    def html(self, language: str = "en") -> str:
        """Draw the timeline; SVG in the colours of the page around it."""
        words, axis = words_of(language), self.axis
        told = [event for event in self.events if instant_key(event.at) <= instant_key(self.at)]
        return drawing.tracks(
            [self._track(target, axis, words) for target in self.targets],
            f"{self.name}: {words.date('day', self.at)} {time_of(self.at)}",
            ticks=axis.ticks(words),
            events=[_happened(event, axis, words) for event in told],
            legend=[(kind, words(kind)) for kind in _KINDS],
        )

    def _repr_html_(self) -> str:
        """Draw the timeline, as notebooks do."""
        return self.html()

    def _track(self, target: TargetClock, axis: Axis, words: Words) -> Track:
        shown = [
            Stretch(axis.at(start), axis.at(end), kind, _told(words, start, end, why))
            for start, end, kind, why in self._stretches(target, words)
        ]
        return Track(words.name(target.target.name), shown, self._marks(target, axis, words))

    def _marks(self, target: TargetClock, axis: Axis, words: Words) -> list[Mark]:
        """Return each due instant that the target had, the one in force last."""
        zone = target.calendar.zone
        dues = dict.fromkeys(leg.due.astimezone(zone) for leg in target.account(self.at) if leg.due)
        marks = [Mark(axis.at(due), _due(words, due, axis), _due(words, due, axis)) for due in dues]
        return [*(mark._replace(label="", strong=False) for mark in marks[:-1]), *marks[-1:]]

    def _stretches(
        self, target: TargetClock, words: Words
    ) -> Iterator[tuple[datetime, datetime, str, str]]:
        """Go through the life of a target: from, to, kind, and why; overdue parts are cut off."""
        breach = target.breach(self.at)
        ledger = proof(target, self.events, self.at, most=_MOST_STRETCHES)
        for entry in ledger:
            if entry.kind in _UNDRAWN:
                continue
            for start, end, late in _cut(entry, breach):
                kind = _SHOWN.get(entry.kind, "off")
                shown = "overdue" if late and kind == "working" else kind
                yield start, end, shown, entry.words(words.language)

    def __str__(self) -> str:
        """Write a line of signs for each target, what is due, and what the signs mean."""
        words = words_of("en")
        meanings = "  ".join(f"{_SIGNS[kind]} {words(kind)}" for kind in _KINDS)
        lines = [self._line(target, words) for target in self.targets]
        return "\n".join([*lines, f"{'':12} {meanings}"])

    def _line(self, target: TargetClock, words: Words) -> str:
        """Write a target's life as a line; each sign is what lasts longest in it but for off."""
        axis = self.axis
        lasts: list[dict[str, float]] = [{} for _ in range(_WIDTH)]
        for start, end, kind, _ in self._stretches(target, words):
            first, last = (min(max(axis.at(at), 0.0), 1.0) * _WIDTH for at in (start, end))
            for place in range(int(first), min(ceil(last), _WIDTH)):
                inside = min(last, place + 1) - max(first, place)
                lasts[place][kind] = lasts[place].get(kind, 0.0) + inside
        signs = [_sign(kinds) for kinds in lasts]
        due = target.due_at(self.at)
        if due is None:
            return f"{target.target.name[:12]:<12} {''.join(signs)} not started"
        _mark(signs, min(int(axis.at(due) * _WIDTH), _WIDTH - 1))
        told = _due(words, due.astimezone(target.calendar.zone), axis)
        return f"{target.target.name[:12]:<12} {''.join(signs)} {told}"


def _sign(kinds: dict[str, float]) -> str:
    """Return the sign of what lasts longest; what is off shows only where nothing else is."""
    if not kinds:
        return " "
    return _SIGNS[max(kinds, key=lambda kind: (kind != "off", kinds[kind]))]


def _mark(signs: list[str], place: int) -> None:
    """Mark what is due, beside what was worked there and before what is overdue."""
    if signs[place] == _SIGNS["overdue"]:
        place = max(place - 1, 0)
    elif signs[place] in "█▒" and place + 1 < len(signs) and signs[place + 1] in " ·":
        place += 1
    signs[place] = "|"


def _cut(entry: Entry, breach: datetime | None) -> Iterator[tuple[datetime, datetime, bool]]:
    """Cut a stretch where the promise was broken."""
    if breach is None or instant_key(entry.end) <= instant_key(breach):
        yield entry.start, entry.end, False
    elif instant_key(breach) <= instant_key(entry.start):
        yield entry.start, entry.end, True
    else:
        at = breach.astimezone(entry.start.tzinfo)
        yield entry.start, at, False
        yield at, entry.end, True


def _happened(event: Event, axis: Axis, words: Words) -> Mark:
    zone = axis.start.tzinfo
    kind = words.name(event.kind)
    return Mark(axis.at(event.at), kind, f"{_short(words, event.at.astimezone(zone))} {kind}")


def _due(words: Words, at: datetime, axis: Axis) -> str:
    """Say what is due: by its weekday within a week, else by its date."""
    day = words.date("weekday" if axis.days <= _WEEK else "date", at)
    return f"{words('due')} {day} {time_of(at)}"


def _short(words: Words, at: datetime) -> str:
    return f"{words.date('weekday', at)} {time_of(at)}"


def _told(words: Words, start: datetime, end: datetime, why: str) -> str:
    return f"{_short(words, start)} - {words.before_time(start, end)}{time_of(end)} {why}"
