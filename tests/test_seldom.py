"""What seldom happens: one case for each thing that no ordinary request meets."""

from __future__ import annotations

import builtins
import sys
import zoneinfo
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from dateutil import tz
from worked_example import DESK, HOUR, LEVEL, ZERO, on, opened, resolution

from slacalc import (
    Calendar,
    LevelError,
    OutOfRangeError,
    Policy,
    PolicyError,
    SlaClock,
    Span,
    SupportLevel,
    Worklist,
    __main__,
)
from slacalc.compiler import Compiler
from slacalc.conditions import Condition, ConditionGroup, CustomCondition, calendars_asked
from slacalc.durations import DayCount
from slacalc.events import Event
from slacalc.legs import in_zone
from slacalc.local import _with_room
from slacalc.notice import out_of_hours
from slacalc.reasons import joined, plain
from slacalc.targets import DurationTable, Target
from slacalc.timeline import HIGHEST, LOWEST
from slacalc.values import field_of, reading, value_of
from slacalc.zones import EPOCH, first_reading, furthest_reading, near_days, tzdata_version

DAY = timedelta(days=1)
WEST = timezone(-timedelta(hours=12))
LAST = datetime.max.replace(tzinfo=WEST)  # an instant that UTC has no date for


class Moment(datetime):
    """A datetime of another library."""


