"""How the sources use the functions of ``composer.words``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from composer.placeholders import names
from composer.workbench.extraction import sources
from composer.workbench.findings import Code, Finding

_MESSAGES = {"_": (0,), "pgettext": (1,), "ngettext": (0, 1), "npgettext": (1, 2)}
"""Positions of the messages."""
_LITERALS = {"_": (0,), "pgettext": (0, 1), "ngettext": (0, 1), "npgettext": (0, 1, 2)}
"""Positions of what must be written out: contexts too."""
_LONGEST_LABEL = 2
_MODULE = "words.py"
"""The module that defines the functions calls them with variables; nobody else does."""


def check_sources(root: Path) -> list[Finding]:
    """Findings in every file that may hold messages."""
    found: list[Finding] = []
    for path in sources(root):
        if path != root / "composer" / _MODULE:
            found.extend(check_source(path.read_text("utf-8"), path.relative_to(root).as_posix()))
    return found


def check_source(text: str, name: str) -> Iterator[Finding]:
    """Findings in one file."""
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        yield Finding(Code.SOURCE_SYNTAX, name, error.lineno or 0)
        return
    for call, is_late in _calls(tree, is_late=False):
        function = _name(call)
        if not is_late:
            yield Finding(Code.AT_IMPORT, name, call.lineno)
        if not all(_is_literal(call, position) for position in _LITERALS[function]):
            yield Finding(Code.NOT_LITERAL, name, call.lineno)
            continue
        messages = [_text(call.args[position]) for position in _MESSAGES[function]]
        yield from _check_names(call, messages, name)
        if function == "_" and _is_label(messages[0]):
            yield Finding(Code.NO_CONTEXT, name, call.lineno, messages[0])


def _calls(node: ast.AST, *, is_late: bool) -> Iterator[tuple[ast.Call, bool]]:
    """Calls of the functions, and whether they run after the import: inside a function, not in its defaults."""
    if isinstance(node, ast.Call) and _name(node) in _MESSAGES:
        yield node, is_late
    for field, value in ast.iter_fields(node):
        inside = is_late or (isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) and field == "body")
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _calls(child, is_late=inside)


def _name(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name, value=ast.Name(id="words")):
            return name
    return ""


def _is_literal(call: ast.Call, position: int) -> bool:
    if position >= len(call.args):
        return False
    argument = call.args[position]
    return isinstance(argument, ast.Constant) and isinstance(argument.value, str)


def _text(node: ast.expr) -> str:
    assert isinstance(node, ast.Constant)
    return str(node.value)


def _check_names(call: ast.Call, messages: list[str], name: str) -> Iterator[Finding]:
    """Each name in braces has a value and each value a name; ``n`` of a plural is always given."""
    if any(keyword.arg is None for keyword in call.keywords):
        return
    given = {keyword.arg for keyword in call.keywords if keyword.arg}
    named = set[str]().union(*map(names, messages))
    if len(messages) > 1:
        named.discard("n")
    for wrong in sorted(named ^ given):
        yield Finding(Code.NO_VALUE, name, call.lineno, wrong)
    if any(set(text) & set("{}") for text in map(_without_names, messages)):
        yield Finding(Code.PLACEHOLDER_BARE, name, call.lineno, messages[0])


def _without_names(text: str) -> str:
    for placeholder in names(text):
        text = text.replace("{" + placeholder + "}", "")
    return text


def _is_label(message: str) -> bool:
    words = message.split()
    return len(words) <= _LONGEST_LABEL and not message.endswith((".", "?", "!"))
