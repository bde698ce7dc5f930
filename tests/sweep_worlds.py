"""Calendars drawn for the sweep: weeks, breaks, nights, rotas, holidays, exceptions, ranges."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from random import Random
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from vector_hours import DAY
from vector_worlds import DAYS, Said, World

ZONES = sorted(available_timezones())
LENGTH = 16  # days of a walk
FIRST, LAST = date(1973, 1, 1), date(2037, 12, 1)  # all offsets are whole minutes by then
FEATURES = ("night", "break", "holiday", "exception", "range", "shorten", "as", "rota", "change")
TWO_DAYS = 48 * 60


class Dice(Random):
    """The draws of one calendar."""

    def ends(self, count: int) -> list[int]:
        """Draw minutes of the day: whole hours, quarters, any; some after midnight."""
        step, last = self.choice((60, 60, 15, 1)), self.choice((TWO_DAYS // 2, TWO_DAYS))
        return sorted({step * self.randint(0, last // step) for _ in range(count)})

    def hours(self) -> list[str]:
        """Draw up to three shifts of a day."""
        ends = self.ends(2 * self.choice((1, 1, 2, 2, 3)))
        return [_shift(*pair) for pair in zip(ends[::2], ends[1::2], strict=False)]

    def week(self) -> dict[str, list[str]]:
        """Draw up to three kinds of days, and spread them over a week."""
        kinds = [self.hours(), self.hours(), []][: self.choice((1, 2, 3, 3))]
        return {day: self.choice(kinds) for day in DAYS}

    def rule(self, *, rota: bool) -> dict[str, Any]:
        """Draw what is said of a date; on a rota no weekday has hours of its own."""
        way = self.choice(("closed", "hours", "shorten", "shorten" if rota else "as"))
        if way == "closed":
            return {"hours": []}
        if way == "hours":
            return {"hours": self.hours()}
        short = {"shorten": self.choice((60, 30, self.randint(1, 700)))}
        return short if way == "shorten" else {"as": self.choice(DAYS), **self.choice(({}, short))}


def _shift(start: int, end: int) -> str:
    return f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"


def world(dice: Dice) -> World:
    """Draw a calendar, and the days it is asked about."""
    first = FIRST + dice.randrange((LAST - FIRST).days) * DAY
    days = [str(first + n * DAY) for n in range(-2, LENGTH)]
    rota = dice.randrange(8) == 0
    said: Said = {"zone": dice.choice(ZONES), "holidays": dice.sample(days, dice.randrange(4))}
    if rota:
        turns = [dice.choice(([], dice.hours())) for _ in range(dice.randint(2, 9))]
        said["rota"] = {"anchor": dice.choice(days), "turns": turns}
    else:
        said["week"] = dice.week()
    rules = {day: dice.rule(rota=rota) for day in dice.sample(days, dice.randrange(5))}
    if dice.randrange(2):
        start, length = dice.randrange(len(days) - 4), dice.randrange(4)
        rules[f"{days[start]}..{days[start + length]}"] = dice.rule(rota=rota)
    return World({**said, "exceptions": rules}, str(first), days[-1])


def features(drawn: World) -> Iterator[str]:
    """Name what a calendar has."""
    said, rules = drawn.calendar, drawn.calendar["exceptions"]
    days = [*said.get("week", {}).values(), *said.get("rota", {}).get("turns", ())]
    zone = ZoneInfo(said["zone"])
    first, last = (datetime.fromisoformat(day).replace(tzinfo=zone) for day in drawn[1:])
    found = {
        "night": any(shift[-5:] > "24:00" for hours in days for shift in hours),
        "break": any(len(hours) > 1 for hours in days),
        "holiday": said["holidays"],
        "exception": rules,
        "range": any(".." in dates for dates in rules),
        "shorten": any("shorten" in rule for rule in rules.values()),
        "as": any("as" in rule for rule in rules.values()),
        "rota": "rota" in said,
        "change": first.utcoffset() != last.utcoffset(),
    }
    return (name for name in FEATURES if found[name])
