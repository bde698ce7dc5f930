"""The lives whose stored states lie in tests/golden, each told once more.

The states were written once, by the release that wrote their version, and are never written
anew: `python tests/golden_lives.py 3` adds those that are missing. Those of versions 1 and 2 came
from the commits b743782 and c8122c3, whose policies said `after_breach` where they now say
`profile`.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from functools import partial, reduce
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from slacalc import Event, Policy, SlaClock

try:
    from slacalc import Holder
except ImportError:  # a release that wrote version 1 or 2
    Holder = None  # type: ignore[misc, assignment]

GOLDEN = Path(__file__).with_name("golden")
BERLIN = ZoneInfo("Europe/Berlin")
CLOCKS = {"UTC": UTC, "Berlin": BERLIN, "offset": timezone(-timedelta(hours=3, minutes=30))}
VIP, LATE, OUTAGE = {"client": "vip"}, {"client": "late"}, {"type": "outage"}
URGENT = {"client": "big", "urgency": "urgent"}
NAMED, RAISED, THREE = {"client": "named"}, {"client": "raised"}, {"client": "three"}

Life = Callable[[Policy], SlaClock]


def on(policy: Policy, wall: str) -> datetime:
    """Read "2 10:00": the 2nd of March 2026, a Monday, at 10:00 in Moscow."""
    day, _, hours = wall.partition(" ")
    return policy.calendars["desk"].at(f"2026-03-{int(day):02} {hours:0>5}")


def life(ticket: Mapping[str, Any], start: str, *steps: str, clock: str | None = None) -> Life:
    """Tell a life of events that are said by their kinds: "pause 2 16:00"."""

    def told(policy: Policy) -> SlaClock:
        at = on(policy, start)
        opened = policy.open(ticket, at=at if clock is None else at.astimezone(CLOCKS[clock]))
        return reduce(step, steps, opened)

    def step(before: SlaClock, said: str) -> SlaClock:
        kind, day, hours = said.rsplit(" ", 2)
        wall = datetime.fromisoformat(f"2026-03-{int(day):02}T{hours}")
        return before.after(kind, wall.replace(tzinfo=ZoneInfo("Europe/Moscow")))

    return told


def in_a_fold(policy: Policy) -> SlaClock:
    """Register in the second of two hours that Berlin's clock shows alike."""
    at = datetime(2025, 10, 26, 2, 30, tzinfo=BERLIN, fold=1)
    return policy.open(OUTAGE, at=at).pause(at.replace(minute=45)).resume(at.replace(hour=5))


def spam(policy: Policy) -> SlaClock:
    """Cancel with a reason."""
    opened = policy.open(VIP, at=on(policy, "2 10:00") + timedelta(microseconds=1))
    return opened.cancel(on(policy, "2 10:20"), reason="спам")


LIVES: dict[int, dict[str, Life]] = {
    1: {
        "new": life({}, "2 10:00"),
        "UTC": life({}, "2 10:00", clock="UTC"),
        "Berlin": life(VIP, "2 10:00", "pause 3 09:30", clock="Berlin"),
        "offset": life({}, "2 10:00", "respond 2 11:30", clock="offset"),
        "waited": life({}, "2 10:00", "respond 2 10:20", "pause 2 16:00", "resume 3 11:00"),
        "transfer": life(VIP, "6 15:00", "pause 6 16:30", "resume 10 10:00", "resolve 10 12:00"),
        "late": life(LATE, "2 10:00", "pause 2 16:00", "resume 3 12:00", "resolve 3 12:30"),
        "extended": life({}, "2 10:00", "pause 4 11:00", "resume 4 15:00"),
        "from a wait": life({}, "2 10:00", "pause 2 16:00", "resolve 3 11:00"),
        "in a fold": in_a_fold,
        "spam": spam,
    },
    2: {
        "urgent": life(URGENT, "2 10:00", "respond 2 10:20", "pause 2 11:00", "resume 3 11:00"),
        "other row": life({"client": "big", "urgency": 5}, "2 10:00", "pause 2 11:00"),
        "working days": life(NAMED, "6 15:00", "pause 6 16:30", "resume 10 10:00"),
        "named": life(
            NAMED,
            "2 10:00",
            "hand over 2 11:00",
            "hold 2 12:00",
            "customer reply 2 15:00",
            "release 2 17:00",
            "respond 3 09:30",
            "resolve 5 09:00",
        ),
    },
}
LIVES[2] |= LIVES[1]


