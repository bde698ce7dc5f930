"""Write the oracle-made vectors anew: `python tests/make_vectors.py`; slacalc is not asked.

The answers come from oracles that walk the wall clock. Which questions are kept of all that there
are is decided by hashes of their texts, so that every run keeps the same.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256

from vector_counts import COUNTED, questions, world_of
from vector_lives import lives_document
from vector_questions import ASK, Asked, Question, hours
from vector_text import FOLDER, Case, Document, document, text
from vector_worlds import ABOUT, FILES, World

DATES, COUNTS = 1, 14  # that are kept of each world


def documents() -> dict[str, Document]:
    """Return what each oracle-made file holds."""
    made = {f"{name}.json": worlds_document(name) for name in FILES}
    return made | {"working-days.json": counts_document(), "lives.json": lives_document()}


def worlds_document(name: str) -> Document:
    """Ask about the worlds of one file."""
    calendars = {each: world.calendar for each, world in FILES[name].items()}
    asked = (cases(each, world, n) for n, (each, world) in enumerate(FILES[name].items()))
    return document(
        ABOUT[name], {"calendars": calendars}, (case for found in asked for case in found)
    )


def counts_document() -> Document:
    """Ask about promises in working days."""
    worlds = {name: world_of(name) for name in COUNTED}
    asked = (
        case(name, "working_days", "What is due when a request comes at", question)
        for turn, (name, world) in enumerate(worlds.items())
        for question in chosen(questions(world), COUNTS, turn)
    )
    about = "Promises in working days: at the close, at the same time, with a cutoff."
    calendars = {name: world.calendar for name, world in worlds.items()}
    return document(about, {"calendars": calendars}, asked, "days-")


def cases(name: str, world: World, number: int) -> Iterator[Case]:
    """Ask about a world; each operation begins with another kind of place."""
    asked = Asked(world)
    for operation, (count, words, ask) in ASK.items():
        questions = (question for point in asked.points for question in ask(asked, point))
        for question in chosen(questions, count, count * number):
            yield case(name, operation, words, question)
    for question in chosen(hours(asked), DATES, 0):
        yield case(name, "hours", "The hours of", question)


def chosen(questions: Iterable[Question], count: int, turn: int) -> list[Question]:
    """Choose questions in turn from each kind of place, in an order that their hashes decide."""
    shelves: dict[tuple[str, int], list[Question]] = {}
    for question in sorted(questions, key=_digest):
        shelves.setdefault(question.place, []).append(question)
    places = sorted(shelves)
    places = places[turn % len(places) :] + places[: turn % len(places)]
    rounds = range(max(map(len, shelves.values())))
    found = [shelves[place][n] for n in rounds for place in places if n < len(shelves[place])]
    return found[:count]


def _digest(question: Question) -> bytes:
    return sha256(repr(question).encode()).digest()


def case(name: str, operation: str, words: str, question: Question) -> Case:
    """Write a question down."""
    return {
        "says": f"{words} {question.words}.",
        "source": "oracle",
        "calendar": name,
        "operation": operation,
        **question.arguments,
        "answer": question.answer,
    }


def main() -> int:
    """Write all files."""
    for name, made in documents().items():
        (FOLDER / name).write_text(text(made), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
