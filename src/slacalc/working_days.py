"""Working days: which hours hold on which date, by the rank of what was said of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import accumulate, chain, pairwise
from math import lcm
from typing import Generic, TypeVar

from slacalc.dates import EASTER_KNOWN, DateRange, Dates, EasterDays, Recurring
from slacalc.days import Day, DayRule
from slacalc.errors import HoursError
from slacalc.rota import Rota
from slacalc.schedule import DaySchedule, WeekSchedule

_LAST = date.max.toordinal()
_COMPARED = (*range(2020, 2101), *range(1970, 2020))  # recurring rules are compared in these
_MOST_COMPARED = 300_000  # days; the years after so many are compared when they are asked about
_MOST_RECURRING = 100
_REMEMBERED = 4_096
_CLOSED = DaySchedule()

Said = TypeVar("Said")


class _Layer(Generic[Said]):
    """What was said of dates, of ranges, and of what recurs; days are ordinals."""

    __slots__ = ("_reach", "_starts", "ranges", "recurring", "single", "sorted")

    def __init__(self, said: Iterable[tuple[Dates, Said]]) -> None:
        self.single: dict[int, Said] = {}
        self.ranges: list[tuple[DateRange, Said]] = []
        self.recurring: list[tuple[Recurring, Said]] = []
        for dates, what in said:
            if isinstance(dates, DateRange):
                self.ranges.append((dates, what))
            elif isinstance(dates, Recurring):
                self.recurring.append((dates, what))
            else:
                self.single[dates.toordinal()] = what
        self.ranges.sort(key=lambda item: item[0])
        self._starts = [dates.first for dates, _ in self.ranges]
        self._reach = list(accumulate((dates.last for dates, _ in self.ranges), max))
        self.sorted = sorted(self.single)

    def of_dates(self, first: int, last: int) -> Iterator[tuple[int, Said]]:
        """Go through what was said of single dates."""
        start, end = bisect_left(self.sorted, first), bisect_right(self.sorted, last)
        return ((day, self.single[day]) for day in self.sorted[start:end])

    def of_ranges(self, first: int, last: int) -> Iterator[tuple[int, Said]]:
        """Go through what was said of ranges, day by day."""
        from_, until = date.fromordinal(first), date.fromordinal(last)
        near = slice(bisect_left(self._reach, from_), bisect_right(self._starts, until))
        for dates, what in self.ranges[near]:
            start, end = max(first, dates.first.toordinal()), min(last, dates.last.toordinal())
            yield from ((day, what) for day in range(start, end + 1))

    def of_recurring(self, first: int, last: int) -> Iterator[tuple[int, Said]]:
        """Go through what was said of days that recur."""
        from_, until = date.fromordinal(first), date.fromordinal(last)
        for dates, what in self.recurring:
            for year in range(max(from_, dates.first).year, min(until, dates.last).year + 1):
                yield from ((day, what) for day in dates.in_year(year) if first <= day <= last)

    def ranked(self, first: int, last: int, *, dates: bool) -> Iterator[Iterator[tuple[int, Said]]]:
        """Go through what was said from the lowest rank to the highest."""
        yield self.of_recurring(first, last)
        yield self.of_ranges(first, last)
        if dates:
            yield self.of_dates(first, last)


class WorkingDays:
    """The hours of each date, and the reason for them, where several things were said of it.

    A single date beats a range, a range beats what recurs, an exception beats a holiday, and a
    holiday beats the week. Rules of one rank that differ on a day are an error: at once for
    ranges, and for what recurs in the years 1970 to 2100; else when the day is asked about.
    """

    __slots__ = ("_holidays", "_known", "_rules", "week")

    def __init__(
        self,
        week: WeekSchedule | Rota,
        holidays: Iterable[tuple[Dates, str]],
        exceptions: Iterable[tuple[Dates, DayRule]],
    ) -> None:
        self.week: WeekSchedule | Rota = week
        self._holidays = _Layer(holidays)
        self._rules = _Layer(exceptions)
        self._known: dict[date, Day] = {}
        self._check()

    def on(self, day: date) -> Day:
        """Return the hours of a date, and the reason for them."""
        known = self._known.get(day)
        if known is None:
            number = day.toordinal()
            known = self.special(number, number).get(number) or Day(day, self.week.on(day), "")
            if len(self._known) >= _REMEMBERED:
                self._known = {}
            self._known[day] = known
        return known

    def special(self, first: int, last: int, *, dates: bool = True) -> dict[int, Day]:
        """Return the days, by ordinal, on which something else than the week was said.

        Without single `dates`, what holds in other years too.
        """
        first, last = max(first, 1), min(last, _LAST)
        if first > last:
            return {}
        names: dict[int, list[str]] = defaultdict(list)
        for of_rank in self._holidays.ranked(first, last, dates=dates):
            for number, name in of_rank:
                names[number].append(name)
        days = {number: _holiday(number, known) for number, known in names.items()}
        ranked = [list(said) for said in self._rules.ranked(first, last, dates=dates)]
        for rank, rules in enumerate(ranked):
            higher = chain.from_iterable(ranked[rank + 1 :])
            decided = {number for number, rule in higher if rule.replaces}
            for number, rule in _agreed(rules, decided).items():
                below = days.get(number) or self._plain(number)
                days[number] = rule.applied(self.week, below)
        return days

    def _plain(self, number: int) -> Day:
        day = date.fromordinal(number)
        return Day(day, self.week.on(day), "")

    def _check(self) -> None:
        """Refuse rules of one rank that differ on a day."""
        if isinstance(self.week, Rota) and not self.week.of_weeks:
            for dates, rule in self._said_rules():
                _refuse_weekday(dates, rule)
        reach: tuple[DateRange, DayRule] | None = None
        for dates, rule in self._rules.ranges:
            if reach and dates.first <= reach[0].last and _differ(rule, reach[1]):
                until = min(dates.last, reach[0].last)
                self._check_ranges(dates.first.toordinal(), until.toordinal())
            reach = max(reach or (dates, rule), (dates, rule), key=lambda item: item[0].last)
        recurring = self._rules.recurring + self._holidays.recurring
        if len(recurring) > _MOST_RECURRING:
            problem = f"are more than {_MOST_RECURRING} that recur"
            raise HoursError("exceptions", len(recurring), problem, "list the dates instead")
        if len({rule.rule for _, rule in self._rules.recurring}) > 1:
            self._compare_years()

    def _check_ranges(self, first: int, last: int) -> None:
        """Refuse ranges that differ between two days; what meets changes at their ends only."""
        decided = {number for number, rule in self._rules.of_dates(first, last) if rule.replaces}
        ends = {number for dates, _ in self._rules.ranges for number in _ends(dates)}
        starts = sorted({first, *(number for number in ends if first < number <= last)})
        for start, end in pairwise([*starts, last + 1]):
            if day := next((n for n in range(start, end) if n not in decided), None):
                _agreed(self._rules.of_ranges(day, day), set())

    def _compare_years(self) -> None:
        compared = 0
        for year in _COMPARED:
            first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
            said, ranges, dates = map(list, self._rules.ranked(first, last, dates=True))
            decided = {number for number, rule in [*ranges, *dates] if rule.replaces}
            try:
                _agreed(said, decided)
            except HoursError as error:
                raise self._named(error) from None
            compared += len(said)
            if compared > _MOST_COMPARED:
                return

    def _named(self, error: HoursError) -> HoursError:
        """Return the error for a day with the recurring rules that meet on it by name."""
        number = date.fromisoformat(str(error.value)).toordinal()
        year = date.fromordinal(number).year
        met = [str(dates) for dates, _ in self._rules.recurring if number in dates.in_year(year)]
        problem = f"{error.problem}, by {' and '.join(repr(one) for one in met)}"
        remedy = "keep one of them, or make a holiday of the days that are closed"
        return HoursError(error.argument, error.value, problem, remedy)

    @property
    def dates(self) -> list[int]:
        """The single dates of which something was said, as ordinals."""
        return [number for layer in (self._holidays, self._rules) for number in layer.single]

    @property
    def boundaries(self) -> list[int]:
        """The days on which a range or what recurs begins or ends, as ordinals."""
        ranges = [dates for layer in (self._holidays, self._rules) for dates, _ in layer.ranges]
        ends = {day for dates in (*ranges, *self.recurring) for day in (dates.first, dates.last)}
        return [day.toordinal() for day in ends - {date.min, date.max}]

    @property
    def recurring(self) -> list[Recurring]:
        """What was said to recur."""
        return [dates for layer in (self._holidays, self._rules) for dates, _ in layer.recurring]

    @property
    def cycles(self) -> int:
        """After how many times 400 years all that recurs has come round."""
        return lcm(self.week.cycles, *(dates.cycles for dates in self.recurring))

    @property
    def irregular(self) -> tuple[date, date] | None:
        """The dates between which no year is like another, for Easter moves."""
        return EASTER_KNOWN if self.needs_easter else None

    @property
    def open_between(self) -> tuple[date, date] | None:
        """The dates outside which all days are closed, None where there is no day with hours."""
        if self.week:
            return date.min, date.max
        opened = [dates for dates, rule in self._said_rules() if rule.hours]
        ends = [(d.first, d.last) if not isinstance(d, date) else (d, d) for d in opened]
        return (min(a for a, _ in ends), max(b for _, b in ends)) if ends else None

    @property
    def needs_easter(self) -> bool:
        """Whether days around Easter were named, whose date is known for some years only."""
        return any(isinstance(dates, EasterDays) for dates in self.recurring)

    def _said_rules(self) -> Iterator[tuple[Dates, DayRule]]:
        yield from ((date.fromordinal(n), rule) for n, rule in self._rules.single.items())
        yield from self._rules.ranges
        yield from self._rules.recurring


def _refuse_weekday(dates: Dates, rule: DayRule) -> None:
    if rule.weekday is not None:
        problem = "names a weekday, and a rota of days has no hours for one"
        place = f"exceptions[{dates}]"
        raise HoursError(place, rule.rule, problem, "name the hours instead")


def _holiday(number: int, names: list[str]) -> Day:
    return Day(date.fromordinal(number), _CLOSED, "; ".join(dict.fromkeys(names)))


def _agreed(said: Iterable[tuple[int, DayRule]], decided: set[int]) -> dict[int, DayRule]:
    """Return the one rule of each day that a higher rank has not decided already."""
    rules: dict[int, list[DayRule]] = defaultdict(list)
    for number, rule in said:
        if number not in decided:
            rules[number].append(rule)
    return {number: _one_rule(number, several) for number, several in rules.items()}


def _ends(dates: DateRange) -> tuple[int, int]:
    """Return the days on which a range begins, and on which it is over."""
    return dates.first.toordinal(), dates.last.toordinal() + 1


def _differ(one: DayRule, other: DayRule) -> bool:
    """Say whether two rules contradict each other; what is closed can't be shortened."""
    harmless = (one.closes and other.shortens) or (one.shortens and other.closes)
    return one.rule != other.rule and not harmless


def _one_rule(number: int, rules: list[DayRule]) -> DayRule:
    closing = [rule for rule in rules if rule.closes]
    if closing and all(rule.closes or rule.shortens for rule in rules):
        rules = closing  # what is closed can't be shortened
    for one, other in pairwise(rules):
        if one.rule != other.rule:
            raise _contradiction(date.fromordinal(number), one, other)
    reasons = dict.fromkeys(rule.reason for rule in rules)
    return rules[0] if len(reasons) == 1 else rules[0].with_reason("; ".join(reasons))


def _contradiction(day: date, one: DayRule, other: DayRule) -> HoursError:
    problem = f"is {_reasoned(one)} and {_reasoned(other)} at once"
    return HoursError(
        "exceptions", str(day), problem, "keep one of them, or say what holds on that date"
    )


def _reasoned(rule: DayRule) -> str:
    """Return a rule with its reason, where that is not the rule itself."""
    return f"{rule.rule!r} ({rule.reason})" if rule.reason != rule.rule else repr(rule.rule)
