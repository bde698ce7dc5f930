"""A sample of the sweep over every zone's transitions, and proof that it can fail.

`make sweep` asks about all of them; here it is the zones that trap, and one transition in many.
"""

from __future__ import annotations

import datetime as dt
import json
import zoneinfo
from datetime import UTC, date, datetime, timedelta
from zoneinfo import available_timezones

import pytest
import sweep
from sweep_cases import Case, Cases, calendars
from sweep_walk import DAY, REACH, SECOND, THURSDAY, Change, Said, Walk, changes
from sweep_zone import sweep_zone, time_text, words

from slacalc import Calendar, zones
from slacalc.testing.oracle import Oracle
from slacalc.zones import Stretch, first_reading

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
SAMPLED = 8  # zones in one that are asked about a year's transitions
YEAR = "2025-03-01", "2026-03-01"


def around(zone: str) -> tuple[int, int]:
    """Name a stretch that holds a trap's transition."""
    at = sweep._instant(sweep.TRAPS[zone])
    return at - DAY, at + DAY


def swept(zone: str) -> sweep.Total:
    """Sweep a trap's transition."""
    return sweep.sweep([zone], *around(zone))


class TestTheSample:
    """The library's answers where clocks change."""

    @pytest.mark.parametrize("zone", sweep.TRAPS)
    def test_no_answer_differs_where_a_zone_traps(self, zone: str) -> None:
        """Each calendar gives the walk's answers, and the walk met the transition."""
        total = swept(zone)

        assert total.lines == []
        assert sweep.missing(total, [zone], *around(zone)) == []
        assert sweep._instant(sweep.TRAPS[zone]) in {c.at for c in total.zones[0].transitions}

    @pytest.mark.slow
    def test_no_answer_differs_in_a_year_of_every_so_many_zones(self) -> None:
        """Zones are taken evenly from all there are, links among them."""
        names = sorted(available_timezones())[::SAMPLED]
        since, until = map(sweep._instant, YEAR)
        total = sweep.sweep(names, since, until)

        assert total.lines == []
        assert sweep.missing(total, names, since, until) == []
        assert total.counts["zones"] == len(names)


