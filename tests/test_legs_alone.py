"""Legs by themselves: what an event adds, as a whole value."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from worked_example import ALWAYS, HOUR, MICROSECOND, ZERO

from slacalc import Calendar, NoWorkingTimeError, OutOfRangeError, SupportLevel, Target
from slacalc.events import instant_key
from slacalc.legs import (
    Leg,
    Run,
    after,
    begun,
    carried,
    dropped,
    due_if_resumed,
    in_zone,
    moved,
    registered,
    reopened,
    retold,
    seen,
)
from slacalc.terms import Terms

DESK = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow")


def terms(duration: str, **profile: str) -> Terms:
    """Return on what a resolution counts."""
    return SupportLevel("L", calendar=DESK, resolution=duration, profile=profile).terms[0]


def on(text: str) -> datetime:
    """Read a wall-clock time of Monday, 2 March 2026."""
    return DESK.at(f"2026-03-02 {text}")


FOUR, TWO, DAYS = terms("4h"), terms("2h"), terms("2 working days")
REPLY = SupportLevel("L", calendar=DESK, targets=[Target.next_reply("1h")]).terms[0]
UPDATE = SupportLevel(
    "L", calendar=DESK, targets=[Target("update", "1h", starts_on="assign", stops_on="respond")]
).terms[0]
RUN = Run(1, on("10:00"), on("14:00"), 4 * HOUR)
UNTIL = instant_key(on("14:00"))
RUNS = Leg(on("10:00"), "running", FOUR, RUN, on("14:00"), UNTIL)
WAITS = Leg(on("11:00"), "waiting", FOUR, RUN, on("14:00"), UNTIL, used=HOUR)
BACK = Leg(
    on("12:00"),
    "running",
    FOUR,
    RUN,
    on("15:00"),
    instant_key(on("15:00")),
    used=HOUR,
    waited=HOUR,
    extension=HOUR,
)
OLD = (RUNS, WAITS)  # as an account that was rewritten


def test_a_wait_moves_what_is_due() -> None:
    """Each leg has the time used and waited before it, and how far what is due was moved."""
    assert begun(FOUR, on("10:00"), number=1) == RUNS
    assert moved(RUNS, "waiting", on("11:00")) == WAITS
    assert moved(WAITS, "running", on("12:00")) == BACK
    assert str(due_if_resumed(WAITS, on("12:00"))) == "2026-03-02 15:00:00+03:00"
    stopped = moved(BACK, "stopped", on("13:00"), held=True)
    assert stopped == BACK._replace(
        since=on("13:00"), phase="stopped", used=2 * HOUR, stopped_at=on("13:00"), held=True
    )


def test_a_target_that_does_not_live_keeps_whether_the_request_waits() -> None:
    """It will wait as it starts; the end of a request is the end of its wait."""
    new = registered(UPDATE, on("10:00"))
    assert new == Leg(on("10:00"), "not started", UPDATE)
    (held,) = after(new, "pause", on("11:00"))
    assert held == Leg(on("11:00"), "not started", UPDATE, held=True)
    assert after(held, "pause:vendor", on("11:30")) == ()
    assert after(held, "assign", on("12:00")) == (begun(UPDATE, on("12:00"), number=1, held=True),)
    waits = begun(UPDATE, on("12:00"), number=1, held=True)
    (stopped,) = after(waits, "respond", on("13:00"))
    assert (stopped.phase, stopped.held) == ("stopped", True)
    assert after(stopped, "resolve", on("14:00")) == (
        stopped._replace(since=on("14:00"), held=False),
    )
    assert after(stopped._replace(held=False), "resolve", on("14:00")) == ()


def test_what_never_started_ends_cancelled() -> None:
    """Whether the request waited or not, it is over from the end on."""
    held = Leg(on("11:00"), "not started", UPDATE, held=True)
    assert after(held, "resolve", on("12:00")) == (
        Leg(on("12:00"), "cancelled", UPDATE, stopped_at=on("12:00")),
    )


def test_an_event_that_proves_a_breach_goes_on_with_the_account() -> None:
    """What explains a rewritten leg is not what explains the next one."""
    key = instant_key(on("15:00"))
    burnt = RUNS._replace(past=OLD, burnt=True)
    assert seen(burnt, on("14:00"), UNTIL) == ()
    assert seen(burnt, on("15:00"), key) == (
        RUNS._replace(since=on("15:00"), used=5 * HOUR, breached_at=on("14:00")),
    )


@pytest.mark.parametrize("how", ["resume", "count", "restart"])
def test_5_16_what_is_opened_again(how: str) -> None:
    """It goes on with the time used, moved by the closed time, or with that counted, or anew."""
    stopped = moved(BACK, "stopped", on("13:00"))._replace(past=OLD)
    again = {
        "resume": BACK._replace(
            since=on("14:00"),
            due=on("16:00"),
            until=instant_key(on("16:00")),
            used=2 * HOUR,
            extension=2 * HOUR,
        ),
        "count": BACK._replace(since=on("14:00"), used=3 * HOUR, burnt=True),
        "restart": begun(FOUR, on("14:00"), number=2),
    }
    assert reopened(stopped, how, on("14:00")) == (again[how],)


@pytest.mark.parametrize(
    ("at", "before", "after"),
    [("15:00", None, None), ("15:01", None, "15:01"), ("17:00", "12:00", "12:00")],
)
def test_5_16_closed_time_that_counts_can_breach(
    at: str, before: str | None, after: str | None
) -> None:
    """At the reopening, where what is due has passed; a breach that was known stays."""
    known = on(before) if before else None
    stopped = moved(BACK, "stopped", on("13:00"))._replace(breached_at=known)
    (again,) = reopened(stopped, "count", on(at))
    assert again.breached_at == (after and on(after))


def test_5_16_what_is_opened_again_late_is_due_at_once() -> None:
    """A promise that waited until after it was due is due as it goes on, without a breach."""
    late = WAITS._replace(since=on("14:00"), used=4 * HOUR, breached_at=None)
    back = moved(late, "running", on("14:00"))
    assert (back.due, back.extension, back.breached_at) == (on("14:00"), ZERO, None)
    breached = moved(RUNS, "stopped", on("15:00"))
    (again,) = reopened(breached, "resume", on("16:00"))
    assert (again.due, again.extension) == (on("15:00"), HOUR)


def test_5_16_closed_time_that_can_not_be_made_up_is_refused() -> None:
    """Where the hours end for good, nothing can be due later by the time that was closed."""
    once = Calendar("", time_zone="Europe/Moscow", exceptions={"2026-03-02": "09:00-18:00"})
    said = SupportLevel("L", calendar=once, resolution="8h").terms[0]
    stopped = moved(begun(said, on("09:00"), number=1), "stopped", on("10:00"))
    assert reopened(stopped, "resume", on("11:00"))[0].due == on("18:00")
    with pytest.raises(NoWorkingTimeError):
        reopened(stopped, "resume", on("12:00"))


def test_5_16_what_reopening_starts_begins_a_cycle() -> None:
    """What was cancelled before its start can start again; what was answered can't."""
    starts = evolve(UPDATE, target=evolve(UPDATE.target, starts_on=("assign", "reopen")))
    over = begun(starts, on("10:00"), number=3)
    assert reopened(over, "resume", on("12:00")) == (begun(starts, on("12:00"), number=4),)
    never = Leg(on("11:00"), "cancelled", UPDATE, stopped_at=on("11:00"))
    assert reopened(never, "resume", on("12:00")) == (Leg(on("12:00"), "not started", UPDATE),)
    answered = moved(begun(REPLY, on("10:00"), number=1), "stopped", on("10:30"))
    assert reopened(answered, "resume", on("12:00")) == ()
    cancelled = moved(begun(REPLY, on("10:00"), number=1), "cancelled", on("10:30"))
    (again,) = reopened(cancelled, "restart", on("12:00"))
    assert (again.phase, again.cycle) == ("running", 2)
    gone = evolve(REPLY, dropped=True)
    assert reopened(cancelled._replace(terms=gone), "restart", on("12:00")) == ()


