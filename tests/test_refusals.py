"""Every refusal is a whole sentence: what was given, what is wrong with it, and the way out.

The lists in `refusals/` hold a question and its refusal, line by line. Where messages are changed
on purpose, `PYTHONPATH=tests python tests/test_refusals.py` writes them anew, to be read.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import reduce
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from dateutil import tz
from sample_policy import SMALL, load

import slacalc
from slacalc import Calendar, LevelChain, SlacalcError, SlaClock, SupportLevel, doors, text


class Fine(datetime):
    """An instant of another library, finer than a microsecond."""

    nanosecond = 1


class FineLength(timedelta):
    """A duration of another library, finer than a microsecond."""

    nanoseconds = 1


class Nowhere(tzinfo):
    """A zone that knows no offset."""

    def utcoffset(self, _: datetime | None) -> None:
        """Return nothing."""


MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
OFFICE = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Berlin")
KNOWN = Calendar(
    "Mon-Fri 09:00-18:00",
    time_zone="UTC",
    known_from="2026-01-01",
    known_until="2026-03-31",
    outside="raise",
)
VIP = SupportLevel("VIP", calendar=OFFICE, response="1h", resolution="4h")
NAMES: dict[str, Any] = {
    **{name: getattr(slacalc, name) for name in slacalc.__all__},
    "date": date,
    "datetime": datetime,
    "time": time,
    "timedelta": timedelta,
    "UTC": UTC,
    "reduce": reduce,
    "module": lambda name: import_module(f"slacalc.{name}"),
    "doors": doors,
    "text": text,
    "Fine": Fine,
    "FineLength": FineLength,
    "Nowhere": Nowhere,
    "SECOND": timedelta(seconds=1),
    "HOUR": timedelta(hours=1),
    "DAY": timedelta(days=1),
    "MONDAY": MONDAY,
    "NEVER": Calendar({}, time_zone="UTC"),
    "EARLIEST": datetime.min.replace(tzinfo=timezone(timedelta(hours=12))),
    "FAILING": datetime.max.replace(tzinfo=tz.gettz("America/New_York")),
    "LATEST": datetime.max.replace(tzinfo=timezone(-timedelta(hours=12))),
    "OFFICE": OFFICE,
    "KNOWN": KNOWN,
    "VIP": VIP,
    "OTHER": SupportLevel("Other", calendar=OFFICE, response="8h"),
    "TABLED": SupportLevel(
        "By urgency", calendar=OFFICE, resolution={"high": "1h", "low": "8h"}, by="urgency"
    ),
    "NESTED": json.loads('{"in":' * 120 + "{}" + "}" * 120),
    "CHAIN": LevelChain([], default=VIP),
    "SMALL": SMALL,
    "DESK": SMALL["calendars"]["desk"],
    "DEFAULT": SMALL["default"],
    "load": load,
    "STATE": SlaClock.start(VIP, at=MONDAY).to_dict(),
}
ACCEPTED = "    no error"
LISTS = sorted((Path(__file__).parent / "refusals").glob("*.txt"))


def listed(path: Path) -> list[tuple[str, str]]:
    """Return the questions of a list with their refusals."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return list(zip(lines[::2], lines[1::2], strict=True))


REFUSALS = [pair for path in LISTS for pair in listed(path)]


def refusal(question: str) -> str:
    """Ask, and write the error as the lists have it."""
    try:
        eval(question, dict(NAMES))  # noqa: S307 - the questions are in the lists
    except SlacalcError as error:
        return f"    {type(error).__name__}: {error}"
    return ACCEPTED


@pytest.mark.parametrize(("question", "refused"), REFUSALS, ids=[one for one, _ in REFUSALS])
def test_a_refusal_says_it_all(question: str, refused: str) -> None:
    """Each question of the lists is refused in the very words of the list."""
    assert refused != ACCEPTED
    assert refusal(question) == refused


def test_every_question_is_asked_once() -> None:
    """No question stands twice."""
    assert len({question for question, _ in REFUSALS}) == len(REFUSALS)


if __name__ == "__main__":
    for path in LISTS:
        questions = path.read_text(encoding="utf-8").splitlines()[::2]
        pairs = "".join(f"{question}\n{refusal(question)}\n" for question in questions)
        path.write_text(pairs, encoding="utf-8")
