"""Closures in civil time: what they take out, however they are said, and both readings of a day."""

from __future__ import annotations

import copy
import datetime as dt  # for the text of a closure
import pickle
import random
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest
from effort import seconds

from slacalc import (
    ArgumentTypeError,
    Calendar,
    Closure,
    HoursError,
    NaiveDatetimeError,
    NoWorkingTimeError,
    SlacalcError,
    Span,
)

HOUR, MINUTE, MICROSECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(microseconds=1)
BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = "Mon-Fri 09:00-18:00"
NIGHTS = "Mon-Sun 22:00-06:00"


def at(text: str) -> datetime:
    """Read an instant on Berlin's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def span(start: str | None, end: str | None) -> Span:
    """Read a stretch of Berlin's time; an end that is not given is None."""
    return Span(None if start is None else at(start), None if end is None else at(end))


def calendar(*closures: Any, week: str = OFFICE, **said: Any) -> Calendar:
    """Build a calendar with closures."""
    return Calendar(week, time_zone="Europe/Berlin", closures=closures, **said)


def shown(said: Calendar, start: str, end: str) -> list[str]:
    """List the open spans between two of Berlin's times."""
    return [f"{one.start:%d %H:%M}-{one.end:%d %H:%M}" for one in said.spans(at(start), at(end))]


# What they take out


@pytest.mark.parametrize(
    ("closed", "expected"),
    [
        pytest.param([("02 11:00", "02 12:00")], ["02 09:00-02 11:00", "02 12:00-02 18:00"]),
        pytest.param([("02 08:00", "02 10:00")], ["02 10:00-02 18:00"], id="over the opening"),
        pytest.param([("02 09:00", "02 18:00")], [], id="the hours exactly"),
        pytest.param([("01 00:00", "04 00:00")], [], id="more than the hours"),
        pytest.param([("02 18:00", "03 09:00")], ["02 09:00-02 18:00"], id="the night between"),
        pytest.param([("02 07:00", "02 09:00")], ["02 09:00-02 18:00"], id="up to the opening"),
        pytest.param(
            [("02 11:00", "02 13:00"), ("02 12:00", "02 14:00")],
            ["02 09:00-02 11:00", "02 14:00-02 18:00"],
            id="two that overlap",
        ),
        pytest.param(
            [("02 12:00", "02 14:00"), ("02 11:00", "02 12:00")],
            ["02 09:00-02 11:00", "02 14:00-02 18:00"],
            id="two that touch",
        ),
        pytest.param(
            [("02 11:00", "02 16:00"), ("02 12:00", "02 13:00")],
            ["02 09:00-02 11:00", "02 16:00-02 18:00"],
            id="one in the other",
        ),
        pytest.param(
            [("02 10:00", "02 11:00")] * 3,
            ["02 09:00-02 10:00", "02 11:00-02 18:00"],
            id="the same three times",
        ),
    ],
)  # fmt: skip
def test_5_9_closures_are_subtracted(closed: list[tuple[str, str]], expected: list[str]) -> None:
    """In a closure the calendar is closed, and what lies outside it stays."""
    said = calendar(*(span(f"2026-03-{a}", f"2026-03-{b}") for a, b in closed))

    assert shown(said, "2026-03-02 00:00", "2026-03-03 00:00") == expected


def test_5_3_closures_are_half_open() -> None:
    """A closure holds its first instant and not its end, to the microsecond."""
    start, end = at("2026-03-02 11:00") + MICROSECOND, at("2026-03-02 12:00") - MICROSECOND
    said = calendar(Span(start, end))

    edges = (start - MICROSECOND, start, end - MICROSECOND, end)
    assert [said.is_open(edge) for edge in edges] == [True, False, False, True]
    assert (
        said.elapsed(at("2026-03-02 09:00"), at("2026-03-02 18:00")) == 8 * HOUR + 2 * MICROSECOND
    )
    assert said.deadline(at("2026-03-02 09:00"), 2 * HOUR + 2 * MICROSECOND) == end + MICROSECOND


def test_5_9_closures_go_before_every_exception() -> None:
    """What is closed by a closure is closed whatever the day, a holiday or an exception says."""
    said = calendar(
        span("2026-03-07 11:00", "2026-03-07 12:00"),
        exceptions={"2026-03-07": "10:00-14:00"},
        holidays={"2026-03-09": "moved"},
    )

    assert shown(said, "2026-03-07 00:00", "2026-03-10 00:00") == [
        "07 10:00-07 11:00",
        "07 12:00-07 14:00",
    ]


