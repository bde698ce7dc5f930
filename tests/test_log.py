"""The log reader: every row is used, or put on record with its kind and line."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from slacalc import LogColumns, LogError
from slacalc.batch import log as logs

HEADER = "request,at,status,client\n"


def written(folder: Path, text: str, *, encoding: str = "utf-8") -> Path:
    """Write a log and return its path."""
    path = folder / "log.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        pytest.param("R-1,2026-03-02T10:00:00+03:00,New\n", logs.SHORT, id="a cell too few"),
        pytest.param("R-1,2026-03-02T10:00:00+03:00,New,a,b\n", logs.SHORT, id="a cell too many"),
        pytest.param(" ,2026-03-02T10:00:00+03:00,New,acme\n", logs.NO_REQUEST, id="no request"),
        pytest.param("R-1,2026-03-32T10:00:00+03:00,New,acme\n", logs.NO_INSTANT, id="no such day"),
        pytest.param("R-1,,New,acme\n", logs.NO_INSTANT, id="empty instant"),
        pytest.param("R-1,2026-03-02T23:59:60Z,New,acme\n", logs.NO_INSTANT, id="leap second"),
        pytest.param("R-1,2026-03-02 10:00:00,New,acme\n", logs.NO_ZONE, id="no offset, no zone"),
        pytest.param("R-1,0001-01-01T00:00:00+03:00,New,acme\n", logs.NO_INSTANT, id="before time"),
    ],
)
def test_a_row_that_cannot_be_used_is_on_record(tmp_path: Path, row: str, kind: str) -> None:
    """A dirty row is left out, and noted by its kind and its line."""
    good = "R-0,2026-03-02T09:00:00+03:00,New,acme\n"
    log = logs.read_log(written(tmp_path, HEADER + good + row), LogColumns())

    assert log.dirty == {kind: [3]}
    assert list(log.requests) == ["R-0"]
    assert log.count == 2


@pytest.mark.parametrize(
    "wall", ["2026-03-29 02:30:00", "2026-10-25 02:30:00"], ids=["in the gap", "in the fold"]
)
def test_a_wall_time_that_names_no_one_instant_is_on_record(tmp_path: Path, wall: str) -> None:
    """A naive instant in a gap or a fold of the log's zone is dirty, not guessed."""
    log = logs.read_log(
        written(tmp_path, f"{HEADER}R-1,{wall},New,acme\n"), LogColumns(time_zone="Europe/Berlin")
    )

    assert log.dirty == {logs.NO_WALL_TIME: [2]}


def test_naive_instants_are_on_the_clock_of_the_log(tmp_path: Path) -> None:
    """Where the policy names the log's zone, naive instants are read on its clock."""
    log = logs.read_log(
        written(tmp_path, f"{HEADER}R-1,2026-07-01 10:00:00,New,acme\n"),
        LogColumns(time_zone="Europe/Berlin"),
    )

    at = log.requests["R-1"][0].at

    assert at - datetime(2026, 7, 1, 10, tzinfo=timezone(timedelta(hours=2))) == timedelta(0)


def test_repeated_and_late_rows_are_on_record(tmp_path: Path) -> None:
    """A row that stands twice counts once; one that comes late is sorted in; both are noted."""
    rows = [
        "R-1,2026-03-02T10:00:00+03:00,New,acme",
        "R-1,2026-03-02T12:00:00+03:00,Done,acme",
        "R-1,2026-03-02T11:00:00+03:00,Open,acme",
        "R-1,2026-03-02T10:00:00+03:00,New,acme",
    ]
    log = logs.read_log(written(tmp_path, HEADER + "\n".join(rows)), LogColumns())

    assert [row.status for row in log.requests["R-1"]] == [("New",), ("Open",), ("Done",)]
    assert log.dirty == {logs.LATE: [4], logs.REPEATED: [5]}


def test_rows_at_one_instant_keep_their_order(tmp_path: Path) -> None:
    """Changes at one instant stay in the order of the file."""
    at = "2026-03-02T10:00:00+03:00"
    text = HEADER + "".join(f"R-1,{at},{status},acme\n" for status in ("C", "A", "B"))
    log = logs.read_log(written(tmp_path, text), LogColumns())

    assert [row.status for row in log.requests["R-1"]] == [("C",), ("A",), ("B",)]
    assert log.dirty == {}


def test_a_byte_order_mark_and_blank_lines_are_no_rows(tmp_path: Path) -> None:
    """A mark at the file's beginning and empty lines are passed over."""
    text = f"\ufeff{HEADER}\nR-1,2026-03-02T10:00:00+03:00,New,acme\n\n"
    log = logs.read_log(written(tmp_path, text), LogColumns())

    assert (log.count, list(log.requests), log.dirty) == (1, ["R-1"], {})


def test_the_last_instant_is_that_of_all_requests(tmp_path: Path) -> None:
    """The log ends at its latest instant, whatever the zones."""
    rows = "R-1,2026-03-02T10:00:00+03:00,New,a\nR-2,2026-03-02T08:00:00+00:00,New,a\n"
    log = logs.read_log(written(tmp_path, HEADER + rows), LogColumns())

    assert log.last is not None
    assert log.last.isoformat() == "2026-03-02T08:00:00+00:00"


@pytest.mark.parametrize(
    ("text", "encoding", "says"),
    [
        pytest.param("", "utf-8", "is not in the header", id="empty file"),
        pytest.param("Request,at,status\n", "utf-8", "did you mean 'Request'?", id="other case"),
        pytest.param("request,at,status,at\n", "utf-8", "names a column twice", id="twice"),
        pytest.param(HEADER + "R-1,2026,Готово,a\n", "cp1251", "can't be read", id="not UTF-8"),
        pytest.param(HEADER + 'R-1,"2026\n' * 3, "utf-8", "can't be read", id="an open quote"),
        pytest.param(HEADER + '"' + "x" * 200_000, "utf-8", "can't be read", id="a huge cell"),
    ],
)
def test_a_file_that_is_no_log_is_an_error(
    tmp_path: Path, text: str, encoding: str, says: str
) -> None:
    """A file without the columns, or that is no CSV in UTF-8, is refused whole."""
    with pytest.raises(LogError, match=says.replace("?", r"\?")):
        logs.read_log(written(tmp_path, text, encoding=encoding), LogColumns())


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    """A path that is no file says so."""
    with pytest.raises(LogError, match="can't be read"):
        logs.read_log(tmp_path / "none.csv", LogColumns())
