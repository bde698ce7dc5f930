"""The worklist: what is overdue, what is due soon, and in which order to work."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import Case, cases, instants

from slacalc import (
    ArgumentTypeError,
    Calendar,
    DurationError,
    HorizonError,
    NaiveDatetimeError,
    NoWorkingTimeError,
    OutOfRangeError,
    SlaClock,
    SupportLevel,
    Target,
    WorkOrderError,
)
from slacalc.work_items import WorkItem
from slacalc.worklist import Worklist, latest_safe_start

DESK = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Riga")
ROUND = Calendar("Mon-Sun 00:00-24:00", time_zone="UTC")
HOUR, ZERO = timedelta(hours=1), timedelta(0)


def at(text: str) -> datetime:
    """Read a wall-clock time of March 2026 in Riga: "2 10:00" is a Monday."""
    day, wall = text.split()
    return DESK.at(f"2026-03-{int(day):02} {wall}")


def request(registered: str, length: str = "4h", **said: Any) -> SlaClock:
    """Register a request that is to be resolved."""
    level = SupportLevel("L", calendar=said.pop("calendar", DESK), resolution=length, **said)
    return SlaClock.start(level, at=at(registered))


CLOCKS = {
    "two hours over": request("2 09:00"),  # due on Monday at 13:00
    "five hours over": request("2 09:00", "1h"),
    "one hour left": request("2 12:00"),
    "left tomorrow": request("2 12:00", "10h"),
    "waits": request("2 09:00").pause(at("2 10:00")),
    "done": request("2 09:00").resolve(at("2 10:00")),
    "spam": request("2 09:00").cancel(at("2 10:00")),
    "not yet": request("2 16:00"),
}
WORK = Worklist(CLOCKS, at("2 15:00"))


def test_the_most_overdue_comes_first() -> None:
    """What is overdue is ordered by the working time since it was due."""
    overdue = WORK.overdue()
    assert overdue.keys == ["five hours over", "two hours over"]
    assert [item.overdue_by for item in overdue] == [5 * HOUR, 2 * HOUR]


def test_working_time_and_not_the_wall_says_what_is_most_overdue() -> None:
    """Over a night, an hour on a desk is less than ten hours around the clock."""
    clocks = {"desk": request("2 12:00"), "round": request("2 17:00", calendar=ROUND)}
    work = Worklist(clocks, at("3 10:00"))
    assert [item.due for item in work.overdue()] == [at("2 21:00"), at("2 16:00")]
    assert work.overdue().keys == ["round", "desk"]
    assert [item.overdue_by for item in work.overdue()] == [13 * HOUR, 3 * HOUR]


def test_5_15_at_its_due_instant_nothing_is_overdue() -> None:
    """At the due instant it is still on time; a moment later it is overdue."""
    clocks = [("one", request("2 09:00"))]
    assert not Worklist(clocks, at("2 13:00")).overdue()
    assert Worklist(clocks, at("2 13:00")).due_soon("0m").keys == ["one"]
    later = Worklist(clocks, at("2 13:00") + timedelta(microseconds=1))
    assert later.overdue().keys == ["one"]
    assert not later.due_soon("8h")


def test_5_15_a_breach_over_a_night_is_overdue_by_nothing() -> None:
    """Due at the close of the day, it is overdue in the evening, by no working time."""
    (item,) = Worklist({1: request("2 14:00")}, at("2 20:00")).overdue()
    assert (item.overdue_by, item.breached_at) == (ZERO, at("2 18:00"))


@pytest.mark.parametrize("paused", ["2 10:00", "2 13:00", "2 14:00"])
def test_5_15_what_waits_is_not_overdue(paused: str) -> None:
    """A wait that began before the due instant or after it takes a request off both lists."""
    clocks = {1: request("2 09:00").pause(at(paused))}
    work = Worklist(clocks, at("2 16:00"))
    assert not work.overdue()
    assert not work.due_soon("100h")
    assert work.next_due is None
    (item,) = work.items
    assert (item.phase, item.left) == ("waiting", at("2 13:00") - at(paused))
    assert bool(item.breached_at) == (paused == "2 14:00")


def test_due_soon_is_in_working_time() -> None:
    """Within two hours of work is also what is due tomorrow morning."""
    clocks = {
        "evening": request("2 13:30"),
        "morning": request("2 15:00"),
        "noon": request("2 17:00"),
    }
    work = Worklist(clocks, at("2 17:00"))
    assert work.due_soon("2h").keys == ["evening", "morning"]
    assert work.due_soon(4 * HOUR).keys == ["evening", "morning", "noon"]
    assert work.next_due == work.due_soon("2h")[0]


def test_only_open_requests_are_listed() -> None:
    """What is done, cancelled or not registered yet is no work."""
    assert WORK.items.keys == list(CLOCKS)[:5]
    assert WORK.order().keys == [
        "five hours over",
        "two hours over",
        "one hour left",
        "left tomorrow",
        "waits",
    ]


def test_a_request_without_a_promise_left_is_still_work() -> None:
    """What was answered and promises nothing more is open, and comes last."""
    level = SupportLevel("L", calendar=DESK, response="1h")
    clock = SlaClock.start(level, at=at("2 09:00")).respond(at("2 09:10"))
    work = Worklist({"answered": clock} | CLOCKS, at("2 15:00"))
    (last,) = work.order()[-1:]
    assert (last.key, last.target, last.due, last.left, last.phase) == (
        "answered",
        "",
        None,
        None,
        "open",
    )
    assert "no promise" in str(work.order())


def test_each_request_is_ordered_by_its_most_pressing_promise() -> None:
    """A request with two promises comes once, with the one that presses."""
    clock = request("2 09:00", "8h", response="2h")
    work = Worklist({1: clock}, at("2 10:30"))
    assert [item.target for item in work.items] == ["response", "resolution"]
    assert [item.target for item in work.order()] == ["response"]


CALLS = {
    "T-1": request("2 10:00"),
    "T-2": request("2 09:00").customer_replied(at("2 11:30")),
    "T-3": request("2 11:00").pause(at("2 11:10")),
    "T-4": request("2 10:30"),
}
STATUSES = {"T-1": "new", "T-4": "new", "T-2": "in work"}
URGENCIES = {"T-1": "low", "T-2": "high", "T-4": "high"}


@pytest.mark.parametrize(
    ("by", "said", "keys"),
    [
        ("sla", {}, "T-2 T-1 T-4 T-3"),
        ("customer", {}, "T-1 T-4 T-3 T-2"),
        ("-customer", {}, "T-2 T-3 T-4 T-1"),
        ("status", {}, "T-3 T-2 T-1 T-4"),
        ("status", {"statuses": ["new", "in work"]}, "T-1 T-4 T-2 T-3"),
        (["status", "sla"], {"statuses": ["in work", "new", "waiting"]}, "T-2 T-1 T-4 T-3"),
        ("urgency", {"urgencies": ["high", "low"]}, "T-2 T-4 T-1 T-3"),
        (["urgency", "customer"], {"urgencies": ["high", "low"]}, "T-4 T-2 T-1 T-3"),
        (["urgency", "customer"], {}, "T-4 T-2 T-1 T-3"),
        (["status", "urgency", "-sla", "customer"], {}, "T-3 T-2 T-4 T-1"),
        ([], {}, "T-1 T-2 T-3 T-4"),
    ],
)
def test_any_combination_orders(by: Any, said: dict[str, Any], keys: str) -> None:
    """The first says the most, and where it says the same the next decides."""
    work = Worklist(CALLS, at("2 12:00"), statuses=STATUSES, urgencies=URGENCIES)
    assert " ".join(work.order(by, **said).keys) == keys


def test_the_customer_is_heard_of_until_the_instant() -> None:
    """The last message by the instant counts, later ones do not, and none is the registration."""
    clock = request("2 09:00").customer_replied(at("2 10:00")).customer_replied(at("2 12:00"))
    heard = [
        Worklist({1: clock}, at(text)).items[0].customer_at
        for text in ("2 09:30", "2 11:00", "2 12:00")
    ]
    assert heard == [at("2 09:00"), at("2 10:00"), at("2 12:00")]


def test_numbers_of_urgency_go_up() -> None:
    """Without an order given, 1 comes first and what has no urgency last."""
    work = Worklist(
        {n: request("2 09:00") for n in range(4)}, at("2 10:00"), urgencies={1: 10, 2: 2, 3: 1}
    )
    assert work.order("urgency").keys == [3, 2, 1, 0]


def test_the_list_draws_itself() -> None:
    """A line or a row for each, plain rows for programs, and hostile names come out as text."""
    work = Worklist(
        {"<script>": CLOCKS["two hours over"]} | CLOCKS, at("2 15:00"), urgencies={"waits": 1}
    )
    lines = str(work).splitlines()
    assert len(lines) == len(work.order()) + 1
    assert lines[1].split("  ")[0] == "five hours over"
    assert "overdue by 5h" in lines[1]
    assert lines[-1].rstrip().endswith("1")
    assert "3h left (waiting)" in lines[-1]
    html = work._repr_html_()
    assert "&lt;script&gt;" in html
    assert "<script>" not in html
    assert len(re.findall("<tr>", html)) == len(lines)
    rows = json.loads(json.dumps(WORK.overdue().rows()))
    assert rows[0] == {
        "key": "five hours over",
        "level": "L",
        "target": "resolution",
        "phase": "running",
        "due": "2026-03-02T10:00:00+02:00",
        "left": "-5h",
        "overdue": True,
        "breached_at": "2026-03-02T10:00:00+02:00",
        "status": "open",
        "urgency": None,
        "customer_at": "2026-03-02T09:00:00+02:00",
    }


def test_the_list_in_russian() -> None:
    """Headings, promises and times are said in Russian."""
    pytest.importorskip("babel")
    lines = WORK.order().text("ru").replace("\N{NO-BREAK SPACE}", " ").splitlines()
    assert lines[0].split() == ["обращение", "срок", "до", "осталось", "статус"]
    assert "решение  пн 02.03.2026 10:00  просрочено на 5 ч" in lines[1]
    assert "осталось 3 ч (ожидание)" in lines[-1]


def test_an_empty_list_is_a_heading() -> None:
    """Where there is no work, nothing but the headings is drawn."""
    nothing = Worklist({}, at("2 15:00"))
    assert (len(nothing.overdue()), nothing.next_due, nothing.order().rows()) == (0, None, [])
    assert str(nothing).split() == ["request", "target", "due", "left", "status"]


def test_a_list_is_a_value() -> None:
    """Two lists of the same clocks at the same instant are equal, in whatever zone."""
    assert Worklist(CLOCKS, at("2 15:00").astimezone(UTC)) == WORK
    assert hash(Worklist(CLOCKS, at("2 15:00"))) == hash(WORK)
    assert WORK.items[1:3].keys == WORK.items.keys[1:3]


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: Worklist(3, at("2 15:00")), ArgumentTypeError, "clocks=3"),  # type: ignore[arg-type]
        (lambda: Worklist({1: 2}, at("2 15:00")), ArgumentTypeError, r"clocks\[1\]=2"),  # type: ignore[arg-type]
        (lambda: Worklist([1], at("2 15:00")), ArgumentTypeError, "pairs"),  # type: ignore[list-item]
        (lambda: Worklist(CLOCKS, datetime(2026, 3, 2)), NaiveDatetimeError, "at="),
        (lambda: WORK.order("slas"), WorkOrderError, "did you mean 'sla'"),
        (lambda: WORK.order([3]), WorkOrderError, "by=3"),  # type: ignore[list-item]
        (lambda: WORK.due_soon("soon"), DurationError, "within"),
        (lambda: WORK.due_soon(3), ArgumentTypeError, "within"),  # type: ignore[arg-type]
    ],
)
def test_bad_input_is_refused(
    call: Callable[[], object], error: type[Exception], words: str
) -> None:
    """What is no clock, no instant, no duration and no order is named."""
    with pytest.raises(error, match=words):
        call()


def test_the_request_at_fault_is_named() -> None:
    """Where a calendar refuses to answer, the error says of which request."""
    short = Calendar(
        "Mon-Fri 09:00-18:00", time_zone="UTC", known_until="2026-03-31", outside="raise"
    )
    with pytest.raises(HorizonError, match=r"clocks\['T-1'\]"):
        Worklist({"T-1": request("2 09:00", calendar=short)}, at("31 12:00") + 9 * 24 * HOUR)


@pytest.mark.parametrize(
    ("effort", "last"),
    [("2h", "2 17:00"), ("3h", "2 16:00"), ("1h", "3 09:00"), ("30m", "3 09:30")],
)
def test_the_latest_safe_start(effort: str, last: str) -> None:
    """It is the last instant from which the work still fits before the promise is due."""
    target = request("2 15:00").target()
    assert target.due == at("3 10:00")
    assert latest_safe_start(target, effort) == at(last)


def test_nothing_is_to_be_started_where_nothing_is_due() -> None:
    """A promise that has not started or is over has no latest start."""
    assert latest_safe_start(CLOCKS["done"].target(), "1h") is None
    reply = SupportLevel("L", calendar=DESK, targets=[Target.next_reply("1h")])
    clock = SlaClock.start(reply, at=at("2 09:00"))
    assert latest_safe_start(clock.target("next reply"), "1h") is None


def naive_overdue(clocks: dict[int, SlaClock], at: datetime) -> list[tuple[int, timedelta]]:
    """Find what is overdue by asking each target by itself, the slow way."""
    found = []
    for key, clock in clocks.items():
        target = clock.target()
        due = target.due
        if target.phase(at) == "running" and due and at.astimezone(UTC) > due.astimezone(UTC):
            found.append((key, target.calendar.elapsed(due, at)))
    return found


@given(st.data())
def test_any_list_is_that_of_asking_each(data: st.DataObject) -> None:
    """On drawn calendars the list is what each clock says, the most overdue first."""
    case: Case = data.draw(cases(never_empty=True))
    level = SupportLevel("L", calendar=case.calendar(), resolution=data.draw(LENGTHS))
    clocks = {}
    for key in range(data.draw(st.integers(1, 5))):
        start = data.draw(instants(case))
        try:
            clock = SlaClock.start(level, at=start)
            clocks[key] = clock.pause(start + HOUR) if data.draw(st.booleans()) else clock
        except (NoWorkingTimeError, OutOfRangeError):
            continue
    now = data.draw(instants(case))
    work = Worklist(clocks, now)

    overdue = [(item.key, item.overdue_by) for item in work.overdue()]
    assert sorted(overdue) == naive_overdue(clocks, now)
    assert [late for _, late in overdue] == sorted((late for _, late in overdue), reverse=True)
    within = data.draw(LENGTHS)
    soon = {item.key for item in work.due_soon(within)}
    running = [item for item in work.items if item.phase == "running" and not item.overdue]
    assert soon == {item.key for item in running if _left(item, now, level) <= within}
    if work.next_due is not None:
        assert all(_key(work.next_due) <= _key(item) for item in running)
    assert sorted(work.order().keys) == sorted(work.items.keys)


LENGTHS = st.sampled_from([timedelta(minutes=1), HOUR, 8 * HOUR, 20 * HOUR])


def _key(item: WorkItem) -> datetime:
    assert item.due is not None
    return item.due.astimezone(UTC)


def _left(item: WorkItem, now: datetime, level: SupportLevel) -> timedelta:
    assert item.due is not None
    return level.hours.elapsed(now, item.due)


def test_keys_need_not_be_hashable() -> None:
    """Without a status or an urgency of their own, they have those of the clock."""
    clock = request("2 09:00").pause(at("2 10:00"))
    said: dict[str, Any] = {"statuses": {"T-1": "new"}, "urgencies": {"T-1": "low"}}
    items = Worklist([(["T", 1], clock), ("T-1", clock)], at("2 11:00"), **said).items
    told = [(item.key, item.level, item.status, item.urgency) for item in items]
    assert told == [(["T", 1], "L", "waiting", None), ("T-1", "L", "new", "low")]


def test_a_request_without_a_promise_has_its_level() -> None:
    """And nothing else of a promise."""
    bare = SupportLevel("Bare", calendar=DESK)
    (item,) = Worklist({1: SlaClock.start(bare, at=at("2 09:00"))}, at("2 11:00")).items
    assert (item.level, item.target, item.phase, item.due) == ("Bare", "", "open", None)


def test_what_is_left_is_the_working_time_until_it_is_due() -> None:
    """Also where a wait after the breach left that where it was."""
    clock = request("2 09:00", profile={"after_breach": "keep"})  # due at 13:00
    clock = clock.pause(at("2 14:00")).resume(at("2 15:00"))
    (item,) = Worklist({1: clock}, at("2 16:00")).items
    assert (item.left, item.overdue_by) == (-3 * HOUR, 3 * HOUR)
    assert clock.target().remaining(at("2 16:00")) == -2 * HOUR


def test_of_the_same_time_left_the_earlier_comes_first() -> None:
    """By the instant of the breach, or by what is due, whoever was registered first."""
    tomorrow = request("2 15:00", "3h 30m")  # due on Tuesday at 09:30, an hour of work away
    tonight = request("2 16:30", "2h", calendar=ROUND)  # due at 18:30
    work = Worklist({"tomorrow": tomorrow, "tonight": tonight}, at("2 17:30"))
    assert {item.left for item in work.items} == {HOUR}
    assert work.order().keys == work.due_soon("1h").keys == ["tonight", "tomorrow"]
    clocks = {"round": request("3 08:00", "1h", calendar=ROUND), "desk": request("2 14:00")}
    late = Worklist(clocks, at("3 10:00"))
    assert [item.left for item in late.overdue()] == [-HOUR, -HOUR]
    assert late.order().keys == late.overdue().keys == ["desk", "round"]
