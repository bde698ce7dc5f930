"""The ledger's reasons: keys for programs, words in two languages, and a table."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from itertools import pairwise

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from strategies import Case, cases, instants

from slacalc import Calendar, DayRule, Ledger
from slacalc.ledger import Piece, entries_of

DESK = Calendar(
    "Mon-Fri 09:00-13:00 14:00-18:00",
    time_zone="Europe/Moscow",
    holidays={"2026-03-09": "Women's Day", "2026-03-16": "<b>&"},
    exceptions={
        "2026-03-06": "short 1h",
        "2026-03-14": DayRule("as fri", reason="moved"),
        "2026-03-12": "10:00-19:00",
    },
    closures={"2026-03-17 10:00..2026-03-17 12:00": "fire drill"},
    known_until="2026-03-20",
)
NOTES = st.sampled_from(("", "vendor"))
PHASES = ("before registration", "not started", "running", "waiting", "burnt", "done")


def at(text: str) -> datetime:
    """Read a wall-clock time of March 2026 in Moscow: "2 10:00" is a Monday."""
    day, wall = text.split()
    return DESK.at(f"2026-03-{int(day):02} {wall}")


def exact(at: datetime) -> datetime:
    """Take an instant to UTC, where equal means the same instant."""
    return at.astimezone(UTC)


def ledger_of(*told: tuple[str, ...], calendar: Calendar = DESK) -> Ledger:
    """Return the ledger of a life from the 2nd at 10:00 on: (until, phase), or with a note."""
    pieces, start = [], at("2 10:00")
    for until, phase, *note in told:
        pieces.append(Piece(start, at(until), phase, calendar, *note))
        start = at(until)
    return Ledger("resolution", tuple(entries_of(pieces)))


def keys(ledger: Ledger) -> list[tuple[str, str]]:
    """Return the kinds of a ledger's entries, and what exceptions make of their days."""
    return [(entry.kind, entry.day) for entry in ledger]


def test_each_kind_of_time_has_a_key() -> None:
    """A program tells nights, breaks, weekends, holidays, closures and waits apart by keys."""
    ledger = ledger_of(("5 18:00", "running"), ("20 12:00", "running"))
    assert {entry.kind for entry in ledger} == {
        "working", "break", "outside hours", "day off", "holiday", "closed",
    }  # fmt: skip
    by_note = {entry.note: (entry.kind, entry.working) for entry in ledger if entry.note}
    assert by_note["Women's Day"] == ("holiday", False)
    assert by_note["fire drill"] == ("closed", False)


def test_what_an_exception_makes_of_a_day_has_a_key() -> None:
    """Shortened and transferred days are known by keys, whatever their reasons are called."""
    days = {entry.note: entry.day for entry in ledger_of(("16 00:00", "running"))}
    assert days["short 1h"] == "shortened"
    assert days["moved"] == "transferred"
    assert days["10:00-19:00"] == "other hours"
    assert days[""] == days["Women's Day"] == ""


def test_what_lies_outside_the_life_is_told_whole() -> None:
    """Before the registration, between runs and after the end nothing is looked up."""
    ledger = ledger_of(
        ("3 10:00", "before registration"),
        ("5 10:00", "not started"),
        ("5 12:00", "running"),
        ("30 12:00", "done", "resolved"),
    )
    assert [entry.reason for entry in ledger] == [
        "before registration",
        "not started",
        "working",
        "done (resolved)",
    ]
    assert (ledger.elapsed, ledger.waited) == (timedelta(hours=2), timedelta(0))
    assert not any(entry.working for entry in ledger if entry.kind != "working")


def test_5_11_time_that_is_not_known_is_marked() -> None:
    """Beyond the known days a reason says so, and the key of the kind stays."""
    last = ledger_of(("21 12:00", "running")).entries[-1]
    assert (last.kind, last.known) == ("day off", False)
    assert last.reason == "day off, beyond the known days"


