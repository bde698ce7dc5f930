"""Events: instants of any zone, told by name, in the order of time."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime, timedelta, timezone
from itertools import permutations
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slacalc import (
    ArgumentTypeError,
    Event,
    EventError,
    NaiveDatetimeError,
    OutOfRangeError,
    SlacalcError,
)
from slacalc.events import KINDS, Holder, in_order

BERLIN = ZoneInfo("Europe/Berlin")
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_an_event(kind: str) -> None:
    """An event is told as itself, as a pair, or as a mapping with text."""
    event = Event(kind, AT)
    assert Event.of(event) is event
    assert Event.of((kind, AT)) == event
    assert Event.of({"event": kind, "at": AT}) == event
    assert Event.of({"event": kind, "at": "2026-03-02T12:00:00+03:00"}) == event
    assert Event.of({"event": kind, "at": AT, "reason": "x"}) == Event(kind, AT, "x")


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (("", AT), EventError),
        ((" pause", AT), EventError),
        (("two\nlines", AT), EventError),
        (("x" * 81, AT), EventError),
        ((None, AT), EventError),
        (([], AT), EventError),
        (("pause", AT.replace(tzinfo=None)), NaiveDatetimeError),
        (("pause", "2026-03-02T09:00:00+00:00"), ArgumentTypeError),
        (("pause", AT.date()), ArgumentTypeError),
        (("pause",), ArgumentTypeError),
        (["pause", AT], ArgumentTypeError),
        ("pause", ArgumentTypeError),
        (None, ArgumentTypeError),
        ({"event": "pause"}, ArgumentTypeError),
        ({"event": "pause", "at": AT, "by": "me"}, ArgumentTypeError),
        ({"event": "pause", "at": AT, "reason": 5}, ArgumentTypeError),
        ({"event": "pause", "at": AT, "reason": None}, ArgumentTypeError),
        ({"event": "pause", "at": "yesterday"}, EventError),
        ({"event": "pause", "at": "2026-03-02T09:00:00"}, NaiveDatetimeError),
        ({"event": "pause", "at": 1772442000}, ArgumentTypeError),
    ],
    ids=repr,
)
def test_what_is_no_event_is_refused(said: Any, error: type[SlacalcError]) -> None:
    """Each fault of an event gets the library's own error."""
    with pytest.raises(error):
        Event.of(said)


def test_an_event_can_be_of_a_kind_that_a_target_names() -> None:
    """Any short text is a kind; the clock knows which ones its level has."""
    assert Event("handed over", AT) == Event.of(("handed over", AT))
    assert Event("ответ клиента", AT).kind == "ответ клиента"


@pytest.mark.parametrize(
    "at",
    [
        datetime.max.replace(tzinfo=ZoneInfo("America/New_York")),
        datetime.min.replace(tzinfo=timezone(14 * HOUR)),
    ],
    ids=["too late", "too early"],
)
def test_hazard_14_an_instant_outside_the_years_is_refused(at: datetime) -> None:
    """An instant that UTC can't name gets an error of ours."""
    with pytest.raises(OutOfRangeError):
        Event("pause", at)


def test_5_1_events_are_equal_as_instants() -> None:
    """An event is the same in every zone, and its hash too."""
    one, other = Event("pause", AT), Event("pause", AT.astimezone(BERLIN))
    assert (one, hash(one)) == (other, hash(other))
    assert one != Event("resume", AT)
    assert one != Event("pause", AT, "vendor")
    assert one != Event("pause", AT + timedelta(microseconds=1))


def test_5_1_fold_twins_are_two_events() -> None:
    """Two events an hour apart in a fold differ, though Python's datetimes are equal."""
    first = datetime(2025, 10, 26, 2, 30, tzinfo=BERLIN)
    second = first.replace(fold=1)
    assert first == second
    assert Event("pause", first) != Event("pause", second)
    assert len({Event("pause", first), Event("pause", second)}) == 2
    assert Event("pause", second) == Event("pause", second.astimezone(UTC))
    assert hash(Event("pause", second)) == hash(Event("pause", second.astimezone(UTC)))


def test_5_18_events_are_ordered_by_instant_across_a_fold() -> None:
    """The order is that of instants: the second 02:15 comes after the first 02:45."""
    first = Event("pause", datetime(2025, 10, 26, 2, 45, tzinfo=BERLIN))
    second = Event("resume", datetime(2025, 10, 26, 2, 15, fold=1, tzinfo=BERLIN))
    assert in_order([second, first]) == [first, second]


def test_5_18_events_at_one_instant_keep_their_order() -> None:
    """Those at one instant stay in the order they were told in, wherever the others stood."""
    pause, resume = Event("pause", AT), Event("resume", AT)
    start, end = Event("start", AT - HOUR), Event("resolve", AT + HOUR)
    for told in permutations([start, pause, resume, end]):
        if told.index(pause) < told.index(resume):
            assert in_order(told) == [start, pause, resume, end]


def test_an_event_is_a_value() -> None:
    """Events survive pickle and `repr`, their zone and fold too."""
    at = datetime(2025, 10, 26, 2, 30, fold=1, tzinfo=BERLIN)
    event = Event("cancel", at, "merged")
    copy = pickle.loads(pickle.dumps(event))  # noqa: S301 - our own
    assert (copy, copy.at.tzinfo, copy.at.fold) == (event, BERLIN, 1)
    with pytest.raises(AttributeError):
        event.kind = "pause"  # type: ignore[misc]


class Stamp(datetime):
    """An instant of another library."""


def test_an_event_holds_an_instant_of_pythons_own() -> None:
    """Whatever kind of datetime it was told with."""
    at = Event("pause", Stamp(2026, 3, 2, 9, tzinfo=UTC)).at
    assert (at, type(at)) == (AT, datetime)


def test_a_kind_has_1_to_80_characters() -> None:
    """The shortest and the longest that a target can name."""
    assert [Event("x" * length, AT).kind for length in (1, 80)] == ["x", "x" * 80]


def test_5_18_events_at_one_instant_are_ordered_by_their_numbers() -> None:
    """The start comes first, then the smaller number; none is as good as 0."""
    numbers = [1, None, -1, 2**63 - 1, -(2**63)]
    told = [Event("pause", AT, sequence=number) for number in numbers]
    start = Event("start", AT, sequence=9)
    ordered = [event.sequence for event in in_order([*told, start])]
    assert ordered == [9, -(2**63), -1, None, 1, 2**63 - 1]


def test_an_assignment_may_say_all_that_there_is_to_say() -> None:
    """A mapping with every key is an event, and nobody is a holder too."""
    said = {"event": "assign", "at": AT, "reason": "", "id": "7", "sequence": 1, "how": None}
    event = Event.of({**said, "group": "second line", "employee": "A"})
    assert event == Event("assign", AT, id="7", sequence=1, about=Holder("second line", "A"))
    assert Event.of(said).about == Holder()
    reopening = Event.of({"event": "reopen", "at": AT, "how": "resume"})
    assert reopening == Event("reopen", AT, how="resume")
    assert str(Holder()) == "nobody"
