"""What is promised: durations that are exact, positive and unambiguous."""

from __future__ import annotations

import pickle
from datetime import timedelta
from typing import Any

import pytest

from slacalc import (
    ArgumentTypeError,
    Calendar,
    DurationError,
    DurationTable,
    LevelError,
    SlacalcError,
    Target,
)

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("4h", 4 * HOUR),
        ("4h 30m", 4.5 * HOUR),
        ("90 minutes", 1.5 * HOUR),
        ("45s", timedelta(seconds=45)),
        (timedelta(microseconds=1), timedelta(microseconds=1)),
    ],
    ids=str,
)
def test_a_duration_is_text_or_a_timedelta(said: str | timedelta, meant: timedelta) -> None:
    """A target is promised in text or as a timedelta, to the microsecond."""
    assert Target.response(said).duration == meant


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ("0m", DurationError),
        (timedelta(0), DurationError),
        (-HOUR, DurationError),
        ("-4h", DurationError),
        ("soon", DurationError),
        ("", DurationError),
        ("4", DurationError),
        ("1h 1h", DurationError),
        ("1.5h", DurationError),
        (4, ArgumentTypeError),
        (True, ArgumentTypeError),
        (None, ArgumentTypeError),
        (1.5, ArgumentTypeError),
    ],
    ids=repr,
)
def test_a_duration_that_promises_nothing_is_refused(
    said: object, error: type[SlacalcError]
) -> None:
    """A target of no time, of negative time, or of what is no duration is refused by name."""
    with pytest.raises(error) as caught:
        Target.resolution(said)
    assert caught.value.argument == "duration"
    assert caught.value.value == said


@pytest.mark.parametrize("said", ["1d", "2 days", "1w"])
def test_5_12_days_are_refused_as_ambiguous(said: str) -> None:
    """A day could be 24 hours or a working day, and the error offers both readings."""
    with pytest.raises(DurationError, match=r"24 hours .* working day"):
        Target.response(said)


def test_5_14_resolution_waits_and_response_does_not() -> None:
    """By default a wait pauses the resolution and lets the response run on."""
    assert Target.resolution("1h").pauses_on == {"pause"}
    assert not Target.response("1h").pauses_on
    assert Target.resolution("1h").resumes_on == {"resume"}


def test_5_16_resolving_stops_both() -> None:
    """A response is stopped by an answer, a notice or a resolution, that by nothing less."""
    assert Target.response("1h").stops_on == {"respond", "acknowledge", "resolve"}
    assert Target.resolution("1h").stops_on == {"resolve"}


def test_other_targets_are_like_a_resolution_unless_said() -> None:
    """A target of another name starts with the request, waits, and is stopped by its end."""
    target = Target("update", "4h")
    assert [target.starts_on, target.pauses_on, target.resumes_on, target.stops_on] == [
        {"start"},
        {"pause"},
        {"resume"},
        {"resolve"},
    ]
    reply = Target(
        "next reply", "2h", starts_on="customer reply", stops_on=["respond", "hand over"]
    )
    assert reply.starts_on == {"customer reply"}
    assert reply.kinds == {"customer reply", "pause", "resume", "respond", "hand over"}


@pytest.mark.parametrize(
    ("said", "argument"),
    [
        ({"starts_on": []}, "starts_on"),
        ({"starts_on": ""}, "starts_on"),
        ({"starts_on": "resolve"}, "starts_on"),
        ({"starts_on": "cancel"}, "starts_on"),
        ({"starts_on": 5}, "events"),
        ({"starts_on": [5]}, "starts_on"),
        ({"starts_on": [["start"]]}, "starts_on"),
        ({"starts_on": {"start": 1}}, "events"),
        ({"pauses_on": "start"}, "pauses_on"),
        ({"pauses_on": "resolve"}, "pauses_on"),
        ({"pauses_on": "resume"}, "resumes_on"),
        ({"pauses_on": "a\nb"}, "pauses_on"),
        ({"pauses_on": " pause"}, "pauses_on"),
        ({"pauses_on": "x" * 81}, "pauses_on"),
        ({"resumes_on": "cancel"}, "resumes_on"),
        ({"stops_on": "start"}, "stops_on"),
        ({"stops_on": "cancel"}, "stops_on"),
        ({"stops_on": "pause"}, "stops_on"),
        ({"starts_on": "change level"}, "starts_on"),
        ({"stops_on": "change calendar"}, "stops_on"),
        ({"stops_on": "reopen"}, "stops_on"),
        ({"pauses_on": "reopen"}, "pauses_on"),
        ({"resumes_on": "reopen"}, "resumes_on"),
        ({"starts_on": "assign", "pauses_on": "assign"}, "pauses_on"),
        ({"resumes_on": "back", "stops_on": "back"}, "stops_on"),
        ({"stops_on": "pause:vendor"}, "stops_on"),
        ({"starts_on": "pause:vendor"}, "pauses_on"),
        ({"resumes_on": "pause:vendor"}, "resumes_on"),
        ({"pauses_on": "pause:"}, "pauses_on"),
        ({"pauses_on": "pause: vendor"}, "pauses_on"),
        ({"pauses_on": "pause:pause:"}, "pauses_on"),
        ({"pauses_on": "pause:pause: x"}, "pauses_on"),
        ({"pauses_on": "pause:a", "stops_on": "pause:a"}, "stops_on"),
        ({"calendar": "desk"}, "calendar"),
        ({"name": ""}, "name"),
        ({"name": "two\nlines"}, "name"),
        ({"name": 5}, "name"),
    ],
    ids=str,
)
def test_events_that_contradict_one_another_are_refused(
    said: dict[str, Any], argument: str
) -> None:
    """An event does one thing to a target, and the ends of a request are ends for all."""
    with pytest.raises(SlacalcError) as caught:
        Target(**({"name": "update", "duration": "4h"} | said))
    assert caught.value.argument == argument


