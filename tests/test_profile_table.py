"""The page on pauses: its tables are what the code says, line by line."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest
from worked_example import DESK

from slacalc import SlaClock, SupportLevel
from slacalc.profiles import PROFILES, WAYS

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "explanation" / "pauses.md"
DATES = {"Mon": 2, "Tue": 3, "Wed": 4, "Thu": 5}

OPTIONS = ("waits", "after_breach", "reopen", "level_change", "calendar_change", "response")

Rows = list[list[str]]


def section(heading: str) -> str:
    """Return what stands under a heading of the page, to the next one of its rank."""
    text = PAGE.read_text(encoding="utf-8")
    rank = heading.split(maxsplit=1)[0]
    until = rf"(?=^#{{1,{len(rank)}}} |\Z)"
    found = re.search(rf"(?ms)^{re.escape(heading)}\n(.*?){until}", text)
    assert found, f"the page has no heading {heading!r}"
    return found[1]


def tables(heading: str) -> list[Rows]:
    """Return the tables under a heading, each as the cells of its lines, without the ruler."""
    blocks = re.findall(r"(?:^\|.*\n)+", section(heading), re.MULTILINE)
    return [[cells(line) for line in block.splitlines() if "---" not in line] for block in blocks]


def cells(line: str) -> list[str]:
    """Return the cells of a line of a table."""
    return [cell.strip() for cell in line.strip("|").split("|")]


def at(text: str) -> datetime:
    """Read "Mon 10:00" on the clock of the desk."""
    day, wall = text.split()
    return DESK.at(f"2026-03-{DATES[day]:02} {wall}")


def told(profile: str) -> list[str]:
    """Tell the life on the page under a profile, as a line of the table."""
    usual, urgent = (
        SupportLevel(name, calendar=DESK, response=reply, resolution=whole, profile=profile)
        for name, reply, whole in (("Usual", "6h", "8h"), ("Urgent", "4h", "7h"))
    )
    life, shown = tables("## One request under each profile")
    clock = SlaClock.start(usual, at=at(life[1][0]))
    line = {"profile": profile, life[1][0]: ""}
    for when, _, kind in life[2:]:
        about = urgent if kind == "change level" else None
        clock = clock.after(kind, at(when), about=about)
        target = clock.target("resolution")
        line |= {f"due {when}": f"{target.due:%a %H:%M}", when: target.verdict(at(when))}
    end = at(life[-1][0])
    line["reply"] = clock.target("response").verdict(end)
    minutes = int(clock.target("resolution").elapsed(end).total_seconds()) // 60
    line["used"] = f"{minutes // 60}:{minutes % 60:02}"
    return [line[column] for column in shown[0]]


@pytest.mark.parametrize("name", PROFILES)
def test_the_ways_of_each_profile_are_on_the_page(name: str) -> None:
    """The table of a profile lists every option with the way that the code takes."""
    ways = tables(f"### {name}")[0]

    assert [line[:2] for line in ways[1:]] == [
        [option, getattr(PROFILES[name], option)] for option in OPTIONS
    ]
    assert {line[0] for line in ways[1:]} == set(WAYS)


@pytest.mark.parametrize("name", [name for name in PROFILES if name != "1c"])
def test_each_profile_has_sources_and_differences(name: str) -> None:
    """A profile that bears another's name says whence it is known, and what it does not mirror."""
    text = section(f"### {name}")

    assert "What differs:" in text
    assert len(re.findall(r"\]\(https://", text[text.index("Sources:") :])) >= 3


@pytest.mark.parametrize("number", range(len(PROFILES)))
def test_one_request_under_each_profile(number: int) -> None:
    """Each line of the table is what the clock says of the life above it."""
    _, shown = tables("## One request under each profile")

    assert len(shown) == len(PROFILES) + 1
    assert shown[number + 1] == told(list(PROFILES)[number])
