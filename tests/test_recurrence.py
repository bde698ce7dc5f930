"""Days that recur by a rule: the examples of RFC 5545, agreement with dateutil, anchors."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from itertools import islice

import pytest
from dateutil.rrule import rrulestr

from slacalc import Calendar, HoursError, Recurrence, SlacalcError

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
SEPTEMBER = date(1997, 9, 2)  # a Tuesday, from which most examples of the RFC count


def first_days(rule: str, anchor: date | None, count: int) -> list[str]:
    """List the first days of a rule, from its anchor on."""
    said = Recurrence(rule, anchor)
    return [str(day) for day in islice(said.between(anchor or date(1997, 1, 1), date.max), count)]


# Examples of RFC 5545, section 3.8.5.3, that recur by days or more


@pytest.mark.parametrize(
    ("rule", "anchor", "expected"),
    [
        pytest.param(
            "FREQ=DAILY;COUNT=10",
            SEPTEMBER,
            [f"1997-09-{day:02}" for day in range(2, 12)],
            id="daily, ten times",
        ),
        pytest.param(
            "FREQ=DAILY;INTERVAL=10;COUNT=5",
            SEPTEMBER,
            ["1997-09-02", "1997-09-12", "1997-09-22", "1997-10-02", "1997-10-12"],
            id="every tenth day",
        ),
        pytest.param(
            "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
            date(1997, 8, 5),
            ["1997-08-05", "1997-08-10", "1997-08-19", "1997-08-24"],
            id="weeks that begin on Monday",
        ),
        pytest.param(
            "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
            date(1997, 8, 5),
            ["1997-08-05", "1997-08-17", "1997-08-19", "1997-08-31"],
            id="weeks that begin on Sunday",
        ),
        pytest.param(
            "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
            date(1997, 9, 5),
            ["1997-09-05", "1997-10-03", "1997-11-07", "1997-12-05", "1998-01-02",
             "1998-02-06", "1998-03-06", "1998-04-03", "1998-05-01", "1998-06-05"],
            id="first Fridays",
        ),
        pytest.param(
            "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
            date(1997, 9, 7),
            ["1997-09-07", "1997-09-28", "1997-11-02", "1997-11-30", "1998-01-04",
             "1998-01-25", "1998-03-01", "1998-03-29", "1998-05-03", "1998-05-31"],
            id="first and last Sundays of every other month",
        ),
        pytest.param(
            "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
            date(1997, 9, 22),
            ["1997-09-22", "1997-10-20", "1997-11-17", "1997-12-22", "1998-01-19", "1998-02-16"],
            id="last Mondays but one",
        ),
        pytest.param(
            "FREQ=MONTHLY;BYMONTHDAY=-3",
            date(1997, 9, 28),
            ["1997-09-28", "1997-10-29", "1997-11-28", "1997-12-29", "1998-01-29", "1998-02-26"],
            id="three days before a month's end",
        ),
        pytest.param(
            "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
            date(1997, 9, 30),
            ["1997-09-30", "1997-10-01", "1997-10-31", "1997-11-01", "1997-11-30",
             "1997-12-01", "1997-12-31", "1998-01-01", "1998-01-31", "1998-02-01"],
            id="first and last days",
        ),
        pytest.param(
            "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
            date(1997, 3, 10),
            ["1997-03-10", *(f"{y}-0{m}-10" for y in (1999, 2001, 2003) for m in (1, 2, 3))],
            id="three months of every other year",
        ),
        pytest.param(
            "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
            date(1997, 1, 1),
            ["1997-01-01", "1997-04-10", "1997-07-19", "2000-01-01", "2000-04-09",
             "2000-07-18", "2003-01-01", "2003-04-10", "2003-07-19", "2006-01-01"],
            id="days of the year",
        ),
        pytest.param(
            "FREQ=YEARLY;BYDAY=20MO",
            date(1997, 5, 19),
            ["1997-05-19", "1998-05-18", "1999-05-17"],
            id="twentieth Mondays",
        ),
        pytest.param(
            "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
            date(1997, 5, 12),
            ["1997-05-12", "1998-05-11", "1999-05-17"],
            id="Mondays of week 20",
        ),
        pytest.param(
            "FREQ=YEARLY;BYWEEKNO=20;BYDAY=SU;WKST=SU",
            date(1997, 5, 11),
            ["1997-05-11", "1998-05-17", "1999-05-16"],
            id="week 20, where weeks begin on Sunday",
        ),
        pytest.param(
            "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
            SEPTEMBER,
            ["1998-02-13", "1998-03-13", "1998-11-13", "1999-08-13", "2000-10-13"],
            id="Fridays the 13th",
        ),
        pytest.param(
            "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
            date(1996, 11, 5),
            ["1996-11-05", "2000-11-07", "2004-11-02"],
            id="election days",
        ),
        pytest.param(
            "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
            date(1997, 9, 4),
            ["1997-09-04", "1997-10-07", "1997-11-06"],
            id="the third of some weekdays",
        ),
        pytest.param(
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
            date(1997, 9, 29),
            ["1997-09-29", "1997-10-30", "1997-11-27", "1997-12-30", "1998-01-29"],
            id="last weekdays but one",
        ),
        pytest.param(
            "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
            date(2007, 1, 15),
            ["2007-01-15", "2007-01-30", "2007-02-15", "2007-03-15", "2007-03-30"],
            id="a day that February lacks",
        ),
        pytest.param(
            "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA",
            date(1998, 1, 1),
            [f"{year}-01-{day:02}" for year in (1998, 1999, 2000) for day in range(1, 32)],
            id="every day of January, until a day",
        ),
    ],
)  # fmt: skip
def test_the_examples_of_rfc_5545(rule: str, anchor: date, expected: list[str]) -> None:
    """A rule that the RFC explains gives the days that the RFC lists."""
    ends = "COUNT" in rule or "UNTIL" in rule

    assert first_days(rule, anchor, len(expected) + ends) == expected


# Agreement with dateutil


def drawn_rule(draw: random.Random) -> str:
    """Draw a rule of any frequency, with an interval, a choice of days and an end."""
    freq = draw.choice(("DAILY", "WEEKLY", "MONTHLY", "YEARLY"))
    parts = [f"FREQ={freq}", f"INTERVAL={draw.choice((1, 1, 2, 3, 5, 12))}"]
    numbered = [f"{draw.choice((1, 2, 5, -1, -4))}{day}" for day in draw.sample(DAYS, 2)]
    plain = draw.sample(DAYS, draw.randint(1, 4))
    choices = {
        "DAILY": ["", f"BYDAY={','.join(plain)}", f"BYMONTHDAY={draw.randint(1, 31)}"],
        "WEEKLY": ["", f"BYDAY={','.join(plain)};WKST={draw.choice(DAYS)}"],
        "MONTHLY": [
            "",
            f"BYDAY={','.join(numbered)}",
            f"BYMONTHDAY={draw.randint(-31, -1)},{draw.randint(1, 31)}",
            f"BYDAY={','.join(plain)};BYSETPOS={draw.choice((1, 2, -1))}",
            f"BYDAY={','.join(plain)};BYMONTHDAY={draw.randint(1, 31)}",
        ],
        "YEARLY": [
            "",
            f"BYDAY={','.join(numbered)}",
            f"BYYEARDAY={draw.randint(-366, -1)},{draw.randint(1, 366)}",
            f"BYWEEKNO={draw.randint(1, 51)};BYDAY={draw.choice(DAYS[2:5])}",
            f"BYDAY={','.join(plain)};BYSETPOS={draw.randint(1, 50)},-1",
        ],
    }
    parts.append(draw.choice(choices[freq]))
    if "BYWEEKNO" not in parts[-1] and "BYYEARDAY" not in parts[-1] and draw.random() < 0.3:
        parts.append(f"BYMONTH={draw.randint(1, 6)},{draw.randint(7, 12)}")
    parts.append(draw.choice(("", "", f"COUNT={draw.randint(1, 60)}", "UNTIL=20310630")))
    return ";".join(filter(None, parts))


@pytest.mark.parametrize("seed", range(8))
def test_drawn_rules_agree_with_dateutil(seed: int) -> None:
    """On rules and anchors of any kind, forty years of days are those of dateutil's rrule."""
    draw = random.Random(seed)
    for _ in range(50):
        rule = drawn_rule(draw)
        anchor = date(2016, 1, 1) + timedelta(draw.randrange(3_000))
        start, end = datetime(2016, 1, 1), datetime(2056, 12, 31)
        whole = rrulestr(rule, dtstart=datetime.combine(anchor, datetime.min.time()))
        expected = [at.date() for at in whole.between(start, end, inc=True)]
        try:
            said = Recurrence(rule, anchor)
        except HoursError as error:
            assert error.problem == "gives no day at all", rule  # noqa: PT017 - rightly, or not
            assert not expected, rule
            continue
        assert list(said.between(start.date(), end.date())) == expected, f"{rule} from {anchor}"


