"""The library asked about the transitions of one zone, and its answers compared with a walk's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any, NamedTuple
from zlib import crc32
from zoneinfo import ZoneInfo

from sweep_cases import ALWAYS, Case, Cases, Question
from sweep_walk import DAY, SECOND, Change, Hours, Said, Week, changes_once

from slacalc import Calendar, WallTimeError

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WALL_EPOCH = datetime(1970, 1, 1)
MICROSECOND = timedelta(microseconds=1)
OTHERS: tuple[tzinfo, ...] = (
    timezone(timedelta(hours=5, minutes=45)),
    ZoneInfo("America/St_Johns"),
    timezone(-timedelta(hours=3, minutes=30)),
    ZoneInfo("Pacific/Apia"),
    ZoneInfo("Europe/Berlin"),
)
LINES = 5  # that are shown of the differences in a zone
KEPT = 4 * 365 * DAY  # a calendar is asked again where the next transition is not further off
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Swept(NamedTuple):
    """What was asked in one zone, and where the answers differ."""

    zone: str
    transitions: list[Change]
    calendars: int
    questions: int
    kinds: Counter[str]
    differences: int
    lines: list[str]  # differences, each of another kind of question, the shortest ones


# What is asked, and on which clock


class Moments(dict[int, datetime]):
    """Instants, by their microseconds since 1970, as datetimes of one zone."""

    def __init__(self, zone: tzinfo) -> None:
        """Name the zone."""
        super().__init__()
        self.zone = zone

    def __missing__(self, instant: int) -> datetime:
        """Write an instant as the zone's clock shows it."""
        self[instant] = moment = (EPOCH + instant * MICROSECOND).astimezone(self.zone)
        return moment


class Imaginary(Moments):
    """The same, but that instants beside a gap are written as wall times that it skips."""

    def __init__(self, zone: tzinfo, change: Change) -> None:
        """Name the zone and the gap."""
        super().__init__(zone)
        self.change = change

    def __missing__(self, instant: int) -> datetime:
        """Write an instant with the offset from the other side of the gap."""
        at, before, after = (seconds * SECOND for seconds in self.change)
        if not at - (after - before) <= instant < at + (after - before):
            return super().__missing__(instant)
        fold = int(instant < at)
        wall = WALL_EPOCH + (instant + (after if fold else before)) * MICROSECOND
        self[instant] = wall.replace(tzinfo=self.zone, fold=fold)
        return self[instant]


class Clock(NamedTuple):
    """How the instants of questions are written, and those of answers."""

    asked: Moments
    answered: Moments


def clocks(zone: tzinfo, change: Change, turn: int) -> list[Clock]:
    """Return the clocks that a transition is asked about on."""
    own, utc, other = Moments(zone), Moments(UTC), Moments(OTHERS[turn % len(OTHERS)])
    return [
        Clock(own, own),
        Clock(utc, utc),
        Clock(Imaginary(zone, change), own),
        Clock(other, other),
    ]


def _wall(reading: int) -> datetime:
    return WALL_EPOCH + timedelta(seconds=reading)


def _at_once(calendar: Calendar, reading: int) -> bool:
    try:
        calendar.at(_wall(reading))
    except WallTimeError:
        return False
    return True


def _span(calendar: Calendar, at: datetime) -> tuple[object, object] | None:
    span = calendar.span_at(at)
    return None if span is None else (span.start, span.end)


Ask = Callable[[Calendar, Moments, int, int], Any]
ASK: dict[str, Ask] = {
    "spans": lambda c, at, a, b: [(span.start, span.end) for span in c.spans(at[a], at[b])],
    "is_open": lambda c, at, a, _: c.is_open(at[a]),
    "elapsed": lambda c, at, a, b: c.elapsed(at[a], at[b]),
    "deadline": lambda c, at, a, d: c.deadline(at[a], timedelta(0, 0, d)),
    "latest_start": lambda c, at, a, d: c.latest_start(at[a], timedelta(0, 0, d)),
    "next_opening": lambda c, at, a, _: c.next_opening(at[a]),
    "next_closing": lambda c, at, a, _: c.next_closing(at[a]),
    "previous_opening": lambda c, at, a, _: c.previous_opening(at[a]),
    "previous_closing": lambda c, at, a, _: c.previous_closing(at[a]),
    "span_at": lambda c, at, a, _: _span(c, at[a]),
    "at_once": lambda c, _, reading, __: _at_once(c, reading),
    "at_earlier": lambda c, _, reading, __: c.at(_wall(reading), disambiguate="earlier"),
    "at_later": lambda c, _, reading, __: c.at(_wall(reading), disambiguate="later"),
    "day": lambda c, _, day, __: bool(c.day(date(1970, 1, 1) + timedelta(day)).hours),
}
FLAGS = {"is_open", "at_once", "day"}


def expected(question: Question, answered: Moments) -> Any:
    """Write the walk's answer as the library should."""
    answer: Any = question.answer
    if answer is None or question.kind in FLAGS:
        return answer
    if question.kind == "elapsed":
        return timedelta(0, 0, answer)
    if question.kind == "spans":
        return [(answered[start], answered[end]) for start, end in answer]
    if question.kind == "span_at":
        return tuple(answered[end] for end in answer)
    return answered[answer]


