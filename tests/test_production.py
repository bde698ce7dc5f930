"""Production calendars: reading them, the days that they make, and what is refused."""

from __future__ import annotations

import re
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from effort import seconds

from slacalc import ArgumentTypeError, DateError, DayRule, DurationError
from slacalc.errors import FeedError, HorizonError
from slacalc.interop.day_list import DayList
from slacalc.interop.marked_days import MarkedDay
from slacalc.interop.production import ProductionCalendar

HOUR = timedelta(hours=1)
LONGEST = 2.0  # seconds for what is refused; it takes milliseconds
HEAD = '<calendar year="2024"><holidays><holiday id="1" title="Labour Day"/></holidays><days>'
WEEK = "Mon-Thu 09:00-18:00; Fri 09:00-16:45"


def xml(*days: str) -> str:
    """Write a year with marked days, each on a line of its own."""
    return "\n".join([HEAD, *(f"<day {day}/>" for day in days), "</days></calendar>"])


def read(*days: str) -> DayList:
    """Read a year with marked days."""
    return ProductionCalendar.parse(xml(*days), name="Utopia", where="2024.xml").day_list()


@pytest.mark.parametrize(
    ("said", "day", "expected"),
    [
        pytest.param(['d="05.01" t="1" h="1"'], "05-01", "Labour Day", id="a holiday"),
        pytest.param(['d="05.04" t="1" h="1"'], "05-04", "Labour Day", id="on a Saturday"),
        pytest.param(['d="05.10" t="1"'], "05-10", "day off", id="without a reason"),
        pytest.param(
            ['d="05.10" t="1" f="01.06"'], "05-10", "day off moved from 2024-01-06", id="moved"
        ),
        pytest.param(
            ['d="05.10" t="1" h="1" f="01.06"'],
            "05-10",
            "Labour Day, day off moved from 2024-01-06",
            id="moved, with a title",
        ),
    ],
)
def test_a_day_off_is_a_holiday(said: list[str], day: str, expected: str) -> None:
    """A day off is a holiday under its title, or named after the day that it was moved from."""
    days = read(*said)

    assert days.holidays == {date.fromisoformat(f"2024-{day}"): expected}
    assert days.exceptions == {}


@pytest.mark.parametrize(
    ("said", "day", "rule", "reason"),
    [
        pytest.param(
            ['d="04.27" t="3"', 'd="04.29" t="1" f="04.27"'],
            "04-27",
            "as mon",
            "day off moved to 2024-04-29",
            id="a working Saturday, hours of the Monday off in exchange",
        ),
        pytest.param(
            ['d="04.27" t="3" f="04.30"', 'd="04.30" t="1"'],
            "04-27",
            "as tue",
            "day off moved to 2024-04-30",
            id="the exchange said on the Saturday",
        ),
        pytest.param(
            ['d="04.27" t="3"'], "04-27", "as fri", "working day", id="no exchange said: Friday"
        ),
        pytest.param(
            ['d="04.27" t="3"', 'd="04.28" t="1" f="04.27"'],
            "04-27",
            "as fri",
            "day off moved to 2024-04-28",
            id="exchanged for a Sunday, which has no hours to give",
        ),
        pytest.param(['d="04.28" t="3"', 'd="04.27" t="1" f="04.28"'], "04-28", "as fri",
                     "day off moved to 2024-04-27", id="exchanged for a Saturday"),
        pytest.param(['d="04.27" t="3" f="04.28"', 'd="04.28" t="3"'], "04-28", "as fri",
                     "working day", id="both days of a weekend are worked"),
        pytest.param(['d="04.30" t="2"', 'd="05.01" t="1" h="1"'], "04-30", "short 1h",
                     "eve of Labour Day", id="an eve"),
        pytest.param(['d="05.03" t="2"', 'd="05.05" t="1" h="1"'], "05-03", "short 1h",
                     "eve of Labour Day", id="a Saturday lies between"),
        pytest.param(
            ['d="04.27" t="2"', 'd="04.30" t="1" f="04.27"', 'd="04.29" t="1"',
             'd="05.01" t="1" h="1"'],
            "04-27",
            "as tue, short 1h",
            "day off moved to 2024-04-30, eve of Labour Day",
            id="a working Saturday that is shortened, before days off and a holiday",
        ),
        pytest.param(['d="04.27" t="2"'], "04-27", "as fri, short 1h", "shortened day",
                     id="a shortened Saturday without exchange or holiday"),
        pytest.param(['d="12.31" t="2"', 'd="01.01" t="1" h="1"'], "12-31", "short 1h",
                     "eve of Labour Day", id="the eve of the next year's first holiday"),
        pytest.param(['d="12.31" t="2"'], "12-31", "short 1h", "shortened day",
                     id="the end of a year without January"),
        pytest.param(['d="04.29" t="2"', 'd="05.01" t="1" h="1"'], "04-29", "short 1h",
                     "shortened day", id="a working day lies between"),
    ],
)  # fmt: skip
def test_a_day_worked_is_an_exception(said: list[str], day: str, rule: str, reason: str) -> None:
    """A working weekend day takes a weekday's hours, a shortened day ends an hour earlier."""
    exceptions = read(*said).exceptions

    assert exceptions[date.fromisoformat(f"2024-{day}")] == DayRule(rule, reason=reason)


