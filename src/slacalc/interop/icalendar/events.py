"""An event of an iCalendar feed as filters and rules see it, and what else was read of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from attrs import field, frozen

from slacalc.interop.icalendar.zones import Clock

Moment = date | datetime  # a day, or an aware datetime
Span = tuple[Moment, Moment]


@frozen
class FeedEvent:
    """An event of a feed, as filters and rules see it.

    `start` and `end` are days (of which `end` is no more part of it) or aware datetimes; a
    recurring event has those of its first occurrence. `place` is the file, the line and the
    summary; `properties` are all of its lines, unread, by their names in capitals.
    """

    place: str
    summary: str
    description: str
    location: str
    categories: tuple[str, ...]
    status: str
    start: Moment
    end: Moment
    properties: Mapping[str, str] = field(eq=False, repr=False)

    @property
    def all_day(self) -> bool:
        """Whether the event is of whole days."""
        return not isinstance(self.start, datetime)


@frozen
class Entry:
    """An event and what is needed to lay out its occurrences.

    `length` is how long they last: in days, or as the feed says it of the wall clock.
    """

    event: FeedEvent
    uid: str
    clock: Clock
    length: timedelta
    rules: tuple[tuple[str, str], ...]  # places and texts
    more: tuple[Moment | Span, ...]
    less: tuple[Moment, ...]
    replaces: Moment | None
    notes: tuple[str, ...]
    withdrawn: bool = False  # by a calendar that cancels what it lists
