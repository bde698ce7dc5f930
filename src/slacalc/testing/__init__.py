"""Strategies, laws and an oracle: test deadline math, ours and your own.

The strategies and the laws need hypothesis (`pip install "slacalc[testing]"`) and are loaded when
they are first asked for; `slacalc.testing.oracle` needs nothing but the standard library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from slacalc.testing.laws import (
        LAWS,
        BrokenLaw,
        Law,
        LawReport,
        Pair,
        check_laws,
        law_tests,
    )
    from slacalc.testing.strategies import (
        calendars,
        chains,
        clocks,
        conditions,
        day_schedules,
        durations,
        histories,
        instants,
        levels,
        policies,
        shifts,
        tickets,
        week_schedules,
    )

__all__ = [
    "LAWS",
    "BrokenLaw",
    "Law",
    "LawReport",
    "Pair",
    "calendars",
    "chains",
    "check_laws",
    "clocks",
    "conditions",
    "day_schedules",
    "durations",
    "histories",
    "instants",
    "law_tests",
    "levels",
    "policies",
    "shifts",
    "tickets",
    "week_schedules",
]

_LAWS = frozenset({"LAWS", "BrokenLaw", "Law", "LawReport", "Pair", "check_laws", "law_tests"})


def __getattr__(name: str) -> Any:
    """Load what a public name stands for."""
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    room = "laws" if name in _LAWS else "strategies"
    try:
        found = getattr(import_module(f"{__name__}.{room}"), name)
    except ModuleNotFoundError as error:
        if error.name != "hypothesis":
            raise
        message = f'slacalc.testing.{name} needs hypothesis; pip install "slacalc[testing]"'
        raise ModuleNotFoundError(message, name="hypothesis") from error
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
