"""The worklist: what is overdue, what is due soon, and in which order to work."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from attrs import field, frozen

from slacalc import doors, text
from slacalc.clock import SlaClock
from slacalc.errors import ArgumentTypeError, SlacalcError, WorkOrderError, did_you_mean
from slacalc.events import checked_key, instant_key
from slacalc.target_clock import TargetClock
from slacalc.work_items import WorkItem, WorkItems

Clocks = Mapping[Any, SlaClock] | Iterable[tuple[Any, SlaClock]]
Rank = Callable[[WorkItem], Any]

ORDERS = ("sla", "status", "urgency", "customer")
_LIVE = ("running", "waiting")
_OPEN = ("open", "waiting")
_ZERO = timedelta(0)


@frozen(init=False)
class Worklist:
    """The open requests at an instant: what is overdue, what is due soon, what comes next.

    Args:
        clocks: the clocks by what their requests are known by: a mapping, or pairs.
        at: the instant, mostly now. Requests that were not registered by then are left out.
        statuses: the statuses of requests by their key, where the state of the clock is not
            enough.
        urgencies: the urgencies of requests by their key: text, or numbers of which 1 comes first.

    The working time of each promise is that of its own calendar. Building it costs a few
    microseconds for each promise, each question a sort.

    >>> from slacalc import Calendar, SupportLevel
    >>> desk = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Riga")
    >>> level = SupportLevel("L", calendar=desk, resolution="4h")
    >>> monday = desk.at("2026-03-02 09:00"), desk.at("2026-03-02 12:00")
    >>> clocks = {f"T-{n}": SlaClock.start(level, at=at) for n, at in enumerate(monday)}
    >>> work = Worklist(clocks, desk.at("2026-03-02 15:00"))
    >>> print(work.overdue())
    request  target      due                   left           status
    T-0      resolution  Mon 2026-03-02 13:00  overdue by 2h  open
    >>> work.due_soon("2h").keys, work.next_due.key
    (['T-1'], 'T-1')
    """

    at: datetime = field(eq=instant_key)
    requests: tuple[tuple[WorkItem, ...], ...]

    def __init__(
        self,
        clocks: Clocks,
        at: datetime,
        *,
        statuses: Mapping[Any, str] | None = None,
        urgencies: Mapping[Any, str | int] | None = None,
    ) -> None:
        at, given = doors.instant("at", at), (statuses or {}, urgencies or {})
        now = checked_key("at", at)
        found = (_items(key, clock, now, *given) for key, clock in _pairs(clocks))
        self.__attrs_init__(at, tuple(tuple(items) for items in found if items))

    @property
    def items(self) -> WorkItems:
        """Every promise that runs or waits, in the order of the clocks."""
        return WorkItems(tuple(item for items in self.requests for item in items))

    def overdue(self) -> WorkItems:
        """Return the promises that run on after their breach, most overdue first.

        Most overdue is what was due the most working time ago. What waits is not overdue.
        """
        return _sorted((item for item in self.items if item.overdue), _by_sla)

    def due_soon(self, within: str | timedelta) -> WorkItems:
        """Return the promises that run and are due within some working time, the next first."""
        reach = _time("within", within)
        running = (item for item in self.items if item.phase == "running" and not item.overdue)
        soon = (item for item in running if item.left is not None and item.left <= reach)
        return _sorted(soon, _by_sla)

    @property
    def next_due(self) -> WorkItem | None:
        """The promise that runs and is due next; None where there is none."""
        running = (item for item in self.items if item.phase == "running" and not item.overdue)
        return min(running, key=_by_due, default=None)

    def order(
        self,
        by: str | Sequence[str] = ("sla",),
        *,
        statuses: Sequence[str] = (),
        urgencies: Sequence[str | int] = (),
    ) -> WorkItems:
        """Return the requests in the order of work, each with its most pressing promise.

        Args:
            by: what to order by, the first the most: "sla" (overdue first, the most overdue
                before others; then what is due with the least working time left; then what
                waits; then what has no promise), "status", "urgency", "customer" (whose last
                message is the oldest first). A "-" before it turns it round.
            statuses: the statuses in their order; those that are not named come last, by name.
            urgencies: the same of urgencies; without it numbers go up and text by name.

        >>> from slacalc import Calendar, SupportLevel
        >>> desk = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Riga")
        >>> level = SupportLevel("L", calendar=desk, resolution="4h")
        >>> clock = SlaClock.start(level, at=desk.at("2026-03-02 09:00"))
        >>> work = Worklist({1: clock, 2: clock}, clock.started, urgencies={1: "low", 2: "high"})
        >>> work.order(["urgency", "sla"], urgencies=["high", "low"]).keys
        [2, 1]
        """
        for name, given in {"statuses": statuses, "urgencies": urgencies}.items():
            if isinstance(given, str):
                raise ArgumentTypeError.expected(name, given, "a list of them, in their order")
        ranks = {
            "sla": _by_sla,
            "status": _by_place(lambda item: item.status, [*statuses, *_OPEN]),
            "urgency": _by_place(lambda item: item.urgency, urgencies),
            "customer": lambda item: instant_key(item.customer_at),
        }
        items = [min(items, key=_by_sla) for items in self.requests]
        for name in reversed([by] if isinstance(by, str) else list(by)):
            items.sort(key=ranks[_order(name)], reverse=name.startswith("-"))
        return WorkItems(tuple(items))

    def __str__(self) -> str:
        """Write the requests in the order of work."""
        return str(self.order())

    def _repr_html_(self) -> str:
        """Draw the requests in the order of work, as notebooks do."""
        return self.order().html()


def latest_safe_start(target: TargetClock, effort: str | timedelta) -> datetime | None:
    """Return the last instant from which an effort still fits before a promise is due.

    The effort is working time of the promise's calendar. While the request waits, it is counted
    from what is due so far. None where nothing is due: the promise has not started, or is over.

    >>> from slacalc import Calendar, Target
    >>> desk = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Riga")
    >>> clock = TargetClock.start(Target.resolution("8h"), desk, desk.at("2026-03-02 14:00"))
    >>> str(clock.due), str(latest_safe_start(clock, "5h"))
    ('2026-03-03 13:00:00+02:00', '2026-03-02 17:00:00+02:00')
    """
    effort = _time("effort", effort)
    if target.due is None or target.stopped_at is not None:
        return None
    return target.calendar.latest_start(target.due, effort)


def _time(argument: str, given: str | timedelta) -> timedelta:
    if isinstance(given, str):
        return text.parse_duration(given, argument)
    return doors.duration(argument, given)


def _pairs(clocks: Clocks) -> Iterator[tuple[Any, SlaClock]]:
    wanted = "a mapping of keys to clocks, or pairs of them"
    if isinstance(clocks, str) or not isinstance(clocks, Iterable):
        raise ArgumentTypeError.expected("clocks", clocks, wanted)
    for pair in clocks.items() if isinstance(clocks, Mapping) else clocks:
        if not isinstance(pair, tuple) or len(pair) != len(("key", "clock")):
            raise ArgumentTypeError.expected("clocks", pair, wanted)
        if not isinstance(pair[1], SlaClock):
            raise ArgumentTypeError.expected(f"clocks[{pair[0]!r}]", pair[1], "an SlaClock")
        yield pair


def _items(
    key: Any,
    clock: SlaClock,
    now: datetime,
    statuses: Mapping[Any, str],
    urgencies: Mapping[Any, str | int],
) -> list[WorkItem]:
    """Return the promises of a request that run or wait at an instant, or that there is none."""
    if clock.events[0].key > now:
        return []
    named = isinstance(key, Hashable)
    status = statuses.get(key, clock.state) if named else clock.state
    rest = status, urgencies.get(key) if named else None, _customer_at(clock, now)
    level = clock.level.name
    try:
        live = [(target, target.phase(now)) for target in clock.targets]
        items = [
            WorkItem(key, level, target.target.name, phase, *_promise(target, phase, now), *rest)
            for target, phase in live
            if phase in _LIVE
        ]
    except SlacalcError as error:
        raise error.within(f"clocks[{key!r}]") from None
    if not items and clock.state in _OPEN:
        return [WorkItem(key, level, "", "open", None, None, None, *rest)]
    return items


def _promise(
    target: TargetClock, phase: str, at: datetime
) -> tuple[datetime | None, timedelta | None, datetime | None]:
    """Return until when, the working time that is left, and when it was breached."""
    due, calendar = target.due_at(at), target.calendar
    assert due is not None  # noqa: S101 - it runs or waits
    left = calendar.elapsed(at, due) if phase == "running" else target.remaining(at)
    return due.astimezone(calendar.zone), left, target.breach(at)


def _customer_at(clock: SlaClock, now: datetime) -> datetime:
    """Return when the customer was last heard of by an instant."""
    events = (one for one in reversed(clock.events) if one.kind == "customer reply")
    return next((event.at for event in events if event.key <= now), clock.started)


def _sorted(items: Iterable[WorkItem], rank: Rank) -> WorkItems:
    return WorkItems(tuple(sorted(items, key=rank)))


def _by_sla(item: WorkItem) -> tuple[int, timedelta, datetime]:
    groups = (item.overdue, item.phase == "running", item.phase == "waiting", True)
    since = instant_key(item.breached_at or item.due or item.customer_at)
    return groups.index(True), item.left or _ZERO, since


def _by_due(item: WorkItem) -> datetime:
    assert item.due is not None  # noqa: S101 - it runs
    return instant_key(item.due)


def _by_place(asked: Callable[[WorkItem], Any], order: Sequence[Any]) -> Rank:
    """Return what ranks items by the place of a value; those without one are last."""
    places = {value: place for place, value in reversed([*enumerate(order)])}

    def rank(item: WorkItem) -> tuple[int, int, bool, int, str]:
        value = asked(item)
        place = places.get(value, len(places))
        number = value if isinstance(value, int) else 0
        return place, value is None, isinstance(value, str), number, str(value)

    return rank


def _order(name: object) -> str:
    bare = name.removeprefix("-") if isinstance(name, str) else name
    if bare not in ORDERS:
        way_out = did_you_mean(bare, ORDERS) or f"use {', '.join(ORDERS)}"
        raise WorkOrderError("by", name, "is nothing to order by", way_out)
    return str(bare)
