"""The traps of time arithmetic that were seen for real, by number; each states what holds here."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from freezegun import freeze_time

import slacalc
from slacalc import (
    ArgumentTypeError,
    Calendar,
    DayRule,
    DaySchedule,
    DurationError,
    HoursError,
    NaiveDatetimeError,
    NoWorkingTimeError,
    OutOfRangeError,
    Span,
    UnknownTimeZoneError,
    WallTimeError,
)

HOUR, DAY, MICROSECOND = timedelta(hours=1), timedelta(days=1), timedelta(microseconds=1)
BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Berlin")
NIGHTS = Calendar("Mon-Sun 22:00-06:00", time_zone="Europe/Berlin")
ALWAYS = Calendar("Mon-Sun 00:00-24:00", time_zone="Europe/Berlin")
MONDAY = datetime(2026, 3, 2, 10, tzinfo=BERLIN)


def utc(text: str) -> datetime:
    """Read an instant."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def opening(calendar: Calendar, day: str) -> datetime:
    """Find the first opening on or after a day."""
    at = calendar.next_opening(calendar.at(f"{day} 00:00") - MICROSECOND)
    assert at is not None
    return at.astimezone(UTC)


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25)])
def test_hazard_01_days_are_not_24_hours(day: str, hours: int) -> None:
    """Around the clock, a day of a changing clock has 23 or 25 hours."""
    start = ALWAYS.at(f"{day} 00:00")
    end = ALWAYS.at(f"{date.fromisoformat(day) + DAY} 00:00")

    assert ALWAYS.elapsed(start, end) == hours * HOUR
    assert ALWAYS.deadline(start, hours * HOUR) == end


@pytest.mark.parametrize(("evening", "hours"), [("2026-03-28", 7), ("2026-10-24", 9)])
def test_hazard_02_durations_are_physical(evening: str, hours: int) -> None:
    """The night that Python's subtraction takes for eight hours has seven or nine."""
    start = NIGHTS.at(f"{evening} 22:00")
    end = NIGHTS.next_closing(start)

    assert end is not None
    assert end - start == 8 * HOUR
    assert NIGHTS.elapsed(start, end) == hours * HOUR


def test_hazard_03_fold_twins_are_two_instants() -> None:
    """Two instants that Python calls equal are an hour apart to every question."""
    first, second = (datetime(2026, 10, 25, 2, 30, fold=fold, tzinfo=BERLIN) for fold in (0, 1))

    assert first == second
    assert NIGHTS.elapsed(first, second) == HOUR
    assert NIGHTS.elapsed(second, first) == -HOUR
    assert NIGHTS.deadline(first, HOUR).fold == 1
    assert NIGHTS.latest_start(second, HOUR).fold == 0
    assert [span.end for span in NIGHTS.spans(first, second)][0].fold == 1  # type: ignore[union-attr]  # noqa: RUF015
    assert Span(first, None) != Span(second, None)


@pytest.mark.parametrize(
    ("hours", "length"), [("02:30-03:15", 15), ("02:10-02:50", 0), ("01:30-02:30", 30)]
)
def test_hazard_04_shift_ends_in_a_gap(hours: str, length: int) -> None:
    """A shift that a gap cuts keeps what is left of it, or is dropped, and is never negative."""
    calendar = Calendar(f"Mon-Sun {hours}", time_zone="Europe/Berlin")
    start, end = utc("2026-03-29 00:00"), utc("2026-03-29 12:00")

    assert calendar.elapsed(start, end) == timedelta(minutes=length)
    assert len(list(calendar.spans(start, end))) == (length > 0)


