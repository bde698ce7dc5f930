"""The console script: says which extra to install where the command line is missing."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line, or say what it needs."""
    try:
        from slacalc.cli import commands
    except ModuleNotFoundError as error:
        if error.name not in ("click", "rich"):
            raise
        sys.exit(f'slacalc: the command line needs {error.name}: pip install "slacalc[cli]"')
    commands()


if __name__ == "__main__":
    main()
