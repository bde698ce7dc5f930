"""The occurrences of an event of an iCalendar feed, laid out within bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from attrs import define

from slacalc.errors import FeedError, SlacalcError
from slacalc.interop.icalendar.events import Entry, Moment, Span
from slacalc.interop.icalendar.window import Window
from slacalc.interop.icalendar.zones import dated_until
from slacalc.recurrence import Recurrence

MOST_DAYS = 100_000
MOST_RULES = 500
_DAY = timedelta(days=1)
_MIDNIGHT = time()


class FeedLimitError(FeedError):
    """A feed that comes to more than is laid out; raised whatever `on_error` says."""


@define
class Layout:
    """Lays out the events of one feed in a window, and counts what that comes to.

    `zone` is the clock on which times in UTC may turn out to be whole days.
    """

    file: str
    window: Window
    zone: ZoneInfo | None
    _days: int = 0
    _rules: int = 0

    def spans(self, entry: Entry, replaced: list[Moment], notes: list[str]) -> list[Span]:
        """Return the occurrences that can touch the window and are not left out or replaced."""
        is_left_out = self._left_out([*entry.less, *replaced])
        return [span for span in self._all(entry, notes) if not is_left_out(span[0])]

    def days_of(self, span: Span) -> list[date]:
        """Return the days of the window that an occurrence touches."""
        first, after = self.window.cut(*(self.whole_days(span) or _touched(span)))
        self._spend((after - first).days)
        return [date.fromordinal(day) for day in range(first.toordinal(), after.toordinal())]

    def whole_days(self, span: Span) -> tuple[date, date] | None:
        """Return the days of a span from midnight to midnight, the last one excluded, or None."""
        start, end = span
        if not isinstance(start, datetime):
            return start, day_of(end)
        for zone in (self.zone, None if start.tzinfo is UTC else start.tzinfo):
            first, after = start.astimezone(zone or UTC), instant_of(end).astimezone(zone or UTC)
            if zone and first.time() == after.time() == _MIDNIGHT and first.date() < after.date():
                return first.date(), after.date()
        return None

    def _left_out(self, moments: list[Moment]) -> Callable[[Moment], bool]:
        """Return the test of whether an occurrence is left out or replaced.

        A day leaves out what starts on it; a time what starts then, or an event of that day.
        """
        instants = {instant_of(moment) for moment in moments if isinstance(moment, datetime)}
        days = {moment for moment in moments if not isinstance(moment, datetime)}
        touched = {self._date(moment) for moment in moments}

        def is_left_out(start: Moment) -> bool:
            if isinstance(start, datetime):
                return instant_of(start) in instants or start.date() in days
            return start in touched

        return is_left_out

    def _date(self, moment: Moment) -> date:
        if isinstance(moment, datetime) and self.zone and moment.tzinfo is UTC:
            return moment.astimezone(self.zone).date()
        return day_of(moment)

    def _all(self, entry: Entry, notes: list[str]) -> Iterator[Span]:
        """Go through the first occurrence, those of rules, and those of RDATE."""
        start, length = entry.event.start, entry.length
        yield start, entry.event.end
        days: set[date] = set()
        for place, text in entry.rules:
            days |= self._dates(entry, place, text, length, notes)
        for day in sorted(days - {day_of(start)}):
            yield _span(entry, day, length)
        for more in entry.more:
            if isinstance(more, tuple):
                yield more if isinstance(start, datetime) else _touched(more)
            elif isinstance(start, datetime) and isinstance(more, datetime):
                yield more, instant_of(more) + length
            else:
                yield _span(entry, self._date(more), length)

    def _dates(
        self, entry: Entry, place: str, text: str, length: timedelta, notes: list[str]
    ) -> set[date]:
        """Return the dates on which a rule lets an event start, near enough to the window."""
        self._rules += 1
        if self._rules > MOST_RULES:
            problem = f"is one rule too many, with {MOST_RULES} at most"
            raise FeedLimitError(place, text, problem, "split the feed")
        rule = _rule(entry, place, text, notes)
        if rule is None:
            return set()
        if self.window.last is None and rule.last == date.max:
            problem = "recurs without an end"
            raise FeedError(place, text, problem, "say how far to go with first= and last=")
        first = (self.window.first or date.min).toordinal() - length.days - 1
        dates: set[date] = set()
        for day in rule.between(date.fromordinal(max(1, first)), self.window.last or date.max):
            self._spend(1)
            dates.add(day)
        return dates

    def _spend(self, count: int) -> None:
        self._days += max(0, count)
        if self._days > MOST_DAYS:
            problem = f"comes to more than {MOST_DAYS} days"
            raise FeedLimitError(self.file, self._days, problem, "ask for fewer years, or split it")


def day_of(moment: Moment) -> date:
    """Return the day of a moment, on the clock that it was given on."""
    return moment.date() if isinstance(moment, datetime) else moment


def instant_of(moment: Moment) -> datetime:
    """Return a time in UTC."""
    assert isinstance(moment, datetime)  # noqa: S101 - a day is no instant
    return moment.astimezone(UTC)


def _rule(entry: Entry, place: str, text: str, notes: list[str]) -> Recurrence | None:
    """Return the rule of an event, or None where it adds nothing to the first occurrence.

    The first occurrence counts even where the rule leaves its day out, so that COUNT then is
    of one day less.
    """
    start = entry.event.start
    anchor = day_of(start)
    try:
        said = dated_until(text, start, entry.clock if isinstance(start, datetime) else None)
        parts = dict(part.partition("=")[::2] for part in said.upper().split(";"))
        until = parts.get("UNTIL", "")
        if until.isdecimal() and until < f"{anchor:%Y%m%d}":
            notes.append("its rule ends before it begins")
            return None
        rule = Recurrence.parse(said, anchor)
        if anchor in rule.between(anchor, anchor):
            return rule
        notes.append("it starts on a day that its rule leaves out, which counts all the same")
        if "COUNT" not in parts:
            return rule
        rest = int(parts["COUNT"]) - 1
        fewer = said.upper().replace(f"COUNT={parts['COUNT']}", f"COUNT={rest}")
        return Recurrence.parse(fewer, anchor) if rest else None
    except (SlacalcError, ValueError, OverflowError) as error:
        problem = getattr(error, "problem", "is no recurrence rule")
        remedy = getattr(error, "remedy", "see RFC 5545, section 3.3.10")
        raise FeedError(place, text, problem, remedy) from None


def _span(entry: Entry, day: date, length: timedelta) -> Span:
    """Return the occurrence of a day: the same times on the wall clock as the first one has."""
    start = entry.event.start
    if not isinstance(start, datetime):
        return day, day + length
    wall = datetime.combine(day, start.time())
    return entry.clock(wall), entry.clock(wall + length)


def _touched(span: Span) -> tuple[date, date]:
    """Return the days that a stretch of time touches on its own clock, the last one excluded."""
    start, end = span
    assert isinstance(start, datetime)  # noqa: S101 - days are whole
    wall = _on_clock_of(start, end)
    after = wall.date() + (_DAY if wall.time() != _MIDNIGHT else timedelta(0))
    return start.date(), max(after, start.date() + _DAY)


def _on_clock_of(start: datetime, end: Moment) -> datetime:
    return instant_of(end).astimezone(start.tzinfo).replace(tzinfo=None)