def test_hazard_05_shift_ends_in_a_fold() -> None:
    """An end that the clock shows twice is the first, everywhere the same."""
    calendar = Calendar("Sun 00:00-01:30", time_zone="America/New_York")
    (span,) = calendar.spans(utc("2026-11-01 00:00"), utc("2026-11-02 00:00"))

    assert span == Span(utc("2026-11-01 04:00"), utc("2026-11-01 05:30"))


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        pytest.param("Pacific/Apia", "2011-12-30", id="Apia"),
        pytest.param("Pacific/Kwajalein", "1993-08-21", id="Kwajalein"),
        pytest.param("Asia/Manila", "1844-12-31", id="Manila"),
    ],
)
def test_hazard_06_skipped_days(zone: str, day: str) -> None:
    """The day that never was holds nothing, and its neighbours hold what they always do."""
    calendar = Calendar("Mon-Sun 09:00-17:00", time_zone=zone)
    skipped = date.fromisoformat(day)
    before, after = (calendar.at(f"{skipped + n * DAY} 00:00") for n in (-1, 2))

    assert calendar.elapsed(before, after) == 16 * HOUR
    assert [span.start.day for span in calendar.spans(before, after) if span.start] == [
        (skipped - DAY).day,
        (skipped + DAY).day,
    ]
    assert not calendar.day(day).hours


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        pytest.param("America/Santiago", "2025-09-07", 23, id="Santiago's gap"),
        pytest.param("America/Santiago", "2025-04-05", 25, id="Santiago's fold"),
        pytest.param("Asia/Beirut", "2022-03-27", 23, id="Beirut"),
        pytest.param("Africa/Cairo", "2024-04-26", 23, id="Cairo"),
        pytest.param("America/Havana", "2025-03-09", 23, id="Havana"),
        pytest.param("Atlantic/Azores", "2025-03-30", 23, id="the Azores' gap"),
        pytest.param("Atlantic/Azores", "2025-10-26", 25, id="the Azores' fold"),
        pytest.param("America/Asuncion", "2023-10-01", 23, id="Asuncion"),
    ],
)
def test_hazard_07_days_without_a_midnight(zone: str, day: str, hours: int) -> None:
    """A day that starts at one, or ends twice, has its hours, and no moment is lost around it."""
    calendar = Calendar("Mon-Sun 00:00-24:00", time_zone=zone)
    weekday = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[date.fromisoformat(day).weekday()]
    alone = Calendar(f"{weekday} 00:00-24:00", time_zone=zone)
    noon = calendar.at(f"{day} 12:00").astimezone(UTC)

    assert alone.elapsed(noon - 3 * DAY, noon + 3 * DAY) == hours * HOUR
    assert calendar.elapsed(noon - 3 * DAY, noon + 3 * DAY) == 6 * DAY
    assert calendar.next_closing(noon) is None


@pytest.mark.parametrize(
    ("zone", "day", "start"),
    [
        pytest.param("Asia/Riyadh", "1900-03-01", "1900-03-01 05:53:08", id="Riyadh"),
        pytest.param("Africa/Monrovia", "1971-03-01", "1971-03-01 09:44:30", id="Monrovia"),
        pytest.param("Europe/Berlin", "1850-03-01", "1850-03-01 08:06:32", id="Berlin"),
    ],
)
def test_hazard_08_offsets_with_seconds(zone: str, day: str, start: str) -> None:
    """An offset that is no whole minute is kept to the second."""
    calendar = Calendar("Mon-Sun 09:00-17:00", time_zone=zone)

    assert opening(calendar, day) == utc(start)
    assert calendar.deadline(utc(start), 8 * HOUR) == utc(start) + 8 * HOUR
    assert calendar.deadline(calendar.at(f"{day} 00:00"), HOUR) == utc(start) + HOUR


@pytest.mark.parametrize(
    ("zone", "day", "start"),
    [
        pytest.param("Europe/Dublin", "2025-01-15", "2025-01-15 09:00", id="Dublin's winter"),
        pytest.param("Europe/Dublin", "2025-07-15", "2025-07-15 08:00", id="Dublin's summer"),
        pytest.param("Africa/Casablanca", "2025-01-15", "2025-01-15 08:00", id="Casablanca"),
        pytest.param("Africa/Casablanca", "2025-03-10", "2025-03-10 09:00", id="Ramadan"),
        pytest.param("Africa/El_Aaiun", "2025-03-10", "2025-03-10 09:00", id="El Aaiun"),
    ],
)
def test_hazard_09_negative_summer_time(zone: str, day: str, start: str) -> None:
    """Where winter is the exception, hours follow the offset all the same."""
    assert opening(Calendar("Mon-Sun 09:00-17:00", time_zone=zone), day) == utc(start)


