"""A calendar: working time in one zone, asked about; the worked examples."""

from __future__ import annotations

import copy
import datetime as dt  # for the text of a calendar with dates
import pickle
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest

from slacalc import (
    Calendar,
    DayRule,
    DaySchedule,
    DurationError,
    NaiveDatetimeError,
    NoWorkingTimeError,
    OutOfRangeError,
    Span,
    WeekSchedule,
)

HOUR, MINUTE, MICROSECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(microseconds=1)
ZERO = timedelta(0)
BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = Calendar("Mon-Fri 09:00-13:00 14:00-18:00", time_zone="Europe/Berlin")
STRAIGHT = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Berlin")
ALWAYS = Calendar("Mon-Sun 00:00-24:00", time_zone="Europe/Berlin")
NIGHTS = Calendar("Mon-Sun 22:00-06:00", time_zone="Europe/Berlin")
EMPTY = Calendar("", time_zone="Europe/Berlin")
OVER = Calendar("", time_zone="Europe/Berlin", exceptions={"2026-03-02": "10:00-12:00"})


def wall(at: datetime | None) -> str | None:
    """Write an instant as Berlin's clock shows it."""
    return None if at is None else at.astimezone(BERLIN).isoformat(" ", "minutes")


def short(at: datetime | None) -> str | None:
    """Write an instant as Berlin's clock shows it, without the offset."""
    text = wall(at)
    return text and text[:16]


def utc(text: str) -> datetime:
    """Read an instant."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# The deadline and its mirror image


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        pytest.param("2026-03-02 09:00", 8, "2026-03-02 18:00", id="a whole day"),
        pytest.param("2026-03-02 10:00", 8, "2026-03-03 10:00", id="a day from ten"),
        pytest.param("2026-03-02 09:00", 4, "2026-03-02 13:00", id="up to the break"),
        pytest.param("2026-03-02 13:30", 1, "2026-03-02 15:00", id="from within the break"),
        pytest.param("2026-03-02 18:00", 1, "2026-03-03 10:00", id="from the closing"),
        pytest.param("2026-03-01 03:00", 1, "2026-03-02 10:00", id="from a Sunday night"),
        pytest.param("2026-03-06 17:00", 2, "2026-03-09 10:00", id="over a weekend"),
        pytest.param("2026-03-02 09:00", 40, "2026-03-06 18:00", id="a week"),
        pytest.param("2026-03-02 09:00", 2088, "2027-03-01 18:00", id="a year"),
    ],
)
def test_5_4_deadlines(start: str, hours: int, due: str) -> None:
    """The deadline is the first instant by which the time has been worked."""
    assert short(OFFICE.deadline(OFFICE.at(start), hours * HOUR)) == due


def test_5_4_eight_hours_from_monday_nine_end_on_monday() -> None:
    """With an hour's break the day ends at 18:00, and no time is left for Tuesday."""
    due = OFFICE.deadline(OFFICE.at("2026-03-02 09:00"), 8 * HOUR)
    after = OFFICE.deadline(OFFICE.at("2026-03-02 09:00"), 8 * HOUR + MICROSECOND)

    assert wall(due) == "2026-03-02 18:00+01:00"
    assert after == OFFICE.at("2026-03-03 09:00") + MICROSECOND


def test_the_worked_vector() -> None:
    """A wait of 4 h of working time moves Tuesday 10:00 to Tuesday 15:00."""
    due = OFFICE.deadline(OFFICE.at("2026-03-02 10:00"), 8 * HOUR)
    waited = OFFICE.elapsed(OFFICE.at("2026-03-02 16:00"), OFFICE.at("2026-03-03 11:00"))

    assert short(due) == "2026-03-03 10:00"
    assert waited == 4 * HOUR
    assert short(OFFICE.deadline(due, waited)) == "2026-03-03 15:00"


