"""Support levels: a promise, and the requests that it is made to."""

from __future__ import annotations

import datetime as dt
import pickle
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

import pytest

from slacalc import (
    ArgumentTypeError,
    Calendar,
    Condition,
    DaySchedule,
    DurationError,
    LevelError,
    SlacalcError,
    SupportLevel,
    Target,
    WeekSchedule,
)

OFFICE = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow", holidays=["2026-03-09"])
TODAY = dt.date(2026, 3, 2)


def level(name: str = "VIP", **said: Any) -> SupportLevel:
    """Build a level on the office's calendar."""
    arguments: dict[str, Any] = {"calendar": OFFICE, "resolution": "4h"} | said
    return SupportLevel(name, **arguments)


class TestLevels:
    """A promise, in the working time of a calendar."""

    def test_all_conditions_must_hold(self) -> None:
        """A level applies where each of its conditions holds, and always without any."""
        both = level(conditions={"client": "vip", "type": ["incident", "outage"]})
        assert both.matches({"client": "vip", "type": "outage", "more": 1})
        assert not both.matches({"client": "vip", "type": "question"})
        assert not both.matches({"client": "vip"})
        assert level().matches({})

    def test_5_10_its_own_schedule_keeps_the_calendars_days(self) -> None:
        """A level's schedule replaces the hours of working days, and holidays stay closed."""
        hours = level(schedule=DaySchedule("08:00-20:00")).hours
        assert str(hours.day("2026-03-10").hours) == "08:00-20:00"
        assert not hours.day("2026-03-09").hours
        assert not hours.day("2026-03-08").hours
        assert level(schedule=WeekSchedule("Mon-Sun 10:00-11:00")).hours != OFFICE
        assert level().hours == OFFICE

    @pytest.mark.parametrize(
        ("said", "error", "argument"),
        [
            ({"name": ""}, LevelError, "name"),
            ({"name": "  "}, LevelError, "name"),
            ({"name": 5}, LevelError, "name"),
            ({"calendar": "desk"}, ArgumentTypeError, "calendar"),
            ({"response": "0m"}, DurationError, "response"),
            ({"resolution": "-4h"}, DurationError, "resolution"),
            ({"resolution": "1d"}, DurationError, "resolution"),
            ({"resolution": 4}, ArgumentTypeError, "resolution"),
            ({"conditions": 5}, ArgumentTypeError, "conditions"),
            ({"conditions": ["vip"]}, ArgumentTypeError, "conditions"),
            ({"schedule": 5}, ArgumentTypeError, "schedule"),
            ({"after_breach": "stop"}, LevelError, "after_breach"),
            ({"after_breach": None}, LevelError, "after_breach"),
            ({"after_breach": []}, LevelError, "after_breach"),
        ],
        ids=str,
    )
    def test_a_fault_is_refused_by_name(
        self, said: dict[str, Any], error: type[SlacalcError], argument: str
    ) -> None:
        """Each argument that can't be meant is refused under its own name."""
        with pytest.raises(error) as caught:
            level(**said)
        assert caught.value.argument == argument

    def test_a_level_is_a_value(self) -> None:
        """Levels that say the same are equal, hash alike, and survive pickle and `repr`."""
        said: dict[str, Any] = {
            "schedule": DaySchedule("08:00-20:00"),
            "response": dt.timedelta(microseconds=1),
            "conditions": {"client": "vip", "type": ["a", "b"], "since": TODAY},
            "after_breach": "keep",
        }
        one, other = level(**said), level(**said)
        assert (one, hash(one)) == (other, hash(other))
        copy = pickle.loads(pickle.dumps(one))  # noqa: S301 - our own
        assert (copy, copy.hours) == (one, one.hours)
        names = {kind.__name__: kind for kind in (SupportLevel, Calendar, Condition, DaySchedule)}
        assert eval(repr(one), names | {"datetime": dt}) == one  # noqa: S307 - our own
        assert str(one) == "VIP"
        assert [one != level(**(said | {"response": "1h"})), one != level("B", **said)] == [
            True
        ] * 2

    def test_conditions_can_be_given_as_values(self) -> None:
        """A mapping and the conditions that it means say the same level."""
        condition = Condition("client", "is", "vip")
        assert level(conditions=[condition]) == level(conditions={"client": "vip"})