@pytest.mark.parametrize(
    ("zone", "day", "minutes"),
    [
        pytest.param("Australia/Lord_Howe", "2025-04-06", 390, id="Lord Howe's fold"),
        pytest.param("Australia/Lord_Howe", "2025-10-05", 330, id="Lord Howe's gap"),
        pytest.param("Antarctica/Troll", "2025-03-30", 240, id="Troll's gap"),
        pytest.param("Antarctica/Troll", "2025-10-26", 480, id="Troll's fold"),
    ],
)
def test_hazard_10_clocks_that_shift_by_odd_amounts(zone: str, day: str, minutes: int) -> None:
    """Half an hour or two hours, the night is as long as it is."""
    calendar = Calendar("Sun 00:00-06:00", time_zone=zone)
    noon = calendar.at(f"{day} 12:00").astimezone(UTC)

    assert calendar.elapsed(noon - DAY, noon) == timedelta(minutes=minutes)


def test_hazard_12_the_zone_database_in_use_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system's zones go before the package's, and which are in use can be asked."""
    monkeypatch.setattr("zoneinfo.TZPATH", ())
    assert slacalc.tzdata_version().startswith("tzdata package (20")

    (tmp_path / "Europe").mkdir()
    (tmp_path / "Europe" / "London").touch()
    monkeypatch.setattr("zoneinfo.TZPATH", (str(tmp_path),))
    assert slacalc.tzdata_version() == f"{tmp_path} (version unknown)"

    (tmp_path / "tzdata.zi").write_text("# version 2025b\n# more\n")
    assert slacalc.tzdata_version() == f"{tmp_path} (2025b)"


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda at: OFFICE.deadline(at, HOUR), id="deadline"),
        pytest.param(lambda at: OFFICE.elapsed(MONDAY, at), id="elapsed"),
        pytest.param(lambda at: OFFICE.spans(MONDAY, at), id="spans"),
        pytest.param(OFFICE.is_open, id="is_open"),
    ],
)
def test_hazard_13_naive_datetimes(ask: Callable[[datetime], object]) -> None:
    """A naive datetime is neither compared nor taken for the system's zone, but refused."""
    with pytest.raises(NaiveDatetimeError):
        ask(datetime(2026, 3, 2, 10))


@pytest.mark.parametrize("end", [datetime.min, datetime.max], ids=["first", "last"])
@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Kiritimati"])
def test_hazard_14_the_ends_of_time_overflow(end: datetime, zone: str) -> None:
    """What overflows in UTC is our error, or an answer, from any question."""
    at = end.replace(tzinfo=ZoneInfo(zone))
    for name in ("next_opening", "next_closing", "previous_opening", "previous_closing", "span_at"):
        try:
            getattr(ALWAYS, name)(at)
        except OutOfRangeError as error:
            assert "years 1 to 9999" in str(error)  # noqa: PT017 - an answer is as right
    ahead = end is datetime.max
    with pytest.raises(OutOfRangeError):
        (ALWAYS.deadline if ahead else ALWAYS.latest_start)(at, timedelta(days=2))


def test_hazard_15_empty_calendars() -> None:
    """A calendar without hours is proved empty at once, and says so."""
    empty = Calendar("", time_zone="Europe/Berlin")

    with pytest.raises(NoWorkingTimeError):
        empty.deadline(MONDAY, MICROSECOND)
    assert empty.next_opening(MONDAY) is None
    assert empty.elapsed(datetime.min.replace(tzinfo=UTC), MONDAY) == timedelta(0)


