"""How long a promise is: working time, counts of working days, time around the clock."""

from __future__ import annotations

import datetime as dt
import pickle
import time as clock
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from calendar_strategies import Plan, Window, planned
from effort import examples, seconds
from hypothesis import assume, given
from hypothesis import strategies as st

from slacalc import (
    ArgumentTypeError,
    AroundTheClock,
    Calendar,
    DayCount,
    DurationError,
    HorizonError,
    HorizonWarning,
    NoWorkingTimeError,
    OutOfRangeError,
    SlacalcError,
)
from slacalc.durations import AnyDuration, always_open, duration_of, duration_text

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
OFFICE = Calendar(
    "Mon-Fri 09:00-18:00",
    time_zone="Europe/Moscow",
    holidays={"2026-03-09": "a holiday"},
    exceptions={
        "2026-03-06": "short 1h",  # a Friday
        "2026-03-14": "as fri",  # a Saturday that works
        "2026-03-19": "closed",
    },
)


def due(said: str, registered: str) -> str:
    """Say when a request of a day in March 2026 is due, in the same words."""
    count = duration_of(said)
    assert isinstance(count, DayCount)
    told = count.due(OFFICE, OFFICE.at(f"2026-03-{registered}"))
    return f"{told:%d %H:%M}"


class TestWorkingDays:
    """5.12: counts of working days, worked by hand; the 2nd of March 2026 is a Monday."""

    @pytest.mark.parametrize(
        ("said", "registered", "expected"),
        [
            ("1 working day", "02 10:00", "03 18:00"),
            ("2 working days", "02 10:00", "04 18:00"),
            ("1 working day", "02 08:00", "03 18:00"),  # before the opening of the same day
            ("1 working day", "05 17:00", "06 17:00"),  # a short eve closes earlier
            ("1 working day", "06 16:59", "10 18:00"),  # over a weekend and a holiday
            ("1 working day", "06 17:00", "11 18:00"),  # at the close: received on the 10th
            ("1 working day", "07 12:00", "11 18:00"),  # a Saturday
            ("1 working day", "12 12:00", "13 18:00"),
            ("1 working day", "13 12:00", "14 18:00"),  # the Saturday that works counts
            ("2 working days", "13 12:00", "16 18:00"),
            ("2 working days", "17 09:00", "20 18:00"),  # a closed Thursday does not
            ("end of day", "02 17:59", "02 18:00"),
            ("end of day", "02 18:00", "03 18:00"),
            ("end of day", "06 10:00", "06 17:00"),
            ("end of day", "07 10:00", "10 18:00"),
            ("end of day, received by 16:00", "02 16:00", "02 18:00"),  # at the cutoff: in time
            ("end of day, received by 16:00", "02 16:01", "03 18:00"),
            ("end of day, received by 16:00", "06 16:30", "10 18:00"),
            ("end of day, received by 17:30", "06 17:00", "10 18:00"),  # closed before
            ("1 working day, received by 16:00", "07 20:00", "11 18:00"),  # rolled forward
            ("1 working day, received by 08:00", "03 08:30", "05 18:00"),
            ("1 working day, same time", "02 10:15", "03 10:15"),
            ("2 working days, same time", "02 08:00", "04 09:00"),  # counts from the opening
            ("1 working day, same time", "02 20:00", "04 09:00"),
            ("1 working day, same time", "05 16:59", "06 16:59"),
            ("1 working day, same time", "05 17:00", "10 09:00"),  # closed by then: an opening
            ("1 working day, same time", "05 17:30", "10 09:00"),
            ("1 working day, same time, received by 16:00", "03 16:30", "05 09:00"),
        ],
        ids=str,
    )
    def test_5_12_counts_of_working_days(self, said: str, registered: str, expected: str) -> None:
        """Due at the close, or the same time, of the last of the days that are counted."""
        assert due(said, registered) == expected

    def test_5_1_the_answer_comes_in_the_zone_of_the_question(self) -> None:
        """What is due is told on the clock of the instant that was asked about."""
        told = DayCount(1).due(OFFICE, datetime(2026, 3, 2, 7, tzinfo=UTC))
        assert str(told) == "2026-03-03 15:00:00+00:00"

    def test_5_2_a_microsecond_decides(self) -> None:
        """The close itself is not received any more, the microsecond before it is."""
        close = OFFICE.at("2026-03-02 18:00")
        before = DayCount(0).due(OFFICE, close - timedelta(microseconds=1))
        assert [before, DayCount(0).due(OFFICE, close)] == [close, OFFICE.at("2026-03-03 18:00")]

    @examples(60)
    @given(
        planned(),
        st.integers(0, 4),
        st.sampled_from((None, time(16), time(2))),
        st.lists(st.integers(0, 8 * 24 * 60), min_size=2, max_size=2).map(sorted),
    )
    def test_5_12_who_comes_later_is_never_due_earlier(
        self, drawn: tuple[Window, Plan], days: int, by: time | None, minutes: list[int]
    ) -> None:
        """A later request is due no earlier, a day more is no earlier, and all lie ahead."""
        window, plan = drawn
        calendar, count = plan.calendar(), DayCount(days, received_by=by)
        early, late = (window.start + minute * MINUTE for minute in minutes)
        try:
            dues = [count.due(calendar, at) for at in (early, late)]
            more = DayCount(days + 1, received_by=by).due(calendar, late)
        except (NoWorkingTimeError, OutOfRangeError):
            assume(False)
        assert late < dues[1] <= more
        assert dues[0] <= dues[1]
        assert calendar.elapsed(late, dues[1]) > timedelta(0)
        assert calendar.roll_back(dues[1]) == dues[1]  # a close


