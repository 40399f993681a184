"""Finds sentences that are put together from translated pieces, by ``join``, ``+``, ``%`` or an f-string.

Each language has its own order, spaces and punctuation, which a translator can only give where the whole is a message.
Lines, columns and marks are layout, the same in every language, and raise no alarm.

What is translated is followed through the names of a function and through the functions of the project that return it.
What only a running program knows (attributes, values handed in) is not followed: such a piece raises no alarm.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from composer.workbench.catalogs.calls import MESSAGES

_WORDS = "composer.words"
_FORMATS = frozenset({"listing", "alternatives", "language_name", "own_name", "size", "date", "date_time"})
"""What ``composer.words`` has besides messages that returns words or numbers with words."""
_PASSING = frozenset({
    "clean", "shorten", "paragraph", "marked", "located", "str", "next", "filter", "list", "tuple", "sorted",
    "reversed", "chain",
})  # fmt: skip
"""Functions that return the words that they are handed."""
_LAYOUT = re.compile(r"[\s|*=<>\[\]\-·→]*")
_ROUNDS = 3
"""How often a function's names are gone through: a name can be given its value below the place that uses it."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Assembled(NamedTuple):
    """A place where a text is put together."""

    module: str
    line: int
    code: str
    """The expression."""


@dataclass(frozen=True)
class _Module:
    name: str
    tree: ast.Module
    imports: dict[str, str]
    """The dotted name of each imported name."""


@dataclass
class _Scope:
    """What is known inside one function: which of its names, and which functions, give translated text."""

    module: _Module
    functions: set[str]
    names: set[str] = field(default_factory=set)

    def is_translated(self, node: ast.AST | None) -> bool:
        """Whether an expression is, or holds, translated text."""
        match node:
            case ast.Call():
                return self._call_is_translated(node)
            case ast.Name(id=name):
                return name in self.names
            case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, right=other):
                return self.is_translated(one) or self.is_translated(other)
            case ast.BoolOp(values=parts) | ast.JoinedStr(values=parts):
                return any(map(self.is_translated, parts))
            case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
                return any(map(self.is_translated, elements))
            case ast.FormattedValue(value=value) | ast.Starred(value=value) | ast.Subscript(value=value):
                return self.is_translated(value)
            case ast.GeneratorExp(elt=element, generators=loops) | ast.ListComp(elt=element, generators=loops):
                return self._over(loops).is_translated(element)
        return False

    def _call_is_translated(self, call: ast.Call) -> bool:
        called = self._dotted(call.func)
        if called in self.functions:
            return True
        match call.func:
            case ast.Attribute(attr="join"):
                return any(map(self.is_translated, call.args))
            case ast.Name(id="map"):
                return self._dotted(call.args[0]) in self.functions or any(map(self.is_translated, call.args[1:]))
        return called.rpartition(".")[2] in _PASSING and any(map(self.is_translated, call.args))

    def _dotted(self, node: ast.expr) -> str:
        match node:
            case ast.Name(id=name):
                return self.module.imports.get(name, f"{self.module.name}.{name}")
            case ast.Attribute(attr=name, value=ast.Name(id="self" | "cls")):
                return f"{self.module.name}.{name}"
            case ast.Attribute(attr=name, value=ast.Name(id=owner)):
                return f"{self.module.imports.get(owner, owner)}.{name}"
        return ""

    def _over(self, loops: Iterable[ast.comprehension]) -> _Scope:
        inner = _Scope(self.module, self.functions, set(self.names))
        for loop in loops:
            if inner.is_translated(loop.iter):
                inner.names |= _names_in(loop.target)
        return inner

    def learn(self, function: Function) -> None:
        """Note the names that a function gives translated text to."""
        for node in list(ast.walk(function)) * _ROUNDS:
            match node:
                case ast.Assign(targets=targets, value=value) if self.is_translated(value):
                    self.names |= set().union(*map(_names_in, targets))
                case ast.AnnAssign(target=target, value=value) | ast.NamedExpr(target=target, value=value):
                    self.names |= _names_in(target) if self.is_translated(value) else set()
                case ast.For(target=target, iter=several) if self.is_translated(several):
                    self.names |= _names_in(target)


def assembled(trees: Mapping[str, ast.Module]) -> Iterator[Assembled]:
    """Every such place in the modules, given by their dotted names; of several in one line, the outermost."""
    modules = [_Module(name, tree, _imports(tree)) for name, tree in trees.items()]
    functions = _translating(modules)
    for module in modules:
        for function in _functions(module.tree):
            scope = _Scope(module, functions)
            scope.learn(function)
            nodes = [one for one in ast.walk(function) if isinstance(one, ast.expr) and _is_assembled(one, scope)]
            outermost = {node.lineno: node for node in reversed(nodes)}
            yield from (Assembled(module.name, line, ast.unparse(node)) for line, node in sorted(outermost.items()))


def _translating(modules: Iterable[_Module]) -> set[str]:
    """The dotted names of all functions that return translated text, found by going round until no more are found."""
    found = {f"{_WORDS}.{name}" for name in (*MESSAGES, *_FORMATS)}
    left = [(module, one) for module in modules for one in _functions(module.tree) if _returns_text(one)]
    while True:
        new = {f"{module.name}.{one.name}" for module, one in left if _gives(module, one, found)} - found
        if not new:
            return found
        found |= new


def _gives(module: _Module, function: Function, functions: set[str]) -> bool:
    scope = _Scope(module, functions)
    scope.learn(function)
    given = (node.value for node in ast.walk(function) if isinstance(node, ast.Return | ast.Yield | ast.YieldFrom))
    return any(map(scope.is_translated, given))


def _returns_text(function: Function) -> bool:
    return function.returns is not None and "str" in ast.unparse(function.returns)


def _is_assembled(node: ast.expr, scope: _Scope) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(attr="join", value=ast.Constant(value=str(joint)))):
            return not _is_layout(joint) and any(map(scope.is_translated, node.args))
        case ast.JoinedStr(values=parts):
            return scope.is_translated(node) and not _is_laid_out(parts, scope)
        case ast.BinOp(op=ast.Add()):
            literals = [one.value for one in _summands(node) if isinstance(one, ast.Constant)]
            return scope.is_translated(node) and any(isinstance(one, str) and not _is_layout(one) for one in literals)
        case ast.BinOp(op=ast.Mod(), left=left):
            return scope.is_translated(left)
    return False


def _summands(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        yield from _summands(node.left)
        yield from _summands(node.right)
    else:
        yield node


def _is_laid_out(parts: list[ast.expr], scope: _Scope) -> bool:
    """Whether an f-string has only layout between its values, and no two translated ones side by side."""
    texts = [one.value for one in parts if isinstance(one, ast.Constant)]
    sides = (scope.is_translated(one) and scope.is_translated(other) for one, other in pairwise(parts))
    return all(isinstance(text, str) and _is_layout(text) for text in texts) and not any(sides)


def _is_layout(text: str) -> bool:
    """Whether a text is nothing that a language would write otherwise; a single space is what parts words."""
    return text != " " and _LAYOUT.fullmatch(text) is not None


def _imports(tree: ast.Module) -> dict[str, str]:
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.update({alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names})
    return found


def _functions(tree: ast.AST) -> Iterator[Function]:
    """The functions of a module and the methods of its classes; what is defined inside one belongs to it."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, Function):
            yield node
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node)


def _names_in(target: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(target) if isinstance(node, ast.Name)}
