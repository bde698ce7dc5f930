"""Calendars in words: how they are written, and why a day is as it is."""

from __future__ import annotations

import datetime as dt
from datetime import date

import pytest

from slacalc import Calendar, Rota


@pytest.mark.parametrize(
    "written",
    [
        "Calendar('Mon-Fri 09:00-18:00', time_zone='UTC')",
        "Calendar('Mon-Fri 09:00-18:00', time_zone='UTC', name='desk', outside='raise')",
        "Calendar('Sat 10:00-14:00', time_zone='UTC', holidays={datetime.date(2026, 1, 3): ''})",
        "Calendar('Mon-Sun closed', time_zone='UTC', holidays={'12-25': 'Christmas'})",
        "Calendar(Rota('08:00-20:00 | closed', anchor='2026-01-05'), time_zone='UTC')",
    ],
)
def test_a_calendar_is_written_as_the_call_that_makes_it(written: str) -> None:
    """With what was said and nothing else: dates as dates, what recurs as text."""
    names = {"Calendar": Calendar, "Rota": Rota, "datetime": dt}
    made = eval(written, names)  # noqa: S307 - our own
    assert repr(made) == written


def test_hazard_a_day_that_the_clock_skips_says_so() -> None:
    """Samoa had no 30th of December 2011."""
    apia = Calendar("Mon-Sun 09:00-18:00", time_zone="Pacific/Apia")
    told = apia.day(date(2011, 12, 30))
    assert (str(told.hours), told.reason) == ("closed", "skipped by the zone's clock")
