"""Words: what the library says to people, in English and in Russian."""

from __future__ import annotations

import re
import string
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slacalc import LanguageError, words
from slacalc.words import english, russian, words_of

ENGLISH = words_of("en")


@pytest.fixture
def in_russian() -> words.Words:
    """Give the Russian words, where Babel is installed."""
    pytest.importorskip("babel")
    return words_of("ru")


def places(text: str) -> set[str]:
    """Return the names of what belongs into a text."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_language_says_every_key() -> None:
    """Russian has a word for all that English says, with the same places in it."""
    assert english.WORDS.keys() <= russian.WORDS.keys()
    for key, said in english.WORDS.items():
        assert places(russian.WORDS[key]) == places(said), key
    assert english.DATES.keys() == russian.DATES.keys()
    assert english.UNITS.keys() == russian.UNITS.keys()
    assert len(english.WEEKDAYS) == len(russian.WEEKDAYS) == 7


@given(st.dates())
def test_english_needs_no_locale(day: date) -> None:
    """English dates are those of the standard library, whatever the process was set to."""
    assert ENGLISH.date("day", day) == f"{day:%a} {day.isoformat()}"
    assert ENGLISH.date("told", day) == f"{day.day} {day:%B}"
    assert ENGLISH.weekday(day.weekday()) == f"{day:%A}"


@pytest.mark.parametrize(
    ("duration", "said"),
    [
        (timedelta(0), "0 мин"),
        (timedelta(hours=4, minutes=30), "4 ч 30 мин"),
        (-timedelta(hours=30, minutes=5), "-30 ч 5 мин"),
        (timedelta(seconds=1, microseconds=500), "1,0005 с"),
    ],
)
def test_durations_in_russian(in_russian: words.Words, duration: timedelta, said: str) -> None:
    """Hours, minutes and seconds are abbreviated as Russian does, with its comma."""
    assert in_russian.duration(duration).replace("\N{NO-BREAK SPACE}", " ") == said


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("as fri", "как в пятницу"),
        ("short 1h", "короче на 1 ч"),
        ("as tue, short 1h 30m", "как во вторник, короче на 1 ч 30 мин"),
        ("closed", "закрыто"),
        ("holiday", "праздник"),
        ("10:00-14:00", "10:00-14:00"),
        ("Unity Day", "Unity Day"),
        ("notice today", "notice today"),
        ("{since} %s \\", "{since} %s \\"),
        ("", ""),
    ],
)
def test_rules_are_retold_and_names_stay(in_russian: words.Words, note: str, said: str) -> None:
    """What our own rules say is put in Russian; what people wrote stays as it is."""
    assert in_russian.note(note).replace("\N{NO-BREAK SPACE}", " ") == said
    assert ENGLISH.note(note) == note


@given(st.text(max_size=60))
def test_no_note_is_too_odd(note: str) -> None:
    """Whatever a note says, it comes out as it is, or retold."""
    assert ENGLISH("with a note", told="working", note=ENGLISH.note(note)) == f"working ({note})"
    pytest.importorskip("babel")
    assert isinstance(words_of("ru").note(note), str)


def test_dates_in_russian(in_russian: words.Words) -> None:
    """A weekday is abbreviated, and a month stands in the genitive."""
    day = date(2026, 3, 2)
    assert in_russian.date("day", day) == "пн 02.03.2026"
    assert in_russian.date("told with the year", day) == "2 марта 2026"
    friday, monday = datetime(2026, 3, 6, 18, tzinfo=UTC), datetime(2026, 3, 9, 9, tzinfo=UTC)
    assert in_russian.since(friday, monday) == "пт 18:00"
    assert in_russian.since(friday, friday + timedelta(days=7)) == "06.03.2026 18:00"
    assert ENGLISH.since(friday, friday + timedelta(hours=1)) == "18:00"


@pytest.mark.parametrize("language", ["ru", "RU", "ru-RU", "ru_RU", " ru "])
def test_a_language_may_name_its_country(language: str) -> None:
    """A tag with a country is the language of its first part."""
    pytest.importorskip("babel")
    assert words_of(language) is words_of("ru")


@pytest.mark.parametrize("language", ["de", "", "rus", "e", "ru" * 10_000])
def test_an_unknown_language_is_refused(language: str) -> None:
    """The error names the languages that there are."""
    with pytest.raises(LanguageError, match=r"no language that we have words for; .*(en|ru)"):
        words_of(language)


def test_what_is_no_text_is_refused() -> None:
    """A language is said by its code."""
    with pytest.raises(TypeError, match="language=None"):
        words_of(None)  # type: ignore[arg-type]


def test_without_babel_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another language than English needs the extra, and English does not."""
    monkeypatch.setitem(sys.modules, "babel", None)
    words._words.cache_clear()
    with pytest.raises(ModuleNotFoundError, match=re.escape("pip install 'slacalc[i18n]'")):
        words_of("ru")
    assert words_of("en")("working") == "working"