def test_waits_say_since_when_and_what_for() -> None:
    """A wait that goes on after a night says since when; one for another party is another wait."""
    ledger = ledger_of(
        ("2 16:00", "running"),
        ("3 10:00", "waiting", "vendor"),
        ("3 12:00", "waiting", "vendor"),
        ("12 12:00", "waiting"),
    )
    waits = [entry.reason for entry in ledger if entry.kind == "waiting"]
    assert waits[:4] == [
        "waiting (vendor)",
        "waiting since Mon 16:00 (vendor)",
        "waiting",
        "waiting since 12:00",
    ]
    assert waits[-1] == "waiting since 2026-03-03 12:00 (10:00-19:00)"
    assert {entry.since for entry in ledger if entry.about} == {at("2 16:00")}


def test_a_wait_goes_on_over_a_piece_that_does_not_last() -> None:
    """A moment of work between two waits for one party is no time, so the wait is one."""
    ledger = ledger_of(
        ("2 12:00", "waiting", "vendor"), ("2 12:00", "running"), ("2 13:00", "waiting", "vendor")
    )
    assert [(entry.since, entry.length) for entry in ledger] == [
        (at("2 10:00"), timedelta(hours=3))
    ]


def test_entries_that_differ_in_anything_are_not_alike() -> None:
    """What happened, why, since when and on what kind of day: each makes an entry another one."""
    entry = ledger_of(("2 12:00", "waiting", "vendor")).entries[0]
    assert entry.is_like(evolve(entry, start=at("2 11:00"), end=at("2 13:00")))
    for other in (
        {"working": False},
        {"counted": True},
        {"kind": "burnt"},
        {"note": "moved"},
        {"about": ""},
        {"since": at("2 09:00")},
        {"since": None},
        {"day": "shortened"},
        {"known": False},
    ):
        assert not entry.is_like(evolve(entry, **other))


def test_a_wait_beyond_the_known_days_is_marked() -> None:
    """Not only closed time says that it lies beyond the known days."""
    ledger = ledger_of(("20 17:00", "running"), ("23 10:00", "waiting"))
    assert ledger.entries[-1].reason == "waiting since Fri 17:00, beyond the known days"


def test_time_told_whole_is_no_working_time() -> None:
    """What lies outside the life is neither worked nor counted, plainly."""
    rows = ledger_of(("2 12:00", "done", "resolved")).rows()
    assert [(row["working"], row["counted"], row["about"]) for row in rows] == [
        (False, "", "resolved")
    ]


def test_an_entry_is_a_line() -> None:
    """An entry says the day, from when to when, what counted, and why."""
    running, closed = ledger_of(("3 09:00", "running")).entries[2:4]
    assert str(running) == "Mon 2026-03-02 14:00 - 18:00           4h  working"
    assert str(closed) == "Mon 2026-03-02 18:00 - Tue 09:00        -  outside hours"


def test_an_end_on_another_offset_says_it() -> None:
    """Where the clocks change between its ends, an entry says the offset of the second."""
    berlin = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Berlin")
    piece = Piece(berlin.at("2026-10-24 20:00"), berlin.at("2026-10-25 10:00"), "running", berlin)
    (entry,) = entries_of([piece])
    assert entry.wall == "20:00 - Sun 10:00 +0100"


def test_5_16_closed_time_that_burns_is_counted() -> None:
    """Time that a reopening counts is used, and named after why."""
    ledger = ledger_of(("2 12:00", "running"), ("2 15:00", "burnt"), ("2 16:00", "running"))
    assert [(entry.kind, entry.counted) for entry in ledger] == [
        ("working", True),
        ("burnt", True),
        ("break", False),
        ("burnt", True),
        ("working", True),
    ]
    assert ledger.elapsed == timedelta(hours=5)
    assert "closed, but counted" in str(ledger)


def test_a_wait_over_a_change_of_calendar_is_one() -> None:
    """The wait that goes on under other hours began when it began."""
    other = DESK.with_hours("10:00-12:00")
    pieces = [
        Piece(at("2 16:00"), at("3 09:30"), "waiting", DESK),
        Piece(at("3 09:30"), at("3 12:00"), "waiting", other),
    ]
    told = list(entries_of(pieces))
    assert {entry.since for entry in told if entry.kind == "waiting"} == {at("2 16:00")}
    assert [entry.reason for entry in told][-1] == "waiting since Mon 16:00"


