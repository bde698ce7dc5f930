"""The comparison with other libraries: its questions, its judge, its tables, and its promise."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "benchmarks"))

field, hard, plan, questions = (
    import_module(f"rivals.{name}") for name in ("field", "hard", "plan", "questions")
)
chart, judging, laws, ours, tables, timing, truths = (
    import_module(f"rivals.{name}")
    for name in ("chart", "judging", "laws", "slacalc_", "tables", "timing", "truth")
)

DOCS = ROOT / "docs" / "explanation"
NEW_YORK = ZoneInfo("America/New_York")
DESK = plan.Plan(zone="America/New_York")
NIGHTS = plan.Plan(zone="America/New_York", hours=((22 * 60, 30 * 60),), weekdays=tuple(range(7)))
HOUR = timedelta(hours=1)
EVERYONE = (field.OURS, field.YARDSTICK, *field.RIVALS)


def local(text: str) -> datetime:
    """Return a reading of New York's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


@pytest.fixture(name="march", scope="module")
def _march() -> Any:
    """Walk the spring change."""
    return truths.Truth(DESK, local("2025-03-01 00:00"), local("2025-03-15 00:00"))


@pytest.fixture(name="march_nights", scope="module")
def _march_nights() -> Any:
    """Walk the nights around the spring change."""
    return truths.Truth(NIGHTS, local("2025-03-01 00:00"), local("2025-03-15 00:00"))


@pytest.fixture(name="figures", scope="module")
def _figures() -> dict[str, Any]:
    """Read the figures that the page shows."""
    found: dict[str, Any] = json.loads((DOCS / "rivals.json").read_text(encoding="utf-8"))
    return found


# The field


@pytest.mark.parametrize("script", EVERYONE)
def test_same_names(script: str) -> None:
    """Each script has the same names, and can be read without its library."""
    module = import_module(f"rivals.{script}")
    assert isinstance(module.NAME, str)
    assert module.CONVENTION.says
    assert callable(module.build)


@pytest.mark.parametrize("script", field.RIVALS)
def test_installed_rival_answers(script: str) -> None:
    """A rival that is installed is built for the office, and answers a plain question right."""
    contender = field.Contender(script)
    try:
        version(contender.name)
    except PackageNotFoundError:
        pytest.skip(f"{contender.name} is not installed: make rivals")
    subject = contender.build(plan.office("Europe/Moscow"))
    start = datetime(2025, 2, 4, 10, tzinfo=ZoneInfo("Europe/Moscow"))
    if subject.deadline:
        assert subject.deadline(start, 2 * HOUR) == start + 2 * HOUR
    if subject.elapsed:
        assert subject.elapsed(start, start + 2 * HOUR) == 2 * HOUR


def test_pinned() -> None:
    """Each rival's version is pinned."""
    lines = (ROOT / "benchmarks/rivals/requirements.txt").read_text(encoding="utf-8").splitlines()
    pinned = {line.split("==")[0].replace("_", "-") for line in lines if "==" in line}
    names = {field.Contender(script).name.replace("_", "-") for script in field.RIVALS}
    assert names <= pinned
    assert all("==" in line or line.startswith("#") for line in lines if line)


