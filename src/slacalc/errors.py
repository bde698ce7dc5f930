"""Every error of the library: what was given, what is wrong with it, and the way out."""

from __future__ import annotations

import difflib
import reprlib
from datetime import datetime
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHORT = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxother = 80
_SPELLING_LIMIT = 60
_LONGEST = 600


class SlacalcError(Exception):
    """Say which argument was wrong, with which value, why, and what to do instead.

    The parts are attributes: `argument`, `value`, `problem`, `remedy`; the message is
    ``argument=value: problem; remedy``.

    >>> print(HoursError("shift", "9-18", "no hours and minutes", "write '09:00-18:00'"))
    shift='9-18': no hours and minutes; write '09:00-18:00'
    """

    def __init__(self, argument: str, value: object, problem: str, remedy: str) -> None:
        super().__init__(argument, value, problem, remedy)
        self.argument = argument
        self.value = value
        self.problem = problem
        self.remedy = remedy

    def __str__(self) -> str:
        """Put the parts into one line."""
        argument, problem, remedy = map(_cut, (self.argument, self.problem, self.remedy))
        return f"{argument}={_short(self.value)}: {problem}; {remedy}"

    def __repr__(self) -> str:
        """Write the constructor call; of what is too long for it, the beginning."""
        texts = [repr(_cut(text)) for text in (self.argument, self.problem, self.remedy)]
        return f"{type(self).__name__}({texts[0]}, {_short(self.value)}, {', '.join(texts[1:])})"

    def within(self, place: str) -> Self:
        """Return the same error with the place it was found in before its argument."""
        return type(self)(f"{place}.{self.argument}", self.value, self.problem, self.remedy)


class ArgumentTypeError(SlacalcError, TypeError):
    """An argument is of a type that can't be meant."""

    @classmethod
    def expected(cls, argument: str, value: object, wanted: str) -> Self:
        """Build the error for a value that should have been a `wanted`."""
        name = type(value).__name__
        article = "an" if name[:1] in "aeiouAEIOU" else "a"
        problem = "is None" if value is None else f"is {article} {name}"
        return cls(argument, value, problem, f"give {wanted}")


class NaiveDatetimeError(SlacalcError, ValueError):
    """A datetime without a time zone names no instant."""

    @classmethod
    def of(cls, argument: str, value: object) -> Self:
        """Build the error for one naive argument."""
        remedy = "read it on a calendar's clock with calendar.at(...), or use replace(tzinfo=...)"
        return cls(argument, value, "has no time zone, so it names no instant", remedy)


class UnknownTimeZoneError(SlacalcError, LookupError):
    """A time zone is not in the zone database."""

    @classmethod
    def of(cls, argument: str, value: object, known: Iterable[str]) -> Self:
        """Build the error, with the nearest name that is known."""
        places = [name for name in known if "/" in name or str(value).casefold() == name.casefold()]
        way_out = did_you_mean(value, places) or "use a name of the IANA database"
        return cls(argument, value, "is no time zone of the IANA database", way_out)


class WallTimeError(SlacalcError, ValueError):
    """A wall-clock time that does not exist, or exists twice, on a zone's clock."""


class DateError(SlacalcError, ValueError):
    """A text that is no date."""


class HoursError(SlacalcError, ValueError):
    """Hours, a week or a day's rule that can't be read or contradict themselves."""


class DurationError(SlacalcError, ValueError):
    """A duration that can't be read, is ambiguous, or has the wrong sign."""


class NoWorkingTimeError(SlacalcError, ValueError):
    """A question needs working time where the calendar has none."""

    @classmethod
    def needed(cls, argument: str, value: object, *, ahead: bool) -> Self:
        """Build the error for a search forward (`ahead`) or backward in time."""
        where = "after" if ahead else "before"
        problem = f"the calendar has not that much working time {where} it"
        return cls(argument, value, problem, "give it hours there, or ask for less time")


class OutOfRangeError(SlacalcError, OverflowError):
    """A result lies outside the years 1 to 9999."""

    @classmethod
    def of(cls, argument: str, value: object) -> Self:
        """Build the error for an argument that leads outside."""
        problem = "leads outside the years 1 to 9999"
        return cls(argument, value, problem, "give a shorter duration or another instant")


class HorizonError(SlacalcError, LookupError):
    """An answer needs days that the calendar does not know, and is told to refuse them."""


class HorizonWarning(UserWarning):
    """An answer used days outside those that the calendar knows."""


class FeedError(SlacalcError, ValueError):
    """A feed or a file of days that can't be read; the argument is the file, the place in it."""


class EventError(SlacalcError, ValueError):
    """An event that the state of a clock does not allow."""


class StateError(SlacalcError, ValueError):
    """Stored state that can't be read, or says another thing than its events."""


class UnknownVersionError(StateError, LookupError):
    """A stored clock was promised on a version of a level that is nowhere to be found."""


class LevelError(SlacalcError, ValueError):
    """A support level, a condition or a chain that contradicts itself."""


class PolicyError(SlacalcError, ValueError):
    """A policy that can't be read; the argument is the file and the key path."""


class LogError(SlacalcError, ValueError):
    """An event log that can't be read at all."""


class LanguageError(SlacalcError, LookupError):
    """A language that the library has no words for."""


class WorkOrderError(SlacalcError, ValueError):
    """A worklist can't be put into the order that was asked for."""


def _short(value: object) -> str:
    try:
        return value.isoformat() if type(value) is datetime else _SHORT.repr(value)
    except Exception:  # noqa: BLE001 - more digits than Python writes, or a class that lies
        return f"<{_cut(type(value).__name__)}>"


def _cut(text: str) -> str:
    """Return text fit for a message in a line, whatever a file or a caller put into it."""
    if not text.isprintable():  # half a character can't be written, and others rule terminals
        text = "".join(c if c.isprintable() else repr(c)[1:-1] for c in text[: _LONGEST + 1])
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """Return "did you mean 'x'?" for the nearest known name, or an empty text.

    >>> did_you_mean("europe/berlin", ["Europe/Paris", "Europe/Berlin"])
    "did you mean 'Europe/Berlin'?"
    """
    if not isinstance(word, str) or len(word) > _SPELLING_LIMIT:
        return ""
    names = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(word.casefold(), names, n=1, cutoff=0.6)
    return f"did you mean {names[near[0]]!r}?" if near else ""