@pytest.mark.parametrize("zone", ["Africa/Casablanca", "Africa/El_Aaiun"])
def test_hazard_16_zones_that_freeze(zone: str) -> None:
    """After its last known change a clock stands still, and the hours with it, for ever."""
    calendar = Calendar("Mon-Sun 09:00-17:00", time_zone=zone)
    frozen = utc("2100-01-01 12:00").astimezone(ZoneInfo(zone)).utcoffset()
    assert frozen is not None
    for year in (2100, 2101, 2500, 9990):
        for month in range(1, 13):
            day = f"{year}-{month:02}-15"
            assert opening(calendar, day) == utc(f"{day} 09:00") - frozen


@pytest.mark.parametrize("shift", ["09:00-09:00", "24:00-24:00"])
def test_hazard_17_empty_hours(shift: str) -> None:
    """Hours of no length are refused, for they could be a whole day."""
    with pytest.raises(HoursError):
        DaySchedule(shift)


def test_hazard_17_duplicate_and_touching_hours() -> None:
    """Doubled hours are refused, touching ones joined, and 24:00 is read on every Python."""
    with pytest.raises(HoursError):
        DaySchedule("09:00-10:00", "09:00-10:00")
    assert DaySchedule("09:00-10:00", "10:00-24:00") == DaySchedule("09:00-24:00")
    assert DaySchedule("22:00-24:00", "24:00-26:00") == DaySchedule("22:00-02:00")


@pytest.mark.parametrize("ask", [OFFICE.deadline, OFFICE.latest_start], ids=["ahead", "behind"])
def test_hazard_18_odd_durations(ask: Callable[..., datetime]) -> None:
    """Too much, less than nothing and a boolean are three errors of ours."""
    for much in (timedelta(days=10**8), timedelta.max):
        with pytest.raises(OutOfRangeError):
            ask(MONDAY, much)
    with pytest.raises(DurationError):
        ask(MONDAY, -MICROSECOND)
    for wrong in (True, 0, 1):
        with pytest.raises(ArgumentTypeError):
            ask(MONDAY, wrong)


def test_hazard_19_leap_seconds() -> None:
    """A second 60 is refused with the reason, in hours and in wall times."""
    with pytest.raises(HoursError, match="leap second, which POSIX time does not count"):
        DaySchedule("09:00-23:59:60")
    with pytest.raises(WallTimeError):
        OFFICE.at("2016-12-31 23:59:60")


def test_hazard_20_no_floats() -> None:
    """Beyond 285 years a float loses microseconds, and the answers don't."""
    start, end = utc("1600-01-01 00:00") + MICROSECOND, utc("2400-01-01 00:00") + 4 * MICROSECOND
    worked = ALWAYS.elapsed(start, end)

    assert worked == end - start
    assert timedelta(seconds=worked.total_seconds()) != worked
    assert ALWAYS.deadline(start, worked) == end
    for wrong in (1.5, float("nan"), float("inf")):
        with pytest.raises(ArgumentTypeError):
            OFFICE.deadline(MONDAY, wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name",
    ["America", "x" * 5_000, "../../etc/passwd", "europe/berlin", "", "\0", "\ud800"],
    ids=lambda name: ascii(name)[:20],
)
def test_hazard_21_zone_names(name: str) -> None:
    """Whatever the standard library raises for a bad name, here it is one error."""
    with pytest.raises(UnknownTimeZoneError):
        Calendar("", time_zone=name)


def test_hazard_22_pickled_zones() -> None:
    """A calendar is pickled by its zone's name, and equal twins of a zone are one."""
    twins = [
        Calendar("Mon 09:00-18:00", time_zone=zone)
        for zone in ("Europe/Berlin", BERLIN, ZoneInfo.no_cache("Europe/Berlin"))
    ]
    assert len(set(twins)) == 1
    for twin in twins:
        loaded = pickle.loads(pickle.dumps(twin))  # noqa: S301 - our own bytes
        assert loaded == twin
        assert loaded.zone is BERLIN
        assert copy.deepcopy(twin) == twin