def test_the_ledger_in_russian() -> None:
    """Days, durations, reasons and sums are in Russian; the names of holidays stay."""
    pytest.importorskip("babel")
    ledger = ledger_of(
        ("5 18:00", "before registration"),
        ("6 16:00", "running"),
        ("10 10:00", "waiting", "vendor"),
        ("10 12:00", "done", "resolved"),
    )
    assert ledger.text("ru").replace("\N{NO-BREAK SPACE}", " ") == RUSSIAN
    assert [row["kind"] for row in ledger.rows("ru")] == [row["kind"] for row in ledger.rows()]
    assert ledger.rows("ru")[0]["reason"] == "до регистрации"


RUSSIAN = """\
пн 02.03.2026 10:00 - чт 18:00         -  до регистрации
чт 05.03.2026 18:00 - пт 00:00         -  нерабочее время
пт 06.03.2026 00:00 - 09:00            -  нерабочее время (короче на 1 ч)
пт 06.03.2026 09:00 - 13:00          4 ч  рабочее время (короче на 1 ч)
пт 06.03.2026 13:00 - 14:00            -  перерыв
пт 06.03.2026 14:00 - 16:00          2 ч  рабочее время (короче на 1 ч)
пт 06.03.2026 16:00 - 17:00            -  ожидание (vendor; короче на 1 ч)
пт 06.03.2026 17:00 - сб 00:00         -  нерабочее время (короче на 1 ч)
сб 07.03.2026 00:00 - пн 00:00         -  выходной
пн 09.03.2026 00:00 - вт 00:00         -  Women's Day
вт 10.03.2026 00:00 - 09:00            -  нерабочее время
вт 10.03.2026 09:00 - 10:00            -  ожидание с пт 16:00 (vendor)
вт 10.03.2026 10:00 - 12:00            -  завершено (решено)
решение: учтено 6 ч, в ожидании 2 ч"""


def test_the_table_is_harmless_and_sums() -> None:
    """Each entry has a row, hostile names come out as text, the sums stand below."""
    ledger = ledger_of(
        ("16 10:00", "running"), ("17 10:00", "waiting", "<script>"), ("17 18:00", "running")
    )
    html = ledger._repr_html_()
    assert html.count("<tr>") == len(ledger.entries) + 2
    assert "<script>" not in html
    assert "<b>&<" not in html
    texts = [unescape(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", html)]
    assert "<b>&" in texts
    assert texts[-1] == str(ledger).splitlines()[-1]


@given(st.data())
def test_any_life_is_told_without_a_gap_and_sums(data: st.DataObject) -> None:
    """On drawn calendars the entries of any pieces follow one another and sum by phase."""
    case: Case = data.draw(cases())
    calendar = case.calendar()
    drawn = data.draw(st.lists(instants(case), min_size=2, max_size=5))
    edges = sorted(one.astimezone(UTC) for one in drawn)
    pieces = [
        Piece(start, end, data.draw(st.sampled_from(PHASES)), calendar, data.draw(NOTES))
        for start, end in pairwise(edges)
    ]
    ledger = Ledger("any", tuple(entries_of(pieces)))

    worked = {
        phase: sum(
            (calendar.elapsed(one.start, one.end) for one in pieces if one.phase == phase),
            timedelta(0),
        )
        for phase in PHASES
    }
    assert ledger.elapsed == worked["running"] + worked["burnt"]
    assert ledger.waited == worked["waiting"]
    lasted = edges[-1] - edges[0]
    assert sum((entry.length for entry in ledger), timedelta(0)) == lasted
    assert all(exact(one.end) == exact(other.start) for one, other in pairwise(ledger.entries))
    assert all(entry.length > timedelta(0) for entry in ledger)
    assert not any(one.is_like(other) for one, other in pairwise(ledger.entries))
    assert all(entry.working or not entry.counted for entry in ledger)