class TestLimits:
    """Where there are no more days, or too many."""

    def test_6_no_more_working_days_is_an_error_at_once(self) -> None:
        """A calendar whose days are over, or that has none, is refused without a long search."""
        over = Calendar("", time_zone="UTC", exceptions={"2026-03-03": "10:00-12:00"})
        start = over.at("2026-03-02 10:00")
        assert DayCount(0).due(over, start) == over.at("2026-03-03 12:00")
        started = clock.process_time()
        for calendar in (over, Calendar("", time_zone="UTC")):
            with pytest.raises(NoWorkingTimeError):
                DayCount(1).due(calendar, start)
        with pytest.raises(SlacalcError):
            DayCount(3).due(OFFICE, datetime(9999, 12, 30, tzinfo=UTC))
        assert clock.process_time() - started < seconds(5)

    def test_6_rare_working_days_cost_bounded_time(self) -> None:
        """Long closed stretches are jumped over, not walked."""
        yearly = Calendar("", time_zone="UTC", exceptions={"12-25": "10:00-12:00"})
        started = clock.process_time()
        told = DayCount(3_660).due(yearly, yearly.at("2026-03-02 10:00"))
        assert told == yearly.at("5686-12-25 12:00")
        assert clock.process_time() - started < seconds(30)

    def test_5_11_days_that_nobody_listed_are_warned_of_or_refused(self) -> None:
        """An answer beyond the known days warns by default, and is refused where told so."""
        said: dict[str, Any] = {"time_zone": "UTC", "known_until": "2026-03-03"}
        warns = Calendar("Mon-Fri 09:00-18:00", **said)
        start = warns.at("2026-03-02 10:00")
        assert DayCount(1).due(warns, start) == warns.at("2026-03-03 18:00")
        with pytest.warns(HorizonWarning):
            assert DayCount(2).due(warns, start) == warns.at("2026-03-04 18:00")
        with pytest.raises(HorizonError):
            DayCount(2).due(Calendar("Mon-Fri 09:00-18:00", outside="raise", **said), start)

    def test_what_is_no_calendar_or_no_instant_is_refused(self) -> None:
        """The two arguments are checked like those of every question."""
        with pytest.raises(ArgumentTypeError, match="calendar"):
            DayCount(1).due("office", OFFICE.at("2026-03-02 10:00"))  # type: ignore[arg-type]
        with pytest.raises(SlacalcError, match="no time zone"):
            DayCount(1).due(OFFICE, datetime(2026, 3, 2))


