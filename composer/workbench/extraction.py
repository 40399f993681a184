"""From the sources to the template: every message, where it stands, in a fixed order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract

KEYWORDS = {"_": (1,), "pgettext": ((1, "c"), 2), "ngettext": (1, 2), "npgettext": ((1, "c"), 2, 3)}
COMMENT = "Translators:"
"""What a comment begins with that is meant for translators."""
_EXEMPT = ("workbench",)
"""Folders under ``composer`` whose words are for people who work on presend, in English."""


def sources(root: Path) -> Iterator[Path]:
    """The Python files that may hold messages, in order."""
    package = root / "composer"
    for path in sorted(package.rglob("*.py")):
        if path.relative_to(package).parts[0] not in _EXEMPT:
            yield path


def extracted(root: Path) -> Catalog:
    """The messages of all sources under ``root``; locations are relative to it."""
    template = Catalog(charset="utf-8")
    for path in sources(root):
        name = path.relative_to(root).as_posix()
        with path.open("rb") as file:
            found = list(extract("python", file, KEYWORDS, (COMMENT,), {}, strip_comment_tags=True))
        for line, message, comments, context in found:
            template.add(message, None, [(name, line)], auto_comments=comments, context=context)
    return template
