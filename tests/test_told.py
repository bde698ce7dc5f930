"""What is told of hours and of calendars that are joined: labels, totals, whose reason it is."""

from __future__ import annotations

import pytest

from slacalc import AnyCalendar, Calendar, HoursError, Rota, SlaClock, SupportLevel, WeekSchedule
from slacalc.rota import _LONGEST


def told(calendar: AnyCalendar, start: str, end: str) -> list[tuple[str, str, str]]:
    """Return the hour, the kind and the note of each stretch between two wall times."""
    stretches = calendar.explain(calendar.at(start), calendar.at(end))
    return [(f"{one.start:%H:%M}", one.kind, one.note) for one in stretches]


def test_pictures_of_hours_have_their_label_and_their_total() -> None:
    """The hours are the label of the picture; a closed day has no total."""
    monday, tuesday = WeekSchedule("Mon 09:00-13:00 14:00:30-18:00").days[:2]
    day, closed = monday._repr_html_(), tuesday._repr_html_()
    assert 'aria-label="09:00-13:00 14:00:30-18:00"' in day
    assert day.count("7h 59m 30s") == 1
    assert "rgba(40, 135, 205, 0.75)" in day  # the colour of working time
    assert "<title>14:00-18:00" in day  # whole minutes, as the bar is drawn
    assert closed.endswith('fill="currentColor"/></svg>')  # no total
    week = Rota("2 x 08:00-20:00 | closed", anchor="2026-03-02")._repr_html_()
    assert f'aria-label="{Rota("2 x 08:00-20:00 | closed", anchor="2026-03-02")}"' in week
    assert week.count("12h") == 2
    assert "XX" not in day + week + closed


def test_a_rota_may_be_as_long_as_it_says() -> None:
    """Of so many characters; one more is refused."""
    said = "2 x 08:00-20:00 | closed"
    assert Rota(said.ljust(_LONGEST), anchor="2026-03-02") == Rota(said, anchor="2026-03-02")
    with pytest.raises(HoursError):
        Rota(said.ljust(_LONGEST + 1), anchor="2026-03-02")


def test_5_21_what_none_covers_is_off_only_where_all_are_off() -> None:
    """One has a holiday, the other is closed for the evening: it is outside hours."""
    off = Calendar("Mon-Fri 09:00-18:00", time_zone="UTC", holidays={"2026-03-04": "Founders"})
    morning = Calendar("Mon-Fri 10:00-12:00", time_zone="UTC", name="morning")
    evening = told(off | morning, "2026-03-04 15:00", "2026-03-04 16:00")
    assert [kind for _, kind, _ in evening] == ["outside hours"]
    weekend = Calendar("Thu 09:00-18:00", time_zone="UTC")
    both = told(weekend | off, "2026-03-04 15:00", "2026-03-04 16:00")
    assert [kind for _, kind, _ in both] == ["holiday"]


def test_5_21_where_all_work_the_first_says_why() -> None:
    """A Saturday that works by an exception keeps its reason."""
    works = Calendar("Mon-Fri 09:00-18:00", time_zone="UTC", exceptions={"2026-03-07": "as mon"})
    always = Calendar("Mon-Sun 00:00-24:00", time_zone="UTC")
    first = told(works & always, "2026-03-07 10:00", "2026-03-07 11:00")
    assert first == told(works, "2026-03-07 10:00", "2026-03-07 11:00")
    assert first != told(always & works, "2026-03-07 10:00", "2026-03-07 11:00")


def test_the_last_row_of_a_ledger_holds_the_sums_alone() -> None:
    """Its cells for day, time and length are empty."""
    desk = Calendar("Mon-Fri 09:00-18:00", time_zone="UTC")
    level = SupportLevel("Office", calendar=desk, resolution="8h")
    clock = SlaClock.start(level, at=desk.at("2026-03-02 10:00"))
    page = clock.explain(desk.at("2026-03-02 12:00")).html()
    last = page.rpartition("<tr")[2]
    assert last.count("<td") == 4
    assert last.count("</td") + last.count("/>") == 4
    assert "XX" not in page
