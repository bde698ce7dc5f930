"""The public strategies draw often what goes wrong; counted over examples of one seed."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from effort import EFFORT
from hypothesis import HealthCheck, Phase, find, given, seed, settings
from hypothesis import strategies as st

from slacalc import AnyCalendar, Calendar, DateRange, Rota, SlaClock, SupportLevel, Target
from slacalc.testing.strategies import (
    calendars,
    chains,
    clocks,
    conditions,
    durations,
    histories,
    instants,
    levels,
    shifts,
    tickets,
    week_schedules,
)
from slacalc.testing.strategies.zones import ZONES, transitions

Drawn = TypeVar("Drawn")
MANY = 200
DEAR = MANY if EFFORT.is_whole else 100
"""How many are drawn of what takes long to draw."""
NEAR = timedelta(minutes=2)
OFFICE = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Berlin", holidays=["2026-05-01"])


def drawn(strategy: st.SearchStrategy[Drawn], count: int = MANY) -> list[Drawn]:
    """Return what hypothesis draws in one run."""
    found: list[Drawn] = []

    @seed(1)
    @settings(
        max_examples=count,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example],
    )
    @given(strategy)
    def draw(value: Drawn) -> None:
        found.append(value)

    draw()
    return found


def share(values: Iterable[Any]) -> float:
    """Return the part of some values that are true."""
    said = [bool(value) for value in values]
    return sum(said) / len(said)


def near(calendar: AnyCalendar, at: datetime) -> str:
    """Say what an instant lies within two minutes of."""
    start, end = at.astimezone(UTC) - NEAR, at.astimezone(UTC) + NEAR
    if any(start <= change <= end for change in transitions(calendar.zone.key, 2024, 2027)):
        return "change"
    days = {one.astimezone(calendar.zone).date() for one in (start, end)}
    midnights = (datetime(d.year, d.month, d.day, tzinfo=calendar.zone) for d in days)
    if any(start <= midnight.astimezone(UTC) <= end for midnight in midnights):
        return "midnight"
    spans = [(span.start, span.end) for span in calendar.spans(start, end)]
    return "" if spans in ([], [(start, end)]) else "edge"


def test_instants_of_any_calendar_lie_near_what_goes_wrong() -> None:
    """At least 30 % of instants lie within 2 minutes of an edge, a midnight or a change."""
    pairs = st.builds(lambda *pair: pair, st.shared(calendars(), key="calendar"), _instants())
    found = Counter(near(calendar, at) for calendar, at in drawn(pairs))
    assert found[""] <= 0.7 * found.total()
    assert all(found[kind] >= 0.02 * found.total() for kind in ("change", "midnight", "edge"))


def _instants() -> st.SearchStrategy[datetime]:
    return st.shared(calendars(), key="calendar").flatmap(lambda one: instants(calendar=one))


def test_instants_of_an_office_come_near_all_that_it_says() -> None:
    """Folds, changes of the clock, microseconds, holidays and other zones are drawn."""
    found = drawn(instants(calendar=OFFICE))
    local = [at.astimezone(OFFICE.zone) for at in found]
    assert share(near(OFFICE, at) == "change" for at in found) > 0.05
    assert share(near(OFFICE, at) == "edge" for at in found) > 0.1
    assert any(at.fold for at in local)
    assert share(at.microsecond for at in found) > 0.1
    assert share(str(at.date()) == "2026-05-01" for at in local) > 0.02
    assert share(at.utcoffset() != here.utcoffset() for at, here in zip(found, local, strict=True))


def test_instants_without_a_calendar_come_near_changes_of_any_zone() -> None:
    """Every zone is drawn, and its changes."""
    found = drawn(instants())
    assert {str(at.tzinfo) for at in found} == set(ZONES)
    assert share(_is_near_a_change(at) for at in found) > 0.03


def _is_near_a_change(at: datetime) -> bool:
    exact = at.astimezone(UTC)
    return any(abs(exact - change) <= NEAR for change in transitions(str(at.tzinfo), 2024, 2027))


def test_hours_have_nights_breaks_and_small_hours() -> None:
    """A third of shifts are nights; weeks have breaks, other days, and some never close."""
    day = timedelta(days=1)
    found = drawn(shifts())
    assert 0.12 < share(shift.end > day for shift in found) < 0.6
    assert find(shifts(), lambda shift: shift.start >= day).start == day
    assert share(timedelta(0) < shift.start < day / 6 for shift in found) > 0.03
    assert share(shift.start % timedelta(hours=1) for shift in found) > 0.1
    weeks = drawn(week_schedules())
    assert share(any(len(day.shifts) > 1 for day in week.days) for week in weeks) > 0.2
    assert find(week_schedules(), lambda week: week.never_closes).never_closes
    assert share(len({day for day in week.days if day}) > 1 for week in weeks) > 0.1
    assert not find(week_schedules(empty=True), lambda week: not week)


def test_calendars_have_all_that_can_be_said() -> None:
    """Nights, holidays, exceptions of each rank, closures, rotas and all zones are drawn."""
    found = drawn(calendars())
    keys = [key for one in found for key in (*one.holidays, *one.exceptions)]
    rules = {str(rule).split()[0] for one in found for rule in one.exceptions.values()}
    assert {one.time_zone for one in found} == set(ZONES)
    assert share(one.week.crosses_midnight for one in found) > 0.15
    assert share(one.holidays for one in found) > 0.3
    assert share(one.exceptions for one in found) > 0.3
    assert share(one.closures for one in found) > 0.03
    assert share(isinstance(one.week, Rota) for one in found) > 0.03
    assert share(isinstance(key, DateRange) for key in keys) > 0.05
    assert any("easter" in str(key) for key in keys)
    assert any("FREQ" in str(key) for key in keys)
    assert {"closed", "short", "as", "on", "10:00-14:00"} <= rules


def test_calendars_are_combined_and_bounded_where_that_is_asked_for() -> None:
    """Each operator comes, and calendars that know some years only."""
    one_zone = calendars(zones=["Europe/Berlin"], combined=True, horizons=True)
    found = drawn(one_zone, MANY + MANY // 2)
    words = Counter(getattr(one, "operator", type(one).__name__) for one in found)
    assert all(words[said] for said in ("|", "&", "-", "Calendar", "ChangedCalendar"))
    plain = [one for one in found if isinstance(one, Calendar)]
    assert share(one.known_until for one in plain) > 0.05
    ways = {one.outside for one in plain if one.known_from or one.known_until}
    assert ways == {"assume", "warn", "raise"}


def test_durations_are_hours_minutes_and_microseconds() -> None:
    """Whole hours are frequent, finer durations come, and zero where it is asked for."""
    found = drawn(durations(zero=True))
    assert share(not one % timedelta(hours=1) for one in found) > 0.3
    assert share(one % timedelta(minutes=1) for one in found) > 0.05
    assert timedelta(0) in found
    assert all(one <= timedelta(days=30) for one in found)


def test_every_operator_and_group_is_drawn() -> None:
    """Conditions use all operators, in groups too."""
    found = drawn(conditions(), 3 * MANY)
    operators = Counter(getattr(one, "operator", getattr(one, "how", "")) for one in found)
    wanted = "is is_not in not_in contains starts_with less at_most more at_least between before"
    assert {*wanted.split(), "after", "exists", "missing", "during"} <= set(operators)
    assert {"all_of", "any_of", "none_of"} <= set(operators)


def test_tickets_hit_the_levels_of_their_chain() -> None:
    """Of the tickets for a chain that asks anything, at least a half do not fall to the default."""
    pairs = chains().flatmap(lambda chain: st.tuples(st.just(chain), tickets(chain=chain)))
    found = [(chain, ticket) for chain, ticket in drawn(pairs, DEAR) if _asks(chain)]
    hits = [chain.level_for(ticket) is not chain.default for chain, ticket in found]
    assert len(hits) > DEAR / 10
    assert 0.5 < share(hits) < 1


def _asks(chain: Any) -> bool:
    return bool(chain.levels) and all(level.conditions for level in chain.levels)


def test_levels_promise_in_all_ways() -> None:
    """Levels lack a promise, have others, schedules, profiles, escalations; days where asked."""
    found = drawn(levels(working_days=True, tables=True))
    assert not find(levels(), lambda level: level.resolution is None).resolution
    assert share(len(level.targets) > 2 for level in found) > 0.1
    assert share(level.schedule for level in found) > 0.03
    assert share(level.escalations for level in found) > 0.1
    assert share(level.rows for level in found) > 0.1
    assert share(level.profile.ways for level in found) > 0.2
    assert share("working day" in str(level.resolution) for level in found) > 0.03


def test_clocks_wait_breach_end_and_reopen() -> None:
    """Lives are of all sorts."""
    found = drawn(clocks(), DEAR)
    kinds = Counter(event.kind for clock in found for event in clock.events)
    assert {clock.state for clock in found} == {"open", "waiting", "resolved", "cancelled"}
    assert share(any(one.breached_at for one in clock.targets) for clock in found) > 0.2
    assert share(clock.reopened for clock in found) > 0.1
    assert share(_waited(clock) for clock in found) > 0.1
    assert {"pause:vendor", "assign", "customer reply", "automatic reply"} <= set(kinds)


def test_histories_hold_what_only_a_target_of_the_level_knows() -> None:
    """Events of a kind that a target names come in a tenth of its histories, and more."""
    called = Target("call back", "3h", starts_on="respond", stops_on=("called", "resolve"))
    level = SupportLevel("Calls", calendar=OFFICE, resolution="8h", targets=[called])
    found = drawn(histories(level=level), MANY // 2)
    assert share("called" in {event.kind for event in history} for history in found) > 0.1


def _waited(clock: SlaClock) -> bool:
    return any(target.waited for target in clock.targets)
