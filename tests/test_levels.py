"""Support levels: which promise applies, and why not the ones before it."""

from __future__ import annotations

import datetime as dt
import pickle
from decimal import Decimal
from typing import Any

import pytest

from slacalc import (
    ArgumentTypeError,
    Calendar,
    Condition,
    DaySchedule,
    DurationError,
    LevelChain,
    LevelError,
    SlacalcError,
    SupportLevel,
    WeekSchedule,
)

OFFICE = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow", holidays=["2026-03-09"])
TODAY = dt.date(2026, 3, 2)
NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
HUGE = 10**5000  # Python writes no such number
STRANGE = object()


def shown(said: object) -> str:
    """Name a case, in every process alike."""
    try:
        return repr(said).partition(" at 0x")[0]
    except ValueError:
        return "huge"


def level(name: str = "VIP", **said: Any) -> SupportLevel:
    """Build a level on the office's calendar."""
    arguments: dict[str, Any] = {"calendar": OFFICE, "resolution": "4h"} | said
    return SupportLevel(name, **arguments)


class TestConditions:
    """A condition holds, or is false; it never fails."""

    @pytest.mark.parametrize(
        ("said", "ticket", "holds"),
        [
            ("vip", {"f": "vip"}, True),
            ("vip", {"f": "VIP"}, False),
            ("vip", {"f": "vip "}, False),
            ("vip", {}, False),
            ("vip", {"f": None}, False),
            ("vip", {"f": 5}, False),
            ("vip", {"f": ["vip"]}, False),
            ("vip", {"f": {"vip"}}, False),
            ("1", {"f": 1}, False),
            (1, {"f": "1"}, False),
            (1, {"f": 1.0}, True),
            (1, {"f": Decimal(1)}, True),
            (1, {"f": True}, False),
            (True, {"f": 1}, False),
            (True, {"f": True}, True),
            (False, {"f": False}, True),
            (False, {"f": 0}, False),
            (False, {}, False),
            ("", {"f": ""}, True),
            ("", {}, False),
            (5, {"f": Decimal("sNaN")}, False),
            (5, {"f": float("nan")}, False),
            (5, {"f": HUGE}, False),
            (TODAY, {"f": TODAY}, True),
            (TODAY, {"f": NOON}, False),
            (NOON, {"f": NOON}, True),
            (NOON, {"f": NOON.replace(tzinfo=None)}, False),
            (["a", "b"], {"f": "b"}, True),
            (["a", "b"], {"f": "c"}, False),
            (["a", 5], {"f": 5}, True),
            (["a", 5], {"f": "5"}, False),
            ([], {"f": "a"}, False),
            ([], {}, False),
            ({"in": ["a"]}, {"f": "a"}, True),
            ({"is": "a"}, {"f": "a"}, True),
            ({"missing": True}, {}, True),
            ({"missing": True}, {"f": None}, True),
            ({"missing": True}, {"f": ""}, False),
            ({"missing": True}, {"f": 0}, False),
            ({"missing": False}, {"f": ""}, True),
            ({"missing": False}, {}, False),
        ],
        ids=shown,
    )
    def test_5_13_a_condition_holds_or_is_false(
        self,
        said: Any,
        ticket: dict[str, Any],
        holds: bool,
    ) -> None:
        """A missing field or a value of another type makes a condition false, never an error."""
        condition = Condition.of("f", said)
        verdict = condition.verdict(ticket)
        assert verdict.holds is holds
        assert level(conditions={"f": said}).matches(ticket) is holds
        assert str(verdict).startswith("yes" if holds else "no")

    @pytest.mark.parametrize(
        ("said", "ticket", "words"),
        [
            ("vip", {}, ["f", "missing", "'vip'"]),
            ("vip", {"f": "acme"}, ["'acme'", "'vip'"]),
            ("vip", {"f": 5}, ["5", "a number", "'vip'"]),
            ("vip", {"f": True}, ["True", "true or false"]),
            ("vip", {"f": object}, ["type"]),
            (["a", "b"], {"f": "c"}, ["'c'", "one of", "'a'", "'b'"]),
            ({"missing": True}, {"f": "c"}, ["f is 'c'"]),
        ],
        ids=shown,
    )
    def test_5_13_the_explanation_says_why_not(
        self,
        said: Any,
        ticket: dict[str, Any],
        words: list[str],
    ) -> None:
        """The finding names the field, what was seen, of which type, and what was wanted."""
        verdict = str(Condition.of("f", said).verdict(ticket))
        assert [word for word in words if word not in verdict] == []

    @pytest.mark.parametrize(
        "said",
        [
            None,
            float("nan"),
            Decimal("sNaN"),
            HUGE,
            STRANGE,
            dt.time(9),
            b"vip",
            [None],
            [["a"]],
            {},
            {"is": "a", "in": ["b"]},
            {"iz": "a"},
            {"is": None},
            {"is": ["a"]},
            {"in": "abc"},
            {"in": b"abc"},
            {"in": 5},
            {"missing": 1},
            {"missing": "yes"},
            {5: "a"},
        ],
        ids=shown,
    )
    def test_what_can_not_be_compared_is_refused(self, said: Any) -> None:
        """A condition that could never be judged is refused with its field's name."""
        with pytest.raises(LevelError, match=r"conditions\."):
            level(conditions={"f": said})

    @pytest.mark.parametrize(
        ("operator", "value"), [("bogus", 1), ("in", 5), ("in", "abc"), ("missing", 1)]
    )
    def test_the_long_form_is_checked_too(self, operator: str, value: object) -> None:
        """A condition built by hand is held to the same rules."""
        with pytest.raises(LevelError):
            Condition("f", operator, value)

    @pytest.mark.parametrize(
        ("said", "text"),
        [
            ("vip", "f is 'vip'"),
            (["a", "b"], "f is one of 'a', 'b'"),
            ({"missing": True}, "f is missing"),
            ({"missing": False}, "f is there"),
        ],
        ids=shown,
    )
    def test_a_condition_reads_well(self, said: Any, text: str) -> None:
        """`str` says a condition in words."""
        assert str(Condition.of("f", said)) == text


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