def test_a_working_weekday_is_left_to_the_week() -> None:
    """A Monday to Friday that is said to be worked says nothing new, and the report tells."""
    days = read('d="04.29" t="3"', 'd="05.01" t="1" h="1"')

    assert days.exceptions == {}
    assert [str(line) for line in days.report] == [
        "2024.xml: 04.29: skipped (works as any weekday)",
        "2024.xml: 05.01: holiday (Labour Day)",
    ]


def test_every_marked_day_is_in_the_report() -> None:
    """The report has a line for each day, in order of date, whatever their order in the file."""
    report = read('d="11.02" t="2"', 'd="04.27" t="3"', 'd="04.29" t="1" f="04.27"').report

    assert [(line.place, line.what) for line in report] == [
        ("2024.xml: 04.27", "working day"),
        ("2024.xml: 04.29", "holiday"),
        ("2024.xml: 11.02", "shortened"),
    ]


def test_a_year_is_known_as_a_whole() -> None:
    """A list knows its years from the first of January until the end of December."""
    days = read('d="05.01" t="1"')

    assert (days.known_from, days.known_until) == (date(2024, 1, 1), date(2024, 12, 31))
    assert (days.name, days.source) == ("Utopia", "2024.xml")


def test_the_cut_is_an_argument() -> None:
    """A shortened day is an hour shorter by law, and by as much as is asked for."""
    utopia = ProductionCalendar.parse(xml('d="04.30" t="2"', 'd="11.02" t="2"'))
    rules = [rule.rule for rule in utopia.day_list(cut=timedelta(minutes=90)).exceptions.values()]

    assert rules == ["short 1h 30m", "as fri, short 1h 30m"]
    assert utopia.norm(2024) - utopia.norm(2024, cut=2 * HOUR) == 2 * HOUR
    with pytest.raises(DurationError, match="shortens by nothing"):
        utopia.day_list(cut=timedelta(0))
    with pytest.raises(DurationError, match="is negative; say how much earlier work ends"):
        utopia.day_list(cut=-HOUR)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        pytest.param("", "2024.xml:1='no element found': is no XML", id="empty"),
        pytest.param("d=04.29", "2024.xml:1=", id="no XML"),
        pytest.param(HEAD, "2024.xml:1='no element found': is no XML", id="cut off"),
        pytest.param(xml('d="05.01" t="1" t="1"'), "2024.xml:2='duplicate attribute'", id="twice"),
        pytest.param("<days/>", "2024.xml:1 element='days': is not <calendar>", id="other XML"),
        pytest.param("<calendar/>", "2024.xml:1 year='': is no year", id="no year"),
        pytest.param("\n\n<calendar/>", "2024.xml:3 year=''", id="no year, on the third line"),
        pytest.param('<calendar year="24"/>', "year='24': is no year", id="two digits"),
        pytest.param('<calendar year="٢٠٢٤"/>', "is no year", id="other digits"),
        pytest.param('<calendar year="9999"/>', "is no year", id="no year follows it"),
        pytest.param(xml(), "2024.xml='days': holds none", id="no days"),
        pytest.param(xml('d="02.30" t="1"'), "2024.xml:2 d='02.30': is no day of", id="30 Feb"),
        pytest.param(xml('d="13.01" t="1"'), "d='13.01': is no day of 2024", id="no month"),
        pytest.param(xml('d="5.1" t="1"'), "d='5.1'", id="without zeros"),
        pytest.param(xml('d="2024-05-01" t="1"'), "write month and day as 04.29", id="ISO"),
        pytest.param(xml('t="1"'), "2024.xml:2 d='': is no day", id="no date"),
        pytest.param(xml('d="05.01"'), "2024.xml:2 t='': is no kind of day", id="no kind"),
        pytest.param(xml('d="05.01" t="4"'), "use 1 (off), 2 (shortened) or 3", id="kind 4"),
        pytest.param(xml('d="05.01" t="1" h="2"'), "h='2': is no holiday's id", id="no title"),
        pytest.param(xml('d="05.01" t="1" f="04.31"'), "f='04.31': is no day", id="moved from 31"),
        pytest.param(xml('d="05.01" t="1" f="05.01"'), "f='05.01': is the day itself", id="itself"),
        pytest.param(
            xml('d="05.01" t="1"', 'd="05.02" t="1"', 'd="05.01" t="2"'),
            "2024.xml:4 d='05.01': is given twice; keep one",
            id="a day twice",
        ),
        pytest.param(
            HEAD.replace("</holidays>", '<holiday id="1" title="May Day"/></holidays>'),
            "2024.xml:1 id='1': is given twice",
            id="an id twice",
        ),
        pytest.param(
            b'<?xml version="1.0" encoding="klingon"?><calendar/>', "has an encoding", id="klingon"
        ),
        pytest.param(HEAD.replace("Labour", "\ud800"), "save it as UTF-8", id="half a character"),
        pytest.param(HEAD.encode() + b"\xff", "is no XML", id="no UTF-8"),
        pytest.param("\0", "is no XML", id="a null byte"),
        pytest.param("<a>" * 10**6, "2024.xml=3000000: is longer than 256 KB", id="3 MB"),
        pytest.param(HEAD + "<a>" * 80_000, "is no XML", id="80,000 levels"),
        pytest.param(
            xml(*['d="05.01" t="1"'] * 10_000), "2024.xml:3 d='05.01'", id="10,000 times"
        ),
        pytest.param(
            '<!DOCTYPE bomb [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>'
            '<calendar year="2024">&c;</calendar>',
            "2024.xml:1 DOCTYPE='bomb': is a document type",
            id="entities that multiply",
        ),
        pytest.param(
            '<!DOCTYPE c [<!ENTITY a SYSTEM "file:///etc/hostname">]><calendar year="&a;"/>',
            "leave the declaration out",
            id="an entity from a file",
        ),
        pytest.param(
            '<!DOCTYPE calendar SYSTEM "calendar.dtd"><calendar year="2024"/>',
            "DOCTYPE='calendar'",
            id="a document type alone",
        ),
        pytest.param('<calendar year="2024">&a;</calendar>', "undefined entity", id="an entity"),
    ],
)  # fmt: skip
def test_what_is_no_production_calendar_is_refused(given: str | bytes, words: str) -> None:
    """What can't be read is refused at once, with the file, the line, and the way out."""
    start = time.process_time()
    with pytest.raises(FeedError, match=re.escape(words)):
        ProductionCalendar.parse(given, where="2024.xml")

    assert time.process_time() - start < seconds(LONGEST)


