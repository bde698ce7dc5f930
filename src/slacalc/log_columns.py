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

    def __attrs_post_init__(self) -> None:
        """Refuse columns, delimiters and zones that can't be meant."""
        if not isinstance(self.status, tuple):
            problem, remedy = "is no tuple of names", "give one or several in a tuple"
            raise PolicyError("status", self.status, problem, remedy)
        if not self.status:
            raise PolicyError("status", self.status, "names no column", "name one or several")
        named = [("request", self.request), ("at", self.at)]
        for key, name in (*named, *(("status", one) for one in self.status)):
            if not isinstance(name, str):
                raise PolicyError(key, name, "is no name of a column", "write it as text")
        if self.delimiter not in _DELIMITERS:
            remedy = "use a comma, a semicolon, a tab or a bar"
            raise PolicyError("delimiter", self.delimiter, "is no delimiter", remedy)
        if self.time_zone is not None:
            zone_of("time_zone", self.time_zone)

    def to_dict(self) -> dict[str, Any]:
        """Return what differs from the defaults, as a table of a policy file."""
        said = {k: v for k, v in asdict(self).items() if v != getattr(LogColumns(), k)}
        return said | ({"status": list(self.status)} if "status" in said else {})


def read_log_columns(place: str, said: Any) -> LogColumns:
    """Return the columns of a table."""
    fields = Fields(place, said)
    status = fields.take("status", str, list, default="status")
    said = {
        "request": fields.take("request", str, default="request"),
        "at": fields.take("at", str, default="at"),
        "delimiter": fields.take("delimiter", str, default=","),
        "time_zone": fields.take("time_zone", str),
    }
    fields.done()
    try:
        return LogColumns(status=(status,) if isinstance(status, str) else tuple(status), **said)
    except SlacalcError as error:
        raise misread(place, error) from None
