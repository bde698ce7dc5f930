"""A helpdesk in one file: requests, changes, escalations and overdue work, kept in SQLite.

Any number of workers and pollers, each a process of its own, share one database, and each may be
killed at any point. Four rules see to it that nothing is lost, and that nothing comes twice:

- A clock is stored beside a version. A change is computed from what was read, without a lock, and
  is written only where the version is still the one that was read; else it is computed anew.
- A change has an id that its sender chose, written together with what the change did. A sender
  who does not know whether it was done sends it again.
- `polled` holds the instant before which every escalation was told. It moves in the transaction
  that writes the escalations that came.
- Nothing happens before that instant, nor before what happened to the request last, even where
  the clock of a worker is slow: what was told stays true.

`now` is always given: nothing here looks at a clock. What is stored is in UTC.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from slacalc import Escalated, Policy, SlaClock, WorkItems, Worklist

sqlite3.register_adapter(datetime, lambda at: at.astimezone(UTC).isoformat())  # which sorts
TABLES = """
CREATE TABLE requests (
    request TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    clock TEXT NOT NULL,     -- the truth; what follows is computed from it, to find requests by
    overdue_from TEXT,       -- null where nothing runs
    next_escalation TEXT     -- null where none is to come
);
CREATE INDEX by_overdue ON requests (overdue_from) WHERE overdue_from IS NOT NULL;
CREATE INDEX by_escalation ON requests (next_escalation) WHERE next_escalation IS NOT NULL;
CREATE TABLE changes (number INTEGER PRIMARY KEY, id UNIQUE, request, status, at);
CREATE TABLE escalations (number INTEGER PRIMARY KEY, request, at, target, mark, action);
CREATE TABLE polled (until TEXT NOT NULL);
"""
FIND = "SELECT request, version, clock FROM requests WHERE"
UPDATE = """
UPDATE requests SET version = version + 1, clock = ?, overdue_from = ?, next_escalation = ?
WHERE request = ? AND version = ? AND ? >= (SELECT until FROM polled)
"""


class Helpdesk:
    """One process's door to the database."""

    def __init__(self, file: str | Path, policy: Policy) -> None:
        """Open a database that `create` made."""
        self.policy = policy
        self.db = sqlite3.connect(file, timeout=60, isolation_level=None)
        self.retried = 0  # how often somebody else was quicker

    @classmethod
    def create(cls, file: str | Path, policy: Policy, now: datetime) -> Self:
        """Make the database of a helpdesk that begins now."""
        desk = cls(file, policy)
        desk.db.executescript(f"PRAGMA journal_mode = WAL; {TABLES}")
        desk.db.execute("INSERT INTO polled VALUES (?)", [now])
        return desk

    def register(self, request: str, fields: Mapping[str, Any], now: datetime) -> None:
        """Register a request, once for each name: choose its level and start its clock."""
        with self.transaction():
            clock = self.policy.open(fields, at=max(now.astimezone(UTC), self.polled_until))
            row = [request, 1, *self.columns(clock, self.polled_until)]
            self.db.execute("INSERT OR IGNORE INTO requests VALUES (?, ?, ?, ?, ?)", row)

    def change(self, change: str, request: str, status: str, now: datetime) -> SlaClock:
        """Put a request into a status, once for each id of a change; return its clock."""
        events = self.policy.statuses.to_dict()[status]
        while True:  # each turn but the last means that somebody else has written
            [(_, version, clock)] = self.find("request = ?", request)
            if self.db.execute("SELECT 1 FROM changes WHERE id = ?", [change]).fetchone():
                return clock
            at = max(now.astimezone(UTC), self.polled_until, clock.events[-1].at)
            for kind in events:
                clock = clock.after(kind, at)
            with self.transaction():
                row = [*self.columns(clock, self.polled_until), request, version, at]
                if self.db.execute(UPDATE, row).rowcount:
                    row = [change, request, status, at]
                    self.db.execute("INSERT INTO changes VALUES (NULL, ?, ?, ?, ?)", row)
                    return clock
            self.retried += 1

    def poll(self, now: datetime) -> list[tuple[str, Escalated]]:
        """Write down the escalations that came before now and were not told yet; return them.

        Whoever sends messages reads them from the table: a poller may die before it returns.
        """
        came: list[tuple[str, Escalated]] = []
        with self.transaction():
            since = self.polled_until
            until = max(now.astimezone(UTC), since)
            for request, _, clock in self.find("next_escalation < ?", until):
                came += [(request, one) for one in clock.escalations(since, until)]
                row = [self.columns(clock, until)[-1], request]
                self.db.execute("UPDATE requests SET next_escalation = ? WHERE request = ?", row)
            for request, one in came:
                what = one.escalation
                row = [request, one.at, what.target, what.at, what.action]
                self.db.execute("INSERT INTO escalations VALUES (NULL, ?, ?, ?, ?, ?)", row)
            self.db.execute("UPDATE polled SET until = ?", [until])
        return came

    def overdue(self, now: datetime) -> WorkItems:
        """Return what runs on after its breach, most overdue first."""
        late = self.find("overdue_from < ?", now)
        return Worklist([(request, clock) for request, _, clock in late], now).overdue()

    def find(self, where: str, value: str | datetime) -> list[tuple[str, int, SlaClock]]:
        """Return requests with their versions and clocks, each on the promise that it was given."""
        rows = self.db.execute(f"{FIND} {where}", [value]).fetchall()
        return [(key, version, self.policy.restore(json.loads(it))) for key, version, it in rows]

    @staticmethod
    def columns(clock: SlaClock, polled_until: datetime) -> list[Any]:
        """Return what is stored of a clock."""
        runs = [one for one in clock.targets if one.phase(clock.events[-1].at) == "running"]
        late = min(filter(None, (one.breached_at or one.due for one in runs)), default=None)
        soon = clock.next_escalation(polled_until)
        return [json.dumps(clock.to_dict()), late, soon and soon.at]

    @property
    def polled_until(self) -> datetime:
        """The instant before which every escalation was told."""
        return datetime.fromisoformat(self.db.execute("SELECT until FROM polled").fetchone()[0])

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write all or nothing, and let nobody else write meanwhile."""
        self.db.execute("BEGIN IMMEDIATE")
        with self.db:
            yield


if __name__ == "__main__":
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    desk = Helpdesk.create(":memory:", Policy.load(Path(__file__).with_suffix(".toml")), noon)
    desk.register("A-1", {"type": "outage"}, noon)
    for request, one in desk.poll(noon + timedelta(hours=5)):
        print(request, one)
    print(desk.overdue(noon + timedelta(hours=5)))
