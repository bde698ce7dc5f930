"""A helpdesk's log of status changes, read row by row; no row is skipped or mended silently."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import Factory, define, frozen

from slacalc import doors
from slacalc.errors import LogError, SlacalcError, did_you_mean
from slacalc.events import instant_key
from slacalc.zones import at_wall_time, zone_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slacalc.log_columns import LogColumns

SHORT = "the row has another number of columns than the header"
NO_REQUEST = "the row names no request"
NO_INSTANT = "the instant can't be read"
NO_ZONE = "the instant has no offset, and the policy's log no time_zone"
NO_WALL_TIME = "the instant lies in a gap or a fold of the log's time_zone"
UNKNOWN_STATUS = "the policy does not know the status"
REPEATED = "the row repeats another one"
LATE = "the row came after a later one (sorted)"


@frozen
class Row:
    """One change of status: which request, when, to which status, and all columns."""

    number: int
    request: str
    at: datetime
    status: tuple[str, ...]
    fields: Mapping[str, str]

    @property
    def ticket(self) -> dict[str, str]:
        """The fields of the request; an empty cell is a missing one."""
        return {name: cell for name, cell in self.fields.items() if cell.strip()}


@define
class Log:
    """The rows of a log by request, and the dirty ones by kind, as row numbers."""

    requests: dict[str, list[Row]] = Factory(dict)
    dirty: dict[str, list[int]] = Factory(dict)
    count: int = 0

    def note(self, kind: str, number: int) -> None:
        """Put a dirty row on record."""
        self.dirty.setdefault(kind, []).append(number)

    @property
    def last(self) -> datetime | None:
        """The last instant of the log."""
        rows = (rows[-1].at for rows in self.requests.values())
        return max(rows, key=instant_key, default=None)


def read_log(path: str | Path, columns: LogColumns) -> Log:
    """Read a CSV file of status changes, in UTF-8 with a header.

    Raises `LogError` for a file that is no such log; a row that can't be used is put on record
    by its kind and its line.
    """
    file, reader = Path(path), None
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.reader(lines, delimiter=columns.delimiter, strict=True)
            return _sorted(_read(file.name, reader, columns))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        where = f" after line {reader.line_num}" if reader else ""
        problem = f"can't be read{where}: {error}"
        raise LogError("path", str(path), problem, "give a CSV file in UTF-8") from None


def _read(name: str, reader: Any, columns: LogColumns) -> Log:
    header: list[str] = next(reader, [])
    _check_header(name, header, columns)
    log = Log()
    seen: set[tuple[str, datetime, tuple[str, ...]]] = set()
    for cells in reader:
        number = reader.line_num  # the last line of a row that has several
        if not cells:
            continue
        log.count += 1
        row = _row(number, header, cells, columns, log)
        if row is None:
            continue
        key = (row.request, instant_key(row.at), tuple(cells))
        if key in seen:
            log.note(REPEATED, number)
            continue
        seen.add(key)
        log.requests.setdefault(row.request, []).append(row)
    return log


def _row(
    number: int, header: Sequence[str], cells: list[str], columns: LogColumns, log: Log
) -> Row | None:
    if len(cells) != len(header):
        log.note(SHORT, number)
        return None
    fields = dict(zip(header, cells, strict=True))
    request = fields[columns.request].strip()
    if not request:
        log.note(NO_REQUEST, number)
        return None
    at = _instant(fields[columns.at], columns.time_zone)
    if isinstance(at, str):
        log.note(at, number)
        return None
    status = tuple(fields[column].strip() for column in columns.status)
    return Row(number, request, at, status, fields)


def _instant(text: str, time_zone: str | None) -> datetime | str:
    """Return the instant of a cell, or why there is none."""
    try:
        at = doors.moment(text.strip())
        if at.tzinfo is None:
            if time_zone is None:
                return NO_ZONE
            at = at_wall_time(at, zone_of("time_zone", time_zone))
        instant_key(at)
    except SlacalcError:
        return NO_WALL_TIME
    except (ValueError, OverflowError):
        return NO_INSTANT
    return at


def _sorted(log: Log) -> Log:
    for request, rows in log.requests.items():
        latest = instant_key(rows[0].at)
        for row in rows:
            if instant_key(row.at) < latest:
                log.note(LATE, row.number)
            latest = max(latest, instant_key(row.at))
        log.requests[request] = sorted(rows, key=lambda row: instant_key(row.at))
    return log


def _check_header(name: str, header: Iterable[str], columns: LogColumns) -> None:
    known = list(header)
    for column in (columns.request, columns.at, *columns.status):
        if column not in known:
            way_out = did_you_mean(column, known) or f"the columns are {', '.join(known) or 'none'}"
            raise LogError(f"{name}: column", column, "is not in the header", way_out)
    if len(set(known)) < len(known):
        raise LogError(f"{name}: header", known, "names a column twice", "name them apart")