class TestCalendars:
    """Ends of time, of zones and of what is kept."""

    def test_a_zone_that_fails_at_the_end_of_time_is_told(self) -> None:
        """Dateutil's New York can't tell UTC's last hours, which ends in an error of ours."""
        at = datetime.max.replace(tzinfo=tz.gettz("America/New_York"))
        for ask in (DESK.is_open, lambda x: DESK.elapsed(x, x)):
            with pytest.raises(OutOfRangeError):
                ask(at)

    def test_a_count_of_days_past_the_end_of_time_is_told(self) -> None:
        """There are no more working days after the last instant."""
        with pytest.raises(OutOfRangeError):
            DayCount(1).due(DESK, LAST)

    def test_a_page_before_the_first_or_after_the_last_date_holds_nothing(self) -> None:
        """What is compiled begins with the year 1 and ends with the year 9999."""
        pages = DESK._pages(on("2 10:00"))
        assert isinstance(pages, Compiler)
        for number in (LOWEST - 1, HIGHEST + 1):
            assert pages._spans(number, touched=True) == []

    def test_nothing_is_said_of_days_after_the_last_date(self) -> None:
        """What is said of dates ends with the year 9999."""
        assert DESK._days.special(date.max.toordinal() + 5, date.max.toordinal() + 9) == {}

    def test_a_reading_after_the_last_stretch_is_reached_at_its_end(self) -> None:
        """And an instant after it has the reading of the last offset."""
        clock = near_days(20_000, DESK.zone)
        end = clock[-1].end
        assert first_reading(end + clock[-1].offset + DAY, clock) == end
        assert furthest_reading(end + DAY, clock) == end + DAY + clock[-1].offset

    def test_half_of_the_slots_make_room(self) -> None:
        """The older half goes."""
        slots = {number: number for number in range(4096)}
        assert list(_with_room(slots)) == list(range(2048, 4096))
        assert _with_room({1: 1}) == {1: 1}

    def test_no_stretches_are_joined_to_none(self) -> None:
        """Where there is nothing to account for, there is no account."""
        assert list(joined([])) == []

    def test_an_account_may_begin_at_an_opening_and_end_at_a_closing(self) -> None:
        """Then all of it is working time."""
        ends = [(on("2 09:00") - EPOCH, on("2 13:00") - EPOCH)]
        (stretch,) = plain(ends, on("2 09:00"), on("2 13:00"))
        assert (stretch.start, stretch.end, stretch.working) == (on("2 09:00"), on("2 13:00"), True)

    def test_an_endless_span_has_no_length(self) -> None:
        """What has no end takes no time that could be told."""
        assert Span(None, on("2 10:00")).length is None
        assert Span(on("2 10:00"), on("2 11:00")).length == HOUR

    def test_the_zones_that_are_used_are_named(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The first folder that has zones, with its version, or else the package."""
        monkeypatch.setattr(zoneinfo, "TZPATH", (str(tmp_path),))
        assert tzdata_version().startswith("tzdata package (")
        (tmp_path / "Europe").mkdir()
        (tmp_path / "Europe" / "London").write_bytes(b"")
        assert tzdata_version() == f"{tmp_path} (version unknown)"
        (tmp_path / "tzdata.zi").write_text("# version 2025b\n# more")
        assert tzdata_version() == f"{tmp_path} (2025b)"

    def test_a_notice_after_the_last_date_is_refused(self) -> None:
        """On Kiritimati the last hours of UTC lie in the year 10000."""
        east = Calendar("Mon-Sun 09:00-12:00", time_zone="Pacific/Kiritimati")
        with pytest.raises(OutOfRangeError):
            out_of_hours(east, datetime(9999, 12, 31, 10, tzinfo=UTC))


class StrangeMapping(dict[str, Any]):
    """A mapping that can't be asked."""

    def __contains__(self, name: object) -> bool:
        raise RuntimeError(name)

    def get(self, name: object, default: object = None) -> Any:
        """Raise."""
        raise RuntimeError(name, default)


class TestConditions:
    """Values and mappings from outside may do what they like."""

    def test_5_13_a_mapping_that_raises_has_no_fields(self) -> None:
        """It is as if the field were missing."""
        assert field_of(StrangeMapping(x=1), "x") is None

    def test_5_13_what_raises_while_it_is_compared_does_not_hold(self) -> None:
        """No exception comes out of a condition."""
        condition = Condition("x", "is", "a")
        assert condition.holds({"x": "a"})

        def fail(*_: object) -> bool:
            raise RuntimeError

        object.__setattr__(condition, "_meets", fail)
        assert not condition.holds({"x": "a"})

    def test_numbers_of_other_libraries_are_numbers(self) -> None:
        """A fraction, and an integer that is no int, are compared exactly."""

        class Count(int):
            """An integer of another library."""

        assert reading(Count(3)) == reading(3)
        assert reading(Fraction(6, 2)) == reading(3)

    def test_a_wall_time_has_no_offset(self) -> None:
        """With one it would be an instant."""
        assert value_of("x", {"wall_time": "2026-03-02T09:00:00"}) == datetime(2026, 3, 2, 9)
        with pytest.raises(LevelError, match="is no wall time"):
            value_of("x", {"wall_time": "2026-03-02T09:00:00+03:00"})

    def test_5_11_a_calendar_that_refuses_makes_a_condition_false(self) -> None:
        """An instant that it does not know lies in no working time."""
        known = Calendar("Mon-Fri 09:00-18:00", time_zone="UTC", known_until="2020-12-31")
        refusing = Calendar(
            "Mon-Fri 09:00-18:00", time_zone="UTC", known_until="2020-12-31", outside="raise"
        )
        at = datetime(2026, 3, 2, 12, tzinfo=UTC)
        assert known.is_open(datetime(2020, 3, 2, 12, tzinfo=UTC))
        assert not Condition("at", "during", refusing).holds({"at": at})

    def test_calendars_within_groups_are_found(self) -> None:
        """However deep they lie."""
        asked = Condition("at", "during", DESK)
        deep = ConditionGroup("any_of", [ConditionGroup("none_of", [asked])])
        assert list(calendars_asked([deep, Condition("x", "is", 1)])) == [DESK]

    def test_a_callable_may_hold_for_text_and_has_no_fingerprint(self) -> None:
        """Nobody knows what it says, so it can't be saved either."""
        custom = CustomCondition(bool, "x")
        assert custom.holds_for_text
        level = SupportLevel("L", calendar=DESK, resolution="1h", conditions=[custom])
        with pytest.raises(LevelError, match="bool"):
            assert level.fingerprint

    def test_a_group_takes_ready_conditions(self) -> None:
        """Beside tables, and callables beside both."""
        said = {"any_of": [Condition("x", "is", 1), {"y": 2}, bool]}
        level = SupportLevel("L", calendar=DESK, resolution="1h", conditions=said)
        assert level.matches({"x": 1})
        assert level.matches({"y": 2})


class TestClocks:
    """Runs, events and proofs."""

    def test_runs_are_told_and_summed(self) -> None:
        """The first, the last, and what all of them waited."""
        clock = opened().pause(on("2 11:00")).resume(on("2 12:00")).resolve(on("2 15:00"))
        runs = resolution(clock).cycles(on("3 10:00"))
        assert runs.first == runs.last == runs[0]
        assert runs.waited == HOUR
        assert str(runs.first) == f"1: {on('2 10:00')} to {on('2 15:00')}, met"
        none = resolution(opened()).cycles(on("2 09:00"))
        assert (none.first, none.last, none.waited) == (None, None, ZERO)

    def test_an_event_has_a_plain_instant(self) -> None:
        """A datetime of another library is made plain."""
        at = on("2 10:00")
        event = Event("resume", Moment(2026, 3, 2, 10, tzinfo=at.tzinfo))
        assert type(event.at) is datetime
        assert event.at == at

    def test_an_event_that_the_requests_zone_has_no_date_for_is_refused(self) -> None:
        """It is out of range, as any other instant there."""
        utc_last = datetime.max.replace(tzinfo=UTC)
        with pytest.raises(OutOfRangeError):
            opened().pause(utc_last)
        with pytest.raises(OutOfRangeError):
            in_zone(utc_last, DESK.zone)

    def test_5_18_an_event_told_twice_is_once(self) -> None:
        """What has the same id is the same."""
        twice = [Event("respond", on("2 11:00"), id="r") for _ in range(2)]
        clock = SlaClock.replay(LEVEL, [*opened().events, *twice])
        assert [event.kind for event in clock.events] == ["start", "respond"]

    def test_a_target_that_came_later_was_not_started_before(self) -> None:
        """The proof of what a later level adds begins with the registration all the same."""
        added = Target("call", HOUR, starts_on={"respond"})
        level = SupportLevel("L", calendar=DESK, resolution="8h", targets={"call": added})
        clock = opened().change_level(level, on("2 11:00"), how="carry").respond(on("2 12:00"))
        ledger = clock.explain(on("2 12:30"), target="call")
        assert next(iter(ledger)).start == on("2 10:00")
        assert ledger.elapsed == HOUR / 2

    def test_an_overdue_run_of_no_length_holds_no_time(self) -> None:
        """Where work goes on for no time at all, between two waits, nobody held it."""
        clock = opened().pause(on("4 10:00")).assign(on("4 10:30"), group="L2")
        clock = clock.resume(on("4 11:00")).pause(on("4 11:00")).resume(on("4 12:00"))
        first, *_, last = clock.held(on("4 13:00"))
        assert resolution(clock).breached(on("4 13:00"))
        assert (first.holder, last.holder) != (None, None)
        assert sum((one.overdue for one in clock.held(on("4 13:00"))), ZERO) == 9 * HOUR

    def test_a_ledger_begins_where_it_is_asked_to(self) -> None:
        """Before the registration it says so, and the sums stay."""
        answered = Target("resolution", "8h", starts_on={"respond"})
        level = SupportLevel("L", calendar=DESK, targets={"resolution": answered})
        clock = SlaClock.start(level, at=on("2 10:00")).respond(on("2 12:00"))
        ledger = clock.explain(on("2 16:00"), since=on("2 09:00"))
        assert [entry.start for entry in ledger][:3] == [
            on("2 09:00"),
            on("2 10:00"),
            on("2 12:00"),
        ]
        assert ledger.elapsed == 3 * HOUR
        assert str(next(iter(ledger))) in str(ledger)

    def test_a_target_that_was_over_while_it_was_dropped_is_kept_as_it_was(self) -> None:
        """A level that promises it again has no new run of it, and keeps what the old one used."""
        again = Target("call", HOUR, starts_on={"respond"}, stops_on={"customer reply"})
        level = SupportLevel("L", calendar=DESK, resolution="8h", targets={"call": again})
        clock = SlaClock.start(level, at=on("2 10:00")).respond(on("2 11:00"))
        clock = clock.change_level(LEVEL, on("2 11:30"), how="carry")
        clock = clock.customer_replied(on("2 12:00")).change_level(
            level, on("2 15:00"), how="carry"
        )
        assert clock.target("call").elapsed(on("2 16:00")) == HOUR / 2
        assert clock.target("call").phase(on("2 16:00")) != "running"

    def test_work_is_drawn_in_notebooks(self) -> None:
        """As the table that `html` writes."""
        work = Worklist({"a": opened()}, on("2 11:00")).order()
        assert work._repr_html_() == work.html()

    def test_a_target_with_a_table_reads_well(self) -> None:
        """The promise is told by its rows."""
        table = DurationTable((("vip", HOUR), ("*", 2 * HOUR)))
        assert str(Target("resolution", table)).startswith("resolution by ")


TABLE: dict[str, Any] = {
    "slacalc": 1,
    "calendars": {"desk": {"time_zone": "Asia/Tokyo", "week": "Mon-Fri 09:00-18:00"}},
    "default": {"name": "D", "calendar": "desk", "resolution": "8h"},
}


class TestPolicies:
    """Files that can't be written, and days that can't be told."""

    def test_a_policy_that_is_too_large_is_not_written(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What can't be read again is refused before anything is written."""
        monkeypatch.setattr("slacalc.policy_writing._LARGEST", 10)
        with pytest.raises(PolicyError, match="larger than a megabyte"):
            Policy.from_dict(TABLE).dump(tmp_path / "policy.json")
        assert not [*tmp_path.iterdir()]

    def test_toml_without_its_extra_names_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The error says what to install, or what else to write."""
        monkeypatch.setitem(sys.modules, "tomli_w", None)
        with pytest.raises(PolicyError, match=r"slacalc\[toml\]"):
            Policy.from_dict(TABLE).dump(tmp_path / "policy.toml")

    def test_a_version_of_the_first_day_of_all_has_no_instant(self) -> None:
        """In Tokyo, the first day of the year 1 begins before UTC's."""
        later = {"valid_from": "0001-01-01", "resolution": "4h"}
        table = TABLE | {"default": TABLE["default"] | {"versions": [later]}}
        with pytest.raises(PolicyError, match="outside the years 1 to 9999"):
            assert Policy.from_dict(table).editions

    def test_days_that_are_refused_are_no_difference(self) -> None:
        """Where both calendars refuse a day, nothing is said; days in a row are one range."""
        known = {"known_until": "2026-03-03", "outside": "raise"}
        desk = TABLE["calendars"]["desk"]
        old = TABLE | {"calendars": {"desk": desk | known}}
        new = TABLE | {"calendars": {"desk": desk | known | {"week": "Mon-Fri 10:00-18:00"}}}
        rows = Policy.from_dict(old).diff(
            Policy.from_dict(new), since=date(2026, 3, 2), until=date(2026, 3, 6)
        )
        assert "2026-03-02..2026-03-03" in str(rows.rows() if hasattr(rows, "rows") else rows)

    def test_a_week_that_speaks_of_turns_is_text_still(self) -> None:
        """Only a table has turns; text that has the word in it is refused as any other text."""
        desk = {"time_zone": "UTC", "week": "Mon in turns"}
        with pytest.raises(PolicyError, match=r"calendars\.desk\.week"):
            Policy.from_dict(TABLE | {"calendars": {"desk": desk}})


def test_another_missing_module_is_not_taken_for_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only click and rich are the command line's own; any other failure shows as it is."""
    plain = builtins.__import__

    def missing(name: str, *rest: Any, **said: Any) -> Any:
        if name == "slacalc.cli":
            raise ModuleNotFoundError(name="something")
        return plain(name, *rest, **said)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(ModuleNotFoundError) as caught:
        __main__.main()
    assert caught.value.name == "something"