def test_5_4_zero_gives_back_the_start() -> None:
    """A duration of zero is due at once, outside hours and without any hours too."""
    for calendar in (OFFICE, EMPTY):
        for at in ("2026-03-01 03:00", "2026-03-02 09:00", "2026-03-02 18:00"):
            assert calendar.deadline(OFFICE.at(at), ZERO) == OFFICE.at(at)
            assert calendar.latest_start(OFFICE.at(at), ZERO) == OFFICE.at(at)


@pytest.mark.parametrize(
    ("due", "hours", "start"),
    [
        pytest.param("2026-03-02 18:00", 8, "2026-03-02 09:00", id="a whole day"),
        pytest.param("2026-03-03 10:00", 1, "2026-03-03 09:00", id="the opening, not the closing"),
        pytest.param("2026-03-02 15:00", 1, "2026-03-02 14:00", id="the end of the break"),
        pytest.param("2026-03-02 13:30", 1, "2026-03-02 12:00", id="from within the break"),
        pytest.param("2026-03-09 10:00", 2, "2026-03-06 17:00", id="over a weekend"),
        pytest.param("2026-03-08 12:00", 1, "2026-03-06 17:00", id="from a Sunday"),
    ],
)
def test_5_5_latest_starts(due: str, hours: int, start: str) -> None:
    """The latest start is the last instant from which the time still fits."""
    assert short(OFFICE.latest_start(OFFICE.at(due), hours * HOUR)) == start


@pytest.mark.parametrize(
    ("ask", "instead"),
    [(OFFICE.deadline, "latest_start"), (OFFICE.latest_start, "deadline")],
    ids=["deadline", "latest_start"],
)
@pytest.mark.parametrize("duration", [-MICROSECOND, timedelta.min], ids=["by little", "by much"])
def test_5_6_negative_durations_are_refused(
    ask: Callable[..., datetime], instead: str, duration: timedelta
) -> None:
    """A negative duration is an error that names the question for the other way."""
    with pytest.raises(DurationError, match=f"negative; ask {instead}"):
        ask(OFFICE.at("2026-03-02 09:00"), duration)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        pytest.param("2026-03-02 09:00", "2026-03-02 18:00", 480, id="a day"),
        pytest.param("2026-03-06 17:00", "2026-03-09 10:00", 120, id="a weekend"),
        pytest.param("2026-03-02 12:30", "2026-03-02 13:30", 30, id="into the break"),
        pytest.param("2026-03-02 18:00", "2026-03-03 09:00", 0, id="a night"),
        pytest.param("2026-03-03 10:00", "2026-03-02 10:00", -480, id="backwards"),
        pytest.param("2026-03-02 10:00", "2026-03-02 10:00", 0, id="no time"),
    ],
)
def test_5_6_elapsed(start: str, end: str, minutes: int) -> None:
    """The working time between two instants, negative when the end comes first."""
    assert OFFICE.elapsed(OFFICE.at(start), OFFICE.at(end)) == minutes * MINUTE


# Around an instant


@pytest.mark.parametrize(
    ("at", "is_open", "previous", "following", "rolled"),
    [
        pytest.param(
            "08:59",
            False,
            ("27 09", "27 18"),
            ("02 09", "02 18"),
            ("27 18", "02 09"),
            id="before the opening",
        ),
        pytest.param(
            "09:00",
            True,
            ("27 09", "27 18"),
            ("03 09", "02 18"),
            ("02 09", "02 09"),
            id="at the opening",
        ),
        pytest.param(
            "12:00",
            True,
            ("02 09", "27 18"),
            ("03 09", "02 18"),
            ("02 12", "02 12"),
            id="while open",
        ),
        pytest.param(
            "18:00",
            False,
            ("02 09", "27 18"),
            ("03 09", "03 18"),
            ("02 18", "03 09"),
            id="at the closing",
        ),
        pytest.param(
            "18:01",
            False,
            ("02 09", "02 18"),
            ("03 09", "03 18"),
            ("02 18", "03 09"),
            id="after the closing",
        ),
    ],
)
def test_5_3_openings_and_closings(
    at: str,
    is_open: bool,
    previous: tuple[str, str],
    following: tuple[str, str],
    rolled: tuple[str, str],
) -> None:
    """Next and previous are strict; rolling stays where it is while open, back at a closing too."""
    instant = STRAIGHT.at(f"2026-03-02 {at}")

    def found(*names: str) -> tuple[str, ...]:
        answers = (getattr(STRAIGHT, name)(instant) for name in names)
        return tuple(answer.strftime("%d %H") for answer in answers)

    assert STRAIGHT.is_open(instant) is is_open
    assert found("previous_opening", "previous_closing") == previous
    assert found("next_opening", "next_closing") == following
    assert found("roll_back", "roll_forward") == rolled


