"""The canonical text of plain data, and its fingerprint."""

import json
import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slacalc.canonical import canonical, fingerprint
from slacalc.errors import PolicyError

_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
_DATA = st.recursive(
    _SCALARS, lambda below: st.lists(below) | st.dictionaries(st.text(), below), max_leaves=20
)


def _turned(value: Any) -> Any:
    """Return the data with the keys of every table the other way round."""
    if isinstance(value, dict):
        return {key: _turned(one) for key, one in reversed(value.items())}
    return [_turned(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [2, 1]}, '{"a":[2,1],"b":1}'),
        ([1, 1.0, -0.0, 0.0, 1e300], "[1,1.0,-0.0,0.0,1e+300]"),
        ([True, False, None], "[true,false,null]"),
        ({"Ä": "é", "z": "e\u0301"}, '{"z":"e\u0301","Ä":"é"}'),
        ('line\n"\\\x7f\u2028', '"line\\n\\"\\\\\x7f\u2028"'),
        ({}, "{}"),
        ((1 << 2048) - 1, str((1 << 2048) - 1)),
    ],
)
def test_each_value_has_one_text(value: object, text: str) -> None:
    """Keys are sorted, lists are not, nothing is normalised, an int and its float differ."""
    assert canonical(value) == text


@given(_DATA)
def test_the_text_is_json_that_says_the_same(value: Any) -> None:
    """Reading the text as JSON gives the data back, and its text is the same again."""
    read = json.loads(canonical(value))
    assert read == value
    assert canonical(read) == canonical(value)


@given(_DATA)
def test_the_order_of_keys_does_not_matter(value: Any) -> None:
    """Data whose tables list their keys in another order has the same fingerprint."""
    assert fingerprint("x", _turned(value)) == fingerprint("x", value)


@given(_DATA, _DATA)
def test_other_data_has_another_fingerprint(one: Any, other: Any) -> None:
    """Fingerprints agree exactly where the canonical texts agree."""
    same = canonical(one) == canonical(other)
    assert (fingerprint("x", one) == fingerprint("x", other)) == same


@pytest.mark.parametrize(
    ("kind", "table", "expected"),
    [
        # printf 'level\n{"name":"VIP"}' | sha256sum | cut -c -32
        ("level", {"name": "VIP"}, "4ffbb5f19080cbb037f5bf3e872ef6f0"),
        # printf 'calendar\n{"name":"VIP"}' | sha256sum | cut -c -32
        ("calendar", {"name": "VIP"}, "73a23e4cf11226c56dacc99795f4713c"),
        # printf 'policy\n{"a":[1,1.0,true,null],"Ä":{}}' | sha256sum | cut -c -32
        ("policy", {"Ä": {}, "a": [1, 1.0, True, None]}, "8f8eaafba2db0c2c92b63ce1e6db3313"),
    ],
)
def test_fingerprints_stay_as_they_are(kind: str, table: object, expected: str) -> None:
    """Stored fingerprints go on to be found: these values were computed without the library."""
    assert fingerprint(kind, table) == f"slacalc1:{expected}"


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"a": [1, {"b": math.nan}]}, "a[1].b"),
        ({"a": math.inf}, "a"),
        ({"a": {1: 2}}, "a"),
        ([(1, 2)], "[0]"),
        ({"a": b"raw"}, "a"),
        ({"a": {"b": "\ud800"}}, "a.b"),
        ({"\udfff": 1}, "value"),
        ({"a": 1 << 5_000}, "a"),
        ({"a": -(1 << 50_000)}, "a"),
        (object(), "value"),
    ],
)
def test_what_json_cannot_say_is_refused_by_place(value: object, place: str) -> None:
    """Other types, numbers without end, keys that are no text: an error with the key path."""
    with pytest.raises(PolicyError) as caught:
        canonical(value)
    assert caught.value.argument == place


@pytest.mark.parametrize(
    "wrap", [lambda one: [one], lambda one: {"a": one}], ids=["lists", "tables"]
)
def test_nesting_is_bounded(wrap: Callable[[Any], Any]) -> None:
    """120 levels are written, one more or a circle is refused at once."""
    value: Any = 1
    for _ in range(120):
        value = wrap(value)
    assert json.loads(canonical(value)) == value
    with pytest.raises(PolicyError, match="more than 120 deep"):
        canonical(wrap(value))


def test_a_circle_is_refused() -> None:
    """A list that holds itself ends in an error, not in a search without end."""
    circle: list[Any] = []
    circle.append(circle)
    with pytest.raises(PolicyError, match="more than 120 deep"):
        canonical(circle)
