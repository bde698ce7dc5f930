"""The ends of time, far years and hostile calendars: bounded cost, right answers or our errors."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz
from effort import seconds

from slacalc import (
    Calendar,
    DayRule,
    DaySchedule,
    NoWorkingTimeError,
    OutOfRangeError,
    SlacalcError,
    WeekSchedule,
)
from slacalc.closures import ClosedTime
from slacalc.compiler import Compiler
from slacalc.working_days import WorkingDays

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MANY_SHIFTS = [
    f"{half // 2:02d}:{half % 2 * 30:02d}-{half // 2:02d}:{half % 2 * 30 + 9:02d}"
    for half in range(48)
]
TODAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
FAR = datetime(9990, 3, 2, 10, tzinfo=UTC)
PAST = datetime(9, 3, 2, 10, tzinfo=UTC)
SECONDS, MEMORY = 10, 64 * 2**20
AROUND = ("is_open", "span_at", "next_opening", "next_closing", "previous_opening",
          "previous_closing", "roll_forward", "roll_back")  # fmt: skip
WEEKS = {
    "office": "Mon-Fri 09:00-13:00 14:00-18:00",
    "nights": "Mon-Sun 22:00-06:00",
    "always": "Mon-Sun 00:00-24:00",
    "always from noon": "Mon-Sun 12:00-36:00",
    "a minute a week": "Sun 02:30-02:31",
    "empty": "",
}
ODD_ZONES: dict[str, tzinfo] = {
    "UTC": UTC,
    "far east": timezone(timedelta(hours=23, minutes=59)),
    "far west": timezone(-timedelta(hours=23, minutes=59)),
    "Manila": ZoneInfo("Asia/Manila"),
    "New York": ZoneInfo("America/New_York"),
    "Dublin": ZoneInfo("Europe/Dublin"),
    "dateutil UTC": tz.UTC,
}


def calendar(week: str, **said: Any) -> Calendar:
    """Build a calendar of one of the weeks, asked nothing yet."""
    return Calendar(WEEKS[week], time_zone="Europe/Berlin", **said)


@pytest.fixture
def _bounded() -> Iterator[None]:
    """See that a test takes seconds and megabytes, not minutes and gigabytes."""
    started = time.process_time()
    yield
    assert time.process_time() - started < seconds(SECONDS)


FAR_QUESTIONS: dict[str, Callable[[Calendar], object]] = {
    "deadline far ahead": lambda c: c.deadline(FAR, HOUR),
    "deadline far behind": lambda c: c.deadline(PAST, HOUR),
    "deadline of ages": lambda c: c.deadline(TODAY, timedelta(days=5 * 10**5)),
    "latest start of ages": lambda c: c.latest_start(TODAY, timedelta(days=10**5)),
    "the longest duration": lambda c: c.deadline(TODAY, timedelta.max),
    "all of time": lambda c: c.elapsed(PAST, FAR),
}


@pytest.mark.usefixtures("_bounded")
@pytest.mark.parametrize(
    ("week", "question"),
    [*(("office", question) for question in FAR_QUESTIONS),
     *((week, "deadline far ahead") for week in WEEKS if week != "office")],
)  # fmt: skip
def test_5_11_far_answers_cost_bounded_time(week: str, question: str) -> None:
    """A sentinel date, a millennium of work or an impossible one is answered or refused soon."""
    try:
        FAR_QUESTIONS[question](calendar(week))
    except (OutOfRangeError, NoWorkingTimeError):
        assert week == "empty" or question == "the longest duration"


@pytest.mark.slow
@pytest.mark.long
def test_5_11_far_answers_cost_bounded_memory() -> None:
    """The way to a sentinel date takes less than 64 MiB."""
    said = calendar("office")
    said.is_open(TODAY)
    tracemalloc.start()
    try:
        said.deadline(FAR, HOUR)
        assert tracemalloc.get_traced_memory()[1] < MEMORY
    finally:
        tracemalloc.stop()


@pytest.mark.usefixtures("_bounded")
def test_5_11_neighbours_are_found_soon() -> None:
    """The neighbours of an instant cost bounded time in every kind of calendar."""
    lonely = {"0005-01-01": "10:00-14:00", "9990-01-01": "10:00-14:00"}
    said = [
        *(calendar(week) for week in WEEKS if week != "nights"),
        calendar("empty", exceptions=lonely),
        calendar("empty", exceptions={"2020-01-01": "10:00-14:00"}),
        calendar("always", holidays=["0005-01-01", "9990-01-01"]),
    ]
    for one in said:
        for name in AROUND:
            try:
                getattr(one, name)(TODAY)
            except NoWorkingTimeError:
                assert name in {"roll_forward", "roll_back"}


@pytest.mark.usefixtures("_bounded")
def test_5_11_lonely_days_are_found() -> None:
    """The only days with hours are found seven thousand years away, both ways."""
    said = calendar("empty", exceptions={"0005-01-01": "10:00-14:00", "9990-01-01": "10:00-14:00"})

    assert said.next_opening(TODAY) == datetime(9990, 1, 1, 9, tzinfo=UTC)
    assert said.deadline(TODAY, 4 * HOUR) == datetime(9990, 1, 1, 13, tzinfo=UTC)
    assert said.previous_closing(TODAY) == said.at("0005-01-01 14:00")
    assert said.latest_start(TODAY, 4 * HOUR) == said.at("0005-01-01 10:00")
    assert said.elapsed(PAST - 8 * 365 * DAY, FAR) == 8 * HOUR
    assert len(list(said.spans(PAST - 8 * 365 * DAY, FAR))) == 2


@pytest.mark.usefixtures("_bounded")
def test_5_3_an_endless_span_is_one_through_all_of_time() -> None:
    """Always open is one span from the first years to the last."""
    said = calendar("always")
    (span,) = said.spans(PAST, FAR)

    assert (span.start, span.end) == (PAST, FAR)


@pytest.mark.usefixtures("_bounded")
def test_5_11_many_exceptions_cost_bounded_time() -> None:
    """Two thousand exceptions over centuries are compiled and counted."""
    days = [date(1926, 1, 1) + 30 * DAY * n for n in range(2_000)]
    said = calendar("always", exceptions=dict.fromkeys(days, "short 1h"))
    start, end = (datetime(year, 1, 1, tzinfo=UTC) for year in (1920, 2120))

    assert said.elapsed(start, end) == end - start - 2_000 * HOUR


@pytest.mark.usefixtures("_bounded")
@pytest.mark.parametrize(
    ("hours", "holidays"),
    [("Mon-Fri 09:00-18:00", ["9999-12-31", "0001-01-01"]), ("Mon-Sun 00:00-48:00", [])],
)
def test_5_11_the_first_and_the_last_day(hours: str, holidays: list[str]) -> None:
    """What is said of the ends of time is compiled like any other day."""
    said = Calendar(hours, time_zone="Pacific/Kiritimati", holidays=holidays)
    last = datetime(9999, 12, 31, 9, 59, tzinfo=UTC)

    assert said.elapsed(last - 24 * HOUR, last) == (0 * HOUR if holidays else 24 * HOUR)
    assert said.elapsed(last - 48 * HOUR, last) == (9 * HOUR if holidays else 48 * HOUR)
    assert said.day(date.max).hours == (DaySchedule() if holidays else said.week.days[4])
    assert said.day(date.min).hours == (DaySchedule() if holidays else said.week.days[0])


@cache
def shared(week: str, year: int, *, with_ends: bool) -> Calendar:
    """Return a calendar that many tests ask about one end of time, with hours of its own there."""
    end = "0001-01-01" if year == 1 else "9999-12-31"
    said = calendar(week, exceptions={end: "00:00-24:00"} if with_ends else {})
    said.is_open(datetime(year, 3, 2, 10, tzinfo=UTC))
    return said


@pytest.mark.parametrize("zone", ODD_ZONES.values(), ids=ODD_ZONES)
@pytest.mark.parametrize("week", ["office", "nights", "always", "empty"])
@pytest.mark.parametrize("with_ends", [False, True], ids=["as it is", "with hours there"])
def test_hazard_14_the_ends_of_time(week: str, zone: tzinfo, with_ends: bool) -> None:
    """At the first and the last datetime every question is answered or refused by our errors."""
    for end in (datetime.min, datetime.min + DAY, datetime.max - DAY, datetime.max):
        said, at = shared(week, end.year, with_ends=with_ends), end.replace(tzinfo=zone)
        inward = DAY if end.year == 1 else -DAY
        asked: list[Callable[..., object]] = [getattr(said, name) for name in AROUND]
        asked += [
            lambda at, said=said: said.deadline(at, HOUR),
            lambda at, said=said: said.deadline(at, timedelta.max),
            lambda at, said=said: said.latest_start(at, HOUR),
            lambda at, said=said: said.latest_start(at, timedelta.max),
            lambda at, said=said, inward=inward: list(said.spans(*sorted((at, at + inward)))),
        ]
        for ask in asked:
            _answered_or_refused(ask, at)
        _check_elapsed(said, at, (end + 5 * inward).replace(tzinfo=UTC))


def _answered_or_refused(ask: Callable[..., object], at: datetime) -> None:
    """Ask, and let none but our own errors pass."""
    try:
        ask(at)
    except SlacalcError as error:
        assert isinstance(error, OutOfRangeError | NoWorkingTimeError)  # noqa: PT017 - either way is right


def _check_elapsed(said: Calendar, at: datetime, other: datetime) -> None:
    """See that no more time is worked than there is, and the same both ways."""
    try:
        worked = said.elapsed(other, at)
    except OutOfRangeError:
        return
    assert abs(worked) <= abs(at - other)
    assert said.elapsed(at, other) == -worked


def test_hazard_14_around_the_clock_to_the_very_end() -> None:
    """Always open is plain subtraction up to the last microsecond, and not beyond."""
    said = Calendar("Mon-Sun 00:00-24:00", time_zone="UTC")
    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)

    assert said.elapsed(first, last) == last - first
    assert said.deadline(first, last - first) == last
    assert said.latest_start(last, last - first) == first
    with pytest.raises(OutOfRangeError):
        said.deadline(first, last - first + datetime.resolution)
    with pytest.raises(OutOfRangeError):
        said.latest_start(last, last - first + datetime.resolution)


@pytest.mark.parametrize(
    ("week", "single_days"),
    [("", range(0, 189 * 400, 189)), ("Mon-Sun " + " ".join(MANY_SHIFTS), range(0))],
    ids=["a single day on each page", "as many shifts a day as there may be"],
)
def test_5_11_pages_kept_compiled_are_bounded(week: str, single_days: range) -> None:
    """However many pages are asked for, few are kept, and fewer where they hold many shifts."""
    rule = DayRule(DaySchedule("10:00-12:00"))
    rules = [(date(1970, 1, 1) + timedelta(number), rule) for number in single_days]
    days = WorkingDays(WeekSchedule(week), (), rules)
    compiler = Compiler(ZoneInfo("Europe/Berlin"), days, ClosedTime(()))
    most_pages = most_shifts = 0
    for number in range(40 if week else 400):
        compiler.page(number)
        kept = compiler._cache.values()
        most_pages = max(most_pages, len(kept))
        most_shifts = max(most_shifts, sum(len(page.starts) for page in kept))

    assert most_pages <= 128
    assert most_shifts <= 40_000 + 189 * 48
