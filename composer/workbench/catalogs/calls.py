"""Finds the calls of ``composer.words`` in a source file, and what is written in them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

MESSAGES = {"_": (0,), "pgettext": (1,), "ngettext": (0, 1), "npgettext": (1, 2), "in_language": (1,)}
"""The positions of the messages among each function's arguments."""
CONTEXTS = {"pgettext": 0, "npgettext": 0}
"""The position of the context among the arguments of those that have one."""


@dataclass(frozen=True, slots=True)
class WordsCall:
    """One call of a function of ``composer.words``."""

    function: str
    line: int
    messages: tuple[str | None, ...]
    """The message, or singular and plural; None for one that is not a literal."""
    context: str | None
    values: frozenset[str] | None
    """The names of the values; None where a mapping is handed on."""
    is_late: bool
    """Whether it runs after the import: inside a function, not in its defaults."""

    @property
    def is_literal(self) -> bool:
        """Whether all messages and the context are literals, as extraction needs."""
        return None not in self.messages and (self.context is not None or self.function not in CONTEXTS)


def words_calls(tree: ast.AST, *, is_late: bool = False) -> Iterator[WordsCall]:
    """All such calls in a syntax tree, those in f-strings too, which no tokenizer sees before Python 3.12."""
    if isinstance(tree, ast.Call) and _name(tree) in MESSAGES:
        yield _read(tree, is_late)
    is_function = isinstance(tree, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
    for field, value in ast.iter_fields(tree):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from words_calls(child, is_late=is_late or (is_function and field == "body"))


def _read(call: ast.Call, is_late: bool) -> WordsCall:
    function = _name(call)
    keywords = {keyword.arg for keyword in call.keywords}
    return WordsCall(
        function,
        call.lineno,
        tuple(_literal(call, position) for position in MESSAGES[function]),
        _literal(call, CONTEXTS[function]) if function in CONTEXTS else None,
        None if None in keywords else frozenset(filter(None, keywords)),
        is_late,
    )


def _name(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name, value=ast.Name(id="words")):
            return name
    return ""


def _literal(call: ast.Call, position: int) -> str | None:
    match call.args[position : position + 1]:
        case [ast.Constant(value=str(text))]:
            return text
    return None
