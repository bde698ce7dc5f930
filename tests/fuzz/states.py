"""What is stored and replayed: the state of a clock, and a log of changes of status."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fuzz.target import Target, check, check_error
from slacalc import AnyCalendar, LogColumns, Policy, SlacalcError, SlaClock, SupportLevel
from slacalc.batch.log import read_log
from slacalc.batch.replay import replay
from slacalc.clock_state import VERSION

_FIRST = datetime(1, 1, 2, tzinfo=UTC)
_LAST = datetime(9999, 12, 30, tzinfo=UTC)
_LONG = timedelta(days=400)
_TOML = """
slacalc = 1
[calendars.desk]
time_zone = "Europe/Berlin"
week = "Mon-Fri 09:00-13:00 14:00-18:00"
holidays = { 2026-03-09 = "moved" }
[calendars.duty]
time_zone = "UTC"
week = "Mon-Sun 00:00-24:00"
[[levels]]
name = "VIP"
calendar = "duty"
conditions = { client = "vip" }
response = "30m"
resolution = "2 working days"
profile = { after_breach = "keep", reopen = "count", waits = "all" }
[[levels]]
name = "Raised"
calendar = "desk"
conditions = { client = "raised" }
resolution = "4h"
profile = "jira"
[levels.targets]
"periodic update" = { duration = "8h", starts_on = ["start", "respond"], stops_on = ["respond"] }
[default]
name = "Standard"
calendar = "desk"
response = "1h"
resolution = "8h"
[statuses]
New = []
Work = ["respond", "resume"]
Waiting = "pause"
"Waiting / vendor" = "pause:vendor"
Done = "resolve"
Again = ["reopen", "acknowledge"]
Spam = "cancel"
"""


def _policy() -> Policy:
    """Return the policy on which all is stored and replayed; read once."""
    if not _KEPT:
        folder = TemporaryDirectory(prefix="slacalc-fuzz-")
        file = Path(folder.name, "policy.toml")
        file.write_text(_TOML, encoding="utf-8")
        policy = Policy.load(file)
        for calendar in policy.calendars.values():  # compiled to both ends of time, once for all
            calendar.elapsed(_FIRST, _LAST)
        _KEPT.append((folder, policy))
    return _KEPT[0][1]


_KEPT: list[tuple[TemporaryDirectory[str], Policy]] = []


def _state(data: bytes) -> bool:
    """Read a stored clock on its level, and by its policy; the two say the same.

    Its events are replayed on every level too, whatever it was due by them.
    """
    try:
        state = json.loads(data)
    except (ValueError, RecursionError):
        return False
    policy, restored = _policy(), list[SlaClock]()
    levels = (*policy.chain.levels, policy.chain.default)
    known: list[SupportLevel | AnyCalendar] = [*levels, *policy.calendars.values()]
    for level in levels:
        try:
            clock = SlaClock.from_dict(state, level=level, known=known)
        except SlacalcError as error:
            check_error(error)
        else:
            restored.append(clock)
            _told(clock, policy)
        _replayed(state, level, policy)
    again = policy.restore(state)
    check(again in restored, "what a policy restores is what is restored on its level")
    _told(again, policy)
    return True


def _replayed(state: Any, level: SupportLevel, policy: Policy) -> None:
    """Replay the events of a state that can be read without it."""
    events = state.get("events") if isinstance(state, dict) else None
    try:
        clock = SlaClock.replay(level, events)  # type: ignore[arg-type]
    except SlacalcError as error:
        check_error(error)
    else:
        _told(clock, policy)


def _told(clock: SlaClock, policy: Policy) -> None:
    """Store a clock again, and ask it what a helpdesk asks."""
    stored = clock.to_dict()
    check(stored["slacalc"] == VERSION, "state is written in the version of this release")
    again = policy.restore(json.loads(json.dumps(stored)))
    check(again == clock and again.to_dict() == stored, "a clock comes back from its state")
    last = clock.events[-1].at
    for at in (clock.started, last):
        for target in clock.targets:
            check(target.elapsed(at) >= timedelta(0), "no time used is negative")
            target.phase(at)
            target.due_at(at)
    check(bool(repr(clock)), "a clock has a repr")
    if last - clock.started < _LONG:  # an explanation has a line for each opening
        check(bool(str(clock.explain(last))), "a clock has a ledger")


def _log(data: bytes) -> bool:
    """Read a log twice, the second time as one of wall times, and replay what is in it."""
    policy = _policy()
    file = Path(_KEPT[0][0].name, "log.csv")
    file.write_bytes(data)
    zoned = LogColumns(status=("status", "sub status"), delimiter=";", time_zone="Europe/Berlin")
    read = False
    for columns in (LogColumns(), zoned):
        try:
            log = read_log(file, columns)
        except SlacalcError as error:
            check_error(error)
            continue
        read = True
        used = sum(map(len, log.requests.values()))
        clocks = list(replay(policy, log))
        check(used <= log.count and len(clocks) <= len(log.requests), "no row counts twice")
        for one in clocks:
            row: dict[str, Any] = one.row()
            check(bool(json.dumps(row)) and row["request"] == one.request, "a row is plain data")
            check(datetime.fromisoformat(row["registered"]) == one.clock.started, "registered")
    return read


STATE = Target(
    "state", _state,
    ('"slacalc": 3', '"level": "Standard"', '"fingerprint"', '"calendar"', '"row": null', '"zone"',
     '"tzdata"', '"events": [', '"due": {', '"event"', '"at"', '"start"', '"pause"', '"resume"',
     '"pause:vendor"', '"respond"', '"automatic reply"', '"acknowledge"', '"customer reply"',
     '"resolve"', '"reopen"', '"cancel"', '"assign"', '"change level"', '"change calendar"',
     '"reason"', '"id"', '"sequence"', '"how"', '"group"', '"employee"', '"resume"', '"count"',
     '"restart"', '"first_close"', '"frozen"', '"carry"', '"retroactive"', '"prospective"',
     '"restated"', '"Europe/Berlin"', '"+03:00"', '"2026-03-02T09:00:00+00:00"', "null"),
    longest=4_000,
    tables=True,
    prepare=_policy,
)  # fmt: skip
LOG = Target(
    "log", _log,
    ("request,at,status", "request;at;status;sub status", "client", "\n", "R-1,", "R-1;",
     "2026-03-02T10:00:00+03:00", "2026-03-29 02:30:00", "2026-10-25 02:30:00", "0001-01-01",
     "9999-12-31T23:59:59Z", "New", "Work", "Waiting", ";vendor", "Done", "Again", "Spam", '"',
     "vip", "raised", "\N{BOM}", "\0", "\r\n"),
    prepare=_policy,
)  # fmt: skip
