"""Policies spoilt in quantity: each must end in a policy, or in an error that names the place.

Run as ``python -m fuzz.spoilt [N] [--seconds N] [--seed SEED]`` in the folder of the tests; N is
the number of files, without which it goes on for some seconds.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import re
import sys
import tempfile
import time
import tomllib
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import tomli_w
from attrs import define, field
from sample_policy import TOML

from slacalc import Policy, PolicyError

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 1.0
BYTES_A_SECOND = 250_000
KEPT_LINES = 400
LARGEST = 500_000
LONGEST = 2_000
SHARED = 'slacalc = 1\n[calendars.shared]\ntime_zone = "UTC"\nweek = "Mon-Fri 09:00-18:00"\n'
ODD_TEXTS = (
    "", " ", "\0", "\u202e", "\ufeff", "\U0001f600" * 20, "Ǆ", "ß", "İ", "e\u0301", "a" * 5_000,
    "'" * 100, '"""', "\\", "${x}", "../../etc/passwd", "[" * 300, "09:00-09:00", "00:00-48:00",
    "99:99-99:99", "Mon-Sun 00:00-24:00", "1d", "-4h", "9" * 400 + "h", "0 working days",
    "end of day", "48h around the clock", "2 working days, same time", "as mon, short 99h",
    "FREQ=SECONDLY", "FREQ=DAILY;INTERVAL=2", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "easter+999",
    "0001-01-01", "9999-12-31", "12-24..12-23", "2026-02-30", "2026-03-29T02:30:00",
    "2 x closed | 1000000 x 08:00-09:00 from 2026-01-05", "*", "desk", "duty", "any_of",
    "75%", "1000.000001%", "-1h", "+0m", "pause:", "pause:vendor", "jira", "reopen", "assign",
)  # fmt: skip
ODD_VALUES: tuple[Any, ...] = (
    0, -1, 1, 2**63, -(2**200), 10**400, 0.1, 1e308, float("inf"), float("nan"), True, False, [],
    {}, [[]], [{}], {"": ""}, date.min, date.max, datetime.min, datetime.max, [1, "a", {}],
)  # fmt: skip
KEYS = (
    "slacalc", "include", "name", "calendars", "schedules", "levels", "default", "statuses", "log",
    "week", "time_zone", "holidays", "exceptions", "closures", "any_of", "all_of", "none_of",
    "without", "before", "changes_on", "after", "versions", "valid_from", "unset", "response",
    "resolution", "targets", "by", "conditions", "duration", "starts_on", "stops_on", "calendar",
    "is", "is_not", "in", "between", "during", "contains", "missing", "ignore_case", "*", "urgent",
    "rule", "reason", "turns", "anchor", "start", "end", "always", "outside", "known_until",
    "profile", "reopen", "waits", "escalations", "target", "at", "action", "pauses_on",
)  # fmt: skip

Step = tuple[Any, Any]


def seeds() -> list[dict[str, Any]]:
    """Return the policies that are spoilt: the sample, the examples and those of the pages."""
    texts = [TOML, *(file.read_text("utf-8") for file in sorted(ROOT.glob("examples/*.toml")))]
    for page in sorted(ROOT.glob("docs/**/*.md")):
        texts += re.findall(
            r"^```toml\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL
        )
    return [tomllib.loads(text) for text in texts]


def steps(table: Any) -> list[Step]:
    """Return every container of nested tables and lists, with each of its keys."""
    found: list[Step] = []
    waiting = [table]
    while waiting:
        inner = waiting.pop()
        keys = list(inner) if isinstance(inner, dict) else range(len(inner))
        found += [(inner, key) for key in keys]
        waiting += [inner[key] for key in keys if isinstance(inner[key], dict | list)]
    return found


def plain(table: Any) -> str:
    """Write tables as JSON, with what JSON has no word for as text."""
    return json.dumps(table, default=str, ensure_ascii=False)


