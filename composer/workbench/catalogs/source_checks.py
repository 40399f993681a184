"""Checks how the sources use the functions of ``composer.words``."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from composer.language.placeholders import fill, names
from composer.localization.codes import Code
from composer.localization.findings import Finding
from composer.workbench.catalogs.assembly import assembled
from composer.workbench.catalogs.calls import WordsCall, words_calls
from composer.workbench.catalogs.extraction import sources

_LONGEST_LABEL = 2
"""The most words of a message that needs a context, for it can mean several things."""


def check_sources(root: Path) -> list[Finding]:
    """The findings in every source file that may hold messages."""
    texts = {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in sources(root)}
    return [*(finding for name, text in texts.items() for finding in check_source(text, name)), *check_assembly(texts)]


def check_assembly(texts: Mapping[str, str]) -> Iterator[Finding]:
    """Where the source files, given as texts by their names, put sentences together; what is no Python is left out."""
    trees, files = {}, {}
    for name, text in texts.items():
        module = name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        with suppress(SyntaxError):
            trees[module], files[module] = ast.parse(text), name
    for found in assembled(trees):
        yield Finding(Code.ASSEMBLED, files[found.module], found.line, found.code)


def check_source(text: str, name: str) -> Iterator[Finding]:
    """The findings in one source file, given as text."""
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        yield Finding(Code.SOURCE_SYNTAX, name, error.lineno or 0)
        return
    for call in words_calls(tree):
        yield from (Finding(code, name, call.line, detail) for code, detail in _check_call(call))


def _check_call(call: WordsCall) -> Iterator[tuple[Code, str]]:
    messages = [message for message in call.messages if message is not None]
    if not call.is_late:
        yield Code.AT_IMPORT, " ".join(messages)
    if not call.is_literal:
        yield Code.NOT_LITERAL, call.function
        return
    yield from _check_names(call, messages)
    if call.function == "_" and _is_label(messages[0]):
        yield Code.NO_CONTEXT, messages[0]


def _check_names(call: WordsCall, messages: list[str]) -> Iterator[tuple[Code, str]]:
    """Faults of placeholders without a value and values without a placeholder; ``n`` of a plural is always given."""
    named = set[str]().union(*map(names, messages))
    if len(messages) > 1:
        named.discard("n")
    for wrong in sorted(named ^ call.values) if call.values is not None else ():
        yield Code.NO_VALUE, wrong
    for message in messages:
        if set("{}") & set(fill(message, lambda _name: "")):
            yield Code.PLACEHOLDER_BARE, message


def _is_label(message: str) -> bool:
    """A placeholder says with its name what the words beside it are about."""
    is_short = len(message.split()) <= _LONGEST_LABEL and not message.endswith((".", "?", "!"))
    return is_short and not names(message)
