"""Plants faults in copies of the shipped catalogs, and knows where each stands afterwards without reading catalogs."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from composer.language.catalogs import FOLDER, po_path
from composer.localization.po_file import PoEntry, read_text
from locales.registry import BY_TAG

_ESCAPES = (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t"))


class Planted(NamedTuple):
    """One changed translation."""

    english: str
    text: str


def shipped(tag: str) -> str:
    """The text of a language's catalog."""
    return po_path(FOLDER, BY_TAG[tag]).read_text("utf-8")


@lru_cache(maxsize=4)
def _entries(text: str) -> list[PoEntry]:
    return list(read_text(text).entries)


def entry_of(text: str, english: str, context: str | None = None) -> PoEntry:
    """The only entry whose English message begins so, in a context where one is named."""
    found = [one for one in _entries(text) if one.sources[0].startswith(english)]
    exact = [one for one in found if one.sources[0] == english] or found
    right = [one for one in exact if context is None or one.context == context]
    assert len(right) == 1, (english, len(right))
    return right[0]


def written(text: str) -> str:
    """A text as a catalog quotes it."""
    for character, escaped in _ESCAPES:
        text = text.replace(character, escaped)
    return f'"{text}"'


def replanted(text: str, entry: PoEntry, translation: str) -> str:
    """The catalog with another translation in one entry, on one line."""
    lines = text.split("\n")
    start = entry.lines[0] - 1
    end = next(at for at in range(start + 1, len(lines)) if not lines[at].startswith('"'))
    keyword = lines[start].partition(" ")[0]
    return "\n".join([*lines[:start], f"{keyword} {written(translation)}", *lines[end:]])


def changed(translation: str, pattern: str, replacement: str) -> str:
    """The translation with the first match replaced; it must be there and make a difference."""
    found = re.sub(pattern, replacement, translation, count=1, flags=re.DOTALL)
    assert found != translation, (pattern, translation)
    return found


def line_of(text: str, translation: str) -> int:
    """The only line on which a translation is written."""
    found = [at for at, line in enumerate(text.split("\n"), 1) if line.endswith(f" {written(translation)}")]
    assert len(found) == 1, translation
    return found[0]
