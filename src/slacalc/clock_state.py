"""The stored state of a clock: its events, and what was decided by them, as plain JSON values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any, TypeGuard
from zoneinfo import ZoneInfo

from attrs import evolve

from slacalc.algebra import AnyCalendar
from slacalc.errors import ArgumentTypeError, SlacalcError, StateError
from slacalc.events import Event, Holder
from slacalc.legs import in_zone
from slacalc.levels import SupportLevel
from slacalc.zones import tzdata_version, zone_of

VERSION = 3
_V1 = {"slacalc", "level", "zone", "events", "due"}
_V2 = _V1 | {"fingerprint", "row"}
_KEYS = {1: _V1, 2: _V2, 3: _V2 | {"calendar", "tzdata"}}
_ABOUT = ("level", "calendar")
_LEVEL = {"name", "fingerprint", "row"}

Due = Mapping[str, datetime | None]


def written(level: SupportLevel, events: Sequence[Event], due: Due) -> dict[str, Any]:
    """Return the state of a clock to store, given its first level and what is due."""
    return {
        "slacalc": VERSION,
        "level": level.name,
        "fingerprint": level.promise.fingerprint,
        "calendar": level.calendar.fingerprint,
        "row": level.row,
        "zone": _zone_name(events[0].at),
        "tzdata": tzdata_version(),
        "events": [_plain_event(event) for event in events],
        "due": _plain_due(due),
    }


def read(
    state: Any, level: SupportLevel, known: Iterable[SupportLevel | AnyCalendar]
) -> tuple[SupportLevel, list[Event]]:
    """Return the level of a stored clock and its events, in the zone of the registration."""
    if not isinstance(level, SupportLevel):
        raise ArgumentTypeError.expected("level", level, "a SupportLevel")
    _check_state(state, level)
    try:
        promise = level.at_row(state["row"]) if "row" in state else level.plain()
        zone = _zone_named(state["zone"])
        known = [level, *known] if any(named_in(state)) else []
        events = [_event_of(said, known) for said in state["events"]]
    except SlacalcError as error:
        raise StateError(
            f"state.{error.argument}", error.value, error.problem, error.remedy
        ) from None
    return promise, [evolve(event, at=in_zone(event.at, zone)) for event in events]


def check_due(state: Mapping[str, Any], due: Due, level: SupportLevel) -> None:
    """Refuse a clock that is due at other instants than its stored state says."""
    now = _plain_due(due)
    if now == state["due"]:
        return
    rules = state.get("tzdata")
    moved = "" if rules in (None, tzdata_version()) else f", by the zones of {tzdata_version()}"
    problem = f"is not what the level {level.name!r} gives now{moved}: {now}"
    told = f", and the zones of {rules}" if moved else ""
    remedy = f"restore it on the level and the calendar it was promised on{told}"
    raise StateError("due", state["due"], problem, remedy)


def named_in(state: Mapping[str, Any]) -> tuple[list[Any], list[Any]]:
    """Return the fingerprints of the levels and of the calendars that a state's changes name."""
    events = state.get("events")
    told = [said for said in events if isinstance(said, Mapping)] if _is_list(events) else []
    levels = [said["level"] for said in told if isinstance(said.get("level"), Mapping)]
    calendars = [said["calendar"] for said in told if "calendar" in said]
    return [level.get("fingerprint") for level in levels], calendars


def _is_list(said: object) -> TypeGuard[Sequence[Any]]:
    return isinstance(said, list | tuple)


def _plain_due(due: Due) -> dict[str, str | None]:
    return {name: None if at is None else _utc_text(at) for name, at in due.items()}


def _plain_event(event: Event) -> dict[str, Any]:
    said: dict[str, Any] = {"event": event.kind, "at": _utc_text(event.at)}
    rest = {key: getattr(event, key) for key in ("id", "sequence", "how")}
    said |= {key: value for key, value in rest.items() if value is not None}
    said |= {"reason": event.reason} if event.reason else {}
    return said | _plain_about(event.about)


def _plain_about(about: Any) -> dict[str, Any]:
    if isinstance(about, Holder):
        return {"group": about.group, "employee": about.employee}
    if isinstance(about, SupportLevel):
        promise = about.promise.fingerprint
        return {"level": {"name": about.name, "fingerprint": promise, "row": about.row}}
    return {} if about is None else {"calendar": about.fingerprint}


