"""Hours on the wall clock: shifts, the hours of a day, the hours of a week.

Most of what is drawn comes at one stroke from a table that begins with what a person would say,
so that it is fast and shrinks there.
"""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from itertools import combinations, product

from hypothesis import strategies as st

from slacalc import DaySchedule, Shift, WeekSchedule
from slacalc.testing.strategies.checking import most_of

_MINUTE = timedelta(minutes=1)
_HOUR, _DAY = 60, 24 * 60
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_Minutes = tuple[int, int]
_Pauses = tuple[_Minutes, ...]
_Ends = tuple[st.SearchStrategy[int], st.SearchStrategy[int]]


def _said(*texts: str) -> list[_Minutes]:
    shifts = map(Shift.parse, texts)
    return [(shift.start // _MINUTE, shift.end // _MINUTE) for shift in shifts]


def _near(usual: int, low: int, high: int) -> st.SearchStrategy[int]:
    """Draw a number between two others; shrinks to the usual one."""
    return st.integers(low - usual, high - usual).map(lambda n: n + usual)


def _whole_hours(starts: range, ends: range, usual: _Minutes) -> list[_Minutes]:
    """Return the shifts of whole hours, those first that are like the usual one."""
    found = [(start * _HOUR, end * _HOUR) for start, end in product(starts, ends) if start < end]
    return sorted(found, key=lambda one: (abs(one[0] - usual[0]) + abs(one[1] - usual[1]), one))


_OFFICE, _NIGHT = _said("09:00-18:00", "22:00-06:00")
_ANY = _near(_OFFICE[0], 0, _DAY - 1), _near(_OFFICE[1], 1, _DAY)
_SMALL = st.integers(0, 4 * _HOUR), _near(_OFFICE[1], 1, _DAY)  # where clocks change
_ANY_NIGHT = _near(_NIGHT[0], 0, _DAY - 1), _near(_NIGHT[1], _DAY + 1, 2 * _DAY)
_LATE = st.integers(_DAY, 2 * _DAY - 1), st.integers(_DAY + 1, 2 * _DAY)
_USUAL = _said("09:00-18:00", "08:00-17:00", "08:00-20:00", "10:00-19:00", "00:00-24:00")
_USUAL_NIGHTS = _said("22:00-06:00", "20:00-08:00", "18:00-02:00", "23:30-00:30")
_BY_DAY: list[_Minutes | _Ends] = [
    *_USUAL * 60,
    *_whole_hours(range(24), range(1, 25), _OFFICE),
    *[_ANY] * 150,
    *[_SMALL] * 150,
]
_BY_NIGHT: list[_Minutes | _Ends] = [
    *_USUAL_NIGHTS * 80,
    *_whole_hours(range(12, 24), range(25, 37), _NIGHT),
    *[_ANY_NIGHT] * 300,
    *[_LATE] * 100,
]
_STRETCHES = {False: st.sampled_from(_BY_DAY), True: st.sampled_from(_BY_DAY + _BY_NIGHT)}


def _stretch(draw: st.DrawFn, *, nights: bool) -> _Minutes:
    start, end = draw(_STRETCHES[nights])
    if isinstance(start, int) and isinstance(end, int):
        return start, end
    first, last = sorted((draw(start), draw(end)))  # type: ignore[arg-type]
    return first, max(last, first + 1)


def _shift(minutes: _Minutes) -> Shift:
    return Shift(minutes[0] * _MINUTE, minutes[1] * _MINUTE)


def shifts(*, nights: bool = True) -> st.SearchStrategy[Shift]:
    """Draw one stretch of hours on the wall clock, of whole minutes.

    With `nights`, a third of them reach over midnight or begin after it (``"26:00-27:00"``), up to
    48:00; without, none ends later than 24:00. Some begin in the small hours, when clocks change.
    Shrinks to 09:00-18:00, and a night to 22:00-06:00.

    >>> from hypothesis import find
    >>> print(find(shifts(), lambda shift: shift.end > timedelta(hours=24)))
    22:00-06:00
    """
    return _shifts(nights=nights)


@lru_cache
@st.composite
def _shifts(draw: st.DrawFn, *, nights: bool) -> Shift:
    return _shift(_stretch(draw, nights=nights))


_LUNCH = tuple(_said("13:00-14:00"))
_PAUSES: list[_Pauses] = [
    (),
    (),
    (),
    _LUNCH,
    (*_said("12:00-12:30"),),
    (*_said("11:00-11:15"), *_LUNCH),
]
_ONE_IN_FIVE = st.sampled_from((False, False, False, False, True))


def day_schedules(
    *, nights: bool = True, most: int = 3, empty: bool = False
) -> st.SearchStrategy[DaySchedule]:
    """Draw the hours of a day: one shift, with up to `most` - 1 breaks in it.

    With `empty`, some days are closed; without, every day has hours. `nights` is that of
    `shifts`. Shrinks to 09:00-18:00, then to an hour's break at 13:00. A `most` that is no whole
    number from 1 raises `ArgumentTypeError` at once.

    >>> from hypothesis import find
    >>> print(find(day_schedules(), lambda day: len(day.shifts) > 1))
    09:00-13:00 14:00-18:00
    """
    return _day_schedules(nights=nights, most=most_of(most, 1), empty=empty)


@lru_cache
@st.composite
def _day_schedules(draw: st.DrawFn, *, nights: bool, most: int, empty: bool) -> DaySchedule:
    if empty and draw(_ONE_IN_FIVE):
        return DaySchedule()
    stretch, pauses = _stretch(draw, nights=nights), draw(_pauses(most))
    cuts = _cuts(draw, stretch, most - 1) if pauses is None else pauses
    return DaySchedule(*map(_shift, _less(stretch, cuts)))


@lru_cache
def _pauses(most: int) -> st.SearchStrategy[_Pauses | None]:
    """Draw the breaks of a day, or None for any."""
    usual = [pauses for pauses in _PAUSES if len(pauses) < most]
    return st.sampled_from([*usual, *[None] * (min(most, 3) - 1)])


def _cuts(draw: st.DrawFn, stretch: _Minutes, most: int) -> _Pauses:
    """Draw breaks that begin in a shift and do not overlap."""
    inside = st.integers(*stretch)
    cuts = sorted(draw(st.lists(inside, min_size=2, max_size=2 * most)))
    return tuple(zip(cuts[::2], cuts[1::2], strict=False))


def _less(stretch: _Minutes, pauses: _Pauses) -> list[_Minutes]:
    """Return a shift less its breaks, or whole where they leave nothing."""
    starts = [stretch[0], *(end for _, end in pauses)]
    ends = [*(start for start, _ in pauses), stretch[1]]
    rest = zip(starts, ends, strict=True)
    inside = [(max(start, stretch[0]), min(end, stretch[1])) for start, end in rest]
    return [(start, end) for start, end in inside if start < end] or [stretch]


_FIVE = (0, 1, 2, 3, 4)
_USUAL_DAYS = [_FIVE, (*_FIVE, 5), (*_FIVE, 5, 6), _FIVE[:4], (6, 0, 1, 2, 3), (5, 6), (0,)]
_ANY_DAYS = [days for count in range(7, 0, -1) for days in combinations(range(7), count)]
_ALWAYS = WeekSchedule("Mon-Sun 00:00-24:00")
_NEVER = WeekSchedule("Mon-Sun closed")
_WORKED: list[tuple[int, ...] | WeekSchedule] = [*_USUAL_DAYS * 40, *_ANY_DAYS, *[_ALWAYS] * 12]
_WEEKS = {False: st.sampled_from(_WORKED), True: st.sampled_from([*_WORKED, *[_NEVER] * 25])}
_OTHERS = st.sampled_from((0, 0, 0, 1, 2))
_WEEKDAY = st.integers(0, 6)


def week_schedules(*, nights: bool = True, empty: bool = False) -> st.SearchStrategy[WeekSchedule]:
    """Draw the hours of a week: the same on its working days, but for up to two of the days.

    With `empty`, some weeks are closed; without, every week has hours. Some never close.
    `nights` is that of `shifts`. Shrinks to Mon-Fri 09:00-18:00.

    >>> from hypothesis import find
    >>> print(find(week_schedules(), lambda week: bool(week[5])))
    Mon-Sat 09:00-18:00
    """
    return _week_schedules(nights=nights, empty=empty)


@lru_cache
@st.composite
def _week_schedules(draw: st.DrawFn, *, nights: bool, empty: bool) -> WeekSchedule:
    days, hours = draw(_WEEKS[empty]), draw(day_schedules(nights=nights))
    closing = day_schedules(nights=nights, empty=True)
    others = {draw(_WEEKDAY): draw(closing) for _ in range(draw(_OTHERS))}
    if isinstance(days, WeekSchedule):
        return days
    week = dict.fromkeys(days, hours)
    kept = week | others if any((week | others).values()) else week
    return WeekSchedule({WEEKDAYS[day]: its for day, its in kept.items()})
