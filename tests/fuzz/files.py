"""Spoilt files of policies: in their tables, their bytes, their size, by what they include."""

from __future__ import annotations

import random
import re
import tomllib
from pathlib import Path
from typing import Any

import tomli_w
from sample_policy import TOML

from fuzz.odd import ODD_TEXTS
from fuzz.tables import LARGEST, plain, spoilt

ROOT = Path(__file__).resolve().parents[2]
SHARED = 'slacalc = 1\n[calendars.shared]\ntime_zone = "UTC"\nweek = "Mon-Fri 09:00-18:00"\n'


def seeds() -> list[dict[str, Any]]:
    """Return the policies that are spoilt: the sample, the examples and those of the pages."""
    texts = [TOML, *(file.read_text("utf-8") for file in sorted(ROOT.glob("examples/*.toml")))]
    for page in sorted(ROOT.glob("docs/**/*.md")):
        texts += re.findall(
            r"^```toml\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL
        )
    return [tomllib.loads(text) for text in texts]


def case(draw: random.Random, tables: list[dict[str, Any]], names: list[str]) -> tuple[str, bytes]:
    """Return the name and the bytes of one spoilt file."""
    how = draw.random()
    if how < 0.02:
        return "policy.toml", bombs(draw).encode()
    table = draw.choice(tables)
    if how > 0.75:
        name, raw = written(draw, table)
        return name, torn(draw, raw)
    table = spoilt(draw, table)
    return written(draw, included(draw, table, names) if how < 0.12 else table)


def shared_files(folder: Path) -> list[str]:
    """Write files to include, good ones and bad; return the names of these and of others."""
    inside, outside = folder / "inside", folder / "outside.toml"
    outside.write_text(SHARED, encoding="utf-8")
    circle = 'slacalc = 1\ninclude = ["b.toml"]\n'
    chain = {f"c{n}.toml": f'slacalc = 1\ninclude = ["c{n + 1}.toml"]\n' for n in range(8)}
    many = {f"m{n}.toml": SHARED.replace("shared", f"s{n}") for n in range(25)}
    files = {"a.toml": circle, "b.toml": circle.replace("b.", "a."), "good.toml": SHARED}
    for name, text in {**files, **chain, **many, "sub/x.json": '{"slacalc": 1}'}.items():
        (inside / name).parent.mkdir(parents=True, exist_ok=True)
        (inside / name).write_text(text, encoding="utf-8")
    return [
        *(path.relative_to(inside).as_posix() for path in inside.rglob("*.*")),
        *("../outside.toml", str(outside), "policy.toml", ".", "sub", "sub/../good.toml", "none"),
        *ODD_TEXTS,
    ]


def included(draw: random.Random, table: dict[str, Any], names: list[str]) -> dict[str, Any]:
    """Let a policy include files: good ones, circles, files outside, and very many."""
    wanted = [draw.choice(names) for _ in range(draw.choice((1, 2, 3, 30)))]
    many = [f"m{n}.toml" for n in range(draw.choice((1, 19, 25)))]
    return {"include": draw.choice((wanted, ["good.toml"], many, wanted[0])), **table}


def bombs(draw: random.Random) -> str:
    """Return a text that says little, and very often."""
    times = draw.choice((100, 1_000, 30_000))
    level = '[[levels]]\nname = "L{n}"\ncalendar = "desk"\nresponse = "1h"\n'
    group = "{ any_of = [" * (draw.choice((5, 19, 25, 90))) + '{ a = "b" }'
    group += "] }" * group.count("any_of")
    made = '[calendars.c{n}]\nany_of = ["c{m}", "c{m}", "c{m}", "c{m}"]\n'
    wide = ", ".join(f"{{ f{n} = [{', '.join(map(str, range(50)))}] }}" for n in range(times // 50))
    texts = (
        "".join(level.format(n=n) for n in range(times)),
        f'[[levels]]\nname = "L"\ncalendar = "desk"\nconditions = {group}\n',
        f'[[levels]]\nname = "L"\ncalendar = "desk"\nconditions.any_of = [{wide}]\n',
        "".join(made.format(n=n, m=n + 1) for n in range(min(times, 200))),
        f"[statuses]\n{''.join(f'{chr(34)}s{n}{chr(34)} = []{chr(10)}' for n in range(times))}",
        f"x = {'[' * times}{']' * times}\n",
        f"{'a.' * times}a = 1\n",
        f"x = {'9' * times}\n",
        f'"{chr(92)}u0061" = "{"x" * times}"\n' * draw.choice((1, 2)),
        '[calendars.desk]\ntime_zone = "UTC"\nweek = "Mon 09:00-10:00"\nholidays = ['
        + '"FREQ=DAILY", ' * min(times, 3_000) + "]\n",
    )  # fmt: skip
    return "slacalc = 1\n" + draw.choice(texts)


def torn(draw: random.Random, raw: bytes) -> bytes:
    """Return bytes with some of them changed, doubled, left out or cut off."""
    torn_bytes = bytearray(raw)
    for _ in range(draw.randrange(1, 6)):
        at = draw.randrange(len(torn_bytes) + 1)
        until = at + draw.choice((0, 1, 1, 3, 40))
        put = draw.choice(
            (b"", draw.randbytes(draw.randrange(1, 9)), bytes(torn_bytes[at:until]) * 2)
        )
        torn_bytes[at:until] = put
    return bytes(torn_bytes)


def written(draw: random.Random, table: dict[str, Any]) -> tuple[str, bytes]:
    """Return the name and the bytes of a file: TOML, or JSON where TOML can't say it."""
    try:
        if draw.random() < 0.7 and len(plain(table)) < LARGEST:
            return "policy.toml", tomli_w.dumps(table).encode("utf-8", "surrogatepass")
    except (TypeError, ValueError, RecursionError):
        pass
    try:
        return "policy.json", plain(table).encode("utf-8", "surrogatepass")
    except (TypeError, ValueError):
        return "policy.json", b"{}"
