"""Pictures: each value that draws itself, what its drawing holds, and hostile names in it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from effort import MEASURED

from slacalc import (
    AnyCalendar,
    Calendar,
    DayRule,
    DaySchedule,
    LevelChain,
    Policy,
    Rota,
    SlaClock,
    SupportLevel,
    WeekSchedule,
)
from slacalc.errors import ArgumentTypeError, DateError, OutOfRangeError

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = (
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "\u202eright to left\u202c",
    "line\nbreak\x00\x1b[31m\ud800",
    "x" * 10_000,
    "]]>&amp;{{7*7}}</svg>",
)
HOUR = timedelta(hours=1)


def desk(name: str = "Desk", holiday: str = "Unity Day") -> Calendar:
    """A desk with a holiday, a shortened day, a transferred one and one of other hours."""
    return Calendar(
        "Mon-Fri 09:00-13:00 14:00-18:00",
        time_zone="Europe/Moscow",
        name=name,
        holidays={"2026-11-04": holiday},
        exceptions={
            "2026-11-03": "short 1h",
            "2026-11-07": DayRule("as mon", reason="moved"),
            "2026-11-10": "08:00-20:00",
        },
    )


def clock(name: str = "Standard", reason: str = "merged") -> SlaClock:
    """The worked request: a wait of four hours, and an end after what was due."""
    hours = Calendar(
        "Mon-Fri 09:00-13:00 14:00-18:00",
        time_zone="Europe/Moscow",
        name=name,
        holidays={"2026-03-04": reason},
    )
    level = SupportLevel(name, calendar=hours, response="1h", resolution="8h")
    at = level.calendar.at
    begun = SlaClock.start(level, at=at("2026-03-02 10:00")).respond(at("2026-03-02 10:30"))
    waited = begun.pause(at("2026-03-02 16:00")).resume(at("2026-03-03 11:00"))
    return waited.cancel(at("2026-03-03 17:00"), reason=reason)


def policy(name: str = "Desk") -> Policy:
    """A policy of two levels."""
    vip = SupportLevel(name, calendar=desk(name), response="30m", conditions={"client": name})
    usual = SupportLevel("Usual", calendar=desk(), resolution="8h")
    return Policy(LevelChain([vip], default=usual), name=name, calendars={"desk": desk()})


def start() -> datetime:
    """Monday at ten, on the desk's clock."""
    return desk().at("2026-03-02 10:00")


DRAWN: dict[str, Callable[[str], Any]] = {
    "day": lambda _: DaySchedule("09:00-13:00", "22:00-06:00"),
    "week": lambda _: WeekSchedule("Mon-Fri 09:00-18:00; Sat 22:00-06:00"),
    "rota": lambda _: Rota("2x 08:00-20:00 | 2x closed", anchor="2026-01-01"),
    "calendar": lambda name: desk(name, name),
    "combined": lambda name: desk(name, name) | desk("other").with_hours("08:00-12:00"),
    "year": lambda name: desk(name, name).year(2026),
    "month": lambda name: desk(name, name).month(2026, 11),
    "comparison": lambda name: desk(name, name).compared(desk(), 2026),
    "walk": lambda name: desk(name, name).walk(start(), 30 * HOUR),
    "clock": lambda name: clock(name, name),
    "timeline": lambda name: clock(name, name).timeline(start() + 20 * HOUR),
    "ledger": lambda name: SlaClock.start(clock(name, name).level, at=start()).explain(
        start() + 60 * HOUR
    ),
    "choice": lambda name: policy(name).chain.explain({"client": name}),
    "policy": policy,
}


NAMELESS = ("day", "week", "rota")  # whose drawings hold no text of a caller's


def tree_of(drawn: str) -> ET.Element:
    """Read a drawing as XML, which it must be."""
    return ET.fromstring(f"<div>{drawn}</div>")  # noqa: S314 - our own drawing


def titles(drawn: str) -> list[str]:
    """List the hovers of a drawing."""
    return [one.text or "" for one in tree_of(drawn).iter(f"{SVG}title")]


def texts(drawn: str) -> list[str]:
    """List the labels of a drawing."""
    return [one.text or "" for one in tree_of(drawn).iter(f"{SVG}text")]