def test_an_event_may_start_a_target_and_end_its_wait() -> None:
    """A reply of the customer can do either, whichever is to be done."""
    reply = Target("reply", "2h", starts_on="reply", resumes_on="reply")
    assert reply.starts_on == reply.resumes_on


def test_an_event_may_end_a_cycle_and_begin_the_next() -> None:
    """A target can be stopped by what starts it again."""
    update = Target("update", "8h", starts_on=["start", "respond"], stops_on=["respond", "done"])
    assert update.starts_on & update.stops_on == {"respond"}


def test_waits_have_kinds() -> None:
    """A target can wait in some kinds of waits, and do otherwise in others."""
    vendor = Target("fix", "8h", pauses_on="pause:vendor", resumes_on=["resume", "pause:us"])
    assert [vendor.pauses_on, vendor.resumes_on] == [{"pause:vendor"}, {"resume", "pause:us"}]
    answer = Target("answer", "8h", starts_on="pause:vendor", pauses_on=[], stops_on="resume",
                    resumes_on="go on")  # fmt: skip
    assert answer.starts_on == {"pause:vendor"}
    both = Target("both", "8h", pauses_on=["pause", "pause:vendor"])
    assert both.pauses_on == {"pause", "pause:vendor"}


def test_reopening_may_start_a_target() -> None:
    """A promise can be made to requests that are opened again."""
    assert Target("again", "4h", starts_on="reopen").starts_on == {"reopen"}


@pytest.mark.parametrize(
    ("target", "starts", "stops"),
    [
        (Target.next_reply("2h"), {"customer reply"}, {"respond"}),
        (Target.periodic_update("8h"), {"start", "respond"}, {"respond", "resolve"}),
        (Target.hand_over("30m"), {"assign"}, {"acknowledge"}),
    ],
    ids=("next reply", "periodic update", "hand-over"),
)
def test_targets_that_helpdesks_have(target: Target, starts: set[str], stops: set[str]) -> None:
    """The usual targets in cycles are ready-made, wait as usual but for the next reply."""
    assert [target.starts_on, target.stops_on] == [starts, stops]
    assert target.pauses_on == (set() if target.name == "next reply" else {"pause"})
    assert eval(repr(target), {"Target": Target}) == target  # noqa: S307 - our own
    assert Target.of(target.name, {"duration": "1h"} | target.unusual()).kinds == target.kinds


def test_a_target_is_read_from_a_mapping() -> None:
    """A mapping says what is not as usual, a duration alone that all is."""
    assert Target.of("update", "4h") == Target("update", "4h")
    said: dict[str, Any] = {
        "duration": {"urgent": "1h", "*": "1 working day"},
        "starts_on": ["assign"],
    }
    target = Target.of("update", said)
    assert target == Target("update", DurationTable.of(said["duration"]), starts_on="assign")
    with pytest.raises(LevelError, match="did you mean 'starts_on'"):
        Target.of("update", {"duration": "4h", "start_on": "assign"})
    with pytest.raises(LevelError, match="missing"):
        Target.of("update", {"urgent": "4h"})


