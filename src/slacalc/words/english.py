"""What the reasons and the notices are called in English."""

WORDS = {
    # why time counts or not
    "working": "working",
    "break": "break",
    "outside hours": "outside hours",
    "day off": "day off",
    "holiday": "holiday",
    "closed": "closed",
    "waiting": "waiting",
    "waiting since": "waiting since {since}",
    "before registration": "before registration",
    "not started": "not started",
    "earlier run": "earlier run",
    "done": "done",
    "burnt": "closed, but counted",
    "with a note": "{told} ({note})",
    "beyond": "{told}, beyond the known days",
    # sums and headings
    "counted": "{target}: counted {used}",
    "counted and waited": "{target}: counted {used}, waited {waited}",
    "day": "day",
    "from - to": "from - to",
    "counted time": "counted",
    "why": "why",
    # the worklist
    "request": "request",
    "target": "target",
    "due": "due",
    "left": "left",
    "overdue by": "overdue by {time}",
    "time left": "{time} left",
    "no promise": "no promise",
    # the days of a calendar, as pictures show them
    "transferred": "transferred",
    "shortened": "shortened",
    "other hours": "other hours",
    "hours": "hours",
    "worked": "{time} worked",
    "differs": "{days} days differ",
    "differs by one": "1 day differs",
    "the same": "the same days",
    "here": "here",
    "there": "there",
    # the course of a request
    "off": "off",
    "registered": "registered",
    "overdue": "overdue",
    "stopped": "stopped",
    "breached": "breached",
    "status": "status",
    "urgency": "urgency",
    # out of hours
    "notice today": "We'll answer today from {time}",
    "notice tomorrow": "We'll answer tomorrow from {time}",
    "notice weekday": "We'll answer on {weekday} from {time}",
    "notice date": "We'll answer on {date} from {time}",
}

NAMES: dict[str, str] = {}  # as they are

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

UNITS = {"h": "h", "m": "m", "s": "s"}

DATES = {
    "day": "EEE y-MM-dd",
    "weekday": "EEE",
    "date": "y-MM-dd",
    "told": "d MMMM",
    "told with the year": "d MMMM y",
    "month": "MMM",
    "month and year": "MMMM y",
}
