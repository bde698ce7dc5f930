"""Where findings stand: the file and the line of each place, as the text of a policy has them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from attrs import evolve

from slacalc.check.finding import Finding
from slacalc.policy_files import Source, read_tables


def located(findings: Iterable[Finding], path: str | Path) -> list[Finding]:
    """Return findings with the file and the line of their places in a policy's file.

    What an included file says is found there. A place that no file has, such as a key that is
    missing, is on the line of the nearest table that there is.
    """
    source = read_tables(Path(path))
    return [_placed(finding, source, Path(path).parent) for finding in findings]


def _placed(finding: Finding, source: Source, folder: Path) -> Finding:
    file, line = source.position(finding.place)
    return evolve(finding, file=str(folder / file), line=line)
