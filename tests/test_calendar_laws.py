"""The laws of working time, on drawn calendars in twelve zones, and agreement with the oracle.

Instants are compared in UTC: Python's own comparison of two datetimes that share a `tzinfo` is
one of wall clocks, and blind to folds.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import ceil
from typing import NamedTuple

import pytest
from effort import EFFORT, examples
from hypothesis import given
from hypothesis import strategies as st
from strategies import ZONES, Case, cases, durations, fresh, instants, questions

from slacalc import Calendar, NoWorkingTimeError
from slacalc.testing.oracle import Oracle

ZERO = timedelta(0)
MICROSECOND = timedelta(microseconds=1)
CALENDARS = 2000 / len(ZONES)  # in each zone
REPLAYED = 0.1  # of the examples, at most, are ones that hypothesis remembers and tries again
ASKED = 10  # questions of each kind asked of each calendar

thorough = examples(ceil(CALENDARS / (1 - REPLAYED)) + 2)
lawful = examples(60)
brief = examples(30)


def exact(at: datetime) -> datetime:
    """Take an instant to UTC, where equal means the same instant."""
    return at.astimezone(UTC)


class Asked(NamedTuple):
    """A calendar with hours in its week, three instants in any order, and two durations."""

    case: Case
    calendar: Calendar
    a: datetime
    b: datetime
    c: datetime
    d: timedelta
    e: timedelta


@st.composite
def asked(draw: st.DrawFn) -> Asked:
    """Draw what the laws are about."""
    case = draw(cases(never_empty=True))
    a, b, c = draw(instants(case)), draw(instants(case)), draw(instants(case))
    return Asked(case, case.calendar(), a, b, c, draw(durations()), draw(durations()))


class Survey(NamedTuple):
    """A calendar, and what is asked of it."""

    case: Case
    questions: list[tuple[datetime, datetime, timedelta]]


@st.composite
def surveys(draw: st.DrawFn, zone: str) -> Survey:
    """Draw a calendar in a zone, with as many questions as each is asked."""
    case = draw(cases(zones=[zone]))
    return Survey(case, draw(st.lists(questions(case), min_size=ASKED, max_size=ASKED)))


class TestAgreementWithTheOracle:
    """Two thousand calendars, and not one answer that the oracle would give otherwise."""

    @pytest.mark.slow
    @pytest.mark.parametrize("zone", ZONES)
    def test_every_answer_agrees(self, zone: str) -> None:
        """Time worked, due instants, latest starts, spans and neighbours are the oracle's."""
        seen = set()

        @thorough
        @given(fresh(surveys(zone)))
        def agree(survey: Survey) -> None:
            seen.add(repr(survey.case))
            _check_survey(survey)

        agree()
        assert seen
        assert len(seen) >= CALENDARS or not EFFORT.is_whole


def _check_survey(survey: Survey) -> None:
    """Compare all the spans of a calendar, then the answers to each question."""
    case, calendar, oracle = survey.case, survey.case.calendar(), survey.case.oracle()
    spans = [(exact(start), exact(end)) for start, end in _ends(calendar, case.start, case.end)]

    assert spans == oracle.spans()
    for start, end, duration in survey.questions:
        assert calendar.elapsed(start, end) == oracle.elapsed(start, end)
        _check_deadline(case, calendar, oracle, start, duration)
        _check_latest_start(case, calendar, oracle, end, duration)
        _check_neighbours(case, calendar, oracle, start)
        _check_rolling(calendar, oracle, start)


def _check_deadline(
    case: Case, calendar: Calendar, oracle: Oracle, start: datetime, duration: timedelta
) -> None:
    """Compare a due instant; where the oracle's table ends first, it lies after the table."""
    expected = oracle.deadline(start, duration)
    try:
        answer = exact(calendar.deadline(start, duration))
    except NoWorkingTimeError:
        assert expected is None
        assert not any(case.week.values())
    else:
        assert answer == expected if expected else answer > oracle.end


def _check_latest_start(
    case: Case, calendar: Calendar, oracle: Oracle, due: datetime, duration: timedelta
) -> None:
    """Compare a latest start; where the oracle's table begins later, it lies before the table."""
    expected = oracle.latest_start(due, duration)
    try:
        answer = exact(calendar.latest_start(due, duration))
    except NoWorkingTimeError:
        assert expected is None
        assert not any(case.week.values())
    else:
        assert answer == expected if expected else answer < oracle.start


