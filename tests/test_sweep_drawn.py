"""A sample of the sweep over drawn calendars, and proof that it can fail."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import sweep
import sweep_drawn
from sweep_drawn import NOTHING, Survey, missing, survey
from sweep_worlds import FEATURES, Dice, features, world

from slacalc import Calendar
from slacalc.schedule import DaySchedule

SEED = 6
TROLL = ["--zone", "Antarctica/Troll", "--since", "2025-03-01", "--until", "2025-04-01"]


@pytest.mark.slow
def test_no_answer_differs_on_drawn_calendars() -> None:
    """The library gives the oracle's answers, and every kind of question was asked."""
    drawn = sweep.draw(SEED, 3_000)

    assert drawn.lines == []
    assert drawn.differences == 0
    assert set(drawn.features) <= set(FEATURES)
    assert [one for one in missing(drawn, 3_000) if "feature" not in one] == []


def test_each_feature_of_calendars_is_drawn_soon() -> None:
    """Two hundred calendars have nights, breaks, rotas, ranges and all the rest."""
    drawn = {name for number in range(200) for name in features(world(Dice(f"{SEED} {number}")))}

    assert drawn == set(FEATURES)


def test_a_calendar_is_drawn_from_its_seed_and_number_alone() -> None:
    """The same again asks the same; another number or seed asks something else."""
    assert survey(SEED, 3) == survey(SEED, 3)
    drawn = [Survey(*which).world for which in ((SEED, 3), (SEED, 4), (SEED + 1, 3))]
    assert drawn[0] not in drawn[1:]


def test_half_of_the_instants_lie_at_ends_of_shifts() -> None:
    """The others lie anywhere, to the microsecond."""
    asked = Survey(SEED, 3)
    instants = [asked.instant() for _ in range(1000)]
    beside = [at for at in instants if any(abs(at - x) <= timedelta(hours=1) for x in asked.edges)]
    exact = [at for at in instants if at in asked.edges]

    assert 300 < len(beside) < 900
    assert len(exact) > 100
    assert sum(at.microsecond not in (0, 1, 999_999) for at in instants) > 300


def test_questions_have_answers_of_all_kinds() -> None:
    """It is open and closed, and what is worked is above zero, below it, and none."""
    questions = [one for number in range(3) for one in Survey(SEED, number).questions()]
    told: dict[str, set[Any]] = {kind: set() for kind in ("is_open", "elapsed", "deadline")}
    for one in questions:
        told.get(one.kind, set()).update([] if one.kind == "spans" else [one.answer])

    assert told["is_open"] == {True, False}
    assert {(x > timedelta(0)) - (x < timedelta(0)) for x in told["elapsed"]} == {-1, 0, 1}
    assert len(told["deadline"]) > 20


class TestItCanFail:
    """Bugs that are planted are found, and too little is not enough."""

    def test_a_shortening_of_a_minute_more_is_found(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A line says the seed, the calendar, the question and both answers."""
        shortened = DaySchedule.shortened

        def more(hours: DaySchedule, by: timedelta) -> DaySchedule:
            return shortened(hours, by + timedelta(minutes=1) if by else by)

        monkeypatch.setattr(DaySchedule, "shortened", more)
        drawn = sweep.draw(SEED, 1_000)

        assert drawn.differences > 10
        assert drawn.lines[0].startswith(f"--seed {SEED}, calendar ")
        assert " gives " in drawn.lines[0]

    def test_a_microsecond_is_found(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A deadline that is a microsecond late differs each time."""
        deadline = Calendar.deadline
        late = lambda *asked: deadline(*asked) + timedelta.resolution  # noqa: E731
        monkeypatch.setattr(Calendar, "deadline", late)
        drawn = survey(SEED, 3)

        assert drawn.differences == drawn.kinds["deadline"] > 10
        assert len(drawn.lines) == sweep_drawn.LINES

    def test_too_little_is_missed(self) -> None:
        """Too few questions, a kind that was left out, and calendars without features."""
        assert missing(NOTHING, 0) == []
        assert [problem.split()[0] for problem in missing(NOTHING, 1000)] == ["fewer", "a", "a"]

    def test_differences_end_with_one_and_the_seed_is_told(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """The seed that was said, or one that is drawn; where zones are named nothing is drawn."""
        assert sweep.main([*TROLL, "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
        assert told["drawn questions"] == 0
        assert isinstance(told["seed"], int)

        monkeypatch.setattr(Calendar, "is_open", lambda _calendar, _at: True)
        monkeypatch.setattr(sweep, "sweep", lambda *_, **__: sweep.Total([], 0))
        assert sweep.main([*TROLL, "--drawn", "500", "--seed", str(SEED)]) == 1
        assert f"--seed {SEED}, calendar 0: is_open" in capsys.readouterr().out

    def test_the_whole_sweep_draws_a_million_questions(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Without a zone; what was drawn is fewer here, which ends with 2 and is told."""
        monkeypatch.setattr(sweep, "draw", lambda *_: NOTHING)
        monkeypatch.setattr(sweep, "sweep", lambda *_, **__: sweep.Total([], 0))

        assert sweep.main([]) == 2
        assert "fewer than 1,000,000 drawn questions" in capsys.readouterr().out