@pytest.mark.parametrize("kind", DRAWN)
def test_drawings_are_whole_and_of_the_pages_colours(kind: str) -> None:
    """Each drawing is well-formed, says what it is, and takes its text's colour from the page."""
    drawn = DRAWN[kind]("Desk")._repr_html_()
    tree = tree_of(drawn)
    pictures = list(tree.iter(f"{SVG}svg"))
    assert pictures or list(tree.iter("table"))
    for picture in pictures:
        assert picture.get("role") == "img"
        assert picture.get("aria-label")
    for label in tree.iter(f"{SVG}text"):
        assert label.get("fill") == "currentColor"
    for box in tree.iter(f"{SVG}rect"):
        assert re.fullmatch(r"rgba\(\d+, \d+, \d+, 0\.\d+\)|none", box.get("fill", ""))


@pytest.mark.parametrize("kind", DRAWN)
@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names_are_harmless(kind: str, name: str) -> None:
    """Tags, quotes, marks that turn the line, halves of letters and long names do nothing."""
    try:
        value = DRAWN[kind](name)
    except ValueError:  # a name that the value itself refuses
        return
    drawn = value._repr_html_()
    assert kind in NAMELESS or drawn != DRAWN[kind]("Desk")._repr_html_()
    drawn.encode("utf-8")
    tags = {one.tag.rpartition("}")[2] for one in tree_of(drawn).iter()}
    assert not tags & {"script", "img", "a", "style", "foreignObject"}
    assert not re.search("[\u202e\x00\x1b\ud800]", drawn)
    assert max(map(len, texts(drawn)), default=0) <= 90
    assert len(drawn) < 200_000


def taken(work: Callable[[], object]) -> float:
    """Measure the least processor time of some rounds."""
    rounds = []
    for _ in range(5):
        begun = time.process_time()
        work()
        rounds.append(time.process_time() - begun)
    return min(rounds)


@pytest.mark.parametrize("kind", ["year", "month", "comparison"])
@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names_are_harmless_in_a_terminal(kind: str, name: str) -> None:
    """Text has a line for each row, and nothing that a terminal would obey."""
    written = str(DRAWN[kind](name))
    written.encode("utf-8")
    assert all(line.isprintable() for line in written.split("\n"))
    assert max(map(len, written.split("\n"))) < 350


@pytest.mark.skipif(MEASURED, reason="what measures each line is slow itself")
@pytest.mark.parametrize("kind", DRAWN)
def test_drawings_are_quick(kind: str) -> None:
    """A year takes less than 11 times as long as 20,000 short texts, which take about 1.8 ms."""
    value = DRAWN[kind]("Desk")
    years = {"comparison": 2, "combined": 2}.get(kind, 1)
    value._repr_html_()
    yardstick = taken(lambda: [f"<rect x={number}/>" for number in range(20_000)])
    assert taken(value._repr_html_) < 11 * years * yardstick


# A year, a month


def test_a_year_has_a_cell_each_day_with_its_reason() -> None:
    """The map of a year has a box for each day, and its hover says the hours and the reason."""
    shown = titles(desk().year(2026).html())
    assert len(shown) == 365
    assert shown[0] == "Thu 2026-01-01 09:00-13:00 14:00-18:00"
    assert shown[306] == "Tue 2026-11-03 09:00-13:00 14:00-17:00 (short 1h)"
    assert shown[307] == "Wed 2026-11-04 holiday (Unity Day)"


def test_a_year_tells_the_kinds_of_days() -> None:
    """Rows say which days are shortened, transferred, of other hours, holidays and days off."""
    rows = {row["date"]: row["kind"] for row in desk().year(2026).rows()}
    kinds = [rows[f"2026-11-{day:02}"] for day in (2, 3, 4, 7, 8, 10)]
    told = ["working", "shortened", "holiday", "transferred", "day off", "other hours"]
    assert kinds == told
    assert [text for text in texts(desk().year(2026).html()) if text in told] == [
        "working",
        "transferred",
        "shortened",
        "other hours",
        "holiday",
        "day off",
    ]


