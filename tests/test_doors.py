"""The doors: what comes in from outside is checked once, and made plain."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz

from slacalc import ArgumentTypeError, Calendar, NaiveDatetimeError, doors

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)
MONDAY = datetime(2026, 3, 2, 10, tzinfo=BERLIN)


class Moment(datetime):
    """A datetime of another library."""


class Length(timedelta):
    """A timedelta of another library."""


class Nowhere(tzinfo):
    """A time zone that knows no offset."""

    def utcoffset(self, dt: datetime | None, /) -> timedelta | None:  # noqa: ARG002 - the protocol's
        """Know nothing."""
        return None

    def dst(self, dt: datetime | None, /) -> timedelta | None:  # noqa: ARG002 - the protocol's
        """Know nothing."""
        return None

    def tzname(self, dt: datetime | None, /) -> str | None:  # noqa: ARG002 - the protocol's
        """Know nothing."""
        return None


class East(tzinfo):
    """A time zone that can't be hashed."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        """Compare as itself."""
        return self is other

    def utcoffset(self, dt: datetime | None, /) -> timedelta:  # noqa: ARG002 - the protocol's
        """Lie two hours east."""
        return 2 * HOUR

    def dst(self, dt: datetime | None, /) -> timedelta:  # noqa: ARG002 - the protocol's
        """Keep one time all year."""
        return timedelta(0)

    def tzname(self, dt: datetime | None, /) -> str:  # noqa: ARG002 - the protocol's
        """Give a name."""
        return "east"


def from_file() -> ZoneInfo:
    """Read a zone without a name."""
    with (resources.files("tzdata.zoneinfo.Europe") / "Berlin").open("rb") as stream:
        return ZoneInfo.from_file(stream)


NO_INSTANTS: dict[str, Any] = {
    "None": None,
    "bool": True,
    "int": 1,
    "huge int": 10**5_000,
    "float": 1.5,
    "nan": float("nan"),
    "text": "2026-03-02T10:00:00+01:00",
    "huge text": "2" * 10**6,
    "bytes": b"2026",
    "date": date(2026, 3, 2),
    "duration": HOUR,
    "list": [],
    "class": datetime,
    "object": object(),
}
NAIVE: dict[str, datetime] = {
    "naive": datetime(2026, 3, 2, 10),
    "naive of a subclass": Moment(2026, 3, 2, 10),
    "a zone without an offset": datetime(2026, 3, 2, 10, tzinfo=Nowhere()),
    "a bare tzinfo": datetime(2026, 3, 2, 10, tzinfo=tzinfo()),  # type: ignore[abstract]
}
ZONES: dict[str, tzinfo] = {
    "UTC": UTC,
    "an equal UTC": timezone(timedelta(0), "Zulu"),
    "an offset": timezone(timedelta(hours=1)),
    "an equal offset": timezone(timedelta(hours=1), "CET"),
    "the largest offset": timezone(24 * HOUR - timedelta.resolution),
    "a zone": BERLIN,
    "a zone not kept": ZoneInfo.no_cache("Europe/Berlin"),
    "a zone without a name": from_file(),
    "dateutil's UTC": tz.UTC,
    "dateutil's offset": tz.tzoffset("CET", 3600),
    "dateutil's zone": tz.gettz("Europe/Berlin") or UTC,
    "dateutil's rule": tz.tzstr("CET-1CEST,M3.5.0,M10.5.0/3"),
    "not hashable": East(),
}  # fmt: skip


def fresh() -> Calendar:
    """Build a calendar that was asked nothing yet."""
    return Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Berlin")


def asked() -> Calendar:
    """Build a calendar that has answered before."""
    calendar = fresh()
    calendar.deadline(MONDAY, HOUR)
    return calendar


QUESTIONS: dict[str, Callable[[Calendar, Any], object]] = {
    "deadline": lambda c, at: c.deadline(at, HOUR),
    "deadline of zero": lambda c, at: c.deadline(at, timedelta(0)),
    "latest_start": lambda c, at: c.latest_start(at, HOUR),
    "latest_start of zero": lambda c, at: c.latest_start(at, timedelta(0)),
    "elapsed from": lambda c, at: c.elapsed(at, MONDAY),
    "elapsed to": lambda c, at: c.elapsed(MONDAY, at),
    "spans from": lambda c, at: c.spans(at, MONDAY),
    "spans to": lambda c, at: c.spans(MONDAY, at),
    "equivalent": lambda c, at: c.equivalent(c, at, MONDAY),
    **{
        name: lambda c, at, name=name: getattr(c, name)(at)  # type: ignore[misc]
        for name in ("is_open", "span_at", "next_opening", "next_closing", "previous_opening",
                     "previous_closing", "roll_forward", "roll_back")
    },
}  # fmt: skip


