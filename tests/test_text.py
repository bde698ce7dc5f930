"""Text to plain tuples and back: hours, weeks, rules for a day, durations."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from effort import seconds

from slacalc import ArgumentTypeError, DurationError, HoursError, SlacalcError
from slacalc.text import (
    format_duration,
    format_shift,
    format_week,
    parse_around_the_clock,
    parse_day_rule,
    parse_duration,
    parse_hours,
    parse_shift,
    parse_week,
    parse_weekday,
)

HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)
NINE_TO_SIX = ((9 * HOUR, 18 * HOUR),)
BROKEN = {
    "empty": "",
    "blank": "   ",
    "one time": "09:00",
    "no minutes": "9-18",
    "three ends": "09:00-13:00-18:00",
    "minute 60": "09:60-18:00",
    "past 48 hours": "09:00-48:01",
    "100 hours": "09:00-100:00",
    "leap second": "09:00-23:59:60",
    "negative": "-09:00-18:00",
    "afternoon": "9:00am-6:00pm",
    "empty or whole day": "09:00-09:00",
    "backwards tomorrow": "26:00-25:00",
    "tomorrow to today": "26:00-09:00",
    "other digits": "٠٩:٠٠-١٨:٠٠",
    "dots": "09.00-18.00",
    "null": "09:00\0-18:00",
    "too long": "09:00-18:00" + " " * 5_000,
}
NOT_TEXT: list[Any] = [None, True, 9, 9.5, float("nan"), b"09:00-18:00", ["09:00-18:00"], {}, ...]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        pytest.param("09:00-13:00", 9 * HOUR, 13 * HOUR, id="within a day"),
        pytest.param("9:00-13:00", 9 * HOUR, 13 * HOUR, id="one digit"),
        pytest.param("09:00 - 13:00", 9 * HOUR, 13 * HOUR, id="spaces"),
        pytest.param("09:00\N{EN DASH}13:00", 9 * HOUR, 13 * HOUR, id="en dash"),
        pytest.param("00:00-24:00", 0 * HOUR, 24 * HOUR, id="the whole day"),
        pytest.param("22:00-24:00", 22 * HOUR, 24 * HOUR, id="to the day's end"),
        pytest.param("22:00-00:00", 22 * HOUR, 24 * HOUR, id="to the next midnight"),
        pytest.param("22:00-06:00", 22 * HOUR, 30 * HOUR, id="across midnight"),
        pytest.param("26:00-27:00", 26 * HOUR, 27 * HOUR, id="after midnight"),
        pytest.param("00:00-48:00", 0 * HOUR, 48 * HOUR, id="as long as can be"),
        pytest.param("24:00-48:00", 24 * HOUR, 48 * HOUR, id="the next day"),
        pytest.param("09:00:01-09:00:02", 9 * HOUR + SECOND, 9 * HOUR + 2 * SECOND, id="seconds"),
    ],
)
def test_5_7_a_shift_is_two_distances_from_midnight(
    text: str, start: timedelta, end: timedelta
) -> None:
    """Hours across midnight are written either way and end on the next day."""
    assert parse_shift(text) == (start, end)
    assert parse_shift(format_shift(start, end)) == (start, end)


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_broken_shifts_are_refused(text: str) -> None:
    """What is no stretch of hours is an error that quotes it and says what to write."""
    with pytest.raises(HoursError) as caught:
        parse_shift(text)

    assert caught.value.argument == "shift"
    assert caught.value.value == text
    assert caught.value.remedy


def test_5_3_equal_ends_are_refused_with_the_way_out() -> None:
    """Hours from nine to nine could be none or twenty-four, so they are not guessed."""
    with pytest.raises(HoursError, match=r"no time at all or 24 hours; write '00:00-24:00'"):
        parse_shift("09:00-09:00")


@pytest.mark.parametrize("value", NOT_TEXT, ids=repr)
@pytest.mark.parametrize(
    "parse", [parse_shift, parse_hours, parse_week, parse_weekday, parse_day_rule, parse_duration]
)
def test_only_text_is_read(parse: Any, value: Any) -> None:
    """Anything but text is an error of type."""
    with pytest.raises(ArgumentTypeError):
        parse(value)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        pytest.param("09:00-18:00", NINE_TO_SIX, id="one shift"),
        pytest.param("09:00 - 18:00", NINE_TO_SIX, id="spaces around the dash"),
        pytest.param("9:00-13:00, 14:00-18:00", ((9, 13), (14, 18)), id="comma"),
        pytest.param("closed", (), id="closed"),
        pytest.param(" CLOSED ", (), id="closed in capitals"),
    ],
)
def test_hours_of_a_day(text: str, hours: Any) -> None:
    """A day's hours are shifts beside one another, or the word closed."""
    expected = tuple(
        (
            start if isinstance(start, timedelta) else start * HOUR,
            end if isinstance(end, timedelta) else end * HOUR,
        )
        for start, end in hours
    )
    assert parse_hours(text) == expected


