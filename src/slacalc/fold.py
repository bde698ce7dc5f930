"""The fold over events: what every event of a request does to its state and to its targets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from attrs import evolve

from slacalc.errors import ArgumentTypeError, EventError, did_you_mean
from slacalc.events import CHANGES, ENDS, KINDS, USUAL, Event, Holder, is_pause
from slacalc.legs import (
    Leg,
    after,
    begun,
    carried,
    dropped,
    in_zone,
    moved,
    registered,
    reopened,
    retold,
    seen,
)
from slacalc.levels import SupportLevel
from slacalc.profiles import way_of

Legs = dict[str, tuple[Leg, ...]]  # by the names of targets
STATES = {"resolve": "resolved", "cancel": "cancelled"}
_MOST_CHANGES = 100  # each may tell the whole history anew
_PLACES = {"change level": "level_change", "change calendar": "calendar_change"}
_TOLD = {"prospective": "carry", "restated": "retroactive"}


class State(NamedTuple):
    """Where a request stands after its last event: what decides what the next one does.

    `last` has the last leg of each target, `wait` the kind of the wait, empty for a plain one,
    `end` the event that ended it.
    """

    level: SupportLevel
    zone: tzinfo | None
    last: dict[str, Leg]
    wait: str | None = None
    end: str | None = None
    reopened: bool = False
    unpromised: bool = False
    holder: Holder | None = None

    @property
    def name(self) -> str:
        """The state in a word."""
        if self.end is not None:
            return STATES[self.end]
        return "open" if self.wait is None else "waiting"


def register(level: SupportLevel, event: Event) -> tuple[State, Legs]:
    """Return the state of a request that is registered, and the first legs of its targets."""
    legs = {terms.target.name: registered(terms, event.at) for terms in level.terms}
    state = State(level, event.at.tzinfo, legs)
    return state, {name: (leg,) for name, leg in legs.items()}


def tell(
    state: State, event: Event, events: Callable[[], Sequence[Event]]
) -> tuple[State, Legs] | None:
    """Return the state after an event and the legs that it adds, None where it changes nothing.

    `events` gives the events before it.
    """
    if event.kind == state.end:
        return None
    at = in_zone(event.at, state.zone)
    if event.kind in CHANGES:
        return _change(state, event, at, events)
    if event.kind == "reopen":
        return _reopen(state, event, at)
    legs = {} if state.unpromised else _moves(state.last, event.kind, at)
    wait, end, holder = said = _said(state, event)
    if not legs and said == (state.wait, state.end, state.holder) and _repeats(event.kind):
        return None
    legs |= _proved(state.last, legs, at, event.key)
    last = dict(state.last) if legs else state.last
    for name, new in legs.items():
        last[name] = new[-1]
    level, zone, _, _, _, reopened, unpromised, _ = state
    return State(level, zone, last, wait, end, reopened, unpromised, holder), legs


class History(NamedTuple):
    """What events told in order come to: the state, the events that counted, all legs."""

    state: State
    events: list[Event]
    lanes: dict[str, list[Leg]]


def told(level: SupportLevel, events: Iterable[Event]) -> History:
    """Return what events in order come to, from the start on."""
    first, *rest = events
    state, legs = register(level, first)
    history = [first]
    lanes = {name: list(new) for name, new in legs.items()}
    for event in rest:
        if same(event, history[-1]):
            continue
        check(state, event, history[-1])
        if found := tell(state, event, lambda: history):
            state, legs = found
            history.append(event)
            for name, new in legs.items():
                lanes.setdefault(name, []).extend(new)
    return History(state, history, lanes)


def _anew(level: SupportLevel, events: Iterable[Event]) -> tuple[State, dict[str, list[Leg]]]:
    """Return what events come to that were told, on another level, as if it had never changed."""
    first, *rest = events
    state, legs = register(level, first)
    lanes = {name: list(new) for name, new in legs.items()}
    for event in rest:
        if event.kind not in CHANGES and (found := tell(state, event, list)):
            state, legs = found
            for name, new in legs.items():
                lanes[name].extend(new)
    return state, lanes


def _moves(last: dict[str, Leg], kind: str, at: datetime) -> Legs:
    return {
        name: legs
        for name, leg in last.items()
        if leg.terms.heeds(kind) and (legs := after(leg, kind, at))
    }


def _proved(last: dict[str, Leg], moved: Legs, at: datetime, key: datetime) -> Legs:
    """Return the legs of targets that an event does not move, but proves to be breached."""
    return {
        name: proof
        for name, leg in last.items()
        if name not in moved and leg.phase == "running" and (proof := seen(leg, at, key))
    }


def _said(state: State, event: Event) -> tuple[str | None, str | None, Holder | None]:
    """Return the wait, the end and the holder after an event."""
    kind = event.kind
    if is_pause(kind):
        return kind[len("pause:") :], state.end, state.holder
    if kind in ENDS:
        return None, kind, state.holder
    wait = None if kind == "resume" else state.wait
    return wait, state.end, event.about if kind == "assign" else state.holder


def _repeats(kind: str) -> bool:
    """Say whether an event sets a state, so that it is nothing where that holds already."""
    return kind in ("resume", "assign") or is_pause(kind)


def _with(state: State, legs: Legs) -> tuple[State, Legs]:
    if not legs:
        return state, legs
    last = state.last | {name: new[-1] for name, new in legs.items()}
    return state._replace(last=last), legs


def _reopen(state: State, event: Event, at: datetime) -> tuple[State, Legs] | None:
    how = way_of("how", "reopen", event.how or state.level.profile.reopen)
    if state.end is None:
        return None
    unpromised = state.unpromised or how == "first_close"
    found = {name: reopened(leg, how, at) for name, leg in state.last.items() if not unpromised}
    back = state._replace(end=None, reopened=True, unpromised=unpromised)
    return _with(back, {name: legs for name, legs in found.items() if legs})


def _change(
    state: State, event: Event, at: datetime, events: Callable[[], Sequence[Event]]
) -> tuple[State, Legs] | None:
    """Return what a change of level or calendar does, in the way that it or the profile says."""
    place = _PLACES[event.kind]
    level = _changed(state.level, event)
    way = way_of("how", place, event.how or getattr(level.profile, place))
    if level == state.level:
        return None
    if sum(one.kind in CHANGES for one in events()) >= _MOST_CHANGES:
        problem = f"comes after {_MOST_CHANGES} changes of level or calendar"
        raise EventError(event.kind, str(event.at), problem, "change a request less often")
    how = _TOLD.get(way, way)
    if how == "frozen":
        return _with(state, _proved(state.last, {}, at, event.key))
    if how == "retroactive":
        return _retroactive(state, level, at, events())
    legs = {} if state.unpromised else _relaid(state, level, at, events(), restart=how == "restart")
    return _with(state._replace(level=level), legs)


def _changed(level: SupportLevel, event: Event) -> SupportLevel:
    about = event.about
    if event.kind == "change calendar":
        return level.on(about)
    if not isinstance(about, SupportLevel):
        raise ArgumentTypeError.expected("level", about, "a SupportLevel")
    return about.plain()


def _retroactive(
    state: State, level: SupportLevel, at: datetime, events: Sequence[Event]
) -> tuple[State, Legs]:
    """Return the state as if another level had held from registration on."""
    new, lanes = _anew(level, events)
    legs = _dropped(state, level, at)
    legs |= {name: (retold(state.last.get(name), tuple(lane), at),) for name, lane in lanes.items()}
    last = state.last | {name: made[-1] for name, made in legs.items()}
    return new._replace(last=last), legs


def _relaid(
    state: State, level: SupportLevel, at: datetime, events: Sequence[Event], *, restart: bool
) -> Legs:
    """Return the legs of targets that go on with another level, begin anew, or are added."""
    anew, found = _waiting(state, level, events), _dropped(state, level, at)
    for terms in level.terms:
        name = terms.target.name
        old, new = state.last.get(name), anew[name]
        if old is None or old.terms.dropped:
            legs = _added(new, old, at)
        elif restart and old.lives:
            again = begun(terms, at, number=old.cycle + 1, held=new.waits)
            legs = (moved(old, "cancelled", at), again)
        else:
            legs = (carried(old, terms, at, held=new.waits),)
        found |= {name: legs} if legs else {}
    return found


def _waiting(state: State, level: SupportLevel, events: Sequence[Event]) -> dict[str, Leg]:
    """Return legs that say which targets of a level wait by now.

    They are those that are known, unless it adds a target or one waits in other events: a calendar
    that knows nothing of the past is not asked about it needlessly. However the request was opened
    again, the new level promises something from now on.
    """
    waits = {one.target.name: one.waiting for one in state.level.terms}
    names = [one.target.name for one in level.terms]
    known = state.last.keys() >= set(names) and all(
        waits.get(name) == one.waiting for name, one in zip(names, level.terms, strict=True)
    )
    if known:
        return state.last
    promised = (evolve(one, how="resume") if one.kind == "reopen" else one for one in events)
    return _anew(level, promised)[0].last


def _added(now: Leg, old: Leg | None, at: datetime) -> tuple[Leg, ...]:
    """Return the legs of a target that a level adds.

    None if it would have been over by now and can't start again.
    """
    if now.lives:
        return (begun(now.terms, at, number=old.cycle + 1 if old else 1, held=now.waits),)
    if now.run and now.terms.target.starts_on == {"start"}:
        return ()
    if old and old.run:
        return (old._replace(since=at, terms=now.terms, held=now.held),)
    return (Leg(at, "not started", now.terms, held=now.held),)


def _dropped(state: State, level: SupportLevel, at: datetime) -> Legs:
    """Return the last legs of targets that a level promises no longer."""
    kept = {target.name for target in level.targets}
    return {
        name: (dropped(leg, at),)
        for name, leg in state.last.items()
        if name not in kept and not leg.terms.dropped
    }


def check(state: State, event: Event, last: Event) -> None:
    """Refuse an event that can't follow the last one."""
    kind = event.kind
    if kind not in USUAL and not is_pause(kind) and kind not in state.level.kinds:
        known = (*KINDS, *sorted(state.level.kinds.difference(KINDS)))
        way_out = did_you_mean(kind, known) or f"use one of {', '.join(known)}"
        problem = f"is no kind of event, nor named by a target of {state.level.name!r}"
        raise EventError("event", kind, problem, way_out)
    if kind == "start":
        raise EventError("event", "start", "comes twice", "start a request once")
    if event.key <= last.key and event.order < last.order:
        place = f" of sequence {last.sequence}" if event.key == last.key else ""
        problem = f"comes before the last event, {last.kind} at {last.at}{place}"
        raise EventError(kind, str(event.at), problem, "replay() sorts events")
    if state.end is not None and kind not in (state.end, "reopen"):
        problem = f"comes after the request was {STATES[state.end]} at {last.at}"
        raise EventError(kind, str(event.at), problem, "leave it out, or reopen the request first")


def same(event: Event, last: Event) -> bool:
    """Say whether an event is the last one told again."""
    return event.kind == last.kind and event.key == last.key and event == last


def levels_in_force(
    level: SupportLevel, events: Iterable[Event]
) -> list[tuple[Event, SupportLevel]]:
    """Return the levels whose promise held, each with the event from which it did.

    A change that leaves the promise as it was ("frozen") is none. O(events).
    """
    first, *rest = events
    found = [(first, level)]
    for event in rest:
        if event.kind in CHANGES:
            new = _changed(found[-1][1], event)
            if (event.how or getattr(new.profile, _PLACES[event.kind])) != "frozen":
                found.append((event, new))
    return found
