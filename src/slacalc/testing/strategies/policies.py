"""Policies: chains of levels with calendars by name, statuses and later versions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from hypothesis import strategies as st

from slacalc import AnyCalendar, Calendar, DaySchedule, Edition, LevelChain, Policy, SupportLevel
from slacalc.testing.strategies.checking import strategy_of
from slacalc.testing.strategies.dates import YEARS, dates
from slacalc.testing.strategies.hours import week_schedules
from slacalc.testing.strategies.levels import chains as any_chains

_STATUSES: tuple[dict[str, Any], ...] = (
    {},
    {"Open": ["respond", "resume"], "Waiting": "pause", "Done": "resolve"},
    {"Open": "respond", "Waiting": "pause", "Waiting / vendor": "pause:vendor", "Spam": "cancel"},
)
_STATUS = st.sampled_from(_STATUSES)
_NAME = st.sampled_from(("", "Helpdesk"))
_SCHEDULES = st.sampled_from(({}, {"long": DaySchedule("08:00-20:00")}))
_LATER = st.sampled_from((0, 0, 1, 2))


def policies(
    *, chains: st.SearchStrategy[LevelChain] | None = None, versions: bool = True
) -> st.SearchStrategy[Policy]:
    """Draw a policy: a chain of levels, its calendars by name, statuses, and later versions.

    `chains` is a strategy of chains, any unless said; with `versions`, half of the policies change
    the hours of a calendar from some days on. Shrinks to a default level on office hours. What is
    no strategy raises `ArgumentTypeError` at once.

    >>> from hypothesis import find
    >>> policy = find(policies(), lambda policy: len(policy.editions) > 1)
    >>> [edition.since for edition in policy.editions]
    [None, datetime.datetime(2026, 1, 5, 0, 0, tzinfo=datetime.timezone.utc)]
    """
    given = strategy_of("chains", chains)
    return _policies(chains=any_chains() if given is None else given, versions=versions)


@st.composite
def _policies(draw: st.DrawFn, *, chains: st.SearchStrategy[LevelChain], versions: bool) -> Policy:
    chain = draw(chains)
    named = _named(chain)
    count = draw(_LATER) if versions else 0
    days = sorted({draw(dates(YEARS, "UTC")) for _ in range(count)})
    return Policy(
        chain,
        name=draw(_NAME),
        calendars=named,
        schedules=draw(_SCHEDULES),
        statuses=draw(_STATUS),
        changes=[_edition(draw, day, chain, named) for day in days],
    )


def _named(chain: LevelChain) -> dict[str, AnyCalendar]:
    """Return the calendars of a chain by names."""
    used = (one for level in (*chain.levels, chain.default) for one in level.counted_on)
    return {f"calendar {number}": one for number, one in enumerate(dict.fromkeys(used), 1)}


def _edition(
    draw: st.DrawFn, day: date, chain: LevelChain, named: dict[str, AnyCalendar]
) -> Edition:
    """Draw a version in which the first calendar has another week, from a day there on."""
    name, old = next(iter(named.items()))
    new = Calendar(draw(week_schedules()), time_zone=old.zone)

    def changed(level: SupportLevel) -> SupportLevel:
        return level.on(new) if level.calendar == old else level

    tried = [changed(level) for level in chain.levels]
    later = LevelChain(tried, default=changed(chain.default))
    since = datetime(day.year, day.month, day.day, tzinfo=old.zone)
    return Edition(since, named | {name: new}, later)