def test_5_3_spans_are_half_open() -> None:
    """An opening lies in its span and a closing does not."""
    opening, closing = STRAIGHT.at("2026-03-02 09:00"), STRAIGHT.at("2026-03-02 18:00")

    assert STRAIGHT.span_at(opening) == Span(opening, closing)
    assert STRAIGHT.span_at(closing - MICROSECOND) == Span(opening, closing)
    assert STRAIGHT.span_at(closing) is None
    assert STRAIGHT.span_at(opening - MICROSECOND) is None
    assert list(STRAIGHT.spans(opening - 99 * HOUR, opening)) == [
        Span(STRAIGHT.at("2026-02-26 09:00"), STRAIGHT.at("2026-02-26 18:00")),
        Span(STRAIGHT.at("2026-02-27 09:00"), STRAIGHT.at("2026-02-27 18:00")),
    ]
    assert list(STRAIGHT.spans(opening + HOUR, opening + 2 * HOUR)) == [
        Span(opening + HOUR, opening + 2 * HOUR)
    ]


def test_5_3_no_span_is_empty_or_backwards() -> None:
    """Between an instant and itself, or an earlier one, there is no span."""
    noon = OFFICE.at("2026-03-02 12:00")

    assert list(OFFICE.spans(noon, noon)) == []
    assert list(OFFICE.spans(noon, noon - HOUR)) == []
    assert list(ALWAYS.spans(noon, noon - 9999 * HOUR)) == []


def test_5_3_midnight_loses_nothing() -> None:
    """Seven days of 00:00-24:00 are one endless span, and a deadline is plain addition."""
    start = utc("2026-03-27 21:17")

    assert ALWAYS.span_at(start) == Span(None, None)
    assert list(ALWAYS.spans(start, start + 999 * HOUR)) == [Span(start, start + 999 * HOUR)]
    assert ALWAYS.deadline(start, 999 * HOUR) == start + 999 * HOUR
    assert ALWAYS.next_closing(start) is None
    assert ALWAYS.next_opening(start) is None
    assert ALWAYS.previous_opening(start) is None
    assert ALWAYS.previous_closing(start) is None
    assert ALWAYS.roll_back(start) == ALWAYS.roll_forward(start) == start


def test_5_21_an_endless_span_has_an_end_where_an_exception_says_so() -> None:
    """Around a single closed day, always open has one closing and one opening."""
    calendar = Calendar("Mon-Sun 00:00-24:00", time_zone="Europe/Berlin", holidays=["2026-12-25"])
    start = calendar.at("2026-03-02 12:00")

    assert short(calendar.next_closing(start)) == "2026-12-25 00:00"
    assert short(calendar.next_opening(start)) == "2026-12-26 00:00"
    assert calendar.span_at(start) == Span(None, calendar.at("2026-12-25 00:00"))
    assert calendar.next_closing(calendar.at("2026-12-26 00:00")) is None


# Zones, shifts and changes of the clock


def test_5_1_results_are_in_the_zone_of_the_argument() -> None:
    """The same instant asked in three zones is due at one instant, written in each of them."""
    for zone in (UTC, timezone(5 * HOUR), ZoneInfo("America/New_York")):
        due = OFFICE.deadline(utc("2026-03-02 09:00").astimezone(zone), 8 * HOUR)
        assert due.tzinfo is zone
        assert due.astimezone(UTC) == utc("2026-03-03 09:00")


