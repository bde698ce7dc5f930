"""Two calendars side by side: a year of each, and the days that differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import field, frozen

from slacalc import drawing
from slacalc.views.shown_days import HasDays, ShownDay, legend, longest
from slacalc.views.year import CalendarYear, months, weekdays
from slacalc.words import Words, words_of


@frozen
class CalendarComparison:
    """A year of two calendars; a notebook shows two maps, with the days that differ framed.

    Days differ whose hours on the wall clock differ. `rows` gives a plain row for each of them.

    >>> from slacalc import Calendar
    >>> desk = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow")
    >>> short = Calendar(
    ...     "Mon-Fri 09:00-18:00",
    ...     time_zone="Europe/Moscow",
    ...     exceptions={"2026-11-03": "short 1h"},
    ... )
    >>> print(desk.compared(short, 2026))
    1 day differs
    Tue 2026-11-03 09:00-18:00 | 09:00-17:00 (short 1h)
    """

    calendar: HasDays
    other: HasDays
    year: int
    years: tuple[CalendarYear, CalendarYear] = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        """Look up the days of both."""
        years = tuple(CalendarYear(one, self.year) for one in (self.calendar, self.other))
        object.__setattr__(self, "years", years)

    @property
    def differing(self) -> tuple[tuple[ShownDay, ShownDay], ...]:
        """The days whose hours differ, of the one calendar and of the other."""
        pairs = zip(self.years[0].days, self.years[1].days, strict=True)
        return tuple(pair for pair in pairs if pair[0].day.hours != pair[1].day.hours)

    def rows(self, language: str = "en") -> list[dict[str, Any]]:
        """Return a flat row for each day that differs: both hours and reasons."""
        words = words_of(language)
        return [_row(one.row(words), other.row(words)) for one, other in self.differing]

    def html(self, language: str = "en") -> str:
        """Draw both years as maps, one above the other; the days that differ are framed."""
        words = words_of(language)
        differing = {one.day.date for one, _ in self.differing}
        parts = [f"<p>{drawing.escaped(self._count(words))}</p>"]
        for year in self.years:
            most = longest(list(year.days))
            cells = [day.cell(words, most, marked=day.day.date in differing) for day in year.days]
            title = year.title(words)
            kinds = legend(list(year.days), words)
            names = {"weekdays": weekdays(words), "months": months(words)}
            drawn = drawing.year_map(cells, title, legend=kinds, **names)
            parts.append(f"<figure>{drawn}</figure>")
        return f"<div>{''.join(parts)}</div>"

    def _repr_html_(self) -> str:
        """Draw both years, as notebooks do."""
        return self.html()

    def _count(self, words: Words) -> str:
        count = len(self.differing)
        key = "the same" if not count else "differs by one" if count == 1 else "differs"
        return words(key, days=count)

    def __str__(self) -> str:
        """Write the days that differ, a line each: the one's hours, the other's."""
        words = words_of("en")
        return "\n".join([self._count(words), *_lines(self, words)])


def _lines(comparison: CalendarComparison, words: Words) -> Iterator[str]:
    for one, other in comparison.differing:
        there = other.told(words).removeprefix(words.date("day", other.day.date)).strip()
        yield f"{one.told(words)} | {there}"


def _row(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    kept = {key: one[key] for key in ("date", "weekday", "kind", "hours", "worked", "reason")}
    return kept | {f"other_{key}": other[key] for key in ("kind", "hours", "worked", "reason")}
