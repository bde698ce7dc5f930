"""Hours: calendars that have none, end too early, or are used by nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from slacalc.algebra import AnyCalendar, ChangedCalendar
from slacalc.chain import LevelChain
from slacalc.check.finding import Finding
from slacalc.check.places import placed
from slacalc.check.quiet import quietly
from slacalc.conditions import calendars_asked

_SOME_NOON = datetime(2026, 1, 7, 12, tzinfo=UTC)


def counted(
    chain: LevelChain, named: Mapping[str, AnyCalendar], until: date | None
) -> Iterator[Finding]:
    """Find what is wrong with the calendars that targets count on, each place once."""
    seen: set[tuple[str, AnyCalendar]] = set()
    for place, level in placed(chain):
        own = [(t.calendar, t.calendar) for t in level.promised if t.calendar is not None]
        on_level = len(own) < len(level.promised)
        for said, hours in [*([(level.calendar, level.hours)] if on_level else []), *own]:
            where = _name(said, named) or f"{place}.calendar"
            if (where, hours) not in seen:
                yield from _of_calendar(where, hours, until)
            seen.add((where, hours))


def unused(chain: LevelChain, named: Mapping[str, AnyCalendar]) -> Iterator[Finding]:
    """Find the calendars that no level, target, condition or other calendar uses."""
    used: set[AnyCalendar] = set()
    for _, level in placed(chain):
        waiting = [*level.counted_on, *calendars_asked(level.conditions)]
        while waiting:
            calendar = waiting.pop()
            if calendar not in used:
                used.add(calendar)
                waiting += calendar.made_of
    for name in named:
        if not any(named[name] == calendar for calendar in used):
            users = [one for one in named if named[name] in named[one].made_of]
            told = f"nothing uses the calendar {name!r}"
            if not users:
                yield Finding.of("unused-calendar", f"calendars.{name}", told)


def unused_schedules(chain: LevelChain, named: Mapping[str, Any]) -> Iterator[Finding]:
    """Find the schedules that no level uses."""
    used = [level.schedule for _, level in placed(chain)]
    for name, schedule in named.items():
        if schedule not in used:
            told = f"no level uses the schedule {name!r}"
            yield Finding.of("unused-schedule", f"schedules.{name}", told)


def known_until(calendar: AnyCalendar) -> date | None:
    """Return the last day that a calendar knows, None where it is not said, or not to matter."""
    if isinstance(calendar, ChangedCalendar):
        return known_until(calendar.after)
    ends = [known_until(one) for one in calendar.made_of]
    if getattr(calendar, "outside", "assume") != "assume":
        ends.append(getattr(calendar, "known_until", None))
    return min((end for end in ends if end is not None), default=None)


def _name(calendar: AnyCalendar, named: Mapping[str, AnyCalendar]) -> str:
    return next((f"calendars.{name}" for name, one in named.items() if one == calendar), "")


def _of_calendar(place: str, hours: AnyCalendar, until: date | None) -> Iterator[Finding]:
    if _is_empty(hours):
        yield Finding.of("no-working-time", place, f"{hours} has no working time at all")
        return
    if until is None:
        return
    known, last = known_until(hours), _last_day(hours, until)
    if known is not None and known < until:
        told = f"the days of {hours} are known until {known}, and {until} is asked for"
        yield Finding.of("known-too-short", place, told)
    if last is not None:
        told = f"the working time of {hours} ends on {last}, and {until} is asked for"
        yield Finding.of("hours-end", place, told)


def _is_empty(hours: AnyCalendar) -> bool:
    with quietly():
        return not _opens(hours, _SOME_NOON) and hours.previous_opening(_SOME_NOON) is None
    return False


def _opens(hours: AnyCalendar, at: datetime) -> bool:
    """Say whether there is working time at an instant or after it."""
    return hours.is_open(at) or hours.next_opening(at) is not None


def _last_day(hours: AnyCalendar, until: date) -> date | None:
    """Return the day on which the hours end for good, where that is before a day."""
    with quietly():
        at = datetime.combine(until, time(), hours.zone)
        closing = None if _opens(hours, at) else hours.previous_closing(at)
        return closing and (closing.astimezone(hours.zone) - timedelta(microseconds=1)).date()
    return None
