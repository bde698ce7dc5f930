"""Conditions: each operator holds or is false, never fails, and says why."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from slacalc import Calendar, LevelError, SupportLevel
from slacalc.condition_tables import conditions_of
from slacalc.conditions import AnyCondition, Condition
from slacalc.operators import OPERATORS

OFFICE = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow", holidays=["2026-03-09"])
TODAY = dt.date(2026, 3, 2)
NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
HUGE = 10**5000  # Python writes no such number
STRANGE = object()
FIRST_TWELVE = f"f is 'x', not one of {str([*'abcdefghijkl'])[1:-1]} or 4 more"


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


def one(said: object) -> AnyCondition:
    """Return the one condition of a field's short form."""
    (condition,) = conditions_of({"f": said})
    return condition


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
        condition = one(said)
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
        verdict = str(one(said).verdict(ticket))
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
        assert str(one(said)) == text


class TestOperators:
    """Each operator, its words, and what it refuses."""

    @pytest.mark.parametrize(
        ("said", "yes", "no"),
        [
            ({"is_not": "vip"}, ["acme", ""], ["vip", None, 5, ["acme"]]),
            ({"not_in": ["a", 5]}, ["b", 6], ["a", 5, None, True]),
            ({"not_in": []}, [], ["a", None]),
            ({"contains": "down"}, ["is down", ["down"], ("x", "down")], ["up", ["is down"], None]),
            ({"contains": 5}, [[5], {5.0}], ["5", ["5"], [True], 5]),
            ({"starts_with": "re"}, ["re", "re: x"], ["RE", "", None, ["re"]]),
            ({"less": 5}, [4, 4.9, Decimal("4.99"), Fraction(49, 10), -HUGE], [5, "4", None, True]),
            ({"at_most": 5}, [5, 5.0, 4], [5.1, HUGE, float("nan")]),
            ({"more": 5}, [6, HUGE, float("inf")], [5, "6", Decimal("NaN")]),
            ({"at_least": 5}, [5, Decimal(5)], [4, False, 1j]),
            ({"between": [1, 5]}, [1, 3, 5], [0.9, 5.1, "3", None]),
            ({"before": "2026-03-02"}, [TODAY - dt.timedelta(1)], [TODAY, NOON, "2026-03-01"]),
            ({"after": TODAY}, [dt.date.max], [TODAY, None]),
            ({"after": "2026-03-02T15:00+03:00"}, [NOON + dt.timedelta(0, 1)], [NOON, TODAY]),
            ({"before": NOON}, [dt.datetime.min.replace(tzinfo=dt.UTC)], [dt.datetime(1970, 1, 1)]),
            ({"between": ["2026-03-01", TODAY]}, [TODAY], [dt.date.max, NOON]),
            ({"exists": True}, ["", 0, []], [None]),
            ({"exists": False}, [None], ["", 0]),
            ({"during": OFFICE}, [NOON], [NOON.replace(hour=15), NOON.replace(tzinfo=None), "x"]),
            ({"is": "Vip", "ignore_case": True}, ["VIP", "vip"], ["vi", None]),
            ({"in": ["STRASSE", 5], "ignore_case": True}, ["straße", 5], ["5"]),
            ({"contains": "Down", "ignore_case": True}, ["DOWN!", ["dOWN"]], ["up"]),
            ({"starts_with": "RE", "ignore_case": True}, ["re: x"], ["fw"]),
        ],
        ids=shown,
    )
    def test_an_operator_decides(self, said: Any, yes: list[Any], no: list[Any]) -> None:
        """Each operator holds for what it says, and is false for other kinds, missing ones too."""
        condition = one(said)
        assert [condition.holds({"f": value}) for value in yes] == [True] * len(yes)
        assert [condition.holds({"f": value}) for value in no] == [False] * len(no)

    @pytest.mark.parametrize(
        ("said", "seen", "words"),
        [
            ({"is_not": "vip"}, "vip", "f is 'vip', not text other than 'vip'"),
            ({"is_not": "vip"}, 5, "f is 5 (a number), not text other than 'vip'"),
            ({"not_in": ["a", 5]}, "a", "f is 'a', not a number or text other than 'a', 5"),
            ({"contains": "x"}, "abc", "f is 'abc', not text or a list with 'x' in it"),
            ({"starts_with": "x"}, "abc", "f is 'abc', not text that starts with 'x'"),
            ({"less": 5}, 7, "f is 7, not less than 5"),
            ({"at_most": 5}, None, "f is missing, not at most 5"),
            ({"more": 5}, "7", "f is '7' (text), not more than 5"),
            ({"at_least": Decimal("2.50")}, 2, "f is 2, not at least 2.50"),
            ({"between": [1, 5]}, 7, "f is 7, not between 1 and 5"),
            ({"before": TODAY}, TODAY, "f is 2026-03-02, not before 2026-03-02"),
            ({"exists": True}, None, "f is missing"),
            ({"is": "a", "ignore_case": True}, "b", "f is 'b', not 'a', in any case"),
            (
                {"after": NOON},
                dt.datetime(2026, 3, 2),
                f"f is 2026-03-02 00:00:00 (a date and time without a zone), not after {NOON}",
            ),
            ([*"abcdefghijklmnop"], "x", FIRST_TWELVE),
        ],
        ids=shown,
    )  # fmt: skip
    def test_5_13_an_operator_says_why_not(self, said: Any, seen: Any, words: str) -> None:
        """The finding names what was seen, its kind where that is the reason, and what must be."""
        assert one(said).verdict({"f": seen}).words == words

    @pytest.mark.parametrize(
        ("said", "place"),
        [
            ({"less": "5"}, "less"),
            ({"less": True}, "less"),
            ({"less": float("nan")}, "less"),
            ({"starts_with": 5}, "starts_with"),
            ({"before": "soon"}, "before"),
            ({"before": "2026-03-02T10:00"}, "before"),
            ({"after": dt.datetime(2026, 3, 2)}, "after"),
            ({"between": [1]}, "between"),
            ({"between": [5, 1]}, "between"),
            ({"between": [TODAY, NOON]}, "between"),
            ({"between": [1, "2026-03-02"]}, "between"),
            ({"exists": "yes"}, "exists"),
            ({"during": "desk"}, "during"),
            ({"during": 5}, "during"),
            ({"is": {"date": "2026-02-30"}}, "is.date"),
            ({"is": {"instant": "2026-02-20T10:00"}}, "is.instant"),
            ({"is": {"decimal": "1" * 10_000}}, "is"),
            ({"is": {"decimal": "1E+999999"}}, "is"),
            ({"is": {"fraction": "1/0"}}, "is.fraction"),
            ({"is": {"fraction": "1E999999999"}}, "is.fraction"),
            ({"less": 5, "ignore_case": True}, "ignore_case"),
            ({"is": "a", "ignore_case": 1}, "ignore_case"),
            ({"ignore_case": True}, ""),
        ],
        ids=shown,
    )
    def test_what_an_operator_can_not_take_is_refused(self, said: Any, place: str) -> None:
        """A value that an operator could never compare is refused at once, with its place."""
        with pytest.raises(LevelError) as caught:
            one(said)
        assert caught.value.argument == f"conditions.f.{place}".rstrip(".")

    def test_a_dotted_field_lies_in_another(self) -> None:
        """The field of the whole name comes first, then the way through mappings."""
        condition = Condition("client.tier", "is", "gold")
        assert condition.holds({"client.tier": "gold", "client": {"tier": "tin"}})
        assert condition.holds({"client": {"tier": "gold"}})
        assert not condition.holds({"client": "gold"})
        assert condition.verdict({"client": 5}).words == "client.tier is missing, not 'gold'"

    def test_a_verdict_is_plain_data(self) -> None:
        """A verdict tells its condition, what it found, and for a group what its members found."""
        (both,) = conditions_of({"any_of": [{"f": "vip"}, {"g": {"exists": True}}]})
        told = {
            "condition": "any of: f is 'vip'; g is there",
            "holds": True,
            "words": "",
            "seen": None,
            "members": [
                {"condition": "f is 'vip'", "holds": True, "words": "f is 'vip'", "seen": "vip"},
                {"condition": "g is there", "holds": False, "words": "g is missing", "seen": None},
            ],
        }
        found = both.verdict({"f": "vip"}).to_dict()
        assert found | {"words": "", "condition": told["condition"]} == told
        assert found["condition"] == str(both)
        assert found["words"] == both.verdict({"f": "vip"}).words

    def test_5_13_presence_says_what_is_there(self) -> None:
        """Whether a field is missing is all that its verdict tells."""
        assert one({"missing": True}).verdict({"f": 5}).words == "f is 5"
        assert one({"exists": True}).verdict({}).words == "f is missing"

    def test_presence_asks_for_no_kind(self) -> None:
        """Whether a field is there is asked of values of any kind."""
        assert OPERATORS["exists"].kinds(True) == OPERATORS["missing"].kinds(True) == frozenset()

    def test_conditions_on_other_calendars_are_others(self) -> None:
        """Conditions are equal where their values are, and calendars are values."""
        other = Calendar("Mon-Fri 09:00-17:00", time_zone="Europe/Moscow")
        assert Condition("f", "during", OFFICE) == Condition("f", "during", OFFICE)
        assert Condition("f", "during", OFFICE) != Condition("f", "during", other)

    def test_a_set_of_values_gets_an_order(self) -> None:
        """The values of a set, of several kinds too, are said in one order in every process."""
        for values in ({"b", "a", 2, 1}, frozenset(("b", "a", 2, 1))):
            assert Condition("f", "in", values).value == ("a", "b", 1, 2)
        assert Condition("f", "in", ["b", "a"]).value == ("b", "a")

    def test_a_number_may_have_a_thousand_bits(self) -> None:
        """The largest number that can be compared has 1,000 bits."""
        assert Condition("f", "is", 2**1000 - 1).holds({"f": 2**1000 - 1})
        with pytest.raises(LevelError, match=r"conditions\.f\.less=1071508607.*can't be compared"):
            Condition("f", "less", 2**1000)
        with pytest.raises(LevelError, match=r"conditions\.f\.between=1071508607.*be compared"):
            Condition("f", "between", [1, 2**1000])

    def test_5_13_a_calendar_that_refuses_makes_a_condition_false(self) -> None:
        """A calendar that does not know the days of an instant is no reason for an error."""
        desk = Calendar(
            "Mon-Sun 00:00-24:00", time_zone="UTC", known_until="2026-03-01", outside="raise"
        )
        during = Condition("f", "during", desk)
        assert not during.holds({"f": NOON})
        assert during.holds({"f": NOON - dt.timedelta(days=9)})

    def test_nothing_is_other_than_nothing(self) -> None:
        """A list of no values excludes nothing, and reads so."""
        assert str(Condition("f", "not_in", [])).startswith("f is anything other than")

    def test_instants_are_compared_in_utc(self) -> None:
        """The repeated hour of autumn is two hours, whatever the zone in which they are read."""
        fold = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Berlin").at
        early = fold("2026-10-25 02:30", disambiguate="earlier")
        late = fold("2026-10-25 02:30", disambiguate="later")
        assert Condition("f", "before", late).holds({"f": early})
        assert not Condition("f", "is", late).holds({"f": early})
        assert Condition("f", "is", late) == Condition("f", "is", late.astimezone(dt.UTC))

    def test_what_a_log_can_hold(self) -> None:
        """A condition says whether text, or nothing, can meet it."""
        possible: list[Any] = [
            "a",
            ["a", 5],
            {"missing": True},
            {"exists": True},
            {"contains": "a"},
        ]
        never: list[Any] = [5, {"less": 5}, {"contains": 5}, {"during": OFFICE}, {"before": TODAY}]
        assert all(one(said).holds_for_text for said in possible)
        assert not any(one(said).holds_for_text for said in never)
        (both,) = conditions_of({"any_of": [{"f": 5}, {"f": "a"}]})
        (neither,) = conditions_of({"any_of": [{"f": 5}, {"all_of": [{"f": "a"}, {"f": 6}]}]})
        assert both.holds_for_text
        assert not neither.holds_for_text


@pytest.mark.parametrize("name", ["text", "missing", "a list", "a number"])
def test_a_type_named_like_a_kind_is_of_none(name: str) -> None:
    """What comes from outside may be called anything, and is still another kind."""
    strange = type(name, (), {})()
    chain = [Condition("x", "is", "vip", ignore_case=True), Condition("x", "missing", value=True)]
    assert not any(condition.holds({"x": strange}) for condition in chain)
