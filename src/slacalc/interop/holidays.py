"""Holidays of countries and markets from the holidays library; needs the extra `[holidays]`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from importlib.util import find_spec
from itertools import islice
from typing import TYPE_CHECKING, Any

from slacalc import text
from slacalc.days import DayRule
from slacalc.errors import ArgumentTypeError, DateError, FeedError, did_you_mean
from slacalc.interop.day_list import DayList, Taken
from slacalc.schedule import DaySchedule

if TYPE_CHECKING:
    from holidays import HolidayBase

_HALF, _WORKDAY = "half_day", "workday"
_MOST_YEARS = 400


def from_holidays(
    source: HolidayBase | str,
    *,
    years: int | Iterable[int] | None = None,
    subdiv: str | None = None,
    language: str | None = None,
    weekday: str = "fri",
    half_days: str | DaySchedule | None = None,
    name: str | None = None,
) -> DayList:
    """Take the days of some years from the holidays library, as days that differ from the week.

    The days off are holidays under their names, weekend days on which people work by transfer
    take the hours of `weekday`, and half days, where they are asked for, those of `half_days`.
    The list knows the years, which must be in a row. Which days are the weekend is left to the
    week that you give the calendar. The library computes years to come as the law stands now;
    transfers that are still to be decreed are not among them.

    Args:
        source: an object of the library that was made with its years, of any country, market,
            subdivision and categories; or a country's or market's code.
        years: which years to take; for a code they must be given.
        subdiv: the state or province, for a code.
        language: which language the names are in, for a code; else the country's own.
        weekday: whose hours a weekend day takes on which people work.
        half_days: the rule for half days, such as ``"short 4h"``; needed where the source has
            that category, and for a code, asks for it.
        name: what to call the list; else the code.

    Raises `FeedError` for an object without years, which is empty until it is asked for a date,
    for a sum of objects, which drops the weekend days worked, and for years with a hole.

    >>> bavaria = from_holidays("DE", subdiv="BY", years=[2026, 2027])
    >>> bavaria.holidays[date(2026, 1, 6)], bavaria.known_until
    ('Heilige Drei Könige', datetime.date(2027, 12, 31))
    """
    if find_spec("holidays") is None:
        raise ModuleNotFoundError("holidays need the extra: pip install 'slacalc[holidays]'")
    rule = None if half_days is None else DayRule(half_days)
    works_as = f"as {text.WEEKDAYS[text.parse_weekday(weekday)]}"
    if isinstance(source, str):
        source = _made(source, _asked(years), subdiv, language, half=rule is not None)
    elif subdiv is not None or language is not None:
        given = "subdiv" if subdiv is not None else "language"
        raise FeedError(given, subdiv or language, "is the object's own", "make it with that")
    known = _known_years(_checked(source), years)
    days = {day: said for day, said in sorted(source.items()) if day.year in known}
    half = _half_days(source, rule) & days.keys()
    worked = sorted(day for day in source.weekend_workdays - days.keys() if day.year in known)
    code = _code(source)
    report = [
        Taken(f"{code} {day}", "shortened" if day in half else "holiday", days[day]) for day in days
    ]
    report += [Taken(f"{code} {day}", "working day", works_as) for day in worked]
    return DayList(
        code if name is None else name,
        holidays={day: said for day, said in days.items() if day not in half},
        exceptions={day: DayRule(half_days or "", reason=days[day]) for day in sorted(half)}
        | {day: DayRule(works_as, reason="weekend day worked") for day in worked},
        known_from=date(known[0], 1, 1),
        known_until=date(known[-1], 12, 31),
        report=report,
        source=_source(),
    )


def _made(
    code: str, years: list[int], subdiv: str | None, language: str | None, *, half: bool
) -> HolidayBase:
    """Make the object of a country or a market."""
    import holidays

    countries = holidays.list_supported_countries(include_aliases=True)
    markets = holidays.list_supported_financial(include_aliases=True)
    if code not in countries and code not in markets:
        way_out = did_you_mean(code, [*countries, *markets]) or "give one such as 'DE' or 'NYSE'"
        raise FeedError("source", code, "is no country and no market", way_out)
    make = holidays.country_holidays if code in countries else holidays.financial_holidays
    bare = make(code)
    if language is not None and language not in bare.supported_languages:
        way_out = f"give one of {', '.join(bare.supported_languages) or 'none'}"
        raise FeedError("language", language, f"is not known for {code}", way_out)
    if half and _HALF not in bare.supported_categories:
        raise FeedError("source", code, "has no half days", "leave half_days= out")
    categories = tuple(sorted({*bare.categories, *([_HALF] if half else [])}))
    said: dict[str, Any] = {"language": language or bare.default_language, "categories": categories}
    try:
        return make(code, subdiv=subdiv, years=years, **said)
    except NotImplementedError:
        names = (name for names in bare.get_subdivision_aliases().values() for name in names)
        codes = ", ".join(bare.subdivisions) or "none"
        way_out = did_you_mean(subdiv, [*bare.subdivisions, *names]) or f"give one of {codes}"
        raise FeedError("subdiv", subdiv, f"is no part of {code}", way_out) from None


def _checked(source: object) -> HolidayBase:
    """Return the source if it says all that it knows."""
    import holidays

    if not isinstance(source, holidays.HolidayBase):
        wanted = "an object of the holidays library, or a country's code"
        raise ArgumentTypeError.expected("source", source, wanted)
    if isinstance(source, holidays.HolidaySum):
        problem = "drops the weekend days worked of its parts"
        raise FeedError("source", type(source).__name__, problem, "join lists of days with `|`")
    if not source.years:
        problem = "has no years, so it is empty until it is asked for a date"
        raise FeedError("source", _code(source), problem, "make it with years=...")
    if _WORKDAY in source.categories:
        problem = f"mixes days of work (category {_WORKDAY!r}) with days off"
        raise FeedError("source", _code(source), problem, "make it without that category")
    return source


def _known_years(source: HolidayBase, years: int | Iterable[int] | None) -> range:
    """Return the years that are taken, which are in a row and known to the source."""
    asked = sorted(source.years) if years is None else _asked(years)
    if missing := [year for year in asked if year not in source.years]:
        problem = "is no year that the object was made with"
        raise FeedError("years", missing[0], problem, "make the object with it")
    if hole := set(range(asked[0], asked[-1] + 1)).difference(asked):
        problem = f"have a hole at {min(hole)}"
        raise FeedError("years", str(asked)[:80], problem, "give years in a row")
    for year in (asked[0], asked[-1]):
        if not source.start_year <= year <= source.end_year:
            problem = f"is not known for {_code(source)}"
            remedy = f"take years from {source.start_year} to {source.end_year}"
            raise FeedError("years", year, problem, remedy)
    return range(asked[0], asked[-1] + 1)


def _asked(years: int | Iterable[int] | None) -> list[int]:
    several = years if isinstance(years, Iterable) else [years]
    listed: list[Any] = list(islice(several, _MOST_YEARS + 1))
    if len(listed) > _MOST_YEARS or not listed:
        problem = f"are none, or more than {_MOST_YEARS}"
        raise DateError("years", len(listed), problem, "give years in a row")
    for year in listed:
        if not isinstance(year, int) or isinstance(year, bool):
            raise ArgumentTypeError.expected("years", year, "a year or several, such as 2026")
    return sorted(set(listed))


def _half_days(source: HolidayBase, rule: DayRule | None) -> set[date]:
    """Return the half days, found by asking the library again, with that category alone."""
    if _HALF not in source.categories:
        if rule is not None:
            problem, remedy = "was made without half days", f"make it with the category {_HALF!r}"
            raise FeedError("source", _code(source), problem, remedy)
        return set()
    if rule is None:
        remedy = "say what holds on them, as with half_days='short 4h'"
        raise FeedError("source", _code(source), "has half days", remedy)
    only, others = ({_HALF}, source.categories - {_HALF})
    half, whole = (_twin(source, categories) if categories else {} for categories in (only, others))
    return set(half) - set(whole)


def _twin(source: HolidayBase, categories: set[str]) -> HolidayBase:
    return type(source)(
        years=source.years,
        subdiv=source.subdiv,
        observed=source.observed,
        language=source.language,
        categories=tuple(categories),
    )


def _code(source: HolidayBase) -> str:
    whole = getattr(source, "country", None) or getattr(source, "market", None)
    return "-".join(filter(None, (whole, source.subdiv))) or type(source).__name__


def _source() -> str:
    from importlib.metadata import version

    return f"holidays {version('holidays')}"