@pytest.mark.parametrize("given", [None, 2024, Path("2024.xml"), ["<calendar/>"]])
def test_only_text_is_parsed(given: Any) -> None:
    """What is no text and no bytes is refused by its type."""
    with pytest.raises(ArgumentTypeError, match="give the text of an XML file"):
        ProductionCalendar.parse(given)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1251", "koi8-r"])
def test_files_are_read_in_the_encoding_that_they_name(tmp_path: Path, encoding: str) -> None:
    """A file is read in its own encoding; what else it holds is passed over."""
    declared = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>'
    text = xml('d="05.01" t="1" h="1" note="x"').replace("Labour Day", "Праздник\n  Весны")
    path = tmp_path / "2024.xml"
    path.write_text(f"{declared}<!-- a year -->{text}<?end?>", encoding=encoding)

    read_back = ProductionCalendar.load(path)
    assert read_back.day_list().holidays == {date(2024, 5, 1): "Праздник Весны"}
    assert read_back.source == "2024.xml"


def test_files_that_are_none(tmp_path: Path) -> None:
    """A missing file, a folder, one without end and what is no path are refused."""
    large = tmp_path / "large.xml"
    with large.open("wb") as file:
        file.truncate(10 * 1024 * 1024)
    for path, words in (
        (tmp_path / "none.xml", "none.xml'?: No such file"),
        (tmp_path, "give an XML file"),
        ("a\0b", "null byte"),
        (large, "large.xml=262145: is longer than 256 KB"),
    ):
        with pytest.raises(FeedError, match=words):
            ProductionCalendar.load(path)
    wrong: Any = 2024
    with pytest.raises(ArgumentTypeError, match="path=2024"):
        ProductionCalendar.load(wrong)


