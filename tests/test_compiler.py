"""What the compiler takes to be alike: years far away, pages with dates, and the ends of time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from slacalc import AnyCalendar, Calendar, Rota, Span
from slacalc.compiler import Compiler
from slacalc.timeline import CYCLE, HIGHEST, LOWEST, PAGE

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ALWAYS, DAYS = "Mon-Sun 00:00-24:00", "Mon-Sun 09:00-18:00"


def desk(week: Any = DAYS, **said: Any) -> Calendar:
    """Build a calendar in UTC."""
    return Calendar(week, time_zone="UTC", **said)


def day(text: str) -> datetime:
    """Return the first instant of a date in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def page_of(text: str) -> int:
    """Return the number of the page that holds a date."""
    return (date.fromisoformat(text) - date(1970, 1, 1)) // PAGE


def compiled(calendar: Calendar) -> Compiler:
    """Return the pages of a calendar."""
    pages = calendar._pages(day("2026-03-02"))
    assert isinstance(pages, Compiler)
    return pages


def hours_in(calendar: AnyCalendar, first: str, last: str) -> timedelta:
    """Add up the working time from a date to another, the last one left out."""
    fresh = calendar.named("compiled from where it is asked")
    return sum((end - start for start, end in ends(fresh, day(first), day(last))), timedelta(0))


def ends(calendar: AnyCalendar, first: datetime, last: datetime) -> list[tuple[datetime, datetime]]:
    """Return when the spans between two instants start and end."""
    return [
        (span.start, span.end) for span in calendar.spans(first, last) if span.start and span.end
    ]


class TestDates:
    """Single dates, ranges and closures, near and far."""

    @pytest.mark.parametrize("year", [1800, 1912, 1960, 1969, 1970, 1971, 2026, 2200, 2500])
    def test_a_holiday_closes_its_date_and_no_other(self, year: int) -> None:
        """In any year; the same date 400 years before and after stays open."""
        calendar = desk(holidays=[f"{year}-03-04"])
        for other in (year - 400, year, year + 400):
            expected = timedelta(0) if other == year else 9 * HOUR
            assert hours_in(calendar, f"{other}-03-04", f"{other}-03-05") == expected

    def test_a_range_ends_and_a_closure_beside_it_too(self) -> None:
        """Both change what repeats: before, within and after, near and 400 years away."""
        calendar = desk(
            exceptions={"2150-01-01..2300-12-31": "09:00-10:00"},
            closures=["2120-03-04"],
        )
        hours = {2119: 9, 2149: 9, 2150: 1, 2151: 1, 2299: 1, 2300: 1, 2301: 9, 2302: 9, 2701: 9}
        for year, each in hours.items():
            whole = hours_in(calendar, f"{year}-01-01", f"{year + 1}-01-01")
            assert whole == (day(f"{year + 1}-01-01") - day(f"{year}-01-01")).days * each * HOUR
        assert hours_in(calendar, "2120-03-01", "2120-03-08") == 6 * 9 * HOUR

    def test_what_begins_once_lasts(self) -> None:
        """Each page after the change is as the change says, also 400 years later."""
        calendar = desk(exceptions={"2150-01-01..9999-12-31": "09:00-10:00"})
        for year in (2150, 2151, 2152, 2549, 2550, 2551, 9998):
            days = (day(f"{year + 1}-01-01") - day(f"{year}-01-01")).days
            assert hours_in(calendar, f"{year}-01-01", f"{year + 1}-01-01") == days * HOUR
        assert hours_in(calendar, "2149-01-01", "2150-01-01") == 365 * 9 * HOUR

    @pytest.mark.parametrize("closed", ["9998-01-01..9999-12-30", "0001-01-02..0002-12-31"])
    def test_a_closure_that_ends_near_the_end_of_time_ends(self, closed: str) -> None:
        """The one day that is left at that end is open."""
        calendar = desk(closures=[closed])
        left = "9999-12-31" if closed.startswith("9") else "0001-01-01"
        assert calendar.is_open(day(left) + 10 * HOUR)
        inside = day(closed.partition("..")[0]) + 10 * DAY
        find = calendar.next_opening if left > closed else calendar.previous_closing
        assert find(inside) == day(left) + (9 if left > closed else 18) * HOUR

    @pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Asia/Tokyo", "UTC", "Etc/GMT+12"])
    @pytest.mark.parametrize("step", [-2, -1, 0, 1, 2])
    def test_a_holiday_at_the_edge_of_a_page_is_closed_from_end_to_end(
        self, zone: str, step: int
    ) -> None:
        """Also the hours that lie on the page before or after, on another clock."""
        edge = date(1970, 1, 1) + 110 * PAGE + step * DAY
        calendar = Calendar("Mon-Sun 00:00-36:00", time_zone=zone, holidays=[edge])
        start = datetime(edge.year, edge.month, edge.day, tzinfo=calendar.zone)

        assert calendar.elapsed(start - DAY, start + 12 * HOUR) == 36 * HOUR
        assert calendar.elapsed(start + 12 * HOUR, start + DAY) == timedelta(0)
        assert calendar.elapsed(start + DAY, start + 3 * DAY) == 2 * DAY

    def test_shifts_that_begin_with_a_page_are_one(self) -> None:
        """Pages begin on Thursdays at midnight in UTC: a shift that does too is one span."""
        calendar = desk("Thu 00:00-08:00; Wed 20:00-24:00")
        spans = ends(calendar, day("2026-01-01"), day("2028-01-01"))

        lengths = {end - start for start, end in spans}
        assert lengths == {12 * HOUR, 8 * HOUR}  # the first one is cut at the start
        assert all(one[1] < other[0] for one, other in pairwise(spans))


