"""Policies drawn at random: calendars of every kind, conditions, targets, versions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from calendar_strategies import planned
from calendar_trees import planted
from condition_strategies import conditions
from hypothesis import strategies as st

from slacalc import Calendar, DaySchedule, LevelChain, Policy, SupportLevel, WeekSchedule
from slacalc.algebra import AnyCalendar
from slacalc.editions import Edition
from slacalc.escalation import Escalation
from slacalc.zones import EPOCH, EPOCH_DAY, day_begins

ZONE = "Europe/Berlin"
DURATIONS = (
    "30m",
    "1h 0m 5s",
    "1 working day",
    "2 working days, same time",
    "end of day, received by 16:00",
    "48h around the clock",
)
SCHEDULES: dict[str, DaySchedule | WeekSchedule] = {
    "day": DaySchedule("08:00-12:00", "22:00-26:30"),
    "closed": DaySchedule(),
    "week": WeekSchedule("Mon-Fri 09:00-18:00; Sat closed"),
    "none": WeekSchedule("Mon-Sun closed"),
}
NAMES = ("response", "resolution", "next reply", "hand-over")
PROFILES: tuple[Any, ...] = (
    "1c",
    "jira",
    {},
    {"after_breach": "keep"},
    {"name": "zammad", "reopen": "count"},
    {"name": "ours", "waits": "all", "level_change": "carry"},
)
MARKS = ("0%", "75%", "100.5%", "-1h", "+30m", "-0.000001s")
STATUSES: tuple[dict[str, Any], ...] = (
    {},
    {"Done": "resolve", "Open": ["respond", "resume"]},
    {"Vendor": ["respond", "pause:vendor"], "Again": "reopen"},
)


def _durations() -> st.SearchStrategy[Any]:
    one = st.sampled_from(DURATIONS)
    rows = st.dictionaries(st.sampled_from(("urgent", "high", "1", "*")), one, min_size=1)
    return one | rows


@st.composite
def _targets(draw: st.DrawFn, calendars: Sequence[AnyCalendar]) -> dict[str, Any]:
    """Draw the targets of a level, some in the long form."""
    told: dict[str, Any] = {}
    for name in draw(st.lists(st.sampled_from(NAMES), unique=True)):
        duration = draw(_durations())
        long = {"duration": duration, "calendar": draw(st.sampled_from(calendars))}
        long |= draw(st.sampled_from([{}, {"stops_on": ["handed"]}, {"pauses_on": ["pause:us"]}]))
        told[name] = duration if isinstance(duration, str) and draw(st.booleans()) else long
    return told


def calendars() -> st.SearchStrategy[AnyCalendar]:
    """Draw a calendar of one zone."""
    plain = planned(zones=[ZONE]).map(lambda drawn: drawn[1].calendar())
    made = planted(zones=[ZONE], depth=1).map(lambda drawn: drawn[1].calendar())
    return st.one_of(plain, made)


@st.composite
def levels(draw: st.DrawFn, name: str, known: Sequence[AnyCalendar]) -> SupportLevel:
    """Draw a level by name, on one of some calendars."""
    calendar = draw(st.sampled_from(known))
    plain = isinstance(calendar, Calendar) and isinstance(calendar.week, WeekSchedule)
    schedule = draw(st.sampled_from([None, *SCHEDULES.values()])) if plain else None
    targets = draw(_targets(known))
    return SupportLevel(
        name,
        calendar=calendar,
        schedule=schedule,
        targets=targets,
        by=draw(st.sampled_from(("priority", "client.tier"))),
        conditions=() if name == "D" else draw(st.lists(conditions(), max_size=4)),
        profile=draw(st.sampled_from(PROFILES)),
        escalations=draw(_escalations([*targets])) if targets else (),
    )


def _escalations(targets: Sequence[str]) -> st.SearchStrategy[list[Escalation]]:
    actions = st.sampled_from(("", "call"))
    one = st.builds(Escalation, st.sampled_from(targets), st.sampled_from(MARKS), actions)
    return st.lists(one, max_size=3, unique=True)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Draw a policy of some calendars and levels, with later editions."""
    made = draw(st.lists(calendars(), min_size=1, max_size=3))
    named = {f"c{number}": calendar for number, calendar in enumerate(made)}
    first, *later = (draw(_editions(named, since)) for since in (None, *draw(_days())))
    return Policy(
        first.chain,
        name=draw(st.sampled_from(("", "Helpdesk"))),
        calendars=first.calendars,
        schedules=draw(st.sampled_from(({}, {"day": SCHEDULES["day"]}, SCHEDULES))),
        statuses=draw(st.sampled_from(STATUSES)),
        changes=later,
    )


def _days() -> st.SearchStrategy[list[date]]:
    days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
    return st.lists(days, max_size=2, unique=True).map(sorted)


@st.composite
def _editions(draw: st.DrawFn, named: dict[str, AnyCalendar], since: date | None) -> Edition:
    now = dict(named)
    if since is not None and draw(st.booleans()):
        now["c0"] = draw(calendars())
    *chain, default = (draw(levels(name, [*now.values()])) for name in ("A", "B", "D"))
    zone = named["c0"].zone
    if since is None:
        return Edition(None, now, LevelChain(chain, default=default))
    begin = EPOCH + day_begins(since.toordinal() - EPOCH_DAY, zone)
    return Edition(begin, now, LevelChain(chain, default=default))
