"""Every refusal is a whole sentence: what was given, what is wrong with it, and the way out.

The list in `refusals.txt` holds a question and its refusal, line by line. Where messages are
changed on purpose, `PYTHONPATH=tests python tests/test_refusals.py` writes them anew, to be read.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

import slacalc
from slacalc import Calendar, SlacalcError, SlaClock, SupportLevel, doors, text


class Fine(datetime):
    """An instant of another library, finer than a microsecond."""

    nanosecond = 1


class FineLength(timedelta):
    """A duration of another library, finer than a microsecond."""

    nanoseconds = 1


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
    "doors": doors,
    "text": text,
    "Fine": Fine,
    "FineLength": FineLength,
    "SECOND": timedelta(seconds=1),
    "HOUR": timedelta(hours=1),
    "DAY": timedelta(days=1),
    "MONDAY": MONDAY,
    "OFFICE": OFFICE,
    "KNOWN": KNOWN,
    "VIP": VIP,
    "OTHER": SupportLevel("Other", calendar=OFFICE, response="8h"),
    "TABLED": SupportLevel(
        "By urgency", calendar=OFFICE, resolution={"high": "1h", "low": "8h"}, by="urgency"
    ),
    "STATE": SlaClock.start(VIP, at=MONDAY).to_dict(),
}
LIST = Path(__file__).with_name("refusals.txt")
LINES = LIST.read_text(encoding="utf-8").splitlines()
REFUSALS = dict(zip(LINES[::2], LINES[1::2], strict=True))


def refusal(question: str) -> str:
    """Ask, and write the error as the list has it."""
    try:
        eval(question, dict(NAMES))  # noqa: S307 - the questions are in the list beside this file
    except SlacalcError as error:
        return f"    {type(error).__name__}: {error}"
    return "    no error"


@pytest.mark.parametrize("question", REFUSALS)
def test_a_refusal_says_it_all(question: str) -> None:
    """Each question of the list is refused in the very words of the list."""
    assert refusal(question) == REFUSALS[question]


def test_every_question_is_asked_once() -> None:
    """The list holds pairs of lines, and no question twice."""
    assert len(REFUSALS) * 2 == len(LINES)


if __name__ == "__main__":
    LIST.write_text("".join(f"{each}\n{refusal(each)}\n" for each in REFUSALS), encoding="utf-8")
