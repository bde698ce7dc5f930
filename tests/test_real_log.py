"""The real log of a helpdesk (BPI Challenge 2013): 7,554 requests replayed and proved."""

import os
import zipfile
from datetime import UTC
from pathlib import Path

import pytest

from slacalc import Policy
from slacalc.batch import log as logs
from slacalc.batch.replay import Replayed, replay
from slacalc.reports.fulfilment import VERDICTS, fulfilment

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("SLACALC_SHARED", ROOT.parent / "shared"))
ARCHIVE = SHARED / "data" / "logs" / "volvo_incidents.zip"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.long,
    pytest.mark.skipif(not ARCHIVE.exists(), reason="the real log is not beside the checkout"),
]


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> logs.Log:
    """The log, as read."""
    with zipfile.ZipFile(ARCHIVE) as packed:
        path = packed.extract("VolvoIT-Challenge/VINST-new.csv", tmp_path_factory.mktemp("log"))
    return logs.read_log(path, Policy.load(ROOT / "examples" / "volvo.toml").log)


@pytest.fixture(scope="module")
def requests(log: logs.Log) -> list[Replayed]:
    """The requests of the log, replayed."""
    return list(replay(Policy.load(ROOT / "examples" / "volvo.toml"), log))


def test_no_row_is_lost(log: logs.Log, requests: list[Replayed]) -> None:
    """Every row belongs to a request; what the policy can't use is on record by kind."""
    assert log.count == 65_533
    assert sum(len(rows) for rows in log.requests.values()) == log.count
    assert len(requests) == 7_554
    assert {kind: len(numbers) for kind, numbers in log.dirty.items()} == {logs.UNKNOWN_STATUS: 5}


def test_every_ledger_sums(requests: list[Replayed]) -> None:
    """Counted entries sum to elapsed, waits to the time waited, for each target of each."""
    for request in requests:
        for target in request.clock.targets:
            ledger = request.clock.explain(request.as_of, target=target.target.name)
            assert ledger.elapsed == target.elapsed(request.as_of), request.request
            assert ledger.waited == target.waited_by(request.as_of), request.request


def test_a_breach_is_an_end_or_judgement_after_the_due_instant(requests: list[Replayed]) -> None:
    """A target is breached where it stopped, or still ran, after what was due then."""
    for request in requests:
        for target in request.clock.targets:
            end = target.stopped_at or request.as_of
            assert target.due is not None
            late = end.astimezone(UTC) > target.due.astimezone(UTC)
            waits = target.phase(request.as_of) == "waiting"
            assert target.breached(request.as_of) == (late and not waits), request.request


def test_what_is_due_moves_by_the_working_time_waited(requests: list[Replayed]) -> None:
    """What is due later is so by the working time waited or closed, or is the last end of it."""
    for request in requests:
        resolution = request.clock.resolution
        assert resolution is not None
        assert resolution.first_due is not None
        extension = resolution.legs[-1].extension
        assert (extension == resolution.waited) or request.clock.reopened
        moved = resolution.calendar.deadline(resolution.first_due, extension)
        ends = [leg.since for leg in resolution.legs[1:]]
        assert resolution.due == moved or resolution.due in ends, request.request


def test_the_verdicts_of_every_level_are_all_its_requests(requests: list[Replayed]) -> None:
    """Met, breached, open and cancelled add up, level by level."""
    counts = fulfilment(request.row() for request in requests)

    for count in counts:
        assert sum(count.response[verdict] for verdict in VERDICTS) == count.requests
        assert sum(count.resolution[verdict] for verdict in VERDICTS) == count.requests
    assert counts[-1].requests == 7_554


def test_states_round_trip(requests: list[Replayed]) -> None:
    """A stored clock of the log comes back equal, on the policy's level."""
    policy = Policy.load(ROOT / "examples" / "volvo.toml")

    for request in requests[::50]:
        assert policy.restore(request.clock.to_dict()) == request.clock