def test_days_of_a_year_stand_in_their_weeks() -> None:
    """A day's row is its weekday, and each column is a week from Monday on."""
    boxes = [one for one in tree_of(desk().year(2028).html()).iter(f"{SVG}rect") if len(one)]
    places = [(float(one.get("x", "")), float(one.get("y", ""))) for one in boxes]
    rows = sorted({y for _, y in places})
    columns = sorted({x for x, _ in places})
    first = date(2028, 1, 1)
    for number, (x, y) in enumerate(places):
        day = first + timedelta(number)
        assert rows.index(y) == day.weekday()
        assert columns.index(x) == (number + first.weekday()) // 7


@pytest.mark.parametrize("year", [1, 9999, 2024])
def test_years_at_the_ends_of_time(year: int) -> None:
    """The first and the last year are drawn whole."""
    assert len(titles(desk().year(year).html())) == (366 if year == 2024 else 365)


@pytest.mark.parametrize("year", [0, 10_000, -1, 2026.0, "2026", True, None])
def test_what_is_no_year_is_refused(year: Any) -> None:
    """A year is a whole number from 1 to 9999."""
    with pytest.raises(DateError, match=r"^year=.* is no year; give a whole number"):
        desk().year(year)


@pytest.mark.parametrize("month", [0, 13, "3", 1.5, 3.0, True])
def test_what_is_no_month_is_refused(month: Any) -> None:
    """A month is a number from 1 to 12."""
    with pytest.raises(DateError, match=r"^month=.* is no month"):
        desk().month(2026, month)


@pytest.mark.parametrize(("year", "month", "days"), [(2026, 2, 28), (2024, 2, 29), (9999, 12, 31)])
def test_a_month_has_its_days(year: int, month: int, days: int) -> None:
    """A month is drawn with all of its days."""
    assert len(titles(desk().month(year, month).html())) == days


def test_a_month_shows_hours_and_reasons() -> None:
    """Each cell shows its shifts, and what made the day so."""
    shown = texts(desk().month(2026, 11).html())
    at = shown.index("3")
    assert shown[at : at + 4] == ["3", "09:00-13:00", "14:00-17:00", "short 1h"]
    assert shown[shown.index("4") + 1] == "Unity Day"


def test_cells_tell_how_many_lines_they_have_no_room_for() -> None:
    """A day of five shifts shows two of them, and that three are left."""
    hours = " ".join(f"{hour:02}:00-{hour:02}:30" for hour in range(5))
    busy = Calendar(f"Mon {hours}", time_zone="UTC")
    shown = texts(busy.month(2026, 3).html())
    assert shown[shown.index("2") + 1 :][:3] == ["00:00-00:30", "01:00-01:30", "+3"]


def test_pictures_speak_russian() -> None:
    """Headings, kinds and rules are in the language asked for."""
    pytest.importorskip("babel")
    year = desk().year(2026)
    assert year.rows("ru")[306]["reason"] == "короче на 1\N{NO-BREAK SPACE}ч"
    shown = texts(year.html("ru"))
    assert "пн" in shown
    assert "короткий день" in shown
    assert "регистрация" in texts(clock().timeline(start() + 20 * HOUR).html("ru"))
    assert "решение" in texts(clock().timeline(start() + 20 * HOUR).html("ru"))


def test_a_month_in_a_terminal_shows_minutes_and_signs() -> None:
    """A day of hours and minutes has its sign too, and no line is wider than 80 columns."""
    odd = Calendar(
        "Mon-Fri 09:00-18:00",
        time_zone="UTC",
        exceptions={"2026-11-03": "short 1h30m", "2026-11-05": "08:00-20:30"},
    )
    lines = str(odd.month(2026, 11)).splitlines()
    assert "7h 30m -" in lines[5]
    assert "12h 30m ~" in lines[5]
    assert max(map(len, lines)) <= 80


# Two calendars


def test_a_comparison_frames_the_days_that_differ() -> None:
    """Both years have a frame on each day that differs, and rows tell both hours."""
    longer = desk().with_hours("09:00-13:00 14:00-19:00")
    compared = desk().compared(longer, 2026)
    frames = [
        one for one in tree_of(compared.html()).iter(f"{SVG}rect") if one.get("fill") == "none"
    ]
    assert len(frames) == 2 * len(compared.rows()) == 2 * len(compared.differing)
    row = compared.rows()[0]
    assert (row["hours"], row["other_hours"]) == (
        "09:00-13:00 14:00-18:00",
        "09:00-13:00 14:00-19:00",
    )
    assert row["date"] == "2026-01-01"


