"""The calendars of the oracle-made vectors, as they are said there, and the days asked about."""

from __future__ import annotations

from typing import Any, NamedTuple

Said = dict[str, Any]
"""A calendar as in the files; see docs/reference/vectors.md."""

WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
DAYS = (*WORKDAYS, "sat", "sun")
HALVES = ["09:00-13:00", "14:00-18:00"]
NIGHT = ["22:00-30:00"]
SAMOAN = ["06:00-12:00", "20:00-32:00"]


class World(NamedTuple):
    """A calendar, and the UTC days from the first to the last that it is asked about."""

    calendar: Said
    first: str
    last: str


def every(days: tuple[str, ...], hours: list[str]) -> dict[str, list[str]]:
    """Give each of some days the same hours."""
    return dict.fromkeys(days, hours)


def world(zone: str, week: dict[str, list[str]], first: str, last: str, **rules: Any) -> World:
    """Say a calendar by its week."""
    return World({"zone": zone, "week": week, **rules}, first, last)


WEEKS = {
    "office": world("UTC", every(WORKDAYS, ["09:00-18:00"]), "2026-03-05", "2026-03-18"),
    "desk": world("Europe/Moscow", every(WORKDAYS, HALVES), "2026-03-05", "2026-03-18"),
    "shop": world(
        "America/New_York",
        {
            **every(WORKDAYS, ["08:30-12:15", "13:00-17:45"]),
            "sat": ["10:00-14:00"],
            "thu": ["08:30-21:00"],
        },
        "2025-03-06",
        "2025-03-15",
    ),
    "quarters": world(
        "Asia/Kathmandu",
        every(WORKDAYS, ["08:15-12:45", "13:30-17:05"]),
        "2026-05-22",
        "2026-06-02",
    ),
    "minutes": world(
        "Asia/Tokyo",
        every(DAYS, ["00:00-00:01", "12:00-12:01", "12:02-12:03", "23:59-24:00"]),
        "2026-02-26",
        "2026-03-03",
    ),
    "seconds": world("UTC", every(DAYS, ["09:00:30-17:59:59"]), "2026-02-26", "2026-02-28"),
}
NIGHTS = {
    "nights": world(
        "Europe/Moscow", every(DAYS, ["22:00-26:00", "27:00-30:00"]), "2026-05-25", "2026-06-01"
    ),
    "overlaps": world(
        "America/Bogota",
        {"tue": ["20:00-48:00"], "wed": ["04:00-08:00"], "fri": ["00:00-09:00"], "sun": NIGHT},
        "2026-05-22",
        "2026-06-04",
    ),
    "after-midnight": world(
        "UTC", {**every(DAYS, ["24:00-25:00", "26:00-27:30"])}, "2026-05-25", "2026-05-30"
    ),
    "berlin-spring": world("Europe/Berlin", every(DAYS, NIGHT), "2025-03-27", "2025-04-02"),
    "berlin-autumn": world("Europe/Berlin", every(DAYS, NIGHT), "2025-10-23", "2025-10-29"),
}
DATES = {
    "november": world(
        "Europe/Moscow",
        every(WORKDAYS, HALVES),
        "2026-10-29",
        "2026-11-12",
        holidays=["2026-11-04", "2026-11-05"],
        exceptions={
            "2026-11-03": {"shorten": 60},
            "2026-11-05": {"shorten": 60},
            "2026-11-06": {"hours": []},
            "2026-11-07": {"as": "fri", "shorten": 60},
            "2026-11-09": {"hours": ["10:00-12:00", "15:00-26:00"]},
        },
    ),
    "summer": world(
        "Europe/Paris",
        every(WORKDAYS, ["09:00-12:30", "13:30-18:00"]),
        "2025-06-28",
        "2025-07-20",
        holidays=["2025-07-14", "2025-07-16"],
        exceptions={
            "2025-07-01..2025-07-15": {"hours": ["08:00-13:00"]},
            "2025-07-17..2025-07-18": {"shorten": 330},
            "2025-07-08": {"hours": []},
            "2025-07-09": {"shorten": 300},
            "2025-07-10": {"shorten": 30},
            "2025-07-11": {"as": "mon"},
        },
    ),
    "closed-nights": world(
        "Europe/Berlin",
        every(DAYS, ["00:00-02:00", "22:00-30:00"]),
        "2025-03-27",
        "2025-04-03",
        holidays=["2025-03-29"],
        exceptions={"2025-03-31": {"shorten": 480}, "2025-04-01": {"hours": ["22:00-48:00"]}},
    ),
    "almost-always": world(
        "America/Sao_Paulo",
        every(DAYS, ["00:00-24:00"]),
        "2026-04-28",
        "2026-05-05",
        holidays=["2026-05-01"],
    ),
    "rota": World(
        {
            "zone": "Europe/Moscow",
            "rota": {"anchor": "2026-03-02", "turns": [["08:00-20:00"], ["20:00-32:00"], [], []]},
            "exceptions": {"2026-03-10": {"hours": []}, "2026-03-12": {"hours": ["09:00-10:00"]}},
        },
        "2026-02-24",
        "2026-03-16",
    ),
}
CLOCKS = {
    "gap": world(
        "Europe/Berlin",
        every(DAYS, ["01:30-01:45", "02:10-02:20", "02:30-03:15", "04:00-05:00"]),
        "2025-03-28",
        "2025-04-01",
    ),
    "fold": world(
        "Europe/Berlin",
        every(DAYS, ["01:00-02:15", "02:30-02:45", "02:50-03:00", "03:10-03:30"]),
        "2025-10-24",
        "2025-10-28",
    ),
    "half-hour-fold": world(
        "Australia/Lord_Howe",
        every(DAYS, ["01:00-01:40", "01:45-02:30"]),
        "2025-04-03",
        "2025-04-08",
    ),
    "half-hour-gap": world(
        "Australia/Lord_Howe",
        every(DAYS, ["01:00-02:10", "02:15-03:00"]),
        "2025-10-02",
        "2025-10-07",
    ),
    "two-hour-gap": world(
        "Antarctica/Troll", every(DAYS, ["00:30-01:30", "02:00-04:00"]), "2025-03-28", "2025-04-01"
    ),
    "midnight-fold": world(
        "America/St_Johns",
        every(DAYS, ["00:00-00:30", "22:30-23:15", "23:30-24:00"]),
        "2010-11-04",
        "2010-11-09",
    ),
    "midnight-gap": world(
        "America/Santiago",
        every(DAYS, ["00:00-02:00", "12:00-13:00", "23:00-24:30"]),
        "2025-09-05",
        "2025-09-09",
    ),
    "fold-to-midnight": world(
        "America/Santiago",
        every(DAYS, ["00:00-02:00", "12:00-13:00", "22:00-24:00"]),
        "2025-04-03",
        "2025-04-08",
        exceptions={"2025-04-06": {"hours": ["01:00-02:00"]}},
    ),
    "missing-midnight": world(
        "Asia/Beirut",
        every(DAYS, ["00:00-24:00"]),
        "2025-03-27",
        "2025-04-02",
        exceptions={"2025-03-29": {"hours": []}, "2025-03-31": {"hours": ["00:30-01:30"]}},
    ),
    "ramadan": world(
        "Africa/Casablanca", every(DAYS, ["01:30-03:30", "22:00-26:30"]), "2024-03-08", "2024-03-13"
    ),
    "skipped-day": world(
        "Pacific/Apia",
        every(DAYS, SAMOAN),
        "2011-12-27",
        "2012-01-03",
        exceptions={"2011-12-31": {"shorten": 90}},
    ),
    "other-skipped-day": world(
        "Pacific/Kwajalein", every(DAYS, HALVES), "1993-08-18", "1993-08-25"
    ),
    "odd-seconds": world(
        "Africa/Monrovia", every(DAYS, ["00:00-01:00", "09:00-10:00"]), "1972-01-06", "1972-01-08"
    ),
}
FILES = {"weeks": WEEKS, "nights": NIGHTS, "dates": DATES, "clock-changes": CLOCKS}
ABOUT = {
    "weeks": "Weeks of hours with breaks, to the minute and to the second.",
    "nights": "Shifts across midnight, the nights in which clocks change among them.",
    "dates": "Holidays, transferred, shortened and excepted days, ranges, a rota.",
    "clock-changes": "Gaps and folds: an hour, half of one, two, at midnight; skipped days.",
}