@pytest.mark.parametrize(
    ("text", "days"),
    [
        pytest.param("Mon-Fri 09:00-18:00", {0, 1, 2, 3, 4}, id="range"),
        pytest.param("Sat-Mon 09:00-18:00", {5, 6, 0}, id="range over the week's end"),
        pytest.param("Mon, Wed 09:00-18:00", {0, 2}, id="list"),
        pytest.param("monday tuesday 09:00-18:00", {0, 1}, id="whole names"),
        pytest.param("Sun-Sun 09:00-18:00", {6}, id="range of one"),
        pytest.param("Mon\N{EN DASH}Sun 09:00-18:00;", set(range(7)), id="all, and a semicolon"),
    ],
)
def test_days_of_a_week(text: str, days: set[int]) -> None:
    """Days are named, listed or given as a range, which may run over the week's end."""
    assert parse_week(text) == dict.fromkeys(days, NINE_TO_SIX)


def test_weeks_of_several_parts() -> None:
    """Each part of a week gives its days their own hours; an empty text is a closed week."""
    week = parse_week("Mon-Fri 09:00-18:00;\nSat 10:00-14:00; Sun closed")

    assert week[4] == NINE_TO_SIX
    assert week[5] == ((10 * HOUR, 14 * HOUR),)
    assert week[6] == ()
    assert parse_week("") == {}


@pytest.mark.parametrize(
    "text",
    [
        "Mon-Fri",
        "09:00-18:00",
        "Mon-Fri 9-18",
        "Mon-Wed-Fri 09:00-18:00",
        "Mon 09:00-18:00; Mon 09:00-18:00",
        "Mon-Tue 09:00-18:00; Tue closed",
        "Funday 09:00-18:00",
        "Mon-Fri open",
        "x" * 5_000,
    ],
    ids=lambda text: text[:20],
)
def test_broken_weeks_are_refused(text: str) -> None:
    """A week that can't be read, or says a day twice, is an error."""
    with pytest.raises(HoursError):
        parse_week(text)


def test_a_misspelt_weekday_is_offered_the_nearest_name() -> None:
    """The error for a weekday that is none names the one that was meant."""
    with pytest.raises(HoursError, match=r"did you mean 'thursday'\?"):
        parse_weekday("thirsday")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        pytest.param("closed", (None, (), 0 * HOUR), id="closed"),
        pytest.param("09:00-18:00", (None, NINE_TO_SIX, 0 * HOUR), id="hours"),
        pytest.param("as mon", (0, None, 0 * HOUR), id="as another day"),
        pytest.param("As  Friday", (4, None, 0 * HOUR), id="whole name"),
        pytest.param("short 1h", (None, None, HOUR), id="shortened"),
        pytest.param("short by 1h 30m", (None, None, 90 * MINUTE), id="shortened by"),
        pytest.param("as fri, short 1h", (4, None, HOUR), id="both"),
    ],
)
def test_5_9_rules_for_a_day(text: str, rule: Any) -> None:
    """A rule names hours, or the weekday to take them from and the time to cut off."""
    assert parse_day_rule(text) == rule


