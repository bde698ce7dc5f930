"""Support levels and chains of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from slacalc import (
    PROFILES,
    AnyCalendar,
    Calendar,
    Escalation,
    LevelChain,
    Profile,
    SupportLevel,
    Target,
    WeekSchedule,
)
from slacalc.testing.strategies.calendars import calendars as any_calendars
from slacalc.testing.strategies.checking import some_of_kind, strategy_of
from slacalc.testing.strategies.choices import pick
from slacalc.testing.strategies.conditions import conditions as any_conditions
from slacalc.testing.strategies.hours import day_schedules

Calendars = Iterable[AnyCalendar] | st.SearchStrategy[AnyCalendar] | None

_NAMES = ("Standard", "VIP", "Gold", "Silver", "Partner", "Internal", "Night desk")
_HOUR, _MINUTE = timedelta(hours=1), timedelta(minutes=1)
_NAME = st.sampled_from(_NAMES)
_RESPONSE = st.sampled_from((*["1h", "30m", "4h"] * 2, "2h around the clock", None))
_RESOLUTION = st.sampled_from(
    (*["8h", "4h", "24h", "2h 30m"] * 3, "48h around the clock", None, None, "any", "any", "any")
)
_IN_DAYS = st.sampled_from(
    ("1 working day", "end of day", "2 working days, same time", "end of day, received by 16:00")
)
_ANY = st.one_of(
    st.integers(1, 80).map(_HOUR.__mul__), st.integers(1, 40 * 60).map(_MINUTE.__mul__)
)
_MORE: tuple[tuple[Any, ...], ...] = (
    *[()] * 5,
    (Target.next_reply("2h"),),
    (Target.periodic_update("4h"),),
    (Target.hand_over("30m"), Target.next_reply("1h")),
    (Target("call back", "3h", starts_on=("respond", "assign"), stops_on=("called", "resolve")),),
    (Target("vendor", "10h", pauses_on="pause:customer", resumes_on=("resume", "released")),),
)
_OTHERS = st.sampled_from(_MORE)
_PAUSES = st.sampled_from((None, None, None, "pause:vendor", ()))
_WAYS = [
    Profile(**{option: way})  # type: ignore[arg-type]
    for option, way in (
        ("after_breach", "keep"),
        ("reopen", "count"),
        ("reopen", "first_close"),
        ("response", "reply"),
        ("waits", "all"),
        ("waits", "none"),
    )
]
_PROFILE = st.sampled_from([*[PROFILES["1c"]] * 8, *PROFILES.values(), *_WAYS])
_MARK = st.sampled_from(("75%", "-1h", "100%", "+30m", "0%", "50%"))
_FEW = st.sampled_from((0, 0, 0, 1, 2))
_CONDITIONS = st.sampled_from((0, 1, 1, 2))
_SELDOM = st.sampled_from((*[False] * 7, True))
_SHARED = st.sampled_from((1, 1, 2))
_LENGTH = st.sampled_from((1, 2, 3, 3, 4, 5))
_ROWS: Mapping[str, str] = {"urgent": "15m", "high": "2h", "*": "8h"}


def levels(
    *,
    calendars: Calendars = None,
    working_days: bool = False,
    conditions: bool = True,
    tables: bool = False,
) -> st.SearchStrategy[SupportLevel]:
    """Draw a support level: a response, a resolution, both or neither, and other targets.

    Args:
        calendars: the calendars of the levels, or a strategy of them; any with working time
            unless said. Where one has none ahead, a clock can't be started on the level.
        working_days: whether targets may be counts of working days.
        conditions: whether levels may ask anything of requests.
        tables: whether durations may be tables by the priority of a request; a clock on such a
            level needs the request, or a row.

    Some have hours of their own, profiles of other helpdesks, escalations, targets that wait for
    one kind of wait alone. Shrinks to a response in 1 h and a resolution in 8 h, on office hours.
    No calendars, or what is none, raise `ArgumentTypeError` at once.

    >>> from hypothesis import find
    >>> print(*find(levels(), lambda level: True).targets, sep="; ")
    response in 1h; resolution in 8h
    """
    said = {"working_days": working_days, "conditions": conditions, "tables": tables}
    return _levels(calendars=drawn_of(calendars), **said)


def drawn_of(calendars: Calendars) -> st.SearchStrategy[AnyCalendar]:
    """Return the strategy that was given, of what was given, or of any calendars."""
    if isinstance(calendars, st.SearchStrategy):
        return calendars
    if calendars is None:
        return any_calendars()
    wanted = "calendars, or a strategy of them"
    return st.sampled_from(some_of_kind("calendars", calendars, AnyCalendar, wanted))


@st.composite
def _levels(
    draw: st.DrawFn,
    *,
    calendars: st.SearchStrategy[AnyCalendar],
    working_days: bool,
    conditions: bool,
    tables: bool,
) -> SupportLevel:
    calendar = draw(calendars)
    targets = _targets(draw, working_days=working_days, tables=tables)
    asked = draw(_CONDITIONS) if conditions else 0
    plain = isinstance(calendar, Calendar) and isinstance(calendar.week, WeekSchedule)
    return SupportLevel(
        draw(_NAME),
        calendar=calendar,
        schedule=draw(day_schedules()) if plain and draw(_SELDOM) else None,
        targets=targets,
        conditions=[draw(any_conditions()) for _ in range(asked)],
        profile=draw(_PROFILE),
        escalations=_escalations(draw, [target.name for target in targets]),
    )


def _targets(draw: st.DrawFn, *, working_days: bool, tables: bool) -> list[Target]:
    response: Any = draw(_RESPONSE)
    resolution: Any = draw(_RESOLUTION)
    pauses = draw(_PAUSES)
    if resolution == "any":
        resolution = draw(_ANY)
    if working_days and draw(_FEW):
        resolution = draw(_IN_DAYS)
    if tables and draw(_FEW):
        response = _ROWS
    targets = [] if response is None else [Target.response(response)]
    targets += [] if resolution is None else [Target("resolution", resolution, pauses_on=pauses)]
    return [*targets, *draw(_OTHERS)]


def _escalations(draw: st.DrawFn, targets: list[str]) -> list[Escalation]:
    if not targets:
        return []
    told = [Escalation(pick(draw, targets), draw(_MARK)) for _ in range(draw(_FEW))]
    return list(dict.fromkeys(told))


def chains(
    *, levels: st.SearchStrategy[SupportLevel] | None = None
) -> st.SearchStrategy[LevelChain]:
    """Draw a chain of up to four levels with names of their own, and a default.

    `levels` is a strategy of levels; any unless said, on one or two calendars. Those that draw no
    two names give chains of one level at most. Shrinks to a default level alone. What is no
    strategy raises `ArgumentTypeError` at once.

    >>> from hypothesis import find
    >>> chain = find(chains(), lambda chain: len(chain.levels) > 1)
    >>> len(chain.levels), chain.level_for({}) in (*chain.levels, chain.default)
    (2, True)
    """
    return _chains(levels=strategy_of("levels", levels))


@st.composite
def _chains(draw: st.DrawFn, *, levels: st.SearchStrategy[SupportLevel] | None) -> LevelChain:
    one = levels
    if one is None:
        shared = [draw(any_calendars()) for _ in range(draw(_SHARED))]
        one = _levels(
            calendars=st.sampled_from(shared), working_days=True, conditions=True, tables=True
        )
    drawn = [draw(one) for _ in range(draw(_LENGTH))]
    *tried, default = {level.name: level for level in drawn}.values()
    return LevelChain(tried, default=default.promise)
