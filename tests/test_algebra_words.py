"""Combined calendars in words: their names, reasons and tables, and how they are written."""

from __future__ import annotations

import datetime as dt
from datetime import date

import pytest

from slacalc import AnyCalendar, Calendar, HoursError, Rota
from slacalc.algebra import CombinedCalendar

ZONE = "Europe/Berlin"
FEASTS = {"2026-06-30": "old feast", "2026-07-01": "another"}
A = Calendar("Mon-Sun 02:00-10:00", time_zone=ZONE, name="A", holidays=FEASTS)
B = Calendar("Mon-Sun 22:00-06:00", time_zone=ZONE, name="B", holidays={"2026-07-01": "new feast"})
PLAIN = Calendar("Mon-Fri 09:00-18:00", time_zone="UTC")
SHIFTS = Calendar(Rota("08:00-20:00 | closed", anchor="2026-01-05"), time_zone="UTC")
ALWAYS = Calendar("Mon-Sun 00:00-24:00", time_zone="UTC")


def reasons(said: AnyCalendar, start: str, end: str) -> list[tuple[str, str]]:
    """Return the kinds and notes of a stretch of time, each once."""
    told = said.explain(said.at(start), said.at(end))
    return list(dict.fromkeys((stretch.kind, stretch.note) for stretch in told))


def test_a_day_names_those_who_are_off() -> None:
    """The reasons of all operands that have one, with their names."""
    assert (A | B).day("2026-07-01").reason == "A: another; B: new feast"
    assert (A & B).day("2026-06-30").reason == "A: old feast"


def test_a_day_of_a_difference_gives_the_reason_of_the_first_operand() -> None:
    """And names those that are taken out; why these are off themselves is of no interest."""
    assert (A - B).day("2026-06-30").reason == "A: old feast"
    assert (B - A).day("2026-06-30").reason == ""
    assert (A - B).day("2026-06-29").reason == "B: taken out"


def test_who_covers_is_named_with_the_reason() -> None:
    """A calendar by its name and why it works then; one that is made of others by its own."""
    open_now = Calendar("", time_zone=ZONE, name="C", exceptions={"2026-06-29": "02:00-10:00"})
    assert reasons(open_now | PLAIN, "2026-06-29 03:00", "2026-06-29 04:00") == [
        ("working", "C: 02:00-10:00")
    ]
    both = (A & ALWAYS).named("both") | PLAIN
    assert reasons(both, "2026-06-29 03:00", "2026-06-29 04:00") == [("working", "both")]


def test_unnamed_calendars_are_written_by_what_they_are() -> None:
    """In brackets where they hold a bar or a sign of their own."""
    office, rota = "Mon-Fri 09:00-18:00 (UTC)", "08:00-20:00 | closed from 2026-01-05 (UTC)"
    assert str(PLAIN | SHIFTS) == f"{office} | ({rota})"
    assert str(PLAIN & (A - B)) == f"{office} & (A - B)"
    assert str(PLAIN | SHIFTS.named("shifts")) == f"{office} | shifts"


def test_a_calendar_that_changes_is_written_with_its_day() -> None:
    """By its name, if it has one."""
    changed = PLAIN.from_date("2026-07-01", ALWAYS)
    assert str(changed) == f"{PLAIN}; from 2026-07-01 {ALWAYS}"
    assert str(A.from_date("2026-07-01", B)) == "A"
    assert A.from_date("2026-07-01", B).with_hours("09:00-10:00").name == "A"


@pytest.mark.parametrize(
    ("said", "written"),
    [
        (PLAIN - ALWAYS, f"{PLAIN!r} - {ALWAYS!r}"),
        ((PLAIN - ALWAYS).named("never"), f"({PLAIN!r} - {ALWAYS!r}).named('never')"),
        (A.from_date("2026-07-01", B), f"{A!r}.from_date('2026-07-01', {B!r})"),
        (
            A.from_date("2026-07-01", B).named("C"),
            f"{A!r}.from_date('2026-07-01', {B!r}).named('C')",
        ),
    ],
    ids=lambda one: str(one)[:20],
)
def test_a_calendar_is_written_as_it_is_made(said: AnyCalendar, written: str) -> None:
    """A name is written where it isn't there without."""
    assert repr(said) == written
    assert eval(written, {"Calendar": Calendar, "datetime": dt}) == said  # noqa: S307 - our own


def test_a_table_of_a_difference_has_no_group_of_a_group() -> None:
    """What is taken from several calendars stands beside them; a named group stays whole."""
    a, b, plain = A.to_dict(), B.to_dict(), PLAIN.to_dict()
    assert ((A | B) - PLAIN).to_dict() == {"any_of": [a, b], "without": [plain]}
    assert ((A & B) - PLAIN).to_dict() == {"all_of": [a, b], "without": [plain]}
    assert ((A | B).named("C") - PLAIN).to_dict() == {
        "any_of": [{"name": "C", "any_of": [a, b]}],
        "without": [plain],
    }


def test_the_calendar_in_force_gives_the_reasons() -> None:
    """The one before until the day begins, the other one from that instant on."""
    new = Calendar(
        "Mon-Sun 02:00-10:00",
        time_zone=ZONE,
        holidays={"2026-06-30": "another", "2026-07-01": "new feast"},
    )
    assert reasons(A.from_date("2026-07-01", new), "2026-06-30 00:00", "2026-07-02 00:00") == [
        ("holiday", "old feast"),
        ("holiday", "new feast"),
    ]


def test_5_7_what_neither_calendar_began_is_outside_hours() -> None:
    """On the day of the change the one is no longer open, and the other's night never began."""
    old = Calendar("Mon-Sun 02:00-10:00", time_zone=ZONE)
    changed = old.from_date("2026-07-03", B)
    assert reasons(changed, "2026-07-03 02:00", "2026-07-03 06:00") == [("outside hours", "")]


def test_the_first_and_the_last_day_of_all_belong_to_combined_calendars_too() -> None:
    """From the first of January 1 to the last of December 9999."""
    for day in (date.min, date.max):
        assert str((ALWAYS & ALWAYS).day(day).hours) == "00:00-24:00"


def test_calendars_are_nested_thirty_deep() -> None:
    """One more is refused, wherever it is."""

    def nested(deep: int) -> AnyCalendar:
        said: AnyCalendar = A
        for _ in range(deep):
            said = (said - B).named("nested")
        return said

    assert nested(30).name == "nested"
    with pytest.raises(HoursError) as caught:
        nested(31)
    problem = "is nested more than 30 deep, or of more than 1000 others"
    assert (caught.value.argument, caught.value.problem) == ("calendar", problem)


def test_a_calendar_is_made_of_a_thousand_others() -> None:
    """One more is refused, see `refusals/combined.txt`."""
    assert len(CombinedCalendar("|", (A,) * 1_000).made_of) == 1_000