def test_5_1_naive_datetimes_are_refused_with_the_way_out() -> None:
    """A naive datetime is an error that names at() and replace()."""
    with pytest.raises(NaiveDatetimeError, match=r"calendar\.at\(\.\.\.\), or use replace"):
        OFFICE.deadline(datetime(2026, 3, 2, 10), HOUR)


@pytest.mark.parametrize(
    ("evening", "hours"),
    [
        pytest.param("2025-03-28", 8, id="the night before spring"),
        pytest.param("2025-03-29", 7, id="the night of the gap"),
        pytest.param("2025-10-25", 9, id="the night of the fold"),
        pytest.param("2025-10-26", 8, id="the night after"),
    ],
)
def test_5_8_a_berlin_night_has_seven_eight_or_nine_hours(evening: str, hours: int) -> None:
    """Time worked is physical: the shift ends by the clock, whatever the clock did."""
    opening = NIGHTS.at(f"{evening} 22:00")
    span = NIGHTS.span_at(opening)

    assert span is not None
    assert span.start == opening
    assert span.end is not None
    assert span.end.hour == 6
    assert NIGHTS.elapsed(opening, span.end) == hours * HOUR
    assert wall(NIGHTS.deadline(opening, hours * HOUR)) == wall(span.end)


@pytest.mark.parametrize(
    ("hours", "day", "spans"),
    [
        pytest.param("02:30-03:15", "2025-03-30", [("01:00", "01:15")], id="starts in a gap"),
        pytest.param("01:00-02:30", "2025-03-30", [("00:00", "01:00")], id="ends in a gap"),
        pytest.param("02:10-02:50", "2025-03-30", [], id="inside a gap"),
        pytest.param("02:00-03:00", "2025-03-30", [], id="the gap"),
        pytest.param("01:00-04:00", "2025-03-30", [("00:00", "02:00")], id="around a gap"),
        pytest.param("02:30-03:30", "2025-10-26", [("00:30", "02:30")], id="starts in a fold"),
        pytest.param("01:00-02:30", "2025-10-26", [("-01:00", "00:30")], id="ends in a fold"),
        pytest.param("02:10-02:50", "2025-10-26", [("00:10", "00:50")], id="inside a fold"),
        pytest.param("02:00-03:00", "2025-10-26", [("00:00", "02:00")], id="the fold"),
        pytest.param("03:00-04:00", "2025-10-26", [("02:00", "03:00")], id="after a fold"),
    ],
)
def test_5_8_shifts_at_a_change_of_the_clock(
    hours: str, day: str, spans: list[tuple[str, str]]
) -> None:
    """A gap means its transition and a fold its first occurrence, so no shift turns inside out."""
    calendar = Calendar(f"Sun {hours}", time_zone="Europe/Berlin")
    midnight = utc(f"{day} 00:00")
    found = list(calendar.spans(midnight - 2 * HOUR, midnight + 22 * HOUR))

    expected = [
        Span(*(midnight - HOUR if end[0] == "-" else utc(f"{day} {end}") for end in span))
        for span in spans
    ]
    assert found == expected


@pytest.mark.parametrize(
    ("zone", "day"),
    [("America/Santiago", "2025-04-05"), ("Atlantic/Azores", "2025-10-25"),
     ("America/Havana", "2025-11-01"), ("America/St_Johns", "2005-10-29")],
)  # fmt: skip
def test_5_8_around_the_clock_goes_on_through_a_fold_at_midnight(zone: str, day: str) -> None:
    """Where the clock falls back at or over midnight, 24:00 is where the day truly ends."""
    always = Calendar("Mon-Sun 00:00-24:00", time_zone=zone)
    evening = Calendar("Sat 20:00-24:00", time_zone=zone)
    start = always.at(f"{day} 12:00").astimezone(UTC)

    assert list(always.spans(start, start + 48 * HOUR)) == [Span(start, start + 48 * HOUR)]
    assert evening.elapsed(start, start + 48 * HOUR) == (4 + (zone == "America/Santiago")) * HOUR


