"""The kinds of values that threads and processes share, made afresh, and what each is asked."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from attrs import frozen

from slacalc import (
    AnyCalendar,
    Calendar,
    Closure,
    LevelChain,
    Policy,
    Rota,
    SlaClock,
    SupportLevel,
)

HOUR = timedelta(hours=1)
BERLIN = ZoneInfo("Europe/Berlin")
ZONES: tuple[tzinfo, ...] = (UTC, BERLIN, ZoneInfo("America/New_York"))
START = datetime(2026, 3, 2, 10, tzinfo=BERLIN)
Question = Callable[[Any], object]


@frozen
class Subject:
    """A kind of value, and what is asked of it."""

    make: Callable[[], Any]
    questions: tuple[Question, ...]

    def answers(self, value: Any) -> list[str]:
        """Ask a value all that is asked of its kind."""
        return answers(value, self.questions)

    def alone(self) -> list[str]:
        """Return the answers of a fresh value to one who asks alone."""
        return self.answers(self.make())


def answers(value: Any, questions: Iterable[Question]) -> list[str]:
    """Ask one value some questions, in order."""
    return [_answer(value, question) for question in questions]


def _answer(value: Any, question: Question) -> str:
    """Ask one question, and return the answer as text; an error is an answer too.

    Texts tell apart the two instants of a repeated hour, which are equal on one clock.
    """
    try:
        return repr(question(value))
    except Exception as error:  # noqa: BLE001 - it is compared with that of one who asks alone
        return repr(error)


def instants(count: int, seed: int = 1, furthest: int = 8_000) -> list[datetime]:
    """Draw instants, near to the start or far from it, of several zones."""
    draw = random.Random(seed)
    days = [draw.randint(-far, far) for far in (3, 400, furthest) for _ in range(count // 3)]
    return [(START + timedelta(day)).astimezone(draw.choice(ZONES)) for day in days]


def of_time(at: datetime, other: datetime, hours: int) -> tuple[Question, ...]:
    """Return a question of each kind about working time."""
    return (
        lambda c: c.elapsed(at, other),
        lambda c: c.deadline(at, hours * HOUR),
        lambda c: c.latest_start(at, hours * HOUR),
        lambda c: c.next_opening(at),
        lambda c: c.is_open(at),
        lambda c: list(c.spans(at, at + 99 * HOUR)),
        lambda c: c.day(at.date()),
        lambda c: [str(stretch) for stretch in c.explain(at, at + 30 * HOUR)],
        lambda c: c.fingerprint,
    )


def of_calendars(count: int = 6, furthest: int = 8_000) -> tuple[Question, ...]:
    """Draw questions of each kind about a calendar."""
    ats, others = instants(count, 1, furthest), instants(count, 2, furthest)
    pairs = zip(ats, others, (1, 8, 2_000) * count, strict=False)
    return tuple(one for at, other, hours in pairs for one in of_time(at, other, hours))


def plain() -> Calendar:
    """Build a calendar with a bit of everything that is worked out when it is first needed."""
    return Calendar(
        "Mon-Fri 09:00-13:00 14:00-18:00; Sat 22:00-06:00",
        time_zone="Europe/Berlin",
        holidays=["2026-12-25", "1990-12-25", "3000-12-25", "easter+1", "FREQ=MONTHLY;BYDAY=1MO"],
        exceptions={"2026-03-03": "short 1h", "12-24..12-31": "as sat"},
        closures=[Closure(START + 3 * HOUR, START + 30 * HOUR, "moving")],
    )


def rota() -> Calendar:
    """Build a calendar of a rota."""
    turns = Rota("2 x 08:00-20:00 | 2 x 20:00-08:00 | 2 x closed", anchor="2026-01-05")
    return Calendar(turns, time_zone="America/New_York", holidays=["2026-07-04"])


def combined() -> tuple[AnyCalendar, ...]:
    """Build calendars made of one another, which share their operands."""
    one, other = plain(), rota()
    team = Calendar("Mon-Sun 06:00-22:00", time_zone="Asia/Tokyo", name="team")
    either, both = one | other, team & one
    changed = one.from_date("2026-03-04", one.with_hours("10:00-12:00"))
    return one, other, either, both, either - both, (either - both) | changed, changed


def _of_one(number: int, question: Question) -> Question:
    return lambda calendars: question(calendars[number])


def of_combined() -> tuple[Question, ...]:
    """Put questions to every calendar of a family."""
    asked = of_calendars(3, furthest=900)
    return tuple(_of_one(n, one) for n in range(7) for one in asked[n % 3 :: 3])


TICKETS: tuple[dict[str, Any], ...] = (
    *(
        {"client": f"client {n}", "users": n * 7, "subject": f"case of {n} printers", "at": START}
        for n in range(0, 200, 23)
    ),
    {},
    {"client": None, "users": "many"},
    {"priority": "urgent", "client": "client 199"},
)


def chain() -> LevelChain:
    """Build a chain of levels that is indexed when requests get to them."""
    desk = plain()
    levels = [
        SupportLevel(
            f"L{n}",
            calendar=desk,
            resolution="4h",
            conditions={
                "client": [f"client {n}", f"client {n + 1}"],
                "users": {"at_least": n, "at_most": n * 9},
                "at": {"during": desk},
            },
        )
        for n in range(200)
    ]
    return LevelChain(levels, default=SupportLevel("D", calendar=desk, resolution="8h"))


def of_chain() -> tuple[Question, ...]:
    """Ask which level each ticket gets, and why."""
    chosen = [lambda c, t=ticket: c.level_for(t).name for ticket in TICKETS]
    return (*chosen, *(lambda c, t=ticket: str(c.explain(t)) for ticket in TICKETS[::5]))


def level() -> SupportLevel:
    """Build a level whose targets count on schedules of their own, by rows of a table."""
    return SupportLevel(
        "VIP",
        calendar=plain(),
        schedule="08:00-20:00",
        response={"urgent": "15m", "*": "1h"},
        resolution="2 working days",
        targets={"report": {"duration": "48h around the clock", "stops_on": "reported"}},
        conditions={"client": "vip"},
    )


def of_level() -> tuple[Question, ...]:
    """Open requests on one level, and tell them a wait."""

    def opened(urgency: str, at: datetime) -> Question:
        def ask(level: SupportLevel) -> object:
            clock = SlaClock.start(level, at=at, ticket={"priority": urgency})
            clock = clock.pause(at + HOUR).resume(at + 9 * HOUR)
            return [(one.target.name, one.due) for one in clock.targets], clock.level.fingerprint

        return ask

    return (
        *(opened(urgency, at) for urgency in ("urgent", "low") for at in instants(9)),
        lambda level: level.fingerprint,
        lambda level: [str(terms.target) for terms in level.terms],
    )


def policy() -> Policy:
    """Build a policy of two editions."""
    desk = plain().named("desk").to_dict()
    late = {"valid_from": "2026-03-10", "resolution": "2h"}
    return Policy.from_dict(
        {
            "slacalc": 1,
            "calendars": {"desk": desk, "duty": {"any_of": ["desk"], "without": ["off"]},
                          "off": {"time_zone": "UTC", "week": "Tue 02:00-12:00"}},
            "levels": [{"name": "VIP", "calendar": "duty", "resolution": "4h",
                        "conditions": {"client": "vip"}, "profile": "jira"}],
            "default": {"name": "D", "calendar": "desk", "response": "1h", "resolution": "8h",
                        "versions": [late]},
            "statuses": {"Waiting": "pause", "Work": "resume", "Done": "resolve"},
        }
    )  # fmt: skip


def of_policy() -> tuple[Question, ...]:
    """Choose levels, open, tell, store and restore requests of one policy."""

    def lived(ticket: dict[str, str], at: datetime) -> Question:
        def ask(policy: Policy) -> object:
            clock = policy.tell(policy.open(ticket, at=at), "Waiting", at + HOUR)
            clock = policy.tell(policy.restore(clock.to_dict()), "Work", at + 20 * HOUR)
            return clock.to_dict(), policy.restore(clock.to_dict()) == clock

        return ask

    tickets: tuple[dict[str, str], ...] = ({}, {"client": "vip"})
    return (
        *(lived(ticket, START + days * 24 * HOUR) for ticket in tickets for days in (0, 5, 9)),
        *(lambda p, at=at: p.level_for({}, at=at).fingerprint for at in instants(6)),
        lambda policy: policy.fingerprint,
        lambda policy: policy.as_of(START).to_dict(),
    )


def clock() -> SlaClock:
    """Build a clock that waits, and has waited."""
    opened = SlaClock.start(level(), at=START, ticket={"priority": "urgent"})
    return opened.pause(START + HOUR).resume(START + 9 * HOUR).pause(START + 30 * HOUR)


def of_clock() -> tuple[Question, ...]:
    """Ask one clock, and tell it events of which each thread gets its own clock."""

    def at_one(at: datetime) -> tuple[Question, ...]:
        return (
            lambda c: [(t.due_at(at), t.elapsed(at), t.phase(at)) for t in c.targets],
            lambda c: str(c.explain(at, target="response")),
            lambda c: c.resume(at).resolve(at + HOUR).to_dict()["due"],
            lambda c: c.snapshot(at),
        )

    later = [START + n * 17 * HOUR for n in range(2, 8)]
    return (*(one for at in later for one in at_one(at)), lambda c: c.to_dict())


SUBJECTS: dict[str, Subject] = {
    "a calendar": Subject(plain, of_calendars()),
    "a rota": Subject(rota, of_calendars()),
    "calendars that share operands": Subject(combined, of_combined()),
    "a chain": Subject(chain, of_chain()),
    "a level": Subject(level, of_level()),
    "a policy": Subject(policy, of_policy()),
    "a clock": Subject(clock, of_clock()),
}
