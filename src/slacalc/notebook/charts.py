"""The year, the week and the timeline as Altair charts, from the rows of the values."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from slacalc.algebra import AnyCalendar
from slacalc.clock import SlaClock
from slacalc.rota import Rota
from slacalc.schedule import DaySchedule, WeekSchedule

if TYPE_CHECKING:
    import altair as alt

_HUES = {
    "working": "#2887cd",
    "waiting": "#e69f00",
    "overdue": "#e15728",
    "transferred": "#00a87d",
    "shortened": "#cc79a7",
    "other hours": "#9682dc",
    "holiday": "#e15728",
    "day off": "#808080",
    "off": "#808080",
}
_WEEK = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_SHOWN = ("date", "weekday", "kind", "hours", "reason")  # of a day
_GAP = 0.15  # between days, of a day's width
_FAINT = 0.25
_USUAL = 0.75


def year_chart(calendar: AnyCalendar, year: int) -> alt.Chart:
    """Return a year of a calendar as a map: a column each week, a row each weekday.

    Days on the calendar's clock; tooltips say hours and reasons. Needs ``slacalc[notebook]``;
    raises `DateError` for what is no year. O(days in it).

    >>> from slacalc import Calendar
    >>> desk = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow")
    >>> year_chart(desk, 2026).to_dict()["mark"]["type"]
    'rect'
    """
    vega = _altair()
    rows = calendar.year(year).rows()
    before = _WEEK.index(rows[0]["weekday"])
    shown = [
        {key: row[key] for key in _SHOWN} | {"week": (number + before) // 7}
        for number, row in enumerate(rows)
    ]
    chart: alt.Chart = (
        vega.Chart(vega.Data(values=shown), title=f"{calendar}, {year}")
        .mark_rect(cornerRadius=2)
        .encode(
            x=vega.X("week:O", axis=None, scale=vega.Scale(paddingInner=_GAP)),
            y=vega.Y("weekday:N", sort=_WEEK, title=None, scale=vega.Scale(paddingInner=_GAP)),
            color=_colour(vega, {row["kind"] for row in rows}),
            opacity=_opacity(vega),
            tooltip=["date:N", "hours:N", "kind:N", "reason:N"],
        )
        .properties(width=vega.Step(13), height=vega.Step(13))
    )
    return chart


def week_chart(schedule: DaySchedule | WeekSchedule | Rota) -> alt.Chart:
    """Return the hours of a day, a week or a rota as bars on the wall clock.

    Hours beyond 24 belong to the day on which their shift began. Needs ``slacalc[notebook]``.
    O(shifts).

    >>> week_chart(WeekSchedule("Mon-Fri 09:00-18:00")).to_dict()["mark"]["type"]
    'bar'
    """
    vega = _altair()
    named = [("", schedule)] if isinstance(schedule, DaySchedule) else _named(schedule)
    rows = [
        {"day": name, "from": _hours(shift.start), "to": _hours(shift.end), "shift": str(shift)}
        for name, day in named
        for shift in day
    ]
    chart: alt.Chart = (
        vega.Chart(vega.Data(values=rows), title=str(schedule))
        .mark_bar(color=_HUES["working"], opacity=_USUAL)
        .encode(
            x=vega.X("from:Q", title="hour", scale=vega.Scale(domainMin=0)),
            x2="to:Q",
            y=vega.Y("day:N", sort=[name for name, _ in named], title=None),
            tooltip=["day:N", "shift:N"],
        )
        .properties(width=480)
    )
    return chart


def timeline_chart(clock: SlaClock, at: datetime) -> alt.Chart:
    """Return the life of a request until an instant: a bar each target, coloured by kind.

    Instants are shown at the offset that the level's calendar had at the registration, so that
    no bar turns back where a clock does. Needs ``slacalc[notebook]``; raises
    `NaiveDatetimeError` for a naive instant, `OutOfRangeError` for more than 20,000 stretches.
    O(openings and days since the registration).

    >>> from slacalc import Calendar, SupportLevel
    >>> desk = Calendar("Mon-Fri 09:00-18:00", time_zone="Europe/Moscow")
    >>> level = SupportLevel("L", calendar=desk, resolution="8h")
    >>> clock = SlaClock.start(level, at=desk.at("2026-03-02 10:00"))
    >>> timeline_chart(clock, desk.at("2026-03-02 12:00")).to_dict()["mark"]["type"]
    'bar'
    """
    vega = _altair()
    zone = timezone(clock.started.astimezone(clock.level.calendar.zone).utcoffset() or timedelta())
    rows = [
        row | {end: _on_one_clock(row[end], zone) for end in ("start", "end")}
        for row in clock.timeline(at).rows()
    ]
    chart: alt.Chart = (
        vega.Chart(vega.Data(values=rows), title=str(clock.level))
        .mark_bar()
        .encode(
            x=vega.X("start:T", title=None),
            x2="end:T",
            y=vega.Y("target:N", title=None, sort=None),
            color=_colour(vega, {row["kind"] for row in rows}),
            opacity=_opacity(vega),
            tooltip=["target:N", "kind:N", "reason:N", "start:T", "end:T"],
        )
        .properties(width=640, height=vega.Step(40))
    )
    return chart


def _altair() -> Any:
    try:
        import altair as alt
    except ModuleNotFoundError:
        message = "charts need the extra: pip install 'slacalc[notebook]'"
        raise ModuleNotFoundError(message, name="altair") from None
    return alt


def _on_one_clock(at: datetime, zone: timezone) -> str:
    return at.astimezone(zone).replace(tzinfo=None).isoformat()


def _named(schedule: WeekSchedule | Rota) -> list[tuple[str, DaySchedule]]:
    return list(zip(schedule.day_names, schedule.days, strict=True))


def _hours(distance: timedelta) -> float:
    return distance / timedelta(hours=1)


def _colour(vega: Any, kinds: set[str]) -> Any:
    """Return the colours of the kinds that are there."""
    shown = [kind for kind in _HUES if kind in kinds]
    scale = vega.Scale(domain=shown, range=[_HUES[kind] for kind in shown])
    return vega.Color("kind:N", scale=scale, title=None)


def _opacity(vega: Any) -> Any:
    """Return how what is off stays behind what works."""
    off = vega.FieldOneOfPredicate(field="kind", oneOf=["off", "day off"])
    return vega.condition(off, vega.value(_FAINT), vega.value(_USUAL))
