"""Profiles: how waits, breaches, reopenings and changes count, each way by its name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args

from attrs import field, fields, frozen

from slacalc.errors import ArgumentTypeError, LevelError, did_you_mean

AfterBreach = Literal["extend", "keep"]
Reopen = Literal["resume", "first_close", "count", "restart"]
LevelChange = Literal["frozen", "retroactive", "carry", "restart"]
CalendarChange = Literal["frozen", "prospective", "restated"]
Response = Literal["notice", "reply"]
Waits = Literal["resolution", "all", "none"]

WAYS: dict[str, tuple[str, ...]] = {
    "after_breach": get_args(AfterBreach),
    "reopen": get_args(Reopen),
    "level_change": get_args(LevelChange),
    "calendar_change": get_args(CalendarChange),
    "response": get_args(Response),
    "waits": get_args(Waits),
}
CUSTOM = "custom"
USUAL = "1c"
_KNOWN: dict[str, dict[str, str]] = {  # by the helpdesk, the ways that are not the first ones
    USUAL: {},
    "zendesk": {"level_change": "carry", "response": "reply"},
    "jira": {
        "reopen": "restart",
        "level_change": "carry",
        "calendar_change": "restated",
        "response": "reply",
    },
    "servicenow": {
        "after_breach": "keep",
        "reopen": "restart",
        "level_change": "restart",
        "calendar_change": "restated",
    },
    "zammad": {
        "after_breach": "keep",
        "reopen": "first_close",
        "level_change": "retroactive",
        "calendar_change": "restated",
        "response": "reply",
        "waits": "all",
    },
    "glpi": {"level_change": "retroactive"},
}
_UNSAID: Any = object()


def way_of(argument: str, option: str, value: object) -> Any:
    """Return a way of an option, or refuse what is none of its ways.

    >>> way_of("how", "reopen", "count")
    'count'
    """
    ways = WAYS[option]
    if isinstance(value, str) and value in ways:
        return value
    way_out = did_you_mean(value, ways) or f"use one of {', '.join(ways)}"
    raise LevelError(argument, value, "is no such way", way_out)


@frozen
class Profile:
    """How the time of a request counts, where helpdesks differ; the defaults are the seed's rules.

    Args:
        name: the helpdesk from which the ways are taken that are not said; another name takes the
            first ones.
        after_breach: whether a wait that begins after the breach still moves what is due
            (``"extend"``) or not (``"keep"``).
        reopen: what a resolved request gets that is opened again: the same promise, the closed
            time free as in a wait (``"resume"``); none, the first verdict stands
            (``"first_close"``); the same promise, the closed time used (``"count"``); a new one
            (``"restart"``).
        level_change: what a change of level does: nothing (``"frozen"``); all as if from
            registration (``"retroactive"``); the time used is kept (``"carry"``); a new promise
            (``"restart"``).
        calendar_change: what a change of calendar does: nothing (``"frozen"``); the rest is laid
            on the new hours (``"prospective"``); all as if from registration (``"restated"``).
        response: what answers a request: a reply or a notice that work has started
            (``"notice"``), or a reply alone (``"reply"``).
        waits: what a wait moves, of the targets that heed what is usual for their name: all but
            the response (``"resolution"``), all (``"all"``), none (``"none"``).

    The ways and their sources are those of docs/explanation/pauses.md.

    >>> profile_of("zammad").reopen
    'first_close'
    >>> Profile(reopen="count").to_dict()
    {'reopen': 'count'}
    >>> Profile("zendesk", reopen="count").level_change
    'carry'
    """

    name: str = CUSTOM
    after_breach: AfterBreach = field(default=_UNSAID, kw_only=True)
    reopen: Reopen = field(default=_UNSAID, kw_only=True)
    level_change: LevelChange = field(default=_UNSAID, kw_only=True)
    calendar_change: CalendarChange = field(default=_UNSAID, kw_only=True)
    response: Response = field(default=_UNSAID, kw_only=True)
    waits: Waits = field(default=_UNSAID, kw_only=True)

    def __attrs_post_init__(self) -> None:
        """Take the ways that were not said from the helpdesk named, and refuse what is none."""
        if not isinstance(self.name, str) or not self.name.strip():
            raise LevelError("profile", self.name, "has no name", "give it one, or leave it out")
        known = _KNOWN.get(self.name, {})
        for option, ways in WAYS.items():
            if getattr(self, option) is _UNSAID:
                object.__setattr__(self, option, known.get(option, ways[0]))
            way_of(option, option, getattr(self, option))

    @classmethod
    def of(cls, said: Any) -> Profile:
        """Read a profile: a name, or a mapping of what is not as in the one that it names."""
        if isinstance(said, Profile):
            return said
        if isinstance(said, str):
            return profile_of(said)
        if not isinstance(said, Mapping):
            raise ArgumentTypeError.expected("profile", said, "a name or a mapping of options")
        return _changed(said)

    def to_dict(self) -> str | dict[str, Any]:
        """Return what `of` reads: the name of a known profile, or what is not as in its base."""
        base = PROFILES.get(self.name)
        if self == base:
            return self.name
        told = {option: way for option, way in self._all if way != getattr(base or _USUAL, option)}
        return told if told and self.name == CUSTOM else {"name": self.name} | told

    @property
    def ways(self) -> dict[str, str]:
        """The ways that are not the defaults, by option: all that it means, whatever its base.

        >>> profile_of("1c").ways
        {}
        """
        return {option: way for option, way in self._all if way != getattr(_USUAL, option)}

    @property
    def _all(self) -> list[tuple[str, str]]:
        return [(option, getattr(self, option)) for option in WAYS]

    def __str__(self) -> str:
        """Name the profile."""
        return self.name


def profile_of(name: str) -> Profile:
    """Return a profile by its name: that of a helpdesk whose counting it mirrors.

    >>> str(profile_of("1c"))
    '1c'
    """
    found = PROFILES.get(name) if isinstance(name, str) else None
    if found is None:
        way_out = did_you_mean(name, tuple(PROFILES)) or f"use one of {', '.join(PROFILES)}"
        raise LevelError("profile", name, "is no known profile", way_out)
    return found


def _changed(said: Mapping[str, Any]) -> Profile:
    known = tuple(one.name for one in fields(Profile))
    for key in said:
        if key not in known:
            way_out = did_you_mean(key, known) or f"use {', '.join(known)}"
            raise LevelError(str(key), said[key], "is an unknown key of a profile", way_out)
    return Profile(**said)


PROFILES = {name: Profile(name) for name in _KNOWN}
_USUAL = PROFILES[USUAL]