def test_years_are_loaded_in_any_order(tmp_path: Path) -> None:
    """Files of years that follow one another are one calendar; holes and repeats are refused."""
    paths = [tmp_path / f"{year}.xml" for year in (2023, 2024, 2025)]
    for path in paths:
        path.write_text(xml('d="05.01" t="1" h="1"').replace("2024", path.stem), encoding="utf-8")
    both = ProductionCalendar.load(*paths[::-1], name="Utopia")

    assert both.years == (2023, 2024, 2025)
    assert [day.date.year for day in both.days] == [2023, 2024, 2025]
    assert both.day_list() == (
        ProductionCalendar.load(paths[0], name="Utopia").day_list()
        | ProductionCalendar.load(paths[1], name="Utopia").day_list()
        | ProductionCalendar.load(paths[2], name="Utopia").day_list()
    )
    for wrong in ([paths[0], paths[2]], [paths[0], paths[0]]):
        with pytest.raises(FeedError, match="are not one year after the other"):
            ProductionCalendar.load(*wrong)
    with pytest.raises(FeedError, match="name no file"):
        ProductionCalendar.load()


def test_a_year_that_is_not_loaded_has_no_norm() -> None:
    """The norm of a year outside is refused, not guessed from the week."""
    russia = ProductionCalendar.shipped("ru")

    with pytest.raises(DateError, match="stay='2024-02-30': is no date"):
        russia.check(2024, stay=["2024-02-30"])
    for year in (2023, 2027):
        with pytest.raises(HorizonError, match=f"year={year}: is not among the years 2024 to 2026"):
            russia.norm(year)
        with pytest.raises(HorizonError):
            russia.check(year)


