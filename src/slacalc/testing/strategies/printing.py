"""How hypothesis prints what was drawn: as the constructor calls that make it again.

Left alone it prints the fields of attrs classes, derived ones too, a page for a calendar.
"""

from __future__ import annotations

from typing import Any

from hypothesis.vendor.pretty import RepresentationPrinter, for_type_by_name

import slacalc

_DRAWN = (
    slacalc.Shift,
    slacalc.DaySchedule,
    slacalc.WeekSchedule,
    slacalc.Calendar,
    slacalc.CombinedCalendar,
    slacalc.ChangedCalendar,
    slacalc.Condition,
    slacalc.ConditionGroup,
    slacalc.SupportLevel,
    slacalc.LevelChain,
    slacalc.Event,
    slacalc.SlaClock,
    slacalc.Policy,
)


def _print(value: Any, printer: RepresentationPrinter, cycle: bool) -> None:  # noqa: ARG001, FBT001 - as hypothesis calls it
    printer.text(repr(value))


def print_calls() -> None:
    """Let hypothesis print the values of slacalc by their `repr`."""
    for kind in _DRAWN:
        for_type_by_name(kind.__module__, kind.__name__, _print)