def test_an_end_is_the_last_day() -> None:
    """A rule holds on the day of its end, with an anchor and without, be it the first too."""
    for anchor in ("", " from 2026-01-05"):
        said = Recurrence(f"FREQ=DAILY;UNTIL=20260105{anchor}")
        assert said.in_year(2026)[-1] == date(2026, 1, 5).toordinal()
    assert first_days("FREQ=DAILY;UNTIL=20260105", date(2026, 1, 5), 2) == ["2026-01-05"]


def test_a_rule_without_an_end_goes_to_the_end_of_time() -> None:
    """The last years that there are have their days too."""
    said = Recurrence("FREQ=MONTHLY;BYDAY=-1FR")

    assert list(said.between(date(9999, 12, 1), date.max)) == [date(9999, 12, 31)]


def test_no_day_of_a_long_interval_is_left_out() -> None:
    """Days further apart than a year lie on any day of their years, the first and the last."""
    for days in (367, 400, 730):
        anchor = date(1999, 1, 1)
        said = Recurrence(f"FREQ=DAILY;INTERVAL={days}", anchor)
        expected = [anchor + timedelta(n * days) for n in range(120)]
        assert list(said.between(anchor, expected[-1])) == expected
    for day in (date(2024, 12, 31), date(2023, 12, 31), date(2025, 1, 1), date(2025, 1, 31)):
        said = Recurrence("FREQ=DAILY;INTERVAL=400", day - timedelta(400))
        assert list(said.between(day, day)) == [day]


