"""Time zones: names, wall clocks, and what is taken for granted of the zone database."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slacalc import (
    ArgumentTypeError,
    Calendar,
    UnknownTimeZoneError,
    WallTimeError,
    WeekSchedule,
    tzdata_version,
)
from slacalc import compiler as compiling
from slacalc.closures import ClosedTime
from slacalc.compiler import Compiler
from slacalc.timeline import CYCLE, PAGE
from slacalc.working_days import WorkingDays
from slacalc.zones import (
    _STEP,
    EPOCH,
    first_reading,
    furthest_reading,
    is_skipped,
    stretches,
    zone_of,
)

BERLIN = ZoneInfo("Europe/Berlin")
HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)
MICROSECOND = timedelta(microseconds=1)


# Names


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/Argentina/Ushuaia", "Etc/GMT+5"])
def test_zones_by_name_or_as_they_are(zone: str) -> None:
    """A name and a zone of that name are the same zone, however the zone was made."""
    assert zone_of("zone", zone) is ZoneInfo(zone)
    assert zone_of("zone", ZoneInfo(zone)) is ZoneInfo(zone)
    assert zone_of("zone", ZoneInfo.no_cache(zone)) is ZoneInfo(zone)


@pytest.mark.parametrize(
    "name",
    ["", " ", "America", "America/Indiana", "a" * 5_000, "../../etc/passwd", "/etc/localtime", "\0",
     "\ud800", ".", "..", "zone.tab", "__init__.py", "Europe/", "Europe//Berlin", "Europe/Berlin ",
     "Europe\\Berlin", "+03:00"],
    ids=lambda name: ascii(name)[:30],
)  # fmt: skip
def test_6_names_of_no_zone_are_one_error(name: str) -> None:
    """A name that is no zone's is refused in one way, whatever the zone database makes of it."""
    with pytest.raises(UnknownTimeZoneError, match="no time zone"):
        zone_of("zone", name)


@pytest.mark.parametrize("value", [None, True, 3, 3.5, b"UTC", UTC, ["UTC"], HOUR], ids=repr)
def test_6_zones_of_other_types_are_refused(value: Any) -> None:
    """A zone is named, for only names mean the same on another machine."""
    with pytest.raises(ArgumentTypeError, match="name of a time zone"):
        zone_of("zone", value)


def test_6_the_nearest_zone_is_offered() -> None:
    """A slip in a name is answered with the name that was meant."""
    with pytest.raises(UnknownTimeZoneError, match=r"did you mean 'Europe/Paris'\?"):
        Calendar("", time_zone="Europe/Pariss")


def test_the_zone_database_says_its_version() -> None:
    """Where the zones come from can be asked."""
    assert "tzdata" in tzdata_version() or "/" in tzdata_version()


# Wall clocks


def around(zone: ZoneInfo, day: datetime) -> list[Any]:
    """Return a zone's clock for some days around one."""
    x = day.replace(tzinfo=UTC) - EPOCH
    return stretches(zone, x - 4 * DAY, x + 4 * DAY)


