"""Dates of every kind, drawn at random: said in the library's words, and as a question of a date.

Most hold near a date that is aimed at, so that they meet one another.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import attrs
from day_oracle import (
    CODES,
    Counted,
    Holds,
    Period,
    around_easter,
    both,
    day_number,
    each_year,
    is_in_month,
    is_in_week,
    is_month_day,
    is_nth_of_weekdays,
    is_nth_weekday,
    is_nth_weekday_of_year,
    is_weekday,
    is_year_day,
    month_number,
    orthodox_easter,
    week_number,
    western_easter,
    year_number,
)
from hypothesis import strategies as st

from slacalc.dates import DateRange

DAY = timedelta(days=1)
RECURRING, RANGE, SINGLE = range(3)  # the ranks of dates, from the lowest
WORKDAYS = range(5)


@attrs.frozen
class Key:
    """Dates: of which kind and rank, how they are said, and which they are."""

    kind: str
    rank: int
    said: Any
    holds: Holds

    @property
    def text(self) -> str:
        """What is said, as text, which is the same where the dates are."""
        return str(self.said)


def _near(aim: date, days: int) -> st.SearchStrategy[date]:
    return st.integers(-days, days).map(lambda count: aim + count * DAY)


@st.composite
def singles(draw: st.DrawFn, aim: date) -> Key:
    """Draw one date, as such or as text."""
    day = draw(st.one_of(_near(aim, 2), _near(aim, 9)))
    said = draw(st.sampled_from((day, str(day))))
    return Key("date", SINGLE, said, lambda other: other == day)


@st.composite
def ranges(draw: st.DrawFn, aim: date) -> Key:
    """Draw a stretch of dates, as text or as a value; one in ten reaches far."""
    first, length = draw(_near(aim, 5)), draw(st.integers(0, 6))
    if draw(st.integers(0, 9)) == 9:
        first, length = first - draw(st.integers(0, 500)) * DAY, draw(st.integers(0, 1000))
    last = first + length * DAY
    said = draw(st.sampled_from((f"{first}..{last}", DateRange(first, last))))
    return Key("range", RANGE, said, lambda day: first <= day <= last)


@st.composite
def yearly_days(draw: st.DrawFn, aim: date) -> Key:
    """Draw days of each year, over its end and from or to the 29th of February too."""
    shift, length = draw(st.integers(-3, 1)), draw(st.sampled_from((0, 0, 1, 3, 9)))
    first = aim + shift * DAY
    ends = [(day.month, day.day) for day in (first, first + length * DAY)]
    kind = draw(st.integers(0, 9))
    if kind > 7:  # almost the whole year, over its end
        ends = [(day.month, day.day) for day in (first + 2 * DAY, first - length * DAY)]
    if kind < 2:
        ends = [[(2, 29), (2, 29)], [(2, 29), (3, 1)], [(2, 27), (2, 29)]][draw(st.integers(0, 2))]
    texts = [f"{month:02}-{day:02}" for month, day in ends]
    said = texts[0] if ends[0] == ends[1] else "..".join(texts)
    return Key("yearly", RECURRING, said, each_year(*ends))


@st.composite
def easter_days(draw: st.DrawFn, aim: date) -> Key:
    """Draw days around Easter, most of them such that they come near the aim."""
    orthodox = draw(st.booleans())
    easter = (orthodox_easter if orthodox else western_easter)(aim.year)
    start = (aim - easter).days + draw(st.integers(-3, 2))
    if not -200 <= start <= 190 or draw(st.integers(0, 4)) == 4:
        start = draw(st.integers(-60, 60))
    end = start + draw(st.sampled_from((0, 0, 1, 3)))
    name = "orthodox easter" if orthodox else "easter"
    texts = [f"{name}{shift:+}" if shift else name for shift in (start, end)]
    said = texts[0] if start == end else "..".join(texts)
    kind = "orthodox easter" if orthodox else "western easter"
    return Key(kind, RECURRING, said, around_easter(start, end, orthodox=orthodox))


# Rules of RFC 5545


@attrs.frozen
class _Parts:
    """The parts of a rule that choose days, and which days these are."""

    freq: str
    text: str
    holds: Holds
    period: Period
    counts: bool = True  # whether an interval may be set
    bare: bool = False  # whether the anchor says the days


def _code(nth: int, weekday: int) -> str:
    return f"{nth}{CODES[weekday]}"


@st.composite
def _monthly(draw: st.DrawFn, aim: date) -> _Parts:
    """Draw days that are chosen in each month."""
    weekday, nth = draw(st.sampled_from((aim.weekday(), 0, 4, 6))), draw(st.integers(1, 5))
    nth *= draw(st.sampled_from((1, -1)))
    number = draw(st.sampled_from((aim.day, 31, -1, 13)))
    place = draw(st.sampled_from((1, 2, -1, -2)))
    workdays = ",".join(CODES[day] for day in WORKDAYS)
    text, holds = draw(
        st.sampled_from(
            (
                (f"BYDAY={_code(nth, weekday)}", is_nth_weekday(nth, weekday)),
                (f"BYMONTHDAY={number}", is_month_day(number)),
                (f"BYMONTHDAY=1,{number}", is_month_day(1, number)),
                (
                    f"BYMONTHDAY={aim.day},13;BYDAY=FR,{CODES[aim.weekday()]}",
                    both(is_month_day(aim.day, 13), is_weekday(4, aim.weekday())),
                ),
                (f"BYDAY={workdays};BYSETPOS={place}", is_nth_of_weekdays(place, *WORKDAYS)),
            )
        )
    )
    return _Parts("MONTHLY", text, holds, month_number)


@st.composite
def _weekly(draw: st.DrawFn, aim: date) -> _Parts:
    """Draw days of the week, in weeks that begin on any day."""
    days = [*draw(st.lists(st.integers(0, 6), max_size=2)), aim.weekday()]
    text = "BYDAY=" + ",".join(CODES[day] for day in dict.fromkeys(days))
    start = draw(st.sampled_from((0, 0, 6, 3)))
    if start:
        text += f";WKST={CODES[start]}"
    return _Parts("WEEKLY", text, is_weekday(*days), week_number(start))


@st.composite
def _daily(draw: st.DrawFn, aim: date) -> _Parts:
    """Draw all days, or some days of the week or of the month among them."""
    number = draw(st.integers(1, 28))
    text, holds = draw(
        st.sampled_from(
            (
                ("", lambda _day: True),
                (f"BYDAY=SA,{CODES[aim.weekday()]}", is_weekday(5, aim.weekday())),
                (f"BYMONTHDAY={number},-1", is_month_day(number, -1)),
            )
        )
    )
    return _Parts("DAILY", text, holds, day_number)


@st.composite
def _yearly(draw: st.DrawFn, aim: date) -> _Parts:
    """Draw days that are chosen in each year."""
    nth, weekday = draw(st.sampled_from((1, 2, 4, -1))), aim.weekday()
    of_year = (aim - date(aim.year, 1, 1)).days // 7 + 1
    year_day = (aim - date(aim.year, 1, 1)).days + 1
    week = min(aim.isocalendar().week, 51)  # 52 and 53 are refused
    month = f"BYMONTH={aim.month}"
    text, holds = draw(
        st.sampled_from(
            (
                (
                    f"{month};BYDAY={_code(nth, weekday)}",
                    both(is_in_month(aim.month), is_nth_weekday(nth, weekday)),
                ),
                (
                    f"{month};BYMONTHDAY={aim.day}",
                    both(is_in_month(aim.month), is_month_day(aim.day)),
                ),
                (f"BYYEARDAY={year_day}", is_year_day(year_day)),
                (f"BYYEARDAY={year_day - 366}", is_year_day(year_day - 366)),
                (f"BYDAY={_code(of_year, weekday)}", is_nth_weekday_of_year(of_year, weekday)),
                (f"BYWEEKNO={week};BYDAY={CODES[weekday]}", is_in_week(week, weekday)),
                (f"BYWEEKNO=-1,1;BYDAY={CODES[weekday]}", _is_new_week(weekday)),
            )
        )
    )
    return _Parts("YEARLY", text, holds, year_number, counts="BYWEEKNO" not in text)


def _is_new_week(weekday: int) -> Holds:
    first, last = is_in_week(1, weekday), is_in_week(-1, weekday)
    return lambda day: first(day) or last(day)


@st.composite
def rules(draw: st.DrawFn, aim: date, last: date) -> Key:
    """Draw a rule, that counts from an anchor or not; none of its days after `last` is asked."""
    kind = draw(st.sampled_from((_monthly, _weekly, _daily, _yearly, _anchored)))
    parts = draw(kind(aim))
    if kind is not _yearly and kind is not _anchored and draw(st.integers(0, 3)) == 0:
        months = sorted({aim.month, *draw(st.lists(st.integers(1, 12), max_size=3))})
        text = f"{parts.text};BYMONTH={','.join(map(str, months))}".removeprefix(";")
        parts = attrs.evolve(parts, text=text, holds=both(parts.holds, is_in_month(*months)))
    said = ";".join(filter(None, (f"FREQ={parts.freq}", parts.text)))
    key = draw(_counted(parts, said, aim, last))
    if kind is not _anchored and draw(st.booleans()):
        key = Key(f"rule {parts.freq}", RECURRING, said, parts.holds)
    return key if _ever(key.holds, aim) else draw(yearly_days(aim))


def _ever(holds: Holds, aim: date) -> bool:
    """Tell whether a rule gives a day in some years: one that gives none at all is refused."""
    return any(holds(aim + shift * DAY) for shift in range(-900, 1500))


@st.composite
def _anchored(draw: st.DrawFn, _aim: date) -> _Parts:
    """Draw a rule that says nothing but how often: its anchor says the rest."""
    freq = draw(st.sampled_from(("WEEKLY", "MONTHLY", "YEARLY")))
    periods = {"WEEKLY": week_number(0), "MONTHLY": month_number, "YEARLY": year_number}
    return _Parts(freq, "", lambda _day: True, periods[freq], bare=True)


@st.composite
def _counted(draw: st.DrawFn, parts: _Parts, said: str, aim: date, last: date) -> Key:
    """Draw from when a rule counts, in which steps, and until when or how often."""
    anchor = aim + draw(st.one_of(st.integers(-60, 3), st.integers(-900, 3))) * DAY
    if draw(st.integers(0, 4)) == 0:
        anchor = date(max(anchor.year - draw(st.integers(1, 60)), 1), anchor.month, 28)
    interval = draw(st.sampled_from((1, 2, 2, 3, 5, 7))) if parts.counts else 1
    holds = _like(parts.freq, anchor) if parts.bare else parts.holds
    rule = Counted(holds, parts.period, anchor, interval)
    if interval > 1:
        said += f";INTERVAL={interval}"
    ends = draw(st.sampled_from(("never", "never", "until", "count")))
    if ends == "until":
        until = max(aim, anchor) + draw(st.integers(0, 9)) * DAY
        rule, said = attrs.evolve(rule, until=until), f"{said};UNTIL={until:%Y%m%d}"
    elif ends == "count" and (last - anchor).days < 3000:
        count = draw(st.one_of(st.integers(1, 5), st.integers(1, 80)))
        rule, said = rule.times(count, last), f"{said};COUNT={count}"
    kind = f"{'counted' if interval > 1 else 'anchored'} {parts.freq}"
    return Key(kind, RECURRING, f"{said} from {anchor}", rule)


def _like(freq: str, anchor: date) -> Holds:
    if freq == "WEEKLY":
        return is_weekday(anchor.weekday())
    month_day = is_month_day(anchor.day)
    return month_day if freq == "MONTHLY" else both(month_day, is_in_month(anchor.month))


@st.composite
def on_weekdays(draw: st.DrawFn, weekday: int) -> Key:
    """Draw a rule that holds on one day of the week, in all weeks or at some place of months."""
    nth = draw(st.integers(0, 4))
    if nth:
        said = f"FREQ=MONTHLY;BYDAY={_code(nth, weekday)}"
        return Key("rule MONTHLY", RECURRING, said, is_nth_weekday(nth, weekday))
    said = f"FREQ=WEEKLY;BYDAY={CODES[weekday]}"
    return Key("rule WEEKLY", RECURRING, said, is_weekday(weekday))


def keys(aim: date, last: date) -> st.SearchStrategy[Key]:
    """Draw dates of any kind."""
    return st.one_of(
        singles(aim),
        ranges(aim),
        yearly_days(aim),
        easter_days(aim),
        rules(aim, last),
        rules(aim, last),
    )


def distinct(found: Sequence[Key]) -> list[Key]:
    """Return keys, each date said once."""
    return list({key.text: key for key in found}.values())