def test_what_is_no_calendar_is_compared_with_nothing() -> None:
    """What has no days is refused by name."""
    with pytest.raises(ArgumentTypeError, match=r"^other=None: is None; give a calendar"):
        desk().compared(None, 2026)  # type: ignore[arg-type]


def test_equal_calendars_differ_nowhere() -> None:
    """A calendar beside itself has no row, and says so."""
    compared = desk().compared(desk(), 2026)
    assert compared.rows() == []
    assert str(compared) == "the same days"


# The walk to a deadline


def test_a_walk_lists_the_open_stretches() -> None:
    """Eight hours from Monday at ten are three stretches, which add up to them."""
    walk = desk().walk(start(), 8 * HOUR)
    assert [row["worked"] for row in walk.rows()] == [3 * HOUR, 7 * HOUR, 8 * HOUR]
    assert walk.due == desk().deadline(start(), 8 * HOUR)
    assert {"Mon 10:00", "Tue 10:00", "8h"} <= set(texts(walk.html()))


def test_a_long_walk_is_sampled() -> None:
    """A walk of ten thousand hours draws no stretch, and its line still ends at the top."""
    drawn = desk().walk(start(), 10_000 * HOUR).html()
    line = next(tree_of(drawn).iter(f"{SVG}polyline")).get("points", "").split()
    heights = [float(point.partition(",")[2]) for point in line]
    assert heights == sorted(heights, reverse=True)
    assert list(tree_of(drawn).iter(f"{SVG}rect")) == []
    assert len(line) < 250


def test_a_long_walk_says_that_it_goes_on() -> None:
    """The text of a long walk ends with when it is due, after the stretches that it lists."""
    lines = str(desk().walk(start(), 10_000 * HOUR)).splitlines()
    assert len(lines) == 201
    assert lines[-1].startswith("... until ")


def test_a_walk_on_endless_time() -> None:
    """Time without an end is drawn between the ends of the picture."""
    always = Calendar("Mon-Sun 00:00-24:00", time_zone="UTC")
    walk = always.walk(start(), 30 * HOUR)
    assert [row["worked"] for row in walk.rows()] == [30 * HOUR]
    assert len(list(tree_of(walk.html()).iter(f"{SVG}rect"))) == 1


def test_a_walk_of_nothing_stands_still() -> None:
    """A deadline of no time at all is where it starts, and can be drawn on closed days."""
    walk = desk().walk(desk().at("2026-03-07 10:00"), timedelta(0))
    assert walk.due == walk.start
    assert tree_of(walk.html()) is not None


def test_a_calendar_of_calendars_draws_the_plain_ones() -> None:
    """However deep they nest, the first six plain calendars are drawn, from left to right."""
    early, late = desk("Early"), desk("Late")
    nested = ((early | late) & desk("Third")) - desk("Fourth")
    names = [one.text for one in tree_of(nested._repr_html_()).iter("figcaption")]
    assert names[1:] == ["Early", "Late", "Third", "Fourth"]
    deep: AnyCalendar = early
    for _ in range(20):
        deep = deep | late
    assert len(list(tree_of(deep._repr_html_()).iter("figcaption"))) == 7


# A clock


def test_a_timeline_tells_working_waiting_overdue_and_off() -> None:
    """The worked request is due Tuesday 15:00, having waited, and runs overdue until its end."""
    late = clock().timeline(start() + 40 * HOUR)
    rows = [row for row in late.rows() if row["target"] == "resolution"]
    told = [(f"{row['start']:%a %H:%M}", row["kind"]) for row in rows]
    assert told == [
        ("Mon 10:00", "working"),
        ("Mon 13:00", "off"),
        ("Mon 14:00", "working"),
        ("Mon 16:00", "waiting"),
        ("Mon 18:00", "off"),
        ("Tue 09:00", "waiting"),
        ("Tue 11:00", "working"),
        ("Tue 13:00", "off"),
        ("Tue 14:00", "working"),
        ("Tue 15:00", "overdue"),
    ]


