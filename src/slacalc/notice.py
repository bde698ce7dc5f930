"""The notice outside hours: when the customer will hear from us."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from slacalc import doors
from slacalc.errors import NoWorkingTimeError, OutOfRangeError
from slacalc.words import time_of, words_of

if TYPE_CHECKING:
    from slacalc.dated_time import DatedTime
    from slacalc.words import Words

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_FAR = timedelta(days=180)  # from here on a date is told with its year


def out_of_hours(calendar: DatedTime, at: datetime, *, language: str = "en") -> str | None:
    """Return when the customer is answered, in words, or None while the calendar is open.

    It names the next real opening, after holidays, transfers and closures, on the calendar's
    clock: today, tomorrow, on a weekday within a week, later by its date. The languages are "en"
    and "ru"; Russian needs the extra ``slacalc[i18n]``. Raises `NoWorkingTimeError` where the
    calendar never opens again, `LanguageError` for another language. O(log n).

    >>> from slacalc import Calendar
    >>> desk = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow")
    >>> out_of_hours(desk, desk.at("2026-03-06 20:00"))
    "We'll answer on Monday from 09:00"
    >>> out_of_hours(desk, desk.at("2026-03-06 12:00")) is None
    True
    """
    at, words = doors.instant("at", at), words_of(language)
    if calendar.is_open(at):
        return None
    opening = calendar.next_opening(at)
    if opening is None:
        raise NoWorkingTimeError.needed("at", at, ahead=True)
    try:
        return _told(words, at.astimezone(calendar.zone), opening.astimezone(calendar.zone))
    except OverflowError:
        raise OutOfRangeError.of("at", at) from None


def _told(words: Words, now: datetime, opening: datetime) -> str:
    time, ahead = time_of(opening), opening.date() - now.date()
    if ahead <= _DAY:  # where a clock goes back, it can be the date before
        return words("notice tomorrow" if ahead == _DAY else "notice today", time=time)
    if ahead < _WEEK:
        return words("notice weekday", weekday=words.weekday(opening.weekday()), time=time)
    form = "told" if ahead < _FAR else "told with the year"
    return words("notice date", date=words.date(form, opening), time=time)