def test_closures_without_an_end_last_for_ever() -> None:
    """A closure without an end ends the calendar, one without a start begins it."""
    over, begun = calendar(span("2026-03-04 12:00", None)), calendar(span(None, "2026-03-04 12:00"))

    assert over.deadline(at("2026-03-04 10:00"), 2 * HOUR) == at("2026-03-04 12:00")
    assert over.next_opening(at("2026-03-04 10:00")) is None
    assert over.next_closing(at("2026-03-04 12:00")) is None
    with pytest.raises(NoWorkingTimeError):
        over.deadline(at("2026-03-04 10:00"), 2 * HOUR + MICROSECOND)
    assert over.elapsed(at("2026-03-04 00:00"), at("2400-01-01 00:00")) == 3 * HOUR
    assert begun.next_opening(at("1900-01-01 00:00")) == at("2026-03-04 12:00")
    assert begun.previous_closing(at("2026-03-04 12:00")) is None
    with pytest.raises(NoWorkingTimeError):
        begun.latest_start(at("2026-03-04 13:00"), HOUR + MICROSECOND)


def test_a_closure_without_any_end_closes_everything() -> None:
    """Closed since ever and for ever is a calendar without hours, and known at once."""
    said = calendar(Span(None, None), week="Mon-Sun 00:00-24:00")

    assert said.span_at(at("2026-03-04 12:00")) is None
    assert said.elapsed(at("1900-01-01 00:00"), at("2900-01-01 00:00")) == 0 * HOUR
    for ask in (said.deadline, said.latest_start):
        with pytest.raises(NoWorkingTimeError):
            ask(at("2026-03-04 12:00"), HOUR)


def test_5_21_an_endless_span_ends_at_a_closure() -> None:
    """Always open, but for one closure, is two spans without an end each."""
    said = calendar(span("2026-03-02 11:00", "2026-03-02 12:00"), week="Mon-Sun 00:00-24:00")

    assert said.span_at(at("2026-01-01 00:00")) == span(None, "2026-03-02 11:00")
    assert said.span_at(at("2027-01-01 00:00")) == span("2026-03-02 12:00", None)


@pytest.mark.parametrize("seed", range(3))
def test_closures_are_the_subtraction_of_a_calendar(seed: int) -> None:
    """Drawn closures leave what the plain calendar has outside their union."""
    draw = random.Random(seed)
    base = datetime(2026, 3, 20, tzinfo=UTC)  # the clock changes on the 29th
    drawn = [
        (base + draw.randrange(30_000) * MINUTE, draw.randrange(1, 3_000) * MINUTE)
        for _ in range(25)
    ]
    closures = [Span(start, start + length) for start, length in drawn]
    for week in (OFFICE, NIGHTS, "Mon-Sun 00:00-24:00"):
        plain, said = calendar(week=week), calendar(*closures, week=week)
        minutes = [base + n * 7 * MINUTE for n in range(5_000)]
        for minute in minutes:
            closed = any(start <= minute < start + length for start, length in drawn)
            assert said.is_open(minute) == (plain.is_open(minute) and not closed)


# Both readings of "closed on the 24th"


def test_5_7_the_24th_by_day_and_by_civil_time() -> None:
    """By day, the night that begins on the 24th is off; by civil time, both nights are cut."""
    by_day = calendar(week=NIGHTS, holidays={"2026-12-24": "Christmas Eve"})
    by_exception = calendar(week=NIGHTS, exceptions={"2026-12-24": "closed"})
    by_clock = calendar((span("2026-12-24 00:00", "2026-12-25 00:00"), "Eve"), week=NIGHTS)
    window = "2026-12-23 12:00", "2026-12-26 12:00"

    assert shown(by_day, *window) == ["23 22:00-24 06:00", "25 22:00-26 06:00"]
    assert shown(by_exception, *window) == shown(by_day, *window)
    assert shown(by_clock, *window) == [
        "23 22:00-24 00:00",
        "25 00:00-25 06:00",
        "25 22:00-26 06:00",
    ]
    the_24th = calendar(week="", exceptions={"2026-12-24": "00:00-24:00"})
    subtracted = calendar(week=NIGHTS) - the_24th
    assert subtracted.equivalent(by_clock, at("2026-12-01 00:00"), at("2027-01-01 00:00"))


