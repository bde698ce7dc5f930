"""The mutants of a file: every small change that mutmut knows, to every function of it.

mutmut leaves decorated functions out, because its trampolines would break them. Here the code of a
function is exchanged in place (see `swapping`), so properties and validators have mutants too; what
stays without any is the code of modules and classes outside functions.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from typing import Any, NamedTuple

from mutants.statements import counting, statement_at

FUTURE = "from __future__ import annotations\n"


class Function(NamedTuple):
    """A function of a floor as its file has it, a method with the name of its class before it."""

    floor: str
    name: str
    line: int
    source: str
    counting: str  # the same, and it says which statements are reached

    @property
    def key(self) -> str:
        """Name the function among all."""
        return f"{self.floor}.{self.name}"


class Mutant(NamedTuple):
    """A function with one small change."""

    function: Function
    source: str
    change: str  # the lines that differ, those of the original first
    statement: int  # the line on which the changed statement begins, in the function's source

    @property
    def key(self) -> str:
        """Name the mutant by what it changes, which outlives other changes to the file."""
        return f"{self.function.key}: {self.change}"


class Made(NamedTuple):
    """All that was found in a file."""

    functions: list[Function]
    mutants: list[Mutant]
    outside: int  # mutants of module and class code, which are not tried


def make(path: Path) -> Made:
    """Return the functions of a file and their mutants, in the order of the file."""
    import libcst as cst

    module, mutations = _mutations(path)
    functions = {
        node: _function(path.stem, node, owner, line) for node, owner, line in _functions(module)
    }
    made = Made(list(functions.values()), [], 0)
    outside = 0
    for mutation in mutations:
        node = mutation.contained_by_top_level_function
        if node not in functions:
            outside += not isinstance(node, cst.FunctionDef)
            continue
        made.mutants.append(_mutant(functions[node], node, mutation))
    return made._replace(outside=outside)


def _mutations(path: Path) -> tuple[Any, list[Any]]:
    """Let mutmut list its changes, those in decorated functions as well."""
    import libcst as cst
    from libcst.metadata import MetadataWrapper
    from mutmut.mutation import file_mutation
    from mutmut.mutation.mutators import mutation_operators
    from mutmut.mutation.pragma_handling import get_ignored_lines

    class Visitor(file_mutation.MutationVisitor):
        def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
            if isinstance(node, cst.FunctionDef) and node.decorators:
                node = node.with_changes(decorators=[])
            return bool(super()._skip_node_and_children(node))

    text = path.read_text(encoding="utf-8")
    wrapper = MetadataWrapper(cst.parse_module(text))
    visitor = Visitor(mutation_operators, get_ignored_lines(str(path), text, wrapper, None), None)
    return wrapper.visit(visitor), visitor.mutations


def _functions(module: Any) -> Iterator[tuple[Any, str, int]]:
    """Yield the functions and methods of a module, with the class and the place of each."""
    import libcst as cst
    from libcst.metadata import MetadataWrapper, PositionProvider

    wrapper = MetadataWrapper(module, unsafe_skip_copy=True)
    places = wrapper.resolve(PositionProvider)
    for node in wrapper.module.body:
        owner = node.name.value if isinstance(node, cst.ClassDef) else ""
        for inner in node.body.body if isinstance(node, cst.ClassDef) else [node]:
            if isinstance(inner, cst.FunctionDef) and isinstance(inner.body, cst.IndentedBlock):
                yield inner, owner, places[inner].start.line


def _function(floor: str, node: Any, owner: str, line: int) -> Function:
    name = f"{owner}.{node.name.value}" if owner else node.name.value
    source = _written(owner, node)
    return Function(floor, name, line, source, counting(source, f"{floor}.{name}"))


def _mutant(function: Function, node: Any, mutation: Any) -> Mutant:
    from mutmut.mutation.file_mutation import deep_replace

    changed = deep_replace(node, mutation.original_node, mutation.mutated_node)
    source = _written(function.name.rpartition(".")[0], changed)
    before, after = function.source.splitlines(), source.splitlines()
    lines = list(unified_diff(before, after, lineterm="", n=0))
    change = [line[0] + " " + line[1:].strip() for line in lines[2:] if line[0] in "-+"]
    first = next(
        number for number, line in enumerate(before, 1) if line not in after[number - 1 : number]
    )
    return Mutant(function, source, "\n".join(change), statement_at(function.source, first))


def _written(owner: str, node: Any) -> str:
    """Write a function without its decorators, in a class of its class's name if it has one."""
    import libcst as cst

    node = node.with_changes(decorators=[], leading_lines=[], lines_after_decorators=[])
    if owner:
        node = cst.ClassDef(cst.Name(owner), cst.IndentedBlock([node]))
    return FUTURE + str(cst.Module([node]).code)
