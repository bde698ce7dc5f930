"""Profiles: how time counts where helpdesks differ, each way by its name."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from slacalc.errors import ArgumentTypeError, LevelError, SlacalcError
from slacalc.profiles import PROFILES, WAYS, Profile, profile_of, way_of

KNOWN = sorted(PROFILES)
OTHER_WAYS = [(option, way) for option, ways in WAYS.items() for way in ways[1:]]


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    """Draw a profile under a name that is known or not."""
    ways: dict[str, Any] = {option: draw(st.sampled_from(ways)) for option, ways in WAYS.items()}
    return Profile(draw(st.sampled_from([*KNOWN, "custom", "ours"])), **ways)


@given(profiles())
def test_a_profile_is_a_value_that_is_written_and_read_back(profile: Profile) -> None:
    """What `to_dict` writes, `of` reads to the equal profile; so do pickle and `repr`."""
    assert Profile.of(profile.to_dict()) == profile
    assert Profile.of(profile) is profile
    assert pickle.loads(pickle.dumps(profile)) == profile  # noqa: S301 - our own
    again = eval(repr(profile), {"Profile": Profile})  # noqa: S307 - our own
    assert (again, hash(again)) == (profile, hash(profile))


@given(profiles())
def test_the_ways_are_all_that_a_profile_means(profile: Profile) -> None:
    """With the ways alone one that counts the same can be made, whatever its name's base is."""
    same = Profile("custom", **profile.ways)  # type: ignore[arg-type]
    assert evolve(same, name=profile.name) == profile


@given(profiles())
def test_a_profile_says_no_more_than_it_must(profile: Profile) -> None:
    """A known profile is its name; a changed one says what is not as in its base, and no more."""
    told = profile.to_dict()
    if profile in PROFILES.values():
        assert told == profile.name
    else:
        assert isinstance(told, dict)
        base = PROFILES.get(profile.name, Profile(profile.name))
        said = {key: value for key, value in told.items() if key != "name"}
        assert said == {key: getattr(profile, key) for key in said}
        assert all(value != getattr(base, key) for key, value in said.items())
        assert told  # an empty table would be left out of a file


def test_the_usual_profile_is_that_of_the_seed() -> None:
    """The first way of each option is the default, and the one of 1c."""
    usual = {option: ways[0] for option, ways in WAYS.items()}
    for profile in (Profile(), profile_of("1c")):
        assert {option: getattr(profile, option) for option in WAYS} == usual
        assert profile.ways == {}
    assert Profile() != profile_of("1c")  # by its name


@pytest.mark.parametrize("name", KNOWN)
def test_a_helpdesk_is_known_by_name(name: str) -> None:
    """Every profile is kept under its own name, and can be the base of another."""
    profile = profile_of(name)
    assert str(profile) == profile.name == name
    for option, way in OTHER_WAYS:
        changed: dict[str, Any] = {option: way}
        assert Profile.of({"name": name} | changed) == evolve(profile, **changed)


def test_a_name_that_is_not_known_has_the_usual_base() -> None:
    """A profile of one's own says what it likes, and the rest is as usual."""
    ours = Profile.of({"name": "ours", "reopen": "count"})
    assert ours == Profile("ours", reopen="count")
    assert Profile.of({"reopen": "count"}) == Profile(reopen="count")
    assert Profile.of({}) == Profile()


@pytest.mark.parametrize(
    ("said", "argument", "says"),
    [
        ("zendsk", "profile", "did you mean 'zendesk'"),
        ("", "profile", "use one of 1c, zendesk"),
        (None, "profile", "a name or a mapping"),
        (5, "profile", "a name or a mapping"),
        (["jira"], "profile", "a name or a mapping"),
        ({"reopens": "count"}, "reopens", "did you mean 'reopen'"),
        ({5: "count"}, "5", "unknown key"),
        ({"reopen": "counts"}, "reopen", "did you mean 'count'"),
        ({"reopen": None}, "reopen", "resume, first_close, count, restart"),
        ({"waits": ["all"]}, "waits", "resolution, all, none"),
        ({"name": 5}, "profile", "has no name"),
        ({"name": ""}, "profile", "has no name"),
        ({"name": ["jira"]}, "profile", "has no name"),
    ],
    ids=str,
)
def test_what_is_no_profile_is_refused(said: Any, argument: str, says: str) -> None:
    """A name, an option or a way that there is not is refused, with those that there are."""
    with pytest.raises(SlacalcError, match=says) as caught:
        Profile.of(said)
    assert caught.value.argument == argument
    assert isinstance(caught.value, LevelError | ArgumentTypeError)


@pytest.mark.parametrize("name", [None, [], {}, 5])
def test_a_name_is_text(name: Any) -> None:
    """What can't be a name is no name of a profile, and never an error of Python's own."""
    with pytest.raises(LevelError, match="is no known profile"):
        profile_of(name)


@pytest.mark.parametrize(("option", "way"), OTHER_WAYS)
def test_each_way_is_taken_by_its_name(option: str, way: str) -> None:
    """A way is what it is called, and only of its own option."""
    assert way_of("how", option, way) == way
    with pytest.raises(LevelError, match="how="):
        way_of("how", option, f"{way}!")