def test_5_17_what_is_promised_no_longer_keeps_its_verdict() -> None:
    """Its last leg ends it, with nothing of a wait or of an account that was rewritten."""
    gone = evolve(FOUR, dropped=True)
    lived = dropped(RUNS, on("11:00"))
    assert lived == moved(RUNS, "cancelled", on("11:00"))._replace(terms=gone)
    for phase in ("stopped", "cancelled"):
        over = moved(RUNS, phase, on("11:00"), held=True)._replace(past=OLD)
        assert dropped(over, on("12:00")) == over._replace(
            since=on("12:00"), terms=gone, held=False, past=None
        )
    never = Leg(on("10:00"), "not started", UPDATE, held=True)
    assert dropped(never, on("12:00")) == Leg(
        on("12:00"), "cancelled", evolve(UPDATE, dropped=True), stopped_at=on("12:00")
    )


def test_5_17_what_goes_on_keeps_the_time_used() -> None:
    """The rest of another duration is laid from the change on, waiting or not."""
    run = Run(1, on("10:00"), on("14:00"), 2 * HOUR)
    assert carried(RUNS._replace(past=OLD), TWO, on("11:00"), held=False) == Leg(
        on("11:00"), "running", TWO, run, on("12:00"), instant_key(on("12:00")), used=HOUR
    )
    assert carried(WAITS, TWO, on("13:00"), held=True) == Leg(
        on("13:00"),
        "waiting",
        TWO,
        run,
        on("14:00"),
        instant_key(on("14:00")),
        used=HOUR,
        waited=2 * HOUR,
        extension=2 * HOUR,
    )
    over = moved(RUNS, "stopped", on("11:00"))._replace(past=OLD)
    assert carried(over, TWO, on("13:00"), held=True) == over._replace(
        since=on("13:00"), terms=TWO, held=True, past=None
    )


