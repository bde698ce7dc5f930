"""A target of the fuzz: bytes in; out come a value that keeps its laws, or our own error."""

from __future__ import annotations

import pickle
import time
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from attrs import field, frozen

from slacalc import SlacalcError

SEEDS = Path(__file__).with_name("seeds")
SECONDS = 1.0
"""The most processor time that one input may cost."""
_LONGEST_TEXT = 3_000


class FaultError(AssertionError):
    """What the library must never do, whatever comes in."""


@frozen
class Target:
    """What is read, the words that its inputs are made of, and how long they may get.

    `read` returns whether the input was good, raises `SlacalcError` for one that is not, and
    anything else where the library is at fault. A target whose inputs are `tables` is given
    JSON, and is fuzzed by changes of the tables besides those of the bytes. What it needs once is
    made by `prepare`, which may be called often.
    """

    name: str
    read: Callable[[bytes], bool]
    words: tuple[str, ...] = field(repr=False)
    longest: int = 2_000
    tables: bool = False
    prepare: Callable[[], object] = lambda: None

    @property
    def seeds(self) -> list[Path]:
        """The inputs at hand for it, in order."""
        return sorted((SEEDS / self.name).iterdir())


def judged(target: Target, data: bytes) -> str:
    """Return how an input ends: "read" or "refused"; raise where the library is at fault."""
    target.prepare()
    started = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            end = "read" if target.read(data) else "refused"
        except SlacalcError as error:
            check_error(error)
            end = "refused"
    took = time.process_time() - started
    if took > SECONDS:
        fault = f"took {took:.1f} s"
        raise FaultError(fault)
    return end


def check_error(error: SlacalcError) -> None:
    """Check that an error can be shown, is of bounded length, and survives a pickle."""
    said = str(error)
    if not said.isprintable():  # half a character can't be written, and others rule terminals
        fault = f"an error that can't be printed: {said!r}"
        raise FaultError(fault)
    if len(said) > _LONGEST_TEXT or len(repr(error)) > _LONGEST_TEXT:
        fault = f"an error of {len(said)} characters, {len(repr(error))} by repr"
        raise FaultError(fault)
    if not (error.argument and error.problem and error.remedy):
        fault = f"an error without a part: {said}"
        raise FaultError(fault)
    check(str(pickle.loads(pickle.dumps(error))) == said, "an error is another after a pickle")  # noqa: S301


def check(holds: bool, law: str) -> None:
    """Raise `FaultError` where a law does not hold."""
    if not holds:
        raise FaultError(law)


def text_of(data: bytes) -> str:
    """Return bytes as text, those that are none as halves of characters."""
    return data.decode("utf-8", "surrogateescape")


def tried(text: str, forms: Iterable[Callable[[str], Any]]) -> bool:
    """Let each form read a text; return whether one of them did."""
    read = False
    for form in forms:
        try:
            form(text)
        except SlacalcError as error:
            check_error(error)
        else:
            read = True
    return read
