"""Where a log of status changes has what."""

from __future__ import annotations

from typing import Any

from attrs import asdict, frozen

from slacalc.errors import PolicyError, SlacalcError
from slacalc.fields import Fields, misread
from slacalc.zones import zone_of

_DELIMITERS = (",", ";", "\t", "|")


@frozen
class LogColumns:
    """Where a log of status changes has the request, the instant and the status.

    >>> LogColumns(status=("status", "sub status")).to_dict()
    {'status': ['status', 'sub status']}
    """

    request: str = "request"
    at: str = "at"
    status: tuple[str, ...] = ("status",)
    delimiter: str = ","
    time_zone: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return what differs from the defaults, as a table of a policy file."""
        said = {k: v for k, v in asdict(self).items() if v != getattr(LogColumns(), k)}
        return said | ({"status": list(self.status)} if "status" in said else {})


def read_log_columns(place: str, said: Any) -> LogColumns:
    """Return the columns of a table."""
    fields = Fields(place, said)
    status = fields.take("status", str, list, default="status")
    columns = LogColumns(
        request=fields.take("request", str, default="request"),
        at=fields.take("at", str, default="at"),
        status=(status,) if isinstance(status, str) else tuple(status),
        delimiter=fields.take("delimiter", str, default=","),
        time_zone=fields.take("time_zone", str),
    )
    fields.done()
    if columns.delimiter not in _DELIMITERS:
        remedy = "use a comma, a semicolon, a tab or a bar"
        raise PolicyError(fields.at("delimiter"), columns.delimiter, "is no delimiter", remedy)
    if not columns.status or not all(isinstance(column, str) for column in columns.status):
        raise PolicyError(fields.at("status"), status, "is no column", "name one or several")
    try:
        if columns.time_zone is not None:
            zone_of("time_zone", columns.time_zone)
    except SlacalcError as error:
        raise misread(place, error) from None
    return columns
