"""The replay of a log: each request's clock, as its changes of status would have driven it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from attrs import frozen

from slacalc import doors
from slacalc.batch.log import UNKNOWN_STATUS, Log, Row
from slacalc.errors import LogError, NoWorkingTimeError, OutOfRangeError
from slacalc.events import checked_key, instant_key
from slacalc.statuses import ends, entered
from slacalc.text import format_duration
from slacalc.zones import at_wall_time, zone_of

if TYPE_CHECKING:
    from slacalc.clock import SlaClock
    from slacalc.policy import Policy

NO_CLOCK = "the request has no due instant (left out)"
AFTER_AS_OF = "the row lies after --as-of (left out)"
COLUMNS = (
    "request",
    "level",
    "registered",
    "response_due",
    "response",
    "response_breached_at",
    "first_due",
    "due",
    "waited",
    "resolution",
    "breached_at",
    "state",
    "reopenings",
    "later_rows",
)


@frozen
class Replayed:
    """One request of a log: its clock, how often it reopened, and later ends, not clocked."""

    request: str
    clock: SlaClock
    as_of: datetime
    reopenings: int
    later_rows: int

    def row(self) -> dict[str, Any]:
        """Return the request as one flat row of text and numbers, instants as ISO text."""
        response, resolution = self.clock.response, self.clock.resolution
        return {
            "request": self.request,
            "level": self.clock.level.name,
            "registered": self.clock.started.isoformat(),
            "response_due": _text(response.due if response else None),
            "response": response.verdict(self.as_of) if response else "",
            "response_breached_at": _text(response.breach(self.as_of) if response else None),
            "first_due": _text(resolution.first_due if resolution else None),
            "due": _text(resolution.due if resolution else None),
            "waited": format_duration(resolution.waited_by(self.as_of)) if resolution else "",
            "resolution": resolution.verdict(self.as_of) if resolution else "",
            "breached_at": _text(resolution.breach(self.as_of) if resolution else None),
            "state": self.clock.state,
            "reopenings": self.reopenings,
            "later_rows": self.later_rows,
        }


def replay(policy: Policy, log: Log, *, as_of: datetime | None = None) -> Iterator[Replayed]:
    """Go through the requests of a log, each clocked by the policy's statuses.

    A request is registered by its first row, whose columns choose the level. A status that does
    not end a request which has ended reopens it, in the way of the level's profile; one that ends
    it once more is counted and not clocked. Unfinished requests are judged at `as_of`, by default
    the log's last instant. Rows that can't be used are noted in the log.
    """
    judged = log.last if as_of is None else doors.instant("as_of", as_of)
    if judged is None:
        return
    for request, rows in log.requests.items():
        known = [row for row in rows if instant_key(row.at) <= instant_key(judged)]
        for row in rows[len(known) :]:
            log.note(AFTER_AS_OF, row.number)
        try:
            if known:
                yield _replayed(policy, log, request, known, judged)
        except (NoWorkingTimeError, OutOfRangeError):
            for row in known:
                log.note(NO_CLOCK, row.number)


def _replayed(policy: Policy, log: Log, request: str, rows: list[Row], as_of: datetime) -> Replayed:
    clock = policy.open(rows[0].ticket, at=rows[0].at)
    later = 0
    for row in rows:
        kinds = policy.statuses.events(*row.status)
        if kinds is None:
            log.note(UNKNOWN_STATUS, row.number)
        elif clock.ended and ends(kinds):
            later += 1
        else:
            clock = entered(clock, kinds, row.at)
    reopenings = sum(event.kind == "reopen" for event in clock.events)
    return Replayed(request, clock, as_of, reopenings, later)


def never_holding(policy: Policy) -> list[str]:
    """Return the conditions that no log can meet: its cells are text, or missing."""
    levels = (level for edition in policy.editions for level in edition.chain.levels)
    strange = (
        f"{level}: {condition}"
        for level in levels
        for condition in level.conditions
        if not condition.holds_for_text
    )
    return list(dict.fromkeys(strange))


def parse_as_of(text: str, time_zone: str | None = None) -> datetime:
    """Read the instant of the judgement, with an offset or on the log's clock."""
    try:
        at = doors.moment(text)
        if at.tzinfo is None and time_zone is not None:
            at = at_wall_time(at, zone_of("time_zone", time_zone))
        checked_key("as_of", at)
    except ValueError:
        remedy = "write it with an offset, such as '2026-03-02T10:00:00+03:00'"
        raise LogError("as_of", text, "is no instant", remedy) from None
    return at


def _text(at: datetime | None) -> str:
    return at.isoformat() if at else ""
