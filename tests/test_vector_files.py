"""The files of the conformance vectors: valid, sharp, and what the generator makes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from itertools import product

import pytest
from jsonschema import Draft202012Validator
from make_vectors import documents
from vector_questions import ASK, BESIDE
from vector_runner import CHECK, ERRORS
from vector_text import FOLDER, Case, Document, all_said, text

SAID = all_said()
NAMES = sorted(SAID)
BY_HAND = {"by-hand.json", "clocks.json", "errors.json"}
TEXTS = {name: (FOLDER / name).read_text(encoding="utf-8") for name in NAMES}
CASES: list[Case] = [case for name in NAMES for case in SAID[name]["cases"]]
SCHEMA = json.loads((FOLDER / "schema.json").read_text(encoding="utf-8"))
PLACES = ("an opening", "a closing", "a midnight", "a change of the clock")


class TestTheFiles:
    """What the files must be for those who read them."""

    @pytest.mark.long
    @pytest.mark.slow
    def test_the_oracles_still_say_what_the_files_say(self) -> None:
        """Every oracle-made file is what the generator makes now, and no other was made by it."""
        made = {name: text(document) for name, document in documents().items()}

        assert made == {name: said for name, said in TEXTS.items() if name not in BY_HAND}

    @pytest.mark.slow
    @pytest.mark.parametrize("name", NAMES)
    def test_a_file_is_valid(self, name: str) -> None:
        """It has the form that the schema says."""
        errors = Draft202012Validator(SCHEMA).iter_errors(SAID[name])

        assert [f"{list(error.absolute_path)} {error.message}" for error in errors] == []

    def test_the_schema_is_one(self) -> None:
        """It is valid itself."""
        Draft202012Validator.check_schema(SCHEMA)

    @pytest.mark.parametrize("name", sorted(BY_HAND))
    def test_what_is_written_by_hand_is_written_like_the_rest(self, name: str) -> None:
        """A line for each calendar, level and case."""
        assert text(SAID[name]) == TEXTS[name]

    def test_an_id_names_one_case(self) -> None:
        """No two cases of all files share theirs."""
        assert [
            name for name, count in Counter(case["id"] for case in CASES).items() if count > 1
        ] == []

    def test_enough_is_said_by_hand_and_by_the_oracles(self) -> None:
        """Each file has one source, with its working where people found the answer."""
        sources = {
            (name in BY_HAND, case["source"]) for name in NAMES for case in SAID[name]["cases"]
        }
        assert sources == {(True, "hand"), (False, "oracle")}
        count = Counter(case["source"] for case in CASES)
        assert count["hand"] >= 120
        assert count["oracle"] >= 1700
        assert sum(len(said.encode()) for said in TEXTS.values()) < 600_000

    def test_every_operation_is_asked_at_every_kind_of_place(self) -> None:
        """At openings, closings, midnights and changes, and a microsecond before and after."""
        words = {name: words for name, (_, words, _) in ASK.items()}
        told = {case["says"].rstrip(".") for case in CASES if case.get("source") == "oracle"}
        lacking = [
            (name, f"{beside}{place}")
            for name, place, beside in product({*words} - {"spans"}, PLACES, BESIDE.values())
            if not any(one.startswith(f"{words[name]} {beside}{place}") for one in told)
        ]
        assert lacking == []

    def test_every_operation_and_every_error_is_asked_for(self) -> None:
        """Nothing that the runner knows is left out."""
        asked = {case["operation"] for case in CASES if "operation" in case}
        assert asked == {*ASK, "hours", "working_days", "reading", "calendar"}
        assert {case["error"] for case in CASES if "error" in case} == set(ERRORS)
        checked = {name for case in CASES for check in case.get("checks", ()) for name in check}
        assert checked == {*CHECK, "at", "target"}


def spoilt(change: Callable[[Document], object]) -> Document:
    """Return the smallest file after a change of it."""
    document = deepcopy(SAID["by-hand.json"])
    document["cases"] = [case for case in document["cases"] if case["operation"] == "deadline"][:1]
    change(document)
    return document


CHANGES: dict[str, Callable[[Document], object]] = {
    "no description": lambda said: said.pop("about"),
    "no cases": lambda said: said["cases"].clear(),
    "no working": lambda said: said["cases"][0].pop("working"),
    "no duration": lambda said: said["cases"][0].pop("duration"),
    "no answer": lambda said: said["cases"][0].pop("answer"),
    "an answer and an error": lambda said: said["cases"][0].update(error="naive instant"),
    "an oracle with a working": lambda said: said["cases"][0].update(source="oracle"),
    "half a microsecond": lambda said: said["cases"][0].update(duration=1.5),
    "no offset": lambda said: said["cases"][0].update(answer="2026-03-03T10:00:00"),
    "an unknown operation": lambda said: said["cases"][0].update(operation="guess"),
    "an unknown argument": lambda said: said["cases"][0].update(more=1),
    "an unknown weekday": lambda said: said["calendars"]["desk"]["week"].update(monday=[]),
    "loose hours": lambda said: said["calendars"]["desk"]["week"].update(mon=["9-18"]),
    "an empty rule": lambda said: said["calendars"]["desk"].update(exceptions={"2026-03-02": {}}),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_spoilt_file_is_not_valid(name: str) -> None:
    """The schema refuses what lacks, what is too much, and what is of another kind."""
    validator = Draft202012Validator(SCHEMA)

    assert validator.is_valid(spoilt(lambda said: said["cases"][0]))
    assert not validator.is_valid(spoilt(CHANGES[name]))
