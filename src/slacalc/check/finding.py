"""Findings: what is wrong with a chain or a policy, where, and the way out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from attrs import asdict, field, frozen

from slacalc.check.codes import CODES, SEVERITIES

_DEEPEST = 20  # lists in a witness, which may come from a sample


@frozen
class Finding:
    """One thing that a check found: its code, where it is, what is wrong, and what to do.

    The place is a path of keys, such as ``levels[2].conditions.type``; the line and the file are
    None until whoever knows the text of the policy sets them. The witness, where there is one,
    is a request that shows what is meant.

    >>> print(Finding.of("never-holds", "levels[2]", "no request can meet its conditions"))
    error never-holds at levels[2]: no request can meet its conditions; drop one of them
    """

    code: str
    severity: str
    place: str
    words: str
    remedy: str
    witness: dict[str, Any] | None = field(default=None, hash=False)
    line: int | None = None
    file: str | None = None

    @classmethod
    def of(
        cls,
        code: str,
        place: str,
        words: str,
        *,
        remedy: str = "",
        witness: Mapping[str, Any] | None = None,
    ) -> Finding:
        """Return a finding of a code of the table, with the way out that stands there."""
        known = CODES[code]
        seen = None if witness is None else dict(witness)
        return cls(code, known.severity, place, words, remedy or known.remedy, seen)

    def __str__(self) -> str:
        """Write the finding in one line."""
        line = "" if self.line is None else f":{self.line}"
        file = f"{self.file}{line} " if self.file else ""
        where = self.place if self.file or not line else f"{self.place} (line {self.line})"
        shown = f", such as {plain(self.witness)!r}" if self.witness else ""
        return f"{file}{self.severity} {self.code} at {where}: {self.words}{shown}; {self.remedy}"

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as plain data that JSON can write."""
        witness = None if self.witness is None else plain(self.witness)
        return asdict(self, recurse=False) | {"witness": witness}


def in_order(findings: list[Finding]) -> list[Finding]:
    """Return findings with the gravest first; what is equally grave stays as it was found."""
    return sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))


def plain(value: Any, deeper: int = _DEEPEST) -> Any:
    """Return a value of a request as JSON can write it.

    >>> plain({"seen": date(2026, 3, 2), "tries": [1, float("inf")]})
    {'seen': '2026-03-02', 'tries': [1, 'inf']}
    """
    if isinstance(value, Mapping | list | tuple | set | frozenset) and not deeper:
        return "..."
    if isinstance(value, Mapping):
        return {str(key): plain(one, deeper - 1) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one, deeper - 1) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    finite = not isinstance(value, float) or abs(value) < float("inf")
    return value if isinstance(value, str | bool | int | float | None) and finite else str(value)
