"""The horizon: the days that a calendar knows, and what becomes of answers that used others."""

from __future__ import annotations

import pickle
import re
import warnings
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slacalc import (
    AnyCalendar,
    ArgumentTypeError,
    Calendar,
    DateError,
    HorizonError,
    HorizonWarning,
    NoWorkingTimeError,
    SlacalcError,
    SlaClock,
    SupportLevel,
)

HOUR, DAY, MICROSECOND = timedelta(hours=1), timedelta(days=1), timedelta(microseconds=1)
BERLIN = ZoneInfo("Europe/Berlin")
OFFICE, ALWAYS = "Mon-Fri 09:00-18:00", "Mon-Sun 00:00-24:00"
INSIDE = datetime(2026, 3, 2, 10, tzinfo=UTC)
BEFORE, AFTER = datetime(2025, 3, 3, 10, tzinfo=UTC), datetime(2027, 3, 1, 10, tzinfo=UTC)
Question = Callable[[AnyCalendar, datetime], object]
QUESTIONS: dict[str, Question] = {
    "deadline": lambda c, at: c.deadline(at, HOUR),
    "latest_start": lambda c, at: c.latest_start(at, HOUR),
    "elapsed from": lambda c, at: c.elapsed(at, INSIDE),
    "elapsed to": lambda c, at: c.elapsed(INSIDE, at),
    "is_open": lambda c, at: c.is_open(at),
    "span_at": lambda c, at: c.span_at(at),
    "next_opening": lambda c, at: c.next_opening(at),
    "next_closing": lambda c, at: c.next_closing(at),
    "previous_opening": lambda c, at: c.previous_opening(at),
    "previous_closing": lambda c, at: c.previous_closing(at),
    "roll_forward": lambda c, at: c.roll_forward(at),
    "roll_back": lambda c, at: c.roll_back(at),
    "spans": lambda c, at: list(c.spans(*sorted((at, INSIDE)))),
    "equivalent": lambda c, at: c.equivalent(c, *sorted((at, INSIDE))),
    "day": lambda c, at: c.day(at.date()),
}


def calendar(week: str = OFFICE, **said: Any) -> Calendar:
    """Build a calendar that knows the year 2026, unless told otherwise."""
    known: dict[str, Any] = {"known_from": "2026-01-01", "known_until": "2026-12-31"}
    return Calendar(week, time_zone="Europe/Berlin", **{**known, **said})


def at(text: str) -> datetime:
    """Read an instant on Berlin's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


# The three ways


@pytest.mark.parametrize("outside", [BEFORE, AFTER], ids=["before", "after"])
@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_5_11_answers_from_outside_are_refused(question: Question, outside: datetime) -> None:
    """With "raise", a question about days that are not known is an error with their bounds."""
    with pytest.raises(HorizonError) as caught:
        question(calendar(outside="raise"), outside)

    assert isinstance(caught.value, LookupError)
    assert "2026-01-01 to 2026-12-31" in caught.value.problem
    assert "assume" in caught.value.remedy


@pytest.mark.parametrize("outside", [BEFORE, AFTER], ids=["before", "after"])
@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_5_11_answers_from_outside_are_warned_of(question: Question, outside: datetime) -> None:
    """By default the answer comes with a warning, which points at the line that asked."""
    with pytest.warns(HorizonWarning, match="2026-01-01 to 2026-12-31") as caught:
        answer = question(calendar(), outside)

    assert answer == question(calendar(known_from=None, known_until=None), outside)
    assert {warning.filename for warning in caught} == {__file__}


@pytest.mark.parametrize("outside", [BEFORE, AFTER], ids=["before", "after"])
@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_5_11_answers_from_outside_are_assumed(question: Question, outside: datetime) -> None:
    """With "assume" the week and what recurs hold everywhere, without a word."""
    said = calendar(outside="assume")

    assert question(said, outside) == question(calendar(known_from=None, known_until=None), outside)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_5_11_answers_from_inside_are_as_ever(question: Question) -> None:
    """Whatever happens outside, nothing is said of days that are known."""
    plain = question(calendar(known_from=None, known_until=None), INSIDE + 3 * DAY)
    for outside in ("raise", "warn", "assume"):
        assert question(calendar(outside=outside), INSIDE + 3 * DAY) == plain


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_5_11_the_first_question_and_the_second_are_told_alike(question: Question) -> None:
    """What is compiled already is as unknown as before."""
    said = calendar(outside="raise")
    said.elapsed(INSIDE, INSIDE + 9 * DAY)
    for _ in range(2):
        with pytest.raises(HorizonError):
            question(said, AFTER)


def test_5_11_one_question_is_warned_of_once() -> None:
    """By Python's own rules a line of a program warns once, however often it asks."""
    said = calendar()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        for number in range(5):
            said.deadline(AFTER + number * HOUR, HOUR)
            said.next_opening(AFTER + number * HOUR)

    assert len(caught) == 2