def test_hazard_23_pandas_timestamps() -> None:
    """A Timestamp is made plain, and nanoseconds are refused, not rounded in silence."""
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    at = pandas.Timestamp("2026-03-02 10:00", tz="Europe/Berlin")
    due = OFFICE.deadline(at, pandas.Timedelta(hours=1))

    assert type(due) is datetime
    assert due == MONDAY + HOUR
    assert OFFICE.elapsed(at, at + pandas.Timedelta(days=1)) == 9 * HOUR
    assert OFFICE.at(pandas.Timestamp("2026-03-02 10:00")) == MONDAY
    for ask, value in (
        (OFFICE.is_open, at + pandas.Timedelta(1, "ns")),
        (OFFICE.at, pandas.Timestamp("2026-03-02 10:00:00.000000001")),
        (lambda length: OFFICE.deadline(MONDAY, length), pandas.Timedelta(1, "ns")),
    ):
        with pytest.raises(ArgumentTypeError, match="finer than a microsecond"):
            ask(value)


def test_hazard_24_not_a_time() -> None:
    """NaT passes for a datetime and is refused at every door."""
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")

    assert isinstance(pandas.NaT, datetime)
    asked: list[Callable[[Any], object]] = [
        OFFICE.is_open,
        OFFICE.day,
        OFFICE.at,
        lambda at: OFFICE.deadline(at, HOUR),
        lambda at: OFFICE.elapsed(MONDAY, at),
        lambda length: OFFICE.deadline(MONDAY, length),
        lambda day: Calendar("", time_zone="UTC", holidays=[day]),
    ]
    for ask in asked:
        with pytest.raises(ArgumentTypeError):
            ask(pandas.NaT)


def test_hazard_25_pendulum() -> None:
    """Datetimes, durations and differences of pendulum are made plain at the door."""
    pendulum = pytest.importorskip("pendulum", reason="pendulum is not installed")
    at = pendulum.datetime(2026, 3, 2, 10, tz="Europe/Berlin")
    difference = at.add(days=1, hours=2, microseconds=5) - at

    for length in (pendulum.duration(hours=1), at.add(hours=1) - at):
        due = OFFICE.deadline(at, length)
        assert type(due) is datetime
        assert due.astimezone(UTC) == (MONDAY + HOUR).astimezone(UTC)
    assert type(slacalc.doors.duration("d", difference)) is timedelta
    assert slacalc.doors.duration("d", difference) == timedelta(days=1, hours=2, microseconds=5)
    assert slacalc.doors.duration("d", at - at.add(hours=1)) == -HOUR
    with pytest.raises(DurationError):
        OFFICE.deadline(at, at - at.add(hours=1))


def test_hazard_26_freezegun() -> None:
    """Under a frozen clock the fake datetimes are taken, and none is handed out or kept."""
    calendar = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Berlin")
    with freeze_time("2026-03-02 09:00:00"):
        now = datetime.now(UTC)
        made = Calendar("", time_zone="UTC", holidays=[now.date(), "2026-03-04"])
        handed_out = [
            calendar.deadline(now, HOUR),
            calendar.deadline(now, timedelta(0)),
            calendar.latest_start(now, HOUR),
            calendar.next_opening(now),
            calendar.at("2026-03-02 10:00"),
            *made.holidays,
            calendar.day(now.date()).date,
        ]
    handed_out += [calendar.deadline(MONDAY, HOUR), calendar.next_closing(MONDAY)]

    assert [type(value).__module__ for value in handed_out] == ["datetime"] * len(handed_out)
    assert handed_out[0] == MONDAY + HOUR


def test_hazard_26_time_machine_and_no_hidden_now() -> None:
    """Whatever the time is, the same question has the same answer."""
    answers = set()
    for now in ("1999-12-31 23:59", "2026-03-02 10:00", "2100-01-01 00:00"):
        with time_machine.travel(utc(now)):
            calendar = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Berlin")
            assert type(calendar.deadline(datetime.now(UTC), HOUR)) is datetime
            answers.add(calendar.deadline(MONDAY, 99 * HOUR))

    assert len(answers) == 1


