"""Extracts every message from the sources into the template, in a fixed order."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import takewhile
from pathlib import Path

from babel.messages.catalog import Catalog

from composer.workbench.catalogs.calls import words_calls

COMMENT = "# Translators:"
"""How a comment above a call begins that is meant for translators."""
_EXEMPT_FOLDER = "workbench"
"""The folder whose words are in English only, for people who work on presend."""


def sources(root: Path) -> Iterator[Path]:
    """The Python files that may hold messages, sorted."""
    package = root / "composer"
    for path in sorted(package.rglob("*.py")):
        if path.relative_to(package).parts[0] != _EXEMPT_FOLDER:
            yield path


def extracted(root: Path) -> Catalog:
    """The messages of all sources under ``root``; a file that is no Python is left to the checks."""
    template = Catalog(charset="utf-8")
    for path in sources(root):
        with suppress(SyntaxError):
            add_messages(template, path.read_text("utf-8"), path.relative_to(root).as_posix())
    return template


def add_messages(template: Catalog, text: str, name: str) -> None:
    """Add the messages of one source file to the template; raises ``SyntaxError``."""
    lines = text.splitlines()
    for call in sorted(words_calls(ast.parse(text)), key=lambda call: call.line):
        messages = tuple(message for message in call.messages if message)
        if call.is_literal and messages:
            message_id = messages if len(messages) > 1 else messages[0]
            comments = _comments(lines, call.line)
            template.add(message_id, None, [(name, call.line)], auto_comments=comments, context=call.context)


def _comments(lines: Sequence[str], line: int) -> list[str]:
    above = takewhile(lambda text: text.startswith("#"), (text.strip() for text in reversed(lines[: line - 1])))
    block = list(above)[::-1]
    start = next((index for index, text in enumerate(block) if text.startswith(COMMENT)), len(block))
    return [text.removeprefix(COMMENT).removeprefix("#").strip() for text in block[start:]]
