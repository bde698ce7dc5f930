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
from slacalc.escalation import Escalation
from slacalc.levels import row_key
from slacalc.profiles import WAYS, Profile, profile_of

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
            ({"profile": "jra"}, LevelError, "profile"),
            ({"profile": None}, ArgumentTypeError, "profile"),
            ({"profile": {"after_breach": "stop"}}, LevelError, "profile.after_breach"),
            ({"escalations": None}, ArgumentTypeError, "escalations"),
            ({"escalations": ["75%"]}, ArgumentTypeError, "escalations[0]"),
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
            "profile": {"after_breach": "keep"},
            "escalations": [{"target": "resolution", "at": "75%"}],
        }
        one, other = level(**said), level(**said)
        assert (one, hash(one)) == (other, hash(other))
        copy = pickle.loads(pickle.dumps(one))  # noqa: S301 - our own
        assert (copy, copy.hours) == (one, one.hours)
        types: list[type] = [SupportLevel, Calendar, Condition, DaySchedule, Escalation]
        names = {kind.__name__: kind for kind in types}
        assert eval(repr(one), names | {"datetime": dt}) == one  # noqa: S307 - our own
        assert str(one) == "VIP"
        assert [one != level(**(said | {"response": "1h"})), one != level("B", **said)] == [
            True
        ] * 2

    def test_conditions_can_be_given_as_values(self) -> None:
        """A mapping and the conditions that it means say the same level."""
        condition = Condition("client", "is", "vip")
        assert level(conditions=[condition]) == level(conditions={"client": "vip"})


class TestProfiles:
    """How time counts at a level."""

    @pytest.mark.parametrize(
        "said",
        ["jira", {"name": "jira"}, profile_of("jira")],
        ids=["name", "mapping", "value"],
    )
    def test_a_profile_is_said_by_name_or_as_a_value(self, said: Any) -> None:
        """However it is said, the level has the profile itself, and says it shortest."""
        one = level(profile=said)
        assert one.profile == profile_of("jira")
        assert one.to_dict()["profile"] == "jira"
        assert "profile='jira'" in repr(one)

    def test_the_usual_profile_is_left_out(self) -> None:
        """A level that says nothing counts as the seed says, and so does one that says so."""
        assert level() == level(profile="1c")
        assert level().profile == profile_of("1c")
        assert "profile" not in level(profile="1c").to_dict()
        assert "profile" not in repr(level(profile="1c"))

    def test_a_profile_of_its_own_is_written_with_its_name(self) -> None:
        """One that counts as usual under another name is read back as it was."""
        for own in (Profile(), Profile("ours"), Profile(waits="none")):
            one = level(profile=own)
            assert level(profile=one.to_dict()["profile"]) == one != level()

    def test_another_profile_is_another_promise(self) -> None:
        """A stored clock must not come back on a level that counts otherwise."""
        assert level(profile="jira").promise.fingerprint != level().promise.fingerprint

    def test_a_fingerprint_is_of_the_ways_and_not_of_a_name_for_them(self) -> None:
        """What a known name means is part of the promise, so that no release can change it."""
        prints = {
            level(profile={"name": "jira", option: way}).fingerprint
            for option, ways in WAYS.items()
            for way in ways
        }
        assert len(prints) == 1 + sum(len(ways) - 1 for ways in WAYS.values())
        assert level(profile="jira").fingerprint in prints