@pytest.mark.parametrize(
    "text",
    [
        "",
        "as",
        "short",
        "as funday",
        "short 1d",
        "short -1h",
        "short 1.5h",
        "open",
        "short 1h, as mon",
    ],
)
def test_broken_rules_are_refused(text: str) -> None:
    """A rule that can't be read is an error."""
    with pytest.raises(SlacalcError):
        parse_day_rule(text)


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        pytest.param("4h", 4 * HOUR, id="hours"),
        pytest.param("4h 30m", 4 * HOUR + 30 * MINUTE, id="hours and minutes"),
        pytest.param("4h30m", 4 * HOUR + 30 * MINUTE, id="without a space"),
        pytest.param("4 hours, 30 minutes", 4 * HOUR + 30 * MINUTE, id="words"),
        pytest.param("90s", 90 * SECOND, id="seconds"),
        pytest.param("0m", 0 * HOUR, id="none"),
        pytest.param("999999999h", 999_999_999 * HOUR, id="as much as can be written"),
    ],
)
def test_durations(text: str, duration: timedelta) -> None:
    """A duration is whole numbers with units, and is written the way it is read."""
    assert parse_duration(text) == duration
    assert parse_duration(format_duration(duration)) == duration


@pytest.mark.parametrize("text", ["1d", "2 days", "1w", "1h 1d"])
def test_5_12_days_alone_are_ambiguous(text: str) -> None:
    """A duration in days is refused, and both readings are offered."""
    with pytest.raises(DurationError, match=r"ambiguous: 24 hours .* or .* working day"):
        parse_duration(text)


@pytest.mark.parametrize(
    "text",
    ["", "4", "h", "-4h", "1.5h", "1e3h", "nan", "4h 4h", "4h 4hours", "4x", "1234567890h", "٤h"],
)
def test_broken_durations_are_refused(text: str) -> None:
    """What is no exact duration is an error."""
    with pytest.raises(DurationError):
        parse_duration(text)


@pytest.mark.parametrize(
    ("duration", "text"),
    [
        pytest.param(timedelta(0), "0m", id="none"),
        pytest.param(timedelta(hours=-30, minutes=-5), "-30h 5m", id="negative"),
        pytest.param(timedelta(microseconds=1), "0.000001s", id="one microsecond"),
        pytest.param(timedelta(seconds=10, milliseconds=500), "10.5s", id="fraction"),
        pytest.param(timedelta(days=2), "48h", id="days are hours"),
        pytest.param(timedelta.max, "23999999999h 59m 59.999999s", id="the longest"),
    ],
)
def test_5_2_durations_are_written_exactly(duration: timedelta, text: str) -> None:
    """No microsecond is lost in writing."""
    assert format_duration(duration) == text


def test_weeks_are_written_as_a_person_would() -> None:
    """Days in a row that are alike become a range, and closed days are left out."""
    said = "Mon-Thu 09:00-18:00; Fri 09:00-13:00 22:00-06:00; Sun 10:00-14:00"
    week = parse_week(said)

    assert format_week(tuple(week.get(day, ()) for day in range(7))) == said


@pytest.mark.parametrize(
    "text",
    [
        " " * 3_990,
        "mon" + " " * 3_990,
        "as" + " " * 3_990 + "x",
        "1h" * 1_900,
        "Mon " * 990,
        "-" * 3_990,
    ],
    ids=["blanks", "a day", "a rule", "a duration", "days", "dashes"],
)
@pytest.mark.parametrize("parse", [parse_hours, parse_week, parse_day_rule, parse_duration])
def test_6_hostile_text_costs_bounded_time(parse: Any, text: str) -> None:
    """Text made to send a reader astray is refused at once."""
    started = time.process_time()
    try:
        parse(text)
    except SlacalcError:
        pass
    else:
        assert parse is parse_week  # blanks alone are a closed week

    assert time.process_time() - started < seconds(5)


def test_6_the_longest_text_is_still_read() -> None:
    """Of 4,000 characters; one more is refused by the name of its argument."""
    assert parse_duration("1h".ljust(4_000)) == timedelta(hours=1)
    for read in (parse_duration, parse_around_the_clock):
        with pytest.raises(SlacalcError) as refused:
            read("1h".ljust(4_001), "every")
        assert refused.value.argument == "every"


@pytest.mark.parametrize("said", ["nothing", "3 fortnights", "1.5h"])
def test_6_what_no_clock_runs_on_is_refused_by_name(said: str) -> None:
    """Time around the clock that can't be read names its argument."""
    with pytest.raises(DurationError) as refused:
        parse_around_the_clock(said, "every")
    assert (refused.value.argument, refused.value.value) == ("every", said)