def test_5_11_a_warning_that_is_an_error_spoils_nothing() -> None:
    """Where warnings are errors the question fails, and the next one is answered."""
    said = calendar()
    with pytest.raises(HorizonWarning):  # the tests make all warnings errors
        said.deadline(AFTER, HOUR)
    assert said.deadline(INSIDE, HOUR) == INSIDE + HOUR


# Where it begins and ends


def test_5_11_the_horizon_is_of_the_calendar_s_days() -> None:
    """The first known instant is the first midnight on the calendar's clock, the end the last."""
    said = calendar(ALWAYS, outside="raise")

    assert said.is_open(at("2026-01-01 00:00"))
    assert said.is_open(at("2027-01-01 00:00") - MICROSECOND)
    for unknown in (at("2026-01-01 00:00") - MICROSECOND, at("2027-01-01 00:00")):
        with pytest.raises(HorizonError):
            said.is_open(unknown)
    assert said.elapsed(at("2026-01-01 00:00"), at("2027-01-01 00:00")) == 365 * DAY
    assert said.deadline(at("2026-12-31 23:00"), HOUR) == at("2027-01-01 00:00")
    with pytest.raises(HorizonError):
        said.deadline(at("2026-12-31 23:00"), HOUR + MICROSECOND)


def test_5_11_a_deadline_that_crosses_the_horizon_is_from_outside() -> None:
    """A start that is known does not help where the due instant lies behind the last day."""
    said = calendar(outside="raise")

    assert said.deadline(at("2026-12-31 16:00"), 2 * HOUR) == at("2026-12-31 18:00")
    assert said.latest_start(at("2026-01-01 10:00"), HOUR) == at("2026-01-01 09:00")
    for ask, start in (
        (said.deadline, "2026-12-31 17:00"),
        (said.latest_start, "2026-01-01 10:00"),
    ):
        with pytest.raises(HorizonError):
            ask(at(start), 2 * HOUR)
    with pytest.raises(HorizonError):
        said.next_opening(at("2026-12-31 17:00"))
    with pytest.raises(HorizonError):
        said.previous_closing(at("2026-01-01 10:00"))


def test_5_11_an_endless_span_reaches_outside() -> None:
    """That a span has no end is an answer about days that are not known."""
    ends: list[dict[str, Any]] = [{"known_until": None}, {"known_from": None}]
    for end in ends:
        said = calendar(ALWAYS, outside="raise", **end)
        with pytest.raises(HorizonError):
            said.span_at(INSIDE)
    with pytest.raises(HorizonError):
        calendar(ALWAYS, outside="raise", known_from=None).next_closing(INSIDE)


def test_5_11_no_working_time_goes_before_the_horizon() -> None:
    """Where there is no working time at all, that is the error, and not the horizon."""
    with pytest.raises(NoWorkingTimeError):
        calendar("", outside="raise").deadline(INSIDE, HOUR)


@pytest.mark.parametrize("end", ["known_from", "known_until"])
def test_5_11_one_end_alone(end: str) -> None:
    """A calendar can be known from a day on for ever, or until a day since ever."""
    other = {"known_from": "known_until", "known_until": "known_from"}[end]
    said = calendar(outside="raise", **{other: None})  # type: ignore[arg-type]
    known, unknown = (AFTER, BEFORE) if end == "known_from" else (BEFORE, AFTER)

    assert said.is_open(known)
    with pytest.raises(HorizonError):
        said.is_open(unknown)


