"""The figures of the proof that count what stands in the code: they are those of the code."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_laws_planted import PLANTED
from vector_text import all_said

from slacalc.testing import LAWS

ROOT = Path(__file__).resolve().parents[1]
PROOF = ROOT / "docs" / "explanation" / "proof.md"
CASES = [case for said in all_said().values() for case in said["cases"]]
BY_HAND = [case for case in CASES if case["source"] == "hand"]
BUGS = len(PLANTED)


@pytest.mark.parametrize(
    "said",
    [
        f"| laws that any calendar and clock keeps | {len(LAWS)} |",
        f"All {len(LAWS)} are objects that you can run",
        f"| planted bugs that the laws find | {BUGS} of {BUGS} |",
        f"{BUGS} wrong calendars and clocks are kept in the tests",
        f"| conformance vectors | {len(CASES):,}, of which {len(BY_HAND)} worked by hand |",
    ],
)
def test_the_page_of_the_proof_counts_what_there_is(said: str) -> None:
    """Laws, planted bugs and conformance vectors are as many as the page says."""
    assert said in PROOF.read_text(encoding="utf-8")