@pytest.mark.parametrize("calendar", [fresh, asked])
@pytest.mark.parametrize("ask", QUESTIONS.values(), ids=QUESTIONS)
def test_5_1_every_question_refuses_what_is_no_instant(
    calendar: Callable[[], Calendar], ask: Callable[[Calendar, Any], object]
) -> None:
    """Whatever names no instant is an error of type, or of a naive datetime, never an answer."""
    for value in NO_INSTANTS.values():
        with pytest.raises(ArgumentTypeError, match="aware datetime"):
            ask(calendar(), value)
    for value in NAIVE.values():
        with pytest.raises(NaiveDatetimeError, match=r"calendar\.at\(\.\.\.\)"):
            ask(calendar(), value)


@pytest.mark.parametrize("zone", ZONES.values(), ids=ZONES)
@pytest.mark.parametrize("calendar", [fresh, asked])
def test_5_1_results_come_back_in_the_zone_of_the_argument(
    calendar: Callable[[], Calendar], zone: tzinfo
) -> None:
    """Any tzinfo can ask, twice too, and gets the right instant with itself on it."""
    said, start = calendar(), MONDAY.astimezone(zone)
    for _ in range(2):
        due, earlier = said.deadline(start, 9 * HOUR), said.latest_start(start, 9 * HOUR)

        assert due.tzinfo is zone
        assert earlier.tzinfo is zone
        assert due.astimezone(UTC) == datetime(2026, 3, 3, 9, tzinfo=UTC)
        assert earlier.astimezone(UTC) == datetime(2026, 2, 27, 9, tzinfo=UTC)
        assert said.elapsed(start, due) == said.elapsed(earlier, start) == 9 * HOUR
        assert said.is_open(start)
        assert not said.is_open(start + 8 * HOUR)
        for at in (said.next_opening(start), said.previous_closing(start)):
            assert at is not None
            assert at.tzinfo is zone


def test_5_1_subclasses_are_made_plain() -> None:
    """Datetimes, dates and durations of other libraries come back as the standard library's."""
    moment = Moment(2026, 3, 2, 10, tzinfo=BERLIN, fold=1)

    assert type(doors.instant("at", moment)) is datetime
    assert doors.instant("at", moment).fold == 1
    exact = Moment(2026, 3, 2, 10, 11, 12, 131_415, tzinfo=BERLIN)
    assert doors.instant("at", exact).isoformat() == "2026-03-02T10:11:12.131415+01:00"
    assert type(fresh().deadline(moment, Length(hours=1))) is datetime
    assert type(fresh().deadline(moment, Length(0))) is datetime
    assert type(doors.duration("d", Length(days=-1, microseconds=1))) is timedelta
    assert doors.duration("d", Length(days=-1, microseconds=1)) == timedelta(-1, 0, 1)
    assert type(doors.day("d", type("Date", (date,), {})(2026, 3, 2))) is date


@pytest.mark.parametrize("value", NO_INSTANTS.values(), ids=NO_INSTANTS)
def test_5_2_durations_are_timedeltas(value: Any) -> None:
    """Numbers, booleans and text are no durations."""
    if value is HOUR:
        value = MONDAY
    for ask in (fresh().deadline, fresh().latest_start):
        with pytest.raises(ArgumentTypeError, match="duration="):
            ask(MONDAY, value)


@pytest.mark.parametrize("value", NO_INSTANTS.values(), ids=NO_INSTANTS)
def test_other_arguments_are_checked_too(value: Any) -> None:
    """A calendar's other arguments refuse what they can't be."""
    calendar = fresh()
    refused: list[Callable[[], object]] = [
        lambda: calendar.with_hours(value if not isinstance(value, str) else None),  # type: ignore[arg-type]
        lambda: calendar.equivalent(value, MONDAY, MONDAY),
        lambda: Calendar("", time_zone=value if not isinstance(value, str) else b""),  # type: ignore[arg-type]
        lambda: Calendar("", time_zone="UTC", name=value if not isinstance(value, str) else b""),  # type: ignore[arg-type]
        lambda: calendar.at(value if not isinstance(value, str) else b""),  # type: ignore[arg-type]
    ]
    for ask in refused:
        with pytest.raises(ArgumentTypeError):
            ask()
