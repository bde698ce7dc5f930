"""Draw the pictures of the README and of the one idea anew, light and dark: `make pictures`."""

from __future__ import annotations

import re
import sys
from datetime import timedelta
from pathlib import Path

from slacalc import Calendar, SlaClock, SupportLevel

HERE = Path(__file__).resolve().parent / "_static"
COLOURS = {"light": "#1f2328", "dark": "#e6edf3"}
_ROOT_STYLE = re.compile("color: inherit; font-family: inherit")


def desk() -> Calendar:
    """The desk of the README, with the holidays of a year."""
    return Calendar(
        "Mon-Fri 09:00-13:00 14:00-18:00",
        time_zone="Europe/Moscow",
        name="Moscow desk",
        holidays={"2026-01-01..2026-01-09": "New Year", "2026-11-04": "Unity Day"},
        exceptions={"2026-11-03": "short 1h"},
    )


def request() -> SlaClock:
    """The request of the README: a wait overnight, and an end after what was due."""
    at = desk().at
    level = SupportLevel("Standard", calendar=desk(), response="1h", resolution="8h")
    clock = SlaClock.start(level, at=at("2026-03-02 10:00")).respond(at("2026-03-02 10:40"))
    waited = clock.pause(at("2026-03-02 16:00")).resume(at("2026-03-03 11:00"))
    return waited.resolve(at("2026-03-03 17:00"))


def pictures() -> dict[str, str]:
    """Return the pictures by the names of their files."""
    drawn = {
        "timeline": request()._repr_html_(),
        "walk": desk().walk(desk().at("2026-03-02 10:00"), timedelta(hours=14)).html(),
    }
    return {
        f"{name}-{page}.svg": _coloured(svg, colour)
        for name, svg in drawn.items()
        for page, colour in COLOURS.items()
    }


def _coloured(svg: str, colour: str) -> str:
    """Give a picture that stands alone the colour and the letters that a page would give it."""
    style = f"color: {colour}; font-family: system-ui, sans-serif"
    coloured, count = _ROOT_STYLE.subn(style, svg, count=1)
    if not count:
        sys.exit("the picture's style has changed: mend draw_pictures.py")
    return f"{coloured}\n"


def main() -> None:
    """Write the pictures."""
    for name, svg in pictures().items():
        (HERE / name).write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
