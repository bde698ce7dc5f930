"""Callables and groups of conditions: they hold by what they find, and say so."""

from __future__ import annotations

import re
from typing import Any

import pytest

from slacalc import LevelError
from slacalc.conditions import (
    DEEPEST,
    MOST,
    AnyCondition,
    Condition,
    ConditionGroup,
    CustomCondition,
    Verdict,
)


def is_long(subject: str) -> bool:
    """Say whether a subject is long."""
    return len(subject) > 5


class Pattern:
    """A callable that is no function."""

    def __call__(self, ticket: dict[str, Any]) -> bool:
        """Look at the whole request."""
        return bool(ticket["f"] == "vip")


class TestCallables:
    """A callable is a condition that explains itself by name."""

    def test_5_13_a_callable_of_a_field_sees_its_value(self) -> None:
        """It is asked about the field alone, and its verdict says what it saw."""
        custom = CustomCondition(is_long, "f.subject")
        seen = {"f": {"subject": "printer"}}

        assert custom.holds(seen)
        assert not custom.holds({"f": {"subject": "fax"}})
        assert not custom.holds({})
        assert custom.holds_for_text
        assert custom.verdict(seen) == Verdict(
            custom, holds=True, words="is_long(f.subject) holds, f.subject is 'printer'"
        )
        assert custom.verdict(seen).seen == "printer"
        assert custom.verdict({}) == Verdict(
            custom, holds=False, words="f.subject is missing, not is_long(f.subject)"
        )

    def test_5_13_a_callable_of_the_request_sees_all_of_it(self) -> None:
        """It is named after its class where it has no name, and what it saw is not repeated."""
        custom = CustomCondition(Pattern())
        verdict = custom.verdict({"f": "vip"})

        assert custom.holds({"f": "vip"})
        assert verdict == Verdict(custom, holds=True, words="Pattern(ticket) holds")
        assert verdict.seen is None
        assert custom.verdict({"f": "x"}).words == "Pattern(ticket) does not hold"
        assert custom.verdict({}).words.startswith("Pattern(ticket) failed: KeyError")

    def test_5_13_a_callable_that_raises_does_not_hold(self) -> None:
        """The verdict says that it failed, and on what."""
        custom = CustomCondition(is_long, "f")
        verdict = custom.verdict({"f": 5})
        assert not custom.holds({"f": 5})
        assert verdict.condition == custom
        assert re.fullmatch(r"is_long\(f\) failed: TypeError\(.*\), f is 5", verdict.words)


class TestGroups:
    """Groups hold by their members, and say which of them."""

    VIP, BIG = Condition("f", "is", "vip"), Condition("n", "more", 5)

    @pytest.mark.parametrize(
        ("how", "ticket", "holds", "words"),
        [
            ("all_of", {"f": "vip", "n": 6}, True, "f is 'vip'; n is 6"),
            (
                "all_of",
                {},
                False,
                "not all of these hold: f is missing, not 'vip'; n is missing, not more than 5",
            ),
            ("any_of", {"f": "vip", "n": 6}, True, "f is 'vip'; n is 6"),
            (
                "any_of",
                {},
                False,
                "none of these holds: f is missing, not 'vip'; n is missing, not more than 5",
            ),
            (
                "none_of",
                {},
                True,
                "none of these holds: f is missing, not 'vip'; n is missing, not more than 5",
            ),
            ("none_of", {"f": "vip", "n": 6}, False, "none of these may hold: f is 'vip'; n is 6"),
            ("none_of", {"n": 6}, False, "none of these may hold: n is 6"),
        ],
    )
    def test_5_13_a_group_says_why(
        self, how: str, ticket: dict[str, Any], *, holds: bool, words: str
    ) -> None:
        """Its words are those of the members that decided."""
        group = ConditionGroup(how, (self.VIP, self.BIG))
        verdict = group.verdict(ticket)
        assert group.holds(ticket) is holds
        assert (verdict.condition, verdict.holds, verdict.words) == (group, holds, words)
        assert verdict.members == (self.VIP.verdict(ticket), self.BIG.verdict(ticket))

    @pytest.mark.parametrize(
        ("how", "possible"), [("all_of", False), ("any_of", True), ("none_of", True)]
    )
    def test_what_a_log_can_meet(self, how: str, *, possible: bool) -> None:
        """Text can meet all of the members, or one; what none may hold it can always meet."""
        assert ConditionGroup(how, (self.VIP, self.BIG)).holds_for_text is possible

    def test_a_group_counts_what_its_groups_hold(self) -> None:
        """Groups count as conditions, and so do those in them."""
        inner = ConditionGroup("any_of", (self.VIP, self.BIG))
        assert (inner.count, ConditionGroup("all_of", (self.VIP, inner)).count) == (2, 4)

    def test_a_group_has_bounds(self) -> None:
        """A thousand conditions are a group, and twenty groups in one another; not one more."""
        assert ConditionGroup("any_of", (self.VIP,) * MOST).count == MOST
        nested: AnyCondition = self.VIP
        for _ in range(DEEPEST):
            nested = ConditionGroup("all_of", (nested,))
        with pytest.raises(LevelError, match=r"all_of=21: nests more than 20 groups; say it with"):
            ConditionGroup("all_of", (nested,))
        with pytest.raises(LevelError, match=r"any_of=1001: holds more than 1,000 conditions; say"):
            ConditionGroup("any_of", (self.VIP,) * (MOST + 1))