def test_5_8_the_questions_are_not_blind_to_folds() -> None:
    """Asked in the repeated hour, an opening an hour ago by UTC lies behind, not ahead."""
    calendar = Calendar("Mon-Sun 00:30-23:00", time_zone="UTC")
    first = datetime(2025, 10, 26, 2, 30, tzinfo=BERLIN)
    second = datetime(2025, 10, 26, 2, 15, fold=1, tzinfo=BERLIN)

    assert calendar.is_open(second)
    assert calendar.span_at(second) == Span(first, datetime(2025, 10, 27, 0, tzinfo=BERLIN))
    assert wall(calendar.next_opening(second)) == "2025-10-27 01:30+01:00"
    assert wall(calendar.previous_opening(second)) == "2025-10-26 02:30+02:00"
    morning = Calendar("Mon-Sun 00:00-00:30", time_zone="UTC")
    assert wall(morning.previous_closing(second)) == "2025-10-26 02:30+02:00"
    assert wall(morning.roll_back(second)) == "2025-10-26 02:30+02:00"


def test_5_1_spans_compare_by_instant() -> None:
    """Two spans an hour apart in a fold differ, and one span in two zones is one."""
    first, second = (datetime(2025, 10, 26, 2, 30, fold=fold, tzinfo=BERLIN) for fold in (0, 1))

    assert Span(first, None) != Span(second, None)
    assert Span(first, second) == Span(first.astimezone(UTC), second.astimezone(UTC))
    assert len({Span(first, second), Span(first.astimezone(UTC), second.astimezone(UTC))}) == 1


def test_5_8_a_day_that_was_skipped_holds_no_time() -> None:
    """Apia went from Thursday to Saturday: Friday is no day, and nothing is counted twice."""
    calendar = Calendar("Mon-Sun 09:00-17:00", time_zone="Pacific/Apia")
    thursday, sunday = calendar.at("2011-12-29 00:00"), calendar.at("2012-01-01 00:00")

    assert calendar.elapsed(thursday, sunday) == 16 * HOUR
    assert len(list(calendar.spans(thursday, sunday))) == 2
    assert not calendar.day("2011-12-30").hours
    assert calendar.day("2011-12-30").reason


def test_5_8_a_shift_of_a_skipped_day_is_left_out_whole() -> None:
    """What would start on the skipped Friday does not, its part on Saturday neither."""
    calendar = Calendar("Mon-Sun 22:00-06:00", time_zone="Pacific/Apia")
    spans = list(calendar.spans(calendar.at("2011-12-29 12:00"), calendar.at("2011-12-31 23:00")))

    assert [(span.start, span.end) for span in spans] == [
        (calendar.at("2011-12-29 22:00"), calendar.at("2011-12-31 00:00")),
        (calendar.at("2011-12-31 22:00"), calendar.at("2011-12-31 23:00")),
    ]


def test_5_7_a_night_belongs_to_the_day_it_starts_on() -> None:
    """A holiday on Monday closes Monday's night whole, and leaves Sunday's its morning."""
    calendar = Calendar("Mon-Sun 22:00-06:00", time_zone="Europe/Berlin", holidays=["2026-03-09"])

    assert calendar.is_open(calendar.at("2026-03-09 05:59"))
    assert not calendar.is_open(calendar.at("2026-03-09 22:00"))
    assert not calendar.is_open(calendar.at("2026-03-10 05:59"))
    assert calendar.is_open(calendar.at("2026-03-10 22:00"))


def test_5_7_hours_that_overlap_the_next_days_count_once() -> None:
    """A night that lasts into the next day's early shift is open time, not double time."""
    calendar = Calendar("Mon-Sun 05:00-07:00 22:00-06:00", time_zone="UTC")

    assert calendar.elapsed(utc("2026-03-02 00:00"), utc("2026-03-03 00:00")) == 9 * HOUR


