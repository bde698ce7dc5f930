"""What a class of clocks is told: levels on plain calendars, and instants in order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from slacalc import Calendar, SupportLevel
from slacalc.testing.laws import places
from slacalc.testing.laws.numbers import below
from slacalc.testing.laws.places import Stretch
from slacalc.testing.laws.questions import FAR, MINUTES
from slacalc.testing.laws.retold import Deal
from slacalc.testing.laws.subjects import Subject
from slacalc.testing.oracle import Oracle, of
from slacalc.testing.strategies.zones import transitions
from slacalc.text import format_duration

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
SECOND, PART = timedelta(seconds=1), timedelta(microseconds=1)
MOMENTS = ("late", "p", "q", "r", "s", "at")  # in order, none before the registration
LATE = "late"  # where it is drawn, all moments lie after what is due at first
WALK = 28 * DAY
_WEEKS = (
    "Mon-Fri 09:00-18:00",
    "Mon-Fri 09:00-13:00 14:00-18:00",
    "Mon-Fri 22:00-06:00",
    "Mon-Sat 10:00-16:00; Sun 10:00-12:00",
    "Mon-Sun 00:00-24:00",
)
_SHORT = 16  # hours of a promise; a few are of weeks
_SPARE = 10  # days at the end in which no request is registered
_TOLD = 2  # aims that are no edges
_MOMENTS = st.one_of(
    st.tuples(st.just(0), st.sampled_from((HOUR, 2 * HOUR, 3 * HOUR, 8 * HOUR, DAY, 3 * DAY))),
    st.tuples(st.just(0), below(3000).map(lambda count: count * MINUTE)),
    st.tuples(
        st.integers(1, 5), st.sampled_from((0 * MINUTE, MINUTE, -MINUTE, 7 * SECOND, -PART, PART))
    ),
)


def questions(subject: Subject, names: Sequence[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Draw what a law tells and asks, by the names of its arguments."""
    around = places.whole(subject)
    deals = _deals(subject.zone)
    changes = [(at - around.first).days - 1 for at in transitions(subject.zone, *subject.years)]
    days = below(around.days - _SPARE + 1)
    close = [day for day in changes if 0 <= day < around.days - _SPARE] or [0]
    near = below(len(close)).map(close.__getitem__)
    known: dict[str, st.SearchStrategy[Any]] = {
        "deal": deals,
        "new": deals,
        "registered": st.tuples(st.one_of(days, near), MINUTES),
        **dict.fromkeys(MOMENTS, _MOMENTS),
        "order": st.permutations(range(6)),
        "far": st.sampled_from(FAR).map(ZoneInfo),
        "walk": st.sampled_from(_walks(around, subject)),
    }
    drawn = st.fixed_dictionaries({name: known[name] for name in names})
    return drawn.map(partial(_read, around))


def _read(stretch: Stretch, drawn: dict[str, Any]) -> dict[str, Any]:
    """Turn what was drawn into what is told: a registration, and instants in order after it."""
    told = dict(drawn)
    deal, (day, minute) = drawn["deal"], drawn["registered"]
    if "walk" in drawn:
        told["walk"] = table = _walked(deal.calendar, drawn["walk"])
        stretch, day = Stretch(stretch.zone, table.start, table.end, (), ()), day % _SPARE // 2
    registered = told["registered"] = stretch.at(day, minute).astimezone(stretch.zone)
    aims = _aims(deal, registered.astimezone(UTC))
    least = aims[0]
    if LATE in drawn:
        aims = aims[1:]
        least = aims[0] + PART
    names = [name for name in MOMENTS if name in drawn]
    moments = sorted(max(least, _moment(aims, *drawn[name])) for name in names)
    return told | {
        name: at.astimezone(stretch.zone) for name, at in zip(names, moments, strict=True)
    }


def _moment(aims: list[datetime], aim: int, beside: timedelta) -> datetime:
    """Return the instant beside an aim."""
    return aims[aim % len(aims)] + beside


def _aims(deal: Deal, registered: datetime) -> list[datetime]:
    """Return the registration, what is due at first, and the next openings and closings."""
    found = [registered, deal.calendar.deadline(registered, deal.budget)]
    for _ in range(2):
        closing = deal.calendar.next_closing(found[-1] if len(found) > _TOLD else registered)
        if closing is None:
            break
        found += [closing, deal.calendar.next_opening(closing) or closing]
    return found


def _deals(zone: str) -> st.SearchStrategy[Deal]:
    """Draw a level: some hours or minutes on one of a few plain weeks."""
    hours = st.integers(1, _SHORT + 4).map(lambda count: count * HOUR)
    hours = hours.map(lambda time: time if time <= _SHORT * HOUR else (time - _SHORT * HOUR) * 110)
    minutes = below(600).map(lambda count: (count + 1) * MINUTE)
    return st.builds(_deal, st.just(zone), st.sampled_from(_WEEKS), st.one_of(hours, minutes))


@lru_cache(maxsize=1024)
def _deal(zone: str, week: str, budget: timedelta) -> Deal:
    calendar = _calendar(zone, week)
    name = f"{format_duration(budget)} on {calendar}"
    level = SupportLevel(name, calendar=calendar, response=budget, resolution=budget)
    return Deal(level, calendar, budget)


@lru_cache(maxsize=64)
def _calendar(zone: str, week: str) -> Calendar:
    return Calendar(week, time_zone=zone)


def _walks(around: Stretch, subject: Subject) -> list[datetime]:
    """Return where walks begin: on the first day, and some days before two transitions."""
    near = transitions(subject.zone, *subject.years)[:2]
    return [around.first, *(at.replace(minute=0, second=0) - 3 * DAY for at in near)]


@lru_cache(maxsize=64)
def _walked(calendar: Calendar, begin: datetime) -> Oracle:
    return of(calendar, begin, begin + WALK)
