"""The keys of a policy file: for each table what it can hold, for editors and for the manual."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from slacalc.conditions import GROUPS
from slacalc.events import CHANGES, KINDS
from slacalc.horizon import WAYS
from slacalc.operators import OPERATORS
from slacalc.profiles import PROFILES, USUAL
from slacalc.profiles import WAYS as PROFILE_WAYS
from slacalc.statuses import EVENTS
from slacalc.text import WEEKDAYS

Kind = dict[str, Any]
"""What a value can be, as a JSON Schema says it."""

TEXT: Kind = {"type": "string"}
NAME: Kind = {"type": "string", "minLength": 1}
_NAMED = [kind for kind in KINDS if kind not in ("cancel", *CHANGES)]
_KIND: Kind = {"anyOf": [{"enum": _NAMED}, TEXT]}
_EVENT: Kind = {"anyOf": [{"enum": list(EVENTS)}, TEXT]}
_FLAG: Kind = {"type": "boolean"}
_NUMBER: Kind = {"type": "number"}


@frozen
class Key:
    """One key of a table: what it means, what its value can be, and what holds without it."""

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    default: Any = None
    examples: tuple[Any, ...] = ()


def ref(name: str) -> Kind:
    """Return what a definition of the schema says."""
    return {"$ref": f"#/definitions/{name}"}


def either(*kinds: Kind) -> Kind:
    """Return what several kinds allow."""
    return {"anyOf": list(kinds)}


def listed(kind: Kind, **bounds: int) -> Kind:
    """Return a list of a kind."""
    return {"type": "array", "items": kind, **bounds}


def mapped(kind: Kind) -> Kind:
    """Return a table whose keys are names, and its values of a kind."""
    return {"type": "object", "additionalProperties": kind}


_OF_DATES = dict.fromkeys(("date", "instant", "wall_time", "decimal", "fraction"), TEXT)
_ONE_DATE: Kind = {
    "type": "object",
    "properties": _OF_DATES,
    "additionalProperties": False,
    "minProperties": 1,
    "maxProperties": 1,
}
VALUE: Kind = either(TEXT, _NUMBER, _FLAG, ref("value"))
_ORDERED: Kind = either(_NUMBER, ref("value"))
_MOMENT: Kind = either(TEXT, ref("value"))
_RANGE: Kind = listed(either(TEXT, _NUMBER, ref("value")), minItems=2, maxItems=2)
_CALENDAR: Kind = either(TEXT, ref("inline_calendar"))
_OPERANDS: dict[str, tuple[Kind, str]] = {
    "is": (VALUE, "equal to this value"),
    "is_not": (VALUE, "a value of the same kind that differs"),
    "in": (listed(VALUE), "one of these values"),
    "not_in": (listed(VALUE), "a value of one of their kinds that differs from all of them"),
    "contains": (VALUE, "text with this text in it, or a list with this value in it"),
    "starts_with": (TEXT, "text that begins so"),
    "less": (_ORDERED, "a number below this one"),
    "at_most": (_ORDERED, "a number not above this one"),
    "more": (_ORDERED, "a number above this one"),
    "at_least": (_ORDERED, "a number not below this one"),
    "between": (_RANGE, "a number, a date or an instant between two, both included"),
    "before": (_MOMENT, "a date or an instant before this one"),
    "after": (_MOMENT, "a date or an instant after this one"),
    "exists": (_FLAG, "there; with false: missing"),
    "missing": (_FLAG, "missing, or None; with false: there"),
    "during": (_CALENDAR, "an instant in the working time of this calendar"),
}

_OPTIONS = {
    "after_breach": "whether a wait that begins after the breach still moves what is due",
    "reopen": "what a resolved request gets that is opened again",
    "level_change": "what a change of level does to what was promised",
    "calendar_change": "what a change of calendar does to what was promised",
    "response": "what stops the response: a notice that work has started too, or a reply alone",
    "waits": "which targets a wait moves: all but the response, all, or none",
}
_DURATION: Kind = either(ref("duration"), mapped(ref("duration")))
MEANT: Kind = either(_EVENT, listed(_EVENT))
_KINDS: Kind = either(_KIND, listed(_KIND))
_MADE_OF: Kind = listed(_CALENDAR)
_WEEKDAYS: Kind = {
    "type": "object",
    "properties": dict.fromkeys(WEEKDAYS, TEXT),
    "additionalProperties": TEXT,
    "not": {"required": ["anchor"]},  # that is a rota, whose turns are missing
}
HOURS: Kind = either(TEXT, ref("weekdays"))

DURATION: Kind = TEXT | {
    "description": "Working time, working days, or time around the clock.",
    "examples": [
        "30m", "4h 30m", "2 working days", "end of day, received by 16:00",
        "2 working days, same time", "48h around the clock",
    ],
}  # fmt: skip

PLAIN_KINDS: dict[str, Kind] = {
    "value": _ONE_DATE | {"description": "A value that JSON has no word for, by its kind."},
    "weekdays": _WEEKDAYS | {"description": "Hours by weekday; those left out are closed."},
    "duration": DURATION,
}
"""Kinds with a name that are no tables of keys."""

_INCLUDE: Kind = {"type": "string", "pattern": r"^[^/\\:][^\\:]*$"}

POLICY = (
    Key("slacalc", {"const": 1}, "the format of the file", required=True),
    Key(
        "include",
        listed(_INCLUDE),
        "files whose calendars and schedules belong to this one, by their paths from here",
        examples=(["shared/calendars.toml"],),
    ),
    Key("name", TEXT, "what to call the policy", default=""),
    Key("schedules", mapped(HOURS), "hours by name, for levels"),
    Key("calendars", mapped(ref("calendar")), "calendars by name", required=True),
    Key("levels", listed(ref("level")), "levels, in the order in which they are tried"),
    Key("default", ref("default"), "the level that is taken when no other matches", required=True),
    Key("statuses", ref("statuses"), "what the helpdesk's statuses mean"),
    Key("log", ref("log"), "where a log of status changes has what"),
)
DAYS = (
    Key(
        "time_zone",
        TEXT,
        "a name of the IANA database",
        required=True,
        examples=("Europe/Moscow",),
    ),
    Key(
        "week",
        either(TEXT, ref("rota"), ref("weekdays")),
        "the hours of a week, or a rota",
        required=True,
        examples=("Mon-Fri 09:00-18:00; Sat 10:00-14:00", "08:00-20:00 | closed from 2026-01-05"),
    ),
    Key(
        "holidays",
        either(mapped(TEXT), listed(TEXT)),
        "closed days and their names, or a list of days",
        examples=({"2026-11-04": "Unity Day"}, ["12-25", "easter-2"]),
    ),
    Key(
        "exceptions",
        mapped(either(TEXT, ref("exception"))),
        "days whose hours differ, and how",
        examples=({"2026-11-03": "short 1h", "2026-11-07": "as fri, short 1h"},),
    ),
    Key(
        "closures",
        either(mapped(TEXT), listed(either(TEXT, ref("closure")))),
        "stretches of time that are closed, whatever the days say",
        examples=({"2026-12-24 18:00..2026-12-26 00:00": "moving"},),
    ),
    Key("known_from", TEXT, "the first day whose holidays were listed", examples=("2024-01-01",)),
    Key("known_until", TEXT, "the last day whose holidays were listed", examples=("2027-12-31",)),
    Key(
        "outside", {"enum": list(WAYS)}, "what to do about answers from other days", default="warn"
    ),
)
MADE = (
    Key("any_of", _MADE_OF, "open while any of these calendars is", examples=(["emea", "apac"],)),
    Key("all_of", _MADE_OF, "open while all of these calendars are"),
    Key("without", _MADE_OF, "closed while any of these calendars is open"),
)
CHANGED = (
    Key("before", _CALENDAR, "the calendar until the day of the change", required=True),
    Key(
        "changes_on",
        TEXT,
        "the first day of the other one",
        required=True,
        examples=("2026-07-01",),
    ),
    Key("after", _CALENDAR, "the calendar from that day on", required=True),
)
CALENDAR_NAME = Key("name", TEXT, "what to call the calendar, if not as its table")
CLOSURE = (
    Key("start", TEXT, "its begin, on the calendar's clock unless it has an offset"),
    Key("end", TEXT, "its end"),
    Key("reason", TEXT, "why it is closed", default="closed"),
    Key("always", _FLAG, "closed for ever: without a start and an end", default=False),
)
EXCEPTION = (
    Key("rule", TEXT, "what holds on the day", required=True, examples=("as fri, short 1h",)),
    Key("reason", TEXT, "why", required=True, examples=("moved from the 6th",)),
)
ROTA = (
    Key("turns", listed(HOURS), "the hours of each turn: of a day, or of a week", required=True),
    Key("anchor", TEXT, "a day of the first turn", required=True, examples=("2026-01-05",)),
)
CONDITIONS = tuple(
    Key(how, listed(ref("conditions"), minItems=1), f"{words} of these tables")
    for how, words in zip(GROUPS, ("all", "at least one", "none"), strict=True)
)
OPERATION = (
    *(Key(name, _OPERANDS[name][0], f"the field is {_OPERANDS[name][1]}") for name in OPERATORS),
    Key("ignore_case", _FLAG, "whether texts are compared in any case", default=False),
)
LEVEL = (
    Key("name", NAME, "what to call the level", required=True, examples=("VIP",)),
    Key("calendar", _CALENDAR, "its working time: a name, or a table of its own", required=True),
    Key("schedule", HOURS, "the daily hours on the calendar's working days: a name, or hours"),
    Key(
        "response",
        _DURATION,
        "time until the first response, or by the value of a field",
        examples=("30m", {"urgent": "15m", "*": "4h"}),
    ),
    Key(
        "resolution",
        _DURATION,
        "time until the resolution, or by the value of a field",
        examples=("8h", "2 working days"),
    ),
    Key("targets", mapped(either(ref("duration"), ref("target"))), "further promises by name"),
    Key("by", TEXT, "the field that tables of durations go by", default="priority"),
    Key(
        "conditions",
        ref("conditions"),
        "what a request must be like; without it, anything goes",
        examples=({"client": "vip", "type": ["incident", "outage"]},),
    ),
    Key(
        "profile",
        either({"enum": list(PROFILES)}, ref("profile")),
        "how waits, breaches, reopenings and changes count: as in a helpdesk, or a table",
        default=USUAL,
        examples=("jira", {"name": "jira", "reopen": "count"}),
    ),
    Key(
        "escalations",
        listed(ref("escalation")),
        "what is to happen when a target comes near, or is past",
        examples=([{"target": "resolution", "at": "75%", "action": "tell the lead"}],),
    ),
)
PROFILE = (
    Key("name", NAME, "what to call it; a known name is what the rest is as in"),
    *(Key(option, {"enum": [*ways]}, _OPTIONS[option]) for option, ways in PROFILE_WAYS.items()),
)
ESCALATION = (
    Key("target", NAME, "the name of a target of the level", required=True),
    Key(
        "at",
        TEXT,
        "a share of the time promised, or working time before or after the due instant",
        required=True,
        examples=("75%", "-1h", "+30m"),
    ),
    Key("action", TEXT, "what is to happen, in words or as a key", examples=("tell the lead",)),
)
TARGET = (
    Key("duration", _DURATION, "how long, or how long by the value of a field", required=True),
    Key("starts_on", _KINDS, "the events that start it"),
    Key("pauses_on", _KINDS, "the events that pause it"),
    Key("resumes_on", _KINDS, "the events that go on with it"),
    Key("stops_on", _KINDS, "the events that end it"),
    Key("calendar", _CALENDAR, "the working time in which it counts, if not the level's"),
)
LOG = (
    Key("request", TEXT, "the column that names the request", default="request"),
    Key("at", TEXT, "the column of the instant", default="at"),
    Key(
        "status",
        either(TEXT, listed(TEXT, minItems=1)),
        "the column of the status, or the columns of its parts",
        default="status",
    ),
    Key("delimiter", {"enum": [",", ";", "\t", "|"]}, "what stands between columns", default=","),
    Key("time_zone", TEXT, "the clock of instants without an offset"),
)
VALID_FROM = Key(
    "valid_from", TEXT, "the day from which on it holds", required=True, examples=("2027-01-01",)
)
