"""The agenda: many clocks, and what falls due next among them, against plain lists."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from effort import examples
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from worked_example import DESK, HOUR, MINUTE, on

import slacalc.agenda
from slacalc import (
    ArgumentTypeError,
    Escalation,
    EventError,
    NaiveDatetimeError,
    NoWorkingTimeError,
    SlaClock,
    SupportLevel,
    Target,
)
from slacalc.agenda import Agenda, Moment

START = on("2 09:00")
LEVELS = [
    SupportLevel(
        "Standard",
        calendar=DESK,
        response="1h",
        resolution="8h",
        escalations=[
            Escalation("resolution", at="-1h", action="tell the lead"),
            Escalation("resolution", at="50%"),
            Escalation("resolution", at="100%"),
            Escalation("resolution", at="+30m"),
        ],
        profile={"level_change": "carry"},
    ),
    SupportLevel(
        "Urgent",
        calendar=DESK,
        resolution="2h",
        targets=[Target.next_reply("30m")],
        escalations=[Escalation("next reply", at="50%"), Escalation("resolution", at="-1h")],
        profile={"level_change": "carry", "reopen": "restart"},
    ),
    SupportLevel("Quiet", calendar=DESK, resolution="6h"),
]
EVENTS = ("pause", "resume", "respond", "customer reply", "resolve", "reopen", "change level")

Plain = tuple[datetime, str, str, Escalation | None, int]


def opened(at: str = "2 10:00", level: int = 0) -> SlaClock:
    """Register a request."""
    return SlaClock.start(LEVELS[level], at=on(at))


def plain(moment: Moment[str]) -> Plain:
    """Say a moment as a tuple, in UTC, where equal means the same instant."""
    return moment.at.astimezone(UTC), moment.key, moment.target, moment.escalation, moment.cycle


def lines(moments: list[Moment[str]]) -> list[str]:
    """Say moments as "3 09:00 a resolution at -1h"."""
    return [
        f"{one.at.day} {one.at:%H:%M} {one.key} {one.escalation or one.target}" for one in moments
    ]


def test_what_falls_due_is_told_once_and_in_order() -> None:
    """Escalations come with the due instants of all targets, those of one instant as added."""
    agenda: Agenda[str] = Agenda(since=START)
    agenda.add("b", opened())
    agenda.add("a", opened())
    assert lines(agenda.pop_until(on("2 15:00"))) == ["2 11:00 b response", "2 11:00 a response"]
    assert agenda.since == on("2 15:00")
    assert agenda.next() == (on("2 15:00"), "b")
    assert lines(agenda.pop_until(on("3 10:00"))) == [
        "2 15:00 b resolution at 50%",
        "2 15:00 a resolution at 50%",
        "3 09:00 b resolution at -1h: tell the lead",
        "3 09:00 a resolution at -1h: tell the lead",
    ]
    agenda.discard("b")
    assert lines(agenda.pop_until(on("9 10:00"))) == [
        "3 10:00 a resolution at 100%",
        "3 10:00 a resolution",  # the due instant itself
        "3 10:30 a resolution at +30m",
    ]
    assert agenda.next() is None
    assert agenda.pop_until(on("9 10:00")) == []


def test_a_clock_takes_the_place_of_the_one_before() -> None:
    """What the old one had ahead is forgotten, what it had told is not told again."""
    agenda: Agenda[str] = Agenda(since=START)
    clock = opened().respond(on("2 10:30"))
    agenda.add("a", clock)
    assert len(agenda.pop_until(on("2 16:00"))) == 1
    clock = clock.pause(on("2 16:00"))
    agenda.add("a", clock)
    assert agenda.next() is None
    agenda.add("a", clock.resume(on("3 11:00")))
    assert agenda.next() == (on("3 14:00"), "a")
    assert len(agenda) == 1


def test_an_agenda_that_is_filled_again_goes_on() -> None:
    """One timestamp is enough to store."""
    clock = opened()
    agenda: Agenda[str] = Agenda(since=START)
    agenda.add("a", clock)
    told = agenda.pop_until(on("2 18:00"))
    again: Agenda[str] = Agenda(since=agenda.since)
    again.add("a", SlaClock.from_dict(clock.to_dict(), level=LEVELS[0]))
    told += again.pop_until(on("9 10:00"))
    whole: Agenda[str] = Agenda(since=START)
    whole.add("a", clock)
    assert told == whole.pop_until(on("9 10:00"))


def test_what_it_holds() -> None:
    """It counts its clocks, and goes through their keys."""
    agenda: Agenda[str] = Agenda(since=START)
    clock = opened()
    agenda.add("a", clock)
    assert (len(agenda), list(agenda), "a" in agenda, "b" in agenda) == (1, ["a"], True, False)
    assert agenda["a"] is clock
    agenda.discard("a")
    agenda.discard("a")
    assert (len(agenda), list(agenda), agenda.next()) == (0, [], None)
    assert repr(agenda) == "<Agenda of 0 clocks since 2026-03-02 09:00:00+03:00>"
    with pytest.raises(KeyError):
        agenda["a"]


def test_an_agenda_goes_forward() -> None:
    """An instant before what was told is refused, and so is a naive one, and what is no clock."""
    agenda: Agenda[str] = Agenda(since=START)
    with pytest.raises(EventError, match="go on, or begin a new Agenda"):
        agenda.pop_until(START - MINUTE)
    with pytest.raises(NaiveDatetimeError):
        agenda.pop_until(START.replace(tzinfo=None))
    with pytest.raises(NaiveDatetimeError):
        Agenda(since=START.replace(tzinfo=None))
    with pytest.raises(ArgumentTypeError, match="give an SlaClock"):
        agenda.add("a", "no clock")  # type: ignore[arg-type]
    assert len(agenda) == 0


def test_a_poll_that_fails_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be told is told by the next poll."""
    agenda: Agenda[str] = Agenda(since=START)
    agenda.add("a", opened())
    with monkeypatch.context() as patched:
        error = NoWorkingTimeError.needed("at", None, ahead=True)

        def fails(*_: object) -> None:
            raise error

        patched.setattr(slacalc.agenda, "due_between", fails)
        with pytest.raises(NoWorkingTimeError):
            agenda.pop_until(on("2 12:00"))
    assert agenda.since == START
    assert lines(agenda.pop_until(on("2 12:00"))) == ["2 11:00 a response"]


