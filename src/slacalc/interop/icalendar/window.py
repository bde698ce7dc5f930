"""The stretch of days that is read from an iCalendar feed, and what the feed knows of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Self

from attrs import frozen

from slacalc import doors
from slacalc.errors import DateError

Edge = int | date | str
_DAY = timedelta(days=1)


@frozen
class Window:
    """The first and the last day to lay out; None on both sides is all that the feed says."""

    first: date | None
    last: date | None

    @classmethod
    def of(cls, first: Edge | None, last: Edge | None) -> Self:
        """Read years or dates, both or neither.

        >>> Window.of(2026, "2027-06-30")
        Window(first=datetime.date(2026, 1, 1), last=datetime.date(2027, 6, 30))
        """
        if (first is None) != (last is None):
            missing = "first" if first is None else "last"
            raise DateError(missing, None, "is missing", "give first= and last=, or neither")
        start, end = _edge("first", first, 1, 1), _edge("last", last, 12, 31)
        if start and end and end < start:
            raise DateError(
                "last", str(end), f"lies before first={start}", "give the earlier first"
            )
        return cls(start, end)

    def cut(self, start: date, end: date) -> tuple[date, date]:
        """Return the days from a start to before an end that lie in the window."""
        after = end if self.last is None or self.last == date.max else self.last + _DAY
        return max(start, self.first or start), min(end, after)

    def known(
        self, listed: set[int], ruled: set[int]
    ) -> tuple[date | None, date | None, list[str]]:
        """Return the known stretch, and what to note of it.

        It is the window where there is one; else the longest run of years that have days, for
        a lone event of another time says nothing of the years between. `listed` are the years
        with days of their own, `ruled` those with days of a recurring event.
        """
        if self.first is None or self.last is None:
            return _longest_run(listed | ruled)
        asked = set(range(self.first.year, self.last.year + 1))
        silent = asked - listed - ruled
        ruled_only = (asked & ruled) - listed if listed else set()
        notes = [f"no event in {_runs(silent)}"] if silent else []
        notes += [f"only recurring events in {_runs(ruled_only)}"] if ruled_only else []
        return self.first, self.last, notes


def _longest_run(years: set[int]) -> tuple[date | None, date | None, list[str]]:
    run: list[int] = []
    best: list[int] = []
    for year in sorted(years):
        run = [*run, year] if run and run[-1] == year - 1 else [year]
        best = run if len(run) >= len(best) else best
    if not best:
        return None, None, ["no event gives a day, so nothing is known"]
    note = f"known: {_runs(best)}, the longest run of years with days"
    if outside := years.difference(best):
        note += f"; days of {_runs(outside)} are listed besides"
    return date(best[0], 1, 1), date(best[-1], 12, 31), [note]


def _runs(years: Iterable[int]) -> str:
    """Write years, runs of them by their ends."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and runs[-1][-1] == year - 1:
            runs[-1] = [runs[-1][0], year]
        else:
            runs.append([year])
    return ", ".join("-".join(map(str, run)) for run in runs)


def _edge(argument: str, said: Edge | None, month: int, day: int) -> date | None:
    if said is None:
        return None
    if isinstance(said, int) and not isinstance(said, bool):
        if not MINYEAR <= said <= MAXYEAR:
            raise DateError(argument, said, "is no year", "give one such as 2026")
        return date(said, month, day)
    return doors.day(argument, said)
