"""Values of fields: of what kind each is, what is shown of it, and how it is written as data."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from enum import IntEnum, StrEnum
from fractions import Fraction
from typing import Any

import pytest

from slacalc import LevelError
from slacalc.values import (
    NUMBER,
    TEXT,
    WALL_TIME,
    as_data,
    field_of,
    plain,
    reading,
    shown,
    shown_list,
    value_of,
)


class Unreadable:
    """An object that tells nothing of itself."""

    @property  # type: ignore[misc]
    def __class__(self) -> Any:
        """Refuse to name a class."""
        raise RuntimeError

    def __repr__(self) -> str:
        """Refuse to be shown."""
        raise RuntimeError


class Tier(StrEnum):
    """Text by a name."""

    VIP = "vip"


class Priority(IntEnum):
    """A number by a name."""

    HIGH = 5


class Shelf:
    """An object that can be asked for what it holds, and is no mapping."""

    def get(self, name: str) -> str:
        """Return anything."""
        return name


def test_a_wall_time_is_read_to_the_microsecond() -> None:
    """A date and time without a zone keeps all its parts."""
    wall = datetime(2026, 3, 2, 10, 20, 30, 40)
    assert reading(wall) == (WALL_TIME, wall)


def test_what_is_derived_from_text_or_a_number_is_read_as_plain() -> None:
    """Members of enumerations are the text or the number that they stand for."""
    for member, kind, key in ((Tier.VIP, TEXT, "vip"), (Priority.HIGH, NUMBER, 5)):
        assert reading(member) == (kind, key)
        assert type(reading(member)[1]) is type(key)


WALL = datetime(2026, 3, 2, 10)


@pytest.mark.parametrize(
    "value", [WALL, WALL.replace(tzinfo=UTC), WALL.date(), Decimal("2.50"), Fraction(1, 3)], ids=str
)
def test_what_is_written_as_a_table_is_read_back(value: Any) -> None:
    """The same value, of the same type."""
    back = value_of("field", plain(value))
    assert (back, type(back)) == (value, type(value))


@pytest.mark.parametrize(
    "said", [{"wall_time": "2026-03-02T10:00:00+03:00"}, {"instant": "2026-03-02T10:00:00"}]
)
def test_an_offset_makes_an_instant(said: dict[str, Any]) -> None:
    """A wall time has none, and an instant has one."""
    with pytest.raises(LevelError, match="is no "):
        value_of("field", said)


def test_a_type_of_the_name_of_a_kind_is_another_kind() -> None:
    """What is no value of ours is of a kind named after its type, and never of one of ours."""
    assert reading({"a": 1}) == ("dict", {"a": 1})
    assert reading(type("a date", (), {})())[0] == "a a date"


def test_decimals_are_read_to_a_thousand_digits() -> None:
    """One more, and it is no number: to compare it would take for ever."""
    assert reading(Decimal("1" * 1_000)) == (NUMBER, int("1" * 1_000))
    assert reading(Decimal("1" * 1_001)) == ("Decimal", None)


def test_only_mappings_hold_fields() -> None:
    """What merely has a `get` is not asked, which might wait for ever, as a queue does."""
    assert field_of({"client": Shelf()}, "client.tier") is None


def test_anything_can_be_shown() -> None:
    """Numbers too long for Python and objects that refuse are shown by what they are."""
    assert shown(10**5_000).startswith(("a number too long to show", "<int instance"))
    assert shown(Unreadable()) == "<Unreadable>"


def test_twelve_values_are_shown_and_the_others_counted() -> None:
    """A list is cut after the twelfth."""
    twelve = ", ".join(map(str, range(12)))
    assert [shown_list(range(number)) for number in (12, 13, 14)] == [
        twelve,
        f"{twelve} or 1 more",
        f"{twelve} or 2 more",
    ]


@pytest.mark.parametrize("value", [5, 2**1_000 - 1, 2.5, -1.5, True, None], ids=str)
def test_a_value_that_json_holds_is_data_as_it_is(value: Any) -> None:
    """Numbers stay numbers, of a thousand bits too."""
    assert as_data(value) is value


def test_a_value_that_json_has_no_word_for_is_shown() -> None:
    """Infinite and huge numbers become text."""
    assert as_data(float("-inf")) == "-inf"
    assert isinstance(as_data(2**1_000), str)


@pytest.mark.parametrize("value", [float("inf"), float("-inf")], ids=str)
def test_infinity_is_written_and_read(value: float) -> None:
    """Both ends of the numbers are tables, for JSON has no word for them."""
    told = plain(value)
    assert told == {"decimal": str(Decimal(value))}
    assert float(value_of("limit", told)) == value


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"date": "2026-03-02", "instant": "2026-03-02T10:00:00+03:00"},
        {"dates": "2026-03-02"},
        {"date": 20260302},
        {"date": "2" * 1_001},
    ],
    ids=lambda said: str(said)[:30],
)
def test_a_table_that_is_no_value_is_refused(said: dict[str, Any]) -> None:
    """A table stands for a value by one key that is known and a text of reasonable length."""
    remedy = "write {date or instant or wall_time or decimal or fraction = text}"
    with pytest.raises(LevelError, match="is no value; ") as caught:
        value_of("conditions.day", said)
    assert (caught.value.argument, caught.value.remedy) == ("conditions.day", remedy)


def test_a_table_holds_a_thousand_characters() -> None:
    """Text of that length is still read, and longer text is not."""
    assert value_of("limit", {"decimal": "1" * 1_000}) == Decimal("1" * 1_000)
    with pytest.raises(LevelError, match="is no value; "):
        value_of("limit", {"decimal": "1" * 1_001})


def test_a_table_that_can_not_be_read_is_shown_with_a_sample() -> None:
    """The refusal names the kind of value, shows what was given, and how it is written."""
    with pytest.raises(LevelError) as caught:
        value_of("conditions.day", {"wall_time": "soon"})
    assert str(caught.value) == (
        "conditions.day.wall_time='soon': is no wall time; write '2026-03-02T10:00:00'"
    )