class TestTargets:
    """Other promises than response and resolution."""

    reply = Target("next reply", "2h", starts_on="customer reply")

    def test_targets_come_in_order_response_and_resolution_first(self) -> None:
        """The order of the others is that in which they were given."""
        said = {"next reply": "2h", "update": {"duration": "4h"}, "response": "1 working day"}
        one = level(targets=said)
        names = [target.name for target in one.targets]
        assert names == ["response", "resolution", "next reply", "update"]
        assert one.response == Target.response("1 working day")
        assert level(resolution=None, targets=[self.reply]).targets == (self.reply,)

    def test_a_target_can_be_given_where_its_name_stands(self) -> None:
        """`response` and `resolution` take a target of their name, in the long form too."""
        waits = Target("response", "1h", pauses_on="pause")
        assert level(response=waits) == level(
            targets={"response": {"duration": "1h", "pauses_on": ["pause"]}}
        )
        assert level(response=Target.response("1h")) == level(response="1h")

    @pytest.mark.parametrize(
        ("said", "argument"),
        [
            ({"targets": {"resolution": "4h"}}, "targets"),
            ({"targets": [Target("a", "4h"), Target("a", "5h")]}, "targets"),
            ({"targets": ["a"]}, "targets"),
            ({"targets": "a"}, "targets"),
            ({"targets": 5}, "targets"),
            ({"targets": {"a": "1d"}}, "targets.a.duration"),
            ({"targets": {"a": {}}}, "targets.a.duration"),
            ({"targets": {"a": {"duration": "4h", "starts": "x"}}}, "targets.a.starts"),
            ({"targets": {"a": {"duration": "4h", "starts_on": []}}}, "targets.a.starts_on"),
            ({"targets": {"a": {"duration": {"x": "soon"}}}}, "targets.a.x"),
            ({"targets": {"": "4h"}}, "targets..name"),
            ({"targets": {f"t{number}": "4h" for number in range(101)}}, "targets"),
            ({"response": Target.resolution("1h")}, "response"),
            ({"response": {"urgent": "1d"}}, "response.urgent"),
            ({"response": {}}, "response"),
            ({"by": ""}, "by"),
            ({"by": 5}, "by"),
        ],
        ids=lambda said: str(said)[:60],
    )
    def test_a_fault_is_refused_by_its_place(self, said: dict[str, Any], argument: str) -> None:
        """Each fault of a target is refused under the key at which it was said."""
        with pytest.raises(SlacalcError) as caught:
            level(**said)
        assert caught.value.argument == argument


class TestRows:
    """One level with tables of durations by a field, in place of a level for each value."""

    tabled = level(
        response={"urgent": "15m", "2": "30m", "*": "4h"},
        resolution={"urgent": "1 working day"},
    )

    @pytest.mark.parametrize(
        ("priority", "row", "promised"),
        [
            ("urgent", "urgent", ["response in 15m", "resolution in 1 working day"]),
            ("2", "2", ["response in 30m"]),
            (2, "2", ["response in 30m"]),
            (2.0, "2", ["response in 30m"]),
            (True, "*", ["response in 4h"]),
            (2.5, "*", ["response in 4h"]),
            (float("nan"), "*", ["response in 4h"]),
            pytest.param(10**5000, "*", ["response in 4h"], id="huge"),
            ("Urgent", "*", ["response in 4h"]),
            ("*", "*", ["response in 4h"]),
            (None, "*", ["response in 4h"]),
            (["urgent"], "*", ["response in 4h"]),
        ],
        ids=repr,
    )
    def test_the_row_is_that_of_the_requests_value(
        self, priority: object, row: str, promised: list[str]
    ) -> None:
        """Text is looked up as it is, a whole number by its digits, the rest is the star's."""
        found = self.tabled.for_ticket({"priority": priority})
        assert (found.row, [str(target) for target in found.targets]) == (row, promised)
        assert found == self.tabled.at_row(row)
        assert found.fingerprint == self.tabled.fingerprint

    def test_the_field_can_be_another_one_and_lie_deeper(self) -> None:
        """`by` names the field, with dots where it lies in another."""
        one = level(resolution={"gold": "1h", "*": "8h"}, by="client.tier")
        assert one.for_ticket({"client": {"tier": "gold"}}).row == "gold"
        assert one.for_ticket({"client.tier": "gold"}).row == "gold"
        assert one.for_ticket({}).row == "*"

    def test_a_level_without_tables_has_no_rows(self) -> None:
        """Every request gets the level as it is."""
        assert level().for_ticket({"priority": "urgent"}) == level() == level().at_row(None)
        assert (level().row, level().rows, self.tabled.rows) == (None, (), ("urgent", "2", "*"))

    @pytest.mark.parametrize("row", ["urgnt", "low", None, 2, []], ids=repr)
    def test_what_is_no_row_is_refused(self, row: Any) -> None:
        """A row must be one of the tables', and the nearest is offered."""
        with pytest.raises(LevelError, match="did you mean 'urgent'" if row == "urgnt" else "row"):
            self.tabled.at_row(row)
        with pytest.raises(LevelError, match="has no tables"):
            level().at_row("*")


