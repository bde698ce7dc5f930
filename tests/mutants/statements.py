"""The statements of a function: which of them a line belongs to, and which are reached."""

from __future__ import annotations

import ast
from collections.abc import Iterator


def counting(source: str, key: str) -> str:
    r"""Return a function that says `__called__((key, line))` when it reaches each statement.

    >>> print(counting("def half(x):\n    return x / 2", "half"))
    def half(x):
        __called__(('half', 2))
        return x / 2
    """
    module = ast.parse(source)
    for body in list(_bodies(module)):
        body[:] = [one for each in body for one in (*_call(key, each.lineno), each)]
    return ast.unparse(ast.fix_missing_locations(module))


def statement_at(source: str, line: int) -> int:
    r"""Return the line on which the innermost statement begins that a line belongs to.

    The lines before the first statement, of names and default values, belong to that one.

    >>> statement_at("def half(x):\n    return (\n        x / 2\n    )", 3)
    2
    """
    statements = [each for body in _bodies(ast.parse(source)) for each in body]
    around = [one.lineno for one in statements if one.lineno <= line <= (one.end_lineno or 0)]
    return max(around, default=statements[0].lineno)


def _bodies(module: ast.Module) -> Iterator[list[ast.stmt]]:
    """Go through all lists of statements of the function in a module, its own first."""
    function = next(node for node in ast.walk(module) if isinstance(node, ast.FunctionDef))
    for node in ast.walk(function):
        for name in ("body", "orelse", "finalbody"):
            body = getattr(node, name, None)
            if isinstance(body, list) and body:
                yield body


def _call(key: str, line: int) -> list[ast.stmt]:
    return ast.parse(f"__called__(({key!r}, {line}))").body