def test_5_9_a_year_with_transfers() -> None:
    """A transferred Saturday, a short day before a holiday and the holiday count as they say."""
    calendar = Calendar(
        "Mon-Fri 09:00-13:00 14:00-18:00",
        time_zone="Europe/Moscow",
        holidays={"2024-11-04": "Unity Day"},
        exceptions={"2024-11-02": DayRule("as fri, short 1h", reason="moved from 27 April")},
    )

    assert (
        calendar.elapsed(calendar.at("2024-11-02 00:00"), calendar.at("2024-11-05 00:00"))
        == 7 * HOUR
    )
    due = calendar.deadline(calendar.at("2024-11-01 17:00"), 9 * HOUR)
    assert due == calendar.at("2024-11-05 10:00")


# Where there is no time


@pytest.mark.parametrize("calendar", [EMPTY, OVER], ids=["empty", "over"])
def test_5_11_working_time_that_is_needed_and_not_there(calendar: Calendar) -> None:
    """What needs working time ahead where none is, is an error at once."""
    after = OFFICE.at("2026-03-02 12:00")
    before = OFFICE.at("2026-03-02 10:00")
    for ask, at in ((calendar.deadline, after), (calendar.latest_start, before)):
        with pytest.raises(NoWorkingTimeError, match="not that much working time"):
            ask(at, MICROSECOND)
    with pytest.raises(NoWorkingTimeError):
        calendar.roll_forward(after)
    with pytest.raises(NoWorkingTimeError):
        calendar.roll_back(before - HOUR)
    assert calendar.next_opening(after) is None
    assert calendar.next_closing(after) is None
    assert calendar.previous_opening(before) is None
    assert calendar.previous_closing(before) is None


def test_5_11_a_calendar_that_is_over_answers_for_its_time() -> None:
    """Hours of a single day are worked to the end, and no further."""
    start = OFFICE.at("2020-01-01 00:00")

    assert short(OVER.deadline(start, 2 * HOUR)) == "2026-03-02 12:00"
    with pytest.raises(NoWorkingTimeError):
        OVER.deadline(start, 2 * HOUR + MICROSECOND)
    assert OVER.elapsed(start, OFFICE.at("2030-01-01 00:00")) == 2 * HOUR
    assert short(OVER.latest_start(OFFICE.at("2030-01-01 00:00"), HOUR)) == "2026-03-02 11:00"


def test_5_11_results_outside_of_time() -> None:
    """A result past the last datetime, or before the first, is an error of range."""
    start = OFFICE.at("2026-03-02 12:00")
    for duration in (timedelta(days=10**7), timedelta.max):
        with pytest.raises(OutOfRangeError):
            OFFICE.deadline(start, duration)
        with pytest.raises(OutOfRangeError):
            OFFICE.latest_start(start, duration)


# Values


SAID: dict[str, str | DaySchedule | DayRule] = {
    "2026-11-03": "short 1h",
    "2026-12-31": DayRule("closed", reason="a gift"),
    "2026-11-07": "as mon, short 1h",
    "2026-11-08": DaySchedule("22:00-06:00").with_break("02:00-03:00"),
}
VALUES = {
    "plain": OFFICE,
    "empty": EMPTY,
    "named": Calendar({"mon": DaySchedule("22:00-06:00")}, time_zone="UTC", name="Ночь 'x'"),
    "full": Calendar(
        "Mon-Fri 09:00-18:00; Sat 10:00-14:00",
        time_zone="Europe/Moscow",
        name="Moscow desk",
        holidays={"2026-11-04": "Unity Day", "2026-01-01": "New Year"},
        exceptions=SAID,
    ),
}


