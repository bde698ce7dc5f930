"""Calendars as plain tables, from which equal ones are read; and their fingerprints."""

from __future__ import annotations

import json
import pickle
import time
import tomllib
from datetime import UTC, date, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from calendar_strategies import planned
from calendar_trees import planted
from effort import examples, seconds
from hypothesis import given
from hypothesis import strategies as st
from strategies import fresh

from slacalc import (
    Calendar,
    ChangedCalendar,
    Closure,
    CombinedCalendar,
    DayRule,
    DaySchedule,
    HoursError,
    PolicyError,
    Rota,
    WeekSchedule,
)
from slacalc.algebra import AnyCalendar
from slacalc.dates import DateRange
from slacalc.policy_calendars import read_calendar
from slacalc.recurrence import Recurrence

many = examples(150)
BERLIN = ZoneInfo("Europe/Berlin")
LONG_DAY = DaySchedule(*(f"{hour:02}:03:01-{hour:02}:03:59" for hour in range(47)))
LONG_WEEK = {
    day: LONG_DAY - DaySchedule(f"0{n}:00-0{n}:10")
    for n, day in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
}
LONG_RULE = f"FREQ=MONTHLY;BYDAY=1MO;BYSETPOS={','.join(['1'] * 484)}"


def desk(**said: Any) -> Calendar:
    """Build a calendar that says little else."""
    week = said.pop("week", "Mon-Fri 09:00-18:00")
    return Calendar(week, **{"time_zone": "Europe/Berlin", **said})


A, B, C = (desk(name=name) for name in "abc")
UNNAMED = desk()
TOKYO = desk(time_zone="Asia/Tokyo", name="Tokyo")
FULL = Calendar(
    "Mon-Fri 09:00-13:00 14:00-18:00; Sat 22:00-06:00",
    time_zone="Europe/Berlin",
    name="Büro",
    holidays={"2026-11-04": "Unity Day", "12-24..01-02": "winter", "easter-2": "holiday"},
    exceptions={
        date(2026, 11, 3): "short 1h",
        "2026-06-01..2026-06-05": DayRule("as mon", reason="moved"),
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA from 2026-01-03": DaySchedule("10:00-25:30"),
    },
    closures=[
        Closure(datetime(2026, 11, 20, 15, 0, 0, 5, tzinfo=BERLIN), None, "sold"),
        Closure(datetime(2026, 5, 1, tzinfo=BERLIN), datetime(2026, 5, 2, tzinfo=UTC)),
    ],
    known_from="2024-01-01",
    known_until="2027-12-31",
    outside="raise",
)
TOLD: dict[str, tuple[AnyCalendar, dict[str, Any]]] = {
    "little": (UNNAMED, {"time_zone": "Europe/Berlin", "week": "Mon-Fri 09:00-18:00"}),
    "nothing": (desk(week={}), {"time_zone": "Europe/Berlin", "week": "Mon-Sun closed"}),
    "everything": (
        FULL,
        {
            "name": "Büro",
            "time_zone": "Europe/Berlin",
            "week": "Mon-Fri 09:00-13:00 14:00-18:00; Sat 22:00-06:00",
            "holidays": {
                "2026-11-04": "Unity Day",
                "12-24..01-02": "winter",
                "easter-2": "holiday",
            },
            "exceptions": {
                "2026-11-03": "short 1h",
                "2026-06-01..2026-06-05": {"rule": "as mon", "reason": "moved"},
                "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA from 2026-01-03": "10:00-01:30",
            },
            "closures": [
                {"start": "2026-04-30T22:00:00Z", "end": "2026-05-02T00:00:00Z"},
                {"start": "2026-11-20T14:00:00.000005Z", "reason": "sold"},
            ],
            "known_from": "2024-01-01",
            "known_until": "2027-12-31",
            "outside": "raise",
        },
    ),
    "a rota": (
        Calendar(Rota("2 x 08:00-20:00 | 2 x closed", anchor="2026-01-05"), time_zone="UTC"),
        {"time_zone": "UTC", "week": "2 x 08:00-20:00 | 2 x closed from 2026-01-05"},
    ),
    "any": (
        (UNNAMED | TOKYO).named("world"),
        {
            "name": "world",
            "any_of": [
                {"time_zone": "Europe/Berlin", "week": "Mon-Fri 09:00-18:00"},
                {"name": "Tokyo", "time_zone": "Asia/Tokyo", "week": "Mon-Fri 09:00-18:00"},
            ],
        },
    ),
    "without": (A - B, {"any_of": [A.to_dict()], "without": [B.to_dict()]}),
    "some without": (
        (A & B) - C,
        {"all_of": [A.to_dict(), B.to_dict()], "without": [C.to_dict()]},
    ),
    "others nested": (
        A | B - C,
        {"any_of": [A.to_dict(), {"any_of": [B.to_dict()], "without": [C.to_dict()]}]},
    ),
    "a change": (
        A.from_date("2026-07-01", B),
        {"name": "a", "before": A.to_dict(), "changes_on": "2026-07-01", "after": B.to_dict()},
    ),
}