@pytest.mark.parametrize(
    ("zone", "reading", "instant"),
    [
        pytest.param("Europe/Berlin", "2025-03-30 01:59", "2025-03-30 00:59", id="before a gap"),
        pytest.param("Europe/Berlin", "2025-03-30 02:00", "2025-03-30 01:00", id="a gap's start"),
        pytest.param("Europe/Berlin", "2025-03-30 02:30", "2025-03-30 01:00", id="in a gap"),
        pytest.param("Europe/Berlin", "2025-03-30 03:00", "2025-03-30 01:00", id="a gap's end"),
        pytest.param("Europe/Berlin", "2025-03-30 03:01", "2025-03-30 01:01", id="after a gap"),
        pytest.param("Europe/Berlin", "2025-10-26 01:59", "2025-10-25 23:59", id="before a fold"),
        pytest.param("Europe/Berlin", "2025-10-26 02:00", "2025-10-26 00:00", id="a fold's start"),
        pytest.param("Europe/Berlin", "2025-10-26 02:59", "2025-10-26 00:59", id="in a fold"),
        pytest.param("Europe/Berlin", "2025-10-26 03:00", "2025-10-26 02:00", id="a fold's end"),
        pytest.param("Pacific/Apia", "2011-12-29 23:59", "2011-12-30 09:59", id="Apia before"),
        pytest.param("Pacific/Apia", "2011-12-30 12:00", "2011-12-30 10:00", id="Apia's no day"),
        pytest.param("Pacific/Apia", "2011-12-31 00:00", "2011-12-30 10:00", id="Apia after"),
        pytest.param("America/St_Johns", "2005-10-29 23:30", "2005-10-30 02:00", id="St John's 1"),
        pytest.param("America/St_Johns", "2005-10-30 00:01", "2005-10-30 03:31", id="St John's 2"),
        pytest.param("Australia/Lord_Howe", "2025-04-06 01:45", "2025-04-05 14:45", id="half hour"),
    ],
)
def test_5_8_a_reading_is_reached_once(zone: str, reading: str, instant: str) -> None:
    """A reading in a gap is reached at the transition, one in a fold at its first occurrence."""
    wall, expected = datetime.fromisoformat(reading), datetime.fromisoformat(instant)
    clock = around(ZoneInfo(zone), wall)

    found = first_reading(wall.replace(tzinfo=UTC) - EPOCH, clock)
    assert EPOCH + found == expected.replace(tzinfo=UTC)


def test_5_8_readings_are_monotone() -> None:
    """No later reading is reached before an earlier one, in any of the odd zones."""
    for zone, day in [
        ("Europe/Berlin", datetime(2025, 3, 30)),
        ("Europe/Berlin", datetime(2025, 10, 26)),
        ("Pacific/Apia", datetime(2011, 12, 30)),
        ("Antarctica/Troll", datetime(2025, 3, 30)),
        ("America/St_Johns", datetime(2005, 10, 30)),
        ("Asia/Manila", datetime(1844, 12, 31)),
    ]:
        clock = around(ZoneInfo(zone), day)
        midnight = day.replace(tzinfo=UTC) - EPOCH
        reached = [first_reading(midnight + 7 * n * MINUTE, clock) for n in range(-300, 300)]
        assert reached == sorted(reached)


@pytest.mark.parametrize(
    ("wall", "earlier", "later"),
    [
        pytest.param("02:30", "01:30+01:00", "03:30+02:00", id="in the gap"),
        pytest.param("02:00", "01:00+01:00", "03:00+02:00", id="the gap's start"),
    ],
)
def test_5_1_wall_times_in_a_gap(wall: str, earlier: str, later: str) -> None:
    """A skipped time is refused, or moved by the gap, either way, to one that exists."""
    calendar, day = Calendar("", time_zone="Europe/Berlin"), "2025-03-30"

    with pytest.raises(WallTimeError, match=r"skipped by .* disambiguate='earlier' or 'later'"):
        calendar.at(f"{day} {wall}")
    for choice, expected in (("earlier", earlier), ("later", later)):
        at = calendar.at(f"{day} {wall}", disambiguate=choice)
        assert at.isoformat(" ", "minutes") == f"{day} {expected}"
        assert at.astimezone(UTC).astimezone(BERLIN).isoformat() == at.isoformat()


def test_5_1_wall_times_in_a_fold() -> None:
    """A repeated time is refused, or taken the first or the second time."""
    calendar = Calendar("", time_zone="Europe/Berlin")

    with pytest.raises(WallTimeError, match="comes twice on"):
        calendar.at("2025-10-26 02:30")
    assert calendar.at("2025-10-26 02:30", disambiguate="earlier").utcoffset() == 2 * HOUR
    assert calendar.at("2025-10-26 02:30", disambiguate="later").utcoffset() == HOUR
    assert calendar.at("2025-10-26 03:00").utcoffset() == HOUR