class TestTables:
    """Durations by the value of a field."""

    table = DurationTable.of({"urgent": "15m", "high": "1 working day", "*": "4h"})

    def test_a_value_has_its_row_or_that_of_all_others(self) -> None:
        """A value that has no row takes that of the star, and nothing where there is none."""
        assert self.table.at("urgent") == timedelta(minutes=15)
        assert self.table.at("low") == self.table.at("*") == self.table.at(None) == 4 * HOUR
        assert DurationTable.of({"urgent": "15m"}).at("low") is None

    def test_a_target_takes_the_duration_of_a_row(self) -> None:
        """At a row a target is plain; where its table has none, there is no target."""
        target = Target("response", self.table)
        assert target.at("urgent") == Target.response("15m")
        assert Target("response", {"urgent": "15m"}).at("low") is None
        assert Target.response("15m").at(None) == Target.response("15m")

    @pytest.mark.parametrize(
        "rows",
        [{}, {"": "4h"}, {5: "4h"}, {"a": "soon"}, {"a": None}, {"a": {"b": "4h"}},
         {str(number): "4h" for number in range(1001)}],
        ids=lambda rows: str(rows)[:20],
    )  # fmt: skip
    def test_what_is_no_table_is_refused(self, rows: dict[Any, Any]) -> None:
        """A table has rows of text, each with a duration of its own, and not too many."""
        with pytest.raises(SlacalcError):
            DurationTable.of(rows)

    def test_rows_by_hand_are_checked(self) -> None:
        """Pairs are held to the same rules, and a key comes once."""
        for rows in ((("a", "4h"), ("a", "5h")), ("ab",), (5,), ()):
            with pytest.raises(SlacalcError):
                DurationTable(rows)  # type: ignore[arg-type]

    def test_a_table_is_a_value(self) -> None:
        """The order of rows means nothing; equal tables hash alike and survive."""
        other = DurationTable.of({"*": "4h", "urgent": "15m", "high": "1 working day"})
        assert (other, hash(other)) == (self.table, hash(self.table))
        assert pickle.loads(pickle.dumps(other)) == other  # noqa: S301 - our own
        assert eval(repr(other), {"DurationTable": DurationTable}) == other  # noqa: S307 - our own
        assert other != DurationTable.of({"*": "4h"})
        assert str(self.table) == "urgent: 15m, high: 1 working day, *: 4h"


def test_a_target_is_a_value() -> None:
    """Targets that promise the same are equal, hash alike, survive pickle, and read well."""
    one, other = Target.resolution("90m"), Target.resolution(1.5 * HOUR)
    assert (one, hash(one)) == (other, hash(other))
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 - our own
    assert one != Target.response("90m")
    assert str(one) == "resolution in 1h 30m"
    with pytest.raises(AttributeError):
        one.duration = HOUR  # type: ignore[misc]


def test_a_targets_repr_makes_it_again() -> None:
    """The constructor call says what is not as usual, and nothing else."""
    desk = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow")
    names = {"Target": Target, "Calendar": Calendar}
    said: list[dict[str, Any]] = [
        {},
        {"pauses_on": []},
        {"starts_on": "assign", "calendar": desk},
        {"stops_on": ["a", "b"], "resumes_on": "start over"},
    ]
    for one in said:
        for name in ("response", "update"):
            target = Target(name, {"*": "4h 0.5s"}, **one)
            assert eval(repr(target), names) == target  # noqa: S307 - our own
    assert repr(Target.response("2 working days")) == "Target('response', '2 working days')"


def test_the_named_promises_are_targets_like_any() -> None:
    """Each usual promise is a name with the events that start, hold and stop it."""
    assert Target.response("1h") == Target(
        "response", "1h", pauses_on=(), stops_on=("respond", "acknowledge", "resolve")
    )
    assert Target.resolution("8h") == Target("resolution", "8h")
    assert Target.next_reply("4h") == Target(
        "next reply", "4h", starts_on="customer reply", stops_on="respond", pauses_on=()
    )
    assert Target.periodic_update("4h") == Target(
        "periodic update", "4h", starts_on=("start", "respond"), stops_on=("respond", "resolve")
    )
    assert Target.hand_over("30m") == Target(
        "hand-over", "30m", starts_on="assign", stops_on="acknowledge"
    )


def test_a_table_may_have_a_thousand_rows() -> None:
    """The largest table is read from a mapping and from rows, and a key may have 80 characters."""
    rows = {f"{number:080}": "1h" for number in range(1_000)}
    table = DurationTable.of(rows)
    assert table == DurationTable(tuple(rows.items()))  # type: ignore[arg-type] # text is read
    assert table.at(f"{999:080}") == timedelta(hours=1)
    assert table.at(None) is None
    assert DurationTable.of({"*": "4h"}).at(None) == timedelta(hours=4)