def test_days_are_the_same_however_they_are_asked_for() -> None:
    """A year alone, a stretch of years and a calendar give the same days."""
    said = Recurrence("FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,SA;WKST=SU", date(2020, 2, 29))
    days = list(said.between(date(2020, 1, 1), date(2030, 12, 31)))
    calendar = Calendar("Mon-Sun 09:00-10:00", time_zone="UTC", holidays=[said])

    assert days == [date.fromordinal(n) for year in range(2020, 2031) for n in said.in_year(year)]
    assert days == [
        day
        for day in (date(2020, 1, 1) + timedelta(n) for n in range(4_018))
        if not calendar.day(day).hours
    ]


def test_rules_repeat_every_400_years_or_so() -> None:
    """A rule with an interval repeats after as many times 400 years as it says."""
    for text, cycles in {
        "FREQ=DAILY;INTERVAL=2 from 2026-01-01": 2,
        "FREQ=DAILY;INTERVAL=7 from 2026-01-01": 1,
        "FREQ=WEEKLY;INTERVAL=2 from 2026-01-01": 2,
        "FREQ=MONTHLY;INTERVAL=6 from 2026-01-01": 1,
        "FREQ=YEARLY;INTERVAL=3 from 2026-01-01": 3,
        "FREQ=MONTHLY;BYDAY=1MO": 1,
    }.items():
        said, apart = Recurrence(text), 146_097 * cycles

        assert said.cycles == cycles
        assert [day + apart for day in said.in_year(2030)] == said.in_year(2030 + 400 * cycles)


# Reading


def test_an_anchor_is_given_in_three_ways() -> None:
    """As an argument, in the text and as a line of DTSTART an anchor means the same."""
    said = Recurrence("FREQ=DAILY;COUNT=3", date(2026, 2, 1))

    assert Recurrence("FREQ=DAILY;COUNT=3 from 2026-02-01") == said
    assert Recurrence("DTSTART;VALUE=DATE:20260201\nRRULE:FREQ=DAILY;COUNT=3") == said
    assert Recurrence.parse("DTSTART:20260201\r\nRRULE:FREQ=DAILY;COUNT=3") == said
    assert Recurrence("rrule:freq=daily;count=3", "2026-02-01") == said  # type: ignore[arg-type]
    assert Recurrence.parse("FREQ=DAILY;COUNT=3", date(2026, 2, 1)) == said
    assert str(said) == "FREQ=DAILY;COUNT=3 from 2026-02-01"
    assert (said.first, said.last) == (date(2026, 2, 1), date(2026, 2, 3))


def test_the_order_of_parts_says_nothing() -> None:
    """Parts in any order, an interval of one and a last semicolon are the same rule."""
    said = Recurrence("FREQ=WEEKLY;BYDAY=MO")

    assert Recurrence("BYDAY=MO;INTERVAL=1;FREQ=WEEKLY;") == said
    assert str(Recurrence("BYDAY=MO;INTERVAL=1;FREQ=WEEKLY;")) == "FREQ=WEEKLY;BYDAY=MO"


def test_two_anchors_contradict_each_other() -> None:
    """An anchor in the text and another one beside it are refused."""
    with pytest.raises(SlacalcError):
        Recurrence("FREQ=DAILY from 2026-01-01", date(2025, 1, 1))


def test_what_the_anchor_says_where_the_rule_is_silent() -> None:
    """Weekday, day of the month and month are those of the anchor, as in the RFC."""
    tuesday = date(2026, 3, 31)

    assert first_days("FREQ=WEEKLY", tuesday, 2) == ["2026-03-31", "2026-04-07"]
    assert first_days("FREQ=MONTHLY", tuesday, 3) == ["2026-03-31", "2026-05-31", "2026-07-31"]
    assert first_days("FREQ=YEARLY", tuesday, 2) == ["2026-03-31", "2027-03-31"]
    assert first_days("FREQ=YEARLY;BYWEEKNO=20", tuesday, 2) == ["2026-05-12", "2027-05-18"]
    leap = date(2024, 2, 29)
    assert first_days("FREQ=YEARLY", leap, 3) == ["2024-02-29", "2028-02-29", "2032-02-29"]
