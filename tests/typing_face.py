"""What a user's type checker sees of the public face: checked by mypy and pyright, never run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, assert_type

from slacalc import (
    AnyCalendar,
    Calendar,
    CalendarYear,
    Choice,
    Day,
    DaySchedule,
    Escalated,
    Ledger,
    LevelChain,
    Policy,
    SlaClock,
    Span,
    SupportLevel,
    TargetClock,
)
from slacalc.testing import LawReport, check_laws


def calendars(at: datetime, hour: timedelta) -> None:
    """A calendar's answers have types, and so has what calendars make together."""
    desk = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Berlin", holidays=[date(2026, 5, 1)])
    assert_type(desk.deadline(at, hour), datetime)
    assert_type(desk.latest_start(at, hour), datetime)
    assert_type(desk.elapsed(at, at), timedelta)
    assert_type(desk.is_open(at), bool)
    assert_type(desk.span_at(at), Span | None)
    assert_type(desk.next_opening(at), datetime | None)
    assert_type(desk.spans(at, at), Iterator[Span])
    assert_type(desk.day("2026-05-01"), Day)
    assert_type(desk.with_hours(DaySchedule("10:00-12:00")), Calendar)
    assert_type(desk.year(2026), CalendarYear)
    both: AnyCalendar = (desk | desk) & desk - desk
    assert_type(both.deadline(at, hour), datetime)


def clocks(at: datetime, desk: Calendar) -> None:
    """A clock's events give clocks, and its targets may be missing."""
    level = SupportLevel("VIP", calendar=desk, response="30m", conditions={"client": "vip"})
    chain = LevelChain([level], default=level)
    assert_type(chain.level_for({"client": "vip"}), SupportLevel)
    assert_type(chain.explain({}), Choice)
    clock = SlaClock.start(level, at=at).pause(at).resume(at)
    assert_type(clock, SlaClock)
    assert_type(clock.response, TargetClock | None)
    assert_type(clock.target("response").due, datetime | None)
    assert_type(clock.explain(at), Ledger)
    assert_type(clock.escalations(at, at), tuple[Escalated, ...])
    assert_type(clock.to_dict(), dict[str, Any])


def policies(at: datetime) -> None:
    """A policy opens clocks, and laws give a report."""
    policy = Policy.load("support.toml")
    assert_type(policy.open({}, at=at), SlaClock)
    assert_type(policy.calendars, dict[str, AnyCalendar])
    assert_type(check_laws(policy.calendars["desk"]), LawReport)
