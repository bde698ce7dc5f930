"""The ledger: the proof of an answer, stretch by stretch."""

from __future__ import annotations

import json
import pickle
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from slacalc import (
    Calendar,
    DayRule,
    DaySchedule,
    Entry,
    Ledger,
    OutOfRangeError,
    SlaClock,
    SupportLevel,
)
from slacalc.proof import MOST_ENTRIES, proof

DESK = Calendar("Mon-Fri 09:00-13:00 14:00-18:00", time_zone="Europe/Moscow")
HOUR, ZERO = timedelta(hours=1), timedelta(0)


def at(text: str) -> datetime:
    """Read a wall-clock time of March 2026 in Moscow: "2 10:00" is a Monday."""
    day, wall = text.split()
    return DESK.at(f"2026-03-{int(day):02} {wall}")


def told(ledger: Ledger) -> list[str]:
    """Write a ledger briefly."""
    return [
        f"{each.start:%d %H:%M}-{each.end:%d %H:%M} {'+' if each.counted else '-'} {each.reason}"
        for each in ledger
    ]


def opened(calendar: Calendar = DESK, *, registered: str = "2 10:00") -> SlaClock:
    """Register a request with a day of work to do."""
    level = SupportLevel("L", calendar=calendar, response="1h", resolution="8h")
    return SlaClock.start(level, at=at(registered))


def test_5_worked_vector_is_proved() -> None:
    """Every stretch of the worked example is there, with its reason, and the sums are right."""
    clock = opened().pause(at("2 16:00")).resume(at("3 11:00")).resolve(at("3 15:00"))
    ledger = clock.explain(at("9 12:00"))
    assert told(ledger) == [
        "02 10:00-02 13:00 + working",
        "02 13:00-02 14:00 - break",
        "02 14:00-02 16:00 + working",
        "02 16:00-02 18:00 - waiting",
        "02 18:00-03 09:00 - outside hours",
        "03 09:00-03 11:00 - waiting since Mon 16:00",
        "03 11:00-03 13:00 + working",
        "03 13:00-03 14:00 - break",
        "03 14:00-03 15:00 + working",
        "03 15:00-09 12:00 - done (resolved)",
    ]
    assert (ledger.elapsed, ledger.waited) == (8 * HOUR, 4 * HOUR)


def test_the_sums_are_those_of_the_target_at_every_hour() -> None:
    """Counted entries sum to what is elapsed and waited ones to what was waited so far."""
    clock = opened().pause(at("2 16:00")).resume(at("3 11:00"))
    for name in ("response", "resolution"):
        target = clock.target(name)
        for hours in range(-3, 60):
            then = at("2 10:00") + hours * HOUR
            ledger = clock.explain(then, target=name)
            assert ledger.elapsed == target.elapsed(then)
            assert ledger.waited == target.waited_by(then)


def test_a_wait_that_goes_on_is_in_the_ledger() -> None:
    """While it waits, the ledger shows the wait so far."""
    ledger = opened().pause(at("2 16:00")).explain(at("2 17:00"))
    assert told(ledger)[-1] == "02 16:00-02 17:00 - waiting"
    assert (ledger.elapsed, ledger.waited) == (5 * HOUR, HOUR)


def test_5_14_the_responses_ledger_knows_no_wait() -> None:
    """A response runs on while the request waits, and its ledger counts that time."""
    ledger = opened().pause(at("2 10:00")).explain(at("2 12:00"), target="response")
    assert told(ledger) == ["02 10:00-02 12:00 + working"]


@pytest.mark.parametrize("then", ["1 12:00", "2 10:00"])
def test_5_15_before_its_start_a_ledger_is_empty(then: str) -> None:
    """Nothing has been counted by the registration or before it."""
    ledger = opened().explain(at(then))
    assert (ledger.entries, ledger.elapsed, ledger.waited) == ((), ZERO, ZERO)


RULED = Calendar(
    "Mon-Fri 09:00-18:00",
    time_zone="Europe/Moscow",
    holidays={"2026-03-03": "Spring Day"},
    exceptions={
        "2026-03-04": DayRule("short 2h", reason="eve"),
        "2026-03-07": DayRule("as fri"),
        "2026-03-05": DayRule("closed", reason="move"),
    },
)


def test_5_9_each_reason_shows() -> None:
    """A holiday, a shortened, a transferred and a closed day say their reasons."""
    assert told(opened(RULED, registered="2 17:00").explain(at("9 10:00"))) == [
        "02 17:00-02 18:00 + working",
        "02 18:00-03 00:00 - outside hours",
        "03 00:00-04 00:00 - Spring Day",
        "04 00:00-04 09:00 - outside hours (eve)",
        "04 09:00-04 16:00 + working (eve)",
        "04 16:00-05 00:00 - outside hours (eve)",
        "05 00:00-06 00:00 - move",
        "06 00:00-06 09:00 - outside hours",
        "06 09:00-06 18:00 + working",
        "06 18:00-07 00:00 - outside hours",
        "07 00:00-07 09:00 - outside hours (as fri)",
        "07 09:00-07 18:00 + working (as fri)",
        "07 18:00-08 00:00 - outside hours (as fri)",
        "08 00:00-09 00:00 - day off",
        "09 00:00-09 09:00 - outside hours",
        "09 09:00-09 10:00 + working",
    ]


NIGHT = Calendar(
    {"mon": DaySchedule("22:00-02:00", "27:00-30:00"), "tue": DaySchedule("22:00-23:00")},
    time_zone="Europe/Moscow",
    exceptions={"2026-03-03": DayRule("22:00-23:00", reason="quiet")},
)


