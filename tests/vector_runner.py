"""The library asked what the vectors ask, and its answers written as theirs are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from vector_text import Case, Document, written

import slacalc
from slacalc import (
    AroundTheClock,
    Calendar,
    Closure,
    DayCount,
    DayRule,
    DaySchedule,
    Event,
    Rota,
    SlaClock,
    Span,
    SupportLevel,
    Target,
)
from slacalc.algebra import AnyCalendar

Said = Mapping[str, Any]
MICROSECOND = timedelta.resolution
ERRORS: dict[str, type[slacalc.SlacalcError]] = {
    "naive instant": slacalc.NaiveDatetimeError,
    "unknown zone": slacalc.UnknownTimeZoneError,
    "no working time": slacalc.NoWorkingTimeError,
    "negative duration": slacalc.DurationError,
    "out of range": slacalc.OutOfRangeError,
    "no such reading": slacalc.WallTimeError,
    "bad hours": slacalc.HoursError,
    "unknown days": slacalc.HorizonError,
    "bad event": slacalc.EventError,
}


class File:
    """A file of vectors: its calendars and levels, built when they are first asked for."""

    def __init__(self, said: Document) -> None:
        """Take what was read from the file."""
        self.said = said
        self.calendars: dict[str, AnyCalendar] = {}
        self.levels: dict[str, SupportLevel] = {}

    def calendar(self, name: str | Said) -> AnyCalendar:
        """Return a calendar, given its name or all that is said of it."""
        if not isinstance(name, str):
            return self._built(name)
        if name not in self.calendars:
            self.calendars[name] = self._built(self.said["calendars"][name])
        return self.calendars[name]

    def _built(self, said: Said) -> AnyCalendar:
        if "any_of" in said:
            first, second = map(self.calendar, said["any_of"])
            return first | second
        if "all_of" in said:
            first, second = map(self.calendar, said["all_of"])
            return first & second
        if "but_not" in said:
            return self.calendar(said["of"]) - self.calendar(said["but_not"])
        if "days_of" in said:
            base = self.calendar(said["days_of"])
            return base.with_hours(DaySchedule(*said["hours"]))
        return calendar_of(said)

    def level(self, name: str) -> SupportLevel:
        """Return a level by its name."""
        if name not in self.levels:
            said = self.said["levels"][name]
            targets = [target_of(each, told) for each, told in said["targets"].items()]
            calendar, ways = self.calendar(said["calendar"]), said.get("ways", {})
            self.levels[name] = SupportLevel(
                name, calendar=calendar, targets=targets, profile=said.get("profile", ways)
            )
        return self.levels[name]

    def answer(self, case: Case) -> Iterator[Any]:
        """Yield the answers to a case: as asked in its offset, and on the calendar's clock."""
        calendar = self.calendar(case["calendar"])
        for zone in (None, calendar.zone):
            asked = Arguments(case, zone)
            yield plain(ASK[case["operation"]](calendar, asked), calendar.zone.key)

    def clock(self, case: Case, until: datetime) -> SlaClock:
        """Return the clock of a case, told its events up to an instant."""
        told = [self._event(said) for said in case["events"]]
        return SlaClock.replay(self.level(case["level"]), [e for e in told if e.at <= until])

    def _event(self, said: Said) -> Event:
        about: Any = None
        if "level" in said:
            about = self.level(said["level"])
        elif "calendar" in said:
            about = self.calendar(said["calendar"])
        at = datetime.fromisoformat(said["at"])
        return Event(said["event"], at, how=said.get("how"), about=about)


# What is said


def calendar_of(said: Said) -> Calendar:
    """Build the calendar that a file says."""
    known = said.get("known", {})
    return Calendar(
        rota_of(said["rota"]) if "rota" in said else _week(said.get("week", {})),
        time_zone=said["zone"],
        holidays=said.get("holidays", ()),
        exceptions={dates: rule_of(rule) for dates, rule in said.get("exceptions", {}).items()},
        closures=[Closure(*_instants(ends)) for ends in said.get("closures", ())],
        known_from=known.get("from"),
        known_until=known.get("until"),
        outside="raise" if known else "warn",
    )


def _instants(ends: list[str]) -> tuple[datetime, datetime]:
    start, end = map(datetime.fromisoformat, ends)
    return start, end


def _week(said: Mapping[str, list[str]]) -> dict[str, DaySchedule]:
    return {day: DaySchedule(*hours) for day, hours in said.items()}


def rota_of(said: Said) -> Rota:
    """Build the rota that a file says."""
    return Rota([DaySchedule(*hours) for hours in said["turns"]], anchor=said["anchor"])


