"""The yardstick: add and subtract the zone-correct way, and count no working time at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from rivals.plan import Convention, Plan, Subject

NAME = "plain addition"
CONVENTION = Convention(says="counts every hour; a yardstick for speed, no rival")


def build(plan: Plan) -> Subject:
    zone = ZoneInfo(plan.zone)

    def deadline(start: datetime, duration: timedelta) -> datetime:
        return (start.astimezone(UTC) + duration).astimezone(zone)

    def elapsed(start: datetime, end: datetime) -> timedelta:
        return end.astimezone(UTC) - start.astimezone(UTC)

    return Subject(plan, deadline, elapsed)