@pytest.mark.parametrize(
    ("registered", "first"),
    [
        ("2 23:00", "02 23:00-03 02:00 + working"),
        ("3 01:00", "03 01:00-03 02:00 + working"),
        ("3 02:00", "03 02:00-03 03:00 - break"),
        ("3 03:30", "03 03:30-03 06:00 + working"),
        ("3 22:30", "03 22:30-03 23:00 + working (quiet)"),
    ],
)
def test_5_7_a_night_shift_has_the_reason_of_its_own_day(registered: str, first: str) -> None:
    """After midnight a shift is still that of the day on which it began, its break too."""
    assert told(opened(NIGHT, registered=registered).explain(at("5 10:00")))[0] == first


def test_entries_are_on_the_calendars_clock() -> None:
    """The ledger is in the calendar's zone, in whichever zone it is asked for."""
    clock = opened()
    ledger = clock.explain(at("2 12:00").astimezone(ZoneInfo("Asia/Tokyo")))
    assert str(ledger.entries[0].start) == "2026-03-02 10:00:00+03:00"
    assert {entry.end.tzinfo for entry in ledger} == {DESK.zone}
    assert ledger == clock.explain(at("2 12:00"))


@pytest.mark.parametrize(
    ("zone", "first", "hours"),
    [
        ("Europe/Berlin", datetime(2025, 10, 25, 20, tzinfo=UTC), 9),  # a fold
        ("Europe/Berlin", datetime(2025, 3, 29, 20, tzinfo=UTC), 8),  # a gap
        ("America/St_Johns", datetime(2009, 10, 31, 23, 30, tzinfo=UTC), 9),  # over midnight
        ("America/Santiago", datetime(2025, 9, 6, 20, tzinfo=UTC), 24),  # no midnight
        ("Pacific/Apia", datetime(2011, 12, 29, 12, tzinfo=UTC), 60),  # a date that never was
    ],
    ids=["fold", "gap", "fold over midnight", "gap at midnight", "skipped day"],
)
@pytest.mark.parametrize("minutes", range(0, 240, 10))
def test_5_8_no_change_of_the_clock_tears_a_ledger(
    zone: str, first: datetime, hours: int, minutes: int
) -> None:
    """Entries follow one another in physical time, none of them empty or turned inside out."""
    local = first.astimezone(ZoneInfo(zone)).date()
    calendar = Calendar(
        "Mon-Sun 00:30-01:15 02:10-02:50 05:00-06:00",
        time_zone=zone,
        exceptions={local: DayRule("closed", reason="before")},
    )
    start, end = first + timedelta(minutes=minutes), first + hours * HOUR
    level = SupportLevel("L", calendar=calendar, resolution="1h")
    clock = SlaClock.start(level, at=start)
    ledger = clock.explain(end)
    starts = [entry.start.astimezone(UTC) for entry in ledger]
    ends = [entry.end.astimezone(UTC) for entry in ledger]
    assert (starts[0], ends[-1]) == (start, end)
    assert starts[1:] == ends[:-1]
    assert all(entry.length > ZERO for entry in ledger)
    assert ledger.elapsed == calendar.elapsed(start, end)


def test_hazard_3_entries_in_a_fold_are_compared_as_instants() -> None:
    """Two entries an hour apart in a fold differ, and equal ones hash alike in any zone."""
    berlin = ZoneInfo("Europe/Berlin")
    first = datetime(2025, 10, 26, 2, 30, tzinfo=berlin)
    end = datetime(2025, 10, 26, 6, tzinfo=berlin)
    one = Entry(first, end, working=True, counted=True, kind="working")
    other = Entry(first.replace(fold=1), end, working=True, counted=True, kind="working")
    assert one != other
    assert (one.length, other.length) == (4.5 * HOUR, 3.5 * HOUR)
    plain = Entry(one.start.astimezone(UTC), end, working=True, counted=True, kind="working")
    assert (plain, hash(plain)) == (one, hash(one))


def test_a_ledger_is_a_value_and_reads_well() -> None:
    """A ledger survives pickle, gives plain rows, and prints a line an entry and its sums."""
    clock = opened().pause(at("2 16:00")).resume(at("3 11:00"))
    ledger = clock.explain(at("3 12:00"))
    assert pickle.loads(pickle.dumps(ledger)) == ledger  # noqa: S301 - our own
    assert hash(ledger) == hash(clock.explain(at("3 12:00")))
    rows = json.loads(json.dumps(ledger.rows()))
    assert rows[0] == {
        "start": "2026-03-02T10:00:00+03:00",
        "end": "2026-03-02T13:00:00+03:00",
        "working": True,
        "counted": "3h",
        "kind": "working",
        "note": "",
        "about": "",
        "since": None,
        "day": "",
        "known": True,
        "reason": "working",
    }
    assert (rows[3]["kind"], rows[3]["since"]) == ("waiting", "2026-03-02T16:00:00+03:00")
    assert [row["counted"] for row in rows] == ["3h", "", "2h", "", "", "", "1h"]
    lines = str(ledger).splitlines()
    assert len(lines) == len(ledger.entries) + 1
    assert lines[-1] == "resolution: counted 6h, waited 4h"
    assert str(opened().explain(at("2 12:00"))).splitlines()[-1] == "resolution: counted 2h"


def test_6_ledgers_of_centuries_are_refused() -> None:
    """More stretches than a ledger holds are an error, which says so; no part of it is given."""
    target, events = opened().target(), opened().events
    with pytest.raises(OutOfRangeError, match=r"^at=2060.*more than 1,000 stretches"):
        proof(target, events, at("2 10:00").replace(year=2060), most=1_000)
    assert MOST_ENTRIES == 100_000