def rule_of(said: Said) -> DayRule:
    """Build what a file says of a date."""
    if "hours" in said:
        return DayRule(DaySchedule(*said["hours"]))
    parts = [f"as {said['as']}"] if "as" in said else []
    parts += [f"short {said['shorten']}m"] if "shorten" in said else []
    return DayRule(", ".join(parts))


def target_of(name: str, said: Said) -> Target:
    """Build the target that a file says."""
    events = {key: said[key] for key in ("starts_on", "pauses_on", "stops_on") if key in said}
    return Target(name, _promised(said), **events)


def _promised(said: Said) -> timedelta | DayCount | AroundTheClock:
    if "days" in said:
        return count_of(said)
    if "around_the_clock" in said:
        return AroundTheClock(said["around_the_clock"] * MICROSECOND)
    return timedelta(microseconds=said["duration"])


def count_of(said: Said) -> DayCount:
    """Build the count of working days that a file says."""
    cutoff = said.get("received_by")
    by = None if cutoff is None else time.fromisoformat(cutoff)
    return DayCount(said["days"], said.get("same_time", False), by)


# What is asked


class Arguments:
    """The arguments of a case, read when they are asked for; instants in a zone, if any."""

    def __init__(self, case: Case, zone: ZoneInfo | None) -> None:
        """Take a case."""
        self.case, self.zone = case, zone

    def at(self, name: str) -> datetime:
        """Read an instant."""
        instant = datetime.fromisoformat(self.case[name])
        aware = instant.tzinfo is not None and self.zone is not None
        return instant.astimezone(self.zone) if aware else instant

    @property
    def duration(self) -> timedelta:
        """Read a length of time."""
        return timedelta(microseconds=self.case["duration"])


Ask = Callable[[Any, Arguments], Any]
ASK: dict[str, Ask] = {
    "is_open": lambda c, a: c.is_open(a.at("at")),
    "next_opening": lambda c, a: c.next_opening(a.at("at")),
    "next_closing": lambda c, a: c.next_closing(a.at("at")),
    "previous_opening": lambda c, a: c.previous_opening(a.at("at")),
    "previous_closing": lambda c, a: c.previous_closing(a.at("at")),
    "roll_forward": lambda c, a: c.roll_forward(a.at("at")),
    "roll_back": lambda c, a: c.roll_back(a.at("at")),
    "span_at": lambda c, a: c.span_at(a.at("at")),
    "spans": lambda c, a: list(c.spans(a.at("start"), a.at("end"))),
    "elapsed": lambda c, a: c.elapsed(a.at("start"), a.at("end")),
    "deadline": lambda c, a: c.deadline(a.at("start"), a.duration),
    "latest_start": lambda c, a: c.latest_start(a.at("due"), a.duration),
    "working_days": lambda c, a: count_of(a.case).due(c, a.at("start")),
    "hours": lambda c, a: c.day(a.case["date"]).hours,
    "reading": lambda c, a: c.at(
        datetime.fromisoformat(a.case["wall"]), disambiguate=a.case.get("which", "raise")
    ),
    "calendar": lambda _c, _a: None,
}
CHECK: dict[str, Callable[[Any, datetime], Any]] = {
    "due": lambda target, _: target.due,
    "due_if_resumed": lambda target, at: target.due_if_resumed(at),
    "elapsed": lambda target, at: target.elapsed(at),
    "remaining": lambda target, at: target.remaining(at),
    "waited": lambda target, at: target.waited_by(at),
    "phase": lambda target, at: target.phase(at),
    "verdict": lambda target, at: target.verdict(at),
    "breach": lambda target, at: target.breach(at),
    "breached_at": lambda target, _: target.breached_at,
}


def plain(answer: Any, zone: str) -> Any:
    """Write an answer as the files do, instants on a zone's clock."""
    if isinstance(answer, datetime):
        return written(answer, zone)
    if isinstance(answer, timedelta):
        return answer // MICROSECOND
    if isinstance(answer, Span):
        return [plain(answer.start, zone), plain(answer.end, zone)]
    if isinstance(answer, DaySchedule):
        return [shift_text(shift.start, shift.end) for shift in answer.shifts]
    if isinstance(answer, list):
        return [plain(one, zone) for one in answer]
    return answer


def shift_text(*ends: timedelta) -> str:
    """Write a shift with its hours counted on beyond 24."""
    return "-".join(
        re.sub(r":00$", "", f"{at // HOUR:02}:{at % HOUR // MINUTE:02}:{at % MINUTE // SECOND:02}")
        for at in ends
    )


HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)