class TestBounds:
    """Where no more working time is, and where there is nothing else."""

    def test_one_open_date_bounds_all_working_time(self) -> None:
        """The page that holds it is within the bounds, and few others are."""
        pages = compiled(desk({}, exceptions={"2026-03-02": "09:00-10:00"}))
        number = page_of("2026-03-02")

        assert number - 1 <= pages.lowest <= number <= pages.highest <= number + 1
        assert pages.total(number) == HOUR

    def test_without_any_there_are_no_bounds(self) -> None:
        """No page is between them."""
        pages = compiled(desk({}))
        assert pages.lowest > HIGHEST
        assert pages.highest < LOWEST

    def test_a_closure_without_an_end_bounds(self) -> None:
        """The page on which it begins is the last, the one on which it ends the first."""
        assert compiled(desk(closures=["2027-03-01.."])).highest == page_of("2027-03-01")
        assert compiled(desk(closures=["2027-03-01.."])).lowest == LOWEST
        assert compiled(desk(closures=["..2027-03-01"])).lowest == page_of("2027-03-01")

    def test_around_the_clock_nothing_closes(self) -> None:
        """Every page is open, and so are those before and after what closes once."""
        plain, holiday = compiled(desk(ALWAYS)), compiled(desk(ALWAYS, holidays=["2026-03-02"]))
        number = page_of("2026-03-02")

        assert plain.endless_from <= LOWEST
        assert plain.endless_until >= HIGHEST
        assert (holiday.endless_until, holiday.endless_from) == (number - 1, number + 1)

    @pytest.mark.parametrize(
        "calendar", [desk(), desk(ALWAYS, holidays=["12-25"]), desk("Mon 09:00-18:00")], ids=str
    )
    def test_what_closes_again_and_again_never_ends_to(self, calendar: Calendar) -> None:
        """From no page on it is open without an end."""
        pages = compiled(calendar)
        assert pages.endless_from > HIGHEST
        assert pages.endless_until < LOWEST


