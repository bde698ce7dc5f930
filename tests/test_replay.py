"""The replay of a log, and the report of fulfilment over it."""

from datetime import datetime
from pathlib import Path

import pytest

from slacalc import LogColumns, LogError, Policy
from slacalc.batch import log as logs
from slacalc.batch import replay as replays
from slacalc.batch.replay import Replayed, parse_as_of, replay
from slacalc.reports.fulfilment import VERDICTS, fulfilment, share

EXAMPLES = Path(__file__).parents[1] / "examples"
POLICY = {
    "slacalc": 1,
    "calendars": {
        "desk": {"week": "Mon-Fri 09:00-13:00 14:00-18:00", "time_zone": "Europe/Moscow"}
    },
    "default": {"name": "Standard", "calendar": "desk", "response": "2h", "resolution": "8h"},
    "statuses": {
        "New": [],
        "Open": ["respond", "resume"],
        "Waiting": ["respond", "pause"],
        "Done": "resolve",
        "Spam": "cancel",
    },
}


def replayed(folder: Path, *rows: str, as_of: str | None = None) -> tuple[logs.Log, list[Replayed]]:
    """Replay rows of (request, instant, status)."""
    path = folder / "log.csv"
    path.write_text("\n".join(["request,at,status", *rows]), encoding="utf-8")
    log = logs.read_log(path, LogColumns(time_zone="Europe/Moscow"))
    judged = parse_as_of(as_of) if as_of else None
    return log, list(replay(Policy.from_dict(POLICY), log, as_of=judged))


def test_the_worked_vector_through_a_log(tmp_path: Path) -> None:
    """A request that waits Monday 16:00 to Tuesday 11:00 is due Tuesday 15:00."""
    _, [request] = replayed(
        tmp_path,
        "R-1,2026-03-02 10:00,New",
        "R-1,2026-03-02 10:30,Open",
        "R-1,2026-03-02 16:00,Waiting",
        "R-1,2026-03-03 11:00,Open",
        "R-1,2026-03-03 15:00,Done",
    )

    assert request.row() == {
        "request": "R-1",
        "level": "Standard",
        "registered": "2026-03-02T10:00:00+03:00",
        "response_due": "2026-03-02T12:00:00+03:00",
        "response": "met",
        "response_breached_at": "",
        "first_due": "2026-03-03T10:00:00+03:00",
        "due": "2026-03-03T15:00:00+03:00",
        "waited": "4h",
        "resolution": "met",
        "breached_at": "",
        "state": "resolved",
        "reopenings": 0,
        "later_rows": 0,
    }


def test_moves_between_waits_count_once(tmp_path: Path) -> None:
    """Going from one waiting status to the next neither ends nor doubles the wait."""
    _, [request] = replayed(
        tmp_path,
        "R-1,2026-03-02 10:00,Waiting",
        "R-1,2026-03-02 11:00,Waiting",
        "R-1,2026-03-02 12:00,Done",
    )

    assert request.row()["waited"] == "2h"
    assert request.row()["due"] == "2026-03-03T12:00:00+03:00"


def test_what_is_open_is_judged_at_the_logs_last_instant(tmp_path: Path) -> None:
    """An unfinished request past its due instant is breached, from that instant."""
    _, [late, fresh] = replayed(tmp_path, "R-1,2026-03-02 10:00,New", "R-2,2026-03-03 17:00,New")

    assert (late.row()["resolution"], fresh.row()["resolution"]) == ("breached", "open")
    assert late.row()["breached_at"] == "2026-03-03T10:00:00+03:00"
    assert fresh.row()["breached_at"] == ""


def test_a_wait_that_goes_on_is_waited_until_the_judgement(tmp_path: Path) -> None:
    """A request that still waits is not breached, and its due instant is the stored one."""
    _, [request, _] = replayed(tmp_path, "R-1,2026-03-02 10:00,Waiting", "R-2,2026-03-04 10:00,New")

    assert request.row()["resolution"] == "open"
    assert request.row()["waited"] == "16h"
    assert request.row()["due"] == "2026-03-03T10:00:00+03:00"


def test_as_of_leaves_out_what_had_not_happened(tmp_path: Path) -> None:
    """Rows after the instant asked for are left out and noted; whole requests too."""
    log, [request] = replayed(
        tmp_path,
        "R-1,2026-03-02 10:00,New",
        "R-1,2026-03-02 17:00,Done",
        "R-2,2026-03-02 18:00,New",
        as_of="2026-03-02T12:00:00+03:00",
    )

    assert request.row()["state"] == "open"
    assert log.dirty == {replays.AFTER_AS_OF: [3, 4]}


