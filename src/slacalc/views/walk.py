"""A deadline walked on the course of working time: the one idea as a picture."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from attrs import field, frozen

from slacalc import doors, drawing
from slacalc.views.axis import Axis
from slacalc.words import Words, time_of, words_of

if TYPE_CHECKING:
    from slacalc.working_time import Span

_MOST = 200  # spans that a picture shows one by one; longer walks are sampled


class HasTime(Protocol):
    """What counts working time on a clock of its own."""

    @property
    def zone(self) -> tzinfo:
        """The zone of its clock."""

    def deadline(self, start: datetime, duration: timedelta) -> datetime:
        """Return the first instant by which `duration` has been worked."""

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Return the working time between two instants."""

    def spans(self, start: datetime, end: datetime) -> Iterator[Span]:
        """Go through the open stretches between two instants."""


@frozen
class DeadlineWalk:
    """How a deadline is found: up from the start by the duration, and across to the due instant.

    A notebook shows the working time that passes, its open stretches shaded, and the walk;
    `rows` gives the open stretches on the way. O(spans), sampled beyond 200 of them.

    >>> from datetime import timedelta
    >>> from slacalc import Calendar
    >>> desk = Calendar("Mon-Fri 09:00-13:00 14:00-18:00", time_zone="Europe/Moscow")
    >>> print(desk.walk(desk.at("2026-03-02 10:00"), timedelta(hours=8)))
    Mon 2026-03-02 10:00 - 13:00   3h
    Mon 2026-03-02 14:00 - 18:00   7h
    Tue 2026-03-03 09:00 - 10:00   8h
    """

    calendar: HasTime
    start: datetime
    duration: timedelta
    due: datetime = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Find the deadline, on the calendar's clock."""
        start = doors.instant("start", self.start).astimezone(self.calendar.zone)
        object.__setattr__(self, "start", start)
        object.__setattr__(self, "due", self.calendar.deadline(start, self.duration))

    def _stretches(self) -> list[tuple[datetime, datetime]]:
        """Return the first open stretches on the way, at most one more than are shown."""
        spans = islice(self.calendar.spans(self.start, self.due), _MOST + 1)
        return [(span.start or self.start, span.end or self.due) for span in spans]

    def rows(self) -> list[dict[str, Any]]:
        """Return a flat row for each open stretch on the way (the first 200): from, to, sum."""
        return [
            {"start": start, "end": end, "worked": self.calendar.elapsed(self.start, end)}
            for start, end in self._stretches()[:_MOST]
        ]

    def html(self, language: str = "en") -> str:
        """Draw the walk; SVG in the colours of the page around it."""
        words = words_of(language)
        axis = Axis.of_days(self.start, self.due)
        begin, end = axis.start, axis.end
        spans = list(islice(self.calendar.spans(begin, end), _MOST + 1))
        shown = [(s.start or begin, s.end or end) for s in spans] if len(spans) <= _MOST else []
        corners = [at for span in shown for at in span] if shown else axis.samples(_MOST)
        total = self.calendar.elapsed(begin, end) or timedelta(microseconds=1)
        up = [self.calendar.elapsed(begin, at) / total for at in (self.start, self.due)]
        points = [(axis.at(at), self.calendar.elapsed(begin, at) / total) for at in corners]
        return drawing.course(
            [(0.0, 0.0), *points, (1.0, 1.0)],
            self._title(words),
            open_stretches=[(axis.at(a), axis.at(b), _wall(words, a, b)) for a, b in shown],
            ticks=axis.ticks(words),
            walk=(
                (axis.at(self.start), up[0], _told(words, self.start)),
                (axis.at(self.due), up[1], _told(words, self.due)),
            ),
            step=words.duration(self.duration),
        )

    def _repr_html_(self) -> str:
        """Draw the walk, as notebooks do."""
        return self.html()

    def _title(self, words: Words) -> str:
        said = words.date("day", self.start), time_of(self.start), words.duration(self.duration)
        due = f"{words.date('day', self.due)} {time_of(self.due)}"
        return f"{self.calendar}: {said[0]} {said[1]} + {said[2]} = {due}"

    def __str__(self) -> str:
        """Write the open stretches on the way, a line each, with the time worked by its end."""
        words = words_of("en")
        told = [
            (f"{_wall(words, row['start'], row['end'])}", words.duration(row["worked"]))
            for row in self.rows()
        ]
        lines = [f"{wall:<28} {worked:>4}" for wall, worked in told]
        if len(lines) == _MOST and self.rows()[-1]["worked"] < self.duration:
            lines.append(f"... until {_told(words, self.due)}, {words.date('date', self.due)}")
        return "\n".join(lines)


def _told(words: Words, at: datetime) -> str:
    """Say an end of the walk."""
    return f"{words.date('weekday', at)} {time_of(at)}"


def _wall(words: Words, start: datetime, end: datetime) -> str:
    """Say a stretch on its clock."""
    zone = start.tzinfo
    end = end.astimezone(zone)
    until = f"{words.before_time(start, end)}{time_of(end)}"
    return f"{words.date('day', start)} {time_of(start)} - {until}"
