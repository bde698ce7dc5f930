"""An axis of time: instants as places in a picture."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from attrs import frozen

from slacalc.words import Words

_DAY = timedelta(days=1)
_MOST_TICKS = 10


@frozen
class Axis:
    """Instants as places from 0 to 1 between two of them, on the clock of the first.

    >>> from datetime import timezone
    >>> noon = datetime(2026, 3, 2, 12, tzinfo=timezone.utc)
    >>> axis = Axis.of_days(noon, noon)
    >>> axis.at(noon)
    0.5
    """

    start: datetime
    end: datetime

    @classmethod
    def of_days(cls, first: datetime, last: datetime) -> Axis:
        """Return an axis of whole days that holds two instants, on the clock of the first."""
        last = last.astimezone(first.tzinfo)
        until = last.date() + _DAY if last.date() < date.max else date.max
        start = datetime.combine(first.date(), time(), first.tzinfo)
        end = datetime.combine(until, time(), first.tzinfo)
        return cls(start, end if _utc(end) > _utc(last) else last)

    @property
    def days(self) -> int:
        """How many dates it shows."""
        return (self.end.date() - self.start.date()).days

    def at(self, at: datetime) -> float:
        """Return the place of an instant."""
        start = _utc(self.start)
        length = _utc(self.end) - start
        return (_utc(at) - start) / length if length else 0.0

    def samples(self, count: int) -> list[datetime]:
        """Return instants that lie evenly from one end to the other."""
        step = (_utc(self.end) - _utc(self.start)) / count
        return [_utc(self.start) + n * step for n in range(count + 1)]

    def ticks(self, words: Words) -> list[tuple[float, str]]:
        """Return midnights, ten at most, with their weekdays, or dates where days are left out."""
        first, last = self.start.date(), self.end.date()
        step = -(-((last - first).days) // _MOST_TICKS) or 1
        days = [first + n * _DAY for n in range(0, (last - first).days, step)]
        form = "weekday" if step == 1 else "date"
        return [(self._midnight(day), words.date(form, day)) for day in days]

    def _midnight(self, day: date) -> float:
        at = self.at(datetime.combine(day, time(), self.start.tzinfo))
        return min(max(at, 0.0), 1.0)


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC)
