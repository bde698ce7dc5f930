"""Calendars with all that can be said agree with the oracle, question by question."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from agreement import QUESTIONS, Question, check_all
from calendar_strategies import AIMS, Plan, Window, planned
from date_strategies import Key, rules
from effort import EFFORT, examples
from hypothesis import given
from hypothesis import strategies as st
from strategies import ZONES, fresh

from slacalc import Calendar, Closure, HoursError, Recurrence

CALENDARS = 15  # in each zone
KINDS = {"week", "rota of days", "rota of weeks", "date", "range", "yearly", "closure"}
EASTERS = {"western easter", "orthodox easter"}
FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
MICROSECOND = timedelta(microseconds=1)
thorough = examples(CALENDARS + 4)
lawful = examples(40)


def agree(zone: str, aims: tuple[str, ...] = AIMS, *, listed: bool = True) -> Counter[str]:
    """Ask drawn calendars of a zone, see that they are enough, and count what they are made of."""
    kinds: Counter[str] = Counter()
    seen = set()

    @thorough
    @given(fresh(planned(zones=[zone], aims=aims, listed=listed)), QUESTIONS)
    def run(drawn: tuple[Window, Plan], questions: list[Question]) -> None:
        window, plan = drawn
        oracle = window.grid.answers(plan.bits(window.grid))
        kinds.update(plan.kinds if repr(plan) not in seen else ())
        seen.add(repr(plan))
        check_all(plan.calendar(), oracle, questions, beyond=False)

    run()
    assert seen
    assert len(seen) >= CALENDARS or not EFFORT.is_whole
    return kinds


class TestAgreement:
    """Not one answer that the oracle would give otherwise."""

    @pytest.mark.slow
    def test_every_answer_agrees_in_every_zone(self) -> None:
        """Spans, elapsed, deadlines, latest starts and neighbours are the oracle's."""
        kinds: Counter[str] = Counter()
        for zone in ZONES:
            kinds.update(agree(zone))

        if EFFORT.is_whole:
            assert min(kinds[kind] for kind in KINDS | EASTERS) >= len(ZONES)
            for frequency in FREQUENCIES:
                assert sum(count for kind, count in kinds.items() if kind.endswith(frequency)) >= 5

    @pytest.mark.parametrize("zone", ["America/New_York", "Asia/Kathmandu"])
    def test_every_answer_agrees_before_the_zones_had_rules(self, zone: str) -> None:
        """From 1601 to 1799, on local mean time with its odd seconds."""
        agree(zone, aims=("old",))

    @pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/Santiago"])
    def test_every_answer_agrees_where_pages_repeat(self, zone: str) -> None:
        """From 2099 to 3777, where pages are taken from the cycle of 400 years, if they may be."""
        agree(zone, aims=("far", "far", "settled"), listed=False)


class TestRules:
    """Rules of RFC 5545, day by day, with no calendar around them."""

    @pytest.mark.slow
    def test_the_days_of_a_rule_are_those_on_which_it_holds(self) -> None:
        """From before the aim to long after it, in any century."""
        kinds: Counter[str] = Counter()

        @examples(250)
        @given(st.integers(580_000, 1_400_000), st.data())
        def same(ordinal: int, data: st.DataObject) -> None:
            aim = date.fromordinal(ordinal)
            last = aim + timedelta(400)
            key: Key = data.draw(rules(aim, last))
            kinds[key.kind] += 1
            if key.kind == "yearly":
                return
            first = aim - timedelta(400)
            found = list(Recurrence(key.said).between(first, last))
            days = (date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))
            assert found == [day for day in days if key.holds(day)]

        same()
        if EFFORT.is_whole:
            assert min(kinds[f"rule {frequency}"] for frequency in ("MONTHLY", "WEEKLY")) > 0
            assert min(kinds[f"counted {frequency}"] for frequency in FREQUENCIES) > 0


class TestExamples:
    """What minutes can't show, and what can't be drawn."""

    def test_a_closure_is_exact_to_the_microsecond(self) -> None:
        """Closed from one microsecond to another, across two shifts and a change of the clock."""
        start = datetime(2025, 3, 29, 22, 0, 0, 1, tzinfo=UTC)
        end = datetime(2025, 3, 30, 1, 0, 0, 999_999, tzinfo=UTC)
        desk = Calendar(
            "Mon-Sun 22:00-06:00", time_zone="Europe/Berlin", closures=[Closure(start, end)]
        )

        assert desk.is_open(start - MICROSECOND)
        assert not desk.is_open(start)
        assert not desk.is_open(end - MICROSECOND)
        assert desk.is_open(end)
        assert desk.elapsed(start - MICROSECOND, end + MICROSECOND) == 2 * MICROSECOND
        assert desk.deadline(start - MICROSECOND, 2 * MICROSECOND) == end + MICROSECOND
        assert desk.latest_start(end + MICROSECOND, 2 * MICROSECOND) == start - MICROSECOND
        assert desk.next_closing(start - MICROSECOND) == start
        assert desk.next_opening(start) == end

    def test_rules_of_one_rank_that_differ_on_a_day_are_refused(self) -> None:
        """The thirteenth and a Friday meet in some month."""
        rules_said = {
            "FREQ=MONTHLY;BYMONTHDAY=13": "10:00-14:00",
            "FREQ=WEEKLY;BYDAY=FR": "short 1h",
        }

        with pytest.raises(HoursError, match="at once"):
            Calendar("Mon-Fri 09:00-18:00", time_zone="UTC", exceptions=rules_said)