class TestTables:
    """A level as plain data, and back."""

    said: dict[str, Any] = {  # noqa: RUF012 - read only
        "schedule": WeekSchedule("Mon-Fri 08:00-20:00"),
        "response": {"urgent": "15m", "*": "4h"},
        "resolution": "2 working days, received by 16:00",
        "targets": {
            "next reply": {"duration": "2h", "starts_on": "reply", "calendar": OFFICE},
            "update": "48h around the clock",
        },
        "by": "urgency",
        "conditions": {"client": "vip"},
        "after_breach": "keep",
    }

    def test_a_level_is_written_as_it_was_said(self) -> None:
        """Keys come in the order of the constructor, and what is as usual is left out."""
        table = level(**self.said).to_dict(lambda calendar: "office" if calendar == OFFICE else "?")
        assert list(table.items()) == [
            ("name", "VIP"),
            ("calendar", "office"),
            ("schedule", "Mon-Fri 08:00-20:00"),
            ("response", {"urgent": "15m", "*": "4h"}),
            ("resolution", "2 working days, received by 16:00"),
            (
                "targets",
                {
                    "next reply": {"duration": "2h", "starts_on": ["reply"], "calendar": "office"},
                    "update": "48h around the clock",
                },
            ),
            ("by", "urgency"),
            ("conditions", {"client": "vip"}),
            ("after_breach", "keep"),
        ]
        assert level().to_dict(str) == {
            "name": "VIP",
            "calendar": str(OFFICE),
            "resolution": "4h",
        }

    def test_a_level_with_all_that_can_be_said_is_a_value(self) -> None:
        """It survives pickle and `repr`, at a row too."""
        types: list[type] = [SupportLevel, Calendar, Condition, Target, WeekSchedule]
        names = {one.__name__: one for one in types}
        whole = level(**self.said)
        for one in (whole, whole.at_row("urgent"), whole.promise):
            assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 - our own
            assert eval(repr(one), names | {"datetime": dt}) == one  # noqa: S307 - our own
        assert whole != whole.at_row("urgent") != whole.at_row("*")

    def test_a_fingerprint_is_that_of_what_is_said(self) -> None:
        """It does not depend on the order of rows, and changes with what is promised."""
        other = self.said | {"response": {"*": "4h", "urgent": "15m"}}
        assert level(**other) == level(**self.said)
        assert level(**other).fingerprint == level(**self.said).fingerprint
        changed = [level(**(self.said | {"response": "4h"})), level("B", **self.said)]
        prints = {one.fingerprint for one in (*changed, level(**self.said))}
        assert len(prints) == 3

    def test_a_promise_is_the_level_without_its_conditions(self) -> None:
        """Levels that promise the same to others have one promise, a callable's too."""
        other = level(**(self.said | {"conditions": [bool]}))
        assert other.promise == level(**self.said).promise
        assert other.promise.fingerprint == level(**self.said).promise.fingerprint
        with pytest.raises(LevelError):
            other.to_dict()

    def test_fingerprints_stay_the_same(self) -> None:
        """Every release gives these levels the same fingerprints: stored clocks name them."""
        assert level().fingerprint == "slacalc1:4c96b30c09500da2ea0e74408a87473e"
        assert level(**self.said).fingerprint == "slacalc1:5a136a82c6ffe54433d75d7405da2327"


class _Priority(str, Enum):  # noqa: UP042 - the older way, whose `str` is another text
    HIGH = "1"


@pytest.mark.parametrize("value", [1, 1.0, Decimal(1), Fraction(1), "1", _Priority.HIGH], ids=repr)
def test_a_row_is_looked_up_by_text_or_by_the_digits_of_a_whole_number(value: object) -> None:
    """However a helpdesk holds its numbers, the row of 1 is found; true is no number."""
    table = level(resolution={"1": "1h", "*": "8h"})
    assert table.for_ticket({"priority": value}).row == "1"
    assert table.for_ticket({"priority": True}).row == "*"
    assert table.for_ticket({"priority": Fraction(1, 2)}).row == "*"
    assert table.for_ticket({"priority": float("inf")}).row == "*"
