"""Calendar algebra at its limits: too deep, too wide, without working time, and in threads."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from effort import seconds

from slacalc import AnyCalendar, Calendar, HoursError, NoWorkingTimeError

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OFFICE, ALWAYS = "Mon-Fri 09:00-18:00", "Mon-Sun 00:00-24:00"
TODAY = datetime(2026, 3, 2, 10, tzinfo=UTC)


def calendar(week: str, zone: str = "UTC", *holidays: str) -> Calendar:
    """Build a calendar of a week."""
    return Calendar(week, time_zone=zone, holidays=holidays)


TEAM, EMEA = calendar(OFFICE, "Europe/Berlin"), calendar("Mon-Fri 09:00-17:00", "Europe/Berlin")
APAC, MAINTENANCE = calendar("Mon-Fri 09:00-17:00", "Asia/Tokyo"), calendar("Tue 14:00-15:00")
EMPTY = calendar("", "Europe/Berlin")


@pytest.fixture
def _at_once() -> Iterator[None]:
    """See that a test costs less than five seconds."""
    started = time.process_time()
    yield
    assert time.process_time() - started < seconds(5)


Combine = Callable[[AnyCalendar, int], AnyCalendar]


def nested(combine: Combine, count: int) -> AnyCalendar:
    """Combine a calendar with what came before, again and again."""
    said: AnyCalendar = TEAM
    for number in range(count):
        said = combine(said, number)
    return said


@pytest.mark.usefixtures("_at_once")
@pytest.mark.parametrize(
    "combine",
    [
        pytest.param(lambda said, _: TEAM - said, id="minus"),
        pytest.param(lambda said, _: EMEA | said, id="or"),
        pytest.param(lambda said, number: (said & EMEA).named(str(number)), id="named"),
        pytest.param(lambda said, _: (said | said).named("twice"), id="doubled"),
        pytest.param(lambda said, _: said | EMEA, id="two thousand operands"),
        pytest.param(
            lambda said, n: said.from_date(date(2000, 1, 1) + n * DAY, EMEA), id="changed"
        ),
    ],
)
def test_5_11_what_is_combined_too_deep_is_refused(combine: Combine) -> None:
    """Nesting without end and thousands of operands are refused while they are made."""
    with pytest.raises(HoursError, match="combine fewer"):
        nested(combine, 2_000)


@pytest.mark.usefixtures("_at_once")
def test_many_operands_cost_bounded_time() -> None:
    """Hundreds of operands are compiled and asked in bounded time."""
    said = nested(lambda one, _: one | EMEA, 500)

    assert said.deadline(TODAY, HOUR) == TODAY + HOUR


NOWHERE: dict[str, Callable[[], AnyCalendar]] = {
    "empty": lambda: EMPTY | EMPTY,
    "disjoint": lambda: calendar("Mon-Fri 09:00-12:00") & calendar("Mon-Fri 13:00-18:00"),
    "disjoint across zones": lambda: (
        calendar("Mon-Fri 09:00-12:00", "Europe/Berlin")
        & calendar("Mon-Fri 13:00-18:00", "America/New_York")
    ),
    "nothing left": lambda: calendar(OFFICE, "Europe/Berlin") - calendar(ALWAYS),
    "itself": lambda: calendar(OFFICE) - calendar(OFFICE),
    "over": lambda: TEAM.from_date("2026-01-01", EMPTY),
    "closed by rule": lambda: calendar(OFFICE, "UTC", "FREQ=DAILY"),
    "closed all year": lambda: calendar(OFFICE, "UTC", "01-01..12-31"),
}
SELDOM_ALIKE: dict[str, Callable[[], AnyCalendar]] = {  # so that many years are compiled first
    "rotas": lambda: (
        calendar("2 x 08:00-20:00 | 2 x closed from 2026-01-01")
        & calendar("2 x closed | 2 x 08:00-20:00 from 2026-01-01")
    ),
    "closed now and then": lambda: (
        calendar(OFFICE, "UTC", "FREQ=DAILY;INTERVAL=39999 from 2026-01-01") - calendar(OFFICE)
    ),
}


@pytest.mark.usefixtures("_at_once")
@pytest.mark.parametrize("make", NOWHERE.values(), ids=NOWHERE)
def test_5_11_no_working_time_ahead_is_told_at_once(make: Callable[[], AnyCalendar]) -> None:
    """Where operands leave no time, that is an error in a few seconds, not a search."""
    said = make()
    with pytest.raises(NoWorkingTimeError):
        said.deadline(TODAY, HOUR)
    with pytest.raises(NoWorkingTimeError):
        said.roll_forward(TODAY)
    assert said.next_opening(TODAY) is None


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("make", SELDOM_ALIKE.values(), ids=SELDOM_ALIKE)
def test_5_11_a_proof_by_all_years_is_bounded(make: Callable[[], AnyCalendar]) -> None:
    """Where years are seldom alike, the first such question takes seconds, and the next none."""
    said = make()
    started = time.process_time()
    with pytest.raises(NoWorkingTimeError):
        said.deadline(TODAY, HOUR)
    first = time.process_time() - started
    assert said.next_opening(TODAY) is None

    assert first < 40
    assert time.process_time() - started - first < first / 4


def alone(make: Callable[[], AnyCalendar], starts: list[datetime]) -> list[timedelta]:
    """Ask a fresh calendar for each answer."""
    return [make().elapsed(TODAY, start) for start in starts]


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: (EMEA | APAC) & TEAM - MAINTENANCE, id="combined"),
        pytest.param(lambda: TEAM.from_date("2026-07-01", EMEA | EMPTY), id="changed"),
    ],
)
def test_hazard_31_threads_share_a_combined_calendar(make: Callable[[], AnyCalendar]) -> None:
    """Threads that ask one combined calendar at once get the answers that each would get alone."""
    starts = [TODAY + n * 37 * DAY for n in range(-40, 40)]
    answers: dict[int, list[timedelta]] = {}
    shared, barrier, interval = make(), threading.Barrier(6), sys.getswitchinterval()

    def ask(number: int) -> None:
        barrier.wait()
        answers[number] = [shared.elapsed(TODAY, start) for start in starts]

    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert list(answers.values()) == [alone(make, starts)] * 6
