"""Where each key of a TOML or JSON text stands: their parsers give values without lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BASIC = r'"[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+"?'
_LITERAL = r"'[^'\n]*+'?"
_STRING = (
    r'"""(?:[^"\\]++|\\.|"(?!""))*+(?:"{3,5}|\Z)'  # also one that nothing ends
    rf"|'''(?:[^']++|'(?!''))*+(?:'{{3,5}}|\Z)|{_BASIC}|{_LITERAL}"
)
_COMMENT = r"\#[^\n]*+"
_BLANK = re.compile(rf"(?:[ \t\r\n,:]++|{_COMMENT})*+")
_SCALAR = re.compile(rf"{_STRING}|[^,\]}}\n\#]++", re.DOTALL)
_PART = re.compile(rf"[ \t]*+({_BASIC}|{_LITERAL}|[^\s.=\]:]*+)[ \t]*+([.=\]:]?)")
_ASIDE = re.compile(rf"{_STRING}|{_COMMENT}", re.DOTALL)
_MOST_PARTS = 40
_LONG_KEY = re.compile(rf"\.[ \t]*+(?:[\w-]*+[ \t]*+\.[ \t]*+){{{_MOST_PARTS}}}")


class Mark:
    r"""The line of a key or of an item, and the marks of what it holds.

    >>> mark = toml_marks('[calendars.desk]\nweek = "Mon-Fri 09:00-18:00"')
    >>> mark.find("calendars.desk.week").line
    2
    """

    __slots__ = ("inner", "line")

    def __init__(self, line: int) -> None:
        self.line: int = line
        self.inner: dict[str | int, Mark] = {}

    def __iter__(self) -> Iterator[tuple[str | int, Mark]]:
        """Go through the keys or the indices, and their marks."""
        return iter(self.inner.items())

    def child(self, key: str | int, line: int) -> Mark:
        """Return the mark of a key, made on the first call."""
        if key not in self.inner:
            self.inner[key] = Mark(line)
        return self.inner[key]

    def item(self, line: int) -> Mark:
        """Return the mark of one more item."""
        return self.child(len(self.inner), line)

    @property
    def last(self) -> Mark:
        """The last item of a list; of anything else, the mark itself."""
        return self.inner[len(self.inner) - 1] if 0 in self.inner else self

    def trail(self, path: str) -> list[tuple[str, Mark]]:
        """Return the marks along a key path such as ``levels[0].name``, as far as they go.

        Each comes with the part of the path that it takes. A key that holds dots is found too:
        the longest one that fits is taken.
        """
        found, mark, rest = [], self, f".{path}"
        while rest:
            said = ((form, inner) for key, inner in mark for form in (f".{key}", f"[{key}]"))
            fits = [pair for pair in said if _begins(rest, pair[0])]
            if not fits:
                break
            form, mark = max(fits, key=lambda pair: len(pair[0]))
            found.append((form, mark))
            rest = rest[len(form) :]
        return found

    def find(self, path: str) -> Mark:
        """Return the mark of a key path, or the deepest there is on the way to it."""
        return [self, *(mark for _, mark in self.trail(path))][-1]


def _begins(rest: str, form: str) -> bool:
    return rest.startswith(form) and rest[len(form) : len(form) + 1] in ("", ".", "[")


def toml_marks(text: str) -> Mark:
    """Return the marks of a TOML document that tomllib has read; linear in its length."""
    return _Toml(text).document()


def json_marks(text: str) -> Mark:
    """Return the marks of a JSON document that json has read; linear in its length."""
    return _Json(text).document()


def repeated_key(text: str) -> tuple[str, int]:
    """Return the first key that a JSON document gives twice in one object, and its line."""
    scanner = _Json(text)
    scanner.document()
    return scanner.repeated[0]


def overlong_key(text: str) -> int | None:
    """Return the line of the first TOML key of very many parts, None where there is none.

    tomllib takes hours for some of them, so this is asked before; it holds for any text.
    """
    bare = _ASIDE.sub(lambda aside: "\n" * aside[0].count("\n"), text)
    found = _LONG_KEY.search(bare)
    return bare.count("\n", 0, found.start()) + 1 if found else None


class _Scanner:
    """A place in a text that its parser has accepted: what is read here is right already."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._counted, self._line = 0, 1

    def _key(self, holder: Mark) -> Mark:
        """Pass a key, up to its value; return its mark."""
        raise NotImplementedError  # pragma: no cover - each format has its own

    def _pass(self, pattern: re.Pattern[str]) -> None:
        """Pass what a pattern finds here."""
        found = pattern.match(self._text, self._at)
        self._at = found.end() if found else self._at

    def _skip(self) -> str:
        """Pass blanks, comments and commas; return the sign that follows, empty at the end."""
        self._pass(_BLANK)
        return self._text[self._at : self._at + 1]

    def _here(self) -> int:
        """Return the number of this line."""
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    def _value(self, mark: Mark) -> None:
        """Pass a value and mark what it holds; without recursion, for it can be deep."""
        outer: list[tuple[Mark, str]] = []
        self._begin(mark, outer)
        while outer:
            if self._skip() in "]}":
                self._at += 1
                outer.pop()
            else:
                holder, bracket = outer[-1]
                inner = holder.item(self._here()) if bracket == "[" else self._key(holder)
                self._begin(inner, outer)

    def _begin(self, mark: Mark, outer: list[tuple[Mark, str]]) -> None:
        """Pass a scalar, or enter a list or a table."""
        sign = self._skip()
        if sign and sign in "[{":
            self._at += 1
            outer.append((mark, sign))
        else:
            self._pass(_SCALAR)


class _Toml(_Scanner):
    def document(self) -> Mark:
        root = table = Mark(1)
        while sign := self._skip():
            if sign == "[":
                table = self._header(root)
            else:
                self._value(self._key(table))
        return root

    def _header(self, root: Mark) -> Mark:
        """Pass ``[table]`` or ``[[table of a list]]``; return the table's mark."""
        line = self._here()
        listed = self._text.startswith("[[", self._at)
        self._at += 1 + listed
        mark = self._path(root)
        self._at += listed
        if listed:
            return mark.item(line)
        mark.last.line = line
        return mark.last

    def _key(self, holder: Mark) -> Mark:
        return self._path(holder)

    def _path(self, mark: Mark) -> Mark:
        """Pass the parts of a key and the sign behind it; return the mark of the last part."""
        line, sign = self._here(), "."
        while sign == "." and (part := _PART.match(self._text, self._at)):
            mark = mark.last.child(_unquoted(part[1]), line)
            self._at, sign = part.end(), part[2]
        return mark


class _Json(_Scanner):
    def document(self) -> Mark:
        self.repeated: list[tuple[str, int]] = []
        root = Mark(1)
        self._value(root)
        return root

    def _key(self, holder: Mark) -> Mark:
        import json  # only here, for import slacalc is to be quick

        line, start = self._here(), self._at
        self._pass(_SCALAR)
        key: str = json.loads(self._text[start : self._at])
        if key in holder.inner:
            self.repeated.append((key, line))
        return holder.child(key, line)


def _unquoted(part: str) -> str:
    """Return a part of a TOML key as tomllib reads it."""
    import tomllib  # only here, for import slacalc is to be quick

    if "\\" in part and part.startswith('"'):
        escaped: str = tomllib.loads(f"key = {part}")["key"]
        return escaped
    return part[1:-1] if part.startswith(('"', "'")) else part
