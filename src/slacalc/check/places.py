"""Places: the paths of keys under which a policy file says its levels and targets."""

from __future__ import annotations

from slacalc.chain import LevelChain
from slacalc.levels import SupportLevel
from slacalc.targets import Target

_SHORT = ("response", "resolution")


def placed(chain: LevelChain) -> list[tuple[str, SupportLevel]]:
    """Return the levels of a chain with the place of each, the default last."""
    levels = [(f"levels[{number}]", level) for number, level in enumerate(chain.levels)]
    return [*levels, ("default", chain.default)]


def targets_placed(chain: LevelChain) -> list[tuple[str, SupportLevel, Target]]:
    """Return the targets of a chain's levels, each with its place and its level."""
    return [
        (place_of(place, target), level, target)
        for place, level in placed(chain)
        for target in level.promised
    ]


def place_of(place: str, target: Target) -> str:
    """Return the place of a target of the level at a place."""
    short = target.name in _SHORT and not target.unusual()
    return f"{place}.{target.name}" if short else f"{place}.targets.{target.name}"