@pytest.mark.parametrize(
    "wall",
    ["", "now", "2026-03-02", "2026-02-30 10:00", "10:00", "2026-03-02 25:00", "2026-03-02T10:00Z",
     "2026-03-02 10:00+01:00", "2026-03-02 23:59:60", "x" * 10**6, "\ud800",
     datetime(2026, 3, 2, tzinfo=UTC)],
    ids=lambda wall: ascii(wall)[:30],
)  # fmt: skip
def test_5_1_wall_times_that_are_none(wall: Any) -> None:
    """Text that is no time, and an instant that has an offset already, are refused."""
    with pytest.raises(WallTimeError):
        Calendar("", time_zone="UTC").at(wall)


@pytest.mark.parametrize("choice", [None, True, "", "first", [], 1.5, ...], ids=repr)
def test_5_1_ways_to_choose_that_are_none(choice: Any) -> None:
    """An unknown way to choose is an error, in no gap too."""
    with pytest.raises(WallTimeError, match="disambiguate="):
        Calendar("", time_zone="UTC").at("2026-03-02 10:00", disambiguate=choice)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Pacific/Apia", date(2011, 12, 30)),
        ("Pacific/Kwajalein", date(1993, 8, 21)),
        ("Asia/Manila", date(1844, 12, 31)),
    ],
)
def test_5_8_skipped_days_are_known(zone: str, day: date) -> None:
    """A day that a zone's clock never showed is skipped, and the days beside it are not."""
    assert is_skipped(day, ZoneInfo(zone))
    assert not is_skipped(day - DAY, ZoneInfo(zone))
    assert not is_skipped(day + DAY, ZoneInfo(zone))
    assert not is_skipped(day, ZoneInfo("UTC"))
    for end in (date.min, date.min + DAY, date.max - DAY, date.max):
        assert not is_skipped(end, ZoneInfo(zone))


# What is taken for granted of the tzdata package


class Listed:
    """The transitions that a TZif file lists, and the rule that goes on after them."""

    def __init__(self, content: bytes) -> None:
        """Read the second, 64-bit block of a file of version 2 or later."""
        sizes = struct.unpack(">6l", content[20:44])
        isut, isstd, leap, times, types, chars = sizes
        start = 44 + times * 5 + types * 6 + chars + leap * 8 + isstd + isut
        isut, isstd, leap, times, types, chars = struct.unpack(
            ">6l", content[start + 20 : start + 44]
        )
        start += 44
        instants = struct.unpack_from(f">{times}q", content, start)
        kinds = content[start + times * 8 : start + times * 9]
        start += times * 9
        offsets = [struct.unpack_from(">lBB", content, start + 6 * n)[0] for n in range(types)]
        start += types * 6 + chars + leap * 12 + isstd + isut
        self.rule = content[start:].strip().decode()
        before = [0, *kinds][: len(kinds)]
        self.changes = [
            timedelta(seconds=instant)
            for instant, old, new in zip(instants, before, kinds, strict=True)
            if offsets[old] != offsets[new]
        ]


@cache
def listed() -> dict[str, Listed]:
    """Read each distinct zone of the tzdata package once."""
    package = resources.files("tzdata")
    distinct: dict[bytes, str] = {}
    for name in (package / "zones").read_text().split():
        distinct.setdefault((package / "zoneinfo").joinpath(*name.split("/")).read_bytes(), name)
    return {name: Listed(content) for content, name in distinct.items()}


def packaged(name: str) -> ZoneInfo:
    """Return a zone as the tzdata package has it, whatever the system has."""
    with (resources.files("tzdata") / "zoneinfo").joinpath(*name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file)


def changes(zone: ZoneInfo, start: datetime, days: int) -> Iterator[timedelta]:
    """Yield the days on which a zone's offset changes, day by day."""
    for number in range(days):
        a, b = ((start + DAY * n).astimezone(zone).utcoffset() for n in (number, number + 1))
        if a != b:
            yield DAY * number