@pytest.mark.parametrize(("calendar", "table"), TOLD.values(), ids=TOLD)
def test_a_calendar_is_told_as_a_person_would_write_it(
    calendar: AnyCalendar, table: dict[str, Any]
) -> None:
    """Each kind of calendar has one table, in one order, without what is not said."""
    assert calendar.to_dict() == table
    assert json.dumps(calendar.to_dict()) == json.dumps(table)
    assert read_calendar("calendar", table) == calendar


GOLDEN = {
    # printf 'calendar\nTEXT' | sha256sum, TEXT being the table above in canonical form, with
    # operands written as their fingerprints
    "little": "e42913b7fe5a08c4902f90dc4b6982e6",
    "nothing": "fcd5e0e9c2407ae711caecab210a0590",
    "everything": "a5c11dff5e3c5d1fd3d913189d10d2b3",
    "a rota": "1ae0ad80ed95e4d611eedca793364548",
    "any": "04716742a42fd18b51585c9855366a10",
    "without": "22e434434d8494c56a23cb7639e2feec",
    "some without": "e9e229fc55cd25b1914ee5b3d39d7d94",
    "others nested": "b2b0ad8a9be76c154a8c0f588a9fab42",
    "a change": "d1a8af68aa0b9935fa6e81609363c722",
}


@pytest.mark.parametrize("name", TOLD)
def test_fingerprints_stay_as_they_are(name: str) -> None:
    """What is stored today is found by every later release."""
    calendar, _ = TOLD[name]
    assert calendar.fingerprint == f"slacalc1:{GOLDEN[name]}"