@pytest.mark.parametrize("calendar", VALUES.values(), ids=VALUES)
def test_calendars_survive_every_kind_of_copy(calendar: Calendar) -> None:
    """Repr, pickle and copy give an equal calendar, of equal answers, before and after use."""
    names = {"Calendar": Calendar, "DayRule": DayRule, "datetime": dt}
    for _ in range(2):
        twins = [
            eval(repr(calendar), names),  # noqa: S307 - our own text
            pickle.loads(pickle.dumps(calendar)),  # noqa: S301 - our own bytes
            copy.copy(calendar),
            copy.deepcopy(calendar),
        ]
        for twin in twins:
            assert twin == calendar
            assert hash(twin) == hash(calendar)
            assert repr(twin) == repr(calendar)
            assert twin.equivalent(calendar, utc("2026-01-01"), utc("2027-01-01"))
        calendar.is_open(utc("2026-01-01"))


def test_5_21_equality_is_of_what_was_said() -> None:
    """Each thing that was said makes a difference, and having answered makes none."""
    said: dict[str, Any] = {"week": "Mon 09:00-18:00", "time_zone": "UTC"}
    plain = Calendar(**said)
    others: list[dict[str, Any]] = [
        {"week": "Tue 09:00-18:00"},
        {"time_zone": "Etc/UTC"},
        {"name": "x"},
        {"holidays": ["2026-03-02"]},
        {"exceptions": {"2026-03-02": "closed"}},
    ]
    plain.is_open(utc("2026-03-02 10:00"))

    assert plain == Calendar(**said)
    assert hash(plain) == hash(Calendar(**said))
    assert plain == Calendar(WeekSchedule("Mon 09:00-18:00"), time_zone=ZoneInfo("UTC"))
    assert plain != said["week"]
    for other in others:
        assert plain != Calendar(**{**said, **other})


def test_5_21_equivalence_is_of_what_it_means() -> None:
    """Calendars said differently are equivalent where their working time is the same."""
    midday = Calendar("Mon-Fri 08:00-12:00", time_zone="UTC")
    berlin = Calendar("Mon-Fri 09:00-13:00", time_zone="Europe/Berlin")
    winter, spring = utc("2026-01-01"), utc("2026-03-29")

    assert midday.equivalent(berlin, winter, spring)
    assert not midday.equivalent(berlin, winter, spring + 99 * HOUR)
    assert midday.equivalent(berlin, spring + 99 * HOUR, winter)
    assert EMPTY.equivalent(OVER, winter, utc("2026-03-02"))


def test_calendars_are_frozen() -> None:
    """Nothing can be set on a calendar, and what it hands out is a copy."""
    calendar = VALUES["full"]
    for name in ("week", "time_zone", "name", "_holidays", "_clocks"):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(calendar, name, None)
    calendar.holidays.clear()
    calendar.exceptions.clear()
    assert len(calendar.holidays) == 2
    assert len(calendar.exceptions) == 4


def test_5_10_with_hours_is_another_calendar() -> None:
    """Other hours are another calendar of the same zone, name, holidays and exceptions."""
    full = VALUES["full"]
    other = full.with_hours(DaySchedule("08:00-20:00"))

    assert other.week == WeekSchedule("Mon-Sat 08:00-20:00")
    assert (other.time_zone, other.name) == (full.time_zone, full.name)
    assert (other.holidays, other.exceptions) == (full.holidays, full.exceptions)
    assert full.week == WeekSchedule("Mon-Fri 09:00-18:00; Sat 10:00-14:00")


def test_calendars_read_well() -> None:
    """A calendar is called by its name, or by its hours and zone."""
    assert str(OFFICE) == "Mon-Fri 09:00-13:00 14:00-18:00 (Europe/Berlin)"
    assert str(VALUES["full"]) == "Moscow desk"
    assert str(Span(None, utc("2026-03-02"))) == "... to 2026-03-02 00:00:00+00:00"


def test_5_2_microseconds_are_exact() -> None:
    """No microsecond is lost over eight hundred years."""
    start, end = utc("1700-01-01 09:30") + MICROSECOND, utc("2500-01-01 09:30") + 2 * MICROSECOND
    worked = OFFICE.elapsed(start, end)

    assert OFFICE.deadline(start, worked) == OFFICE.deadline(end - HOUR, HOUR) == end
    assert ALWAYS.elapsed(start, end) == end - start