def test_hazard_27_whenever() -> None:
    """A moment of whenever is no datetime and is refused; its own conversion is taken."""
    whenever = pytest.importorskip("whenever", reason="whenever is not installed")
    moment = whenever.ZonedDateTime(2026, 3, 2, 10, tz="Europe/Berlin")

    with pytest.raises(ArgumentTypeError, match="ZonedDateTime; give an aware datetime"):
        OFFICE.is_open(moment)
    convert = getattr(moment, "to_stdlib", None) or moment.py_datetime
    assert OFFICE.deadline(convert(), HOUR) == MONDAY + HOUR


def test_hazard_28_numpy_units() -> None:
    """A datetime64 or timedelta64 is refused, whatever its unit, and never cast in silence."""
    numpy = pytest.importorskip("numpy", reason="numpy is not installed")
    for unit in ("D", "s", "us", "ns"):
        with pytest.raises(ArgumentTypeError):
            OFFICE.is_open(numpy.datetime64("2300-01-01", unit))
        with pytest.raises(ArgumentTypeError):
            OFFICE.deadline(MONDAY, numpy.timedelta64(1, unit))


@pytest.mark.parametrize("start", [MONDAY, MONDAY.astimezone(UTC), utc("9998-01-01")], ids=str)
def test_hazard_29_sums_that_wrap(start: datetime) -> None:
    """A sum past what can be held is an error, and never comes out on the other side."""
    for calendar in (OFFICE, ALWAYS):
        for much in (timedelta.max, timedelta.max - MICROSECOND, timedelta(days=99_999_999)):
            with pytest.raises(OutOfRangeError):
                calendar.deadline(start, much)
            with pytest.raises(OutOfRangeError):
                calendar.latest_start(start, much)


@pytest.mark.parametrize("hours", [570, 32_400, False, None], ids=repr)
def test_hazard_32_no_coercion(hours: Any) -> None:
    """What YAML makes of hours and of a country's code is refused, not guessed at."""
    with pytest.raises(ArgumentTypeError):
        DaySchedule(hours)


def test_hazard_37_a_day_ends_at_24() -> None:
    """Days that end at 24:00 lose no minute at midnight, and those until 23:59 do as told."""
    short = Calendar("Mon-Sun 00:00-23:59", time_zone="UTC")
    start = utc("2026-03-02 00:00")

    assert ALWAYS.elapsed(start, start + 10 * DAY) == 10 * DAY
    assert short.elapsed(start, start + 10 * DAY) == 10 * DAY - timedelta(minutes=10)


def test_hazard_41_transferred_and_shortened_at_once() -> None:
    """The Saturday that took a Friday's hours and lost one of them has seven."""
    calendar = Calendar(
        "Mon-Fri 09:00-13:00 14:00-18:00",
        time_zone="Europe/Moscow",
        exceptions={"2024-11-02": DayRule("as fri, short 1h", reason="moved from 27 April")},
    )

    assert str(calendar.day("2024-11-02").hours) == "09:00-13:00 14:00-17:00"
    midnight = calendar.at("2024-11-02 00:00")
    assert calendar.elapsed(midnight, midnight + DAY) == 7 * HOUR


def test_instants_from_json_share_a_clock() -> None:
    """Offsets parsed from text are equal and not identical, and are asked as fast as one."""
    calendar = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Berlin")
    text = json.dumps("2026-03-02T10:00:00+01:00")
    for _ in range(100):
        at = datetime.fromisoformat(json.loads(text))
        assert calendar.deadline(at, HOUR).tzinfo is at.tzinfo
        assert calendar.is_open(at.astimezone(timezone(HOUR, f"zone {_}")))

    assert calendar._clocks is not None
    assert len(calendar._clocks._locals) == 2
