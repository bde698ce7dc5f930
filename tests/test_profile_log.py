"""The real log under every profile: the table on the page on pauses is what the clocks say."""

from __future__ import annotations

import copy
import os
import tomllib
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from test_profile_table import section, tables

from slacalc import Policy, SlaClock
from slacalc.batch import log as logs
from slacalc.batch.replay import replay
from slacalc.profiles import PROFILES

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("SLACALC_SHARED", ROOT.parent / "shared"))
ARCHIVE = SHARED / "data" / "logs" / "volvo_incidents.zip"
POLICY = tomllib.loads((ROOT / "examples" / "volvo.toml").read_text(encoding="utf-8"))
ALONE = {
    "waits none": {"waits": "none"},
    "waits all": {"waits": "all"},
    "after_breach keep": {"after_breach": "keep"},
    "reopen first_close": {"reopen": "first_close"},
    "reopen count": {"reopen": "count"},
    "reopen restart": {"reopen": "restart"},
    "response reply": {"response": "reply"},
}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.long,
    pytest.mark.skipif(not ARCHIVE.exists(), reason="the real log is not beside the checkout"),
]

Clocks = dict[str, SlaClock]


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> logs.Log:
    """The log, as read."""
    with zipfile.ZipFile(ARCHIVE) as packed:
        path = packed.extract("VolvoIT-Challenge/VINST-new.csv", tmp_path_factory.mktemp("log"))
    return logs.read_log(path, Policy.from_dict(POLICY).log)


def clocks(log: logs.Log, profile: Any) -> Clocks:
    """Replay the log under a profile; a request that is accepted is acknowledged, not answered."""
    said = copy.deepcopy(POLICY)
    for level in (*said["levels"], said["default"]):
        level["profile"] = profile
    for status, events in said["statuses"].items():
        if isinstance(events, list):
            kinds = ["acknowledge" if event == "respond" else event for event in events]
            said["statuses"][status] = kinds
    return {one.request: one.clock for one in replay(Policy.from_dict(said), log)}


@pytest.fixture(scope="module")
def last(log: logs.Log) -> datetime:
    """The instant at which what goes on is judged."""
    assert log.last is not None
    return log.last


@pytest.fixture(scope="module")
def profiled(log: logs.Log) -> dict[str, Clocks]:
    """The requests of the log under every profile."""
    return {name: clocks(log, name) for name in PROFILES}


def line(found: Clocks, usual: Clocks, last: datetime) -> list[str]:
    """Count what is due otherwise than usual, what is judged otherwise, and what is late."""
    moved = judged = late = ever = replies = 0
    for request, clock in found.items():
        one, other = clock.target("resolution"), usual[request].target("resolution")
        assert one.due is not None
        assert other.due is not None
        moved += one.due.astimezone(UTC) != other.due.astimezone(UTC)
        judged += one.verdict(last) != other.verdict(last)
        late += one.verdict(last) == "breached"
        ever += any(cycle.verdict == "breached" for cycle in one.cycles(last))
        replies += clock.target("response").verdict(last) == "breached"
    return [f"{count:,}" for count in (moved, judged, late, ever, replies)]


@pytest.mark.parametrize("name", PROFILES)
def test_the_log_under_each_profile(last: datetime, profiled: dict[str, Clocks], name: str) -> None:
    """A line of the table by profiles is what the replayed log says."""
    shown = {row[0]: row[1:] for row in tables("## A real log under each profile")[0]}

    assert shown[name] == line(profiled[name], profiled["1c"], last)


@pytest.mark.parametrize("name", ALONE)
def test_the_log_under_one_way_alone(
    log: logs.Log, last: datetime, profiled: dict[str, Clocks], name: str
) -> None:
    """A line of the table by ways is what the log says where only that way is not as usual."""
    shown = {row[0]: row[1:-1] for row in tables("## A real log under each profile")[1]}

    assert shown[name] == line(clocks(log, ALONE[name]), profiled["1c"], last)


@pytest.mark.parametrize("name", [name for name in PROFILES if name != "1c"])
def test_ledgers_sum(last: datetime, profiled: dict[str, Clocks], name: str) -> None:
    """What a profile counts otherwise has a proof that sums to the time used and waited.

    What it counts like the default is proved with the rest of the log (tests/test_real_log.py).
    """
    for request, clock in profiled[name].items():
        for target in clock.targets:
            usual = profiled["1c"][request].target(target.target.name)
            if target.cycles(last) != usual.cycles(last):
                ledger = clock.explain(last, target=target.target.name)
                assert ledger.elapsed == target.elapsed(last), request
                assert ledger.waited == target.waited_by(last), request


def test_the_log_as_the_page_describes_it(log: logs.Log, profiled: dict[str, Clocks]) -> None:
    """The page says how many requests there are, and how many wait and are opened again."""
    found = profiled["1c"].values()
    waits = sum(any(event.kind == "pause" for event in clock.events) for clock in found)
    reopened = sum(clock.reopened for clock in found)
    text = section("## A real log under each profile")

    for count in (len(found), log.count, waits, reopened):
        assert f"{count:,} " in text