def test_hang_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A task that does not end is a hang, and the tasks after it are done."""
    folder = tmp_path / "rivals"
    folder.mkdir()
    (folder / "sleepy.py").write_text(
        "import time\nfrom rivals.field import serve\n"
        "serve(lambda one, task: time.sleep(float(task)) or {'outcome': 'exact'})\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    done = field.apart("sleepy", field.OURS, ["0", "60", "0"], 2)
    assert [one["outcome"] for one in done] == ["exact", "hang", "exact"]


def test_crash_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interpreter that ends on a task fails it, with its last words."""
    folder = tmp_path / "rivals"
    folder.mkdir()
    (folder / "clumsy.py").write_text("raise SystemExit('fell over')\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    done = field.apart("clumsy", field.OURS, ["0"], 20)
    assert done == [{"outcome": "failed", "said": "fell over"}]


# The questions


def test_starts_are_the_same_each_time() -> None:
    """The starts are drawn alike in each run, on the clock of the zone that is asked."""
    starts = questions.starts("America/New_York")
    assert len(starts) == questions.STARTS
    assert starts == questions.starts("America/New_York")
    assert {start.tzinfo for start in starts} == {NEW_YORK}


def test_a_quarter_of_the_starts_is_at_edges() -> None:
    """A quarter of the starts is exactly at an opening, a closing or midnight."""
    starts = questions.starts("Europe/Moscow")
    at_edges = [start for start in starts if start.time() in questions.EDGES]
    assert len(at_edges) >= questions.STARTS // 4
    assert any(start.microsecond for start in starts)


def test_year_is_elapsed_in_days_of_24_hours() -> None:
    """The end of a stretch lies whole days after its start, over changes of the clock too."""
    case = questions.Case("elapsed", timedelta(days=1))
    start, end = case.arguments(local("2025-03-08 12:00"))
    assert end.astimezone(UTC) - start.astimezone(UTC) == timedelta(days=1)
    assert end == local("2025-03-09 13:00")


QUICK = [one for one in hard.QUESTIONS if one.window[1] - one.window[0] < timedelta(days=60)]


@pytest.mark.parametrize("question", QUICK, ids=lambda question: question.words)
def test_hard_questions_are_answered_by_us(question: Any) -> None:
    """The library itself answers each hard question that is soon walked as the oracle does."""
    assert hard.ask(field.Contender(field.OURS), question)["outcome"] == "exact"


@pytest.mark.parametrize(("error", "outcome"), [(ValueError, "exact"), (TypeError, "failed")])
def test_a_crash_is_no_refusal(error: type[Exception], outcome: str) -> None:
    """Who is never open refuses to be built or asked; what falls over has not refused."""

    def fall(*_: Any) -> Any:
        raise error

    never = hard.QUESTIONS[-1]
    for build in (fall, lambda plan_: plan.Subject(plan_, fall)):
        one = SimpleNamespace(build=build, convention=plan.EXACT)
        assert hard.ask(one, never)["outcome"] == outcome


def test_backwards_is_told_by_instants() -> None:
    """From the second 01:30 to the first is backwards, though the clock shows the same."""
    assert hard.Question("", hard.ALWAYS, hard.AGAIN, hard.HALF_PAST).backwards
    assert not hard.Question("", hard.ALWAYS, hard.HALF_PAST, hard.AGAIN).backwards


# The laws


@pytest.mark.parametrize(("late", "outcome"), [(0, "declared"), (1, "broken")])
def test_a_breach_is_declared_where_its_answers_are(
    late: int, outcome: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that is declared excuses a broken law; another wrong answer beside it does not."""
    by = plan.Convention(says="nothing at night is the next opening", zero_rolls=True)
    desk = ours.calendar_of(hard.DESK)

    def right(start: datetime, duration: timedelta, how: Any = plan.EXACT) -> Any:
        rolled = desk.roll_forward(start) if how.zero_rolls and not duration else start
        return desk.deadline(rolled, duration).astimezone(UTC)

    def deadline(start: datetime, duration: timedelta) -> Any:
        wednesday = start.astimezone(NEW_YORK).weekday() == 2
        return right(start, duration, by) + late * wednesday * HOUR

    monkeypatch.setattr(laws, "truth", lambda *_: SimpleNamespace(deadline=right))
    rival = SimpleNamespace(build=lambda said: plan.Subject(said, deadline), convention=by)
    law = next(law for law in laws.ASKED if law.name == "adding nothing changes nothing")
    told = laws.checked(rival, hard.DESK, law)
    assert told["outcome"] == outcome
    assert ("Wed" in told["example"]) == bool(late)


# The judge


def test_exact_is_the_oracles(march: Any) -> None:
    """Without a convention the truth is the oracle's answer."""
    assert march.deadline(local("2025-03-04 17:00"), 2 * HOUR) == local("2025-03-05 10:00")
    assert march.elapsed(local("2025-03-04 12:30"), local("2025-03-04 14:30")) == HOUR


def test_next_opening_at_a_closing(march: Any) -> None:
    """Who declares so has the next opening where the oracle has a closing, and nowhere else."""
    by = plan.Convention(says="opening", closing="opening")
    assert march.deadline(local("2025-03-04 09:00"), 8 * HOUR, by) == local("2025-03-05 09:00")
    assert march.deadline(local("2025-03-04 09:00"), 7 * HOUR, by) == local("2025-03-04 17:00")


def test_zero_at_night(march: Any) -> None:
    """A deadline of zero is the start, or the next opening for who declares so."""
    night, by = local("2025-03-04 20:00"), plan.Convention(says="rolls", zero_rolls=True)
    assert march.deadline(night, timedelta()) == night
    assert march.deadline(night, timedelta(), by) == local("2025-03-05 09:00")


def test_cut_to_steps(march: Any) -> None:
    """Inputs and results are cut to the steps that are declared."""
    start, end = local("2025-03-04 10:00:30"), local("2025-03-04 11:00:00.500000")
    by_minutes = plan.Convention(says="minutes", inputs=timedelta(minutes=1))
    by_seconds = plan.Convention(says="seconds", results=timedelta(seconds=1))
    assert march.elapsed(start, end, by_minutes) == HOUR
    assert march.elapsed(start, end, by_seconds) == timedelta(minutes=59, seconds=30)


def test_wall_clock_nights(march_nights: Any) -> None:
    """On the wall clock the night of a change is as long as any."""
    start, end = local("2025-03-08 20:00"), local("2025-03-09 12:00")
    by = plan.Convention(says="wall", wall_clock=True)
    assert march_nights.elapsed(start, end) == 7 * HOUR
    assert march_nights.elapsed(start, end, by) == 8 * HOUR
    assert march_nights.deadline(start, 6 * HOUR, by) == local("2025-03-09 04:00")


def test_verdicts() -> None:
    """The exact answer is right for anyone, the declared one is declared, any other is wrong."""
    exact, declared = local("2025-03-04 18:00"), local("2025-03-05 09:00")
    told = [truths.verdict(one, exact.astimezone(UTC), declared) for one in (exact, declared)]
    assert told == [truths.Verdict.EXACT, truths.Verdict.DECLARED]
    assert truths.verdict(HOUR, 2 * HOUR, 2 * HOUR) is truths.Verdict.WRONG


def test_scores(monkeypatch: pytest.MonkeyPatch, march: Any) -> None:
    """Wrong answers and errors are counted apart, and the first of them is told."""
    monkeypatch.setattr(judging, "truth", lambda *_: march)

    def late(start: datetime, duration: timedelta) -> datetime:
        if start.hour == 12:
            raise ValueError("no lunch")
        due: datetime = march.deadline(start, duration)
        return due + HOUR * (start.hour == 11)

    asked = [(local(f"2025-03-04 {hour}:00"), HOUR) for hour in (10, 11, 12)]
    case = questions.Case("deadline", HOUR)
    score = judging.judge(plan.Subject(DESK, late), plan.EXACT, case, asked)
    assert score.asked == 3
    assert [score.verdicts[one] for one in truths.Verdict] == [1, 0, 1, 1]
    assert score.furthest == HOUR
    assert score.example.startswith("2025-03-04 11:00:00-05:00 + 1:00:00: ")
    assert judging.judge(plan.Subject(DESK, late), plan.EXACT, questions.CASES[3], asked) is None


# The clock


def test_rounds_ask_everyone_everything() -> None:
    """In each round each library goes through all of its own questions, at least once."""
    asked: dict[str, list[int]] = {"one": [], "two": []}
    calls = {name: (lambda a, _, to=seen: to.append(a)) for name, seen in asked.items()}
    lists = {"one": [(1, 0), (2, 0)], "two": [(3, 0)]}
    best = timing.best_of(calls, lists, rounds=2)
    assert set(best) == {"one", "two"}
    assert all(seconds > 0 for seconds in best.values())
    assert {name: set(seen) for name, seen in asked.items()} == {"one": {1, 2}, "two": {3}}
    assert all(len(seen) >= 3 * len(lists[name]) for name, seen in asked.items())


def test_slow_ones_are_asked_less() -> None:
    """A library too slow for its share of a round gets the first of the questions."""
    many = [(number, 0) for number in range(1000)]
    assert timing.sample(lambda *_: sum(range(20_000)), many, 0.002) == many[: timing.LEAST]
    assert timing.sample(lambda *_: None, many, 1.0) == many


# The page


def test_tables_go_between_markers(figures: dict[str, Any]) -> None:
    """What lies outside the markers stays, what lies between is made anew."""
    page = "before\n<!-- rivals: first -->\nold\n<!-- end -->\nafter\n"
    filled = tables.filled(page, figures)
    assert filled.startswith("before\n<!-- rivals: first -->\n| built, and the first answer |")
    assert filled.endswith("\n<!-- end -->\nafter\n")
    assert "old" not in filled
    assert tables.filled(filled, figures) == filled


def test_page_shows_its_figures(figures: dict[str, Any]) -> None:
    """The tables and the chart are those of the figures beside them, none is left out."""
    page = (DOCS / "performance.md").read_text(encoding="utf-8")
    assert tables.filled(page, figures) == page
    assert all(f"<!-- rivals: {name} -->" in page for name in tables.TABLES)
    drawn = (DOCS / "rivals.svg").read_text(encoding="utf-8")
    assert drawn == chart.chart(figures["speed"]["America/New_York"])


def test_readme_shows_the_same_figures(figures: dict[str, Any]) -> None:
    """The speeds and the hard questions of the README's table are those of the figures."""
    readme = (DOCS.parent.parent / "README.md").read_text(encoding="utf-8")
    table = {cells[0]: cells[1:] for row in readme.splitlines() if (cells := _cells(row))}
    names = table.pop("")
    for title, case in _TIMED.items():
        seconds = figures["speed"]["America/New_York"][case]["seconds"]
        assert table[title] == [_times(seconds, name) for name in names]
    for name, cell in zip(names, table["22 hard questions, right"], strict=True):
        told = Counter(one["outcome"] for one in figures["hard"][name])
        assert cell.split(",")[0] == str(told["exact"])
        assert ("wrong" in cell) == bool(told["wrong"])
        assert f"{told['wrong']} wrong" in cell or not told["wrong"]


_TIMED = {
    "a deadline of 4 h takes": "deadline of 4 h",
    "the time worked in a year takes": "elapsed over 365 days",
}


def _cells(row: str) -> list[str]:
    """Return the cells of a table's row, the text of links alone."""
    bare = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", row)
    return [cell.strip() for cell in bare.strip("|").split("|")] if row.startswith("| ") else []


def _times(seconds: dict[str, float], name: str) -> str:
    if name not in seconds:
        return "no such question"
    ratio = seconds[name] / seconds["slacalc"]
    return (
        "1" if name == "slacalc" else f"{ratio:.1f} times" if ratio < 5 else f"{ratio:,.0f} times"
    )


def test_chart_depends_on_nothing(figures: dict[str, Any]) -> None:
    """The chart is well-formed, inherits the colour of its text, and loads nothing."""
    drawn = chart.chart(figures["speed"]["America/New_York"])
    root = ET.fromstring(drawn)  # noqa: S314 (it is our own)
    texts = {text.text for text in root.iter("{http://www.w3.org/2000/svg}text")}
    assert root.get("fill") == "currentColor"
    assert set(figures["speed"]["America/New_York"]["first answer"]["seconds"]) <= texts
    assert "href" not in drawn
    assert "style" not in drawn


def test_promise_is_kept(figures: dict[str, Any]) -> None:
    """The figures keep what is promised, without a single wrong answer of ours."""
    zone = figures["speed"]["America/New_York"]
    for case, rival, least in tables.PROMISED:
        seconds = zone[case]["seconds"]
        assert seconds[rival] >= least * seconds["slacalc"]
    for zone in figures["right"]["slacalc"].values():
        assert [score["exact"] for score in zone.values()] == [questions.STARTS] * 6
    assert {one["outcome"] for one in figures["hard"]["slacalc"]} == {"exact"}
    kept = {one["outcome"] for found in figures["laws"]["slacalc"].values() for one in found}
    assert kept == {"kept"}
