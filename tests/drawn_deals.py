"""Levels drawn at random, said in the library's words and in those of the second telling."""

from __future__ import annotations

from datetime import timedelta

import attrs
from hypothesis import strategies as st
from retelling import ALWAYS, Deal, Options, Promise
from strategies import MINUTE

from slacalc import AroundTheClock, Calendar, SupportLevel, Target
from slacalc.profiles import Profile

OWN = 1  # the table of the targets that have hours of their own
PAUSES = (
    None,
    frozenset[str](),
    frozenset({"pause:vendor"}),
    frozenset({"pause", "hold"}),
    frozenset({"pause:customer", "hold"}),
    frozenset({"hold"}),
)
STOPS = (None, frozenset({"hand over"}), frozenset({"hand over", "resolve"}))
RESUMES = (frozenset({"resume"}), frozenset({"resume", "release"}))
WAYS = {
    "after_breach": ("extend", "keep"),
    "reopen": ("resume", "first_close", "count", "restart"),
    "level_change": ("frozen", "retroactive", "carry", "restart"),
    "calendar_change": ("frozen", "prospective", "restated"),
    "response": ("notice", "reply"),
    "waits": ("resolution", "all", "none"),
}


def minutes() -> st.SearchStrategy[int]:
    """Draw what is promised: whole hours, or any minutes."""
    return st.one_of(st.integers(1, 600), st.sampled_from((30, 60, 240, 480)))


def responses() -> st.SearchStrategy[Promise]:
    """Draw a promise of a first response."""
    return st.builds(
        Promise,
        name=st.just("response"),
        minutes=minutes(),
        pauses=st.sampled_from((None, None, frozenset({"pause:vendor"}))),
    )


def resolutions() -> st.SearchStrategy[Promise]:
    """Draw a promise of a resolution, which a reopening may start anew."""
    return st.builds(
        Promise,
        name=st.just("resolution"),
        minutes=minutes(),
        starts=st.sampled_from(
            (*[frozenset({"start"})] * 4, frozenset({"start", "reopen"}), frozenset({"respond"}))
        ),
        pauses=st.sampled_from((None, None, frozenset({"pause:vendor"}))),
    )


def others() -> st.SearchStrategy[Promise]:
    """Draw another target, of those that come in cycles or with kinds of events of its own."""
    usual = st.sampled_from(
        (
            Promise("next reply", 1, frozenset({"customer reply"}), stops=frozenset({"respond"})),
            Promise(
                "update",
                1,
                frozenset({"start", "respond"}),
                stops=frozenset({"respond", "resolve"}),
            ),
            Promise("hand over", 1, frozenset({"assign"}), stops=frozenset({"acknowledge"})),
        )
    )
    odd = st.builds(
        Promise,
        name=st.just("desk"),
        minutes=st.just(1),
        starts=st.sampled_from(
            (frozenset({"start"}), frozenset({"respond"}), frozenset({"assign", "reopen"}))
        ),
        pauses=st.sampled_from(PAUSES),
        resumes=st.sampled_from(RESUMES),
        stops=st.sampled_from(
            (None, frozenset({"hand over"}), frozenset({"hand over", "resolve"}))
        ),
    )
    tables = st.sampled_from((None, None, OWN, ALWAYS))
    return st.builds(
        lambda promise, length, table: attrs.evolve(promise, minutes=length, table=table),
        st.one_of(usual, odd),
        minutes(),
        tables,
    )


def options() -> st.SearchStrategy[Options]:
    """Draw the ways of counting."""
    return st.builds(Options, **{name: st.sampled_from(ways) for name, ways in WAYS.items()})


@st.composite
def deals(draw: st.DrawFn, name: str) -> Deal:
    """Draw a level; one in several has no response, or no resolution."""
    promises = [draw(responses())] if draw(st.integers(0, 3)) else []
    promises += [draw(resolutions())] if draw(st.integers(0, 5)) else []
    promises += draw(st.lists(others(), max_size=2, unique_by=lambda one: one.name))
    table = draw(st.sampled_from((0, 0, 1)))
    return Deal(name, tuple(promises), table, draw(options()))


def level_of(deal: Deal, calendars: tuple[Calendar, ...]) -> SupportLevel:
    """Say a level in the library's words."""
    ways = {name: getattr(deal.options, name) for name in WAYS}
    return SupportLevel(
        deal.name,
        calendar=calendars[deal.table],
        targets=[target_of(promise, calendars) for promise in deal.promises],
        profile=Profile(**ways),
    )


def target_of(promise: Promise, calendars: tuple[Calendar, ...]) -> Target:
    """Say a promise in the library's words; what is usual is left unsaid."""
    length: timedelta = promise.minutes * MINUTE
    return Target(
        promise.name,
        AroundTheClock(length) if promise.table == ALWAYS else length,
        starts_on=promise.starts,
        pauses_on=promise.pauses,
        resumes_on=promise.resumes,
        stops_on=promise.stops,
        calendar=calendars[OWN] if promise.table == OWN else None,
    )
