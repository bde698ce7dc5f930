"""Chains: the first level whose conditions hold is taken, and says why not those before it."""

from __future__ import annotations

import json
import pickle
import re
from concurrent.futures import ThreadPoolExecutor
from types import MappingProxyType
from typing import Any

import pytest

from slacalc import ArgumentTypeError, Calendar, LevelError, SupportLevel
from slacalc.chain import LevelChain

OFFICE = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow")


def level(name: str = "VIP", **said: Any) -> SupportLevel:
    """Build a level on the office's calendar."""
    arguments: dict[str, Any] = {"calendar": OFFICE, "resolution": "4h"} | said
    return SupportLevel(name, **arguments)


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

    def test_a_choice_is_data(self) -> None:
        """Rows hold one finding each, and the whole choice fits into JSON."""
        choice = self.chain.explain({"client": "acme", "type": object})
        assert choice.rows()[0] == {
            "level": "VIP",
            "condition": "client is 'vip'",
            "seen": "acme",
            "holds": False,
            "words": "client is 'acme', not 'vip'",
        }
        assert [row["level"] for row in choice.rows()] == ["VIP", "Outage", "По умолчанию"]
        told = json.loads(json.dumps(choice.to_dict()))
        assert (told["level"], told["by_default"]) == ("По умолчанию", True)
        assert told["tried"][0]["verdicts"][0]["seen"] == "acme"
        everyone = LevelChain([level("All")], default=self.default).explain({})
        assert everyone.rows()[0]["words"] == "all conditions hold"

    def test_a_choice_draws_itself(self) -> None:
        """A notebook shows a table in the page's own colours, with every text escaped."""
        drawn = self.chain.explain({"client": "<script>&"})._repr_html_()
        assert "<script>" not in drawn
        assert "&lt;script&gt;&amp;" in drawn
        assert "currentColor" in drawn
        assert drawn.count("<tr>") == 1 + 3

    def test_a_choice_from_many_threads_is_the_same(self) -> None:
        """The index is built while others ask, and all get the level that is due."""
        levels = [level(f"L{n}", conditions={"client": f"c{n}", "kind": "a"}) for n in range(300)]
        chain = LevelChain(levels, default=self.default)
        asked = [{"client": f"c{n % 310}", "kind": "a"} for n in range(600)]
        with ThreadPoolExecutor(8) as pool:
            names = [chosen.name for chosen in pool.map(chain.level_for, asked)]
        expected = [f"L{n}" if n < 300 else "По умолчанию" for n in (*range(310), *range(290))]
        assert names == expected


class TestChoices:
    """A choice is told as rows, as plain data, as text and as a table."""

    vip = level("VIP", conditions={"client": "vip", "type": "incident"})
    every = level("All")
    default = level("Usual")
    ticket = {"client": "vip"}  # noqa: RUF012 - it is only read
    found = ("client is 'vip'", "type is missing, not 'incident'")

    def test_5_13_the_default_has_a_row_of_its_own(self) -> None:
        """Each condition tried has a row, and the default says that it is one."""
        choice = LevelChain([self.vip], default=self.default).explain(self.ticket)
        client, kind, last = choice.rows()
        assert client == {
            "level": "VIP",
            "condition": "client is 'vip'",
            "seen": "vip",
            "holds": True,
            "words": self.found[0],
        }
        assert (kind["seen"], kind["holds"], kind["words"]) == (None, False, self.found[1])
        assert last == {
            "level": "Usual",
            "condition": "",
            "seen": None,
            "holds": True,
            "words": "the default, for no level matched",
        }
        assert str(choice) == f"VIP: {self.found[1]}\nUsual: the default, for no level matched"

    def test_5_13_a_level_without_conditions_says_so(self) -> None:
        """It is no default, so nothing follows its row."""
        choice = LevelChain([self.vip, self.every], default=self.default).explain({})
        assert [row["level"] for row in choice.rows()] == ["VIP", "VIP", "All"]
        assert choice.rows()[-1]["holds"] is True
        assert str(choice).splitlines()[0].count("; ") == 1
        assert str(choice).splitlines()[-1].startswith("All: ")
        assert len(str(choice).splitlines()) == 2

    def test_a_choice_is_plain_data(self) -> None:
        """Its keys name the level, whether it holds, and what each condition found."""
        tried = LevelChain([self.vip], default=self.default).explain(self.ticket).tried[0]
        assert tried.to_dict() == {
            "level": "VIP",
            "holds": False,
            "verdicts": [verdict.to_dict() for verdict in tried.verdicts],
        }

    def test_a_choice_is_a_table(self) -> None:
        """A notebook shows which level holds, and because of what."""
        html = LevelChain([self.vip], default=self.default).explain(self.ticket)._repr_html_()
        cells = re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", html)
        assert cells[:3] == ["level", "holds", "because"]
        assert [cells[3 + 3 * row : 5 + 3 * row] for row in range(3)] == [
            ["VIP", "yes"],
            ["VIP", "no"],
            ["Usual", "yes"],
        ]


def test_a_request_may_be_any_mapping() -> None:
    """Not only a dict."""
    chain = LevelChain([level("VIP", conditions={"client": "vip"})], default=level("Default"))
    ticket = MappingProxyType({"client": "vip"})
    assert chain.level_for(ticket).name == chain.explain(ticket).level.name == "VIP"


def test_a_line_of_a_choice_says_all_that_was_against_a_level() -> None:
    """Each condition that did not hold, after a semicolon."""
    vip = level("VIP", conditions={"client": "vip", "type": "outage", "users": 5})
    choice = LevelChain([vip], default=level("Default")).explain({"client": "acme", "users": 5})
    assert str(choice).splitlines()[0] == (
        "VIP: client is 'acme', not 'vip'; type is missing, not 'outage'"
    )