def test_5_7_both_readings_name_their_reason() -> None:
    """The holiday is the reason of its own day, the closure that of the hours that it took."""
    by_day = calendar(week=NIGHTS, holidays={"2026-12-24": "Christmas Eve"})
    by_clock = calendar((span("2026-12-24 00:00", "2026-12-25 00:00"), "Eve"), week=NIGHTS)

    assert str(by_day.day("2026-12-24")) == "Thu 2026-12-24 closed (Christmas Eve)"
    assert str(by_day.day("2026-12-23")) == "Wed 2026-12-23 22:00-06:00"
    assert str(by_clock.day("2026-12-23")) == "Wed 2026-12-23 22:00-24:00 (Eve)"
    assert str(by_clock.day("2026-12-24")) == "Thu 2026-12-24 24:00-30:00 (Eve)"
    assert str(by_clock.day("2026-12-25")) == "Fri 2026-12-25 22:00-06:00"
    told = by_clock.explain(at("2026-12-23 22:00"), at("2026-12-25 06:00"))
    assert [(f"{one.start:%d %H:%M}", one.working, one.reason) for one in told] == [
        ("23 22:00", True, "working"),
        ("24 00:00", False, "Eve"),
        ("24 06:00", False, "outside hours"),
        ("24 22:00", False, "Eve"),
        ("25 00:00", True, "working"),
    ]


def test_5_8_a_closure_is_of_instants_and_not_of_readings() -> None:
    """Through a fold a closure of two hours is two hours, whatever the clock shows."""
    start = datetime(2026, 10, 25, 0, tzinfo=UTC)  # 02:00 in Berlin for the first time
    said = calendar(Span(start, start + 2 * HOUR), week="Mon-Sun 00:00-24:00")

    assert said.elapsed(at("2026-10-25 00:00"), at("2026-10-26 00:00")) == 23 * HOUR
    assert said.is_open(at("2026-10-25 03:00"))


# How they are said


def test_closures_are_said_in_many_ways() -> None:
    """Spans, closures, pairs with reasons and a mapping say the same; their order says nothing."""
    one, other = span("2026-03-02 11:00", "2026-03-02 12:00"), span("2026-03-03 11:00", None)
    made = [Closure(other.start, None, "sold"), Closure(one.start, one.end, "drill")]
    ways: list[Any] = [
        made,
        tuple(reversed(made)),
        iter(made),
        {one: "drill", other: "sold"},
        [(one, "drill"), (other, "sold")],
        [(one.start, one.end, "drill"), made[0]],
    ]
    for closures in ways:
        said = Calendar(OFFICE, time_zone="Europe/Berlin", closures=closures)
        assert said.closures == (made[1], made[0])
    assert calendar(one).closures == (Closure(one.start, one.end, "closed"),)


def test_closures_are_equal_by_their_instants() -> None:
    """The same instants in another zone are the same closure; another reason is another one."""
    one = Closure(at("2026-03-02 11:00"), None, "drill")
    other = Closure(datetime(2026, 3, 2, 10, tzinfo=UTC), None, "drill")

    assert one == other
    assert hash(one) == hash(other)
    assert calendar(one) == calendar(other)
    assert hash(calendar(one)) == hash(calendar(other))
    assert one != Closure(one.start, None, "fire")


@pytest.mark.parametrize(
    "closure",
    [
        Closure(at("2026-03-02 11:00"), at("2026-03-02 12:00"), "drill"),
        Closure(datetime(2026, 3, 2, 10, tzinfo=UTC), None),
        Closure(None, datetime(2026, 3, 2, 10, tzinfo=dt.timezone(HOUR)), 'it\'s "quoted"'),
        Closure(None, None),
    ],
    ids=str,
)
def test_closures_survive_every_kind_of_copy(closure: Closure) -> None:
    """Repr, pickle and copy give an equal closure back, alone and in a calendar."""
    known = {"datetime": dt, "zoneinfo": __import__("zoneinfo"), "Closure": Closure}
    twins = [
        eval(repr(closure), known),  # noqa: S307 - our own text
        pickle.loads(pickle.dumps(closure)),  # noqa: S301 - our own bytes
        copy.deepcopy(closure),
    ]
    assert all((twin, hash(twin)) == (closure, hash(closure)) for twin in twins)
    said = calendar(closure, name="desk")
    assert eval(repr(said), {**known, "Calendar": Calendar}) == said  # noqa: S307 - our own text
    assert pickle.loads(pickle.dumps(said)) == said  # noqa: S301 - our own bytes
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        closure.reason = "another"  # type: ignore[misc]


@pytest.mark.parametrize(
    "given", ["", "2026-03-02", 5, None, True, ..., Span(None, None), Closure(None, None)], ids=repr
)
def test_closures_of_other_types_are_refused(given: Any) -> None:
    """Closures are several, and one alone is not taken for a list."""
    with pytest.raises(ArgumentTypeError, match="closures="):
        Calendar(OFFICE, time_zone="Europe/Berlin", closures=given)


@pytest.mark.parametrize(
    "given",
    [None, 5, (), (None, None), (Span(None, None), 5),
     (Span(None, None), None), {"start": None}],
    ids=repr,
)  # fmt: skip
def test_a_closure_of_odd_parts_is_refused(given: Any) -> None:
    """A closure has instants, or none, and a reason in words."""
    with pytest.raises(ArgumentTypeError):
        calendar(given)