def test_5_11_all_of_time_can_be_known() -> None:
    """From the first date to the last one no answer comes from outside."""
    said = calendar(known_from="0001-01-01", known_until="9999-12-31", outside="raise")

    assert said.elapsed(datetime(1, 1, 3, tzinfo=UTC), datetime(1, 1, 4, tzinfo=UTC)) == 9 * HOUR
    assert said.is_open(datetime(9999, 12, 31, 12, tzinfo=UTC))


@pytest.mark.parametrize("argument", ["known_from", "known_until"])
@pytest.mark.parametrize(
    "day", ["2026-02-30", "12-24", "easter", "", 5, datetime(2026, 1, 1), True], ids=repr
)
def test_bad_ends_are_refused(argument: str, day: Any) -> None:
    """The first and the last known day are dates."""
    kind = DateError if isinstance(day, str) else ArgumentTypeError
    with pytest.raises(kind, match=argument):
        calendar(**{argument: day})


def test_ends_in_the_wrong_order_are_refused() -> None:
    """The last known day is not before the first; they can be one day."""
    with pytest.raises(DateError, match="known_until="):
        calendar(known_from="2026-01-02", known_until="2026-01-01")
    said = calendar(ALWAYS, known_from="2026-03-02", known_until="2026-03-02", outside="raise")
    assert said.is_open(INSIDE)


@pytest.mark.parametrize("outside", ["", "ignore", "WARN", None, True, 5, [], ...], ids=repr)
def test_bad_ways_are_refused(outside: Any) -> None:
    """There are three ways to treat days outside, and the error names them."""
    with pytest.raises(SlacalcError, match="'warn', 'raise' or 'assume'"):
        calendar(outside=outside)


def test_the_horizon_survives_every_kind_of_copy() -> None:
    """What is known is part of what was said: of the text, of equality and of a pickle."""
    for outside in ("raise", "warn", "assume"):
        said = calendar(outside=outside)
        known = {"datetime": __import__("datetime"), "Calendar": Calendar}
        for twin in (eval(repr(said), known), pickle.loads(pickle.dumps(said)), said.named("")):  # noqa: S301, S307 - our own
            assert (twin, twin._horizon) == (said, said._horizon)
        assert said.with_hours("10:00-11:00")._horizon == said._horizon
    assert calendar(outside="raise") != calendar(outside="warn")
    assert calendar() != calendar(known_until="2027-12-31")


# Easter


def test_5_11_easter_is_a_horizon_of_its_own() -> None:
    """Days around Easter are known from 1583 to 4099, and asking beyond is told."""
    said = calendar(
        known_from=None, known_until=None, holidays={"easter+1": "Easter Monday"}, outside="raise"
    )

    assert said.is_open(at("1583-01-04 10:00"))
    assert said.is_open(at("4099-12-30 10:00"))
    for unknown in ("1582-12-31 10:00", "4100-01-04 10:00"):
        with pytest.raises(HorizonError, match="1583-01-01 to 4099-12-31"):
            said.is_open(at(unknown))
    with pytest.raises(HorizonError):
        said.deadline(INSIDE, timedelta(days=300_000))


def test_5_11_easter_narrows_a_horizon_and_never_widens_it() -> None:
    """What is known of the year 2026 alone stays so, with Easter too."""
    said = calendar(holidays=["easter"], outside="raise")
    with pytest.raises(HorizonError, match="2026-01-01 to 2026-12-31"):
        said.is_open(AFTER)
    wide = calendar(known_from="1500-01-01", known_until=None, holidays=["easter"], outside="raise")
    with pytest.raises(HorizonError, match="1583-01-01 to 4099-12-31"):
        wide.is_open(at("1550-03-05 10:00"))


# Where it shows


