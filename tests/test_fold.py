"""The fold: what each event does to the state of a request, and to its targets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from worked_example import ALWAYS, DESK, HOUR

from slacalc import Event, Holder, SlaClock, SupportLevel, Target
from slacalc.fold import levels_in_force, register, same, tell, told
from slacalc.legs import Leg, begun, moved

START = ALWAYS.at("2026-03-02 00:00")
UPDATE = Target("update", "1h", starts_on="assign", stops_on="respond")
REPLY = Target.next_reply("2h")
FIRST, SECOND = Holder("first line"), Holder("second line")


def at(hours: float) -> datetime:
    """Return an instant so many hours after the registration."""
    return START + timedelta(hours=hours)


def level(name: str = "L", *targets: Target, **said: Any) -> SupportLevel:
    """Return a level around the clock."""
    return SupportLevel(name, calendar=ALWAYS, targets=targets, **{"resolution": "4h"} | said)


def opened(said: SupportLevel | None = None) -> SlaClock:
    """Register a request at midnight."""
    return SlaClock.start(said or level(), at=START)


def last(clock: SlaClock, name: str = "resolution") -> Leg:
    """Return the last leg of a target."""
    return clock.target(name).legs[-1]


def test_the_state_has_the_zone_of_the_registration() -> None:
    """Events of other zones come back on its clock."""
    state, legs = register(level(), Event("start", DESK.at("2026-03-02 02:00")))
    assert state.zone is DESK.zone
    found = tell(state, Event("pause", at(1).astimezone(UTC)), list)
    assert found is not None
    assert str(found[1]["resolution"][0].since) == "2026-03-02 03:00:00+03:00"
    assert list(legs) == ["resolution"]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("customer reply", "open"),
        ("pause", "waiting"),
        ("pause:vendor", "waiting"),
        ("resolve", "resolved"),
        ("cancel", "cancelled"),
    ],
)
def test_the_state_in_a_word(kind: str, name: str) -> None:
    """What ended it says it, else whether it waits."""
    clock = opened().after(kind, at(1))
    assert clock.state == name
    assert clock.reopen(at(2)).state == ("waiting" if "pause" in kind else "open")


def test_what_a_request_is_outlives_its_events() -> None:
    """Who holds it, that it was reopened and that it has no promise are said until changed."""
    held = opened().assign(at(1), group="first line").resolve(at(2)).reopen(at(3))
    for kind in ("pause", "resume", "respond", "customer reply", "resolve"):
        clock = held.after(kind, at(4))
        assert (clock.holder, clock.reopened, clock.unpromised) == (FIRST, True, False)
    bare = opened().cancel(at(1)).reopen(at(2), how="first_close")
    again = bare.respond(at(3)).resolve(at(4)).reopen(at(5), how="resume")
    for clock in (bare, bare.respond(at(3)), again):
        assert (clock.holder, clock.reopened, clock.unpromised) == (None, True, True)
    assert bare.assign(at(3), group="second line").holder == SECOND


def test_5_16_without_a_promise_nothing_starts_and_nothing_is_laid_anew() -> None:
    """Neither a message of the customer nor a change of level brings a promise back."""
    clock = opened(level("L", REPLY)).resolve(at(1)).reopen(at(2), how="first_close")
    later = clock.customer_replied(at(3)).pause(at(4))
    assert [one.legs for one in later.targets] == [one.legs for one in clock.targets]
    changed = clock.change_level(level("M", resolution="9h"), at(3), how="carry")
    assert changed.level.name == "M"
    assert [one.legs for one in changed.targets] == [one.legs for one in clock.targets]


def test_an_event_that_was_told_already_is_left_out() -> None:
    """Those after it count."""
    kinds = [("start", 0), ("respond", 1), ("respond", 1), ("pause", 2), ("resume", 3)]
    events = [Event(kind, at(hours)) for kind, hours in kinds]
    history = told(level(), events)
    assert [event.kind for event in history.events] == ["start", "respond", "pause", "resume"]
    assert SlaClock.replay(level(), events).target().due == at(5)


def test_what_sets_the_state_that_holds_is_left_out() -> None:
    """The same holder, a resumption of what runs, another pause of the same kind."""
    clock = opened().assign(at(1), group="first line")
    assert clock.assign(at(2), group="first line") is clock
    assert clock.resume(at(2)) is clock
    waits = clock.pause(at(2), kind="vendor")
    assert waits.pause(at(3), kind="vendor") is waits
    assert len(waits.pause(at(3), kind="customer").events) == 4
    assert len(clock.respond(at(2)).respond(at(3)).events) == 4


def test_the_same_event_is_that_of_the_same_kind_instant_and_words() -> None:
    """Two messages at one instant are two where anything else tells them apart."""
    one = Event("customer reply", at(1))
    assert same(one, Event("customer reply", at(1).astimezone(UTC)))
    assert not same(one, Event("respond", at(1)))
    assert not same(one, Event("customer reply", at(2)))
    assert not same(one, Event("customer reply", at(1), reason="again"))
    clock = opened().after(one)
    assert clock.after(one) is clock
    assert len(clock.after("customer reply", at(1), reason="again").events) == 3


def test_5_17_a_change_goes_the_way_of_the_new_level() -> None:
    """Its profile says how, not that of the level before, unless the event does."""
    carries = level("C", resolution="9h", profile={"level_change": "carry"})
    frozen = level("F", resolution="9h", profile={"level_change": "frozen"})
    assert opened(frozen).change_level(carries, at(1)).target().due == at(9)
    assert opened(carries).change_level(level("M"), at(1)).target().due == at(9)
    clock = opened(frozen).change_level(carries, at(1)).change_level(frozen, at(2))
    clock = clock.change_level(level("M"), at(3), how="restart")
    found = [(event.at, one.name) for event, one in levels_in_force(frozen, clock.events)]
    assert found == [(at(0), "F"), (at(1), "C"), (at(3), "M")]


def test_5_20_a_change_of_calendar_goes_the_way_of_the_level() -> None:
    """Its profile says it, and the same calendar again is no change."""
    lays = level(profile={"calendar_change": "prospective"})
    moved = opened(lays).change_calendar(DESK, at(1))
    assert moved.target().due == DESK.at("2026-03-02 12:00")
    assert moved.change_calendar(DESK, at(2)) is moved
    assert [one.calendar for _, one in levels_in_force(lays, moved.events)] == [ALWAYS, DESK]


def test_5_17_a_breach_that_was_known_stays_in_a_life_told_anew() -> None:
    """Only where the old promise was kept so far is a new breach that of the change."""
    short = level("M", resolution="2h")
    late = opened().change_level(short, at(5), how="retroactive")
    early = opened().change_level(short, at(3), how="retroactive")
    assert (late.target().breached_at, early.target().breached_at) == (at(4), at(3))


def test_5_17_a_restart_cancels_the_run_before() -> None:
    """Its wait goes on in the new one."""
    clock = opened().pause(at(1)).change_level(level("M"), at(2), how="restart")
    old, new = clock.target().legs[-2:]
    assert (old.phase, old.cycle, old.stopped_at) == ("cancelled", 1, at(2))
    assert new == begun(clock.level.terms[0], at(2), number=2, held=True)


def test_5_17_a_wait_goes_on_though_the_new_level_promises_nothing_on_reopening() -> None:
    """What waits is found out as if the request had been opened again with its promise."""
    first = level("Z", REPLY, resolution="6h", profile="zammad")
    clock = opened(level(resolution="8h")).resolve(at(1)).reopen(at(2)).pause(at(3))
    changed = clock.change_level(first, at(4), how="carry")
    assert last(changed).phase == "waiting"
    assert last(changed, "next reply").phase == "not started"


def test_5_17_a_target_that_a_level_adds_begins_as_the_request_stands() -> None:
    """It waits where the request does, and where it starts later, it waits then."""
    clock = opened().pause(at(1)).change_level(level("M", UPDATE), at(2), how="carry")
    assert last(clock, "update") == Leg(at(2), "not started", clock.level.terms[1], held=True)
    assert last(clock.assign(at(3), group="x"), "update").phase == "waiting"
    waits = opened(level(resolution=None, response="1h")).pause(at(1))
    added = waits.change_level(level("M"), at(2), how="carry")
    assert last(added) == begun(added.level.terms[0], at(2), number=1, held=True)
    runs = opened(level(resolution=None, response="1h")).change_level(
        level("M"), at(2), how="carry"
    )
    assert last(runs) == begun(added.level.terms[0], at(2), number=1)


def test_5_17_a_target_that_comes_back_begins_another_cycle() -> None:
    """It was promised before, and is promised again."""
    both, bare = level("A", response="9h"), level("B")
    clock = opened(both).change_level(bare, at(1), how="carry")
    back = clock.change_level(level("C", response="9h"), at(2), how="carry")
    assert [one.number for one in back.target("response").cycles(at(3))] == [1, 2]
    assert last(back, "response") == begun(back.level.terms[0], at(2), number=2)


def test_5_17_a_run_that_was_kept_comes_back_as_it_was() -> None:
    """Where it would be over by now, the next message begins the next one."""
    both = level("A", REPLY)
    clock = opened(both).customer_replied(at(1)).respond(at(2)).pause(at(2.5))
    gone = clock.change_level(level("B"), at(3), how="carry")
    back = gone.change_level(level("C", REPLY), at(4), how="carry")
    terms = back.level.terms[1]
    met = moved(begun(terms, at(1), number=1), "stopped", at(2))
    assert last(back, "next reply") == met._replace(since=at(4), held=False)
    again = back.customer_replied(at(5)).target("next reply")
    assert [one.verdict for one in again.cycles(at(6))] == ["met", "open"]


def test_5_17_what_a_level_drops_in_a_wait_comes_back_waiting() -> None:
    """A target in cycles that heeds waits is held again by the one that goes on."""
    both = level("A", UPDATE)
    clock = opened(both).assign(at(1), group="x").respond(at(2)).pause(at(2.5))
    gone = clock.change_level(level("B"), at(3), how="carry")
    back = last(gone.change_level(level("C", UPDATE), at(4), how="carry"), "update")
    assert (back.since, back.phase, back.held, back.stopped_at) == (at(4), "stopped", True, at(2))
    assert not back.terms.dropped
    assert back.used == HOUR