def test_5_1_closures_are_between_instants() -> None:
    """Naive ends, ends in the wrong order and a stretch of no length are refused."""
    noon = at("2026-03-02 12:00")
    with pytest.raises(NaiveDatetimeError):
        Closure(datetime(2026, 3, 2, 12), None)
    with pytest.raises(NaiveDatetimeError):
        calendar(Span(noon, datetime(2026, 3, 2, 12)))
    for start, end in ((noon, noon), (noon + MICROSECOND, noon)):
        with pytest.raises(HoursError, match="is no stretch of time"):
            Closure(start, end)


def test_closures_at_the_ends_of_time() -> None:
    """A closure from the last day on or until the first one ends is like any other."""
    first, last = (one.replace(tzinfo=UTC) for one in (datetime.min, datetime.max))
    always = "Mon-Sun 00:00-24:00"

    assert calendar(Span(last - HOUR, last), week=always).elapsed(last - 3 * HOUR, last) == 2 * HOUR
    assert (
        calendar(Span(first, first + HOUR), week=always).elapsed(first, first + 3 * HOUR)
        == 2 * HOUR
    )


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026-12-24", "2026-12-24 00:00", "2026-12-25 00:00"),
        ("2026-12-24..2026-12-26", "2026-12-24 00:00", "2026-12-27 00:00"),
        (" 2026-12-24 18:00 .. 2026-12-26 06:30 ", "2026-12-24 18:00", "2026-12-26 06:30"),
        ("2026-12-24 18:00..", "2026-12-24 18:00", None),
        ("..2026-12-24", None, "2026-12-25 00:00"),
    ],
)
def test_closures_are_said_as_text(text: str, start: str | None, end: str | None) -> None:
    """Times of the calendar's clock have dots between them, and a date is meant as a whole."""
    closed = span(start, end)

    assert calendar(text).closures == (Closure(closed.start, closed.end),)
    named = Calendar(OFFICE, time_zone="Europe/Berlin", closures={text: "eve"})
    assert named.closures == (Closure(closed.start, closed.end, "eve"),)
    with pytest.raises(ArgumentTypeError):
        calendar((text, "2026-12-25"))


@pytest.mark.parametrize(
    ("zone", "text", "start", "end"),
    [
        ("Asia/Beirut", "2026-03-29", "2026-03-28T22:00", "2026-03-29T21:00"),
        ("Asia/Beirut", "2026-03-28", "2026-03-27T22:00", "2026-03-28T22:00"),
        ("America/Havana", "2020-11-01", "2020-11-01T04:00", "2020-11-02T05:00"),
        ("Pacific/Apia", "2011-12-29", "2011-12-29T10:00", "2011-12-30T10:00"),
    ],
)
def test_5_8_a_day_that_is_closed_begins_where_its_clock_does(
    zone: str, text: str, start: str, end: str
) -> None:
    """A date without a midnight is closed from its first instant, and up to the next date's."""
    said = Calendar("", time_zone=zone, closures=[text])
    first, last = (datetime.fromisoformat(one).replace(tzinfo=UTC) for one in (start, end))

    assert said.closures == (Closure(first, last),)


@pytest.mark.parametrize(
    "text",
    ["", "..", " .. ", "12-24", "easter", "2026-02-30", "2026-12-26..2026-12-24",
     "2026-12-24..2026-12-25..2026-12-26", "2026-12-24 24:30..", "2026-03-29 02:30..",
     "2026-10-25 02:30..", "2026-12-24" + " " * 95 + "...", "x" * 10**6,
     "2026-12-24\x00"],
    ids=lambda text: repr(text)[:40],
)  # fmt: skip
def test_bad_texts_of_closures_are_refused(text: str) -> None:
    """What is no date and no time, or could be two, is an error of ours, and not cut short."""
    with pytest.raises(SlacalcError) as caught:
        calendar(text)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_are_closed(day: str) -> None:
    """The ends of time can be closed like any other day, or are refused by an error of ours."""
    try:
        said = Calendar("Mon-Sun 00:00-24:00", time_zone="Asia/Beirut", closures=[day])
    except SlacalcError:
        return
    assert not said.is_open(datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC))


def test_many_closures_cost_bounded_time() -> None:
    """A hundred thousand closures are compiled in seconds, and more of them are refused."""
    start, hour = at("2026-03-02 00:00"), HOUR
    started = time.process_time()
    said = calendar(*(Span(start + n * hour, start + n * hour + MINUTE) for n in range(100_000)))
    assert said.elapsed(start, start + 24 * hour) == 9 * 59 * MINUTE
    with pytest.raises(HoursError, match="more than 100000"):
        calendar(*said.closures, Span(None, start))
    assert time.process_time() - started < seconds(10)
