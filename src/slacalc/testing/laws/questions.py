"""What a calendar is asked: instants where calendars go wrong, durations, and stretches.

Hypothesis draws small numbers; which instants they stand for is worked out afterwards, so that
drawing is quick, and shrinking leads to the first Monday at 09:00.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from operator import add
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from slacalc.testing.laws import places
from slacalc.testing.laws.numbers import below
from slacalc.testing.laws.places import Stretch
from slacalc.testing.laws.subjects import Subject

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
DAY_MINUTES = 24 * 60
FAR = ("UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns")

Place = tuple[str, int, int]
"""A day and a minute of it, or else an edge or an odd instant, and the minutes beside it."""

_INSTANTS = ("start", "end", "a", "b", "c")
_NUMBERS = below(1000)
_AT_AN_EDGE = st.tuples(
    st.just("edge"), _NUMBERS, st.sampled_from((0, -1, 1, -30, 30, -60, 60, -90))
)
_ODD = st.tuples(
    st.just("odd"), _NUMBERS, st.sampled_from((0, 720, 30, -30, 600, 900, -1, 59, -600, 1200))
)
MINUTES = st.one_of(
    st.integers(0, 14).map(lambda hour: (9 + hour) * 60),
    st.sampled_from((0, 1, DAY_MINUTES - 1, DAY_MINUTES)),
    below(DAY_MINUTES).map(lambda minute: (minute + 9 * 60) % DAY_MINUTES),
)
_DURATIONS = st.one_of(
    st.integers(1, 40).map(lambda count: count * HOUR),
    below(5 * DAY_MINUTES).map(lambda count: (count + 1) * MINUTE),
    st.integers(1, 50).map(lambda count: count * 40 * HOUR),
)
_PARTS = st.one_of(st.just(1), below(10**6 - 1).map(lambda count: count + 1)).map(
    lambda count: timedelta(microseconds=count)
)


def questions(subject: Subject, names: Sequence[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Draw what a law asks for, by the names of its arguments."""
    around = places.whole(subject)
    tables = places.walks(subject) if "walk" in names else []
    days = places.WALK // places.DAY if tables else around.days
    on_a_day = st.tuples(st.just("day"), below(days), MINUTES)
    instants = st.one_of(on_a_day, _AT_AN_EDGE, _ODD)
    others = st.sampled_from(subject.others)
    known: dict[str, st.SearchStrategy[Any]] = {
        **dict.fromkeys(_INSTANTS, instants),
        "d": _DURATIONS,
        "e": _DURATIONS,
        "far": st.sampled_from(FAR).map(ZoneInfo),
        "fine": st.tuples(instants, _PARTS),
        "tiny": st.builds(add, _DURATIONS, _PARTS),
        "other": others,
        "third": others,
        "walk": st.sampled_from(tables),
    }
    drawn = st.fixed_dictionaries({name: known[name] for name in names})
    return drawn.map(partial(_read, around))


def _read(stretch: Stretch, drawn: dict[str, Any]) -> dict[str, Any]:
    """Turn what was drawn into what is asked; of two ends the first comes first."""
    asked = dict(drawn)
    if "walk" in drawn:
        asked["walk"], stretch = drawn["walk"].oracle, drawn["walk"].stretch
    for name in drawn.keys() & {*_INSTANTS}:
        asked[name] = _instant(stretch, drawn[name])
    if "fine" in drawn:
        place, part = drawn["fine"]
        asked["fine"] = _instant(stretch, place, part)
    if "start" in asked and "end" in asked:
        ends = asked["start"], asked["end"]
        asked["start"], asked["end"] = sorted(ends, key=lambda at: at.astimezone(UTC))
    return asked


def _instant(stretch: Stretch, place: Place, part: timedelta = timedelta(0)) -> datetime:
    """Return the instant that a place stands for, inside the stretch that is asked about."""
    kind, number, minutes = place
    if kind == "day":
        at = stretch.at(number, minutes)
    else:
        at = stretch.near(stretch.edges if kind == "edge" else stretch.odd, number, minutes)
    return (at + part).astimezone(stretch.zone)
