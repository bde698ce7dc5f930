"""Words: what the library says to people, in the languages that it knows.

Reasons are keys; a catalogue for each language says them. English needs nothing; what other
languages write as dates comes from Babel, the extra ``slacalc[i18n]``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from importlib import import_module

from attrs import field, frozen

from slacalc import text
from slacalc.errors import ArgumentTypeError, LanguageError, SlacalcError, did_you_mean
from slacalc.words.english import MONTHS, WEEKDAYS

LANGUAGES = {"en": "english", "ru": "russian"}
_WEEK = timedelta(days=7)
_PART = re.compile(r"([0-9]+)(?:\.([0-9]+))?([hms])")
_TOKEN = re.compile("EEEE|EEE|MMMM|MMM|MM|dd|d|y")

DateFormat = Callable[[date, str], str]


@frozen
class Words:
    """The words of one language, by their keys.

    >>> english = words_of("en")
    >>> english("waiting since", since="Mon 16:00")
    'waiting since Mon 16:00'
    >>> english.duration(timedelta(hours=4, minutes=30)), english.date("day", date(2026, 3, 2))
    ('4h 30m', 'Mon 2026-03-02')
    """

    language: str
    _words: Mapping[str, str] = field(repr=False, eq=False)
    _names: Mapping[str, str] = field(repr=False, eq=False)
    _weekdays: tuple[str, ...] = field(repr=False, eq=False)
    _units: Mapping[str, str] = field(repr=False, eq=False)
    _dates: Mapping[str, str] = field(repr=False, eq=False)
    _format: DateFormat = field(repr=False, eq=False)

    def __call__(self, key: str, /, **data: object) -> str:
        """Say a key, with what belongs into it."""
        return self._words[key].format(**data)

    def name(self, name: str) -> str:
        """Return the word for a name if it is one that the library gives, else the name."""
        return self._names.get(name, name)

    def note(self, note: str) -> str:
        """Return a note in words: a rule for a day is retold, a name stays as it was given.

        >>> words_of("en").note("short 1h")
        'short 1h'
        """
        if self.language == "en" or not note:
            return note
        try:
            weekday, _, cut = text.parse_day_rule(note)
        except SlacalcError:
            return self.name(note)
        told = [] if weekday is None else [self("like", weekday=self.weekday(weekday))]
        told += [self("shorter", time=self.duration(cut))] if cut else []
        return ", ".join(told) or self.name(note)

    def weekday(self, number: int) -> str:
        """Return the name of a weekday as it follows "on"; Monday is 0."""
        return self._weekdays[number]

    def duration(self, duration: timedelta) -> str:
        """Write a duration: hours, minutes, seconds."""
        return _PART.sub(self._part, text.format_duration(duration))

    def _part(self, part: re.Match[str]) -> str:
        comma = "." if self.language == "en" else ","
        number = f"{part[1]}{comma}{part[2]}" if part[2] else part[1]
        return f"{number}{self._units[part[3]]}"

    def date(self, form: str, day: date) -> str:
        """Write a date in a form: "day", "weekday", "told", "month", and others."""
        return self._format(day, self._dates[form])

    def since(self, then: datetime, now: datetime) -> str:
        """Write an earlier instant, as short as it is clear on the clock of another one."""
        return f"{self.before_time(now, then)}{time_of(then)}"

    def before_time(self, day: datetime, other: datetime) -> str:
        """Return what is to be said before a time of another day: nothing, its weekday, its date.

        The weekday is said within a week.
        """
        days = abs(day.date() - other.date())
        if not days:
            return ""
        return f"{self.date('weekday' if days < _WEEK else 'date', other)} "


def time_of(at: datetime) -> str:
    """Write a time of day, with seconds where there are any."""
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"


def words_of(language: str) -> Words:
    """Return the words of a language: "en" or "ru"; "ru-RU" is Russian too.

    Raises `LanguageError` for another one, and `ModuleNotFoundError` where a language other than
    English is asked without the extra ``slacalc[i18n]``.

    >>> str(words_of("en").note("Unity Day"))
    'Unity Day'
    """
    if not isinstance(language, str):
        raise ArgumentTypeError.expected("language", language, "text, such as 'en'")
    code = re.split("[-_]", language.strip().casefold()[:35], maxsplit=1)[0]
    if code not in LANGUAGES:
        way_out = did_you_mean(code, LANGUAGES) or f"use one of {', '.join(LANGUAGES)}"
        raise LanguageError("language", language, "is no language that we have words for", way_out)
    return _words(code)


@cache
def _words(code: str) -> Words:
    said = import_module(f"slacalc.words.{LANGUAGES[code]}")
    written = _in_english if code == "en" else _by_babel(code)
    return Words(code, said.WORDS, said.NAMES, said.WEEKDAYS, said.UNITS, said.DATES, written)


def _by_babel(code: str) -> DateFormat:
    """Return what writes dates in a language; Babel is an extra."""
    try:
        from babel import Locale
        from babel.dates import format_date
    except ModuleNotFoundError:
        message = f"language={code!r} needs the extra: pip install 'slacalc[i18n]'"
        raise ModuleNotFoundError(message) from None
    locale = Locale.parse(code)
    return lambda day, form: format_date(day, form, locale)


def _in_english(day: date, form: str) -> str:
    """Write a date in English, whichever language the process was set to."""
    weekday, month = WEEKDAYS[day.weekday()], MONTHS[day.month - 1]
    said = {
        "EEEE": weekday,
        "EEE": weekday[:3],
        "MMMM": month,
        "MMM": month[:3],
        "MM": f"{day.month:02}",
        "dd": f"{day.day:02}",
        "d": str(day.day),
        "y": f"{day.year:04}",
    }
    return _TOKEN.sub(lambda token: said[token[0]], form)