class TestEscalations:
    """What is to happen when a target comes near."""

    half = Escalation("resolution", "50%", "look")

    def test_they_are_values_or_mappings(self) -> None:
        """Both say the same, in the order in which they are said."""
        said = [self.half, {"target": "resolution", "at": "+1h"}]
        one = level(escalations=said)
        assert one.escalations == (self.half, Escalation("resolution", "+1h"))
        assert one == level(escalations=(each for each in said))
        assert one.to_dict()["escalations"] == [
            {"target": "resolution", "at": "50%", "action": "look"},
            {"target": "resolution", "at": "+1h"},
        ]

    def test_they_are_part_of_the_level_and_not_of_its_promise(self) -> None:
        """A clock comes back when they change, and the level is known to have changed."""
        one = level(escalations=[self.half], conditions={"client": "vip"})
        assert one.promise == level()
        assert one.promise.fingerprint == level().fingerprint
        prints = {
            level(escalations=told, conditions={"client": "vip"}).fingerprint
            for told in ([], [self.half], [Escalation("resolution", "60%", "look")])
        }
        assert len(prints) == 3

    def test_a_target_of_any_row_can_be_named(self) -> None:
        """A target that only some requests are promised is one of the level."""
        one = level(
            resolution={"urgent": "1h"}, escalations=[{"target": "resolution", "at": "75%"}]
        )
        assert one.at_row("*").targets == ()
        assert one.at_row("*").escalations == one.escalations

    @pytest.mark.parametrize(
        ("said", "argument", "says"),
        [
            ({"target": "resolution", "at": "75"}, "escalations[1].at", "'75%'"),
            ({"target": "resolutoin", "at": "75%"}, "escalations[1].target", "'resolution'"),
            ({"target": "response", "at": "75%"}, "escalations[1].target", "its targets"),
            ({"at": "75%"}, "escalations[1].target", "missing"),
            ({"target": "resolution"}, "escalations[1].at", "missing"),
            ({"target": "resolution", "at": "1%", "do": "x"}, "escalations[1].do", "unknown"),
            ({"target": "resolution", "at": "50.0%", "action": "look"}, "escalations[1]", "twice"),
            ("75%", "escalations[1]", "a mapping"),
            (None, "escalations[1]", "a mapping"),
        ],
        ids=str,
    )
    def test_a_fault_is_refused_by_its_place(self, said: Any, argument: str, says: str) -> None:
        """Each fault is named by the number of its escalation, with the way out."""
        with pytest.raises(SlacalcError, match=says) as caught:
            level(escalations=[self.half, said])
        assert caught.value.argument == argument

    def test_there_is_a_limit(self) -> None:
        """A thousand are read, and no more are even looked at."""
        many = [{"target": "resolution", "at": f"{number}%"} for number in range(1_000)]
        assert len(level(escalations=many).escalations) == 1_000
        for more in ({"target": "resolution", "at": "1000%"}, None):
            with pytest.raises(LevelError, match="more than 1000"):
                level(escalations=[*many, more])

    @pytest.mark.parametrize(
        "said", ["75%", b"75%", 5, {"target": "resolution", "at": "75%"}], ids=repr
    )
    def test_what_is_no_list_of_them_is_refused(self, said: Any) -> None:
        """One escalation alone is not taken for several."""
        with pytest.raises(ArgumentTypeError, match="a list of escalations"):
            level(escalations=said)


class TestOn:
    """The level with another calendar in place of its own."""

    night = Calendar("Mon-Sun 20:00-24:00", time_zone="Europe/Moscow", name="night")

    def test_its_own_hours_are_those_of_the_calendar(self) -> None:
        """All that it says stays, and it is the level that says it on that calendar."""
        said: dict[str, Any] = {
            "response": {"urgent": "15m", "*": "1h"},
            "conditions": {"client": "vip"},
            "profile": "jira",
            "escalations": [{"target": "response", "at": "75%"}],
        }
        moved = level(**said).on(self.night)
        assert moved == level(**said, calendar=self.night)
        assert (moved.calendar, moved.hours) == (self.night, self.night)
        assert moved.fingerprint == level(**said, calendar=self.night).fingerprint
        row = level(**said).at_row("urgent").on(self.night)
        assert row == moved.at_row("urgent")
        assert row.targets == moved.at_row("urgent").targets

    def test_5_10_its_schedule_is_applied_again(self) -> None:
        """The hours are the level's own, on the working days of the new calendar."""
        sunday = Calendar("Sun 10:00-11:00", time_zone="Europe/Moscow")
        one = level(schedule="08:00-20:00").on(sunday)
        assert one.hours == sunday.with_hours(DaySchedule("08:00-20:00"))

    def test_targets_keep_calendars_of_their_own(self) -> None:
        """A target that counts elsewhere is not moved."""
        target = Target("update", "4h", calendar=OFFICE)
        moved = level(targets=[target]).on(self.night)
        assert [one.counted_on(moved.hours) for one in moved.targets] == [self.night, OFFICE]

    @pytest.mark.parametrize("said", [None, "desk", 5])
    def test_what_is_no_calendar_is_refused(self, said: Any) -> None:
        """It takes a calendar, not its name."""
        with pytest.raises(ArgumentTypeError, match="calendar="):
            level().on(said)

    def test_5_21_a_schedule_can_not_be_applied_to_a_combined_calendar(self) -> None:
        """The same is refused as when such a level is made."""
        with pytest.raises(SlacalcError, match="schedule"):
            level(schedule="08:00-20:00").on(OFFICE | self.night)


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
        "profile": {"name": "ours", "after_breach": "keep"},
        "escalations": [
            {"target": "next reply", "at": "-90m", "action": "tell the lead"},
            {"target": "response", "at": "75%"},
        ],
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
            ("profile", {"name": "ours", "after_breach": "keep"}),
            (
                "escalations",
                [
                    {"target": "next reply", "at": "-1h 30m", "action": "tell the lead"},
                    {"target": "response", "at": "75%"},
                ],
            ),
        ]
        assert level().to_dict(str) == {
            "name": "VIP",
            "calendar": str(OFFICE),
            "resolution": "4h",
        }

    def test_a_level_with_all_that_can_be_said_is_a_value(self) -> None:
        """It survives pickle and `repr`, at a row too."""
        types: list[type] = [SupportLevel, Calendar, Condition, Target, WeekSchedule, Escalation]
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
        assert level(**self.said).fingerprint == "slacalc1:153b2a973c534d29ccd2087f4616b67c"


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


