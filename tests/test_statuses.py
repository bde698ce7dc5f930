"""The statuses of a helpdesk, and the events that they mean."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from slacalc import Calendar, EventError, PolicyError, SlaClock, StatusMap, SupportLevel
from slacalc.statuses import EVENTS, entered

RUSSIAN = StatusMap(
    {
        "Зарегистрировано": [],
        "В работе": ["respond", "resume"],
        "В ожидании": "pause",
        "В ожидании / поставщик": ["respond", "pause"],
        "Выполнено": "resolve",
    }
)


@pytest.mark.parametrize(
    ("parts", "events"),
    [
        (("В работе",), ("respond", "resume")),
        (("В ожидании",), ("pause",)),
        (("В ожидании", "клиент"), ("pause",)),
        (("В ожидании", "поставщик"), ("respond", "pause")),
        (("В ожидании", "поставщик", "срочно"), ("respond", "pause")),
        (("В ожидании / поставщик",), ("respond", "pause")),
        (("Зарегистрировано",), ()),
        (("Зарегистрировано", "Выполнено"), ()),
        (("Закрыто",), None),
        (("в работе",), None),
        (("поставщик", "В ожидании"), None),
        ((), None),
    ],
    ids=repr,
)
def test_the_longest_known_status_counts(
    parts: tuple[str, ...], events: tuple[str, ...] | None
) -> None:
    """A status of several parts means what its longest known beginning means, or is unknown."""
    assert RUSSIAN.events(*parts) == events


@pytest.mark.parametrize(
    ("said", "argument", "offers"),
    [
        ({"Waiting": "pauze"}, "statuses.Waiting", "'pause'"),
        ({"Waiting": ["respond", "resumed"]}, "statuses.Waiting", "'resume'"),
        ({"New": "start"}, "statuses.New", "use one of"),
        ({"Waiting": 5}, "statuses.Waiting", "use one of"),
        ({"Waiting": None}, "statuses.Waiting", "use one of"),
        ({"Waiting": [["pause"]]}, "statuses.Waiting", "use one of"),
        ({"Waiting": ["resolve", "pause"]}, "statuses.Waiting", "last"),
        ({"Waiting": b"pause"}, "statuses.Waiting", "use one of"),
        ({"Waiting": "pause:"}, "statuses.Waiting", "'pause'"),
        ({"Waiting": "pause: vendor"}, "statuses.Waiting", "use one of"),
        ({"Waiting": f"pause:{'x' * 80}"}, "statuses.Waiting", "use one of"),
        ({"Given": "assign"}, "statuses.Given", "use one of"),
        ({"Given": "change level"}, "statuses.Given", "use one of"),
        ({"Given": "change calendar"}, "statuses.Given", "use one of"),
        (["Waiting"], "statuses", "map each status"),
        (None, "statuses", "map each status"),
    ],
    ids=repr,
)
def test_what_is_no_event_is_refused(said: Any, argument: str, offers: str) -> None:
    """A status that means no event is refused by name, with the nearest event."""
    with pytest.raises(PolicyError) as caught:
        StatusMap(said)
    assert caught.value.argument == argument
    assert offers in caught.value.remedy


@pytest.mark.parametrize("kind", EVENTS)
def test_a_status_may_mean_what_is_said_by_its_kind(kind: str) -> None:
    """Every event that needs no more than its kind can be meant, reopening too."""
    assert StatusMap({"A": kind}).events("A") == (kind,)
    assert "reopen" in EVENTS
    assert not {"start", "assign", "change level", "change calendar"} & {*EVENTS}


def test_a_status_may_begin_a_wait_of_a_kind() -> None:
    """Waits have kinds of any name, which no target needs to know."""
    said = StatusMap({"В ожидании / Поставщик": ["respond", "pause:поставщик"]})
    assert said.events("В ожидании", "Поставщик") == ("respond", "pause:поставщик")
    assert StatusMap(said.to_dict()) == said


def test_the_statuses_are_known_in_order() -> None:
    """The map lists its statuses as they were said."""
    assert RUSSIAN.known[:2] == ("Зарегистрировано", "В работе")


def test_a_status_map_is_a_value() -> None:
    """Maps that say the same are equal, hash alike, and survive pickle and `repr`."""
    same = StatusMap({"A": "pause", "B": ("resume",)})
    other = StatusMap({"A": ["pause"], "B": "resume"})
    assert (same, hash(same)) == (other, hash(other))
    assert pickle.loads(pickle.dumps(RUSSIAN)) == RUSSIAN  # noqa: S301 - our own
    assert eval(repr(RUSSIAN), {"StatusMap": StatusMap}) == RUSSIAN  # noqa: S307 - our own
    assert StatusMap({"A": "pause"}) != StatusMap({"A": "resume"})


def test_the_events_of_targets_are_part_of_a_map() -> None:
    """What `also` adds can be meant, and is told by `repr`, which says nothing without it."""
    said = StatusMap({"A": ["call", "pause"]}, also=["call"])
    assert said.also == ("call",)
    assert repr(said) == "StatusMap({'A': ('call', 'pause')}, also=('call',))"
    assert repr(StatusMap({"A": "pause"})) == "StatusMap({'A': ('pause',)})"


def test_a_status_that_reopens_does_so_once() -> None:
    """A return to work opens a request that ended, by its own event or by the return alone."""
    desk = Calendar("Mon-Sun 00:00-24:00", time_zone="UTC")
    at = desk.at("2026-03-02 10:00")
    done = SlaClock.start(SupportLevel("L", calendar=desk, resolution="4h"), at=at).resolve(at)
    for kinds in (["reopen", "acknowledge"], ["acknowledge"]):
        again = entered(done, kinds, at)
        assert [event.kind for event in again.events][-2:] == ["reopen", "acknowledge"]
        assert [event.kind for event in again.events].count("reopen") == 1
    assert entered(done, [], at) is done


def test_a_status_that_reopens_is_told_as_it_says() -> None:
    """Where it names the reopening itself, nothing is put before what comes first."""
    desk = Calendar("Mon-Sun 00:00-24:00", time_zone="UTC")
    at = desk.at("2026-03-02 10:00")
    done = SlaClock.start(SupportLevel("L", calendar=desk, resolution="4h"), at=at).resolve(at)
    with pytest.raises(EventError, match="after the request was resolved"):
        entered(done, ["acknowledge", "reopen"], at)