def _event_of(said: Any, known: Sequence[SupportLevel | AnyCalendar]) -> Event:
    told = [key for key in _ABOUT if isinstance(said, Mapping) and key in said]
    if not told:
        return Event.of(said)
    plain = {key: value for key, value in said.items() if key not in _ABOUT}
    about = _found(told[0], said[told[0]], known)
    rest = {key: plain[key] for key in ("reason", "id", "sequence", "how") if key in plain}
    extra = set(plain) - {"event", "at", *rest}
    if extra or len(told) > 1:
        raise StateError("events", _shown(said), "has keys too many", "leave them out")
    start = Event.of({"event": "start", "at": plain.get("at")})
    return Event(plain.get("event", ""), start.at, about=about, **rest)


def _found(place: str, said: Any, known: Sequence[SupportLevel | AnyCalendar]) -> Any:
    """Return the level or the calendar that a change names by its fingerprint."""
    if place == "calendar":
        calendars = (one for one in known if isinstance(one, AnyCalendar))
        found = next((one for one in calendars if one.fingerprint == said), None)
        return found or _unknown(place, said)
    if not isinstance(said, Mapping) or set(said) != _LEVEL:
        raise StateError(place, said, "is no level of a change", "give what to_dict() returned")
    levels = (one for one in known if isinstance(one, SupportLevel))
    print_of = said["fingerprint"]
    level = next((one for one in levels if one.promise.fingerprint == print_of), None)
    return level.at_row(said["row"]) if level else _unknown(place, print_of)


def _unknown(place: str, said: Any) -> Any:
    problem = f"is the fingerprint of a {place} that is not at hand"
    raise StateError(place, said, problem, f"give the {place} in known=")


def _utc_text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _zone_name(at: datetime) -> str:
    if isinstance(at.tzinfo, ZoneInfo) and at.tzinfo.key:
        return at.tzinfo.key
    return at.isoformat(timespec="seconds")[len("2026-03-02T10:00:00") :]


def _zone_named(name: Any) -> tzinfo:
    """Return the zone of a name, or of an offset such as +03:00."""
    if isinstance(name, str) and name[:1] in ("+", "-"):
        return _offset_named(name)
    return zone_of("zone", name)


def _offset_named(name: str) -> tzinfo:
    try:
        offset = datetime.fromisoformat(f"2000-01-01T00:00:00{name}").tzinfo
    except ValueError:
        offset = None
    if offset is None:
        remedy = "give a zone's name or an offset such as '+03:00'"
        raise StateError("zone", name, "is no offset", remedy)
    return offset


def _shown(keys: Iterable[Any]) -> list[str]:
    """Return keys to show: a number can have more digits than Python writes."""
    return sorted(key if isinstance(key, str) else f"a {type(key).__name__}" for key in keys)


def _check_state(state: Any, level: SupportLevel) -> None:
    told = isinstance(state, Mapping) and "slacalc" in state
    version = state["slacalc"] if told else VERSION
    if type(version) is not int or version not in _KEYS:
        remedy = f"read it with a release that knows it; this one knows {VERSION}"
        raise StateError("slacalc", version, "is an unknown version of state", remedy)
    if not told or set(state) != _KEYS[version]:
        keys = _shown(state) if isinstance(state, Mapping) else state
        remedy = f"give what to_dict() returned, with {', '.join(sorted(_KEYS[version]))}"
        raise StateError("state", keys, "is no stored clock", remedy)
    if state["level"] != level.name:
        remedy = f"restore it on its own level, not on {level.name!r}"
        raise StateError("level", state["level"], "is another level", remedy)
    promise = level.promise.fingerprint
    if state.get("fingerprint", promise) != promise:
        problem = f"is of another promise than that of the level {level.name!r}"
        remedy = "restore it on the level and the calendar it was promised on"
        raise StateError("fingerprint", state["fingerprint"], problem, remedy)
    if not _is_list(state["events"]):
        raise StateError("events", state["events"], "is no list", "give the list of events")
    for key in ("calendar", "tzdata"):
        if not isinstance(state.get(key, ""), str):
            remedy = "give what to_dict() returned"
            raise StateError(key, state[key], "is no text", remedy)
