"""The pages: every example runs, every link leads somewhere, every public name is explained."""

from __future__ import annotations

import contextlib
import io
import re
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

import slacalc

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
EXPECTED = {
    "README.md",
    "docs/index.md",
    "docs/explanation/conventions.md",
    "docs/explanation/glossary.md",
    "docs/explanation/one-idea.md",
    "docs/explanation/pauses.md",
    "docs/explanation/performance.md",
    "docs/explanation/proof.md",
    "docs/how-to/escalate.md",
    "docs/how-to/follow-the-sun.md",
    "docs/how-to/holidays.md",
    "docs/how-to/move-from-another-helpdesk.md",
    "docs/how-to/night-shifts.md",
    "docs/how-to/rotas.md",
    "docs/how-to/store-a-clock.md",
    "docs/how-to/test-your-calendar.md",
    "docs/how-to/transferred-days.md",
    "docs/how-to/versions.md",
    "docs/how-to/worklist.md",
    "docs/reference/checks.md",
    "docs/reference/errors.md",
    "docs/reference/policy.md",
    "docs/reference/text.md",
    "docs/reference/vectors.md",
    "docs/tutorial/levels.md",
    "docs/gallery/tour.md",
    "docs/tutorial/your-calendar.md",
    "docs/tutorial/waits.md",
    "docs/tutorial/first-report.md",
    "docs/tutorial/first-deadline.md",
    "docs/reference/command-line.md",
    "docs/how-to/look-at-a-calendar.md",
    "docs/explanation/dst.md",
    "docs/explanation/design.md",
    "docs/explanation/architecture.md",
}
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^()\s#]+)(?:#[^()\s]*)?\)")
_NAMED = re.compile(r"# (\S+\.toml)\n")


class Fence(NamedTuple):
    """A fence of a page, and whether it stands right behind the fence before it."""

    language: str
    body: str
    adjoins: bool


def name_of(page: Path) -> str:
    """Return the path of a page from the root of the repository."""
    return page.relative_to(ROOT).as_posix()


def fences(page: Path) -> list[Fence]:
    """Return the fences of a page, in order."""
    text, found, reached = page.read_text(encoding="utf-8"), [], 0
    for match in _FENCE.finditer(text):
        adjoins = not text[reached : match.start()].strip()
        found.append(Fence(match[1], match[2], adjoins))
        reached = match.end()
    return found


def outputs(page: Path) -> list[str]:
    """Return what each python fence is to print: the text fence that follows it, or nothing."""
    return [
        behind.body if behind.language == "text" and behind.adjoins else ""
        for block, behind in pairwise([*fences(page), Fence("", "", adjoins=False)])
        if block.language == "python"
    ]


def test_every_page_is_found() -> None:
    """The pages that the documentation is made of are among those that run."""
    assert {name_of(page) for page in PAGES} >= EXPECTED


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_page_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every python fence runs, in order, and prints what the text fence behind it says.

    A TOML fence whose first line is a comment with a file's name is that file.
    """
    monkeypatch.chdir(tmp_path)
    for fence in fences(page):
        if fence.language == "toml" and (named := _NAMED.match(fence.body)):
            Path(named[1]).write_text(fence.body, encoding="utf-8")
    document = Sybil(parsers=[PythonCodeBlockParser()]).parse(page)
    examples = list(document.examples())
    expected = outputs(page)

    assert len(examples) == len(expected) == page.read_text(encoding="utf-8").count("```python")
    for example, output in zip(examples, expected, strict=True):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            example.evaluate()
        assert printed.getvalue() == output, f"{name_of(page)}:{example.line}"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_toml_fence_is_a_policy(page: Path) -> None:
    """What the pages show as a policy is one that the library reads."""
    for fence in fences(page):
        if fence.language == "toml":
            assert slacalc.Policy.from_dict(tomllib.loads(fence.body)).chain.default.targets


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_relative_links_lead_to_files(page: Path) -> None:
    """A link to a page or a file of the repository leads to one that exists."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    targets = [link for link in _LINK.findall(text) if "://" not in link]
    missing = [link for link in targets if not (page.parent / link).exists()]

    assert missing == []


@pytest.mark.parametrize("name", slacalc.__all__)
def test_every_public_name_has_a_docstring(name: str) -> None:
    """Each public name explains itself, in words of its own."""
    value = getattr(slacalc, name)
    inherited = {base.__doc__ for base in getattr(value, "__mro__", ())[1:]}

    assert value.__doc__
    assert value.__doc__ not in inherited
    assert not value.__doc__.startswith("Method generated by attrs")


def test_every_error_is_in_the_catalogue() -> None:
    """The reference of errors has a heading for each error, and for nothing else."""
    page = (ROOT / "docs" / "reference" / "errors.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## `(\w+)`", page, re.MULTILINE)
    errors = [name for name in slacalc.__all__ if name.endswith("Error")]

    assert sorted(headings) == sorted(errors)
