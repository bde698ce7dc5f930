"""Which rules are read: how long and how far, and what makes no sense, at what cost."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from effort import seconds

from slacalc import ArgumentTypeError, DateError, HoursError, Recurrence


@pytest.fixture
def _at_once() -> Iterator[None]:
    """See that a rule costs less than a second, whatever it says."""
    started = time.process_time()
    yield
    assert time.process_time() - started < seconds(1)


def test_a_rule_is_as_long_as_1000_characters() -> None:
    """A rule has up to 1,000 characters, and with its anchor and blanks 1,100."""
    rule = "FREQ=YEARLY;BYYEARDAY=10" + ",1" * 488
    said = f"{rule}{' ' * 85}from 2026-01-01"

    assert (len(rule), len(said)) == (1_000, 1_100)
    assert Recurrence(rule).in_year(2026)[0] == date(2026, 1, 1).toordinal()
    assert Recurrence(said) == Recurrence(rule, date(2026, 1, 1))
    for too_long in (f"{rule}1", said.replace("from", " from")):
        with pytest.raises(HoursError, match="is no recurrence rule"):
            Recurrence(too_long)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=MONTHLY;BYDAY=5MO", "1997-03-31"),
        ("FREQ=YEARLY;BYMONTH=12;BYDAY=-5MO", "1997-12-01"),
        ("FREQ=YEARLY;BYDAY=53WE", "1997-12-31"),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31", "1997-12-31"),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-31", "1997-12-01"),
        ("FREQ=YEARLY;BYYEARDAY=366", "2000-12-31"),
        ("FREQ=YEARLY;BYYEARDAY=-366", "2000-01-01"),
        ("FREQ=YEARLY;BYDAY=MO;BYSETPOS=53", "2001-12-31"),
    ],
)
def test_the_furthest_days_of_a_period_can_be_chosen(rule: str, expected: str) -> None:
    """Each number goes as far as a month or a year ever has such days."""
    assert next(Recurrence(rule).between(date(1997, 1, 1), date.max)) == date.fromisoformat(
        expected
    )


REFUSED = {
    "by seconds": "FREQ=SECONDLY",
    "by seconds on a day that never comes": "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
    "by minutes": "FREQ=MINUTELY;BYDAY=MO",
    "by hours": "FREQ=HOURLY;INTERVAL=24 from 2026-01-01",
    "no frequency": "BYDAY=MO",
    "an unknown frequency": "FREQ=FORTNIGHTLY",
    "an empty frequency": "FREQ=",
    "frequency alone": "FREQ",
    "an unknown part": "FREQ=MONTHLY;BYFOO=1",
    "a part of dateutil's own": "FREQ=YEARLY;BYEASTER=1",
    "an hour": "FREQ=DAILY;BYHOUR=3",
    "an empty part": "FREQ=MONTHLY;;BYDAY=MO",
    "an empty value": "FREQ=MONTHLY;BYDAY=",
    "an open list": "FREQ=MONTHLY;BYDAY=MO,",
    "a part twice": "FREQ=MONTHLY;BYDAY=MO;BYDAY=TU",
    "a sixth Monday": "FREQ=MONTHLY;BYDAY=6MO",
    "a sixth Monday from the end": "FREQ=MONTHLY;BYDAY=-6MO",
    "a sixth Monday of some months": "FREQ=YEARLY;BYMONTH=2,3;BYDAY=6MO",
    "a zeroth Monday": "FREQ=MONTHLY;BYDAY=0MO",
    "a 54th Monday": "FREQ=YEARLY;BYDAY=54MO",
    "a 60th Monday": "FREQ=YEARLY;BYDAY=60MO",
    "a 99th Monday from the end": "FREQ=YEARLY;BYDAY=-99MO",
    "a hundredth Monday": "FREQ=YEARLY;BYDAY=100MO",
    "a numbered day of a week": "FREQ=WEEKLY;BYDAY=1MO",
    "no weekday": "FREQ=WEEKLY;BYDAY=MON",
    "month 13": "FREQ=YEARLY;BYMONTH=13;BYDAY=MO",
    "month 0": "FREQ=YEARLY;BYMONTH=0;BYDAY=MO",
    "a negative month": "FREQ=YEARLY;BYMONTH=-1;BYDAY=MO",
    "the 32nd": "FREQ=MONTHLY;BYMONTHDAY=32",
    "the zeroth": "FREQ=MONTHLY;BYMONTHDAY=0",
    "day 367": "FREQ=YEARLY;BYYEARDAY=367",
    "week 54": "FREQ=YEARLY;BYWEEKNO=54;BYDAY=MO",
    "week 53, whose days after New Year are found wrongly": "FREQ=YEARLY;BYWEEKNO=53;BYDAY=SA",
    "week 52 among others": "FREQ=YEARLY;BYWEEKNO=20,52;BYDAY=SU",
    "a place alone": "FREQ=MONTHLY;BYSETPOS=1",
    "place 0": "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0",
    "weeks of a month": "FREQ=MONTHLY;BYWEEKNO=1;BYDAY=MO",
    "other digits": "FREQ=MONTHLY;BYMONTHDAY=٣",
    "a power": "FREQ=DAILY;INTERVAL=² from 2026-01-01",
    "an underscore": "FREQ=MONTHLY;BYMONTHDAY=1_0",
    "an interval of nothing": "FREQ=DAILY;INTERVAL=0 from 2026-01-01",
    "a negative interval": "FREQ=DAILY;INTERVAL=-1 from 2026-01-01",
    "an interval without an anchor": "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA",
    "a count without an anchor": "FREQ=WEEKLY;COUNT=2;BYDAY=SA",
    "no times": "FREQ=DAILY;COUNT=0 from 2026-01-01",
    "too many times": "FREQ=DAILY;COUNT=1000000000 from 2026-01-01",
    "a huge interval": f"FREQ=DAILY;INTERVAL={'9' * 900} from 2026-01-01",
    "a huge count": f"FREQ=DAILY;COUNT={'9' * 900} from 2026-01-01",
    "a count and an end": "FREQ=DAILY;COUNT=3;UNTIL=20260105 from 2026-01-01",
    "an impossible end": "FREQ=DAILY;UNTIL=20260230",
    "an end before its start": "FREQ=DAILY;UNTIL=20251231 from 2026-01-01",
    "an end in words": "FREQ=DAILY;UNTIL=tomorrow",
    "an end in the year 0": "FREQ=DAILY;UNTIL=00000101",
    "no day of the week": "FREQ=WEEKLY",
    "no day of the month": "FREQ=MONTHLY",
    "no day of the year": "FREQ=YEARLY;BYMONTH=5",
    "an anchor in words": "FREQ=DAILY from tomorrow",
    "rules to be left out": "EXRULE:FREQ=DAILY",
    "two rules": "FREQ=DAILY\nFREQ=WEEKLY;BYDAY=MO",
    "a control character": "FREQ=DAILY\x00",
    "nothing": "",
    "a million characters": "FREQ=DAILY;" + "X" * 10**6,
    "a long list": "FREQ=YEARLY;BYYEARDAY=" + ",".join(map(str, range(1, 367))),
    "February 30": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "April 31": "FREQ=DAILY;BYMONTH=4;BYMONTHDAY=31",
    "a Monday that is a Tuesday": "FREQ=DAILY;INTERVAL=7;BYDAY=MO from 2026-01-06",
    "leap days of odd years": "FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29 from 2025-01-01",
    "a second first Monday": "FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=2",
    "an end before the first day": "FREQ=YEARLY;UNTIL=20260201 from 2026-02-02",
    "a start after the last day": "FREQ=MONTHLY;BYDAY=1MO from 9999-12-31",
}


@pytest.mark.usefixtures("_at_once")
@pytest.mark.parametrize("rule", REFUSED.values(), ids=REFUSED)
def test_hazard_40_rules_that_never_come_or_make_no_sense(rule: str) -> None:
    """What recurs in less than days, never or without a bound is refused, at once and shortly."""
    with pytest.raises(HoursError) as caught:
        Recurrence(rule)
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize(
    "rule", ["FREQ=DAILY from 2026-02-30", "DTSTART:20260230 RRULE:FREQ=DAILY"]
)
def test_impossible_anchors_are_refused(rule: str) -> None:
    """An anchor is a date that exists."""
    with pytest.raises(DateError):
        Recurrence(rule)


@pytest.mark.parametrize("given", [None, 5, b"FREQ=DAILY", ["FREQ=DAILY"]], ids=repr)
def test_rules_of_other_types_are_refused(given: Any) -> None:
    """A rule is text."""
    with pytest.raises(ArgumentTypeError, match="rule="):
        Recurrence(given)


@pytest.mark.parametrize(
    "given", [5, datetime(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC)], ids=repr
)
def test_anchors_of_other_types_are_refused(given: Any) -> None:
    """An anchor is a date, and a datetime is none."""
    with pytest.raises(ArgumentTypeError, match="anchor="):
        Recurrence("FREQ=DAILY", given)


@pytest.mark.usefixtures("_at_once")
def test_hazard_36_a_hostile_rule_costs_little() -> None:
    """The largest counts of the largest steps are read in a second, for one may say many."""
    for number in range(8):
        said = Recurrence(f"FREQ=DAILY;COUNT=40000;INTERVAL={39_990 + number} from 0001-01-01")
        assert said.last.year > 9_800