def _check_neighbours(case: Case, calendar: Calendar, oracle: Oracle, at: datetime) -> None:
    """Compare the openings and closings next to an instant, or see that they lie outside."""
    opens, closes, moment = oracle.openings(), oracle.closings(), exact(at)
    pairs = [
        (calendar.next_opening(at), [edge for edge in opens if edge > moment][:1]),
        (calendar.next_closing(at), [edge for edge in closes if edge > moment][:1]),
        (calendar.previous_opening(at), [edge for edge in opens if edge < moment][-1:]),
        (calendar.previous_closing(at), [edge for edge in closes if edge < moment][-1:]),
    ]
    for answer, expected in pairs:
        if expected:
            assert answer is not None
            assert exact(answer) == expected[0]
        elif answer is None:
            assert case.never_changes
        else:
            assert not oracle.start < exact(answer) < oracle.end


def _check_rolling(calendar: Calendar, oracle: Oracle, at: datetime) -> None:
    """Compare where an instant rolls to, as far as the oracle's table goes."""
    moment, is_open = exact(at), oracle.is_open(at)
    later = [moment] if is_open else [edge for edge in oracle.openings() if edge > moment]
    earlier = [moment] if is_open else [edge for edge in oracle.closings() if edge <= moment]

    assert calendar.is_open(at) == is_open
    if later:
        assert exact(calendar.roll_forward(at)) == later[0]
    if earlier:
        assert exact(calendar.roll_back(at)) == earlier[-1]


