"""The codes of all findings: how grave each is, what it says, and the way out."""

from __future__ import annotations

from attrs import frozen

SEVERITIES = ("error", "warning", "note")


@frozen
class Code:
    """A kind of finding."""

    code: str
    severity: str
    sentence: str
    remedy: str


_TABLE = (
    Code(
        "never-holds",
        "error",
        "The conditions of a level contradict one another, so that no request can meet them.",
        "drop one of them",
    ),
    Code(
        "unreachable",
        "error",
        "Earlier levels take every request that a level would take, so that it is never chosen.",
        "move it before them, or change its conditions or theirs",
    ),
    Code(
        "catch-all",
        "error",
        "A level without conditions is not the last one, so that none after it is ever chosen.",
        "move it to the end, give it conditions, or make it the default",
    ),
    Code(
        "overlap",
        "note",
        "Two levels share some requests, and each has some of its own: their order decides.",
        "see that the earlier one is meant to win, or tell them apart by a condition",
    ),
    Code(
        "open-table",
        "note",
        "A table of durations has no row '*', so that requests with other values have no target.",
        "add a row '*' for all other values",
    ),
    Code(
        "row-never-used",
        "warning",
        "The conditions of a level leave out every request that a row of its table is for.",
        "drop the row, or change the conditions",
    ),
    Code(
        "resolution-first",
        "error",
        "The resolution of a level is due before its response: always, or (a warning, for what is "
        "counted unlike) from every start that was tried.",
        "promise a shorter response or a longer resolution",
    ),
    Code(
        "escalates-too-early",
        "warning",
        "An escalation lies before the start of its target, whose time is shorter than that.",
        "write a share such as '75%', or a distance that is shorter than what is promised",
    ),
    Code(
        "longer-than-a-year",
        "warning",
        "A target is longer than all working time that its calendar has in a year.",
        "promise less, or see that the unit is right",
    ),
    Code(
        "no-working-time",
        "error",
        "Targets count on a calendar that has no working time at all.",
        "give it hours, or use another calendar",
    ),
    Code(
        "known-too-short",
        "warning",
        "The days of a calendar are known only until a day before the one asked for.",
        "list the days until then, and move known_until",
    ),
    Code(
        "hours-end",
        "error",
        "The working time of a calendar ends for good before the day asked for.",
        "give it hours after that, or change to another calendar then",
    ),
    Code(
        "endless-pause",
        "error",
        "A status pauses targets, and no status ever resumes them.",
        "give the status in which work goes on the event that resumes",
    ),
    Code(
        "never-starts",
        "warning",
        "A target starts on events that no status means.",
        "give a status one of these events, or start the target on another one",
    ),
    Code(
        "never-waits",
        "warning",
        "A target waits in kinds of waits that no status means.",
        "give a status one of these events, or let the target wait in another kind",
    ),
    Code(
        "never-stops",
        "warning",
        "A target stops on events that no status means, so that it can only be breached.",
        "give a status one of these events, or stop the target on another one",
    ),
    Code(
        "unused-calendar",
        "note",
        "No level, target, condition or other calendar uses a calendar.",
        "drop it, or use it",
    ),
    Code(
        "unused-schedule",
        "note",
        "No level uses a schedule.",
        "drop it, or use it",
    ),
    Code(
        "falls-to-default",
        "note",
        "Requests of the sample meet the conditions of no level.",
        "see that the default is meant for them, or add a level",
    ),
    Code(
        "level-unused",
        "warning",
        "No request of the sample is given to a level.",
        "see that its conditions are written as the requests are",
    ),
    Code(
        "field-unseen",
        "warning",
        "No request of the sample has a field that is asked for.",
        "write the field as the requests do",
    ),
    Code(
        "value-unseen",
        "warning",
        "No request of the sample has a value that is asked for.",
        "write the value as the requests do",
    ),
    Code(
        "kind-unseen",
        "warning",
        "A condition is on a kind of value that its field never has in the sample.",
        "compare with values of the kind that the requests have, or read them as the kind meant",
    ),
    Code(
        "status-unknown",
        "warning",
        "Requests of the sample have a status that means nothing to the policy.",
        "add it to [statuses], with [] where it means no event",
    ),
)
CODES = {code.code: code for code in _TABLE}