def test_the_two_usual_targets_have_names_of_their_own() -> None:
    """A level's response and resolution are its targets, or None where it promises none."""
    both = SupportLevel("L", calendar=OFFICE, response="1h", resolution="4h")
    neither = SupportLevel("L", calendar=OFFICE, targets={"reply": "2h"})
    assert (both.response, both.resolution) == both.targets
    assert both.resolution is not None
    assert both.resolution.name == "resolution"
    assert neither.response is None
    assert neither.resolution is None


def test_a_row_that_is_none_leaves_a_level_as_it_is() -> None:
    """Without tables a level is itself at no row; a row that is not there is told the others."""
    plain = SupportLevel("L", calendar=OFFICE, resolution="1h")
    level = SupportLevel("L", calendar=OFFICE, resolution={"high": "1h", "low": "8h"}, by="urgency")
    assert plain.at_row(None) is plain
    with pytest.raises(LevelError, match="use one of its rows: high, low"):
        level.at_row("xyzzy")


def test_a_level_may_promise_a_hundred_targets() -> None:
    """The names of the mapping are those of its targets."""
    targets = {f"t{number}": "1h" for number in range(100)}
    level = SupportLevel("L", calendar=OFFICE, targets=targets)
    assert {one.name for one in level.targets} == set(targets)
    said = {"reply": Target("reply", "2h")}
    assert SupportLevel("L", calendar=OFFICE, targets=said).targets == (Target("reply", "2h"),)
    with pytest.raises(LevelError, match="other='reply': is the name of another target"):
        SupportLevel("L", calendar=OFFICE, targets={"other": Target("reply", "2h")})


def test_calendars_are_written_by_their_names_everywhere() -> None:
    """What names calendars is asked about those of conditions too, and may know no name."""
    level = SupportLevel(
        "L", calendar=OFFICE, response="1h", conditions=[Condition("at", "during", OFFICE)]
    )
    told = level.to_dict(lambda _: "office")
    assert (told["name"], told["calendar"]) == ("L", "office")
    assert told["conditions"] == {"at": {"during": "office"}}
    assert level.to_dict(lambda _: "")["calendar"] == ""


@pytest.mark.parametrize(
    ("value", "row"),
    [
        (10**18 - 1, "9" * 18),
        (10**18, None),
        (-(10**18) + 1, "-" + "9" * 18),
        (2.0, "2"),
        (2.5, None),
        ("2.0", "2.0"),
        (True, None),
        (None, None),
    ],
)
def test_whole_numbers_of_eighteen_digits_are_keys_of_rows(value: object, row: str | None) -> None:
    """A table is looked up by text, and by whole numbers that are written alike everywhere."""
    assert row_key(value) == row


def test_a_level_is_written_as_its_call() -> None:
    """Only what was said is in the call."""
    calendar = f"calendar={OFFICE!r}"
    assert repr(SupportLevel("L", calendar=OFFICE)) == f"SupportLevel('L', {calendar})"
    hours = SupportLevel("L", calendar=OFFICE, schedule="10:00-12:00", response="1h")
    assert repr(hours).startswith(f"SupportLevel('L', {calendar}, schedule=DaySchedule(")
    assert repr(hours).endswith(", response='1h')")


def test_a_level_without_conditions_and_escalations_is_its_own_promise() -> None:
    """What is promised is the level itself, where it says nothing else."""
    level = SupportLevel("Days", calendar=OFFICE, resolution="8h")
    assert level.promise is level
    assert level.escalating([Escalation("resolution", "75%")]).promise == level
