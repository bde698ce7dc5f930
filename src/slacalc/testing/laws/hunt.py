"""The hunt for the smallest example that breaks a law."""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from random import Random
from typing import Any

from attrs import define
from hypothesis import Phase, currently_in_test_context, find, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky, NoSuchExample

from slacalc.testing.laws import lives, questions
from slacalc.testing.laws.asked import Asked
from slacalc.testing.laws.comparing import Disagreement, PassedOver
from slacalc.testing.laws.law import Law
from slacalc.testing.laws.record import Record
from slacalc.testing.laws.report import BrokenLaw
from slacalc.testing.laws.retold import Retold
from slacalc.testing.laws.subjects import Subject

_SHRINKS = 600  # tries, at most, to make a broken example smaller
_TOGETHER = 6  # examples that hypothesis draws at once, at most: that is much quicker


@define
class Hunt:
    """The hunt for the smallest example that breaks a law."""

    law: Law
    subject: Subject
    examples: int
    asked: int = 0
    tries: int = 0
    judged: int = 0
    why: str = "nothing was asked"  # where no case was judged
    found: BrokenLaw | None = None

    def breaks(self, examples: list[dict[str, Any]]) -> bool:
        """Say whether an example of some breaks the law; the last that does is the smallest."""
        self.tries += self.found is not None
        if self.tries > _SHRINKS or (self.asked >= self.examples and not self.found):
            raise _Enough
        return any(map(self.breaks_at, examples))

    def breaks_at(self, drawn: dict[str, Any]) -> bool:
        """Say whether one example breaks the law."""
        self.asked += 1
        record = Record({**drawn, "calendar": self.subject.told})
        kind = Retold if self.subject.keeps_clocks else Asked
        try:
            self.law.check(kind(self.subject.told, self.subject.methods, record), **drawn)
        except PassedOver as passed:
            self.why = str(passed)
            return False
        except Disagreement as disagreement:
            self.found = BrokenLaw.of(self.law, drawn, record, disagreement)
        except Exception as error:  # noqa: BLE001 - of a law of one's own, or of an odd answer
            told = isinstance(error, AssertionError)
            said = Disagreement(error, "what the law asserts" if told else "an answer to judge")
            self.found = BrokenLaw.of(self.law, drawn, record, said)
        else:
            self.judged += 1
            return False
        return True


def search(hunt: Hunt, seed: str) -> None:
    """Draw examples and make the one that breaks the law smaller, until there is no smaller one.

    In a test that hypothesis runs itself, it refuses to be asked again in the same thread.
    """
    subject, draws = hunt.subject, hunt.law.draws
    drawn = (lives if subject.keeps_clocks else questions).questions(subject, draws)
    some = st.lists(drawn, min_size=1, max_size=_TOGETHER)
    options = settings(
        max_examples=hunt.examples,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
    )
    hunted = partial(find, some, hunt.breaks, settings=options, random=Random(seed))  # noqa: S311
    # no example breaks it, or not each time, or it is as small as it gets
    with contextlib.suppress(NoSuchExample, Flaky, _Enough):
        if currently_in_test_context():
            with ThreadPoolExecutor(max_workers=1) as own:
                own.submit(copy_context().run, hunted).result()
        else:
            hunted()


class _Enough(BaseException):
    """The hunt is over; hypothesis takes this for no failure of the example."""