class TestChains:
    """Tried in order; the first that matches is taken, else the default."""

    vip = level("VIP", conditions={"client": "vip"})
    outage = level("Outage", conditions={"type": "outage"})
    default = level("По умолчанию")
    chain = LevelChain([vip, outage], default=default)

    @pytest.mark.parametrize(
        ("ticket", "name", "tried"),
        [
            ({"client": "vip", "type": "outage"}, "VIP", ["VIP"]),
            ({"type": "outage"}, "Outage", ["VIP", "Outage"]),
            ({"client": "acme"}, "По умолчанию", ["VIP", "Outage"]),
            ({}, "По умолчанию", ["VIP", "Outage"]),
        ],
        ids=str,
    )
    def test_5_13_the_first_match_wins(
        self, ticket: dict[str, Any], name: str, tried: list[str]
    ) -> None:
        """The level is the first whose conditions hold, and the choice lists those tried."""
        choice = self.chain.explain(ticket)
        assert self.chain.level_for(ticket).name == choice.level.name == name
        assert [each.level.name for each in choice.tried] == tried
        assert [each.holds for each in choice.tried[:-1]] == [False] * (len(tried) - 1)
        assert choice.by_default is (name == "По умолчанию")

    def test_5_13_the_choice_says_why_not_the_others(self) -> None:
        """Each level before the chosen one says which condition was against it."""
        lines = str(self.chain.explain({"client": "acme", "type": 5})).splitlines()
        assert lines[0].startswith("VIP: ")
        assert "'acme'" in lines[0]
        assert "a number" in lines[1]
        assert lines[2] == "По умолчанию: the default, for no level matched"

    def test_a_level_is_found_by_name(self) -> None:
        """A name gives its level, and a wrong one the nearest."""
        assert self.chain.named("Outage") is self.outage
        assert self.chain.named("По умолчанию") is self.default
        with pytest.raises(LevelError, match="did you mean 'Outage'"):
            self.chain.named("Outrage")

    @pytest.mark.parametrize("name", [None, 5, [], {}], ids=repr)
    def test_what_is_no_name_is_refused(self, name: Any) -> None:
        """A name that is no text is no level's, and no other error."""
        with pytest.raises(LevelError):
            self.chain.named(name)

    @pytest.mark.parametrize("ticket", [None, "vip", [("client", "vip")]], ids=repr)
    def test_a_request_is_a_mapping(self, ticket: Any) -> None:
        """Fields come in a mapping, and anything else is refused."""
        with pytest.raises(ArgumentTypeError, match="ticket"):
            self.chain.level_for(ticket)
        with pytest.raises(ArgumentTypeError, match="ticket"):
            self.chain.explain(ticket)

    def test_a_name_given_twice_is_refused(self) -> None:
        """Levels of one chain are told apart by their names, the default's too."""
        with pytest.raises(LevelError, match="twice"):
            LevelChain([self.vip, level("VIP")], default=self.default)
        with pytest.raises(LevelError, match="twice"):
            LevelChain([level("По умолчанию")], default=self.default)

    def test_a_chain_holds_levels_only(self) -> None:
        """What is no level is refused, in the chain and as its default."""
        with pytest.raises(ArgumentTypeError, match="levels"):
            LevelChain(["VIP"], default=self.default)  # type: ignore[list-item]
        with pytest.raises(ArgumentTypeError, match="levels"):
            LevelChain([self.vip], default=None)  # type: ignore[arg-type]

    def test_a_chain_is_a_value(self) -> None:
        """Chains that say the same are equal, hash alike, and survive pickle."""
        same = LevelChain((self.vip, self.outage), default=self.default)
        assert (same, hash(same)) == (self.chain, hash(self.chain))
        assert pickle.loads(pickle.dumps(same)) == same  # noqa: S301 - our own
        assert same != LevelChain((self.outage, self.vip), default=self.default)