def kinds_of_waits(policy: Policy) -> SlaClock:
    """Register waiting for a vendor, go from wait to wait, and in circles."""
    at = partial(on, policy)
    clock = policy.open(THREE, at=at("2 10:00")).pause(at("2 10:00"), kind="vendor")
    clock = clock.pause(at("2 12:00"), kind="customer").resume(at("2 15:00")).respond(at("2 15:30"))
    return clock.respond(at("3 17:00"), automatic=True).pause(at("3 17:30"))


def handed_over(policy: Policy) -> SlaClock:
    """Give the request to one after the other, each with an id and a sequence."""
    at, group = on(policy, "2 11:00"), Holder("вторая линия", "agent 7")
    clock = policy.open(THREE, at=on(policy, "2 10:00"))
    clock = clock.after(Event("assign", at, id="a-1", sequence=1, about=Holder("first line")))
    clock = clock.after(Event("acknowledge", at, id="a-2", sequence=2))
    clock = clock.after(Event("assign", at, "too hard", id="a-3", sequence=3, about=group))
    return clock.assign(on(policy, "3 09:00")).resolve(on(policy, "3 10:00"))


def reopened(ticket: Mapping[str, Any], how: str | None) -> Life:
    """Open again what was resolved, and what was cancelled then, in one of the ways."""

    def told(policy: Policy) -> SlaClock:
        at = partial(on, policy)
        clock = policy.open(ticket, at=at("2 10:00")).pause(at("2 11:00")).resolve(at("2 13:00"))
        clock = clock.reopen(at("3 11:00"), how=how).customer_replied(at("3 11:30"))
        return clock.cancel(at("3 12:00"), reason="дубль").reopen(at("4 12:00"), how=how)

    return told


def raised(how: str | None, back: str | None = None, row: str = "urgent") -> Life:
    """Move to a level and on to one with tables while waiting, each time in a way."""

    def told(policy: Policy) -> SlaClock:
        at, levels = partial(on, policy), policy.chain
        clock = policy.open({}, at=at("2 10:00")).pause(at("2 12:00"), kind="vendor")
        clock = clock.change_level(levels.named("Raised"), at("2 14:00"), how=how)
        clock, urgent = clock.resume(at("3 9:30")), levels.named("By urgency").at_row(row)
        return clock.change_level(urgent, at("3 10:00"), how=back or how).respond(at("3 10:10"))

    return told


def relaid(how: str | None, also: str | None = None) -> Life:
    """Change the calendar of a promise of working days in a wait, and of the level after it."""

    def told(policy: Policy) -> SlaClock:
        at, calendars = partial(on, policy), policy.calendars
        clock = policy.open(NAMED, at=at("2 10:00")).pause(at("2 12:00"))
        clock = clock.change_calendar(calendars["restored"], at("3 11:00"), how=how)
        clock = clock.change_level(policy.chain.named("Late"), at("3 12:00"), how=also)
        clock = clock.resume(at("3 17:00"))
        return clock.change_calendar(calendars["duty"], at("3 18:00"), how=how)

    return told


LIVES[3] = LIVES[2] | {
    "kinds of waits": kinds_of_waits,
    "handed over": handed_over,
    "reopened, resume": reopened({}, "resume"),
    "reopened, count": reopened(LATE, None),
    "reopened, restart": reopened(RAISED, None),
    "reopened, first close": reopened(THREE, None),
    "raised, frozen": raised("frozen"),
    "raised, carried": raised(None, "carry", "low"),
    "raised, retroactive": raised("retroactive"),
    "raised, restarted": raised("restart"),
    "raised, retroactive and restarted": raised("retroactive", "restart", "*"),
    "relaid, frozen": relaid(None),
    "relaid, prospective": relaid("prospective", "carry"),
    "relaid, restated": relaid("restated", "restart"),
}


def write(version: int, folder: Path = GOLDEN) -> None:
    """Write the states of a version that are not there, if this release writes that version."""
    policy = policy_of(version)
    for name, told in LIVES[version].items():
        file = folder / f"{version} {name}.json"
        state = told(policy).to_dict()
        if state["slacalc"] == version and not file.exists():
            said = json.dumps(state, indent=1, ensure_ascii=False)
            file.write_text(f"{said}\n", encoding="utf-8")


def policy_of(version: int) -> Policy:
    """Return what the clocks of a version were promised."""
    said = (GOLDEN / f"{version}.toml").read_text(encoding="utf-8")
    if not hasattr(SlaClock, "reopen"):
        said = said.replace('profile = { after_breach = "keep" }', 'after_breach = "keep"')
    return Policy.from_dict(tomllib.loads(said))


if __name__ == "__main__":
    write(int(sys.argv[1]))
