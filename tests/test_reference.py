"""The reference: every public name is in it once, and nothing else is; pictures are as drawn."""

from __future__ import annotations

import importlib.util
import re
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import slacalc
from slacalc import testing

ROOT = Path(__file__).resolve().parents[1]
API = ROOT / "docs" / "reference" / "api"
_NAMED = re.compile(r"^\.\. (?:auto\w+|py:data):: (\S+)$", re.MULTILINE)
_IMPORTED = re.compile(r"^from (slacalc\.[a-z_.]+) import ([A-Za-z_, ]+)$", re.MULTILINE)
BESIDE = ("slacalc.batch.", "slacalc.reports.", "slacalc.interop.", "slacalc.check.")

pytestmark = pytest.mark.skipif(not API.exists(), reason="only an installed package, no docs")


def documented() -> list[str]:
    """List the names that the pages of the reference document."""
    pages = sorted(API.glob("*.md"))
    return [name for page in pages for name in _NAMED.findall(page.read_text(encoding="utf-8"))]


def test_every_public_name_is_in_the_reference_once_and_nothing_else_is() -> None:
    """What can be imported from the package's faces is what the reference documents."""
    public = [f"slacalc.{name}" for name in slacalc.__all__]
    public += [f"slacalc.testing.{name}" for name in testing.__all__]
    public += ["slacalc.testing.oracle.Oracle", "slacalc.testing.oracle.of"]
    charts = (ROOT / "src/slacalc/notebook/__init__.py").read_text(encoding="utf-8")
    public += [f"slacalc.notebook.{name}" for name in set(re.findall(r'"(\w+_chart)"', charts))]
    beside = {name for name in documented() if name.startswith(BESIDE)}
    assert all(getattr(import_module(room), name) for room, name in map(_parted, beside))
    assert sorted(documented()) == sorted([*public, *beside])


def test_what_the_pages_import_is_in_the_reference() -> None:
    """A name that a page or an example imports from beside the core is documented."""
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").glob("*.py")]
    imports = [found for page in pages for found in _IMPORTED.findall(page.read_text("utf-8"))]
    used = {f"{room}.{name.strip()}" for room, names in imports for name in names.split(",")}
    beside = {name for name in used if f"{name}.".startswith(BESIDE)}
    assert beside
    assert beside <= set(documented())


def _parted(name: str) -> tuple[str, str]:
    """Return the module of a name, and the name in it."""
    room, _, last = name.rpartition(".")
    return room, last


def script() -> ModuleType:
    """Load the script that draws the pictures of the README."""
    spec = importlib.util.spec_from_file_location("draw_pictures", ROOT / "docs/draw_pictures.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pictures_of_the_readme_are_what_is_drawn_now() -> None:
    """`make pictures` would change nothing."""
    drawn = script().pictures()
    kept = {
        path.name: path.read_text(encoding="utf-8")
        for path in (ROOT / "docs/_static").glob("*-*.svg")
    }
    assert kept == drawn
