"""The conformance vectors are asked: the library gives every answer."""

from __future__ import annotations

from datetime import datetime

import pytest
from vector_runner import CHECK, ERRORS, File, plain
from vector_text import Case, all_said

SAID = all_said()
CASES = [case for said in SAID.values() for case in said["cases"]]


@pytest.mark.parametrize("name", SAID)
def test_the_library_gives_the_answers_of_the_vectors(name: str) -> None:
    """No answer, no check of a clock and no error differs."""
    file = File(SAID[name])

    assert [line for case in file.said["cases"] for line in differences(file, case)] == []


def differences(file: File, case: Case) -> list[str]:
    """Say where a case goes otherwise."""
    if "checks" in case:
        found = [line for check in case["checks"] for line in otherwise(file, case, check)]
    elif "error" in case:
        found = [] if refused(file, case) else ["is not refused"]
    else:
        told = list(file.answer(case))
        found = [f"{one!r}, not {case['answer']!r}" for one in told if one != case["answer"]]
    return [f"{case['id']}: {line}" for line in found]


def otherwise(file: File, case: Case, check: Case) -> list[str]:
    """Say what a clock answers otherwise."""
    at = datetime.fromisoformat(check["at"])
    clock = file.clock(case, at)
    target, zone = clock.target(check["target"]), clock.level.calendar.zone.key
    asked = {name: plain(CHECK[name](target, at), zone) for name in check if name in CHECK}
    return [f"{check['at']} {name} {told!r}" for name, told in asked.items() if told != check[name]]


def refused(file: File, case: Case) -> bool:
    """Tell whether a case is refused as it should be."""
    try:
        if "events" in case:
            file.clock(case, datetime.fromisoformat(case["events"][-1]["at"]))
        else:
            list(file.answer(case))
    except ERRORS[case["error"]]:
        return True
    return False


def asks(case: Case, operation: str) -> bool:
    """Tell whether a case asks for an answer of an operation."""
    return case.get("operation") == operation and "answer" in case


class TestTheRunner:
    """It finds what is wrong."""

    @pytest.mark.parametrize("operation", sorted({c["operation"] for c in CASES if "answer" in c}))
    def test_a_wrong_answer_is_found(self, operation: str) -> None:
        """An answer that differs is told twice: as asked, and on the calendar's clock."""
        said, case = next((s, c) for s in SAID.values() for c in s["cases"] if asks(c, operation))

        assert differences(File(said), case) == []
        assert len(differences(File(said), {**case, "answer": "another"})) == 2

    @pytest.mark.parametrize("name", sorted(CHECK))
    def test_a_wrong_check_is_found(self, name: str) -> None:
        """What a clock answers otherwise is told with its instant."""
        said = SAID["clocks.json"]
        case, check = next((c, one) for c in said["cases"] for one in c["checks"] if name in one)

        assert otherwise(File(said), case, check) == []
        assert len(otherwise(File(said), case, {**check, name: "another"})) == 1

    def test_what_is_not_refused_is_found(self) -> None:
        """An answer where an error should be is a difference; another error goes through."""
        said = SAID["by-hand.json"]
        case = {**said["cases"][0], "error": "naive instant"}
        assert differences(File(said), case) == ["hand-desk-001: is not refused"]

        closed = SAID["errors.json"]
        for case in closed["cases"]:
            if case["error"] == "no working time":
                with pytest.raises(ERRORS["no working time"]):
                    differences(File(closed), {**case, "error": "unknown zone"})
