"""A policy's editions as plain tables: which names are written for what is equal."""

from __future__ import annotations

from slacalc import Calendar, DaySchedule, LevelChain, SupportLevel
from slacalc.editions import Edition
from slacalc.policy_tables import edition_tables


def desk(name: str = "Desk") -> Calendar:
    """Give a calendar, equal to any other of its name and no other object."""
    return Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Berlin", name=name)


def chain(calendar: Calendar, schedule: DaySchedule | None = None) -> LevelChain:
    """Give a chain of one level."""
    return LevelChain([], default=SupportLevel("D", calendar=calendar, schedule=schedule))


def test_the_first_name_of_equal_calendars_is_written() -> None:
    """A level on a calendar that has two names, and is neither object, is on the first of both."""
    edition = Edition(None, {"b": desk(), "a": desk(), "c": desk()}, chain(desk()))
    assert edition_tables(edition)["default"]["calendar"] == "a"


def test_the_own_name_of_a_calendar_is_written() -> None:
    """The very calendar that has a name is written by it, though an equal one has an earlier."""
    own = desk()
    edition = Edition(None, {"b": own, "a": desk()}, chain(own))
    assert edition_tables(edition)["default"]["calendar"] == "b"


def test_a_calendar_without_a_name_is_written_with_the_names_of_its_parts() -> None:
    """A level's own calendar is a table, in which named calendars are names."""
    night = Calendar("Mon-Sun 22:00-06:00", time_zone="Europe/Berlin", name="Night")
    level = SupportLevel("D", calendar=desk() | night)
    edition = Edition(None, {"x": desk(), "y": night}, LevelChain([], default=level))
    assert edition_tables(edition)["default"]["calendar"]["any_of"] == ["x", "y"]


def test_a_calendar_s_name_is_written_where_its_key_is_another() -> None:
    """A key is the name of a calendar, unless it has one of its own."""
    edition = Edition(None, {"Desk": desk(), "x": desk(), "": desk("")}, chain(desk()))
    told = edition_tables(edition)["calendars"]
    assert [table.get("name") for table in told.values()] == [None, "Desk", None]


def test_the_first_name_of_equal_hours_is_written() -> None:
    """Levels name their hours where these have a name, and write them where not."""
    hours, others = DaySchedule("10:00-16:00"), DaySchedule("10:00-17:00")
    names = {"b": hours, "a": DaySchedule("10:00-16:00"), "c": hours}
    for schedule, told in ((hours, "a"), (others, "10:00-17:00"), (None, None)):
        tables = edition_tables(Edition(None, {}, chain(desk(), schedule)), names)
        assert tables["default"].get("schedule") == told
