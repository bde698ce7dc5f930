"""Days that recur by a rule of RFC 5545, such as the first Monday of each month.

What a rule picks from a year depends on the weekday on which the year begins, and on its length;
so dateutil is asked for 14 kinds of years at most, the last ones there are, where even a rule
that never comes true ends soon. Intervals are counted from the anchor here.
"""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Iterator
from datetime import MAXYEAR, date, datetime
from itertools import islice
from math import lcm
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from slacalc import doors
from slacalc.errors import ArgumentTypeError, DateError, HoursError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 1_100  # of text, which may hold an anchor besides the rule
_LONGEST_RULE = 1_000
_SHORT = 60  # a rule that a remedy repeats
_MOST = 40_000  # a century of days
_LAST_DAY = 365  # from New Year's Day of a leap year
_CYCLE = {"DAILY": 146_097, "WEEKLY": 20_871, "MONTHLY": 4_800, "YEARLY": 400}  # in 400 years
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WHOLE = re.compile(
    r"(?:DTSTART(?:;VALUE=DATE)?:(?P<start>[0-9]{8}) )?(?:RRULE:)?(?P<rule>[^ :]+)"
    r"(?: FROM (?P<anchor>[0-9]{4}-[0-9]{2}-[0-9]{2}))?",
)
_BY_DAY = re.compile(r"(?P<nth>[+-]?[0-9]{1,2})?(?P<day>MO|TU|WE|TH|FR|SA|SU)")
_NUMBER = re.compile(r"[+-]?[0-9]{1,9}")
_UNTIL = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(T[0-9]{6}Z?)?")
_RANGES = {"BYMONTH": 12, "BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366}
_POSITIVE = {"BYMONTH"}
_FITTING = {  # the parts that choose days, by frequency: RFC 5545, section 3.3.10
    "DAILY": {"BYMONTH", "BYMONTHDAY", "BYDAY"},
    "WEEKLY": {"BYMONTH", "BYDAY"},
    "MONTHLY": {"BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS"},
    "YEARLY": {*_RANGES, "BYDAY"},
}
_PARTS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", *_RANGES}
_FIRST_PARTS = ("FREQ=", "INTERVAL=")
_LAST_WEEKS = {52, 53}
_CHOICES = {"BYMONTHDAY", "BYDAY", "BYYEARDAY", "BYWEEKNO"}
_LAST_YEARS = range(MAXYEAR - 27, MAXYEAR + 1)  # every kind of year lies in these

_Kind = tuple[int, bool]


def _kind(year: int) -> _Kind:
    return date(year, 1, 1).weekday(), isleap(year)


_LIKE = {_kind(year): year for year in _LAST_YEARS}


@frozen(repr=False, init=False)
class Recurrence:
    """Days that recur by a rule of RFC 5545: daily or coarser, on dates of no time zone.

    A rule that counts (``INTERVAL``, ``COUNT``) needs the date to count from, its anchor,
    either as an argument or in the text: ``"FREQ=WEEKLY;INTERVAL=2;BYDAY=SA from 2026-01-03"``.
    Without an anchor, the parts must name the days in full. A rule that never comes true is
    refused, and none costs unbounded time: O(days it gives) for the years asked about.

    >>> first_monday = Recurrence("FREQ=MONTHLY;BYDAY=1MO")
    >>> [str(day) for day in first_monday.between(date(2026, 1, 1), date(2026, 3, 31))]
    ['2026-01-05', '2026-02-02', '2026-03-02']
    """

    rule: str
    anchor: date | None
    _parts: dict[str, str] = field(eq=False, hash=False)
    _interval: int = field(eq=False)
    _until: date = field(eq=False)
    _by_kind: dict[_Kind, tuple[int, ...]] = field(eq=False, hash=False, factory=dict)

    def __init__(self, rule: str, anchor: date | None = None) -> None:
        rule, anchor = _said(rule, anchor)
        rule = _canonical(rule)
        parts = _checked(rule, anchor)
        until = _until(rule, parts, anchor)
        self.__attrs_init__(rule, anchor, parts, int(parts.get("INTERVAL", "1")), until)
        if next(self._occurrences(), None) is None:
            remedy = "name days that exist"
            raise HoursError("rule", str(self), "gives no day at all", remedy)
        if "COUNT" in parts:
            *_, last = islice(self._occurrences(), int(parts["COUNT"]))
            object.__setattr__(self, "_until", date.fromordinal(last))

    @classmethod
    def parse(cls, rule: str, anchor: date | None = None) -> Recurrence:
        """Read RFC 5545 text, with or without ``RRULE:`` and a line of ``DTSTART``."""
        return cls(rule, anchor)

    @property
    def first(self) -> date:
        """The first date on which the rule may hold."""
        return self.anchor or date.min

    @property
    def last(self) -> date:
        """The last date on which the rule may hold."""
        return self._until

    @property
    def cycles(self) -> int:
        """After how many times 400 years the days of a rule without an end repeat."""
        cycle = _CYCLE[self._parts["FREQ"]]
        return lcm(self._interval, cycle) // cycle

    def in_year(self, year: int) -> list[int]:
        """Return the ordinals of the days in a year, in order."""
        if self.anchor and self._skips(year, self.anchor):
            return []
        new_year = date(year, 1, 1).toordinal()
        days = [new_year + offset for offset in self._offsets(_kind(year))]
        if self.anchor is None:
            return [day for day in days if day <= self._until.toordinal()]
        first, last, fits = self.anchor.toordinal(), self._until.toordinal(), self._fits(year)
        return [day for day in days if first <= day <= last and fits(day)]

    def between(self, first: date, last: date) -> Iterator[date]:
        """Go through the days from a date to another, both included."""
        start, end = first.toordinal(), min(last, self.last).toordinal()
        for year in range(max(first, self.first).year, min(last, self.last).year + 1):
            yield from (date.fromordinal(day) for day in self.in_year(year) if start <= day <= end)

    def __str__(self) -> str:
        """Write the rule as text that can be read again."""
        return f"{self.rule} from {self.anchor}" if self.anchor else self.rule

    def __repr__(self) -> str:
        """Write the constructor call."""
        return f"Recurrence({str(self)!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle what was said."""
        return Recurrence, (self.rule, self.anchor)

    def _occurrences(self) -> Iterator[int]:
        """Go through all days; years of a kind without any cost a look-up."""
        for year in range(self.first.year, self._until.year + 1):
            yield from self.in_year(year)

    def _offsets(self, kind: _Kind) -> tuple[int, ...]:
        """Return the days, from New Year's Day on, that the parts choose in a kind of year."""
        if kind not in self._by_kind:
            self._by_kind[kind] = _expanded(self._parts, _LIKE[kind])
        return self._by_kind[kind]

    def _skips(self, year: int, anchor: date) -> bool:
        """Say whether an interval leaves a whole year out; in time that does not grow with it."""
        freq, interval = self._parts["FREQ"], self._interval
        if freq == "YEARLY":
            return bool((year - anchor.year) % interval)
        if freq != "DAILY":
            return False
        since = date(year, 1, 1).toordinal() - anchor.toordinal()
        return -since % interval > _LAST_DAY

    def _fits(self, year: int) -> Callable[[int], bool]:
        """Return the test of whether a day of a year lies in a period that is not left out."""
        anchor, interval, freq = self.anchor, self._interval, self._parts["FREQ"]
        assert anchor is not None  # noqa: S101 - only rules with an anchor are tested
        if freq == "DAILY":
            return lambda day: not (day - anchor.toordinal()) % interval
        if freq == "WEEKLY":
            start = 1 + _DAYS.index(self._parts.get("WKST", "MO"))  # ordinal 1 is a Monday
            week = (anchor.toordinal() - start) // 7
            return lambda day: not ((day - start) // 7 - week) % interval
        if freq == "YEARLY":
            return lambda _: True  # the years left out are skipped
        since = anchor.year * 12 + anchor.month
        return lambda day: not (year * 12 + date.fromordinal(day).month - since) % interval


def _said(rule: object, anchor: object) -> tuple[str, date | None]:
    """Return the rule alone and its anchor, however the two were given."""
    if not isinstance(rule, str):
        raise ArgumentTypeError.expected("rule", rule, "text such as 'FREQ=MONTHLY;BYDAY=1MO'")
    match = _WHOLE.fullmatch(" ".join(rule.upper().split())) if len(rule) <= LONGEST else None
    if not match or len(match["rule"]) > _LONGEST_RULE:
        remedy = "write 'FREQ=MONTHLY;BYDAY=1MO', where it counts with ' from 2026-01-03'"
        raise HoursError("rule", rule, "is no recurrence rule of RFC 5545", remedy)
    given = None if anchor is None else doors.day("anchor", anchor)
    said = [_anchor(match[name]) for name in ("start", "anchor") if match[name]]
    anchors = {day for day in (given, *said) if day}
    if len(anchors) > 1:
        listed = " and ".join(map(str, sorted(anchors)))
        raise HoursError("rule", rule, f"has two anchors, {listed}", "give one of them")
    return match["rule"], next(iter(anchors), None)


def _canonical(rule: str) -> str:
    """Return a rule with its parts in order, so that the same is said by the same text."""
    parts = [part for part in rule.removesuffix(";").split(";") if part != "INTERVAL=1"]
    return ";".join(sorted(parts, key=lambda part: (not part.startswith(_FIRST_PARTS), part)))


def _anchor(text: str) -> date:
    try:
        return datetime.strptime(text.replace("-", ""), "%Y%m%d").date()  # noqa: DTZ007 - a date
    except ValueError:
        raise DateError("rule", text, "is no date", "give one that exists") from None


def _checked(rule: str, anchor: date | None) -> dict[str, str]:
    """Return the parts of a rule, each of them possible, and together enough to know the days."""
    parts = _split(rule)
    freq = parts.get("FREQ", "")
    if freq not in _FITTING:
        remedy = "use FREQ=DAILY, WEEKLY, MONTHLY or YEARLY"
        raise HoursError("rule", rule, "does not recur by days or more", remedy)
    for name, value in parts.items():
        _check_part(rule, parts, name, value)
    if "BYSETPOS" in parts and not parts.keys() & _CHOICES:
        raise HoursError("rule", rule, "has BYSETPOS alone", "say of which days, with BYDAY")
    if parts.keys() >= {"COUNT", "UNTIL"}:
        raise HoursError("rule", rule, "has both COUNT and UNTIL", "give one of them")
    return _completed(rule, freq, parts, anchor)


def _split(rule: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in rule.split(";"):
        name, sign, value = part.partition("=")
        if name in _PARTS and not value:
            raise HoursError("rule", rule, f"has no value for {name}", "give one, or leave it out")
        if name not in _PARTS or not sign:
            way_out = did_you_mean(name, _PARTS) or "use the parts of RFC 5545 that choose days"
            raise HoursError("rule", rule, f"{part!r} is no part of a rule for days", way_out)
        if name in parts:
            raise HoursError("rule", rule, f"has {name} twice", "give each part once")
        parts[name] = value
    return parts


def _check_part(rule: str, parts: dict[str, str], name: str, value: str) -> None:
    """Refuse a part that does not fit the frequency, or a value that is out of range."""
    freq = parts["FREQ"]
    if name.startswith("BY") and name not in _FITTING[freq]:
        remedy = f"use {', '.join(sorted(_FITTING[freq]))}"
        raise HoursError("rule", rule, f"{name} does not go with FREQ={freq}", remedy)
    remedy = "see RFC 5545, section 3.3.10"
    if name == "BYDAY":
        most = {"MONTHLY": 5, "YEARLY": 5 if "BYMONTH" in parts else 53}.get(freq, 0)
        matches = [_BY_DAY.fullmatch(day) for day in value.split(",")]
        right = all(m and (not m["nth"] or 1 <= abs(int(m["nth"])) <= most) for m in matches)
        remedy = f"name days as MO,TU{f', or as 1MO and -1FR up to {most}' if most else ''}"
    elif name in _RANGES:
        low = 1 if name in _POSITIVE else -_RANGES[name]
        numbers = [_number(item) for item in value.split(",")]
        right = all(number and low <= number <= _RANGES[name] for number in numbers)
        if name == "BYWEEKNO" and _LAST_WEEKS & set(numbers):
            problem = "names week 52 or 53, whose days after New Year dateutil finds wrongly"
            raise HoursError("rule", rule, problem, "write BYWEEKNO=-1 for a year's last week")
    elif name in ("INTERVAL", "COUNT"):
        remedy = f"give a number from 1 to {_MOST}"
        right = value.isdecimal() and 1 <= (_number(value) or 0) <= _MOST
    else:
        right = value in _DAYS if name == "WKST" else True
    if not right:
        raise HoursError("rule", rule, f"{name}={value[:40]} can't be meant here", remedy)


def _number(text: str) -> int | None:
    return int(text) if _NUMBER.fullmatch(text) else None


def _completed(rule: str, freq: str, parts: dict[str, str], anchor: date | None) -> dict[str, str]:
    """Return the parts with what the anchor says where they say nothing, as in the RFC."""
    counts = "COUNT" in parts or int(parts.get("INTERVAL", "1")) > 1
    chosen = parts.keys() & (_CHOICES - {"BYWEEKNO"})
    if anchor is None and (counts or (freq != "DAILY" and not chosen)):
        problem = "has nothing to count from" if counts else "does not say on which days"
        told = rule if len(rule) <= _SHORT else "..."
        remedy = f"add an anchor: '{told} from 2026-01-03'"
        raise HoursError("rule", rule, problem, remedy)
    if chosen or anchor is None or freq == "DAILY":
        return parts
    if freq == "WEEKLY" or "BYWEEKNO" in parts:
        return parts | {"BYDAY": _DAYS[anchor.weekday()]}
    month = {"BYMONTH": str(anchor.month)} if freq == "YEARLY" and "BYMONTH" not in parts else {}
    return parts | month | {"BYMONTHDAY": str(anchor.day)}


def _until(rule: str, parts: dict[str, str], anchor: date | None) -> date:
    if "UNTIL" not in parts:
        return date.max
    try:
        match = _UNTIL.fullmatch(parts["UNTIL"])
        until = date(*map(int, match.groups()[:3])) if match else None
    except ValueError:
        until = None
    if until is None or (anchor and until < anchor):
        remedy = "give a date after the anchor, as UNTIL=20261231"
        raise HoursError("rule", rule, f"UNTIL={parts['UNTIL'][:40]} is no end for it", remedy)
    return until


def _expanded(parts: dict[str, str], year: int) -> tuple[int, ...]:
    """Ask dateutil for the days that the parts choose in a year, from New Year's Day on."""
    from dateutil.rrule import rrulestr  # seldom needed, and not quick to import

    kept = {name: value for name, value in parts.items() if name.startswith("BY")}
    if parts["FREQ"] == "DAILY":
        kept.setdefault("BYDAY", ",".join(_DAYS))
    freq = "MONTHLY" if parts["FREQ"] == "MONTHLY" else "YEARLY"
    said = ["", *(f"{name}={value}" for name, value in kept.items())]
    start = datetime(year, 1, 1)  # noqa: DTZ001 - a date of no zone
    week = parts.get("WKST", "MO")
    text = f"FREQ={freq};WKST={week};UNTIL={year}1231{';'.join(said)}"
    days = rrulestr(text, dtstart=start)
    return tuple((day - start).days for day in days)