def test_5_11_explanations_mark_what_is_not_known() -> None:
    """An explanation goes on beyond the horizon, and says where it does."""
    told = list(calendar(ALWAYS).explain(at("2026-12-31 20:00"), at("2027-01-01 04:00")))

    assert [(f"{one.start:%d %H:%M}", one.working) for one in told] == [
        ("31 20:00", True),
        ("01 00:00", True),
    ]
    assert [("known" in one.reason) for one in told] == [False, True]
    (whole,) = calendar(ALWAYS, outside="assume").explain(
        at("2026-12-31 20:00"), at("2027-01-01 04:00")
    )
    assert "known" not in whole.reason


def test_5_11_the_ledger_marks_what_is_not_known() -> None:
    """A clock that runs into unknown days shows in its ledger from where on."""
    level = SupportLevel("Standard", calendar=calendar(), resolution="8h")
    with warnings.catch_warnings(action="ignore", category=HorizonWarning):
        clock = SlaClock.start(level, at=at("2026-12-31 14:00"))
        ledger = str(clock.explain(at("2027-01-01 12:00")))
    lines = [line for line in ledger.splitlines() if "known" in line]

    assert lines
    assert all("2027-01-01" in line for line in lines)


def test_5_11_a_horizon_is_told_by_its_days() -> None:
    """A refusal names the first and the last known day; dots stand for an end that is not said."""
    for said, days in (
        ({"known_from": "2026-01-01"}, "2026-01-01 to ..."),
        ({"known_until": "2026-12-31"}, "... to 2026-12-31"),
    ):
        desk = Calendar(OFFICE, time_zone="UTC", outside="raise", **said)  # type: ignore[arg-type]
        outside = AFTER if "known_until" in said else BEFORE
        with pytest.raises(HorizonError, match=f"knows, {re.escape(days)};"):
            desk.is_open(outside)


def test_5_11_the_first_and_the_last_day_of_all_are_no_ends() -> None:
    """A calendar known from the first date of all, or until the last, has no end there."""
    for zone, at in (("America/New_York", datetime.min), ("Asia/Tokyo", datetime.max)):
        whole = Calendar(
            ALWAYS,
            time_zone=zone,
            known_from="0001-01-01",
            known_until="9999-12-31",
            outside="raise",
        )
        assert whole.is_open(at.replace(tzinfo=UTC))


def test_5_11_the_first_instant_of_all_is_named() -> None:
    """A refusal names the instant, that at which all dates begin too."""
    desk = Calendar(OFFICE, time_zone="UTC", known_from="2026-01-01", outside="raise")
    with pytest.raises(HorizonError, match=r"at='0*1-01-01 00:00Z'"):
        desk.is_open(datetime.min.replace(tzinfo=UTC))


# Algebra


def test_5_11_two_horizons_are_told_together() -> None:
    """A refusal of a combined calendar names the known days of both, those in common once."""
    one = Calendar(OFFICE, time_zone="UTC", known_from="2026-01-01", outside="raise")
    same = Calendar(ALWAYS, time_zone="UTC", known_from="2026-01-01", outside="raise")
    other = Calendar(OFFICE, time_zone="UTC", known_until="2026-12-31", outside="raise")
    with pytest.raises(HorizonError, match=r"knows, 2026-01-01 to \.\.\.;"):
        (one | same).is_open(BEFORE)
    with pytest.raises(HorizonError, match=r"2026-01-01 to \.\.\. and \.\.\. to 2026-12-31;"):
        (one | other).is_open(BEFORE)
    with pytest.raises(HorizonError):
        (one | other).is_open(AFTER)
    assert (one | same).is_open(AFTER)


def test_5_11_of_several_calendars_the_common_stretch_is_known() -> None:
    """In algebra the known stretch is the intersection, and the strictest way wins."""
    first = calendar(
        known_from="2026-01-01", known_until="2026-06-30", outside="assume", name="first"
    )
    second = calendar(
        known_from="2026-03-01", known_until="2026-12-31", outside="raise", name="second"
    )
    third = Calendar(ALWAYS, time_zone="Asia/Tokyo")
    for said in (
        first | second,
        first & second,
        first - second,
        third & (second | first),
        second | third | first,
    ):
        for unknown in (at("2026-02-02 10:00"), at("2026-07-01 10:00")):
            with pytest.raises(HorizonError):
                said.is_open(unknown)
        said.is_open(at("2026-03-02 10:00"))


