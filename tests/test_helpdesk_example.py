"""The helpdesk in one file: whoever is killed, nothing is lost and nothing comes twice."""

from __future__ import annotations

import ast
import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from helpdesk_siege import BEGIN, EXAMPLE, POINTS, REQUESTS, changes, example, fields, policy

from slacalc import EventError, SlaClock, Worklist

POLICY = policy()
SEED = 20260302
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
OUTAGE = {"type": "outage"}
Desks = Callable[[], Any]
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system can't fork")


class Siege(NamedTuple):
    """What a siege left behind: its database, and its figures."""

    file: Path
    figures: dict[str, Any]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Ask the database."""
        with closing(sqlite3.connect(self.file)) as db:
            return db.execute(query).fetchall()

    @property
    def told(self) -> dict[str, SlaClock]:
        """Tell the changes that were made once more, one by one, in memory."""
        clocks = {f"R-{n}": POLICY.open(fields(n), at=BEGIN) for n in range(REQUESTS)}
        for request, status, at in self.rows(
            "SELECT request, status, at FROM changes ORDER BY number"
        ):
            for kind in POLICY.statuses.events(status) or ():
                clocks[request] = clocks[request].after(kind, datetime.fromisoformat(at))
        return clocks

    @property
    def polled_until(self) -> datetime:
        """Return the instant until which all escalations came."""
        return datetime.fromisoformat(self.rows("SELECT until FROM polled")[0][0])


@pytest.fixture(scope="module")
def siege(tmp_path_factory: pytest.TempPathFactory) -> Siege:
    """Lay a siege to a helpdesk, which takes some seconds."""
    file = tmp_path_factory.mktemp("siege") / "helpdesk.db"
    script = Path(__file__).with_name("helpdesk_siege.py")
    command = [sys.executable, str(script), str(file), str(SEED)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return Siege(file, json.loads(done.stdout))


@pytest.mark.slow
@needs_fork
def test_workers_and_pollers_were_killed_and_were_in_each_others_way(
    siege: Siege, record_property: Any
) -> None:
    """The siege was one: deaths at every point of a change and of a poll, and conflicts."""
    kills = siege.figures["kills"]
    record_property("siege", siege.figures)
    said = {f"worker: {point or 'when it was done'}" for point in POINTS["worker 0"]}
    assert {"worker: at random", *said} <= kills.keys()
    assert sum(count for role, count in kills.items() if role.startswith("poller")) >= 5
    assert sum(kills.values()) >= 25
    assert siege.figures["retried"] > 0


@pytest.mark.slow
@needs_fork
def test_no_change_is_lost_or_doubled(siege: Siege) -> None:
    """Each change was made once, and the clocks are those of the same changes told one by one."""
    made = siege.rows("SELECT id, request, status FROM changes")
    sent = changes(SEED)
    assert sorted(made) == sorted(change[:3] for change in sent)
    assert len(made) == len(sent) >= 500
    counts = Counter(request for _, request, _ in made)
    stored, replayed = siege.rows("SELECT request, version, clock FROM requests"), siege.told
    for request, version, state in stored:
        clock, told = POLICY.restore(json.loads(state)), replayed[request]
        assert (clock, clock.targets, clock.to_dict()) == (told, told.targets, json.loads(state))
        assert version == 1 + counts[request]
    assert {request for request, *_ in stored} == replayed.keys()


@pytest.mark.slow
@needs_fork
def test_no_escalation_is_lost_or_doubled(siege: Siege) -> None:
    """What the pollers told piece by piece is what the clocks tell of the whole stretch."""
    told = siege.rows("SELECT request, at, target, mark, action FROM escalations")
    whole = [
        (request, one.at.isoformat(), *one.escalation.to_dict().values())
        for request, clock in siege.told.items()
        for one in clock.escalations(BEGIN, siege.polled_until)
    ]
    assert Counter(told) == Counter(whole)
    assert len(told) >= 50


@pytest.mark.slow
@needs_fork
def test_what_is_overdue_is_found_without_reading_all(siege: Siege) -> None:
    """The list of overdue work is that of all clocks, weeks after the last change."""
    desk, told = example().Helpdesk(siege.file, POLICY), siege.told
    with closing(desk.db):
        for days in (9, 11, 30):
            now = BEGIN + timedelta(days=days)
            assert Counter(desk.overdue(now)) == Counter(Worklist(told, now).overdue())
        assert desk.overdue(now)


# One process, step by step


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[Desks]:
    """Make a helpdesk with one outage, and open it as often as asked for."""
    module, file = example(), tmp_path / "helpdesk.db"
    with closing(module.Helpdesk.create(file, POLICY, BEGIN).db), ExitStack() as doors:

        def opened() -> Any:
            desk = module.Helpdesk(file, POLICY)
            doors.enter_context(closing(desk.db))
            return desk

        opened().register("A-1", OUTAGE, BEGIN)
        yield opened


def clock_of(desk: Any) -> SlaClock:
    """Read the clock of the outage."""
    [(_, _, clock)] = desk.find("request = ?", "A-1")
    assert isinstance(clock, SlaClock)
    return clock


def before(desk: Any, statement: str, act: Any) -> None:
    """Let something happen once, as a statement of a helpdesk is about to run."""

    def traced(said: str) -> None:
        if said.startswith(statement):
            desk.db.set_trace_callback(None)
            act()

    desk.db.set_trace_callback(traced)


def test_a_change_that_others_overtook_is_computed_anew(desks: Desks) -> None:
    """What was computed from a clock that holds no more is not written."""
    desk, other = desks(), desks()
    now = BEGIN + 5 * MINUTE
    before(desk, "BEGIN", lambda: other.change("2", "A-1", "Waiting", now + MINUTE))
    clock = desk.change("1", "A-1", "Resolved", now)
    assert (desk.retried, other.retried) == (1, 0)
    assert [event.kind for event in clock.events] == ["start", "respond", "pause", "resolve"]
    assert clock == clock_of(desk)
    assert clock.events[-1].at == now + MINUTE


def test_a_change_that_a_poll_overtook_happens_after_what_was_told(desks: Desks) -> None:
    """A reply that is written after its promise was told to be over comes too late."""
    desk, other = desks(), desks()
    before(desk, "BEGIN", lambda: other.poll(BEGIN + 16 * MINUTE))
    clock = desk.change("1", "A-1", "In progress", BEGIN + 14 * MINUTE)
    assert desk.retried == 1
    assert clock.events[-1].at == BEGIN + 16 * MINUTE
    told = desk.db.execute("SELECT target, mark FROM escalations").fetchall()
    assert told == [("response", "100%")]
    assert clock.response is not None
    assert clock.response.breached_at == BEGIN + 15 * MINUTE


def test_each_escalation_is_told_once_across_restarts(desks: Desks) -> None:
    """A poller keeps one instant, and another process goes on from there."""
    told = []
    for minutes in (14, 15, 16, 16, 10, 120, 121, 600):
        desk = desks()
        told.append([str(one.escalation) for _, one in desk.poll(BEGIN + minutes * MINUTE)])
        desk.db.close()
    assert told == [
        [],
        [],
        ["response at 100%: call the engineer on duty"],
        [],
        [],
        [],
        ["resolution at 50%: tell the lead"],
        ["resolution at -30m: call the lead", "resolution at +30m: tell the customer"],
    ]


def test_the_same_change_or_request_sent_again_is_nothing(desks: Desks) -> None:
    """Who does not know whether it was done sends it again, whenever, and gets what was done."""
    desk = desks()
    done = desk.change("1", "A-1", "Waiting", BEGIN + MINUTE)
    desk.change("2", "A-1", "In progress", BEGIN + HOUR)
    held = clock_of(desk)
    assert desk.change("1", "A-1", "Waiting", BEGIN + 2 * HOUR) == held != done
    desk.register("A-1", {}, BEGIN + 3 * HOUR)
    assert clock_of(desk) == held


def test_what_is_refused_changes_nothing(desks: Desks) -> None:
    """A change that the clock refuses is our error, and leaves no trace."""
    desk = desks()
    held = desk.change("1", "A-1", "Spam", BEGIN + MINUTE)
    with pytest.raises(EventError, match="after the request was cancelled"):
        desk.change("2", "A-1", "Resolved", BEGIN + HOUR)
    with pytest.raises(KeyError):
        desk.change("2", "A-1", "Gone", BEGIN + HOUR)
    assert clock_of(desk) == held
    assert desk.db.execute("SELECT id FROM changes").fetchall() == [("1",)]


def test_only_what_runs_on_after_its_breach_is_overdue(desks: Desks) -> None:
    """A request that waits or is over is not listed, one that was taken up again is."""
    desk = desks()
    late = BEGIN + 5 * HOUR
    assert [(item.key, item.target) for item in desk.overdue(late)] == [
        ("A-1", "response"),
        ("A-1", "resolution"),
    ]
    desk.change("1", "A-1", "Waiting", late)
    assert not desk.overdue(late + HOUR)
    desk.change("2", "A-1", "In progress", late + HOUR)
    assert [item.target for item in desk.overdue(late + 2 * HOUR)] == ["resolution"]
    desk.change("3", "A-1", "Resolved", late + 2 * HOUR)
    assert not desk.overdue(late + 3 * HOUR)


def test_the_example_is_one_file_of_at_most_150_lines() -> None:
    """It needs the standard library and slacalc, and it runs."""
    source = EXAMPLE.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 150
    imported = {
        alias.name.split(".")[0] if isinstance(node, ast.Import) else node.module or ""
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    others = {name.split(".")[0] for name in imported} - sys.stdlib_module_names
    assert others == {"slacalc"}
    done = subprocess.run(
        [sys.executable, str(EXAMPLE)], capture_output=True, text=True, timeout=60, check=True
    )
    assert "A-1 2026-03-02 16:30:00+00:00: resolution at +30m: tell the customer" in done.stdout
    assert "overdue by 1h" in done.stdout
