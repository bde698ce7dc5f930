"""Checks of chains and policies: what is found, where, and the way out."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from check_worlds import DESK, chain_of

from slacalc import Calendar, LevelChain, Policy, SupportLevel, Target
from slacalc.check import CODES, Finding, check, check_chain
from slacalc.conditions import Condition, CustomCondition

HERE = Path(__file__).parent
EXAMPLES = HERE.parent / "examples"
REFERENCE = HERE.parent / "docs" / "reference" / "checks.md"
UNTIL = date(2027, 6, 30)
OF_A_SAMPLE = {
    "falls-to-default",
    "level-unused",
    "field-unseen",
    "value-unseen",
    "kind-unseen",
    "status-unknown",
}


def told(path: str) -> Policy:
    """A policy of the tests."""
    return Policy.load(HERE / path)


def sample(path: str) -> list[dict[str, str]]:
    """The rows of a file of the tests."""
    with (HERE / path).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


BAD = check(told("bad_policy.toml"), until=UNTIL)
MISFIT = check(told("bad_fit.toml"), sample=sample("bad_fit.csv"), until=UNTIL)


def only(findings: list[Finding], code: str) -> Finding:
    """The one finding of a code."""
    (found,) = [finding for finding in findings if finding.code == code]
    return found


def chain_with(**said: Any) -> LevelChain:
    """A chain of one default level."""
    return LevelChain([], default=SupportLevel("Default", **({"calendar": DESK} | said)))


def codes(found: list[Finding]) -> list[str]:
    """The codes of findings."""
    return [finding.code for finding in found]


def test_the_bad_policy_has_each_kind_once() -> None:
    """Of all that can be found without a sample, the bad policy shows each kind exactly once."""
    assert Counter(codes(BAD)) == Counter(CODES.keys() - OF_A_SAMPLE)


def test_the_misfit_has_each_kind_of_a_sample_once() -> None:
    """Of all that a sample can show, the misfit shows each kind exactly once."""
    assert Counter(codes(MISFIT)) == Counter(OF_A_SAMPLE)


@pytest.mark.parametrize("name", ["support.toml", "volvo.toml"])
def test_the_examples_are_clean(name: str) -> None:
    """Nothing is found in the examples."""
    assert check(Policy.load(EXAMPLES / name)) == []


@pytest.mark.parametrize(
    ("code", "place", "words"),
    [
        ("never-holds", "levels[0].conditions", "'Impossible'"),
        ("open-table", "levels[1].response", "'urgent', 'high'"),
        ("row-never-used", "levels[1].response", "'high'"),
        ("unreachable", "levels[2]", "'Key clients'"),
        ("overlap", "levels[3].conditions", "'Key clients'"),
        ("resolution-first", "levels[3].resolution", "resolution in 2h"),
        ("known-too-short", "calendars.listed", "2026-12-31"),
        ("hours-end", "calendars.project", "2026-03-31"),
        ("no-working-time", "calendars.closed", "Closed"),
        ("longer-than-a-year", "levels[7].resolution", "2500h"),
        ("escalates-too-early", "levels[7].escalations[1]", "resolution in 2500h"),
        ("never-starts", "levels[8].targets.update", "'customer reply'"),
        ("never-waits", "levels[8].targets.update", "'pause:vendor'"),
        ("never-stops", "levels[3].resolution", "'resolve'"),
        ("catch-all", "levels[9]", "'Too late'"),
        ("endless-pause", "statuses.Waiting", "'resume'"),
        ("unused-calendar", "calendars.spare", "'spare'"),
        ("unused-schedule", "schedules.forgotten", "'forgotten'"),
    ],
)
def test_a_finding_names_its_place_and_its_reason(code: str, place: str, words: str) -> None:
    """Each finding has the key path that it is about, and names what it is about."""
    found = only(BAD, code)
    assert found.place == place
    assert words in found.words
    assert found.remedy


@pytest.mark.parametrize(
    ("code", "place", "words", "remedy"),
    [
        ("falls-to-default", "default", "2 of 4 requests (50%)", "add a level"),
        ("level-unused", "levels[0]", "'Large incidents'", "as the requests are"),
        ("field-unseen", "levels[0].conditions.clint", "'clint'", "'client'?"),
        ("value-unseen", "levels[0].conditions.type", "'incidnt'", "'incident'?"),
        ("kind-unseen", "levels[0].conditions.users", "text such as '250'", "read its cells"),
        ("status-unknown", "statuses", "'Waitng'", "'Waiting'?"),
    ],
)
def test_a_sample_shows_what_does_not_fit(code: str, place: str, words: str, remedy: str) -> None:
    """What requests never show is found, with the nearest that they do show."""
    found = only(MISFIT, code)
    assert found.place == place
    assert words in found.words
    assert remedy in found.remedy


def test_a_code_has_its_severity() -> None:
    """A finding is as grave as its code, and the gravest come first."""
    assert all(finding.severity == CODES[finding.code].severity for finding in [*BAD, *MISFIT])
    order = [("error", "warning", "note").index(finding.severity) for finding in BAD]
    assert order == sorted(order)


def test_a_finding_is_plain_data() -> None:
    """A finding is one line for people, and a table that JSON can hold."""
    found = only(BAD, "unreachable")
    assert str(found).startswith("error unreachable at levels[2]: 'Acme incidents' is never chosen")
    assert json.loads(json.dumps([finding.to_dict() for finding in [*BAD, *MISFIT]]))
    assert found.to_dict()["witness"] == {
        "client": "acme",
        "priority": "urgent",
        "type": "incident",
    }
    placed = Finding("x", "note", "default", "words", "way out", line=7, file="a.toml")
    assert str(placed) == "a.toml:7 note x at default: words; way out"
    moved = Finding(
        "x", "note", "p", "w", "r", {"at": datetime(2026, 3, 2, tzinfo=UTC), "n": 1e999}
    )
    assert moved.to_dict()["witness"] == {"at": "2026-03-02T00:00:00+00:00", "n": "inf"}


def test_the_reference_lists_the_codes() -> None:
    """The reference page has a row for each code, as the table says it."""
    page = REFERENCE.read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert rows == [
        f"| `{code.code}` | {code.severity} | {code.sentence} | {code.remedy} |"
        for code in CODES.values()
    ]


def test_a_level_after_one_that_takes_all_is_named_once() -> None:
    """A level without conditions that is not last is one finding, whatever stands after it."""
    found = check_chain(chain_of([[], [Condition("x", "is", "a")], []]))
    assert codes(found) == ["catch-all"]
    assert "'L1', 'L2'" in found[0].words


def test_the_default_is_not_looked_at_when_it_is_last() -> None:
    """A last level without conditions is no fault."""
    assert check_chain(chain_of([[Condition("x", "is", "a")], []])) == []


def test_a_special_case_before_its_rule_is_no_overlap() -> None:
    """A special case before its general rule is how chains are written."""
    special = [Condition("client", "is", "vip"), Condition("type", "is", "outage")]
    assert check_chain(chain_of([special, special[:1], []])) == []


def test_an_overlap_that_an_earlier_level_takes_is_none() -> None:
    """Levels whose common requests have a level of their own before them do not overlap."""
    both = [Condition("client", "is", "vip"), Condition("type", "is", "outage")]
    assert codes(check_chain(chain_of([[one] for one in both]))) == ["overlap"]
    assert check_chain(chain_of([both, *([one] for one in both)])) == []


@pytest.mark.parametrize(
    ("response", "resolution", "found"),
    [
        ("4h", "2h", ["resolution-first"]),
        ("4h", "4h", []),
        ("2 working days", "8h", ["resolution-first"]),
        ("1 working day", "8h", ["resolution-first"]),
        ("1 working day", "12h", []),
        ("4h", "2h around the clock", ["resolution-first"]),
        ("8h", "12h around the clock", []),
        ("3 working days", "1 working day", ["resolution-first"]),
        ({"low": "8h", "*": "1h"}, {"low": "4h", "*": "8h"}, ["resolution-first"]),
        ({"low": "2h", "*": "1h"}, {"low": "4h", "*": "8h"}, []),
        ({"low": "8h", "*": "1h"}, "4h", ["resolution-first"]),
    ],
)
def test_a_resolution_is_due_after_the_response(
    response: Any, resolution: Any, found: list[str]
) -> None:
    """A resolution that is due before the response from every start is found, and no other."""
    level = chain_with(response=response, resolution=resolution)
    assert codes(check_chain(level)) == found


@pytest.mark.parametrize(
    ("resolution", "found"),
    [
        ("2300h", []),
        ("2400h", ["longer-than-a-year"]),
        ("260 working days", []),
        ("270 working days", ["longer-than-a-year"]),
        ("9000h around the clock", []),
    ],
)
def test_a_target_fits_into_a_year(resolution: str, found: list[str]) -> None:
    """A target that is longer than all that is worked in a year is found."""
    assert codes(check_chain(chain_with(resolution=resolution), until=UNTIL)) == found


def test_a_calendar_is_known_until_the_day_asked_for() -> None:
    """A calendar that is known too short is found, where it matters to its answers."""
    for outside, found in (
        ("warn", ["known-too-short"]),
        ("raise", ["known-too-short"]),
        ("assume", []),
    ):
        desk = Calendar(
            "Mon-Fri 09:00-18:00", time_zone="UTC", known_until="2026-12-31", outside=outside
        )
        level = chain_with(calendar=desk, response="1h")
        assert codes(check_chain(level, until=UNTIL)) == found
        assert check_chain(level, until=date(2026, 12, 31)) == []
        assert check_chain(level) == []
        both = chain_with(calendar=desk & DESK, response="1h")
        assert codes(check_chain(both, until=UNTIL)) == found


def test_a_calendar_may_change_to_one_that_goes_on() -> None:
    """Of a calendar that changes on a day, the later one must reach the day asked for."""
    old = Calendar("Mon-Fri 09:00-18:00", time_zone="UTC", known_until="2026-12-31")
    new = Calendar("Mon-Fri 09:00-18:00", time_zone="UTC", known_until="2028-12-31")
    level = chain_with(calendar=old.from_date("2027-01-01", new), response="1h")
    assert check_chain(level, until=UNTIL) == []


def test_a_calendar_that_is_part_of_another_or_of_a_condition_is_used() -> None:
    """A calendar that others are made of, or that a condition asks, is no unused one."""
    duty, spare = (Calendar("Sat 10:00-14:00", time_zone="UTC", name=name) for name in "ab")
    asked = SupportLevel(
        "A", calendar=DESK | duty, response="1h", conditions=[Condition("at", "during", spare)]
    )
    chain = LevelChain([asked], default=SupportLevel("D", calendar=DESK, response="1h"))
    used = {"desk": DESK, "duty": duty, "spare": spare}
    assert check(Policy(chain, calendars=used)) == []
    other = Calendar("Sun 10:00-14:00", time_zone="UTC")
    assert codes(check(Policy(chain, calendars=used | {"other": other}))) == ["unused-calendar"]


def test_what_one_version_uses_is_used() -> None:
    """A calendar or a schedule that only a later version needs is no unused one."""
    desk = {"time_zone": "UTC", "week": "Mon-Fri 09:00-18:00"}
    later = {"valid_from": "2027-01-01", "calendar": "late", "schedule": "long"}
    table = {
        "slacalc": 1,
        "schedules": {"long": "08:00-20:00", "never": "08:00-09:00"},
        "calendars": {"desk": desk, "late": desk | {"week": "Mon 09:00-18:00"}},
        "default": {"name": "D", "calendar": "desk", "resolution": "1h", "versions": [later]},
    }
    (found,) = check(Policy.from_dict(table))
    assert (found.code, found.place) == ("unused-schedule", "schedules.never")


def test_a_row_that_a_number_can_have_is_used() -> None:
    """A row of digits is for whole numbers too, so a condition on numbers leaves it."""
    wanted: dict[str, Any] = {
        "response": {"1": "1h", "5": "2h", "*": "4h"},
        "calendar": DESK,
        "by": "tier",
    }
    level = SupportLevel("A", conditions=[Condition("tier", "less", 3)], **wanted)
    (found,) = check_chain(
        LevelChain([level], default=SupportLevel("D", calendar=DESK, response="1h"))
    )
    assert (found.code, found.place) == ("row-never-used", "levels[0].response")
    assert "'5'" in found.words
    assert "'1'" not in found.words


def test_a_log_without_statuses_has_no_ends() -> None:
    """Where a log is described and no status means an event, targets never stop."""
    fit = told("bad_fit.toml")
    bare = Policy(fit.chain, calendars=fit.calendars, log=fit.log)
    assert codes(check(bare)) == ["never-stops"]
    assert check(Policy(fit.chain, calendars=fit.calendars)) == []


def test_a_pause_that_another_event_ends_is_none_without_end() -> None:
    """A target with events of its own is resumed by them."""
    waits = {"duration": "2h", "pauses_on": "hold", "resumes_on": "go on"}
    chain = chain_with(targets={"update": waits})
    for statuses, found in (
        ({"Held": "hold", "Closed": "resolve"}, ["endless-pause"]),
        ({"Held": "hold", "Back": "go on", "Closed": "resolve"}, []),
    ):
        assert codes(check(Policy(chain, statuses=statuses))) == found


def test_an_assignment_needs_no_status() -> None:
    """A hand-over starts when the request is assigned, which no status can say."""
    chain = chain_with(targets=[Target.hand_over("30m")])
    assert codes(check(Policy(chain, statuses={"Taken": "acknowledge"}))) == []
    assert codes(check(Policy(chain, statuses={"Taken": "resolve"}))) == ["never-stops"]


@pytest.mark.parametrize(
    ("profile", "statuses", "found"),
    [
        ("1c", {"Vendor": "pause:vendor", "Done": "resolve"}, ["endless-pause"]),
        ("1c", {"Vendor": "pause:vendor", "Back": "resume", "Done": "resolve"}, []),
        ({"waits": "none"}, {"Waits": "pause", "Done": "resolve"}, []),
        ({"waits": "all"}, {"Waits": "pause", "Done": "resolve"}, ["endless-pause"]),
    ],
    ids=str,
)
def test_waits_have_kinds_and_profiles_say_what_they_move(
    profile: Any, statuses: dict[str, str], found: list[str]
) -> None:
    """A wait of any kind is a pause to what pauses in all, and to nothing where waits are none."""
    chain = chain_with(response="1h", resolution="4h", profile=profile)
    assert codes(check(Policy(chain, statuses=statuses))) == found


def test_a_wait_of_another_kind_ends_a_wait() -> None:
    """A target that waits for the vendor alone goes on where the customer is waited for."""
    held = {"duration": "2h", "pauses_on": "pause:vendor"}
    chain = chain_with(targets={"update": held})
    vendor, customer = {"Vendor": "pause:vendor"}, {"Customer": "pause:customer"}
    done = {"Done": "resolve"}
    assert codes(check(Policy(chain, statuses=vendor | done))) == ["endless-pause"]
    assert check(Policy(chain, statuses=vendor | customer | done)) == []
    assert codes(check(Policy(chain, statuses=customer | done))) == ["never-waits"]


def test_a_notice_stops_no_response_that_wants_a_reply() -> None:
    """Under a profile of replies, a status that is a notice alone leaves the response open."""
    for profile, found in (("1c", []), ("jira", ["never-stops"])):
        stops = {"duration": "1h", "stops_on": "acknowledge"}
        chain = chain_with(targets={"response": stops}, profile=profile)
        told = check(Policy(chain, statuses={"Taken": "acknowledge"}))
        assert codes(told) == found


@pytest.mark.parametrize(
    ("promised", "at", "found"),
    [
        ("1h", "-1h", False),
        ("1h", "-61m", True),
        ("1h", "+61m", False),
        ("1h", "1000%", False),
        ("1h around the clock", "-2h", True),
        ("1 working day", "-40h", False),
        ({"urgent": "30m", "*": "8h"}, "-1h", True),
        ({"urgent": "1h", "*": "8h"}, "-1h", False),
    ],
    ids=str,
)
def test_an_escalation_must_lie_after_the_start(promised: Any, at: str, *, found: bool) -> None:
    """A distance before the due instant that is longer than what is promised is never reached."""
    chain = chain_with(response=promised, escalations=[{"target": "response", "at": at}])
    told = [one for one in check_chain(chain) if one.code == "escalates-too-early"]
    assert [one.place for one in told] == ["default.escalations[0]"] * found
    assert all(("'urgent'" in one.words) == isinstance(promised, dict) for one in told)


def test_a_condition_that_asks_for_a_missing_field_needs_none() -> None:
    """A field that no request has may be asked for as missing."""
    levels = chain_of([[Condition("parent", "missing", True)]])
    assert check_chain(levels, sample=[{"a": 1}]) == []


def test_values_are_found_in_any_case_and_in_lists() -> None:
    """A condition on text in any case, and on members of lists, finds what the sample shows."""
    levels = chain_of(
        [[Condition("type", "is", "VIP", True)], [Condition("tags", "contains", "db")]]
    )
    seen: list[dict[str, Any]] = [{"type": "vip"}, {"tags": ["db"], "type": "x"}]
    assert codes(check_chain(levels, sample=seen)) == ["overlap"]


def test_a_calendar_in_a_condition_makes_no_claims() -> None:
    """What depends on working time is not decided, unless it is said twice."""
    spare = Calendar("Sat 10:00-14:00", time_zone="UTC")
    during = [[Condition("at", "during", one)] for one in (DESK, spare)]
    assert "unreachable" not in codes(
        check_chain(chain_of([*during, [Condition("at", "exists", True)]]))
    )
    assert "unreachable" in codes(check_chain(chain_of([during[0], during[0]])))


def test_a_callable_makes_no_claims() -> None:
    """What a callable says is never counted on: neither that it holds nor that it does not."""
    odd = CustomCondition(bool, "x")
    assert check_chain(chain_of([[odd], [odd]])) == []
    found = check_chain(chain_of([[Condition("x", "is", "a")], [Condition("x", "is", "a"), odd]]))
    assert codes(found) == ["unreachable"]
    assert found[0].witness == {"x": "a"}