def test_the_parser_reads_what_the_standard_library_reads() -> None:
    """At every listed transition of every zone, the clock changes there and not before."""
    assert len(listed()) > 300
    for name in sorted(listed())[::10]:
        zone = packaged(name)
        for change in listed()[name].changes:
            before, after = (EPOCH + change - MICROSECOND * n for n in (1, 0))
            assert before.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset()


def test_no_clock_changes_twice_within_a_step() -> None:
    """Looking at a zone's clock every _STEP misses no change, listed or by rule."""
    nearest = min(
        later - earlier for zone in listed().values() for earlier, later in pairwise(zone.changes)
    )
    assert nearest > _STEP

    rules = {zone.rule: name for name, zone in listed().items() if "," in zone.rule}
    for name in rules.values():
        found = list(changes(packaged(name), datetime(2101, 1, 1, tzinfo=UTC), 760))
        assert len(found) in {4, 5}
        assert min(later - earlier for earlier, later in pairwise(found)) > _STEP + DAY


def test_no_transition_is_listed_where_pages_repeat() -> None:
    """All listed transitions lie between the years after and before which pages repeat."""
    first = min(zone.changes[0] for zone in listed().values() if zone.changes)
    last = max(zone.changes[-1] for zone in listed().values() if zone.changes)

    assert first > compiling._LISTED_FROM * PAGE + 5 * DAY
    assert last < compiling._LISTED_UNTIL * PAGE - 5 * DAY


@pytest.mark.parametrize("years", ["before", "after"])
def test_all_clocks_repeat_every_400_years(years: str) -> None:
    """Far from the listed transitions, a page has the changes of the page 400 years away."""
    bound = compiling._LISTED_UNTIL if years == "after" else compiling._LISTED_FROM - CYCLE - 2
    cycle = CYCLE * PAGE
    for name in listed():
        zone = packaged(name)
        for number in (bound, bound + 1, bound + 501):
            x = number * PAGE - (cycle if years == "before" else 0 * DAY)
            here, there = (stretches(zone, at, at + PAGE) for at in (x, x + cycle))
            later = [(s.start + cycle, s.end + cycle, s.offset, s.fresh + cycle) for s in here]
            assert later == there, (name, number)


def compiler_of(name: str, week: WeekSchedule) -> Compiler:
    """Build the compiler of a week in a zone of the package."""
    return Compiler(packaged(name), WorkingDays(week, (), ()), ClosedTime(()))


@pytest.mark.parametrize("name", ["Europe/Berlin", "Africa/Casablanca", "Asia/Gaza", "Asia/Manila"])
def test_pages_taken_from_400_years_away_are_right(name: str) -> None:
    """A page that is taken from another year is the page that compiling its own would give."""
    week = WeekSchedule("Mon-Fri 00:30-03:15 22:00-25:00; Sun 01:30-02:30")
    compiler = compiler_of(name, week)
    bounds = (compiling._LISTED_FROM, compiling._LISTED_UNTIL)
    near = [bound + n for bound in bounds for n in (-2, -1, 0, 1)]
    far = [bound + n for bound in bounds for n in (-CYCLE, CYCLE, 3 * CYCLE + 5, 9_000)]

    for number in [*near, *(n for n in far if compiler.lowest < n < compiler.highest)]:
        page = compiler.page(number)
        assert list(zip(page.starts, page.ends, strict=True)) == compiler._spans(
            number, touched=True
        )


