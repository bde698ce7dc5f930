"""The style guide: each sample stands in the file that it names; fragments are of known kinds."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "CONTRIBUTING.md"
_SAMPLE = re.compile(r"^```python\n# (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

pytestmark = pytest.mark.skipif(not GUIDE.exists(), reason="only an installed package, no sources")


def samples() -> list[tuple[str, str]]:
    """Return the samples of the guide, each with the file that it is taken from."""
    return _SAMPLE.findall(GUIDE.read_text(encoding="utf-8")) if GUIDE.exists() else []


def test_the_guide_has_samples() -> None:
    """Every python fence of the guide names its file."""
    assert len(samples()) == GUIDE.read_text(encoding="utf-8").count("```python") >= 5


@pytest.mark.parametrize(("file", "code"), samples())
def test_samples_are_from_this_code(file: str, code: str) -> None:
    """A sample stands in its file as it is shown."""
    assert code in (ROOT / file).read_text(encoding="utf-8")


def test_fragments_are_of_kinds_that_the_changelog_has() -> None:
    """A fragment is one sentence or more, and its name says a kind that towncrier knows."""
    said = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    kinds = {kind["directory"] for kind in said["tool"]["towncrier"]["type"]}
    for fragment in (ROOT / "changes").glob("*.md"):
        assert fragment.name.split(".")[1] in kinds, fragment.name
        assert fragment.read_text(encoding="utf-8").strip().endswith("."), fragment.name
