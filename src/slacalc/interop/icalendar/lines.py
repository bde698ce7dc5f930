"""The lines of an iCalendar feed: unfolded, numbered, and put into the components they form.

The icalendar library keeps no line numbers and drops what it can't read, so the lines are read
here, and errors can say where they are. Continuation lines are joined before they are decoded,
for feeds fold inside of a character too.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import NamedTuple

from slacalc.errors import FeedError

MOST_BYTES = 10_000_000
MOST_LINES = 500_000
MOST_EVENTS = 20_000
LONGEST_LINE = 1_000_000
_DEEPEST = 8
_NAME = re.compile(r"([A-Za-z0-9-]+)(?:[;:]|$)")
_HEAD = re.compile(
    r"""(?P<name>[A-Za-z0-9-]+)
        (?P<parameters>(?:;[^=;:",]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*)
        :(?P<value>.*)""",
    re.VERBOSE | re.DOTALL,
)
_PARAMETER = re.compile(r';([^=;:",]+)=("[^"]*"|[^";:,]*)')


class Property(NamedTuple):
    """A content line: its number in the feed, its name, and its text, unfolded."""

    number: int
    name: str
    text: str

    def split(self) -> tuple[dict[str, str], str]:
        """Return the parameters and the value, as they stand there; ValueError if it can't."""
        head = _HEAD.fullmatch(self.text)
        if not head:
            raise ValueError(self.text)
        parameters = _PARAMETER.findall(head["parameters"])
        return {name.upper(): value.strip('"') for name, value in parameters}, head["value"]


class Component(NamedTuple):
    """What stands between a BEGIN and its END: lines, and further components."""

    kind: str
    number: int
    lines: list[Property]
    parts: list[Component]

    def value(self, name: str) -> str:
        """Return the value of the first line of a name that can be read, or an empty text."""
        for line in self.lines:
            if line.name == name:
                try:
                    return line.split()[1].strip()
                except ValueError:
                    continue
        return ""


def read_calendars(data: bytes, file: str, encoding: str = "utf-8") -> list[Component]:
    r"""Return the calendars of a feed; a feed that is cut off or of another kind is refused.

    >>> [calendar] = read_calendars(b"BEGIN:VCALENDAR\nVERSION\n :2.0\nEND:VCALENDAR", "a.ics")
    >>> calendar.lines
    [Property(number=2, name='VERSION', text='VERSION:2.0')]
    """
    root = Component("", 0, [], [])
    stack = [root]
    events = 0
    for line in _properties(_plain(data, file, encoding), file):
        if line.name == "BEGIN":
            kind = line.text.partition(":")[2].strip().upper()
            events += kind == "VEVENT"
            _check_begin(file, line, kind, stack, events)
            component = Component(kind, line.number, [], [])
            stack[-1].parts.append(component)
            stack.append(component)
        elif line.name == "END":
            _check_end(file, line, stack)
            stack.pop()
        elif len(stack) == 1:
            raise _foreign(file, line)
        else:
            stack[-1].lines.append(line)
    if len(stack) > 1:
        raise _cut_off(f"{file}:{stack[-1].number}", f"BEGIN:{stack[-1].kind}")
    if not root.parts:
        problem = "holds no calendar"
        raise FeedError(file, len(data), problem, "give text that begins with BEGIN:VCALENDAR")
    return root.parts


def _plain(data: bytes, file: str, encoding: str) -> bytes:
    """Return the feed as UTF-8; what is of one byte a character can be folded anywhere."""
    if len(data) > MOST_BYTES:
        problem = f"is of more than {MOST_BYTES} bytes"
        raise FeedError(file, len(data), problem, "split the feed")
    if encoding.casefold() in ("utf-8", "utf8"):
        return data.removeprefix(BOM_UTF8)
    try:
        return data.decode(encoding).removeprefix("\N{BOM}").encode()
    except LookupError:
        remedy = "give a name such as 'latin-1'"
        raise FeedError("encoding", encoding, "is no encoding", remedy) from None
    except UnicodeError as error:
        problem = f"is not in {encoding}: {error}"
        raise FeedError(file, len(data), problem, "give another encoding") from None


def _properties(data: bytes, file: str) -> Iterator[Property]:
    """Go through the content lines, each with the number of its first line."""
    start, parts, size = 0, [b""], 0
    for number, line in enumerate(data.splitlines(), start=1):
        if number > MOST_LINES:
            problem = f"is of more than {MOST_LINES} lines"
            raise FeedError(file, len(data), problem, "split the feed")
        if not line:
            continue
        if line[:1] in (b" ", b"\t") and start:
            parts.append(line[1:])
            size += len(line)
        else:
            if start:
                yield _property(b"".join(parts), start, file)
            start, parts, size = number, [line], len(line)
        if size > LONGEST_LINE:
            problem = f"is a line of more than {LONGEST_LINE} bytes"
            raise FeedError(f"{file}:{start}", parts[0][:40], problem, "leave it out of the feed")
    if start:
        yield _property(b"".join(parts), start, file)


def _property(raw: bytes, number: int, file: str) -> Property:
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        remedy = "say which encoding it is in, as with encoding='latin-1'"
        raise FeedError(f"{file}:{number}", raw, "is not UTF-8", remedy) from None
    name = _NAME.match(text)
    return Property(number, name[1].upper() if name else "", text)


def _check_begin(file: str, line: Property, kind: str, stack: list[Component], events: int) -> None:
    if len(stack) == 1 and kind != "VCALENDAR":
        raise _foreign(file, line)
    if len(stack) > _DEEPEST:
        problem = f"nests more than {_DEEPEST} deep"
        raise FeedError(f"{file}:{line.number}", line.text, problem, "write components flat")
    if kind == "VEVENT" and stack[-1].kind != "VCALENDAR":
        raise _cut_off(f"{file}:{stack[-1].number}", f"BEGIN:{stack[-1].kind}")
    if events > MOST_EVENTS:
        problem = f"is one event too many, with {MOST_EVENTS} at most"
        raise FeedError(f"{file}:{line.number}", line.text, problem, "split the feed")


def _check_end(file: str, line: Property, stack: list[Component]) -> None:
    kind = line.text.partition(":")[2].strip().upper()
    if len(stack) == 1 or kind != stack[-1].kind:
        inside = f"BEGIN:{stack[-1].kind} of line {stack[-1].number}" if stack[1:] else "nothing"
        problem = f"does not end what is open there, {inside}"
        raise FeedError(f"{file}:{line.number}", line.text, problem, "fetch the feed again, whole")


def _foreign(file: str, line: Property) -> FeedError:
    problem = "stands outside of any calendar"
    remedy = "give text that begins with BEGIN:VCALENDAR"
    return FeedError(f"{file}:{line.number}", line.text, problem, remedy)


def _cut_off(place: str, begun: str) -> FeedError:
    problem = "is never ended, so the feed is cut off"
    return FeedError(place, begun, problem, "fetch the feed again, whole")