def misspelt(draw: random.Random, text: str) -> str:
    """Return a text with one sign dropped, doubled, changed or two swapped."""
    at = draw.randrange(len(text) + 1)
    how = draw.randrange(4)
    head, sign, tail = text[:at], text[at : at + 1], text[at + 1 :]
    changed = (head + tail, head + sign * 2 + tail, head + chr(draw.randrange(32, 1_200)) + tail)
    return (*changed, head[:-1] + sign + head[-1:] + tail)[how]


def odd(draw: random.Random, at_hand: list[Step]) -> Any:
    """Return a value that has no business where it will be put."""
    how = draw.randrange(5)
    if how == 0:
        inner, key = draw.choice(at_hand)
        return copy.deepcopy(inner[key])
    if how == 1:
        return copy.deepcopy(draw.choice(ODD_VALUES))
    if how == 2:
        deep: Any = draw.choice(ODD_TEXTS)
        key = draw.choice(KEYS)
        for _ in range(draw.choice((1, 3, 20, 45, 98))):
            deep = [deep] if draw.random() < 0.5 else {key: deep}
        return deep
    return draw.choice(ODD_TEXTS)


def drop(draw: random.Random, inner: Any, key: Any, at_hand: list[Step]) -> None:  # noqa: ARG001
    """Leave a key or an item out."""
    del inner[key]


