"""What is not of the kind that is asked for is refused by its name, with the way out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from slacalc import (
    Calendar,
    DaySchedule,
    LevelChain,
    Policy,
    Rota,
    SlacalcError,
    SlaClock,
    SupportLevel,
    Worklist,
)
from slacalc.algebra import CombinedCalendar
from slacalc.archive import Archive
from slacalc.check import check, check_chain
from slacalc.conditions import Condition
from slacalc.dates import EasterDays
from slacalc.editions import Edition
from slacalc.events import Event
from slacalc.legs import promised
from slacalc.targets import DurationTable, Target

ANY: Any = 5
DESK = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Berlin", name="Desk")
PLAIN = SupportLevel("Plain", calendar=DESK, resolution="8h")
PICKY = SupportLevel("Picky", calendar=DESK, resolution="8h", conditions={"client": "vip"})
CHAIN = LevelChain([], default=PLAIN)
POLICY = Policy(CHAIN)
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
CLOCK = SlaClock.start(PLAIN, at=AT)
SHIFTS = [f"{n // 60:02d}:{n % 60:02d}-{n // 60:02d}:{n % 60 + 1:02d}" for n in range(0, 1440, 4)]

REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "an operator of algebra": (lambda: CombinedCalendar("^", (DESK, DESK)), "operands="),
    "an operand": (lambda: CombinedCalendar("|", (DESK, ANY)), "operands="),
    "the folder of an archive": (lambda: Archive(ANY), "folder=5"),
    "the levels of a chain": (lambda: LevelChain(ANY, default=PLAIN), "levels=5"),
    "a default with conditions": (lambda: LevelChain([], default=PICKY), "default='Picky'"),
    "a policy to check": (lambda: check(ANY), "policy=5"),
    "a chain to check": (lambda: check_chain(ANY), "chain=5"),
    "the level of a state": (lambda: SlaClock.from_dict(CLOCK.to_dict(), level=ANY), "level=5"),
    "a field's name": (lambda: Condition(ANY, "is", 1), "conditions.5=5"),
    "an Easter": (lambda: EasterDays(0, 0, ANY), "orthodox=5"),
    "an edition's chain": (lambda: Edition(None, {}, ANY), "chain=5"),
    "an edition's calendars": (lambda: Edition(None, {"desk": ANY}, CHAIN), "calendars['desk']=5"),
    "a wait's kind": (lambda: CLOCK.pause(AT, kind="pause"), "kind='pause'"),
    "events": (lambda: SlaClock.replay(PLAIN, ANY), "events=5"),
    "a holder": (lambda: Event("assign", AT, about=ANY), "about=5"),
    "a request": (lambda: PLAIN.for_ticket(ANY), "ticket=5"),
    "another policy": (lambda: POLICY.diff(ANY), "other=5"),
    "half a span": (lambda: POLICY.diff(POLICY, since=date(2026, 1, 1)), "give both, or none"),
    "files of a table": (lambda: Policy.from_dict({"include": "a.toml"}), "use Policy.load"),
    "an anchor said twice": (
        lambda: Rota("2 x 08:00-20:00 | 2 x closed from 2026-01-01", anchor="2026-01-01"),
        "use Rota.parse",
    ),
    "a day of many shifts": (lambda: DaySchedule(*SHIFTS), "join some of them"),
    "a table of many rows": (
        lambda: DurationTable(tuple((str(n), timedelta(hours=1)) for n in range(5000))),
        "group the values",
    ),
    "weekdays in hours": (
        lambda: Calendar("Mon-Fri 09:00-18:00 Sat 10:00-14:00", time_zone="UTC"),
        "put a semicolon before the next days",
    ),
    "a shortening by nothing": (
        lambda: Calendar("", time_zone="UTC", exceptions={"2026-01-05": "short 0h"}),
        "shortens by nothing",
    ),
    "the order of statuses": (lambda: Worklist({}, AT).order("sla", statuses="new"), "statuses="),
    "groups in groups": (lambda: _policy_with(_nested(60)), "say it with fewer"),
    "a table that no request chose from": (
        lambda: promised(_by_client().terms[-1], AT),
        "choose a row of it",
    ),
}


def _nested(depth: int) -> Mapping[str, Any]:
    return {"any_of": [_nested(depth - 1)]} if depth else {"client": "vip"}


def _policy_with(conditions: Mapping[str, Any]) -> Policy:
    """Read a policy with the conditions of one level."""
    calendars = {"desk": {"time_zone": "UTC", "week": "Mon-Fri 09:00-18:00"}}
    level = {"name": "A", "calendar": "desk", "resolution": "1h", "conditions": conditions}
    default = {"name": "D", "calendar": "desk", "resolution": "1h"}
    return Policy.from_dict(
        {"slacalc": 1, "calendars": calendars, "levels": [level], "default": default}
    )


def _by_client() -> SupportLevel:
    return SupportLevel("By client", calendar=DESK, by="client", resolution={"vip": "4h"})


@pytest.mark.parametrize("case", REFUSED)
def test_6_it_is_refused_by_name(case: str) -> None:
    """The message names the argument, or says the way out."""
    refuse, words = REFUSED[case]
    with pytest.raises(SlacalcError) as caught:
        refuse()
    assert words in str(caught.value)


def test_a_target_stands_under_its_own_name() -> None:
    """The mapping of targets takes ready ones, each under the name that it has."""
    call = Target("call", timedelta(hours=1))
    assert SupportLevel("L", calendar=DESK, targets={"call": call}).targets[-1] == call
    with pytest.raises(SlacalcError, match="is the name of another target"):
        SupportLevel("L", calendar=DESK, targets={"visit": call})