@pytest.mark.parametrize(
    ("said", "loose"),
    [
        pytest.param(['d="04.27" t="3"', 'd="04.29" t="1" f="04.27"'], [], id="both ends"),
        pytest.param(['d="04.27" t="2"', 'd="04.29" t="1" f="04.27"'], [], id="a short Saturday"),
        pytest.param(['d="04.27" t="3" f="04.29"', 'd="04.29" t="1"'], [], id="said on one side"),
        pytest.param(
            ['d="05.04" t="1" h="1"', 'd="05.06" t="1" f="05.04"'], [], id="a holiday on a Saturday"
        ),
        pytest.param(['d="05.08" t="1" f="05.13"'], [], id="moved from a Monday, which is worked"),
        pytest.param(
            ['d="04.27" t="3"'],
            ["2024-04-27 is worked, and no day is said to be off for it"],
            id="no day off",
        ),
        pytest.param(
            ['d="04.27" t="3" f="04.30"'],
            ["2024-04-27 is worked, and no day is said to be off for it"],
            id="the day off is worked",
        ),
        pytest.param(
            ['d="04.29" t="1" f="04.27"'],
            ["2024-04-29 is off for 2024-04-27, which is neither worked nor a holiday"],
            id="no working day",
        ),
        pytest.param(
            ['d="04.27" t="1"', 'd="04.29" t="1" f="04.27"'],
            ["2024-04-29 is off for 2024-04-27, which is off as well"],
            id="the Saturday is off, and no holiday",
        ),
        pytest.param(
            ['d="05.01" t="1" h="1"', 'd="05.02" t="1" f="05.01"'],
            ["2024-05-02 is off for 2024-05-01, which is off as well"],
            id="from a holiday on a weekday",
        ),
        pytest.param(
            ['d="04.27" t="3"', 'd="04.29" t="1" f="04.27"', 'd="04.30" t="1" f="04.27"'],
            ["2024-04-30 and 2024-04-29 are off for one day, 2024-04-27"],
            id="two for one",
        ),
    ],
)
def test_loose_transfers_are_found(said: list[str], loose: list[str]) -> None:
    """A transfer with only one end, or with three, is named."""
    assert list(ProductionCalendar.parse(xml(*said)).check(2024).loose) == loose


def test_the_check_is_read_as_text() -> None:
    """The figures are a line, and each loose transfer another one."""
    check = ProductionCalendar.parse(xml('d="04.27" t="2"', 'd="05.01" t="1" h="1"')).check(2024)

    assert str(check) == (
        "2024: 262 working days (261 implied), 1 of them shortened, 2095h\n"
        "2024-04-27 is worked, and no day is said to be off for it"
    )


@pytest.mark.parametrize("country", ["xx", "RU", "../ru", "", None, []])
def test_countries_without_a_calendar(country: Any) -> None:
    """A country whose calendar does not come with the library is refused, with those that do."""
    with pytest.raises(FeedError, match=r"comes with the library; .*\bru\b"):
        ProductionCalendar.shipped(country)


def test_the_next_year_is_joined_to_the_shipped_ones() -> None:
    """A year that is published later joins the shipped ones under their name."""
    russia = ProductionCalendar.shipped("ru").day_list()
    later = xml('d="05.01" t="1" h="1"').replace("2024", "2027")

    both = russia | ProductionCalendar.parse(later, name="Russia").day_list()
    assert (both.known_from, both.known_until) == (date(2024, 1, 1), date(2027, 12, 31))
    assert both.holidays[date(2027, 5, 1)] == "Labour Day"
    with pytest.raises(DateError, match="give both lists one name"):
        russia | ProductionCalendar.parse(later).day_list()


def test_transferred_days_take_the_hours_of_the_day_off() -> None:
    """A working Saturday has the hours of the weekday that it stands for, short Fridays or not."""
    desk = ProductionCalendar.shipped("ru").day_list().calendar(WEEK, time_zone="Europe/Moscow")

    assert str(desk.day("2024-11-02").hours) == "09:00-17:00"
    assert str(desk.day("2024-12-28").hours) == "09:00-18:00"
    assert str(desk.day("2024-12-30")) == ("Mon 2024-12-30 closed (day off moved from 2024-12-28)")


def test_marked_days_are_values() -> None:
    """Marked days are equal by what they say, wherever it stands."""
    here = MarkedDay(date(2024, 4, 27), "working", "", None, "2024.xml: 04.27")

    assert here == MarkedDay(date(2024, 4, 27), "working", "", None, "elsewhere")
    assert here.works_on_weekend
    assert not here.is_holiday
