"""Policy files, TOML and JSON."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from fuzz.target import Target, check, check_error
from slacalc import Policy, SlacalcError

_AT = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)
_TICKETS: tuple[dict[str, object], ...] = (
    {},
    {"client": "vip", "type": "incident", "count": 5, "seen": "2026-03-02"},
)


def _loaded(data: bytes, suffix: str) -> bool:
    file = Path(_folder(), f"policy.{suffix}")
    file.write_bytes(data)
    policy = Policy.load(file)
    again = Policy.from_dict(policy.to_dict())
    check(again == policy, "a policy comes back from its tables")
    check(again.fingerprint == policy.fingerprint, "an equal policy has an equal fingerprint")
    dumped = policy.dump(file.with_name(f"dumped.{suffix}"))
    check(Policy.load(dumped) == policy, "load(dump(policy)) == policy")
    check(pickle.loads(pickle.dumps(policy)) == policy, "a policy comes back from a pickle")  # noqa: S301
    check(bool(repr(policy)), "a policy has a repr")
    for ticket in _TICKETS:
        _opened(policy, dict(ticket))
    return True


def _opened(policy: Policy, ticket: dict[str, object]) -> None:
    """Open a request, where the calendars have time for it, and store and restore its clock."""
    try:
        clock = policy.open(ticket, at=_AT)
    except SlacalcError as error:
        check_error(error)
        return
    stored = clock.to_dict()
    again = policy.restore(stored)
    check(again == clock and again.to_dict() == stored, "a clock comes back from its state")


def _folder() -> str:
    if not _FOLDERS:
        _FOLDERS.append(TemporaryDirectory(prefix="slacalc-fuzz-"))
    return _FOLDERS[0].name


_FOLDERS: list[TemporaryDirectory[str]] = []
_KEYS = (
    "slacalc = 1", "name = ", "[calendars.desk]", "[schedules]", "[[levels]]", "[default]",
    "[statuses]", "[log]", "[[versions]]", "time_zone", "week", "holidays", "exceptions",
    "closures", "any_of", "all_of", "without", "before", "changes_on", "after", "known_from",
    "known_until", "outside", "response", "resolution", "conditions", "profile", "escalations",
    "[levels.targets]", "starts_on", "stops_on", "pauses_on", "target", "at", "action", "turns",
    "anchor", "valid_from", "calendar", "schedule", "duration", "by", "urgent", "include",
    '"Europe/Moscow"', '"Mon-Fri 09:00-18:00"', '"desk"', '"8h"', '"75%"', '"jira"', "2026-11-04",
    "'''", '"""', " = ", "{ ", " }", "[", "]", "true", "inf", "nan", "0x", "1_000", "\\u0041",
)  # fmt: skip
POLICY_TOML = Target("policy_toml", lambda data: _loaded(data, "toml"), _KEYS, longest=4_000)
POLICY_JSON = Target(
    "policy_json",
    lambda data: _loaded(data, "json"),
    tuple(f'"{key}"' for key in _KEYS if key.isidentifier()),
    longest=6_000,
    tables=True,
)
