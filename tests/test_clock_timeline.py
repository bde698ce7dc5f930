"""The life of a request in a terminal, as rows and as a drawing, sign by sign."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from worked_example import ALWAYS, DESK, FIRST, HOUR, MINUTE, on

from slacalc import SlaClock, SupportLevel, Target
from slacalc.clock_timeline import _mark
from slacalc.words import words_of

LEVEL = SupportLevel(
    "Standard",
    calendar=DESK,
    response="1h",
    resolution="8h",
    targets=[Target("a name of many letters", "2h"), Target.next_reply("1h")],
)
CLOCK = SlaClock.start(LEVEL, at=on("2 10:00")).respond(on("2 10:30"))
WAITED = CLOCK.pause(on("2 16:00")).resume(on("3 11:00"))
MEANING = "             █ working  ▒ waiting  ▓ overdue  · off"


def test_a_day_in_a_terminal() -> None:
    """A line for each target, cut where its name is long, with what is due behind it."""
    assert str(CLOCK.timeline(on("2 12:00"))).splitlines() == [
        "response              █|                                   due Mon 11:00",
        "resolution            ███                   |              due Tue 10:00",
        "a name of ma          ███|                                 due Mon 12:00",
        "next reply                                                 not started",
        MEANING,
    ]


def test_three_days_in_a_terminal() -> None:
    """Each sign is what lasts longest in it, with what is due beside it."""
    assert str(WAITED.timeline(on("4 18:00"))).splitlines() == [
        "response           █|                                      due Mon 11:00",
        "resolution         ████▒▒········▒▒█|▓▓▓········▓▓▓▓▓▓▓    due Tue 15:00",
        "a name of ma       ██▓▓|▒········▒▒▓▓▓▓▓········▓▓▓▓▓▓▓    due Mon 17:00",
        "next reply                                                 not started",
        MEANING,
    ]


@pytest.mark.parametrize(
    ("signs", "place", "marked"),
    [
        ("█▓▓", 1, "|▓▓"),
        ("▓▓", 0, "|▓"),
        ("██▓▓", 3, "██|▓"),
        ("██·", 1, "██|"),
        ("██ ·", 1, "██|·"),
        ("▒·", 0, "▒|"),
        ("███", 1, "█|█"),
        ("█▒█", 1, "█|█"),
        ("██", 1, "█|"),
        ("··", 0, "|·"),
        ("  ", 1, " |"),
    ],
)
def test_what_is_due_stands_beside_the_work(signs: str, place: int, marked: str) -> None:
    """Behind what was worked until then, and before what is overdue."""
    line = list(signs)
    _mark(line, place)
    assert "".join(line) == marked


def test_what_is_due_late_at_night_stands_in_the_last_sign() -> None:
    """A day ends in its line."""
    level = SupportLevel("L", calendar=ALWAYS, resolution="1h")
    clock = SlaClock.start(level, at=ALWAYS.at("2026-03-02 22:45"))
    line = str(clock.timeline(clock.started + 5 * MINUTE)).splitlines()[0]
    assert line[13:58] == f"{'':42}█ |"


def test_a_sign_is_what_lasts_longest_in_all_its_stretches() -> None:
    """Of a day with two stretches of work, both count."""
    level = SupportLevel("L", calendar=DESK, resolution="20h")
    start = SlaClock.start(level, at=on("2 09:00"))
    signs = []
    for begins, ends in (("14:00", "16:30"), ("09:30", "15:30")):
        clock = start.pause(on(f"2 {begins}")).resume(on(f"2 {ends}")).cancel(on("2 18:00"))
        shown = clock.timeline(DESK.at("2026-04-15 10:00"))
        assert shown.axis.days == 45  # one in each sign
        signs.append(str(shown).splitlines()[0][13])
    assert signs == ["█", "▒"]


def test_a_long_name_is_cut_before_the_start_too() -> None:
    """The columns stay where they are."""
    target = Target("answers to customers", "1h", starts_on="customer reply")
    level = SupportLevel("L", calendar=DESK, targets=[target])
    line = str(SlaClock.start(level, at=on("2 09:00")).timeline(on("2 10:00"))).splitlines()[0]
    assert line == f"answers to c {'':45} not started"


@pytest.mark.parametrize(("days", "due"), [(6, "due Sun 10:00"), (7, "due 2026-03-09 10:00")])
def test_within_a_week_what_is_due_is_told_by_its_weekday(days: int, due: str) -> None:
    """Else by its date."""
    length = timedelta(days=days)
    level = SupportLevel("L", calendar=ALWAYS, resolution=length)
    clock = SlaClock.start(level, at=ALWAYS.at("2026-03-02 10:00"))
    assert str(clock.timeline(clock.started + HOUR)).splitlines()[0].endswith(due)


def test_a_breach_at_the_close_of_the_day_cuts_nothing() -> None:
    """No stretch is empty: what follows the due instant is overdue from its beginning."""
    clock = SlaClock.start(SupportLevel("L", calendar=DESK, resolution="8h"), at=on("2 09:00"))
    rows = clock.timeline(on("3 10:00")).rows()
    assert [(f"{row['start']:%a %H:%M}", row["kind"]) for row in rows] == [
        ("Mon 09:00", "working"),
        ("Mon 13:00", "off"),
        ("Mon 14:00", "working"),
        ("Mon 18:00", "off"),
        ("Tue 09:00", "overdue"),
    ]


def test_what_was_before_the_start_is_not_drawn() -> None:
    """What came after it is."""
    clock = CLOCK.customer_replied(on("2 11:00"))
    rows = clock.timeline(on("2 12:00")).rows()
    found = [row for row in rows if row["target"] == "next reply"]
    assert [(row["start"], row["end"]) for row in found] == [(on("2 11:00"), on("2 12:00"))]


def test_the_axis_is_on_the_clock_of_the_calendar() -> None:
    """Whoever asks, from wherever; without a target it is on the clock of the question."""
    axis = CLOCK.timeline(on("2 12:00").astimezone(UTC)).axis
    assert (str(axis.start), axis.days) == ("2026-03-02 00:00:00+03:00", 2)
    bare = SlaClock.start(SupportLevel("L", calendar=DESK), at=on("2 10:00"))
    tokyo = on("2 12:00").astimezone(ZoneInfo("Asia/Tokyo"))
    assert str(bare.timeline(tokyo).axis.start) == "2026-03-02 00:00:00+09:00"


def test_each_due_instant_is_marked_and_the_last_one_named() -> None:
    """Those that were moved have a title only, and are drawn weakly."""
    drawn = WAITED.timeline(on("4 18:00"))
    marks: list[Any] = drawn._marks(WAITED.target(), drawn.axis, words_of("en"))
    assert [(one.label, one.strong, one.hover) for one in marks] == [
        ("", False, "due Tue 10:00"),
        ("due Tue 15:00", True, "due Tue 15:00"),
    ]


def drawn_until(clock: SlaClock) -> datetime | None:
    """Return the instant at which a clock that draws itself is drawn."""
    candidates = {one.at for one in clock.events} | {one.due for one in clock.targets}
    told = clock._repr_html_()
    return next((at for at in candidates if at and clock.timeline(at).html() == told), None)


def test_a_clock_draws_itself_on_to_what_is_due() -> None:
    """Once it has ended only until then; of an hour that comes twice, to the later reading."""
    assert drawn_until(CLOCK) == on("3 10:00")
    assert drawn_until(CLOCK.resolve(on("2 11:00"))) == on("2 11:00")
    short = SupportLevel("L", calendar=ALWAYS, resolution=45 * MINUTE)
    night = SlaClock.start(short, at=FIRST)
    assert drawn_until(night) == FIRST.replace(minute=15, fold=1)
