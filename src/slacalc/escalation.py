"""Escalations: what is to happen when a target comes near, or is past; as data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from fractions import Fraction
from typing import Any

from attrs import field, fields, frozen

from slacalc import text
from slacalc.errors import ArgumentTypeError, LevelError, SlacalcError, did_you_mean
from slacalc.targets import named

_LONGEST_ACTION = 1_000
_MOST = 1_000


@frozen
class Escalation:
    """What is to happen at an instant of a target, in its working time.

    Args:
        target: the name of a target of the level.
        at: a share of the time promised (``"75%"``; ``"0%"`` is the start and ``"100%"`` the due
            instant), or working time before (``"-1h"``) or after (``"+30m"``) the due instant.
            Texts that mean the same are made the same.
        action: what is to happen, in words or as a key that programs know.

    `share` is the share, exact, and `offset` the working time from the due instant, negative
    before it; the one that was not said is None.

    >>> Escalation("resolution", at="-90m", action="tell the lead")
    Escalation(target='resolution', at='-1h 30m', action='tell the lead')
    >>> str(Escalation("response", at="75.0 %"))
    'response at 75%'
    """

    target: str
    at: str
    action: str = ""
    share: Fraction | None = field(init=False, eq=False, repr=False)
    offset: timedelta | None = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Read when it is, and refuse what is no text."""
        object.__setattr__(self, "target", named("target", self.target))
        share, offset = text.parse_mark(self.at)
        object.__setattr__(self, "share", None if share is None else Fraction(*share))
        object.__setattr__(self, "offset", offset)
        object.__setattr__(self, "at", text.format_mark(share, offset))
        _check_action(self.action)

    @classmethod
    def of(cls, said: Escalation | Mapping[str, Any]) -> Escalation:
        """Read an escalation: itself, or a mapping with `target`, `at`, and perhaps `action`."""
        if isinstance(said, Escalation):
            return said
        if not isinstance(said, Mapping):
            raise ArgumentTypeError.expected("escalation", said, "an Escalation, or a mapping")
        known = tuple(one.name for one in fields(cls) if one.init)
        for key in said:
            if key not in known:
                way_out = did_you_mean(key, known) or f"use {', '.join(known)}"
                raise LevelError(str(key), said[key], "is an unknown key of an escalation", way_out)
        for key in ("target", "at"):
            if key not in said:
                raise LevelError(key, None, "is missing", "say the target, and at = '75%' or so")
        return cls(**said)

    def to_dict(self) -> dict[str, str]:
        """Return what `of` reads; an action that was not said is left out."""
        action = {"action": self.action} if self.action else {}
        return {"target": self.target, "at": self.at} | action

    def __str__(self) -> str:
        """Write the escalation for people."""
        told = f"{self.target} at {self.at}"
        return f"{told}: {self.action}" if self.action else told


def escalations_of(said: Any, targets: Sequence[str]) -> tuple[Escalation, ...]:
    """Return the escalations of a level that promises some targets, at most 1,000 of them.

    >>> escalations_of([{"target": "response", "at": "50%"}], ["response"])
    (Escalation(target='response', at='50%', action=''),)
    """
    if not isinstance(said, Iterable) or isinstance(said, str | bytes | Mapping):
        raise ArgumentTypeError.expected("escalations", said, "a list of escalations")
    found: dict[Escalation, None] = {}
    for number, one in enumerate(said):
        place = f"escalations[{number}]"
        if number >= _MOST:
            raise LevelError("escalations", number + 1, f"are more than {_MOST}", "say fewer")
        escalation = _read(place, one)
        if escalation.target not in targets:
            way_out = did_you_mean(escalation.target, targets)
            way_out = way_out or f"use one of its targets: {', '.join(targets) or 'none'}"
            problem = "is no target of the level"
            raise LevelError(f"{place}.target", escalation.target, problem, way_out)
        if escalation in found:
            raise LevelError(place, str(escalation), "is said twice", "say it once")
        found[escalation] = None
    return tuple(found)


def _read(place: str, said: Any) -> Escalation:
    try:
        return Escalation.of(said)
    except SlacalcError as error:
        at = place if error.argument == "escalation" else f"{place}.{error.argument}"
        raise type(error)(at, error.value, error.problem, error.remedy) from None


def _check_action(action: object) -> None:
    if not isinstance(action, str):
        raise ArgumentTypeError.expected("action", action, "text")
    if len(action) > _LONGEST_ACTION or not action.isprintable():
        problem = f"is no text of at most {_LONGEST_ACTION} characters in one line"
        raise LevelError("action", action, problem, "give a short one, or a key of your own")