def test_of_one_instant_the_first_that_was_added_is_told_first() -> None:
    """Whichever had something to tell before that."""
    agenda: Agenda[str] = Agenda(since=START)
    agenda.add("late", opened().respond(on("2 10:00")))
    agenda.add("soon", opened())
    assert lines(agenda.pop_until(on("2 16:00"))) == [
        "2 11:00 soon response",
        "2 15:00 late resolution at 50%",
        "2 15:00 soon resolution at 50%",
    ]


def test_clocks_that_change_often_leave_nothing_behind() -> None:
    """The heap does not grow with what happens, only with the clocks, and keeps their order."""
    agenda: Agenda[int] = Agenda(since=START)
    clocks = [SlaClock.start(LEVELS[2], at=START + key * 37 % 100 * MINUTE) for key in range(100)]
    for number in range(9):
        for key, clock in enumerate(clocks):
            if number % 2:
                agenda.discard(key)
            agenda.add(key, clock)
            assert len(agenda._heap) < 300
    told = []
    while coming := agenda.next():
        told += [one.key for one in agenda.pop_until(coming[0] + MINUTE)]
    assert told == sorted(range(100), key=lambda key: key * 37 % 100)


class Against(RuleBasedStateMachine):
    """An agenda and a plain list of clocks are told the same, and have to say the same."""

    def __init__(self) -> None:
        """Begin on Monday."""
        super().__init__()
        self.now = self.since = START
        self.agenda: Agenda[str] = Agenda(since=START)
        self.clocks: dict[str, SlaClock] = {}

    def later(self, minutes: int) -> datetime:
        """Let time pass."""
        self.now = (self.now.astimezone(UTC) + minutes * MINUTE).astimezone(DESK.zone)
        return self.now

    @rule(key=st.sampled_from("abc"), level=st.sampled_from(LEVELS), minutes=st.integers(0, 90))
    def register(self, key: str, level: SupportLevel, minutes: int) -> None:
        """Hold a new request."""
        self.clocks[key] = SlaClock.start(level, at=self.later(minutes))
        self.agenda.add(key, self.clocks[key])

    @precondition(lambda self: self.clocks)
    @rule(
        data=st.data(),
        kind=st.sampled_from(EVENTS),
        level=st.sampled_from(LEVELS),
        minutes=st.one_of(st.integers(0, 5), st.integers(0, 600)),
    )
    def happen(self, data: st.DataObject, kind: str, level: SupportLevel, minutes: int) -> None:
        """Let something happen to a request, if it can."""
        key = data.draw(st.sampled_from(sorted(self.clocks)))
        about = level if kind == "change level" else None
        try:
            self.clocks[key] = self.clocks[key].after(kind, self.later(minutes), about=about)
        except EventError:
            return
        self.agenda.add(key, self.clocks[key])

    @rule(key=st.sampled_from("abc"))
    def discard(self, key: str) -> None:
        """Hold a request no longer."""
        self.clocks.pop(key, None)
        self.agenda.discard(key)

    @rule(minutes=st.one_of(st.integers(0, 5), st.integers(0, 3000)))
    def poll(self, minutes: int) -> None:
        """Ask both what fell due since the last time."""
        until = self.later(minutes)
        moments = [plain(one) for one in self.agenda.pop_until(until)]
        assert [at for at, *_ in moments] == sorted(at for at, *_ in moments)
        assert sorted(moments, key=str) == sorted(self.between(self.since, until), key=str)
        self.since = until

    @rule()
    def restart(self) -> None:
        """Lose the agenda, and fill another one from what is stored."""
        self.agenda = Agenda(since=self.agenda.since)
        for key, clock in self.clocks.items():
            state = clock.to_dict()
            restored = SlaClock.from_dict(state, level=clock.first_level, known=LEVELS)
            self.agenda.add(key, restored)

    @invariant()
    def the_next_is_the_first(self) -> None:
        """What comes next is the first of all that is ahead."""
        ahead = self.between(self.since, self.since + timedelta(days=60))
        following = self.agenda.next()
        if following is None:
            assert not ahead
            return
        at, key = following
        assert at.astimezone(UTC) == min(one[0] for one in ahead)
        assert (at.astimezone(UTC), key) in {one[:2] for one in ahead}

    def between(self, since: datetime, until: datetime) -> list[Plain]:
        """Go through all clocks, minding nothing but their answers."""
        found: list[Plain] = []
        for key, clock in self.clocks.items():
            for one in clock.escalations(since, until):
                mark = one.escalation
                found.append((one.at.astimezone(UTC), key, mark.target, mark, one.cycle))
            for target in clock.targets:
                found += [
                    (due, key, target.target.name, None, number)
                    for due, number in dues(clock, target.target.name)
                    if since <= due < until
                ]
        return found


