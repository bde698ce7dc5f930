"""Calendars that are wrong at openings, closings and spans."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from wrong_calendars import HOUR, MICROSECOND, MINUTE, Around
from wrong_subjects import BREAK, NIGHTS, OFFICE, Wrong

from slacalc import Span


class OpensLate(Around):
    """Opens a moment after its opening."""

    def is_open(self, at: datetime) -> bool:
        """Look a microsecond back too."""
        return self.right.is_open(at) and self.right.is_open(at - MICROSECOND)


class SameNext(Around):
    """Finds the instant that it was asked to look after."""

    def next_opening(self, at: datetime) -> datetime | None:
        """Find an opening at the instant too."""
        return self.right.next_opening(at - MICROSECOND)


class PassesOver(Around):
    """Looks for the next opening from an hour later on."""

    def next_opening(self, at: datetime) -> datetime | None:
        """Pass over what opens within the hour."""
        return self.right.next_opening(at + HOUR)


class LastOpenMinute(Around):
    """Takes the last open minute for the closing."""

    def previous_closing(self, at: datetime) -> datetime | None:
        """Name the minute before the closing."""
        found = self.right.previous_closing(at)
        return found and found - MINUTE

    def spans(self, start: datetime, end: datetime) -> Iterator[Span]:
        """End each span a minute early."""
        for span in self.right.spans(start, end):
            if span.start and span.end and span.start < span.end - MINUTE:
                yield Span(span.start, span.end - MINUTE)


class BreaksAreOpen(Around):
    """Does not take the end of a break for an opening."""

    def previous_opening(self, at: datetime) -> datetime | None:
        """Name the first opening of the day."""
        found = self.right.previous_opening(at)
        after_break = found and found.astimezone(self.right.zone).hour >= 12
        return self.right.previous_opening(found) if found and after_break else found


class RolledBackWhileOpen(Around):
    """Rolls back an instant that is open."""

    def roll_back(self, at: datetime) -> datetime | None:
        """Go to the previous closing always."""
        return self.right.previous_closing(at)


class SpanFromNowOn(Around):
    """Begins the span at the instant that was asked about."""

    def span_at(self, at: datetime) -> Span | None:
        """Leave out what is over."""
        found = self.right.span_at(at)
        return found and Span(at, found.end)


class SpanUntilMidnight(Around):
    """Ends the span of a night with its day."""

    def span_at(self, at: datetime) -> Span | None:
        """Cut the span at the next midnight."""
        found = self.right.span_at(at)
        local = at.astimezone(self.right.zone)
        midnight = datetime.combine(local.date() + timedelta(days=1), time(), self.right.zone)
        return found and Span(found.start, min(found.end or midnight, midnight))


WRONG_EDGES = (
    Wrong("open a moment late", OpensLate(OFFICE), ("open from the opening on",)),
    Wrong("the next opening at the instant", SameNext(OFFICE), ("the next one lies ahead",)),
    Wrong(
        "an opening within the hour passed over",
        PassesOver(OFFICE),
        ("an opening is found from both sides", "next opening as the minutes count"),
        OFFICE,
    ),
    Wrong(
        "the last open minute taken for the closing",
        LastOpenMinute(OFFICE),
        ("a closing is found from both sides", "spans are open time", "spans sum to elapsed"),
    ),
    Wrong(
        "the end of a break no opening",
        BreaksAreOpen(BREAK),
        (
            "openings and closings alternate",
            "the span at an instant begins with its opening",
            "previous opening as the minutes count",
        ),
        BREAK,
    ),
    Wrong(
        "rolled back while open",
        RolledBackWhileOpen(OFFICE),
        ("rolling back leads to the end of open time",),
    ),
    Wrong(
        "a span from now on",
        SpanFromNowOn(OFFICE),
        (
            "the span at an instant begins with its opening",
            "span at an instant as the minutes count",
        ),
        OFFICE,
    ),
    Wrong(
        "a span cut at midnight",
        SpanUntilMidnight(NIGHTS),
        ("the span at an instant ends with its closing",),
    ),
)