def _ends(calendar: Calendar, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    """List the two ends of each span, neither of which is endless in a stretch that has ends."""
    ends = []
    for span in calendar.spans(start, end):
        assert span.start
        assert span.end
        ends.append((span.start, span.end))
    return ends


class TestElapsed:
    """The working time between two instants."""

    @lawful
    @given(fresh(asked()))
    def test_is_monotone(self, asked: Asked) -> None:
        """Later ends never have less, and none has more than has passed."""
        calendar = asked.calendar
        a, b, c = sorted([asked.a, asked.b, asked.c], key=exact)

        assert ZERO <= calendar.elapsed(a, b) <= calendar.elapsed(a, c) <= exact(c) - exact(a)
        assert calendar.elapsed(b, c) <= calendar.elapsed(a, c)

    @lawful
    @given(fresh(asked()))
    def test_is_additive_in_any_order(self, asked: Asked) -> None:
        """From a to b and on to c is from a to c, wherever b lies."""
        calendar, a, b, c = asked.calendar, asked.a, asked.b, asked.c

        assert calendar.elapsed(a, b) + calendar.elapsed(b, c) == calendar.elapsed(a, c)

    @lawful
    @given(fresh(asked()))
    def test_is_antisymmetric(self, asked: Asked) -> None:
        """The way back is as long and below zero, and no time passes at one instant."""
        calendar, a, b = asked.calendar, asked.a, asked.b

        assert calendar.elapsed(b, a) == -calendar.elapsed(a, b)
        assert calendar.elapsed(a, exact(a)) == ZERO

    @lawful
    @given(fresh(asked()))
    def test_does_not_depend_on_the_clock_of_the_asker(self, asked: Asked) -> None:
        """The same instants on UTC's clock have the same answers."""
        calendar, a, b, d = asked.calendar, asked.a, asked.b, asked.d

        assert calendar.elapsed(a, b) == calendar.elapsed(exact(a), exact(b))
        assert calendar.is_open(a) == calendar.is_open(exact(a))
        assert exact(calendar.deadline(a, d)) == calendar.deadline(exact(a), d)
        assert exact(calendar.latest_start(a, d)) == calendar.latest_start(exact(a), d)


class TestDeadline:
    """The first instant by which a time has been worked."""

    @lawful
    @given(fresh(asked()))
    def test_is_the_inverse_of_elapsed(self, asked: Asked) -> None:
        """Exactly the duration is worked until the deadline."""
        calendar, a, d = asked.calendar, asked.a, asked.d

        assert calendar.elapsed(a, calendar.deadline(a, d)) == d

    @lawful
    @given(fresh(asked()))
    def test_is_minimal(self, asked: Asked) -> None:
        """A microsecond earlier the time is not yet worked."""
        calendar, a, d = asked.calendar, asked.a, asked.d
        due = exact(calendar.deadline(a, d))

        assert calendar.elapsed(a, due - MICROSECOND) == d - MICROSECOND

    @lawful
    @given(fresh(asked()))
    def test_can_be_split_anywhere(self, asked: Asked) -> None:
        """The deadline for e after the deadline for d is the one for both."""
        calendar, a, d, e = asked.calendar, asked.a, asked.d, asked.e
        halfway = calendar.deadline(a, d)

        assert exact(calendar.deadline(halfway, e)) == exact(calendar.deadline(a, d + e))

    @lawful
    @given(fresh(asked()))
    def test_is_monotone(self, asked: Asked) -> None:
        """Who starts later or has more to do is not done earlier."""
        calendar, d, e = asked.calendar, asked.d, asked.e
        a, b = sorted([asked.a, asked.b], key=exact)

        assert exact(calendar.deadline(a, d)) <= exact(calendar.deadline(b, d))
        assert exact(calendar.deadline(a, d)) < exact(calendar.deadline(a, d + e))

    @lawful
    @given(fresh(asked()))
    def test_counts_from_the_next_opening(self, asked: Asked) -> None:
        """Closed time before the first opening changes nothing."""
        calendar, a, d = asked.calendar, asked.a, asked.d
        opening = calendar.roll_forward(a)

        assert calendar.is_open(opening)
        assert exact(calendar.deadline(opening, d)) == exact(calendar.deadline(a, d))

    @lawful
    @given(fresh(asked()))
    def test_of_no_time_is_the_argument(self, asked: Asked) -> None:
        """A duration of zero gives back the argument, in closed time too."""
        calendar, a = asked.calendar, asked.a

        assert exact(calendar.deadline(a, ZERO)) == exact(a)
        assert exact(calendar.latest_start(a, ZERO)) == exact(a)


class TestLatestStart:
    """The last instant from which a time still fits."""

    @lawful
    @given(fresh(asked()))
    def test_is_the_inverse_of_elapsed(self, asked: Asked) -> None:
        """Exactly the duration is worked from the latest start."""
        calendar, z, d = asked.calendar, asked.a, asked.d

        assert calendar.elapsed(calendar.latest_start(z, d), z) == d

    @lawful
    @given(fresh(asked()))
    def test_is_maximal(self, asked: Asked) -> None:
        """A microsecond later the time no longer fits."""
        calendar, z, d = asked.calendar, asked.a, asked.d
        start = exact(calendar.latest_start(z, d))

        assert calendar.elapsed(start + MICROSECOND, z) == d - MICROSECOND

    @lawful
    @given(fresh(asked()))
    def test_can_be_split_anywhere(self, asked: Asked) -> None:
        """The latest start for e before the latest start for d is the one for both."""
        calendar, z, d, e = asked.calendar, asked.a, asked.d, asked.e
        halfway = calendar.latest_start(z, d)

        assert exact(calendar.latest_start(halfway, e)) == exact(calendar.latest_start(z, d + e))

    @lawful
    @given(fresh(asked()))
    def test_mirrors_the_deadline(self, asked: Asked) -> None:
        """Going to the deadline and back leads to the start or later, and the other way round."""
        calendar, a, d = asked.calendar, asked.a, asked.d

        assert exact(calendar.latest_start(calendar.deadline(a, d), d)) >= exact(a)
        assert exact(calendar.deadline(calendar.latest_start(a, d), d)) <= exact(a)

    @lawful
    @given(fresh(asked()))
    def test_counts_back_from_the_previous_closing(self, asked: Asked) -> None:
        """Closed time after the last closing changes nothing."""
        calendar, z, d = asked.calendar, asked.a, asked.d
        closing = calendar.roll_back(z)

        assert exact(calendar.latest_start(closing, d)) == exact(calendar.latest_start(z, d))


class TestSpans:
    """The open stretches between two instants."""

    @lawful
    @given(fresh(asked()))
    def test_sum_to_elapsed(self, asked: Asked) -> None:
        """Together the spans are as long as the working time."""
        calendar = asked.calendar
        a, b = sorted([asked.a, asked.b], key=exact)
        lengths = [exact(end) - exact(start) for start, end in _ends(calendar, a, b)]

        assert sum(lengths, ZERO) == calendar.elapsed(a, b)

    @lawful
    @given(fresh(asked()))
    def test_are_merged_and_cut(self, asked: Asked) -> None:
        """The spans lie inside the stretch, in order, with closed time between them."""
        calendar = asked.calendar
        a, b = sorted([asked.a, asked.b], key=exact)
        edges = [exact(edge) for span in _ends(calendar, a, b) for edge in span]

        assert all(earlier < later for earlier, later in pairwise(edges))
        assert all(exact(a) <= edge <= exact(b) for edge in edges)

    @lawful
    @given(fresh(asked()))
    def test_are_half_open(self, asked: Asked) -> None:
        """A span is open from its start to just before its end, and closed around."""
        calendar = asked.calendar
        a, b = sorted([asked.a, asked.b], key=exact)

        for start, end in _ends(calendar, a, b):
            assert calendar.is_open(start)
            assert calendar.is_open(exact(end) - MICROSECOND)
            assert exact(end) == exact(b) or not calendar.is_open(end)
            assert exact(start) == exact(a) or not calendar.is_open(exact(start) - MICROSECOND)

    @lawful
    @given(fresh(asked()))
    def test_begin_and_end_at_openings_and_closings(self, asked: Asked) -> None:
        """Going from opening to opening, and from closing to closing, meets the spans' ends."""
        calendar = asked.calendar
        a, b = sorted([exact(asked.a), exact(asked.b)])
        spans = _ends(calendar, a, b)
        opens = [start for start, _ in spans if start != a]
        closes = [end for _, end in spans if end != b]

        assert _chain(calendar.next_opening, a, b) == opens
        assert _chain(calendar.next_closing, a, b) == closes
        assert _chain(calendar.previous_opening, b, a) == opens[::-1]
        assert _chain(calendar.previous_closing, b, a) == closes[::-1]


def _chain(
    step: Callable[[datetime], datetime | None], first: datetime, last: datetime
) -> list[datetime]:
    """Step on from `first` until `last` is reached or there is nothing more."""
    low, high = sorted([first, last])
    found = []
    at = step(first)
    while at is not None and low < at < high:
        found.append(at)
        at = step(at)
    return found


class TestAroundTheClock:
    """Twenty-four hours on seven days a week."""

    @pytest.mark.parametrize("zone", ZONES)
    @brief
    @given(data=st.data())
    def test_is_plain_arithmetic_on_instants(self, zone: str, data: st.DataObject) -> None:
        """No midnight, no change of the clock and no skipped date makes a difference."""
        calendar = Calendar("Mon-Sun 00:00-24:00", time_zone=zone)
        a, b, d = data.draw(fresh(cases(zones=[zone]).flatmap(questions)))
        low, high = sorted([exact(a), exact(b)])

        assert calendar.is_open(a)
        assert calendar.elapsed(a, b) == exact(b) - exact(a)
        assert exact(calendar.deadline(a, d)) == exact(a) + d
        assert exact(calendar.latest_start(a, d)) == exact(a) - d
        assert calendar.next_closing(a) is None
        assert calendar.previous_opening(a) is None
        assert _ends(calendar, low, high) == ([(low, high)] if low < high else [])

    def test_hours_that_run_on_into_the_next_day_never_close_either(self) -> None:
        """06:00-30:00 on all days of the week has neither openings nor closings."""
        calendar = Calendar("Mon-Sun 06:00-30:00", time_zone="Europe/Berlin")
        moment = datetime(2026, 3, 28, 12, tzinfo=UTC)

        assert calendar.next_closing(moment) is None
        assert calendar.next_opening(moment) is None
        assert calendar.previous_opening(moment) is None
        assert calendar.previous_closing(moment) is None


class TestZonesOfAnswers:
    """Answers are on the clock of the question."""

    @lawful
    @given(fresh(asked()))
    def test_answers_are_in_the_zone_of_the_argument(self, asked: Asked) -> None:
        """Every instant that comes back has the very tzinfo of the first argument."""
        calendar, a, d = asked.calendar, asked.a, asked.d
        answers = [
            calendar.deadline(a, d),
            calendar.deadline(a, ZERO),
            calendar.latest_start(a, d),
            calendar.next_opening(a),
            calendar.next_closing(a),
            calendar.previous_opening(a),
            calendar.previous_closing(a),
            calendar.roll_forward(a),
            calendar.roll_back(a),
            *(edge for span in _ends(calendar, a, asked.case.end) for edge in span),
        ]

        assert all(at is None or at.tzinfo is a.tzinfo for at in answers)
