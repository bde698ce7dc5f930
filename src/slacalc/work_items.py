"""What is to be done: open promises as small values, in an order, as text, rows or a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, overload

from attrs import field, frozen

from slacalc import drawing
from slacalc.events import instant_key
from slacalc.text import format_duration
from slacalc.words import time_of, words_of

if TYPE_CHECKING:
    from slacalc.words import Words

_ZERO = timedelta(0)


def _key_if_any(at: datetime | None) -> datetime | None:
    return at and instant_key(at)


@frozen
class WorkItem:
    """A promise that runs or waits, or a request that goes on without any.

    Args:
        key: what the request is known by.
        level: the name of its support level.
        target: the name of the promise, empty where none is left.
        phase: "running" or "waiting"; "open" where no promise is left.
        due: until when, on the calendar's clock.
        left: the working time until then, below zero once it is over; of what waits, the time
            that is left of the promise.
        breached_at: when it was breached, None where it was not.
        status: the status that was given, else the state of the clock.
        urgency: the urgency that was given.
        customer_at: the last message of the customer, else the registration.
    """

    key: Any
    level: str
    target: str
    phase: str
    due: datetime | None = field(eq=_key_if_any)
    left: timedelta | None
    breached_at: datetime | None = field(eq=_key_if_any)
    status: str
    urgency: str | int | None
    customer_at: datetime = field(eq=instant_key)

    @property
    def overdue(self) -> bool:
        """Whether it runs on after its breach; what waits is not overdue."""
        return self.phase == "running" and self.breached_at is not None

    @property
    def overdue_by(self) -> timedelta:
        """The working time since it was due, of what is overdue; else none."""
        return max(-self.left, _ZERO) if self.left and self.overdue else _ZERO

    def row(self) -> dict[str, Any]:
        """Return it as plain values: instants as ISO text, durations as text."""
        return {
            "key": self.key,
            "level": self.level,
            "target": self.target,
            "phase": self.phase,
            "due": self.due and self.due.isoformat(),
            "left": None if self.left is None else format_duration(self.left),
            "overdue": self.overdue,
            "breached_at": self.breached_at and self.breached_at.isoformat(),
            "status": self.status,
            "urgency": self.urgency,
            "customer_at": self.customer_at.isoformat(),
        }


@frozen
class WorkItems(Sequence[WorkItem]):
    """Promises in an order: a sequence that writes and draws itself.

    `text` and `html` speak English, or Russian with the extra ``slacalc[i18n]``.
    """

    items: tuple[WorkItem, ...]

    @overload
    def __getitem__(self, index: int) -> WorkItem: ...
    @overload
    def __getitem__(self, index: slice) -> WorkItems: ...
    def __getitem__(self, index: int | slice) -> WorkItem | WorkItems:
        """Return one of them, or some of them in the same order."""
        return WorkItems(self.items[index]) if isinstance(index, slice) else self.items[index]

    def __len__(self) -> int:
        """Count them."""
        return len(self.items)

    def __iter__(self) -> Iterator[WorkItem]:
        """Go through them."""
        return iter(self.items)

    @property
    def keys(self) -> list[Any]:
        """What their requests are known by, in order."""
        return [item.key for item in self.items]

    def rows(self) -> list[dict[str, Any]]:
        """Return them as plain rows, for a table or JSON."""
        return [item.row() for item in self.items]

    def text(self, language: str = "en") -> str:
        """Write them in a language, a line each."""
        rows = _cells(words_of(language), self.items)
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        )

    def html(self, language: str = "en") -> str:
        """Draw them as a table in a language."""
        header, *rows = _cells(words_of(language), self.items)
        return drawing.table(header, rows)

    def _repr_html_(self) -> str:
        """Draw them as a table, as notebooks do."""
        return self.html()

    def __str__(self) -> str:
        """Write them, a line each."""
        return self.text()


def _cells(words: Words, items: Sequence[WorkItem]) -> list[tuple[str, ...]]:
    """Return the headings and the items as cells; what no item says has no column."""
    keys = ("request", "target", "due", "left", "status", "urgency")
    rows = [tuple(words(key) for key in keys), *(_row(words, item) for item in items)]
    told = len(keys) - (not any(item.urgency is not None for item in items))
    return [row[:told] for row in rows]


def _row(words: Words, item: WorkItem) -> tuple[str, ...]:
    due = item.due and f"{words.date('day', item.due)} {time_of(item.due)}"
    urgency = "" if item.urgency is None else str(item.urgency)
    target = words.name(item.target) or words("no promise")
    return (str(item.key), target, due or "", _left(words, item), words.name(item.status), urgency)


def _left(words: Words, item: WorkItem) -> str:
    if item.overdue:
        return words("overdue by", time=words.duration(item.overdue_by))
    if item.left is None:
        return ""
    left = words("time left", time=words.duration(item.left))
    return (
        left if item.phase == "running" else words("with a note", told=left, note=words("waiting"))
    )
