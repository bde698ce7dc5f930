"""Terms: which events a target heeds, and which make it wait."""

from __future__ import annotations

from typing import Any

import pytest
from worked_example import ALWAYS

from slacalc import Profile, Target
from slacalc.terms import Terms

RESPONSE, RESOLUTION = Target.response("1h"), Target.resolution("4h")
REPLY = Target.next_reply("1h")
VENDOR = Target("response", "4h", pauses_on="pause:vendor")
HANDED = Target("work", "4h", pauses_on="assign", resumes_on="acknowledge")
PASSED_ON = Target("work", "4h", pauses_on="assign", resumes_on="pause:vendor")


def terms(target: Target, **said: Any) -> Terms:
    """Return on what a target counts, by a profile."""
    return Terms(target, ALWAYS, Profile(**said))


@pytest.mark.parametrize(
    ("waits", "target", "pauses"),
    [
        ("resolution", RESPONSE, set()),
        ("resolution", REPLY, set()),
        ("resolution", RESOLUTION, {"pause"}),
        ("resolution", VENDOR, {"pause:vendor"}),
        ("all", RESPONSE, {"pause"}),
        ("all", REPLY, {"pause"}),
        ("all", RESOLUTION, {"pause"}),
        ("all", VENDOR, {"pause:vendor"}),
        ("all", HANDED, {"assign"}),
        ("all", Target("work", "4h", pauses_on=()), set()),
        ("none", RESPONSE, set()),
        ("none", RESOLUTION, set()),
        ("none", VENDOR, {"pause:vendor"}),
        ("none", HANDED, {"assign"}),
    ],
)
def test_the_profile_says_what_waits_where_the_target_does_not(
    waits: str, target: Target, pauses: set[str]
) -> None:
    """A target that names waits of its own keeps them."""
    assert terms(target, waits=waits).pauses == pauses


@pytest.mark.parametrize(
    ("target", "heeded", "unheeded"),
    [
        (RESPONSE, ["respond", "resolve", "cancel"], ["pause", "pause:vendor", "assign"]),
        (RESOLUTION, ["pause", "pause:vendor", "resume"], ["assign", "customer reply"]),
        (VENDOR, ["pause", "pause:vendor", "pause:customer"], ["assign"]),
        (HANDED, ["assign", "acknowledge"], ["pause", "pause:vendor", "customer reply"]),
    ],
)
def test_a_target_heeds_what_can_change_it(
    target: Target, heeded: list[str], unheeded: list[str]
) -> None:
    """Where it waits at all, every kind of wait can begin or end that."""
    found = terms(target)
    assert [kind for kind in heeded + unheeded if found.heeds(kind)] == heeded


@pytest.mark.parametrize(
    ("target", "kind", "before", "after"),
    [
        (RESOLUTION, "pause", (False, True), (True, True)),
        (RESOLUTION, "pause:vendor", (False, True), (True, True)),
        (RESOLUTION, "resume", (False, True), (False, False)),
        (RESOLUTION, "respond", (False, True), (False, True)),
        (VENDOR, "pause:vendor", (False, True), (True, True)),
        (VENDOR, "pause:customer", (False, True), (False, False)),
        (HANDED, "assign", (False, True), (True, True)),
        (HANDED, "pause", (False, True), (False, True)),
        (HANDED, "acknowledge", (False, True), (False, False)),
        (PASSED_ON, "pause:vendor", (False, True), (False, False)),
        (PASSED_ON, "pause:customer", (False, True), (False, True)),
    ],
)
def test_a_wait_of_another_kind_ends_one_that_is_heeded(
    target: Target, kind: str, before: tuple[bool, bool], after: tuple[bool, bool]
) -> None:
    """What is no wait of the target's and ends none leaves it as it was."""
    found = terms(target)
    assert tuple(found.holds(kind, held=held) for held in before) == after