@pytest.mark.parametrize(
    "week",
    [
        "Mon-Sun 00:00-01:00 02:00-03:00 20:00-24:00",
        "Mon-Sun 01:00-02:00 23:00-25:00",
        "Mon-Sun 00:30-02:30 22:00-23:00",
    ],
)
def test_5_8_days_near_a_transition_are_compiled_with_care(
    week: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The quick way through days of one offset gives what reading the clock gives."""

    def never_plain(stretch: Any) -> tuple[timedelta, timedelta, timedelta]:
        return timedelta.max, timedelta.min, stretch.offset

    hours = WeekSchedule(week)
    compilers = [compiler_of(name, hours) for name in sorted(listed())[::6]]
    numbers = (20, 80, 106, 107)
    quick = [compiler._spans(number, touched=True) for compiler in compilers for number in numbers]
    monkeypatch.setattr(compiling, "_plain_days", never_plain)
    careful = [
        compiler._spans(number, touched=True) for compiler in compilers for number in numbers
    ]

    assert quick == careful


def test_5_8_the_furthest_reading_of_a_clock_stands_still_in_a_fold() -> None:
    """It goes with the clock, waits while an hour repeats, and goes on with the last offset."""
    start, change = (
        datetime(2026, 10, 25, hour, tzinfo=UTC) - EPOCH for hour in (0, 1)
    )  # Berlin's clock goes back from 03:00 to 02:00 at 01:00 UTC
    hour = timedelta(hours=1)
    clock = stretches(ZoneInfo("Europe/Berlin"), start, start + 4 * hour)
    readings = [furthest_reading(start + step * hour, clock) - start for step in range(7)]

    assert [stretch.end for stretch in clock] == [change, start + 4 * hour]
    assert readings == [step * hour for step in (2, 3, 3, 4, 5, 6, 7)]


@pytest.mark.parametrize(
    ("instant", "reading"), [("00:59:59", "01:59:59"), ("01:00", "03:00"), ("01:00:01", "03:00:01")]
)
def test_5_8_a_gap_is_passed_at_its_instant(instant: str, reading: str) -> None:
    """Berlin's clock goes from 02:00 to 03:00 at 01:00 UTC, which reads 03:00 and not 02:00."""
    at = datetime.fromisoformat(f"2026-03-29T{instant}+00:00") - EPOCH
    wall = datetime.fromisoformat(f"2026-03-29T{reading}+00:00") - EPOCH
    clock = stretches(ZoneInfo("Europe/Berlin"), at - DAY, at + DAY)
    assert furthest_reading(at, clock) == wall


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "UTC"])
@pytest.mark.parametrize("until", ["2026-03-07T12:00", "2026-03-27T12:00", "2026-05-01T00:00"])
@pytest.mark.parametrize("rest", [timedelta(0), timedelta(seconds=0.5)])
def test_stretches_cover_what_was_asked(zone: str, until: str, rest: timedelta) -> None:
    """From its start to its end, one after the other, each with what was read before it."""
    start = datetime(2026, 2, 1, tzinfo=UTC) - EPOCH - rest
    end = datetime.fromisoformat(f"{until}+00:00") - EPOCH + rest
    clock = stretches(ZoneInfo(zone), start, end)

    assert (clock[0].start, clock[-1].end) == (start, end)
    assert [one.end for one in clock[:-1]] == [one.start for one in clock[1:]]
    assert all(one.start < one.end for one in clock)
    assert clock[0].fresh == start + clock[0].offset
    changes = {"Europe/Berlin": "2026-03-29T01:00", "America/New_York": "2026-03-08T07:00"}
    change = datetime.fromisoformat(f"{changes.get(zone, '9999-12-31T00:00')}+00:00") - EPOCH
    assert [one.end for one in clock[:-1]] == [change] * (change < end)
    for one in clock:
        at = EPOCH + one.start
        assert one.offset == at.astimezone(ZoneInfo(zone)).utcoffset()


@pytest.mark.parametrize("rest", [timedelta(0), timedelta(microseconds=1), timedelta(seconds=0.5)])
def test_a_change_is_found_just_before_the_end(rest: timedelta) -> None:
    """A stretch that ends in the second of a transition, or a part of a second after it."""
    change = datetime(2026, 3, 29, 1, tzinfo=UTC) - EPOCH
    clock = stretches(ZoneInfo("Europe/Berlin"), change - DAY - rest, change + rest)
    assert [one.start for one in clock] == [change - DAY - rest, change][: len(clock)]
    assert clock[-1].end == change + rest
    assert len(clock) == 2
