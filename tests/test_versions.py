from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slacalc import PolicyError
from slacalc.versions import versioned, versions_of

TABLE = {
    "name": "VIP",
    "resolution": "8h",
    "schedule": "office",
    "versions": [
        {"valid_from": "2027-01-01", "resolution": "6h"},
        {"valid_from": date(2027, 7, 1), "unset": ["schedule"], "response": "1h"},
    ],
}


def test_a_version_keeps_what_it_does_not_change() -> None:
    """A version says what is new; the rest is as in the version before."""
    first, second, third = versions_of("levels[0]", TABLE)
    assert first.table == {"name": "VIP", "resolution": "8h", "schedule": "office"}
    assert second.table == {**first.table, "resolution": "6h"}
    assert third.table == {"name": "VIP", "resolution": "6h", "response": "1h"}
    assert [one.valid_from for one in (first, second, third)] == [
        None,
        date(2027, 1, 1),
        date(2027, 7, 1),
    ]
    assert third.place == "levels[0].versions[1]"


def test_a_table_without_versions_is_its_own_only_one() -> None:
    """What has no versions holds from the beginning."""
    (only,) = versions_of("default", {"name": "D"})
    assert (only.valid_from, only.place, only.table) == (None, "default", {"name": "D"})


BAD: list[tuple[list[Any], str]] = [
    ([{"resolution": "6h"}], "default.versions[0].valid_from"),
    ([{"valid_from": "soon"}], "default.versions[0].valid_from"),
    ([{"valid_from": 5}], "default.versions[0].valid_from"),
    ([{"valid_from": "2027-01-01"}, {"valid_from": "2027-01-01"}], "versions[1].valid_from"),
    ([{"valid_from": "2027-01-02"}, {"valid_from": "2027-01-01"}], "versions[1].valid_from"),
    ([{"valid_from": "2027-01-01", "name": "X"}], "versions[0].name"),
    ([{"valid_from": "2027-01-01", "versions": []}], "versions[0].versions"),
    ([{"valid_from": "2027-01-01", "unset": ["response"]}], "versions[0].unset"),
    ([{"valid_from": "2027-01-01", "unset": [3]}], "versions[0].unset"),
    (["2027-01-01"], "default.versions[0]"),
    ([{"valid_from": f"2027-{m:02}-{d:02}"} for m in range(1, 13) for d in range(1, 29)], "over"),
]


@pytest.mark.parametrize(("later", "place"), BAD)
def test_a_version_that_can_not_be_meant_is_refused_by_its_place(
    later: list[Any], place: str
) -> None:
    """Versions without a day, out of order, renamed or too many are an error with a place."""
    table = {"name": "D", "versions": later}
    with pytest.raises(PolicyError) as caught:
        versions_of("default", table, fixed=("name",))
    assert place in f"{caught.value.argument} over"


TABLES = st.lists(
    st.dictionaries(st.sampled_from("abcd"), st.integers(0, 2), max_size=4), min_size=1, max_size=5
)


@given(TABLES)
def test_versions_are_written_and_read_back(tables: list[dict[str, int]]) -> None:
    """Whole tables written as versions read back, but for those that change nothing."""
    days = [None, *(date(2027, month, 1) for month in range(1, len(tables)))]
    told = versions_of("x", versioned(list(zip(days, tables, strict=True))))
    changed = [
        (day, table)
        for day, table, last in zip(days, tables, [None, *tables], strict=False)
        if table != last
    ]
    assert [(one.valid_from, one.table) for one in told] == changed


def test_the_first_version_is_of_the_table_itself() -> None:
    """Its place is that of the table, and 200 later ones may follow it."""
    later = [{"valid_from": date(2027, 1, 1) + timedelta(number)} for number in range(200)]
    first, *others = versions_of("default", {"name": "D", "versions": later})
    assert (first.valid_from, first.place, first.table) == (None, "default", {"name": "D"})
    assert [one.place for one in others] == [f"default.versions[{n}]" for n in range(200)]
