"""What a subject was asked and what it answered, in the names of the law."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from slacalc import NoWorkingTimeError, OutOfRangeError
from slacalc.errors import HorizonError
from slacalc.testing.laws.comparing import Disagreement, PassedOver
from slacalc.testing.laws.words import words

_REFUSALS = (NoWorkingTimeError, OutOfRangeError, HorizonError)
_BESIDE = timedelta(days=2)
_NUMPY_BOOL = ("numpy", "bool")


def _is_instant(value: Any) -> bool:
    """Whether a value is an aware datetime that can be read on any clock."""
    try:
        aware = isinstance(value, datetime) and value.utcoffset() is not None
        return aware and all(value.astimezone(UTC) + beside for beside in (_BESIDE, -_BESIDE))
    except (ArithmeticError, TypeError, ValueError):  # no time at all, or the end of time
        return False


def _is_span(value: Any) -> bool:
    return isinstance(value, tuple) and all(map(_is_instant, value))


def _is_endless(value: Any) -> bool:
    return isinstance(value, tuple) and all(end is None or _is_instant(end) for end in value)


def _is_truth(value: Any) -> bool:
    kind = type(value)
    return isinstance(value, bool) or (kind.__module__, kind.__name__.rstrip("_")) == _NUMPY_BOOL


Kind = tuple[str, Callable[[Any], bool]]
INSTANT: Kind = ("an aware datetime", _is_instant)
NEIGHBOUR: Kind = ("an aware datetime or None", lambda one: one is None or _is_instant(one))
DURATION: Kind = ("a timedelta", lambda one: isinstance(one, timedelta))
TRUTH: Kind = ("True or False", _is_truth)
SPANS: Kind = ("spans of two instants", lambda one: all(map(_is_span, one)))
SPAN: Kind = ("a span of two instants or None", lambda one: one is None or _is_endless(one))
ANYTHING: Kind = ("an answer", lambda _: True)


class Record:
    """The questions and answers of one case, from the first to the one that broke the law."""

    def __init__(self, drawn: Mapping[str, Any]) -> None:
        self.told: list[tuple[str, Any]] = []
        self._names = [(value, name) for name, value in drawn.items()]

    def ask(
        self, call: str, question: Callable[[], Any], kind: Kind, *, strict: bool = False
    ) -> Any:
        """Ask, and keep the answer: an error is one, and one of an odd type breaks the law.

        A refusal is no answer, unless it says that there is no working time, and there is some
        (`strict`).
        """
        wanted, fits = kind
        try:
            answer = question()
        except Exception as error:
            if isinstance(error, _REFUSALS) and not (
                strict and isinstance(error, NoWorkingTimeError)
            ):
                raise PassedOver(f"all was refused: {error}") from None
            self.told.append((call, error))
            raise Disagreement(error, wanted) from error
        self.told.append((call, answer))
        if not fits(answer):
            raise Disagreement(answer, wanted)
        self._names.append((answer, call))
        return answer

    def refuse(self, call: str, question: Callable[[], Any]) -> None:
        """Ask what has no answer: any error is right, and an answer breaks the law."""
        try:
            answer = question()
        except Exception as error:  # noqa: BLE001 - of any make
            self.told.append((call, error))
        else:
            self.told.append((call, answer))
            raise Disagreement(answer, "an error")

    def name(self, value: Any) -> str:
        """Return what a value is called in the law, else the value in words."""
        found = (name for known, name in self._names if known is value)
        return next(found, None) or words(value)
