"""Other Pythons of this machine, and the libraries of this one for them.

The core's libraries are plain Python, so another version reads them where this one has them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.metadata import distribution
from importlib.util import find_spec
from pathlib import Path

TESTS = Path(__file__).parent
SOURCES = TESTS.parent / "src"
_PACKAGES = ("attr", "attrs", "dateutil", "six", "tzdata")
_DISTRIBUTIONS = ("attrs", "python-dateutil", "tzdata")
_SAY = "import sys; print(*sys.version_info[:2], sys.executable)"


def found(version: str) -> str | None:
    """Return a Python of a version such as "3.12" or "3.13t", on the path or of pyenv."""
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    folders = sorted(root.glob(f"{version.rstrip('t')}.*{'t' * version.endswith('t')}"))
    places = [shutil.which(f"python{version}"), *(f / "bin" / f"python{version}" for f in folders)]
    return next((str(place) for place in places if place and _is_one(str(place))), None)


def _is_one(place: str) -> bool:
    """Say whether a file is a Python that starts; a shim of pyenv may lead nowhere."""
    try:
        done = subprocess.run([place, "-c", _SAY], capture_output=True, timeout=60, check=False)
    except OSError:
        return False
    return done.returncode == 0


def linked(folder: Path) -> Path:
    """Fill a folder with the core's libraries, for another Python to read them there."""
    for name in _PACKAGES:
        if (spec := find_spec(name)) and spec.origin:
            origin = Path(spec.origin)
            place = origin.parent if origin.name == "__init__.py" else origin
            (folder / place.name).symlink_to(place)
    for name in _DISTRIBUTIONS:
        place = Path(str(distribution(name).locate_file(""))) / _info(name)
        (folder / place.name).symlink_to(place)
    return folder


def _info(name: str) -> str:
    [file] = (file for file in distribution(name).files or () if file.name == "METADATA")
    return file.parts[0]


def told(python: str, libraries: Path | None, *words: str) -> subprocess.CompletedProcess[bytes]:
    """Run a file of the tests in a Python; with no libraries it has those of its own."""
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(SOURCES), str(TESTS)])}
    if libraries is not None:
        env["PYTHONPATH"] += os.pathsep + str(libraries)
        env["PYTHONPYCACHEPREFIX"] = str(libraries / "compiled")
    return subprocess.run([python, *words], env=env, capture_output=True, timeout=300, check=False)


def own() -> str:
    """Return this Python's version."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"
