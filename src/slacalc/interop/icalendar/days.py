"""The days that the events of an iCalendar feed come to, and a line of report for each event."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from attrs import Factory, define

from slacalc.days import DayRule
from slacalc.errors import FeedError, SlacalcError
from slacalc.interop.day_list import Closure, DayList, Taken
from slacalc.interop.icalendar.events import Entry, FeedEvent, Moment, Span
from slacalc.interop.icalendar.occurrences import Layout, day_of, instant_of
from slacalc.schedule import DaySchedule

Answer = str | DaySchedule | DayRule | None
Rules = Mapping[str, Answer] | Callable[[FeedEvent], Answer]
Filter = Iterable[str] | Callable[[FeedEvent], bool]


@define
class Collector:
    """Collects the days of events as a caller's filters and rules have it."""

    layout: Layout
    keep: Filter | None
    skip: Filter | None
    rules: Rules
    report: list[Taken] = Factory(list)
    _holidays: dict[date, list[str]] = Factory(dict)
    _exceptions: dict[date, tuple[DayRule, str]] = Factory(dict)
    _closures: dict[Closure, None] = Factory(dict)
    _listed: set[int] = Factory(set)
    _ruled: set[int] = Factory(set)
    _met: set[tuple[str, str]] = Factory(set)

    def take(self, entry: Entry, replaced: list[Moment]) -> None:
        """Collect the days of one event, or report why it has none."""
        try:
            self._take(entry, replaced)
        except OverflowError:
            problem, remedy = "leads outside the years 1 to 9999", "leave the event out"
            raise FeedError(entry.event.place, entry.event.summary, problem, remedy) from None

    def _take(self, entry: Entry, replaced: list[Moment]) -> None:
        notes = list(entry.notes)
        why = "cancelled" if entry.withdrawn else self._why_left_out(entry.event)
        answer = None if why else self._rule_of(entry.event)
        spans = [] if answer is None else self.layout.spans(entry, replaced, notes)
        if answer is None:
            what, why = "skipped", why or "left out by rules"
        elif not spans:
            what, why = "skipped", "every occurrence is replaced or left out"
        elif answer == "" and not all(self.layout.whole_days(span) for span in spans):
            what, why = self._close(entry, spans)
        else:
            what, why = self._mark(entry, answer, spans)
        self.report.append(Taken(entry.event.place, what, "; ".join([why, *notes])))

    def fail(self, error: FeedError) -> None:
        """Report an event that can't be read."""
        why = f"can't be read: {str(error.value)[:60]!r} {error.problem}"
        self.report.append(Taken(error.argument, "skipped", why))

    def day_list(self, name: str, where: str) -> DayList:
        """Return what was collected."""
        known_from, known_until, notes = self.layout.window.known(self._listed, self._ruled)
        return DayList(
            name,
            holidays={day: "; ".join(names) for day, names in self._holidays.items()},
            exceptions={day: rule for day, (rule, _) in self._exceptions.items()},
            closures=self._closures,
            known_from=known_from,
            known_until=known_until,
            report=[*self.report, *(Taken(where, "note", n) for n in [*notes, *self._idle()])],
            source=f"{where} (iCalendar)",
        )

    def _idle(self) -> list[str]:
        """Return a note for each text of the caller that met no event."""
        said = {"keep": self.keep, "skip": self.skip, "rules": self.rules}
        return [
            f"{argument} {text!r} met no event"
            for argument, texts in said.items()
            if texts is not None and not callable(texts)
            for text in texts
            if (argument, text) not in self._met
        ]

    def _why_left_out(self, event: FeedEvent) -> str:
        if event.status == "CANCELLED":
            return "cancelled"
        if self._meets("skip", self.skip, event):
            return "left out by skip"
        if self.keep is not None and not self._meets("keep", self.keep, event):
            return "not in keep"
        return ""

    def _meets(self, argument: str, said: Filter | None, event: FeedEvent) -> bool:
        """Say whether a filter takes an event: a category by its name, or a part of the summary."""
        if said is None or callable(said):
            return said is not None and bool(said(event))
        names = {category.casefold() for category in event.categories}
        found = [text for text in said if text.casefold() in names or _lies_in(text, event.summary)]
        self._met.update((argument, text) for text in found)
        return bool(found)

    def _rule_of(self, event: FeedEvent) -> Answer:
        """Return what the caller's rules make of an event; "" where they say nothing."""
        answer: Answer = ""
        if callable(self.rules):
            answer = self.rules(event)
        else:
            found = [text for text in self.rules if _lies_in(text, event.summary)]
            self._met.update(("rules", text) for text in found)
            answer = self.rules[found[0]] if found else ""
        if isinstance(answer, DayRule) or answer in ("", "holiday", None):
            return answer
        try:
            return DayRule(answer, reason=event.summary)
        except SlacalcError as error:
            raise error.within("rules") from None

    def _mark(self, entry: Entry, answer: Answer, spans: list[Span]) -> tuple[str, str]:
        """Make holidays or exceptions of the days of an event."""
        days = [day for span in spans for day in self.layout.days_of(span)]
        if not days:
            return "skipped", "outside of the window"
        self._know(entry, days)
        if isinstance(answer, DayRule):
            self._except(entry.event, answer, days)
            return _kind(answer), _stretch(days)
        name = entry.event.summary or "no name"
        for day in days:
            names = self._holidays.setdefault(day, [])
            if name not in names:
                names.append(name)
        return "holiday", _stretch(days)

    def _close(self, entry: Entry, spans: list[Span]) -> tuple[str, str]:
        """Make closures of the times of an event."""
        inside = [span for span in spans if self.layout.days_of(span)]
        closures = [(instant_of(start), instant_of(end)) for start, end in inside]
        lasting = [(start, end) for start, end in closures if start < end]
        if not lasting:
            return "skipped", "takes no time" if inside else "outside of the window"
        reason = entry.event.summary or "no name"
        self._closures |= dict.fromkeys((start, end, reason) for start, end in lasting)
        days = [day_of(start) for start, _ in inside]
        self._know(entry, days)
        return "closure", _stretch(days)

    def _know(self, entry: Entry, days: list[date]) -> None:
        (self._ruled if entry.rules else self._listed).update(day.year for day in days)

    def _except(self, event: FeedEvent, rule: DayRule, days: list[date]) -> None:
        for day in days:
            there, place = self._exceptions.get(day, (rule, ""))
            if there.rule != rule.rule:
                problem = f"makes {day} {rule.rule!r}, while {place} makes it {there.rule!r}"
                raise FeedError(event.place, event.summary, problem, "leave one of them out")
        for day in days:
            self._exceptions.setdefault(day, (rule, event.place))


def _lies_in(text: str, summary: str) -> bool:
    return " ".join(text.split()).casefold() in summary.casefold()


def _kind(rule: DayRule) -> str:
    if rule.rule == "closed":
        return "holiday"
    return "shortened" if rule.rule.startswith("short") else "working day"


def _stretch(days: list[date]) -> str:
    first, last = min(days), max(days)
    count = len(set(days))
    if count == 1:
        return str(first)
    in_a_row = (last - first).days + 1 == count
    return f"{first} to {last}" if in_a_row else f"{count} days, {first} to {last}"
