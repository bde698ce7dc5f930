"""The JSON Schema of policy files, by which editors complete and check them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import evolve

from slacalc import policy_keys as keys
from slacalc.policy_files import SHARED
from slacalc.policy_keys import Key, Kind

_DRAFT = "http://json-schema.org/draft-07/schema#"
_CALENDAR = (keys.CALENDAR_NAME, *keys.DAYS, *keys.MADE, *keys.CHANGED)


def policy_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 7) of a policy file and of what one includes.

    It is shipped as ``slacalc/policy.schema.json``. What it refuses, the library refuses; what
    it can't know, such as whether a text is a duration, the library checks.

    >>> sorted(policy_schema()["properties"])[:3]
    ['calendars', 'default', 'include']
    """
    own = [key.name for key in keys.POLICY if key.name not in (*SHARED, "default")]
    somewhere = keys.either({"required": ["calendars"]}, {"required": ["include"]})
    return {
        "$schema": _DRAFT,
        "title": "A policy of slacalc",
        **_table(keys.POLICY),
        "required": ["slacalc"],  # an included file has no more than that
        "dependencies": {**{name: ["default"] for name in own}, "default": somewhere},
        "definitions": {**keys.PLAIN_KINDS, **_tables()},
    }


def schema_text() -> str:
    """Return the schema as the text that is shipped."""
    import json  # only here, for import slacalc is to be quick

    return json.dumps(policy_schema(), indent=2) + "\n"


def _tables() -> dict[str, Kind]:
    """Return the definitions of all tables but the whole."""
    default = [key for key in keys.LEVEL if key.name != "conditions"]
    return {
        "inline_calendar": _calendar(),
        "calendar": _calendar(_versions("calendar_version")),
        "calendar_version": _version(_CALENDAR),
        "closure": _table(keys.CLOSURE),
        "exception": _table(keys.EXCEPTION),
        "rota": _table(keys.ROTA),
        "conditions": _table(keys.CONDITIONS) | {"additionalProperties": _condition()},
        "operation": _table(keys.OPERATION) | {"minProperties": 1},
        "level": _table([*keys.LEVEL, _versions("level_version")]),
        "level_version": _version(keys.LEVEL, fixed="name"),
        "default": _table([*default, _versions("default_version")]),
        "default_version": _version(default, fixed="name"),
        "target": _table(keys.TARGET),
        "profile": _table(keys.PROFILE),
        "escalation": _table(keys.ESCALATION),
        "statuses": keys.mapped(keys.MEANT),
        "log": _table(keys.LOG),
    }


def _table(table: Iterable[Key]) -> Kind:
    """Return the schema of a table that has these keys and no others."""
    told = list(table)
    required = [key.name for key in told if key.required]
    return {
        "type": "object",
        "properties": {key.name: _described(key) for key in told},
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def _described(key: Key) -> Kind:
    """Return the schema of a key's value, with what editors show of it."""
    said: Kind = {"description": f"{key.meaning[0].upper()}{key.meaning[1:]}."}
    if key.default is not None:
        said["default"] = key.default
    if key.examples:
        said["examples"] = list(key.examples)
    return said | key.kind


def _condition() -> Kind:
    """Return the schema of what a field must be."""
    return keys.either(keys.VALUE, keys.listed(keys.VALUE), keys.ref("operation"))


def _calendar(*more: Key) -> Kind:
    """Return the schema of a calendar: of days, made of others, or changing on a day."""
    of_others = keys.either(*({"required": [key.name]} for key in (*keys.MADE, *keys.CHANGED)))
    changed = [key.name for key in keys.CHANGED]
    return _table([*(evolve(key, required=False) for key in _CALENDAR), *more]) | {
        "dependencies": dict.fromkeys(changed, changed),
        "if": {"not": of_others},
        "then": {"required": [key.name for key in keys.DAYS if key.required]},
    }


def _versions(definition: str) -> Key:
    meaning = "what changes, and when: each says what is new from its day on"
    return Key("versions", keys.listed(keys.ref(definition)), meaning)


def _version(table: Iterable[Key], *, fixed: str | None = None) -> Kind:
    """Return the schema of a version: any of the keys, and its day."""
    free = [evolve(key, required=False) for key in table if key.name != fixed]
    unset = keys.listed({"enum": [key.name for key in free]})
    return _table([keys.VALID_FROM, Key("unset", unset, "the keys that hold no more"), *free])