def dues(clock: SlaClock, name: str) -> list[tuple[datetime, int]]:
    """Say when the cycles of a target fell due while it ran, each the first time."""
    found: dict[datetime, tuple[datetime, int]] = {}
    legs = clock.target(name).legs
    for leg, following in zip(legs, [*legs[1:], None], strict=True):
        if leg.phase == "running" and leg.due and leg.started:
            at = max(leg.due.astimezone(UTC), leg.since.astimezone(UTC))
            if following is None or at < following.since.astimezone(UTC):
                found.setdefault(leg.started.astimezone(UTC), (at, leg.cycle))
    return list(found.values())


def test_it_agrees_with_plain_lists() -> None:
    """Whatever is added, changed, discarded, polled and restarted in whatever order."""
    run_state_machine_as_test(
        Against,
        settings=settings(examples(60), stateful_step_count=30),
    )


def test_hours_pass() -> None:
    """A request that nobody touches is told of again and again, until it is late."""
    agenda: Agenda[str] = Agenda(since=START)
    agenda.add("a", opened())
    told = []
    at = START
    while at < on("4 10:00"):
        at += HOUR
        told += lines(agenda.pop_until(at))
    assert told == [
        "2 11:00 a response",
        "2 15:00 a resolution at 50%",
        "3 09:00 a resolution at -1h: tell the lead",
        "3 10:00 a resolution at 100%",
        "3 10:00 a resolution",
        "3 10:30 a resolution at +30m",
    ]


def test_what_comes_next_is_on_the_clock_of_the_request() -> None:
    """As all that a clock says."""
    agenda: Agenda[str] = Agenda(since=START.astimezone(UTC))
    agenda.add("a", opened().respond(on("2 10:30").astimezone(UTC)))
    coming = agenda.next()
    assert coming is not None
    assert str(coming[0]) == "2026-03-02 15:00:00+03:00"


def test_what_falls_due_at_the_instant_is_told_by_the_next_poll() -> None:
    """A stretch is half-open."""
    agenda: Agenda[str] = Agenda(since=START)
    agenda.add("a", opened())
    assert agenda.pop_until(on("2 11:00")) == []
    assert lines(agenda.pop_until(on("2 11:01"))) == ["2 11:00 a response"]
