"""Exchange what a function does, wherever a reference to it is kept."""

from __future__ import annotations

import ast
import importlib
import inspect
from functools import cached_property
from types import FunctionType
from typing import Any

from mutants.making import Function


def find(function: Function) -> FunctionType | None:
    """Return the living function that stands at the place of the file; None if there is none."""
    found = _within(vars(importlib.import_module(f"slacalc.{function.floor}")), function.name)
    if not isinstance(found, FunctionType):
        return None
    first, last = function.line - 10, function.line + 10  # the first line is a decorator's
    return found if first <= found.__code__.co_firstlineno <= last else None


def swap(function: Function, source: str) -> None:
    """Let a function do what another source says, until the process ends.

    Raises:
        ValueError: the two close over different variables.
    """
    living = find(function)
    if living is None:
        raise ValueError(function.key)
    space = dict(living.__globals__)
    exec(compile(source, f"<{function.key}>", "exec"), space)  # noqa: S102 - mutants of our own code
    made = _within(space, function.name)
    living.__code__ = made.__code__
    if made.__defaults__ != living.__defaults__:
        living.__defaults__ = made.__defaults__
    if made.__kwdefaults__ != living.__kwdefaults__:
        living.__kwdefaults__ = made.__kwdefaults__


def renew(function: Function) -> None:
    """Compute anew what a module computed with a function while it was imported.

    Tables (dicts) are filled anew in place, since other modules hold them too.
    """
    module = importlib.import_module(f"slacalc.{function.floor}")
    space = vars(module)
    for node in ast.parse(inspect.getsource(module)).body:
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            continue
        if function.name not in {n.id for n in ast.walk(node.value) if isinstance(n, ast.Name)}:
            continue
        name, before = node.targets[0].id, space[node.targets[0].id]
        exec(compile(ast.Module([node], []), function.key, "exec"), space)  # noqa: S102 - our own
        if isinstance(before, dict):
            new = dict(space[name])
            before.clear()
            before.update(new)
            space[name] = before


def _within(space: dict[str, Any], name: str) -> Any:
    owner, _, last = name.rpartition(".")
    found: Any = dict(vars(space[owner])).get(last) if owner else space.get(last)
    if isinstance(found, property):
        found = found.fget
    elif isinstance(found, cached_property):
        found = found.func
    while hasattr(found, "__wrapped__") or hasattr(found, "__func__"):
        found = getattr(found, "__wrapped__", None) or found.__func__
    return found