def test_a_return_to_work_reopens_and_a_second_end_is_counted(tmp_path: Path) -> None:
    """Going back to work reopens in the profile's way; ends of what has ended are not clocked."""
    _, [request] = replayed(
        tmp_path,
        "R-1,2026-03-02 10:00,New",
        "R-1,2026-03-02 11:00,Done",
        "R-1,2026-03-02 12:00,Done",
        "R-1,2026-03-09 10:00,Open",
        "R-1,2026-03-09 11:00,Waiting",
        "R-1,2026-03-09 12:00,Done",
        "R-1,2026-03-09 13:00,Open",
    )

    assert (request.reopenings, request.later_rows) == (2, 1)
    assert request.clock.reopened
    assert [event.kind for event in request.clock.events] == [
        *("start", "resolve", "reopen", "respond", "respond", "pause", "resolve"),
        *("reopen", "respond"),
    ]
    assert request.row()["resolution"] == "open"


def test_an_unknown_status_changes_nothing_and_is_on_record(tmp_path: Path) -> None:
    """A status that the policy does not map is noted by its line."""
    log, [request] = replayed(tmp_path, "R-1,2026-03-02 10:00,Strange", "R-1,2026-03-02 11:00,Done")

    assert log.dirty == {logs.UNKNOWN_STATUS: [2]}
    assert request.row()["registered"] == "2026-03-02T10:00:00+03:00"


def test_a_request_without_a_due_instant_is_on_record(tmp_path: Path) -> None:
    """A registration at the end of time can't be clocked; the others are."""
    log, requests = replayed(tmp_path, "R-1,9999-12-31 23:00,New", "R-2,2026-03-02 10:00,New")

    assert log.dirty == {replays.NO_CLOCK: [2]}
    assert [request.request for request in requests] == ["R-2"]


def test_a_cancelled_request_has_no_verdict(tmp_path: Path) -> None:
    """Spam is counted apart, met plus breached plus open plus cancelled being all."""
    _, requests = replayed(
        tmp_path,
        "R-1,2026-03-02 10:00,New",
        "R-1,2026-03-06 11:00,Spam",
        "R-2,2026-03-02 10:00,New",
        "R-2,2026-03-02 10:30,Done",
    )
    total = fulfilment(request.row() for request in requests)[-1]

    assert total.resolution == {"met": 1, "breached": 0, "open": 0, "cancelled": 1}
    assert requests[0].row()["breached_at"] == "2026-03-03T10:00:00+03:00"


def test_an_empty_log_has_no_requests(tmp_path: Path) -> None:
    """A log of a header alone replays to nothing, and its report counts none."""
    _, requests = replayed(tmp_path)

    assert requests == []
    assert fulfilment([])[-1].row()["resolution_share_met"] == "-"


@pytest.mark.parametrize("text", ["", "yesterday", "2026-03-02"], ids=["empty", "word", "naive"])
def test_an_as_of_without_an_instant_is_refused(text: str) -> None:
    """The instant of the judgement needs a date, a time and an offset."""
    with pytest.raises(LogError, match="is no instant"):
        parse_as_of(text)


def test_the_report_of_the_sample_counts_every_request() -> None:
    """In the bundled sample each level's four verdicts sum to its requests."""
    policy = Policy.load(EXAMPLES / "support.toml")
    log = logs.read_log(EXAMPLES / "requests.csv", policy.log)
    counts = fulfilment(request.row() for request in replay(policy, log))

    for count in counts:
        assert sum(count.response[verdict] for verdict in VERDICTS) == count.requests
        assert sum(count.resolution[verdict] for verdict in VERDICTS) == count.requests
    assert {count.level: count.requests for count in counts} == {
        "VIP": 2,
        "По умолчанию": 4,
        "Outage": 1,
        "all levels": 7,
    }
    assert log.dirty == {}


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [(0, 0, "-"), (0, 3, "0.0 %"), (1, 3, "33.3 %"), (2, 3, "66.7 %"), (3, 3, "100.0 %"),
     (1, 2000, "0.1 %"), (1, 2001, "0.0 %")],
)  # fmt: skip
def test_a_share_is_rounded_half_up(part: int, whole: int, words: str) -> None:
    """Shares are percent to one digit."""
    assert share(part, whole) == words


def test_every_ledger_of_the_sample_sums() -> None:
    """Each target's counted entries sum to what is elapsed, its waits to what was waited."""
    policy = Policy.load(EXAMPLES / "support.toml")
    log = logs.read_log(EXAMPLES / "requests.csv", policy.log)

    for request in replay(policy, log):
        for target in request.clock.targets:
            ledger = request.clock.explain(request.as_of, target=target.target.name)
            assert ledger.elapsed == target.elapsed(request.as_of)
            assert ledger.waited == target.waited_by(request.as_of)


def test_as_of_is_an_aware_datetime() -> None:
    """The instant read from text is the one written."""
    assert parse_as_of("2026-03-02T10:00:00+03:00") == datetime.fromisoformat(
        "2026-03-02T10:00:00+03:00"
    )