@pytest.mark.parametrize(("length", "breach"), [("2h", None), ("1h 59m", "12:00")])
def test_5_17_a_shorter_promise_can_be_breached_by_the_change(
    length: str, breach: str | None
) -> None:
    """Where more was used than it promises; exactly so much is in time."""
    now = carried(RUNS, terms(length), on("12:00"), held=False)
    assert (now.due, now.breached_at) == (on("12:00"), breach and on(breach))


def test_5_17_a_breach_that_was_known_stays_at_a_change() -> None:
    """Whatever the new promise is."""
    (late,) = seen(RUNS, on("15:00"), instant_key(on("15:00")))
    assert carried(late, TWO, on("16:00"), held=False).breached_at == on("14:00")
    assert carried(RUNS, TWO, on("16:00"), held=False).breached_at == on("14:00")


@pytest.mark.parametrize(("after", "moves"), [("keep", ZERO), ("move", HOUR)])
def test_5_15_only_a_wait_after_the_breach_can_leave_working_days(
    after: str, moves: object
) -> None:
    """They are counted again with the waits that moved them, before the breach always."""
    said = terms("1 working day", **({"after_breach": "keep"} if after == "keep" else {}))
    wait = begun(said, on("10:00"), number=1, held=True)
    for breached, extension in ((None, HOUR), (on("09:30"), moves)):
        now = carried(wait._replace(breached_at=breached), said, on("11:00"), held=False)
        assert now.extension == extension


def test_5_20_working_days_are_late_after_their_last_hour() -> None:
    """At the very instant they are in time."""
    start = begun(DAYS, on("10:00"), number=1)
    assert start.due is not None
    early = carried(start, DAYS, start.due, held=False)
    late = carried(start, DAYS, start.due + MICROSECOND, held=False)
    assert (early.breached_at, late.breached_at) == (None, start.due)
    short = carried(start, terms("1 working day"), DESK.at("2026-03-04 10:00"), held=False)
    assert short.breached_at == DESK.at("2026-03-04 10:00")
    exact = carried(start, terms("1 working day"), DESK.at("2026-03-03 18:00"), held=False)
    assert exact.breached_at is None


def test_5_17_a_life_told_anew_keeps_a_breach_where_it_was() -> None:
    """One that is new is that of the change; one that is judged away is gone."""
    (late,) = seen(RUNS, on("15:00"), instant_key(on("15:00")))
    ended = moved(RUNS, "stopped", on("15:00"))
    for last in (RUNS, late, ended):
        known = retold(BACK, (last,), on("17:00"))
        assert (known.since, known.breached_at) == (on("17:00"), on("15:00"))
        assert known.past == (last,)
        assert retold(None, (last,), on("17:00")).breached_at == on("17:00")
        unknown = retold(WAITS, (last,), on("17:00"))
        assert unknown.breached_at == on("17:00")
    judged = retold(late, (WAITS, BACK), on("13:00"))
    assert judged == moved(BACK, "running", on("13:00"))._replace(past=(WAITS, BACK))
    over = moved(BACK, "stopped", on("13:00"))
    assert retold(late, (over,), on("13:30")) == over._replace(since=on("13:30"), past=(over,))


def test_an_instant_beyond_a_zone_is_refused() -> None:
    """Its clock has no date for it."""
    assert str(in_zone(on("10:00"), ZoneInfo("Asia/Tokyo"))) == "2026-03-02 16:00:00+09:00"
    with pytest.raises(OutOfRangeError, match=r"^at=9999-12-31T23:59:59.999999\+00:00: leads"):
        in_zone(instant_key(datetime.max.replace(tzinfo=ZoneInfo("UTC"))), ALWAYS.zone)
