"""How the documentation is built: `make docs`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import slacalc

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "slacalc"
author = "the slacalc developers"
copyright = "the slacalc developers"  # noqa: A001 - Sphinx asks for this name
version = release = slacalc.__version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.intersphinx"]
default_role = "code"  # a name in single backticks is code, as the docstrings mean it
exclude_patterns = ["_build", "jupyter_execute"]
html_theme = "furo"
html_title = "slacalc"
html_static_path = ["_static"]
html_css_files = ["pictures.css"]
html_show_sphinx = False

myst_heading_anchors = 4
myst_enable_extensions = ["colon_fence"]
nb_execution_mode = "cache"
nb_execution_raise_on_error = True
nb_execution_timeout = 120

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
python_use_unqualified_type_names = True
napoleon_google_docstring = True

# the inventory of Python's own names, where Debian's package python3-doc has put it
_INVENTORY = Path("/usr/share/doc/python3/html/objects.inv")
intersphinx_mapping = (
    {"python": ("https://docs.python.org/3", (str(_INVENTORY), None))}
    if _INVENTORY.exists()
    else {}
)

_OUTSIDE = re.compile(r"\]\((?:\.\./)+(CONTRIBUTING|CHANGELOG|SECURITY)\.md")
_FILES = re.compile(
    r"\[([^\]]+)\]\((?:\.\./)+((?:examples|benchmarks|tests)/[^)]+|LICENSE|README\.md)\)"
)


def _inside(_app: Sphinx, _name: str, source: list[str]) -> None:
    """Lead links to the pages of the repository's root to their place here; name its files."""
    text = _OUTSIDE.sub(lambda found: f"](/project/{found[1].lower()}.md", source[0])
    source[0] = _FILES.sub(r"\1 (`\2`)", text)


def _without_base(_app: Any, _name: str, _obj: Any, _options: Any, bases: list[Any]) -> None:
    """Say nothing of `object`."""
    bases[:] = [base for base in bases if base is not object] or bases


def setup(app: Sphinx) -> None:
    """Connect the helpers."""
    app.connect("source-read", _inside)
    app.connect("autodoc-process-bases", _without_base)