class TestItCanFail:
    """Bugs that are planted are found, and what was not asked is missed."""

    def test_a_fold_that_means_its_second_occurrence_is_found(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The lines say the zone, the transition, the call and both answers."""

        def second(reading: timedelta, clock: list[Stretch]) -> timedelta:
            found = [s for s in clock if s.start <= reading - s.offset < s.end]
            return reading - found[-1].offset if found else first_reading(reading, clock)

        monkeypatch.setattr("slacalc.compiler.first_reading", second)
        total = swept("Australia/Lord_Howe")

        assert total.differences > 100
        title = "Australia/Lord_Howe 2025-04-05T15:00:00Z, fold from 2025-04-06 01:30:00 to"
        assert all(line.startswith(title) for line in total.lines)
        line = next(line for line in total.lines if ".is_open(" in line)
        call, _, answers = line.partition(": ")[2].partition(" gives ")
        names = {"Calendar": Calendar, "datetime": dt, "zoneinfo": zoneinfo}
        assert answers.startswith(repr(eval(call, names)) + ", not ")  # noqa: S307 - the line's own

    def test_a_step_over_two_transitions_is_found(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Casablanca's clock changes and changes back around Ramadan."""
        monkeypatch.setattr(zones, "_STEP", timedelta(days=90))

        ramadans = map(sweep._instant, ("2024-01-01", "2027-01-01"))
        assert sweep.sweep(["Africa/Casablanca"], *ramadans).differences > 100

    def test_a_skipped_date_that_counts_is_found(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Apia's 2011-12-30 is no date with hours."""
        monkeypatch.setattr("slacalc.calendar.is_skipped", lambda _day, _zone: False)

        assert swept("Pacific/Apia").differences == 1

    def test_a_sweep_that_asks_nothing_is_refused(self, capsys: pytest.CaptureFixture[str]) -> None:
        """A stretch without transitions ends with 2, and says what is missing."""
        code = sweep.main(["--zone", "UTC", "--json"])

        assert code == 2
        assert "there is no transition" in json.loads(capsys.readouterr().out)["problems"]

    def test_a_zone_that_was_not_asked_is_missed(self) -> None:
        """Apia alone is not Apia and Riyadh."""
        total = swept("Pacific/Apia")
        since, until = sweep._instant("1940-01-01"), sweep._instant("2020-01-01")

        assert sweep.missing(total, ["Asia/Riyadh", "Pacific/Apia"], since, until) == [
            "not every zone was asked",
            "Asia/Riyadh 1947-03-13T20:53:08 was not met",
        ]

    def test_a_sweep_of_all_zones_must_have_met_many_transitions(self) -> None:
        """One transition is not all of them."""
        total = swept("Pacific/Apia")
        since, until = sweep._instant(sweep.FIRST), sweep._instant(sweep.LAST)
        problems = sweep.missing(total, sorted(available_timezones()), since, until)

        assert {"there are too few zones", "there are too few gaps"} < set(problems)
        assert len(problems) == 4 + len(sweep.TRAPS) - 1

    def test_a_difference_ends_with_one(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """And with zero where there is none."""
        arguments = ["--zone", "Antarctica/Troll", "--since", "2025-03-01", "--until", "2025-04-01"]

        assert sweep.main(arguments) == 0
        monkeypatch.setattr(zones, "_SECOND", timedelta(minutes=7))
        assert sweep.main(arguments) == 1
        assert "Antarctica/Troll 2025-03-30T01:00:00Z, gap" in capsys.readouterr().out


class TestTheWalk:
    """The walk is itself compared, with facts and with the other oracle."""

    def test_transitions_are_found_to_the_second(self) -> None:
        """Riyadh's clock left local mean time at 20:53:08 UTC, Berlin's changes twice a year."""
        assert changes("Asia/Riyadh", -2_000_000_000, 0) == [Change(-719636812, 11212, 10800)]
        spring, autumn = changes("Europe/Berlin", 1735689600, 1767225600)
        assert spring == Change(1743296400, 3600, 7200)
        assert autumn == Change(1761440400, 7200, 3600)
        assert spring.is_gap
        assert not autumn.is_gap

    def test_the_bounds_of_a_search_are_half_open(self) -> None:
        """A transition is found from its own instant on."""
        at = 1743296400
        assert [change.at for change in changes("Europe/Berlin", at, at + 1)] == [at]
        assert changes("Europe/Berlin", at + 1, at + DAY) == []
        assert changes("Europe/Berlin", at - DAY, at) == []

    @pytest.mark.parametrize("zone", ["Pacific/Apia", "America/St_Johns", "Asia/Beirut"])
    def test_the_other_oracle_agrees(self, zone: str) -> None:
        """All calendars of a transition have the spans that the minute-walking oracle gives."""
        (change,) = changes(zone, *around(zone))
        walk = Walk(zone, change)
        start, end = (EPOCH + timedelta(seconds=change.at + by) for by in (-REACH, REACH))
        for said in calendars(change):
            other = Oracle(zone, *in_minutes(said), start, end)
            spans = [
                tuple((x - EPOCH) // timedelta(microseconds=1) for x in s) for s in other.spans()
            ]
            assert walk.spans(said) == spans, words(said, zone)

    def test_shifts_begin_end_and_lie_at_each_edge(self) -> None:
        """Of nine readings at a gap, any two are a shift of some calendar."""
        (change,) = changes("Antarctica/Troll", *around("Antarctica/Troll"))
        day = change.low // DAY
        weekday = (day + THURSDAY) % 7
        shifts = {shift for said in calendars(change) for shift in said.week[weekday]}
        edges = ["23:00:00", "00:59", "01:00", "01:01", "02:00", "02:59", "03:00", "03:01", "05:00"]
        named = {(time_text(start), time_text(end)) for start, end in shifts}
        inside = edges[1:]
        assert {(a, b) for a in inside for b in inside if a < b} <= named

    def test_a_case_is_walked_once_for_zones_that_change_alike(self) -> None:
        """Berlin's transition is Oslo's."""
        cases = Cases()
        (change,) = changes("Europe/Berlin", 1743296400 - DAY, 1743296400 + DAY)

        assert cases.of("Europe/Berlin", change) is cases.of("Europe/Oslo", change)

    def test_few_cases_are_kept(self) -> None:
        """The one that was asked for longest ago goes first."""
        cases = Cases(most=1)
        spring, autumn = changes("Europe/Berlin", 1735689600, 1767225600)
        first = cases.of("Europe/Berlin", spring)
        cases.of("Europe/Berlin", autumn)

        assert cases.of("Europe/Berlin", spring) is not first

    def test_a_zone_that_changes_otherwise_is_refused(self) -> None:
        """A transition that is not the zone's own is no case of it."""
        case_of_berlin = Change(1743296400, 3600, 7200)
        with pytest.raises(AssertionError):
            sweep_zone("Europe/Moscow", [case_of_berlin], Cases())

    def test_questions_have_answers_of_both_kinds(self) -> None:
        """Calendars are open and closed where they are asked, and durations are not all zero."""
        (change,) = changes("Pacific/Apia", *around("Pacific/Apia"))
        questions = [q for asked in Case("Pacific/Apia", change).questions for q in asked]
        assert {q.answer for q in questions if q.kind == "is_open"} == {True, False}
        assert sum(bool(q.answer) for q in questions if q.kind == "elapsed") > 100
        due = [q for q in questions if q.kind == "deadline"]
        assert len({q.answer for q in due}) > 30
        assert any(q.second % SECOND for q in due)


Minutes = list[tuple[int, int]]


def in_minutes(said: Said) -> tuple[dict[int, Minutes], dict[date, Minutes]]:
    """Say a calendar to the other oracle."""
    week = {day: [(a // 60, b // 60) for a, b in hours] for day, hours in enumerate(said.week)}
    rules = {
        date(1970, 1, 1) + timedelta(day): [(a // 60, b // 60) for a, b in hours]
        for day, hours in said.rules
    }
    return week, rules