def same(got: Any, wanted: Any) -> bool:
    """Tell whether two answers are one, in their zone, wall time and fold too."""
    if isinstance(wanted, datetime):  # of one zone Python compares wall times, which is wanted
        return bool(
            isinstance(got, datetime)
            and got.tzinfo is wanted.tzinfo
            and got == wanted
            and got.fold == wanted.fold
        )
    if isinstance(wanted, list | tuple):
        return type(got) is type(wanted) and len(got) == len(wanted) and all(map(same, got, wanted))
    return type(got) is type(wanted) and bool(got == wanted)


# One zone


class Zone:
    """The calendars of one zone, each kept while the transitions it is asked about are near."""

    def __init__(self, name: str, cases: Iterable[Case]) -> None:
        """Gather what the calendars of all transitions say of single days."""
        self.name = name
        self.rules: dict[Week, dict[int, Hours]] = {}
        self.kept: dict[tuple[Week, bool], tuple[Calendar, int]] = {}
        for case in cases:
            for said in case.calendars:
                rules = self.rules.setdefault(said.week, {})
                assert all(rules.get(day, hours) == hours for day, hours in said.rules)
                rules.update(said.rules)

    def calendar(self, said: Said, at: int) -> Calendar:
        """Return the library's calendar, where it was asked about an instant not far from this."""
        key = said.week, bool(said.rules)
        calendar, last = self.kept.get(key, (None, at))
        if calendar is None or abs(at - last) > KEPT:
            rules = self.rules[said.week] if said.rules else {}
            calendar = Calendar(**words(Said(said.week, tuple(rules.items())), self.name))
        self.kept[key] = calendar, at
        return calendar


def sweep_zone(name: str, transitions: list[Change], cases: Cases) -> Swept:
    """Ask about the transitions of one zone: forwards in every other zone, else backwards."""
    zone = Zone(name, (cases.of(name, change) for change in transitions))
    order = transitions if crc32(name.encode()) % 2 else transitions[::-1]
    calendars = questions = differences = 0
    kinds: Counter[str] = Counter()
    lines: dict[str, str] = {}
    for change in order:
        assert changes_once(name, change), (name, change)
        case = cases.of(name, change)
        kinds.update(case.kinds)
        for said, calendar, clock, asked in _surveys(zone, case):
            calendars += 1
            questions += len(asked)
            for question in asked:
                answer = _answer(calendar, question, clock)
                if not same(answer, wanted := expected(question, clock.answered)):
                    differences += 1
                    call = _call(said, name, question, clock.asked)
                    line = f"{_title(name, change)}: {call} gives {answer!r}, not {wanted!r}"
                    lines.setdefault(question.kind, line)
    return Swept(
        name,
        transitions,
        calendars,
        questions,
        kinds,
        differences,
        sorted(lines.values(), key=len)[:LINES],
    )


def _surveys(zone: Zone, case: Case) -> Iterator[tuple[Said, Calendar, Clock, list[Question]]]:
    """Go through the calendars of a transition, each with its clock and what it is asked."""
    turn = case.change.at // DAY  # the same whatever else is swept
    on = clocks(ZoneInfo(zone.name), case.change, turn)
    for index, (said, asked) in enumerate(zip(case.calendars, case.questions, strict=True)):
        if said == Said(ALWAYS):
            yield said, zone.calendar(said, case.change.at), on[0], [*case.clock_questions, *asked]
        else:
            yield said, zone.calendar(said, case.change.at), on[(index + turn) % 4], asked


def _answer(calendar: Calendar, question: Question, clock: Clock) -> Any:
    try:
        return ASK[question.kind](calendar, clock.asked, question.first, question.second)
    except Exception as error:  # noqa: BLE001 - an error is an answer too, and a wrong one
        return error


# Said in words


def words(said: Said, zone: str) -> dict[str, Any]:
    """Write what is said of a calendar as the arguments of the library's."""
    days = [f"{WEEKDAYS[day]} {_hours(hours)}" for day, hours in enumerate(said.week) if hours]
    arguments: dict[str, Any] = {"week": "; ".join(days) or "Mon closed", "time_zone": zone}
    if said.rules:
        arguments["exceptions"] = {str(_date(day)): _hours(hours) for day, hours in said.rules}
    return arguments


def _hours(hours: Hours) -> str:
    return " ".join(f"{time_text(start)}-{time_text(end)}" for start, end in hours) or "closed"


def time_text(second: int) -> str:
    """Write a second of a day, 24:00 and beyond too."""
    minutes, seconds = divmod(second, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")


def _date(day: int) -> date:
    return date(1970, 1, 1) + timedelta(day)


def _title(zone: str, change: Change) -> str:
    kind = "gap" if change.is_gap else "fold"
    at = _wall(change.at).isoformat()
    return f"{zone} {at}Z, {kind} from {_wall(change.low)} to {_wall(change.high)}"


def _call(said: Said, zone: str, question: Question, asked: Moments) -> str:
    """Write a question as the call that asks it."""
    kind, first, second, _ = question
    if kind.startswith("at_"):
        way = "raise" if kind == "at_once" else kind.removeprefix("at_")
        call = f"at({str(_wall(first))!r}, disambiguate={way!r})"
    elif kind == "day":
        call = f"day({str(_date(first))!r})"
    elif kind in ("spans", "elapsed"):
        call = f"{kind}({asked[first]!r}, {asked[second]!r})"
    elif kind in ("deadline", "latest_start"):
        call = f"{kind}({asked[first]!r}, {timedelta(0, 0, second)!r})"
    else:
        call = f"{kind}({asked[first]!r})"
    arguments = ", ".join(f"{name}={value!r}" for name, value in words(said, zone).items())
    calendar = f"Calendar({arguments}).{call}"
    return f"[*{calendar}]" if kind == "spans" else calendar
