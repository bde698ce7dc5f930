"""A clock in words, and what a start and a change take."""

from __future__ import annotations

import pytest
from worked_example import DESK, on, opened

from slacalc import SlaClock, SupportLevel, Target

TABLED = SupportLevel(
    "By urgency", calendar=DESK, resolution={"high": "1h", "*": "8h"}, by="urgency"
)


@pytest.mark.parametrize(
    ("clock", "told"),
    [
        (
            opened().respond(on("2 10:30")),
            "Standard: open, response met, resolution due 2026-03-03 10:00:00+03:00",
        ),
        (
            opened().respond(on("2 10:30")).pause(on("2 11:00")),
            "Standard: waiting, response met, resolution due 2026-03-03 10:00:00+03:00",
        ),
        (
            opened().respond(on("2 10:30")).resolve(on("3 11:00")),
            "Standard: resolved, response met, resolution breached",
        ),
        (
            opened().respond(on("2 12:00")).resolve(on("2 13:00")).reopen(on("2 14:00")),
            "Standard: open again, response breached, resolution due 2026-03-03 10:00:00+03:00",
        ),
        (
            opened().resolve(on("2 10:30")).reopen(on("2 11:00")).pause(on("2 12:00")),
            "Standard: waiting, response met, resolution due 2026-03-03 10:30:00+03:00",
        ),
        (
            opened().resolve(on("2 10:30")).reopen(on("2 11:00"), how="first_close"),
            "Standard: open again, without a promise, response met, resolution met",
        ),
        (
            opened().pause(on("2 10:30")).resume(on("2 12:00")).resolve(on("2 13:00")),
            "Standard: resolved, response breached, resolution met",
        ),
        (
            opened().cancel(on("2 10:30")),
            "Standard: cancelled, response cancelled, resolution cancelled",
        ),
        (
            SlaClock.start(
                SupportLevel("L", calendar=DESK, targets=[Target.next_reply("1h")]),
                at=on("2 10:00"),
            ),
            "L: open, next reply not started",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_clock_says_how_it_stands(clock: SlaClock, told: str) -> None:
    """Its level, its state, and of each target what is due or how it ended."""
    assert str(clock) == told


@pytest.mark.parametrize(
    ("waiting", "wait"), [(False, None), (None, None), (True, ""), ("vendor", "vendor")]
)
def test_a_request_is_created_waiting(waiting: bool | str | None, wait: str | None) -> None:
    """In the kind of wait that is named, in a plain one, or in none."""
    clock = SlaClock.start(opened().level, at=on("2 10:00"), waiting=waiting)
    assert (clock.wait, len(clock.events)) == (wait, 1 if wait is None else 2)


def test_a_change_of_level_chooses_a_row_by_the_ticket() -> None:
    """As the start does."""
    clock = opened().change_level(TABLED, on("2 11:00"), how="carry", ticket={"urgency": "high"})
    assert (clock.level.row, clock.target().budget(on("2 11:00")).seconds) == ("high", 3600)
    assert clock.target("resolution").due == on("2 11:00")


def test_a_target_that_a_change_adds_stands_behind_the_others() -> None:
    """And an event that moves one target leaves the others."""
    level = SupportLevel("L", calendar=DESK, resolution="8h")
    clock = SlaClock.start(level, at=on("2 10:00"))
    added = SupportLevel("M", calendar=DESK, response="9h", resolution="8h")
    changed = clock.change_level(added, on("2 11:00"), how="carry").respond(on("2 12:00"))
    assert [one.target.name for one in changed.targets] == ["resolution", "response"]
    assert [one.phase(on("2 12:00")) for one in changed.targets] == ["running", "stopped"]