def test_a_timeline_shows_how_due_moved() -> None:
    """Both due instants are marked, the one in force by its time, and so are the events."""
    drawn = clock().timeline(start() + 40 * HOUR).html()
    assert "due Tue 10:00" in titles(drawn)
    assert "due Tue 15:00" in texts(drawn)
    assert "due Tue 10:00" not in texts(drawn)
    assert "Mon 16:00 pause" in titles(drawn)


def test_a_timeline_ends_where_it_is_asked() -> None:
    """At noon nothing of the afternoon is known: one stretch, and events so far."""
    noon = clock().timeline(start() + 2 * HOUR)
    rows = [row for row in noon.rows() if row["target"] == "resolution"]
    assert [(row["start"], row["end"]) for row in rows] == [(start(), start() + 2 * HOUR)]
    assert "Mon 16:00 pause" not in titles(noon.html())


def test_a_timeline_writes_itself_for_a_terminal() -> None:
    """A line of signs for each target, within 80 columns."""
    lines = str(clock().timeline(start() + 40 * HOUR)).splitlines()
    assert lines[1].endswith("due Tue 15:00")
    assert all(sign in lines[1] for sign in "█▒▓·|")
    assert max(map(len, lines)) <= 80


def test_a_clock_without_targets_draws_nothing_but_its_events() -> None:
    """A level that promises nothing has an axis and no track."""
    level = SupportLevel("None", calendar=desk())
    drawn = SlaClock.start(level, at=start())._repr_html_()
    assert "start" in texts(drawn)


def test_what_was_due_at_the_start_is_marked_there() -> None:
    """On a timeline of weeks the mark of an early due instant stands at its left end."""
    long = SlaClock.start(clock().level, at=start()).timeline(start() + 49 * 24 * HOUR)
    line = str(long).splitlines()[0]
    assert line[13:15] in {"|▓", "▓|"}
    assert line.endswith("due 2026-03-02 11:00")


@pytest.mark.parametrize("days", range(46, 50))
def test_no_sign_of_work_or_waits_is_lost_to_time_off(days: int) -> None:
    """Where a sign stands for a day and more it tells what was done, not that it was night."""
    level = SupportLevel("Long", calendar=desk(), resolution="160h")
    waits = SlaClock.start(level, at=start()).pause(start() + 48 * HOUR)
    life = waits.resume(start() + 16 * 24 * HOUR)
    line = str(life.timeline(start() + days * 24 * HOUR)).splitlines()[0][13:58]
    assert line.count("▒") >= 8
    assert line.count("█") >= 12
    assert line.count("|") == 1


def test_events_that_come_close_are_named_in_two_rows() -> None:
    """Two labels that would lie on one another are written one below the other."""
    drawn = clock().timeline(start() + 40 * HOUR).html()
    assert {"start", "respond", "pause", "resume"} <= set(texts(drawn))


def test_lives_of_decades_are_refused() -> None:
    """A timeline of more than 20,000 stretches is an error at once, and no endless picture."""
    running = SlaClock.start(clock().level, at=start())
    with pytest.raises(OutOfRangeError, match=r"^at=2126.*more than 20,000 stretches"):
        running.timeline(start().replace(year=2126)).html()


# Hours


def test_hours_that_cross_midnight_are_drawn_on() -> None:
    """The axis of a night shift goes on to its end."""
    shown = texts(DaySchedule("22:00-06:00")._repr_html_())
    assert "30:00" in shown
    assert "8h" in shown


def test_rows_of_hours() -> None:
    """Each shift is a flat row, of a week with its day."""
    assert WeekSchedule("Mon 22:00-06:00").rows() == [
        {"day": "Mon", "start": "22:00", "end": "06:00", "hours": "8h"}
    ]


def test_a_long_rota_shows_its_first_days() -> None:
    """A rota of 300 days draws the first 35."""
    rota = Rota("150x 09:00-18:00 | 150x closed", anchor="2026-01-01")
    shown = texts(rota._repr_html_())
    assert "35" in shown
    assert "36" not in shown