class TestChanges:
    """One calendar, then another."""

    EARLY = desk(holidays=["2026-03-03", "2026-03-12"])
    LATE = desk("Mon-Sun 09:00-10:00", holidays=["2026-03-05", "2026-03-13"])
    FIVE = Calendar(Rota("2 x 08:00-20:00 | 3 x closed", anchor="2026-03-02"), time_zone="UTC")
    NINE = Calendar(Rota("4 x 06:00-18:00 | 5 x closed", anchor="2026-03-02"), time_zone="UTC")
    CLOCK = desk(ALWAYS)
    DESK, LONG = desk("Mon-Fri 09:00-18:00"), desk("Mon-Sat 08:00-20:00")

    def test_each_keeps_its_own_dates(self) -> None:
        """Also on the page of the change."""
        changed = self.EARLY.from_date("2026-03-10", self.LATE)
        hours = [
            changed.elapsed(day("2026-03-01") + n * DAY, day("2026-03-02") + n * DAY)
            for n in range(16)
        ]

        early = [0 if n == 3 else 9 for n in range(1, 10)]
        assert hours == [each * HOUR for each in (*early, 1, 1, 1, 0, 1, 1, 1)]

    @pytest.mark.parametrize(
        ("before", "after"),
        [(FIVE, NINE), (NINE, FIVE), (CLOCK, NINE), (FIVE, CLOCK), (EARLY, LATE)],
        ids=str,
    )
    @pytest.mark.parametrize("years", [0, 399, 400])
    def test_far_from_the_change_each_is_as_it_was(
        self, before: Calendar, after: Calendar, years: int
    ) -> None:
        """However long before and after."""
        late = day(f"{2026 + years}-03-10"), day(f"{2026 + years}-12-31")
        early = day(f"{2025 - years:04}-03-01"), day(f"{2025 - years:04}-12-31")
        changed = before.from_date("2026-03-10", after)
        again = before.from_date("2026-03-10", after)  # compiled from where it is asked first

        assert list(changed.spans(*late)) == list(after.spans(*late))
        assert list(again.spans(*early)) == list(before.spans(*early))

    @pytest.mark.parametrize("changed_on", ["1950-03-10", "2026-03-10", "3000-03-10"])
    @pytest.mark.parametrize("years", [0, 400, 600, 1200])
    @pytest.mark.parametrize(
        ("before", "after"), [(DESK, LONG), (DESK, FIVE), (FIVE, DESK)], ids=str
    )
    def test_pages_repeat_on_each_side_of_the_change(
        self, changed_on: str, years: int, before: Calendar, after: Calendar
    ) -> None:
        """Page by page, near it and hundreds of years later and earlier."""
        changed = before.from_date(changed_on, after)._pages(day("2026-03-02"))
        change, away = page_of(changed_on), years * CYCLE // 400
        for step in range(-3 if years else 1, 4):
            late, early = change + away + step, change - away - step
            assert changed.spans(late, touched=True) == compiled(after).spans(late, touched=True)
            assert changed.spans(early, touched=True) == compiled(before).spans(early, touched=True)

    def test_single_dates_far_from_the_change_are_kept(self) -> None:
        """On the pages before it and after it."""
        early, late = "2020-03-04", "2030-03-06"
        changed = desk(holidays=[early]).from_date("2026-03-10", desk(holidays=[late]))
        pages = changed._pages(day("2026-03-02"))

        for closed in (early, late):
            assert pages.total(page_of(closed)) == (PAGE.days - 1) * 9 * HOUR

    @pytest.mark.parametrize("closed", ["2026-03-09", "2026-03-10"])
    def test_around_the_clock_a_change_ends_what_it_closes(self, closed: str) -> None:
        """Spans that last over pages end at the day that is closed beside the change."""
        changed = desk(ALWAYS, holidays=[closed] if closed < "2026-03-10" else []).from_date(
            "2026-03-10", desk(ALWAYS, holidays=[closed] if closed >= "2026-03-10" else [])
        )
        for years in (1, 5):
            early, late = day(f"{2026 - years}-03-01"), day(f"{2026 + years}-03-01")
            assert changed.next_closing(early) == day(closed)
            assert changed.previous_opening(late) == day(closed) + DAY