def test_a_fingerprint_is_of_the_canonical_text() -> None:
    """Anyone can compute it from the table, as the documentation says."""
    text = json.dumps(FULL.to_dict(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    digits = sha256(b"calendar\n" + text.encode()).hexdigest()[:32]
    assert FULL.fingerprint == f"slacalc1:{digits}"
    made = {"name": "world", "any_of": [UNNAMED.fingerprint, TOKYO.fingerprint]}
    text = json.dumps(made, sort_keys=True, separators=(",", ":"))
    digits = sha256(b"calendar\n" + text.encode()).hexdigest()[:32]
    assert TOLD["any"][0].fingerprint == f"slacalc1:{digits}"


FAR = timezone(timedelta(hours=-12))
EXTREMES: dict[str, AnyCalendar] = {
    "a long week": desk(week=LONG_WEEK),
    "a rota of long weeks": desk(
        week=Rota(["Mon 09:00-18:00", WeekSchedule(LONG_WEEK)], anchor="2026-01-07")
    ),
    "a rota of a year": desk(
        week=Rota([LONG_DAY, *["09:00-18:00", "closed"] * 182], anchor="2026-01-05")
    ),
    "a rota of one day": desk(week=Rota("08:00-20:00", anchor="0001-01-01")),
    "a rota of no hours": desk(week=Rota(["Mon-Sun closed"] * 3, anchor="2026-01-05")),
    "a long rule with an anchor": desk(
        holidays=[Recurrence(LONG_RULE, date(2026, 1, 3)), Recurrence(LONG_RULE[:-2], None)]
    ),
    "seconds and two days": desk(exceptions={"12-24": "09:00:01-09:00:59 24:00-48:00"}),
    "a whole day on": desk(exceptions={"12-24": "10:00-34:00", "12-25": "23:00-23:30"}),
    "a rule for days that work": desk(exceptions={"12-24": "on working days as mon, short 47h 5s"}),
    "a range of one day": desk(holidays=[DateRange("2026-01-01", "2026-01-01"), "2026-01-01"]),
    "days of old": desk(holidays=["0001-01-01", "9999-12-31", "02-29"]),
    "the dates of Easter": desk(holidays={"orthodox easter-7..orthodox easter": "", "easter": "x"}),
    "closed for ever": desk(closures=[Closure(None, None, "sold"), Closure(None, None)]),
    "closed until the end": desk(
        closures=[
            Closure(datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=FAR), ""),
            Closure(datetime.min.replace(tzinfo=timezone(-FAR.utcoffset(None))), None),
        ]
    ),
    "odd names": desk(name='"\n\t\\ é\u0301 \u2028 𝄞', holidays={"12-24": " "}),
    "deep": CombinedCalendar(
        "|", (CombinedCalendar("|", (A, B)), CombinedCalendar("|", (A, B), "n"))
    ),
    "in brackets": ((A | B).named("n") | C) & (A - B - C) & (A - (B - C)),
    "first of first": CombinedCalendar("-", (CombinedCalendar("-", (A, B)), C)),
    "a named first": (A | B).named("n") - C,
    "a first change": A.from_date("2026-07-01", B) - C,
    "a change of changes": ChangedCalendar(
        A.from_date("2026-01-01", B | C), date(2027, 1, 1), A, ""
    ),
}


@pytest.mark.parametrize("calendar", EXTREMES.values(), ids=EXTREMES)
def test_what_is_hard_to_say_reads_back(calendar: AnyCalendar) -> None:
    """Long weeks and rules, anchors, ends of time, trees that operators don't build: all equal."""
    _check_ways_back(calendar)


def test_as_deep_as_calendars_can_be() -> None:
    """Thirty calendars one in another are written, printed and read."""
    calendar: AnyCalendar = FULL
    for number in range(30):
        calendar = TOKYO - calendar if number % 2 else A & calendar
    _check_ways_back(calendar)
    with pytest.raises(HoursError, match="more than 30 deep"):
        CombinedCalendar("|", (A, calendar))
    with pytest.raises(HoursError, match="more than 30 deep"):
        ChangedCalendar(calendar, date(2026, 1, 1), calendar)


@many
@given(fresh(planned()))
def test_each_calendar_reads_back(drawn: Any) -> None:
    """A calendar with dates of every kind is read from its table as it was."""
    _, plan = drawn
    _check_ways_back(plan.calendar())


@examples(40)
@given(fresh(planted(depth=3)))
def test_each_tree_reads_back(drawn: Any) -> None:
    """A calendar made of others is read from its table as it was, tree and all."""
    _, tree = drawn
    _check_ways_back(tree.calendar())


@st.composite
def built(draw: st.DrawFn, depth: int = 3) -> AnyCalendar:
    """Draw a calendar of any shape that the constructors take, names anywhere."""
    how = draw(st.sampled_from(("|", "&", "-", "change", "plain"))) if depth else "plain"
    if how == "plain":
        return draw(st.sampled_from((A, B, UNNAMED, TOKYO, FULL)))
    name = draw(st.sampled_from(("", "", "n", "a")))
    found = draw(st.lists(built(depth=depth - 1), min_size=2, max_size=3))
    if how != "change":
        return CombinedCalendar(how, tuple(found), name)
    after = next((one for one in found[1:] if one.zone == found[0].zone), found[0])
    return ChangedCalendar(found[0], draw(st.dates()), after, name)


@many
@given(built())
def test_each_shape_reads_back(calendar: AnyCalendar) -> None:
    """Operands in brackets of their own, with names and without, keep their places."""
    _check_ways_back(calendar)


def _check_ways_back(calendar: AnyCalendar) -> None:
    """Read a calendar from its table, through JSON and TOML: the same, its fingerprint too."""
    table = calendar.to_dict()
    told = json.loads(json.dumps(table))
    assert told == table
    read = read_calendar("calendar", told)
    assert read == calendar
    assert read.to_dict() == table
    assert read.fingerprint == calendar.fingerprint
    tomli_w = pytest.importorskip("tomli_w")
    assert read_calendar("calendar", tomllib.loads(tomli_w.dumps(table))) == calendar


@many
@given(built(), built())
def test_fingerprints_are_equal_where_calendars_are(one: AnyCalendar, other: AnyCalendar) -> None:
    """Two calendars have one fingerprint exactly where they are equal."""
    assert (one == other) == (one.fingerprint == other.fingerprint)


ALTERED: dict[str, dict[str, Any]] = {
    "the name": {"name": "büro"},
    "a minute": {"week": "Mon-Fri 09:00-13:00 14:00-18:01; Sat 22:00-06:00"},
    "the zone": {"time_zone": "Europe/Vienna"},
    "a date": {"holidays": {"2026-11-05": "Unity Day"}},
    "a holiday's name": {"holidays": {"2026-11-04": "unity day"}},
    "a reason": {"exceptions": {"2026-06-01..2026-06-05": {"rule": "as mon", "reason": "x"}}},
    "an anchor": {"exceptions": {"FREQ=WEEKLY;INTERVAL=2;BYDAY=SA from 2026-01-10": "closed"}},
    "a rule": {"exceptions": {"2026-11-03": "short 2h"}},
    "a microsecond": {"closures": [{"start": "2026-11-20T14:00:00.000006Z", "reason": "sold"}]},
    "a reason of a closure": {"closures": [{"start": "2026-11-20T14:00:00.000005Z"}]},
    "two closures": {"closures": [{"start": "2026-11-20T14:00:00.000005Z"}] * 2},
    "no closures": {"closures": []},
    "the first day": {"known_from": "2024-01-02"},
    "the last day": {"known_until": "2027-12-30"},
    "what is outside": {"outside": "assume"},
}


def test_each_small_change_has_a_fingerprint_of_its_own() -> None:
    """One thing said otherwise makes another calendar, and another fingerprint."""
    tables = [FULL.to_dict(), *(FULL.to_dict() | altered for altered in ALTERED.values())]
    found = [read_calendar("calendar", table) for table in tables]
    assert len({one.fingerprint for one in found}) == len(set(found)) == len(tables)


def test_the_order_in_which_it_is_said_does_not_matter() -> None:
    """Mappings turned round, other words for the same, and other clocks are one fingerprint."""
    table = FULL.to_dict()
    for key in ("holidays", "exceptions"):
        table[key] = dict(reversed(table[key].items()))
    table["closures"] = [
        {"start": "2026-11-20 15:00:00.000005", "reason": "sold", "end": None},
        {"start": "2026-05-01", "end": "2026-05-02T09:00:00+09:00"},
    ]
    del table["closures"][0]["end"]
    table["week"] = "Sat 22:00-06:00; Mon-Fri 14:00-18:00 9:00-13:00"
    turned = read_calendar("calendar", dict(reversed(table.items())))
    assert turned == FULL
    assert turned.fingerprint == FULL.fingerprint


def test_a_fingerprint_goes_with_what_is_said() -> None:
    """A calendar that was asked for its own passes none on to those made from it."""
    assert FULL.fingerprint == FULL.named("x").named("Büro").fingerprint
    assert FULL.fingerprint != FULL.named("x").fingerprint
    assert FULL.fingerprint != FULL.with_hours("08:00-20:00").fingerprint
    combined = A | B
    assert combined.fingerprint != combined.named("x").fingerprint
    assert pickle.loads(pickle.dumps(combined)).fingerprint == combined.fingerprint  # noqa: S301
    assert combined == A | B


def test_operands_are_written_as_they_are_called() -> None:
    """A policy writes the names that its calendars have there, at any depth, and reads them."""
    names: dict[AnyCalendar, str] = {A: "early", B: "late"}

    def called(one: AnyCalendar) -> Any:
        return names.get(one) or one.to_dict(called)

    world = (A | B.from_date("2026-07-01", A)).named("world") - (A & C)
    table = world.to_dict(called)
    assert table == {
        "any_of": [
            {
                "name": "world",
                "any_of": [
                    "early",
                    {"name": "b", "before": "late", "changes_on": "2026-07-01", "after": "early"},
                ],
            }
        ],
        "without": [{"all_of": ["early", C.to_dict()]}],
    }
    assert read_calendar("calendar", table, {"early": A, "late": B}) == world


def test_half_a_character_has_no_fingerprint() -> None:
    """A name that no file can hold is refused where it would have to be written."""
    with pytest.raises(PolicyError, match="surrogate") as caught:
        _ = (A | desk(name="\ud800")).fingerprint
    assert caught.value.argument == "name"


@pytest.mark.parametrize("hours", [(0, 1), (0, 50 * 3600 * 10**6)], ids=["a microsecond", "50 h"])
def test_hours_that_no_text_says_are_refused(hours: tuple[int, int]) -> None:
    """What a day came to can be finer or longer than hours that are said; those are refused."""
    odd = DaySchedule.of_shifts(
        [(timedelta(microseconds=hours[0]), timedelta(microseconds=hours[1]))]
    )
    with pytest.raises(HoursError):
        desk(exceptions={"12-24": odd})
    with pytest.raises(HoursError):
        desk(week={"mon": odd})
    with pytest.raises(HoursError):
        Rota([odd], anchor="2026-01-05")
    with pytest.raises(HoursError):
        UNNAMED.with_hours(odd)


@pytest.mark.parametrize("rule", ["short 48h 1s", "as mon, short 999999999h 999999999m"])
def test_a_day_is_shortened_by_its_hours_at_most(rule: str) -> None:
    """A cut that no day can take is a slip, and is refused with the way to close a day."""
    with pytest.raises(HoursError, match="write 'closed'"):
        DayRule(rule)


def test_a_calendar_of_2_000_exceptions_is_printed_soon() -> None:
    """A long list costs a few milliseconds once, and nothing when asked again."""
    first = date(2026, 1, 1)
    exceptions = {first + timedelta(n): "10:00-14:00" for n in range(2_000)}
    calendar = desk(exceptions=exceptions)
    started = time.process_time()
    told = calendar.fingerprint
    assert time.process_time() - started < seconds(0.5)
    started = time.process_time()
    assert {calendar.fingerprint for _ in range(10_000)} == {told}
    assert time.process_time() - started < seconds(0.1)