class TestText:
    """Durations as text, both ways."""

    @pytest.mark.parametrize(
        ("said", "meant", "written"),
        [
            ("4h 30m", 4.5 * HOUR, "4h 30m"),
            ("0.000001s", timedelta(microseconds=1), "0.000001s"),
            ("1h 1.5s", HOUR + timedelta(seconds=1.5), "1h 1.5s"),
            ("2 working days", DayCount(2), "2 working days"),
            ("1 Business  Day", DayCount(1), "1 working day"),
            ("end of day", DayCount(0), "end of day"),
            ("End of the day", DayCount(0), "end of day"),
            ("2 working days, same time", DayCount(2, same_time=True), "2 working days, same time"),
            (
                "end of day, received by 16:00",
                DayCount(0, received_by=time(16)),
                "end of day, received by 16:00",
            ),
            (
                "1 working day same time received by 9:30:15",
                DayCount(1, same_time=True, received_by=time(9, 30, 15)),
                "1 working day, same time, received by 09:30:15",
            ),
            ("48h around the clock", AroundTheClock(48 * HOUR), "48h around the clock"),
            ("2 days around the clock", AroundTheClock(48 * HOUR), "48h around the clock"),
            (
                "1 week 30m around the clock",
                AroundTheClock(168.5 * HOUR),
                "168h 30m around the clock",
            ),
        ],
        ids=str,
    )
    def test_a_duration_reads_and_writes(self, said: str, meant: AnyDuration, written: str) -> None:
        """Text gives the duration that it means, and is written in one way, which reads back."""
        assert duration_of(said) == meant
        assert duration_text(meant) == written
        assert duration_of(written) == meant
        assert duration_of(meant) == meant

    @given(
        st.one_of(
            st.timedeltas(timedelta(microseconds=1), timedelta(3653)),
            st.timedeltas(timedelta(microseconds=1), timedelta(3653)).map(AroundTheClock),
            st.builds(
                DayCount,
                st.integers(1, 3_660),
                st.booleans(),
                st.one_of(st.none(), st.times().map(lambda at: at.replace(microsecond=0))),
            ),
        )
    )
    def test_every_duration_survives_its_text(self, duration: AnyDuration) -> None:
        """Nothing is lost in writing, not a microsecond."""
        assert duration_of(duration_text(duration)) == duration

    @pytest.mark.parametrize("said", ["1d", "2 days", "1w", "1h 1d"])
    def test_5_12_days_alone_offer_the_readings(self, said: str) -> None:
        """A day could be 24 hours or a working day, and the error says how to write either."""
        with pytest.raises(DurationError, match=r"24 hours .* working day") as caught:
            duration_of(said)
        for offered in ("'1 working day'", "'24h around the clock'", "'8h'"):
            assert offered in caught.value.remedy
            assert duration_of(offered.strip("'"))

    @pytest.mark.parametrize(
        "said",
        [
            "0 working days",
            "3661 working days",
            "999999999 working days",
            "-1 working day",
            "1.5 working days",
            "working days",
            "2 working days, same hour",
            "end of day, same time",
            "end of day, received by 24:00",
            "end of day, received by 16",
            "end of day, received by 16:60",
            "around the clock",
            "0h around the clock",
            "9999 weeks around the clock",
            "999999999 weeks around the clock",
            "2 months around the clock",
            "1.5h",
            "1.5 days around the clock",
            "0.0000001s",
            "soon",
            "",
        ],
    )
    def test_what_is_no_duration_is_refused(self, said: str) -> None:
        """Text that promises nothing, too much, or what can't be read is refused as it was said."""
        with pytest.raises(DurationError) as caught:
            duration_of(said)
        assert (caught.value.argument, caught.value.value) == ("duration", said)

    @pytest.mark.parametrize("said", [None, 4, 1.5, True, b"4h", ["4h"], time(4)], ids=repr)
    def test_what_is_no_text_is_refused(self, said: Any) -> None:
        """A duration is text, a timedelta, or a value of its own kind."""
        with pytest.raises(ArgumentTypeError):
            duration_of(said)

    @pytest.mark.parametrize(
        "arguments",
        [
            (True,),
            (-1,),
            (3_661,),
            (1.0,),
            ("1",),
            (1, 1),
            (0, True),
            (1, False, "16:00"),
            (1, False, time(16, tzinfo=UTC)),
            (1, False, time(16, 0, 0, 1)),
        ],
        ids=repr,
    )
    def test_a_count_is_checked(self, arguments: tuple[Any, ...]) -> None:
        """A count by hand is held to the same rules."""
        with pytest.raises(SlacalcError):
            DayCount(*arguments)

    def test_durations_are_values(self) -> None:
        """They are equal, hash, survive pickle and `repr`."""
        names = {"DayCount": DayCount, "AroundTheClock": AroundTheClock, "datetime": dt}
        for said in ("2 working days, same time, received by 16:00", "48h around the clock"):
            one = duration_of(said)
            assert (one, hash(one)) == (duration_of(said), hash(duration_of(said)))
            assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 - our own
            assert eval(repr(one), names) == one  # noqa: S307 - our own


class TestBounds:
    """What can just be promised, and what a cutoff at an edge means."""

    def test_the_longest_promises(self) -> None:
        """Ten years around the clock, and as many working days."""
        length = timedelta(days=3653)
        assert duration_of(length) == AroundTheClock(length).length == length
        assert DayCount(3_660).days == 3_660

    def test_5_12_a_cutoff_at_the_opening_is_on_that_day(self) -> None:
        """Also of a shift that lasts until after the same time of the next day."""
        long = Calendar("Mon 10:00-36:00", time_zone="UTC")
        count = DayCount(0, received_by=time(10))
        assert count.due(long, long.at("2026-03-02 10:00")) == long.at("2026-03-03 12:00")
        assert count.due(long, long.at("2026-03-02 10:01")) == long.at("2026-03-10 12:00")

    def test_the_calendar_around_the_clock_has_a_name(self) -> None:
        """It is what explanations call it."""
        assert str(always_open("UTC")) == "around the clock"