class TestDifferences:
    """One calendar without another."""

    @pytest.mark.parametrize("years", [1, 2, 5])
    def test_what_is_taken_out_ends_the_spans_around_it(self, years: int) -> None:
        """All time but a day: it closes when that day begins, however far away."""
        without = desk(ALWAYS) - desk("Mon-Sun closed", exceptions={"2026-03-10": "00:00-24:00"})
        early, late = day(f"{2026 - years}-03-01"), day(f"{2026 + years}-03-20")

        assert without.next_closing(early) == day("2026-03-10")
        assert without.previous_opening(late) == day("2026-03-11")
        assert without.next_closing(late) is None
        assert without.previous_opening(early) is None

    @pytest.mark.parametrize(
        ("first", "last"), [("2026-01-01", "9999-12-31"), ("0001-01-01", "2025-12-31")]
    )
    @pytest.mark.parametrize("how", ["holidays", "exceptions", "closures"])
    def test_what_is_closed_up_to_the_end_of_time_is_not_open_without_an_end(
        self, first: str, last: str, how: str
    ) -> None:
        """Neither by holidays nor by a closure: to take it out takes nothing."""
        said = f"{first}..{last}"
        gone = desk(ALWAYS, **{how: {said: "closed"} if how == "exceptions" else [said]})
        office = desk("Mon-Fri 09:00-18:00")
        at = day("2030-03-04" if first.startswith("2026") else "2020-03-02") + 10 * HOUR

        assert (office - gone).deadline(at, 9 * HOUR) == at + 24 * HOUR
        assert (office - gone).latest_start(at, 2 * HOUR) == at + timedelta(hours=-65)
        assert (office - gone).next_opening(at) == at + 23 * HOUR
        assert (office | gone).next_closing(at) == at + 8 * HOUR

    def test_what_closes_once_a_day_up_to_the_end_of_time_is_not_open_without_an_end(self) -> None:
        """A range of shorter days that lasts until the last date, or from the first one on."""
        for said, at in (("2026-01-01..9999-12-31", 2030), ("0001-01-01..2025-12-31", 2020)):
            most = desk(ALWAYS, exceptions={said: "short 1h"})
            rest = desk(ALWAYS) - most
            noon = datetime(at, 3, 4, 12, tzinfo=UTC)
            assert rest.next_opening(noon) == noon + 11 * HOUR
            assert rest.previous_opening(noon) == noon - 13 * HOUR
            assert most.next_closing(noon) == noon + 11 * HOUR
            assert most.previous_opening(noon) == noon - 12 * HOUR

    @pytest.mark.parametrize("edge", ["2025-11-20", "2026-05-28"])
    def test_a_span_begins_and_ends_at_the_edge_of_a_page(self, edge: str) -> None:
        """Where all before or all after it is closed."""
        assert day(edge) - datetime(1970, 1, 1, tzinfo=UTC) == page_of(edge) * PAGE
        before = str(date.fromisoformat(edge) - DAY)
        never = desk("Mon-Sun closed")
        late = desk(ALWAYS, closures=[f"..{before}"]), never.from_date(edge, desk(ALWAYS))
        early = desk(ALWAYS, closures=[f"{edge}.."]), desk(ALWAYS).from_date(edge, never)
        for calendar in late:
            assert calendar.span_at(day(edge) + 9 * DAY) == Span(day(edge), None)
            assert calendar.previous_opening(day(edge) + 999 * DAY) == day(edge)
        for calendar in early:
            assert calendar.span_at(day(edge) - 9 * DAY) == Span(None, day(edge))
            assert calendar.next_closing(day(edge) - 999 * DAY) == day(edge)

    def test_single_dates_after_a_change_do_not_come_again(self) -> None:
        """400 years after the page behind the change, whose holidays are its own."""
        holidays = [date(3000, 3, 10) + n * DAY for n in range(60, 300)]
        office = "Mon-Fri 09:00-18:00"
        changed = desk(office).from_date("3000-03-10", desk(office, holidays=holidays))
        assert changed.is_open(datetime(3400, 5, 12, 10, tzinfo=UTC))


class TestEndsOfTime:
    """The first and the last pages."""

    def test_what_is_closed_for_ever_opens_on_no_date(self) -> None:
        """Also east of Greenwich, where the last date is over early."""
        closed = Calendar(
            DAYS,
            time_zone="Pacific/Kiritimati",
            exceptions={"2026-12-01..9999-12-31": "closed"},
            holidays=["9999-12-29"],
        )
        assert closed.next_opening(day("2026-12-05")) is None

    @pytest.mark.parametrize(("hours", "is_open"), [("Sat 01:00-20:00", False), (ALWAYS, True)])
    def test_what_has_no_date_holds_no_time_but_around_the_clock(
        self, hours: str, *, is_open: bool
    ) -> None:
        """Where the last dates are listed: the last instants lie on the day after them."""
        said = Calendar(hours, time_zone="Pacific/Kiritimati", holidays=["9999-12-29"])
        assert said.is_open(datetime(9999, 12, 31, 12, tzinfo=UTC)) is is_open

    def test_no_page_has_an_empty_span(self) -> None:
        """Shifts that end where a page begins are none of that page."""
        evenings = compiled(desk("Mon-Sun 18:00-24:00"))
        mornings = compiled(desk("Mon-Sun 00:00-06:00"))
        for pages in (evenings, mornings):
            for number in (0, 1, 100):
                spans = pages.spans(number, touched=False)
                assert len(spans) == PAGE.days
                assert all(start < end for start, end in spans)