def double(draw: random.Random, inner: Any, key: Any, at_hand: list[Step]) -> None:  # noqa: ARG001
    """Say a value once more, or many times over."""
    count = min(draw.choice((1, 2, 50, 2_000)), LARGEST // len(plain({key: inner[key]})))
    if isinstance(inner, list):
        inner.extend([copy.deepcopy(inner[key]) for _ in range(count)])
    else:
        inner |= {f"{key}{n}": copy.deepcopy(inner[key]) for n in range(count)}


def swap(draw: random.Random, inner: Any, key: Any, at_hand: list[Step]) -> None:
    """Let two values change places."""
    other, where = draw.choice(at_hand)
    inner[key], other[where] = copy.deepcopy(other[where]), copy.deepcopy(inner[key])


def retype(draw: random.Random, inner: Any, key: Any, at_hand: list[Step]) -> None:
    """Put something else there."""
    inner[key] = odd(draw, at_hand)


def add(draw: random.Random, inner: Any, key: Any, at_hand: list[Step]) -> None:
    """Add a key that means something elsewhere, or an item."""
    del key
    value = odd(draw, at_hand)
    if isinstance(inner, list):
        inner.insert(draw.randrange(len(inner) + 1), value)
    else:
        inner[draw.choice(KEYS)] = value


def misspell(draw: random.Random, inner: Any, key: Any, at_hand: list[Step]) -> None:  # noqa: ARG001
    """Misspell a key, or a text."""
    if isinstance(inner, dict) and draw.random() < 0.5:
        inner[misspelt(draw, key)] = inner.pop(key)
    elif isinstance(inner[key], str):
        inner[key] = misspelt(draw, inner[key])


def enlarge(draw: random.Random, inner: Any, key: Any, at_hand: list[Step]) -> None:  # noqa: ARG001
    """Repeat a text until it is far too long."""
    times = draw.choice((10, 1_000, 20_000))
    scalar = not isinstance(inner[key], dict | list)  # TOML repeats the keys of tables
    if isinstance(inner, dict) and scalar and len(key) * times < LARGEST and draw.random() < 0.3:
        inner[key * times] = inner.pop(key)
    elif isinstance(inner[key], str) and len(inner[key]) * times < LARGEST:
        inner[key] = inner[key] * times


WAYS: tuple[Callable[[random.Random, Any, Any, list[Step]], None], ...] = (
    drop, double, swap, retype, retype, add, add, misspell, misspell, enlarge,
)  # fmt: skip


def spoilt(draw: random.Random, table: dict[str, Any]) -> dict[str, Any]:
    """Return tables of a policy, changed in one to four places."""
    table = copy.deepcopy(table)
    for _ in range(draw.choice((1, 1, 1, 2, 4))):
        at_hand = steps(table)
        if not at_hand or len(plain(table)) > LARGEST:
            break
        inner, key = draw.choice(at_hand)
        if isinstance(key, str) and len(key) > LONGEST:
            continue
        try:
            draw.choice(WAYS)(draw, inner, key, at_hand)
        except (LookupError, TypeError, ValueError):  # a place that an earlier change took away
            continue
    return table


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


_WHOLE = "is no (TOML|JSON)|is nested|is a |has (no|more)|is no finite|is larger"
_PLACED = re.compile(rf"^([\w/.-]+\.(toml|json):\d+|(path|[\w/.-]+\.(toml|json))=.*: ({_WHOLE}))")
"""A file and a line; or the file alone, of what is about all of it."""
MOST_MEGABYTES = 600


@define
class Findings:
    """What came of the files, and what should not have."""

    ends: Counter[str] = field(factory=Counter)
    slowest: float = 0.0
    faults: list[str] = field(factory=list)

    def add(self, folder: Path, name: str, raw: bytes) -> None:
        """Load one file, and note how it ends."""
        file = folder / "inside" / name
        file.write_bytes(raw)
        started, policy = time.process_time(), None
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                policy = Policy.load(file)
            end = "policy"
        except PolicyError as error:
            end = "error"
            said = str(error)
            if not _PLACED.search(said) or len(said) > LONGEST:
                self.faults.append(f"no place, or no end: {said[:300]}")
        except Exception:  # noqa: BLE001 - that is what is looked for
            end = "crash"
            self.faults.append(traceback.format_exc(limit=-6))
        took = time.process_time() - started
        if policy is not None:
            self._write(policy)
        if took > SECONDS + len(raw) / BYTES_A_SECOND:
            self.faults.append(f"took {took:.1f} s: {raw[:200]!r}")
        self.slowest = max(self.slowest, took)
        self.ends[end] += 1

    def _write(self, policy: Policy) -> None:
        """Note where a policy that was read does not come back from its tables."""
        try:
            again = Policy.from_dict(policy.to_dict())
        except Exception:  # noqa: BLE001 - that is what is looked for
            self.faults.append(traceback.format_exc(limit=-6))
            return
        if again != policy or again.fingerprint != policy.fingerprint:
            self.faults.append("does not come back from its tables")


def run(count: int | None, seconds: int, seed: int, folder: Path) -> Findings:
    """Load so many spoilt policies, or for some seconds; keep those that end badly."""
    tables, findings, started = seeds(), Findings(), time.monotonic()
    names = shared_files(folder)
    for number in range(sys.maxsize if count is None else count):
        if count is None and time.monotonic() - started > seconds:
            break
        draw = random.Random(f"{seed}/{number}")
        name, raw = case(draw, tables, names)
        before = len(findings.faults)
        findings.add(folder, name, raw)
        if len(findings.faults) > before:
            findings.faults[-1] = f"case {seed}/{number}: {findings.faults[-1]}"
            (folder / f"fault-{number}-{name}").write_bytes(raw)
    return findings


def peak() -> float:
    """Return the most memory that this process has had, in megabytes."""
    import resource  # which not every system has

    unit = 1_024 if sys.platform == "darwin" else 1
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit / 1_024


def told(findings: Findings, grown: float) -> Iterator[str]:
    """Write the findings, line by line."""
    ends = ", ".join(f"{count} {end}" for end, count in findings.ends.most_common())
    yield f"spoilt: {ends}; slowest {findings.slowest:.2f} s; memory grew by {grown:.0f} MB"
    yield from findings.faults[:KEPT_LINES]


def main() -> int:
    """Run as many cases as asked for, and print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int)
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="slacalc-fuzz-"))
    length = f"{asked.seconds} s" if asked.count is None else f"{asked.count} policies"
    print(f"spoilt: {length}, seed {asked.seed}, faults are kept in {folder}", flush=True)  # noqa: T201
    before = peak()
    findings = run(asked.count, asked.seconds, asked.seed, folder)
    grown = peak() - before
    for line in told(findings, grown):
        print(line)  # noqa: T201
    return bool(findings.faults) or grown > MOST_MEGABYTES


if __name__ == "__main__":
    sys.exit(main())
