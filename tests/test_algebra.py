"""Calendar algebra by example: one or another, both, one without another, one after another."""

from __future__ import annotations

import copy
import operator
import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest

from slacalc import (
    AnyCalendar,
    ArgumentTypeError,
    Calendar,
    DayRule,
    DaySchedule,
    HoursError,
    NoWorkingTimeError,
    Rota,
    SlaClock,
    Span,
    SupportLevel,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = "Mon-Fri 09:00-18:00"
TODAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
EMEA = Calendar("Mon-Fri 09:00-17:00", time_zone="Europe/Berlin", name="EMEA")
APAC = Calendar("Mon-Fri 09:00-17:00", time_zone="Asia/Tokyo", name="APAC")
AMERICAS = Calendar("Mon-Fri 09:00-17:00", time_zone="America/New_York", name="Americas")
TEAM = Calendar(
    OFFICE, time_zone="Europe/Berlin", name="team", holidays={"2026-03-09": "stock-taking"}
)
CUSTOMER = Calendar("Mon-Sat 08:00-16:00", time_zone="Europe/London", name="customer")
MAINTENANCE = Calendar("Tue 14:00-15:00", time_zone="Europe/Berlin", name="maintenance")
EMPTY = Calendar("", time_zone="Europe/Berlin")
COMBINED: dict[str, AnyCalendar] = {
    "follow the sun": EMEA | AMERICAS | APAC,
    "both": TEAM & CUSTOMER,
    "without": TEAM - MAINTENANCE,
    "nested": (EMEA | APAC) & (TEAM - MAINTENANCE),
    "named": (EMEA | APAC).named("round the clock"),
    "a named one grows": (EMEA | APAC).named("round the clock") | AMERICAS,
    "without two": TEAM - MAINTENANCE - CUSTOMER,
    "without a difference": TEAM - (MAINTENANCE - CUSTOMER),
    "from a date": TEAM.from_date("2026-07-01", TEAM.with_hours("08:00-20:00")),
    "from a date, named": TEAM.from_date("2026-07-01", EMEA).named("the year 2026"),
    "a combined one from a date": (TEAM & CUSTOMER).from_date("2026-07-01", EMEA),
}  # fmt: skip


def berlin(text: str) -> datetime:
    """Read an instant on Berlin's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def shown(said: AnyCalendar, start: str, end: str) -> list[str]:
    """List the open spans between two of Berlin's times."""
    return [
        f"{one.start:%d %H:%M}-{one.end:%d %H:%M}" for one in said.spans(berlin(start), berlin(end))
    ]


def told(said: AnyCalendar, start: str, end: str) -> list[str]:
    """List the reasons for a stretch of Berlin's time."""
    return [f"{one.start:%H:%M} {one.reason}" for one in said.explain(berlin(start), berlin(end))]


# Follow the sun


def test_5_21_follow_the_sun() -> None:
    """Open when one of the desks is; who covers which stretch is told by name."""
    desk = APAC | EMEA | AMERICAS

    assert shown(desk, "2026-03-03 00:00", "2026-03-04 00:00") == ["03 01:00-03 23:00"]
    assert told(EMEA | AMERICAS | APAC, "2026-03-03 00:00", "2026-03-03 16:00") == [
        "00:00 outside hours",
        "01:00 working (APAC)",
        "09:00 working (EMEA)",
        "15:00 working (EMEA, Americas)",
    ]
    assert desk.covering(berlin("2026-03-03 16:00")) == ("EMEA", "Americas")
    assert desk.covering(berlin("2026-03-03 23:30")) == ()


def test_5_21_deadlines_follow_the_sun() -> None:
    """Twelve hours from Tokyo's morning are over before Berlin's day is."""
    start = APAC.at("2026-03-03 09:00")

    assert (APAC | EMEA).deadline(start, 12 * HOUR) == APAC.at("2026-03-03 21:00")
    assert (
        str((EMEA | APAC).deadline(berlin("2026-03-03 16:00"), 2 * HOUR))
        == "2026-03-04 02:00:00+01:00"
    )


def test_5_21_the_zone_is_that_of_the_left_operand() -> None:
    """Days, wall-clock times and explanations are on the clock of the left operand."""
    assert (EMEA | APAC).zone.key == "Europe/Berlin"
    assert (APAC | EMEA).at("2026-03-03 09:00").utcoffset() == 9 * HOUR
    assert str((EMEA | APAC).day("2026-03-03").hours) == "01:00-17:00"
    assert str((APAC | EMEA).day("2026-03-03").hours) == "09:00-01:00"


def test_5_21_a_stretch_belongs_to_the_day_on_which_its_shift_began() -> None:
    """A night shift that the other calendar cuts after midnight is of the evening's day."""
    nights = Calendar("Mon-Sun 22:00-06:00", time_zone="Europe/Berlin", name="nights")
    after_midnight = Calendar("Mon-Sun 00:00-06:00", time_zone="Europe/Berlin")

    assert str((nights & after_midnight).day("2026-03-03").hours) == "24:00-30:00"
    assert str((nights - after_midnight).day("2026-03-03").hours) == "22:00-24:00"
    assert str((nights | EMEA).day("2026-03-03").hours) == "09:00-17:00 22:00-06:00"


# Team and customer


def test_5_21_team_and_customer() -> None:
    """Open when both are, with the reason of the one that is closed."""
    both = TEAM & CUSTOMER  # the customer's 08:00-16:00 is 09:00-17:00 in Berlin

    assert shown(both, "2026-03-06 00:00", "2026-03-11 00:00") == [
        "06 09:00-06 17:00",
        "10 09:00-10 17:00",
    ]
    assert told(both, "2026-03-06 16:00", "2026-03-06 20:00") == [
        "16:00 working",
        "17:00 outside hours (customer)",
        "18:00 outside hours",
    ]
    assert told(both, "2026-03-09 10:00", "2026-03-09 11:00") == ["10:00 stock-taking"]
    assert both.day("2026-03-09").reason == "team: stock-taking"


def test_5_8_team_and_customer_across_a_change_of_the_clock() -> None:
    """While one zone has changed its clock and the other not, the common hours are others."""
    both = Calendar(OFFICE, time_zone="Europe/Berlin") & Calendar(
        OFFICE, time_zone="America/New_York"
    )

    assert shown(both, "2026-03-06 00:00", "2026-03-07 00:00") == ["06 15:00-06 18:00"]
    assert shown(both, "2026-03-09 00:00", "2026-03-10 00:00") == ["09 14:00-09 18:00"]
    assert shown(both, "2026-03-30 00:00", "2026-03-31 00:00") == ["30 15:00-30 18:00"]


# Maintenance


def test_5_21_maintenance_windows() -> None:
    """Maintenance is subtracted and named; the rest is told as ever."""
    said = TEAM - MAINTENANCE

    assert shown(said, "2026-03-03 00:00", "2026-03-04 00:00") == [
        "03 09:00-03 14:00",
        "03 15:00-03 18:00",
    ]
    assert told(said, "2026-03-03 13:00", "2026-03-03 19:00") == [
        "13:00 working",
        "14:00 maintenance",
        "15:00 working",
        "18:00 outside hours",
    ]
    assert str(said.day("2026-03-03").hours) == "09:00-14:00 15:00-18:00"


def test_a_window_that_is_over_is_a_calendar_without_a_week() -> None:
    """A single window is a calendar of one exception, and changes that day alone."""
    window = Calendar("", time_zone="UTC", exceptions={"2026-03-03": "08:00-12:00"})
    said = TEAM - window

    assert shown(said, "2026-03-03 00:00", "2026-03-04 00:00") == ["03 13:00-03 18:00"]
    assert said.equivalent(TEAM, berlin("2026-03-04 00:00"), berlin("2027-01-01 00:00"))


def test_5_21_an_endless_span_is_proved() -> None:
    """A union that never closes has no end, an intersection with it is the other one."""
    always = Calendar("Mon-Sun 00:00-24:00", time_zone="Asia/Tokyo")

    assert (TEAM | always).span_at(TODAY) == Span(None, None)
    assert (always - EMPTY).span_at(TODAY) == Span(None, None)
    assert (always & TEAM).span_at(TODAY) == TEAM.span_at(TODAY)


# Effective dates


def test_a_calendar_changes_on_a_day() -> None:
    """Until the day the old hours hold, from it on the new ones, for history and forecast."""
    old = Calendar(OFFICE, time_zone="Europe/Berlin", name="desk")
    said = old.from_date("2026-07-01", old.with_hours("08:00-20:00"))

    assert shown(said, "2026-06-30 00:00", "2026-07-02 00:00") == [
        "30 09:00-30 18:00",
        "01 08:00-01 20:00",
    ]
    assert said.deadline(berlin("2026-06-30 17:00"), 2 * HOUR) == berlin("2026-07-01 09:00")
    assert said.equivalent(old, berlin("2020-01-01 00:00"), berlin("2026-07-01 00:00"))
    assert said.equivalent(
        old.with_hours("08:00-20:00"), berlin("2026-07-01 00:00"), berlin("2030-01-01 00:00")
    )
    assert said.name == "desk"


def test_5_7_a_night_belongs_to_the_calendar_of_its_evening() -> None:
    """The night that begins before the change goes on as it was."""
    nights = Calendar("Mon-Sun 22:00-06:00", time_zone="Europe/Berlin", name="nights")
    days = Calendar("Mon-Sun 09:00-17:00", time_zone="Europe/Berlin", name="days")

    assert shown(nights.from_date("2026-07-01", days), "2026-06-30 12:00", "2026-07-02 00:00") == [
        "30 22:00-01 06:00",
        "01 09:00-01 17:00",
    ]
    assert shown(days.from_date("2026-07-01", nights), "2026-06-30 12:00", "2026-07-02 00:00") == [
        "30 12:00-30 17:00",
        "01 22:00-02 00:00",
    ]


def test_a_calendar_changes_more_than_once() -> None:
    """Changes follow one another, and with_hours goes into each of them."""
    said = EMEA.from_date("2026-04-01", TEAM).from_date("2026-07-01", EMPTY)

    assert [str(said.day(day).hours) for day in ("2026-03-31", "2026-04-01", "2026-07-01")] == [
        "09:00-17:00", "09:00-18:00", "closed",
    ]  # fmt: skip
    other = said.with_hours(DaySchedule("10:00-11:00"))
    assert [bool(other.day(day).hours) for day in ("2026-03-31", "2026-04-01", "2026-07-01")] == [
        True,
        True,
        False,
    ]
    with pytest.raises(NoWorkingTimeError):
        said.deadline(berlin("2026-07-01 00:00"), HOUR)


@pytest.mark.parametrize(
    "day", [None, 5, datetime(2026, 7, 1), datetime(2026, 7, 1, tzinfo=UTC)], ids=repr
)
def test_a_change_is_on_a_date(day: Any) -> None:
    """A datetime is no day to change on."""
    with pytest.raises(ArgumentTypeError, match="day="):
        TEAM.from_date(day, EMEA)


def test_a_change_stays_in_its_zone() -> None:
    """A day begins at another instant in another zone, so the change is refused with a way out."""
    with pytest.raises(HoursError, match="closures"):
        EMEA.from_date("2026-07-01", APAC)
    with pytest.raises(ArgumentTypeError, match="other="):
        EMEA.from_date("2026-07-01", "Mon-Fri 09:00-18:00")  # type: ignore[arg-type]


# A calendar like any other


@pytest.mark.parametrize("said", COMBINED.values(), ids=COMBINED)
def test_combined_calendars_survive_every_kind_of_copy(said: AnyCalendar) -> None:
    """Repr, pickle and copy give an equal calendar back, asked already or not."""
    known = {
        "datetime": __import__("datetime"),
        "Calendar": Calendar,
        "Rota": Rota,
        "DayRule": DayRule,
    }
    due = said.deadline(TODAY, 20 * HOUR)
    for twin in (
        eval(repr(said), known),  # noqa: S307 - our own text
        pickle.loads(pickle.dumps(said)),  # noqa: S301 - our own bytes
        copy.copy(said),
        copy.deepcopy(said),
    ):
        assert (twin, hash(twin), str(twin), repr(twin)) == (
            said,
            hash(said),
            str(said),
            repr(said),
        )
        assert twin.deadline(TODAY, 20 * HOUR) == due
    with pytest.raises((attrs.exceptions.FrozenInstanceError, AttributeError)):
        setattr(said, "name", "another")  # noqa: B010 - mypy knows that it can't be


def test_5_21_equality_is_of_what_was_said() -> None:
    """Operands in another order mean the same and are not equal; names count."""
    start, end = berlin("2020-01-01 00:00"), berlin("2030-01-01 00:00")

    assert EMEA | APAC != APAC | EMEA
    assert (EMEA | APAC).equivalent(APAC | EMEA, start, end)
    assert (EMEA | APAC) == (EMEA | APAC)
    assert (EMEA | APAC).named("x") != (EMEA | APAC)
    assert EMEA | APAC | AMERICAS != EMEA | (APAC | AMERICAS)
    assert len({TEAM & CUSTOMER, TEAM & CUSTOMER, TEAM - CUSTOMER}) == 2


def test_calendars_read_well() -> None:
    """Combined calendars are written as they are made, by the names of their parts."""
    assert str(EMEA | APAC | AMERICAS) == "EMEA | APAC | Americas"
    assert str((EMEA | APAC) & TEAM - MAINTENANCE) == "(EMEA | APAC) & (team - maintenance)"
    assert str((EMEA | APAC).named("round the clock") | AMERICAS) == "round the clock | Americas"
    for name in (None, 5, b"x"):
        for said in (EMEA | APAC, EMEA.from_date("2026-07-01", TEAM), EMEA):
            with pytest.raises(ArgumentTypeError, match="name="):
                said.named(name)  # type: ignore[arg-type]


@pytest.mark.parametrize("combine", [operator.or_, operator.and_, operator.sub])
@pytest.mark.parametrize(
    "other",
    [None, 5, OFFICE, DaySchedule("09:00-18:00"), Span(None, None), [EMEA], date(2026, 1, 1)],
    ids=repr,
)
def test_operands_are_calendars(combine: Callable[[Any, Any], object], other: Any) -> None:
    """Anything else on the right is an error of ours, and on the left a TypeError too."""
    for said in (TEAM, EMEA | APAC, TEAM.from_date("2026-07-01", EMEA)):
        with pytest.raises(ArgumentTypeError, match="give a calendar"):
            combine(said, other)
        with pytest.raises(TypeError):
            combine(other, said)


def test_5_21_a_combined_calendar_has_no_hours_of_its_own() -> None:
    """Other hours are given to the operands, by a level too."""
    for said in (
        TEAM & CUSTOMER,
        EMEA | APAC,
        TEAM - MAINTENANCE,
        (EMEA | APAC).from_date("2026-07-01", EMEA),
    ):
        with pytest.raises(HoursError, match="give them to the operands"):
            said.with_hours(DaySchedule("09:00-18:00"))
        with pytest.raises(HoursError, match="operands"):
            SupportLevel("VIP", calendar=said, schedule=DaySchedule("09:00-18:00"), resolution="8h")


def test_levels_run_on_combined_calendars() -> None:
    """A clock on a combined calendar counts its time and tells its reasons."""
    level = SupportLevel("Standard", calendar=TEAM - MAINTENANCE, resolution="8h")
    clock = SlaClock.start(level, at=berlin("2026-03-03 09:00"))

    assert clock.resolution
    assert clock.resolution.due == berlin("2026-03-03 18:00")
    assert "maintenance" in str(clock.explain(berlin("2026-03-03 18:00")))
