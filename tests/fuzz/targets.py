"""All targets of the fuzz by their names."""

from __future__ import annotations

from fuzz.feeds import ICAL, PRODUCTION
from fuzz.policies import POLICY_JSON, POLICY_TOML
from fuzz.states import LOG, STATE
from fuzz.text_forms import CONDITIONS, DATES, DURATIONS, HOURS

TARGETS = {
    target.name: target
    for target in (
        HOURS, DURATIONS, DATES, CONDITIONS, POLICY_TOML, POLICY_JSON, ICAL, PRODUCTION, STATE, LOG,
    )
}  # fmt: skip
