"""Calls of the functions of ``composer.words`` in a source file, and what is written in them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

MESSAGES = {"_": (0,), "pgettext": (1,), "ngettext": (0, 1), "npgettext": (1, 2)}
"""Positions of the messages."""
CONTEXTS = {"pgettext": 0, "npgettext": 0}
"""Position of the context, where a function has one."""


@dataclass(frozen=True, slots=True)
class WordsCall:
    """One call."""

    function: str
    line: int
    messages: tuple[str | None, ...]
    """Singular and plural of a plural; None for what is not written out."""
    context: str | None
    values: frozenset[str] | None
    """Names of the values; None where they are handed on as a mapping."""
    is_late: bool
    """Whether it runs after the import: inside a function, not in its defaults."""

    @property
    def is_literal(self) -> bool:
        """Whether everything is written out that must be extracted."""
        return None not in self.messages and (self.context is not None or self.function not in CONTEXTS)


def words_calls(tree: ast.AST, *, is_late: bool = False) -> Iterator[WordsCall]:
    """All calls in a syntax tree, those inside f-strings too, which a tokenizer does not see before Python 3.12."""
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