def test_5_11_calendars_that_know_nothing_together() -> None:
    """Where no day is known to both, every answer comes from outside."""
    said = calendar(outside="raise") | calendar(known_from="2027-01-01", known_until="2027-12-31")
    for unknown in (BEFORE, INSIDE, AFTER):
        with pytest.raises(HorizonError):
            said.is_open(unknown)


def test_5_11_a_change_of_hours_joins_what_is_known() -> None:
    """The calendar before a day knows its days, the one after it the later ones."""
    old = calendar(outside="raise")
    new = calendar(known_from="2027-01-01", known_until="2027-12-31", outside="raise")
    said = old.from_date("2027-01-01", new)

    assert said.elapsed(at("2026-12-31 09:00"), at("2027-01-02 00:00")) == 18 * HOUR
    for unknown in (BEFORE, AFTER + 366 * DAY):
        with pytest.raises(HorizonError):
            said.is_open(unknown)
    late = old.from_date("2026-07-01", new)  # nobody knows the second half of 2026
    with pytest.raises(HorizonError):
        late.is_open(at("2026-08-03 10:00"))
    assert late.is_open(at("2027-03-01 10:00"))


def test_5_11_a_change_of_hours_is_told_by_the_days_of_both() -> None:
    """A refusal names what the calendar before and the one after know; the strictest way wins."""
    for outside in (("warn", "raise"), ("raise", "warn"), ("raise", "assume")):
        old = calendar(outside=outside[0])
        new = calendar(known_from="2027-01-01", known_until="2027-12-31", outside=outside[1])
        said = old.from_date("2027-01-01", new)
        days = "2026-01-01 to 2026-12-31 and 2027-01-01 to 2027-12-31"
        with pytest.raises(HorizonError, match=f"knows, {days};"):
            said.is_open(BEFORE)


def test_5_11_ends_of_one_side_are_known_together() -> None:
    """Of two last days the earlier holds, and of two first days the later."""
    ends = [
        Calendar(ALWAYS, time_zone="UTC", known_until=day, outside="raise")
        for day in ("2026-06-30", "2026-12-31")
    ]
    begins = [
        Calendar(ALWAYS, time_zone="UTC", known_from=day, outside="raise")
        for day in ("2026-06-30", "2026-12-31")
    ]
    assert (ends[0] | ends[1]).is_open(BEFORE)
    assert (begins[0] | begins[1]).is_open(AFTER)
    for said in (ends[0] | ends[1], begins[0] | begins[1]):
        with pytest.raises(HorizonError):
            said.is_open(at("2026-09-01 10:00"))


def test_5_8_a_known_day_begins_where_its_clock_does() -> None:
    """Toronto's clock jumped from 23:30 over midnight, and the first known day is known."""
    said = Calendar(ALWAYS, time_zone="America/Toronto", known_from="1919-03-31", outside="raise")
    assert said.day("1919-03-31").hours
    with pytest.raises(HorizonError, match="day='1919-03-30'"):
        said.day("1919-03-30")


def test_5_11_each_of_two_calendars_knows_its_own_time() -> None:
    """After a change only the later calendar's days count, and before it the earlier one's."""
    plain = Calendar(ALWAYS, time_zone="UTC")
    ended = Calendar(ALWAYS, time_zone="UTC", known_until="2020-01-01", outside="raise")
    begun = Calendar(ALWAYS, time_zone="UTC", known_from="2030-01-01", outside="raise")

    assert plain.from_date("2026-01-01", ended).is_open(datetime(2024, 1, 1, tzinfo=UTC))
    assert begun.from_date("2026-01-01", plain).is_open(datetime(2026, 3, 2, tzinfo=UTC))
    with pytest.raises(HorizonError):
        plain.from_date("2026-01-01", ended).is_open(datetime(2026, 3, 2, tzinfo=UTC))
